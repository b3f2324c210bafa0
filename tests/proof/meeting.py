"""Meetings and knots in the world of the proofs: one of each kind in each town, full of canaries for its members only."""

from __future__ import annotations

import datetime
from typing import Any

from tests.proof.asking import Body, Way
from tests.proof.life import ELSEWHERE, HERE
from tests.proof.marks import word

D = datetime.date
AT = datetime.datetime(2025, 12, 2, 9, tzinfo=datetime.UTC)
BEGUN, WAS, AHEAD = D(2025, 8, 12), D(2026, 1, 13), D(2026, 12, 1)
TEXTS = (
    "series.name", "series.purpose", "meeting.place", "meeting.why", "meeting.spread", "meeting.ruling", "meeting.how",
    "action.what", "evaluation.findings", "step.who", "knot.question", "knot.option", "knot.interest", "knot.decision",
    "knot.reason",
)  # fmt: skip


def make_meetings(world: Any, town: str) -> None:
    """Make a series with a meeting that was and one to come, an open knot and one that was decided, and mark all of it."""
    from tests.proof.cooperating import _officers, members_of
    from tests.proof.world import ids_of

    with ids_of(f"{town}.meetings"):
        _make(world, town)
        _make_knots(world, town)
    taking_part = members_of(town)
    for name in TEXTS:
        world.marks.add(word(f"{town}.{name}"), f"{town}.{name}", taking_part)
    for name in ("series", "meeting", "held", "action", "ladder", "knot", "decided"):
        world.marks.add(world.extra[f"{town}.{name}"].public_id, f"{town}.{name}.public_id", taking_part | _officers())


def _make(world: Any, town: str) -> None:
    from leerrecht.partnership.models import meetings

    def say(name: str) -> str:
        return word(f"{town}.{name}")

    held, by = world.extra[f"{town}.partnership"], world.accounts[f"{town}.policy"]
    noted: dict[str, Any] = {"noted_at": AT, "noted_by": by}
    coa, person = world.organisations[f"{town}.coa"], world.accounts[f"{town}.reception"].professional
    series = meetings.Series.objects.create(
        partnership=held, name=say("series.name"), purpose=say("series.purpose"), kind="casework", rhythm="monthly",
        begun_on=BEGUN, **noted,
    )  # fmt: skip
    series.needed.add(coa, world.organisations[f"{town}.municipality"])
    for domain in ("cooperation", "money"):
        meetings.SeriesDomain.objects.create(series=series, domain=domain)
    made = [
        meetings.Meeting.objects.create(
            series=series, held_on=day, begins=datetime.time(9), minutes=60, place=say("meeting.place"), **noted, **more
        )
        for day, more in (
            (AHEAD, {"sent_at": AT, "sent_by": by, "sent_why": say("meeting.why")}),
            (WAS, {"spread": say("meeting.spread")}),
        )
    ]
    for each in made:
        meetings.Invited.objects.create(meeting=each, professional=person, organisation=coa)
        meetings.Invited.objects.create(
            meeting=each, professional=by.professional, organisation=world.organisations[f"{town}.municipality"]
        )
    meetings.Ruling.objects.create(meeting=made[1], what=say("meeting.ruling"), **noted)
    meetings.Spread.objects.create(
        meeting=made[1], organisation=world.organisations[f"{town}.municipality"], how=say("meeting.how"), given_at=AT,
        given_by=by,
    )  # fmt: skip
    action = meetings.Action.objects.create(
        partnership=held, meeting=made[1], what=say("action.what"), holder=person, organisation=coa, due_on=WAS, **noted
    )
    meetings.Evaluation.objects.create(
        partnership=held, held_on=BEGUN, findings=say("evaluation.findings"), **noted
    )  # fmt: skip
    rows = {"series": series, "meeting": made[0], "held": made[1], "action": action}
    world.extra |= {f"{town}.{name}": row for name, row in rows.items()}


def _make_knots(world: Any, town: str) -> None:
    from leerrecht.partnership.models import knots

    def say(name: str) -> str:
        return word(f"{town}.{name}")

    held, by = world.extra[f"{town}.partnership"], world.accounts[f"{town}.policy"]
    noted: dict[str, Any] = {"noted_at": AT, "noted_by": by}
    coa, person = world.organisations[f"{town}.coa"], world.accounts[f"{town}.reception"].professional
    ladder = knots.Ladder.objects.create(partnership=held, number=1, **noted)
    knots.Step.objects.create(ladder=ladder, number=1, who=say("step.who"), days=14)
    asked = {"partnership": held, "ladder": ladder, "question": say("knot.question"), "decide_by": WAS, **noted}
    open_knot = knots.Knot.objects.create(**asked, director=person, directs_for=coa)
    decided = knots.Knot.objects.create(
        **asked, decision=say("knot.decision"), reason=say("knot.reason"), decided_on=WAS, decider=person,
        decides_for=coa,
    )  # fmt: skip
    decided.mandates.add(world.extra[f"{town}.mandate"])
    for knot in (open_knot, decided):
        knots.KnotDomain.objects.create(knot=knot, domain="cooperation")
        knots.Option.objects.create(knot=knot, what=say("knot.option"))
        knots.Interest.objects.create(
            knot=knot, organisation=coa, words=say("knot.interest"), given_at=AT, given_by=by
        )  # fmt: skip
    rows = {"ladder": ladder, "knot": open_knot, "decided": decided}
    world.extra |= {f"{town}.{name}": row for name, row in rows.items()}


# --- how to ask --------------------------------------------------------------------------------------------------------


def sending(*bodies: dict[str, Any]) -> Any:
    """Give bodies that are the same whatever the way."""
    return lambda world, way: [Body(values=body) for body in bodies]


def _who(world: Any, town: str = HERE) -> str:
    person = world.accounts[f"{town}.reception"].professional.public_id
    return f"{world.organisations[f'{town}.coa'].public_id}.{person}"


def to_end_series(world: Any, way: Way) -> list[Body]:
    """End the series of this town; and none."""
    return [Body(values={"series": world.extra[f"{HERE}.series"].public_id}), Body(values={"series": "x"})]


def to_begin_series(world: Any, way: Way) -> list[Body]:
    """A series; one with an organisation elsewhere; and nothing right."""
    good = {"name": "Overleg", "purpose": "Praten.", "kind": "policy", "rhythm": "weekly", "domains": ["money"]}
    codes = [
        [world.organisations[f"{town}.{name}"].public_id for name in ("municipality", "coa")]
        for town in (HERE, ELSEWHERE)
    ]
    return [*(Body(values={**good, "needed": each}) for each in codes), Body(values={"kind": "x", "name": "\x00"})]


EVALUATE = sending({"held_on": "14-9-2026", "findings": "Het past."}, {"held_on": "x", "findings": "\x00"})


def to_plan(world: Any, way: Way) -> list[Body]:
    """A meeting; with somebody elsewhere; in an hour that isn't there; and nothing right."""
    good = {"held_on": "8-12-2026", "begins": "9:30", "minutes": "60", "place": "Ergens", "invited": [_who(world)]}
    return [
        Body(values={**good, "seen": "1"}), Body(values={**good, "invited": [_who(world, ELSEWHERE)]}),
        Body(values={**good, "held_on": "28-3-2027", "begins": "2:30", "seen": "1"}),
        Body(values={"held_on": "x", "begins": "x", "minutes": "x", "seen": "9"}),
    ]  # fmt: skip


def to_meet(world: Any, way: Way) -> list[Body]:
    """Everything that can be done about a meeting, right and wrong."""
    action = world.extra[f"{HERE}.action"].public_id
    return [
        Body(values=values)
        for values in (
            {"do": "send", "seen": "1", "why": "Toch."}, {"do": "send", "seen": "7"}, {"do": "cancel", "seen": "1"},
            {"do": "ruling", "ruling": "Ja."}, {"do": "ruling", "ruling": ""},
            {"do": "action", "what": "Bellen", "holder": _who(world), "due_on": "8-12-2026"},
            {"do": "action", "what": "\x00", "holder": _who(world, ELSEWHERE), "due_on": "x"},
            {"do": "done", "action": action}, {"do": "check", "action": action}, {"do": "done", "action": "x"},
            {"do": "spread", "seen": "1", "spread": "Vertel."}, {"do": "confirm", "how": "Verteld."},
            {"do": "confirm", "how": ""}, {"do": "x"},
        )
    ]  # fmt: skip


def to_ask(world: Any, way: Way) -> list[Body]:
    """A knot; one with a director elsewhere; and nothing right."""
    good = {"question": "Wie?", "domains": ["money", "education"], "options": "Wij\nZij", "decide_by": "8-12-2026"}
    return [*(Body(values={**good, "director": _who(world, town)}) for town in (HERE, ELSEWHERE)),
            Body(values={"question": "\x00", "domains": "x", "decide_by": "x"})]  # fmt: skip


LADDER = sending(
    {"seen": "1", "who_1": "Directeuren", "days_1": "14"}, {"seen": "0", "who_1": "Directeuren", "days_1": "14"},
    {"seen": "1", "who_1": "", "days_1": "x"},
)  # fmt: skip


def to_knot(world: Any, way: Way) -> list[Body]:
    """Everything that can be done about a knot, right and wrong."""
    action = world.extra[f"{HERE}.action"].public_id
    return [
        Body(values=values)
        for values in (
            {"do": "interest", "words": "Ons belang."}, {"do": "interest", "words": ""},
            {"do": "decide", "seen": "1", "decision": "Ja.", "reason": "Daarom."}, {"do": "decide", "seen": "8"},
            {"do": "action", "what": "Bellen", "holder": _who(world), "due_on": "8-12-2026"},
            {"do": "action", "what": "", "holder": "x", "due_on": "x"}, {"do": "check", "action": action},
            {"do": "done", "action": action}, {"do": "x"},
        )
    ]  # fmt: skip
