"""The book of words that goes with the pages: read once, then asked by key."""

from __future__ import annotations

import functools
import html
from collections.abc import Mapping
from pathlib import Path

from leerrecht.web.words.book import TAG, Book, read_book

FOLDER = Path(__file__).parent


@functools.cache
def book() -> Book:
    """Give the book; the first call reads and checks it."""
    return read_book(FOLDER)


def word(key: str, lang: str, /, **values: object) -> str:
    """Give a text in a language with its values filled in, as written: for plain places (a title, a file, an e-mail).

    >>> word("state.met", "en")
    'Arranged'
    """
    return _fill(key, book().text(key, lang, values), values)


def word_html(key: str, lang: str, /, **values: object) -> str:
    """Give a text as safe HTML: the values and the text are escaped, the text's own tags are kept.

    A value that is HTML already (it has ``__html__``) goes in as it is.
    """
    escaped = _escape_text(book().text(key, lang, values))
    return _fill(key, escaped, {name: _escape(value) for name, value in values.items()})


@functools.cache
def _escape_text(text: str) -> str:
    """Escape a text of the book but for its own tags."""
    parts = [html.escape(part) for part in TAG.split(text)]
    return "".join(part + tag for part, tag in zip(parts, [*TAG.findall(text), ""], strict=True))


def _fill(key: str, text: str, values: Mapping[str, object]) -> str:
    try:
        return text.format_map(values)
    except KeyError as error:
        raise KeyError(f"the word {key!r} needs the value {error.args[0]!r}") from None


def _escape(value: object) -> str:
    return str(value.__html__()) if hasattr(value, "__html__") else html.escape(str(value))
