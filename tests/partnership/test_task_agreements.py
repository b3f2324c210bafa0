"""Who does what: proposed, agreed to by who has a mandate that day, adopted by all, replaced from a day; side by side."""

from __future__ import annotations

import datetime

import pytest

from tests.grants.acts import actor, refused
from tests.operations.builders import NOW, events
from tests.partnership.builders import (
    ROLE_OF,
    adopted,
    assent,
    begin,
    code,
    day,
    fresh,
    join,
    mandate,
    mandates,
    overview,
    points,
    propose,
    together,
    viewer_of,
)  # fmt: skip
from tests.world import ON, World, make_chain

pytestmark = pytest.mark.database
ALL = tuple(ROLE_OF)


@pytest.fixture
def world(db):
    return World(*make_chain(), children={})


@pytest.fixture
def made(world):
    partnership = together(world)
    mandates(world, partnership)
    return partnership


def end(world, partnership, found, valid_to, seen=None):
    from leerrecht.operations.task_agreements import end_mandate

    return end_mandate(
        actor=actor(world, "policy"), at=NOW, partnership=partnership.public_id, mandate=found.public_id,
        seen=fresh(partnership).version if seen is None else seen, valid_to=valid_to,
    )  # fmt: skip


# --- mandates ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "reasons"),
    [
        ({"person": "nobody"}, ("mandate_person",)),
        ({"organisation": "nobody"}, ("mandate_person",)),
        ({"domain": "weather"}, ("mandate_domain",)),
        ({"decides": "", "up_to": " "}, ("mandate_decides", "mandate_up_to")),
        ({"valid_from": None}, ("mandate_from",)),
        ({"valid_to": day("2026-09-01")}, ("mandate_to",)),
        ({"valid_to": datetime.date.min}, ("mandate_to",)),
        ({"up_to": "x" * 301}, ("text_wrong",)),
    ],
)
def test_what_is_no_mandate_is_refused(world, changed, reasons) -> None:
    assert refused(mandate, world, together(world), "COA", **changed) == reasons


def test_somebody_of_another_organisation_or_of_no_member_gets_none(world) -> None:
    made = begin(world)
    assert refused(mandate, world, made, "COA") == ("mandate_person",)
    join(world, made, "COA")
    school = world.accounts["school"].professional.public_id
    assert refused(mandate, world, made, "COA", person=school) == ("mandate_person",)
    mandate(world, made, "COA")


def test_a_mandate_for_the_same_time_is_given_once(world, made) -> None:
    assert refused(mandate, world, made, "COA", valid_from=day("2026-10-01")) == ("mandate_twice",)
    found = made.mandates.get(organisation__name="COA")
    end(world, made, found, day("2026-10-01"))
    mandate(world, made, "COA", valid_from=day("2026-10-01"))


def test_a_mandate_ends_today_or_later_by_who_saw_how_it_stood(world, made) -> None:
    found = made.mandates.get(organisation__name="COA")
    assert refused(end, world, made, found, ON - datetime.timedelta(days=1)) == ("mandate_end",)
    assert refused(end, world, made, found, None) == ("mandate_end",)
    assert refused(end, world, made, found, ON, seen=1) == ("partnership_changed",)
    end(world, made, found, ON)
    assert refused(end, world, made, found, ON) == ("no_such_partnership",)


@pytest.mark.parametrize(
    ("first", "last", "may"),
    [
        ("2026-09-15", None, True),
        ("2026-09-16", None, False),
        ("2026-09-01", "2026-09-16", True),
        ("2026-09-01", "2026-09-15", False),
        ("2026-09-01", "2026-09-14", False),
    ],
)
def test_who_agrees_has_a_mandate_that_day(world, first, last, may) -> None:
    made = together(world)
    mandate(world, made, "COA", valid_from=day(first), valid_to=day(last) if last else None)
    propose(world, made)
    if may:
        assent(world, made, "reception")
    else:
        assert refused(assent, world, made, "reception") == ("assent_no_mandate",)
        assert not made.task_versions.get().assents.exists()


def test_a_mandate_for_something_else_or_of_a_colleague_doesn_t_help(world) -> None:
    from tests.grants.acts import add_colleague

    made = together(world)
    mandate(world, made, "COA", domain="education")
    mandate(world, made, "Nidos")
    propose(world, made)
    assert refused(assent, world, made, "reception") == ("assent_no_mandate",)
    add_colleague(world, "legal_representative")
    assert refused(assent, world, made, "colleague") == ("assent_no_mandate",)


@pytest.mark.parametrize(("role", "reason"), [
    ("care", "no_such_partnership"), ("compulsory_education", "may_not_record"), ("privacy_officer", "may_not_record"),
])  # fmt: skip
def test_who_is_no_member_or_has_no_duty_agrees_to_nothing(world, made, role, reason) -> None:
    propose(world, made)
    assert refused(assent, world, made, role) == (reason,)


def test_who_left_their_organisation_has_no_mandate_that_counts(world, made) -> None:
    from leerrecht.chain.models import Membership

    Membership.objects.filter(professional=world.accounts["reception"].professional).update(valid_to=ON)
    assert [each.is_void for each in overview(made).mandates if each.organisation == "COA"] == [True]


# --- proposing and adopting --------------------------------------------------------------------------------------------


def test_it_is_adopted_when_the_last_member_agrees(world, made) -> None:
    propose(world, made)
    roles = [ROLE_OF[name] for name in ALL]
    for role in roles[:-1]:
        assent(world, made, role)
        assert overview(made).proposal.state == "open"
    assert points(made)["proposal_waits"] == "due" and "no_tasks" in points(made)
    assent(world, made, roles[-1])
    found = overview(made).task_agreement
    assert (found.number, found.adopted_on, found.holds_from, found.not_agreed) == (1, ON, ON, ())
    assert {each.organisation for each in found.agreed} == set(ALL)
    assert len(events("tasks.adopted")) == 1 and len(events("tasks.agreed")) == 4
    assert "no_tasks" not in points(made) and points(made)["task_gaps"] == "overdue"


@pytest.mark.parametrize(
    ("starts_on", "holds_from"),
    [("2026-09-14", "2026-09-15"), ("2026-09-15", "2026-09-15"), ("2026-10-01", "2026-10-01")],
)
def test_it_never_holds_before_it_is_adopted(world, made, starts_on, holds_from) -> None:
    assert adopted(world, made, starts_on=day(starts_on)).holds_from == day(holds_from)


def test_a_next_version_replaces_it_from_its_day_and_the_former_never_changes(world, made) -> None:
    first = adopted(world, made)
    adopted(world, made, starts_on=day("2026-10-01"), lines={("mentor", ""): code(world, "Nidos")})

    def states(on):
        return [each.state for each in overview(made, day(on)).versions]

    assert states("2026-09-30") == ["running", "ahead"] and states("2026-10-01") == ["replaced", "running"]
    former = overview(made, day("2026-10-01")).versions[0]
    assert former.holds_to == day("2026-10-01") and former.doer("mentor").name == "COA"
    assert former.doer("mentor", "foster").name == "Nidos"
    assert refused(assent, world, made, "reception", 1) == ("assent_given",)
    assert first.lines.count() == 3


def test_another_proposal_takes_the_place_of_one_that_is_open(world, made) -> None:
    propose(world, made)
    assent(world, made, "reception")
    propose(world, made)
    assert [each.state for each in overview(made).versions] == ["withdrawn", "open"]
    assert refused(assent, world, made, "school", 1) == ("proposal_closed",)
    assert [each.organisation for each in overview(made).versions[0].agreed] == ["COA"]


def test_of_two_proposals_at_once_one_gets_the_conflict(world, made) -> None:
    propose(world, made, seen=0)
    assert refused(propose, world, made, seen=0) == ("partnership_changed",)
    assert made.task_versions.count() == 1


def test_two_colleagues_agree_once(world, made) -> None:
    from tests.grants.acts import add_colleague

    add_colleague(world, "reception")
    mandate(world, made, "COA", person=world.accounts["colleague"].professional.public_id)
    propose(world, made)
    assent(world, made, "reception")
    assert refused(assent, world, made, "colleague") == ("assent_given",)
    assert made.task_versions.get().assents.count() == 1


@pytest.mark.parametrize(
    ("changed", "reasons"),
    [
        ({"starts_on": None, "why": ""}, ("tasks_start", "tasks_why")),
        ({"lines": {}}, ("tasks_lines",)),
        ({"lines": {("mentor", ""): ""}}, ("tasks_lines",)),
        ({"lines": {("mentor", ""): "nobody"}}, ("tasks_doer",)),
        ({"why": "x" * 4001}, ("text_wrong",)),
    ],
)
def test_what_is_no_division_is_refused(world, made, changed, reasons) -> None:
    assert refused(propose, world, made, **changed) == reasons


def test_only_members_do_tasks_of_the_standard_list_at_known_kinds_of_reception(world, made) -> None:
    coa, care = code(world, "COA"), code(world, "Jeugdwerk Zandakker")
    assert refused(propose, world, made, lines={("mentor", ""): care}) == ("tasks_doer",)
    assert refused(propose, world, made, lines={("juggling", ""): coa}) == ("tasks_lines",)
    assert refused(propose, world, made, lines={("mentor", "castle"): coa}) == ("tasks_lines",)


def test_it_takes_two_and_the_duty_to_propose(world) -> None:
    made = begin(world)
    lines = {("mentor", ""): code(world, "Gemeente Zandakker")}
    assert refused(propose, world, made, lines=lines) == ("tasks_members",)
    join(world, made, "COA")
    assert refused(propose, world, made, role="reception", lines=lines) == ("may_not_record",)


def test_whoever_joins_later_can_agree_to_what_holds(world) -> None:
    made = together(world, "COA", "Scholen Zandakker")
    mandates(world, made, "Gemeente Zandakker", "COA", "Scholen Zandakker")
    adopted(world, made, lines={("mentor", ""): code(world, "COA")})
    join(world, made, "Nidos", since=ON)
    assert points(made)["joined_later"] == "upcoming" and overview(made).task_agreement.not_agreed == ("Nidos",)
    mandate(world, made, "Nidos")
    assent(world, made, "legal_representative")
    assert overview(made).task_agreement.not_agreed == ()


def test_when_who_hadn_t_agreed_leaves_it_can_be_adopted(world, made) -> None:
    from leerrecht.operations.partnerships import end_member
    from leerrecht.operations.task_agreements import adopt_tasks

    propose(world, made, lines={("teacher", ""): code(world, "Scholen Zandakker")})
    for name in ("Gemeente Zandakker", "COA", "Scholen Zandakker"):
        assent(world, made, ROLE_OF[name])
    adopt = {"actor": actor(world, "policy"), "at": NOW, "partnership": made.public_id, "number": 1}
    assert refused(adopt_tasks, **adopt) == ("not_all_agreed",)
    nidos = made.members.get(organisation__name="Nidos")
    end_member(
        actor=actor(world, "policy"), at=NOW, partnership=made.public_id, member=nidos.public_id,
        seen=fresh(made).version, valid_to=ON,
    )  # fmt: skip
    assert points(made)["proposal_ready"] == "due"
    assert adopt_tasks(**adopt).adopted_on == ON
    assert refused(adopt_tasks, **adopt) == ("proposal_closed",)


def test_a_proposal_is_withdrawn_an_adopted_version_isn_t(world, made) -> None:
    from leerrecht.operations.task_agreements import withdraw_proposal

    propose(world, made)
    back = {"actor": actor(world, "policy"), "at": NOW, "partnership": made.public_id}
    withdraw_proposal(number=1, **back)
    adopted(world, made)
    for number, reason in ((1, "proposal_closed"), (2, "proposal_closed"), (3, "no_such_partnership")):
        assert refused(withdraw_proposal, number=number, **back) == (reason,)


def test_a_task_of_who_left_is_a_gap(world, made) -> None:
    from leerrecht.partnership.models import Member
    from leerrecht.queries.rulebooks import standard_tasks

    adopted(world, made, lines={(task, ""): code(world, "COA") for task in standard_tasks()})
    assert overview(made).task_agreement.gaps == ()
    Member.objects.filter(organisation__name="COA").update(valid_to=ON)
    assert overview(made).task_agreement.gaps == tuple(standard_tasks())


def test_for_a_municipality_and_a_day_it_says_who_does_what(world, made) -> None:
    from leerrecht.queries.task_agreements import agreed_tasks

    adopted(world, made)
    found = agreed_tasks(municipality="ZANDAKKER", on=ON)
    assert found.doer("mentor", "poa").name == "COA" and found.doer("mentor", "foster").name == "Nidos"
    assert found.doer("medical") is None
    assert agreed_tasks(municipality="Elders", on=ON) is None
    assert agreed_tasks(municipality="Zandakker", on=ON - datetime.timedelta(days=1)) is None


# --- side by side ------------------------------------------------------------------------------------------------------


def test_two_versions_side_by_side_show_what_differs(world, made) -> None:
    from leerrecht.queries.task_agreements import comparable, compare

    adopted(world, made)
    adopted(world, made, lines={("mentor", ""): code(world, "COA"), ("teacher", ""): code(world, "Scholen Zandakker")})
    choices, found = comparable(viewer=viewer_of(world, "school"), on=ON)
    assert [each.number for each in choices] == [1, 2]
    rows = {row.task: row for row in compare(*found.values(), by_kind=False)}
    assert rows["mentor"].differs and rows["mentor"].one == {"": "COA", "foster": "Nidos"}
    assert rows["mentor"].other == {"": "COA"} and not rows["teacher"].differs and not rows["medical"].differs


def test_another_partnership_is_compared_by_kind_once_it_shows_its_own(world, made) -> None:
    from leerrecht.partnership.models import Partnership, TaskLine, TaskVersion
    from leerrecht.queries.task_agreements import comparable, compare

    adopted(world, made, lines={("teacher", ""): code(world, "Scholen Zandakker")})
    account = world.accounts["policy"]
    other = Partnership.objects.create(name="Elders", noted_at=NOW, noted_by=account)
    for number, holds in ((1, ON), (2, None)):
        version = TaskVersion.objects.create(
            partnership=other, number=number, starts_on=ON, why="x", proposed_at=NOW, proposed_by=account,
            adopted_on=holds, holds_from=holds,
        )  # fmt: skip
        TaskLine.objects.create(version=version, task="teacher", organisation=world.organisations["COA"])
    viewer = viewer_of(world, "policy")
    assert [each.partnership for each in comparable(viewer=viewer, on=ON)[0]] == [made.name]
    Partnership.objects.filter(pk=other.pk).update(shows_tasks=True)
    choices, found = comparable(viewer=viewer, on=ON)
    assert [(each.partnership, each.number) for each in choices] == [("Elders", 1), (made.name, 1)]
    one, two = found.values()
    assert [row.task for row in compare(one, two, by_kind=True) if row.differs] == ["teacher"]
    assert comparable(viewer=viewer_of(world, "care"), on=ON) == ([], {})
