"""What the database itself refuses of a partnership."""

from __future__ import annotations

import datetime

import pytest
from django.db import IntegrityError, transaction

from tests.operations.builders import NOW
from tests.partnership.builders import SINCE
from tests.world import ON, World, make_chain

pytestmark = pytest.mark.database
EARLIER = SINCE - datetime.timedelta(days=1)


@pytest.fixture
def world(db):
    return World(*make_chain(), children={})


@pytest.fixture
def held(world):
    return make(world, "Partnership", name="Samen")


def make(world, model, **values):
    from leerrecht.partnership import models

    noted = {"noted_at": NOW, "noted_by": world.accounts["policy"]}
    proposed = {"proposed_at": NOW, "proposed_by": world.accounts["policy"], "why": "x", "starts_on": ON, "number": 1}
    usual = {"Town": {"folded": "x"}, "TaskVersion": proposed, "TaskLine": {}, "Assent": {}}.get(model, noted)
    return getattr(models, model).objects.create(**{**usual, **values})


def stopped(world, model, **values):
    with pytest.raises(IntegrityError), transaction.atomic():
        make(world, model, **values)


def test_a_partnership_has_a_name_of_its_own(world, held) -> None:
    stopped(world, "Partnership", name="")
    stopped(world, "Partnership", name="Samen")
    stopped(world, "Phase", partnership=held, phase="done", since_on=ON)


def test_a_town_has_one_partnership_at_a_time(world, held) -> None:
    other = make(world, "Partnership", name="Anders")
    make(world, "Town", partnership=held, name="X", valid_from=SINCE, valid_to=ON)
    make(world, "Town", partnership=held, name="X", valid_from=ON)
    stopped(world, "Town", partnership=other, name="X", valid_from=ON)
    stopped(world, "Town", partnership=other, name="", folded="", valid_from=ON)
    stopped(world, "Town", partnership=other, name="Y", folded="y", valid_from=SINCE, valid_to=EARLIER)


def test_an_organisation_is_a_member_once_and_ends_after_it_began(world, held) -> None:
    one = {"partnership": held, "organisation": world.organisations["COA"], "valid_from": SINCE}
    make(world, "Member", **one)
    stopped(world, "Member", **one)
    stopped(world, "Member", **{**one, "organisation": world.organisations["Nidos"]}, valid_to=EARLIER)


def test_a_mandate_says_what_and_is_given_once(world, held) -> None:
    given = {
        "partnership": held, "organisation": world.organisations["COA"], "domain": "money", "decides": "x", "up_to": "y",
        "professional": world.accounts["reception"].professional, "valid_from": SINCE,
    }  # fmt: skip
    make(world, "Mandate", **given)
    stopped(world, "Mandate", **given)
    for name in ("domain", "decides", "up_to"):
        stopped(world, "Mandate", **{**given, name: "", "valid_to": ON})
    stopped(world, "Mandate", **{**given, "valid_to": EARLIER})


def test_a_consultation_says_what_and_is_taken_back_whole(world, held) -> None:
    said = {"partnership": held, "held_on": ON, "places": "a", "enrolment": "b", "learning_line": "c"}
    make(world, "Consultation", **said)
    stopped(world, "Consultation", **said)
    for name in ("places", "enrolment", "learning_line"):
        stopped(world, "Consultation", **{**said, "held_on": SINCE, name: ""})
    stopped(world, "Consultation", **{**said, "held_on": SINCE}, withdrawn_at=NOW)
    stopped(world, "Consultation", **{**said, "held_on": SINCE}, withdrawn_by=world.accounts["policy"])
    before = NOW - datetime.timedelta(seconds=1)
    by = world.accounts["policy"]
    stopped(world, "Consultation", **{**said, "held_on": SINCE}, withdrawn_at=before, withdrawn_by=by)


def test_one_proposal_is_open_and_an_adoption_is_whole(world, held) -> None:
    by = world.accounts["policy"]
    make(world, "TaskVersion", partnership=held)
    stopped(world, "TaskVersion", partnership=held, number=2)
    stopped(world, "TaskVersion", partnership=held, adopted_on=ON, holds_from=ON)  # the number is taken
    second = {"partnership": held, "number": 2}
    stopped(world, "TaskVersion", **second, why="", adopted_on=ON, holds_from=ON)
    stopped(world, "TaskVersion", **second, adopted_on=ON)
    stopped(world, "TaskVersion", **second, adopted_on=ON, holds_from=SINCE)
    stopped(world, "TaskVersion", **second, starts_on=SINCE, adopted_on=ON, holds_from=SINCE)
    stopped(world, "TaskVersion", **second, adopted_on=ON, holds_from=ON, withdrawn_at=NOW, withdrawn_by=by)
    stopped(world, "TaskVersion", **second, withdrawn_at=NOW)
    stopped(world, "TaskVersion", **second, withdrawn_by=by, adopted_on=None)
    make(world, "TaskVersion", **second, adopted_on=ON, holds_from=ON)


def test_a_task_has_one_doer_per_kind_of_reception_and_a_member_agrees_once(world, held) -> None:
    version, coa = make(world, "TaskVersion", partnership=held), world.organisations["COA"]
    line = {"version": version, "task": "mentor", "organisation": coa}
    make(world, "TaskLine", **line)
    make(world, "TaskLine", **line, reception="foster")
    for changed in ({}, {"reception": "foster"}, {"reception": "castle"}, {"task": "", "reception": "poa"}):
        stopped(world, "TaskLine", **{**line, **changed})
    person = world.accounts["reception"].professional
    mandate = make(
        world, "Mandate", partnership=held, organisation=coa, professional=person, domain="x", decides="x", up_to="x",
        valid_from=SINCE,
    )  # fmt: skip
    given = {
        "version": version, "organisation": coa, "professional": person, "mandate": mandate, "given_at": NOW,
        "given_by": world.accounts["reception"],
    }  # fmt: skip
    make(world, "Assent", **given)
    stopped(world, "Assent", **given)


# --- meetings and knots ------------------------------------------------------------------------------------------------


def put(world, module, model, **values):
    from importlib import import_module

    found = getattr(import_module(f"leerrecht.partnership.models.{module}"), model)
    return found.objects.create(noted_at=NOW, noted_by=world.accounts["policy"], **values)


def never(world, module, model, **values):
    with pytest.raises(IntegrityError), transaction.atomic():
        put(world, module, model, **values)


def test_a_series_and_its_meetings_are_whole(world, held) -> None:
    good = {
        "partnership": held, "name": "Casus", "purpose": "x", "kind": "casework", "rhythm": "weekly", "begun_on": ON,
    }  # fmt: skip
    series = put(world, "meetings", "Series", **good)
    never(world, "meetings", "Series", **good)
    for wrong in ({"name": ""}, {"purpose": ""}, {"kind": "x"}, {"rhythm": "x"}, {"ended_on": EARLIER}):
        never(world, "meetings", "Series", **{**good, "name": "Anders", **wrong})
    meeting = {"series": series, "held_on": ON, "begins": datetime.time(9), "minutes": 60, "place": "x"}
    put(world, "meetings", "Meeting", **meeting)
    for wrong in (
        {"place": ""},
        {"minutes": 14},
        {"minutes": 481},
        {"sent_at": NOW},
        {"sent_why": "x"},
        {"cancelled_at": NOW},
    ):
        never(world, "meetings", "Meeting", **{**meeting, **wrong})


def test_an_action_is_of_a_meeting_or_a_knot_and_checked_after_it_was_done(world, held) -> None:
    knot = put(world, "knots", "Knot", partnership=held, question="x", decide_by=ON)
    coa, person = world.organisations["COA"], world.accounts["reception"].professional
    good = {"partnership": held, "knot": knot, "what": "x", "holder": person, "organisation": coa, "due_on": ON}
    by = world.accounts["policy"]
    put(world, "meetings", "Action", **good)
    wrongs = ({"knot": None}, {"what": ""}, {"done_at": NOW}, {"checked_at": NOW, "checked_by": by})
    for wrong in wrongs:
        never(world, "meetings", "Action", **{**good, **wrong})


def test_a_knot_is_decided_whole_or_not_at_all(world, held) -> None:
    coa, person = world.organisations["COA"], world.accounts["reception"].professional
    good = {"partnership": held, "question": "x", "decide_by": ON}
    whole = {"decision": "x", "reason": "x", "decided_on": ON, "decider": person, "decides_for": coa}
    put(world, "knots", "Knot", **good, **whole)
    for name in ("decision", "reason", "decided_on", "decider", "decides_for"):
        never(world, "knots", "Knot", **good, **{each: value for each, value in whole.items() if each != name})
    never(world, "knots", "Knot", **good, director=person)
    never(world, "knots", "Knot", **{**good, "question": ""})
