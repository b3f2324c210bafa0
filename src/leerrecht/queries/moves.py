"""Verhuizing: is this move ready? The move, the points of both sides, days without school, and who is there on each day.

All of it as one viewer may see it. A school or a municipality sees the day and the town once the child was told.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from leerrecht.access import Scope
from leerrecht.access.moves import POINTS, STAYS, is_ahead, is_told
from leerrecht.law.conclusions import Finding
from leerrecht.law.few import AnyCaseload
from leerrecht.law.words import SETTLED
from leerrecht.queries.cards import Card, find_cards, findings_seen
from leerrecht.queries.child import Rows, say_neutral
from leerrecht.queries.cutting import cut_dates
from leerrecht.queries.facts import MOVE_RULE, load_caseload, rows_seen, seen_row, standing
from leerrecht.queries.rulebooks import rulebook
from leerrecht.queries.tasks import adult_on, needed_tasks
from leerrecht.queries.worklist import name_of
from leerrecht.records.models import Child

SENDING, RECEIVING = "sending", "receiving"
GAP_RULE = "continuity.gap"
Row = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Point:
    """One point of the list. `finding`: what follows from it now; None when that can't be said. `fact`: its address.

    `done_on`: as written down, or as the schools settled it; None when that day is not for this viewer.
    """

    fact: str
    item: str
    organisation: str
    person: str
    note: str
    agreed_for: datetime.date | None
    done_on: datetime.date | None
    finding: Finding | None

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to do."""
        return self.finding is not None and self.finding.state in SETTLED


@dataclass(frozen=True, kw_only=True)
class Holder:
    """Somebody who holds a task on some days."""

    task: str
    person: str
    organisation: str
    is_stand_in: bool


@dataclass(frozen=True, kw_only=True)
class Span:
    """Days (half-open) on which the same people are there. `missing`: tasks that nobody holds then."""

    from_on: datetime.date
    to_on: datetime.date
    lives: str
    holders: Sequence[Holder]
    missing: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class Move:
    """One move of a child. Empty: not for this viewer. `fact`: the stay's address; `moves_on`: closed again once it is made."""

    fact: str
    moves_on: datetime.date | None
    municipality: str
    location: str
    reason: str
    announced_on: datetime.date | None
    told_on: datetime.date | None
    told_early_reason: str
    is_ahead: bool
    is_told: bool
    sides: Mapping[str, Sequence[Point]]
    gap: Finding | None
    spans: Sequence[Span]


def find_moves(*, scope: Scope, child: Child, on: datetime.date, lang: str) -> list[Move]:
    """Give the moves of a child that are ahead, or whose list is still open; the first one first."""
    caseload = load_caseload(scope=scope, children=[child.pk])
    rows = say_neutral(rows=rows_seen(scope=scope, caseload=caseload, number=child.pk), lang=lang)
    cards = find_cards(scope=scope, on=on, children=[child.pk])
    concluded = {
        found.key: cut_dates(scope=scope, found=found, number=child.pk, plans=card.plans)
        for card in cards
        for found in card.findings
        if found.rule == MOVE_RULE
    }
    gaps = [found for card in cards for found in findings_seen(scope=scope, card=card) if found.rule == GAP_RULE]
    opened = {row["fact"]: row["opened_on"] for row in caseload.rows(POINTS)}
    seen = {row["fact"]: row for row in rows.get(STAYS, ())}
    needed = needed_tasks(scope=scope, number=child.pk, rows=rows, on=on)
    moves = []
    for stay in _announced(caseload, on):
        points = [
            _point(row, concluded.get(f"{stay['announced_on']}:{row['item']}"))
            for row in rows.get(POINTS, ())
            if opened[row["fact"]] == stay["announced_on"]
        ]
        if stay["fact"] in seen and (points or is_ahead(stay, on=on)):
            moves.append(_move(stay, seen[stay["fact"]], points, gaps, rows, needed, on))
    return moves


def _announced(caseload: AnyCaseload, on: datetime.date) -> list[Row]:
    """Give the stays that were announced and are ahead, or began so lately that their list is open."""
    weeks = rulebook().value_on("continuity.move_weeks_after", on)
    since = on - datetime.timedelta(weeks=weeks)
    return [
        stay
        for stay in caseload.rows(STAYS)
        if stay["valid_from"] is not None and stay["announced_on"] is not None and stay["valid_from"] >= since
    ]


def _point(row: Row, finding: Finding | None) -> Point:
    return Point(
        fact=row["fact"], item=row["item"], organisation=row["organisation"] or "", person=row["person"] or "",
        note=row["note"] or "", agreed_for=row["due_on"], done_on=(finding and finding.met_on) or row["done_on"],
        finding=finding,
    )  # fmt: skip


def side_of(item: str) -> str:
    """Give the side that arranges a point, unless another holder is agreed."""
    return str(rulebook().common["move_sides"][item])


def _move(
    stay: Row, seen: Row, points: Sequence[Point], gaps: Iterable[Finding], rows: Rows, needed: Sequence[str],
    on: datetime.date,
) -> Move:  # fmt: skip
    return Move(
        fact=stay["fact"],
        moves_on=seen["valid_from"],
        municipality=seen["municipality"] or "",
        location=seen["location"] or "",
        reason=seen["reason"] or "",
        announced_on=seen["announced_on"],
        told_on=seen["child_told_on"],
        told_early_reason=seen["told_early_reason"] or "",
        is_ahead=is_ahead(stay, on=on),
        is_told=is_told(stay, on=on),
        sides={
            side: tuple(point for point in points if side_of(point.item) == side) for side in (SENDING, RECEIVING)
        },
        gap=next((gap for gap in gaps if gap.since_on is not None and gap.since_on >= stay["announced_on"]), None),
        spans=responsible(rows=rows, needed=needed, around=seen["valid_from"], on=on) if seen["valid_from"] else (),
    )  # fmt: skip


def responsible(*, rows: Rows, needed: Sequence[str], around: datetime.date, on: datetime.date) -> list[Span]:
    """Say who looks after a child on each day around a move, as far as this viewer sees the tasks; without any: nothing.

    `needed`: the tasks that somebody should hold until the child is 18.
    """
    book = rulebook()
    ahead = around - datetime.timedelta(weeks=book.value_on("period.move_weeks_ahead", on))
    last = around + datetime.timedelta(weeks=book.value_on("period.move_weeks_after", on))
    tasks = rows.get("involvements", [])
    stays = rows.get(STAYS, [])
    if not tasks:
        return []
    known_from = min(row["valid_from"] or datetime.date.min for row in (*tasks, *stays))
    first = max(ahead, min(known_from, around))  # nobody is missed before anything is known of the child
    days = {day for row in (*tasks, *stays) for day in (row["valid_from"], row["valid_to"]) if day is not None}
    edges = sorted({first, last, around} | {day for day in days if first < day < last})
    grown_on = adult_on(rows=rows, on=on) or datetime.date.max
    spans: list[Span] = []
    for start, end in pairwise(edges):
        span = _span(tasks, stays, needed if start < grown_on else (), start, end)
        if spans and (span.lives, span.holders) == (spans[-1].lives, spans[-1].holders):
            span = Span(
                from_on=spans.pop().from_on, to_on=end, lives=span.lives, holders=span.holders, missing=span.missing
            )
        spans.append(span)
    return spans


def _span(
    tasks: Iterable[Row], stays: Iterable[Row], needed: Sequence[str], start: datetime.date, end: datetime.date
) -> Span:
    here = [row for row in stays if _holds(row, start)]
    stay: Row = max(here, key=lambda row: row["valid_from"] or datetime.date.min, default={})
    holders = tuple(
        Holder(
            task=row["task"] or "", person=row["person"] or "", organisation=row["organisation"] or "",
            is_stand_in=row["capacity"] == "stand_in",
        )
        for row in tasks
        if _holds(row, start)
    )  # fmt: skip
    held = {holder.task for holder in holders}
    return Span(
        from_on=start, to_on=end, lives=stay.get("location") or stay.get("municipality") or "", holders=holders,
        missing=tuple(task for task in needed if task not in held),
    )  # fmt: skip


def _holds(row: Row, day: datetime.date) -> bool:
    return (row["valid_from"] is None or row["valid_from"] <= day) and (
        row["valid_to"] is None or row["valid_to"] > day
    )


@dataclass(frozen=True, kw_only=True)
class Ahead:
    """A move in a list. `child`: a public id; `location`, `is_told`: for who arranges it (else empty, None)."""

    child: str
    name: str
    moves_on: datetime.date
    municipality: str
    location: str
    is_told: bool | None


def find_ahead(*, scope: Scope, on: datetime.date) -> list[Ahead]:
    """Give the announced moves of the scope's children, the first day first. Two SQL queries beside those of the cards."""
    stays = standing(table=STAYS).filter(child__among=scope.children, valid_from__gt=on, announced_on__lte=on)
    found: dict[int, list[Row]] = {}
    for stay in stays.order_by("valid_from", "pk").values():
        found.setdefault(stay["child_id"], []).append(stay)
    names = {
        card.number: (card.child, seen_row(scope=scope, number=card.number, table="children", row=card.person))
        for card in find_cards(scope=scope, on=on, children=found)
    }
    ahead = []
    for number, rows in found.items():
        child, person = names.get(number, ("", None))
        for row in rows:
            seen = seen_row(scope=scope, number=number, table=STAYS, row={**row, "child": child})
            if child and seen is not None and seen["valid_from"] is not None:
                arranges = scope.sees_field("stays.child_told_on", child=number)
                ahead.append(
                    Ahead(
                        child=child, name=name_of(person or {}), moves_on=seen["valid_from"],
                        municipality=seen["municipality"] or "", location=seen["location"] or "",
                        is_told=is_told(row, on=on) if arranges else None,
                    )
                )  # fmt: skip
    return sorted(ahead, key=lambda each: (each.moves_on, each.name, each.child))


@dataclass(frozen=True, kw_only=True)
class Left:
    """A stay that a child left by a move, and that has no end. `child`: a public id; `fact`: the stay's address."""

    child: str
    name: str
    fact: str
    where: str
    moved_on: datetime.date


def find_left(*, scope: Scope, cards: Iterable[Card]) -> list[Left]:
    """Give the stays without an end that children left by an announced move, from its day on, to who may end them.

    A move that is told ends the stay before it; one of which nobody recorded that the child was told leaves it open, as
    a new version would have shown a school that something is about to happen (docs/decisions/0017).
    """
    found = []
    for card in cards:
        if card.left and scope.may_record(child=card.number, table=STAYS):
            person = seen_row(scope=scope, number=card.number, table="children", row=card.person) or {}
            for row, moved_on in card.left:
                seen = seen_row(scope=scope, number=card.number, table=STAYS, row=row)
                if seen:
                    where = seen["location"] or seen["municipality"] or ""
                    found.append(
                        Left(child=card.child, name=name_of(person), fact=row["fact"], moved_on=moved_on, where=where)
                    )
    return sorted(found, key=lambda each: (each.moved_on, each.name, each.child))


@dataclass(frozen=True, kw_only=True)
class Living:
    """A child that lives somewhere now, and can be chosen to move."""

    child: str
    name: str
    location: str


def find_living(*, scope: Scope, on: datetime.date) -> list[Living]:
    """Give the children for whom this viewer may announce a move, by where they live."""
    found = []
    for card in find_cards(scope=scope, on=on):
        if scope.may_record(child=card.number, table=STAYS) and card.stay and _holds(card.stay, on):
            stay = seen_row(scope=scope, number=card.number, table=STAYS, row=card.stay) or {}
            person = seen_row(scope=scope, number=card.number, table="children", row=card.person) or {}
            where = stay.get("location") or stay.get("municipality") or ""
            found.append(Living(child=card.child, name=name_of(person), location=where))
    return sorted(found, key=lambda each: (each.location, each.name, each.child))
