"""Any conclusion's ground is two clicks away: from the study to what it rests on, from there to the place in the source."""

from __future__ import annotations

from html import unescape
from math import ceil

import pytest

from leerrecht.queries.studies import all_studies, outcomes_of, usual_settings
from tests.web.lab.conftest import STUDY, links_of


def test_the_study_leads_to_what_each_conclusion_rests_on(look) -> None:
    study = all_studies()["aef-2025"]
    outcomes = outcomes_of(study="aef-2025", settings=usual_settings())
    first_clicks = links_of(look(STUDY))
    for group, conclusion in [(group, each) for group, outcome in outcomes.items() for each in outcome.conclusions]:
        address = f"{STUDY}waarom/{group}/{conclusion.id}/"
        assert address in first_clicks and conclusion.premises
        page = look(address)
        leads = links_of(page)
        assert not [premise for premise in conclusion.premises if f"{STUDY}waarom/{group}/{premise}/" not in leads]
        for finding in [each for each in conclusion.premises if each in study.findings]:
            assert study.findings[finding].text["nl"] in unescape(page)


def test_the_second_click_gives_the_place_in_the_source_and_who_said_it(look) -> None:
    page = look(f"{STUDY}waarom/amv/F4A14/")
    assert "H4: Belang van ontwikkeling van het kind" in page and "gesprekken" in page
    assert "Voor amv’s lijkt schooltijd beter" in page
    assert "Offer in school hours seems preferable for amv" in look(f"/en{STUDY}waarom/amv/F4A14/")
    assert f"{STUDY}waarom/amv/R1/" in links_of(page)  # it speaks against the advice to do it out of school hours


def test_a_cell_shows_its_findings_its_range_and_what_rests_on_it(look) -> None:
    page = look(f"{STUDY}waarom/glo/C1/K4/")
    leads = links_of(page)
    assert f"{STUDY}waarom/glo/F4G24/" in leads and f"{STUDY}waarom/glo/OWN1/" in leads
    assert "+ tot ++" in page


def test_an_unknown_cell_says_so(look) -> None:
    page = look(f"{STUDY}waarom/glo/C1/K2/")
    assert "geen oordeel" in page and "de bron zegt hier niets over" in page


def test_a_ground_that_rests_on_the_concluding_chapter_only_is_marked(look) -> None:
    marked, clear = look(f"{STUDY}waarom/amv/R1/"), look(f"{STUDY}waarom/glo/RG1/")
    assert "rust alleen op het slothoofdstuk" in marked and "rust alleen op het slothoofdstuk" not in clear


def test_every_finding_is_in_the_browser_with_what_rests_on_it(look) -> None:
    study = all_studies()["aef-2025"]
    pages = [look(f"{STUDY}bewijs/?pagina={number}") for number in range(1, len(study.findings) // 25 + 2)]
    assert all(sum(f'<li id="{name}">' in page for page in pages) == 1 for name in study.findings)
    assert f"{STUDY}waarom/amv/R1/" in [link for page in pages for link in links_of(page)]


@pytest.mark.parametrize(
    ("query", "fits"),
    [
        ("groep=amv", lambda finding: "amv" in finding.subgroups),
        ("gezegd=experts", lambda finding: finding.said_by == "experts"),
        ("criterium=K", lambda finding: finding.criterion in ("K", "K1", "K2", "K3", "K4")),
        ("scenario=A1&criterium=P&groep=glo", lambda finding: finding.criterion == "P" and "glo" in finding.subgroups
         and "origin_language_culture" in finding.applies_if.get("content", ("origin_language_culture",))
         and "out_of_school" in finding.applies_if.get("time", ("out_of_school",))),
    ],
)  # fmt: skip
def test_the_browser_gives_what_was_asked(look, query, fits) -> None:
    study = all_studies()["aef-2025"]
    expected = [name for name, finding in study.findings.items() if fits(finding)]
    found = [
        name
        for number in range(1, ceil(len(expected) / 25) + 1)
        for text in [look(f"{STUDY}bewijs/?{query}&pagina={number}")]
        for name in study.findings
        if f'<li id="{name}">' in text
    ]
    assert found == expected and expected


def test_a_finding_that_hangs_on_what_a_scenario_leaves_open_is_given_with_it(look) -> None:
    page = look(f"{STUDY}bewijs/?scenario=A1&criterium=U_P")
    assert '<li id="F6P02">' in page  # online lessons; whether A1 is online is open
    assert '<li id="F6P08">' not in page  # it is about skills
