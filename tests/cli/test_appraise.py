"""`leerrecht appraise`: the shapes that others read, exit codes, and faults in words."""

from __future__ import annotations

import json
import re
import shlex
import sys
from pathlib import Path

import pytest
import yaml

from tests.appraisal.studies import small
from tests.cli.conftest import run

DESIGN = "content=skills,focus=practical,time=in_school,obligation=mandatory,target=all_in_class,provider=isk"


def asked(capsys, *arguments: object):
    assert run("appraise", "aef-2025", *arguments, "--format", "json") == 0
    return json.loads(capsys.readouterr().out)


def test_json_has_the_agreed_shape(capsys) -> None:
    found = asked(capsys, "--draws", "500")
    assert list(found["subgroups"]) == ["glo", "amv", "jji"]
    for group in found["subgroups"].values():
        assert {"scenarios", "conclusions", "unknown_cells", "left_out", "tensions"} <= set(group)
        for scenario in group["scenarios"].values():
            assert isinstance(scenario["admissible"], bool)
            for share in ("first_rank_share", "last_rank_share"):
                assert set(scenario[share]) == {"weighted_sum", "promethee"}
        for conclusion in group["conclusions"]:
            assert {"id", "text", "premises", "robustness", "status"} <= set(conclusion)
    glo = found["subgroups"]["glo"]
    assert glo["scenarios"]["Z0"]["rank"] is None
    assert 1 <= glo["scenarios"]["C1"]["rank"] < 1.3
    assert glo["scenarios"]["A1"]["vetoes"] == ["V1", "V2", "V5", "V6"]
    assert glo["scenarios"]["A1"]["blocks_failed"] == ["content", "preconditions"]
    assert sum(each["first_rank_share"]["weighted_sum"] for each in glo["scenarios"].values()) == pytest.approx(1)
    assert glo["unknown_cells"] == 6
    for conclusion in glo["conclusions"]:
        assert all(name in found["texts"] for name in conclusion["premises"] if "/" not in name)


def test_one_subgroup_gives_the_same_as_all_of_them(capsys) -> None:
    every = asked(capsys, "--draws", "300", "--seed", "9")["subgroups"]
    assert asked(capsys, "--draws", "300", "--seed", "9", "--subgroup", "amv")["subgroups"] == {"amv": every["amv"]}


def test_scores_as_coded_name_what_is_left_out(capsys) -> None:
    found = asked(capsys, "--scores", "point", "--weights", "free", "--draws", "300")["subgroups"]
    assert found["glo"]["left_out"] == ["K2", "U_M"]
    assert found["amv"]["left_out"] == ["U_M"]


def test_a_design_has_the_agreed_shape(capsys) -> None:
    found = asked(capsys, "--design", DESIGN, "--subgroup", "amv")
    assert {"base", "carry_over", "fall_away", "open", "new", "vetoes", "legal"} <= set(found)
    assert found["base"] == "C2"
    assert found["vetoes"] == []
    assert found["legal"]["in_school"]["vo"]["verdict"] == "allowed within limits"
    assert asked(capsys, "--design", DESIGN, "--subgroup", "amv", "--base", "C1")["base"] == "C1"


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_people_read_rank_and_admissibility_side_by_side(capsys, lang) -> None:
    assert run("appraise", "aef-2025", "--subgroup", "amv", "--draws", "500", "--lang", lang) == 0
    out = capsys.readouterr().out
    assert {
        "nl": "C1 past het best van de 6; zoals het nu is bedacht is dat niet aan te raden",
        "en": "C1 is best of the 6 and not recommended as formulated",
    }[lang] in " ".join(out.split())
    assert run("appraise", "aef-2025", "--design", DESIGN, "--subgroup", "amv", "--lang", lang) == 0
    assert "F7H04" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nothing",), "aef-2025"),
        (("aef-2025", "--subgroup", "nobody"), "glo, amv, jji"),
        (("aef-2025", "--base", "C1"), "--design"),
        (("aef-2025", "--design", DESIGN), "--subgroup"),
        (("aef-2025", "--design", "conten=skills", "--subgroup", "amv"), "Do you mean content?"),
        (("aef-2025", "--design", DESIGN, "--subgroup", "amv", "--base", "Q"), "there is no such scenario"),
        (("aef-2025", "--report", "report.odt"), ".docx"),
    ],
)
def test_a_question_that_does_not_fit_is_refused_in_words(capsys, arguments, said) -> None:
    assert run("appraise", *arguments) == 2
    printed = capsys.readouterr()
    assert said in printed.err
    assert printed.out == ""


def test_a_file_of_ones_own_is_appraised_and_its_faults_all_told(capsys, tmp_path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(yaml.safe_dump(small()))
    assert run("appraise", path, "--format", "json", "--draws", "200") == 0
    assert json.loads(capsys.readouterr().out)["subgroups"]["young"]["scenarios"]["S1"]["vetoes"] == ["V1"]
    broken = small()
    broken["normenkader"]["blocks"][0]["weight"] = 2
    broken["vetoes"][0]["when"] = {"shape": ["round"]}
    path.write_text(yaml.safe_dump(broken))
    assert run("appraise", path) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "add up to 2.5" in printed.err
    assert "no design dimension 'shape'" in printed.err


def test_an_unset_number_of_draws_is_refused(capsys) -> None:
    with pytest.raises(SystemExit):
        run("appraise", "aef-2025", "--draws", "0")
    assert "from 1 to" in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_the_cost_of_a_design_says_whose_numbers_they_are(capsys) -> None:
    found = asked(capsys, "--design", DESIGN, "--subgroup", "amv", "--cost", "--draws", "500")["cost"]
    assert found["note"].startswith("Deze bedragen zijn van onze aannames")
    assert found["per_pupil"]["p05"] < found["per_pupil"]["p50"] < found["per_pupil"]["p95"]
    assert {"mode", "grouping", "place"} == set(found["drawn"])
    assert all(each["source"] and each["date"] for each in found["assumptions"])
    assert run("appraise", "aef-2025", "--design", DESIGN, "--subgroup", "amv", "--cost", "--lang", "en") == 0
    assert "not from the source" in capsys.readouterr().out


def test_the_matrix_goes_out_and_comes_in(capsys, tmp_path) -> None:
    path = tmp_path / "matrix.csv"
    assert run("appraise", "aef-2025", "--matrix", path) == 0
    assert capsys.readouterr().out == ""
    plain = asked(capsys, "--draws", "200")
    assert asked(capsys, "--draws", "200", "--judgements", path) == plain
    path.write_text(path.read_text().replace("C1,K1,'+,", "C1,K1,'--,"))
    assert run("appraise", "aef-2025", "--judgements", path) == 2
    assert "is outside its range" in capsys.readouterr().err


@pytest.mark.parametrize(("form", "start"), [("pdf", b"%PDF"), ("docx", b"PK"), ("html", b"<!DOCTYPE html>")])
def test_the_report_is_written_in_the_form_its_name_asks_for(capsys, tmp_path, form, start) -> None:
    path = tmp_path / f"out.{form}"
    assert run("appraise", "aef-2025", "--subgroup", "amv", "--draws", "200", "--report", path) == 0
    assert path.read_bytes().startswith(start)
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "Geschreven" in printed.err


def test_a_report_that_can_not_be_written_is_told_in_words(capsys, tmp_path) -> None:
    assert run("appraise", "aef-2025", "--draws", "50", "--report", tmp_path / "nowhere" / "out.html") == 1
    assert "kon niet worden weggeschreven" in capsys.readouterr().err


def test_subgroups_are_taken_together_only_on_request(capsys, tmp_path) -> None:
    assert "pooled" not in asked(capsys, "--draws", "200")
    found = asked(capsys, "--draws", "200", "--pooled")["pooled"]
    assert found["shares"] == {"glo": 0.6, "amv": 0.4}
    assert found["scenarios"]["C1"]["admissible"] is False
    assert run("appraise", "aef-2025", "--draws", "200", "--pooled", "--lang", "en") == 0
    assert "Taken together by size: glo 60.0%, amv 40.0%" in capsys.readouterr().out
    path = tmp_path / "mine.yaml"
    path.write_text(yaml.safe_dump(small()))
    assert run("appraise", path, "--pooled") == 2
    assert "size" in capsys.readouterr().err


def commands_on(page: str) -> list[list[str]]:
    text = (Path(__file__).parents[2] / page).read_text()
    return [
        shlex.split(line)[1:]
        for line in re.findall(r"^leerrecht appraise .*$|(?<=`)leerrecht appraise aef-2025(?=`)", text, re.M)
    ]


@pytest.mark.parametrize("page", ["docs/explanation/policy-lab.md", "README.md"])
def test_commands_on_the_pages_run(capsys, page, tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "new.yaml").write_text("gaps:\n- {id: G99, text: Nobody asked the neighbours.}\n")
    assert commands_on(page)
    for command in commands_on(page):
        assert run(*command) == 0
        printed = capsys.readouterr()
        assert printed.out or "--copy" in command


@pytest.mark.slow
def test_ten_thousand_findings_come_through_the_command_line(capsys, tmp_path) -> None:
    document = small()
    document["findings"] += [{**document["findings"][0], "id": f"M{number}"} for number in range(10_000)]
    path = tmp_path / "large.yaml"
    path.write_text(yaml.dump(document, Dumper=getattr(yaml, "CSafeDumper", yaml.SafeDumper)))
    assert run("appraise", path, "--design", "time=in_school", "--subgroup", "young", "--format", "json") == 0
    assert len(json.loads(capsys.readouterr().out)["carry_over"]) == 10_001


def test_without_salib_the_cost_says_what_is_missing(capsys, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "SALib", None)
    found = asked(capsys, "--design", DESIGN, "--subgroup", "amv", "--cost", "--draws", "100")["cost"]
    assert found["variance_shares"] is None
    assert found["per_pupil"]["p50"] > 0
    run("appraise", "aef-2025", "--design", DESIGN, "--subgroup", "amv", "--cost", "--draws", "100")
    assert "leerrecht[lab]" in capsys.readouterr().out


def test_without_python_docx_a_docx_is_refused_in_words(capsys, monkeypatch, tmp_path) -> None:
    monkeypatch.setitem(sys.modules, "docx", None)
    assert run("appraise", "aef-2025", "--draws", "50", "--report", tmp_path / "out.docx") == 2
    assert "leerrecht[report]" in capsys.readouterr().err
    assert not (tmp_path / "out.docx").exists()


def test_a_study_without_assumptions_beside_it_has_no_cost(capsys, tmp_path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(yaml.safe_dump(small()))
    assert run("appraise", path, "--design", "time=in_school", "--subgroup", "young", "--cost") == 2
    assert "cost.yaml" in capsys.readouterr().err


def test_a_second_coder_widens_ranges_and_agreement_is_told(capsys, tmp_path) -> None:
    path = tmp_path / "second.csv"
    run("appraise", "aef-2025", "--matrix", path)
    lines = [
        line.replace("'+,'+,'++,explicit,S008", "'--,'--,'--,explicit,mine1") if line.startswith("amv,C1,K1,") else line
        for line in path.read_text().splitlines()
    ]
    path.write_text("\n".join(lines))
    capsys.readouterr()
    found = asked(capsys, "--draws", "200", "--second-coder", path)
    (differing,) = (each for each in found["agreement"] if each["differing"])
    assert differing["differing"] == [["amv", "C1", "K1"]]
    assert differing["kappa"] < 1
    assert run("appraise", "aef-2025", "--draws", "50", "--second-coder", path) == 0
    assert "K1: 91.7% van de cellen gelijk" in capsys.readouterr().out
    path.write_text(path.read_text().replace("'--,'--,'--,explicit,mine1", "bad,'--,'--,explicit,mine1"))
    assert run("appraise", "aef-2025", "--second-coder", path) == 2
    assert "'bad' isn't a code" in capsys.readouterr().err
