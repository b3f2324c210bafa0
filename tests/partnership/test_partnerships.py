"""A partnership: begun by a municipality, seen by members only, changed by who saw how it stood; members, contacts, talks."""

from __future__ import annotations

import datetime

import pytest

from tests.grants.acts import actor, refused
from tests.operations.builders import NOW, events
from tests.partnership.builders import (
    MEMBERS,
    SINCE,
    begin,
    code,
    consult,
    day,
    fresh,
    join,
    mandate,
    overview,
    points,
    shape,
    together,
    viewer_of,
)  # fmt: skip
from tests.world import ON, World, make_chain

pytestmark = pytest.mark.database


@pytest.fixture
def world(db):
    return World(*make_chain(), children={})


def change(world, partnership, seen=None, role="policy", at=NOW, **changed):
    from leerrecht.operations.partnerships import change_partnership

    return change_partnership(
        actor=actor(world, role, at), at=at, partnership=partnership.public_id,
        seen=fresh(partnership).version if seen is None else seen, shape=shape(**changed),
    )  # fmt: skip


def contact(world, partnership, member, person, seen=None):
    from leerrecht.operations.partnerships import change_contact

    return change_contact(
        actor=actor(world, "policy"), at=NOW, partnership=partnership.public_id, member=member.public_id,
        seen=fresh(partnership).version if seen is None else seen, contact=person,
    )  # fmt: skip


def leave(world, partnership, member, valid_to):
    from leerrecht.operations.partnerships import end_member

    return end_member(
        actor=actor(world, "policy"), at=NOW, partnership=partnership.public_id, member=member.public_id,
        seen=fresh(partnership).version, valid_to=valid_to,
    )  # fmt: skip


def test_a_municipality_begins_one_and_is_its_first_member(world) -> None:
    made = begin(world, towns=["Zandakker", " zandakker ", "Kreekrijk"])
    found = overview(made)
    assert [each.name for each in found.members] == ["Gemeente Zandakker"]
    assert found.members[0].contact == "Test policy" and found.towns == ("Kreekrijk", "zandakker")
    assert (found.phase, found.phase_since) == ("starting", SINCE)
    assert [event.object_id for event in events("partnership.begun")] == [made.public_id]


@pytest.mark.parametrize(
    "role", ["school", "reception", "legal_representative", "compulsory_education", "privacy_officer"]
)
def test_nobody_else_begins_one(world, role) -> None:
    assert refused(begin, world, role=role) == ("may_not_record",)


@pytest.mark.parametrize(
    ("changed", "reasons"),
    [
        ({"name": " "}, ("partnership_name",)),
        ({"towns": ["", "  "]}, ("partnership_towns",)),
        ({"phase": "done"}, ("partnership_phase",)),
        ({"name": "", "towns": [], "phase": ""}, ("partnership_name", "partnership_towns", "partnership_phase")),
        ({"name": "x" * 201}, ("text_wrong",)),
        ({"towns": ["a\x00"]}, ("text_wrong",)),
    ],
)
def test_what_is_no_partnership_is_refused_with_every_fault(world, changed, reasons) -> None:
    assert refused(begin, world, **changed) == reasons


def test_a_name_and_a_municipality_have_one_partnership(world) -> None:
    begin(world)
    assert refused(begin, world) == ("partnership_name_taken", "partnership_town_taken")
    begin(world, name="Een ander", towns=["Kreekrijk"])


def test_only_members_of_today_see_it(world) -> None:
    from leerrecht.queries.partnerships import find_partnership

    made = begin(world)
    join(world, made, "COA", since=ON)
    found = {
        (role, step): find_partnership(
            viewer=viewer_of(world, role), on=ON + datetime.timedelta(days=step), partnership=made.public_id
        )
        for role in ("policy", "reception", "school")
        for step in (-1, 0)
    }
    seeing = {place for place, each in found.items() if each is not None}
    assert seeing == {("policy", -1), ("policy", 0), ("reception", 0)}
    for nothing in ("", "nothing", "a\x00", made.name):
        assert find_partnership(viewer=viewer_of(world, "policy"), on=ON, partnership=nothing) is None


@pytest.mark.parametrize("days", [-1, 0, 1])
def test_a_member_sees_it_until_the_day_it_leaves(world, days) -> None:
    from leerrecht.queries.partnerships import find_partnership

    made = together(world)
    leave(world, made, made.members.get(organisation__name="COA"), day("2026-09-20"))
    on = day("2026-09-20") + datetime.timedelta(days=days)
    seen = find_partnership(viewer=viewer_of(world, "reception"), on=on, partnership=made.public_id)
    assert (seen is not None) == (days < 0)


def test_who_is_no_member_or_has_no_duty_changes_nothing(world) -> None:
    made = begin(world)
    assert refused(change, world, made, role="school") == ("no_such_partnership",)
    join(world, made, "Scholen Zandakker")
    assert refused(change, world, made, role="school") == ("may_not_record",)
    assert refused(join, world, made, "COA", role="school") == ("may_not_record",)


def test_a_change_holds_from_today_and_what_held_stays(world) -> None:
    made = begin(world)
    change(world, made, name="Samen", phase="growing", towns=["Kreekrijk"])
    assert overview(made).towns == ("Kreekrijk",) and overview(made).phase == "growing"
    before = overview(made, ON - datetime.timedelta(days=1))
    assert before.towns == ("Zandakker",) and before.phase == "starting"
    change(world, made, name="Samen", phase="settled", towns=["Kreekrijk", "Zandakker"])
    assert overview(made).phase == "settled" and made.phases.count() == 3
    assert len(events("partnership.changed")) == 2


def test_of_two_who_change_it_at_once_one_gets_the_conflict(world) -> None:
    made = begin(world)
    change(world, made, seen=1, phase="growing")
    assert refused(change, world, made, seen=1, phase="settled") == ("partnership_changed",)
    assert overview(made).phase == "growing"


@pytest.mark.parametrize(
    ("organisation", "since", "reasons"),
    [
        ("COA", None, ("member_from",)),
        ("Gemeente Zandakker", ON, ("member_twice",)),
        ("nobody", ON, ("member_organisation",)),
        ("a\x00", None, ("member_organisation", "member_from")),
    ],
)
def test_who_can_t_be_a_member_is_refused(world, organisation, since, reasons) -> None:
    from leerrecht.operations.partnerships import add_member

    made = begin(world)
    found = world.organisations.get(organisation)
    chosen = found.public_id if found else organisation
    asked = {"actor": actor(world, "policy"), "at": NOW, "partnership": made.public_id, "valid_from": since}
    assert refused(add_member, organisation=chosen, **asked) == reasons


def test_whom_to_turn_to_is_somebody_who_works_there(world) -> None:
    from leerrecht.chain.models import Membership

    made = together(world)
    coa = made.members.get(organisation__name="COA")
    people = {role: world.accounts[role].professional for role in ("reception", "school")}
    assert points(made)["no_contact"] == "due"
    assert refused(contact, world, made, coa, people["school"].public_id) == ("member_contact",)
    now = contact(world, made, coa, people["reception"].public_id)
    (party,) = [each for each in overview(made).members if each.name == "COA"]
    assert party.contact == "Test reception" and party.since_on == SINCE and now.valid_from == ON
    assert refused(contact, world, made, coa, "") == ("no_such_partnership",)
    Membership.objects.filter(professional=people["reception"]).update(valid_to=ON)
    assert [each.is_gone for each in overview(made).members if each.name == "COA"] == [True]
    assert points(made)["contact_gone"] == "due"


def test_of_two_who_choose_a_contact_one_gets_the_conflict(world) -> None:
    made = together(world)
    coa, seen = made.members.get(organisation__name="COA"), fresh(made).version
    contact(world, made, coa, world.accounts["reception"].professional.public_id, seen=seen)
    nidos = made.members.get(organisation__name="Nidos")
    assert refused(contact, world, made, nidos, "", seen=seen) == ("partnership_changed",)


def test_the_last_municipality_can_t_leave_and_nobody_leaves_in_the_past(world) -> None:
    made = together(world)
    municipality = made.members.get(organisation__name="Gemeente Zandakker")
    assert refused(leave, world, made, municipality, ON) == ("member_last",)
    coa = made.members.get(organisation__name="COA")
    assert refused(leave, world, made, coa, ON - datetime.timedelta(days=1)) == ("member_to",)
    assert refused(leave, world, made, coa, None) == ("member_to",)
    leave(world, made, coa, ON)
    assert "COA" not in [each.name for each in overview(made).members]
    join(world, made, "COA", since=ON)


# --- the yearly consultation -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "state"),
    [
        ("2027-07-20", "met"),
        ("2027-07-21", "upcoming"),
        ("2027-09-14", "upcoming"),
        ("2027-09-15", "due"),
        ("2027-09-16", "overdue"),
        ("2028-10-11", "overdue"),
        ("2028-10-12", ""),
    ],
)
def test_the_next_consultation_is_due_a_year_after_the_last(world, on, state) -> None:
    made = together(world)
    consult(world, made)
    found = overview(made, day(on))
    assert found.consultation == state
    assert found.due_on == (day("2027-09-15") if state else None)
    assert points(made, day(on)).get(f"consultation_{state}", "") == ("" if state in ("met", "") else state)


def test_none_on_record_is_unknown_and_none_before_the_law(world) -> None:
    made = together(world)
    assert (overview(made).consultation, overview(made).due_on) == ("unknown", None)
    assert overview(made, day("2023-10-10")).consultation == ""
    assert overview(made, day("2023-10-11")).consultation == "unknown"


def test_it_counts_only_when_every_board_was_there(world) -> None:
    from leerrecht.chain.models import Organisation

    world.organisations["Andere scholen"] = Organisation.objects.create(name="Andere scholen", kind="school_board")
    made = together(world, *MEMBERS, "Andere scholen")
    consult(world, made)
    found = overview(made)
    assert found.held[0].absent == ("Andere scholen",) and found.consultation == "unknown"
    assert points(made)["consultation_absent"] == "due"
    everybody = [code(world, name) for name in ("Gemeente Zandakker", "Scholen Zandakker", "Andere scholen")]
    consult(world, made, held_on=day("2026-09-14"), present=everybody)
    assert overview(made).consultation == "met"


@pytest.mark.parametrize(
    ("changed", "reasons"),
    [
        ({"held_on": None}, ("consultation_on",)),
        ({"held_on": day("2026-09-16")}, ("consultation_on",)),
        ({"held_on": day("2026-08-31")}, ("consultation_present",)),
        ({"present": []}, ("consultation_present",)),
        ({"present": ["nobody"]}, ("consultation_present",)),
        ({"places": "", "enrolment": " ", "learning_line": ""},
         ("consultation_places", "consultation_enrolment", "consultation_learning_line")),
        ({"places": "x" * 4001}, ("text_wrong",)),
    ],
)  # fmt: skip
def test_what_is_no_consultation_is_refused(world, changed, reasons) -> None:
    assert refused(consult, world, together(world), **changed) == reasons


def test_one_that_was_recorded_wrongly_is_taken_back(world) -> None:
    from leerrecht.operations.partnerships import withdraw_consultation

    made = together(world)
    noted = consult(world, made)
    assert refused(consult, world, made) == ("consultation_known",)
    back = {"actor": actor(world, "policy"), "at": NOW, "partnership": made.public_id, "consultation": noted.public_id}
    withdraw_consultation(**back)
    assert overview(made).held == () and overview(made).consultation == "unknown"
    assert refused(withdraw_consultation, **back) == ("no_such_partnership",)
    consult(world, made)
    assert len(events("partnership.consultation_withdrawn")) == 1


# --- is it in order? ---------------------------------------------------------------------------------------------------


def test_what_isn_t_in_order_is_said_the_most_pressing_first(world) -> None:
    made = begin(world)
    found = points(made)
    assert found["no_school_board"] == "due" and found["no_mandate"] == "due" and found["no_tasks"] == "due"
    states = [point.state for point in overview(made).points]
    assert states == sorted(states, key=("overdue", "due", "unknown", "upcoming").index)


def test_every_life_domain_without_a_mandate_is_a_gap(world) -> None:
    from leerrecht.queries.rulebooks import cooperation

    made = together(world)

    def gaps(on=ON):
        return {
            each
            for point in overview(made, on).points
            if point.kind == "no_mandate"
            for each in point.values["domains"]
        }

    assert gaps() == set(cooperation().domains)
    mandate(world, made, "COA", domain="reception", valid_to=day("2026-09-20"))
    assert "reception" not in gaps() and "reception" not in gaps(day("2026-09-19"))
    assert "reception" in gaps(day("2026-09-20"))


def test_agreements_between_members_are_shown(world) -> None:
    from tests.grants.acts import note_agreement

    made = together(world)
    note_agreement(world)  # between COA and youth work, which is no member
    assert overview(made).agreements == ()
    parties = [code(world, name) for name in ("COA", "Nidos", "Jeugdwerk Zandakker")]
    note_agreement(world, code="samen", name="Samen delen", parties=parties, review_on=day("2026-09-14"))
    assert [kept.name for kept in overview(made).agreements] == ["Samen delen"]
    assert points(made)["agreement_review"] == "overdue"


@pytest.mark.parametrize("children", [0, 400])
def test_it_costs_the_same_queries_however_many_children_there_are(world, children, django_assert_num_queries) -> None:
    from leerrecht.records.models import Child

    Child.objects.bulk_create(Child(reference=f"kind {n}", origin=world.organisations["COA"]) for n in range(children))
    made = fresh(together(world))
    with django_assert_num_queries(18):
        overview_of = overview(made)
    assert len(overview_of.members) == 4
