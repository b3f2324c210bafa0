"""`leerrecht check` as somebody with a list of their own uses it."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys

import openpyxl
import pytest

from tests.cli.conftest import CHILDREN, run


def test_json_is_a_list_of_conclusions_most_urgent_first(folder, capsys) -> None:
    assert run("check", folder, "--on", "2026-09-15", "--format", "json") == 0
    rows = json.loads(capsys.readouterr().out)
    assert list(rows[0]) == ["child", "rule", "key", "state", "since_on", "due_on", "days", "because", "text"]
    assert (rows[0]["child"], rows[0]["rule"], rows[0]["key"]) == ("yusuf", "placement.term", "term")
    assert (rows[0]["state"], rows[0]["due_on"], rows[0]["days"]) == ("overdue", "2026-08-01", -45)
    assert rows[0]["because"]["early_due_on"] == "2026-07-20"
    assert rows[0]["because"]["stricter_due_on"] == "2026-07-01"
    assert rows[0]["because"]["parameter"][0]["id"] == "placement.term_months"
    assert rows[0]["because"]["source"]
    assert {"sheet": "applications", "row": 2, "lodged_on": "2026-05-01", "arrived_on": "2026-04-20"} in (
        rows[0]["because"]["facts"]
    )
    order = [row["state"] for row in rows]
    ranks = ["overdue", "due", "unknown", "upcoming", "met_late", "met"]
    assert order == sorted(order, key=ranks.index)


def test_unknown_rows_have_no_dates_and_name_what_is_missing(folder, capsys) -> None:
    (folder / "applications.csv").write_text("child,lodged_on,arrived_on\n")
    assert run("check", folder, "--on", "2026-09-15", "--format", "json") == 0
    rows = [row for row in json.loads(capsys.readouterr().out) if row["rule"] == "placement.term"]
    assert [row["state"] for row in rows] == ["unknown", "unknown"]
    for row in rows:
        assert (row["since_on"], row["due_on"], row["days"]) == (None, None, None)
        assert row["because"]["missing"] == "applications.lodged_on"


def test_who_does_what_is_judged_only_in_a_list_that_names_tasks(folder, capsys) -> None:
    def asked() -> set[tuple[str, str]]:
        assert run("check", folder, "--on", "2026-09-15", "--format", "json") == 0
        rows = json.loads(capsys.readouterr().out)
        return {(row["child"], row["key"]) for row in rows if row["rule"] == "roles.gap"}

    head = "child,task,organisation,person,valid_from,valid_to,capacity\n"
    assert asked() == set()
    (folder / "involvements.csv").write_text(head)
    assert asked() == set()
    (folder / "involvements.csv").write_text(head + "sara,contact_school,COA,M. Visser,2026-08-20,,holder\n")
    needed = {"legal_representative", "contact_school", "procedure"}
    assert asked() == {("yusuf", task) for task in needed} | {("sara", task) for task in needed - {"contact_school"}}


def test_table_says_when_who_what_and_the_next_step(folder, capsys) -> None:
    assert run("check", folder, "--on", "2026-09-15") == 0
    out, err = capsys.readouterr()
    assert "Te laat (1)" in out
    assert "45 dagen te laat" in out
    assert "Yusuf Haddad" in out
    assert "> Regel nu een plek op school." in out
    assert "Let op: Deze tabbladen ontbreken: departures" in err  # notices never mix with the result


def test_table_in_english(folder, capsys) -> None:
    run("check", folder, "--on", "2026-09-15", "--lang", "en")
    assert "45 days late" in capsys.readouterr().out


def test_csv_and_workbook_hold_the_same_rows(folder, tmp_path) -> None:
    outputs = {}
    for kind in ("json", "csv", "xlsx"):
        done = subprocess.run(
            [sys.executable, "-m", "leerrecht.cli", "check", folder, "--on", "2026-09-15", "--format", kind],
            capture_output=True, check=True, env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        )  # fmt: skip
        outputs[kind] = done.stdout
    rows = [(row["child"], row["rule"], row["key"], row["state"]) for row in json.loads(outputs["json"])]
    table = list(csv.DictReader(io.StringIO(outputs["csv"].decode())))
    assert [(row["child"], row["rule"], row["key"], row["state"]) for row in table] == rows
    sheet = openpyxl.load_workbook(io.BytesIO(outputs["xlsx"])).active
    assert [tuple(cell.value for cell in row[:4]) for row in sheet.iter_rows(min_row=2)] == rows


def test_text_that_looks_like_a_formula_stays_text(folder, capsys) -> None:
    (folder / "children.csv").write_text(CHILDREN + "=1+1,A,B,2010-03-01,,ar,ja\n")
    (folder / "applications.csv").write_text("child,lodged_on,arrived_on\n=1+1,2026-05-01,\n")
    run("check", folder, "--on", "2026-09-15", "--format", "csv")
    assert "\n'=1+1,placement.term" in capsys.readouterr().out


def test_control_characters_never_reach_the_terminal(folder, capsys) -> None:
    (folder / "children.csv").write_text(CHILDREN + "a\x1b[31mb,\x1b]0;x\x07Anna,B,2010-03-01,,ar,ja\n")
    (folder / "applications.csv").write_text("child,lodged_on,arrived_on\n")
    run("check", folder, "--on", "2026-09-15")
    out, err = capsys.readouterr()
    assert "\x1b]0" not in out + err
    assert "\x1b[31m" not in out + err


def test_faults_are_all_told_nothing_is_judged_and_the_code_is_2(folder, capsys) -> None:
    (folder / "applications.csv").write_text("child,lodged_on\nyusuf,01-05-26\nsara,2026-02-30\nnobody,2026-01-01\n")
    assert run("check", folder, "--on", "2026-09-15", "--format", "json") == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert [line.split(":")[1].strip() for line in err.splitlines() if line.startswith("Fout")] == [
        "applications rij 2, kolom lodged_on",
        "applications rij 3, kolom lodged_on",
        "applications rij 4, kolom child",
    ]


def test_keep_going_judges_the_good_rows_and_says_what_does_not_count(folder, capsys) -> None:
    (folder / "applications.csv").write_text("child,lodged_on\nyusuf,01-05-26\nsara,2026-08-20\n")
    assert run("check", folder, "--on", "2026-09-15", "--format", "json", "--keep-going") == 2
    rows = {(row["child"], row["rule"]): row for row in json.loads(capsys.readouterr().out)}
    assert rows["sara", "placement.term"]["due_on"] == "2026-10-20"
    assert rows["yusuf", "placement.term"]["state"] == "unknown"
    assert rows["yusuf", "placement.term"]["because"]["left_out"] == ["applications rij 2"]
    assert "left_out" not in rows["sara", "placement.term"]["because"]


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 hello", b"PK\x03\x04 broken", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"])
def test_a_file_that_is_no_workbook_gets_help(tmp_path, capsys, content, lang) -> None:
    path = tmp_path / "lijst.xlsx"
    path.write_bytes(content)
    assert run("check", path, "--lang", lang) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "Traceback" not in err
    assert len(err.splitlines()) >= 2


def test_template_is_written_once_and_reads_back_as_empty(tmp_path, capsys) -> None:
    path = tmp_path / "leeg.xlsx"
    assert run("check", "--template", path) == 0
    assert run("check", "--template", path) == 2  # never overwrites
    assert "bestaat al" in capsys.readouterr().err
    assert run("check", path) == 2
    assert "children" in capsys.readouterr().err


def test_no_file_says_how_to_go_on(capsys) -> None:
    assert run("check") == 2
    assert "leerrecht check lijst.xlsx" in capsys.readouterr().err


def test_an_unexpected_failure_is_said_without_a_traceback_or_data(folder, capsys, monkeypatch) -> None:
    def fail(**_):
        raise RuntimeError("Yusuf Haddad")

    monkeypatch.setattr("leerrecht.cli.loading.build_caseload", fail)
    monkeypatch.delenv("LEERRECHT_DEBUG", raising=False)
    assert run("check", folder) == 1
    err = capsys.readouterr().err
    assert "RuntimeError" in err
    assert "Yusuf" not in err
    assert "Traceback" not in err


def test_what_is_settled_or_far_is_counted_and_shown_when_asked(folder, capsys) -> None:
    (folder / "enrolments.csv").write_text("child,kind,started_on\nsara,isk,2026-09-01\n")
    run("check", folder, "--on", "2026-09-15")
    short = capsys.readouterr().out
    assert "Niet getoond: 1 afgerond" in short
    run("check", folder, "--on", "2026-09-15", "--all")
    assert "Op tijd (1)" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("born", "said"),
    [("2010-01-01,estimated", "geschat"), ("2008-02-29,", "Geboren op 29 februari"), ("2010-01-01,day", "")],
)
def test_what_is_uncertain_about_a_birth_date_is_said(folder, capsys, born, said) -> None:
    (folder / "children.csv").write_text(CHILDREN + f"kind,A,B,{born},ar,ja\n")
    (folder / "applications.csv").write_text("child,lodged_on,arrived_on\nkind,2026-05-01,\n")
    run("check", folder, "--on", "2026-02-01", "--all")
    run("check", folder, "--on", "2026-06-01", "--format", "json")
    out = capsys.readouterr().out
    assert said in out
    assert said or not ("geschat" in out or "29 februari:" in out)
