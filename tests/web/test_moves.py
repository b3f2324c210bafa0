"""The pages of a move: announce, tell, change, call off, agree on points, many at once; who sees what on them."""

from __future__ import annotations

import datetime
import re

import pytest
from django.test import Client

from leerrecht.chain.models import Location, Team
from leerrecht.law.tables import MOVE_ITEMS
from leerrecht.operations.facts import correct_fact
from leerrecht.queries.facts import standing
from leerrecht.records.models import Stay
from tests.operations.builders import NOW, actor_of, send, shared_child
from tests.operations.transferring import put_now
from tests.world import _account as make_account

ANNOUNCED = {
    "location": "COA Veenmeer", "municipality": "Veenmeer", "kind": "coa_small", "valid_from": "1-11-2026",
    "child_told_on": "", "reason": "Deze locatie sluit.",
}  # fmt: skip


@pytest.fixture
def client_of(world):
    """A browser of its own for each role."""

    def sign_in(role: str) -> Client:
        client = Client()
        client.force_login(world.accounts[role])
        return client

    return sign_in


@pytest.fixture
def child(world):
    return shared_child(world, "reception", "school", "legal_representative", "compulsory_education")


@pytest.fixture
def url(child):
    return f"/jongeren/{child.public_id}/verhuizing/"


def announce(client, url, **typed):
    return send(client, f"{url}aankondigen/", 302, **{**ANNOUNCED, **typed})


def stay_of(child) -> Stay:
    return standing(table="stays").get(child=child, announced_on="2026-09-15")


def get(client, url, status=200) -> str:
    answer = client.get(url)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode() if status == 200 else ""


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_a_move_is_announced_and_its_page_tells_all_of_it(client_of, child, url, prefix):
    mentor = client_of("reception")
    assert announce(mentor, url).startswith(url)
    page = get(mentor, prefix + url + "?gedaan=move_announced")
    assert "COA Veenmeer" in page and "Deze locatie sluit." in page
    assert page.count("/verhuizing/punt/") == len(MOVE_ITEMS)
    assert ("De jongere weet het nog niet" if not prefix else "does not know yet") in page
    assert "UNDEFINED" not in page


def test_everything_wrong_is_told_at_once_and_what_was_typed_stays(client_of, child, url):
    wrong = {"valid_from": "31-6-2027", "kind": "kasteel", "location": "", "municipality": ""}
    page = send(client_of("reception"), f"{url}aankondigen/", 422, **{**ANNOUNCED, **wrong})
    assert 'value="31-6-2027"' in page and "Deze locatie sluit." in page
    assert {"location", "valid_from", "kind"} <= set(re.findall(r'<a href="#([a-z_]+)"', page))
    assert not standing(table="move_points").filter(child=child).exists()


@pytest.mark.parametrize("role", ["school", "compulsory_education", "care", "ggd"])
def test_who_does_not_arrange_moves_finds_no_form(client_of, child, url, role):
    announce(client_of("reception"), url)
    client = client_of(role)
    for address in (f"{url}aankondigen/", f"{url}{stay_of(child).public_id}/"):
        get(client, address, 404)
    get(client, "/verhuizingen/aankondigen/", 404)


@pytest.mark.parametrize("role", ["school", "compulsory_education"])
def test_the_school_side_sees_nothing_before_the_child_knows_and_then_the_day_and_the_town(client_of, child, url, role):
    mentor, client = client_of("reception"), client_of(role)
    before = {address: get(client, address) for address in (url, "/verhuizingen/", f"/jongeren/{child.public_id}/")}
    announce(mentor, url)
    token = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')
    for address, page in before.items():
        assert token.sub("", get(client, address)) == token.sub("", page), address
    send(mentor, f"{url}{stay_of(child).public_id}/", 302, do="tell", child_told_on="15-9-2026")
    page = get(client, url)
    assert "Veenmeer" in page and "1 november" in page and "Toetsen en niveau mee" in page
    assert not any(word in page for word in ("COA Veenmeer", "Deze locatie sluit", "15 september"))
    assert "Veenmeer" in get(client, "/verhuizingen/")
    assert "Bekijk de verhuizing" in get(client, f"/jongeren/{child.public_id}/")


def test_the_school_agrees_on_what_it_sees_and_finishes_it(client_of, child, url):
    mentor, school = client_of("reception"), client_of("school")
    announce(mentor, url, child_told_on="15-9-2026")
    point = standing(table="move_points").get(child=child, item="tests")
    page = get(school, f"{url}punt/{point.public_id}/")
    assert 'name="due_on"' in page and 'name="person"' not in page and 'name="note"' not in page
    send(school, f"{url}punt/{point.public_id}/", 302, do="agree", due_on="20-10-2026", done_on="", person="Stiekem")
    point = standing(table="move_points").get(child=child, item="tests")
    assert (str(point.due_on), point.person) == ("2026-10-20", "")
    send(school, f"{url}punt/{point.public_id}/", 302, do="done")
    assert standing(table="move_points").get(child=child, item="tests").done_on is not None


def test_what_the_schools_did_nobody_ticks_off_again(client_of, child, url):
    mentor = client_of("reception")
    announce(mentor, url, child_told_on="15-9-2026")
    day = NOW.date()
    put_now(
        child, "transfers", at=NOW, to_school="ISK Veenmeer", proposed_on=day, received_on=day, decided_on=day,
        decision="accepted",
    )  # fmt: skip
    put_now(
        child, "enrolments", at=NOW, school="ISK Veenmeer", kind="isk", phase="placed", requested_on=day,
        started_on=datetime.date(2026, 11, 1),
    )  # fmt: skip
    for role in ("reception", "school", "compulsory_education"):
        page = get(client_of(role), url)
        done = re.findall(r'<th role="rowheader" scope="row">([^<]+)</th>(?:(?!</tr>).)*?Geregeld', page, re.DOTALL)
        assert set(done) == {
            "Volgende school", "School vanaf de eerste dag", "Onderwijsnummer mee", "Toetsen en niveau mee",
            "Profiel en wensen mee", "Overzicht van de aanwezigheid mee",
        }, role  # fmt: skip
    point = standing(table="move_points").get(child=child, item="tests")
    page = get(mentor, f"{url}punt/{point.public_id}/")
    assert "Klaar op 15 september" in page and "Ja, vandaag klaar" not in page
    point = standing(table="move_points").get(child=child, item="transport")
    assert "Ja, vandaag klaar" in get(mentor, f"{url}punt/{point.public_id}/")


def test_who_only_waits_for_a_child_does_not_read_why_its_organisation_changed_a_point(client_of, world, child, url):
    coa = world.organisations["COA"]
    place = Location.objects.get(name="COA Veenmeer", municipality="Veenmeer")
    there = Team.objects.create(organisation=coa, name="Team Veenmeer", role="reception", location=place)
    world.accounts["there"] = make_account("Test there", there)
    announce(client_of("reception"), url, child_told_on="15-9-2026")
    point = standing(table="move_points").get(child=child, item="tests")
    correct_fact(
        actor=actor_of(world, "reception"), at=NOW, table="move_points", fact=point.public_id,
        typed={"person": "S. de Boer"}, reason="Om wat de jongere vertelde.",
    )  # fmt: skip
    facts = f"/jongeren/{child.public_id}/feit/move_points/{point.public_id}/"
    assert "Om wat de jongere vertelde." in client_of("reception").get(facts, follow=True).content.decode()
    page = client_of("there").get(facts, follow=True).content.decode()
    assert "S. de Boer" in page and "Om wat de jongere vertelde." not in page


def test_a_change_says_what_is_wrong_beside_its_field(client_of, child, url):
    mentor = client_of("reception")
    announce(mentor, url)
    address = f"{url}{stay_of(child).public_id}/"
    page = send(mentor, address, 422, do="change", **{**ANNOUNCED, "valid_from": "15-9-2026", "why": ""})
    assert {"valid_from", "why"} <= set(re.findall(r'<a href="#([a-z_]+)"', page))
    assert 'id="child_told_on-error"' in send(mentor, address, 422, do="tell", child_told_on="16-9-2026")
    assert 'id="why_cancel-error"' in send(mentor, address, 422, do="cancel", sure="on", why_cancel="")
    assert 'id="sure-error"' in send(mentor, address, 422, do="cancel", why_cancel="Gaat niet door.")
    send(mentor, address, 302, do="change", **{**ANNOUNCED, "valid_from": "8-11-2026", "why": "Later."})
    assert str(stay_of(child).valid_from) == "2026-11-08"
    assert mentor.get(address).status_code == 200, "an old address leads on to what stands now"


def test_who_was_second_sees_what_stands_and_keeps_what_was_typed(client_of, child, url):
    mentor, guardian = client_of("reception"), client_of("legal_representative")
    announce(mentor, url)
    first = f"{url}{stay_of(child).public_id}/"
    send(mentor, first, 302, do="change", **{**ANNOUNCED, "valid_from": "8-11-2026", "why": "Later."})
    mine = {**ANNOUNCED, "location": "Woongroep De Kreek", "municipality": "Kreekrijk", "why": "Andere plek."}
    page = send(guardian, first, 409, do="change", **mine)
    assert "8 november" in page and "Woongroep De Kreek" in page and "Andere plek." in page
    again = re.search(rf'action="({url}[a-z0-9]+/)"', page)[1]
    assert again != first
    send(guardian, again, 302, do="change", **mine)
    assert stay_of(child).location == "Woongroep De Kreek"
    point = standing(table="move_points").get(child=child, item="tests")
    address = f"{url}punt/{point.public_id}/"
    send(mentor, address, 302, do="agree", person="Noor", due_on="", done_on="", organisation="", note="")
    page = send(guardian, address, 409, do="agree", person="Sami", due_on="", done_on="", organisation="", note="")
    assert "Noor" in page and 'value="Sami"' in page


def test_a_move_that_was_called_off_keeps_its_points_and_is_gone_from_the_pages(client_of, child, url):
    mentor = client_of("reception")
    announce(mentor, url)
    address = f"{url}{stay_of(child).public_id}/"
    send(mentor, address, 302, do="cancel", sure="on", why_cancel="Gaat niet door.")
    assert "Er is geen verhuizing bekend" in get(mentor, url)
    assert standing(table="move_points").filter(child=child, opened_on=None).count() == len(MOVE_ITEMS)
    assert send(mentor, address, 409, do="tell", child_told_on="15-9-2026")
    assert mentor.get(address).status_code == 302


def test_only_the_representative_may_let_others_know_first(client_of, child, url):
    mentor, guardian = client_of("reception"), client_of("legal_representative")
    announce(mentor, url)
    address = f"{url}{stay_of(child).public_id}/"
    assert 'name="why_early"' not in get(mentor, address) and 'name="why_early"' in get(guardian, address)
    mentor_tries = mentor.post(address, {"do": "inform", "why_early": "Omdat ik het wil."})
    assert mentor_tries.status_code == 404
    send(guardian, address, 302, do="inform", why_early="De plek gaat anders verloren.")
    page = get(mentor, url)
    assert "De plek gaat anders verloren." in page and "School en gemeente weten het al" in page
    assert "1 november" in get(client_of("school"), url)


def test_the_reason_why_others_knew_first_can_not_be_slipped_in_by_a_correction(client_of, child, url):
    mentor = client_of("reception")
    announce(mentor, url)
    address = f"/jongeren/{child.public_id}/feit/stays/{stay_of(child).public_id}/"
    mentor.post(address, {"do": "correct", "why": "typefout", "told_early_reason": "Zomaar.", "reason": "Anders."})
    assert stay_of(child).told_early_reason == ""


def test_a_notice_leads_to_the_move(client_of, child, url):
    announce(client_of("reception"), url)
    page = get(client_of("legal_representative"), "/vandaag/")
    assert "Er is een verhuizing aangekondigd" in page and f'href="{url}"' in page
    assert "COA Veenmeer" not in page.split('id="lijst"')[0]


def points_of(children: list[str]) -> int:
    return standing(table="move_points").filter(child__public_id__in=children).count()


def test_many_children_move_at_once_in_steps(client_of, world, monkeypatch):
    from leerrecht.web.moves import many

    monkeypatch.setattr(many, "STEP", 1)
    mentor = client_of("reception")
    page = get(mentor, "/verhuizingen/aankondigen/?alles=ja")
    chosen = re.findall(r'name="jongere" value="([a-z0-9]+)" checked', page)
    assert len(chosen) > 1
    wrong = send(
        mentor, "/verhuizingen/aankondigen/", 422, jongere=chosen, location="", municipality="", valid_from="x"
    )
    assert wrong.count(" checked") == len(chosen) and points_of(chosen) == 0
    assert send(mentor, "/verhuizingen/aankondigen/", 422, **ANNOUNCED)
    page = send(mentor, "/verhuizingen/aankondigen/", 200, jongere=chosen, **ANNOUNCED)
    steps = 1
    while 'name="totaal"' in page:
        rest = re.findall(r'type="hidden" name="jongere" value="([a-z0-9]+)"', page)
        assert f"{len(chosen) - len(rest)} van {len(chosen)}" in page
        typed = {**ANNOUNCED, "jongere": rest, "totaal": str(len(chosen))}
        answer = mentor.post("/verhuizingen/aankondigen/", typed)
        page, steps = answer.content.decode(), steps + 1
    assert steps == len(chosen) and answer.status_code == 302
    assert points_of(chosen) == len(chosen) * len(MOVE_ITEMS)
    assert get(mentor, "/verhuizingen/").count('/verhuizing/">') == len(chosen)


def test_nobody_elses_child_can_be_chosen(client_of, world):
    strangers = client_of("stranger")
    child = next(iter(world.children.values()))
    send(strangers, "/verhuizingen/aankondigen/", 422, jongere=child.public_id, **ANNOUNCED)
    assert points_of([child.public_id]) == 0
    assert "Er woont niemand" in get(strangers, "/verhuizingen/aankondigen/")


def test_the_points_of_one_move_that_are_equally_urgent_are_one_item_of_the_list(client_of, child, url):
    mentor = client_of("reception")
    announce(mentor, url, valid_from="20-9-2026")
    shown = get(mentor, "/vandaag/?soort=continuity.move")
    late, soon = (len(re.findall(f"lr-item--{state}", shown)) for state in ("overdue", "due"))
    assert (late, soon) == (1, 0)
    others = len(MOVE_ITEMS) - 1
    assert f"Nog {others} punten van deze verhuizing zijn even dringend." in shown


@pytest.mark.parametrize(
    ("prefix", "says"),
    [("", "begeleiding waar de jongere woont"), ("/en", "support where the young person lives")],
)
def test_a_teacher_reads_in_plain_words_that_somebody_is_of_the_side_where_the_child_lives(
    client_of, child, url, prefix, says
):
    mentor, school = client_of("reception"), client_of("school")
    announce(mentor, url, child_told_on="15-9-2026", valid_from="1-10-2026")
    put_now(
        child, "involvements", at=NOW, task="contact_school", organisation="COA", person="S. de Boer",
        valid_from=NOW.date(), capacity="holder",
    )  # fmt: skip
    for address in (
        f"{prefix}/jongeren/{child.public_id}/",
        f"{prefix}{url}",
        f"{prefix}/jongeren/{child.public_id}/feiten/",
    ):
        text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", get(school, address)))
        assert "S. de Boer" in text and says in text and "COA" not in text, address
    assert f"S. de Boer ({says})" in re.sub(r"<[^>]+>", "", get(school, f"{prefix}{url}"))


def test_who_does_a_point_is_named_with_the_organisation_behind_it(client_of, child, url):
    mentor = client_of("reception")
    announce(mentor, url)
    point = standing(table="move_points").get(child=child, item="warm_handover")
    agreed = {"organisation": "COA", "person": "S. de Boer", "due_on": "", "done_on": "", "note": ""}
    send(mentor, f"{url}punt/{point.public_id}/", 302, do="agree", **agreed)
    assert "<bdi>S. de Boer (COA)</bdi>" in get(mentor, url)


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_a_second_move_is_not_offered_on_the_day_on_which_one_was_announced(client_of, child, url, prefix, settings):
    mentor = client_of("reception")
    pages = (f"{prefix}/jongeren/{child.public_id}/", f"{prefix}{url}")
    assert all("/verhuizing/aankondigen/" in get(mentor, page) for page in pages)
    announce(mentor, url)
    assert not any("/verhuizing/aankondigen/" in get(mentor, page) for page in pages)
    assert f"{url}{stay_of(child).public_id}/" in get(mentor, pages[1]), "what was announced can be changed"
    settings.CLOCK_ON = "2026-09-16"
    assert all("/verhuizing/aankondigen/" in get(mentor, page) for page in pages)


def test_once_it_is_called_off_another_move_is_offered_on_the_same_day(client_of, child, url):
    mentor = client_of("reception")
    announce(mentor, url)
    send(mentor, f"{url}{stay_of(child).public_id}/", 302, do="cancel", sure="on", why_cancel="Gaat niet door.")
    for page in (f"/jongeren/{child.public_id}/", url):
        assert "/verhuizing/aankondigen/" in get(mentor, page)
    announce(mentor, url, valid_from="8-11-2026")


TWO_STAYS = {"": "het oude verblijf heeft geen einde", "/en": "the old stay has no end"}


@pytest.mark.parametrize("prefix", TWO_STAYS)
def test_a_move_that_nobody_recorded_as_told_asks_for_the_end_of_the_old_stay(client_of, child, url, prefix, settings):
    mentor, guardian = client_of("reception"), client_of("legal_representative")
    announce(mentor, url, valid_from="21-9-2026")
    pages = (f"{prefix}/vandaag/", f"{prefix}{url}")
    settings.CLOCK_ON = "2026-09-20"
    assert not any(TWO_STAYS[prefix] in get(mentor, page) for page in pages), "not before the day"
    old = standing(table="stays").get(child=child, valid_to=None, valid_from__lte="2026-09-20")
    step = f"{prefix}/jongeren/{child.public_id}/feit/stays/{old.public_id}/"
    for day in ("2026-09-21", "2026-09-22"):
        settings.CLOCK_ON = day
        for client in (mentor, guardian):
            for page in pages:
                assert TWO_STAYS[prefix] in get(client, page) and step in get(client, page), (day, page)
    form = {
        "location": old.location, "municipality": old.municipality, "kind": old.kind, "region": old.region,
        "valid_from": "30-6-2026", "valid_to": "21-9-2026", "announced_on": "29-6-2026", "child_told_on": "29-6-2026",
        "reason": "", "told_early_reason": "", "why": "verhuisd", "do": "correct",
    }  # fmt: skip
    send(mentor, step.removeprefix(prefix), 302, **form)
    assert not any(TWO_STAYS[prefix] in get(mentor, page) for page in pages)


@pytest.mark.parametrize("role", ["school", "compulsory_education", "care", "ggd"])
def test_who_arranges_no_moves_reads_nothing_of_a_stay_without_an_end(client_of, child, url, role, settings):
    announce(client_of("reception"), url, valid_from="21-9-2026")
    settings.CLOCK_ON = "2026-09-21"
    for page in ("/vandaag/", url) if role == "school" else ("/vandaag/",):
        assert "heeft geen einde" not in get(client_of(role), page)


def test_a_move_that_was_told_ended_the_old_stay(client_of, child, url, settings):
    mentor = client_of("reception")
    announce(mentor, url, valid_from="21-9-2026", child_told_on="15-9-2026")
    settings.CLOCK_ON = "2026-09-21"
    for page in ("/vandaag/", url):
        assert "heeft geen einde" not in get(client_of("legal_representative"), page)
