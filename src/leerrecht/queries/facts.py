"""Facts out of the database: as the frames that the rules read, and as the rows that one viewer may see.

What a rule concludes rests on all facts of a child; what is shown are only those that the scope lets through.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from functools import cache
from typing import Any

import polars as pl
from django.db.models import Q, QuerySet

from leerrecht.access import Level, Scope
from leerrecht.access.moves import POINTS, moves_told
from leerrecht.access.ties import is_in_force
from leerrecht.law.conclusions import Finding
from leerrecht.law.few import AnyCaseload, build_few
from leerrecht.law.frames import build_caseload, empty_frame
from leerrecht.law.rules import RULE
from leerrecht.law.tables import FIXED_CONTACT, TABLES, Table
from leerrecht.queries.reading import Values, columns_of, read_facts
from leerrecht.queries.reading import fields_of as fields_of  # others ask it here
from leerrecht.queries.rulebooks import access_table, rulebook
from leerrecht.records.models import FACT, Fact

MOVE_RULE = "continuity.move"
GAP_RULE, TAKEOVER_RULE, CONTACT_RULE = "roles.gap", "roles.takeover", "roles.contact"
HANDOVER_RULE = "roles.handover"
TASK_RULES = (GAP_RULE, TAKEOVER_RULE, CONTACT_RULE)
"""Rules about who holds a task."""
MOST_FEW = 20_000
"""Up to so many children are judged from plain rows; more of them from frames, which take less memory."""


def standing(*, table: str, known_at: datetime.datetime | None = None) -> QuerySet[Any]:
    """Give the facts of a table that stand: now, or as they were known at a moment."""
    facts: QuerySet[Any] = FACT[table].objects.all()
    if known_at is None:
        return facts.filter(retracted_at__isnull=True)
    return facts.filter(Q(retracted_at__isnull=True) | Q(retracted_at__gt=known_at), recorded_at__lte=known_at)


def frames_of(*, children: Collection[int], known_at: datetime.datetime | None = None) -> dict[str, pl.DataFrame]:
    """Give all facts of these children (row numbers), a frame per table: one SQL query, however many children.

    `child` is the child's public id, `row` the fact's number, `fact` its public id. For the engines; what goes to a viewer
    passes a Scope first.
    """
    facts = _of_the_known(read_facts(children=children, known_at=known_at))
    return {
        table.name: pl.DataFrame(facts[table.name], schema=_schema(table), orient="row")
        if facts[table.name]
        else _no_facts(table)
        for table in TABLES
    }


def _of_the_known(facts: dict[str, list[Values]]) -> dict[str, list[Values]]:
    """Leave out the facts of children of whom no row says who they are."""
    known = {values[0] for values in facts["children"]}
    return {table: [values for values in rows if values[0] in known] for table, rows in facts.items()}


@cache
def _schema(table: Table) -> Mapping[str, Any]:
    return {**empty_frame(table).schema, "fact": pl.String}


@cache
def _no_facts(table: Table) -> pl.DataFrame:
    return pl.DataFrame(schema=_schema(table))


def load_caseload(
    *, scope: Scope, children: Collection[int] | None = None, known_at: datetime.datetime | None = None
) -> AnyCaseload:
    """Give the facts of the scope's children, or of some of them, ready to be judged."""
    asked = scope.children if children is None else scope.children & set(children)
    regions = rulebook().regions
    if len(asked) > MOST_FEW:
        return build_caseload(frames=frames_of(children=asked, known_at=known_at), regions=regions)
    facts = _of_the_known(read_facts(children=asked, known_at=known_at))
    columns = {table.name: columns_of(table) for table in TABLES}
    rows = {
        table: [dict(zip(columns[table], values, strict=True)) for values in found] for table, found in facts.items()
    }
    return build_few(tables=rows, regions=regions)


def plan_categories(*, rule: str | None, key: str | None) -> tuple[str, ...]:
    """Give the categories of the rule that a plan answers; a plan for a rule we don't know is the most closed."""
    found = RULE.get(rule or "")
    if found is None:
        return ("residence_status",)
    task = (category_of_task((key or "").partition(":")[0]),) if rule in TASK_RULES else ()
    return (*found.categories, *found.beside(key or ""), *task)


def is_own(*, scope: Scope, number: int, table: str, row: Mapping[str, Any]) -> bool:
    """Tell whether a row is about the viewer's own school: an absence on a day on which the child belonged to it."""
    return table == "absences" and any(
        reach.kind == "enrolment" and is_in_force(since_on=reach.since_on, until_on=reach.held_until_on, on=row["day"])
        for reach in scope.reaches[number]
    )


BEGINS = {
    **{table.name: table.starts for table in TABLES if table.starts}, "enrolments": "requested_on", "plans": "agreed_on",
    "voices": "said_on", "absences": "day", "applications": "lodged_on", "move_points": "opened_on",
    "schoolings": "noted_on", "handovers": "opened_on",
}  # fmt: skip
"""The column that says from when a fact is about."""


def is_after_task(*, scope: Scope, number: int, table: str, row: Mapping[str, Any]) -> bool:
    """Tell whether a row is about the time after a viewer's task ended: in after-care one reads on, not ahead.

    Where a child went to live since is not for whoever looked after it before.
    """
    ended_on = scope.reach_of(number).ended_on if number in scope.reaches else None
    if ended_on is None:
        return False
    day = row.get(BEGINS.get(table, "")) or (row.get("started_on") if table == "enrolments" else None)
    if day is None:  # it may have begun since: a new place, school, person or decision is not for whoever went before
        return table in ("stays", "enrolments", "interim", "involvements", "transfers", "statuses")
    return bool(day >= ended_on)


def category_of_task(task: str) -> str:
    """Give what a task may betray, as the standard list says; one that isn't in it says no more than who does what."""
    known = rulebook().tasks.get(task.strip().lower())
    return known.category if known else "roles"


def knows_task(*, scope: Scope, number: int, task: str) -> bool:
    """Tell whether a viewer may know who holds a task of a child (row number): not one that betrays what is closed to them.

    Where only neutral tasks are open, the list of those decides. Tasks that are open as one's own are cut row by row.
    """
    if scope.level("involvements.task", child=number) is Level.NEUTRAL:
        return task in access_table().neutral_tasks
    return scope.cell(category_of_task(task)).word != "never"


def seen_row(
    *, scope: Scope, number: int, table: str, row: Mapping[str, Any], told: Collection[datetime.date] = ()
) -> dict[str, Any] | None:
    """Give a row of the frames as this viewer may see it (closed columns None), or None. `number`: the child's row.

    `told`: the days on which moves were announced that others may know of (`moves_told`), for a point of a move.
    """
    if is_after_task(scope=scope, number=number, table=table, row=row):
        return None
    if table == "involvements" and not knows_task(scope=scope, number=number, task=row["task"] or ""):
        return None
    more = plan_categories(rule=row["rule"], key=row["key"]) if table == "plans" else ()
    asked = {**row, "child": number}
    if table == "children":
        asked["born_on"] = (row["born_from"], row["born_to"])
    cut = scope.cut_row(
        table,
        asked,
        plan_categories=more,
        own=is_own(scope=scope, number=number, table=table, row=row),
        told=table == POINTS and row["opened_on"] in told,
    )
    if cut is None:
        return None
    if table == "children":
        cut["born_from"], cut["born_to"] = cut.pop("born_on") or (None, None)
    return {**cut, **{name: row[name] for name in ("child", "row", "fact") if name in row}}


def rows_seen(*, scope: Scope, caseload: AnyCaseload, number: int) -> dict[str, list[dict[str, Any]]]:
    """Give the facts of one child as this viewer may see them, by table; a row that may not be known is absent."""
    seen: dict[str, list[dict[str, Any]]] = {}
    told = moves_told(caseload.rows("stays"), on=scope.on)
    for table in TABLES:
        rows = (
            seen_row(scope=scope, number=number, table=table.name, row=row, told=told)
            for row in caseload.rows(table.name)
        )
        found = [row for row in rows if row is not None]
        if found:
            seen[table.name] = found
    return seen


def find_fact(*, scope: Scope, table: str, public_id: str) -> Fact | None:
    """Find a fact by its address, standing or retracted, if the scope reaches its child."""
    if table not in FACT:
        return None
    found: Fact | None = (
        FACT[table]
        .objects.filter(public_id=public_id, child__among=scope.children)
        .select_related("child", "recorded_by__professional", "source")
        .first()
    )
    return found


@cache
def fields_read(rule_id: str) -> tuple[str, ...]:
    """Give what a rule reads, in the access table's words: an identifier goes by its kind.

    >>> fields_read("identifier.education_number")[-2:]
    ('identifiers.education_number', 'identifiers.bsn')
    """
    rule = RULE[rule_id]
    plain = [column for column in rule.reads if not column.startswith("identifiers.")]
    kinds = [f"identifiers.{kind}" for kind in rule.identifier_kinds]
    return (*plain, *kinds)


def knows_of(*, scope: Scope, number: int, found: Finding) -> bool:
    """Tell whether a viewer may know of what a conclusion is about, beside the facts that it follows from.

    A move: one to whom it is told, only once it is. A task: only one that they may know of, and never as somebody's own.
    """
    if found.rule in TASK_RULES:
        is_open = scope.level("involvements.task", child=number) in (Level.NEUTRAL, Level.FULL)
        return is_open and knows_task(scope=scope, number=number, task=found.label or FIXED_CONTACT)
    if found.rule != MOVE_RULE:
        return True
    is_told_only = scope.level(f"{POINTS}.item", child=number) is Level.TOLD
    return not is_told_only or "informed" in found.notes


def sees(*, scope: Scope, rule_id: str, key: str, number: int) -> bool:
    """Tell whether a viewer may know what a rule concludes about a child (row number)."""
    rule = RULE[rule_id]
    if rule.audience != "all" and rule.audience != scope.role:
        return False
    return scope.sees_conclusion(fields=fields_read(rule_id), categories=rule.beside(key), child=number)
