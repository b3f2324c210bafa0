"""Jongere: how is this child's path, what is next, and who is around them? As known now, or as known at the end of a day."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from leerrecht.access import INVOLVED, Scope
from leerrecht.law.conclusions import Finding
from leerrecht.law.few import AnyCaseload
from leerrecht.law.rule import ORDER, STATES
from leerrecht.law.rules import RULE
from leerrecht.law.tables import TABLES
from leerrecht.queries.cards import Card, find_cards, findings_seen, make_cards
from leerrecht.queries.facts import load_caseload, rows_seen, seen_row, standing
from leerrecht.queries.rulebooks import access_table
from leerrecht.queries.tasks import Task, find_tasks, said_once
from leerrecht.queries.worklist import OPEN, Item, age_on, make_item, name_of
from leerrecht.records.models import Child

Rows = dict[str, list[dict[str, Any]]]


@dataclass(frozen=True, kw_only=True)
class Header:
    """What is known of the child itself; empty is unknown, or not for this viewer."""

    given_name: str
    name: str
    original_name: str
    pronunciation: str
    age: int | None
    sex: str
    languages: str
    interpreter: str
    lives: str
    school: str
    is_school_ahead: bool
    education_number: str


@dataclass(frozen=True, kw_only=True)
class ChildPage:
    """A screenful about one child. `rows`: the facts this viewer may see, by table, each with its `fact` (public id); `stay`:
    where the child lives now, as this viewer may see it (empty when closed or unknown).
    """

    child: str
    number: int
    header: Header
    findings: Sequence[Finding]
    open_items: Sequence[Item]
    settled_items: Sequence[Item]
    tasks: Sequence[Task]
    stay: Mapping[str, Any]
    rows: Rows
    may_record: Sequence[str]
    is_aftercare: bool
    known_on: datetime.date | None
    on: datetime.date


def find_child(*, scope: Scope, public_id: str) -> Child | None:
    """Find a child by its public id; one out of reach is not found, as one that isn't there."""
    return Child.objects.filter(public_id=public_id, pk__among=scope.children).first()


def end_of_day(day: datetime.date) -> datetime.datetime:
    """Give the last moment of a day, here."""
    from django.utils import timezone

    return datetime.datetime.combine(day, datetime.time.max, timezone.get_default_timezone())


def _education_number(rows: Rows) -> str:
    numbers = [row["value"] for row in rows.get("identifiers", ()) if row["kind"] == "education_number"]
    return str(numbers[-1]) if numbers else ""


def _seen(scope: Scope, card: Card, table: str, row: dict[str, Any]) -> dict[str, Any]:
    return (seen_row(scope=scope, number=card.number, table=table, row=row) or {}) if row else {}


NOT_PLACED = ("requested", "intake", "waiting")
"""Phases of an enrolment in which school hasn't begun, when its first day isn't known."""


def _is_ahead(enrolment: Mapping[str, Any], on: datetime.date) -> bool:
    """Tell whether the school of an enrolment, as it may be seen, has yet to begin."""
    started_on = enrolment.get("started_on")
    return enrolment.get("phase") in NOT_PLACED if started_on is None else started_on > on


def make_header(*, rows: Rows, card: Card, scope: Scope, on: datetime.date) -> Header:
    """Give the header from the rows that may be seen."""
    person = (rows.get("children") or [{}])[0]
    stay, enrolment = _seen(scope, card, "stays", card.stay), _seen(scope, card, "enrolments", card.enrolment)
    given = person.get("given_names") or ""
    return Header(
        given_name=given.split(" ")[0],
        name=name_of(person),
        original_name=person.get("original_name") or "",
        pronunciation=person.get("pronunciation") or "",
        age=age_on(person, on),
        sex=person.get("sex") or "",
        languages=person.get("languages") or "",
        interpreter=person.get("interpreter") or "",
        lives=stay.get("location") or stay.get("municipality") or "",
        school=enrolment.get("school") or "",
        is_school_ahead=_is_ahead(enrolment, on),
        education_number=_education_number(rows),
    )


def seen_stay(*, scope: Scope, child: Child, on: datetime.date) -> Mapping[str, Any]:
    """Give where a child lives now, as a viewer may see it; empty when that is closed or unknown."""
    cards = find_cards(scope=scope, on=on, children=[child.pk])
    return _seen(scope, cards[0], "stays", cards[0].stay) if cards else {}


def _shown_first(finding: Finding) -> tuple[Any, ...]:
    day = finding.due_on or datetime.date.max
    return ORDER[STATES.index(finding.state)], day, RULE[finding.rule].code, finding.key


def say_neutral(*, rows: Rows, lang: str) -> Rows:
    """Say the neutral words that stand for an organisation where its name would betray too much: "voogd", "gemeente"."""
    words = access_table().neutral_words
    for row in rows.get("involvements", ()):
        if row["organisation"] in words:
            row["organisation"] = str(words[row["organisation"]][lang])
    return rows


def may_look_back(*, scope: Scope, number: int) -> bool:
    """Tell whether a viewer may see a child as it was known on a day: only one to whom the dates of stays are open.

    To anybody else, going back day by day would tell where the child lived before, and when it moved. By a grant nobody
    looks back: that a location is protected may have been known later than where it is.
    """
    lenses = scope.lenses_of(number)
    return any(lens.kind == INVOLVED and lens.opens(("stays.valid_from",)) for lens in lenses)


def still_standing(*, rows: Rows) -> Rows:
    """Leave out plans and own words that were withdrawn since: what was taken back isn't read by looking back."""
    kept = dict(rows)
    for table in ("plans", "voices"):
        facts = [row["fact"] for row in rows.get(table, ())]
        stand = (
            set(standing(table=table).filter(public_id__in=facts).values_list("public_id", flat=True)) if facts else ()
        )
        kept[table] = [row for row in rows.get(table, ()) if row["fact"] in stand]
    return {table: found for table, found in kept.items() if found}


def tables_to_record(*, scope: Scope, number: int) -> tuple[str, ...]:
    """Give the tables in which a viewer may record something about a child (row number), in the order of the workbook."""
    parts = access_table().roles[scope.role].records
    named = [part.partition(".") for part in parts]
    may = {
        table for table, _, kind in named if scope.may_record(child=number, table=table, kind=kind or None)
    }  # fmt: skip
    return tuple(table.name for table in TABLES if table.name in may)


def get_page(
    *, scope: Scope, child: Child, on: datetime.date, lang: str, known_on: datetime.date | None = None
) -> tuple[ChildPage, AnyCaseload]:
    """Give the page of a child, and its facts for explanations.

    `known_on`: as it was known at the end of that day, judged on that day; None: as known now, judged on `on`.
    """
    day = known_on or on
    known_at = end_of_day(known_on) if known_on else None
    caseload = load_caseload(scope=scope, children=[child.pk], known_at=known_at)
    rows = say_neutral(rows=rows_seen(scope=scope, caseload=caseload, number=child.pk), lang=lang)
    rows = still_standing(rows=rows) if known_on else rows
    cards = make_cards(caseload=caseload, numbers={child.public_id: child.pk}, on=day)
    card = cards[0] if cards else Card(
        number=child.pk, child=child.public_id, findings=(), person={}, stay={}, enrolment={}
    )  # fmt: skip
    findings = findings_seen(scope=scope, card=card)
    items = [
        make_item(scope=scope, card=card, finding=found, on=day, lang=lang)
        for found in sorted(said_once(findings), key=_shown_first)
    ]
    stay = _seen(scope, card, "stays", card.stay)
    page = ChildPage(
        child=child.public_id,
        number=child.pk,
        header=make_header(rows=rows, card=card, scope=scope, on=day),
        findings=findings,
        open_items=[item for item in items if item.state in OPEN],
        settled_items=[item for item in items if item.state not in OPEN],
        tasks=find_tasks(rows=rows, findings=findings, stay_kind=stay.get("kind") or "", on=day),
        stay=stay,
        rows=rows,
        may_record=() if known_on else tables_to_record(scope=scope, number=child.pk),
        is_aftercare=scope.reach_of(child.pk).is_aftercare,
        known_on=known_on,
        on=day,
    )
    return page, caseload
