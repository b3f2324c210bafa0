"""The names of what can be seen: fields, and the category each falls in, taken from the fact tables when asked.

A field is `table.column`. Identifiers are rows of different secrecy in one table, so there a field is
`identifiers.<kind>`. Who may see a field doesn't stand here.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from leerrecht.law.tables import IDENTIFIER_KINDS, TABLE, TABLES, Table

CHILD = "child"
_IDENTIFIERS = "identifiers"
_IDENTIFIER_FIELDS = {f"{_IDENTIFIERS}.{kind}": "identifier_state" for kind in IDENTIFIER_KINDS} | {
    f"{_IDENTIFIERS}.education_number": "identifier_education"
}
"""A kind of number that comes later is a number of the state, hence closed, until this line says otherwise."""

_BEYOND_THE_TABLES = ("identifier_education", "voice", "consent", "health", "safety", "statistics")
"""Categories of what no column holds: numbers by kind, logs, counts, and what is recorded elsewhere or not at all."""


def all_categories() -> frozenset[str]:
    """Give every category there is."""
    return frozenset(column.category for table in TABLES for column in table.columns).union(_BEYOND_THE_TABLES)


@cache
def single_fields(field: str) -> tuple[str, ...]:
    """Give the fields behind a name: itself, each kind of number for a column of identifiers, nothing when unknown.

    >>> single_fields("stays.kind"), single_fields("stays.rent")
    (('stays.kind',), ())
    >>> single_fields("identifiers.value")
    ('identifiers.education_number', 'identifiers.bsn', 'identifiers.v_number')
    """
    if field in _IDENTIFIER_FIELDS:
        return (field,)
    table, _, name = field.partition(".")
    if table not in TABLE or all(column.name != name for column in TABLE[table].columns):
        return ()
    return tuple(_IDENTIFIER_FIELDS) if table == _IDENTIFIERS else (field,)


@cache
def category_of(field: str) -> str:
    """Give the category of a single field; empty when there is no such field.

    >>> category_of("identifiers.bsn"), category_of("identifiers.value"), category_of("stays.rent")
    ('identifier_state', '', '')
    """
    if single_fields(field) != (field,):
        return ""
    table, _, name = field.partition(".")
    return _IDENTIFIER_FIELDS.get(field) or TABLE[table].column(name).category


def field_in_row(table: str, column: str, row: Mapping[str, Any]) -> str:
    """Give the field that a column of this row holds.

    >>> field_in_row("identifiers", "value", {"kind": "bsn"}), field_in_row("stays", "kind", {})
    ('identifiers.bsn', 'stays.kind')
    """
    return f"{table}.{row.get('kind') if table == _IDENTIFIERS else column}"


def fields_of(table: Table) -> tuple[str, ...]:
    """Give the single fields of a table, without the child they are about."""
    names = (f"{table.name}.{column.name}" for column in table.columns if column.name != CHILD)
    return tuple(dict.fromkeys(field for name in names for field in single_fields(name)))


def is_part(name: str) -> bool:
    """Say whether somebody can be let record in this: a table, or `table.kind` where the table has kinds.

    >>> is_part("stays"), is_part("identifiers.bsn"), is_part("identifiers.library_card"), is_part("rooms")
    (True, True, False, False)
    """
    table, dot, kind = name.partition(".")
    if table not in TABLE or not dot:
        return table in TABLE
    return any(column.name == "kind" and kind in column.choices for column in TABLE[table].columns)
