"""Random histories of one child, by Hypothesis or quickly by a seeded random.Random: the same generator for both.

`histories()`, `on_dates()` and `cases()` are strategies; `random_history(rng)`, `random_on(rng)` and
`random_case(rng)` are quick. A case is a history with an `on` close to one of the history's own boundaries.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta

from hypothesis import strategies as st

from tests.law.history_maker import AGES, Maker
from tests.law.oracle_facts import History, Identifier, Interim, Status, Stay, add_months, birthday


class FromRandom:
    def __init__(self, rng: random.Random) -> None:
        self._rng = rng

    def upto(self, n: int) -> int:
        return self._rng.randint(0, n)


class FromHypothesis:
    def __init__(self, draw: Callable[[st.SearchStrategy[int]], int]) -> None:
        self._draw = draw

    def upto(self, n: int) -> int:
        return self._draw(st.integers(0, n))


# The day on which it is judged


def move_days(h: History) -> list[date | None]:
    """The days of the lists around moves: those written down, the usual ones, and when a list closes."""
    found = [day for point in h.move_points for day in (point.opened_on, point.due_on, point.done_on)]
    moves = [s.valid_from for s in h.stays if s.announced_on and s.valid_from]
    return [*found, *(day + timedelta(days=n) for day in moves for n in (-28, -21, -14, -7, 91))]


def _of_tests(h: History) -> list[date | None]:
    """The days on which a test begins or ends to be valid, or goes along."""
    found = [t.decided_on for t in h.transfers]
    for t in h.assessments:
        found += [t.taken_on, t.valid_until]
        if t.taken_on is not None:
            found += [add_months(t.taken_on, months) for months in (6, 12, 24)]
    return found


def boundaries(h: History) -> list[date]:
    """The child's own dates, and the birthdays that matter, between 2024 and 2028."""
    found: list[date | None] = []
    for a in h.applications:
        found += [a.lodged_on, a.arrived_on]
    for x in h.departures:
        found += [x.left_on, x.back_on]
    spells: list[Identifier | Status | Stay | Interim] = [*h.identifiers, *h.statuses, *h.stays, *h.interim]
    for spell in spells:
        found += [spell.valid_from, spell.valid_to]
    for e in h.enrolments:
        found += [e.requested_on, e.started_on, e.left_on]
    found += _of_tests(h)
    for i in h.involvements:
        found += [i.valid_from, i.valid_to]
        found += [i.valid_to + timedelta(days=n) for n in (-28, 14, 91) if i.valid_to is not None]
    for x in h.handovers:
        found += [x.opened_on, x.stops_on, x.child_told_on, x.changed_on, x.given_on, x.received_on]
        found += [x.stops_on + timedelta(days=n) for n in (-1, 7, 91) if x.stops_on is not None]
        found += [x.changed_on + timedelta(days=n) for n in (7, 91) if x.changed_on is not None]
    found += [a.lodged_on + timedelta(days=14) for a in h.applications if a.lodged_on is not None]
    for s in h.stays:
        found += [s.announced_on, s.child_told_on]
    found += move_days(h)
    for p in h.plans:
        found += [p.agreed_on, p.requested_on]
    for born in {h.born_from, h.born_to} - {None}:
        assert born is not None
        found += [birthday(born, age) for age in AGES]
    return sorted({day for day in found if day is not None and date(2024, 1, 1) <= day <= date(2028, 12, 31)})


def _on(maker: Maker, h: History | None) -> date:
    own = boundaries(h) if h is not None else []
    if own and not maker.chance(15):
        return maker.near(maker.pick(own))
    return maker.near(maker.pick(maker.anchors))


def random_history(rng: random.Random) -> History:
    return Maker(FromRandom(rng)).history()


def random_on(rng: random.Random) -> date:
    return _on(Maker(FromRandom(rng)), None)


def random_case(rng: random.Random) -> tuple[History, date]:
    maker = Maker(FromRandom(rng))
    h = maker.history()
    return h, _on(maker, h)


@st.composite
def histories(draw: Callable[[st.SearchStrategy[int]], int]) -> History:
    return Maker(FromHypothesis(draw)).history()


@st.composite
def on_dates(draw: Callable[[st.SearchStrategy[int]], int]) -> date:
    return _on(Maker(FromHypothesis(draw)), None)


@st.composite
def cases(draw: Callable[[st.SearchStrategy[int]], int]) -> tuple[History, date]:
    maker = Maker(FromHypothesis(draw))
    h = maker.history()
    return h, _on(maker, h)
