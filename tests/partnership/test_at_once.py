"""Two at the same moment, on PostgreSQL, with a connection each: one gets the conflict, nothing is lost."""

from __future__ import annotations

import pytest
from django.db import connection

from tests.at_once import at_once
from tests.grants.acts import actor, add_colleague
from tests.operations.builders import NOW
from tests.partnership.builders import assent, begin, code, mandate, mandates, overview, propose, shape, together
from tests.world import World, make_chain

pytestmark = pytest.mark.database


@pytest.fixture
def world(transactional_db):
    if connection.vendor == "sqlite":
        pytest.skip("SQLite in memory has one connection")
    return World(*make_chain(), children={})


@pytest.fixture
def made(world):
    partnership = together(world, "COA")
    mandates(world, partnership, "Gemeente Zandakker", "COA")
    return partnership


def lines(world):
    return {("mentor", ""): code(world, "COA")}


def test_the_last_two_members_agree_at_once_and_it_is_adopted_once(world, made) -> None:
    propose(world, made, lines=lines(world))
    said = at_once(lambda: assent(world, made, "policy"), lambda: assent(world, made, "reception"))
    assert said == ["", ""]
    found = overview(made).task_agreement
    assert found.number == 1 and len(found.agreed) == 2


def test_two_colleagues_agree_at_once(world, made) -> None:
    add_colleague(world, "reception")
    mandate(world, made, "COA", person=world.accounts["colleague"].professional.public_id)
    propose(world, made, lines=lines(world))
    said = at_once(lambda: assent(world, made, "reception"), lambda: assent(world, made, "colleague"))
    assert said == ["", "refused.assent_given"] and len(overview(made).proposal.agreed) == 1


def test_two_propose_at_once(world, made) -> None:
    said = at_once(*(lambda: propose(world, made, seen=0, lines=lines(world)),) * 2)
    assert said == ["", "refused.partnership_changed"] and len(overview(made).versions) == 1


def test_somebody_agrees_while_the_proposal_is_replaced(world, made) -> None:
    propose(world, made, lines=lines(world))
    said = at_once(lambda: assent(world, made, "reception"), lambda: propose(world, made, seen=1, lines=lines(world)))
    first, second = overview(made).versions
    assert (first.state, second.state, second.agreed) == ("withdrawn", "open", ())
    assert said == (["", ""] if first.agreed else ["", "refused.proposal_closed"])


def test_two_change_it_at_once(world) -> None:
    from leerrecht.operations.partnerships import change_partnership

    made = begin(world)

    def change(phase):
        change_partnership(
            actor=actor(world, "policy"), at=NOW, partnership=made.public_id, seen=1, shape=shape(phase=phase)
        )

    assert at_once(lambda: change("growing"), lambda: change("settled")) == ["", "refused.partnership_changed"]


def test_two_begin_one_with_the_same_municipality_at_once(world) -> None:
    said = at_once(*(lambda: begin(world),) * 2)
    assert said[0] == "" and said[1] in ("refused.partnership_changed", "refused.partnership_name_taken")
