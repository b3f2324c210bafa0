"""Knots about a child: there only for who reaches the child and may know what it is about; decided by mandate; told."""

from __future__ import annotations

import datetime

import pytest

from leerrecht.queries.child_knots import find_own_knots
from leerrecht.queries.knots import find_agenda, find_knots
from tests.grants.acts import actor, refused
from tests.operations.builders import events
from tests.partnership import meeting_builders as do
from tests.partnership import point_builders as ask
from tests.partnership.builders import mandate, points
from tests.partnership.meeting_builders import COA, LATER, MUNICIPALITY, NIDOS, on, who
from tests.world import ON, make_world

pytestmark = pytest.mark.database
DAY = datetime.timedelta(days=1)


@pytest.fixture
def world(db):
    return make_world()


@pytest.fixture
def made(world):
    return ask.setting(world)


@pytest.mark.parametrize(
    ("role", "sees"),
    [("legal_representative", True), ("reception", True), ("school", True), ("policy", False),
     ("compulsory_education", False), ("stranger", False)],
)  # fmt: skip
def test_only_who_reaches_the_child_and_may_know_sees_it(world, made, role, sees) -> None:
    held, _of, child = made
    row = ask.knot(world, held, child)
    assert (ask.bound(world, held, row, role) is not None) is sees
    scope = getattr(actor(world, role), "scope", None)
    assert len(find_knots(partnership=held, on=ON, scope=scope)) == sees


@pytest.mark.parametrize("about", ["reception", "residence_status"])
def test_a_school_never_sees_what_betrays_more_than_school(world, made, about) -> None:
    held, _of, child = made
    row = ask.knot(world, held, child, categories=["education", about])
    assert ask.bound(world, held, row, "school") is None and ask.bound(world, held, row, "reception") is not None
    assert refused(do.interest, world, held, row, role="school") == ("no_such_partnership",)
    assert refused(ask.knot, world, held, child, role="school", categories=[about]) == ("point_own_about",)


def test_with_whom_it_wasn_t_shared_it_isn_t_there(world, made) -> None:
    held, _of, child = made
    row = ask.knot(world, held, child, readers=())
    assert [bool(ask.bound(world, held, row, role)) for role in ask.EVERYBODY] == [True, False, False]


def test_nothing_counts_it_where_all_members_look(world, made) -> None:
    held, of, child = made
    row = ask.knot(world, held, child)
    assert not {"knots_late", "knots_stuck"} & set(points(held, LATER + 30 * DAY))
    sitting = do.found(held, do.meeting(world, held, of))
    assert find_agenda(partnership=held, sitting=sitting, on=ON) == ([], [])
    scope = actor(world, "reception").scope
    assert len(find_agenda(partnership=held, sitting=sitting, on=ON, scope=scope)[1]) == 1
    mandate(world, held, COA, domain="education")
    do.decide(world, held, row)
    from leerrecht.operations.minutes import follow_up
    from leerrecht.queries.meetings import find_meetings

    with pytest.raises(Exception, match="no_such_partnership"):
        follow_up(**do.acts(world, held, "policy"), knot=row.public_id, todo=do.todo(world))
    assert find_meetings(partnership=held, phase_since=None, on=ON).tasks == ()


@pytest.mark.parametrize(("ends", "may"), [(-1, False), (0, False), (1, True)])
def test_a_mandate_that_ended_yesterday_decides_nothing(world, made, ends, may) -> None:
    held, _of, child = made
    row = ask.knot(world, held, child)
    mandate(world, held, COA, domain="education", valid_to=on(3).date() + ends * DAY)
    found = ask.bound(world, held, row, "reception", on(3))
    assert [each.person for each in found.able] == (["Test reception"] if may else [])
    if may:
        assert do.decide(world, held, row, at=on(3)).decided_on == on(3).date()
        assert [each.child_id for each in events("child_knot.decided")] == [child.public_id]
    else:
        assert refused(do.decide, world, held, row, at=on(3)) == ("knot_no_mandate",)


def test_a_mandate_without_the_child_in_scope_isn_t_enough_and_the_page_says_so(world, made) -> None:
    held, _of, child = made
    row = ask.knot(world, held, child)
    mandate(world, held, MUNICIPALITY, domain="education")
    assert refused(do.decide, world, held, row, role="policy") == ("no_such_partnership",)
    assert ask.bound(world, held, row, "reception").is_stuck
    mandate(world, held, NIDOS, domain="education")
    assert [each.name for each in ask.bound(world, held, row, "reception").able] == [NIDOS]


def test_the_child_sees_it_and_the_outcome_only_once_told(world, made) -> None:
    from leerrecht.operations.child_knots import tell_of_knot

    held, _of, child = made
    mandate(world, held, COA, domain="education")
    row = ask.knot(world, held, child)

    def read():
        return [(each.question[:3], each.decision) for each in find_own_knots(child=child.pk, on=ON)]

    assert read() == []
    named = {**do.acts(world, held, "reception"), "knot": row.public_id}
    tell_of_knot(**named)
    assert read() == [("Mag", "")]
    assert refused(tell_of_knot, **named) == ("knot_told",)
    do.decide(world, held, row)
    assert read() == [("Mag", "")]
    tell_of_knot(**named)
    assert read() == [("Mag", "De gemeente.")]
    assert refused(tell_of_knot, **named) == ("knot_told",)
    assert len(events("child_knot.told")) == 2


def test_what_the_child_says_must_be_read_by_who_decides(world, made) -> None:
    from leerrecht.operations.child_knots import note_child_view

    held, _of, child = made
    mandate(world, held, COA, domain="education")
    row = ask.knot(world, held, child, child_view="")
    named = {**do.acts(world, held, "legal_representative"), "knot": row.public_id}
    assert refused(note_child_view, **named, seen=1, words=" ") == ("child_view_words",)
    note_child_view(**named, seen=1, words="Liever niet.")
    assert refused(do.decide, world, held, row, seen=1) == ("partnership_changed",)
    do.decide(world, held, row, seen=2)
    assert refused(note_child_view, **named, seen=3, words="Nee!") == ("knot_decided",)


def test_raising_takes_being_involved_and_says_everything_wrong(world, made) -> None:
    held, _of, child = made
    wrong = {"question": "", "options": ["a"], "categories": []}
    assert refused(ask.knot, world, held, child, **wrong) == ("knot_question", "knot_options", "point_about")
    far = next(each for each in world.children.values() if each.pk not in actor(world, "school").scope.children)
    assert refused(ask.knot, world, held, far, role="school") == ("no_such_child",)
    assert events("child_knot.raised") == []


@pytest.mark.parametrize(("days", "sees"), [(2, True), (3, False), (4, False)])
def test_who_looked_after_the_child_before_finds_no_knot_about_it_any_more(world, made, days, sees) -> None:
    """What others say of it since, and what is decided and done, isn't theirs; nor may they write what follows from it."""
    from leerrecht.operations.minutes import follow_up

    held, _of, child = made
    mandate(world, held, COA, domain="education")
    row = ask.knot(world, held, child, director=who(world, COA))
    do.decide(world, held, row)
    ask.end_ties(child, on(3).date())
    for role in ask.EVERYBODY:
        assert child.pk in actor(world, role, on(days)).scope.children
        assert (ask.bound(world, held, row, role, on(days)) is not None) is sees
    if not sees:
        todo = {**do.acts(world, held, "reception", on(days)), "knot": row.public_id, "todo": do.todo(world)}
        assert refused(follow_up, **todo) == ("no_such_partnership",)


@pytest.mark.parametrize(("ends", "counts"), [(-1, False), (0, False), (1, True)])
def test_an_assent_of_who_no_longer_looks_after_the_child_doesn_t_count(world, made, ends, counts) -> None:
    held, _of, child = made
    mandate(world, held, COA, domain="education")
    mandate(world, held, NIDOS, domain="money")
    row = ask.knot(world, held, child, domains=["education", "money"], director=who(world, COA))
    ask.assent(world, held, row, "reception")
    ask.end_ties(child, on(4).date() + ends * DAY, role="reception")
    assert actor(world, "reception", on(4)).scope.is_involved(child.pk) is counts
    assert bool(ask.bound(world, held, row, "legal_representative", on(4)).draft) is counts
    decided = ask.assent(world, held, row, "legal_representative", at=on(4))
    assert (decided.decided_on is not None) is counts


def test_what_follows_from_a_knot_stands_in_the_log_of_the_child(world, made) -> None:
    from leerrecht.operations.minutes import check_action, finish_action, follow_up

    held, _of, child = made
    mandate(world, held, COA, domain="education")
    row = ask.knot(world, held, child, director=who(world, COA))
    do.decide(world, held, row)
    acting = do.acts(world, held, "reception")
    action = follow_up(**acting, knot=row.public_id, todo=do.todo(world)).public_id
    finish_action(**acting, action=action)
    check_action(**acting, action=action)
    for what in ("added", "done", "checked"):
        assert [each.child_id for each in events(f"child_knot.action_{what}")] == [child.public_id]
