"""Gemeente: counts for those who steer, never children. Fixed cuts, small ones hidden, all rounded.

Each count is rounded by itself to a multiple of five and hidden below five, so that no difference of two of them tells of
a single child. There are no free filters.
"""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import dataclass

from leerrecht.access import Scope, Tie, scope
from leerrecht.queries.cards import find_cards
from leerrecht.queries.facts import standing
from leerrecht.queries.links import doubled
from leerrecht.queries.rulebooks import access_table

SMALLEST, STEP = 5, 5
CUTS = ("children", "in_time", "late_start", "waiting", "waiting_late", "unknown")


@dataclass(frozen=True, kw_only=True)
class Count:
    """One count as it may be shown: rounded, or None when it is small."""

    name: str
    value: int | None


def hide(number: int) -> int | None:
    """Round a count to a multiple of five; None below five.

    >>> [hide(number) for number in (0, 4, 5, 7, 8, 112)]
    [None, None, 5, 5, 10, 110]
    """
    return None if number < SMALLEST else (number + STEP // 2) // STEP * STEP


CUT_OF = {
    "met": "in_time", "met_late": "late_start", "upcoming": "waiting", "due": "waiting", "overdue": "waiting_late",
    "unknown": "unknown",
}  # fmt: skip


def find_counts(*, municipality: str, on: datetime.date) -> list[Count]:
    """Count the children of school age in a municipality by how their placement term stands."""
    inside = residents(municipality=municipality, on=on)
    states: Counter[str] = Counter()
    here = {child for child in inside.children if not inside.reach_of(child).is_aftercare}
    present = here - doubled(children=here)
    for card in find_cards(scope=inside, on=on, children=present):
        for finding in card.findings:
            if finding.rule == "placement.term":
                states[CUT_OF[finding.state]] += 1
    states["children"] = sum(states.values())
    return [Count(name=name, value=hide(states[name])) for name in CUTS]


def residents(*, municipality: str, on: datetime.date, known_at: datetime.datetime | None = None) -> Scope:
    """Give the scope over which is counted, as it was known at a moment; only counts of it are shown."""
    stays = standing(table="stays", known_at=known_at).filter(municipality__iexact=municipality)
    rows = stays.values_list("child", "valid_from", "valid_to") if municipality else ()
    ties = (Tie(child=child, kind="residence", since_on=since, until_on=until) for child, since, until in rows)
    found = scope(table=access_table(), role="compulsory_education", ties=ties, on=on)
    if not isinstance(found, Scope):
        raise TypeError("the role of compulsory education reaches children")
    return found
