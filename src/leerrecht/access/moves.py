"""Who may know of a move: not before the young person does, unless somebody with a mandate recorded why.

A move is a stay that is still to begin. What is arranged around it (`move_points`) belongs to the stay that was announced
on the day on which the list was opened.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

STAYS, POINTS = "stays", "move_points"
MOVES = (STAYS, POINTS)
Row = Mapping[str, Any]


def is_told(stay: Row, *, on: date) -> bool:
    """Say whether others than who arrange it may know of a stay before it begins.

    >>> day = date(2026, 9, 1)
    >>> [is_told({"child_told_on": date(2026, 9, number)}, on=day) for number in (1, 2)], is_told({}, on=day)
    ([True, False], False)
    >>> is_told({"told_early_reason": "De plek op school gaat anders verloren."}, on=day)
    True
    """
    told_on = stay.get("child_told_on")
    return (told_on is not None and told_on <= on) or bool(stay.get("told_early_reason"))


def is_ahead(stay: Row, *, on: date) -> bool:
    """Say whether a stay is still to begin. On its first day it is where the child lives."""
    begins_on = stay.get("valid_from")
    return begins_on is not None and begins_on > on


def moves_told(stays: Iterable[Row], *, on: date) -> frozenset[date]:
    """Give, of one child's stays, the days on which a move was announced that others may know of.

    Of several announced on one day the first to begin counts, as for the rule (docs/decisions/0003).
    """
    first: dict[date, Row] = {}
    for stay in stays:
        announced_on, begins_on = stay.get("announced_on"), stay.get("valid_from")
        if announced_on is None or begins_on is None:
            continue
        if announced_on not in first or begins_on < first[announced_on]["valid_from"]:
            first[announced_on] = stay
    return frozenset(day for day, stay in first.items() if is_told(stay, on=on))
