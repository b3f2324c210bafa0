"""What has passed its term: by category and organisation, before, on and after the day; and what a hold keeps."""

from __future__ import annotations

import datetime
import time

import pytest

from leerrecht.operations.holding import lift_hold
from leerrecht.queries.keeping import find_kept, find_one, find_preview
from leerrecht.queries.rights import holds_of, open_requests, past_term
from leerrecht.records.models import FACT, Child
from leerrecht.rights.models import Request
from tests.operations.builders import NOW
from tests.rights.builders import EARLY, LONG_AGO, hold, old_record, put
from tests.world import ON


def test_nothing_of_the_stories_has_passed_its_term_while_somebody_holds_a_task(world):
    kept = find_kept(on=ON)
    assert len(kept) == Child.objects.count()
    assert sum(part.rows for each in kept for part in each.parts) == sum(
        model.objects.count() for model in FACT.values()
    )
    held = [each for each in kept if each.until_on is None]
    assert held
    assert not [each for each in held if each.is_past]


def test_a_record_is_past_once_its_last_part_is(world):
    child = old_record(world)
    last = datetime.date(2016, 1, 1)  # a year after the departure
    for day, is_past in (
        (last - datetime.timedelta(days=1), False),
        (last, True),
        (last + datetime.timedelta(1), True),
    ):
        found = find_one(child=child.public_id, on=day)
        assert (found.is_past, found.until_on) == (is_past, last)
    assert [each.child for each in find_preview(on=ON).whole] == [child.public_id]
    assert past_term(on=ON) == 1


def test_a_part_may_go_before_the_rest(world):
    child = old_record(world)
    put(child, "identifiers", kind="bsn", value="123456782")
    put(child, "identifiers", kind="education_number", value="102034566")
    found = find_one(child=child.public_id, on=datetime.date(2015, 8, 1))
    assert [(part.category, part.organisation) for part in found.past_parts] == [("identifier_state", "coa")]
    assert not found.is_past
    preview = find_preview(on=datetime.date(2015, 8, 1))
    assert [each.child for each in preview.partly] == [child.public_id]
    assert [(total.category, total.rows, total.children) for total in preview.totals] == [("identifier_state", 1, 1)]


def test_terms_differ_by_the_kind_of_organisation(world):
    child = old_record(world, organisation="Scholen Zandakker")
    put(child, "absences", day=datetime.date(2014, 5, 1), hours=2.0)
    put(child, "enrolments", school="ISK", kind="isk", started_on=datetime.date(2014, 1, 1), left_on=LONG_AGO)
    until = {part.category: part.until_on for part in find_one(child=child.public_id, on=ON).parts}
    assert until["attendance"] == datetime.date(2020, 1, 1)
    assert until["education"] == datetime.date(2017, 1, 1)


def test_a_departure_that_was_retracted_or_is_still_to_come_begins_no_term(world):
    child = old_record(world)
    FACT["departures"].objects.filter(child=child).update(retracted_at=EARLY, retraction_reason="klopte niet")
    found = find_one(child=child.public_id, on=ON)
    assert found.until_on == datetime.date(2014, 3, 1)  # a year after the eighteenth birthday: nobody held a task
    put(child, "involvements", task="mentor", organisation="COA", valid_from=datetime.date(2013, 1, 1))
    assert find_one(child=child.public_id, on=ON).until_on is None
    put(child, "departures", left_on=ON + datetime.timedelta(days=1), kind="returned")
    assert find_one(child=child.public_id, on=ON).until_on is None


def test_retracted_rows_are_counted_too(world):
    child = old_record(world)
    put(child, "stays", location="fout")
    FACT["stays"].objects.filter(location="fout").update(retracted_at=EARLY, retraction_reason="klopte niet")
    rows = {part.category: part.rows for part in find_one(child=child.public_id, on=ON).parts}
    assert rows["reception"] == 2


def test_a_hold_keeps_a_record_until_it_is_lifted(world, officer):
    child = old_record(world)
    made = hold(officer, child)
    preview = find_preview(on=ON)
    assert (preview.whole, [each.child for each in preview.on_hold]) == ((), [child.public_id])
    assert past_term(on=ON) == 0
    lift_hold(actor=officer, at=NOW, child=child.public_id, hold=made.public_id)
    assert past_term(on=ON) == 1
    assert holds_of(child=child.public_id)[0].lifted_on == ON


def test_the_kinds_of_organisations_are_those_of_the_chain():
    from leerrecht.chain.models import ORGANISATION_KINDS
    from leerrecht.law import keeping

    assert keeping.ORGANISATION_KINDS == ORGANISATION_KINDS


def test_no_record_no_answer(world):
    assert find_one(child="nietbestaand22", on=ON) is None


def test_open_requests_are_counted(world, child):
    assert open_requests(on=ON) == 0
    Request.objects.create(child=child, kind="access", words="Wat?", asked_as="child", asked_at=NOW, due_on=ON)
    assert open_requests(on=ON) == 1


@pytest.mark.slow
def test_the_preview_of_many_records_takes_seconds(world):
    origin = world.organisations["COA"]
    children = Child.objects.bulk_create(Child(reference=f"n{number}", origin=origin) for number in range(10_000))
    for table, values in (
        ("children", {"given_names": "A"}), ("departures", {"left_on": LONG_AGO}), ("stays", {"location": "B"}),
        ("involvements", {"task": "mentor", "valid_to": LONG_AGO}),
    ):  # fmt: skip
        model = FACT[table]
        model.objects.bulk_create(model(child=child, recorded_at=EARLY, source=origin, **values) for child in children)
    began = time.perf_counter()
    assert len(find_preview(on=ON).whole) == 10_000
    assert time.perf_counter() - began < 5
