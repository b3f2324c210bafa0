"""Inzicht: what those who steer may know of a municipality, over the last quarter that is closed. Never a child.

Counted are facts as they were known when the quarter had settled, so that what somebody writes today changes no number of it:
of two days of one quarter the numbers are the same, and no difference tells of a single child. What may be shown of a count
is decided in leerrecht.insight.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from leerrecht.insight import (
    MEASURES,
    Measure,
    Published,
    Quarter,
    Question,
    build_material,
    last_closed,
    publish,
    tabulate,
)
from leerrecht.insight.material import RULES
from leerrecht.law.conclusions import find_conclusions
from leerrecht.law.rules import RULE
from leerrecht.partnership.models import Knot
from leerrecht.queries.facts import load_caseload
from leerrecht.queries.links import doubled
from leerrecht.queries.municipality import residents
from leerrecht.queries.rulebooks import rulebook
from leerrecht.stored.names import fold_name


@dataclass(frozen=True, kw_only=True)
class Result:
    """What may be shown of one measure."""

    measure: Measure
    told: Published


@dataclass(frozen=True, kw_only=True)
class Insight:
    """All measures of a quarter. `threshold`, `step`: the smallest count that is shown, and to what it is rounded."""

    quarter: Quarter
    threshold: int
    step: int
    results: tuple[Result, ...]


def settled_at(*, quarter: Quarter, settle_days: int) -> datetime.datetime:
    """Give the moment at which a quarter counts as settled: what is known later doesn't change it."""
    day = quarter.last + datetime.timedelta(days=settle_days + 1)
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time()))


def find_insight(*, municipality: str, on: datetime.date) -> Insight:
    """Count a municipality's last closed quarter. Who may is asked before: only by the duty `steer`."""
    law = rulebook()
    threshold, step, days = (law.value_on(f"insight.{name}", on) for name in ("threshold", "step", "settle_days"))
    quarter = last_closed(on=on, settle_days=days)
    known_at = settled_at(quarter=quarter, settle_days=days)
    inside = residents(municipality=municipality, on=quarter.last, known_at=known_at)
    here = {child for child in inside.children if not inside.reach_of(child).is_aftercare}
    caseload = load_caseload(scope=inside, children=here - doubled(children=here), known_at=known_at)
    findings = find_conclusions(
        caseload=caseload, rulebook=law, on=quarter.last, rules=[RULE[rule] for rule in RULES]
    )  # fmt: skip
    material = build_material(
        caseload=caseload, findings=findings, questions=_questions(municipality, quarter, known_at)
    )
    results = []
    for measure in MEASURES.values():
        counts = tabulate(measure=measure, material=material, quarter=quarter)
        told = publish(counts=counts, classes=len(measure.classes), threshold=threshold, step=step)
        results.append(Result(measure=measure, told=told))
    return Insight(quarter=quarter, threshold=threshold, step=step, results=tuple(results))


def _questions(municipality: str, quarter: Quarter, known_at: datetime.datetime) -> Sequence[Question]:
    """Give the knots, to be decided in a quarter, of the partnership that a municipality had on its last day."""
    rows = Knot.objects.filter(
        partnership__towns__folded=fold_name(municipality), partnership__towns__valid_from__lte=quarter.last,
        decide_by__range=(quarter.first, quarter.last), noted_at__lte=known_at,
    ).exclude(partnership__towns__folded=fold_name(municipality), partnership__towns__valid_to__lte=quarter.last)  # fmt: skip
    return [Question(decide_by=by, decided_on=on) for by, on in rows.distinct().values_list("decide_by", "decided_on")]
