"""Ways in that somebody tried who hadn't written the code; each was open once."""

from __future__ import annotations

import contextlib
import datetime
import re

import pytest

from tests.operations.builders import NOW, actor_of, child_of, reached, shared_child
from tests.operations.importing import lists
from tests.world import ON, make_world

D = datetime.date


@pytest.fixture
def world(db):
    return make_world()


@pytest.fixture
def sign_in(world, client):
    def as_role(role):
        client.force_login(world.accounts[role])
        return client

    return as_role


def put(world, child, table, at=NOW, corrects=None, source="COA", **values):
    from leerrecht.operations.recording import put_fact

    return put_fact(
        child=child,
        table=table,
        values=values,
        at=at,
        account=None,
        source=world.organisations[source].pk,
        corrects=corrects,
    )


# --- reading is logged ---------------------------------------------------------------------------------------------


def test_an_export_is_logged_by_public_id_and_not_by_reference(world, sign_in):
    from leerrecht.audit.models import Processing, Subject

    client = sign_in("reception")
    assert client.get("/importeren/uitvoer/").status_code == 200
    rows = Processing.objects.filter(name="export").values("data_subject_id")
    logged = set(Subject.objects.filter(subject__in=rows).values_list("child_id", flat=True))
    ids = {child.public_id for child in world.children.values()}
    assert logged and logged <= ids, sorted(logged - ids)[:5]


# --- an import in after-care ---------------------------------------------------------------------------------------


def test_a_list_changes_no_child_in_after_care(world):
    from leerrecht.operations.importing import apply_import, hand_in, read_import
    from leerrecht.queries.scopes import find_scope
    from leerrecht.records.models import Stay

    actor = actor_of(world, "reception")
    child = child_of(world, actor)
    # the child moved away a month ago, everything that tied the team has ended
    for stay in Stay.objects.filter(child=child):
        end = D(2026, 8, 15)
        Stay.objects.filter(pk=stay.pk).update(valid_to=end if stay.valid_to is None else stay.valid_to)
    put(world, child, "stays", location="Elders", municipality="Veenmeer", kind="poa", valid_from=D(2026, 8, 15))
    scope = find_scope(viewer=actor.viewer, on=ON)
    assert scope.reach_of(child.pk).is_aftercare
    content = lists.workbook(
        children=[{"child": child.reference}],
        involvements=[
            {
                "child": child.reference,
                "task": "mentor",
                "organisation": "COA",
                "person": "Team Zandakker",
                "valid_from": D(2026, 9, 1),
            }
        ],
    )
    found = hand_in(viewer=actor.viewer, at=NOW, content=content, file_kind="xlsx")
    read_import(import_id=found.pk, at=NOW)
    apply_import(import_id=found.pk, at=NOW, keep_going=True)
    scope = find_scope(viewer=actor.viewer, on=ON)
    assert scope.reach_of(child.pk).is_aftercare, "a list gave the team its access back"


# --- known on ------------------------------------------------------------------------------------------------------


def test_known_on_tells_a_school_no_former_municipality(world, sign_in):
    actor = actor_of(world, "school")
    child = next(child for child in world.children.values() if child.pk not in actor.scope.children)
    utc = datetime.UTC
    from leerrecht.records.models import Stay

    Stay.objects.filter(child=child).update(
        retracted_at=datetime.datetime(2026, 9, 2, tzinfo=utc), retraction_reason="x"
    )
    first = put(
        world,
        child,
        "stays",
        at=datetime.datetime(2026, 9, 3, tzinfo=utc),
        location="L1",
        municipality="OUDEPLAATS",
        kind="poa",
        valid_from=D(2026, 9, 1),
    )
    put(world, child, "enrolments", school="ISK Zandakker", kind="isk", phase="placed", started_on=D(2026, 9, 14))
    Stay.objects.filter(pk=first.pk).update(
        retracted_at=datetime.datetime(2026, 9, 10, tzinfo=utc), retraction_reason="verhuisd"
    )
    put(
        world,
        child,
        "stays",
        at=datetime.datetime(2026, 9, 10, tzinfo=utc),
        corrects=first,
        location="L1",
        municipality="OUDEPLAATS",
        kind="poa",
        valid_from=D(2026, 9, 1),
        valid_to=D(2026, 9, 10),
    )
    put(
        world,
        child,
        "stays",
        at=datetime.datetime(2026, 9, 10, tzinfo=utc),
        location="L2",
        municipality="NIEUWEPLAATS",
        kind="housing",
        valid_from=D(2026, 9, 10),
    )
    client = sign_in("school")
    now = client.get(f"/jongeren/{child.public_id}/feiten/").content.decode()
    assert "NIEUWEPLAATS" in now and "OUDEPLAATS" not in now
    then = client.get(f"/jongeren/{child.public_id}/feiten/?bekend=9-9-2026").content.decode()
    assert "OUDEPLAATS" not in then  # nor may the day of the move be found by trying days


def test_a_withdrawn_voice_is_not_read_by_known_on(world, sign_in):
    from leerrecht.operations.facts import withdraw_fact
    from leerrecht.operations.signals import note_words

    actor = actor_of(world, "legal_representative")
    child = shared_child(world, "legal_representative", "reception")
    early = datetime.datetime(2026, 9, 10, 10, tzinfo=datetime.UTC)
    fact = note_words(
        actor=actor,
        at=early,
        child=child.public_id,
        kind="wish",
        words="GEHEIM WOORD",
        said_on="9-9-2026",
        shared_with=["reception"],
    )
    withdraw_fact(
        actor=actor_of(world, "legal_representative"),
        at=NOW,
        table="voices",
        fact=fact.public_id,
        reason="wil het niet meer delen",
    )
    client = sign_in("reception")
    assert "GEHEIM" not in client.get(f"/jongeren/{child.public_id}/").content.decode()
    assert "GEHEIM" not in client.get(f"/jongeren/{child.public_id}/?bekend=11-9-2026").content.decode()


# --- the export ----------------------------------------------------------------------------------------------------


def test_an_export_for_a_school_names_no_origin(world):
    from leerrecht.queries.exports import export_frames
    from leerrecht.records.models import Child

    actor_of(world, "school")
    made = [
        Child.objects.create(reference="V1234567890", origin=world.organisations[name]) for name in ("COA", "Nidos")
    ]
    for child in made:
        put(world, child, "children", given_names="A")
        put(world, child, "enrolments", school="ISK Zandakker", kind="isk", phase="placed", started_on=D(2026, 9, 1))
    names = export_frames(scope=actor_of(world, "school").scope)["children"]["child"].to_list()
    assert not any("Nidos" in name or "COA" in name for name in names), names


# --- search --------------------------------------------------------------------------------------------------------


def test_search_is_no_oracle_for_a_name_that_is_closed(world, client):
    from leerrecht.chain.models import Team
    from tests.world import _account

    team = Team.objects.create(organisation=world.organisations["COA"], name="Zorgteam", role="care")
    account = _account("Test care", team)
    child = world.children["direct"]
    put(world, child, "involvements", task="coach", organisation="COA", person="Zorgteam", valid_from=D(2026, 9, 1))
    client.force_login(account)
    page = client.post("/zoeken/", {"naam": "yonas"}).content.decode()
    assert "Yonas" not in page
    assert child.public_id not in page


# --- giving oneself access -----------------------------------------------------------------------------------------


def test_a_mentor_can_not_take_the_guardian_away_unseen(world):
    from leerrecht.operations.acting import Refused
    from leerrecht.operations.facts import withdraw_fact
    from leerrecht.records.models import Involvement

    child = shared_child(world, "legal_representative", "reception")
    rows = Involvement.objects.filter(child=child, task="legal_representative", retracted_at__isnull=True)
    for row in rows:
        with contextlib.suppress(Refused):
            withdraw_fact(
                actor=actor_of(world, "reception"),
                at=NOW,
                table="involvements",
                fact=row.public_id,
                reason="hoort hier niet",
            )
    assert child.pk in actor_of(world, "legal_representative").scope.children


# --- counts --------------------------------------------------------------------------------------------------------


def test_counts_leave_out_children_who_left(world):
    from leerrecht.queries.municipality import find_counts
    from leerrecht.records.models import Child

    for number in range(10):
        child = Child.objects.create(reference=f"weg{number}", origin=world.organisations["COA"])
        put(world, child, "children", born_from=D(2012, 1, 1), born_to=D(2012, 1, 1), born_precision="day")
        put(world, child, "applications", lodged_on=D(2026, 1, 1))
        put(
            world,
            child,
            "stays",
            location="x",
            municipality="Leegstad",
            kind="poa",
            valid_from=D(2026, 1, 2),
            valid_to=D(2026, 8, 1),
        )
    assert {count.value for count in find_counts(municipality="Leegstad", on=ON)} == {None}


# --- Waarom --------------------------------------------------------------------------------------------------------


def test_waarom_tells_a_school_no_day_of_a_planned_departure(world, sign_in):
    client = sign_in("school")
    child = reached(world, "school")[1][0]
    put(world, child, "departures", left_on=D(2026, 11, 20), kind="returned")
    page = client.get(f"/jongeren/{child.public_id}/").content.decode()
    for url in set(re.findall(rf"/jongeren/{child.public_id}/waarom/[a-z0-9]+/", page)):
        assert "20 november 2026" not in client.get(url).content.decode(), url


# --- bugs ----------------------------------------------------------------------------------------------------------


def test_a_child_of_whom_only_the_reference_is_known_can_be_filled_in(world, sign_in, settings):
    from leerrecht.records.models import Child

    child = Child.objects.create(reference="onbekend", origin=world.organisations["COA"])
    put(world, child, "children")
    put(world, child, "stays", location="POA Zandakker", municipality="Zandakker", kind="poa", valid_from=D(2026, 9, 1))
    put(world, child, "applications", lodged_on=D(2026, 9, 1))
    client = sign_in("reception")
    text = client.get(f"/jongeren/{child.public_id}/").content.decode()
    steps = re.findall(r'href="(/jongeren/[a-z0-9]{14}/stap/[a-z0-9]+/)"', text)
    for url in dict.fromkeys(steps):
        answer = client.get(url, follow=True)
        assert answer.status_code == 200, url
    person = child.person_facts.get()
    assert client.get(f"/jongeren/{child.public_id}/feit/children/{person.public_id}/").status_code == 200


def test_a_nul_in_the_sign_in_form_is_no_crash(world, client):
    assert client.post("/aanmelden/", {"email": "a\x00b@c.nl", "password": "x"}).status_code == 422
    assert client.post("/aanmelden/", {"role": "a\x00b"}).status_code == 422


def test_nobody_learns_whether_an_address_has_an_account(world, client):
    email = world.accounts["school"].email
    said = {}
    for address in (email, "nobody@test.example"):
        for _ in range(6):
            answer = client.post("/aanmelden/", {"email": address, "password": "wrong"})
        said[address] = re.sub(r'value="[^"]*"', "", answer.content.decode())
    assert said[email] == said["nobody@test.example"]


def test_next_keeps_its_own_query(world, client):
    from urllib.parse import parse_qs, urlsplit

    answer = client.get("/vandaag/?soort=a&school=b")
    assert parse_qs(urlsplit(answer.headers["Location"]).query)["next"] == ["/vandaag/?soort=a&school=b"]


def test_an_operator_s_import_that_is_let_go_leaves_an_audit_row(world):
    from leerrecht.audit.models import Event
    from leerrecht.operations.importing import hand_in_as_operator

    coa = world.organisations["COA"].pk
    content = lists.workbook(children=[lists.child("n1")])
    hand_in_as_operator(organisation=coa, at=NOW, content=content, file_kind="xlsx")
    hand_in_as_operator(organisation=coa, at=NOW + datetime.timedelta(days=1), content=content, file_kind="xlsx")
    assert Event.objects.filter(action="import.cancelled").exists()


def test_a_csv_that_is_not_called_after_a_sheet_is_refused_in_words(world, sign_in):
    from django.core.files.uploadedfile import SimpleUploadedFile

    client = sign_in("reception")
    answer = client.post("/importeren/", {"bestand": SimpleUploadedFile("mijn lijst.csv", b"child,born_on\n")})
    assert answer.status_code == 422


def test_the_known_already_of_a_form_is_no_oracle_for_a_bsn(world, sign_in):
    client = sign_in("reception")
    child = reached(world, "reception")[1][0]
    put(world, child, "identifiers", kind="bsn", value="123456782")
    url = f"/jongeren/{child.public_id}/feit/identifiers/"
    said = [client.post(url, {"kind": "bsn", "value": value}).status_code for value in ("123456782", "111222333")]
    assert said[0] == said[1], said


def test_the_path_tells_a_school_no_day_of_application(world, sign_in):
    client = sign_in("school")
    child = reached(world, "school")[1][0]
    lodged = child.application_facts.get(retracted_at=None).lodged_on
    assert lodged == D(2026, 6, 22)
    page = re.sub(r"<[^>]+>", " ", client.get(f"/jongeren/{child.public_id}/").content.decode())
    assert "22 juni 2026" not in page
