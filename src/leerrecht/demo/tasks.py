"""Who does what: the tasks of the stories given to the people of the demo, and tasks around the children that were drawn.

Each guardian and mentor gets as many children as one has; fixed mentors go along with a child that moves.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from leerrecht.demo.chance import Chance
from leerrecht.demo.content import Kid, Row, data
from leerrecht.law.tables import FIXED_CONTACT

_COA_KINDS = ("poa", "coa_small", "coa_adult", "emergency", "family_location", "reception_start", "protected")
_MENTORED = 9 / 400
_CHANGED, _KNOWN_CONTACT, _PERSON_AT_SCHOOL, _OFFICER = 0.15, 0.95, 0.7, 0.5
_EXPLAINED, _FIXED, _TWO_CONTACTS, _GUARDIAN_SPEAKS = 0.95, 0.95, 0.02, 0.92
"""Shares of the children to whom somebody explains the procedure, who have a fixed contact person, who have two, and whose
guardian speaks with the school when nobody else does."""
_LONG_ENOUGH = 120
_STOPPED = 25
"""Days ago, or ahead, within which somebody stopped with a task that nobody took over."""
_FIXED_TEAM = "Vaste mentoren"
_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Chain:
    """The people of chain.yaml, as they are sought."""

    people: tuple[Mapping[str, Any], ...]
    teams: Mapping[str, Mapping[str, Any]]

    @classmethod
    def read(cls) -> Chain:
        """Read it."""
        return cls(people=tuple(data("chain")["people"]), teams=data("chain")["teams"])

    def members(self, team: str) -> list[Mapping[str, Any]]:
        """Give who works in a team and stays."""
        return [person for person in self.people if team in person["teams"] and not person.get("leaves")]

    def teams_with(self, **asked: Any) -> list[str]:
        """Give the teams that have these values."""
        return [
            name for name, team in self.teams.items() if all(team.get(key) == value for key, value in asked.items())
        ]

    def hub(self, town: str | None) -> str:
        """Give the town from which another is looked after."""
        return str(data("chain")["towns"].get(town, {"hub": "Eikerwoude"})["hub"])


@dataclass(kw_only=True)
class Tasks:
    """Gives tasks to people, and remembers how many children each has."""

    chance: Chance
    on: datetime.date
    chain: Chain = field(default_factory=Chain.read)
    load: Counter[str] = field(default_factory=Counter)
    mentored: int = 0

    def give(self, kids: list[Kid]) -> None:
        """Give every child its people."""
        drawn = [kid for kid in kids if not kid.is_story]
        for kid in kids:
            if kid.is_story:
                self._of_story(kid)
        for kid in drawn:
            guardians = self._guardian(kid)
            contacts = self._or_guardian(kid, self._contact(kid, most=round(len(kids) * _MENTORED)), guardians)
            kid.rows["involvements"] = [
                *guardians, *contacts, *self._also(kid, guardians, contacts), *self._school(kid),
            ]  # fmt: skip

    def row(
        self, *, task: str, person: Mapping[str, Any], since: datetime.date, until: datetime.date | None = None
    ) -> Row:
        """Give a task to somebody of chain.yaml, in the first of their teams."""
        team = person["teams"][0]
        return {
            "task": task, "organisation": self.chain.teams[team]["organisation"], "person": person["name"],
            "valid_from": since, "valid_to": until, "capacity": "holder", "team": team, "professional": person["name"],
        }  # fmt: skip

    def _of_story(self, kid: Kid) -> None:
        """Give the tasks in a story to the people whose name it writes short."""
        known = {person["as"]: person for person in self.chain.people if "as" in person}
        for row in kid.rows["involvements"]:
            person = known.get(row["person"])
            if person:
                row.update(person=person["name"], professional=person["name"], team=person["teams"][0])
                if row["task"] == "legal_representative" and (row["valid_to"] is None or row["valid_to"] > self.on):
                    self.load[person["name"]] += 1

    def _guardian(self, kid: Kid) -> list[Row]:
        """Give the legal representative: a parent, or the guardian nearby who has the fewest children."""
        drawn = next(row for row in kid.rows["involvements"] if row["task"] == "legal_representative")
        if drawn["organisation"] != "Nidos":
            parent = self.chance.pick(("moeder", "moeder", "vader"), kid.reference, "parent")
            return [
                {**drawn, "organisation": "ouder", "person": parent, "task": task, "capacity": "holder"}
                for task in ("legal_representative", "contact_school")
            ]
        until = _eighteenth(kid)
        if until is not None and until <= drawn["valid_from"]:
            return []
        stays = [stay["municipality"] for stay in kid.rows["stays"] if stay["municipality"]]
        near = [
            person
            for team in self.chain.teams_with(
                role="legal_representative", hub=self.chain.hub(stays[-1] if stays else None)
            )
            for person in self.chain.members(team)
        ]
        guardian = min(near, key=lambda person: self.load[person["name"]])
        self.load[guardian["name"]] += 1
        until = until if until is not None and until <= self.on else None
        row = self.row(task="legal_representative", person=guardian, since=drawn["valid_from"], until=until)
        row["capacity"] = drawn["capacity"]
        if until is None and drawn["valid_to"] and drawn["valid_to"] > self.on:
            row["valid_to"] = drawn["valid_to"]
        days = (self.on - drawn["valid_from"]).days
        if until is None and days > _LONG_ENOUGH and self.chance.part(kid.reference, "other guardian") < _CHANGED:
            return self._after_another(kid, row, near)
        return [row]

    def _or_guardian(self, kid: Kid, contacts: list[Row], guardians: list[Row]) -> list[Row]:
        """Have the guardian speak with the school where the child lives with nobody of the demo who does; not always."""
        stay = kid.running("stays", self.on)
        is_held = any(row["valid_to"] is None or row["valid_to"] > self.on for row in contacts)
        if is_held or stay is None or not kid.is_alone or not guardians:
            return contacts
        if self.chance.part(kid.reference, "guardian speaks") > _GUARDIAN_SPEAKS:
            return contacts
        last = guardians[-1]
        since = max(last["valid_from"], stay["valid_from"])
        if last["valid_to"] is not None and last["valid_to"] <= since:
            return contacts
        return [*contacts, {**last, "task": "contact_school", "capacity": "holder", "valid_from": since}]

    def _also(self, kid: Kid, guardians: list[Row], contacts: list[Row]) -> list[Row]:
        """Give what these people mostly do as well: explain the procedure, be the fixed contact person; not for everybody."""
        if not kid.is_alone:
            return []
        rows: list[Row] = []
        explained = [{**row, "task": "procedure", "capacity": "holder"} for row in guardians]
        if explained and self.chance.part(kid.reference, "explained") > _EXPLAINED:
            self._stop(kid, explained[-1])
        rows += explained
        fixed = contacts if any(row["valid_to"] is None for row in contacts) else guardians[-1:]
        rows += [{**row, "task": FIXED_CONTACT, "capacity": "holder"} for row in fixed]
        if fixed and self.chance.part(kid.reference, "fixed") > _FIXED:
            self._stop(kid, rows[-1])
        elif contacts and guardians and self.chance.part(kid.reference, "two") < _TWO_CONTACTS:
            rows.append({**guardians[-1], "task": FIXED_CONTACT, "capacity": "holder"})
        return rows

    def _stop(self, kid: Kid, row: Row) -> None:
        """Have somebody stop with a task some weeks ago, or soon; nobody took it over."""
        until = self.on + self.chance.whole(-_STOPPED, _STOPPED, kid.reference, "stops", row["task"]) * _DAY
        if row["valid_to"] is None and until > row["valid_from"]:
            row["valid_to"] = until

    def _after_another(self, kid: Kid, row: Row, near: list[Mapping[str, Any]]) -> list[Row]:
        """Have another guardian before this one: staff leaves, and comes."""
        others = [person for person in near if person["name"] != row["person"]]
        former = self.chance.pick(others, kid.reference, "former guardian")
        changed = (
            row["valid_from"]
            + self.chance.whole(60, (self.on - row["valid_from"]).days, kid.reference, "change") * _DAY
        )
        return [
            self.row(task=row["task"], person=former, since=row["valid_from"], until=changed),
            {**row, "valid_from": changed},
        ]

    def _contact(self, kid: Kid, most: int) -> list[Row]:
        """Give who speaks with the school: a fixed mentor, or somebody of the team where the child lives; not always."""
        stay = kid.running("stays", self.on)
        if not kid.is_alone or stay is None:
            return []
        age = kid.age_on(self.on)
        moved = len(kid.rows["stays"]) > 2 and age is not None and 12 <= age < 18
        if moved and self.mentored < most:
            self.mentored += 1
            mentor = self.chain.members(_FIXED_TEAM)[self.mentored % 4 if self.mentored % 2 else 0]
            return [self.row(task="contact_school", person=mentor, since=kid.rows["stays"][1]["valid_from"])]
        rows = []
        for each in kid.rows["stays"][-2:]:
            team = self._team_at(each)
            has_begun = each["valid_from"] <= self.on
            if team and has_begun and self.chance.part(kid.reference, "contact", each["valid_from"]) < _KNOWN_CONTACT:
                person = self.chance.pick(self.chain.members(team), kid.reference, "mentor", team)
                until = each["valid_to"]
                since = self._soon(each["valid_from"], until, kid.reference)
                made = self.row(task="contact_school", person=person, since=since, until=until)
                rows.append({**made, "team": team})
        return rows

    def _soon(self, day: datetime.date, until: datetime.date | None, *question: object) -> datetime.date:
        return min(day + self.chance.whole(0, 7, *question, "soon") * _DAY, until or self.on, self.on)

    def _team_at(self, stay: Row) -> str | None:
        """Give the team that looks after a location; its town's when it has none of its own."""
        own = self.chain.teams_with(role="reception", location=[stay["location"], stay["municipality"] or ""])
        of_town = self.chain.teams_with(role="reception", town=stay["municipality"]) if stay["municipality"] else []
        found = own or (of_town if stay["kind"] in _COA_KINDS else [])
        return found[0] if found else None

    def _school(self, kid: Kid) -> list[Row]:
        """Give the child's person at school, where the school takes part; and the officer, after absence without leave."""
        course = kid.running("enrolments", self.on, "started_on", "left_on")
        if course is None:
            return []
        rows = []
        teams = self.chain.teams_with(role="school", school=[course["school"], course["municipality"]])
        if teams and self.chance.part(kid.reference, "at school") < _PERSON_AT_SCHOOL:
            person = self.chance.pick(self.chain.members(teams[0]), kid.reference, "at school")
            rows.append(self.row(task="school_coordinator", person=person, since=course["started_on"]))
        absences = [row for row in kid.rows["absences"] if row["authorised"] is False]
        missed = [row["day"] for row in absences if row["day"] >= course["started_on"]]
        officers = self.chain.teams_with(role="compulsory_education", municipality=course["municipality"])
        if missed and officers and self.chance.part(kid.reference, "officer") < _OFFICER:
            officer = self.chain.members(officers[0])[0]
            row = self.row(task="school_attendance", person=officer, since=min(missed[-1] + 3 * _DAY, self.on))
            rows.append({**row, "team": officers[0]})
        return rows


def _eighteenth(kid: Kid) -> datetime.date | None:
    born: datetime.date | None = kid.person["born_to"]
    if born is None:
        return None
    return (
        datetime.date(born.year + 18, 3, 1) if (born.month, born.day) == (2, 29) else born.replace(year=born.year + 18)
    )
