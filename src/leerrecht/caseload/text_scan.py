"""How long the texts of a workbook are, and how much memory all cells that repeat them would take.

A small file can name one long text in very many cells; each of them becomes a text of its own when it is read.
"""

from __future__ import annotations

import html
import re
from xml.parsers import expat

LONGEST_TEXT = 32_767  # of Excel itself

_TEXT_END = re.compile(rb"</(?:[^\s<>:/]+:)?si\s*>")
_FORMULA = re.compile(rb"<f(?:\s[^<>]*)?>[^<]*</f>")
_TAG = re.compile(rb"<[^<>]*>")
_ESCAPE = re.compile(r"_x[0-9A-Fa-f]{4}_")
_INDEX = re.compile(rb"<(?:[^\s<>:/!?]+:)?v(?:\s[^<>]*)?>\s*([0-9]{1,9})\s*</")
_IS_SHARED = re.compile(rb"""\st\s*=\s*["']s["']""")
_CELL = re.compile(rb"<(?:[^\s<>:/!?]+:)?c(?=[\s/>])")


class TextTooLong(Exception):
    """One cell holds more text than Excel itself allows."""


def check_cell(xml: bytes) -> None:
    """Refuse a cell or shared text that is too long; it may hold tags, and a formula that doesn't count."""
    if len(xml) <= LONGEST_TEXT:
        return
    text = html.unescape(_TAG.sub(b"", _FORMULA.sub(b"", xml.strip())).decode("utf-8", "replace"))
    if len(_ESCAPE.sub("_", text).encode("utf-16-le", "replace")) > 2 * LONGEST_TEXT + 200:
        raise TextTooLong


def string_sizes(data: bytes) -> list[int]:
    """Give how many bytes each shared text takes at most. Raises `TextTooLong`."""
    if b"<!" in data:
        return _walk_strings(data)
    sizes: list[int] = []
    start = 0
    for match in _TEXT_END.finditer(data):
        sizes.append(_size(data[start : match.start()]))
        start = match.end()
    _size(data[start:])
    return sizes


def _size(xml: bytes) -> int:
    check_cell(xml)
    return len(xml) if xml.isascii() and b"&#" not in xml else 4 * len(xml)


def _walk_strings(data: bytes) -> list[int]:
    """Measure shared texts in XML with comments or CDATA, which only an XML reader can tell apart from text."""
    sizes: list[int] = []
    length = 0

    def add(text: str) -> None:
        nonlocal length
        length += len(text)
        if length > LONGEST_TEXT + 100:
            raise TextTooLong

    def end(tag: str) -> None:
        nonlocal length
        if tag.rpartition(" ")[2] == "si":
            sizes.append(4 * length)
            length = 0

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.CharacterDataHandler = add
    parser.EndElementHandler = end
    try:
        parser.Parse(data, True)
    except expat.ExpatError as reason:
        raise ValueError("broken XML") from reason
    return sizes


def check_amount(data: bytes, sizes: list[int]) -> int:
    """Add up the sizes of the shared texts that the cells of a sheet name. One that can't be found counts as longest."""
    longest = max(sizes, default=0)
    total = 0
    for cell in _CELL.split(data)[1:]:
        if b"s" in cell and _IS_SHARED.search(cell):
            match = _INDEX.search(cell)
            place = int(match[1]) if match else -1
            total += sizes[place] if 0 <= place < len(sizes) else longest
    return total
