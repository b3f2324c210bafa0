"""A Scope: which children a viewer reaches on a day, and what of them it may see, conclude and record.

Default deny: whatever isn't known here is closed. Scopes are made by `deciding.scope`; no query is made here, and what a
rule reads is told by the caller.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from leerrecht.access.fields import CHILD, category_of, field_in_row, fields_of, is_part, single_fields
from leerrecht.access.levels import Cell, Level
from leerrecht.access.table import AccessTable, Purpose
from leerrecht.access.ties import Reach, is_in_force
from leerrecht.law.tables import TABLE, Table

Row = Mapping[str, Any]
PLANS = "plans"
_KEPT_TO_THEMSELVES = frozenset({"health", "safety"})
"""Sharing a plan never opens these, not even to who has own facts of the kind: they go from person to person."""


@dataclass(frozen=True, kw_only=True)
class _Asked:
    """What a caller says of a row beside its columns."""

    table: Table
    plan_categories: tuple[str, ...]
    own: bool


@dataclass(frozen=True, kw_only=True)
class Scope:
    """What one viewer may see on one day. Every query takes one."""

    role: str
    purpose: Purpose
    on: date
    access: AccessTable = field(repr=False)
    reaches: Mapping[int, tuple[Reach, ...]] = field(repr=False)

    @cached_property
    def _levels(self) -> dict[str, Level]:
        """What was decided before: a page asks the same for each of many children."""
        return {}

    @cached_property
    def _concluded(self) -> dict[tuple[tuple[str, ...], tuple[str, ...]], bool]:
        return {}

    @cached_property
    def children(self) -> frozenset[int]:
        """The children this viewer reaches; none means nothing to do."""
        return frozenset(self.reaches)

    def reach_of(self, child: int) -> Reach:
        """Give why and until when the viewer reaches a child (the strongest reason); KeyError for any other child."""
        return self.reaches[child][0]

    def cell(self, category: str) -> Cell:
        """Give the cell of a category, for pages that say "ask" or "by consent"."""
        return self.access.cell(role=self.role, category=category)

    def level(self, field: str) -> Level:
        """Give how far a field is open at most; between CONCLUSION and FULL it depends on the row."""
        found = self._levels.get(field)
        if found is None:
            found = self._levels[field] = self.access.level(role=self.role, field=field)
        return found

    def sees_field(self, field: str) -> bool:
        """Say whether the values of a field may be read, whatever the row."""
        return self.level(field) is Level.FULL

    def sees_conclusion(self, *, fields: Iterable[str], categories: Iterable[str] = ()) -> bool:
        """Say whether what follows from these fields may be seen: one that is closed hides it.

        `categories`: those the conclusion falls in beside its fields, because of what it betrays. A category whose cell
        names fields is open when the fields asked about in it are.
        """
        asked = tuple(fields), tuple(categories)
        if asked not in self._concluded:
            self._concluded[asked] = self._decide(*asked)
        return self._concluded[asked]

    def _decide(self, read: tuple[str, ...], beside: tuple[str, ...]) -> bool:
        told = {category_of(name) for field in read for name in single_fields(field)}
        return (
            bool(read or beside)
            and all(self.level(name) >= Level.CONCLUSION for name in read)
            and all(
                category in told or self.cell(category).level >= Level.CONCLUSION
                for category in beside  # those told are open: each field of theirs was looked at
            )
        )

    def sees_table(self, table: str) -> bool:
        """Say whether any row of a table could be shown; when not, there is nothing to ask for."""
        return table in TABLE and any(self.level(name) > Level.CONCLUSION for name in fields_of(TABLE[table]))

    def columns_seen(self, table: str) -> tuple[str, ...]:
        """Give the columns that may be read of every row at once; none when rows have to be cut one by one."""
        if table not in TABLE:
            return ()
        shape = TABLE[table]
        names = [column.name for column in shape.columns if column.name != CHILD]
        seen = tuple(name for name in names if self.sees_field(f"{table}.{name}"))
        return (CHILD, *seen) if seen and _tells_period(shape, seen) else ()

    def cut_row(
        self, table: str, row: Row, *, plan_categories: Iterable[str] = (), own: bool = False
    ) -> dict[str, Any] | None:
        """Give a row as this viewer may see it, closed columns None; None when it may not be known to exist.

        What isn't a column of the table comes back None. `plan_categories`: for a plan, the categories of the
        rule (and item) it answers; a viewer with whom it was shared sees it only if all are open. `own`: the row is
        about the viewer's own team, school or task. A fact shown without its period would be taken to hold now, so
        where the period is closed only rows in force are given.
        """
        if table not in TABLE or row.get(CHILD) not in self.reaches:
            return None
        asked = _Asked(table=TABLE[table], plan_categories=tuple(plan_categories), own=own)
        seen: dict[str, Any] = {}
        for name in (column.name for column in asked.table.columns if column.name != CHILD):
            opened = _OPENED.get(self.level(field_in_row(table, name, row)), _closed)(self, row, asked)
            if opened is not None:
                seen[name] = opened.get(name)
        if all(value in (None, "") for value in seen.values()):
            return None
        if not _tells_period(asked.table, tuple(seen)) and not self._is_now(row, asked.table):
            return None
        return {name: row[CHILD] if name == CHILD else seen.get(name) for name in row}

    def _is_now(self, row: Row, table: Table) -> bool:
        """Say whether the row is in force today; a row that lacks the columns to tell is not."""
        return {table.starts, table.ends} <= row.keys() and is_in_force(
            since_on=row[table.starts], until_on=row[table.ends], on=self.on
        )

    def may_record(self, *, child: int, table: str, kind: str | None = None) -> bool:
        """Say whether the viewer may add or correct such a fact about a child: reached now, not in after-care."""
        part = table if kind is None else f"{table}.{kind}"
        return (
            child in self.reaches
            and not self.reach_of(child).is_aftercare
            and is_part(part)
            and not self.access.roles[self.role].records.isdisjoint({table, part})
        )


def _tells_period(table: Table, seen: tuple[str, ...]) -> bool:
    return not table.starts or {table.starts, table.ends} <= set(seen)


def _closed(scope: Scope, row: Row, asked: _Asked) -> Row | None:
    return None


def _full(scope: Scope, row: Row, asked: _Asked) -> Row | None:
    return row


def _neutral(scope: Scope, row: Row, asked: _Asked) -> Row | None:
    word = scope.access.neutral_tasks.get(row.get("task") or "")
    return {**row, "organisation": word} if word else None


def _shared(scope: Scope, row: Row, asked: _Asked) -> Row | None:
    """Open what was shared with this role; with whom else it was shared is not this role's business.

    A plan betrays what it answers. When the caller doesn't say what that is, it stays closed.
    """
    if scope.role not in str(row.get("shared_with") or "").split():
        return None
    told = asked.plan_categories
    if asked.table.name == PLANS and not (
        scope.sees_conclusion(fields=(), categories=told) and _KEPT_TO_THEMSELVES.isdisjoint(told)
    ):
        return None
    return {**row, "shared_with": scope.role}


def _own(scope: Scope, row: Row, asked: _Asked) -> Row | None:
    return row if asked.own else None


def _enrolled(scope: Scope, row: Row, asked: _Asked) -> Row | None:
    return (
        row
        if any(reach.kind == "enrolment" and not reach.is_aftercare for reach in scope.reaches[row[CHILD]])
        else None
    )


_OPENED: Mapping[Level, Callable[[Scope, Row, _Asked], Row | None]] = {
    Level.FULL: _full,
    Level.NEUTRAL: _neutral,
    Level.SHARED: _shared,
    Level.OWN: _own,
    Level.ENROLLED: _enrolled,
}
"""What each level makes of a row: the row as it opens it, or nothing. A level without a line here opens none."""
