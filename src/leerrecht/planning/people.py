"""Who the children are, when they came, left and came back, and what was decided: the facts that all others hang on.

Whole columns of day numbers, one place per child or per presence. No frames and no names.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

import numpy as np

from leerrecht.law.dates import OPEN, UNKNOWN, day_number
from leerrecht.law.tables import DEPARTURE_KINDS, PRECISIONS, STATUSES
from leerrecht.planning.draws import Array, Dice, exactly

YEAR = 365.2425
ADULT, TEENAGER, YOUNGEST_ALONE = 18, 15, 6
NO_DEPARTURE = -1


@dataclass(frozen=True, kw_only=True)
class People:
    """Children as columns. `born`: the day itself, also when only the year is registered. Days are day numbers.

    `precision`: place in PRECISIONS; one more when no birth date is registered. `decided`: OPEN while undecided.
    `decision`: place in STATUSES. `left`: OPEN for who never left; `departure`: place in DEPARTURE_KINDS or -1.
    `back`: OPEN while away.
    """

    on: int
    born: Array
    precision: Array
    unaccompanied: Array
    arrived: Array
    lodged: Array
    decided: Array
    decision: Array
    left: Array
    departure: Array
    back: Array

    @property
    def known_until(self) -> Array:
        """The day up to which there is news of each child: today, or the day it left for good."""
        return np.where(self.back == OPEN, np.minimum(self.left, self.on), self.on)

    @property
    def count(self) -> int:
        """How many children there are."""
        return len(self.born)

    def age_on(self, children: Array, day: Array) -> Array:
        """Give ages in completed years, to within a day, of children (places) on days."""
        return np.floor((day - self.born[children] + 0.5) / YEAR).astype(np.int64)


@dataclass(frozen=True, kw_only=True)
class Presences:
    """The times that children were here: one per child, two for a child that left and came back.

    `lodged`: when the application of that presence was lodged. `end`: the day of leaving, OPEN when still here.
    """

    child: Array
    start: Array
    lodged: Array
    end: Array


def draw_people(*, dice: Dice, children: int, on: datetime.date) -> People:
    """Draw children and the course of their stay; nothing happens after `on`."""
    today = day_number(on)
    unaccompanied = dice.chance("unaccompanied", children)
    precision = dice.choose("born_precision", children)
    age, is_grown = _draw_ages(dice, unaccompanied)
    born = _born(dice, on, age, precision == PRECISIONS.index("estimated"))
    arrived = today - _days_here(dice, today - born, unaccompanied, is_grown)
    lodged = np.minimum(arrived + dice.days("lodging_after_arrival", children), today)
    left, departure, back = _draw_departures(dice, today, arrived, unaccompanied)
    until = np.where(back == OPEN, np.minimum(left, today), today)
    decided, decision = _draw_decisions(dice, until, lodged, unaccompanied & (age < ADULT) & (until == today), age)
    return People(
        on=today, born=born, precision=precision, unaccompanied=unaccompanied, arrived=arrived,
        lodged=np.minimum(lodged, left - 1), decided=decided, decision=decision, left=left, departure=departure, back=back,
    )  # fmt: skip


def _draw_ages(dice: Dice, unaccompanied: Array) -> tuple[Array, Array]:
    """Draw ages in years, with the part of a year that has gone, and who is 18 or older."""
    count = len(unaccompanied)
    age = np.where(
        unaccompanied, _ages_in_bands(dice, "age_unaccompanied", count), _ages_in_bands(dice, "age_accompanied", count)
    )
    is_grown = dice.chance("aged_18_to_21", count)
    grown = ADULT + 3 * dice.stream("age_grown").random(count)
    return np.where(is_grown, grown, age), is_grown


def _ages_in_bands(dice: Dice, margin: str, count: int) -> Array:
    bands = np.array([[int(year) for year in band.split("-")] for band in dice.weights(margin)])
    drawn = dice.choose(margin, count)
    first, last = bands[drawn, 0], bands[drawn, 1]
    return np.asarray(first + dice.stream(margin + ".within").random(count) * (last + 1 - first))


def _born(dice: Dice, on: datetime.date, age: Array, estimated: Array) -> Array:
    """Give days of birth; an estimated one is 1 January of the year that gives the same completed years."""
    day = day_number(on) - np.ceil(age * YEAR).astype(np.int64)
    new_year = [day_number(datetime.date(on.year - years, 1, 1)) for years in range(int(age.max(initial=0)) + 1)]
    return np.where(estimated, np.array(new_year)[age.astype(np.int64)], day)


def _days_here(dice: Dice, days_old: Array, unaccompanied: Array, is_grown: Array) -> Array:
    """Draw how long ago children came: none was older than 17 then, none unaccompanied was a small child."""
    drawn = dice.stream("days_here").exponential(dice.number("days_here_mean"), len(days_old))
    least = np.where(is_grown, days_old - ADULT * YEAR + 30, 0)
    most = np.where(unaccompanied, days_old - YOUNGEST_ALONE * YEAR, days_old - 10)
    most = np.minimum(most, dice.number("days_here_most"))
    return np.maximum(np.minimum(drawn + np.maximum(least, 0), most), np.maximum(least, 1)).astype(np.int64)


def _draw_departures(dice: Dice, today: int, arrived: Array, unaccompanied: Array) -> tuple[Array, Array, Array]:
    count = len(arrived)
    stream = dice.stream("departures")
    may_leave = arrived < today - 14
    departure = np.full(count, NO_DEPARTURE)
    gone = DEPARTURE_KINDS.index("unknown_destination")
    shares = {True: "left_unknown_destination", False: "left_unknown_destination_accompanied"}
    for group, margin in shares.items():
        members = unaccompanied == group
        departure[exactly(stream, may_leave & members, dice.number(margin) * members.sum())] = gone
    for kind in ("returned", "other_country", "deceased"):
        left = exactly(stream, may_leave & (departure == NO_DEPARTURE), dice.number(f"left_{kind}") * count)
        departure[left] = DEPARTURE_KINDS.index(kind)
    has_left = departure != NO_DEPARTURE
    span = np.maximum(today - arrived - 8, 1)
    left_on = np.where(has_left, arrived + 7 + (stream.random(count) * span).astype(np.int64), OPEN)
    back = left_on + dice.days("away", count) + 1
    is_back = has_left & dice.chance("came_back", count) & (departure != DEPARTURE_KINDS.index("deceased"))
    return left_on, departure, np.where(is_back & (back < today), back, OPEN)


def _draw_decisions(dice: Dice, until: Array, lodged: Array, alone: Array, age: Array) -> tuple[Array, Array]:
    """Draw when a claim was decided and how; rejections among minors who are here alone follow their own margins."""
    count = len(lodged)
    outcomes = [STATUSES.index(name) for name in dice.weights("decision")]
    decision = np.array(outcomes)[dice.choose("decision", count)]
    decided = lodged + dice.days("decision_after_lodging", count) + 1
    is_seventeen = age >= ADULT - 1
    rejections = dice.number("rejected_unaccompanied") * alone.sum()
    of_seventeen = dice.number("rejected_aged_17")
    stream = dice.stream("rejections")
    may_be = alone & (lodged < until - 60)
    rejected = exactly(stream, may_be & is_seventeen, rejections * of_seventeen)
    rejected |= exactly(stream, may_be & ~is_seventeen, rejections * (1 - of_seventeen))
    ago = stream.exponential(dice.number("days_since_rejection_mean"), count).astype(np.int64)
    decided = np.where(rejected, np.maximum(until - 1 - ago, lodged + 30), decided)
    decision = np.where(rejected, STATUSES.index("rejected"), decision)
    return np.where(decided < until, decided, OPEN), decision


def presences_of(*, dice: Dice, people: People) -> Presences:
    """Give the times that children were here."""
    returned = np.flatnonzero(people.back != OPEN)
    lag = dice.days("lodging_after_arrival", people.count)[returned]
    everyone = np.arange(people.count)
    return Presences(
        child=np.concatenate([everyone, returned]),
        start=np.concatenate([people.arrived, people.back[returned]]),
        lodged=np.concatenate([people.lodged, np.minimum(people.back[returned] + lag, people.on)]),
        end=np.concatenate([people.left, np.full(len(returned), OPEN)]),
    )


def or_unknown(days: Array, known: Array) -> Array:
    """Give days, UNKNOWN where they aren't known."""
    return np.where(known, days, UNKNOWN)
