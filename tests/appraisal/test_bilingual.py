"""No text of a supplied study is missing in either language, and a text that is gets noticed wherever it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from leerrecht.appraisal.bilingual import find_untranslated
from leerrecht.appraisal.loading import load_study
from leerrecht.appraisal.outcome import appraise
from leerrecht.appraisal.plain import outcomes_object
from leerrecht.appraisal.report import make_report
from leerrecht.appraisal.report.blocks import Heading, Sentence, Table
from leerrecht.appraisal.report.html import to_html
from leerrecht.appraisal.simulation import Settings
from leerrecht.appraisal.study import Study, say, spoken
from tests.appraisal.studies import AEF, aef, faults_of, made, small

SUPPLIED = sorted(AEF.parents[1].glob("*/study.yaml"))
SETTINGS = Settings(draws=100)


def study_in(path: Path) -> Study:
    return load_study(path=path)[0]


@pytest.mark.parametrize("path", SUPPLIED, ids=lambda path: path.parent.name)
def test_no_text_of_a_supplied_study_is_missing_in_a_language(path) -> None:
    assert study_in(path).untranslated == ()


@pytest.mark.parametrize("path", SUPPLIED, ids=lambda path: path.parent.name)
def test_every_code_of_a_supplied_study_has_words(path) -> None:
    study = study_in(path)
    asked = [("said_by", each.said_by) for each in study.findings.values()]
    asked += [("dimensions", name) for name in study.dimensions]
    asked += [(f"values {name}", value) for name, values in study.dimensions.items() for value in values]
    asked += [("parties", share.entry["party"]) for share in study.piofach]
    assert [each for each in asked if "nl" not in study.name_code(*each)] == []


@pytest.mark.parametrize("path", SUPPLIED, ids=lambda path: path.parent.name)
def test_dutch_is_not_english_again(path) -> None:
    study = study_in(path)
    texts = [each.text for part in (study.findings, study.claims, study.tensions, study.gaps) for each in part.values()]
    texts += [each.text for each in (*study.judgements, *study.orderings, *study.piofach)]
    assert [words for words in texts if words["en"] and words["en"] == words.get("nl")] == []


def test_what_is_missing_is_told_with_its_place() -> None:
    found = set(find_untranslated(small()))
    assert {"meta.title", "findings[F1].text", "gaps[0].text", "gaps[G2].text", "judgements[0].text"} - found == {
        "judgements[0].text"
    }
    document = small()
    document["judgements"][0] |= {"text": "Why."}
    document["recommendations"][0] |= {"conditions": ["soon", "cheap"], "conditions_nl": ["snel"]}
    document["normenkader"]["criteria"][1]["indicators"][0]["name_nl"] = "Personeel"
    found = set(find_untranslated(document))
    assert {"judgements[0].text", "recommendations[R1].conditions"} <= found
    assert "normenkader.criteria[Y].indicators[Y1].name" not in found
    assert "normenkader.criteria[Y].indicators[Y2].name" in found


def test_conditions_stand_beside_each_other() -> None:
    document = small()
    document["recommendations"][0] |= {"conditions": ["soon", "cheap"], "conditions_nl": ["snel"]}
    assert any("conditions_nl: it has 1 texts for 2 conditions" in line for line in faults_of(document))


def test_words_name_what_there_is() -> None:
    document = small()
    document["words"] = {
        "said_by": {"teachers": {"en": "teachers", "nl": "leraren"}},
        "values": {"time": {"in_school": {"en": "at school", "nl": "op school"}, "at_night": {"en": "x", "nl": "y"}}},
        "partys": {},
        "dimensions": {"place": {"en": "place", "nl": "plaats"}, "time": {"en": "time"}},
    }
    lines = [line for line in faults_of(document) if line.startswith("words")]
    assert len(lines) == 4, lines
    assert ["at_night" in lines[0], "partys" in lines[1], "place" in lines[2], "nl is missing" in lines[3]] == [
        True
    ] * 4


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_outcome_and_report_are_in_the_language_of_the_reader(lang) -> None:
    outcomes = appraise(aef(), settings=SETTINGS, subgroups=["amv"])
    found = outcomes_object(aef(), outcomes, lang)["subgroups"]["amv"]
    assert found["cells"]["C1/K4"]["text"] == aef().cells["amv", "C1", "K4"].text[lang]
    assert found["conclusions"][0]["text"] == aef().claims["C01"].text[lang]
    report = make_report(aef(), outcomes, settings=SETTINGS, lang=lang)
    cells = [cell for block in report.blocks if isinstance(block, Table) for row in block.rows for cell in row]
    texts = {cell.text for cell in cells}
    for each in aef().findings.values():
        assert (each.text[lang] in texts) == ("amv" in each.subgroups)
    marked = [*cells, *(block for block in report.blocks if isinstance(block, Heading | Sentence))]
    assert [each.text for each in marked if each.lang] == []
    assert 'lang="en">' not in to_html(report).decode().replace('<html lang="en">', "")


def test_english_in_a_dutch_report_is_marked() -> None:
    study = made(small())
    report = make_report(study, appraise(study, settings=SETTINGS), settings=SETTINGS, lang="nl")
    assert '<span lang="en">They miss their own class.</span>' in to_html(report).decode()
    assert spoken(study.title, "nl") == "en"
    assert say(study.title, "nl") == study.title["en"]
