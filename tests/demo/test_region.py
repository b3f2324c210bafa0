"""The demo's region: six people to sign in as, what each of them sees, and a record that looks as if it had been kept."""

from __future__ import annotations

import datetime
from collections import Counter
from pathlib import Path

import pytest
import yaml

from leerrecht.access import Refusal
from leerrecht.accounts.models import Account
from leerrecht.chain.models import Location, Membership, Organisation, Professional, School, Team
from leerrecht.law.conclusions import find_conclusions
from leerrecht.law.frames import build_caseload
from leerrecht.operations.signing_in import find_demo_accounts
from leerrecht.queries.facts import frames_of, standing
from leerrecht.queries.municipality import find_counts
from leerrecht.queries.rulebooks import rulebook
from leerrecht.queries.scopes import find_scope
from leerrecht.queries.viewers import find_viewers
from leerrecht.queries.worklist import Filters, find_worklist
from leerrecht.records.models import FACTS, Child, Enrolment, Involvement, Person, Plan, Stay, Voice
from tests.demo.conftest import ON

ROOT = Path(__file__).parents[2]
EXPECTED = yaml.safe_load((ROOT / "examples" / "tsd" / "expected.yaml").read_text(encoding="utf-8"))[ON]
STORIES = {
    "legal_representative": {"wachten", "landing", "coachklas", "verlengd", "alleen-jaar", "vertrokken", "opvanggezin"},
    "reception": {"wachten", "landing", "retest", "achttien", "drie-keer", "andere-regio", "alleen-jaar"},
    "school": {"tweede-nummer", "net-ervoor", "op-de-dag", "afwijzing"},
    "compulsory_education": {"noodopvang", "retest", "drie-keer", "andere-regio"},
}
CASELOAD = {
    "legal_representative": (20, 25), "reception": (12, 20), "school": (40, 65), "compulsory_education": (100, 150),
}  # fmt: skip

pytestmark = pytest.mark.usefixtures("demo")


def viewers():
    return [find_viewers(account=account, on=ON)[0] for account in Account.objects.order_by("pk")[:6]]


def seen_by(viewer):
    found = find_scope(viewer=viewer, on=ON)
    return frozenset() if isinstance(found, Refusal) else found.children


def references(children):
    return set(Child.objects.filter(pk__in=children).values_list("reference", flat=True))


def test_six_people_can_be_chosen_in_their_order_and_nobody_has_a_password():
    roles = [role.viewer.role for role in find_demo_accounts(on=ON)]
    assert roles == ["legal_representative", "reception", "school", "compulsory_education", "policy", "privacy_officer"]
    assert not any(account.has_usable_password() for account in Account.objects.all())
    assert all(email.endswith(".leerrecht.example") for email in Account.objects.values_list("email", flat=True))


@pytest.mark.parametrize("place", range(4))
def test_each_sees_their_stories_and_a_caseload_as_one_has(place):
    viewer = viewers()[place]
    children = seen_by(viewer)
    least, most = CASELOAD[viewer.role]
    assert references(children) >= STORIES[viewer.role]
    assert least <= len(children) <= most


@pytest.mark.parametrize("place", range(4))
def test_each_has_a_first_page_with_something_late_and_something_for_this_week_or_month(place):
    scope = find_scope(viewer=viewers()[place], on=ON)
    groups = {group.name for group in find_worklist(scope=scope, on=ON, filters=Filters(), lang="nl").groups}
    assert "late" in groups
    assert groups & {"week", "month"}


def test_the_officer_works_for_two_municipalities():
    account = Account.objects.get(email__startswith="leerplicht@")
    assert [viewer.municipality for viewer in find_viewers(account=account, on=ON)] == ["Veenmeer", "Hoogeterp"]


def test_the_policy_lead_sees_no_child_but_counts():
    viewer = viewers()[4]
    assert seen_by(viewer) == frozenset()
    counts = {count.name: count.value for count in find_counts(municipality=viewer.municipality, on=ON)}
    assert counts["children"] >= 80
    assert None not in counts.values()


def test_no_child_is_out_of_everybodys_reach():
    reached = frozenset().union(
        *(seen_by(viewer) for account in Account.objects.all() for viewer in find_viewers(account=account, on=ON))
    )
    assert set(Child.objects.values_list("pk", flat=True)) == reached


def test_what_is_written_is_tied_to_who_and_where_it_names():
    stays = standing(table="stays")
    assert not stays.filter(linked_location=None).exists()
    assert all(stay.linked_location.name == stay.location for stay in stays.select_related("linked_location"))
    loose = standing(table="enrolments").filter(linked_school=None)
    assert {(row.school, row.municipality) for row in loose} == {("ISK", "")}  # a protected place; its town isn't known
    untied = standing(table="involvements").filter(linked_team=None)
    assert {row.person for row in untied} == {"moeder", "vader", "pleegouder"}
    for row in standing(table="involvements").exclude(linked_team=None).select_related("linked_team__organisation"):
        assert row.linked_professional.name == row.person
        assert Membership.objects.filter(team=row.linked_team_id, professional=row.linked_professional_id).exists()


def test_the_stories_conclude_what_was_worked_out_by_hand():
    numbers = {child.public_id: child.reference for child in Child.objects.exclude(reference__startswith="k0")}
    frames = frames_of(children=set(Child.objects.exclude(reference__startswith="k0").values_list("pk", flat=True)))
    found = find_conclusions(
        caseload=build_caseload(frames=frames, regions=rulebook().regions), rulebook=rulebook(), on=ON
    )
    said = Counter((numbers[f.child], f.rule, f.key, f.state, f.since_on, f.due_on) for f in found)
    wanted = Counter(
        (child, rule, str(key), state, since, due)
        for child, rows in EXPECTED.items()
        for rule, key, state, since, due in rows
    )
    of_the_demo = said - wanted  # the demo opens the whole list of a move
    assert {row[:2] for row in of_the_demo} == {("andere-regio", "continuity.move")}
    assert said - of_the_demo == wanted


def test_facts_were_recorded_after_they_happened_and_before_today_by_who_works_at_their_source():
    employers = {
        account: set(Membership.objects.filter(professional=professional).values_list("team__organisation", flat=True))
        for account, professional in Account.objects.values_list("pk", "professional")
    }
    eve = datetime.datetime(2026, 9, 14, 23, tzinfo=datetime.UTC)
    for model in FACTS:
        for fact in model.objects.all():
            assert fact.recorded_at < eve
            assert fact.source_id in employers[fact.recorded_by_id]
    for stay in Stay.objects.filter(valid_from__lte=ON, announced_on=None):
        assert stay.recorded_at.date() >= min(stay.valid_from, ON - datetime.timedelta(days=1))
    assert len({fact.recorded_at.date() for fact in Stay.objects.all()}) > 200


def test_what_took_the_place_of_a_fact_came_when_the_other_went():
    later = [fact for model in FACTS for fact in model.objects.exclude(corrects=None).select_related("corrects")]
    assert len(later) > 100
    assert all(fact.corrects.retracted_at == fact.recorded_at for fact in later)
    assert all(fact.corrects.retraction_reason and fact.corrects.recorded_at < fact.recorded_at for fact in later)
    assert all(fact.corrects.child_id == fact.child_id for fact in later)
    reasons = Counter(fact.corrects.retraction_reason for fact in later)
    assert len(reasons) >= 5
    assert sum(reasons.values()) == sum(model.objects.exclude(retracted_at=None).count() for model in FACTS)


def test_what_was_known_two_weeks_ago_differs():
    child = Child.objects.get(reference="wachten")
    known_at = datetime.datetime(2026, 9, 1, 12, tzinfo=datetime.UTC)
    then = frames_of(children={child.pk}, known_at=known_at)["applications"]["lodged_on"].to_list()
    now = frames_of(children={child.pk})["applications"]["lodged_on"].to_list()
    assert (then, now) == ([datetime.date(2026, 6, 26)], [datetime.date(2026, 6, 22)])


def test_names_are_long_short_and_in_other_scripts():
    people = list(standing(table="children"))
    assert len(people) == 403  # three have a second record
    assert sum(len(f"{p.given_names} {p.family_name}") > 45 for p in people) == 4
    assert 5 <= sum(not p.family_name for p in people) <= 40
    assert sum(any(ord(letter) > 0x500 for letter in p.original_name) for p in people) > 150
    assert sum(bool(p.pronunciation) for p in people) > 150
    assert sum(bool(p.interpreter) for p in people) > 150
    assert all(p.search_name for p in people)


def test_a_third_says_something_and_most_of_it_is_shared():
    said = standing(table="voices")
    speakers = said.values("child").distinct().count()
    assert 100 <= speakers <= 170
    assert Voice.objects.values("words").distinct().count() >= 30
    assert Voice.objects.exclude(interpreter="").exists()
    assert 0 < said.filter(shared_with="").count() < said.count() / 4
    assert 0 < Plan.objects.filter(shared_with="").count() < Plan.objects.count() / 4
    assert Plan.objects.filter(shared_with__contains="school").exists()


def test_all_places_and_people_are_invented():
    regions = yaml.safe_load((ROOT / "rulebook" / "nl" / "regions.yaml").read_text(encoding="utf-8"))
    real = {town for towns in regions["regions"].values() for town in towns}
    invented = {town for towns in regions["fictional"].values() for town in towns}
    towns = {
        *Location.objects.values_list("municipality", flat=True),
        *School.objects.values_list("municipality", flat=True),
    }
    assert towns <= {*invented, ""}
    names = " ".join(
        name
        for model in (Location, School, Team, Organisation, Professional)
        for name in model.objects.values_list("name", flat=True)
    )
    assert not set(names.replace(",", " ").split()) & real
    assert not Professional.objects.exclude(phone__startswith="000 ").exists()


def test_guardians_have_about_as_many_children_each():
    held = Counter(
        Involvement.objects.filter(
            retracted_at=None, valid_to=None, linked_team__role="legal_representative", task="legal_representative"
        ).values_list("linked_professional__name", flat=True)
    )
    assert len(held) == 12
    assert max(held.values()) - min(held.values()) <= 8


def test_children_have_one_person_and_schools_begin_on_weekdays():
    assert Person.objects.filter(retracted_at=None).count() == 403  # three have a second record
    days = Counter(
        day.weekday() for day in Enrolment.objects.exclude(started_on=None).values_list("started_on", flat=True)
    )
    assert days[5] + days[6] < 10


def test_pages_open_for_each_of_the_six(client):
    for account in Account.objects.order_by("pk")[:5]:
        client.force_login(account)
        answer = client.get("/vandaag/")
        assert answer.status_code == 200
        assert b"UNDEFINED" not in answer.content
