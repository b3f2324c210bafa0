"""Meetings: who must be there and may decide that day, invitations, minutes, actions, telling inside, looking at them again."""

from __future__ import annotations

import datetime

import pytest

from tests.grants.acts import refused
from tests.operations.builders import NOW, events
from tests.partnership import meeting_builders as do
from tests.partnership.builders import begin, code, day, mandate, points, shape, together
from tests.partnership.meeting_builders import COA, LATER, MUNICIPALITY, SCHOOL, on, who
from tests.world import ON, World, make_chain

pytestmark = pytest.mark.database
DAY = datetime.timedelta(days=1)


@pytest.fixture
def world(db):
    return World(*make_chain(), children={})


@pytest.fixture
def made(world):
    return together(world)


@pytest.fixture
def row(world, made):
    """A meeting today, of which minutes can be made."""
    return do.meeting(world, made, do.series(world, made), held_on=ON)


# --- series ------------------------------------------------------------------------------------------------------------


def test_a_series_says_what_it_is_for_and_who_must_be_there(world, made) -> None:
    from leerrecht.queries.meetings import series_rows

    begun = do.series(world, made)
    found = series_rows(partnership=made, on=ON)[begun.pk]
    assert (found.needed, found.domains, found.kind) == ((COA, MUNICIPALITY), ("education",), "casework")
    assert [event.object_id for event in events("meetings.series_begun")] == [begun.public_id]


def test_everything_that_is_wrong_with_a_series_is_said_at_once(world, made) -> None:
    do.series(world, made)
    wrong = {"name": "casusoverleg", "purpose": " ", "kind": "x", "rhythm": "x", "needed": ["x"], "domains": ["x"]}
    assert refused(do.series, world, made, **wrong) == (
        "series_twice", "series_purpose", "series_kind", "series_rhythm", "series_needed", "series_domains",
    )  # fmt: skip
    assert refused(do.series, world, made, name=" ") == ("series_name",)
    assert refused(do.series, world, made, name="a" * 201) == ("text_wrong",)
    outsiders = [code(world, COA), code(world, "Jeugdwerk Zandakker")]
    assert refused(do.series, world, made, name="b", needed=outsiders) == ("series_needed",)


@pytest.mark.parametrize(("role", "said"), [("reception", "may_not_record"), ("ggd", "no_such_partnership")])
def test_only_who_keeps_it_plans(world, made, role, said) -> None:
    of = do.series(world, made)
    assert refused(do.series, world, made, role=role, name="Anders") == (said,)
    assert refused(do.meeting, world, made, of, role=role) == (said,)


def test_series_of_one_kind_with_the_same_organisations_overlap_until_one_ends(world, made) -> None:
    from leerrecht.operations.meetings import end_series
    from leerrecht.queries.meetings import series_rows

    first, second = do.series(world, made), do.series(world, made, name="Dinsdag")
    do.series(world, made, name="Beleid", kind="policy")
    do.series(world, made, name="Met school", needed=[code(world, each) for each in (MUNICIPALITY, COA, SCHOOL)])
    coming = do.meeting(world, made, second)
    rows = series_rows(partnership=made, on=ON)
    assert [each.overlaps for each in rows.values()].count(()) == 2 and rows[first.pk].overlaps == ("Dinsdag",)
    end_series(**do.acts(world, made, "policy"), series=second.public_id)
    assert all(not each.overlaps for each in series_rows(partnership=made, on=ON).values())
    assert do.found(made, coming).state == "cancelled"
    assert refused(do.meeting, world, made, second) == ("no_such_partnership",)


# --- a meeting ---------------------------------------------------------------------------------------------------------


def test_a_meeting_needs_a_day_a_time_a_place_and_people(world, made) -> None:
    of = do.series(world, made)
    wrong = {"held_on": ON - DAY, "begins": None, "minutes": 14, "place": "", "invited": ["x.y"]}
    reasons = ("meeting_day", "meeting_time", "meeting_minutes", "meeting_place", "meeting_invited")
    assert refused(do.meeting, world, made, of, **wrong) == reasons
    assert refused(do.meeting, world, made, of, invited=[]) == ("meeting_invited",)
    assert do.meeting(world, made, of, held_on=ON, minutes=15).minutes == 15


@pytest.mark.parametrize(
    ("starts", "ends", "short"), [(0, None, False), (1, None, True), (-9, 0, True), (-9, 1, False)]
)
def test_who_may_decide_is_asked_of_the_day_of_the_meeting(world, made, starts, ends, short) -> None:
    mandate(
        world, made, COA, domain="education", valid_from=LATER + starts * DAY,
        valid_to=None if ends is None else LATER + ends * DAY,
    )  # fmt: skip
    found = do.found(made, do.meeting(world, made, do.series(world, made)))
    assert found.is_short is short and found.no_domains == (("education",) if short else ())


def test_a_meeting_that_can_t_decide_is_sent_only_with_a_reason(world, made) -> None:
    row = do.meeting(world, made, do.series(world, made), invited=[who(world, MUNICIPALITY)])
    found = do.found(made, row)
    assert (found.no_domains, found.no_needed, found.state) == (("education",), (COA,), "planned")
    assert refused(do.send, world, made, row, why=" ") == ("meeting_short",)
    do.send(world, made, row, why="COA is ziek.")
    assert (do.found(made, row).state, do.found(made, row).sent_why) == ("sent", "COA is ziek.")
    assert refused(do.send, world, made, row, seen=2, why="x") == ("meeting_sent",)


def test_a_mandate_of_who_no_longer_works_there_doesn_t_count(world, made) -> None:
    mandate(world, made, COA, domain="education")
    row = do.meeting(world, made, do.series(world, made))
    assert not do.found(made, row).is_short
    world.accounts["reception"].professional.memberships.update(valid_to=LATER)
    assert do.found(made, row).no_domains == ("education",)


def test_moving_takes_the_invitation_back_and_asks_who_saw_it(world, made) -> None:
    mandate(world, made, COA, domain="education", valid_to=LATER + DAY)
    row = do.meeting(world, made, do.series(world, made))
    do.send(world, made, row)
    assert refused(do.change, world, made, row, 1, held_on=LATER + DAY) == ("partnership_changed",)
    do.change(world, made, row, 2, held_on=LATER + DAY)
    found = do.found(made, row)
    assert (found.state, found.version, found.no_domains) == ("planned", 3, ("education",))
    assert refused(do.send, world, made, row, seen=3) == ("meeting_short",)


def test_across_summer_time_it_stays_at_its_time_on_the_wall(world, made) -> None:
    row = do.meeting(world, made, do.series(world, made), held_on=day("2026-10-24"))
    assert do.found(made, row).starts.isoformat() == "2026-10-24T09:30:00+02:00"
    do.change(world, made, row, 1, held_on=day("2026-10-26"))
    assert do.found(made, row).starts.isoformat() == "2026-10-26T09:30:00+01:00"
    night = {"held_on": day("2027-03-28"), "begins": datetime.time(2, 30)}
    assert refused(do.change, world, made, row, 2, **night) == ("meeting_time",)
    do.change(world, made, row, 2, held_on=day("2027-03-28"), begins=datetime.time(1, 30), minutes=60)
    assert do.found(made, row).ends.isoformat() == "2027-03-28T03:30:00+02:00"


def test_what_was_held_is_neither_changed_nor_sent_nor_called_off(world, made, row) -> None:
    from leerrecht.operations.meetings import cancel_meeting, change_meeting

    late = do.acts(world, made, "policy", on(1))
    named = {"meeting": row.public_id, "seen": 1}
    assert refused(do.send, world, made, row, at=on(1), why="x") == ("meeting_over",)
    assert refused(cancel_meeting, **late, **named) == ("meeting_over",)
    assert refused(change_meeting, **late, **named, plan=do.plan(world)) == ("meeting_over",)
    cancel_meeting(**do.acts(world, made, "policy"), **named)
    assert do.found(made, row).state == "cancelled"
    assert refused(do.send, world, made, row, seen=2) == ("no_such_partnership",)


# --- minutes -----------------------------------------------------------------------------------------------------------


def test_minutes_are_made_of_what_was_held(world, made, row) -> None:
    from leerrecht.operations.minutes import note_ruling

    ahead = do.meeting(world, made, made.series.get())
    policy = do.acts(world, made, "policy")
    assert refused(note_ruling, **policy, meeting=ahead.public_id, what="x") == ("meeting_ahead",)
    assert refused(do.action, world, made, ahead) == ("meeting_ahead",)
    assert refused(note_ruling, **policy, meeting=row.public_id, what=" ") == ("ruling_what",)
    note_ruling(**policy, meeting=row.public_id, what="Elke maandag.")
    assert do.found(made, row).rulings == ("Elke maandag.",)


def test_an_action_has_a_holder_at_a_member_and_a_day(world, made, row) -> None:
    wrong = {"what": "", "holder": "x", "due_on": ON - DAY}
    assert refused(do.action, world, made, row, **wrong) == ("action_what", "action_holder", "action_due")
    outsider = f"{code(world, 'Jeugdwerk Zandakker')}.{world.accounts['care'].professional.public_id}"
    assert refused(do.action, world, made, row, holder=outsider) == ("action_holder",)
    assert refused(do.action, world, made, row, role="reception") == ("may_not_record",)
    assert do.action(world, made, row, due_on=ON).due_on == ON


@pytest.mark.parametrize(("days", "state"), [(-1, "upcoming"), (0, "due"), (1, "overdue")])
def test_a_late_action_is_loud_from_the_day_after(world, made, row, days, state) -> None:
    do.action(world, made, row)
    assert do.found(made, row, LATER + days * DAY).tasks[0].state == state
    assert ("actions_late" in points(made, LATER + days * DAY)) is (state == "overdue")


def test_an_action_is_done_by_its_own_organisation_then_checked(world, made, row) -> None:
    task = do.action(world, made, row)
    assert refused(do.finish, world, made, task, role="school") == ("may_not_record",)
    assert refused(do.check, world, made, task) == ("action_open",)
    do.finish(world, made, task)
    assert refused(do.finish, world, made, task) == ("action_done",)
    assert refused(do.check, world, made, task, role="reception") == ("may_not_record",)
    do.check(world, made, task)
    assert refused(do.check, world, made, task) == ("action_checked",)
    assert "actions_late" not in points(made, LATER + DAY)


def test_each_organisation_that_was_invited_confirms_that_it_told_it_inside(world, made, row) -> None:
    from leerrecht.operations.minutes import ask_to_spread, confirm_spread

    here = {"meeting": row.public_id}
    assert refused(confirm_spread, **do.acts(world, made, "reception"), **here, how="x") == ("may_not_record",)
    policy = do.acts(world, made, "policy")
    assert refused(ask_to_spread, **policy, **here, seen=2, what="x") == ("partnership_changed",)
    assert refused(ask_to_spread, **policy, **here, seen=1, what="") == ("spread_what",)
    ask_to_spread(**policy, **here, seen=1, what="Vertel het.")
    assert refused(ask_to_spread, **policy, **here, seen=2, what="Iets anders.") == ("spread_known",)
    assert set(do.found(made, row).untold.values()) == {COA, MUNICIPALITY}
    assert refused(confirm_spread, **do.acts(world, made, "school"), **here, how="x") == ("may_not_record",)
    confirm_spread(**do.acts(world, made, "reception"), **here, how="In het team.")
    assert refused(confirm_spread, **do.acts(world, made, "reception"), **here, how="x") == ("spread_confirmed",)
    assert list(do.found(made, row).untold.values()) == [MUNICIPALITY]


def test_the_agenda_holds_what_is_open_of_the_series_and_knots_on_its_life_domains(world, made, row) -> None:
    from leerrecht.queries.knots import find_agenda

    ahead = do.meeting(world, made, made.series.get())
    task, other = do.action(world, made, row), do.action(world, made, row, what="Klaar")
    do.finish(world, made, other)
    asked = do.knot(world, made, domains=["education"])
    do.knot(world, made)
    tasks, knots = find_agenda(partnership=made, sitting=do.found(made, ahead), on=ON)
    assert [each.public_id for each in tasks] == [task.public_id]
    assert [each.public_id for each in knots] == [asked.public_id]


# --- looking at it again -----------------------------------------------------------------------------------------------


def evaluate(world, made, held_on=ON, findings="Het past.", at=NOW):
    from leerrecht.operations.meetings import note_evaluation

    return note_evaluation(**do.acts(world, made, "policy", at), held_on=held_on, findings=findings)


@pytest.mark.parametrize(
    ("today", "state"),
    [
        ("2027-02-14", None), ("2027-02-15", "evaluation_upcoming"), ("2027-03-14", "evaluation_upcoming"),
        ("2027-03-15", "evaluation_due"), ("2027-03-16", "evaluation_overdue"),
    ],
)  # fmt: skip
def test_six_months_after_the_last_time_it_is_due_again(world, made, today, state) -> None:
    assert not any(kind.startswith("evaluation") for kind in points(made, day(today)))  # no series, nothing to look at
    do.series(world, made)
    evaluate(world, made)
    found = [kind for kind in points(made, day(today)) if kind.startswith("evaluation")]
    assert found == ([state] if state else [])


def test_another_phase_makes_it_due_at_once(world) -> None:
    from leerrecht.operations.partnerships import change_partnership

    made = begin(world)
    from tests.partnership.builders import fresh, join

    join(world, made, COA)
    do.series(world, made)
    evaluate(world, made)
    change_partnership(
        **do.acts(world, made, "policy", on(9)), seen=fresh(made).version, shape=shape(phase="growing")
    )  # fmt: skip
    assert (
        "evaluation_due" not in points(made, (on(8)).date()) and points(made, on(9).date())["evaluation_due"] == "due"
    )
    evaluate(world, made, on(9).date(), at=on(9))
    assert not any(kind.startswith("evaluation") for kind in points(made, on(9).date()))


def test_an_evaluation_says_something_of_a_day_that_was(world, made) -> None:
    assert refused(evaluate, world, made, ON + DAY, "") == ("evaluation_on", "evaluation_findings")
    evaluate(world, made)
    assert refused(evaluate, world, made) == ("evaluation_known",)
