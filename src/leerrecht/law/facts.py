"""One child's facts as whole numbers: what the rules read.

A caseload becomes one `Facts` tuple: the rows of each fact table (tables.py), sorted by child and then by start.
`child_at` gives the `Child` a rule starts from: day numbers and the places of this child's rows. For plain Python the rows
are lists of the named tuples below; for compiled code they are NumPy record arrays with the same fields.

No rule is judged here, and no file is read.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from leerrecht.law.dates import UNKNOWN
from leerrecht.law.tables import (
    CAPACITIES,
    DEPARTURE_KINDS,
    ENROLMENT_KINDS,
    FORMAL,
    IDENTIFIER_KINDS,
    PHASES,
    STATUSES,
    STAY_KINDS,
    TRANSFER_DECISIONS,
)

# Codes: 0 is unknown, then the place in the list of choices (tables.py).
PLACED = PHASES.index("placed") + 1
TNV = ENROLMENT_KINDS.index("tnv") + 1
MBO = ENROLMENT_KINDS.index("mbo") + 1
LAST_FORMAL = len(FORMAL)
FIRST_REGULAR = ENROLMENT_KINDS.index("po") + 1
PERMIT = STATUSES.index("permit") + 1
REJECTED = STATUSES.index("rejected") + 1
EDUCATION_NUMBER = IDENTIFIER_KINDS.index("education_number") + 1
BSN = IDENTIFIER_KINDS.index("bsn") + 1
ACCEPTED = TRANSFER_DECISIONS.index("accepted") + 1
STAND_IN = CAPACITIES.index("stand_in") + 1
UNKNOWN_DESTINATION = DEPARTURE_KINDS.index("unknown_destination") + 1
COA_KINDS = tuple(
    STAY_KINDS.index(kind) + 1
    for kind in ("reception_start", "poa", "coa_small", "coa_adult", "emergency", "family_location")
)
YES, NO = 1, 0


class Person(NamedTuple):
    """One child: when it was born (both days inclusive), and where its rows in the other tables begin."""

    born_from: int
    born_to: int
    unaccompanied: int  # YES, NO or UNKNOWN
    application_start: int
    departure_start: int
    identifier_start: int
    status_start: int
    stay_start: int
    enrolment_start: int
    interim_start: int
    plan_start: int
    move_point_start: int
    assessment_start: int
    transfer_start: int
    involvement_start: int
    handover_start: int


class Application(NamedTuple):
    """An application for protection."""

    lodged_on: int
    arrived_on: int


class Departure(NamedTuple):
    """The child left the country or the chain; `back_on` is OPEN while it is away."""

    left_on: int
    kind: int
    back_on: int


class Identifier(NamedTuple):
    """A number given to the child; equal numbers have equal values."""

    kind: int
    value: int
    valid_from: int
    valid_to: int


class Status(NamedTuple):
    """A residence status."""

    status: int
    valid_from: int
    valid_to: int


class Stay(NamedTuple):
    """A period at one reception location; `region` by its column, else by the municipality; 0 is unknown.

    `told_early`: whether (YES) somebody wrote down why others were informed before the child.
    """

    location: int
    kind: int
    region: int
    valid_from: int
    valid_to: int
    announced_on: int
    child_told_on: int
    told_early: int


class Enrolment(NamedTuple):
    """A period at one school. Schools are the same when their names are, in this table and in those below; 0 is unknown."""

    school: int
    kind: int
    phase: int
    requested_on: int
    started_on: int
    left_on: int


class Interim(NamedTuple):
    """A provision outside formal education."""

    valid_from: int
    valid_to: int


class Plan(NamedTuple):
    """An answer to a signal.

    `key`: its day number, an item's code, or UNKNOWN when empty. `partner`, `child_view`: filled (YES) or not.
    """

    rule: int
    key: int
    agreed_on: int
    partner: int
    child_view: int
    requested_on: int


class MovePoint(NamedTuple):
    """Something to be arranged around the move that was announced on the day on which this was opened."""

    opened_on: int
    item: int
    due_on: int
    done_on: int


class Assessment(NamedTuple):
    """A test. `valid_until`: the first day on which it isn't valid any more; OPEN when nobody wrote it down."""

    domain: int
    school: int
    taken_on: int
    valid_until: int


class Transfer(NamedTuple):
    """The file of a child, on its way to another school."""

    to_school: int
    decision: int
    decided_on: int


class Involvement(NamedTuple):
    """A task that somebody holds. `task`: its place in TASKS, from 1; others have later codes, equal ones the same.

    `person`: equal names have equal codes; 0 when nobody is named (an organisation alone may be).
    """

    task: int
    person: int
    capacity: int
    valid_from: int
    valid_to: int


class Handover(NamedTuple):
    """Somebody stops and hands over what they do for the child. `stops_on`: the first day without them.

    `at_once`: whether (YES) it couldn't be known beforehand. `to_person`: somebody is named (YES) who takes over.
    `changed_on`: when it turned out otherwise than the child had been told; without `stops_on`: they stay after all.
    """

    task: int
    opened_on: int
    stops_on: int
    at_once: int
    to_person: int
    child_told_on: int
    changed_on: int
    given_on: int
    received_on: int


class Facts(NamedTuple):
    """The facts of many children: a row per fact, sorted by child, then by start. `children` has one closing row more."""

    children: Sequence[Person]
    applications: Sequence[Application]
    departures: Sequence[Departure]
    identifiers: Sequence[Identifier]
    statuses: Sequence[Status]
    stays: Sequence[Stay]
    enrolments: Sequence[Enrolment]
    interim: Sequence[Interim]
    plans: Sequence[Plan]
    move_points: Sequence[MovePoint]
    assessments: Sequence[Assessment]
    transfers: Sequence[Transfer]
    involvements: Sequence[Involvement]
    handovers: Sequence[Handover]


ROW_TYPES: dict[str, Any] = {
    "children": Person, "applications": Application, "departures": Departure, "identifiers": Identifier,
    "statuses": Status, "stays": Stay, "enrolments": Enrolment, "interim": Interim, "plans": Plan,
    "move_points": MovePoint,
    "assessments": Assessment, "transfers": Transfer, "involvements": Involvement,
    "handovers": Handover,
}  # fmt: skip


class Child(NamedTuple):
    """Where one child's facts are, and when it was born. Whole numbers only."""

    born_on: int
    unaccompanied: int
    present_from: int
    floor: int
    away: int
    application_lo: int
    application_hi: int
    departure_lo: int
    departure_hi: int
    identifier_lo: int
    identifier_hi: int
    status_lo: int
    status_hi: int
    stay_lo: int
    stay_hi: int
    enrolment_lo: int
    enrolment_hi: int
    interim_lo: int
    interim_hi: int
    plan_lo: int
    plan_hi: int
    move_point_lo: int
    move_point_hi: int
    assessment_lo: int
    assessment_hi: int
    transfer_lo: int
    transfer_hi: int
    involvement_lo: int
    involvement_hi: int
    handover_lo: int
    handover_hi: int


_BEHIND = {
    ("children", "born_from"): ("children.born_on", "children.born_precision"),
    ("children", "born_to"): ("children.born_on", "children.born_precision"),
    ("stays", "region"): ("stays.region", "stays.municipality"),
    ("stays", "told_early"): ("stays.told_early_reason",),
    ("plans", "partner"): ("plans.with",),
    ("child", "born_on"): ("children.born_on", "children.born_precision"),
    ("child", "unaccompanied"): ("children.unaccompanied",),
    ("child", "present_from"): ("departures.left_on", "departures.back_on"),
    ("child", "floor"): ("departures.left_on", "departures.back_on"),
    ("child", "away"): ("departures.left_on", "departures.back_on"),
}


def columns_of(table: str, field: str) -> tuple[str, ...]:
    """Give the columns of the caseload that stand behind a field of a row, or of `Child` (table "child").

    >>> columns_of("stays", "valid_from"), columns_of("stays", "region"), columns_of("child", "stay_lo")
    (('stays.valid_from',), ('stays.region', 'stays.municipality'), ())
    """
    if field.endswith(("_lo", "_hi", "_start")):
        return ()
    return _BEHIND.get((table, field), (f"{table}.{field}",))


def last_departure(facts: Facts, lo: int, hi: int, on: int) -> int:
    """Give the place of the last departure up to `on`; -1 without one. Unknown days are earliest, ties: the last row."""
    found = -1
    for k in range(lo, hi):
        left_on = facts.departures[k].left_on
        if left_on <= on and (found < 0 or left_on >= facts.departures[found].left_on):
            found = k
    return found


def child_at(facts: Facts, i: int, born_on: int, on: int) -> Child:
    """Give child i as it is on a day: presence from the last departure, and where its rows are.

    `born_on` is given apart, because a child of whom only the year is known is judged for several days.
    """
    present_from = floor = UNKNOWN
    away = NO
    person = facts.children[i]
    after = facts.children[i + 1]
    departure = last_departure(facts, person.departure_start, after.departure_start, on)
    if departure >= 0:
        floor = facts.departures[departure].left_on + 0
        back_on = facts.departures[departure].back_on
        if back_on <= on:  # still away: OPEN
            present_from = back_on + 0
        else:
            away = YES
    return Child(
        born_on + 0,
        person.unaccompanied + 0,
        present_from,
        floor,
        away,
        person.application_start + 0,
        after.application_start + 0,
        person.departure_start + 0,
        after.departure_start + 0,
        person.identifier_start + 0,
        after.identifier_start + 0,
        person.status_start + 0,
        after.status_start + 0,
        person.stay_start + 0,
        after.stay_start + 0,
        person.enrolment_start + 0,
        after.enrolment_start + 0,
        person.interim_start + 0,
        after.interim_start + 0,
        person.plan_start + 0,
        after.plan_start + 0,
        person.move_point_start + 0,
        after.move_point_start + 0,
        person.assessment_start + 0,
        after.assessment_start + 0,
        person.transfer_start + 0,
        after.transfer_start + 0,
        person.involvement_start + 0,
        after.involvement_start + 0,
        person.handover_start + 0,
        after.handover_start + 0,
    )  # `+ 0` widens int32 to int64 when compiled, so that every branch gives the same type
