"""One grid to typed columns: header, cells, and what is wrong within a row. Rows of other sheets are unknown here.

Works column by column, and reads each different value once: a sheet holds few different dates and choices.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from leerrecht.caseload.cells import Cell, Flaw, Gap, nearest, parse_plain, plain_text, show, spoilt, tidy
from leerrecht.caseload.dates import has_time, parse_born, parse_date
from leerrecht.caseload.sheet_scan import cell_name, column_letters

if TYPE_CHECKING:
    from collections.abc import Callable

    from leerrecht.caseload.faults import Findings
    from leerrecht.caseload.source import Grid
    from leerrecht.law.tables import Column, Table

Value = object
Values = list[Value]


@dataclass
class Sheet:
    """The typed columns of one sheet, all of the same length. `written` are the cells as they stand in the file.

    `numbers` are the rows' own numbers; `bad` are positions of rows that may not be judged.
    """

    table: Table
    numbers: list[int]
    columns: dict[str, Values]
    written: dict[str, list[Cell]]
    bad: set[int]
    is_usable: bool

    def value(self, position: int, name: str) -> Value:
        """Give a typed value by row position and column."""
        return self.columns[name][position]


def read_sheet(*, grid: Grid, table: Table, findings: Findings) -> Sheet:
    """Read all cells of a grid, and note every fault in them."""
    header, is_usable = _read_header(grid, table, findings)
    body = _body(grid)
    picked = _pick(grid, header, body)
    sheet = Sheet(
        table=table, numbers=[grid.numbers[position] for position in body], columns={}, written=picked, bad=set(),
        is_usable=is_usable,
    )  # fmt: skip
    if header:
        for column in table.columns:
            _read_column(sheet, column, findings)
        _drop_blank_rows(sheet, grid, body)
        _note_missing(sheet, header, findings)
    _mark_spoilt(sheet, grid, header, findings)
    if not sheet.is_usable:
        sheet.bad = set(range(len(sheet.numbers)))
    return sheet


def _read_header(grid: Grid, table: Table, findings: Findings) -> tuple[dict[str, int], bool]:
    """Map the known columns to their place. Says too whether the sheet can be understood."""
    names = {column.name for column in table.columns}
    has_header = bool(grid.rows) and grid.numbers[0] == grid.header_row
    header: dict[str, int] = {}
    unknown: list[str] = []
    is_usable = True
    for position, cell in enumerate(grid.rows[0] if has_header else ()):
        name = _header_name(cell)
        place = column_letters(column=position + 1)
        flaw = spoilt(cell)
        if flaw:
            findings.fault(flaw.code, sheet=table.name, row=grid.header_row, column=place, value=show(cell))
            is_usable = False
        elif name in header:
            findings.fault("column_duplicate", sheet=table.name, row=grid.header_row, column=name, value=name)
            is_usable = False
        elif name in names:
            header[name] = position
        elif name:
            unknown.append(name)
        elif _holds_something(grid, position):
            findings.notice("column_unnamed", sheet=table.name, row=grid.header_row, column=place, value=place)
    if not header:
        findings.fault("header_missing", sheet=table.name, row=grid.header_row)
        return {}, False
    _tell_unknown(grid, unknown, names - set(header), findings)
    return header, _note_absent(grid, header, unknown, table, findings) and is_usable


def _header_name(cell: Cell) -> str:
    text = "" if isinstance(cell, Gap) else plain_text(cell)
    return tidy(text).lower() if isinstance(text, str) else str(cell)


def _holds_something(grid: Grid, position: int) -> bool:
    return any(not _is_blank(row[position]) for row in grid.rows[1:])


def _tell_unknown(grid: Grid, unknown: list[str], free: set[str], findings: Findings) -> None:
    for name in unknown:
        findings.notice(
            "column_unknown", sheet=grid.sheet, row=grid.header_row, column=name, value=name,
            hint=nearest(name, sorted(free)),
        )  # fmt: skip


def _note_absent(grid: Grid, header: dict[str, int], unknown: list[str], table: Table, findings: Findings) -> bool:
    is_whole = True
    for column in table.columns:
        if column.name in header:
            continue
        if column.needed or column.filled:
            hint = nearest(column.name, unknown)
            findings.fault("column_missing", sheet=table.name, row=grid.header_row, column=column.name, hint=hint)
            is_whole = False
        elif not column.quiet:
            findings.notice("column_absent", sheet=table.name, row=grid.header_row, column=column.name)
    return is_whole


def _body(grid: Grid) -> list[int]:
    """Give the positions of the rows below the header that hold anything."""
    return [
        position
        for position, row in enumerate(grid.rows)
        if grid.numbers[position] > grid.header_row and (any(row) or any(cell != "" for cell in row))
    ]


def _pick(grid: Grid, header: dict[str, int], body: list[int]) -> dict[str, list[Cell]]:
    return {name: [grid.rows[position][place] for position in body] for name, place in header.items()}


def _read_column(sheet: Sheet, column: Column, findings: Findings) -> None:
    cells = sheet.written.get(column.name)
    if cells is None:
        empty: Values = [None] * len(sheet.numbers)
        sheet.columns.update({"born_from": empty, "born_to": empty} if column.kind == "born" else {column.name: empty})
        return
    if column.kind == "born":
        _read_born(sheet, column, cells, findings)
        return
    read: dict[Cell, Value] = {cell: _reader(column)(_tidy_cell(cell)) for cell in set(cells)}
    values = [read[cell] for cell in cells]
    if any(isinstance(value, Flaw) for value in read.values()):
        _note_flaws(sheet, column, cells, values, findings)
    if column.kind == "date" and any(has_time(cell) for cell in read):
        _note_times(sheet, column, cells, findings)
    sheet.columns[column.name] = values


def _reader(column: Column) -> Callable[[Cell], Value]:
    def read(cell: Cell) -> Value:
        if cell == "":
            return None
        return parse_date(cell) if column.kind == "date" else parse_plain(cell, column)

    return read


def _tidy_cell(cell: Cell) -> Cell:
    return tidy(cell) if isinstance(cell, str) else cell


def _is_blank(cell: Cell) -> bool:
    return isinstance(cell, str) and not tidy(cell)


def _read_born(sheet: Sheet, column: Column, cells: list[Cell], findings: Findings) -> None:
    precisions = sheet.written.get("born_precision") or [""] * len(cells)
    spans: dict[tuple[Cell, str], Value] = {}
    values: Values = []
    for cell, precision in zip(cells, precisions, strict=True):
        word = tidy(precision).lower() if isinstance(precision, str) else ""
        key = (cell, word)
        if key not in spans:
            tidied = _tidy_cell(cell)
            spans[key] = None if tidied == "" else parse_born(tidied, word)
        values.append(spans[key])
    _note_flaws(sheet, column, cells, values, findings)
    if any(has_time(cell) for cell in set(cells)):
        _note_times(sheet, column, cells, findings)
    sheet.columns["born_from"] = [value[0] if isinstance(value, tuple) else None for value in values]
    sheet.columns["born_to"] = [value[1] if isinstance(value, tuple) else None for value in values]


def _note_flaws(sheet: Sheet, column: Column, cells: list[Cell], values: Values, findings: Findings) -> None:
    """Note each flaw, and put nothing in its place; the row is out."""
    for position, value in enumerate(values):
        if isinstance(value, Flaw):
            findings.fault(
                value.code, sheet=sheet.table.name, row=sheet.numbers[position], column=column.name,
                value=show(cells[position]), hint=value.hint, allowed=value.allowed,
            )  # fmt: skip
            sheet.bad.add(position)
            values[position] = None


def _note_times(sheet: Sheet, column: Column, cells: list[Cell], findings: Findings) -> None:
    for position, cell in enumerate(cells):
        if has_time(cell) and position not in sheet.bad:
            number = sheet.numbers[position]
            findings.notice("time_ignored", sheet=sheet.table.name, row=number, column=column.name, value=show(cell))


def _drop_blank_rows(sheet: Sheet, grid: Grid, body: list[int]) -> None:
    """Forget rows that hold only spaces. Only a row without a child can be one."""
    children = sheet.columns["child"]
    blank = {
        position
        for position, child in enumerate(children)
        if child is None and position not in sheet.bad and all(_is_blank(cell) for cell in grid.rows[body[position]])
    }
    if not blank:
        return
    kept = [position for position in range(len(children)) if position not in blank]
    moved = {position: place for place, position in enumerate(kept)}
    sheet.numbers = [sheet.numbers[position] for position in kept]
    sheet.bad = {moved[position] for position in sheet.bad}
    sheet.columns = {name: [values[position] for position in kept] for name, values in sheet.columns.items()}
    sheet.written = {name: [cells[position] for position in kept] for name, cells in sheet.written.items()}


def _note_missing(sheet: Sheet, header: dict[str, int], findings: Findings) -> None:
    """Note the empty cells of columns that each row must fill; not those that were noted as something else."""
    for column in sheet.table.columns:
        if not column.filled or column.name not in header:
            continue
        for position, cell in enumerate(sheet.written[column.name]):
            if _is_blank(cell):
                number = sheet.numbers[position]
                findings.fault("value_missing", sheet=sheet.table.name, row=number, column=column.name)
                sheet.bad.add(position)


def _mark_spoilt(sheet: Sheet, grid: Grid, header: dict[str, int], findings: Findings) -> None:
    """Mark the rows that the file's form has spoilt: merged cells in known columns, too many fields."""
    count = len(sheet.numbers)
    edges = [0] * (count + 1)  # +1 where a merged range begins, -1 after it
    for top, left, bottom, right in grid.merged:
        touched = [name for name, place in header.items() if left <= place + 1 <= right]
        first, last = bisect_left(sheet.numbers, top), bisect_right(sheet.numbers, bottom)
        is_header = top <= grid.header_row <= bottom
        if not touched or not (first < last or is_header):
            continue
        corner = f"{cell_name(row=top, column=left)}:{cell_name(row=bottom, column=right)}"
        column = min(touched, key=lambda name: header[name])
        findings.fault("merged_cells", sheet=sheet.table.name, row=top, column=column, value=corner)
        sheet.is_usable = sheet.is_usable and not is_header
        edges[first] += 1
        edges[last] -= 1
    sheet.bad |= {position for position, depth in enumerate(accumulate(edges[:count])) if depth}
    sheet.bad |= {position for position, number in enumerate(sheet.numbers) if number in grid.spoilt}
