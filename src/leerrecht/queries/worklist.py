"""Vandaag: what must I do now, for whom, and why? The signals about a viewer's children, most urgent first.

Never a number of signals per child, and no order of children by it.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any, NamedTuple

from leerrecht.access import Scope
from leerrecht.law.conclusions import Finding
from leerrecht.law.rules import RULE
from leerrecht.law.tables import TABLE
from leerrecht.law.words import SETTLED, say, say_when
from leerrecht.queries.cards import Card, find_cards, findings_seen
from leerrecht.queries.facts import HANDOVER_RULE, MOVE_RULE, TASK_RULES, seen_row
from leerrecht.queries.links import doubled
from leerrecht.queries.next_steps import is_planned, say_next
from leerrecht.queries.rulebooks import access_table, rulebook
from leerrecht.queries.tasks import said_once

OPEN = ("overdue", "due", "unknown", "upcoming")
WEEK, FOUR_WEEKS = 7, 28
PAGE = 25
NO_SCHOOL = "-"
PERIODS = {"period.move": "move", "period.holiday": "holiday", "period.eighteen": "eighteen"}
"""Rules about a time that is coming, by the name of its kind."""


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What somebody asked to see. Empty: all."""

    kind: str = ""
    municipality: str = ""
    school: str = ""
    show_all: bool = False
    page: int = 1


@dataclass(frozen=True, kw_only=True)
class Item:
    """One signal on the list, in words. `child` is a public id; `when` is "over 9 dagen".

    `asks`: something is asked of the reader now. `act`: the fact table in which the next step is recorded; empty when this
    viewer may not record it. `is_planned`: the first day at school is agreed. `more`: so many other points of the same move
    are as urgent, and stand on its page.
    """

    child: str
    name: str
    age: int | None
    rule: str
    key: str
    state: str
    due_on: datetime.date | None
    since_on: datetime.date | None
    when: str
    title: str
    text: str
    step: str
    municipality: str
    school: str
    asks: bool
    outcome: str
    given_name: str
    label: str
    act: str
    is_planned: bool = False
    more: int = 0


@dataclass(frozen=True, kw_only=True)
class Group:
    """Items of one urgency: `late`, `week`, `month`, `unknown`, `later`. `count` is of the whole group, not of the page."""

    name: str
    items: Sequence[Item]
    count: int


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One value of a filter, with how many items it leaves."""

    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, kw_only=True)
class Ahead:
    """Something coming that touches several children: `holiday`, `move` or `eighteen`; how many have a plan, of how many."""

    kind: str
    label: str
    first_on: datetime.date | None
    days: int | None
    planned: int
    total: int


@dataclass(frozen=True, kw_only=True)
class Worklist:
    """A screenful. `cards`: those of all children whose signals were looked at, shown or not."""

    groups: Sequence[Group]
    children: int
    children_with_items: int
    items: int
    late_children: int
    further: int
    kinds: Sequence[Choice]
    municipalities: Sequence[Choice]
    schools: Sequence[Choice]
    ahead: Sequence[Ahead]
    page: int
    pages: int
    shown_children: Sequence[str] = field(default=())
    cards: Sequence[Card] = field(default=(), compare=False, repr=False)


class Place(NamedTuple):
    """A signal on a list, with what the list is filtered and sorted by."""

    card: Card
    finding: Finding
    municipality: str
    school: str
    group: str
    order: tuple[Any, ...]
    is_open: bool
    is_near: bool


def places_of(*, scope: Scope, card: Card) -> tuple[Place, ...]:
    """Give every signal about one child that the viewer may know; found once for all who view the child alike."""
    view = scope.view_of(card.number)
    access, places = card.seen.get(view, (None, ()))
    if access is not scope.access:
        town, school = municipality_of(scope, card), school_of(scope, card)
        places = tuple(
            Place(card, found, town, school, group_of(found), urgency(card, found), found.state in OPEN, is_near(found))
            for found in said_once(findings_seen(scope=scope, card=card))
        )
        card.seen[view] = scope.access, places
    return places  # type: ignore[no-any-return]  # a card doesn't know what a list makes of it


def find_listed(*, scope: Scope, on: datetime.date) -> list[Card]:
    """Give the cards of the scope's children; of two records of one child one."""
    return find_cards(scope=scope, on=on, children=scope.children - doubled(children=scope.involved))


def find_places(*, scope: Scope, on: datetime.date) -> list[Place]:
    """Give every signal about the scope's children that the viewer may know."""
    return [place for card in find_listed(scope=scope, on=on) for place in places_of(scope=scope, card=card)]


def group_of(finding: Finding) -> str:
    """Give the urgency of a signal, by its state and how far away its date is."""
    if finding.state == "overdue":
        return "late"
    if finding.state == "unknown":
        return "unknown"
    if finding.state == "due" and (finding.days is None or finding.days <= WEEK):
        return "week"
    if finding.days is not None and finding.days <= WEEK:
        return "week"
    return "month" if (finding.days or 0) <= FOUR_WEEKS else "later"


GROUPS = ("late", "week", "month", "unknown", "later")


def urgency(card: Card, found: Finding) -> tuple[Any, ...]:
    """Give what a work list is sorted by: urgency, date, then the rules in the order of the rulebook; never a count."""
    day = found.due_on or datetime.date.max
    return GROUPS.index(group_of(found)), day, card.number, RULE[found.rule].code, found.key


def age_on(person: dict[str, Any], on: datetime.date) -> int | None:
    """Give a child's age in whole years; None when its birth date allows two answers."""
    ages = set()
    for name in ("born_from", "born_to"):
        born = person.get(name)
        if born is None:
            return None
        ages.add(on.year - born.year - ((on.month, on.day) < (born.month, born.day)))
    return ages.pop() if len(ages) == 1 else None


def name_of(person: dict[str, Any]) -> str:
    """Give a child's name as it is written; empty when it isn't known."""
    return " ".join(part for part in (person.get("given_names"), person.get("family_name")) if part)


def is_near(finding: Finding) -> bool:
    """Tell whether a signal is near enough for a list that wasn't asked for everything."""
    return (
        finding.state != "upcoming"
        or finding.days is None
        or finding.days <= min(RULE[finding.rule].horizon_days, FOUR_WEEKS)
    )


def seen_of(scope: Scope, card: Card, table: str, row: dict[str, Any], column: str) -> str:
    """Give one value of a card's fact, if this viewer may see it."""
    if not row or not scope.sees_field(f"{table}.{column}", child=card.number):
        return ""
    shown = tuple(f"{table}.{name}" for name in (column, TABLE[table].starts, TABLE[table].ends))
    seen = (
        row
        if scope.sees_by_involvement(fields=shown, child=card.number)
        else seen_row(scope=scope, number=card.number, table=table, row=row)
    )
    return str((seen or {}).get(column) or "")


def municipality_of(scope: Scope, card: Card) -> str:
    """Give the municipality in which a child lives, as far as this viewer may know."""
    return seen_of(scope, card, "stays", card.stay, "municipality")


def school_of(scope: Scope, card: Card) -> str:
    """Give the child's school, as far as this viewer may know."""
    return seen_of(scope, card, "enrolments", card.enrolment, "school")


ACTS = {
    "placement.term": "enrolments", "placement.interim": "enrolments", "continuity.gap": "enrolments",
    "identifier.education_number": "identifiers", "tnv.two_years": "enrolments", "continuity.move": "move_points",
    **dict.fromkeys(TASK_RULES, "involvements"),
}  # fmt: skip
"""The fact that answers a signal, where that isn't a plan."""
MISSING_ACTS = {"plans.own_wish": "plans", "plans.support_need": "plans", "rulebook": ""}


def act_of(*, scope: Scope, card: Card, finding: Finding) -> str:
    """Give the table in which the next step is recorded: of the missing fact, of the fact that answers, else a plan.

    What is settled asks for no step.
    """
    if finding.state in SETTLED:
        return ""
    if finding.rule == HANDOVER_RULE and not finding.missing:  # goes step by step, each by who has the duty
        return "handovers" if access_table().may(role=scope.role, duty="hand_over") else ""
    table = ACTS.get(finding.rule, "plans")
    if finding.missing:
        table = MISSING_ACTS.get(finding.missing, finding.missing.partition(".")[0])
    kind = "education_number" if table == "identifiers" else None
    return table if scope.may_record(child=card.number, table=table, kind=kind) else ""


def make_item(
    *, scope: Scope, card: Card, finding: Finding, on: datetime.date, lang: str, more: int = 0
) -> Item:  # fmt: skip
    """Put one signal in words. `more`: how many like it are taken together with it."""
    book = rulebook()
    person = seen_row(scope=scope, number=card.number, table="children", row=card.person) or {}
    return Item(
        child=card.child,
        name=name_of(person),
        age=age_on(person, on),
        rule=finding.rule,
        key=finding.key,
        state=finding.state,
        due_on=finding.due_on,
        since_on=finding.since_on,
        when=say_when(finding, book, lang),
        title=str(book.texts[finding.rule]["title"][lang]),
        text=say(finding, book, lang),
        step=say_next(finding=finding, lang=lang),
        municipality=municipality_of(scope, card),
        school=school_of(scope, card),
        asks=group_of(finding) in ("late", "week"),
        outcome=finding.outcome,
        given_name=(person.get("given_names") or "").split(" ")[0],
        label=finding.label,
        act=act_of(scope=scope, card=card, finding=finding),
        is_planned=is_planned(finding=finding),
        more=more,
    )


def _choices(values: Iterable[str], chosen: str, label_of: Callable[[str], str] = str) -> tuple[Choice, ...]:
    counts = Counter(values)
    del counts[""]
    labels = {value: label_of(value) for value in counts}
    if chosen:
        labels.setdefault(chosen, chosen)
    return tuple(
        Choice(value=value, label=labels[value], count=counts[value], is_chosen=value == chosen)
        for value in sorted(labels, key=lambda value: (value == NO_SCHOOL, labels[value]))
    )


def _ahead(places: Iterable[Place], on: datetime.date, lang: str) -> tuple[Ahead, ...]:
    """Look ahead: periods that are coming, of which no child should be surprised."""
    found: dict[tuple[str, str], list[Finding]] = {}
    for finding in (place.finding for place in places):
        if finding.rule in PERIODS and finding.due_on and finding.due_on >= on:
            kind = PERIODS[finding.rule]
            found.setdefault((kind, finding.label if kind == "holiday" else ""), []).append(finding)
    rows = []
    for (kind, label), findings in found.items():
        first_on = min(finding.due_on for finding in findings if finding.due_on)
        words = rulebook().common["holidays"].get(label)
        rows.append(
            Ahead(
                kind=kind,
                label=str(words[lang]) if words else "",
                first_on=first_on,
                days=(first_on - on).days,
                planned=sum(finding.state in ("met", "met_late") for finding in findings),
                total=len(findings),
            )
        )
    return tuple(sorted(rows, key=lambda row: (row.first_on or datetime.date.max, row.kind)))


def title_of(rule: str, lang: str) -> str:
    """Give the words for a kind of signal: its rule's title."""
    return str(rulebook().texts[rule]["title"][lang])


def _fitting(places: list[Place], filters: Filters) -> list[Place]:
    """Give those of some signals that somebody asked to see."""
    if filters.kind:
        places = [place for place in places if place.finding.rule == filters.kind]
    if filters.municipality:
        places = [place for place in places if place.municipality == filters.municipality]
    if filters.school:
        places = [place for place in places if (place.school or NO_SCHOOL) == filters.school]
    return places


def _moves_once(places: Iterable[Place]) -> list[tuple[Place, int]]:
    """Take the points of one move that are equally urgent together: the first of them, and how many more there are."""
    rows: dict[tuple[Any, ...], tuple[Place, int]] = {}
    for place in places:
        rule, key = place.finding.rule, place.finding.key
        row = (place.card.number, rule, place.group) if rule == MOVE_RULE else (place.card.number, rule, key)
        first, more = rows.get(row, (place, -1))
        rows[row] = first, more + 1
    return list(rows.values())


def find_worklist(*, scope: Scope, on: datetime.date, filters: Filters, lang: str) -> Worklist:
    """Give a page of the work list. The number of SQL queries doesn't depend on how many children there are."""
    cards = find_listed(scope=scope, on=on)
    every = [place for card in cards for place in places_of(scope=scope, card=card)]
    open_ones = [place for place in every if place.is_open]
    near = open_ones if filters.show_all else [place for place in open_ones if place.is_near]
    kept = sorted(_fitting(near, filters), key=attrgetter("order"))
    rows = _moves_once(kept)
    counted = [place for place, _ in _moves_once(near)]
    pages = max(1, -(-len(rows) // PAGE))
    page = min(max(1, filters.page), pages)
    shown = rows[(page - 1) * PAGE : page * PAGE]
    counts = Counter(place.group for place, _ in rows)
    items = [
        (place.group, make_item(scope=scope, card=place.card, finding=place.finding, on=on, lang=lang, more=more))
        for place, more in shown
    ]
    return Worklist(
        groups=tuple(
            Group(name=name, items=tuple(item for group, item in items if group == name), count=counts[name])
            for name in GROUPS
            if any(group == name for group, _ in items)
        ),
        children=len(scope.children),
        children_with_items=len({place.card.number for place in kept}),
        items=len(rows),
        late_children=len({place.card.number for place in kept if place.finding.state == "overdue"}),
        further=len(_moves_once(_fitting(open_ones, filters))) - len(rows),
        kinds=_choices((place.finding.rule for place in counted), filters.kind, lambda rule: title_of(rule, lang)),
        municipalities=_choices((place.municipality for place in counted), filters.municipality),
        schools=_choices((place.school or NO_SCHOOL for place in counted), filters.school),
        ahead=_ahead(every, on, lang),
        page=page,
        pages=pages,
        shown_children=tuple(dict.fromkeys(place.card.child for place, _ in shown)),
        cards=cards,
    )
