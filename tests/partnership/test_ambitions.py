"""An ambition: proposed, agreed to with a mandate of that day, adopted by all, replaced, evaluated; and its pages."""

from __future__ import annotations

import datetime
from importlib.resources import files
from io import BytesIO
from types import SimpleNamespace

import pytest
import yaml
from django.test import Client
from pypdf import PdfReader

from tests.grants.acts import actor, refused
from tests.operations.builders import NOW, events
from tests.partnership.builders import ROLE_OF, mandate, mandates, overview, points, together
from tests.web.conftest import check_whole, only_reading
from tests.world import ON, World, make_chain

pytestmark = pytest.mark.database
YEAR = datetime.date(2027, 9, 15)


@pytest.fixture
def world(db):
    return World(*make_chain(), children={})


def aim(**changed):
    from leerrecht.operations.ambitions import Aim

    return Aim(**{
        "what": "Snel naar school", "measure": "in_term", "indicator": "", "unit": "procent", "target": "90", **changed,
    })  # fmt: skip


def draft(**changed):
    from leerrecht.operations.ambitions import Draft

    return Draft(**{
        "text": "Elke jongere op tijd naar school.", "youth_part": "Een gesprek met zes jongeren.",
        "youth_said": "Wachten duurt lang.", "evaluate_on": YEAR, "goals": [aim()], **changed,
    })  # fmt: skip


def act(name, world, made, role="policy", at=NOW, **given):
    from leerrecht.operations import ambitions

    return getattr(ambitions, name)(actor=actor(world, role, at), at=at, partnership=made.public_id, **given)


def propose(world, made, seen=0, role="policy", **changed):
    return act("propose_ambition", world, made, role, seen=seen, draft=draft(**changed))


def adopted(world, made):
    mandates(world, made)
    row = propose(world, made)
    for role in ROLE_OF.values():
        act("endorse_ambition", world, made, role, number=1)
    row.refresh_from_db()
    return row


def look(**changed):
    from leerrecht.operations.ambitions import Look

    return Look(**{
        "held_on": ON, "results": "Beter.", "conclusions": "Doorgaan.", "adjustments": "Niets.", "next_on": YEAR, **changed,
    })  # fmt: skip


def test_the_last_member_that_agrees_adopts_it(world) -> None:
    made = together(world)
    mandates(world, made)
    row = propose(world, made)
    for role in list(ROLE_OF.values())[:-1]:
        act("endorse_ambition", world, made, role, number=1)
    row.refresh_from_db()
    assert row.adopted_on is None and points(made)["ambition_waits"] == "due"
    act("endorse_ambition", world, made, list(ROLE_OF.values())[-1], number=1)
    row.refresh_from_db()
    assert row.adopted_on == ON
    assert [len(events(f"ambition.{name}")) for name in ("proposed", "agreed", "adopted")] == [1, 4, 1]
    assert overview(made).ambitions.holding.goals[0].measure == "in_term"


def test_agreeing_takes_a_mandate_of_that_day_and_is_done_once(world) -> None:
    made = together(world)
    propose(world, made)
    assert refused(lambda: act("endorse_ambition", world, made, "reception", number=1)) == ("assent_no_mandate",)
    mandate(world, made, "COA", valid_to=ON)
    assert refused(lambda: act("endorse_ambition", world, made, "reception", number=1)) == ("assent_no_mandate",)
    mandate(world, made, "COA", valid_from=ON)
    act("endorse_ambition", world, made, "reception", number=1)
    assert refused(lambda: act("endorse_ambition", world, made, "reception", number=1)) == ("assent_given",)


def test_another_proposal_takes_its_place_and_who_saw_less_is_refused(world) -> None:
    made = together(world)
    first = propose(world, made)
    assert refused(lambda: propose(world, made, seen=0)) == ("partnership_changed",)
    second = propose(world, made, seen=1)
    first.refresh_from_db()
    assert first.withdrawn_at is not None and second.number == 2
    act("withdraw_ambition", world, made, number=2)
    assert refused(lambda: act("withdraw_ambition", world, made, number=2)) == ("proposal_closed",)
    assert refused(lambda: act("adopt_ambition", world, made, number=9)) == ("no_such_partnership",)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"text": " "}, "ambition_text"), ({"youth_part": ""}, "ambition_youth_part"),
        ({"youth_said": ""}, "ambition_youth_said"), ({"goals": []}, "ambition_goals"),
        ({"goals": [aim(measure="", indicator="")]}, "ambition_goals"),
        ({"goals": [aim(indicator="Ook dit")]}, "ambition_goals"), ({"goals": [aim(measure="x")]}, "ambition_goals"),
        ({"goals": [aim(target="")]}, "ambition_goals"), ({"goals": [aim()] * 7}, "ambition_goals"),
        ({"evaluate_on": None}, "ambition_evaluate"), ({"evaluate_on": ON}, "ambition_evaluate"),
        ({"evaluate_on": YEAR + datetime.timedelta(days=1)}, "ambition_evaluate"),
        ({"text": "x" * 4001}, "text_wrong"), ({"goals": [aim(unit="x" * 201)]}, "text_wrong"),
    ],
)  # fmt: skip
def test_what_a_proposal_needs(world, changed, reason) -> None:
    made = together(world)
    assert refused(lambda: propose(world, made, **changed)) == (f"{reason}",)
    assert not made.ambitions.exists()


def test_only_who_keeps_it_proposes_and_evaluates(world) -> None:
    made = together(world)
    assert refused(lambda: propose(world, made, role="reception")) == ("may_not_record",)
    assert refused(lambda: act("appraise_ambition", world, made, look=look())) == ("ambition_none",)
    adopted(world, made)
    assert refused(lambda: act("appraise_ambition", world, made, "school", look=look())) == ("may_not_record",)


def test_interests_in_own_words_the_last_count(world) -> None:
    made = together(world)
    for words in ("Rust.", "Rust en ritme."):
        act("say_stake", world, made, "reception", words=words)
    assert overview(made).ambitions.stakes == (("COA", "Rust en ritme."),)
    assert refused(lambda: act("say_stake", world, made, "school", words=" ")) == ("stake_words",)


@pytest.mark.parametrize(
    ("days", "state"), [(-29, "met"), (-28, "upcoming"), (-1, "upcoming"), (0, "due"), (1, "overdue")]
)
def test_when_the_evaluation_is_due(world, days, state) -> None:
    made = together(world)
    adopted(world, made)
    day = YEAR + datetime.timedelta(days=days)
    assert overview(made, day).ambitions.evaluation == state
    assert (f"ambition_evaluation_{state}" in points(made, day)) == (state != "met")


def test_an_evaluation_moves_the_day(world) -> None:
    made = together(world)
    adopted(world, made)
    again = ON + datetime.timedelta(days=100)
    act("appraise_ambition", world, made, look=look(next_on=again))
    assert overview(made).ambitions.holding.due_on == again
    assert refused(lambda: act("appraise_ambition", world, made, look=look())) == ("evaluation_known",)
    early = look(held_on=ON - datetime.timedelta(days=1), next_on=ON, results="")
    wrong = refused(lambda: act("appraise_ambition", world, made, look=early))
    assert set(wrong) == {"appraisal_on", "appraisal_results"}
    late = look(held_on=ON, next_on=YEAR + datetime.timedelta(days=1))
    assert "appraisal_next" in refused(lambda: act("appraise_ambition", world, made, look=late))


def client(world, role):
    found = Client()
    found.force_login(world.accounts[role])
    return found


def read(world, role, url):
    found = client(world, role)
    with only_reading():
        return found.get(url)


@pytest.mark.parametrize("lang", ["", "/en"])
def test_its_pages_are_whole_and_the_paper_says_it_all(world, lang) -> None:
    made = together(world)
    base = f"{lang}/samenwerken/{made.public_id}/"
    check_whole(read(world, "reception", f"{base}ambitie/"))
    adopted(world, made)
    act("say_stake", world, made, "reception", words="Rust <b>en</b> #ritme.")
    act("appraise_ambition", world, made, look=look())
    for name in ("", "ambitie/", "ambitie/voorstel/", "ambitie/evaluatie/"):
        answer = read(world, "policy", base + name)
        assert answer.status_code == 200
        check_whole(answer)
    for role, status in (("school", 404), ("care", 404)):
        assert client(world, role).get(f"{base}ambitie/voorstel/").status_code == status
    assert client(world, "care").get(f"{base}ambitie/ambitie.pdf").status_code == 404
    answer = read(world, "school", f"{base}ambitie/ambitie.pdf")
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)
    for words in ("Elke jongere op tijd", "Snel naar school", "Wachten duurt lang", "<b>en</b> #ritme", "Nidos"):
        assert words in " ".join(text.split())


def test_by_the_browser_from_proposal_to_agreement(world) -> None:
    made = together(world)
    mandates(world, made)
    url = f"/samenwerken/{made.public_id}/ambitie/"
    typed = {
        "seen": "0", "text": "Samen.", "youth_part": "Gesprek.", "youth_said": "Luister.", "evaluate_on": "1-3-2027",
        "what_2": "Gehoord worden", "indicator_2": "Gesprek", "unit_2": "van de 10", "target_2": "7",
    }  # fmt: skip
    wrong = client(world, "policy").post(f"{url}voorstel/", {**typed, "text": "", "target_2": ""})
    assert wrong.status_code == 422 and "Gehoord worden" in wrong.content.decode()
    assert client(world, "policy").post(f"{url}voorstel/", typed).status_code == 302
    assert client(world, "policy").post(f"{url}voorstel/", typed).status_code == 409
    for role in ROLE_OF.values():
        assert client(world, role).post(url, {"do": "agree", "seen": "1"}).status_code == 302
    assert made.ambitions.get().adopted_on == ON


# --- the last published number ------------------------------------------------------------------------------------------


def publish(in_time, late, town="zandakker"):
    from leerrecht.partnership.models import PublishedQuarter

    told = {"in_term": {"whole": [None if in_time is late is None else 20, [in_time, late]], "parts": []}}
    return PublishedQuarter.objects.create(
        municipality=town, folded=town, first_on=datetime.date(2026, 4, 1), last_on=datetime.date(2026, 6, 30), threshold=5,
        step=5, told=told, published_at=NOW,
    )  # fmt: skip


def goal_page(world, made, role="policy"):
    client = Client()
    client.force_login(world.accounts[role])
    with only_reading():
        page = client.get(f"/samenwerken/{made.public_id}/ambitie/")
    check_whole(page)
    return page.content.decode()


@pytest.mark.parametrize(
    ("in_time", "late", "said"),
    [
        (15, 5, "Laatste cijfer: 75% (Op tijd), van 20 jongeren, afgerond."),
        (15, None, "Laatste cijfer: verborgen"),
        (None, None, "Laatste cijfer: te weinig om te laten zien."),
    ],
)
def test_a_goal_shows_the_last_published_number_and_nothing_that_is_hidden(world, in_time, late, said):
    made = together(world)
    adopted(world, made)
    publish(in_time, late)
    page = goal_page(world, made)
    assert said in page and "1 april 2026 tot en met 30 juni 2026" in page
    assert ("75%" in page) is (late is not None)


def test_who_does_not_steer_or_of_a_town_that_takes_no_part_reads_why_there_is_no_number(world):
    from leerrecht.partnership.models import Town

    made = together(world)
    adopted(world, made)
    assert "nog geen cijfer vastgelegd" in goal_page(world, made)
    publish(15, 5, town="elders")
    assert "nog geen cijfer vastgelegd" in goal_page(world, made)
    publish(15, 5)
    page = goal_page(world, made, "reception")
    assert "alleen wie voor de eigen gemeente stuurt" in page and "75%" not in page
    Town.objects.filter(partnership=made).update(valid_to=ON)
    page = goal_page(world, made)
    assert "de jouwe doet vandaag niet mee" in page and "75%" not in page


def test_a_goal_in_own_words_has_no_number(world):
    made = together(world)
    mandates(world, made)
    propose(world, made, goals=[aim(measure="", indicator="Wat jongeren zeggen")])
    publish(15, 5)
    assert "Laatste cijfer" not in goal_page(world, made)


def test_six_members_sign_on_the_page_that_hangs_up() -> None:
    from leerrecht.partnership.models import Goal
    from leerrecht.web.partnership.ambition_paper import to_paper

    demo = yaml.safe_load((files("leerrecht.demo") / "partnerships.yaml").read_text("utf-8"))["Samen in Veenmeer"]
    said, members = demo["ambition"], list(demo["members"])
    wish = SimpleNamespace(
        text=said["text"], adopted_on=ON, due_on=YEAR, youth_part=said["youth_part"], youth_said=said["youth_said"],
        goals=[Goal(**each) for each in said["goals"]],
        agreed=[SimpleNamespace(organisation=each, person="Iemand met een lange naam", on=ON) for each in members],
    )  # fmt: skip
    found = SimpleNamespace(
        partnership=SimpleNamespace(name="Samen in Veenmeer"), on=ON,
        members=[SimpleNamespace(name=each) for each in members],
        ambitions=SimpleNamespace(stakes=[(name, words) for name, (_, words) in said["stakes"].items()]),
    )  # fmt: skip
    for lang in ("nl", "en"):
        assert len(PdfReader(BytesIO(to_paper(found, wish, lang=lang))).pages) == 1
