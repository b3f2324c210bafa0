"""Canaries: words, days and numbers that stand in one place only, so that wherever one is found, it came from there.

They are drawn from what they stand for, never from chance, so that two worlds that say the same have the same canaries.
"""

from __future__ import annotations

import datetime
import html
import re
import string
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import blake2s
from urllib.parse import unquote

from leerrecht.law.words import MONTHS
from leerrecht.stored.public_id import ALPHABET, LENGTH

_SHORT = {
    month[:3]: place for names in MONTHS.values() for place, month in enumerate(names, start=1)
} | {"mrt": 3}  # fmt: skip
_WORD = re.compile(r"kq[a-z]{8}", re.I)
_DIGITS = re.compile(r"\d{9,12}")
_ID = re.compile(rf"(?<![a-z0-9])[{ALPHABET}]{{{LENGTH}}}(?![a-z0-9])")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_TYPED = re.compile(r"(?<!\d)(\d{1,2})[-/](\d{1,2})[-/](\d{4})")
_SAID = re.compile(r"(?<!\d)(\d{1,2})\s(?:<[^>]*>)?(?!maand)([a-z]{3})[a-z]*\.?(?:\s(\d{4}))?", re.I)


def _hash(key: str) -> int:
    return int.from_bytes(blake2s(key.encode(), digest_size=12).digest(), "big")


def word(key: str) -> str:
    """Give the word of a place; no language has it."""
    number, letters = _hash(key), []
    for _ in range(8):
        number, place = divmod(number, 26)
        letters.append(string.ascii_lowercase[place])
    return "Kq" + "".join(letters)


def digits(key: str, length: int) -> str:
    """Give the number of a place."""
    return str(10 ** (length - 1) + _hash(key) % (9 * 10 ** (length - 1)))


@dataclass(frozen=True)
class Mark:
    """A canary: its value, where it stands, and the names of the viewers who may have it."""

    value: str | datetime.date
    place: str
    allowed: frozenset[str]


@dataclass
class Marks:
    """All canaries of a world, found by what they look like."""

    by_value: dict[str | datetime.date, list[Mark]] = field(default_factory=dict)
    by_day: dict[tuple[int, int], list[Mark]] = field(default_factory=dict)

    def add(self, value: str | datetime.date, place: str, allowed: Iterable[str]) -> None:
        """Take in a canary. A value that stands in two places may be had by who may have either."""
        mark = Mark(value if isinstance(value, datetime.date) else value.lower(), place, frozenset(allowed))
        self.by_value.setdefault(mark.value, []).append(mark)
        if isinstance(value, datetime.date):
            self.by_day.setdefault((value.month, value.day), []).append(mark)

    def __len__(self) -> int:
        return len(self.by_value)

    def found_in(self, text: str) -> Iterator[list[Mark]]:
        """Give the canaries in a text, as it is and with what HTML and addresses write otherwise put right."""
        seen = {text, html.unescape(text), unquote(text)}
        found = {value for each in seen for value in self._values(each)}
        yield from (self.by_value[value] for value in found)

    def _values(self, text: str) -> Iterator[str | datetime.date]:
        for pattern in (_WORD, _DIGITS, _ID):
            yield from (value for value in map(str.lower, pattern.findall(text)) if value in self.by_value)
        yield from (day for day in _days(text) if day in self.by_value)
        for day, month, year in _SAID.findall(text):
            if not year and month.lower() in _SHORT:
                marks = self.by_day.get((_SHORT[month.lower()], int(day)), ())
                yield from (mark.value for mark in marks)


def _days(text: str) -> Iterator[datetime.date]:
    """Give the days in a text: as a machine writes them, as people type them, and as they are said in two languages."""
    numbers = [
        *((int(year), int(month), int(day)) for year, month, day in _ISO.findall(text)),
        *((int(year), int(month), int(day)) for day, month, year in _TYPED.findall(text)),
        *(
            (int(year), _SHORT[month.lower()], int(day))
            for day, month, year in _SAID.findall(text)
            if year and month.lower() in _SHORT
        ),
    ]
    for year, month, day in numbers:
        try:
            yield datetime.date(year, month, day)
        except ValueError:
            continue


def leaks_in(*, marks: Marks, text: str, viewer: str) -> list[str]:
    """Name the places whose canary stands in a text though this viewer may not have it."""
    return [
        f"{found[0].value} ({found[0].place})"
        for found in marks.found_in(text)
        if not any(viewer in mark.allowed for mark in found)
    ]
