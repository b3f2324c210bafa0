"""The forms about a child, by the client, as each kind of person: whole, faults beside their fields, nothing lost."""

from __future__ import annotations

import re

import pytest

from leerrecht.law.tables import TABLE
from leerrecht.queries.rulebooks import access_table
from leerrecht.records.models import FACT, Enrolment, Identifier, Involvement, Plan, Stay, Voice
from tests.operations.builders import hidden_values, reached, send, shared_child, values_of
from tests.world import AT

RECORDERS = ("legal_representative", "reception", "school", "compulsory_education")
ADDED = [
    table for table in TABLE if table not in ("children", "plans", "voices", "transfers", "move_points", "handovers")
]


@pytest.mark.parametrize("role", RECORDERS)
def test_every_form_is_whole_and_only_what_may_be_recorded_is_there(world, visit, role) -> None:
    get = visit(role)
    child = reached(world, role)[1][0]
    chosen = get(f"/jongeren/{child.public_id}/feit/").content.decode()
    get(f"/en/jongeren/{child.public_id}/feit/")
    records = {name.partition(".")[0] for name in access_table().roles[role].records}
    for table in TABLE:
        url = f"/jongeren/{child.public_id}/feit/{table}/"
        if table in records and table in ADDED:
            assert url in chosen
            for lang in ("", "/en"):
                assert "<form" in get(lang + url).content.decode()
        elif table in records and table != "children":
            get(url, 302)
        else:
            assert url not in chosen
            get(url, 404)


@pytest.fixture
def client_of(world):
    from django.test import Client

    def sign_in(role):
        client = Client()
        client.force_login(world.accounts[role])
        return client

    return sign_in


ENROLMENT = {
    "school": "ISK Zandakker",
    "kind": "isk",
    "phase": "placed",
    "started_on": "1-10-2026",
    "requested_on": "1-9-2026",
}
ENOUGH = {
    "applications": {"lodged_on": "1-9-2026"}, "departures": {"kind": "returned", "left_on": "1-9-2026"},
    "identifiers": {"kind": "education_number", "value": "101234599"}, "statuses": {"status": "applicant"},
    "stays": {"location": "POA Zandakker", "kind": "poa", "valid_from": "2-9-2026"}, "enrolments": ENROLMENT,
    "interim": {"provision": "Landing", "kind": "landing"}, "assessments": {"domain": "dutch", "level": "A1"},
    "absences": {"day": "14-9-2026", "hours": "1,5", "authorised": "no"},
    "schoolings": {"noted_on": "14-9-2026", "years": "5,5", "scripts": "Arabisch", "wishes": "kok"},
    "involvements": {"task": "other", "task_other": "zwemmaatje", "person": "Noor", "organisation": "COA"},
}  # fmt: skip


@pytest.mark.parametrize("table", ADDED)
def test_a_fact_is_added_and_the_childs_page_says_so(world, client_of, table) -> None:
    client, child = client_of("legal_representative"), reached(world, "legal_representative")[1][0]
    before = FACT[table].objects.count()
    to = send(client, f"/jongeren/{child.public_id}/feit/{table}/", 302, **ENOUGH[table])
    assert to == f"/jongeren/{child.public_id}/?gedaan=fact_added"
    assert FACT[table].objects.count() == before + 1
    assert "Het feit is bewaard." in client.get(to).content.decode()
    again = send(client, f"/jongeren/{child.public_id}/feit/{table}/", 422, **ENOUGH[table])
    assert "Dit staat er al" in again and FACT[table].objects.count() == before + 1


def test_a_task_in_own_words_is_kept_as_written(world, client_of) -> None:
    client, child = client_of("reception"), reached(world, "reception")[1][0]
    send(client, f"/jongeren/{child.public_id}/feit/involvements/", 302, **ENOUGH["involvements"])
    task = Involvement.objects.get(task="zwemmaatje")
    page = client.get(f"/jongeren/{child.public_id}/feit/involvements/{task.public_id}/").content.decode()
    assert values_of(page)["task_other"] == "zwemmaatje" and '<option value="other" selected>' in page
    send(
        client, f"/jongeren/{child.public_id}/feit/involvements/{task.public_id}/", 302,
        task="mentor", person="Noor", why="toch mentor", do="correct",
    )  # fmt: skip
    assert Involvement.objects.get(corrects=task).task == "mentor"


@pytest.mark.parametrize("lang", ["", "/en"])
def test_faults_stand_above_the_form_and_beside_their_fields_and_nothing_is_lost(world, client_of, lang) -> None:
    client, child = client_of("reception"), reached(world, "reception")[1][0]
    typed = {
        "school": "<b>ISK</b>", "kind": "iskk", "phase": "placed", "requested_on": "31-6-2026", "started_on": "1-10-26",
        "left_on": "", "municipality": "x" * 301,
    }  # fmt: skip
    before = Enrolment.objects.count()
    page = send(client, f"{lang}/jongeren/{child.public_id}/feit/enrolments/", 422, **typed)
    assert Enrolment.objects.count() == before
    summary = page[page.index('id="fouten"') : page.index("<form", page.index('id="fouten"'))]
    assert re.findall(r'<a href="#([^"]*)"', summary) == ["municipality", "kind", "requested_on", "started_on"]
    for name in ("municipality", "kind", "requested_on", "started_on"):
        assert f'id="{name}-error"' in page and re.search(rf'<[^>]* id="{name}"', page)
    kept = values_of(page)
    assert kept["school"] == "&lt;b&gt;ISK&lt;/b&gt;" and kept["requested_on"] == "31-6-2026"
    assert kept["started_on"] == "1-10-26" and kept["municipality"] == "x" * 301
    assert re.search(r'value="placed" checked', page)
    assert "<title>Fout: " in page if not lang else "<title>Error: " in page


def test_the_hours_and_days_are_written_as_people_here_do(world, client_of) -> None:
    client, child = client_of("reception"), reached(world, "reception")[1][0]
    send(client, f"/jongeren/{child.public_id}/feit/absences/", 302, **ENOUGH["absences"])
    fact = FACT["absences"].objects.get(hours=1.5, day="2026-09-14", child=child)
    nl = values_of(client.get(f"/jongeren/{child.public_id}/feit/absences/{fact.public_id}/").content.decode())
    en = values_of(client.get(f"/en/jongeren/{child.public_id}/feit/absences/{fact.public_id}/").content.decode())
    assert (nl["day"], nl["hours"], en["hours"]) == ("14-9-2026", "1,5", "1.5")


def test_a_birth_month_is_read_and_written_back(world, client_of) -> None:
    client, child = client_of("reception"), reached(world, "reception")[1][0]
    person = FACT["children"].objects.get(child=child)
    url = f"/jongeren/{child.public_id}/feit/children/{person.public_id}/"
    page = send(client, url, 422, born_on="6-2009", born_precision="day", why="papieren", do="correct")
    assert 'id="born_on-error"' in page and values_of(page)["born_on"] == "6-2009"
    send(client, url, 302, born_on="6-2009", born_precision="month", why="papieren", do="correct")
    new = FACT["children"].objects.get(corrects=person)
    page = client.get(f"/jongeren/{child.public_id}/feit/children/{new.public_id}/").content.decode()
    assert values_of(page)["born_on"] == "6-2009" and "Trek dit feit in" not in page


@pytest.mark.parametrize("role", RECORDERS)
def test_every_fact_that_may_be_corrected_shows_its_form_and_the_others_are_not_there(world, visit, role) -> None:
    from leerrecht.operations.acting import may_record
    from leerrecht.operations.facts import seen_of

    get = visit(role)
    scope, children = reached(world, role)
    child = children[0]
    shown = 0
    for table in TABLE:
        for fact in FACT[table].objects.filter(child=child).select_related("child")[:2]:
            may = seen_of(scope=scope, fact=fact) is not None and may_record(
                scope=scope, child=child.pk, table=table, kind=getattr(fact, "kind", None)
            )
            shown += may
            for lang in ("", "/en"):
                get(f"{lang}/jongeren/{child.public_id}/feit/{table}/{fact.public_id}/", 200 if may else 404)
    assert shown


def test_what_is_not_theirs_is_not_there(world, client_of) -> None:
    child = shared_child(world, "reception", "school")
    other = next(each for each in world.children.values() if each.pk != child.pk)
    stay = Stay.objects.filter(child=child).first()
    stranger, school, reception = client_of("stranger"), client_of("school"), client_of("reception")
    base = f"/jongeren/{child.public_id}"
    for client, path in (
        (stranger, "/feit/"), (stranger, "/feit/stays/"), (stranger, f"/feit/stays/{stay.public_id}/"), (stranger, "/woorden/"),
        (stranger, "/plan/aaaaaaaaaa/"), (school, "/feit/statuses/"), (school, f"/feit/stays/{stay.public_id}/"),
        (school, "/feit/houses/"), (reception, "/feit/stays/nooooooooooooo/"), (reception, "/plan/aaaaaaaaaa/"),
        (reception, "/feit/children/"), (reception, f"/feit/enrolments/{stay.public_id}/"),
    ):  # fmt: skip
        missing = client.get(base + path)
        assert missing.status_code == client.post(base + path, {"do": "correct"}).status_code == 404, path
    assert reception.get(f"/jongeren/{other.public_id}/feit/stays/{stay.public_id}/").status_code == 404


def test_a_form_asks_a_school_for_an_education_number_only(world, client_of) -> None:
    child = reached(world, "school")[1][0]
    page = client_of("school").get(f"/jongeren/{child.public_id}/feit/identifiers/").content.decode()
    assert re.findall(r'name="kind" value="([^"]*)"', page) == ["education_number"]
    send(client_of("school"), f"/jongeren/{child.public_id}/feit/identifiers/", 404, kind="bsn", value="123456782")
    assert not Identifier.objects.filter(value="123456782").exists()


def add_enrolment(client, child):
    send(client, f"/jongeren/{child.public_id}/feit/enrolments/", 302, **ENROLMENT)
    return Enrolment.objects.filter(child=child).latest("pk")


def test_a_correction_asks_why_and_leaves_a_history(world, client_of) -> None:
    client, child = client_of("reception"), reached(world, "reception")[1][0]
    fact = add_enrolment(client, child)
    url = f"/jongeren/{child.public_id}/feit/enrolments/{fact.public_id}/"
    page = client.get(url).content.decode()
    assert values_of(page)["school"] == "ISK Zandakker" and "Test reception" in page and "COA" in page
    page = send(client, url, 422, **{**ENROLMENT, "phase": "waiting"}, why="", do="correct")
    assert 'href="#why"' in page and 'value="waiting" checked' in page
    to = send(client, url, 302, **{**ENROLMENT, "phase": "waiting"}, why="school belde", do="correct")
    assert to.endswith("?gedaan=fact_corrected")
    new = Enrolment.objects.get(corrects=fact)
    page = send(client, url, 422, **{**ENROLMENT, "phase": "waiting"}, why="school belde", do="correct")
    assert "Dit staat er al" in page and "Dit feit is ingetrokken" not in page
    assert client.get(url)["Location"] == f"/jongeren/{child.public_id}/feit/enrolments/{new.public_id}/"
    page = client.get(client.get(url)["Location"]).content.decode()
    assert "Wat er eerder stond" in page and "school belde" in page


def test_withdrawing_asks_once_and_says_what_will_happen(world, client_of) -> None:
    client, child = client_of("reception"), reached(world, "reception")[1][0]
    fact = add_enrolment(client, child)
    url = f"/jongeren/{child.public_id}/feit/enrolments/{fact.public_id}/"
    page = send(client, url, 422, do="withdraw", why_withdraw="ander kind")
    assert 'href="#sure"' in page and values_of(page)["why_withdraw"] == "ander kind"
    assert 'href="#why_withdraw"' in send(client, url, 422, do="withdraw", sure="on")
    assert send(client, url, 302, do="withdraw", sure="on", why_withdraw="ander kind").endswith(
        "?gedaan=fact_withdrawn"
    )
    page = client.get(url).content.decode()
    assert "ander kind" in page and "Bewaar de verbetering" not in page
    page = send(client, url, 409, do="withdraw", sure="on", why_withdraw="nog eens")
    assert "ingetrokken" in page and "nog eens" in page


def test_two_people_at_once_nothing_is_lost_and_the_second_chooses(world, client_of) -> None:
    guardian, reception = client_of("legal_representative"), client_of("reception")
    child = shared_child(world, "legal_representative", "reception")
    fact = add_enrolment(reception, child)
    url = f"/jongeren/{child.public_id}/feit/enrolments/{fact.public_id}/"
    send(guardian, url, 302, **{**ENROLMENT, "phase": "waiting"}, why="gehoord van school", do="correct")
    page = send(reception, url, 409, **{**ENROLMENT, "school": "ISK Veenmeer"}, why="andere stad", do="correct")
    for said in ("Test legal_representative", "Nidos", "gehoord van school", "andere stad", "ISK Veenmeer", "wacht op een plek",
                 "jij veranderde dit", "een ander veranderde dit"):  # fmt: skip
        assert said in page, said
    merge, mine = hidden_values(page, "Voeg mijn veranderingen toe"), hidden_values(page, "Neem mijn versie")
    assert "phase" not in merge and mine["phase"] == "placed" and mine["school"] == merge["school"] == "ISK Veenmeer"
    send(reception, merge.pop("action"), 302, **merge)
    now = Enrolment.objects.filter(child=child, retracted_at__isnull=True).latest("pk")
    assert (now.school, now.phase) == ("ISK Veenmeer", "waiting")
    page = send(guardian, mine["action"], 409, **{**ENROLMENT, "kind": "vo"}, why="mbo", do="correct")
    send(guardian, (mine := hidden_values(page, "Neem mijn versie")).pop("action"), 302, **mine)
    now = Enrolment.objects.filter(child=child, retracted_at__isnull=True).latest("pk")
    assert (now.school, now.phase, now.kind) == ("ISK Zandakker", "placed", "vo")


def test_what_was_withdrawn_meanwhile_can_be_recorded_anew(world, client_of) -> None:
    client, child = client_of("reception"), reached(world, "reception")[1][0]
    fact = add_enrolment(client, child)
    url = f"/jongeren/{child.public_id}/feit/enrolments/{fact.public_id}/"
    send(client, url, 302, do="withdraw", sure="on", why_withdraw="ander kind")
    page = send(client, url, 409, **{**ENROLMENT, "phase": "intake"}, why="belde", do="correct")
    anew = hidden_values(page, "Voeg mijn versie toe")
    send(client, anew.pop("action"), 302, **anew)
    assert Enrolment.objects.filter(child=child, phase="intake", retracted_at__isnull=True).exists()


def test_a_conflict_never_tells_a_school_what_it_may_not_see(world, client_of) -> None:
    """A number that became a BSN is simply gone; who changed it, and why, isn't told."""
    child = shared_child(world, "school", "legal_representative")
    guardian, school = client_of("legal_representative"), client_of("school")
    number = {"kind": "education_number", "value": "101234599"}
    send(school, f"/jongeren/{child.public_id}/feit/identifiers/", 302, **number)
    fact = Identifier.objects.get(value="101234599")
    url = f"/jongeren/{child.public_id}/feit/identifiers/{fact.public_id}/"
    send(guardian, url, 302, kind="v_number", value="1234567890", why="canary-reden", do="correct")
    page = send(school, url, 409, **{**number, "value": "101234600"}, why="typefout", do="correct")
    for secret in ("1234567890", "V-nummer", "canary-reden", "Nidos", "Test legal_representative"):
        assert secret not in page
    assert "101234600" in page and school.get(url).status_code == 200
    for secret in ("1234567890", "canary-reden", "Nidos"):
        assert secret not in school.get(url).content.decode()


def test_a_school_reads_neutrally_who_recorded_a_fact(world, client_of) -> None:
    child = shared_child(world, "school", "reception")
    fact = Enrolment.objects.filter(child=child, source=world.organisations["COA"]).first()
    page = client_of("school").get(f"/jongeren/{child.public_id}/feit/enrolments/{fact.public_id}/").content.decode()
    assert "een andere organisatie" in page and "COA" not in page


def signal_for(client, child, rule):
    from leerrecht.queries.signals import signal_id

    found = re.findall(r"/waarom/([a-z0-9]{10})/", client.get(f"/jongeren/{child.public_id}/").content.decode())
    for key in ("term", "request", "missing", "duty", "eighteen"):
        if signal_id(rule=rule, key=key) in found:
            return signal_id(rule=rule, key=key)
    return found[0]


@pytest.mark.parametrize("role", ["legal_representative", "reception", "school"])
def test_a_plan_for_every_signal(world, visit, role, client_of) -> None:
    get, client = visit(role), client_of(role)
    child = reached(world, role)[1][0]
    page = get(f"/jongeren/{child.public_id}/").content.decode()
    signals = sorted(set(re.findall(r"/waarom/([a-z0-9]{10})/", page)))
    assert signals
    for signal in signals:
        url = f"/jongeren/{child.public_id}/plan/{signal}/"
        get(url)
        get("/en" + url)
        page = send(client, url, 422, **{"agreed_on": "gisteren", "with": "Noor", "child_view": "'t is <goed>"})
        assert values_of(page)["with"] == "Noor" and values_of(page)["agreed_on"] == "gisteren"
    typed = {
        "agreed_on": "14-9-2026",
        "with": "Noor",
        "child_view": "goed",
        "answer": "own_wish:yes",
        "shared_with": ["school"],
    }
    before = Plan.objects.count()
    assert send(client, url, 302, **typed) == f"/jongeren/{child.public_id}/?gedaan=plan_added"
    assert Plan.objects.count() == before + 1


def test_a_plan_that_came_in_between_is_shown_and_what_was_typed_stays(world, client_of) -> None:
    child = shared_child(world, "legal_representative", "reception")
    guardian, reception = client_of("legal_representative"), client_of("reception")
    signal = signal_for(reception, child, "placement.term")
    url = f"/jongeren/{child.public_id}/plan/{signal}/"
    seen = re.findall(r'name="seen" value="([^"]*)"', reception.get(url).content.decode())
    theirs = {
        "agreed_on": "14-9-2026",
        "with": "de mentor",
        "child_view": "",
        "shared_with": ["reception"],
        "seen": seen,
    }
    send(guardian, url, 302, **theirs)
    mine = {
        "agreed_on": "13-9-2026",
        "with": "de coach",
        "child_view": "ik wil",
        "shared_with": ["school"],
        "seen": seen,
    }
    page = send(reception, url, 422, **mine)
    assert "de mentor" in page and "Dit kwam erbij" in page and values_of(page)["with"] == "de coach"
    assert values_of(page)["child_view"] == "ik wil"
    send(reception, url, 302, **{**mine, "seen": re.findall(r'name="seen" value="([^"]*)"', page)})


def test_extended_reception_asks_which_answer_it_is(world, client_of) -> None:
    from leerrecht.queries.signals import signal_id

    client = client_of("legal_representative")
    signal = signal_id(rule="adult.extended_reception", key="request")
    urls = [f"/jongeren/{child.public_id}/plan/{signal}/" for child in reached(world, "legal_representative")[1]]
    url = next(url for url in urls if client.get(url).status_code == 200)
    page = client.get(url).content.decode()
    assert len(re.findall(r'name="answer"', page)) == 5 and 'name="requested_on"' in page
    assert 'value="school"' not in page  # a school never learns of this, so sharing with it would be an empty promise
    assert 'href="#answer"' in send(client, url, 422, agreed_on="14-9-2026")
    assert 'href="#requested_on"' in send(client, url, 422, agreed_on="14-9-2026", answer="request")
    assert 'href="#agreed_on"' in send(client, url, 422, answer="own_wish:no", requested_on="14-9-2026")
    seen = re.findall(r'name="seen" value="([^"]*)"', page)
    send(client, url, 302, answer="support_need:yes", agreed_on="14-9-2026", seen=seen)
    assert Plan.objects.filter(rule="adult.extended_reception", key="support_need:yes").exists()


@pytest.mark.parametrize("lang", ["", "/en"])
def test_own_words_are_noted_and_the_municipality_is_named_as_never(world, client_of, lang) -> None:
    client, child = client_of("reception"), reached(world, "reception")[1][0]
    url = f"{lang}/jongeren/{child.public_id}/woorden/"
    page = client.get(url).content.decode()
    assert values_of(page)["said_on"] == "15-9-2026" and ("gemeente" in page or "municipality" in page)
    page = send(client, url, 422, kind="wish", words="", said_on="20-9-2026", language="Arabisch")
    assert 'href="#words"' in page and values_of(page)["language"] == "Arabisch"
    typed = {"kind": "wish", "words": "Ik wil leren.", "said_on": "15-9-2026", "shared_with": ["school", "policy"]}
    assert send(client, url, 302, **typed).endswith("?gedaan=words_noted")
    assert Voice.objects.get(words="Ik wil leren.").shared_with == "reception school"
    assert client_of("compulsory_education").get(url).status_code == 404


def test_a_correction_that_takes_the_child_out_of_reach_ends_on_the_work_list(world, client_of) -> None:
    from leerrecht.operations.recording import put_fact
    from leerrecht.records.models import Child

    lone = Child.objects.create(reference="alleen", origin=world.organisations["COA"])
    person = {"given_names": "Noor", "family_name": None, "born_from": None, "born_to": None, "born_precision": None}
    for table, values in (("children", person), ("stays", {"location": "POA Zandakker", "kind": "poa"})):
        put_fact(child=lone, table=table, values=values, at=AT, account=None, source=world.organisations["COA"].pk)
    stay = Stay.objects.get(child=lone)
    to = send(
        client_of("reception"), f"/jongeren/{lone.public_id}/feit/stays/{stay.public_id}/", 302,
        location="POA Elders", why="woont elders", do="correct",
    )  # fmt: skip
    assert to == "/vandaag/?gedaan=fact_corrected"


def test_each_look_at_a_form_is_logged(world, client_of) -> None:
    from leerrecht.audit.models import Processing, Subject

    client, child = client_of("reception"), reached(world, "reception")[1][0]

    def looks() -> int:
        subjects = Subject.objects.filter(child_id=child.public_id).values("subject")
        return Processing.objects.filter(data_subject_id__in=subjects, name="form").count()

    for path in ("/feit/", "/feit/stays/", "/woorden/"):
        before = looks()
        client.get(f"/jongeren/{child.public_id}{path}")
        assert looks() == before + 1
