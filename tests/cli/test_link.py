"""`leerrecht link` as somebody with a list uses it."""

from __future__ import annotations

import csv
import io
import json
import sys
from pathlib import Path

import pytest

from leerrecht.cli.link import COLUMNS
from leerrecht.identity.model import SHIPPED
from tests.cli.conftest import run

HEADER = "record,given_names,father_name,family_name,born_on,sex\n"
TWICE = "a,Maxamed,Cabdi,Warsame,2010-03-09,m\nb,Mohammed,Abdi,Warsame,2010-03-09,m\nc,Sara,Haile,Tesfay,2011-01-01,v\n"


@pytest.fixture
def listed(tmp_path: Path):
    def write(rows: str, header: str = HEADER) -> Path:
        path = tmp_path / "list.csv"
        path.write_text(header + rows, encoding="utf-8")
        return path

    return write


def test_pairs_are_csv_on_stdout_and_the_rest_on_stderr(listed, capsys) -> None:
    assert run("link", listed(TWICE)) == 0
    out, err = capsys.readouterr()
    rows = list(csv.DictReader(io.StringIO(out)))
    assert tuple(rows[0]) == COLUMNS
    assert [(row["record_l"], row["record_r"]) for row in rows] == [("a", "b")]
    assert float(rows[0]["weight"]) > 0
    assert 0.5 < float(rows[0]["probability"]) < 1
    assert "achternaam: zelfde spelling" in rows[0]["reasons"]
    assert "Geen daarvan is zeker" in err


def test_json_holds_the_same_and_english_is_english(listed, capsys) -> None:
    assert run("link", listed(TWICE), "--format", "json", "--lang", "en") == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["record_l"], row["record_r"]) == ("a", "b")
    assert "given names: same consonants" in row["reasons"]


def test_other_columns_are_kept_beside_the_pair(listed, capsys) -> None:
    path = listed("a,Ali,Nur,Aziz,2010-03-09,m,=x\nb,Ali,Nur,Aziz,2010-03-09,m,Zuid\n", HEADER.strip() + ",School\n")
    assert run("link", path) == 0
    (row,) = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert (row["School_l"], row["School_r"]) == ("'=x", "Zuid")


@pytest.mark.parametrize(("weight", "count"), [("-99", 1), ("2,5", 1), ("60", 0)])
def test_the_least_weight_is_asked(listed, capsys, weight: str, count: int) -> None:
    assert run("link", listed(TWICE), f"--min-weight={weight}") == 0
    assert capsys.readouterr().out.count("\n") == 1 + count


@pytest.mark.parametrize("rows", ["", "a,Ali,,Aziz,2010-03-09,m\n"])
def test_a_list_with_nothing_to_compare_gives_a_header(listed, capsys, rows: str) -> None:
    assert run("link", listed(rows)) == 0
    out, err = capsys.readouterr()
    assert out == ",".join(COLUMNS) + "\n"
    assert "niets te vergelijken" in err
    assert run("link", listed(rows), "--format", "json") == 0
    assert json.loads(capsys.readouterr().out) == []


def test_every_fault_is_told_with_its_place_and_remedy(listed, capsys) -> None:
    rows = (
        "a,Ali,,Aziz,9-3-2010,m\n"
        "a,Ali,,Aziz,2999-01-01,man\n"
        ",Ali,,Aziz,2010-02-30,m\n"
        "d,Ali,,Aziz,2010,m,extra\n"
        "e,Ali,,Aziz,1810-01-01,m\n"
    )
    assert run("link", listed(rows), "--lang", "en") == 2
    out, err = capsys.readouterr()
    assert out == ""
    for said in (
        'row 2, column born_on: "9-3-2010" is not a date', "2010-03-09?", 'row 3, column record: "a" is also in row 2',
        "row 3, column born_on: 2999-01-01 has not been yet", 'row 3, column sex: "man"', "row 4, column record",
        'row 4, column born_on: "2010-02-30"', "row 5: This row has more cells", "2010-01-01?", "1810-01-01 is too long ago",
        "9 fault(s) in the list",
    ):  # fmt: skip
        assert said in err


def test_absent_columns_are_named_with_what_was_probably_meant(listed, capsys) -> None:
    assert run("link", listed("", "record,given_name,family_name,born_on\n"), "--lang", "en") == 2
    err = capsys.readouterr().err
    assert "column given_names: This column is absent. Add it; it may be empty, except record. (given_name?)" in err
    assert "column father_name" in err
    assert "column sex" in err


def test_odd_names_are_noticed_and_cost_nothing(listed, capsys) -> None:
    assert run("link", listed(f"a,---,,😀,2010-03-09,m\nb,{'x' * 300},,A,,\n"), "--lang", "en") == 0
    err = capsys.readouterr().err
    assert "row 2: None of the names has a letter" in err
    assert "row 3, column given_names: This name is very long" in err


@pytest.mark.parametrize(("content", "said"), [
    (b"", "is empty"), (b"PK\x03\x04\0\0", "is not a CSV file"), (HEADER.encode() + b'a,"Ali,,\n', "quotation marks"),
])  # fmt: skip
def test_what_is_no_list_is_said(tmp_path, capsys, content: bytes, said: str) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    assert run("link", path, "--lang", "en") == 2
    assert said in capsys.readouterr().err


def test_a_missing_file_a_folder_and_no_source_are_said(tmp_path, capsys) -> None:
    assert run("link", tmp_path / "none.csv", "--lang", "en") == 2
    assert "does not exist" in capsys.readouterr().err
    assert run("link", tmp_path, "--lang", "en") == 2
    assert "can't be opened" in capsys.readouterr().err
    assert run("link", "--lang", "en") == 2
    assert "Name a CSV file" in capsys.readouterr().err
    assert run("link", tmp_path / "none.csv", "--database", "--lang", "en") == 2
    assert "not both" in capsys.readouterr().err


def test_semicolons_and_old_letters_are_read(tmp_path, capsys) -> None:
    path = tmp_path / "list.csv"
    rows = TWICE.replace("Warsame", "Warsamé").replace(",", ";")
    path.write_bytes((HEADER.replace(",", ";") + rows).encode("cp1252"))
    assert run("link", path, "--lang", "en") == 0
    out, err = capsys.readouterr()
    assert "\na,b," in out
    assert "read as Windows-1252" in err


def test_another_model_and_a_bad_one(listed, tmp_path, capsys) -> None:
    model = tmp_path / "model.json"
    model.write_text(SHIPPED.read_text().replace('"review_floor": -5.0', '"review_floor": 60'))
    assert run("link", listed(TWICE), "--model", model) == 0
    assert capsys.readouterr().out.count("\n") == 1
    model.write_text('{"version": 1}')
    assert run("link", listed(TWICE), "--model", model, "--lang", "en") == 2
    err = capsys.readouterr().err
    assert "is unsound" in err
    assert "- keys:" in err
    assert run("link", listed(TWICE), "--model", tmp_path / "none.json") == 2


def test_without_the_extra_it_says_what_to_install(listed, capsys, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "splink", None)
    assert run("link", listed(TWICE), "--lang", "en") == 2
    assert "pip install 'leerrecht[link]'" in capsys.readouterr().err


@pytest.mark.parametrize("weight", ["x", "nan", "1e999"])
def test_a_weight_that_is_none_is_refused(listed, capsys, weight: str) -> None:
    with pytest.raises(SystemExit) as stopped:
        run("link", listed(TWICE), "--min-weight", weight)
    assert stopped.value.code == 2
    assert "isn't a weight" in capsys.readouterr().err


ALSO = HEADER.strip() + ",Number,Origin\n"
NUMBERED = "a,Ali,Nur,Aziz,2010-03-09,m,4120983,syr\nb,Sara,Haile,Tesfay,2011-07-05,v,4120983,syr\n"


@pytest.mark.slow
@pytest.mark.parametrize("asked", ["Number", "number=text", "Number=exact"])
def test_another_column_is_compared_when_it_is_named(listed, capsys, asked: str) -> None:
    path = listed(NUMBERED, ALSO)
    assert run("link", path, "--train", "em", "--min-weight=-99", "--lang", "en") == 0
    assert capsys.readouterr().out.count("\n") == 1, "nothing but the number brings them together"
    assert run("link", path, "--train", "em", "--min-weight=-99", "--lang", "en", "--also", asked) == 0
    (row,) = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert "given names: different" in row["reasons"]
    assert row["reasons"].endswith("; Number: the same")


def test_every_fault_of_other_columns_is_said_at_once(listed, capsys) -> None:
    asked = ("Number", "number=exact", "postcode", "born_on", "Origin", "number=fuzzy")
    path = listed(NUMBERED, ALSO)
    assert run("link", path, "--lang", "en", *(word for each in asked for word in ("--also", each))) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines() == [
        "--also number: it was named before.",
        "--also postcode: the list has no such column beside those that are always compared. It has: Number, Origin.",
        "--also born_on: the list has no such column beside those that are always compared. It has: Number, Origin.",
        "--also Origin: where a child comes from is never compared.",
        "--also number=fuzzy: the list has no such column beside those that are always compared. It has: Number, Origin.",
        "--also needs --train em too: how often that column differs in one child has to be learned from the list.",
    ]
    assert run("link", listed(TWICE), "--lang", "nl", "--train", "em", "--also", "Adres") == 2
    assert capsys.readouterr().err.endswith("Wel: geen.\n")
