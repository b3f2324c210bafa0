"""One CSV to a grid: letters, delimiter, quotes. Every cell is text; nothing is judged beyond the shape of the file."""

from __future__ import annotations

import codecs
import csv
import io
import re
from typing import TYPE_CHECKING

from leerrecht.caseload.cells import Cell
from leerrecht.caseload.sheet_scan import MOST_CELLS, MOST_COLUMNS, MOST_ROWS, cell_name
from leerrecht.caseload.source import Grid
from leerrecht.law.tables import TABLE

if TYPE_CHECKING:
    from leerrecht.caseload.faults import Findings

DELIMITERS = (",", ";", "\t")
_SEP = re.compile(r'"?sep=([^\r\n"\w ])"?[,; \t]*(?:\r\n|\r|\n|$)', re.IGNORECASE)  # how Excel names the delimiter


def open_csv(*, content: bytes, sheet: str, findings: Findings) -> Grid | None:
    """Read the records of one CSV. Gives None, after a fault, when no record can be trusted."""
    text = _decode(content, sheet, findings)
    if text is None:
        findings.unread.add(sheet)
        return None
    nul = text.find("\0")
    if nul >= 0:
        findings.fault("csv_nul", sheet=sheet, row=text.count("\n", 0, nul) + 1)
        findings.unread.add(sheet)
        return None
    named = _SEP.match(text)
    skipped = 1 if named else 0
    text = text[named.end() :] if named else text
    delimiter = named[1] if named else _delimiter(text, sheet)
    records = _read_records(text, sheet, delimiter, skipped, findings)
    if not records:
        return Grid(sheet=sheet, rows=[], numbers=[])
    widest = max(map(len, records))
    if len(records) > MOST_ROWS or len(records[0]) > MOST_COLUMNS or len(records) * len(records[0]) > MOST_CELLS:
        findings.fault("sheet_too_large", sheet=sheet, value=cell_name(row=len(records), column=widest))
        findings.unread.add(sheet)
        return None
    return _fit(records, sheet, skipped, findings)


def _decode(content: bytes, sheet: str, findings: Findings) -> str | None:
    if b"\0" in content[:4] and content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        findings.fault("csv_encoding", sheet=sheet)
        return None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError:
        findings.fault("csv_encoding", sheet=sheet)
        return None
    findings.notice("csv_windows_1252", sheet=sheet)
    return text


def _read_records(text: str, sheet: str, delimiter: str, skipped: int, findings: Findings) -> list[list[str]]:
    records: list[list[str]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for record in reader:
            records.append(record)
            if len(records) > MOST_ROWS:
                break
    except csv.Error as reason:
        code = "csv_field_too_long" if "field larger" in str(reason) else "csv_quotes"
        findings.fault(code, sheet=sheet, row=len(records) + 1 + skipped)
        findings.unread.add(sheet)
    return records


def _delimiter(text: str, sheet: str) -> str:
    """Choose the delimiter that finds most known columns in the first line."""
    names = {column.name for column in TABLE[sheet].columns}
    line = text.lstrip("\r\n")[:20_000].splitlines()[:1]
    header = line[0] if line else ""

    def known(delimiter: str) -> int:
        return len({part.strip(' "').lower() for part in header.split(delimiter)} & names)

    return max(DELIMITERS, key=lambda each: (known(each), header.count(each)))


def _fit(records: list[list[str]], sheet: str, skipped: int, findings: Findings) -> Grid:
    """Make every record as wide as the header; too wide is a fault of that row."""
    width = len(records[0])
    rows: list[list[Cell]] = []
    spoilt: set[int] = set()
    for number, record in enumerate(records, start=1 + skipped):
        if len(record) > width:
            extra = next((value for value in record[width:] if value.strip()), "")
            if extra:
                findings.fault("csv_too_many_fields", sheet=sheet, row=number, value=extra.strip())
                spoilt.add(number)
        rows.append([*record[:width], *[""] * (width - len(record))])
    numbers = list(range(1 + skipped, len(rows) + 1 + skipped))
    return Grid(sheet=sheet, rows=rows, numbers=numbers, spoilt=spoilt, header_row=1 + skipped)
