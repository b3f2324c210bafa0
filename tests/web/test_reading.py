"""All tables by one statement give what each table gives by itself, on both databases."""

from __future__ import annotations

import datetime

import pytest

from leerrecht.law.tables import TABLES
from leerrecht.queries.facts import frames_of, load_caseload, standing
from leerrecht.queries.reading import fields_of, read_facts
from leerrecht.records.models import Absence, Child, Stay
from tests.access.expected import scope_of, tie

AT = datetime.datetime(2026, 9, 1, 8, 30, 0, 123456, datetime.UTC)
ODD = "\"'\\ %s {} \n Zoë أحمد"


def plain_rows(table, children, known_at=None):
    """Give the same rows as Django reads them."""
    rows = standing(table=table.name, known_at=known_at).filter(child__in=children).order_by("pk")
    told = rows.values_list("child__public_id", *fields_of(table).values(), "pk", "public_id")
    return [tuple(None if value == "" else value for value in row) for row in told]


@pytest.fixture
def odd(world):
    """Give a child with every kind of value: texts with anything in them, numbers, yes, no and unknown."""
    child = Child.objects.order_by("pk").first()
    made = {"child": child, "recorded_at": AT, "source": child.origin}
    day = datetime.date(2026, 8, 31)
    for hours, authorised in ((1.1, True), (0.1 + 0.2, False), (None, None), (24.0, None)):
        Absence.objects.create(day=day, hours=hours, authorised=authorised, reason=ODD, **made)
    Stay.objects.create(location=ODD, municipality="", valid_from=None, valid_to=day, **made)
    return child


def test_one_statement_gives_the_same_rows(odd):
    children = list(Child.objects.values_list("pk", flat=True))
    found = read_facts(children=children)
    for table in TABLES:
        assert found[table.name] == plain_rows(table, children), table.name
    assert any(ODD in row for row in found["absences"]) and any(0.1 + 0.2 in row for row in found["absences"])


def test_only_of_the_children_asked_for(odd):
    found = read_facts(children=[odd.pk])
    assert {row[0] for rows in found.values() for row in rows} == {odd.public_id}
    assert not any(read_facts(children=[]).values())


@pytest.mark.parametrize(("shift", "is_there"), [(-1, False), (0, True), (1, True)])
def test_as_known_at_a_moment(odd, shift, is_there):
    moment = AT + datetime.timedelta(microseconds=shift)
    found = read_facts(children=[odd.pk], known_at=moment)
    assert any(ODD in row for row in found["absences"]) == is_there
    for table in TABLES:
        assert found[table.name] == plain_rows(table, [odd.pk], moment)


def test_rows_and_frames_hold_the_same(odd):
    scope = scope_of("reception", tie("reception", child=odd.pk))
    few, frames = load_caseload(scope=scope), frames_of(children=[odd.pk])
    for table in TABLES:
        assert sorted(few.rows(table.name), key=lambda row: row["row"]) == frames[table.name].rows(named=True)
