"""The frames about daily life: stays, schools, what is offered in the meantime, tests, absence, and agreed plans."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import polars as pl

from leerrecht.law.dates import OPEN, UNKNOWN
from leerrecht.law.tables import DOMAINS, ENROLMENT_KINDS, INTERIM_KINDS, PHASES, REGIONS, STATUSES, STAY_KINDS
from leerrecht.planning.draws import Array, Dice, dates, flags, pick, words
from leerrecht.planning.people import ADULT, YEAR, People, Presences, or_unknown
from leerrecht.planning.reception import Stays
from leerrecht.planning.schooling import Courses, is_planned
from leerrecht.planning.tables_of_people import child_ids, frame_of, in_order

_STAY_NAMES = {
    "reception_start": "Aanmeldcentrum", "poa": "POA", "coa_small": "Woonvoorziening", "coa_adult": "AZC",
    "nidos_small": "Wooneenheid", "foster": "Opvanggezin", "protected": "Beschermde opvang", "emergency": "Noodopvang",
    "family_location": "Gezinslocatie", "custody": "Gesloten locatie", "housing": "Woning",
}  # fmt: skip
_SCHOOL_NAMES = {
    "isk": "ISK", "tnv": "TNV", "po_newcomer": "Taalschool", "po": "Basisschool", "vo": "College",
    "pro": "Praktijkschool", "vso": "Vso-school", "mbo": "Mbo", "other": "Cursus",
}  # fmt: skip
_INTERIM_NAMES = {"landing": "Landingsplek", "language_lessons": "Taalles", "day_programme": "Dagprogramma"}
_LEVELS = ("alfa", "pre-A1", "A1", "A2", "B1")
_EIGHTEEN = ("guardianship_ends", "move", "takes_over", "extended_reception", "school", "informed")
_CONDITIONS = ("own_wish:yes", "own_wish:no", "support_need:yes", "support_need:no")
_PARTNERS = ("Nidos", "COA", "school", "gemeente", "mentor")
_VIEWS = ("Ik wil op dezelfde school blijven", "Ik wil dichter bij mijn vrienden wonen", "Het is goed zo")
_REJECTED, _PERMIT = STATUSES.index("rejected"), STATUSES.index("permit")


def draw_stay_rows(
    *, dice: Dice, people: People, presences: Presences, stays: Stays, towns: Sequence[str], regions: Sequence[int]
) -> pl.DataFrame:
    """Write the stays down: location, town, when the move was announced and when the child was told."""
    count = len(stays.presence)
    stream = dice.stream("announcements")
    child = presences.child[stays.presence]
    ahead = stays.start > people.on
    announced = np.minimum(stays.start - stream.integers(1, 21, count), people.on)
    is_announced = (stays.number > 0) & (ahead | dice.chance("move_announced", count))
    told = np.minimum(announced + stream.integers(0, 7, count), np.minimum(stays.start, people.on))
    is_told = is_announced & dice.chance("child_told", count)
    town = words(list(towns), stays.town)
    kinds = words([_STAY_NAMES[kind] for kind in STAY_KINDS], stays.kind)
    region = np.where(dice.chance("region_filled", count), np.array(regions)[stays.town] - 1, len(REGIONS))
    columns = {
        "child": child_ids(child),
        "location": kinds + " " + town + " " + pl.Series(stays.house).cast(pl.String),
        "kind": words(STAY_KINDS, stays.kind),
        "municipality": town,
        "region": words([*REGIONS, None], region),
        "valid_from": dates(stays.start),
        "valid_to": dates(stays.end),
        "announced_on": dates(or_unknown(announced, is_announced)),
        "child_told_on": dates(or_unknown(told, is_told)),
    }
    return frame_of("stays", columns, in_order(child, stays.start))


def draw_enrolments(
    *, dice: Dice, people: People, presences: Presences, courses: Courses, towns: Sequence[str]
) -> pl.DataFrame:
    """Write the courses down as enrolments: the wait, the start, the end. A few starts and kinds were never filled in."""
    count = len(courses.presence)
    child = presences.child[courses.presence]
    planned = is_planned(dice, people, courses)
    dated = courses.begun | planned
    phase = np.array([PHASES.index(name) for name in dice.weights("phase_not_begun")])[
        dice.choose("phase_not_begun", count)
    ]
    phase = np.where(dated, PHASES.index("placed"), phase)
    kind = np.where(courses.begun & dice.chance("kind_unknown", count), len(ENROLMENT_KINDS), courses.kind)
    requested = courses.asked + ((np.minimum(courses.start, people.on) - courses.asked) * 0.4).astype(np.int64)
    town = words(list(towns), courses.town)
    columns = {
        "child": child_ids(child),
        "school": words([_SCHOOL_NAMES[name] for name in ENROLMENT_KINDS], courses.kind) + " " + town,
        "kind": words([*ENROLMENT_KINDS, None], kind),
        "phase": words(PHASES, phase),
        "requested_on": dates(requested),
        "started_on": dates(courses.start, known=dated & ~dice.chance("start_unknown", count)),
        "left_on": dates(courses.end),
        "municipality": town,
    }
    return frame_of("enrolments", columns, in_order(child, courses.start))


def draw_interim(*, dice: Dice, people: People, presences: Presences, courses: Courses) -> pl.DataFrame:
    """Draw what is offered to some of those who wait longer than a month for their first school."""
    stream = dice.stream("interim_days")
    waiting = np.flatnonzero((courses.number == 0) & (courses.start - courses.asked > 30))
    start = courses.asked[waiting] + stream.integers(7, 29, len(waiting))
    end = np.where(courses.begun[waiting], courses.start[waiting], courses.end[waiting])
    kept = dice.chance("interim", len(waiting)) & (start <= np.minimum(end, people.on))
    waiting, start, end = waiting[kept], start[kept], end[kept]
    child = presences.child[courses.presence[waiting]]
    kinds = [INTERIM_KINDS.index(name) for name in dice.weights("interim_kind")]
    kind = np.array(kinds)[dice.choose("interim_kind", len(waiting))]
    columns = {
        "child": child_ids(child),
        "provision": words([_INTERIM_NAMES[name] for name in INTERIM_KINDS], kind),
        "kind": words(INTERIM_KINDS, kind),
        "valid_from": dates(start),
        "valid_to": dates(end),
    }
    return frame_of("interim", columns, in_order(child, start))


def draw_assessments(
    *, dice: Dice, people: People, presences: Presences, courses: Courses, towns: Sequence[str]
) -> pl.DataFrame:
    """Draw a test soon after the start of about half of the courses."""
    stream = dice.stream("assessments")
    tested = np.flatnonzero(courses.begun & dice.chance("assessed", len(courses.presence)))
    taken = np.minimum(courses.start[tested] + stream.integers(0, 30, len(tested)), people.on)
    child = presences.child[courses.presence[tested]]
    domain = pick(stream, [45, 25, 15, 15], len(tested))
    columns = {
        "child": child_ids(child),
        "domain": words(DOMAINS, domain),
        "instrument": words(["Taaltoets", "Rekentoets", "Leerbaarheidstoets", "Moedertaaltoets"], domain),
        "level": words(_LEVELS, pick(stream, [15, 25, 30, 20, 10], len(tested))),
        "taken_on": dates(taken),
        "school": words([_SCHOOL_NAMES[name] for name in ENROLMENT_KINDS], courses.kind[tested])
        + " "
        + words(list(towns), courses.town[tested]),
        "valid_until": dates(taken + 365),
    }
    return frame_of("assessments", columns, in_order(child, taken))


def draw_absences(*, dice: Dice, people: People, presences: Presences, courses: Courses) -> pl.DataFrame:
    """Draw one day of absence in about a third of the running courses."""
    stream = dice.stream("absences")
    running = np.flatnonzero(courses.begun & (courses.end == OPEN) & dice.chance("absent", len(courses.presence)))
    span = np.minimum(people.on - courses.start[running], 120)
    day = people.on - (stream.random(len(running)) * (span + 1)).astype(np.int64)
    child = presences.child[courses.presence[running]]
    columns = {
        "child": child_ids(child),
        "day": dates(day),
        "hours": stream.integers(1, 15, len(running)) / 2,
        "authorised": flags(stream.random(len(running)) < 0.6),
        "reason": words(["ziek", "verlof", "onbekend", None], pick(stream, [50, 15, 25, 10], len(running))),
    }
    return frame_of("absences", columns, in_order(child, day))


def draw_plans(*, dice: Dice, people: People, presences: Presences, stays: Stays, towns: Sequence[str]) -> pl.DataFrame:
    """Draw agreed plans: at recent and announced moves, around the eighteenth birthday, after a rejection."""
    parts = [
        _plans_at_moves(dice, people, presences, stays, towns),
        _plans_at_eighteen(dice, people),
        _conditions(dice, people),
        _plans_after_rejection(dice, people),
    ]
    child, agreed, requested = (np.concatenate([part[name] for part in parts]) for name in ("child", "on", "asked"))
    count = len(child)
    stream = dice.stream("plans")
    partner = np.where(dice.chance("plan_with", count), stream.integers(0, len(_PARTNERS), count), len(_PARTNERS))
    view = np.where(dice.chance("plan_child_view", count), stream.integers(0, len(_VIEWS), count), len(_VIEWS))
    columns = {
        "child": child_ids(child),
        "rule": pl.concat([pl.repeat(part["rule"], len(part["child"]), dtype=pl.String, eager=True) for part in parts]),
        "key": pl.concat([part["key"] for part in parts]),
        "agreed_on": dates(agreed),
        "with": words([*_PARTNERS, None], partner),
        "child_view": words([*_VIEWS, None], view),
        "requested_on": dates(requested),
    }
    return frame_of("plans", columns, in_order(child, agreed))


def _part(rule: str, child: Array, key: pl.Series, agreed: Array, requested: Array | None = None) -> dict[str, Any]:
    asked = np.full(len(child), UNKNOWN) if requested is None else requested
    return {"rule": rule, "child": child, "key": key, "on": agreed, "asked": asked}


def _iso(days: Array) -> pl.Series:
    return dates(days).dt.to_string("%Y-%m-%d")


def _plans_at_moves(
    dice: Dice, people: People, presences: Presences, stays: Stays, towns: Sequence[str]
) -> dict[str, Any]:
    recent = (stays.number > 0) & (stays.start > people.on - 60) & dice.chance("plan_at_move", len(stays.start))
    place = np.flatnonzero(recent)
    start = stays.start[place]
    agreed = np.minimum(start + dice.stream("plans_at_moves").integers(-20, 15, len(place)), people.on)
    key = _iso(start) + ":" + words(list(towns), stays.town[place])
    return _part("period.move", presences.child[stays.presence[place]], key, agreed)


def _near_eighteen(people: People) -> Array:
    ahead = people.born + ADULT * YEAR - people.on
    return np.asarray((ahead < 270) & (ahead > -180) & (people.precision < 2))


def _plans_at_eighteen(dice: Dice, people: People) -> dict[str, Any]:
    stream = dice.stream("plans_at_eighteen")
    child = np.repeat(np.flatnonzero(_near_eighteen(people)), len(_EIGHTEEN))
    item = np.tile(np.arange(len(_EIGHTEEN)), len(child) // len(_EIGHTEEN))
    kept = stream.random(len(child)) < dice.number("plan_at_eighteen")
    child, item = child[kept], item[kept]
    agreed = people.on - stream.integers(0, 150, len(child))
    requested = or_unknown(agreed, item == _EIGHTEEN.index("extended_reception"))
    return _part("adult.eighteen", child, words(_EIGHTEEN, item), agreed, requested)


def _conditions(dice: Dice, people: People) -> dict[str, Any]:
    stream = dice.stream("conditions")
    wanted = _near_eighteen(people) & people.unaccompanied & (people.decision == _PERMIT)
    child = np.repeat(np.flatnonzero(wanted), 2)
    is_need = np.tile([0, 1], len(child) // 2)
    kept = stream.random(len(child)) < dice.number("plan_at_eighteen")
    child, is_need = child[kept], is_need[kept]
    answer = is_need * 2 + pick(stream, [80, 20], len(child))
    return _part(
        "adult.extended_reception", child, words(_CONDITIONS, answer), people.on - stream.integers(0, 150, len(child))
    )


def _plans_after_rejection(dice: Dice, people: People) -> dict[str, Any]:
    rejected = (people.decision == _REJECTED) & (people.decided != OPEN)
    child = np.flatnonzero(rejected & dice.chance("plan_at_move", people.count))
    decided = people.decided[child]
    agreed = np.minimum(decided + dice.stream("plans_after_rejection").integers(0, 30, len(child)), people.on)
    return _part("period.decision", child, _iso(decided), agreed)
