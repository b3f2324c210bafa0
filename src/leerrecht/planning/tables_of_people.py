"""The frames about children themselves: who they are, applications, departures, numbers, statuses, who represents them."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from leerrecht.law.dates import OPEN, UNKNOWN
from leerrecht.law.frames import empty_frame
from leerrecht.law.tables import (
    CAPACITIES,
    DEPARTURE_KINDS,
    IDENTIFIER_KINDS,
    PRECISIONS,
    STATUSES,
    TABLE,
)
from leerrecht.planning.draws import Array, Dice, checked_numbers, dates, flags, pick, table_frame, words
from leerrecht.planning.names import COMMUNITIES
from leerrecht.planning.people import People, Presences, or_unknown
from leerrecht.planning.schooling import Courses

_PERMIT = STATUSES.index("permit")
_REJECTED = STATUSES.index("rejected")
_HALF_A_YEAR = 183
_GUARDIANS = 400
_MENTORS = 400
_STANDS_IN = 90
"""Days that a stand-in lasts, when that was agreed: for half of them."""
EDUCATION_NUMBER, BSN, V_NUMBER = range(len(IDENTIFIER_KINDS))


def frame_of(table: str, columns: dict[str, Any], order: Array) -> pl.DataFrame:
    """Make the frame of a table with its rows in an order."""
    return table_frame(empty_frame(TABLE[table]).schema, columns, order)


def in_order(child: Array, day: Array) -> Array:
    """Give the order of rows: by child, then by day."""
    return np.lexsort((day, child))


def child_ids(child: Array) -> pl.Series:
    """Give the ids of children: k0000001 and on.

    >>> child_ids(np.array([0, 11])).to_list()
    ['k0000001', 'k0000012']
    """
    return "k" + pl.Series(child + 1).cast(pl.String).str.zfill(7)


def draw_children(*, dice: Dice, people: People) -> pl.DataFrame:
    """Draw names, sex and languages, and write down as much of the birth date as is registered."""
    count = people.count
    boys = np.where(
        people.unaccompanied, dice.chance("boys_unaccompanied", count), dice.chance("boys_accompanied", count)
    )
    first, last = _registered(people)
    columns = _names(dice, boys, count) | {
        "child": child_ids(np.arange(count)),
        "born_from": dates(first),
        "born_to": dates(last),
        "born_precision": words([*PRECISIONS, None], people.precision),
        "unaccompanied": flags(people.unaccompanied, known=~dice.chance("unaccompanied_unknown", count)),
        "sex": words(["v", "m"], boys.astype(np.int64)),
    }
    return frame_of("children", columns, np.arange(count))


def _registered(people: People) -> tuple[Array, Array]:
    """Give the first and the last day on which a child may be born, by what is registered."""
    born = people.born.astype("datetime64[D]")
    first, last = people.born, people.born
    for precision, unit in (("month", "M"), ("year", "Y")):
        period = born.astype(f"datetime64[{unit}]")
        chosen = people.precision == PRECISIONS.index(precision)
        first = np.where(chosen, period.astype("datetime64[D]").astype(np.int64), first)
        last = np.where(chosen, (period + 1).astype("datetime64[D]").astype(np.int64) - 1, last)
    known = people.precision < len(PRECISIONS)
    return or_unknown(first, known), or_unknown(last, known)


def _names(dice: Dice, boys: Array, count: int) -> dict[str, pl.Series]:
    """Draw names by community, from one list of all names with the places where each community's begin."""
    communities = [COMMUNITIES[name] for name in dice.weights("community")]
    community = dice.choose("community", count)
    stream = dice.stream("names")
    given, given_script, given_place = _lists(
        [(one.boys, one.script[0]) for one in communities] + [(one.girls, one.script[1]) for one in communities]
    )
    family, family_script, family_place = _lists([(one.families, one.script[2]) for one in communities])
    own = given_place(stream.random(count), community + len(communities) * ~boys)
    fathers = given_place(stream.random(count), community)
    families = family_place(stream.random(count), community)
    second, _, second_place = _lists([(one.second_languages, ()) for one in communities])
    second_language = words(second, second_place(stream.random(count), community))
    speaks_two = pl.Series(dice.chance("second_language", count))
    language = words([one.language for one in communities], community)
    return {
        "given_names": words(given, own),
        "family_name": words(family, families),
        "father_name": words(given, fathers),
        "original_name": words(given_script, own) + " " + words(family_script, families),
        "languages": pl.select(
            pl.when(speaks_two).then(language + ", " + second_language).otherwise(language)
        ).to_series(),
    }


def _lists(parts: list[tuple[tuple[str, ...], tuple[str, ...]]]) -> tuple[list[str], list[str | None], Any]:
    """Put lists after one another: the words, their spelling in another script, and how to draw a place in one list."""
    plain = [word for words_, _ in parts for word in words_]
    script = [word for words_, other in parts for word in (other or [None] * len(words_))]
    sizes = np.array([len(words_) for words_, _ in parts])
    starts = np.cumsum(sizes) - sizes

    def place(chance: Array, part: Array) -> Array:
        return np.asarray(starts[part] + (chance * sizes[part]).astype(np.int64))

    return plain, script, place


def draw_applications(*, dice: Dice, people: People, presences: Presences) -> pl.DataFrame:
    """Draw an application per presence, and now and then a later one. Some children never applied."""
    stream = dice.stream("applications")
    applied = ~dice.chance("no_application", people.count)[presences.child]
    child, lodged, arrived = presences.child[applied], presences.lodged[applied], presences.start[applied]
    end = np.minimum(presences.end[applied], people.on)
    again = dice.chance("second_application", len(child)) & (end - lodged > 90)
    later = lodged[again] + 60 + (stream.random(again.sum()) * (end - lodged - 60)[again]).astype(np.int64)
    count = len(child) + len(later)
    child = np.concatenate([child, child[again]])
    lodged = np.concatenate([lodged, later])
    arrived = np.concatenate([arrived, np.full(len(later), UNKNOWN)])
    columns = {
        "child": child_ids(child),
        "lodged_on": dates(lodged, known=~dice.chance("lodged_unknown", count)),
        "arrived_on": dates(arrived, known=~dice.chance("arrived_unknown", count)),
    }
    return frame_of("applications", columns, in_order(child, lodged))


def draw_departures(*, dice: Dice, people: People) -> pl.DataFrame:
    """Write down who left, where to, and who came back."""
    child = np.flatnonzero(people.left != OPEN)
    kind = np.where(dice.chance("departure_kind_unknown", len(child)), len(DEPARTURE_KINDS), people.departure[child])
    columns = {
        "child": child_ids(child),
        "left_on": dates(people.left[child], known=~dice.chance("left_on_unknown", len(child))),
        "kind": words([*DEPARTURE_KINDS, None], kind),
        "back_on": dates(people.back[child]),
    }
    return frame_of("departures", columns, np.arange(len(child)))


def draw_statuses(*, dice: Dice, people: People) -> pl.DataFrame:
    """Draw residence statuses: applicant from lodging, then the decision; without an application nothing else."""
    known = ~dice.chance("status_unknown", people.count)
    never = dice.chance("no_application", people.count)
    applicants = np.flatnonzero(known & ~never)
    decided = np.flatnonzero(known & ~never & (people.decided != OPEN))
    appealed = decided[(people.decision[decided] == _REJECTED) & (dice.stream("appeals").random(len(decided)) < 0.5)]
    halfway = (people.lodged[appealed] + people.decided[appealed]) // 2
    applicant_until = people.decided.copy()
    applicant_until[appealed] = halfway
    without = np.flatnonzero(known & never)
    child = np.concatenate([applicants, appealed, decided, without])
    status = np.concatenate([
        np.full(len(applicants), STATUSES.index("applicant")),
        np.full(len(appealed), STATUSES.index("rejected_appeal_open")),
        people.decision[decided],
        np.full(len(without), STATUSES.index("no_application")),
    ])  # fmt: skip
    start = np.concatenate([people.lodged[applicants], halfway, people.decided[decided], people.arrived[without]])
    end = np.concatenate([
        applicant_until[applicants], people.decided[appealed], np.full(len(decided) + len(without), OPEN),
    ])  # fmt: skip
    columns = {
        "child": child_ids(child), "status": words(STATUSES, status), "valid_from": dates(start), "valid_to": dates(end),
    }  # fmt: skip
    return frame_of("statuses", columns, in_order(child, start))


def draw_identifiers(*, dice: Dice, people: People, presences: Presences, courses: Courses) -> pl.DataFrame:
    """Draw numbers: an education number at the first school, sometimes a second one, a BSN later, a V-number."""
    stream = dice.stream("identifiers")
    began = np.full(people.count, OPEN)
    np.minimum.at(began, presences.child[courses.presence[courses.begun]], courses.start[courses.begun])
    permit = (people.decision == _PERMIT) & (people.decided != OPEN)
    bsn_from = np.where(
        permit & dice.chance("bsn_with_permit", people.count),
        people.decided + 7,
        np.where(dice.chance("bsn_after_half_a_year", people.count), people.lodged + _HALF_A_YEAR, OPEN),
    )
    bsn_from = np.where(bsn_from <= people.known_until, bsn_from, OPEN)
    numbered = np.flatnonzero((began < people.on) & dice.chance("number_known", people.count))
    twice = numbered[dice.chance("number_twice", len(numbered))]
    with_bsn = np.flatnonzero(bsn_from != OPEN)
    with_v = np.flatnonzero(dice.chance("v_number", people.count))
    ends = np.where(dice.chance("number_ended_by_bsn", people.count), bsn_from, OPEN)
    ends = np.where(dice.chance("number_ended_at_change", people.count) & (ends == OPEN), people.known_until - 5, ends)
    first = np.minimum(began[numbered] + stream.integers(0, 30, len(numbered)), people.known_until[numbered])
    second = np.minimum(began[twice] + stream.integers(31, 300, len(twice)), people.known_until[twice])
    child = np.concatenate([numbered, twice, with_bsn, with_v])
    start = np.concatenate([first, second, bsn_from[with_bsn], people.lodged[with_v]])
    end = np.concatenate([ends[numbered], np.full(len(twice) + len(with_bsn) + len(with_v), OPEN)])
    kinds = np.repeat(
        [EDUCATION_NUMBER, EDUCATION_NUMBER, BSN, V_NUMBER], [len(numbered), len(twice), len(with_bsn), len(with_v)]
    )
    columns = {
        "child": child_ids(child),
        "kind": words(IDENTIFIER_KINDS, kinds),
        "value": _values(len(numbered) + len(twice), len(with_bsn), with_v),
        "valid_from": dates(start),
        "valid_to": dates(np.where(end < start, start, end)),
    }
    return frame_of("identifiers", columns, in_order(child, start))


def _values(education_numbers: int, bsns: int, with_v: Array) -> pl.Series:
    """Give numbers nobody has: education numbers count up from 100000000, BSNs down from 999999999, V-numbers end the id."""
    numbers = [
        checked_numbers(count=education_numbers, start=10_000_000, step=1, remainder=5),
        checked_numbers(count=bsns, start=99_999_999, step=-1, remainder=0),
    ]
    v_numbers = "V" + pl.Series(with_v + 1).cast(pl.String).str.zfill(9)
    return pl.concat([pl.Series(np.concatenate(numbers)).cast(pl.String), v_numbers.cast(pl.String)])


def draw_involvements(*, dice: Dice, people: People) -> pl.DataFrame:
    """Draw who does what: who represents each child by law (a guardian of Nidos, or a parent), and most other tasks.

    Who speaks with the school is a parent, or a mentor of COA, who then often is the fixed contact person too.
    """
    stream = dice.stream("involvements")
    everyone = np.arange(people.count)
    guardians = stream.integers(1, _GUARDIANS + 1, people.count)
    start = np.minimum(people.lodged + stream.integers(0, 15, people.count), people.on)
    capacity = pick(stream, [95, 5], people.count)
    mentors = stream.integers(1, _MENTORS + 1, people.count)
    spoken = np.flatnonzero(dice.chance("task_contact_school", people.count) | ~people.unaccompanied)
    explained = np.flatnonzero(dice.chance("task_procedure", people.count) & people.unaccompanied)
    fixed = np.flatnonzero(dice.chance("task_fixed_contact", people.count) & people.unaccompanied)
    tasks = [everyone, spoken, explained, fixed]
    child = np.concatenate(tasks)
    task = np.repeat([0, 1, 2, 3], [len(each) for each in tasks])
    alone = pl.Series(people.unaccompanied[child])
    by_guardian = pl.Series((task == 0) | (task == 2))
    guardian = "Jeugdbeschermer " + pl.Series(guardians[child]).cast(pl.String).str.zfill(3)
    mentor = "Mentor " + pl.Series(mentors[child]).cast(pl.String).str.zfill(3)
    is_stand_in = (task == 0) & (capacity[child] == 1)
    ends = is_stand_in & (start[child] % 2 == 0)
    until = np.where(ends, np.minimum(start[child] + _STANDS_IN, OPEN), OPEN)
    columns = {
        "child": child_ids(child),
        "task": words(["legal_representative", "contact_school", "procedure", "fixed_contact"], task),
        "organisation": pl.select(
            pl.when(alone & by_guardian).then(pl.lit("Nidos")).when(alone).then(pl.lit("COA"))
        ).to_series(),
        "person": pl.select(
            pl.when(~alone).then(pl.lit("Ouder")).when(by_guardian).then(guardian).otherwise(mentor)
        ).to_series(),
        "valid_from": dates(start[child]),
        "valid_to": dates(until),
        "capacity": words(CAPACITIES, np.where(task == 0, capacity[child], 0)),
    }
    return frame_of("involvements", columns, in_order(child, task))
