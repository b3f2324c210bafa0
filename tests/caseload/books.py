"""Small workbooks and CSVs for the tests of the caseload room. Not a test."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from leerrecht.caseload import Reading, read_caseload
from leerrecht.law.tables import TABLES

Rows = list[list[Any]]
CHILDREN: Rows = [["child", "born_on"], ["K1", "2010-05-03"], ["K2", "2011-06-04"]]


def book(path: Path, sheets: dict[str, Rows]) -> Path:
    """Write a workbook with these sheets; formulas are written as formulas without a value."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(row)
    workbook.save(path)
    return path


def read(path: Path, sheets: dict[str, Rows], *, rule_ids: tuple[str, ...] = ()) -> Reading:
    """Write a workbook and read it; `children` is filled in when not given."""
    return read_caseload(path=book(path / "list.xlsx", {"children": CHILDREN, **sheets}), rule_ids=rule_ids)


def full(table: str, *rows: dict[str, Any]) -> Rows:
    """Make a whole sheet, all columns there, of rows that name only what they fill."""
    names = [column.name for column in next(each for each in TABLES if each.name == table).columns]
    return [list(names), *([row.get(name) for name in names] for row in rows)]


def faults(reading: Reading) -> list[tuple[str, int | None, str | None, str, str]]:
    """Give place, code and value of each fault."""
    return [(each.sheet, each.row, each.column, each.code, each.value) for each in reading.faults]


def notices(reading: Reading) -> list[tuple[str, int | None, str | None, str, str]]:
    """Give place, code and value of each notice, without those about absent sheets and columns."""
    return [
        (each.sheet, each.row, each.column, each.code, each.value)
        for each in reading.notices
        if each.code not in ("sheet_absent", "column_absent")
    ]


def rezip(source: Path, changes: dict[str, bytes], *, compression: int = zipfile.ZIP_DEFLATED) -> Path:
    """Replace or add parts of a workbook."""
    with zipfile.ZipFile(source) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(source, "w", compression) as archive:
        for name, data in {**parts, **changes}.items():
            archive.writestr(name, data)
    return source


def part(source: Path, name: str) -> bytes:
    """Read one part of a workbook."""
    with zipfile.ZipFile(source) as archive:
        return archive.read(name)


def folder(path: Path, files: dict[str, str | bytes]) -> Path:
    """Write a folder of files."""
    path.mkdir(exist_ok=True)
    for name, content in files.items():
        (path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return path
