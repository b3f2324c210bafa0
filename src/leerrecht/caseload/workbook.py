"""One XLSX to grids, through calamine. What is safe to open is decided in `workbook_scan`; no cell is judged here."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from leerrecht.caseload.cells import Cell, Truth, tidy
from leerrecht.caseload.sheet_scan import SheetScan, cell_name
from leerrecht.caseload.source import Grid, note_unknown
from leerrecht.caseload.workbook_scan import Refusal, scan_workbook
from leerrecht.law.tables import TABLE

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

    from leerrecht.caseload.faults import Findings


def open_workbook(*, content: bytes, name: str, findings: Findings) -> dict[str, Grid] | None:
    """Give the grids of the known sheets, or None, after a fault, when the file can't be opened at all."""
    from python_calamine import CalamineError
    from python_calamine import CalamineWorkbook as Workbook

    try:
        scans = scan_workbook(content=content)
        workbook = Workbook.from_filelike(io.BytesIO(content))
    except Refusal as refusal:
        findings.fault(refusal.code, value=name)
        return None
    except (CalamineError, OSError, ValueError):
        findings.fault("file_damaged", value=name)
        return None
    note_unknown(names=workbook.sheet_names, findings=findings)
    grids: dict[str, Grid] = {}
    for written in workbook.sheet_names:
        sheet = tidy(written).lower()
        if sheet not in TABLE:
            continue
        if sheet in grids or sheet in findings.unread:
            findings.fault("sheet_duplicate", sheet=sheet, value=written)
            findings.unread.add(sheet)
            continue
        grid = _open_sheet(workbook, written, scans.get(written), findings)
        if grid:
            grids[sheet] = grid
        else:
            findings.unread.add(sheet)
    return grids


def _open_sheet(workbook: CalamineWorkbook, written: str, scan: SheetScan | None, findings: Findings) -> Grid | None:
    from python_calamine import CalamineError

    sheet = tidy(written).lower()
    if scan is None or scan.is_damaged:
        findings.fault("sheet_damaged", sheet=sheet)
        return None
    if scan.is_too_large:
        row, column = scan.reach
        findings.fault("sheet_too_large", sheet=sheet, value=cell_name(row=row, column=column))
        return None
    try:
        opened = workbook.get_sheet_by_name(written)
        rows: list[list[Any]] = opened.to_python(skip_empty_area=False)  # the scan has shown that this is safe
        ranges = opened.merged_cell_ranges or []
    except (CalamineError, OSError, ValueError, OverflowError):
        findings.fault("sheet_damaged", sheet=sheet)
        return None
    cells, numbers = _fill(rows, scan)
    merged = [(first[0] + 1, first[1] + 1, last[0] + 1, last[1] + 1) for first, last in ranges]
    return Grid(sheet=sheet, rows=cells, numbers=numbers, merged=merged)


def _fill(cells: list[list[Cell]], scan: SheetScan) -> tuple[list[list[Cell]], list[int]]:
    """Put the cells that calamine shows as empty back in their place, and mark true and false."""
    width = max(len(cells[0]) if cells else 0, max((column for _, column in scan.odd_cells), default=0))
    if cells and width > len(cells[0]):
        for row in cells:
            row.extend([""] * (width - len(row)))
    extra: dict[int, list[Cell]] = {}
    for (number, column), odd in scan.odd_cells.items():
        row = cells[number - 1] if number <= len(cells) else extra.setdefault(number, [""] * width)
        row[column - 1] = odd
    numbers = [*range(1, len(cells) + 1), *sorted(extra)]
    cells = [*cells, *(extra[number] for number in sorted(extra))]
    for row in cells:
        for position, value in enumerate(row):
            if isinstance(value, bool):
                row[position] = Truth.TRUE if value else Truth.FALSE
    return cells, numbers
