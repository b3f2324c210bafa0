"""Twins: worlds that differ only in what a viewer may never learn give that viewer the same bytes, whatever it asks.

(a) the residence status alone; (b) the whole life that follows from it. Run by `make proof`, on both databases.
"""

from __future__ import annotations

import datetime
import os
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

import pytest
from django.db import connection

from tests.proof import life, tally
from tests.proof.addresses import ADDRESSES
from tests.proof.asking import Ask, ask_for
from tests.proof.life import HERE, TOWNS, Row
from tests.proof.marks import word
from tests.proof.viewers import KINDS, Kind
from tests.proof.walking import choose, client_of
from tests.proof.world import World, make_world

pytestmark = pytest.mark.django_db
D = datetime.date
Rows = list[Row]
UNKNOWING = ("school", "compulsory_education", "care", "ggd", "policy", "privacy_officer", "")
"""Roles that never learn a residence status; the last is nobody."""
BY_DUTY = {"privacy_officer": {"logs", "logs_export", "keeping", "kept", "erase_record", "erase_part"}}
"""Addresses left out for a role because its duty is just that: the log of all that was done, and how many facts of each
category are kept, so that they can be erased. What they may hold is looked at in the walk."""
EVERY = {"sqlite": (2, 6), "postgresql": (4, 12)}
"""Of the requests of the walk every so many-th is compared, of schools more than of others; which, differs each day."""


@dataclass(frozen=True, kw_only=True)
class Twin:
    """Another life, and to which roles it must look the same."""

    change: Callable[[Rows], Rows]
    roles: tuple[str, ...] = UNKNOWING
    origin: str = "coa"
    hidden: int = 0


def _status_of_another(rows: Rows) -> Rows:
    """Another status, since another day, and another that was corrected."""
    return [
        replace(row.but(status="permit", valid_from=D(2026, 7, 2)), former={**row.values, "status": "withdrawn"})
        if row.table == "statuses" and row.key == "now"
        else row
        for row in rows
    ]  # fmt: skip


def _no_status(rows: Rows) -> Rows:
    return [row for row in rows if row.table != "statuses"]


def _many_statuses(rows: Rows) -> Rows:
    first = next(row for row in rows if row.table == "statuses")
    more = [
        replace(first.but(status=status, valid_from=D(2026, 6, 1 + number)), key=f"more{number}")
        for number, status in enumerate(("withdrawn", "rejected", "permit", "no_application", "applicant"))
    ]
    return [*more, *rows]


def _other_places(rows: Rows) -> Rows:
    """The same towns, but other kinds of places there, a protected one too; what nobody told the child is elsewhere."""
    other = {
        "now": {"kind": "coa_adult", "location": word("twin.location")},
        "former": {"kind": "custody", "location": word("twin.former")},
        "safe": {"kind": "foster", "location": word("twin.safe"), "municipality": word("twin.safe town")},
        "next": {
            "kind": "protected",
            "location": word("twin.next"),
            "reason": word("twin.why"),
            "told_early_reason": "",
        },
    }
    return [row.but(**other[row.key]) if row.table == "stays" else _other_point(row) for row in rows]


def _other_point(row: Row) -> Row:
    """The same points of a move that is told, arranged by others; of a move that isn't, another one."""
    if row.table != "move_points":
        return row
    if not row.is_told:
        return row.but(item="transport", due_on=D(2026, 11, 5))
    by = {name: word(f"twin.{row.key}.{name}") for name in ("organisation", "person", "note")}
    return replace(row.but(**by), former={**row.former, **by} if row.former else {})


def _no_move(rows: Rows) -> Rows:
    return [row for row in rows if (row.table, row.key) != ("stays", "next")]


def _other_holders(rows: Rows) -> Rows:
    """Other organisations hold the tasks, and others recorded everything; tasks that betray something come and go."""
    changed = []
    for row in rows:
        if row.table == "involvements" and row.source != "board" and row.holder in ("", "legal_representative"):
            row = row.but(organisation=word("twin.organisation")) if row.is_neutral else row.but(task="housing_advice")
        changed.append(replace(row, source="nidos") if row.source == "coa" else row)
    first = next(row for row in changed if row.key == "returning")
    gone = [row for row in changed if row.key != "free"]
    return [replace(first.but(task="extended_reception"), key="extra", former={}), *gone]


def _other_words(rows: Rows) -> Rows:
    """Plans and words that this role doesn't see are others, fewer and more; so are numbers it doesn't see.

    That something was arranged follows from a plan about what is open, so such a plan stays, with other words and days.
    """
    changed = []
    for row in rows:
        if row.table == "plans" and row.key in ("wish", "betrays", "kept"):
            row = row.but(**{"child_view": word("twin.view"), "with": word("twin.with"), "agreed_on": D(2026, 5, 21)})
        if (row.table, row.key) not in (("identifiers", "state"), ("voices", "kept")):
            changed.append(row)
    first = next(row for row in rows if row.key == "betrays")
    return [replace(first.but(key="own_wish:no"), key="extra"), *changed]


def _nobody_explains(rows: Rows) -> Rows:
    """Nobody tells the child about its procedure: what follows from that is for nobody who may not know of a procedure."""
    return [row for row in rows if row.key != "procedure"]


def _everything(rows: Rows) -> Rows:
    for change in (_status_of_another, _other_places, _other_holders, _other_words):
        rows = change(rows)
    return rows


TWINS = {
    "another status": Twin(change=_status_of_another),
    "no status": Twin(change=_no_status, roles=("school", "compulsory_education", "ggd")),
    "many statuses, many others": Twin(change=_many_statuses, hidden=60),
    "nobody explains the procedure": Twin(change=_nobody_explains),
    "other places": Twin(change=_other_places, roles=("school", "compulsory_education", "ggd", "policy")),
    "another life": Twin(change=_everything, roles=("school",), origin="nidos", hidden=7),
}


@contextmanager
def _world(*, change: Callable[[Rows], Rows] = list, origin: str = "coa", hidden: int = 0) -> Iterator[World]:
    from django.db import transaction

    from tests.forgetting import forget

    rows = [row for town in TOWNS for row in life.life(town)]
    here = change([row for row in rows if row.town == HERE])
    forget()
    with transaction.atomic():
        yield make_world([*here, *(row for row in rows if row.town != HERE)], origin=origin, hidden=hidden)
        transaction.set_rollback(True)
    forget()


@dataclass
class Answers:
    """What each viewer was answered in the first world."""

    asked: dict[str, list[Ask]] = field(default_factory=dict)
    answers: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)


def _watchers(roles: tuple[str, ...]) -> list[Kind]:
    return [kind for kind in KINDS if kind.role in roles and (kind.town == HERE)]


def _some(every: list[Ask], kind: Kind) -> list[Ask]:
    """Take every so many-th request, from a place that the seed of the run draws."""
    of_schools, of_others = EVERY[connection.vendor]
    step = of_schools if kind.role == "school" else of_others
    return every[random.Random(f"{os.environ.get(tally.SEED, '')} {kind.name}").randrange(step) :: step]


@pytest.fixture(scope="module")
def first(django_db_setup, django_db_blocker):
    """Ask everything once in the first world."""
    from django.conf import settings

    kept = Answers()
    raised, settings.RAISE_FAILURES = settings.RAISE_FAILURES, False
    with django_db_blocker.unblock():
        with _world() as world:
            for kind in _watchers(UNKNOWING):
                client = client_of(world, kind)
                names = [name for name in ADDRESSES if name not in BY_DUTY.get(kind.role, ())]
                every = [ask for name in names for ask in choose(world, kind, name, sample=False)]
                kept.asked[kind.name] = every if os.environ.get(tally.WHOLE) else _some(every, kind)
                for ask in kept.asked[kind.name]:
                    kept.answers[kind.name, str(ask)] = ask_for(client=client, ask=ask).normal()
        yield kept
    settings.RAISE_FAILURES = raised


def _difference(one: dict[str, str], other: dict[str, str]) -> str:
    """Say where two answers begin to differ."""
    for place in [*one, *(place for place in other if place not in one)]:
        mine, yours = one.get(place, "(nothing)"), other.get(place, "(nothing)")
        if mine != yours and place not in ("audit", "log"):
            at = next((i for i, pair in enumerate(zip(mine, yours, strict=False)) if pair[0] != pair[1]), 0)
            return f"{place}: {mine[max(at - 90, 0) : at + 60]!r} / {yours[max(at - 90, 0) : at + 60]!r}"
    return ""


@pytest.mark.parametrize("name", TWINS)
def test_twins_look_the_same(first, name) -> None:
    twin, differing, asked = TWINS[name], [], 0
    with _world(change=twin.change, origin=twin.origin, hidden=twin.hidden) as world:
        for kind in _watchers(twin.roles):
            client = client_of(world, kind)
            for ask in first.asked[kind.name]:
                answer = ask_for(client=client, ask=ask).normal()
                difference = _difference(first.answers[kind.name, str(ask)], answer)
                differing += [f"{kind.name}: {ask} tells {name} apart, {difference}"] if difference else []
                asked += 1
    tally.count(requests=asked, leaks=len(differing))
    assert differing == []
