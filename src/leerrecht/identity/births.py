"""Dates of birth as columns that are compared: the parts of a day, its digits, and whether it was estimated.

A child who doesn't know the day is given 1 January or 1 July, so such a date says the year and little more.
"""

from __future__ import annotations

import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

ESTIMATES = ((1, 1), (7, 1))
"""Month and day that stand for `not known`."""
COLUMNS = {
    "born_year": np.int16, "born_month": np.int8, "born_day": np.int8, "born_estimated": np.bool_, "born_decade": np.int8,
    "born_year_digit": np.int8, "born_month_tens": np.int8, "born_month_digit": np.int8, "born_day_tens": np.int8,
    "born_day_digit": np.int8,
}  # fmt: skip
"""The columns of a date of birth and how they are kept; a date that isn't known has the year 0."""


def as_number(born_on: datetime.date | None) -> int:
    """Give a date as one number, yyyymmdd; 0 when it isn't known.

    >>> as_number(datetime.date(2009, 7, 1))
    20090701
    """
    return born_on.year * 10_000 + born_on.month * 100 + born_on.day if born_on else 0


def birth_columns(numbers: NDArray[np.int32]) -> dict[str, NDArray[Any]]:
    """Cut dates of `as_number` into the columns that are compared."""
    year, month, day = numbers // 10_000, numbers // 100 % 100, numbers % 100
    estimated = np.isin(numbers % 10_000, [month * 100 + day for month, day in ESTIMATES])
    found = (
        year, month, day, estimated, year // 10 % 10, year % 10, month // 10, month % 10, day // 10, day % 10,
    )  # fmt: skip
    return {name: part.astype(kind) for (name, kind), part in zip(COLUMNS.items(), found, strict=True)}
