"""A decision that takes two people with a mandate each: the same text, the same version, mandates that hold on that day."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection

from tests.at_once import at_once
from tests.grants.acts import refused
from tests.operations.builders import events
from tests.partnership import meeting_builders as do
from tests.partnership import point_builders as ask
from tests.partnership.builders import mandate, points, together
from tests.partnership.meeting_builders import COA, NIDOS, SCHOOL, on, who
from tests.world import ON, World, make_chain

pytestmark = pytest.mark.database
DAY = datetime.timedelta(days=1)
FIRST, SECOND = "reception", "legal_representative"


@pytest.fixture
def world(db):
    return World(*make_chain(), children={})


def knot_of_two(world, made):
    mandate(world, made, COA, domain="money")
    mandate(world, made, NIDOS, domain="health")
    return do.knot(world, made, domains=["money", "health"], director=who(world, COA))


@pytest.fixture
def made(world):
    return together(world)


def test_when_all_life_domains_are_covered_it_is_decided_that_day(world, made) -> None:
    row = knot_of_two(world, made)
    assert "knots_stuck" not in points(made)
    assert refused(do.decide, world, made, row) == ("knot_no_mandate",)
    assert ask.assent(world, made, row, FIRST).decided_on is None
    draft = do.bound(made, row).draft
    assert (draft.decision, draft.open_domains) == ("Beide helft.", ("health",))
    decided = ask.assent(world, made, row, SECOND, at=on(4))
    assert (decided.decided_on, decided.decision) == (on(4).date(), "Beide helft.")
    assert {each.organisation.name for each in decided.mandates.all()} == {COA, NIDOS}
    assert len(events("knots.assented")) == 2 and len(events("knots.decided")) == 1
    assert refused(ask.assent, world, made, row, FIRST, seen=2) == ("knot_decided",)


@pytest.mark.parametrize(("ends", "counts"), [(-1, False), (0, False), (1, True)])
def test_an_assent_counts_while_its_mandate_holds_on_the_last_day(world, made, ends, counts) -> None:
    row = knot_of_two(world, made)
    ask.assent(world, made, row, FIRST)
    made.mandates.filter(domain="money").update(valid_to=on(4).date() + ends * DAY)
    last = ask.assent(world, made, row, SECOND, at=on(4))
    assert (last.decided_on is not None) is counts
    if not counts:
        assert do.bound(made, row, on(4).date()).draft.open_domains == ("money",)
        mandate(world, made, SCHOOL, domain="money")
        assert ask.assent(world, made, row, "school", at=on(5)).decided_on == on(5).date()


def test_an_assent_of_who_left_their_organisation_doesn_t_count(world, made) -> None:
    row = knot_of_two(world, made)
    ask.assent(world, made, row, FIRST)
    world.accounts[FIRST].professional.memberships.update(valid_to=on(4).date())
    assert ask.assent(world, made, row, SECOND, at=on(4)).decided_on is None


def test_another_text_starts_it_anew_and_so_does_going_back(world, made) -> None:
    row = knot_of_two(world, made)
    ask.assent(world, made, row, FIRST)
    assert ask.assent(world, made, row, SECOND, decision="Nidos alles.").decided_on is None
    assert [each.name for each in do.bound(made, row).draft.agreed] == [NIDOS]
    assert ask.assent(world, made, row, SECOND).decided_on is None
    assert ask.assent(world, made, row, FIRST).decided_on == ON


def test_an_interest_said_in_between_starts_it_anew(world, made) -> None:
    row = knot_of_two(world, made)
    ask.assent(world, made, row, FIRST)
    do.interest(world, made, row, role="school")
    assert do.bound(made, row).draft is None
    assert refused(ask.assent, world, made, row, SECOND, seen=1) == ("partnership_changed",)
    assert ask.assent(world, made, row, SECOND, seen=2).decided_on is None


def test_once_each_with_a_mandate_and_with_words(world, made) -> None:
    row = knot_of_two(world, made)
    assert refused(ask.assent, world, made, row, "school") == ("knot_no_mandate",)
    assert refused(ask.assent, world, made, row, FIRST, decision=" ", reason="") == ("knot_decision", "knot_reason")
    ask.assent(world, made, row, FIRST)
    assert refused(ask.assent, world, made, row, FIRST) == ("knot_assented",)
    assert do.bound(made, row).is_stuck is False


def test_who_may_decide_alone_and_agrees_decides(world, made) -> None:
    mandate(world, made, COA, domain="money")
    assert ask.assent(world, made, do.knot(world, made), FIRST).decided_on == ON


def test_two_agree_at_once_and_it_is_decided_once(transactional_db) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite in memory has one connection")
    world = World(*make_chain(), children={})
    made = together(world)
    row = knot_of_two(world, made)
    said = at_once(*(lambda role=role: ask.assent(world, made, row, role) for role in (FIRST, SECOND)))
    row.refresh_from_db()
    assert said == ["", ""] and row.decided_on == ON and row.mandates.count() == 2


def test_two_answer_a_point_at_once_and_one_answer_stands(transactional_db) -> None:
    from tests.world import make_world

    if connection.vendor == "sqlite":
        pytest.skip("SQLite in memory has one connection")
    world = make_world()
    held, of, child = ask.setting(world)
    row = ask.meeting(world, held, of)
    asked = ask.point(child)
    said = at_once(*(lambda role=role: ask.answer(world, held, row, asked, role) for role in (FIRST, SECOND)))
    asked.refresh_from_db()
    assert said == ["", "refused.point_answered"] and asked.decision == "Ja, dat mag."
