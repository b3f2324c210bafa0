"""One cell of a sheet: text, choice, flag or number, or the flaw in it. Dates are in `dates`.

Pure functions of one value that is not empty. They know nothing of rows, sheets or files.
"""

from __future__ import annotations

import difflib
import math
import re
import unicodedata
from datetime import date, datetime, time, timedelta
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from leerrecht.law.tables import Column


class Truth(Enum):
    """A true or false cell. Not a bool, which Python holds equal to 1 and 0."""

    TRUE = "true"
    FALSE = "false"


class Gap(Enum):
    """A cell whose value is not in the file."""

    FORMULA = "formula"


Cell = str | int | float | date | datetime | time | timedelta | Truth | Gap

MOST_HOURS = 24
_TRUE = frozenset({"yes", "ja", "true", "waar", "1", "j", "y"})
_FALSE = frozenset({"no", "nee", "false", "onwaar", "0", "n"})
_NUMBER = re.compile(r"[+-]?[0-9]{1,15}(?:[.,][0-9]{1,15})?")
_ERROR = re.compile(
    r"#(?:N/B|N/A|NB|REF!|VERW!|VALUE!|WAARDE!|DIV/0!|DEEL/0!|NAME\?|NAAM\?|NUM!|GETAL!|NULL!|LEEG!|SPILL!|OVERLOOP!"
    r"|CALC!|BEREKEN!|FIELD!|VELD!|GETTING_DATA|BLOCKED!|GEBLOKKEERD!|CONNECT!|UNKNOWN!|BUSY!|##+)",
    re.IGNORECASE,
)
_INVISIBLE = "\u200b\u2060\ufeff"


class Flaw(NamedTuple):
    """Why a cell can't be used: the code of the fault, what was probably meant, what is allowed."""

    code: str
    hint: str = ""
    allowed: str = ""


def tidy(text: str) -> str:
    """Strip spaces of every kind, also those that can't be seen."""
    return text.strip().strip(_INVISIBLE).strip()


def spoilt(value: Cell) -> Flaw | None:
    """Find an Excel error, or a formula without its outcome."""
    if value is Gap.FORMULA:
        return Flaw("formula_without_value")
    if isinstance(value, str) and value[:1] == "#" and _ERROR.fullmatch(value):
        return Flaw("cell_error")
    return None


def show(value: Cell) -> str:
    """Write a cell for a message. A formula without outcome shows nothing."""
    if isinstance(value, Gap):
        return ""
    text = plain_text(value)
    return str(value) if isinstance(text, Flaw) else text


def plain_text(value: Cell) -> str | Flaw:
    """Read a cell as text; a whole number loses its .0.

    >>> plain_text(12.0)
    '12'
    """
    if isinstance(value, str):
        return value
    if isinstance(value, float | int):
        return str(int(value)) if math.isfinite(value) and value == int(value) else repr(value)
    if isinstance(value, Truth):
        return value.value
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    return value.isoformat() if isinstance(value, date) else Flaw("text_unreadable")


def parse_text(value: Cell) -> str | Flaw:
    """Read a text, or a number of a person or thing."""
    return spoilt(value) or plain_text(value)


def parse_child(value: Cell) -> str | Flaw:
    """Read a child's id: ids that look the same are the same.

    >>> parse_child("Jose\u0301  A") == parse_child("Jos\u00e9 A")
    True
    """
    text = parse_text(value)
    return text if isinstance(text, Flaw) else " ".join(unicodedata.normalize("NFC", text).split()) or text


def parse_choice(value: Cell, choices: tuple[str, ...]) -> str | Flaw:
    """Read one of `choices`, in any case.

    >>> parse_choice("ISKK", ("isk", "vo"))
    Flaw(code='choice_unknown', hint='isk', allowed='isk, vo')
    """
    text = parse_text(value)
    if isinstance(text, Flaw):
        return text if text.code != "text_unreadable" else Flaw("choice_unknown", allowed=", ".join(choices))
    chosen = text.lower()
    if chosen in choices:
        return chosen
    return Flaw("choice_unknown", hint=nearest(chosen, choices), allowed=", ".join(choices))


def parse_flag(value: Cell) -> bool | Flaw:
    """Read yes or no.

    >>> parse_flag("Ja")
    True
    """
    text = parse_text(value)
    if isinstance(text, Flaw):
        return text if text.code != "text_unreadable" else Flaw("flag_unknown")
    word = text.lower()
    return word in _TRUE if word in _TRUE or word in _FALSE else Flaw("flag_unknown")


def parse_number(value: Cell) -> float | Flaw:
    """Read hours: a number from 0 to 24, with a point or a comma.

    >>> parse_number("7,5")
    7.5
    """
    flaw = spoilt(value)
    if flaw:
        return flaw
    if isinstance(value, str) and _NUMBER.fullmatch(value):
        value = float(value.replace(",", "."))
    if isinstance(value, time):
        return Flaw("number_unreadable", hint=f"{value.hour + value.minute / 60:.4g}")
    if isinstance(value, timedelta):
        hours = value.total_seconds() / 3600
        return Flaw("number_unreadable", hint=f"{hours:.4g}" if 0 <= hours <= MOST_HOURS else "")
    if not isinstance(value, float | int) or not math.isfinite(value):
        return Flaw("number_unreadable")
    if value < 0:
        return Flaw("number_negative")
    return Flaw("hours_too_many") if value > MOST_HOURS else float(value) + 0.0


def parse_plain(value: Cell, column: Column) -> str | bool | float | Flaw:
    """Read a cell of any column that is not a date."""
    if column.kind == "child":
        return parse_child(value)
    if column.kind == "choice":
        return parse_choice(value, column.choices)
    if column.kind == "flag":
        return parse_flag(value)
    return parse_number(value) if column.kind == "number" else parse_text(value)


def nearest(word: str, choices: Iterable[str]) -> str:
    """Give the choice that looks most like a word, or nothing.

    >>> nearest("enrolment", ("stays", "enrolments"))
    'enrolments'
    """
    found = difflib.get_close_matches(word[:80], choices, n=1, cutoff=0.6)
    return found[0] if found else ""
