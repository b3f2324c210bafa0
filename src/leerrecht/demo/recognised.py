"""A few doubles in the demo: the same young person written otherwise, with another number; a first judgement, and questions."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from copy import deepcopy

from leerrecht.demo.content import Kid, Row
from leerrecht.demo.partners import Partners
from leerrecht.law.dates import day_number, to_date
from leerrecht.law.tables import TABLES
from leerrecht.law.terms import add_workdays
from leerrecht.linking.models import Asked, Inquiry, Judgement
from leerrecht.queries.likeness import model

SCHOOL, TOWN = "ISK Eikerwoude", "Eikerwoude"
DOUBLES = 3
AGAIN = "-bis"
FIRST_READER, ASKER, ASKING_TEAM = "Carlijn Noppers", "Esra Yildizoglu", "ISK Veenmeer"
OWN, OWN_TEAM, ANSWERER = "Tom Wiegerink", "ISK Eikerwoude", "Yvonne Kralt"
SPELLED = (
    ("Gebre", "Ghebre"), ("Yo", "Jo"), ("Te", "Ti"), ("ssa", "sa"), ("mm", "m"), ("oe", "u"), ("ou", "u"), ("kh", "ch"),
    ("dj", "j"), ("sh", "sch"), ("aa", "a"), ("ee", "i"), ("w", "u"), ("i", "y"), ("a", "e"),
)  # fmt: skip
"""How one name becomes another spelling of it: the first that fits."""
_NUMBERS = range(108_000_000, 109_000_000)
_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)


def spell(name: str | None) -> str | None:
    """Write a name otherwise, as another clerk would.

    >>> spell("Gebremariam"), spell("Yonas"), spell(None)
    ('Ghebremariam', 'Jonas', None)
    """
    found = next(((one, other) for one, other in SPELLED if name and one in name), None)
    return name.replace(*found, 1) if name and found else name


def _number(place: int) -> str:
    """Give an education number whose digits can be right."""
    fits = (
        str(each)
        for each in _NUMBERS
        if sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, str(each), strict=True)) % 11 == 5
    )
    return [next(fits) for _ in range(place + 1)][-1]


def draw_doubles(*, kids: list[Kid], on: datetime.date) -> list[Kid]:
    """Make doubles of the first young people at one school: taken up once more at a move, spelled otherwise."""
    here = [kid for kid in kids if not kid.is_story and _is_at_school(kid, on)]
    return [_double(kid, place, on) for place, kid in enumerate(here[:DOUBLES])]


def _is_at_school(kid: Kid, on: datetime.date) -> bool:
    course = kid.running("enrolments", on, "started_on", "left_on")
    is_here = course is not None and (course["school"], course["municipality"]) == (SCHOOL, TOWN)
    return is_here and bool(kid.person["family_name"]) and kid.running("stays", on) is not None


def _double(kid: Kid, place: int, on: datetime.date) -> Kid:
    rows: dict[str, list[Row]] = {table.name: [] for table in TABLES}
    person = deepcopy(kid.person)
    person.update(
        given_names=spell(person["given_names"]), family_name=spell(person["family_name"]), original_name=None
    )
    if place == 1 and person["born_from"]:
        first = person["born_from"].replace(month=1, day=1)
        person.update(born_from=first, born_to=first, born_precision="estimated")
    rows["children"] = [person]
    rows["applications"] = deepcopy(kid.rows["applications"][:1])
    for table, starts, ends in (("stays", "valid_from", "valid_to"), ("enrolments", "started_on", "left_on")):
        running = kid.running(table, on, starts, ends)
        rows[table] = [deepcopy(running)] if running else []
    rows["involvements"] = [
        deepcopy(row)
        for row in kid.rows["involvements"]
        if row["valid_to"] is None and row["task"] != "school_attendance"
    ]
    rows["identifiers"] = [{"kind": "education_number", "value": _number(place), "valid_from": None, "valid_to": None}]
    return Kid(reference=f"{kid.reference}{AGAIN}", is_story=False, rows=rows)


def recognise(
    *, partners: Partners, numbers: Mapping[str, int], doubles: list[Kid], at: datetime.datetime, on: datetime.date
) -> None:
    """Write what people said and asked: the first pair judged by one reader, a question to the school, one of its own."""
    if not doubles:
        return
    pairs = [sorted((numbers[kid.reference], numbers[kid.reference.removesuffix(AGAIN)])) for kid in doubles]
    Judgement.objects.create(
        left_id=pairs[0][0], right_id=pairs[0][1], verdict="same", kept_id=pairs[0][0], weight=6.0, model=model().version,
        words="Dezelfde moeder bracht beide keren de papieren.", judged_at=at,
        judged_by_id=partners.accounts[FIRST_READER], team_id=partners.teams[OWN_TEAM],
    )  # fmt: skip
    posed = _ask(partners, at, on, by=ASKER, team=ASKING_TEAM, person=doubles[-1].person)
    Asked.objects.create(inquiry=posed, child_id=pairs[-1][0])
    elsewhere = next((number for name, number in sorted(numbers.items()) if name == "zomer"), None)
    if elsewhere is None:
        return
    own = _ask(partners, at, on, by=OWN, team=OWN_TEAM, person={"given_names": "Umar", "family_name": "Hadad"})
    Asked.objects.create(
        inquiry=own, child_id=elsewhere, answer="yes", words="Ja, bel mij gerust op het nummer van de opvang.",
        answered_at=at, answered_by_id=partners.accounts[ANSWERER],
    )  # fmt: skip


def _ask(partners: Partners, at: datetime.datetime, on: datetime.date, *, by: str, team: str, person: Row) -> Inquiry:
    due = to_date(add_workdays(day=day_number(on), count=2)) or on
    return Inquiry.objects.create(
        account_id=partners.accounts[by], team_id=partners.teams[team], asked_at=at, due_on=due,
        given_names=person["given_names"] or "", family_name=person["family_name"] or "",
    )  # fmt: skip
