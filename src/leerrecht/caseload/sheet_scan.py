"""A look at the XML of one sheet: how far its cells reach, whether every place is a real one, how much text it holds.

Also finds what the reader would show as empty: Excel errors, and formulas without a stored outcome. Each look goes once
through the text, however it is broken.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple
from xml.parsers import expat

from leerrecht.caseload.cells import Gap
from leerrecht.caseload.text_scan import LONGEST_TEXT, TextTooLong, check_cell

MOST_ROWS, MOST_COLUMNS, MOST_CELLS = 1_000_000, 1_000, 12_000_000

_BLOCK = 1_000_000
_ANY_CELL = re.compile(rb"<c[\s/>]")
_ANY_ROW = re.compile(rb"<row[\s/>]")
_ROW_NUMBER = re.compile(rb'<row r="([1-9][0-9]{0,6})"')
_NO_CELL = re.compile(rb'<c r="(?![A-Z]{1,3}[1-9][0-9]{0,6}")')
_DIMENSION = re.compile(rb"<dimension\s([^<>]*)>")
_NO_RANGE = re.compile(rb"""ref\s*=\s*["'](?!["']|[A-Z]{1,3}[1-9][0-9]{0,6}(?::[A-Z]{1,3}[1-9][0-9]{0,6})?["'])""")
_CELL_FAR = re.compile(
    rb'<c r="(?![A-Z][0-9]{1,5}")([A-Z]{1,3})([0-9]{1,7})"(?!(?: [a-z]+="[0-9A-Za-z]*")*\s*/>)'
)  # a cell that is only a colour holds nothing
_FORMULA = re.compile(rb"<f[\s/>]")
_STORED = re.compile(rb"<v(?:\s[^<>]*)?>[^<]")
_VALUE = re.compile(rb"<v(?:\s[^<>]*)?>([^<]*)</v>")
_IS_ERROR = re.compile(rb"""\st\s*=\s*["']e["']""")
_IS_TEXT = re.compile(rb"""\st\s*=\s*["']str["']""")
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_NUMBER = re.compile(r"[1-9][0-9]{0,6}")
_NEAR = (99_999, 26)

OddCells = dict[tuple[int, int], str | Gap]


class Reach(NamedTuple):
    """The lowest row and rightmost column (counted from 1) that hold something; never less than they really are."""

    row: int
    column: int


_NOWHERE = Reach(0, 0)


@dataclass
class SheetScan:
    """What a look at the XML of one sheet showed: how far it reaches, and the cells that would seem to be empty.

    `cells` is how many cells there are, or more; `is_damaged`: a place is not one, or a row is there twice.
    """

    reach: Reach = _NOWHERE
    odd_cells: OddCells = field(default_factory=dict)
    cells: int = 0
    is_damaged: bool = False

    @property
    def is_too_large(self) -> bool:
        """Tell whether opening the sheet would cost too much memory or time."""
        row, column = self.reach
        return row > MOST_ROWS or column > MOST_COLUMNS or row * column > MOST_CELLS


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


def scan_sheet(data: bytes) -> SheetScan:
    """Look at a sheet. Raises `TextTooLong`, or a ValueError when the XML is broken."""
    end = data.find(b"</sheetData>")
    cells = _count(_ANY_CELL, data, end)
    if not _is_usual(data, end, cells):
        return _walk(data)
    if _has_bad_place(data, end):
        return SheetScan(cells=cells, is_damaged=True)
    return SheetScan(reach=_reach(data, end), odd_cells=_look_into_cells(data, end), cells=cells)


def _count(pattern: re.Pattern[bytes], data: bytes, end: int) -> int:
    return sum(1 for _ in pattern.finditer(data, 0, max(end, 0)))


def _is_usual(data: bytes, end: int, cells: int) -> bool:
    """Tell whether the sheet is written as usual, so that cells and rows can be found without an XML reader."""
    if end < 0 or b":sheetData" in data or b"<!" in data or not cells:
        return False
    rows = _count(_ANY_ROW, data, end)
    return data.count(b'<c r="', 0, end) == cells and data.count(b'<row r="', 0, end) == rows


def _has_bad_place(data: bytes, end: int) -> bool:
    size = _DIMENSION.search(data, 0, end)
    if _NO_CELL.search(data, 0, end) or (size and _NO_RANGE.search(size[1])):
        return True
    rows = _ROW_NUMBER.findall(data, 0, end)
    return len(set(rows)) < data.count(b'<row r="', 0, end)


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


def _look_into_cells(data: bytes, end: int) -> OddCells:
    found: OddCells = {}
    for block in _blocks(data, end):
        cells = block.split(b"<c ")[1:]
        if cells and max(map(len, cells)) > LONGEST_TEXT:
            for cell in cells:
                check_cell(cell)
        if b"<f" in block:
            _find_formulas(cells, found)
        if b'"e"' in block or b"'e'" in block:
            _find_errors(cells, found)
    return found


def _blocks(data: bytes, end: int) -> Iterator[bytes]:
    """Cut before a cell, every now and then, so that not all cells are in memory twice."""
    start = 0
    while start < end:
        cut = data.find(b"<c ", start + _BLOCK, end)
        cut = cut if cut >= 0 else end
        yield data[start:cut]
        start = cut


def _find_formulas(cells: list[bytes], found: OddCells) -> None:
    for cell in cells:
        if b"<f" in cell and _FORMULA.search(cell):
            tag = cell[: cell.find(b">")]
            if not _IS_TEXT.search(tag) and not _STORED.search(cell):
                _note(found, tag, Gap.FORMULA)


def _find_errors(cells: list[bytes], found: OddCells) -> None:
    for cell in cells:
        if (b'"e"' in cell or b"'e'" in cell) and _IS_ERROR.search(cell[: cell.find(b">")]):
            value = _VALUE.search(cell)
            _note(found, cell, html.unescape(value[1].decode("utf-8", "replace")) if value else "#N/A")


def _note(found: OddCells, tag: bytes, value: str | Gap) -> None:
    place = _REFERENCE.match(tag[len(b'r="') : 20].decode("ascii", "replace"))
    if place:
        found[int(place[2]), _column_number(place[1])] = value


class _Walker:
    """Reads unusual sheet XML element by element, as the reader does: a cell without a place comes after the last."""

    def __init__(self) -> None:
        self.scan = SheetScan()
        self.row = self.column = 0
        self.rows: set[int] = set()
        self.text: list[str] = []
        self.is_formula = self.in_value = False
        self.type = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(" ")[2]
        if name == "row":
            self._open_row(attributes.get("r"))
        elif name == "c":
            self._open_cell(attributes.get("r"))
            self.type = attributes.get("t", "")
        elif name == "dimension" and _NO_RANGE.match(f'ref="{attributes.get("ref", "")}"'.encode()):
            self.scan.is_damaged = True
        elif name == "f":
            self.is_formula = True
        elif name in ("v", "t"):
            self.in_value = True

    def _open_row(self, given: str | None) -> None:
        is_number = given is not None and _NUMBER.fullmatch(given)
        self.row = int(given) if given and is_number else self.row + 1
        self.column = 0
        self.scan.is_damaged |= self.row in self.rows or (given is not None and not is_number)
        self.rows.add(self.row)

    def _open_cell(self, given: str | None) -> None:
        place = _REFERENCE.fullmatch(given or "")
        self.scan.is_damaged |= given is not None and not place
        self.column = _column_number(place[1]) if place else self.column + 1
        self.row = int(place[2]) if place else self.row
        self.text, self.is_formula = [], False
        self.scan.cells += 1

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
        if len(text) > LONGEST_TEXT:
            raise TextTooLong
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
        raise ValueError("broken XML") from reason
    return walker.scan
