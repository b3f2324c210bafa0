"""A large partnership around the reception team: many members, mandates, consultations, meetings and knots."""

from __future__ import annotations

import datetime
from typing import Any

from bench.pages.shape import MEMBERS, ON, TOWN

SINCE = datetime.date(2024, 1, 1)
AT = datetime.datetime.combine(SINCE, datetime.time(9), datetime.UTC)
MANY = 20
"""Consultations, meetings and knots, each."""


def make_partnership(account: Any) -> None:
    """Make one with MEMBERS members, those who are there already among them. `account`: who noted it all."""
    from leerrecht.chain.models import Membership, Organisation, Professional, Team
    from leerrecht.partnership.models import Mandate, Member, Partnership, Phase, Town
    from leerrecht.queries.rulebooks import cooperation

    noted = {"noted_at": AT, "noted_by": account}
    held = Partnership.objects.create(name=f"Samenwerking {TOWN}", **noted)
    Phase.objects.create(partnership=held, phase="growing", since_on=SINCE, **noted)
    Town.objects.create(partnership=held, name=TOWN, folded=TOWN.lower(), valid_from=SINCE)
    known = list(Organisation.objects.exclude(kind="leerrecht"))
    more = range(MEMBERS - len(known))
    members = known + [Organisation.objects.create(name=f"Bestuur {place}", kind="school_board") for place in more]
    domains = list(cooperation().domains)
    for place, organisation in enumerate(members):
        person = Professional.objects.create(name=f"Contact {place}", function="bestuurder")
        team = Team.objects.create(organisation=organisation, name=f"Overleg {place}", role="policy", municipality=TOWN)
        Membership.objects.create(professional=person, team=team, valid_from=SINCE)
        row = {"partnership": held, "organisation": organisation, "valid_from": SINCE, **noted}
        Member.objects.create(contact=person, **row)
        Mandate.objects.create(
            professional=person,
            domain=domains[place % len(domains)],
            decides=f"onderwerp {place}",
            up_to="alles",
            **row,
        )
    _make_past(held, members, noted)


def _make_past(held: Any, members: list[Any], noted: dict[str, Any]) -> None:
    """Make what was said and is to be decided."""
    from leerrecht.partnership.models import Consultation, Knot, Meeting, Series

    series = Series.objects.create(
        partnership=held,
        name="Overleg",
        purpose="de kinderen",
        kind="casework",
        rhythm="monthly",
        begun_on=SINCE,
        **noted,
    )
    series.needed.set(members[:5])
    for place in range(MANY):
        talk = Consultation.objects.create(
            partnership=held, held_on=SINCE + datetime.timedelta(weeks=place), places="genoeg", enrolment="snel",
            learning_line="doorlopend", **noted,
        )  # fmt: skip
        talk.present.set(members)
        day = ON + datetime.timedelta(weeks=place - MANY // 2)
        Meeting.objects.create(
            series=series, held_on=day, begins=datetime.time(10), minutes=60, place=f"zaal {place}", **noted
        )
        Knot.objects.create(partnership=held, question=f"Wie regelt onderwerp {place}?", decide_by=day, **noted)
