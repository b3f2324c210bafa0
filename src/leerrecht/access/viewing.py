"""A Scope: which children a viewer reaches on a day, and what of them it may see, conclude and record.

Default deny: whatever isn't known here is closed. Scopes are made by `deciding.scope`; no query is made here, and what a
rule reads is told by the caller.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from leerrecht.access.fields import CHILD, field_in_row, fields_of, is_part
from leerrecht.access.lenses import INVOLVED, Lens, Lenses
from leerrecht.access.levels import Cell, Level
from leerrecht.access.table import AccessTable, Purpose
from leerrecht.access.ties import GRANTED, Reach, is_in_force
from leerrecht.law.tables import TABLE, Table

Row = Mapping[str, Any]
PLANS = "plans"
_KEPT_TO_THEMSELVES = frozenset({"health", "safety"})
"""Sharing a plan never opens these, not even to who has own facts of the kind: they go from person to person."""


@dataclass(frozen=True, kw_only=True)
class _Asked:
    """What a caller says of a row beside its columns, and through which lens it is looked at."""

    table: Table
    lens: Lens
    plan_categories: tuple[str, ...]
    own: bool


@dataclass(frozen=True, kw_only=True)
class Scope:
    """What one viewer may see on one day. Every query takes one. `agreements`: codes of those in force for the viewer."""

    role: str
    purpose: Purpose
    on: date
    access: AccessTable = field(repr=False)
    reaches: Mapping[int, tuple[Reach, ...]] = field(repr=False)
    agreements: frozenset[str] = frozenset()

    @cached_property
    def _lenses(self) -> Lenses:
        return Lenses(role=self.role, table=self.access, agreements=self.agreements)

    @cached_property
    def _lenses_of(self) -> dict[int, tuple[Lens, ...]]:
        """What was found before: a page asks the same child many times."""
        return {}

    @cached_property
    def _all_lenses(self) -> tuple[Lens, ...]:
        """Every lens in use; without any child the one of an involvement."""
        found = dict.fromkeys(lens for child in self.reaches for lens in self.lenses_of(child))
        return tuple(found) or (self._lenses.get(INVOLVED),)

    @cached_property
    def children(self) -> frozenset[int]:
        """The children this viewer reaches; none means nothing to do."""
        return frozenset(self.reaches)

    @cached_property
    def involved(self) -> frozenset[int]:
        """The children reached by an involvement, after-care included: those that may be in a list that is taken out."""
        return frozenset(
            child for child, reaches in self.reaches.items() if any(reach.kind not in GRANTED for reach in reaches)
        )

    @property
    def agreements_missing(self) -> tuple[str, ...]:
        """The codes of the agreements that would open more to this role, and aren't in force for the viewer."""
        return tuple(
            code
            for code, required in self.access.agreements.items()
            if self.role in required.cells and code not in self.agreements
        )

    def lenses_of(self, child: int) -> tuple[Lens, ...]:
        """Give the lenses through which a child is seen, the strongest first; KeyError for one out of reach."""
        found = self._lenses_of.get(child)
        if found is None:
            found = self._lenses_of[child] = self._lenses.of_reaches(self.reaches[child])
        return found

    def reach_of(self, child: int) -> Reach:
        """Give why and until when the viewer reaches a child (the strongest reason); KeyError for any other child."""
        return self.reaches[child][0]

    def view_of(self, child: int) -> Hashable:
        """Give all that decides what is seen of a child, but for its facts; KeyError for one out of reach.

        Two scopes of one access table that view a child alike see the same of the same facts, so what one was shown
        may be remembered for the other.
        """
        reaches = (
            (
                reach.kind, reach.since_on, reach.until_on, reach.held_until_on, reach.is_aftercare, reach.grant,
                reach.categories,
            )
            for reach in self.reaches[child]
        )  # fmt: skip
        return self.role, self.on, self.agreements, tuple(reaches)

    def cell(self, category: str) -> Cell:
        """Give the cell of a category, for pages that say "ask" or "by consent"."""
        return self.access.cell(role=self.role, category=category)

    def level(self, field: str, *, child: int | None = None) -> Level:
        """Give how far a field of a child is open at most; between CONCLUSION and FULL it depends on the row.

        Without a child: how far it is open for every child in reach, so never further than for any of them.
        """
        if child is None:
            return min(lens.level(field) for lens in self._all_lenses)
        return max(lens.level(field) for lens in self.lenses_of(child)) if child in self.reaches else Level.NEVER

    def sees_field(self, field: str, *, child: int | None = None) -> bool:
        """Say whether the values of a field may be read, whatever the row."""
        return self.level(field, child=child) is Level.FULL

    def sees_fields(self, *, fields: tuple[str, ...], child: int) -> bool:
        """Say whether all these fields of a child may be read, whatever the row, for one and the same reason."""
        return child in self.reaches and any(lens.opens(fields) for lens in self.lenses_of(child))

    def sees_by_involvement(self, *, fields: tuple[str, ...], child: int) -> bool:
        """Say whether all these fields of a child may be read because the viewer is involved with it now.

        What a grant opens doesn't count, since a grant opens less of some rows: a protected location, say.
        """
        return self.is_involved(child) and any(
            lens.kind == INVOLVED and lens.opens(fields) for lens in self.lenses_of(child)
        )

    def sees_conclusion(
        self, *, fields: Iterable[str], categories: Iterable[str] = (), child: int | None = None
    ) -> bool:
        """Say whether what follows from these fields of a child may be seen: one that is closed hides it.

        One reason must open all of it; several that each open a part don't. Without a child: for every child in reach.
        `categories`: those the conclusion falls in beside its fields, because of what it betrays.
        """
        read, beside = tuple(fields), tuple(categories)
        if child is None:
            return all(lens.sees_conclusion(fields=read, categories=beside) for lens in self._all_lenses)
        return child in self.reaches and any(
            lens.sees_conclusion(fields=read, categories=beside) for lens in self.lenses_of(child)
        )

    def sees_table(self, table: str) -> bool:
        """Say whether any row of a table could be shown; when not, there is nothing to ask for."""
        return table in TABLE and any(
            lens.level(name) > Level.CONCLUSION for lens in self._all_lenses for name in fields_of(TABLE[table])
        )

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
        where the period is closed only rows in force are given. Of several lenses the one that shows most is used.
        """
        if table not in TABLE or row.get(CHILD) not in self.reaches:
            return None
        told = tuple(plan_categories)
        best: dict[str, Any] = {}
        for lens in self.lenses_of(row[CHILD]):
            asked = _Asked(table=TABLE[table], lens=lens, plan_categories=told, own=own)
            seen = {} if lens.hides_row(table, row) else self._look(row, asked)
            if len(_filled(seen)) > len(_filled(best)):
                best = seen
        return {name: row[CHILD] if name == CHILD else best.get(name) for name in row} if best else None

    def _look(self, row: Row, asked: _Asked) -> dict[str, Any]:
        """Give the columns of a row that one lens opens; nothing when it may not be known to exist."""
        table = asked.table
        seen: dict[str, Any] = {}
        for name in (column.name for column in table.columns if column.name != CHILD):
            level = asked.lens.level(field_in_row(table.name, name, row))
            opened = _OPENED.get(level, _closed)(self, row, asked)
            if opened is not None:
                seen[name] = opened.get(name)
        if not _filled(seen) or not (_tells_period(table, tuple(seen)) or self._is_now(row, table)):
            return {}
        return seen

    def _is_now(self, row: Row, table: Table) -> bool:
        """Say whether the row is in force today; a row that lacks the columns to tell is not."""
        return {table.starts, table.ends} <= row.keys() and is_in_force(
            since_on=row[table.starts], until_on=row[table.ends], on=self.on
        )

    def is_involved(self, child: int) -> bool:
        """Say whether the viewer is involved with a child now: by more than a grant, and not in after-care."""
        return any(not reach.is_aftercare and reach.kind not in GRANTED for reach in self.reaches.get(child, ()))

    def may_record(self, *, child: int, table: str, kind: str | None = None) -> bool:
        """Say whether the viewer may add or correct such a fact about a child: involved now; no grant and no after-care."""
        part = table if kind is None else f"{table}.{kind}"
        return (
            self.is_involved(child)
            and is_part(part)
            and not self.access.roles[self.role].records.isdisjoint({table, part})
        )


def _filled(seen: Row) -> list[str]:
    return [name for name, value in seen.items() if value not in (None, "")]


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
        asked.lens.sees_conclusion(fields=(), categories=told) and _KEPT_TO_THEMSELVES.isdisjoint(told)
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
