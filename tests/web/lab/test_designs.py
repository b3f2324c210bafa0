"""A design of one's own: what it rests on, in an address that can be shared."""

from __future__ import annotations

import json

import pytest

from leerrecht.cli import main
from tests.web.lab.conftest import STUDY, links_of

ISK = "groep=amv&content=skills&time=in_school&target=all_in_class&provider=isk"


def cut(page: str, name: str) -> str:
    """Give one list of the page."""
    return page.split(f'aria-labelledby="d-{name}"')[1].split("</section>")[0]


def test_skills_at_isk_for_everyone_in_school_time_shows_what_it_rests_on(look, capsys) -> None:
    page = look(f"{STUDY}ontwerp/?{ISK}")
    design = "content=skills,time=in_school,target=all_in_class,provider=isk"
    main(["appraise", "aef-2025", "--design", design, "--subgroup", "amv", "--format", "json"])
    engine = json.loads(capsys.readouterr().out)
    assert engine["carry_over"] and engine["fall_away"] and engine["open"]
    for name in ("carry_over", "fall_away", "open"):
        shown = [link.split("/")[-2] for link in links_of(cut(page, name))]
        assert shown == engine[name]
    assert "Er valt geen veto op." in page
    assert [link.split("/")[-2] for link in links_of(cut(page, "veto"))] == engine["lifted"] == ["V1", "V4", "V6"]
    assert {"F4A11", "F4A17", "L6", "RV1"} <= {link.split("/")[-2] for link in links_of(cut(page, "practice"))}


def test_every_ground_of_a_design_can_be_opened(look) -> None:
    leads = {link for link in links_of(look(f"{STUDY}ontwerp/?{ISK}")) if "/waarom/" in link}
    assert len(leads) > 50
    for link in sorted(leads):
        look(link)


def test_what_applies_to_the_design_and_not_to_the_base_is_called_new(look) -> None:
    rows = cut(look(f"{STUDY}ontwerp/?{ISK}"), "carry_over").split("<li>")[1:]
    assert [row.split("/waarom/amv/")[1].split("/")[0] for row in rows if "nieuw voor dit ontwerp" in row] == ["F7H04"]


def test_what_falls_away_says_by_which_choice(look) -> None:
    assert "vervalt door: doelgroep" in cut(look(f"{STUDY}ontwerp/?{ISK}"), "fall_away")


def test_for_this_group_only_a_veto_falls(look) -> None:
    page = look(f"{STUDY}ontwerp/?{ISK.replace('all_in_class', 'exclusive_negative_decision')}")
    assert "zo is het niet toelaatbaar" in page
    assert {"V1", "V4"} <= {link.split("/")[-2] for link in links_of(cut(page, "veto"))}


def test_a_veto_on_what_is_open_may_fall(look) -> None:
    page = look(f"{STUDY}ontwerp/?groep=amv&content=skills")
    assert "hangt af van wat open is" in page and "kan vallen" in cut(page, "veto")


@pytest.mark.parametrize(("time", "word"), [("in_school", "alleen na wetswijziging"), ("out_of_school", "mag")])
def test_the_law_is_asked(look, time, word) -> None:
    page = look(f"{STUDY}ontwerp/?groep=amv&content=world_language&time={time}&obligation=voluntary")
    own = [row for row in cut(page, "wet").split("<tr") if "dit ontwerp" in row and "voortgezet" in row]
    assert len(own) == 1 and f">{word}</span>" in own[0]


def test_the_address_holds_what_is_set_and_nothing_else(look, client) -> None:
    answer = client.get(f"{STUDY}ontwerp/?groep=amv&content=skills&focus=&time=in_school&obligation=&basis=")
    clean = f"{STUDY}ontwerp/?groep=amv&content=skills&time=in_school"
    assert (answer.status_code, answer.headers["Location"]) == (302, clean)
    assert clean in links_of(look(clean))


def test_the_form_says_again_what_was_chosen(look) -> None:
    page = look(f"{STUDY}ontwerp/?{ISK}&basis=A1")
    for chosen in ("skills", "in_school", "all_in_class", "isk", "A1", "amv"):
        assert f'value="{chosen}" selected' in page
    assert "Vergeleken met A1" in page


def test_nothing_chosen_teaches(look) -> None:
    page = look(f"{STUDY}ontwerp/")
    assert "Er is nog niets gekozen" in page
    example = next(link for link in links_of(page) if "provider=isk" in link)
    assert "Er valt geen veto op." in look(example)


def test_a_part_of_the_page_is_there_for_htmx(look) -> None:
    page = look(f"{STUDY}ontwerp/?{ISK}", HTTP_HX_REQUEST="true")
    assert page.count('id="uitkomst"') == 1
