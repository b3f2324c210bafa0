"""What is written reads back the same, and is never a formula."""

from __future__ import annotations

import io
from datetime import date

import polars as pl
import pytest
from books import full, read
from openpyxl import load_workbook

from leerrecht.caseload import empty_frames, read_caseload, write_caseload, write_template
from leerrecht.law.tables import TABLES


def test_frames_written_as_a_workbook_read_back_equal(tmp_path):
    nasty = ["=1+1", "+31 6", "-x", "@SUM(A1)", "#naam", "0012", "2026-01-01", "a\nb", "_x0041_", "زهرا <&>", "TRUE"]
    reading = read(tmp_path, {
        "children": full(
            "children", {"child": "007", "born_on": "2009", "born_precision": "year", "unaccompanied": "ja"},
            {"child": "K2", "born_on": "2009-05", "born_precision": "month", "unaccompanied": "nee"},
            {"child": "K3", "born_on": date(2009, 1, 1), "born_precision": "estimated"}, {"child": "K4"},
        ),
        "absences": full("absences", {"child": "K2", "day": date(2026, 1, 5), "hours": 7.5, "authorised": True}),
        "plans": full("plans", *({"child": "007", "rule": "period.move", "with": None, "key": None} for _ in nasty)),
    })  # fmt: skip
    assert reading.faults == ()

    frames = {**reading.frames, "plans": reading.frames["plans"].with_columns(pl.Series("with", nasty))}
    write_caseload(frames=frames, to=tmp_path / "out.xlsx")
    again = read_caseload(path=tmp_path / "out.xlsx")
    assert again.faults == ()
    for name, frame in frames.items():
        assert again.frames[name].equals(frame), name
    cells = [cell for sheet in load_workbook(tmp_path / "out.xlsx") for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_template_in_either_language_has_headers_help_and_drop_downs(tmp_path, lang):
    stream = io.BytesIO()
    write_template(to=stream, lang=lang)
    (tmp_path / "leeg.xlsx").write_bytes(stream.getvalue())
    workbook = load_workbook(stream)
    assert workbook.sheetnames == [table.name for table in TABLES]
    for table in TABLES:
        sheet = workbook[table.name]
        assert [cell.value for cell in sheet[1]] == [column.name for column in table.columns]
        assert sheet.freeze_panes == "A2"
        assert all(cell.font.b and len(cell.comment.text.splitlines()) == 2 for cell in sheet[1])
        lists = [each for each in sheet.data_validations.dataValidation if each.type == "list"]
        assert len(lists) == sum(column.kind in ("choice", "flag") for column in table.columns)
    assert workbook["stays"].column_dimensions["F"].number_format == "yyyy-mm-dd"
    flags = workbook["absences"].data_validations.dataValidation[0].formula1
    assert flags == ('"ja,nee"' if lang == "nl" else '"yes,no"')
    reading = read_caseload(path=tmp_path / "leeg.xlsx")
    assert [each.code for each in reading.faults] == ["sheet_empty"]
    assert reading.notices == ()


def test_frames_that_are_empty_write_a_workbook_that_reads(tmp_path):
    write_caseload(frames=empty_frames(), to=tmp_path / "out.xlsx")
    assert [each.code for each in read_caseload(path=tmp_path / "out.xlsx").faults] == ["sheet_empty"]
