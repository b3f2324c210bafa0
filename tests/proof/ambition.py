"""Ambitions in the world of the proofs: one that holds and a proposal in each town, full of canaries for its members only."""

from __future__ import annotations

import datetime
from typing import Any

from tests.proof.asking import Body
from tests.proof.marks import word

AT = datetime.datetime(2025, 12, 2, 9, tzinfo=datetime.UTC)
ADOPTED, LOOKED, AGAIN = datetime.date(2025, 12, 2), datetime.date(2026, 1, 13), datetime.date(2026, 12, 1)
TEXTS = (
    "ambition.text", "ambition.youth_part", "ambition.youth_said", "goal.what", "goal.indicator", "goal.unit",
    "goal.target", "stake.words", "appraisal.results", "appraisal.conclusions", "appraisal.adjustments",
)  # fmt: skip


def make_ambition(world: Any, town: str) -> None:
    """Make an ambition that holds, with a goal and an evaluation, a proposal, and what is at stake; mark all of it."""
    from tests.proof.cooperating import _officers, members_of
    from tests.proof.world import ids_of

    with ids_of(f"{town}.ambition"):
        rows = _make(world, town)
    for name in TEXTS:
        world.marks.add(word(f"{town}.{name}"), f"{town}.{name}", members_of(town))
    for row in rows:
        world.marks.add(row.public_id, f"{town}.ambition.public_id", members_of(town) | _officers())


def _make(world: Any, town: str) -> list[Any]:
    from leerrecht.partnership import models

    held, by = world.extra[f"{town}.partnership"], world.accounts[f"{town}.policy"]
    coa = world.organisations[f"{town}.coa"]
    person = world.accounts[f"{town}.reception"].professional

    def said(kind: str, *names: str) -> dict[str, str]:
        return {name: word(f"{town}.{kind}.{name}") for name in names}

    made = []
    for number, day in ((1, ADOPTED), (2, None)):
        row = models.Ambition.objects.create(
            partnership=held, number=number, **said("ambition", "text", "youth_part", "youth_said"), evaluate_on=AGAIN,
            proposed_at=AT, proposed_by=by, adopted_on=day,
        )  # fmt: skip
        models.Goal.objects.create(ambition=row, **said("goal", "what", "indicator", "unit", "target"))
        models.Goal.objects.create(ambition=row, measure="in_term", **said("goal", "what", "unit", "target"))
        models.Endorsement.objects.create(
            ambition=row, organisation=coa, professional=person, mandate=world.extra[f"{town}.mandate"], given_at=AT,
            given_by=by,
        )  # fmt: skip
        made.append(row)
    models.Stake.objects.create(partnership=held, organisation=coa, **said("stake", "words"), given_at=AT, given_by=by)
    models.Appraisal.objects.create(
        ambition=made[0], held_on=LOOKED, **said("appraisal", "results", "conclusions", "adjustments"), next_on=AGAIN,
        noted_at=AT, noted_by=by,
    )  # fmt: skip
    return made


def _sending(*bodies: dict[str, Any]) -> Any:
    return lambda world, way: [Body(values=body) for body in bodies]


ON_AMBITION = _sending(
    {"do": "agree", "seen": "2"}, {"do": "adopt", "seen": "2"}, {"do": "stake", "words": "Rust."},
    {"do": "stake", "words": "\x00"}, {"do": "withdraw", "seen": "2"}, {"do": "agree", "seen": "99"}, {"do": "x"},
)  # fmt: skip
_GOAL = {"what_1": "Snel naar school", "measure_1": "in_term", "unit_1": "procent", "target_1": "90"}
_GOOD = {
    "text": "Samen.",
    "youth_part": "Een gesprek.",
    "youth_said": "Wachten duurt lang.",
    "evaluate_on": "1-3-2027",
    **_GOAL,
}
PROPOSE = _sending(
    {**_GOOD, "seen": "2"}, {**_GOOD, "seen": "0"}, {"text": "\x00", "evaluate_on": "x", "measure_1": "x"}
)
EVALUATE = _sending(
    {"held_on": "14-9-2026", "results": "Beter.", "conclusions": "Door.", "adjustments": "Niets.", "next_on": "1-3-2027"},
    {"held_on": "x", "results": "\x00", "next_on": "x"},
)  # fmt: skip
