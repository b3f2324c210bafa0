"""Facts out, as the workbook they may come in by: what one viewer may see, or all of it for who runs this Leerrecht."""

from __future__ import annotations

import datetime
import unicodedata
from collections import Counter
from collections.abc import Collection, Mapping
from typing import Any

import polars as pl
from django.db.models import QuerySet

from leerrecht.access import PROTECTED, Scope
from leerrecht.access.moves import moves_told
from leerrecht.law.frames import empty_frame
from leerrecht.law.tables import TABLES
from leerrecht.queries.facts import frames_of, seen_row
from leerrecht.records.models import Child

Frames = dict[str, pl.DataFrame]
FIRST_ROW = 2


def export_frames(*, scope: Scope) -> Frames:
    """Give the facts of the scope's children as this viewer may see them. Columns that are closed are empty.

    A child that the viewer reaches has a row in `children`, even when who it is is closed: then it holds its reference.
    Children reached by a grant alone aren't in it, nor is any protected location: a file is out of our hands.
    """
    frames = frames_of(children=scope.involved)
    people = _people(scope.involved)
    if not scope.sees_field(
        "identifiers.v_number"
    ):  # a reference may be one, and the origin says who receives the child
        people = {public_id: (pk, public_id) for public_id, (pk, _) in people.items()}
    numbers = {public_id: pk for public_id, (pk, _) in people.items()}
    told = {child: moves_told(rows, on=scope.on) for child, rows in _by_child(frames["stays"]).items()}
    return _renamed({name: _cut(frame, name, scope, numbers, told) for name, frame in frames.items()}, people)


def exported_children(*, scope: Scope) -> tuple[str, ...]:
    """Give the public ids of the children in an export, for the log of what was read."""
    return tuple(Child.objects.filter(pk__among=scope.involved).order_by("pk").values_list("public_id", flat=True))


def export_all(*, organisation: int | None = None) -> Frames:
    """Give all facts of all children, or of those of one origin (row number). For the command line, behind no page."""
    found = set(_of_origin(organisation).values_list("pk", flat=True))
    return _renamed(frames_of(children=found), _people(found))


def all_children(*, organisation: int | None = None) -> tuple[str, ...]:
    """Give the public ids of the children in that, for the log of what was read."""
    return tuple(_of_origin(organisation).order_by("pk").values_list("public_id", flat=True))


def _of_origin(organisation: int | None) -> QuerySet[Child]:
    return Child.objects.all() if organisation is None else Child.objects.filter(origin=organisation)


def _by_child(frame: pl.DataFrame) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in frame.iter_rows(named=True):
        found.setdefault(row["child"], []).append(row)
    return found


def _cut(
    frame: pl.DataFrame, table: str, scope: Scope, numbers: dict[str, int], told: Mapping[str, frozenset[datetime.date]]
) -> pl.DataFrame:
    """Cut rows to what may be seen. `numbers`: the children's row numbers by public id; `told`: their moves, likewise."""
    rows = []
    for row in frame.iter_rows(named=True):
        child = row["child"]
        seen = seen_row(scope=scope, number=numbers[child], table=table, row=row, told=told.get(child, ()))
        if seen is not None and table == "stays" and row["kind"] == PROTECTED:
            seen["location"] = None
        if seen is not None:
            rows.append(seen)
    return pl.DataFrame(rows, schema=frame.schema, orient="row")


def _people(children: Collection[int]) -> dict[str, tuple[int, str]]:
    """Give number and name in the workbook by public id: the reference, with the origin when two origins share it.

    Should even that be some child's name, the public id makes it unique.
    """
    rows = list(Child.objects.filter(pk__among=children).values_list("public_id", "pk", "reference", "origin__name"))
    seen = Counter(_alike(reference) for _, _, reference, _ in rows)
    names = {
        public_id: reference if seen[_alike(reference)] == 1 else f"{reference} ({origin})"
        for public_id, _, reference, origin in rows
    }
    again = Counter(map(_alike, names.values()))
    return {
        public_id: (pk, names[public_id] if again[_alike(names[public_id])] == 1 else f"{reference} ({public_id})")
        for public_id, pk, reference, _ in rows
    }


def _alike(reference: str) -> str:
    """Write references that a reader of workbooks holds equal the same."""
    return " ".join(unicodedata.normalize("NFC", reference).split())


def _renamed(frames: Frames, people: dict[str, tuple[int, str]]) -> Frames:
    """Put names in place of public ids, and number the rows as in a workbook."""
    names = {public_id: name for public_id, (_, name) in people.items()}
    return {
        table.name: frames[table.name]
        .select(empty_frame(table).columns)
        .with_columns(
            pl.col("child").replace_strict(names, return_dtype=pl.String) if names else pl.col("child"),
            row=pl.int_range(FIRST_ROW, pl.len() + FIRST_ROW, dtype=pl.Int64),
        )
        for table in TABLES
    }
