"""The record's tables: the same columns as the workbook, and what the database itself refuses."""

from __future__ import annotations

import datetime

import pytest
from django.db import IntegrityError, models, transaction

from leerrecht.accounts.models import Account
from leerrecht.audit.log import record_event, record_read
from leerrecht.audit.models import Event, Head, Permit, Processing, Reading, Subject
from leerrecht.chain.models import Location, Membership, Organisation, Professional, School, Team
from leerrecht.law.tables import TABLES
from leerrecht.queries.facts import fields_of
from leerrecht.records.models import FACT, FACTS, Child, Import

AT = datetime.datetime(2026, 9, 1, 9, tzinfo=datetime.UTC)
DAY, BEFORE = datetime.date(2026, 9, 2), datetime.date(2026, 9, 1)
FILLED = {
    "identifiers": {"kind": "bsn", "value": "111222333"}, "statuses": {"status": "applicant"},
    "plans": {"rule": "period.move"}, "voices": {"words": "Ik wil leren."},
    "move_points": {"item": "tests"},
    "transfers": {"to_school": "De Haven", "decision": "accepted", "decided_on": DAY},
}  # fmt: skip


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_table_has_the_columns_of_the_workbook(table):
    model = FACT[table.name]
    own = {field.name for field in model._meta.concrete_fields} - {
        "id", "public_id", "child", "recorded_at", "recorded_by", "source", "retracted_at", "retracted_by",
        "retraction_reason", "corrects", "search_name", "ended_by",
    }  # fmt: skip
    assert {name for name in own if not name.startswith("linked_")} == set(fields_of(table).values())
    for column in table.columns:
        if column.choices:
            field = model._meta.get_field(column.name)
            assert tuple(value for value, _ in field.choices) == column.choices


@pytest.fixture
def chain(db):
    organisation = Organisation.objects.create(name="COA", kind="coa")
    return {
        "organisation": organisation,
        "location": Location.objects.create(name="POA Veenmeer", municipality="Veenmeer"),
        "school": School.objects.create(name="ISK Veenmeer", municipality="Veenmeer"),
        "team": Team.objects.create(organisation=organisation, name="Noord", role="care"),
        "professional": Professional.objects.create(name="Test"),
        "child": Child.objects.create(reference="k1", origin=organisation),
    }


def refused(name: str, make) -> None:
    """Check that the database refuses, and by which constraint (SQLite names columns for a unique one)."""
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        make()
    said = str(error.value)
    assert name in said or said.startswith("UNIQUE constraint failed") or "NOT NULL" in said, said


def fact(chain, model, **values):
    return model.objects.create(
        child=chain["child"], source=chain["organisation"], recorded_at=AT, **{**FILLED.get(model.table, {}), **values}
    )


@pytest.mark.parametrize("model", FACTS, ids=lambda model: model.table)
def test_every_constraint_of_a_fact_is_kept_by_the_database(chain, model):
    name = model.__dict__["_meta"].constraints
    tested = {constraint.name for constraint in name}
    for constraint in sorted(tested):
        refused(constraint, lambda constraint=constraint: break_it(chain, model, constraint))


def break_it(chain, model, constraint: str) -> None:
    """Do what a constraint forbids."""
    if constraint.endswith("_retraction_whole"):
        fact(chain, model, retracted_at=AT)
    elif constraint.endswith("_corrects_another"):
        made = fact(chain, model)
        model.objects.filter(pk=made.pk).update(corrects=made.pk)
    elif constraint.endswith("_ends_after_start"):
        starts, ends = PERIOD[model.table]
        fact(chain, model, **{starts: DAY, ends: BEFORE})
    elif constraint.endswith("_filled"):
        fact(chain, model, **{column_of(constraint, "_filled", model): ""})
    elif constraint.endswith("_known"):
        fact(chain, model, **{column_of(constraint, "_known", model): "something_else"})
    elif constraint == "handover_once_per_change":
        change = a_change()
        for _ in range(2):
            fact(chain, model, linked_change=change)
    elif constraint in BREAKING:
        for values in BREAKING[constraint]:
            fact(chain, model, **values)
    else:
        raise AssertionError(f"{constraint}: say here what it forbids")


def a_change():
    from leerrecht.chain.models import Organisation, Professional, StaffChange, Team

    nidos = Organisation.objects.create(name="Nidos van een wissel", kind="nidos")
    team = Team.objects.create(organisation=nidos, name="Team", role="legal_representative")
    return StaffChange.objects.create(
        professional=Professional.objects.create(name="Gever"), team=team, kind="leave", stops_on=DAY, noted_at=AT
    )


BREAKING = {
    "child_one_person": [{}, {}],
    "child_birth_whole": [{"born_from": DAY}],
    "transfer_decision_whole": [{"decision": ""}],
    "transfer_refusal_has_reason": [{"decision": "refused"}],
    "handover_accepted_by_somebody": [{"accepted_on": DAY}],
    "transfer_one_open": [{"decision": "", "decided_on": None}] * 2,
}
"""Facts that together break a constraint of one table alone."""


PERIOD = {**{table.name: (table.starts, table.ends) for table in TABLES}, "children": ("born_from", "born_to")}


def column_of(constraint: str, ending: str, model) -> str:
    names = [field.name for field in model._meta.concrete_fields]
    return next(name for name in names if constraint.endswith(f"_{name}{ending}"))


@pytest.mark.parametrize("model", FACTS, ids=lambda model: model.table)
def test_a_retraction_before_the_recording_is_refused(chain, model):
    early = AT - datetime.timedelta(seconds=1)
    refused("_retraction_whole", lambda: fact(chain, model, retracted_at=early, retraction_reason="te vroeg"))
    fact(chain, model, retracted_at=AT, retraction_reason="klopte niet")


@pytest.mark.parametrize("model", FACTS, ids=lambda model: model.table)
def test_a_fact_has_one_successor(chain, model):
    first = fact(chain, model, retracted_at=AT, retraction_reason="klopte niet")
    second = fact(chain, model, corrects=first, retracted_at=AT, retraction_reason="ook niet")
    assert second.corrects == first
    refused("corrects", lambda: fact(chain, model, corrects=first, retracted_at=AT, retraction_reason="nee"))


@pytest.mark.parametrize("model", FACTS, ids=lambda model: model.table)
def test_a_fact_is_never_changed_or_deleted(chain, model):
    made = fact(chain, model)
    with pytest.raises(TypeError, match="never changed"):
        made.save()
    with pytest.raises(TypeError, match="never changed"):
        made.save(update_fields=["recorded_at"])
    with pytest.raises(TypeError, match="never deleted"):
        made.delete()
    made.retracted_at, made.retraction_reason = AT, "klopte niet"
    made.save(update_fields=["retracted_at", "retraction_reason"])


def test_a_child_has_one_standing_person_and_any_number_of_former_ones(chain):
    for number in range(3):
        fact(chain, FACT["children"], given_names=f"A{number}", retracted_at=AT, retraction_reason="naam verbeterd")
    fact(chain, FACT["children"], given_names="A")


BROKEN = {
    "organisation_kind_known": lambda c: Organisation.objects.create(name="X", kind="army"),
    "organisation_has_name": lambda c: Organisation.objects.create(name="", kind="coa"),
    "location_once_per_town": lambda c: Location.objects.create(name="POA Veenmeer", municipality="Veenmeer"),
    "location_has_name": lambda c: Location.objects.create(name="", municipality="Veenmeer"),
    "school_once_per_town": lambda c: School.objects.create(name="ISK Veenmeer", municipality="Veenmeer"),
    "school_has_name": lambda c: School.objects.create(name="", municipality="Veenmeer"),
    "team_once_per_organisation": lambda c: team(c, name="Noord", role="care"),
    "team_role_known": lambda c: team(c, role="police"),
    "team_has_name": lambda c: team(c, name="", role="care"),
    "school_team_has_school": lambda c: team(c, role="school"),
    "only_reception_has_location": lambda c: team(c, role="care", location=c["location"]),
    "only_school_has_school": lambda c: team(c, role="care", school=c["school"]),
    "municipal_team_has_municipality": lambda c: team(c, role="policy"),
    "professional_has_name": lambda c: Professional.objects.create(name=""),
    "membership_ends_after_start": lambda c: membership(c, DAY, BEFORE),
    "membership_once_per_start": lambda c: [membership(c, DAY, None) for _ in range(2)],
    "child_once_per_origin": lambda c: Child.objects.create(reference="k1", origin=c["organisation"]),
    "child_has_reference": lambda c: Child.objects.create(reference="", origin=c["organisation"]),
    "import_state_known": lambda c: handed_in(c, state="lost"),
    "import_done_within_total": lambda c: handed_in(c, done=2, total=1),
    "account_has_email": lambda c: Account.objects.create(email=""),
    "event_result_known": lambda c: event(result="maybe"),
    "event_has_action": lambda c: event(action=""),
    "event_sequence_counts": lambda c: event(sequence=0),
    "event_erased_whole": lambda c: event(erased_at=AT),
    "head_is_one": lambda c: Head.objects.create(pk=2, link="x"),
    "subject_whole": lambda c: Subject.objects.create(child_id="x", subject=""),
    "processing_has_activity": lambda c: processing(processing_activity_id=""),
    "processing_has_subject": lambda c: processing(data_subject_id=""),
    "processing_status_known": lambda c: processing(status="Odd"),
    "processing_ends_after_start": lambda c: processing(end_time=AT - datetime.timedelta(seconds=1)),
    "reading_has_activity": lambda c: Reading.objects.create(at=AT, span_id="x", activity=""),
    "permit_for_one_thing": lambda c: Permit.objects.create(child_id="x", activity="y", before=AT),
}


def event(**values):
    return Event.objects.create(**{"at": AT, "action": "x", "object_kind": "y", "sequence": 1, **values})


def processing(**values):
    filled = {"start_time": AT, "end_time": AT, "processing_activity_id": "a", "data_subject_id": "s"}
    return Processing.objects.create(**{**filled, **values})


def team(chain, **values):
    return Team.objects.create(organisation=chain["organisation"], **{"name": "Zuid", **values})


def membership(chain, start, end):
    return Membership.objects.create(
        professional=chain["professional"], team=chain["team"], valid_from=start, valid_to=end
    )


def handed_in(chain, **values):
    return Import.objects.create(organisation=chain["organisation"], handed_in_at=AT, progressed_at=AT, **values)


@pytest.mark.parametrize("name", BROKEN)
def test_every_other_constraint_is_kept_by_the_database(chain, name):
    refused(name, lambda: BROKEN[name](chain))


def test_no_constraint_is_left_untested():
    ours = [Organisation, Location, School, Team, Professional, Membership, Child, Import, Account]
    ours += [Event, Head, Permit, Processing, Reading, Subject]
    assert {constraint.name for model in ours for constraint in model._meta.constraints} == set(BROKEN)


@pytest.mark.parametrize("model", [Event, Processing, Reading])
def test_a_row_of_a_log_is_only_added(db, model):
    record_event(at=AT, action="fact.added", object_kind="stays")
    record_read(at=AT, children=["abcdefghjkmnpq"], activity="child", role="school")
    row = model.objects.get()
    with pytest.raises(TypeError):
        row.save()
    with pytest.raises(TypeError):
        row.delete()


@pytest.mark.parametrize("model", [*FACTS, Child])
def test_nothing_about_a_child_goes_when_something_else_does(model):
    for field in model._meta.concrete_fields:
        if isinstance(field, models.ForeignKey):
            assert field.remote_field.on_delete is models.PROTECT, field.name
