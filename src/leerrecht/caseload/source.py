"""Opening: from a path to grids of cells, one per known sheet. Knows files and folders; judges no cell.

XLSX through calamine after `workbook_scan`; CSV through `csv_files`. Nothing here raises for what is in a file.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from leerrecht.caseload.cells import Cell, nearest, tidy
from leerrecht.caseload.faults import shorten
from leerrecht.law.tables import TABLE, TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from leerrecht.caseload.faults import Findings

MOST_FILE_BYTES = 500_000_000
_OLE = bytes.fromhex("D0CF11E0")
_CSV_ENDINGS = frozenset({".csv", ".txt", ".tsv"})
_OTHER_KINDS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf")


@dataclass
class Grid:
    """The cells of one known sheet. `rows[0]` is the header, if its number is `header_row`.

    `numbers` are the rows' own numbers in the sheet.
    `spoilt` are numbers of rows that can't be trusted; `merged` are ranges of merged cells: first and last row and
    column, from 1.
    """

    sheet: str
    rows: list[list[Cell]]
    numbers: list[int]
    spoilt: set[int] = field(default_factory=set)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    header_row: int = 1


def open_source(*, path: Path, findings: Findings) -> dict[str, Grid] | None:
    """Open a workbook, a folder of CSVs or one CSV. Gives the grids by table name, or None when nothing can be read."""
    try:
        if path.is_dir():
            return _open_folder(path, findings)
        if not path.exists():
            findings.fault("file_missing", value=_name(path))
            return None
        return _open_file(path, findings)
    except (OSError, ValueError):  # ValueError: a path that can't exist, such as one with a NUL in it
        findings.fault("file_unreadable", value=path.name)
        return None


def _name(path: Path) -> str:
    """Give the name of a file or folder, also of "." and ".."."""
    return path.name if path.name not in ("", "..") else path.resolve().name or str(path)


def _open_file(path: Path, findings: Findings) -> dict[str, Grid] | None:
    content = _read(path, findings)
    if content is None:
        return None
    if content.startswith(b"PK"):
        from leerrecht.caseload.workbook import open_workbook

        return open_workbook(content=content, name=path.name, findings=findings)
    code = _refuse(path, content)
    if code:
        findings.fault(code, value=path.name)
        return None
    table = path.stem.strip().lower()
    if table not in TABLE:
        findings.fault("file_name_unknown", value=path.name, hint=nearest(table, TABLE))
        return None
    return _open_csvs([(table, path, content)], findings)


def _read(path: Path, findings: Findings, sheet: str = "") -> bytes | None:
    """Read a whole file, or note why not."""
    try:
        if path.is_file():
            size = path.stat().st_size
            if 0 < size <= MOST_FILE_BYTES:
                return path.read_bytes()
            findings.fault("file_too_large" if size else "file_empty", sheet=sheet, value=path.name)
            return None
    except OSError:
        pass
    findings.fault("file_unreadable", sheet=sheet, value=path.name)
    return None


def _refuse(path: Path, content: bytes) -> str:
    """Give the code of the fault of a file that is neither a workbook nor a CSV, or nothing."""
    if content.startswith(_OLE):
        return "file_password" if "EncryptedPackage".encode("utf-16-le") in content else "file_xls_old"
    ending = path.suffix.lower()
    if content.startswith(_OTHER_KINDS) or ending not in _CSV_ENDINGS:
        return "file_damaged" if ending in (".xlsx", ".xlsm") else "file_not_workbook"
    return ""


def _open_folder(folder: Path, findings: Findings) -> dict[str, Grid] | None:
    files = sorted(each for each in folder.iterdir() if not each.name.startswith("."))
    files = [each for each in files if each.suffix.lower() in _CSV_ENDINGS]
    known = [(each.stem.strip().lower(), each) for each in files if each.stem.strip().lower() in TABLE]
    if not known:
        findings.fault("folder_without_csv", value=_name(folder))
        return None
    note_unknown(names=[each.stem for each in files if each.suffix.lower() == ".csv"], findings=findings)
    opened: list[tuple[str, Path, bytes]] = []
    for table, file in known:
        content = _read(file, findings, table)
        code = _refuse(file, content) if content is not None else "unread"
        if code:
            findings.unread.add(table)
        if code and content is not None:
            findings.fault(code, sheet=table, value=file.name)
        elif content is not None:
            opened.append((table, file, content))
    return _open_csvs(opened, findings)


def _open_csvs(files: Iterable[tuple[str, Path, bytes]], findings: Findings) -> dict[str, Grid]:
    from leerrecht.caseload.csv_files import open_csv

    grids: dict[str, Grid] = {}
    for table, _, content in files:
        if table in grids:
            findings.fault("sheet_duplicate", sheet=table)
            findings.unread.add(table)
            continue
        grid = open_csv(content=content, sheet=table, findings=findings)
        if grid:
            grids[table] = grid
    return grids


def note_unknown(*, names: Iterable[str], findings: Findings) -> None:
    """Note the sheets that no table is named after."""
    tables = [table.name for table in TABLES]
    for name in names:
        plain = tidy(name).lower()
        if plain not in TABLE:
            findings.notice("sheet_unknown", sheet=shorten(name) or "?", value=name, hint=nearest(plain, tables))
