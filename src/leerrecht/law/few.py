"""A few children with their facts as plain rows: what a page asks of the rules, without a frame or an array in between.

Gives the same numbers as `frames.build_caseload` does for many (a test compares them); for one child it is ten times as quick.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from operator import itemgetter
from typing import Any

from leerrecht.law.dates import OPEN, UNKNOWN, day_number
from leerrecht.law.facts import ROW_TYPES, Facts
from leerrecht.law.frames import SCHOOLS, SORTED_BY, STRANGERS, Caseload, key_code
from leerrecht.law.rule import RULE_IDS
from leerrecht.law.tables import TABLE, TABLES, TASKS, Table

Row = dict[str, Any]
Values = Sequence[Any]
Numbers = Iterable[int]
Names = Mapping[str, int]


@dataclass(frozen=True)
class FewChildren:
    """Answers what a Caseload does: names in order, each table's rows in the order of the facts, the facts as lists."""

    children: tuple[str, ...]
    tables: Mapping[str, Sequence[Row]]
    lists: Facts

    def rows(self, table: str) -> Sequence[Row]:
        """Give the facts of a table as they were read."""
        return self.tables[table]

    def row(self, table: str, place: int) -> Row:
        """Give one fact as it was read, by table and place."""
        return self.tables[table][place]

    def place_of(self, child: str) -> int:
        """Give the place of a child by its name in the list; raises KeyError."""
        try:
            return self.children.index(child)
        except ValueError:
            raise KeyError(child) from None


AnyCaseload = Caseload | FewChildren


def build_few(*, tables: Mapping[str, Sequence[Row]], regions: Names) -> FewChildren:
    """Turn rows into facts. `tables`: rows by table, columns as in the frames; absent tables are empty.

    Rows of children that aren't in `children` raise ValueError. `regions`: as for `frames.build_caseload`.
    """
    people = list(tables["children"])
    names = tuple(person["child"] for person in people)
    at = {name: place for place, name in enumerate(names)}
    schools = _school_codes(tables)
    towns = {name.lower(): code for name, code in regions.items()}
    ordered: dict[str, Sequence[Row]] = {"children": people}
    columns: dict[str, Any] = {
        "born_from": [*_days(people, "born_from"), UNKNOWN],
        "born_to": [*_days(people, "born_to"), UNKNOWN],
        "unaccompanied": [*(_flag(person["unaccompanied"]) for person in people), UNKNOWN],
    }
    facts: dict[str, Any] = {}
    for table in TABLES[1:]:
        rows = _in_order(table, tables.get(table.name, ()), at)
        ordered[table.name] = rows
        if table.name in ROW_TYPES:
            places = [at[row["child"]] for row in rows]
            columns[f"{table.singular}_start"] = [bisect_left(places, place) for place in range(len(names) + 1)]
            facts[table.name] = _facts(table, rows, towns, schools) if rows else []
    facts["children"] = _made("children", columns)
    return FewChildren(names, ordered, Facts(**facts))


def _in_order(table: Table, rows: Sequence[Row], at: Names) -> list[Row]:
    """Give a table's rows by child, then by start (unknown first), then as they came."""
    start = table.starts or SORTED_BY.get(table.name, "row")
    try:
        return sorted(rows, key=lambda row: (at[row["child"]], row[start] is not None, row[start] or 0))
    except KeyError:
        raise ValueError(STRANGERS.format(table=table.name)) from None


def _made(table: str, columns: Mapping[str, Numbers]) -> list[Any]:
    kind = ROW_TYPES[table]
    return [kind._make(row) for row in zip(*(columns[name] for name in kind._fields), strict=True)]


def _facts(table: Table, rows: Sequence[Row], towns: Names, schools: Names) -> list[Any]:
    """Give the rows of one table with the fields that its row type asks for."""
    columns: dict[str, Numbers] = {}
    if table.name in SCHOOLS:
        columns[SCHOOLS[table.name]] = [schools.get(_small(row[SCHOOLS[table.name]]), 0) for row in rows]
    if table.name in _SPECIAL:
        columns |= _SPECIAL[table.name](rows, towns)
    for name in ROW_TYPES[table.name]._fields:
        if name not in columns:
            columns[name] = _numbers(table, name, rows)
    return _made(table.name, columns)


def _numbers(table: Table, name: str, rows: Sequence[Row]) -> Numbers:
    """Give one column as whole numbers: days, places of choices, flags, or equal codes for equal names."""
    column = table.column(name)
    if column.kind == "date":
        return _days(rows, name, missing=OPEN if name == table.ends else UNKNOWN)
    values = list(map(itemgetter(name), rows))
    if column.kind == "flag":
        return map(_flag, values)
    codes = _choices(table, name) if column.kind == "choice" else _codes(values)
    return [codes.get(value, 0) for value in values]


@cache
def _choices(table: Table, name: str) -> Names:
    return {choice: place for place, choice in enumerate(table.column(name).choices, start=1)}


def _codes(values: Iterable[str | None], *, first: Iterable[str] = ()) -> dict[str, int]:
    """Give equal names equal codes from 1, in their own order; those that come `first` have the first codes."""
    known = list(first)
    others = sorted({name for name in values if name is not None} - set(known))
    return {name: code for code, name in enumerate((*known, *others), start=1)}


def _days(rows: Iterable[Row], name: str, *, missing: int = UNKNOWN) -> list[int]:
    return [missing if (day := row[name]) is None else day_number(day) for row in rows]


def _flag(value: bool | None) -> int:
    return UNKNOWN if value is None else int(value)


def _small(name: str | None) -> str:
    return (name or "").strip().lower()


def _school_codes(tables: Mapping[str, Sequence[Row]]) -> Names:
    """Give each school one code in every table, by its name in small letters."""
    named = (row[column] for table, column in SCHOOLS.items() for row in tables.get(table, ()))
    return _codes(_small(name) for name in named if name is not None)


def _stays(rows: Sequence[Row], towns: Names) -> dict[str, Numbers]:
    regions = _choices(TABLE["stays"], "region")
    return {
        "region": [regions.get(row["region"]) or towns.get(_small(row["municipality"]), 0) for row in rows],
        "told_early": [int(row["told_early_reason"] is not None) for row in rows],
    }


def _plans(rows: Sequence[Row], towns: Names) -> dict[str, Numbers]:
    rules = _rule_codes()
    return {
        "rule": [rules.get(row["rule"], -1) for row in rows],
        "key": [key_code(row["key"]) for row in rows],
        "partner": [int(row["with"] is not None) for row in rows],
        "child_view": [int(row["child_view"] is not None) for row in rows],
    }


@cache
def _rule_codes() -> Names:
    return {rule: place for place, rule in enumerate(RULE_IDS)}


def _involvements(rows: Sequence[Row], towns: Names) -> dict[str, Numbers]:
    """Give tasks and people by code: written with other capitals, they are the same."""
    tasks = [_small(row["task"]) for row in rows]
    people = [_small(row["person"]) for row in rows]
    by_task = _codes((task for task in tasks if task), first=TASKS)
    by_name = _codes(name for name in people if name)
    return {"task": [by_task.get(task, 0) for task in tasks], "person": [by_name.get(name, 0) for name in people]}


_SPECIAL: Mapping[str, Callable[[Sequence[Row], Names], dict[str, Numbers]]] = {
    "stays": _stays, "plans": _plans, "involvements": _involvements,
}  # fmt: skip
"""Tables of which some fields aren't a column as it stands."""
