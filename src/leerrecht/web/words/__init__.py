"""Every text on the pages, in every language; dates and names in words. Knows no request and no Django."""

from leerrecht.web.words.book import DOOR_LANGUAGES, LANGUAGES, RIGHT_TO_LEFT, Book, WordsRefused, read_book
from leerrecht.web.words.dates import date_words, door_date
from leerrecht.web.words.names import initials
from leerrecht.web.words.shelf import book, word, word_html

__all__ = [
    "DOOR_LANGUAGES", "LANGUAGES", "RIGHT_TO_LEFT", "Book", "WordsRefused", "book", "date_words", "door_date", "initials",
    "read_book", "word", "word_html",
]  # fmt: skip
