"""How long something may be kept: terms by category and kind of organisation, and from when a term counts.

Pure: which facts there are, and what day it is, comes from the caller. Read and checked in `retention`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from leerrecht.law.dates import OPEN, UNKNOWN, add_months

ANY = "any"
"""The kind of organisation of a term that holds for all that have none of their own."""


ORGANISATION_KINDS = (
    "coa", "nidos", "contract_partner", "municipality", "school_board", "ggd", "youth_work", "care", "leerrecht",
)  # fmt: skip
"""The kinds of organisations there are: those of chain.models (a test keeps the two equal)."""


class Moments(NamedTuple):
    """From when terms may count for one child, as day numbers; UNKNOWN: not known, or not yet.

    departure: it left the chain and isn't back. last_task: the last task for it ended. left_school: its last enrolment
    ended. eighteen: its eighteenth birthday. `is_held`: somebody holds a task for it, so that no term has begun.
    """

    departure: int = UNKNOWN
    last_task: int = UNKNOWN
    left_school: int = UNKNOWN
    eighteen: int = UNKNOWN
    is_held: bool = False


STARTS = ("departure", "last_task", "left_school", "eighteen")


@dataclass(frozen=True, kw_only=True)
class Term:
    """One term. `starts`: it counts from the first of these that is known. `organisation`: a kind, or ANY."""

    category: str
    organisation: str
    starts: tuple[str, ...]
    months: int
    certainty: str
    source: str


@dataclass(frozen=True)
class Retention:
    """Every term, by category and kind of organisation."""

    terms: Mapping[tuple[str, str], Term]

    def term(self, *, category: str, organisation: str) -> Term:
        """Give the term of a category for facts from a kind of organisation: its own, else the one for any."""
        return self.terms.get((category, organisation)) or self.terms[category, ANY]


def keep_until(*, term: Term, moments: Moments) -> int:
    """Give the first day on which something need not be kept any more; OPEN while no term has begun.

    >>> from leerrecht.law.dates import day_of, to_date
    >>> term = Term(category="voice", organisation=ANY, starts=("departure", "last_task"), months=12, certainty="policy",
    ...             source="")
    >>> to_date(keep_until(term=term, moments=Moments(last_task=day_of(2024, 2, 29))))
    datetime.date(2025, 2, 28)
    >>> keep_until(term=term, moments=Moments(eighteen=day_of(2020, 1, 1))) == OPEN
    True
    """
    if moments.is_held:
        return OPEN
    days: list[int] = [getattr(moments, start) for start in term.starts]
    begun = next((day for day in days if day != UNKNOWN), UNKNOWN)
    return OPEN if begun == UNKNOWN else add_months(begun, term.months)
