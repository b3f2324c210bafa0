"""The faulty list: each typical fault is reported with its place and remedy, and the good rows can still be judged."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from leerrecht.caseload import read_caseload
from leerrecht.cli import main
from leerrecht.law.rule import RULE_IDS

FAULTY = Path(__file__).parents[2] / "examples" / "faulty"
FAULTS = [  # sheet, row, column, what is wrong, a piece of the remedy in Dutch
    ("children", 3, "born_on", "date_two_digit_year", "Waarschijnlijk: 2010-11-03."),
    ("children", 5, "child", "child_duplicate", "Geef elk kind één rij"),
    ("applications", 4, "lodged_on", "date_is_number", "Waarschijnlijk: 2026-06-15."),
    ("applications", 5, "lodged_on", "date_impossible", "Controleer dag en maand"),
    ("stays", 3, "valid_to", "ends_before_start", "valid_to mag niet eerder zijn"),
    ("stays", 4, "valid_from", "date_unreadable", "Schrijf een datum als jjjj-mm-dd"),
    ("stays", 5, "child", "child_unknown", "Voeg het kind toe aan children"),
    ("enrolments", 3, "kind", "choice_unknown", "Bedoelt u isk?"),
]
both = pytest.mark.parametrize("source", [FAULTY, FAULTY / "caseload.xlsx"], ids=["folder", "workbook"])


@both
def test_every_fault_is_found_with_its_place_and_its_remedy(source):
    faults = read_caseload(path=source, rule_ids=RULE_IDS).faults
    assert [(each.sheet, each.row, each.column, each.code) for each in faults] == [fault[:4] for fault in FAULTS]
    for each, (*_, remedy) in zip(faults, FAULTS, strict=True):
        assert remedy in each.remedy("nl")


@both
def test_check_says_all_faults_at_once_and_judges_nothing(source, capsys):
    assert main(["check", str(source), "--on", "2026-09-15"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    for sheet, row, column, _, remedy in FAULTS:
        assert any(f"{sheet} rij {row}, kolom {column}" in line and remedy in line for line in err.splitlines())


@both
def test_keep_going_judges_the_good_rows_and_says_what_was_left_out(source, capsys):
    arguments = ["check", str(source), "--on", "2026-09-15", "--format", "json", "--keep-going"]
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    rows = json.loads(out)
    good = {row["rule"]: row for row in rows if row["child"] == "goed"}
    assert (good["placement.term"]["state"], good["placement.term"]["due_on"]) == ("met_late", "2026-08-15")
    assert good["placement.term"]["because"]["left_out"] == [
        "in stays staan rijen die bij geen kind passen of niet te lezen waren"
    ]
    half = [row for row in rows if row["child"] == "half-goed"]
    assert half
    own = ["applications rij 5", "stays rij 3", "enrolments rij 3"]
    assert all(row["because"]["left_out"][:3] == own for row in half)
    assert all("konden niet worden gelezen" in row["because"]["notes"][-1] for row in half)
    assert not [row for row in rows if row["child"] == "kort-jaar"]
    assert "children rij 3" in err
