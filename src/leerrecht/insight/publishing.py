"""How little of a table of counts is told: small counts hidden, others with them, all rounded.

A table counts units (children, people) by a fixed cut, and within each part by classes. What can be worked out from what is
shown, by adding and subtracting, is never a count below the threshold:

1. A part is shown only when each of its classes holds `threshold` units or more.
2. What is left of the whole without the parts that are shown must do so too; until it does, one more part is hidden.
3. Without any part, the classes of the whole: those below the threshold are hidden, and one more until they hold it together.
4. Each number that is left is rounded by itself to a multiple of `step`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, kw_only=True)
class Row:
    """One part, or the whole: how many units, and how many in each class; None is hidden."""

    units: int | None
    classes: tuple[int | None, ...]


@dataclass(frozen=True, kw_only=True)
class Published:
    """A table as it may be shown: the whole, and the parts by name (None: hidden)."""

    whole: Row
    parts: Mapping[str, Row | None]


def rounded(count: int, step: int) -> int:
    """Round to a multiple of `step`; halves go up.

    >>> [rounded(count, 5) for count in (5, 7, 8, 12, 13)]
    [5, 5, 10, 10, 15]
    """
    return (2 * count + step) // (2 * step) * step


def publish(*, counts: Mapping[str, Sequence[int]], classes: int, threshold: int, step: int) -> Published:
    """Give what may be told of a table: per part of the cut its counts by class, all of one length (`classes`).

    A part named "" is never shown by itself: it holds what falls in no part.
    """
    table = {name: np.array(row, dtype=np.int64) for name, row in counts.items()}
    whole = sum(table.values(), np.zeros(classes, dtype=np.int64))
    shown = _parts_shown(table, whole, threshold)
    names = [name for name in table if name]
    if whole.sum() < threshold:
        return Published(whole=Row(units=None, classes=(None,) * classes), parts=dict.fromkeys(names))
    open_classes = _classes_shown(whole, threshold)
    return Published(
        whole=Row(
            units=rounded(int(whole.sum()), step),
            classes=tuple(rounded(int(each), step) if place in open_classes else None for place, each in enumerate(whole)),
        ),
        parts={name: _row(table[name], step) if name in shown else None for name in names},
    )  # fmt: skip


def _row(row: np.ndarray, step: int) -> Row:
    return Row(units=rounded(int(row.sum()), step), classes=tuple(rounded(int(each), step) for each in row))


def _parts_shown(table: Mapping[str, np.ndarray], whole: np.ndarray, threshold: int) -> set[str]:
    """Give the parts that may be shown: each large enough, and so is what is left of the whole without them."""
    shown = {name for name, row in table.items() if name and (row >= threshold).all()}
    while shown and len(shown) < len(table):
        rest = whole - sum(table[name] for name in shown)
        if (rest >= threshold).all():
            break
        shown.remove(min(shown, key=lambda name: (int(table[name].sum()), name)))
    return shown


def _classes_shown(whole: np.ndarray, threshold: int) -> set[int]:
    """Give the classes of the whole that may be shown: each large enough, and the hidden ones together too."""
    shown = {place for place, count in enumerate(whole) if count >= threshold}
    while shown and len(shown) < len(whole):
        if int(whole.sum() - sum(whole[place] for place in shown)) >= threshold:
            break
        shown.remove(min(shown, key=lambda place: (int(whole[place]), place)))
    return shown
