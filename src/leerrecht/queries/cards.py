"""What is remembered of each child: its conclusions and the few facts that a list shows, by the version of its facts.

Kept in memory, per process, never stored; a child whose facts, rulebook or day differ isn't found and is judged anew.
What is remembered is whole. What may be seen of it is decided for each way of viewing a child, and again on each new card.
"""

from __future__ import annotations

import datetime
from collections import OrderedDict, defaultdict
from collections.abc import Collection, Hashable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from leerrecht.access import Scope
from leerrecht.law.conclusions import Finding, find_conclusions
from leerrecht.law.few import AnyCaseload
from leerrecht.queries.cutting import cut_dates, is_later
from leerrecht.queries.facts import knows_of, load_caseload, sees
from leerrecht.queries.rulebooks import rulebook
from leerrecht.records.models import Child

MOST_REMEMBERED = 30_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Card:
    """One child in a list. `number` is its row, `child` its public id.

    `left`: the stays without an end after which it moved by an announced move, each with the first day of that move.
    `seen`: what was made of it for those who may see it (`worklist.places_of`), by how they view it; it goes with the card.
    """

    number: int
    child: str
    findings: tuple[Finding, ...]
    person: dict[str, Any]
    stay: dict[str, Any]
    enrolment: dict[str, Any]
    plans: tuple[dict[str, Any], ...] = ()
    left: tuple[tuple[dict[str, Any], datetime.date], ...] = ()
    seen: dict[Hashable, tuple[Any, Any]] = field(default_factory=dict, compare=False, repr=False)


Key = tuple[str, int, datetime.date, str]
_memory: OrderedDict[Key, Card] = OrderedDict()
_lock = Lock()


def forget() -> None:
    """Forget everything; only tests and the erasing of a record ask for it."""
    with _lock:
        _memory.clear()


def _remembered(keys: dict[int, Key]) -> dict[int, Card]:
    found = {}
    with _lock:
        for number, key in keys.items():
            card = _memory.get(key)
            if card is not None:
                _memory.move_to_end(key)
                found[number] = card
    return found


def _remember(key: Key, card: Card) -> None:
    with _lock:
        _memory[key] = card
        if len(_memory) > MOST_REMEMBERED:
            _memory.popitem(last=False)


def running(rows: list[dict[str, Any]], starts: str, ends: str, on: datetime.date) -> dict[str, Any]:
    """Give the last begun row that runs on a day; without one the row that begins first after it, else an empty one."""
    begun = [
        row for row in rows if (row[starts] is None or row[starts] <= on) and (row[ends] is None or row[ends] > on)
    ]
    if begun:
        return max(begun, key=lambda row: row[starts] or datetime.date.min)
    ahead = [row for row in rows if row[starts] is not None and row[starts] > on]
    return min(ahead, key=lambda row: row[starts]) if ahead else {}


def _by_child(caseload: AnyCaseload, table: str) -> dict[str, list[dict[str, Any]]]:
    rows: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in caseload.rows(table):
        rows[row["child"]].append(row)
    return rows


def _left(stays: list[dict[str, Any]], on: datetime.date) -> tuple[tuple[dict[str, Any], datetime.date], ...]:
    """Give the stays without an end after which a child moved, each with the first day of the move that came next."""
    moved = sorted(
        row["valid_from"] for row in stays if row["announced_on"] and row["valid_from"] and row["valid_from"] <= on
    )
    open_ones = [row for row in stays if moved and row["valid_from"] and row["valid_to"] is None]
    found = ((row, next((day for day in moved if day > row["valid_from"]), None)) for row in open_ones)
    return tuple((row, day) for row, day in found if day is not None)


def make_cards(*, caseload: AnyCaseload, numbers: dict[str, int], on: datetime.date) -> list[Card]:
    """Judge the children of a caseload. `numbers`: row by public id."""
    findings: defaultdict[str, list[Finding]] = defaultdict(list)
    for finding in find_conclusions(caseload=caseload, rulebook=rulebook(), on=on):
        findings[finding.child].append(finding)
    stays, enrolments = _by_child(caseload, "stays"), _by_child(caseload, "enrolments")
    plans = _by_child(caseload, "plans")
    return [
        Card(
            number=numbers[person["child"]],
            child=person["child"],
            findings=tuple(findings[person["child"]]),
            person=person,
            stay=running(stays[person["child"]], "valid_from", "valid_to", on),
            enrolment=running(enrolments[person["child"]], "started_on", "left_on", on),
            plans=tuple(plans[person["child"]]),
            left=_left(stays[person["child"]], on),
        )
        for person in caseload.rows("children")
    ]


def find_cards(*, scope: Scope, on: datetime.date, children: Collection[int] | None = None) -> list[Card]:
    """Give a card for each child of the scope, or for some of them; judges only those that aren't remembered."""
    asked = scope.children if children is None else scope.children & set(children)
    rows = list(Child.objects.filter(pk__among=asked).values_list("pk", "public_id", "version"))
    keys = {pk: (public_id, version, on, rulebook().hash) for pk, public_id, version in rows}
    cards = _remembered(keys)
    unjudged = [pk for pk, _, _ in rows if pk not in cards]
    numbers = {public_id: pk for pk, public_id, _ in rows}
    if unjudged:
        caseload = load_caseload(scope=scope, children=unjudged)
        for card in make_cards(caseload=caseload, numbers=numbers, on=on):
            _remember(keys[card.number], card)
            cards[card.number] = card
    return [cards[pk] for pk, _, _ in rows if pk in cards]


def findings_seen(*, scope: Scope, card: Card) -> list[Finding]:
    """Give the conclusions about a child that this viewer may know."""
    seen = (
        found
        for found in card.findings
        if sees(scope=scope, rule_id=found.rule, key=found.key, number=card.number)
        and knows_of(scope=scope, number=card.number, found=found)
    )
    ended_on = scope.reach_of(card.number).ended_on
    if ended_on is not None:
        seen = (found for found in seen if not is_later(found, ended_on))
    return [cut_dates(scope=scope, found=found, number=card.number, plans=card.plans) for found in seen]
