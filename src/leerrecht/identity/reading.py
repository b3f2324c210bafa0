"""A list of children to compare, from a CSV file: the rows, and everything that is wrong with it at once."""

from __future__ import annotations

import csv
import datetime
import difflib
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from leerrecht.identity.children import ChildRow
from leerrecht.identity.faults import Fault
from leerrecht.identity.folding import LONGEST, words_of

COLUMNS = ("record", "given_names", "father_name", "family_name", "born_on", "sex")
"""The columns that are read; others are kept and written beside the pairs."""
_NAMES = COLUMNS[1:4]
_SEXES = {"": "", "m": "m", "v": "v", "f": "v", "x": "x"}
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]00:00(?::00)?)?")
_OTHER = re.compile(r"(\d{1,4})[-/. ](\d{1,2})[-/. ](\d{1,4})")
_FIRST_YEAR = 1900
_DELIMITERS = (",", ";", "\t")
_LONG = 200
"""Characters of a name from which somebody should look at it."""


@dataclass
class Reading:
    """What came of a file. With any fault there are no rows. `others`: names of the other columns, `kept`: their values."""

    rows: list[ChildRow] = field(default_factory=list)
    others: tuple[str, ...] = ()
    kept: list[tuple[str, ...]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    notices: list[Fault] = field(default_factory=list)


def read_rows(*, path: Path, on: datetime.date) -> Reading:
    """Read a CSV file. `on`: the day after which nobody was born yet."""
    reading = Reading()
    text = _text(path, reading)
    if text is None:
        return reading
    header_line = text.lstrip("\r\n").split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=header_line.count)
    records = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    header = next(_safely(records, reading), None)
    if header is None:
        reading.faults = reading.faults or [Fault(code="file_empty", value=path.name, allowed=", ".join(COLUMNS))]
        return reading
    names = [name.strip().lower() for name in header]
    _check_header(names, reading)
    if reading.faults:
        return reading
    _read_records(records, names, header, on, reading)
    if reading.faults:
        reading.rows, reading.kept = [], []
    return reading


def _text(path: Path, reading: Reading) -> str | None:
    code = ""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        code = "file_missing"
    except (OSError, ValueError):
        code = "file_unreadable"
    else:
        if b"\0" in content:
            code = "not_csv"
        elif not content.strip():
            code = "file_empty"
    if code:
        reading.faults.append(Fault(code=code, value=path.name, allowed=", ".join(COLUMNS)))
        return None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        reading.notices.append(Fault(code="windows_1252"))
        return content.decode("cp1252", errors="replace")


def _safely(records: Iterator[list[str]], reading: Reading) -> Iterator[list[str]]:
    """Give records until one can't be read, which is a fault; empty lines are none."""
    try:
        yield from (record for record in records if record)
    except csv.Error:
        reading.faults.append(Fault(code="quotes", row=getattr(records, "line_num", None)))


def _check_header(names: Sequence[str], reading: Reading) -> None:
    for name in dict.fromkeys(name for name in names if name and names.count(name) > 1):
        reading.faults.append(Fault(code="column_twice", row=1, column=name))
    for name in COLUMNS:
        if name not in names:
            near = difflib.get_close_matches(name, [each for each in names if each not in COLUMNS], n=1)
            hint = f" ({near[0]}?)" if near else ""
            reading.faults.append(Fault(code="column_missing", row=1, column=name, hint=hint))


def _read_records(records: Iterator[list[str]], names: Sequence[str], header: Sequence[str], on: datetime.date,
                  reading: Reading) -> None:  # fmt: skip
    places = [names.index(name) for name in COLUMNS]
    others = [place for place, name in enumerate(names) if name and name not in COLUMNS]
    reading.others = tuple(header[place].strip() for place in others)
    seen: dict[str, int] = {}
    same: dict[str, str] = {}
    number = 1
    for record in _safely(records, reading):
        number += 1
        if len(record) > len(names):
            extra = next((cell for cell in record[len(names) :] if cell.strip()), "")
            if extra:
                reading.faults.append(Fault(code="too_many_cells", row=number, value=extra))
        record += [""] * (len(names) - len(record))
        cells = [record[place].strip() for place in places]
        row = _row([same.setdefault(cell, cell) for cell in cells], number, on, seen, reading)
        reading.rows.append(row)
        if others:
            reading.kept.append(tuple(record[place] for place in others))


def _row(cells: Sequence[str], number: int, on: datetime.date, seen: dict[str, int], reading: Reading) -> ChildRow:
    record, given, father, family, born, sex = cells
    if not record:
        reading.faults.append(Fault(code="record_missing", row=number, column="record"))
    elif seen.setdefault(record, number) != number:
        reading.faults.append(
            Fault(code="record_twice", row=number, column="record", value=record, hint=str(seen[record]))
        )
    _look_at_names((given, father, family), number, reading)
    if sex.lower() not in _SEXES:
        reading.faults.append(Fault(code="sex_unknown", row=number, column="sex", value=sex, allowed="m, v, f, x"))
    born_on = _born(born, on, number, reading) if born else None
    return ChildRow(record=record, given_names=given, father_name=father, family_name=family, born_on=born_on,
                    sex=_SEXES.get(sex.lower(), ""))  # fmt: skip


def _look_at_names(names: Sequence[str], number: int, reading: Reading) -> None:
    for column, name in zip(_NAMES, names, strict=True):
        if len(name) > _LONG:
            reading.notices.append(Fault(code="name_long", row=number, column=column, allowed=str(LONGEST)))
    if not any(name and (name[0].isalpha() or words_of(name)) for name in names):
        reading.notices.append(Fault(code="no_name", row=number))


def _born(text: str, on: datetime.date, number: int, reading: Reading) -> datetime.date | None:
    found = _ISO.fullmatch(text)
    day = _day(int(found[1]), int(found[2]), int(found[3])) if found else None
    if day is None:
        code, hint = "date_unreadable", _meant(text)
    elif day > on:
        code, hint = "date_future", ""
    elif day.year < _FIRST_YEAR:
        code, hint = "date_long_ago", ""
    else:
        return day
    reading.faults.append(Fault(code=code, row=number, column="born_on", value=text, hint=hint))
    return None


def _day(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def _meant(text: str) -> str:
    """Give the date that was probably meant, as a part of a sentence; empty when that isn't clear."""
    if re.fullmatch(r"\d{4}", text):
        return f" ({text}-01-01?)"
    found = _OTHER.fullmatch(text[:20])
    if not found:
        return ""
    first, second, third = (int(part) for part in found.groups())
    year_first = len(found[1]) == 4
    meant = _day(first, second, third) if year_first else _day(third, second, first) or _day(third, first, second)
    return f" ({meant}?)" if meant and meant.year >= _FIRST_YEAR else ""
