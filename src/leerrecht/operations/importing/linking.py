"""The links of many facts (to locations, schools, teams, people), each looked up once per import.

Which partner a name means is decided in `operations.recording`; here it is only remembered.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from leerrecht.chain.models import Membership
from leerrecht.law.tables import TABLE
from leerrecht.operations.recording import LINKS, NAMED_BY, columns_of
from leerrecht.queries.facts import fields_of
from leerrecht.records.models import FACT

READS = {**NAMED_BY, "involvements": (*NAMED_BY["involvements"], "valid_from")}
"""What the links of a table are looked up by."""


class Linker:
    """Turns values into columns, as `columns_of` does, with a memory."""

    def __init__(self) -> None:
        """Remember nothing yet."""
        self._links: dict[tuple[str, tuple[Any, ...]], dict[str, Any]] = {}
        self._shapes: dict[str, list[tuple[str, str, str | None]]] = {}
        self._ends: dict[tuple[Any, Any], bool] = {}

    def columns_of(self, *, table: str, values: Mapping[str, Any]) -> dict[str, Any]:
        """Turn values (None is empty) into the columns of a fact's table, with its links."""
        if table == "children":
            return columns_of(table, values)
        columns = {field: empty if values[name] is None else values[name] for name, field, empty in self._fields(table)}
        return {**columns, **self._find(table, values)} if table in LINKS else columns

    def _fields(self, table: str) -> list[tuple[str, str, str | None]]:
        """Give the columns of a table: name, field, and what stands for empty."""
        if table not in self._shapes:
            model: Any = FACT[table]
            self._shapes[table] = [
                (name, field, None if model._meta.get_field(field).null else "")
                for name, field in fields_of(TABLE[table]).items()
            ]
        return self._shapes[table]

    def _find(self, table: str, values: Mapping[str, Any]) -> dict[str, Any]:
        asked = {name: values[name] for name in READS[table]}
        if table == "involvements" and not self._has_ended(asked["organisation"], asked["person"]):
            asked["valid_from"] = datetime.date.max  # without an end, the day makes no difference
        key = (table, tuple(asked.values()))
        if key not in self._links:
            self._links[key] = LINKS[table](asked)
        return self._links[key]

    def _has_ended(self, organisation: str | None, person: str | None) -> bool:
        """Say whether somebody of this name left a team of this organisation, so that the day of a task counts."""
        key = (organisation, person)
        if key not in self._ends:
            self._ends[key] = Membership.objects.filter(
                valid_to__isnull=False, professional__name__iexact=person or "",
                team__organisation__name__iexact=organisation or "",
            ).exists()  # fmt: skip
        return self._ends[key]
