"""Who saw what, on the pages: for whom, what of it, and never where somebody lives."""

from __future__ import annotations

import csv
import io
import re

import pytest
from django.db import DatabaseError, connection
from django.urls import reverse

from leerrecht.audit.erasing import forget_child
from leerrecht.audit.log import record_event, record_read
from leerrecht.audit.models import Event, Processing, Reading, Subject
from leerrecht.audit.verifying import verify
from leerrecht.chain.models import Organisation, Team
from leerrecht.queries.logs import seen_by_others
from leerrecht.records.models import Import
from leerrecht.web.frame.clock import now
from tests.operations.builders import actor_of
from tests.web.test_pages import children_of

HEADER = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"


@pytest.fixture
def looked(world, visit):
    """A child of the guardian, at whose record reception and the school looked too."""
    child = world.children["wachten"].public_id
    for role in ("reception", "school"):
        get = visit(role)
        for each in children_of(get)[:3]:
            get(f"/jongeren/{each}/")
    return child


def ask(get, **typed):
    answer = get.client.post("/logboek/", typed)
    assert answer.status_code == 200
    assert "UNDEFINED" not in answer.content.decode()
    return answer.content.decode()


def test_a_reading_says_who_why_and_of_whom_apart(world, visit):
    get = visit("reception")
    child = children_of(get)[0]
    get(f"/jongeren/{child}/", HTTP_TRACEPARENT=HEADER)
    reading = Reading.objects.get(name="child")
    team = Team.objects.get(public_id=reading.team)
    assert (reading.actor, reading.role) == (world.accounts["reception"].public_id, "reception")
    assert reading.organisation == team.organisation.public_id
    assert reading.ground in ("stay", "task")
    assert reading.trace_id == "4bf92f3577b34da6a3ce929d0e0e4736"
    row = Processing.objects.get(parent_span_id=reading.span_id)
    assert row.data_subject_id == Subject.objects.get(child_id=child).subject
    assert {field.name for field in Processing._meta.fields}.isdisjoint({"actor", "team", "role", "child_id"})


@pytest.mark.parametrize(
    "header",
    ["", "00-xyz", HEADER.upper(), "ff" + HEADER[2:], HEADER.replace("4bf9", "4bf_"), "00-" + "0" * 32 + HEADER[35:]],
)
def test_a_trace_that_is_not_well_formed_is_left(world, visit, header):
    get = visit("reception")
    get("/vandaag/", HTTP_TRACEPARENT=header)
    assert re.fullmatch(r"[0-9a-f]{32}", Reading.objects.get().trace_id)
    assert Reading.objects.get().trace_id not in header.lower()


def test_a_list_is_one_row_per_ground_and_one_per_child(world, visit):
    get = visit("legal_representative")
    get("/vandaag/")
    readings = Reading.objects.all()
    assert 1 <= len(readings) <= 2
    assert len({reading.ground for reading in readings}) == len(readings)
    assert Processing.objects.count() == Processing.objects.values("data_subject_id").distinct().count() > 3


def test_a_list_that_names_a_child_out_of_reach_gives_no_tie_that_is_not_there(world, visit):
    actor = actor_of(world, "reception")
    child = next(each for each in world.children.values() if each.pk not in actor.scope.children)
    shown = [{"child": child.reference, "table": "stays", "row": 2, "why": "typed_here", "source": child.origin_id}]
    made = Import.objects.create(
        organisation=child.origin, team_id=actor.viewer.team, state="done", handed_in_at=now(), progressed_at=now(),
        report={"applied": {"differences": {"total": 1, "shown": shown}}},
    )  # fmt: skip
    visit("reception")(f"/importeren/{made.public_id}/")
    assert Reading.objects.get(name="import").ground == "list"


@pytest.mark.parametrize("table", ["audit_processing", "audit_reading", "audit_subject"])
@pytest.mark.parametrize("url", ["/vandaag/", "/jongeren/", "/jongeren/{child}/", "/jongeren/{child}/feiten/"])
def test_what_cannot_be_logged_is_not_shown(world, visit, table, url):
    get = visit("legal_representative")
    child = world.children["wachten"].public_id

    def fail(execute, sql, params, many, context):
        if sql.startswith(f"INSERT INTO {table}") or sql.startswith(f'INSERT INTO "{table}"'):
            raise DatabaseError("the disk is full")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(fail), pytest.raises(DatabaseError):
        get.client.get(url.format(child=child))


def test_the_officer_finds_who_looked_at_a_child(world, visit, looked):
    get = visit("privacy_officer")
    page = get("/logboek/").content.decode()
    assert looked not in page and "Is het logboek heel?" in page
    text = ask(get, kind=looked)
    assert "het dossier bekeken" in text and "Test reception" in text and looked in text
    assert "Test school" not in ask(get, kind=looked, rol="reception")
    assert "het dossier bekeken" not in ask(get, kind=looked, soort="signing_in")
    assert "Test reception" in ask(get, wie="receptio")
    assert "Geen regels" in ask(get, kind="zzzzzzzzzzzzzz")
    assert "Geen regels" in ask(get, kind=looked, tot="1-1-2020")
    assert "het dossier bekeken" in ask(get, kind=looked, van="14-9-2026", tot="15-9-2026")
    assert get.client.post("/logboek/", {"van": "gisteren"}).status_code == 422
    trace = Reading.objects.filter(name="child").latest("pk").trace_id
    assert trace in ask(get, spoor=trace)


def test_who_asks_about_one_child_reads_and_takes_out_no_other(world, visit, looked):
    """Somebody was seen in a list with others: an answer to a request for access has no code of theirs in it."""
    others = set(children_of(visit("legal_representative"))) - {looked}
    get = visit("privacy_officer")
    page = ask(get, kind=looked)
    taken = get.client.post("/logboek/uitvoer/", {"kind": looked}).content.decode()
    assert others and "gezien in een lijst" in page and looked in taken
    assert not [code for code in others if code in page or code in taken]
    asked = Reading.objects.filter(role="privacy_officer", name__startswith="logs").values("span_id")
    about = Processing.objects.filter(parent_span_id__in=asked).values_list("data_subject_id", flat=True)
    assert set(about) == {Subject.objects.get(child_id=looked).subject}  # nobody else is told that their log was read
    assert [code for code in others if code in ask(get, wie="legal")]


def test_the_officers_search_is_logged_too(world, visit, looked):
    get = visit("privacy_officer")
    ask(get, kind=looked)
    event = Event.objects.get(action="logs.searched")
    assert (event.actor, event.role) == (world.accounts["privacy_officer"].public_id, "privacy_officer")
    assert Reading.objects.get(name="logs").ground == "duty"
    assert verify().fault is None


def test_pages_of_rows_go_on_without_anything_in_the_address(world, visit):
    for _ in range(60):
        record_event(at=now(), action="fact.added", object_kind="stays", role="school")
    get = visit("privacy_officer")
    first = ask(get, soort="recording")
    assert "60 regels" in first and 'name="pagina" value="2"' in first
    assert ask(get, soort="recording", pagina="2").count('role="rowheader"') == 10
    assert "Pagina 2 van 2" in ask(get, soort="recording", pagina="99999")


def test_the_file_runs_nothing(world, visit):
    child = world.children["wachten"].public_id
    record_event(at=now(), action="fact.added", object_kind="=HYPERLINK(1)", child_id=child, origin="+1", role="school")
    get = visit("privacy_officer")
    answer = get.client.post("/logboek/uitvoer/", {"kind": child})
    assert answer.headers["Content-Disposition"] == 'attachment; filename="logboek.csv"'
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[1][9] == "'=HYPERLINK(1)" and rows[1][-1] == "'+1"
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)
    assert get.client.get("/logboek/uitvoer/").status_code == 404
    assert Event.objects.filter(action="logs.exported").exists()


def test_a_file_that_would_lack_rows_is_not_given(world, visit, monkeypatch):
    for place in ("audit", "frame"):
        record_event(at=now(), action="fact.added", object_kind=place, role="school")
    record_read(at=now(), children=[world.children["wachten"].public_id], activity="child", role="school")
    get = visit("privacy_officer")
    monkeypatch.setattr("leerrecht.web.logs.views.MOST_EXPORTED", 2)
    answer = get.client.post("/logboek/uitvoer/", {"rol": "school"})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Dit zijn 3 regels; in één bestand passen er 2." in text and "UNDEFINED" not in text
    assert not Event.objects.filter(action="logs.exported").exists()
    monkeypatch.setattr("leerrecht.web.logs.views.MOST_EXPORTED", 3)
    assert get.client.post("/logboek/uitvoer/", {"rol": "school"}).content.decode().count("\r\n") == 4


@pytest.mark.parametrize(
    "role", ["legal_representative", "reception", "school", "compulsory_education", "policy", "care"]
)
def test_nobody_else_searches_the_logs(world, visit, role):
    get = visit(role)
    get("/logboek/", status=404)
    for url in ("/logboek/", "/logboek/uitvoer/"):
        assert get.client.post(url, {}).status_code == 404


@pytest.mark.parametrize(
    "role", ["legal_representative", "reception", "school", "compulsory_education", "policy", "privacy_officer"]
)
def test_the_menu_leads_to_who_saw_what(world, visit, role):
    get = visit(role)
    url = "/logboek/" if role == "privacy_officer" else "/logboek/mijn/"
    assert f'href="{url}"' in get(url).content.decode()


def test_everybody_sees_what_they_did_themselves(world, visit, looked):
    get = visit("reception")
    text = get("/logboek/mijn/").content.decode()
    assert "het dossier bekeken" in text and "Ahmad Saleh" in text
    assert "school" not in re.findall(r"<tbody.*</tbody>", text, re.S)[0].lower()
    other = visit("stranger")
    assert "Nog niets" in other("/logboek/mijn/").content.decode()


def test_a_child_out_of_reach_has_no_name_in_my_own_log(world, visit):
    stranger = world.accounts["stranger"]
    child = world.children["wachten"].public_id
    record_read(at=now(), children=[child], activity="child", role="reception", actor=stranger.public_id)
    text = visit("stranger")("/logboek/mijn/").content.decode()
    assert "nu niet ziet" in text and "Ahmad" not in text and child not in text


def test_a_guardian_sees_who_looked_grouped_and_without_names(world, visit, looked):
    get = visit("legal_representative")
    page = get(f"/jongeren/{looked}/").content.decode()
    assert f"/jongeren/{looked}/wie-keek-mee/" in page
    for _ in range(4):
        get("/vandaag/")
    text = get(f"/jongeren/{looked}/wie-keek-mee/").content.decode()
    assert "het dossier bekeken" in text and "COA" in text and "uw organisatie" in text
    assert "4 keer in een lijst" in text
    assert "Test reception" not in text and "Team Zandakker" not in text


@pytest.mark.parametrize(
    "role", ["reception", "school", "compulsory_education", "care", "policy", "privacy_officer", "stranger"]
)
def test_nobody_else_sees_who_looked(world, visit, looked, role):
    get = visit(role)
    get(f"/jongeren/{looked}/wie-keek-mee/", status=404)
    answer = get.client.get(f"/jongeren/{looked}/")
    assert "wie-keek-mee" not in answer.content.decode()


def test_who_represented_a_child_before_does_not_see_who_looks_since(world, visit, looked):
    from leerrecht.records.models import Involvement

    now_on = actor_of(world, "legal_representative").scope.on
    Involvement.objects.filter(child__public_id=looked, linked_team__role="legal_representative").update(
        valid_to=now_on
    )
    town = Organisation.objects.create(name="Gemeente KANARIE", kind="municipality").public_id
    record_read(
        at=now(), children=[looked], activity="child", role="compulsory_education", organisation=town,
        ground="residence",
    )  # fmt: skip
    assert actor_of(world, "legal_representative").scope.reach_of(world.children["wachten"].pk).is_aftercare
    get = visit("legal_representative")
    assert "wie-keek-mee" not in get(f"/jongeren/{looked}/").content.decode()
    for url in (f"/jongeren/{looked}/wie-keek-mee/", f"/jongeren/{looked}/wie-keek-mee/?alles=ja"):
        assert "KANARIE" not in get(url, 404).content.decode()


def test_a_protected_place_is_in_no_log(world, visit):
    from leerrecht.records.models import Stay

    child = world.children["wachten"]
    Stay.objects.filter(child=child).update(kind="protected", location="KANARIE-LOCATIE")
    secret = Organisation.objects.create(name="KANARIE-ORGANISATIE", kind="contract_partner")
    team = Team.objects.create(organisation=secret, name="KANARIE-TEAM", role="reception")
    record_read(
        at=now(), children=[child.public_id], activity="child", role="reception", team=team.public_id,
        organisation=secret.public_id, ground="stay",
    )  # fmt: skip
    record_event(
        at=now(),
        action="fact.added",
        object_kind="stays",
        child_id=child.public_id,
        role="reception",
        team=team.public_id,
    )
    get = visit("legal_representative")
    text = get(f"/jongeren/{child.public_id}/wie-keek-mee/").content.decode()
    assert "Opvang" in text and "KANARIE" not in text
    for table in (Event, Processing, Reading):
        assert not any("KANARIE" in str(value) for row in table.objects.values() for value in row.values())
    officer = ask(visit("privacy_officer"), kind=child.public_id)
    assert "KANARIE-TEAM" not in officer and "KANARIE-LOCATIE" not in officer


def test_the_child_sees_who_looked_in_its_own_words(world, visit, looked):
    days = seen_by_others(child=looked, lang="nl")
    lookers = {looker.role: looker for day in days for looker in day.lookers}
    assert lookers["reception"].looks[0].what == "het dossier bekeken"
    record_read(at=now(), children=[looked], activity="door", role="child", ground="self")
    assert "child" not in {looker.role for day in seen_by_others(child=looked, lang="ar") for looker in day.lookers}


def test_an_emergency_and_a_change_come_before_a_work_list(world):
    child = world.children["wachten"].public_id
    coa = Organisation.objects.get(kind="coa").public_id
    record_read(at=now(), children=[child], activity="worklist", role="reception", organisation=coa, ground="stay")
    record_event(at=now(), action="fact.added", object_kind="stays", child_id=child, role="legal_representative")
    record_read(at=now(), children=[child], activity="child", role="school", ground="glass")
    (day,) = seen_by_others(child=child, lang="en")
    assert [looker.role for looker in day.lookers] == ["school", "legal_representative", "reception"]
    assert day.lookers[0].is_emergency and day.lookers[1].looks[0].is_change and not day.lookers[2].looks


def test_many_looks_in_passing_never_push_out_who_opened_the_record(world, monkeypatch):
    monkeypatch.setattr("leerrecht.queries.logs.MOST_ROWS", 3)
    child = world.children["wachten"].public_id
    record_read(at=now(), children=[child], activity="child", role="school", ground="glass")
    for _ in range(4):
        record_read(at=now(), children=[child], activity="worklist", role="reception", ground="stay")
    (day,) = seen_by_others(child=child, lang="en")
    assert [(looker.role, looker.listed_count) for looker in day.lookers] == [("school", 0), ("reception", 3)]


def test_an_erased_child_leads_nowhere(world, visit, looked):
    count = Processing.objects.count()
    forget_child(child=looked, at=now())
    assert Processing.objects.count() == count
    assert seen_by_others(child=looked, lang="nl") == []
    get = visit("privacy_officer")
    assert looked not in ask(get, rol="reception").replace(f'value="{looked}"', "")
    assert verify().fault is None


def test_an_odd_question_breaks_nothing(world, visit):
    get = visit("privacy_officer")
    for odd in ("\0", "'\"<script>", "%_%", "é" * 300, "-1", "٣", "=1+1", "{child}"):
        for name in ("kind", "spoor", "wie", "rol", "soort"):
            text = ask(get, **{name: odd})
            assert "<script>alert" not in text and "'\"<script>" not in text
        get.client.post("/logboek/", {"van": odd, "tot": odd, "pagina": odd})
        get("/logboek/mijn/?pagina=" + odd.encode().hex())
    for day in ("1-1-1", "1-1-0001", "0001-01-01", "31-12-9999", "30-12-9999", "9999-12-31", "29-2-2027"):
        assert get.client.post("/logboek/", {"van": day, "tot": day}).status_code in (200, 422)
    assert reverse("logs") == "/logboek/"


def test_whose_name_a_notice_or_an_ending_consent_tells_is_noted(world, visit):
    """Also of a young person of whom nothing else stands on that page."""
    from leerrecht.grants.models import Notice
    from tests.grants.acts import YOUNG, ask, day, represented

    child = world.children[YOUNG].public_id

    def check(role):
        before = set(Processing.objects.values_list("pk", flat=True))
        assert f"/jongeren/{child}/" in visit(role)("/vandaag/?soort=niets").content.decode()
        rows = Processing.objects.exclude(pk__in=before).values("data_subject_id")
        assert list(Subject.objects.filter(subject__in=rows).values_list("child_id", flat=True)) == [child]

    consent = ask(world, YOUNG, until_on=day("2026-09-25"))
    check("legal_representative")  # is told that it was asked
    represented(world, consent)
    Notice.objects.all().delete()
    check("reception")  # is told that it ends
