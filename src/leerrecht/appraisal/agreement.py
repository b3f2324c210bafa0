"""Two coders on the same cells: how far they agree per criterion, and a coding that keeps what they don't agree on open.

Where their scores differ the range widens to hold both, and the first coder's score stands; where one of them finds no
judgement, there is none. Nothing is averaged: a mean of two readings is nobody's reading.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from leerrecht.appraisal.scale import HIGHEST, LOWEST, code_of
from leerrecht.appraisal.soundness import range_in

Entry = Mapping[str, Any]
Cell = tuple[str, str, str]
"""Subgroup, scenario, criterion."""


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """How far two coders agree on one criterion.

    `cells` that both coded; `same`: the share of them with the same code; `kappa`: Cohen's, beyond chance, unknown being a
    code of its own; `weighted`: the same with linear weights, over cells to which both gave a score. None: chance alone would
    make them agree on everything, or there are no such cells.
    """

    criterion: str
    cells: int
    same: float
    kappa: float | None
    weighted: float | None
    differing: tuple[Cell, ...]


def compare_codings(one: Iterable[Entry], other: Iterable[Entry]) -> tuple[Agreement, ...]:
    """Compare two lists of judgements, as a study has them, criterion by criterion in the first one's order."""
    first, second = _by_cell(one), _by_cell(other)
    groups: dict[str, list[Cell]] = defaultdict(list)
    for cell in first:
        if cell in second:
            groups[cell[2]].append(cell)
    return tuple(_compare(criterion, cells, first, second) for criterion, cells in groups.items())


def _by_cell(entries: Iterable[Entry]) -> dict[Cell, Entry]:
    return {(entry["subgroup"], entry["scenario"], entry["criterion"]): entry for entry in entries}


def _score(entry: Entry) -> int | None:
    return range_in(dict(entry))[2]


def _compare(
    criterion: str, cells: Sequence[Cell], first: Mapping[Cell, Entry], second: Mapping[Cell, Entry]
) -> Agreement:
    pairs = [(_score(first[cell]), _score(second[cell])) for cell in cells]
    known = [(one, other) for one, other in pairs if one is not None and other is not None]
    return Agreement(
        criterion=criterion,
        cells=len(cells),
        same=sum(one == other for one, other in pairs) / len(pairs),
        kappa=kappa(pairs),
        weighted=kappa(known, linear=True),
        differing=tuple(cell for cell, (one, other) in zip(cells, pairs, strict=True) if one != other),
    )


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


def _only_in(second: Mapping[Cell, Entry], first: Mapping[Cell, Entry]) -> Iterator[dict[str, Any]]:
    return (dict(entry) for cell, entry in second.items() if cell not in first)
