"""Several coders on the same cells: how far they agree per criterion, and a coding that keeps what they don't agree on open.

Where their scores differ the range widens to hold all, and the first coder's score stands; where one of them finds no
judgement, there is none. Nothing is averaged: a mean of two readings is nobody's reading.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from leerrecht.appraisal.scale import HIGHEST, LOWEST, code_of
from leerrecht.appraisal.soundness import range_in

Entry = Mapping[str, Any]
Cell = tuple[str, str, str]
"""Subgroup, scenario, criterion."""
Score = int | None


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """How far coders agree on one criterion.

    `cells` that at least two coded; `same`: the share of them with one code; `kappa`: Cohen's, beyond chance, unknown being a
    code of its own (of more than two coders the mean over pairs); `weighted`: the same with linear weights, over cells to
    which both gave a score; `alpha`: Krippendorff's for order, over all scores given. None: chance alone would make them
    agree on everything, or there are no such cells. `codes`: of each coder, in the cells that differ ("" when not coded).
    """

    criterion: str
    cells: int
    same: float
    kappa: float | None
    weighted: float | None
    alpha: float | None
    differing: tuple[Cell, ...]
    codes: tuple[tuple[str, ...], ...]


def compare_codings(one: Iterable[Entry], *others: Iterable[Entry]) -> tuple[Agreement, ...]:
    """Compare lists of judgements, as a study has them, criterion by criterion in the first one's order."""
    coders = [_by_cell(each) for each in (one, *others)]
    groups: dict[str, list[Cell]] = defaultdict(list)
    for cell in dict.fromkeys(cell for coder in coders for cell in coder):
        if sum(cell in coder for coder in coders) > 1:
            groups[cell[2]].append(cell)
    return tuple(_compare(criterion, cells, coders) for criterion, cells in groups.items())


def _by_cell(entries: Iterable[Entry]) -> dict[Cell, Entry]:
    return {(entry["subgroup"], entry["scenario"], entry["criterion"]): entry for entry in entries}


def _score(entry: Entry) -> Score:
    return range_in(dict(entry))[2]


def _compare(criterion: str, cells: Sequence[Cell], coders: Sequence[Mapping[Cell, Entry]]) -> Agreement:
    given = [[_score(coder[cell]) for coder in coders if cell in coder] for cell in cells]
    pairs = [
        [(_score(one[cell]), _score(other[cell])) for cell in cells if cell in one and cell in other]
        for one, other in combinations(coders, 2)
    ]
    known = [[pair for pair in each if None not in pair] for each in pairs]
    differing = [cell for cell, scores in zip(cells, given, strict=True) if len(set(scores)) > 1]
    return Agreement(
        criterion=criterion,
        cells=len(cells),
        same=1 - len(differing) / len(cells),
        kappa=_mean(kappa(each) for each in pairs),
        weighted=_mean(kappa(each, linear=True) for each in known),
        alpha=ordinal_alpha([[score for score in scores if score is not None] for scores in given]),
        differing=tuple(differing),
        codes=tuple(
            tuple(code_of(_score(coder[cell])) if cell in coder else "" for coder in coders) for cell in differing
        ),
    )


def _mean(found: Iterable[float | None]) -> float | None:
    known = [value for value in found if value is not None]
    return sum(known) / len(known) if known else None


def ordinal_alpha(units: Sequence[Sequence[int]]) -> float | None:
    """Give Krippendorff's alpha for ordered values. Each unit holds the values that coders gave it; a single one says nothing.

    >>> ordinal_alpha([[1, 1], [2, 2], [-1, -1]])
    1.0
    >>> ordinal_alpha([[1, 1], [1, 1]]) is None
    True
    """
    paired = [unit for unit in units if len(unit) > 1]
    totals = Counter(value for unit in paired for value in unit)
    order, count = sorted(totals), sum(totals.values())

    def apart(one: int, other: int) -> float:
        low, high = min(one, other), max(one, other)
        between = sum(totals[value] for value in order if low <= value <= high)
        return float(between - (totals[one] + totals[other]) / 2) ** 2

    seen = sum(
        2 * apart(one, other) / (len(unit) - 1) for unit in paired for one, other in combinations(unit, 2)
    )  # fmt: skip
    expected = sum(2 * totals[one] * totals[other] * apart(one, other) for one, other in combinations(order, 2))
    return 1 - (count - 1) * seen / expected if expected else None


def kappa(pairs: Sequence[tuple[int | None, int | None]], *, linear: bool = False) -> float | None:
    """Give Cohen's kappa of pairs of codes; linear: the further apart, the worse.

    >>> kappa([(1, 1), (1, 1), (0, 0), (0, 1)])
    0.5
    >>> kappa([(1, 1), (1, 1)]) is None
    True
    """
    if not pairs:
        return None
    ones, others = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)

    def apart(one: int | None, other: int | None) -> float:
        return abs((one or 0) - (other or 0)) if linear else float(one != other)

    seen = sum(apart(one, other) for one, other in pairs) / len(pairs)
    by_chance = sum(
        apart(one, other) * many * more for one, many in ones.items() for other, more in others.items()
    ) / len(pairs) ** 2  # fmt: skip
    return 1 - seen / by_chance if by_chance else None


def merge_codings(one: Sequence[Entry], other: Iterable[Entry]) -> list[dict[str, Any]]:
    """Give the first coder's judgements, their ranges widened to hold the second's; cells that only one coded stay as they are.

    All cells of a statement get one range, so that they can still move together.
    """
    second = _by_cell(other)
    merged = [_merge(entry, second.get(cell)) for cell, entry in _by_cell(one).items()]
    spans: dict[tuple[str, str], list[int]] = {}
    for entry in merged:
        low, high, score = range_in(entry)
        if score is not None and "statement" in entry:
            span = spans.setdefault((entry["subgroup"], entry["statement"]), [low, high])
            span[0], span[1] = min(span[0], low), max(span[1], high)
    for entry in merged:
        span_of = spans.get((entry["subgroup"], entry.get("statement", "")))
        if span_of and range_in(entry)[2] is not None:
            entry["lo"], entry["hi"] = code_of(span_of[0]), code_of(span_of[1])
    return [*merged, *_only_in(second, _by_cell(one))]


def _merge(entry: Entry, beside: Entry | None) -> dict[str, Any]:
    made = dict(entry)
    if beside is None:
        return made
    low, high, score = range_in(made)
    its_low, its_high, its_score = range_in(dict(beside))
    if score is None or its_score is None:
        if score is not its_score:  # one of them finds a judgement: it moves on its own from here
            made |= {"score": "unknown", "basis": "none", "lo": code_of(LOWEST), "hi": code_of(HIGHEST)}
            made["statement"] = f"{made.get('statement', '')} {made['scenario']}/{made['criterion']}".strip()
        return made
    return made | {"lo": code_of(min(low, its_low)), "hi": code_of(max(high, its_high))}


def merge_all(codings: Sequence[Sequence[Entry]]) -> list[Entry]:
    """Give one list out of those of all coders, the first one's first; that of a single coder as it is."""
    merged: list[Entry] = list(codings[0])
    for other in codings[1:]:
        merged = list(merge_codings(merged, other))
    return merged


def _only_in(second: Mapping[Cell, Entry], first: Mapping[Cell, Entry]) -> Iterator[dict[str, Any]]:
    return (dict(entry) for cell, entry in second.items() if cell not in first)
