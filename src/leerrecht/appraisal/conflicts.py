"""Comparisons that can't all hold within the ranges: which ones, as few as show it.

Comparisons are "at least as good" or "at least one better"; ranges bound the values. Such a set contradicts itself exactly
when some chain of comparisons climbs higher than the ends of it allow, or comes back to where it began one higher.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence

from leerrecht.appraisal.scale import HIGHEST, LOWEST

Pair = tuple[int, int, int]
"""Better, worse, and how much better at least: 0 or 1. Statements by number."""
MOST = HIGHEST - LOWEST + 1
"""A climb of this many never fits on the scale."""


def find_conflicts(*, ranges: Sequence[tuple[int, int]], pairs: Sequence[Pair]) -> Iterator[tuple[int, ...]]:
    """Give sets of comparisons (their positions) that contradict the ranges, each with none too many.

    After each the next is looked for without those comparisons, so that independent conflicts all show.

    >>> list(find_conflicts(ranges=[(0, 0), (0, 1), (1, 1)], pairs=[(0, 1, 0), (1, 2, 0)]))
    [(0, 1)]
    """
    left = dict(enumerate(pairs))
    while found := _smallest(ranges, left):
        yield found
        for position in found:
            del left[position]


def _smallest(ranges: Sequence[tuple[int, int]], pairs: dict[int, Pair]) -> tuple[int, ...]:
    """Give the shortest chain that climbs too high; nothing when there is none."""
    upward: dict[int, list[tuple[int, int, int]]] = {}
    for position, (better, worse, gap) in pairs.items():
        upward.setdefault(worse, []).append((better, gap, position))
    best: tuple[int, ...] = ()
    for start in upward:
        found = _climb(start, ranges, upward)
        if found and (not best or len(found) < len(best)):
            best = found
    return best


def _climb(
    start: int, ranges: Sequence[tuple[int, int]], upward: dict[int, list[tuple[int, int, int]]]
) -> tuple[int, ...]:
    """Follow comparisons upward from a statement at its lowest, breadth first, until one can't be as high as it must."""
    seen = {(start, 0)}
    queue: deque[tuple[int, int, tuple[int, ...]]] = deque([(start, 0, ())])
    while queue:
        statement, climbed, path = queue.popleft()
        for better, gap, position in upward.get(statement, ()):
            height = min(climbed + gap, MOST)
            longer = (*path, position)
            if ranges[start][0] + height > ranges[better][1] or (better == start and height > 0):
                return tuple(sorted(set(longer)))
            if (better, height) not in seen:
                seen.add((better, height))
                queue.append((better, height, longer))
    return ()
