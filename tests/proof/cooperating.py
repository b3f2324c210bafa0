"""Partnerships in the world of the proofs: one in each town, full of canaries for its members only; and how to ask."""

from __future__ import annotations

import datetime
import random
from typing import Any

from leerrecht.stored.public_id import ALPHABET, LENGTH
from tests.proof import ambition, meeting
from tests.proof.asking import Body, Way
from tests.proof.life import ELSEWHERE, HERE, TOWNS, names
from tests.proof.marks import word
from tests.proof.viewers import ALL, LEFT

D = datetime.date
AT = datetime.datetime(2025, 12, 2, 9, tzinfo=datetime.UTC)
SINCE, HELD = D(2025, 1, 2), D(2025, 12, 2)
PARTIES = ("municipality", "coa", "board")
SAID = ("places", "enrolment", "learning_line")


def members_of(town: str) -> set[str]:
    """Name the viewers whose organisation takes part."""
    return {kind.name for kind in ALL if kind.town == town and kind.organisation in PARTIES and kind is not LEFT}


def make_partnerships(world: Any) -> None:
    """Make a partnership in each town: with contacts, a mandate, a consultation, a version in force and a proposal."""
    from tests.proof.world import ids_of

    for town in TOWNS:
        with ids_of(f"{town}.partnership"):
            _make(world, town)
        _mark(world, town)
        meeting.make_meetings(world, town)
        ambition.make_ambition(world, town)


def _make(world: Any, town: str) -> None:
    from leerrecht.partnership import models

    by = world.accounts[f"{town}.policy"]
    noted: dict[str, Any] = {"noted_at": AT, "noted_by": by}
    held = models.Partnership.objects.create(name=word(f"{town}.partnership.name"), **noted)
    models.Phase.objects.create(partnership=held, phase="growing", since_on=SINCE, **noted)
    place = word(f"{town}.partnership.town")
    models.Town.objects.create(partnership=held, name=place, folded=place.lower(), valid_from=SINCE)
    people = {"municipality": by.professional, "coa": world.accounts[f"{town}.reception"].professional}
    for name in PARTIES:
        world.extra[f"{town}.member.{name}"] = models.Member.objects.create(
            partnership=held, organisation=world.organisations[f"{town}.{name}"], contact=people.get(name),
            valid_from=SINCE, **noted,
        )  # fmt: skip
    mandate = models.Mandate.objects.create(
        partnership=held, organisation=world.organisations[f"{town}.coa"], professional=people["coa"], valid_from=SINCE,
        domain="cooperation", decides=word(f"{town}.mandate.decides"), up_to=word(f"{town}.mandate.up_to"), **noted,
    )  # fmt: skip
    talk = models.Consultation.objects.create(
        partnership=held, held_on=HELD, **{name: word(f"{town}.consultation.{name}") for name in SAID}, **noted
    )
    talk.present.add(*(world.organisations[f"{town}.{name}"] for name in ("municipality", "board")))
    for number, day in ((1, HELD), (2, None)):
        version = models.TaskVersion.objects.create(
            partnership=held, number=number, starts_on=HELD, why=word(f"{town}.tasks.why"), proposed_at=AT, proposed_by=by,
            adopted_on=day, holds_from=day,
        )  # fmt: skip
        models.TaskLine.objects.create(
            version=version, task="mentor", organisation=world.organisations[f"{town}.coa"], reception="foster"
        )
        models.Assent.objects.create(
            version=version, organisation=world.organisations[f"{town}.municipality"], professional=by.professional,
            mandate=mandate, given_at=AT, given_by=by,
        )  # fmt: skip
    world.extra |= {f"{town}.partnership": held, f"{town}.mandate": mandate, f"{town}.consultation": talk}


def _mark(world: Any, town: str) -> None:
    taking_part = members_of(town)
    own = ["partnership.name", "partnership.town", "mandate.decides", "mandate.up_to", "tasks.why"]
    for name in (*own, *(f"consultation.{each}" for each in SAID)):
        world.marks.add(word(f"{town}.{name}"), f"{town}.{name}", taking_part)
    for name in ("partnership", "mandate", "consultation", *(f"member.{each}" for each in PARTIES)):
        code = world.extra[f"{town}.{name}"].public_id
        world.marks.add(code, f"{town}.{name}.public_id", taking_part | _officers())
    world.marks.add(names(town)["coa"], f"{town}.coa as a member", taking_part)
    for team in ("policy", "reception"):
        for what in ("person", "function"):
            key = f"{town}.person.{team}" if what == "person" else f"{town}.{team}.function"
            world.marks.add(word(key), f"{key} as a contact", taking_part)
    for kind in (kind for kind in ALL if kind.name in taking_part):  # who keeps it chooses from who works at a member
        for key in (f"{town}.person.{kind.team}", f"{kind.name}.function"):
            world.marks.add(word(key), f"{key} as one to choose", {f"{town}.policy"})
    keepers = {f"{each}.policy" for each in TOWNS}
    for name in (
        "coa",
        "nidos",
        "care_organisation",
        "ggd_organisation",
    ):  # whoever asks them to join finds them by name
        world.marks.add(names(town)[name], f"{town}.{name} as one that may join", keepers)


def _officers() -> set[str]:
    return {kind.name for kind in ALL if kind.role == "privacy_officer"}


# --- how to ask --------------------------------------------------------------------------------------------------------


def a_partnership(world: Any) -> list[Way]:
    """The one of this town, the one elsewhere, and none."""
    return [*({"partnership": world.extra[f"{town}.partnership"].public_id} for town in TOWNS), {"partnership": "x"}]


def _of(world: Any, what: str, parameter: str) -> list[Way]:
    """Each with its partnership, and one that is of the other."""
    found = [
        {
            "partnership": world.extra[f"{town}.partnership"].public_id,
            parameter: world.extra[f"{town}.{what}"].public_id,
        }
        for town in TOWNS
    ]
    return [*found, {**found[0], parameter: found[1][parameter]}]


def a_member(world: Any) -> list[Way]:
    """A member of each."""
    return _of(world, "member.coa", "member")


def a_mandate(world: Any) -> list[Way]:
    """A mandate in each."""
    return _of(world, "mandate", "mandate")


def a_consultation(world: Any) -> list[Way]:
    """A consultation of each."""
    return _of(world, "consultation", "consultation")


def a_series(world: Any) -> list[Way]:
    """A series of each."""
    return _of(world, "series", "series")


def a_meeting(world: Any) -> list[Way]:
    """A meeting of each that is to come, and one that was."""
    return [*_of(world, "meeting", "meeting"), _of(world, "held", "meeting")[0]]


def a_knot(world: Any) -> list[Way]:
    """A knot of each, and one that was decided."""
    return [*_of(world, "knot", "knot"), _of(world, "decided", "knot")[0]]


def a_version(world: Any) -> list[Way]:
    """What holds and what is proposed, here and elsewhere; and a version that isn't there."""
    return [{**way, "number": number} for way in a_partnership(world)[:2] for number in ("1", "2", "9")]


def _code(town: str) -> str:
    """Give the public id that the partnership of a town will have: the first that is drawn for it."""
    return "".join(random.Random(f"{town}.partnership").choices(ALPHABET, k=LENGTH))


HERE_CODE, THERE_CODE = _code(HERE), _code(ELSEWHERE)
BESIDE = (
    "", f"een={HERE_CODE}.1&ander={HERE_CODE}.2", f"een={HERE_CODE}.1&ander={THERE_CODE}.1", "een=x&ander=1"
)  # fmt: skip
"""Two versions here; one here and one elsewhere; nothing."""


def to_shape(world: Any, way: Way) -> list[Body]:
    """Another name and phase; and everything wrong."""
    good = {"name": "Samen", "towns": "Ergens", "phase": "settled", "shows_tasks": "on"}
    return [
        Body(values={**good, "seen": "1"}),
        Body(values=good),
        Body(values={"phase": "x", "towns": "\x00", "seen": "1"}),
    ]


def to_join(world: Any, way: Way) -> list[Body]:
    """An organisation that takes part; one that does already; none."""
    codes = [world.organisations[f"{HERE}.{name}"].public_id for name in ("ggd_organisation", "coa")]
    return [*(Body(values={"organisation": code, "valid_from": "1-10-2026"}) for code in codes),
            Body(values={"organisation": "x", "valid_from": "x"})]  # fmt: skip


def to_stay(world: Any, way: Way) -> list[Body]:
    """Nobody to turn to, somebody elsewhere, an end; and each wrong or too late."""
    person = world.accounts[f"{ELSEWHERE}.reception"].professional.public_id
    return [
        Body(values={"do": "contact", "contact": "", "seen": "1"}),
        Body(values={"do": "contact", "contact": person, "seen": "1"}),
        Body(values={"do": "end", "valid_to": "1-10-2026", "seen": "1"}),
        Body(values={"do": "end", "valid_to": "x", "seen": "7"}),
    ]


def to_mandate(world: Any, way: Way) -> list[Body]:
    """A mandate for somebody at a member; for somebody elsewhere; and nothing right."""
    given = {"domain": "money", "decides": "geld", "up_to": "100", "valid_from": "1-10-2026", "valid_to": ""}
    who = [
        f"{world.organisations[f'{town}.coa'].public_id}.{world.accounts[f'{town}.reception'].professional.public_id}"
        for town in TOWNS
    ]
    return [*(Body(values={**given, "person": each}) for each in who), Body(values={"valid_to": "31-6-2026"})]


def to_end(world: Any, way: Way) -> list[Body]:
    """An end; one that is too late, one that is no day."""
    return [
        Body(values={"valid_to": day, "seen": seen})
        for day, seen in (("1-10-2026", "1"), ("1-10-2026", "5"), ("x", "1"))
    ]


def to_consult(world: Any, way: Way) -> list[Body]:
    """A consultation, and half of one."""
    present = [world.organisations[f"{HERE}.{name}"].public_id for name in ("municipality", "board")]
    good = {"held_on": "14-9-2026", "present": present, **dict.fromkeys(SAID, "Afgesproken.")}
    return [Body(values=good), Body(values={"held_on": "x", "places": "\x00"})]


def to_propose(world: Any, way: Way) -> list[Body]:
    """A proposal, one beside another, and nothing right."""
    coa = world.organisations[f"{HERE}.coa"].public_id
    good = {"starts_on": "1-10-2026", "why": "Nieuw.", "mentor": coa, "mentor.foster": coa}
    return [*(Body(values={**good, "seen": seen}) for seen in ("2", "1")), Body(values={"seen": "2", "mentor": "x"})]
