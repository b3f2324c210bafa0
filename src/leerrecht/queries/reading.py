"""All facts of some children out of the database, by one statement for all tables: asking costs more than reading.

Each table gives its rows as JSON, since one statement has one set of columns. Names of tables and columns are our own.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import Any

from django.db import connection

from leerrecht.law.frames import empty_frame
from leerrecht.law.tables import TABLES, Table
from leerrecht.records.models import FACT, Child

Values = tuple[Any, ...]
FIELD_OF = {"with": "with_whom"}
"""Columns whose name is a word of Python."""
ARRAYS = {"sqlite": "json_array({})", "postgresql": "json_build_array({})::text"}
AMONG = {"sqlite": "IN (SELECT value FROM json_each(%s))", "postgresql": "= ANY(%s)"}
NUMBERS = {"sqlite": "nullif(quote({}), 'NULL')", "postgresql": "{}"}
"""SQLite's JSON drops the last digits of a number; its `quote` doesn't."""
NAMES = -1
"""Where the children themselves stand in the statement, before the tables."""


@cache
def fields_of(table: Table) -> Mapping[str, str]:
    """Give the model's field for each column of the frames, without the child.

    >>> from leerrecht.law.tables import TABLE
    >>> dict(fields_of(TABLE["interim"]))
    {'provision': 'provision', 'kind': 'kind', 'valid_from': 'valid_from', 'valid_to': 'valid_to'}
    """
    columns = [name for name in empty_frame(table).columns if name not in ("child", "row")]
    return MappingProxyType({name: FIELD_OF.get(name, name) for name in columns})


@cache
def columns_of(table: Table) -> tuple[str, ...]:
    """Name the columns of what is read: the child's public id, those of the table, the fact's number and its public id."""
    return ("child", *fields_of(table), "row", "fact")


@cache
def _readers(table: Table) -> Sequence[Callable[[Any], Any]]:
    """Give what makes of each JSON value the one that was written; an empty text is unknown."""
    dates = [*(column.name for column in table.columns if column.kind == "date"), "born_from", "born_to"]
    flags = [column.name for column in table.columns if column.kind == "flag"]
    numbers = [column.name for column in table.columns if column.kind == "number"]
    known = {**dict.fromkeys(dates, _day), **dict.fromkeys(flags, _flag), **dict.fromkeys(numbers, _number)}
    return tuple(known.get(name, _plain) for name in fields_of(table))


def _day(value: str | None) -> datetime.date | None:
    return None if value is None else datetime.date.fromisoformat(value)


def _number(value: float | str | None) -> float | None:
    return None if value is None else float(value)


def _flag(value: Any) -> bool | None:
    return None if value is None else bool(value)


def _plain(value: Any) -> Any:
    return None if value == "" else value


@cache
def _statement(vendor: str, *, is_now: bool) -> str:
    """Write the statement: whose rows (ids), of each table those that stand, now or as they were known."""
    among = AMONG[vendor]
    stands = "retracted_at IS NULL" if is_now else "(retracted_at IS NULL OR retracted_at > %s) AND recorded_at <= %s"
    parts = [f"SELECT {NAMES}, id, 0, public_id, '' FROM {Child._meta.db_table} WHERE id {among}"]  # noqa: S608
    for place, table in enumerate(TABLES):
        meta: Any = FACT[table.name]._meta
        numbers = [column.name for column in table.columns if column.kind == "number"]
        names = ", ".join(
            (NUMBERS[vendor] if name in numbers else "{}").format(f'"{meta.get_field(field).column}"')
            for name, field in fields_of(table).items()
        )
        told = ARRAYS[vendor].format(names)
        whose = f"child_id {among} AND {stands}"
        parts.append(f"SELECT {place}, child_id, id, public_id, {told} FROM {meta.db_table} WHERE {whose}")  # noqa: S608
    return " UNION ALL ".join(parts)


def read_facts(
    *, children: Collection[int], known_at: datetime.datetime | None = None
) -> dict[str, list[Values]]:  # fmt: skip
    """Give the facts of these children (row numbers) by table, oldest first: now, or as known at a moment. One SQL query.

    Values as `columns_of` names them. For the engines; what goes to a viewer passes a Scope first.
    """
    asked: Any = sorted(children) if connection.vendor == "postgresql" else json.dumps(sorted(children))
    moment = () if known_at is None else (connection.ops.adapt_datetimefield_value(known_at),) * 2
    with connection.cursor() as cursor:
        cursor.execute(_statement(connection.vendor, is_now=known_at is None), [asked, *(asked, *moment) * len(TABLES)])
        rows = cursor.fetchall()
    names = {child: public_id for place, child, _, public_id, _ in rows if place == NAMES}
    found: list[list[Values]] = [[] for _ in TABLES]
    readers = [_readers(table) for table in TABLES]
    for place, child, number, public_id, told in rows:
        if place != NAMES:
            values = (read(value) for read, value in zip(readers[place], json.loads(told), strict=True))
            found[place].append((names[child], *values, number, public_id))
    for each in found:
        each.sort(key=_by_number)
    return {table.name: each for table, each in zip(TABLES, found, strict=True)}


def _by_number(values: Values) -> int:
    number: int = values[-2]
    return number
