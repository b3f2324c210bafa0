"""From the bytes that were handed in to rows per child. Knows files; nothing of the record.

What is read stands in a folder of its own for a moment, under a name of ours, and is gone afterwards.
"""

from __future__ import annotations

import io
import re
import tempfile
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import polars as pl

from leerrecht.caseload import Fault, Fitted, Notice, fit, read_caseload
from leerrecht.caseload.reading import Reading
from leerrecht.law.rule import RULE_IDS
from leerrecht.law.tables import TABLE, TABLES
from leerrecht.operations.importing.comparing import Table, Values
from leerrecht.operations.recording import longest_texts
from leerrecht.queries.facts import fields_of
from leerrecht.records.models.base import TEXT

FILE_KINDS = ("xlsx", "csv", "zip")
MOST_UNPACKED = 200_000_000
MOST_PARTS = 200
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError, KeyError)
_PLAIN_NAME = re.compile(r"[\w][\w .-]{0,59}\.csv", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Workbook:
    """What was handed in, as far as it is good.

    `children`: their references, in the order of the workbook. `rows`: by table and child, values and row number.
    `left_out`: how many rows were left out because of a fault. `may_not`: rows that who handed it in may not record.
    """

    children: tuple[str, ...]
    tables: tuple[Table, ...]
    rows: dict[str, dict[str, list[tuple[Values, int]]]]
    faults: tuple[Fault, ...]
    notices: tuple[Notice, ...]
    left_out: int
    may_not: dict[str, int]


class Unzippable(Exception):
    """A zip can't be used; `code`: of the fault."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def open_workbook(
    *, content: bytes, sheet: str = "", may_record: Collection[str] | None = None, closed_kinds: Collection[str] = ()
) -> Workbook:
    """Read what was handed in. `sheet`: which sheet a CSV is. `may_record`: the tables that count; None: all.

    `closed_kinds`: of numbers, those that don't count.
    """
    with tempfile.TemporaryDirectory(prefix="leerrecht-") as folder:
        try:
            path = _lay_out(Path(folder), content, sheet)
        except Unzippable as broken:
            return _unreadable(Fault(sheet="", row=None, column=None, code=broken.code, value="zip"))
        reading = read_caseload(path=path, rule_ids=RULE_IDS)
    return _workbook(reading, may_record, closed_kinds)


def _unreadable(fault: Fault) -> Workbook:
    return Workbook(children=(), tables=(), rows={}, faults=(fault,), notices=(), left_out=0, may_not={})


def _lay_out(folder: Path, content: bytes, sheet: str) -> Path:
    """Write the content down under names of ours, and say where it can be read."""
    if is_zip_of_csvs(content):
        parts = folder / "zip"
        parts.mkdir()
        _unzip(content, parts)
        return parts
    path = folder / ("list.xlsx" if content.startswith(b"PK") or not sheet else f"{sheet}.csv")
    path.write_bytes(content)
    return path


def is_zip_of_csvs(content: bytes) -> bool:
    """Say whether this is a zip that isn't a workbook and holds a CSV."""
    if not content.startswith(b"PK"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
    except _BROKEN:
        return False
    return "xl/workbook.xml" not in names and any(name.lower().endswith(".csv") for name in names)


def _unzip(content: bytes, folder: Path) -> None:
    """Unpack the CSVs, whatever folder they are in; never more than allowed, whatever the zip says of itself."""
    room = MOST_UNPACKED
    written = set()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if len(archive.infolist()) > MOST_PARTS:
                raise Unzippable("file_too_large")
            for part in archive.infolist():
                name = PurePosixPath(part.filename.replace("\\", "/")).name.lower()
                if not _PLAIN_NAME.fullmatch(name):
                    continue
                if name in written or part.flag_bits & 1:
                    raise Unzippable("file_password" if part.flag_bits & 1 else "file_damaged")
                written.add(name)
                with archive.open(part) as stream:
                    data = stream.read(room + 1)
                room -= len(data)
                if room < 0:
                    raise Unzippable("file_too_large")
                (folder / name).write_bytes(data)
    except _BROKEN:
        raise Unzippable("file_damaged") from None


def zip_folder(folder: Path) -> bytes:
    """Pack the CSVs of a folder, as they may be handed in."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.iterdir()):
            if path.is_file() and path.suffix.lower() == ".csv":
                archive.write(path, path.name)
    return packed.getvalue()


def _present(reading: Reading, fitted: Fitted, table: str, fields: tuple[str, ...]) -> tuple[int, ...]:
    """Give the places of the fields that the workbook has a column for.

    A column that may be left out without a notice counts as absent when it is empty all over.
    """
    frame = fitted.frames[table]
    absent = {notice.column for notice in reading.notices if notice.code == "column_absent" and notice.sheet == table}
    quiet = {column.name for column in TABLE[table].columns if column.quiet}
    empty = {name for name in quiet if frame[name].null_count() == frame.height}
    return tuple(place for place, name in enumerate(fields) if name not in absent | empty)


def _workbook(reading: Reading, may_record: Collection[str] | None, closed_kinds: Collection[str]) -> Workbook:
    fitted = fit(
        reading=reading, longest={table.name: {"child": TEXT, **longest_texts(table.name)} for table in TABLES}
    )
    tables, rows, may_not = [], {}, {}
    for shape in TABLES:
        frame = fitted.frames[shape.name]
        if may_record is not None and shape.name not in may_record:
            may_not[shape.name] = frame.height
            continue
        if shape.name == "identifiers":
            frame = frame.filter(~pl.col("kind").is_in(list(closed_kinds)))
            may_not[shape.name] = fitted.frames[shape.name].height - frame.height
        fields = tuple(fields_of(shape))
        tables.append(Table(name=shape.name, fields=fields, present=_present(reading, fitted, shape.name, fields)))
        by_child: defaultdict[str, list[tuple[Values, int]]] = defaultdict(list)
        for child, *values, row in frame.select("child", *fields, "row").iter_rows():
            by_child[child].append((tuple(values), row))
        rows[shape.name] = dict(by_child)
    return Workbook(
        children=tuple(fitted.frames["children"]["child"]), tables=tuple(tables), rows=rows, faults=fitted.faults,
        notices=fitted.notices, left_out=sum(fitted.left_out.values()),
        may_not={name: count for name, count in may_not.items() if count},
    )  # fmt: skip
