"""The matrix of judgements as a CSV file or a workbook, out and in: one row per cell, so that coders can work in a sheet.

Text that a spreadsheet would take for a formula gets an apostrophe on the way out and loses it on the way in: the codes +
and - need it most.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from leerrecht.appraisal.loading import StudyRefused
from leerrecht.appraisal.scale import code_of
from leerrecht.appraisal.study import Judgement, Study

COLUMNS = (
    "subgroup", "scenario", "criterion", "score", "lo", "hi", "basis", "statement", "chapter", "findings", "text", "text_nl",
)  # fmt: skip
NEEDED = COLUMNS[:4]
FORMS = (".csv", ".xlsx")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
SHEET = "judgements"


def write_matrix(study: Study, *, path: Path, subgroup: str | None = None) -> None:
    """Write the judgements, of one subgroup or of all; raises StudyRefused when the name asks for another form."""
    check_form(path)
    rows = [_row(each) for each in study.judgements if subgroup in (None, each.subgroup)]
    write = _write_csv if path.suffix.lower() == ".csv" else _write_xlsx
    write(path, rows)


def read_matrix(*, path: Path) -> list[dict[str, Any]]:
    """Read judgements as a study has them; what stands in them is checked with the study.

    Raises StudyRefused when the file can't be read or lacks a column, or a row has more cells than there are columns.
    """
    check_form(path)
    try:
        lines = list(_read_csv(path) if path.suffix.lower() == ".csv" else _read_xlsx(path))
    except (OSError, UnicodeDecodeError, csv.Error, ValueError, KeyError) as error:
        raise StudyRefused(
            [f"{path.name}: it can't be read ({error}). Save it again as CSV (UTF-8) or XLSX"]
        ) from error
    if not lines:
        raise StudyRefused([f"{path.name}: it is empty. The first row names the columns: {', '.join(COLUMNS)}"])
    header = [cell.strip().lower() for cell in lines[0]]
    faults = [f"{path.name}: the column {name} is missing. Add it" for name in NEEDED if name not in header]
    faults += [
        f"{path.name}: the column {name!r} isn't known. Choose from: {', '.join(COLUMNS)}"
        for name in header
        if name and name not in COLUMNS
    ]
    if faults:
        raise StudyRefused(faults)
    return [_entry(header, line) for line in lines[1:] if any(cell.strip() for cell in line)]


def check_form(path: Path) -> None:
    """Refuse a name that is neither CSV nor XLSX."""
    if path.suffix.lower() not in FORMS:
        raise StudyRefused([f"{path.name}: this form isn't known. Choose from: {', '.join(FORMS)}"])


def _row(each: Judgement) -> list[str]:
    low, high = ("--", "++") if each.score is None else (code_of(each.low), code_of(each.high))
    return [
        each.subgroup, each.scenario, each.criterion, code_of(each.score), low, high, each.basis, each.statement,
        each.chapter, " ".join(each.findings), each.text["en"], each.text.get("nl", ""),
    ]  # fmt: skip


def _entry(header: Sequence[str], line: Sequence[str]) -> dict[str, Any]:
    cells = {name: cell.strip() for name, cell in zip(header, line, strict=False) if name and cell.strip()}
    entry: dict[str, Any] = {name: _bare(cell) for name, cell in cells.items()}
    if "findings" in header:
        entry["findings"] = cells.get("findings", "").replace(",", " ").split()
    return entry


def find_changed(study: Study, entries: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give, of judgements as `read_matrix` gives them, the cells that differ from the study's, with the fields that do."""
    standing = {(row[0], row[1], row[2]): dict(zip(COLUMNS, row, strict=True)) for row in map(_row, study.judgements)}
    changed = []
    for entry in entries:
        row = standing.get((entry.get("subgroup", ""), entry.get("scenario", ""), entry.get("criterion", "")), {})
        fields = {name: content for name, content in entry.items() if _as_cell(content) != row.get(name)}
        if fields:
            changed.append({**{name: entry[name] for name in NEEDED[:3] if name in entry}, **fields})
    return changed


def _as_cell(content: Any) -> str:
    return " ".join(content) if isinstance(content, list) else str(content)


def _bare(cell: str) -> str:
    """Take the apostrophe off that kept a code from being a formula.

    >>> _bare("'++"), _bare("0")
    ('++', '0')
    """
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(FORMULA_STARTS) else cell


def _guarded(rows: Iterable[Sequence[str]]) -> Iterator[list[str]]:
    for row in rows:
        yield [f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell for cell in row]


def _write_csv(path: Path, rows: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([COLUMNS, *_guarded(rows)])


def _read_csv(path: Path) -> Iterator[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        first = file.readline()
        file.seek(0)
        yield from csv.reader(file, delimiter=";" if first.count(";") > first.count(",") else ",", strict=True)


def _write_xlsx(path: Path, rows: list[list[str]]) -> None:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet(SHEET)
    for row in (COLUMNS, *_guarded(rows)):
        sheet.append(list(row))
    book.save(path)


def _read_xlsx(path: Path) -> Iterator[list[str]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    except CalamineError as error:
        raise ValueError(str(error)) from error
    for row in rows:
        yield ["" if cell is None else f"{cell:g}" if isinstance(cell, float) else str(cell) for cell in row]
