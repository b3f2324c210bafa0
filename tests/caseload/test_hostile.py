"""Files made to hang or break the reader are refused at once, and with words."""

from __future__ import annotations

import time

import pytest
from books import CHILDREN, book, part, rezip

from leerrecht.caseload import read_caseload
from leerrecht.caseload import workbook_scan as scan
from leerrecht.caseload.checks import Guesser

NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
HEADER = '<row r="1"><c r="A1" t="inlineStr"><is><t>child</t></is></c></row>'
SHEET = "xl/worksheets/sheet1.xml"


def sheet(rows, before=""):
    return f"<worksheet {NAMESPACE}>{before}<sheetData>{HEADER}{rows}</sheetData></worksheet>".encode()


def codes(tmp_path, changes):
    reading = read_caseload(path=rezip(book(tmp_path / "a.xlsx", {"children": CHILDREN}), changes))
    return [(each.sheet, each.code) for each in reading.faults]


def strings(*texts):
    items = "".join(f"<si><t>{text}</t></si>" for text in texts)
    return f"<sst {NAMESPACE}>{items}</sst>".encode()


@pytest.mark.parametrize("wrap", ["{}", "<!-- -->{}", "<![CDATA[{}]]>"])
def test_text_longer_than_excel_allows_is_refused_wherever_it_stands(tmp_path, wrap):
    long, fits = wrap.format("y" * 40_000), wrap.format("y" * 32_767)
    for text, expected in ((long, [("", "text_too_long")]), (fits, [])):
        assert codes(tmp_path, {"xl/sharedStrings.xml": strings("child", "born_on", "K1", "K2", text)}) == expected
        cell = f'<row r="2"><c r="A2" t="inlineStr"><is><t>{text}</t></is></c></row>'
        assert ("", "text_too_long") in codes(tmp_path, {SHEET: sheet(cell)}) or not expected


def test_text_of_many_letters_outside_ascii_that_fits_is_read(tmp_path):
    assert codes(tmp_path, {SHEET: sheet(f'<row r="2"><c r="A2" t="str"><v>{"é&amp;" * 16_000}</v></c></row>')})[0][
        1
    ] in ("column_missing",)


@pytest.mark.parametrize("kind", ['t="s"', "t='s'"])
def test_shared_text_that_very_many_cells_repeat_is_refused(tmp_path, monkeypatch, kind):
    monkeypatch.setattr(scan, "MOST_BYTES", 1_000_000)
    rows = "".join(f'<row r="{n}"><c r="A{n}" {kind}><v>{{}}</v></c></row>' for n in range(2, 302))
    texts = strings("k", "y" * 30_000)
    assert codes(tmp_path, {"xl/sharedStrings.xml": texts, SHEET: sheet(rows.format(*[1] * 300))}) == [
        ("", "file_too_large")
    ]
    named = codes(tmp_path, {"xl/sharedStrings.xml": texts, SHEET: sheet(rows.format(*[0] * 299, 1))})
    assert ("", "file_too_large") not in named


@pytest.mark.parametrize("attribute", ["", "s='0' "])
@pytest.mark.parametrize(
    "rows",
    [
        '<row r="99999999999"><c {}r="A99999999999"><v>1</v></c></row>',
        '<row r="2"><c {}r="AAAAAAAAA2"><v>1</v></c></row>',
        '<row r="99999999999"><c {}r="A2"><v>1</v></c></row>',
        '<row r="0"><c {}r="A0"><v>1</v></c></row>',
        '<row r="x"><c {}r="A2"><v>1</v></c></row>',
        '<row r="2"><c {}r="A2"><v>1</v></c></row><row r="2"><c {}r="A2"><v>2</v></c></row>',
    ],
)
def test_place_that_is_none_or_row_that_is_there_twice_is_damage(tmp_path, rows, attribute):
    assert codes(tmp_path, {SHEET: sheet(rows.replace("{}", attribute))}) == [("children", "sheet_damaged")]


@pytest.mark.parametrize(
    ("size", "is_damaged"), [("A1:B99999999999", True), ("AAAAAAAA1", True), ("A1:XFD1048576", False)]
)
def test_size_of_a_sheet_that_is_no_range_is_damage(tmp_path, size, is_damaged):
    xml = sheet('<row r="2"><c r="A2"><v>1</v></c></row>', before=f'<dimension ref="{size}"/>')
    assert (("children", "sheet_damaged") in codes(tmp_path, {SHEET: xml})) is is_damaged


@pytest.mark.parametrize(
    "cell", ['<c r="A2"><f/>', '<c r="A2" t="e">', '<c r="AA2" ', '<c r="A2"><v t="e" ', '<row r="2" ', "<dimension "]
)
def test_sheet_of_very_many_broken_cells_is_scanned_at_once(tmp_path, cell):
    start = time.monotonic()
    codes(tmp_path, {SHEET: sheet('<row r="2">' + cell * 100_000)})
    assert time.monotonic() - start < 5


def test_guess_among_very_many_children_is_only_the_quick_one():
    many = Guesser(words=tuple(f"kind-{n:06}" for n in range(20_000)))
    assert many.guess("kind 000012x") == ""
    assert many.guess("KIND-000012") == "kind-000012"
    assert Guesser(words=("kind-000012",)).guess("kind-00012x") == "kind-000012"


def test_sheet_part_of_an_ordinary_workbook_has_usual_places(tmp_path):
    path = book(tmp_path / "a.xlsx", {"children": CHILDREN})
    assert b'<row r="1"' in part(path, SHEET)
    assert not scan.scan_workbook(content=path.read_bytes())["children"].is_damaged
