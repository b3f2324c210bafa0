"""`leerrecht appraise` on a study of one's own: a copy that grows, its history, and what changes before and after."""

from __future__ import annotations

import json
import signal
import subprocess
import sys

import pytest
import yaml

from leerrecht.cli import INTERRUPTED, appraise_progress
from leerrecht.cli.appraise_progress import Meter, progress
from tests.cli.conftest import run
from tests.cli.running import environment

CHANGES = """
sources:
- {id: S9, title: A study of internships, title_nl: Een onderzoek naar stages, language: nl}
findings:
- {id: X1, chapter: S9, subgroups: [amv], criterion: K4, polarity: -2, kind: effect, said_by: parents, source: S9,
   applies_if: {content: [skills], time: [in_school]}, text: Internships wear them out., text_nl: Van stages worden ze moe.,
   quote: Ze zijn op., span: {page: 12, from: 3, to: 5}}
"""
JUDGEMENT = (
    "judgements:\n- {subgroup: amv, scenario: C1, criterion: U_O, score: '--', lo: '--', hi: '--', findings: [X1]}\n"
)
WHO = ("--by", "policy adviser", "--why", "a new study")


@pytest.fixture
def mine(tmp_path, capsys):
    path = tmp_path / "mine.yaml"
    assert run("appraise", "aef-2025", "--copy", path, "--by", "policy adviser") == 0
    (tmp_path / "changes.yaml").write_text(CHANGES)
    (tmp_path / "judgement.yaml").write_text(JUDGEMENT)
    capsys.readouterr()
    return path


def test_a_finding_is_added_and_what_it_asks_is_said(mine, tmp_path, capsys) -> None:
    before = mine.read_text()
    assert run("appraise", mine, "--add", tmp_path / "changes.yaml", *WHO, "--draws", "300", "--subgroup", "amv") == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "E003" in out and "policy adviser: a new study" in out
    assert "Geen rang en geen veto verandert." in out
    assert "C2/K4*: X1, Van stages worden ze moe." in out
    assert mine.read_text().startswith(before)
    assert run("appraise", mine, "--add", tmp_path / "judgement.yaml", *WHO, "--draws", "300", "--format", "json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["entries"][0]["was"]["score"] == "-"
    earlier, later = found["changes"]["amv"]["scenarios"]["C1"]
    assert later["rank"] > earlier["rank"]
    assert found["changes"]["glo"]["scenarios"] == {}
    assert found["noise"] > 0


def test_a_trial_shows_the_same_and_writes_nothing(mine, tmp_path, capsys) -> None:
    before = mine.read_bytes()
    assert run("appraise", mine, "--try", tmp_path / "changes.yaml", "--draws", "300", "--lang", "en") == 0
    printed = capsys.readouterr()
    assert "Nothing was written" in " ".join(printed.err.split()) or "nothing was written" in printed.err
    assert "C2/K4*: X1, Internships wear them out." in " ".join(printed.out.split())
    assert mine.read_bytes() == before


def test_the_history_says_who_when_why_and_what_stood_before(mine, tmp_path, capsys) -> None:
    for name in ("changes", "judgement"):
        assert run("appraise", mine, "--add", tmp_path / f"{name}.yaml", *WHO, "--draws", "100") == 0
    capsys.readouterr()
    assert run("appraise", mine, "--history") == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "judgements amv/C1/U_O, score: van - naar --" in out
    assert "meta, id: van aef-2025 naar mine" in out
    assert run("appraise", mine, "--history", "--format", "json") == 0
    entries = json.loads(capsys.readouterr().out)["history"]
    assert [entry["id"] for entry in entries] == ["E001", "E002", "E003", "E004"]
    assert run("appraise", mine, "--since", "E004", "--draws", "100", "--format", "json") == 0
    assert "C1" in json.loads(capsys.readouterr().out)["changes"]["amv"]["scenarios"]
    assert run("appraise", "aef-2025", "--history") == 0
    assert "nog niets toegevoegd" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--add", "changes.yaml"), "--by"),
        (("--add", "changes.yaml", "--history"), "--add, --history"),
        (("--copy", "other.yaml"), "--by"),
        (("--copy", "mine.yaml", "--by", "adviser"), "exists already"),
        (("--since", "E009"), "E001"),
        (("--add", "nothing.yaml", *WHO), "can't be read"),
        (("--try", "changes.yaml", "--subgroup", "nobody"), "glo, amv, jji"),
    ],
)
def test_what_does_not_fit_is_refused_in_words(mine, tmp_path, monkeypatch, capsys, arguments, said) -> None:
    monkeypatch.chdir(tmp_path)
    before = mine.read_bytes()
    assert run("appraise", "mine.yaml", *arguments) == 2
    printed = capsys.readouterr()
    assert said in printed.err
    assert printed.out == ""
    assert mine.read_bytes() == before


def test_a_supplied_study_stays_as_it_is(tmp_path, capsys) -> None:
    (tmp_path / "changes.yaml").write_text(CHANGES)
    assert run("appraise", "aef-2025", "--add", tmp_path / "changes.yaml", *WHO) == 2
    assert "--copy" in capsys.readouterr().err


def test_faults_in_what_is_added_are_all_told(mine, tmp_path, capsys) -> None:
    changes = yaml.safe_load(CHANGES)
    changes["findings"][0] |= {"criterion": "Q", "said_by": 3, "source": "S8"}
    (tmp_path / "changes.yaml").write_text(yaml.safe_dump(changes))
    before = mine.read_bytes()
    assert run("appraise", mine, "--add", tmp_path / "changes.yaml", *WHO) == 2
    err = capsys.readouterr().err
    assert "'Q'" in err and "said_by" in err and "'S8'" in err
    assert mine.read_bytes() == before


def test_more_coders_are_told_with_their_codes(mine, tmp_path, capsys) -> None:
    matrix = tmp_path / "second.csv"
    assert run("appraise", mine, "--matrix", matrix) == 0
    lines = matrix.read_text().splitlines()
    third = [line.replace("amv,C1,K4,'+,", "amv,C1,K4,0,", 1) for line in lines]
    (tmp_path / "third.csv").write_text("\n".join(third) + "\n")
    capsys.readouterr()
    coders = ("--second-coder", matrix, "--second-coder", tmp_path / "third.csv")
    assert run("appraise", mine, *coders, "--subgroup", "amv", "--draws", "100", "--format", "json") == 0
    found = {each["criterion"]: each for each in json.loads(capsys.readouterr().out)["agreement"]}
    assert (found["K4"]["differing"], found["K4"]["codes"]) == ([["amv", "C1", "K4"]], [["+", "+", "0"]])
    assert found["K4"]["alpha"] < 1 == found["K1"]["alpha"]


# --- how far it is -------------------------------------------------------------------------------------------------------


def test_a_short_run_says_nothing(capsys) -> None:
    with progress(total=100, lang="en") as tell:
        tell(100)
    assert capsys.readouterr().err == ""


@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setattr(appraise_progress, "PATIENCE", 0.0)


def test_a_long_run_tells_each_tenth_on_stderr_where_there_is_no_terminal(impatient, capsys) -> None:
    with progress(total=200, lang="en") as tell:
        for _ in range(200):
            tell(1)
    lines = capsys.readouterr().err.splitlines()
    assert lines == [f"Working it out: {percent}%" for percent in range(10, 101, 10)]


def test_a_terminal_gets_one_line_that_is_wiped(impatient, capsys, monkeypatch) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)

    def work() -> None:
        with progress(total=3, lang="nl") as tell:
            tell(1)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        work()
    assert capsys.readouterr().err == "\rRekenen: 33%\r\x1b[K"


def test_more_than_all_is_all(impatient, capsys) -> None:
    meter = Meter(1, "en")
    meter.tell(5)
    assert capsys.readouterr().err == "Working it out: 100%\n"


def test_the_result_is_alone_on_stdout(impatient, capsys) -> None:
    assert run("appraise", "aef-2025", "--draws", "50000", "--subgroup", "amv", "--format", "json") == 0
    printed = capsys.readouterr()
    json.loads(printed.out)
    assert "100%" in printed.err


def test_who_stops_it_finds_nothing_half_written(tmp_path) -> None:
    path = tmp_path / "report.html"
    command = ["appraise", "aef-2025", "--draws", "10000000", "--report", path, "--lang", "en"]
    process = subprocess.Popen(
        [sys.executable, "-m", "leerrecht.cli", *map(str, command)], env=environment(), text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stderr.readline().startswith("Working it out: ")
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=20)
    assert process.returncode == INTERRUPTED
    assert said.rstrip().endswith("Stopped. Nothing was written.")
    assert "Traceback" not in said
    assert not path.exists()
