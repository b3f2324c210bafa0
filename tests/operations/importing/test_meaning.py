"""What a list does to a record: the same, new, corrected, corrected here since, differing."""

from __future__ import annotations

import pytest

from leerrecht.operations.recording import put_fact, retract
from leerrecht.queries.facts import standing
from leerrecht.records.models import FACT, Child, Person, Stay
from tests.operations.importing.lists import (
    AT,
    DAY,
    bring_in,
    child,
    counts,
    date,
    organisation,
    record,
    stay,
    viewer,
    whys,
    workbook,
    zipped,
)

pytestmark = pytest.mark.django_db


def corrected_by_a_person(fact, by, **values):
    """Correct a fact as somebody at work does."""
    retract(fact=fact, at=AT, account=by.account, reason="klopt niet")
    return put_fact(
        child=fact.child, table=fact.table, values=values, at=AT, account=by.account, source=by.organisation,
        corrects=fact,
    )  # fmt: skip


def test_new_list_makes_children_with_their_facts():
    found = bring_in(workbook(children=[child()], stays=[stay()]))
    (made,) = Child.objects.all()
    assert (made.reference, made.origin, made.version) == ("K1", organisation(), 2)
    (fact,) = Stay.objects.all()
    assert (fact.source, fact.recorded_by, fact.recorded_at, fact.municipality) == (
        organisation(),
        None,
        AT,
        "Veenmeer",
    )
    assert Person.objects.get().search_name == "yusuf haddad"
    assert (found.state, found.done, found.total, bytes(found.content)) == ("done", 1, 1, b"")


def test_same_list_twice_changes_nothing():
    content = workbook(children=[child(), child("K2")], stays=[stay(), stay("K2"), stay("K2", valid_from=None)])
    bring_in(content)
    before = record()
    found = bring_in(content, at=AT + DAY)
    assert record() == before
    assert counts(found, "stays") == {"same": 3}
    assert found.report["applied"]["children"] == {"new": 0, "known": 2, "touched": 0}


def test_equal_rows_are_one_fact_and_a_notice():
    found = bring_in(workbook(children=[child()], stays=[stay(), stay()]))
    assert Stay.objects.count() == 1
    (notice,) = [each for each in found.report["notices"]["shown"] if each["code"] == "row_repeated"]
    assert notice["place"]["nl"] == "stays rij 3"
    assert "rij 2" in notice["what"]["nl"]


def test_newer_list_corrects_what_an_older_one_said():
    bring_in(workbook(children=[child()], stays=[stay()]))
    found = bring_in(workbook(children=[child()], stays=[stay(valid_to=date("2026-09-01"))]), at=AT + DAY)
    former, new = Stay.objects.all()
    assert (former.retracted_at, former.retracted_by) == (AT + DAY, None)
    assert "import" in former.retraction_reason
    assert (new.corrects, new.valid_to, new.recorded_at) == (former, date("2026-09-01"), AT + DAY)
    assert counts(found, "stays") == {"corrected": 1}
    assert Child.objects.get().version == 3


def test_date_that_was_unknown_is_filled_in_and_not_added():
    bring_in(workbook(children=[child()], stays=[stay(valid_from=None)], applications=[
        {"child": "K1", "arrived_on": date("2026-04-20")}]))  # fmt: skip
    bring_in(workbook(children=[child()], stays=[stay()], applications=[
        {"child": "K1", "arrived_on": date("2026-04-20"), "lodged_on": date("2026-05-01")}]))  # fmt: skip
    assert standing(table="stays").get().valid_from == date("2026-05-01")
    assert standing(table="applications").get().lodged_on == date("2026-05-01")


def test_second_application_never_takes_the_place_of_the_first():
    arrived = {"child": "K1", "arrived_on": date("2026-04-20")}
    bring_in(workbook(children=[child()], applications=[{**arrived, "lodged_on": date("2026-05-01")}]))
    bring_in(workbook(children=[child()], applications=[{**arrived, "lodged_on": date("2026-08-01")}]))
    assert standing(table="applications").count() == 2


def test_correction_by_a_person_is_not_undone_by_any_list():
    old = workbook(children=[child(given_names="Jusuf")])
    bring_in(old)
    by = viewer()
    person = Person.objects.get()
    corrected_by_a_person(person, by, **{**{"given_names": "Yusuf", "family_name": "Haddad"}, "born_precision": "day",
                          "born_from": person.born_from, "born_to": person.born_to})  # fmt: skip
    before = record()
    found = bring_in(old, at=AT + DAY)
    assert (record(), counts(found, "children")) == (before, {"corrected_since": 1})
    assert whys(found) == [("K1", "children", 2, "corrected_since")]
    found = bring_in(workbook(children=[child(given_names="Joesoef")]), at=AT + DAY)
    assert (record(), counts(found, "children")) == (before, {"differs": 1})
    assert whys(found) == [("K1", "children", 2, "typed_here")]


def test_correction_that_changed_the_place_still_belongs_to_its_row():
    bring_in(workbook(children=[child()], stays=[stay()]))
    corrected_by_a_person(Stay.objects.get(), viewer(), municipality="Lindedal", valid_from=date("2026-05-03"))
    found = bring_in(workbook(children=[child()], stays=[stay(valid_to=date("2026-09-01"))]))
    assert whys(found) == [("K1", "stays", 2, "typed_here")]
    assert standing(table="stays").get().municipality == "Lindedal"


def test_fact_that_a_person_withdrew_does_not_come_back():
    bring_in(workbook(children=[child()], stays=[stay()]))
    retract(fact=Stay.objects.get(), at=AT, account=viewer().account, reason="nooit gewoond")
    before = record()
    again = bring_in(workbook(children=[child()], stays=[stay()]))
    other = bring_in(workbook(children=[child()], stays=[stay(valid_to=date("2026-09-01"))]))
    assert record() == before
    assert [each[3] for each in (*whys(again), *whys(other))] == ["corrected_since", "withdrawn_here"]


def test_fact_of_another_organisation_is_left_alone():
    bring_in(workbook(children=[child()]))
    nidos = organisation("Nidos", "nidos")
    values = {"municipality": "Veenmeer", "valid_from": date("2026-05-01"), "valid_to": date("2026-06-01")}
    put_fact(child=Child.objects.get(), table="stays", values=values, at=AT, account=None, source=nidos.pk)
    before = record()
    found = bring_in(workbook(children=[child()], stays=[stay()]))
    assert record() == before
    assert found.report["applied"]["differences"]["shown"] == [
        {"child": "K1", "table": "stays", "row": 2, "why": "other_source", "source": nidos.pk}
    ]


def test_same_reference_of_another_organisation_is_another_child():
    content = workbook(children=[child()])
    bring_in(content)
    bring_in(content, of="Nidos")
    assert Child.objects.count() == Person.objects.count() == 2


def test_fact_that_the_list_no_longer_has_stays():
    bring_in(workbook(children=[child(), child("K2")], stays=[stay(), stay(valid_from=date("2026-06-01")), stay("K2")]))
    found = bring_in(workbook(children=[child(), child("K2")], stays=[stay()]))
    assert standing(table="stays").count() == 3
    assert counts(found, "stays") == {"same": 1, "unnamed": 2}


def test_column_that_the_list_lacks_says_nothing():
    bring_in(workbook(children=[child(sex="m", pronunciation="Joe-soef", languages="ar")], stays=[
        stay(region="noord", valid_to=date("2026-08-01"))]))  # fmt: skip
    before = record()
    short = {"children.csv": b"child,born_on,given_names\nK1,2010-03-01,Yusuf\n",
             "stays.csv": b"child,municipality,valid_from\nK1,Veenmeer,2026-05-01\n"}  # fmt: skip
    found = bring_in(zipped(short))
    assert record() == before, found.report
    changed = {**short, "children.csv": b"child,born_on,given_names\nK1,2010-03-02,Yusuf\n"}
    bring_in(zipped(changed))
    person = standing(table="children").get()
    assert (person.born_from, person.pronunciation, person.family_name) == (date("2010-03-02"), "Joe-soef", "Haddad")


def test_correction_that_would_end_before_it_starts_is_left_to_a_person():
    bring_in(workbook(children=[child()], stays=[stay(valid_from=None, valid_to=date("2026-04-01"))]))
    found = bring_in(
        zipped(
            {
                "children.csv": b"child,born_on\nK1,2010-03-01\n",
                "stays.csv": b"child,municipality,valid_from\nK1,Veenmeer,2026-05-01\n",
            }
        )
    )
    assert whys(found) == [("K1", "stays", 2, "period")]


def test_rows_of_one_key_pair_with_the_facts_they_name_best():
    first = {"child": "K1", "school": "A", "requested_on": date("2026-05-01"), "kind": "isk", "phase": "requested"}
    second = {**first, "kind": "vo"}
    bring_in(workbook(children=[child()], enrolments=[first]))
    found = bring_in(workbook(children=[child()], enrolments=[second, first]))
    assert counts(found, "enrolments") == {"new": 1, "same": 1}
    third = {**second, "phase": "placed", "started_on": date("2026-06-01")}
    found = bring_in(workbook(children=[child()], enrolments=[third, first]))
    assert counts(found, "enrolments") == {"corrected": 1, "same": 1}
    assert sorted(standing(table="enrolments").values_list("kind", "phase")) == [("isk", "requested"), ("vo", "placed")]


def test_every_table_has_keys():
    from leerrecht.operations.importing.keys import KEYS

    assert set(KEYS) == set(FACT)


def test_links_are_found_and_a_correction_keeps_them():
    from leerrecht.chain.models import Location, School

    brug = Location.objects.create(name="De Brug", municipality="Veenmeer")
    school = School.objects.create(name="ISK", municipality="Veenmeer")
    course = {"child": "K1", "school": "isk", "started_on": date("2026-06-01")}
    bring_in(workbook(children=[child()], stays=[stay(location="De Brug")], enrolments=[course]))
    assert (Stay.objects.get().linked_location, standing(table="enrolments").get().linked_school) == (brug, school)
    Location.objects.filter(pk=brug.pk).update(name="De Nieuwe Brug")
    bring_in(workbook(children=[child()], stays=[stay(location="De Brug", kind="poa")]))
    assert standing(table="stays").get().linked_location == brug


def test_task_is_tied_to_who_works_there_on_its_day():
    from leerrecht.chain.models import Membership

    by = viewer(role="legal_representative", of="Nidos", kind="nidos")
    Membership.objects.update(valid_to=date("2026-06-01"))
    task = {"child": "K1", "task": "legal_representative", "organisation": "Nidos", "person": by.name}
    rows = [{**task, "valid_from": date("2026-03-01")}, {**task, "valid_from": date("2026-08-01")}]
    bring_in(workbook(children=[child()], involvements=rows))
    found = dict(standing(table="involvements").values_list("valid_from", "linked_professional"))
    assert found == {date("2026-03-01"): by.professional, date("2026-08-01"): None}


@pytest.mark.parametrize("table", list(FACT))
def test_columns_are_those_that_any_other_fact_gets(table):
    """Only the remembering of links is the import's own."""
    from leerrecht.law.tables import TABLE
    from leerrecht.operations.importing.linking import Linker
    from leerrecht.operations.recording import columns_of
    from leerrecht.queries.facts import fields_of

    for value in (None, "x"):
        values = {
            name: value if FACT[table]._meta.get_field(field).get_internal_type() == "CharField" else None
            for name, field in fields_of(TABLE[table]).items()
        }
        assert Linker().columns_of(table=table, values=values) == columns_of(table, values)
