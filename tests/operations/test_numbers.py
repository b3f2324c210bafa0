"""Numbers: the kind follows from the digits, a BSN takes the place of the education number, and none of them goes anywhere."""

from __future__ import annotations

import datetime
import json

import pytest
from django.core import mail, serializers

from leerrecht.audit.models import Event, Processing, Reading
from leerrecht.caseload.identifiers import recognise_number
from leerrecht.operations.acting import Refused
from leerrecht.operations.facts import add_fact
from leerrecht.queries.facts import standing
from leerrecht.records.models import Identifier
from tests.operations.builders import NOW, actor_of, events, shared_child
from tests.world import make_world

BSN, NUMBER, V_NUMBER = "123456782", "100000004", "1234567890"


@pytest.fixture
def world(db):
    return make_world()


@pytest.fixture
def child(world):
    """A child without numbers that a guardian, a school and reception reach."""
    found = shared_child(world, "legal_representative", "school", "reception")
    Identifier.objects.filter(child=found)._raw_delete("default")
    return found


def add(world, child, role="legal_representative", **typed):
    return add_fact(actor=actor_of(world, role), at=NOW, child=child.public_id, table="identifiers", typed=typed)


def numbers(child) -> dict[str, datetime.date | None]:
    return dict(standing(table="identifiers").filter(child=child).values_list("value", "valid_to"))


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        (BSN, "bsn"), ("1234.56.782", "bsn"), (" 123 456 782 ", "bsn"), ("12345672", "bsn"), (NUMBER, "education_number"),
        (V_NUMBER, "v_number"), ("123456783", ""), ("100000005", ""), ("12345678", ""), ("", ""), ("BSN", ""), ("1" * 40, ""),
        ("١٢٣٤٥٦٧٨٢", ""), ("12345678901", ""),
    ],
)  # fmt: skip
def test_the_kind_of_a_number_follows_from_its_digits(typed, kind):
    assert recognise_number(typed) == kind


@pytest.mark.parametrize(("value", "kind"), [(BSN, "bsn"), (NUMBER, "education_number"), (V_NUMBER, "v_number")])
def test_a_number_typed_without_its_kind_is_recorded_as_what_it_is(world, child, value, kind):
    assert add(world, child, value=value, valid_from="1-9-2026").kind == kind


def test_a_number_that_tells_nothing_is_asked_about_and_one_whose_kind_was_chosen_is_kept(world, child):
    with pytest.raises(Refused) as caught:
        add(world, child, value="123456783", valid_from="31-6-2026")
    assert [(fault.column, fault.code) for fault in caught.value.faults] == [
        ("kind", "value_missing"), ("valid_from", "date_impossible"),
    ]  # fmt: skip
    assert add(world, child, kind="bsn", value="123456783").value == "123456783"


def test_a_school_records_an_education_number_it_typed_and_no_number_of_another_kind(world, child):
    assert add(world, child, role="school", value=NUMBER).kind == "education_number"
    for value in (BSN, V_NUMBER):
        with pytest.raises(Refused) as caught:
            add(world, child, role="school", value=value)
        assert caught.value.reasons == ("refused.may_not_record",)


def test_a_bsn_takes_the_place_of_the_education_number_without_erasing_it(world, child):
    add(world, child, value=NUMBER, valid_from="1-2-2026")
    add(world, child, value="100000016", valid_from="1-10-2026")
    add(world, child, value=V_NUMBER, valid_from="1-2-2026")
    add(world, child, value=BSN, valid_from="1-9-2026")
    assert numbers(child) == {
        NUMBER: datetime.date(2026, 9, 1), "100000016": None, V_NUMBER: None, BSN: None,
    }  # fmt: skip
    assert Identifier.objects.filter(child=child, value=NUMBER).count() == 2, "what was known before is still there"
    assert len(events("fact.superseded")) == 1


def test_a_bsn_whose_first_day_is_not_known_ends_nothing(world, child):
    add(world, child, value=NUMBER, valid_from="1-2-2026")
    add(world, child, value=BSN)
    assert numbers(child) == {NUMBER: None, BSN: None}


def test_no_number_is_in_a_log_an_e_mail_or_the_name_of_a_file(world, child):
    from leerrecht.queries.record import record_export

    for value in (NUMBER, V_NUMBER, BSN):
        add(world, child, value=value, valid_from="1-9-2026")
    logs = [serializers.serialize("json", model.objects.all()) for model in (Event, Processing, Reading)]
    actor = actor_of(world, "legal_representative")
    export = record_export(scope=actor.scope, child=child, on=NOW.date(), lang="nl")
    assert BSN in json.dumps(export.content)
    for value in (NUMBER, V_NUMBER, BSN):
        assert not any(value in log for log in logs) and value not in export.file_name
    assert mail.outbox == []
