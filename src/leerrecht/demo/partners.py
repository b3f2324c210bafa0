"""The chain in the database: organisations, places, teams, the people in them and their accounts."""

from __future__ import annotations

import datetime
import unicodedata
from dataclasses import dataclass

from leerrecht.accounts.models import Account
from leerrecht.chain.models import Location, Membership, Organisation, Professional, School, Team
from leerrecht.demo.content import Kid, data
from leerrecht.demo.tasks import Chain
from leerrecht.operations.signing_in import DEMO_DOMAIN

OTHERS_DOMAIN = "@keten.leerrecht.example"
"""Addresses of those who can't be chosen to sign in as; nobody can sign in by them, they have no password."""
SINCE = datetime.date(2019, 9, 2)
_OWNERS = {"custody": None, "housing": None, "foster": "Nidos", "nidos_small": "Nidos"}

Place = tuple[str, str]


@dataclass(frozen=True, kw_only=True)
class Partners:
    """Row numbers, by name; `locations` and `schools` by name and town; `accounts` by the name of the person."""

    chain: Chain
    organisations: dict[str, int]
    locations: dict[Place, int]
    schools: dict[Place, int]
    teams: dict[str, int]
    professionals: dict[str, int]
    accounts: dict[str, int]


def make_partners(*, kids: list[Kid]) -> Partners:
    """Write the partners of chain.yaml, and every place that the children's facts name."""
    chain = Chain.read()
    organisations = {
        name: Organisation.objects.create(name=name, kind=kind).pk
        for name, kind in data("chain")["organisations"].items()
    }
    locations = _make_locations(kids, chain, organisations)
    schools = _make_schools(kids, chain, organisations)
    teams = _make_teams(chain, organisations, locations, schools)
    professionals = _make_people(chain, teams)
    return Partners(
        chain=chain, organisations=organisations, locations=locations, schools=schools, teams=teams,
        professionals=professionals, accounts=_make_accounts(chain, professionals),
    )  # fmt: skip


def _make_locations(kids: list[Kid], chain: Chain, organisations: dict[str, int]) -> dict[Place, int]:
    kinds = {
        (row["location"], row["municipality"] or ""): row["kind"]
        for kid in kids
        for row in kid.rows["stays"]
        if row["location"]
    }
    for team in chain.teams.values():
        if "location" in team:
            kinds.setdefault(tuple(team["location"]), "poa")
    owners = {place: _OWNERS.get(kind, "COA") for place, kind in kinds.items()}
    owners |= {place: place[0] for place in kinds if place[0] in organisations}
    made = Location.objects.bulk_create(
        Location(name=name, municipality=town, organisation_id=organisations.get(owners[name, town] or ""))
        for name, town in sorted(kinds)
    )
    return {(place.name, place.municipality): place.pk for place in made}


def _make_schools(kids: list[Kid], chain: Chain, organisations: dict[str, int]) -> dict[Place, int]:
    """Write the schools whose town is known; one that only says what it is, can't be tied to."""
    places = {
        (row["school"], row["municipality"])
        for kid in kids
        for row in kid.rows["enrolments"]
        if row["school"] and row["municipality"]
    }
    places |= {tuple(team["school"]) for team in chain.teams.values() if "school" in team}
    made = School.objects.bulk_create(
        School(name=name, municipality=town, organisation_id=organisations[f"Onderwijsstichting {chain.hub(town)}"])
        for name, town in sorted(places)
    )
    return {(school.name, school.municipality): school.pk for school in made}


def _make_teams(
    chain: Chain, organisations: dict[str, int], locations: dict[Place, int], schools: dict[Place, int]
) -> dict[str, int]:
    made = Team.objects.bulk_create(
        Team(
            name=name,
            organisation_id=organisations[team["organisation"]],
            role=team["role"],
            location_id=locations[tuple(team["location"])] if "location" in team else None,
            school_id=schools[tuple(team["school"])] if "school" in team else None,
            municipality=team.get("municipality", ""),
        )
        for name, team in chain.teams.items()
    )
    return {team.name: team.pk for team in made}


def _make_people(chain: Chain, teams: dict[str, int]) -> dict[str, int]:
    made = Professional.objects.bulk_create(
        Professional(name=person["name"], function=person["function"], phone=f"000 000 {place:04}")
        for place, person in enumerate(chain.people, start=1)
    )
    numbers = {professional.name: professional.pk for professional in made}
    Membership.objects.bulk_create(
        Membership(professional_id=numbers[person["name"]], team_id=teams[team], valid_from=SINCE)
        for person in chain.people
        for team in person["teams"]
    )
    return numbers


def _make_accounts(chain: Chain, professionals: dict[str, int]) -> dict[str, int]:
    """Write an account each, without a password; those to choose from first, in their order."""
    accounts = []
    for person in chain.people:
        plain = unicodedata.normalize("NFKD", person["name"]).encode("ascii", "ignore").decode().lower()
        address = person["login"] + DEMO_DOMAIN if "login" in person else ".".join(plain.split()) + OTHERS_DOMAIN
        account = Account(email=address, professional_id=professionals[person["name"]])
        account.set_unusable_password()
        accounts.append(account)
    made = Account.objects.bulk_create(accounts)
    return {person["name"]: account.pk for person, account in zip(chain.people, made, strict=True)}
