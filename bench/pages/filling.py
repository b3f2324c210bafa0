"""Fill an empty database with synthetic children, and with people around them who may see some: run as a process.

One reception team reaches so many children as were asked for: three quarters live at its location, the others it has a task
for. A school and a compulsory-education officer reach those of their school and town, however many that are.

It is set-up, not use: no operation is called. Rows go in as a database takes them fastest, through its own columns.
"""

from __future__ import annotations

import argparse
import datetime
import json
import random
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from bench.identity_made import GROUPS, make_register
from bench.pages.partnering import make_partnership
from bench.pages.people import account_of
from bench.pages.shape import (
    OFFICER_EMAIL,
    ON,
    SCHOOL_EMAIL,
    SEED,
    TOWN,
    Sizes,
    user_email,
)

LOCATION, TEAM, SCHOOL = "POA Zandakker", "Opvang Zandakker", f"ISK {TOWN}"
AT = datetime.datetime.combine(ON - datetime.timedelta(days=14), datetime.time(9), datetime.UTC)
SINCE = datetime.date(2020, 1, 1)
TOLD = 250_000
"""Rows of a table after which it is said how far it is."""
Frames = dict[str, pl.DataFrame]
Row = tuple[Any, ...]


def children_at_hand(frames: Frames, count: int) -> list[str]:
    """Choose children who live somewhere today, evenly from the whole list."""
    away = frames["departures"].filter(
        pl.col("left_on") <= ON, pl.col("back_on").is_null() | (pl.col("back_on") > ON)
    )["child"]  # fmt: skip
    here = _present_stays(frames)["child"].unique(maintain_order=True)
    living = here.filter(~here.is_in(away.implode())).to_list()
    if len(living) < count:
        raise ValueError(f"only {len(living)} of these children live somewhere today: draw more than that for {count}")
    return [living[place * len(living) // count] for place in range(count)]


def _present_stays(frames: Frames) -> pl.DataFrame:
    return frames["stays"].filter(
        pl.col("valid_from") <= ON, pl.col("valid_to").is_null() | (pl.col("valid_to") > ON)
    )  # fmt: skip


def give_caseload(frames: Frames, chosen: Sequence[str]) -> Frames:
    """Let three quarters of the chosen children live at the team's location, and give it a task for the others."""
    stays, tasks = chosen[: len(chosen) * 3 // 4], chosen[len(chosen) * 3 // 4 :]
    last = _present_stays(frames).filter(pl.col("child").is_in(stays)).group_by("child").agg(pl.col("row").max())
    is_moved = pl.col("row").is_in(last["row"].implode())
    moved = {"location": LOCATION, "municipality": TOWN, "region": None}
    added = pl.DataFrame(
        [
            {
                "child": child, "task": "mentor", "organisation": "COA", "person": TEAM,
                "valid_from": ON - datetime.timedelta(days=100), "capacity": "holder",
            }
            for child in tasks
        ]
    )  # fmt: skip
    return {
        **frames,
        "stays": frames["stays"].with_columns(
            pl.when(is_moved).then(pl.lit(value)).otherwise(pl.col(name)).alias(name) for name, value in moved.items()
        ),
        "involvements": pl.concat([frames["involvements"], added], how="diagonal_relaxed"),
        "plans": frames["plans"].with_columns(shared_with=pl.lit("legal_representative reception")),
    }


@dataclass(frozen=True, kw_only=True)
class Chain:
    """Row numbers of partners; places by name and town, teams by organisation and name."""

    organisation: int
    locations: Mapping[tuple[str, str], int]
    schools: Mapping[tuple[str, str], int]
    teams: Mapping[tuple[str, str], int]


def make_chain(frames: Frames) -> Chain:
    """Make organisations, every place that a fact names, the three teams, and their people."""
    from leerrecht.chain.models import Location, Organisation, School, Team

    kinds = {"COA": "coa", "Nidos": "nidos", f"Gemeente {TOWN}": "municipality", f"Scholen {TOWN}": "school_board"}
    made = {name: Organisation.objects.create(name=name, kind=kind) for name, kind in kinds.items()}
    locations = Location.objects.bulk_create(
        Location(name=name, municipality=town, organisation=made["COA"])
        for name, town in _places(frames["stays"], "location")
    )
    named = dict.fromkeys([*_places(frames["enrolments"], "school"), (SCHOOL, TOWN)])
    schools = School.objects.bulk_create(
        School(name=name, municipality=town, organisation=made[f"Scholen {TOWN}"]) for name, town in named
    )
    by_name = {(school.name, school.municipality): school for school in schools}
    home = next(place for place in locations if place.name == LOCATION)
    teams = {
        ("COA", TEAM): Team(organisation=made["COA"], name=TEAM, role="reception", location=home),
        ("", SCHOOL): Team(
            organisation=made[f"Scholen {TOWN}"], name=SCHOOL, role="school", school=by_name[SCHOOL, TOWN]
        ),
        ("", "Leerplicht"): Team(
            organisation=made[f"Gemeente {TOWN}"], name="Leerplicht", role="compulsory_education", municipality=TOWN
        ),
    }  # fmt: skip
    Team.objects.bulk_create(teams.values())
    _make_people(reception=teams["COA", TEAM], school=teams["", SCHOOL], officer=teams["", "Leerplicht"])
    return Chain(
        organisation=made["COA"].pk,
        locations={(place.name, place.municipality): place.pk for place in locations},
        schools={place: school.pk for place, school in by_name.items()},
        teams={key: team.pk for key, team in teams.items()},
    )


def _places(frame: pl.DataFrame, column: str) -> list[tuple[str, str]]:
    places = frame.select(column, "municipality").drop_nulls().unique().sort(column, "municipality")
    return list(places.iter_rows())


def _make_people(*, reception: Any, school: Any, officer: Any) -> None:
    from django.contrib.auth.hashers import make_password

    from leerrecht.accounts.models import Account
    from leerrecht.chain.models import Membership, Professional

    password = make_password(None)  # nobody signs in by one
    people = {user_email(number): reception for number in range(Sizes().users)}
    for email, team in {**people, SCHOOL_EMAIL: school, OFFICER_EMAIL: officer}.items():
        person = Professional.objects.create(name=email.split("@")[0], function=team.role)
        Membership.objects.create(professional=person, team=team, valid_from=SINCE)
        Account.objects.create(email=email, password=password, professional=person)


def linked_columns(table: str, frame: pl.DataFrame, chain: Chain) -> dict[str, list[Any]]:
    """Give the links of a table's rows."""
    if table == "stays":
        return {"linked_location_id": [chain.locations.get(key) for key in _keys(frame, "location", "municipality")]}
    if table == "enrolments":
        return {"linked_school_id": [chain.schools.get(key) for key in _keys(frame, "school", "municipality")]}
    if table == "involvements":
        return {"linked_team_id": [chain.teams.get(key) for key in _keys(frame, "organisation", "person")]}
    return {}


def _keys(frame: pl.DataFrame, *columns: str) -> Iterable[tuple[Any, Any]]:
    return frame.select(*columns).iter_rows()


def write_facts(table: str, frame: pl.DataFrame, children: Mapping[str, int], chain: Chain) -> int:
    """Write the facts of a table; give how many."""
    from leerrecht.law.tables import TABLE
    from leerrecht.queries.facts import fields_of
    from leerrecht.records.models import FACT
    from leerrecht.stored.names import fold_name
    from leerrecht.stored.public_id import new_public_id

    model: Any = FACT[table]
    known = {field: frame[name].to_list() for name, field in fields_of(TABLE[table]).items()}
    known |= {
        "child_id": [children[child] for child in frame["child"]],
        "public_id": [new_public_id() for _ in range(frame.height)],
        "recorded_at": [AT] * frame.height,
        "source_id": [chain.organisation] * frame.height,
        **linked_columns(table, frame, chain),
    }
    if table == "children":
        names = frame.select("given_names", "family_name", "father_name", "original_name").iter_rows()
        known["search_name"] = [fold_name(*each) for each in names]
    columns = {}
    for field in model._meta.concrete_fields:
        if field.primary_key:
            continue
        values = known.get(field.attname, [field.get_default()] * frame.height)
        columns[field.column] = values if field.null else ["" if value is None else value for value in values]
    insert(model._meta.db_table, columns)
    return frame.height


def insert(table: str, columns: Mapping[str, Sequence[Any]]) -> None:
    """Insert rows: by COPY into PostgreSQL, by a prepared statement into SQLite."""
    from django.db import connection

    names = ", ".join(f'"{name}"' for name in columns)
    rows = _told(table, zip(*columns.values(), strict=True))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
                for row in rows:
                    copy.write_row(row)
            return
        marks = ", ".join("?" for _ in columns)
        raw: Any = cursor.connection  # sqlite3 itself: Django would look at each value
        raw.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', (_plain(row) for row in rows))


def _told(table: str, rows: Iterable[Row]) -> Iterator[Row]:
    """Give rows, and say on stderr how far it is when there are many."""
    for number, row in enumerate(rows, start=1):
        if not number % TOLD:
            print(f"{table}: {number:,} rows", file=sys.stderr, flush=True)
        yield row


def _plain(row: Iterable[Any]) -> list[Any]:
    """Give values as Django writes them in SQLite."""
    return [
        value.replace(tzinfo=None).isoformat(" ") if isinstance(value, datetime.datetime)
        else value.isoformat() if isinstance(value, datetime.date) else value
        for value in row
    ]  # fmt: skip


def fill(*, children: int, caseload: int, strangers: int = 0) -> int:
    """Fill the database; give the number of facts. `strangers`: so many more children of whom only the name is known."""
    from django.db import transaction

    from leerrecht.planning import draw_population
    from leerrecht.records.models import Child
    from leerrecht.stored.public_id import new_public_id, use_source

    use_source(random.Random(SEED))
    frames = draw_population(children=children, seed=SEED, on=ON)
    frames = give_caseload(frames, children_at_hand(frames, caseload))
    references = frames["children"]["child"].to_list()
    if strangers:
        named = draw_strangers(strangers)
        references += named["child"].to_list()
    with transaction.atomic():
        chain = make_chain(frames)
        insert(
            Child._meta.db_table,
            {
                "public_id": [new_public_id() for _ in references], "reference": references,
                "origin_id": [chain.organisation] * len(references), "version": [1] * len(references),
            },
        )  # fmt: skip
        numbers = dict(Child.objects.values_list("reference", "pk"))
        make_partnership(account_of(user_email(0)))
        facts = sum(write_facts(table, frame, numbers, chain) for table, frame in frames.items())
        return facts + (write_facts("children", named, numbers, chain) if strangers else 0)


def draw_strangers(count: int) -> pl.DataFrame:
    """Draw a register (`bench.identity_made`) as rows of the table `children`: names, date of birth, sex."""
    from leerrecht.law.frames import empty_frame
    from leerrecht.law.tables import TABLE

    rows = make_register(path=GROUPS, size=count)[0][:count]
    known = pl.DataFrame(
        {
            "child": [row.record for row in rows], "given_names": [row.given_names for row in rows],
            "father_name": [row.father_name for row in rows], "family_name": [row.family_name for row in rows],
            "born_from": [row.born_on for row in rows], "sex": [row.sex for row in rows],
        }
    ).with_columns(born_to="born_from", born_precision=pl.lit("day"))  # fmt: skip
    return pl.concat([empty_frame(TABLE["children"]), known], how="diagonal_relaxed")


def settle() -> None:
    """Leave the database as one that has run for a while: PostgreSQL knows its own sizes, SQLite has one file."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def check_reach(caseload: int) -> None:
    """Make sure that the reception team reaches exactly so many children."""
    from bench.pages.people import scope_of, viewer_of

    reached = len(scope_of(viewer_of(user_email(0))).children)
    if reached != caseload:
        raise SystemExit(f"the reception team reaches {reached} children, not {caseload}")


if __name__ == "__main__":
    import django
    from django.core.management import call_command

    parser = argparse.ArgumentParser()
    parser.add_argument("--children", type=int, required=True)
    parser.add_argument("--caseload", type=int, required=True)
    parser.add_argument("--strangers", type=int, default=0)
    asked = parser.parse_args()
    django.setup()
    call_command("migrate", verbosity=0)
    facts = fill(children=asked.children, caseload=asked.caseload, strangers=asked.strangers)
    check_reach(asked.caseload)
    settle()
    print(json.dumps({"facts": facts}))
