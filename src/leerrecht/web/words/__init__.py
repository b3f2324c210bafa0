"""Every text on the pages, in every language; dates and names in words. Knows no request and no Django."""

from leerrecht.web.words.book import LANGUAGES, Book, WordsRefused, read_book
from leerrecht.web.words.dates import date_words
from leerrecht.web.words.names import initials
from leerrecht.web.words.shelf import book, word, word_html

__all__ = ["LANGUAGES", "Book", "WordsRefused", "book", "date_words", "initials", "read_book", "word", "word_html"]
