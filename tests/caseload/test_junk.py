"""Whatever stands in a cell or a file, reading never raises, and each fault can be found and put right."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from books import CHILDREN, book
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from leerrecht.caseload import read_caseload, write_caseload
from leerrecht.law.tables import TABLES

NEAR_MISSES = st.sampled_from([
    "1-3-26", "2026-02-30", "K1", "K2", "k1", "=1+1", "#REF!", "ja", "isk", "ISK ", "7,5", "-1", "1e5", "{value}", "%s",
    "2009", "20260301", "\u202e", " ", "_x0000_", "year", "bsn", "123456782", "#", "child",
])  # fmt: skip
TEXT = st.text(max_size=60).filter(lambda text: not ILLEGAL_CHARACTERS_RE.search(text) and text.isprintable())
CELL = st.one_of(
    st.none(), NEAR_MISSES, TEXT, st.booleans(), st.integers(-(10**9), 10**9),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.dates(date(1901, 1, 1)), st.datetimes(datetime(1901, 1, 1)), st.times(), st.timedeltas(timedelta(0),
    timedelta(days=9)),
)  # fmt: skip


@st.composite
def sheets(draw):
    table = draw(st.sampled_from(TABLES))
    names = [column.name for column in table.columns]
    header = draw(st.one_of(st.just(names), st.just(names), st.permutations(names), st.lists(CELL, max_size=5)))
    rows = draw(st.lists(st.lists(CELL, max_size=len(names) + 1), max_size=4))
    return table.name, [list(header), *rows]


def check(reading):
    for finding in (*reading.faults, *reading.notices):
        assert finding.code
        for lang in ("nl", "en"):
            assert finding.place(lang)
            assert finding.what(lang)
            assert finding.remedy(lang)
    for fault in reading.faults:
        assert fault.sheet == "" or fault.sheet in reading.frames
    rows = {(name, row) for name, frame in reading.frames.items() for row in frame["row"]}
    assert not {(fault.sheet, fault.row) for fault in reading.faults if (fault.row or 0) > 1} & rows


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(sheets())
def test_workbook_with_junk_never_raises_and_faults_have_place_and_remedy(made):
    name, rows = made
    with TemporaryDirectory() as folder:
        reading = read_caseload(path=book(Path(folder) / "a.xlsx", {"children": CHILDREN, name: rows}))
        check(reading)
        out = Path(folder) / "out.xlsx"
        write_caseload(frames=reading.frames, to=out)
        again = read_caseload(path=out)
        for table, frame in reading.frames.items():
            assert again.frames[table].drop("row").equals(frame.drop("row"))


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(TABLES), st.binary(max_size=200), st.booleans())
def test_csv_with_junk_never_raises(table, junk, has_header):
    header = ",".join(column.name for column in table.columns).encode() + b"\n" if has_header else b""
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"{table.name}.csv"
        path.write_bytes(header + junk)
        check(read_caseload(path=path))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 6000), st.integers(0, 255)), min_size=1, max_size=4))
def test_workbook_with_damaged_bytes_never_raises(damage):
    with TemporaryDirectory() as folder:
        path = book(Path(folder) / "a.xlsx", {"children": CHILDREN})
        content = bytearray(path.read_bytes())
        for place, byte in damage:
            content[place % len(content)] = byte
        path.write_bytes(bytes(content))
        check(read_caseload(path=path))


def test_time_of_a_cell_that_is_text_is_a_fault():
    with TemporaryDirectory() as folder:
        rows = [["child", "location"], ["K1", time(3, 4)]]
        reading = read_caseload(path=book(Path(folder) / "a.xlsx", {"children": CHILDREN, "stays": rows}))
        assert [(each.code, each.row, each.column) for each in reading.faults] == [("text_unreadable", 2, "location")]
