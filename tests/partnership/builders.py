"""A partnership in the small world of tests/world.py: the municipality leads, COA, Nidos and the school board take part."""

from __future__ import annotations

import datetime
from typing import Any

from tests.grants.acts import actor
from tests.operations.builders import NOW
from tests.world import ON

SINCE = datetime.date(2026, 9, 1)
BEFORE = datetime.datetime(2026, 9, 1, 9, 0, tzinfo=datetime.UTC)
MEMBERS = ("COA", "Nidos", "Scholen Zandakker")
ROLE_OF = {
    "Gemeente Zandakker": "policy", "COA": "reception", "Nidos": "legal_representative", "Scholen Zandakker": "school",
}  # fmt: skip


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def shape(**changed: Any) -> Any:
    from leerrecht.operations.partnerships import Shape

    return Shape(**{"name": "Samen in Zandakker", "towns": ["Zandakker"], "phase": "starting", **changed})


def begin(world: Any, at: datetime.datetime = BEFORE, role: str = "policy", **changed: Any) -> Any:
    from leerrecht.operations.partnerships import begin_partnership

    return begin_partnership(actor=actor(world, role, at), at=at, shape=shape(**changed))


def code(world: Any, organisation: str) -> str:
    return world.organisations[organisation].public_id


def fresh(partnership: Any) -> Any:
    return type(partnership).objects.get(pk=partnership.pk)


def join(
    world: Any, partnership: Any, organisation: str, since: datetime.date | None = SINCE, role: str = "policy"
) -> Any:
    from leerrecht.operations.partnerships import add_member

    return add_member(
        actor=actor(world, role), at=NOW, partnership=partnership.public_id, organisation=code(world, organisation),
        valid_from=since,
    )  # fmt: skip


def together(world: Any, *members: str) -> Any:
    """Begin a partnership with members."""
    made = begin(world)
    for organisation in members or MEMBERS:
        join(world, made, organisation)
    return made


def power(world: Any, member: str, **changed: Any) -> Any:
    from leerrecht.operations.task_agreements import Power

    person = world.accounts[ROLE_OF[member]].professional
    return Power(**{
        "organisation": code(world, member), "person": person.public_id, "domain": "cooperation",
        "decides": "taken verdelen", "up_to": "voor de eigen organisatie", "valid_from": SINCE, "valid_to": None,
        **changed,
    })  # fmt: skip


def mandate(world: Any, partnership: Any, member: str, **changed: Any) -> Any:
    from leerrecht.operations.task_agreements import give_mandate

    given = power(world, member, **changed)
    return give_mandate(actor=actor(world, "policy"), at=NOW, partnership=partnership.public_id, power=given)


def mandates(world: Any, partnership: Any, *organisations: str) -> None:
    for organisation in organisations or ("Gemeente Zandakker", *MEMBERS):
        mandate(world, partnership, organisation)


def division(world: Any, **changed: Any) -> Any:
    from leerrecht.operations.task_agreements import Division

    lines = {
        ("mentor", ""): code(world, "COA"), ("mentor", "foster"): code(world, "Nidos"),
        ("teacher", ""): code(world, "Scholen Zandakker"),
    }  # fmt: skip
    return Division(**{"starts_on": ON, "why": "De opvang is nieuw.", "lines": lines, **changed})


def propose(world: Any, partnership: Any, seen: int | None = None, role: str = "policy", **changed: Any) -> Any:
    from leerrecht.operations.task_agreements import propose_tasks

    last = partnership.task_versions.last()
    return propose_tasks(
        actor=actor(world, role), at=NOW, partnership=partnership.public_id,
        seen=(last.number if last else 0) if seen is None else seen, division=division(world, **changed),
    )  # fmt: skip


def assent(world: Any, partnership: Any, role: str, number: int = 1, at: datetime.datetime = NOW) -> Any:
    from leerrecht.operations.task_agreements import assent_to

    return assent_to(actor=actor(world, role, at), at=at, partnership=partnership.public_id, number=number)


def adopted(world: Any, partnership: Any, **changed: Any) -> Any:
    """Propose who does what, and let every member agree."""
    made = propose(world, partnership, **changed)
    names = partnership.members.filter(valid_to__isnull=True).values_list("organisation__name", flat=True)
    for organisation in list(names):
        assent(world, partnership, ROLE_OF[organisation], made.number)
    made.refresh_from_db()
    return made


def talk(world: Any, **changed: Any) -> Any:
    from leerrecht.operations.partnerships import Talk

    present = [code(world, name) for name in ("Gemeente Zandakker", "Scholen Zandakker")]
    agreed = {"places": "Twee groepen erbij.", "enrolment": "Binnen een week.", "learning_line": "Samen met het mbo."}
    return Talk(**{"held_on": ON, "present": present, **agreed, **changed})


def consult(world: Any, partnership: Any, **changed: Any) -> Any:
    from leerrecht.operations.partnerships import note_consultation

    said = talk(world, **changed)
    return note_consultation(actor=actor(world, "policy"), at=NOW, partnership=partnership.public_id, talk=said)


def overview(partnership: Any, on: datetime.date = ON) -> Any:
    from leerrecht.queries.partnerships import find_overview

    return find_overview(partnership=fresh(partnership), on=on)


def viewer_of(world: Any, role: str) -> Any:
    return actor(world, role).viewer


def points(partnership: Any, on: datetime.date = ON) -> dict[str, str]:
    return {point.kind: point.state for point in overview(partnership, on).points}
