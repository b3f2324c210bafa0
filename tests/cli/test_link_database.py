"""`leerrecht link --database`: all children of the database, for who runs this Leerrecht."""

from __future__ import annotations

import argparse
import csv
import datetime
import io

import pytest

from leerrecht.chain.models import Organisation
from leerrecht.cli.link import run_link
from leerrecht.queries.link_rows import link_rows
from leerrecht.records.models import Child, Person

AT = datetime.datetime(2026, 9, 1, 9, 0, tzinfo=datetime.UTC)


@pytest.fixture
def known(db):
    coa = Organisation.objects.create(name="COA", kind="coa")
    day = datetime.date(2010, 3, 9)
    for reference, given, family, precision, sex in (
        ("a", "Maxamed", "Warsame", "day", "man"), ("b", "Mohammed", "Warsame", "day", "M"),
        ("c", "Sara", "Tesfay", "estimated", "onbekend"),
    ):  # fmt: skip
        child = Child.objects.create(reference=reference, origin=coa)
        Person.objects.create(child=child, given_names=given, father_name="Cabdi", family_name=family, born_from=day,
                              born_to=day, born_precision=precision, sex=sex, recorded_at=AT, source=coa)  # fmt: skip
    return {child.reference: child.public_id for child in Child.objects.all()}


def test_rows_hold_what_is_compared_and_an_estimate_is_the_first_of_january(known) -> None:
    rows = {row.record: row for row in link_rows()}
    assert {row.sex for row in rows.values()} == {"m", ""}
    assert rows[known["a"]].born_on == datetime.date(2010, 3, 9)
    assert rows[known["c"]].born_on == datetime.date(2010, 1, 1)


def test_the_database_is_compared(known, capsys) -> None:
    asked = argparse.Namespace(file=None, database=True, lang="en", model=None, min_weight=None, train=None, format="csv",
                               also=[], on=datetime.date(2026, 9, 15))  # fmt: skip
    assert run_link(asked) == 0
    (row,) = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert {row["record_l"], row["record_r"]} == {known["a"], known["b"]}
