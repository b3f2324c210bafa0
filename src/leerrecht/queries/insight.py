"""Inzicht: what those who steer may know of a municipality, over the last quarter that was published. Never a child.

Counted are facts as they were known when the quarter had settled, once; what is shown is only what was published then, so that
no correction, erasure or link changes a number, and no difference of two versions tells of a single child. What may be shown
of a count is decided in leerrecht.insight.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from leerrecht.insight import (
    MEASURES,
    Measure,
    Published,
    Quarter,
    Question,
    Row,
    build_material,
    publish,
    tabulate,
)
from leerrecht.insight.material import RULES
from leerrecht.law.conclusions import find_conclusions
from leerrecht.law.rules import RULE
from leerrecht.partnership.models import Knot, PublishedQuarter
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
    """All measures of a quarter. `threshold`, `step`: the smallest count that is shown, and to what it is rounded.

    `published_on`: the day on which it was, None for what wasn't yet.
    """

    quarter: Quarter
    threshold: int
    step: int
    results: tuple[Result, ...]
    published_on: datetime.date | None = None

    def result_of(self, measure: str) -> Result | None:
        """Give what may be shown of a measure (its id), if it was published."""
        return next((each for each in self.results if each.measure.id == measure), None)


def settled_at(*, quarter: Quarter, settle_days: int) -> datetime.datetime:
    """Give the moment at which a quarter counts as settled: what is known later doesn't change it."""
    day = quarter.last + datetime.timedelta(days=settle_days + 1)
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time()))


def count_quarter(*, municipality: str, quarter: Quarter, settle_days: int) -> Insight:
    """Count a municipality's quarter, to be published: by the rulebook of the day on which it had settled.

    Nobody is shown this but what was stored of it (operations.publishing).
    """
    law, known_at = rulebook(), settled_at(quarter=quarter, settle_days=settle_days)
    threshold, step = (law.value_on(f"insight.{name}", known_at.date()) for name in ("threshold", "step"))
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


def find_published(*, municipality: str) -> Insight | None:
    """Give the last quarter that was published of a municipality. Who may is asked before: only by the duty `steer`."""
    row = PublishedQuarter.objects.filter(folded=fold_name(municipality)).last() if municipality else None
    if row is None:
        return None
    results = [Result(measure=MEASURES[name], told=_read(row.told[name])) for name in MEASURES if name in row.told]
    return Insight(
        quarter=Quarter(first=row.first_on, last=row.last_on), threshold=row.threshold, step=row.step,
        results=tuple(results), published_on=timezone.localtime(row.published_at).date(),
    )  # fmt: skip


def written(*, found: Insight) -> dict[str, Any]:
    """Write what may be shown as plain lists, by measure; an organisation that is hidden isn't named."""
    return {
        result.measure.id: {
            "whole": _write_row(result.told.whole),
            "parts": [
                [name if row is not None or result.measure.cut == "age" else "", _write_row(row)]
                for name, row in result.told.parts.items()
            ],
        }
        for result in found.results
    }


def _write_row(row: Row | None) -> list[Any] | None:
    return None if row is None else [row.units, list(row.classes)]


def _read(told: Mapping[str, Any]) -> Published:
    parts = {name: None if row is None else _read_row(row) for name, row in told["parts"]}
    return Published(whole=_read_row(told["whole"]), parts=parts)


def _read_row(row: Sequence[Any]) -> Row:
    return Row(units=row[0], classes=tuple(row[1]))


def _questions(municipality: str, quarter: Quarter, known_at: datetime.datetime) -> Sequence[Question]:
    """Give the knots, to be decided in a quarter, of the partnership that a municipality had on its last day."""
    rows = Knot.objects.filter(
        partnership__towns__folded=fold_name(municipality), partnership__towns__valid_from__lte=quarter.last,
        decide_by__range=(quarter.first, quarter.last), noted_at__lte=known_at,
    ).exclude(partnership__towns__folded=fold_name(municipality), partnership__towns__valid_to__lte=quarter.last)  # fmt: skip
    return [Question(decide_by=by, decided_on=on) for by, on in rows.distinct().values_list("decide_by", "decided_on")]
