"""A look at a workbook before it is opened: is the zip safe, is the XML safe, how far do the cells reach.

Also finds what the reader would show as empty: Excel errors, and formulas without a stored outcome. No cell values are
taken from here. Nothing that is unpacked is written to disk.
"""

from __future__ import annotations

import html
import io
import posixpath
import re
import zipfile
import zlib
from dataclasses import dataclass, field
from typing import NamedTuple
from xml.etree import ElementTree
from xml.parsers import expat

from leerrecht.caseload.cells import Gap

MOST_BYTES = 500_000_000
TIGHT_RATIO, TIGHT_BYTES = 200, 50_000_000
MOST_ROWS, MOST_COLUMNS, MOST_CELLS = 1_000_000, 1_000, 12_000_000

_BROKEN = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError, KeyError,
)  # fmt: skip
_DECLARATION = re.compile(rb"<!(?!--|\[CDATA\[)")
_ANY_CELL = re.compile(rb"<c[\s/>]")
_CELL_FAR = re.compile(rb'<c r="(?![A-Z][0-9]{1,5}")([A-Za-z]{1,8})([0-9]{1,10})"[^>]*(?<!/)>')
_FORMULA = re.compile(rb"<f[\s/>]")
_STORED = re.compile(rb"<v(?:\s[^>]*)?>[^<]")
_VALUE = re.compile(rb"<v(?:\s[^>]*)?>([^<]*)</v>")
_REFERENCE = re.compile(r"([A-Za-z]{1,8})([0-9]{1,10})")
_NEAR = (99_999, 26)


class Refusal(Exception):
    """The workbook may not be opened; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Reach(NamedTuple):
    """The lowest row and rightmost column (counted from 1) that hold something; never less than they really are."""

    row: int
    column: int


_NOWHERE = Reach(0, 0)


@dataclass
class SheetScan:
    """What a look at the XML of one sheet showed: how far it reaches, and the cells that would seem to be empty."""

    reach: Reach = _NOWHERE
    odd_cells: dict[tuple[int, int], str | Gap] = field(default_factory=dict)

    @property
    def is_too_large(self) -> bool:
        """Tell whether opening the sheet would cost too much memory or time."""
        row, column = self.reach
        return row > MOST_ROWS or column > MOST_COLUMNS or row * column > MOST_CELLS


def scan_workbook(*, content: bytes) -> dict[str, SheetScan]:
    """Scan all parts of an XLSX; give a scan per sheet name as written. Raises `Refusal`."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_directory(archive)
            return _scan_parts(archive)
    except _BROKEN as reason:
        raise Refusal("file_damaged") from reason


def cell_name(*, row: int, column: int) -> str:
    """Write a cell's place as Excel does.

    >>> cell_name(row=7, column=28)
    'AB7'
    """
    return f"{column_letters(column=column)}{row}"


def column_letters(*, column: int) -> str:
    """Write a column number (from 1) in letters."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _check_directory(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    names = [part.filename for part in parts]
    size = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    if size > MOST_BYTES or (size > TIGHT_BYTES and size > TIGHT_RATIO * max(packed, 1)):
        raise Refusal("file_too_large")
    if "mimetype" in names and archive.read("mimetype")[:60].startswith(b"application/vnd.oasis.opendocument"):
        raise Refusal("file_ods")
    if any(part.flag_bits & 1 for part in parts):
        raise Refusal("file_password")
    if "xl/workbook.xml" not in names:
        raise Refusal("file_not_xlsx")
    if len({name.lower().replace("\\", "/") for name in names}) < len(names):
        raise Refusal("file_damaged")
    if any(part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for part in parts):
        raise Refusal("file_damaged")


def _scan_parts(archive: zipfile.ZipFile) -> dict[str, SheetScan]:
    targets = _sheet_targets(archive)
    scans: dict[str, SheetScan] = {}
    unpacked = 0
    for part in archive.infolist():
        with archive.open(part) as stream:
            data = stream.read(MOST_BYTES + 1 - unpacked)  # a directory may lie about sizes
        unpacked += len(data)
        if unpacked > MOST_BYTES:
            raise Refusal("file_too_large")
        _check_markup(data)
        for sheet in targets.get(part.filename, ()):
            scans[sheet] = _scan_sheet(data)
    return scans


def _check_markup(data: bytes) -> None:
    head = data[:200].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith((b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")):
        raise Refusal("file_damaged")  # UTF-16 would hide a declaration from us
    if head.startswith(b"<") and _DECLARATION.search(data):
        raise Refusal("file_unsafe")


def _sheet_targets(archive: zipfile.ZipFile) -> dict[str, list[str]]:
    """Map the part of each sheet to the names of the sheets that show it."""
    relations = _parse(archive.read("xl/_rels/workbook.xml.rels"))
    paths = {each.get("Id"): _resolve(each.get("Target") or "") for each in relations}
    targets: dict[str, list[str]] = {}
    for each in _parse(archive.read("xl/workbook.xml")).iter():
        if each.tag.rpartition("}")[2] == "sheet":
            identifier = next((value for key, value in each.attrib.items() if key.endswith("}id")), None)
            targets.setdefault(paths.get(identifier, ""), []).append(each.get("name") or "")
    return targets


def _parse(data: bytes) -> ElementTree.Element:
    _check_markup(data)
    try:
        return ElementTree.fromstring(data)  # noqa: S314 (entities and document types were refused above)
    except ElementTree.ParseError as reason:
        raise Refusal("file_damaged") from reason


def _resolve(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))


def _scan_sheet(data: bytes) -> SheetScan:
    end = data.find(b"</sheetData>")
    usual = end >= 0 and b":sheetData" not in data and b"<c r=" in data
    if usual and data.count(b'<c r="', 0, end) == sum(1 for _ in _ANY_CELL.finditer(data, 0, end)):
        return SheetScan(reach=_reach(data, end), odd_cells={**_formulas(data, end), **_errors(data, end)})
    return _walk(data)


def _reach(data: bytes, end: int) -> Reach:
    row, column = _NEAR
    far = _CELL_FAR.findall(data, 0, end)
    if far:
        row = max(row, *(int(number) for _, number in far))
        column = max(column, *map(_column_number, {letters.decode() for letters, _ in far}))
    return Reach(row, column)


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def _formulas(data: bytes, end: int) -> dict[tuple[int, int], str | Gap]:
    found: dict[tuple[int, int], str | Gap] = {}
    for match in _FORMULA.finditer(data, 0, end):
        start = data.rfind(b'<c r="', 0, match.start())
        cell = data[start : data.find(b"</c>", match.start(), end)]
        tag = cell[: cell.find(b">")]
        if b't="str"' not in tag and not _STORED.search(cell):
            _note(found, tag, Gap.FORMULA)
    return found


def _errors(data: bytes, end: int) -> dict[tuple[int, int], str | Gap]:
    found: dict[tuple[int, int], str | Gap] = {}
    at = data.find(b't="e"', 0, end)
    while at >= 0:
        start = data.rfind(b'<c r="', 0, at)
        tag = data[start : data.find(b">", start)]
        if start >= 0 and b't="e"' in tag:
            value = _VALUE.search(data, start, data.find(b"</c>", start) + 1 or end)
            _note(found, tag, html.unescape(value[1].decode("utf-8", "replace")) if value else "#N/A")
        at = data.find(b't="e"', at + 1, end)
    return found


def _note(found: dict[tuple[int, int], str | Gap], tag: bytes, value: str | Gap) -> None:
    place = _REFERENCE.match(tag[len(b'<c r="') :].decode("ascii", "replace"))
    if place:
        found[int(place[2]), _column_number(place[1])] = value


class _Walker:
    """Reads unusual sheet XML element by element, as the reader does: a cell without a place comes after the last."""

    def __init__(self) -> None:
        self.scan = SheetScan()
        self.row = self.column = 0
        self.text: list[str] = []
        self.is_formula = self.in_value = False
        self.type = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(" ")[2]
        if name == "row":
            given = attributes.get("r", "")
            self.row = int(given) if given.isdecimal() else self.row + 1
            self.column = 0
        elif name == "c":
            place = _REFERENCE.fullmatch(attributes.get("r", ""))
            self.column = _column_number(place[1]) if place else self.column + 1
            self.row = int(place[2]) if place else self.row
            self.text, self.is_formula, self.type = [], False, attributes.get("t", "")
        elif name == "f":
            self.is_formula = True
        elif name in ("v", "t"):
            self.in_value = True

    def data(self, text: str) -> None:
        if self.in_value:
            self.text.append(text)

    def end(self, tag: str) -> None:
        name = tag.rpartition(" ")[2]
        if name in ("v", "t"):
            self.in_value = False
        elif name == "c":
            self._close_cell()

    def _close_cell(self) -> None:
        text = "".join(self.text)
        if text or self.is_formula or self.type == "e":
            reach = self.scan.reach
            self.scan.reach = Reach(max(reach.row, self.row), max(reach.column, self.column))
        if self.type == "e":
            self.scan.odd_cells[self.row, self.column] = text or "#N/A"
        elif self.is_formula and not text and self.type != "str":
            self.scan.odd_cells[self.row, self.column] = Gap.FORMULA


def _walk(data: bytes) -> SheetScan:
    walker = _Walker()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = walker.start
    parser.EndElementHandler = walker.end
    parser.CharacterDataHandler = walker.data
    try:
        parser.Parse(data, True)
    except expat.ExpatError as reason:
        raise Refusal("file_damaged") from reason
    return walker.scan
