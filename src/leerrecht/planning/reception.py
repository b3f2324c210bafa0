"""Where children live: stays one after another in each presence, and the moves between them.

Whole columns. A stay's town is a place in the caller's list of municipalities.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from leerrecht.law.dates import OPEN
from leerrecht.law.tables import STATUSES, STAY_KINDS
from leerrecht.planning.draws import KEY, Array, Dice, pick
from leerrecht.planning.people import ADULT, TEENAGER, YEAR, People, Presences

_KIND = {kind: place for place, kind in enumerate(STAY_KINDS)}
_PERMIT = STATUSES.index("permit")
_DAYS_AHEAD = 40
HOUSES_PER_KIND = 3


@dataclass(frozen=True, kw_only=True)
class Stays:
    """Stays as columns, sorted by presence and start. `number`: 0 for the first of its presence. `end`: OPEN when running.

    `house`: which of a town's locations of this kind.
    """

    presence: Array
    number: Array
    start: Array
    end: Array
    town: Array
    kind: Array
    house: Array

    def town_on(self, presence: Array, day: Array) -> Array:
        """Give the town in which children of presences live on days (the first town, before the first stay)."""
        keys = self.presence * KEY + self.start
        place = np.searchsorted(keys, presence * KEY + day, side="right") - 1
        first = np.searchsorted(self.presence, presence)
        return np.asarray(self.town[np.maximum(place, first)])


def draw_stays(
    *, dice: Dice, people: People, presences: Presences, towns: int, sizes: Sequence[float] = ()
) -> Stays:  # fmt: skip
    """Draw the stays of every presence: the centre of arrival, the first move, later moves, and some announced ones.

    `sizes`: how often each town is drawn, beside the others; without it all alike.
    """
    presence, start = _starts(dice, people, presences)
    order = np.argsort(presence * KEY + start, kind="stable")
    presence, start = presence[order], start[order]
    is_new = np.ones(len(presence), dtype=bool)
    is_new[1:] = (presence[1:] != presence[:-1]) | (start[1:] != start[:-1])
    presence, start = presence[is_new], start[is_new]
    firsts = np.searchsorted(presence, np.arange(len(presences.child)))
    number = np.arange(len(presence)) - firsts[presence]
    end = presences.end[presence]
    is_followed = np.append(presence[1:] == presence[:-1], False)
    end[:-1] = np.where(is_followed[:-1], start[1:], end[:-1])
    stream = dice.stream("towns")
    return Stays(
        presence=presence, number=number, start=start, end=end,
        town=pick(stream, sizes, len(presence)) if sizes else stream.integers(0, towns, len(presence)),
        kind=_kinds(dice, people, presences, presence, number, start),
        house=stream.integers(1, HOUSES_PER_KIND + 1, len(presence)),
    )  # fmt: skip


def _starts(dice: Dice, people: People, presences: Presences) -> tuple[Array, Array]:
    count = len(presences.child)
    everyone = np.arange(count)
    until = np.minimum(presences.end, people.on)
    first_move = presences.start + 1 + dice.days("first_move_after", count)
    years = np.maximum(until - first_move, 0) / YEAR
    stream = dice.stream("moves")
    shape = dice.number("moves_spread")
    rate = np.minimum(stream.gamma(shape, dice.number("moves_per_year") / shape, count), dice.number("moves_most"))
    mover = np.repeat(everyone, stream.poisson(rate * years))
    moved = first_move[mover] + (stream.random(len(mover)) * (until - first_move)[mover]).astype(np.int64)
    has_moved = everyone[first_move < until]
    ahead = everyone[(presences.end == OPEN) & dice.chance("move_ahead", count)]
    moves_on = people.on + stream.integers(1, _DAYS_AHEAD, len(ahead))
    return (
        np.concatenate([everyone, has_moved, mover, ahead]),
        np.concatenate([presences.start, first_move[has_moved], moved, moves_on]),
    )


def _kinds(
    dice: Dice, people: People, presences: Presences, presence: Array, number: Array, start: Array
) -> Array:  # fmt: skip
    child = presences.child[presence]
    count = len(child)
    age = people.age_on(child, start)
    permit = (people.decision[child] == _PERMIT) & (start >= people.decided[child])
    alone = people.unaccompanied[child]
    small = np.where(permit, _KIND["nidos_small"], np.where(number == 1, _KIND["poa"], _KIND["coa_small"]))
    small = np.where((number > 1) & dice.chance("emergency_unaccompanied", count), _KIND["emergency"], small)
    small = np.where((number > 1) & dice.chance("protected", count), _KIND["protected"], small)
    small = np.where(age < TEENAGER, _KIND["foster"], small)
    family = np.where(dice.chance("emergency", count), _KIND["emergency"], _KIND["family_location"])
    family = np.where(permit, _KIND["housing"], family)
    grown = np.where(permit, _KIND["housing"], _KIND["coa_adult"])
    kind = np.where(alone, np.where(age >= ADULT, grown, small), family)
    return np.where(number == 0, _KIND["reception_start"], kind)
