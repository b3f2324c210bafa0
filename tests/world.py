"""A small world for tests: the invented children of examples/tsd in a database, and people of each role around them."""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl

from leerrecht.caseload import read_caseload
from tests.written_again import written_again

TSD = Path(__file__).parents[1] / "examples" / "tsd"
ON = datetime.date(2026, 9, 15)
AT = datetime.datetime(2026, 9, 1, 9, 0, tzinfo=datetime.UTC)
TOWN, REGION_TOWN = "Zandakker", "Veenmeer"


@cache
def frames() -> Any:
    return read_caseload(path=TSD).frames


@dataclass
class World:
    """Rows of a filled database. `accounts`: by role; `stranger`: reception of another town, without any child here."""

    organisations: dict[str, Any]
    accounts: dict[str, Any]
    children: dict[str, Any]


def _account(name: str, team: Any) -> Any:
    from leerrecht.accounts.models import Account
    from leerrecht.chain.models import Membership, Professional

    person = Professional.objects.create(name=name, function=f"test {team.role}")
    Membership.objects.create(professional=person, team=team, valid_from=datetime.date(2026, 1, 1))
    return Account.objects.create_user(
        email=f"{team.role}.{team.pk}@test.example", password="a-long-password", professional=person
    )


def make_chain() -> tuple[dict[str, Any], dict[str, Any]]:
    """Make organisations, places and one account per role; the guardian's team holds every guardian's task."""
    from leerrecht.chain.models import Location, Membership, Organisation, Professional, School, Team

    kinds = {
        "COA": "coa", "Nidos": "nidos", "Gemeente Zandakker": "municipality", "Scholen Zandakker": "school_board",
        "Jeugdwerk Zandakker": "youth_work", "GGD Zandakker": "ggd",
    }  # fmt: skip
    made = {name: Organisation.objects.create(name=name, kind=kind) for name, kind in kinds.items()}
    for location, municipality in (
        frames()["stays"].select("location", "municipality").unique().sort("location").iter_rows()
    ):
        if location and municipality:
            Location.objects.create(name=location, municipality=municipality, organisation=made["COA"])
    for (school,) in frames()["enrolments"].select("school").unique().sort("school").iter_rows():
        if school:
            School.objects.create(name=school, municipality=school.split()[-1], organisation=made["Scholen Zandakker"])
    town = made["Gemeente Zandakker"]
    teams = {
        "legal_representative": Team.objects.create(organisation=made["Nidos"], name="Nidos", role="legal_representative"),
        "reception": Team.objects.create(
            organisation=made["COA"], name="Team Zandakker", role="reception",
            location=Location.objects.get(name="POA Zandakker"),
        ),
        "school": Team.objects.create(
            organisation=made["Scholen Zandakker"], name="Team ISK", role="school",
            school=School.objects.get(name="ISK Zandakker"),
        ),
        "compulsory_education": Team.objects.create(
            organisation=town, name="Leerplicht", role="compulsory_education", municipality=TOWN
        ),
        "policy": Team.objects.create(organisation=town, name="Beleid", role="policy", municipality=TOWN),
        "care": Team.objects.create(organisation=made["Jeugdwerk Zandakker"], name="Jeugdwerk", role="care"),
        "ggd": Team.objects.create(organisation=made["GGD Zandakker"], name="JGZ", role="ggd"),
        "privacy_officer": Team.objects.create(organisation=town, name="Privacy", role="privacy_officer"),
        "stranger": Team.objects.create(organisation=made["COA"], name="Team Nergens", role="reception"),
    }  # fmt: skip
    guardians = (
        frames()["involvements"].filter(pl.col("organisation") == "Nidos")["person"].drop_nulls().unique().sort()
    )
    for name in guardians:
        person = Professional.objects.create(name=name)
        team = teams["legal_representative"]
        Membership.objects.create(professional=person, team=team, valid_from=datetime.date(2026, 1, 1))
    return made, {role: _account(f"Test {role}", team) for role, team in teams.items()}


@written_again
def make_world() -> World:
    """Fill the database with the stories, recorded on 1 September 2026 by COA."""
    from leerrecht.law.tables import TABLES
    from leerrecht.operations.recording import columns_of
    from leerrecht.records.models import FACT, Child

    organisations, accounts = make_chain()
    children = {
        name: Child.objects.create(reference=name, origin=organisations["COA"])
        for name in frames()["children"]["child"].to_list()
    }
    facts: Counter[str] = Counter()
    for table in TABLES:  # as `put_fact` does one by one, which took most of the time of all tests
        made = []
        for row in frames()[table.name].iter_rows(named=True):
            values = {name: value for name, value in row.items() if name not in ("child", "row")}
            if table.name == "plans":
                values["shared_with"] = "legal_representative reception"
            columns = columns_of(table.name, values)
            facts[row["child"]] += 1
            made.append(
                FACT[table.name](child=children[row["child"]], recorded_at=AT, source=organisations["COA"], **columns)
            )
        FACT[table.name].objects.bulk_create(made)
    for name, child in children.items():
        child.version += facts[name]
    Child.objects.bulk_update(children.values(), ["version"])
    return World(organisations=organisations, accounts=accounts, children=children)
