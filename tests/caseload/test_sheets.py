"""Headers, sheets, merged cells, formulas: the form of a workbook."""

from __future__ import annotations

import pytest
from books import CHILDREN, book, faults, notices, part, read, rezip
from openpyxl import load_workbook

from leerrecht.caseload import read_caseload
from leerrecht.law.tables import TABLES


def test_sheets_and_columns_that_are_absent_are_notices(tmp_path):
    reading = read(tmp_path, {"stays": [["child", "location"], ["K1", "Zeist"]], "applications": []})
    assert reading.faults == ()
    absent = [each.sheet for each in reading.notices if each.code == "sheet_absent"]
    assert absent == [
        table.name for table in TABLES if table.name not in ("children", "stays", "applications") and not table.quiet
    ]
    assert ("applications", None, None, "sheet_blank", "") in notices(reading)
    columns = [each.column for each in reading.notices if each.code == "column_absent" and each.sheet == "children"]
    assert columns == ["given_names", "family_name", "born_precision", "languages", "unaccompanied"]


def test_sheets_and_columns_that_are_unknown_are_notices_with_a_guess(tmp_path):
    reading = read(
        tmp_path,
        {" Stay": [["x"]], "applications": [["child", "lodgedon", None, "opm"], ["K1", "2026-01-01", "los", "x"]]},
    )
    assert reading.faults == ()
    assert notices(reading) == [
        ("applications", 1, "C", "column_unnamed", "C"),
        ("applications", 1, "lodgedon", "column_unknown", "lodgedon"),
        ("applications", 1, "opm", "column_unknown", "opm"),
        ("Stay", None, None, "sheet_unknown", "Stay"),
    ]
    assert any("lodged_on" in each.remedy("nl") for each in reading.notices)
    assert any("stays" in each.remedy("en") for each in reading.notices)


def test_names_in_capitals_and_with_spaces_are_known(tmp_path):
    reading = read_caseload(path=book(tmp_path / "a.xlsx", {" Children ": [[" CHILD", "Born_On "], ["K1", None]]}))
    assert reading.faults == ()
    assert reading.frames["children"].height == 1


@pytest.mark.parametrize(
    ("sheets", "expected"),
    [
        ({"kinderen": CHILDREN}, ("children", None, None, "sheet_missing", "")),
        ({"children": []}, ("children", None, None, "sheet_empty", "")),
        ({"children": [["child", "born_on"]]}, ("children", None, None, "sheet_empty", "")),
        ({"children": [["naam", "geboren"], ["a", "b"]]}, ("children", 1, None, "header_missing", "")),
        ({"children": [["child"], ["K1"]]}, ("children", 1, "born_on", "column_missing", "")),
        ({"children": [["child", "born_on", "Child "], ["K1"]]}, ("children", 1, "child", "column_duplicate", "child")),
        ({"children": CHILDREN, "CHILDREN ": CHILDREN}, ("children", None, None, "sheet_duplicate", "CHILDREN")),
    ],
)
def test_children_that_can_not_be_understood_is_one_fault(tmp_path, sheets, expected):
    reading = read_caseload(
        path=book(tmp_path / "a.xlsx", {**sheets, "applications": [["child", "lodged_on"], ["K1", "2026-01-01"]]})
    )
    assert faults(reading) == [expected]


def test_facts_without_usable_children_are_left_out_and_listed(tmp_path):
    reading = read(
        tmp_path, {"children": [["child"], ["K1"]], "applications": [["child", "lodged_on"], ["K1", "2026-01-01"]]}
    )
    assert all(frame.height == 0 for frame in reading.frames.values())
    assert reading.left_out == {"K1": ("children rij 2", "applications rij 2")}


def test_fact_sheet_without_a_needed_column_leaves_all_rows_out(tmp_path):
    reading = read(tmp_path, {"identifiers": [["child", "kind", "waarde", "valid_from"], ["K1", "bsn", "1", "x"]]})
    assert faults(reading) == [
        ("identifiers", 1, "value", "column_missing", ""), ("identifiers", 2, "valid_from", "date_unreadable", "x"),
    ]  # fmt: skip
    assert reading.left_out == {"K1": ("identifiers rij 2",)}


def test_merged_cells_are_a_fault_and_their_rows_are_left_out(tmp_path):
    path = book(tmp_path / "a.xlsx", {"children": CHILDREN, "stays": [
        ["child", "location", "valid_from"], ["K1", "Zeist", "2026-01-01"], ["K2", None, "1-1-2026"],
        ["K2", "Goes", "2026-02-01"],
    ]})  # fmt: skip
    workbook = load_workbook(path)
    workbook["stays"].merge_cells("B2:B3")
    workbook.save(path)
    reading = read_caseload(path=path)
    assert faults(reading) == [
        ("stays", 2, "location", "merged_cells", "B2:B3"), ("stays", 3, "valid_from", "date_other_order", "1-1-2026"),
    ]  # fmt: skip
    assert reading.frames["stays"]["row"].to_list() == [4]
    assert reading.left_out == {"K1": ("stays rij 2",), "K2": ("stays rij 3",)}


def test_merged_cells_in_the_header_make_the_sheet_unusable(tmp_path):
    path = book(tmp_path / "a.xlsx", {"children": CHILDREN})
    workbook = load_workbook(path)
    workbook["children"].merge_cells("B1:C1")
    workbook.save(path)
    reading = read_caseload(path=path)
    assert [each.code for each in reading.faults] == ["merged_cells"]
    assert reading.frames["children"].height == 0


def test_formulas_without_a_value_and_errors_are_faults_in_their_place(tmp_path):
    reading = read(tmp_path, {"applications": [
        ["child", "lodged_on", "arrived_on"], ["K1", "=TODAY()", "#REF!"], ["=A2", "2026-01-01", None],
        [None, None, "#N/A"], [None, None, "=1+1"],
    ]})  # fmt: skip
    assert faults(reading) == [
        ("applications", 2, "lodged_on", "formula_without_value", ""),
        ("applications", 2, "arrived_on", "cell_error", "#REF!"),
        ("applications", 3, "child", "formula_without_value", ""),
        ("applications", 4, "child", "value_missing", ""),
        ("applications", 4, "arrived_on", "cell_error", "#N/A"),
        ("applications", 5, "child", "value_missing", ""),
        ("applications", 5, "arrived_on", "formula_without_value", ""),
    ]


@pytest.mark.parametrize(
    ("cell", "codes"),
    [
        (b'<c r="B2" t="str"><f>x</f><v></v></c>', []),
        (b'<c r="B2"><f>x</f><v>40000</v></c>', ["date_is_number"]),
        (b'<c r="B2" t="str"><f>x</f><v>2010-01-01</v></c>', []),
        (b'<c r="B2"><f>x</f></c>', ["formula_without_value"]),
        (b'<c r="B2"><f/></c>', ["formula_without_value"]),
        (b'<c r="B2" t="e"><f>x</f><v>#DIV/0!</v></c>', ["cell_error"]),
        (b'<c r="B2" t="inlineStr"><is><t>t="e"</t></is></c>', ["date_unreadable"]),
    ],
)
@pytest.mark.parametrize("is_usual", [True, False])
def test_formula_cell_in_the_file_reads_by_its_stored_value(tmp_path, cell, codes, is_usual):
    path = book(tmp_path / "a.xlsx", {"children": [["child", "born_on"], ["K1", "MARK"]]})
    name = "xl/worksheets/sheet1.xml"
    xml = part(path, name)
    start = xml.index(b'<c r="B2"')
    xml = xml[:start] + cell + xml[xml.index(b"</c>", start) + 4 :]
    if not is_usual:
        xml = xml.replace(b'<c r="A1"', b"<c r='A1'")
    reading = read_caseload(path=rezip(path, {name: xml}))
    assert [each.code for each in reading.faults] == codes


@pytest.mark.parametrize("is_usual", [True, False])
def test_error_in_a_header_is_a_fault(tmp_path, is_usual):
    path = book(tmp_path / "a.xlsx", {"children": [["child", "born_on", "=1"], ["K1", "2010-01-01", "x"]]})
    if not is_usual:
        name = "xl/worksheets/sheet1.xml"
        rezip(path, {name: part(path, name).replace(b'<c r="A1"', b"<c r='A1'")})
    assert faults(read_caseload(path=path)) == [("children", 1, "C", "formula_without_value", "")]


def test_cells_without_a_place_are_counted_on(tmp_path):
    path = book(tmp_path / "a.xlsx", {"children": [["child", "born_on"], ["K1", "#REF!"]]})
    name = "xl/worksheets/sheet1.xml"
    xml = part(path, name)
    for place in (b"A1", b"B1", b"A2", b"B2"):
        xml = xml.replace(b'<c r="' + place + b'"', b"<c")
    reading = read_caseload(path=rezip(path, {name: xml}))
    assert faults(reading) == [("children", 2, "born_on", "cell_error", "#REF!")]


@pytest.mark.parametrize("place", ["XFD1048576", "A1048576", "ALM3", "Z999999", "ZZZ1048577"])
def test_cell_far_away_is_a_fault_at_once(tmp_path, place):
    path = book(tmp_path / "a.xlsx", {"children": CHILDREN, "stays": [["child"], ["K1"]]})
    name = "xl/worksheets/sheet2.xml"
    xml = part(path, name)
    row = "".join(each for each in place if each.isdigit()).encode()
    cell = b'<row r="' + row + b'"><c r="' + place.encode() + b'"><v>1</v></c></row></sheetData>'
    for far in (cell, cell.replace(b"<c r=", b"<c s='0' r=")):
        reading = read_caseload(path=rezip(path, {name: xml.replace(b"</sheetData>", far)}))
        assert [(each.sheet, each.code) for each in reading.faults] == [("stays", "sheet_too_large")]
        assert reading.unread == ("stays",)
        assert reading.frames["children"].height == 2


def test_empty_cell_far_away_is_no_fault(tmp_path):
    path = book(tmp_path / "a.xlsx", {"children": CHILDREN})
    name = "xl/worksheets/sheet1.xml"
    far = b'<row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>'
    reading = read_caseload(path=rezip(path, {name: part(path, name).replace(b"</sheetData>", far)}))
    assert reading.faults == ()


@pytest.mark.parametrize("where", ["D2:D3", "C1:D1", "C2:D2", "A9:B9"])
def test_merged_cells_outside_the_table_cost_nothing(tmp_path, where):
    path = book(tmp_path / "a.xlsx", {"children": [["child", "born_on", "remark"], *CHILDREN[1:]]})
    workbook = load_workbook(path)
    workbook["children"].merge_cells(where)
    workbook.save(path)
    reading = read_caseload(path=path)
    assert reading.faults == ()
    assert reading.frames["children"].height == 2
