"""From a path to a `Reading`: typed frames, every fault and notice at once, and what was left out per child.

The one way in. It conducts: opening is in `source`, cells in `sheets`, what crosses cells in `checks`. No rule of law,
no clock. Polars is imported when the first frame is made.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from leerrecht.caseload.checks import Guesser, check_children, check_rows, note_remarkable
from leerrecht.caseload.faults import Fault, Findings, Notice, in_order
from leerrecht.caseload.sheets import Sheet, read_sheet
from leerrecht.caseload.source import Grid, open_source
from leerrecht.law.tables import TABLE, TABLES, Table

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl

Progress = Callable[[int, int], None]


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What a caseload says.

    `frames`: a frame per table, with the columns of the table and `row`; in `children`, `born_from` and `born_to` (both
    inclusive) stand for `born_on`. `left_out`: per child the places of its rows that a fault kept out, such as
    "enrolments rij 5". `unread`: tables of which rows could not be read at all, so that no child can be named.
    """

    frames: dict[str, pl.DataFrame]
    faults: tuple[Fault, ...]
    notices: tuple[Notice, ...]
    left_out: dict[str, tuple[str, ...]] = field(default_factory=dict)
    unread: tuple[str, ...] = ()


def read_caseload(*, path: Path, rule_ids: tuple[str, ...] = (), progress: Progress | None = None) -> Reading:
    """Read a workbook (XLSX), a folder of CSVs, or one CSV named after a sheet. Never raises for what is in it.

    `rule_ids`: the rules that a plan may name; empty: any. `progress` is told how many rows of how many are read.

    >>> from pathlib import Path
    >>> read_caseload(path=Path("no-such-file.xlsx")).faults[0].what("en")
    'The file or folder "no-such-file.xlsx" does not exist.'
    """
    findings = Findings()
    grids = open_source(path=path, findings=findings)
    sheets: dict[str, Sheet] = {}
    if grids is not None:
        _note_absent_sheets(grids, findings)
        sheets = _read_sheets(grids, rule_ids, progress, findings)
    return Reading(
        frames={table.name: _frame(table, sheets.get(table.name)) for table in TABLES},
        faults=in_order(findings.faults),
        notices=in_order(findings.notices),
        left_out=_left_out(sheets),
        unread=tuple(table.name for table in TABLES if table.name in findings.unread),
    )


def _note_absent_sheets(grids: dict[str, Grid], findings: Findings) -> None:
    unknown = [notice.value.lower() for notice in findings.notices if notice.code == "sheet_unknown"]
    for table in TABLES:
        if table.name in grids or table.name in findings.unread:
            continue
        if table.name == "children":
            hint = next((name for name in unknown if name[:5] in ("child", "kinde", "jonge")), "")
            findings.fault("sheet_missing", sheet=table.name, hint=hint)
        elif not table.quiet:
            findings.notice("sheet_absent", sheet=table.name)


def _read_sheets(
    grids: dict[str, Grid], rule_ids: tuple[str, ...], progress: Progress | None, findings: Findings
) -> dict[str, Sheet]:
    total = sum(len(grid.rows) for grid in grids.values())
    done = 0
    sheets: dict[str, Sheet] = {}
    for table in TABLES:
        grid = grids.get(table.name)
        if grid is None:
            continue
        sheet = _read_sheet(grid, table, rule_ids, findings)
        if sheet:
            sheets[table.name] = sheet
        done += len(grid.rows)
        if progress:
            progress(done, total)
    _check_across(sheets, findings)
    return sheets


def _read_sheet(grid: Grid, table: Table, rule_ids: tuple[str, ...], findings: Findings) -> Sheet | None:
    is_blank = all(cell == "" for row in grid.rows for cell in row)
    if is_blank and table.name != "children":
        if table.name not in findings.unread:
            findings.notice("sheet_blank", sheet=table.name)
        return None
    if is_blank and table.name == "children":
        findings.fault("sheet_empty", sheet=table.name)
        return None
    sheet = read_sheet(grid=grid, table=table, findings=findings)
    if not sheet.columns:
        findings.unread.add(table.name)
        return None
    if table.name == "children" and sheet.is_usable and not sheet.numbers and table.name not in findings.unread:
        findings.fault("sheet_empty", sheet=table.name)
    check_rows(sheet=sheet, rule_ids=rule_ids, findings=findings)
    return sheet


def _check_across(sheets: dict[str, Sheet], findings: Findings) -> None:
    children = sheets.get("children")
    guesser = None
    if children and children.is_usable and children.numbers and "children" not in findings.unread:
        guesser = Guesser(words=tuple(str(child) for child in children.columns["child"] if child is not None))
    for name, sheet in sheets.items():
        if name != "children":
            check_children(sheet=sheet, children=children, findings=findings, guesser=guesser)
            note_remarkable(sheet=sheet, findings=findings)


def _left_out(sheets: dict[str, Sheet]) -> dict[str, tuple[str, ...]]:
    places: defaultdict[str, list[str]] = defaultdict(list)
    for name, sheet in sheets.items():
        for position in sorted(sheet.bad):
            child = sheet.value(position, "child")
            if child is not None:
                places[str(child)].append(f"{name} rij {sheet.numbers[position]}")
    return {child: tuple(rows) for child, rows in places.items()}


def _schema(table: Table) -> dict[str, pl.DataType]:
    import polars as pl

    types = {"date": pl.Date(), "born": pl.Date(), "flag": pl.Boolean(), "number": pl.Float64()}
    schema: dict[str, pl.DataType] = {}
    for column in table.columns:
        names = ("born_from", "born_to") if column.kind == "born" else (column.name,)
        schema.update({name: types.get(column.kind, pl.String()) for name in names})
    return {**schema, "row": pl.Int64()}


def _frame(table: Table, sheet: Sheet | None) -> pl.DataFrame:
    import polars as pl

    schema = _schema(table)
    if sheet is None:
        return pl.DataFrame(schema=schema)
    columns: dict[str, list[Any]] = {**sheet.columns, "row": list(sheet.numbers)}
    kept = [position for position in range(len(sheet.numbers)) if position not in sheet.bad] if sheet.bad else None
    return pl.DataFrame(
        [
            pl.Series(name, columns[name] if kept is None else [columns[name][each] for each in kept], dtype=dtype)
            for name, dtype in schema.items()
        ]
    )


def empty_frames() -> dict[str, pl.DataFrame]:
    """Give a frame without rows for each table, with the right columns and types."""
    return {table.name: _frame(TABLE[table.name], None) for table in TABLES}
