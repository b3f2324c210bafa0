"""What is opened: files and folders that are not what they should be are a fault with a remedy, never an exception."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from books import CHILDREN, book, faults, folder, notices, part, rezip

from leerrecht.caseload import read_caseload

OLE = bytes.fromhex("D0CF11E0A1B11AE1")


def zipped(**parts):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/"), data)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.xlsx", b"", "file_empty"),
        ("a.docx.txt.xyz", b"hello", "file_not_workbook"),
        ("a.pdf", b"%PDF-1.7 ...", "file_not_workbook"),
        ("children.csv", b"%PDF-1.7 ...", "file_not_workbook"),
        ("a.png", b"\x89PNG\r\n\x1a\n", "file_not_workbook"),
        ("a.xlsx", b"just text", "file_damaged"),
        ("a.xls", OLE + b"Workbook", "file_xls_old"),
        ("a.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "file_password"),
        ("a.xlsx", b"PK\x03\x04 and then nothing", "file_damaged"),
        ("a.xlsx", zipped(readme="x"), "file_not_xlsx"),
        ("a.xlsx", zipped(xl__workbook="x", word__document="y"), "file_not_xlsx"),
        ("a.ods", zipped(mimetype="application/vnd.oasis.opendocument.spreadsheet", content="x"), "file_ods"),
        ("mijnlijst.csv", b"child;born_on\n", "file_name_unknown"),
        ("stay.csv", b"child;born_on\n", "file_name_unknown"),
    ],
)
def test_file_that_is_no_caseload_is_one_fault(tmp_path, name, content, code):
    path = tmp_path / name
    path.write_bytes(content)
    reading = read_caseload(path=path)
    assert faults(reading) == [("", None, None, code, name)]
    assert reading.faults[0].remedy("nl") != reading.faults[0].remedy("en")
    assert all(frame.height == 0 for frame in reading.frames.values())


def test_path_that_is_not_there_or_can_not_be_is_a_fault(tmp_path):
    assert faults(read_caseload(path=tmp_path / "weg.xlsx")) == [("", None, None, "file_missing", "weg.xlsx")]
    assert next(each.code for each in read_caseload(path=tmp_path / "a\0b").faults) in (
        "file_missing",
        "file_unreadable",
    )


def test_folder_without_a_known_csv_is_a_fault(tmp_path):
    assert faults(read_caseload(path=folder(tmp_path / "leeg", {"x.csv": "a", "b.xlsx": "b"}))) == [
        ("", None, None, "folder_without_csv", "leeg")
    ]


@pytest.mark.parametrize("cut", [100, 1500, -30])
def test_workbook_cut_off_is_a_fault(tmp_path, cut):
    path = book(tmp_path / "a.xlsx", {"children": CHILDREN})
    path.write_bytes(path.read_bytes()[:cut])
    assert [each.code for each in read_caseload(path=path).faults] == ["file_damaged"]


@pytest.mark.parametrize(
    "name", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/sharedStrings.xml"]
)
def test_workbook_with_entities_is_refused(tmp_path, name):
    path = book(tmp_path / "a.xlsx", {"children": CHILDREN})
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'
    assert [each.code for each in read_caseload(path=rezip(path, {name: bomb})).faults] == ["file_unsafe"]
    hidden = bomb.decode().encode("utf-16")
    assert [each.code for each in read_caseload(path=rezip(path, {name: hidden})).faults] == ["file_damaged"]


@pytest.mark.parametrize("name", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"])
@pytest.mark.parametrize(("before", "encoding", "code"), [
    (" " * 300, "utf-8", "file_unsafe"), ("\n\t" * 5000, "utf-8", "file_unsafe"), (" " * 300, "utf-8-sig", "file_unsafe"),
    ("  ", "utf-16-le", "file_damaged"), ("", "utf-16-be", "file_damaged"), (" " * 300, "utf-16-be", "file_damaged"),
])  # fmt: skip
def test_entities_aren_t_hidden_by_what_stands_before_them(tmp_path, name, before, encoding, code):
    """A reader of XML skips spaces, and guesses UTF-16 from its zeros."""
    path = book(tmp_path / "a.xlsx", {"children": CHILDREN})
    bomb = f'{before}<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'.encode(encoding)
    assert [each.code for each in read_caseload(path=rezip(path, {name: bomb})).faults] == [code]


def test_zip_bomb_is_refused_before_it_is_unpacked(tmp_path):
    path = book(tmp_path / "a.xlsx", {"children": CHILDREN})
    assert [each.code for each in read_caseload(path=rezip(path, {"xl/x.xml": bytes(60_000_000)})).faults] == [
        "file_too_large"
    ]


def test_zip_that_lies_about_its_sizes_is_refused(tmp_path):
    path = book(tmp_path / "a.xlsx", {"children": CHILDREN})
    with zipfile.ZipFile(path) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    lie = path.read_bytes().replace(struct.pack("<I", size), struct.pack("<I", size // 2))
    path.write_bytes(lie)
    assert [each.code for each in read_caseload(path=path).faults] == ["file_damaged"]


def test_sheet_that_is_damaged_leaves_the_others_readable(tmp_path):
    path = book(tmp_path / "a.xlsx", {"children": CHILDREN, "stays": [["child"], ["K1"]]})
    name = "xl/worksheets/sheet2.xml"
    reading = read_caseload(path=rezip(path, {name: part(path, name).replace(b'r="A2"', b'r="2A"')}))
    assert [(each.sheet, each.code) for each in reading.faults] == [("stays", "sheet_damaged")]
    assert reading.unread == ("stays",)
    assert reading.frames["children"].height == 2


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_folder_of_csvs_in_any_dialect_reads(tmp_path, delimiter, ending):
    def lines(*rows):
        return "".join(delimiter.join(row) + ending for row in rows)

    path = folder(tmp_path / "map", {
        "Children.CSV": "\ufeff" + lines(("child", "born_on", "given_names"), ("12", "2010-01-02", '"Zoë, ""Z""; x"')),
        "absences.csv": lines(("child", "day", "hours", "authorised"), ("12", "2026-01-05", '"7,5"', "nee"),
        ("", "", "", "")),
        "notes.csv": "x", ".hidden.csv": "y",
    })  # fmt: skip
    reading = read_caseload(path=path)
    assert reading.faults == ()
    assert reading.frames["children"]["given_names"].to_list() == ['Zoë, "Z"; x']
    assert reading.frames["absences"].select("child", "hours", "authorised", "row").rows() == [("12", 7.5, False, 2)]
    assert ("notes", None, None, "sheet_unknown", "notes") in notices(reading)


def test_single_csv_named_after_a_sheet_reads(tmp_path):
    reading = read_caseload(path=folder(tmp_path, {"children.csv": "child,born_on\nK1,2010-01-01\n"}) / "children.csv")
    assert reading.faults == ()
    assert reading.frames["children"].height == 1


def test_csv_in_windows_1252_reads_with_a_notice(tmp_path):
    reading = read_caseload(
        path=folder(tmp_path, {"children.csv": "child;born_on;given_names\nK1;;Zoë\n".encode("cp1252")})
    )
    assert reading.frames["children"]["given_names"].to_list() == ["Zoë"]
    assert notices(reading) == [("children", None, None, "csv_windows_1252", "")]


@pytest.mark.parametrize(
    ("content", "row", "code", "value"),
    [
        (b"child,born_on\nK1,2010\0\n", 2, "csv_nul", ""),
        ("child,born_on\n".encode("utf-16"), None, "csv_encoding", ""),
        (b"child,born_on\nK\x81\xff,\n", None, "csv_encoding", ""),
        (b'child,born_on\nK1,\nK2,"2010\nK3,\n', 3, "csv_quotes", ""),
        (b'child,born_on\nK1,"a"b\n', 2, "csv_quotes", ""),
        (b"child,born_on\nK1," + b"x" * 200_000 + b"\n", 2, "csv_field_too_long", ""),
        (b"child,born_on\nK1,2010-01-01,los\n", 2, "csv_too_many_fields", "los"),
    ],
)
def test_csv_with_a_broken_form_is_a_fault_in_its_row(tmp_path, content, row, code, value):
    reading = read_caseload(path=folder(tmp_path, {"children.csv": content}))
    assert faults(reading) == [("children", row, None, code, value)]


def test_csv_with_empty_extra_fields_or_too_few_is_good(tmp_path):
    reading = read_caseload(path=folder(tmp_path, {"children.csv": "child,born_on\nK1,2010-01-01,,\nK2\n\nK3,\n"}))
    assert reading.faults == ()
    assert reading.frames["children"]["row"].to_list() == [2, 3, 5]


def test_csv_that_breaks_off_leaves_facts_of_unread_children_out_without_faults(tmp_path):
    reading = read_caseload(path=folder(tmp_path, {
        "children.csv": 'child,born_on\nK1,2010-01-01\nK2,"2010',
        "applications.csv": "child,lodged_on\nK2,2026-01-01\nK1,2026-01-01\n",
    }))  # fmt: skip
    assert [each.code for each in reading.faults] == ["csv_quotes"]
    assert reading.unread == ("children",)
    assert reading.left_out == {"K2": ("applications rij 2",)}
    assert reading.frames["applications"]["child"].to_list() == ["K1"]


def test_two_csvs_for_one_sheet_are_a_fault(tmp_path):
    text = "child,born_on\nK1,2010-01-01\n"
    reading = read_caseload(path=folder(tmp_path, {"children.csv": text, "Children.CSV": text}))
    assert [each.code for each in reading.faults] == ["sheet_duplicate"]


def test_importing_the_room_is_cheap():
    heavy = "('polars', 'openpyxl', 'python_calamine')"
    code = f"import sys, leerrecht.caseload; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("first", ["sep=;", "SEP=;;;", '"sep=;"', "sep=|"])
def test_csv_that_names_its_delimiter_is_read_with_it(tmp_path, first):
    mark = first.strip('"')[4]
    text = f"{first}\r\nchild{mark}born_on\r\nK1{mark}2010-01-01\r\nK2{mark}nooit\r\n"
    reading = read_caseload(path=folder(tmp_path, {"children.csv": text}))
    assert faults(reading) == [("children", 4, "born_on", "date_unreadable", "nooit")]
    assert reading.frames["children"]["row"].to_list() == [3]
    reading = read_caseload(path=folder(tmp_path, {"children.csv": "sep=;\nfoo;bar\nK1;1\n"}))
    assert faults(reading) == [("children", 2, None, "header_missing", "")]


def test_folder_with_tabs_or_text_files_reads_them_like_csv(tmp_path):
    reading = read_caseload(path=folder(tmp_path, {
        "children.tsv": "child\tborn_on\nK1\t2010-01-01\n", "stays.txt": "child;location\nK1;Goes\n",
        "readme.txt": "x",
    }))  # fmt: skip
    assert reading.faults == ()
    assert (reading.frames["children"].height, reading.frames["stays"].height) == (1, 1)
    assert notices(reading) == []


def test_file_in_a_folder_that_may_not_be_read_is_a_fault_of_its_sheet(tmp_path, monkeypatch):
    path = folder(tmp_path, {"children.csv": "child,born_on\nK1,2010-01-01\n", "stays.csv": "child\nK1\n"})
    usual = Path.read_bytes

    def refuse(self):
        if self.name == "stays.csv":
            raise PermissionError
        return usual(self)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    reading = read_caseload(path=path)
    assert faults(reading) == [("stays", None, None, "file_unreadable", "stays.csv")]
    assert reading.unread == ("stays",)
    assert reading.frames["children"].height == 1


def test_folder_given_as_a_point_is_named(tmp_path, monkeypatch):
    monkeypatch.chdir(folder(tmp_path / "leeg", {"x.csv": "a"}))
    assert faults(read_caseload(path=Path())) == [("", None, None, "folder_without_csv", "leeg")]
