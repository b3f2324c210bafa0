"""School: waiting for it, changing it at a move or to the next kind, and what is offered in the meantime.

Whole columns. A course is a time at one school or the wait for one; what overtakes a wait ends it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from leerrecht.law.dates import OPEN
from leerrecht.law.tables import ENROLMENT_KINDS
from leerrecht.planning.draws import KEY, Array, Dice
from leerrecht.planning.people import People, Presences
from leerrecht.planning.reception import Stays

_KIND = {kind: place for place, kind in enumerate(ENROLMENT_KINDS)}
DAYS_PER_MONTH = 30.44
_SCHOOL_FROM, _SECONDARY_FROM, _MBO_FROM, _SCHOOL_UNTIL = 4, 12, 16, 21
_PLANNED_WITHIN = 45


@dataclass(frozen=True, kw_only=True)
class Courses:
    """Times at a school, sorted by presence and then by the day it was asked for. `end`: OPEN when running or waiting.

    `begun`: started by now; otherwise `start` is when it will, if nothing comes between. `number`: 0 for a presence's first.
    """

    presence: Array
    asked: Array
    start: Array
    end: Array
    kind: Array
    town: Array
    begun: Array
    number: Array


def draw_courses(*, dice: Dice, people: People, presences: Presences, stays: Stays) -> Courses:
    """Draw every course of every presence."""
    presence, asked, start = _asked(dice, people, presences, stays)
    order = np.argsort(presence * KEY + asked, kind="stable")
    presence, asked, start = presence[order], asked[order], start[order]
    is_last = np.append(presence[1:] != presence[:-1], True)
    overtaken = np.append(asked[1:], OPEN)
    until = np.minimum(np.where(is_last, OPEN, overtaken), presences.end[presence])
    child = presences.child[presence]
    age = people.age_on(child, start)
    kept = (start < until) & (age >= _SCHOOL_FROM) & (age < _SCHOOL_UNTIL)
    presence, asked, start, until, age = (column[kept] for column in (presence, asked, start, until, age))
    firsts = np.searchsorted(presence, np.arange(len(presences.child)))
    number = np.arange(len(presence)) - firsts[presence]
    began = start[firsts[presence]]
    return Courses(
        presence=presence, asked=asked, start=start, end=np.where(until <= people.on, until, OPEN),
        kind=_kinds(dice, age, (start - began) / DAYS_PER_MONTH), town=stays.town_on(presence, start),
        begun=start <= people.on, number=number,
    )  # fmt: skip


def _asked(dice: Dice, people: People, presences: Presences, stays: Stays) -> tuple[Array, Array, Array]:
    """Give when each course was asked for and when it starts: the first, those at a move, the step to another kind."""
    count = len(presences.child)
    everyone = np.arange(count)
    first = presences.lodged + dice.days("waiting_time", count)
    is_change = (stays.number > 0) & (stays.start <= people.on) & (stays.start > first[stays.presence])
    is_change &= np.append(False, stays.town[1:] != stays.town[:-1])
    is_change &= dice.chance("moves_that_change_school", len(stays.presence))
    mover, moved = stays.presence[is_change], stays.start[is_change]
    gap = dice.days("gap_at_change", len(mover)) * ~dice.chance("no_gap_at_change", len(mover))
    months = dice.stream("newcomer_months").normal(
        dice.number("months_of_newcomer_education"), dice.number("months_of_newcomer_education_spread"), count
    )
    step = first + (np.maximum(months, 6) * DAYS_PER_MONTH).astype(np.int64)
    steps = step <= people.on + _PLANNED_WITHIN
    return (
        np.concatenate([everyone, mover, everyone[steps]]),
        np.concatenate([presences.lodged, moved, step[steps]]),
        np.concatenate([first, moved + gap, step[steps]]),
    )


def _kinds(dice: Dice, age: Array, months: Array) -> Array:
    """Give the kind of school: newcomer education by age at first, an ordinary school after it."""
    count = len(age)
    following = np.array([_KIND[name] for name in dice.weights("next_school")])[dice.choose("next_school", count)]
    following = np.where((following == _KIND["mbo"]) & (age < _MBO_FROM), _KIND["vo"], following)
    newcomer = np.where(dice.chance("tnv", count), _KIND["tnv"], _KIND["isk"])
    still_newcomer = months < dice.number("months_of_newcomer_education") - dice.number(
        "months_of_newcomer_education_spread"
    )
    secondary = np.where(still_newcomer, newcomer, following)
    primary = np.where(still_newcomer, _KIND["po_newcomer"], _KIND["po"])
    return np.where(age < _SECONDARY_FROM, primary, secondary)


def is_planned(dice: Dice, people: People, courses: Courses) -> Array:
    """Tell which courses that haven't begun have a start on paper."""
    near = ~courses.begun & (courses.start <= people.on + _PLANNED_WITHIN)
    return near & dice.chance("start_is_planned", len(near))
