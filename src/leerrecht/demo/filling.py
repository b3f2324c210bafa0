"""Fill an empty database with the demo: the one way in.

It is set-up, not use: no operation is called and no log is written, but every fact has its source, and when and by whom
it was recorded.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from leerrecht.demo.chance import Chance
from leerrecht.demo.content import Kid, Row, read_stories
from leerrecht.demo.cooperating import work_together
from leerrecht.demo.drawing import draw_kids
from leerrecht.demo.granted import give_grants
from leerrecht.demo.heard import let_them_be_heard
from leerrecht.demo.history import Version, dated, versions_of
from leerrecht.demo.leaving import give_to_leaver, let_leave
from leerrecht.demo.partners import Partners, make_partners
from leerrecht.demo.recognised import draw_doubles, recognise
from leerrecht.demo.tasks import Tasks
from leerrecht.demo.words import let_speak
from leerrecht.law.tables import TABLE, TABLES
from leerrecht.operations.publishing import publish_quarters
from leerrecht.queries.facts import fields_of
from leerrecht.records.models import FACT, Child, Fact
from leerrecht.stored.names import fold_name

SEED = 2026
CHILDREN = 400
_OF_SCHOOL = ("enrolments", "assessments", "absences")
_OF_GUARDIAN = ("statuses", "plans", "voices")

Progress = Callable[[int, int], None]


def make_kids(*, children: int, seed: int, on: datetime.date) -> list[Kid]:
    """Make the children with all their facts: the stories, then as many others as make up the number."""
    chance = Chance(seed=seed)
    stories = [kid for kid in read_stories() if kid.first_on <= on]
    kids = stories + draw_kids(children=children - len(stories), on=on, chance=chance)
    tasks = Tasks(chance=chance, on=on)
    tasks.give(kids)
    give_to_leaver(kids=kids, chain=tasks.chain)
    let_speak(kids=kids, chance=chance, on=on)
    return kids


@transaction.atomic
def fill(
    *, at: datetime.datetime, on: datetime.date, children: int = CHILDREN, seed: int = SEED,
    progress: Progress | None = None,
) -> int:  # fmt: skip
    """Fill the database and give the number of children, without their doubles. All but public ids follows from the seed.

    `at`: this moment; nothing is recorded after it. `on`: the demo's today. `children`: the stories included, all of which
    are there anyway. ValueError when the database isn't empty.
    """
    if Child.objects.exists():
        raise ValueError("the demo fills an empty database only")
    kids = make_kids(children=children, seed=seed, on=on)
    partners, doubles = make_partners(kids=kids), draw_doubles(kids=kids, on=on)
    rows = Child.objects.bulk_create(
        Child(reference=kid.reference, origin_id=partners.organisations["COA"]) for kid in (*kids, *doubles)
    )
    eve = datetime.datetime.combine(on - datetime.timedelta(days=1), datetime.time(17), at.tzinfo)
    writer = Writer(
        partners=partners, numbers={row.reference: row.pk for row in rows}, chance=Chance(seed=seed), on=on,
        latest=min(eve, at),
    )  # fmt: skip
    for place, table in enumerate(TABLES, start=1):
        writer.write(table=table.name, kids=[*kids, *doubles])
        if progress:
            progress(place, len(TABLES))
    give_grants(partners=partners, numbers=writer.numbers, at=eve, on=on)
    recognise(partners=partners, numbers=writer.numbers, doubles=doubles, at=eve, on=on)
    work_together(partners=partners, at=eve, on=on)
    let_leave(partners=partners, at=eve, on=on)
    let_them_be_heard(partners=partners, numbers=writer.numbers, at=eve, on=on)
    publish_quarters(at=eve)
    return len(kids)


@dataclass(frozen=True, kw_only=True)
class Writer:
    """Writes the facts. `numbers`: the children's rows by reference. Nothing is recorded after `latest`."""

    partners: Partners
    numbers: dict[str, int]
    chance: Chance
    on: datetime.date
    latest: datetime.datetime

    def write(self, *, table: str, kids: list[Kid]) -> None:
        """Write all facts of a table, what was known first before what took its place."""
        histories = [
            history
            for kid in kids
            for place, row in enumerate(kid.rows[table])
            if (history := self._history(kid, table, row, place))
        ]
        model: Any = FACT[table]
        former: list[Fact | None] = [None] * len(histories)
        for turn in range(max(map(len, histories), default=0)):
            present = [place for place, history in enumerate(histories) if turn < len(history)]
            facts = [model(**histories[place][turn], corrects=former[place]) for place in present]
            model.objects.bulk_create(facts)
            for place, fact in zip(present, facts, strict=True):
                former[place] = fact

    def _history(self, kid: Kid, table: str, row: Row, place: int) -> list[dict[str, Any]]:
        """Give the columns of a fact as it was known, oldest first."""
        found = versions_of(kid=kid, table=table, row=row, place=place, on=self.on, chance=self.chance)
        question = (kid.reference, table, place)
        versions = dated(versions=found, latest=self.latest, chance=self.chance, question=question)
        source, recorder = self._source(kid, table, row)
        facts = [self._columns(kid, table, version, source, recorder) for version in versions]
        for earlier, later, version in zip(facts, facts[1:], versions[1:], strict=False):
            earlier.update(
                retracted_at=version.at, retracted_by_id=later["recorded_by_id"], retraction_reason=version.reason
            )
        return facts

    def _columns(self, kid: Kid, table: str, version: Version, source: int, recorder: int | None) -> dict[str, Any]:
        model: Any = FACT[table]
        columns: dict[str, Any] = {
            "child_id": self.numbers[kid.reference], "recorded_at": version.at, "recorded_by_id": recorder,
            "source_id": source, **self._links(table, version.values),
        }  # fmt: skip
        for name, field in fields_of(TABLE[table]).items():
            value = version.values.get(name)
            columns[field] = "" if value is None and not model._meta.get_field(field).null else value
        if table == "children":
            names = (version.values[name] for name in ("given_names", "family_name", "father_name", "original_name"))
            columns["search_name"] = fold_name(*names)
        return columns

    def _links(self, table: str, row: Row) -> dict[str, Any]:
        """Tie what a fact names to the partner of that name."""
        partners = self.partners
        if table == "stays":
            return {"linked_location_id": partners.locations.get((row["location"], row["municipality"] or ""))}
        if table == "enrolments":
            return {"linked_school_id": partners.schools.get((row["school"], row["municipality"]))}
        if table == "involvements":
            return {
                "linked_team_id": partners.teams.get(row.get("team", "")),
                "linked_professional_id": partners.professionals.get(row.get("professional", "")),
            }
        return {}

    def _source(self, kid: Kid, table: str, row: Row) -> tuple[int, int | None]:
        """Give the organisation that a fact comes from, and the account of who recorded it; None: it came in a list."""
        partners = self.partners
        town = row.get("municipality") or self._town(kid)
        is_education_number = table == "identifiers" and row["kind"] == "education_number"
        if table in _OF_SCHOOL or is_education_number:
            board = f"Onderwijsstichting {partners.chain.hub(town)}"
            teams = partners.chain.teams_with(role="school", organisation=board)
            return partners.organisations[board], self._member(teams, kid)
        if table in _OF_GUARDIAN or (table == "involvements" and row["task"] == "legal_representative"):
            guardian = next(
                (task["professional"] for task in reversed(kid.rows["involvements"]) if _is_guardian(task)), None
            )
            if guardian:
                return partners.organisations["Nidos"], partners.accounts[guardian]
        teams = partners.chain.teams_with(role="reception", town=town)
        return partners.organisations["COA"], self._member(teams, kid)

    def _member(self, teams: list[str], kid: Kid) -> int | None:
        people = [person["name"] for team in teams for person in self.partners.chain.members(team)]
        return self.partners.accounts[self.chance.pick(people, kid.reference, "recorder")] if people else None

    def _town(self, kid: Kid) -> str | None:
        return next((stay["municipality"] for stay in reversed(kid.rows["stays"]) if stay["municipality"]), None)


def _is_guardian(row: Row) -> bool:
    return row["task"] == "legal_representative" and "professional" in row
