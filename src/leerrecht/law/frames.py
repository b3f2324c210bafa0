"""From frames to facts: the fact tables as Polars frames become the arrays that the rules read.

A frame per table, columns as in tables.py (dates as Date, choices and text as String, flags as Boolean), with `row` the
place in the source. `children` has `born_from` and `born_to` (both inclusive) instead of `born_on`.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import polars as pl

from leerrecht.law.dates import OPEN, UNKNOWN, day_number
from leerrecht.law.facts import ROW_TYPES, Facts
from leerrecht.law.rule import RULE_IDS, item_code
from leerrecht.law.tables import TABLE, TABLES, TASKS, Column, Table

_DATE_SHAPE = re.compile(r"\d{4}-\d{2}-\d{2}")
_DTYPES: dict[str, Any] = {"date": pl.Date, "flag": pl.Boolean, "number": pl.Float64}
FEW_ROWS = 1500
"""Up to so many rows plain Python turns a column into numbers (a child's page: 38 to 23 ms; 400 children: 21 to 16)."""
FEW_TO_SORT = 200
"""And up to so many it puts them in order (one child, all its tables: 4.9 to 1.9 ms; 400 children would be slower)."""
SORTED_BY = {"applications": "lodged_on", "plans": "agreed_on", "move_points": "opened_on", "handovers": "opened_on"}
SCHOOLS = {"enrolments": "school", "assessments": "school", "transfers": "to_school"}
"""The column of each table that names the school a rule asks for."""


@dataclass(frozen=True)
class Caseload:
    """A list of children with their facts: names in the order of the arrays, the frames in that same order, the arrays."""

    children: tuple[str, ...]
    frames: Mapping[str, pl.DataFrame]
    facts: Facts

    @cached_property
    def lists(self) -> Facts:
        """The facts as lists, for plain Python."""
        return Facts(**{
            name: [ROW_TYPES[name]._make(row) for row in getattr(self.facts, name).tolist()] for name in Facts._fields
        })  # fmt: skip

    @cached_property
    def _rows(self) -> dict[str, list[dict[str, Any]]]:
        return {}

    def rows(self, table: str) -> list[dict[str, Any]]:
        """Give the facts of a table as they were read."""
        if table not in self._rows:
            self._rows[table] = self.frames[table].rows(named=True)
        return self._rows[table]

    def row(self, table: str, place: int) -> dict[str, Any]:
        """Give one fact as it was read, by table and place."""
        return self.rows(table)[place]

    def place_of(self, child: str) -> int:
        """Give the place of a child by its name in the list; raises KeyError."""
        try:
            return self.children.index(child)
        except ValueError:
            raise KeyError(child) from None


def empty_frame(table: Table) -> pl.DataFrame:
    """Give a table's frame without rows.

    >>> empty_frame(TABLE["interim"]).columns
    ['child', 'provision', 'kind', 'valid_from', 'valid_to', 'row']
    """
    schema: dict[str, Any] = {}
    for column in table.columns:
        if column.kind == "born":
            schema |= {"born_from": pl.Date, "born_to": pl.Date}
        else:
            schema[column.name] = _DTYPES.get(column.kind, pl.String)
    return pl.DataFrame(schema=schema | {"row": pl.Int64})


def key_code(key: str | None) -> int:
    """Give the number behind a plan's key: its date, its item's code, or UNKNOWN when empty.

    >>> key_code("2026-07-18:zomer") == day_number(datetime.date(2026, 7, 18)), key_code(None) == UNKNOWN
    (True, True)
    """
    if not key:
        return UNKNOWN
    for part in (key[:10], key[-10:]):
        try:
            if _DATE_SHAPE.fullmatch(part):
                return day_number(datetime.date.fromisoformat(part))
        except ValueError:
            continue
    return item_code(key.lower())


def _names(values: pl.Series) -> np.ndarray[Any, Any]:
    """Give equal names equal codes from 1; 0 for an empty cell."""
    return values.rank("dense").fill_null(0).cast(pl.Int32).to_numpy()


def few_numbers(*, column: Column, values: list[Any], missing: int) -> list[int]:
    """Give the same whole numbers as `_column` does for many: for one child, plain Python is quicker than a frame.

    >>> few_numbers(column=TABLE["interim"].column("kind"), values=["landing", None], missing=UNKNOWN)
    [1, 0]
    """
    if column.kind == "date":
        return [missing if value is None else day_number(value) for value in values]
    if column.kind == "choice":
        codes = {choice: place for place, choice in enumerate(column.choices, start=1)}
        return [codes.get(value, 0) for value in values]
    if column.kind == "flag":
        return [UNKNOWN if value is None else int(value) for value in values]
    places = {name: place for place, name in enumerate(sorted({name for name in values if name is not None}), start=1)}
    return [places.get(value, 0) for value in values]


def _column(table: Table, frame: pl.DataFrame, name: str) -> np.ndarray[Any, Any]:
    """Give one column of a table as whole numbers."""
    values = frame[name]
    column = table.column(name)
    if len(frame) <= FEW_ROWS:
        missing = OPEN if name == table.ends else UNKNOWN
        return np.array(few_numbers(column=column, values=values.to_list(), missing=missing), dtype=np.int32)
    if column.kind == "date":
        missing = OPEN if name == table.ends else UNKNOWN
        return values.to_physical().fill_null(missing).cast(pl.Int32).to_numpy()
    if column.kind == "choice":
        return _coded(values, {choice: place for place, choice in enumerate(column.choices, start=1)})
    if column.kind == "flag":
        return values.cast(pl.Int32).fill_null(UNKNOWN).to_numpy()
    return _names(values)


def _coded(values: pl.Series, codes: Mapping[str, int], default: int = 0) -> np.ndarray[Any, Any]:
    """Give the code of each value; `default` for an empty cell and for one without a code."""
    if len(values) <= FEW_ROWS:
        return np.array([codes.get(value, default) for value in values.to_list()], dtype=np.int32)
    return values.replace_strict(codes, default=default, return_dtype=pl.Int32).fill_null(default).to_numpy()


def _small(values: pl.Series) -> pl.Series:
    """Give names in small letters, without spaces around them."""
    if len(values) <= FEW_ROWS:
        return pl.Series([name and name.strip().lower() for name in values.to_list()], dtype=pl.String)
    return values.str.strip_chars().str.to_lowercase()


def _regions(frame: pl.DataFrame, regions: Mapping[str, int]) -> np.ndarray[Any, Any]:
    by_column = _column(TABLE["stays"], frame, "region")
    known = {name.lower(): code for name, code in regions.items()}
    by_town = _coded(_small(frame["municipality"]), known)
    return np.where(by_column > 0, by_column, by_town).astype(np.int32)


def school_codes(frames: Mapping[str, pl.DataFrame]) -> dict[str, int]:
    """Give each school a code from 1, by its name in small letters: one school has one code in every table."""
    names: set[str] = set()
    for table, column in SCHOOLS.items():
        if table in frames:
            names.update(name for name in _small(frames[table][column].unique()).to_list() if name is not None)
    return {name: code for code, name in enumerate(sorted(names), start=1)}


def _tasks(names: pl.Series) -> np.ndarray[Any, Any]:
    """Give the code of each task: its place in TASKS, from 1; others later, equal ones the same."""
    others = sorted({name for name in names.unique().to_list() if name} - set(TASKS))
    return _coded(names, {name: code for code, name in enumerate((*TASKS, *others), start=1)})


def _involvements(frame: pl.DataFrame) -> dict[str, Any]:
    """Give tasks and people by code: written with other capitals, they are the same."""
    people = _small(frame["person"])
    names = sorted({name for name in people.unique().to_list() if name})
    return {
        "task": _tasks(_small(frame["task"])),
        "person": _coded(people, {name: code for code, name in enumerate(names, start=1)}),
    }


def _plans(frame: pl.DataFrame) -> dict[str, Any]:
    rules = {rule_id: place for place, rule_id in enumerate(RULE_IDS)}
    written = frame["key"].to_list()
    keys = {key: key_code(key) for key in set(written)}
    return {
        "rule": _coded(frame["rule"], rules, -1),
        "key": np.array([keys[key] for key in written], dtype=np.int32),
        "partner": frame["with"].is_not_null(),
        "child_view": frame["child_view"].is_not_null(),
    }


def _records(row_type: Any, columns: Mapping[str, Any], count: int) -> np.ndarray[Any, Any]:
    """Give columns as the record array that compiled code reads."""
    made = np.zeros(count, dtype=[(name, np.int32) for name in row_type._fields])
    for name in row_type._fields if count else ():
        made[name] = columns[name]
    return made


def _rows(
    table: Table, frame: pl.DataFrame, regions: Mapping[str, int], schools: Mapping[str, int]
) -> np.ndarray[Any, Any]:
    """Give the rows of one table with the fields that its row type asks for."""
    columns: dict[str, Any] = {}
    if table.name in SCHOOLS:
        columns[SCHOOLS[table.name]] = _coded(_small(frame[SCHOOLS[table.name]]), schools)
    if table.name == "plans":
        columns = _plans(frame)
    if table.name == "involvements":
        columns = _involvements(frame)
    if table.name == "handovers":
        columns = {"task": _tasks(_small(frame["task"])), "to_person": frame["to_person"].is_not_null()}
    if table.name == "stays":
        columns |= {"region": _regions(frame, regions), "told_early": frame["told_early_reason"].is_not_null()}
    row_type = ROW_TYPES[table.name]
    for name in row_type._fields:
        if name not in columns:
            columns[name] = _column(table, frame, name)
    return _records(row_type, columns, len(frame))


STRANGERS = "{table} has facts of children that aren't in the list"


def _in_order(table: Table, frame: pl.DataFrame, names: tuple[str, ...]) -> tuple[pl.DataFrame, np.ndarray[Any, Any]]:
    """Give a table's rows by child, then by start (unknown first), and the place of the child of each."""
    start = table.starts or SORTED_BY.get(table.name, "row")
    if max(len(frame), len(names)) <= FEW_TO_SORT:
        return _few_in_order(table, frame, names, start)
    at = pl.DataFrame({"child": names, "place": range(len(names))}, schema={"child": pl.String, "place": pl.Int32})
    frame = frame.join(at, on="child", how="left", maintain_order="left")
    if frame["place"].null_count():
        raise ValueError(STRANGERS.format(table=table.name))
    frame = frame.sort("place", start, nulls_last=False, maintain_order=True)
    return frame.drop("place"), frame["place"].to_numpy()


def _few_in_order(
    table: Table, frame: pl.DataFrame, names: tuple[str, ...], start: str
) -> tuple[pl.DataFrame, np.ndarray[Any, Any]]:
    """Give the same for few rows: in plain Python, and the frame itself when it is in order."""
    at = {name: place for place, name in enumerate(names)}
    try:
        places = [at[name] for name in frame["child"].to_list()]
    except KeyError:
        raise ValueError(STRANGERS.format(table=table.name)) from None
    starts = frame[start].to_list()
    order = sorted(range(len(places)), key=lambda k: (places[k], starts[k] is not None, starts[k] or 0))
    if order != list(range(len(places))):
        frame = frame[order]
    return frame, np.array([places[k] for k in order], dtype=np.int32)


def build_caseload(*, frames: Mapping[str, pl.DataFrame], regions: Mapping[str, int]) -> Caseload:
    """Turn frames into a caseload.

    `frames`: by table name; absent tables are empty. Rows of children that aren't in `children` raise ValueError.
    `regions`: school-holiday region (1 noord, 2 midden, 3 zuid) by municipality, for stays whose region is empty.
    """
    children = frames["children"]
    names = tuple(children["child"].to_list())
    sorted_frames: dict[str, pl.DataFrame] = {"children": children}
    born = {name: children[name].to_physical().fill_null(UNKNOWN).to_list() for name in ("born_from", "born_to")}
    people: dict[str, Any] = {name: [*days, UNKNOWN] for name, days in born.items()}
    people["unaccompanied"] = [*_column(TABLE["children"], children, "unaccompanied"), UNKNOWN]
    rows: dict[str, Any] = {}
    schools = school_codes(frames)
    for table in TABLES[1:]:
        frame = frames.get(table.name, empty_frame(table))
        if frame.is_empty():
            sorted_frames[table.name] = frame
            if table.name in ROW_TYPES:
                people[f"{table.singular}_start"] = np.zeros(len(names) + 1, dtype=np.int32)
                rows[table.name] = _records(ROW_TYPES[table.name], {}, 0)
            continue
        frame, places = _in_order(table, frame, names)
        sorted_frames[table.name] = frame
        if table.name in ROW_TYPES:
            people[f"{table.singular}_start"] = np.searchsorted(places, np.arange(len(names) + 1))
            rows[table.name] = _rows(table, frame, regions, schools)
    rows["children"] = _records(ROW_TYPES["children"], people, len(names) + 1)
    return Caseload(names, sorted_frames, Facts(**rows))
