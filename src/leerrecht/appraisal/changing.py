"""What a change in a study changes in what comes out: ranks, vetoes and conclusions before and after, and cells to judge anew.

A new finding by itself moves no rank: somebody has to judge again. So the cells on which it bears are named, and those whose
range doesn't hold what it points to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import sqrt
from typing import TypeVar

from leerrecht.appraisal.claims import Conclusion
from leerrecht.appraisal.conditions import holds
from leerrecht.appraisal.outcome import Outcome, Verdict
from leerrecht.appraisal.study import Finding, Study

STANDARD_ERRORS = 2
Each = TypeVar("Each")


@dataclass(frozen=True, kw_only=True)
class Again:
    """A cell on which a new finding bears. `outside`: it points further than the range goes, or the cell was unknown."""

    cell: str
    finding: str
    outside: bool


@dataclass(frozen=True, kw_only=True)
class Difference:
    """What changed for one subgroup. Pairs are before and after; None: it wasn't there, or isn't any more.

    `moved`: scenarios whose verdict changed, with both; `claims`: conclusions that changed in status, share, premises or
    counter-evidence; `again`: cells to judge anew.
    """

    moved: Mapping[str, tuple[Verdict | None, Verdict | None]]
    claims: Mapping[str, tuple[Conclusion | None, Conclusion | None]]
    again: tuple[Again, ...]


def noise_of(draws: int) -> float:
    """Give below which difference of two shares chance may be all there is: two standard errors, at most.

    >>> round(noise_of(10_000), 4)
    0.0141
    """
    return STANDARD_ERRORS * sqrt(0.5 / draws)


def find_differences(
    before: Study, after: Study, *, earlier: Mapping[str, Outcome], later: Mapping[str, Outcome]
) -> Mapping[str, Difference]:
    """Compare what came out of a study with what comes out now, for each subgroup that comes out now."""
    return {name: _differ(before, after, earlier.get(name), outcome) for name, outcome in later.items()}


def _differ(before: Study, after: Study, earlier: Outcome | None, later: Outcome) -> Difference:
    return Difference(
        moved=_changed(earlier.scenarios if earlier else {}, later.scenarios),
        claims=_changed(_by_id(earlier.conclusions if earlier else ()), _by_id(later.conclusions)),
        again=tuple(find_again(before, after, later.subgroup)),
    )


def _by_id(conclusions: Iterable[Conclusion]) -> dict[str, Conclusion]:
    return {each.id: each for each in conclusions}


def _changed(first: Mapping[str, Each], second: Mapping[str, Each]) -> dict[str, tuple[Each | None, Each | None]]:
    """Give what isn't the same in both, by name."""
    return {
        name: (first.get(name), second.get(name))
        for name in dict.fromkeys([*first, *second])
        if first.get(name) != second.get(name)
    }


def find_again(before: Study, after: Study, subgroup: str) -> Iterator[Again]:
    """Give the cells of a subgroup on which findings bear that are new, or changed, in `after`."""
    fresh = [
        each
        for name, each in after.findings.items()
        if before.findings.get(name) != each and subgroup in each.subgroups
    ]
    for finding in fresh:
        for scenario in after.judged(subgroup):
            if holds(finding.applies_if, after.scenarios[scenario].dims):
                yield from _cells(after, finding, subgroup, scenario)


def _cells(study: Study, finding: Finding, subgroup: str, scenario: str) -> Iterator[Again]:
    about = study.criteria[finding.criterion]
    named = {about.id, about.same_as, about.parent}
    for column in study.columns:
        cell = study.cells.get((subgroup, scenario, column))
        if cell is not None and (column in named or study.criteria[column].parent == about.id):
            points = finding.polarity
            outside = points is not None and (cell.score is None or not cell.low <= points <= cell.high)
            yield Again(cell=cell.id, finding=finding.id, outside=outside)
