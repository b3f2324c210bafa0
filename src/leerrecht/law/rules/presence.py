"""A child that left for an unknown destination. Told to the legal representative only. Readings: docs/decisions/0003."""

from __future__ import annotations

from leerrecht.law.dates import UNKNOWN
from leerrecht.law.facts import NO, UNKNOWN_DESTINATION, Child, Facts, last_departure
from leerrecht.law.parameters import Law
from leerrecht.law.rule import (
    DUE,
    MET,
    NO_DEPARTURE_DATE,
    NO_DEPARTURE_KIND,
    NOTHING,
    PRESENCE_MISSING,
    Conclusion,
    Rule,
    conclusion,
    undecided,
)
from leerrecht.law.rules.common import plan_for


def presence_missing(child: Child, facts: Facts, law: Law, on: int, k: int) -> Conclusion:
    """The child has left and nobody knows where to: the legal representative is asked to act."""
    if child.away == NO or k != last_departure(facts, child.departure_lo, child.departure_hi, on):
        return NOTHING
    left_on = facts.departures[k].left_on + 0
    if left_on == UNKNOWN:
        return undecided(NO_DEPARTURE_DATE)
    if facts.departures[k].kind == 0:
        return undecided(NO_DEPARTURE_KIND)
    if facts.departures[k].kind != UNKNOWN_DESTINATION:
        return NOTHING
    plan = plan_for(child, facts, on, PRESENCE_MISSING, left_on, True, left_on)
    if plan >= 0:
        return conclusion(MET, left_on, left_on, met_on=facts.plans[plan].agreed_on)
    return conclusion(DUE, left_on, left_on)


RULES = (
    Rule(
        id="presence.missing", judge=presence_missing, each="departures", key="{left_on}",
        audience="legal_representative",
        reads=(
            "departures.left_on", "departures.back_on", "departures.kind", "plans.rule", "plans.key",
            "plans.agreed_on",
        ),
        dates={
            "since_on": ("departures.left_on",), "due_on": ("departures.left_on",), "met_on": ("plans.agreed_on",),
        },
    ),
)  # fmt: skip
