"""Numbers given to a child: which digits count, and whether they can be right. A failed check is only ever a notice.

No number is looked up or compared with another here.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_SEPARATORS = re.compile(r"[\s.\-]")
_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)
_REMAINDER = {"education_number": 5, "bsn": 0}


class Number(NamedTuple):
    """A number as it is taken over, and the codes of the notices about it."""

    value: str
    notices: tuple[str, ...]


_LONG = 10
"""Digits of a V-number."""


def recognise_number(text: str) -> str:
    """Give the kind of a number by its digits alone; empty when they fit none. The two numbers of nine digits never look alike.

    >>> recognise_number("1234.56.782"), recognise_number("100000004"), recognise_number("123 456 7890"), recognise_number("12")
    ('bsn', 'education_number', 'v_number', '')
    """
    value = _SEPARATORS.sub("", text)
    if re.fullmatch(rf"[0-9]{{{_LONG}}}", value):
        return "v_number"
    padded = "0" + value if len(value) == 8 else value  # a BSN that lost its first 0
    return next((kind for kind in _REMAINDER if not _flaw_in(kind, padded if kind == "bsn" else value)), "")


def read_number(*, kind: str, text: str, from_number_cell: bool) -> Number:
    """Remove separators, put back the 0 that a number cell loses from a BSN, and check the digits.

    >>> read_number(kind="bsn", text="1234.56.782", from_number_cell=False)
    Number(value='123456782', notices=())
    """
    value = _SEPARATORS.sub("", text)
    if kind not in _REMAINDER:
        return Number(value or text, ())
    padded = kind == "bsn" and from_number_cell and len(value) == 8 and value.isdigit()
    value = "0" + value if padded else value
    flaw = _flaw_in(kind, value)
    return Number(value or text, (("bsn_padded",) if padded else ()) + ((flaw,) if flaw else ()))


def _flaw_in(kind: str, value: str) -> str:
    if not re.fullmatch(r"[0-9]{9}", value):
        return "identifier_length"
    if kind == "education_number" and not value.startswith("10"):
        return "identifier_prefix"
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, value, strict=True))
    return "" if total % 11 == _REMAINDER[kind] else "identifier_check"
