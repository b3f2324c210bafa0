"""Who does what for a child: each task with who holds it, who stands in, and what is wrong with it, as a viewer may see it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from leerrecht.access import Scope
from leerrecht.law.conclusions import Finding
from leerrecht.law.dates import birthday, day_number, to_date
from leerrecht.law.parameters import NEEDED_BY
from leerrecht.law.tables import FIXED_CONTACT, TASKS
from leerrecht.queries.facts import GAP_RULE, HANDOVER_RULE, TAKEOVER_RULE, TASK_RULES, knows_task
from leerrecht.queries.rulebooks import rulebook

Row = Mapping[str, Any]
Rows = Mapping[str, list[dict[str, Any]]]


@dataclass(frozen=True, kw_only=True)
class Holder:
    """Somebody who holds a task, from when until when (half-open). `person` empty: nobody is named."""

    person: str
    organisation: str
    since_on: datetime.date | None
    until_on: datetime.date | None
    is_stand_in: bool
    is_ahead: bool


@dataclass(frozen=True, kw_only=True)
class Task:
    """One task around a child. `findings`: what the rules say of it now. `place`: the kind of organisation that holds it
    where the child lives; empty when this viewer doesn't know how it lives.
    """

    task: str
    holders: Sequence[Holder]
    findings: Sequence[Finding]
    place: str

    @property
    def is_gap(self) -> bool:
        """Whether nobody holds it now."""
        return any(found.rule != TAKEOVER_RULE and found.state in ("due", "overdue") for found in self.findings) and (
            not any(holder.person and not holder.is_ahead for holder in self.holders)
        )


def task_of(finding: Finding) -> str:
    """Give the task that a conclusion is about; empty for any other conclusion."""
    if finding.rule not in TASK_RULES:
        return ""
    return finding.label or FIXED_CONTACT


def said_once(findings: Iterable[Finding]) -> list[Finding]:
    """Leave out a stand-in that ends where another conclusion says that nobody holds the same task then: one step, one line."""
    every = list(findings)
    open_tasks = {task_of(found) for found in every if found.rule in TASK_RULES and found.rule != TAKEOVER_RULE}
    return [
        found
        for found in every
        if found.rule != TAKEOVER_RULE or found.outcome == "no_end" or task_of(found) not in open_tasks
    ]


def place_of(task: str) -> int:
    """Give where a task stands in the standard list; others come after it."""
    known = list(rulebook().tasks)
    return known.index(task) if task in known else len(known)


def find_tasks(*, rows: Rows, findings: Iterable[Finding], stay_kind: str, on: datetime.date) -> list[Task]:
    """Give the tasks that somebody holds now or soon, and those that nobody holds and somebody should; the gaps first.

    `rows`, `findings`: as the viewer sees them; so is `stay_kind`, empty when it is closed or unknown.
    """
    held: dict[str, list[Holder]] = {}
    for row in rows.get("involvements", ()):
        if row["valid_to"] is None or row["valid_to"] > on:
            held.setdefault(row["task"] or "", []).append(_holder(row, on))
    said: dict[str, list[Finding]] = {}
    for found in said_once(findings):
        if task_of(found):
            said.setdefault(task_of(found), []).append(found)
    tasks = [
        Task(
            task=task,
            holders=sorted(held.get(task, ()), key=lambda holder: (holder.is_ahead, holder.is_stand_in)),
            findings=said.get(task, ()),
            place=rulebook().tasks[task].holder_in(stay_kind) if stay_kind and task in rulebook().tasks else "",
        )
        for task in dict.fromkeys((*held, *said))
    ]
    return sorted(tasks, key=lambda each: (not each.is_gap, place_of(each.task), each.task))


def _holder(row: Row, on: datetime.date) -> Holder:
    return Holder(
        person=row["person"] or "", organisation=row["organisation"] or "", since_on=row["valid_from"],
        until_on=row["valid_to"], is_stand_in=row["capacity"] == "stand_in",
        is_ahead=row["valid_from"] is not None and row["valid_from"] > on,
    )  # fmt: skip


def needed_tasks(*, scope: Scope, number: int, rows: Rows, on: datetime.date) -> tuple[str, ...]:
    """Give the tasks that somebody should hold for a child (row number) under 18, of which this viewer may know."""
    person = (rows.get("children") or [{}])[0]
    may_be_alone = person.get("unaccompanied") is not False
    wanted = {NEEDED_BY.index("everyone"), *([NEEDED_BY.index("unaccompanied")] if may_be_alone else ())}
    return tuple(
        task
        for task in TASKS
        if rulebook().value_on(f"roles.needed_{task}", on) in wanted
        and knows_task(scope=scope, number=number, task=task)
    )


def adult_on(*, rows: Rows, on: datetime.date) -> datetime.date | None:
    """Give the day from which a child needs none of these tasks: its 18th birthday, at the latest; None when not known."""
    born = (rows.get("children") or [{}])[0].get("born_to")
    if born is None:
        return None
    years, on_mar1 = (rulebook().value_on(name, on) for name in ("age.adult_years", "birthday.feb29"))
    return to_date(birthday(day_number(born), years, on_mar1))


def fact_of(*, rows: Rows, finding: Finding) -> str:
    """Give the fact (public id) in which the step of a conclusion on a stand-in or handover is taken; empty without one."""
    if finding.rule == HANDOVER_RULE:
        keys = ((row["fact"], f"{row['task']}:{row['stops_on'] or ''}") for row in rows.get("handovers", ()))
        return next((str(fact) for fact, key in keys if key == finding.key), "")
    if finding.rule != TAKEOVER_RULE:
        return ""
    for row in rows.get("involvements", ()):
        if row["capacity"] == "stand_in" and finding.key == f"{row['task']}:{row['valid_from'] or 'unknown'}":
            return str(row["fact"])
    return ""


__all__ = ["GAP_RULE", "Holder", "Task", "adult_on", "fact_of", "find_tasks", "needed_tasks", "said_once", "task_of"]
