"""`leerrecht explain` and `leerrecht rules`: every conclusion explains itself."""

from __future__ import annotations

import json
import shutil

import pytest

from leerrecht.cli import main
from leerrecht.cli.loading import supplied_rulebook
from leerrecht.law.rules import RULES
from tests.cli.conftest import run

ASK = ("--child", "yusuf", "--rule", "placement.term", "--on", "2026-09-15")


def test_explanation_holds_rule_facts_parameters_changes_and_receipt(folder, capsys) -> None:
    assert run("explain", folder, *ASK) == 0
    out = capsys.readouterr().out
    for said in (
        "Een verhuizing, een nieuwe aanvraag, een vakantie of een tussenvoorziening verandert de termijn niet.",
        "Aanvragen (rij 2): aanvraag ingediend op 1 mei 2026, aangekomen in Nederland op 20 april 2026",
        "3 maanden (van 2015-07-21 tot en met 2026-06-11; zekerheid: hoog). Richtlijn 2013/33/EU art. 14 lid 2",
        "zekerheid: laag: niet zeker",
        "Alleen door de tijd: vanaf 1 maart 2028 geeft de regel geen antwoord meer.",
        "School begint, of begon op een andere dag.",
        "rulebook ",
        "inputs ",
    ):
        assert said in out


def ask_receipt(folder, capsys, *more: str) -> dict[str, str]:
    run("explain", folder, *ASK, "--format", "json", *more)
    return json.loads(capsys.readouterr().out)[0]["receipt"]


def test_receipt_is_the_same_for_the_same_and_follows_facts_and_rulebook(folder, capsys, tmp_path) -> None:
    one = ask_receipt(folder, capsys)
    assert ask_receipt(folder, capsys) == one
    other = tmp_path / "rulebook"
    shutil.copytree(supplied_rulebook(), other)
    (other / "parameters" / "period.yaml").write_text(
        (other / "parameters" / "period.yaml").read_text() + "\n# later\n"
    )
    by_other_rulebook = ask_receipt(folder, capsys, "--rulebook", str(other))
    assert by_other_rulebook["rulebook"] != one["rulebook"]
    assert by_other_rulebook["inputs"] == one["inputs"]
    (folder / "applications.csv").write_text("child,lodged_on,arrived_on\nyusuf,2026-05-02,2026-04-20\n")
    assert ask_receipt(folder, capsys)["inputs"] != one["inputs"]


def test_receipt_is_blind_to_facts_the_rule_does_not_read(folder, capsys) -> None:
    one = ask_receipt(folder, capsys)
    (folder / "statuses.csv").write_text("child,status,valid_from\nyusuf,permit,2026-08-01\n")
    assert ask_receipt(folder, capsys) == one


def test_a_plan_of_another_rule_is_never_told_nor_felt(folder, capsys) -> None:
    """A plan about extended reception would betray a status to whoever may see a move."""
    (folder / "stays.csv").write_text(
        "child,location,kind,municipality,valid_from,valid_to\nyusuf,A,poa,Veenmeer,2026-05-01,2026-09-10\n"
        "yusuf,B,coa_small,Lindedal,2026-09-10,\n"
    )
    ask = ("--child", "yusuf", "--rule", "period.move", "--on", "2026-09-15", "--format", "json")
    run("explain", folder, *ask)
    without = capsys.readouterr().out
    (folder / "plans.csv").write_text(
        "child,rule,key,agreed_on,with,child_view,requested_on\n"
        "yusuf,adult.extended_reception,own_wish:yes,2026-09-01,x,y,\nyusuf,period.decision,,2026-09-01,x,y,\n"
    )
    run("explain", folder, *ask)
    assert capsys.readouterr().out == without


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--child", "yusu", "--rule", "placement.term"), "Bedoelt u yusuf?"),
        (("--child", "yusuf", "--rule", "placement.terms"), "Bedoelt u placement.term?"),
        (("--child", "yusuf", "--rule", "placement.term", "--key", "x"), "Wel: term"),
    ],
)
def test_a_question_that_does_not_fit_gets_a_hint(folder, capsys, arguments, said) -> None:
    assert run("explain", folder, *arguments, "--on", "2026-09-15") == 2
    assert said in capsys.readouterr().err


def test_a_rule_that_does_not_apply_says_so(folder, capsys) -> None:
    assert run("explain", folder, "--child", "sara", "--rule", "presence.missing", "--on", "2026-09-15") == 0
    assert "volgt uit deze regel niets voor sara" in capsys.readouterr().out


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_every_rule_can_be_listed_and_shown(capsys, lang) -> None:
    assert main(["rules", "list", "--lang", lang]) == 0
    listed = capsys.readouterr().out
    for rule in RULES:
        assert rule.id in listed
        how = ("--format", "json") if lang == "en" else ()
        assert main(["rules", "show", rule.id, "--lang", lang, *how]) == 0
    assert main(["rules", "show", "no.such"]) == 2
    assert main(["rules", "list", "--format", "json"]) == 0


def test_rules_check_runs_the_cases(capsys) -> None:
    assert main(["rules", "check"]) == 0
    assert "gevallen kloppen" in capsys.readouterr().out


def test_rules_check_tells_every_fault_of_another_rulebook(capsys, tmp_path) -> None:
    other = tmp_path / "nl"
    shutil.copytree(supplied_rulebook(), other)
    (other / "holidays.yaml").unlink()
    (other / "regions.yaml").unlink()
    assert main(["rules", "check", "--rulebook", str(other)]) == 2
    err = capsys.readouterr().err
    assert "holidays.yaml" in err
    assert "regions.yaml" in err


def test_rules_check_fails_when_a_case_does_not_hold(capsys, tmp_path) -> None:
    other = tmp_path / "nl"
    shutil.copytree(supplied_rulebook(), other)
    path = other / "parameters" / "placement.yaml"
    path.write_text(
        path.read_text().replace("- value: 2\n      from: 2026-06-12", "- value: 4\n      from: 2026-06-12", 1)
    )
    assert main(["rules", "check", "--rulebook", str(other)]) == 2
    assert "due_on should be" in capsys.readouterr().err
