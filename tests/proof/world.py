"""The world of the proofs: two towns with every kind of team, a child in each, and a canary wherever something is closed."""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterable
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.proof import life
from tests.proof.cooperating import make_partnerships
from tests.proof.granted import make_grants
from tests.proof.heard import make_heard
from tests.proof.life import ELSEWHERE, HERE, TOWNS, Row, names
from tests.proof.marks import Marks, word
from tests.proof.may import reaching, viewers_of, viewers_of_row, who_sees
from tests.proof.recognised import make_recognised
from tests.proof.telling import make_feeds
from tests.proof.viewers import ALL, ASKED, LEFT, NOT, NOW, TRANSFER
from tests.world import AT, ON

D = datetime.date
PUBLISHED = datetime.datetime(2026, 9, 1, 9, tzinfo=datetime.UTC)
KINDS = {
    "coa": "coa", "nidos": "nidos", "board": "school_board", "municipality": "municipality",
    "care_organisation": "care", "ggd_organisation": "ggd", "leerrecht": "leerrecht",
}  # fmt: skip
PLACES = {
    "reception": ("location", "location", "town"), "former_reception": ("location", "former_location", "former_town"),
    "school": ("school", "school", "town"), "former_school": ("school", "former_school", "former_town"),
    "asked_school": ("school", "asked_school", "town"), "glass": ("school", "other_school", "next_town"),
    "file_school": ("school", "file_school", "next_town"),
    "next_reception": ("location", "next_location", "next_town"),
}  # fmt: skip
TOWN_OF = {
    "compulsory_education": "town", "policy": "town", "former_compulsory_education": "former_town",
    "next_compulsory_education": "next_town",
}  # fmt: skip


@contextmanager
def ids_of(place: str):
    """Draw public ids from what they are for, so that what else is in the world changes none."""
    from leerrecht.stored.public_id import use_source

    former = use_source(random.Random(place))
    try:
        yield
    finally:
        use_source(former)


@dataclass
class World:
    """Rows of a filled database, by name. `facts`: by the place of the row; a former version ends in `.former`."""

    organisations: dict[str, Any] = field(default_factory=dict)
    teams: dict[str, Any] = field(default_factory=dict)
    accounts: dict[str, Any] = field(default_factory=dict)
    children: dict[str, Any] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)
    imports: dict[str, Any] = field(default_factory=dict)
    marks: Marks = field(default_factory=Marks)
    origin: str = "coa"
    extra: dict[str, Any] = field(default_factory=dict)
    """What a page of its own needs beside these: a consent, an opening, a request, by name."""


def make_world(rows: Iterable[Row] | None = None, *, origin: str = "coa", hidden: int = 0) -> World:
    """Fill the database. For a twin: `rows`, another life than the usual; `origin`, another organisation from which the
    child came; `hidden`, how many children nobody here reaches were there before.
    """
    from leerrecht.operations.publishing import publish_quarters

    world = World(origin=origin)
    for town in TOWNS:
        _make_chain(world, town)
    _make_hidden(world, hidden)
    with ids_of("left"):
        _make_account(world, LEFT.name, world.organisations[f"{HERE}.coa"], None)
    told = list(rows) if rows is not None else [row for town in TOWNS for row in life.life(town)]
    _make_children(world, told)
    _make_import(world)
    _mark_rows(world, told)
    _mark_rest(world)
    make_grants(world)
    make_recognised(world)
    make_partnerships(world)
    make_heard(world)
    _make_away(world)
    publish_quarters(at=PUBLISHED)
    make_feeds(world)
    return world


def _make_chain(world: World, town: str) -> None:
    from leerrecht.chain.models import Location, Organisation, School, Team

    known = names(town)
    for name, kind in KINDS.items():
        with ids_of(f"{town}.{name}"):
            world.organisations[f"{town}.{name}"] = Organisation.objects.create(name=known[name], kind=kind)
    coa, board = world.organisations[f"{town}.coa"], world.organisations[f"{town}.board"]
    made: dict[str, Any] = {}
    for team, (what, name, place) in PLACES.items():
        model, owner = (Location, coa) if what == "location" else (School, board)
        with ids_of(f"{town}.{name}"):
            made[team] = {what: model.objects.create(name=known[name], municipality=known[place], organisation=owner)}
    with ids_of(f"{town}.safe_location"):
        Location.objects.create(name=known["safe_location"], municipality=known["safe_town"], organisation=coa)
    for kind in (kind for kind in ALL if kind.town == town and kind.organisation and kind is not LEFT):
        of = world.organisations[f"{town}.{kind.organisation}"]
        with ids_of(kind.name):
            team = Team.objects.create(
                organisation=of, name=word(f"{kind.name}.team"), role=kind.role,
                municipality=known.get(TOWN_OF.get(kind.team, ""), ""), **made.get(kind.team, {}),
            )  # fmt: skip
            world.teams[kind.name] = team
            _make_account(world, kind.name, of, team)
    for source in ("coa", "nidos", "board"):
        with ids_of(f"{town}.recorder.{source}"):
            _make_account(world, f"{town}.recorder_{source}", world.organisations[f"{town}.{source}"], None)


def _make_account(world: World, name: str, organisation: Any, team: Any) -> None:
    """Make somebody at work in a team; without one, somebody who left the teams of an organisation."""
    from leerrecht.accounts.models import Account
    from leerrecht.chain.models import Membership, Professional, Team

    town, _, short = name.partition(".")
    person = Professional.objects.create(name=word(f"{town}.person.{short}"), function=word(f"{name}.function"))
    if team is None:
        role = {"nidos": "legal_representative"}.get(organisation.kind, "care")
        former = Team.objects.create(organisation=organisation, name=word(f"{name}.team"), role=role)
        Membership.objects.create(professional=person, team=former, valid_from=D(2026, 1, 1), valid_to=ON)
    else:
        Membership.objects.create(professional=person, team=team, valid_from=D(2026, 1, 1))
    email = f"{word(f'{name}.email')}@test.example"
    world.accounts[name] = Account.objects.create_user(email=email, password="a-long-password", professional=person)


def _make_away(world: World) -> None:
    """Let the guardian of each town be away for a day: only their own team may know."""
    from leerrecht.chain.models import StaffChange

    for town in TOWNS:
        team, person = (
            world.teams[f"{town}.legal_representative"],
            world.accounts[f"{town}.legal_representative"].professional,
        )
        with ids_of(f"{town}.staff_change"):
            made = StaffChange.objects.create(
                professional=person, team=team, kind="leave", stops_on=D(2026, 11, 25), returns_on=D(2026, 11, 26),
                noted_at=AT, noted_by=person,
            )  # fmt: skip
        world.extra[f"{town}.staff_change"] = made
        world.marks.add(made.public_id, f"{town}.staff_change.public_id", {f"{town}.legal_representative"})


def _make_hidden(world: World, hidden: int) -> None:
    """Make children whom nobody reaches, with names before and after all others."""
    from leerrecht.operations.recording import put_fact
    from leerrecht.records.models import Child

    coa = world.organisations[f"{ELSEWHERE}.coa"]
    for number in range(hidden):
        with ids_of(f"hidden.{number}"):
            child = Child.objects.create(reference=f"hidden {number}", origin=coa)
            name = f"{'Aa' if number % 2 else 'Zz'}{word(f'hidden.{number}')}"
            values = {"given_names": name, "family_name": name}
            put_fact(child=child, table="children", values=values, at=life.RECORDED, account=None, source=coa.pk)


def _make_children(world: World, rows: list[Row]) -> None:
    from leerrecht.records.models import Child

    for town in TOWNS:
        with ids_of(f"{town}.child"):
            world.children[town] = Child.objects.create(
                reference=word(f"{town}.reference"), origin=world.organisations[f"{town}.{world.origin}"]
            )
    for row in rows:
        put(world, row)


def put(world: World, row: Row) -> None:
    """Record a row, after what stood there before."""
    from leerrecht.operations.recording import put_fact, retract

    child, source = world.children[row.town], world.organisations[f"{row.town}.{row.source}"]
    account = world.accounts[f"{row.town}.recorder_{row.source}"].pk
    shared = {"child": child, "table": row.table, "account": account, "source": source.pk}
    former = None
    if row.former:
        with ids_of(f"{row.place}.former"):
            former = put_fact(values=row.former, at=life.EARLIER, **shared)
        retract(fact=former, at=life.RECORDED, account=account, reason=word(f"{row.place}.reason"))
        world.facts[f"{row.place}.former"] = former
    with ids_of(row.place):
        world.facts[row.place] = put_fact(values=row.values, at=life.RECORDED, corrects=former, **shared)


def _make_import(world: World) -> None:
    """Hand in lists as the reception teams: one that says something else of their child, one with a fault."""
    from leerrecht.operations.importing import hand_in, read_import
    from leerrecht.queries.viewers import find_viewers
    from tests.operations.importing.lists import csv

    at = datetime.datetime(2026, 9, 15, 8, 0, tzinfo=datetime.UTC)
    for town in TOWNS:
        (viewer,) = find_viewers(account=world.accounts[f"{town}.reception"], on=ON)
        other, fault = word(f"{town}.import.school"), word(f"{town}.import.fault")
        lists = {
            "ready": f"{word(f'{town}.reference')},{other},isk,2026-08-17",
            "faulty": f"{word(f'{town}.import.child')},x,{fault},2026-08-17",
        }
        for name, line in lists.items():
            with ids_of(f"{town}.import.{name}"):
                found = hand_in(
                    viewer=viewer, at=at, content=csv("child,school,kind,started_on", line), file_kind="csv",
                    name_of_csv="enrolments.csv",
                )  # fmt: skip
            read_import(import_id=found.pk, at=at)
            world.imports[f"{town}.{name}"] = found


def _mark_rows(world: World, rows: list[Row]) -> None:
    for row in rows:
        for values, former in ((row.values, False), (row.former, True)):
            for column, value in values.items():
                is_canary = isinstance(value, datetime.date) or (
                    isinstance(value, str) and (value.startswith("Kq") or (value.isdigit() and len(value) > 8))
                )
                if is_canary:
                    seeing = viewers_of(row=row, column=column, is_former=former)
                    world.marks.add(value, f"{row.place}.{column}{'.former' * former}", seeing)
        for place in (row.place, f"{row.place}.former"):
            if place in world.facts:
                world.marks.add(
                    world.facts[place].public_id, f"{place}.public_id", _known_by_code(row.town, *viewers_of_row(row))
                )
        if row.former:
            own = {kind.name for kind in ALL if kind.town == row.town and kind.organisation == row.source}
            reading = (own & reaching(row.town)) | who_sees(row.town, "residence_status")
            world.marks.add(word(f"{row.place}.reason"), f"{row.place}.retraction_reason", reading)


def _known_by_code(town: str, *viewers: str) -> set[str]:
    """Name who may meet a public id: who may know what it is of, and who reads the logs, which name all by its code."""
    return {*viewers, *(kind.name for kind in ALL if kind.role == "privacy_officer")}


def _mark_rest(world: World) -> None:
    """Mark what isn't a fact: names of partners, places and people, references, lists that came in."""
    filling_in = {kind.name for kind in ALL if kind.how in (NOW, ASKED, TRANSFER) and kind.role in OFFERED}
    filling_in |= {kind.name for kind in ALL if kind.role == "privacy_officer"}
    for town in TOWNS:
        _mark_names(world, town, filling_in)
        _mark_lists(world, town)
    for kind in ALL:
        world.marks.add(word(f"{kind.town}.person.{kind.team}"), f"{kind.name}.person", {kind.name} | filling_in)
        world.marks.add(word(f"{kind.name}.team"), f"{kind.name}.team", {kind.name} | filling_in)
        world.marks.add(word(f"{kind.name}.function"), f"{kind.name}.function", {kind.name})
        world.marks.add(word(f"{kind.name}.email"), f"{kind.name}.email", {kind.name})


def _mark_names(world: World, town: str, filling_in: set[str]) -> None:
    """Mark the names of partners and places of a town. `filling_in`: who is offered names while typing."""
    seeing_makers, known = who_sees(town, "roles"), names(town)
    of = {name: {kind.name for kind in ALL if kind.town == town and kind.organisation == name} for name in KINDS}
    everybody = {kind.name for kind in ALL}
    for name in (*KINDS, "return_organisation"):
        is_public = name in ("board", "municipality", "leerrecht")
        partners = of.get(name, set()) | seeing_makers | filling_in
        world.marks.add(known[name], f"{town}.{name}", everybody if is_public else partners)
    recording = {kind.name for kind in ALL if kind.how == NOW and kind.role in OFFERED[:2]}
    for name in ("location", "former_location", "next_location"):
        world.marks.add(known[name], f"{town}.{name}", recording)
    schooling = {kind.name for kind in ALL if kind.how in (NOW, ASKED) and kind.role in SCHOOLING}
    working_in = {kind.name for kind in ALL if kind.town == town and kind.team in TOWN_OF}
    for name in KNOWN_TO_SCHOOLING:
        world.marks.add(known[name], f"{town}.{name}", schooling | working_in)
    for source in ("coa", "nidos", "board"):
        seen = reaching(town) if source == "board" else of[source] | seeing_makers
        world.marks.add(word(f"{town}.person.recorder_{source}"), f"{town}.recorder_{source}", seen)


def _mark_lists(world: World, town: str) -> None:
    """Mark the child's reference and code, and the lists that came in."""
    reading_numbers = who_sees(town, "identifier_state", "identifiers.v_number")
    world.marks.add(word(f"{town}.reference"), f"{town}.reference", reading_numbers)
    reaching_it = _known_by_code(town, *(kind.name for kind in ALL if kind.town == town and kind.how != NOT))
    world.marks.add(world.children[town].public_id, f"{town}.child", reaching_it)
    for what in ("school", "fault", "child"):
        world.marks.add(word(f"{town}.import.{what}"), f"{town}.import.{what}", {f"{town}.reception"})
    for name in ("ready", "faulty"):
        code = world.imports[f"{town}.{name}"].public_id
        world.marks.add(code, f"{town}.import.{name}", _known_by_code(town, f"{town}.reception"))


OFFERED = ("legal_representative", "reception", "school", "care", "ggd")
# Whoever may ask for consent is offered every team as its receiver, and who watches over privacy meets everybody at work.
SCHOOLING = ("legal_representative", "reception", "school", "compulsory_education")
"""Who may fill in a form about school, and is offered the schools and towns that the chain knows, in whatever town."""
KNOWN_TO_SCHOOLING = (
    "school", "former_school", "asked_school", "other_school", "file_school", "town", "former_town", "next_town",
)  # fmt: skip
__all__ = ["ELSEWHERE", "HERE", "World", "ids_of", "make_world", "put"]
