"""A look at a workbook before it is opened: is the zip safe, is the XML safe, how much text would be read.

The cells of a sheet are looked at in `sheet_scan`, the texts in `text_scan`. No cell values are taken from here. Nothing
that is unpacked is written to disk.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from xml.etree import ElementTree

from leerrecht.caseload.sheet_scan import SheetScan, scan_sheet
from leerrecht.caseload.text_scan import TextTooLong, check_amount, string_sizes

MOST_BYTES = 500_000_000
TIGHT_RATIO, TIGHT_BYTES = 200, 50_000_000

_BROKEN = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError, KeyError,
)  # fmt: skip
_DECLARATION = re.compile(rb"<!(?!--|\[CDATA\[)")
_START = re.compile(rb"(?:\xef\xbb\xbf|(\xff\xfe|\xfe\xff))?[ \t\r\n\0]*<")  # what XML begins with, in whatever letters


class Refusal(Exception):
    """The workbook may not be opened; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def scan_workbook(*, content: bytes) -> dict[str, SheetScan]:
    """Scan all parts of an XLSX; give a scan per sheet name as written. Raises `Refusal`."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_directory(archive)
            return _scan_parts(archive)
    except TextTooLong as reason:
        raise Refusal("text_too_long") from reason
    except _BROKEN as reason:
        raise Refusal("file_damaged") from reason


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
    sizes: list[int] = []
    unpacked = 0
    for part in archive.infolist():
        with archive.open(part) as stream:
            data = stream.read(MOST_BYTES + 1 - unpacked)  # a directory may lie about sizes
        unpacked += len(data)
        if unpacked > MOST_BYTES:
            raise Refusal("file_too_large")
        _check_markup(data)
        if part.filename.lower().replace("\\", "/") == "xl/sharedstrings.xml":
            sizes = string_sizes(data)
        if part.filename in targets:
            scans.update(dict.fromkeys(targets[part.filename], scan_sheet(data)))
    cells = sum(scan.cells for scan in scans.values())
    if cells * max(sizes, default=0) > MOST_BYTES:
        _check_amount(archive, targets, sizes)
    return scans


def _check_amount(archive: zipfile.ZipFile, targets: dict[str, list[str]], sizes: list[int]) -> None:
    """Refuse a workbook that repeats its texts so often that reading them would fill the memory."""
    total = 0
    for part, sheets in targets.items():
        if part in archive.namelist():
            total += check_amount(archive.read(part), sizes) * len(sheets)
        if total > MOST_BYTES:
            raise Refusal("file_too_large")


def _check_markup(data: bytes) -> None:
    start = _START.match(data)
    if start is None:
        return
    if start[1] or b"\0" in data[: start.end() + 1]:
        raise Refusal("file_damaged")  # UTF-16 would hide a declaration from us
    if _DECLARATION.search(data):
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
