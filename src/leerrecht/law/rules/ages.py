"""What holds at which age, and the eighteenth birthday. Readings: docs/decisions/0003."""

from __future__ import annotations

from leerrecht.law.dates import UNKNOWN, add_months, first_of_next_month, is_weekend, next_school_year
from leerrecht.law.facts import NO, YES, Child, Facts
from leerrecht.law.parameters import (
    ADULT_EIGHTEEN_DUE_MONTHS,
    ADULT_EIGHTEEN_MONTHS_AFTER,
    ADULT_EIGHTEEN_MONTHS_AHEAD,
    AGE_COMPULSORY_FROM_YEARS,
    AGE_COMPULSORY_TO_YEARS,
    AGE_DOORSTROOMPUNT_TO_YEARS,
    AGE_QUALIFICATION_TO_YEARS,
    AGE_SCHOOL_YEAR_FIRST_MONTH,
    Law,
    in_force,
    row_in_force,
)
from leerrecht.law.rule import (
    ADULT_EIGHTEEN,
    COMPULSORY,
    DOORSTROOMPUNT,
    DUE,
    ITEM_GUARDIANSHIP,
    NO_UNACCOMPANIED,
    NOT_YET,
    NOTHING,
    OVERDUE,
    QUALIFICATION,
    REGION_UNKNOWN,
    UPCOMING,
    Conclusion,
    Rule,
    conclusion,
    undecided,
)
from leerrecht.law.rules.common import is_holiday, met_on_time, plan_for, region_on, turns, turns_adult

EIGHTEEN_ITEMS = ("guardianship_ends", "move", "takes_over", "extended_reception", "school", "informed")
FIRST_ITEM_FOR_ALL = EIGHTEEN_ITEMS.index("school")


def first_school_day_from(law: Law, region: int, day: int) -> int:
    """Give the first day from `day` on that is no weekend and no holiday of the region."""
    while is_weekend(day) or is_holiday(law, region, day):
        day += 1
    return day


def doorstroompunt_ends(child: Child, law: Law, on: int) -> int:
    """Give the birthday until which the Doorstroompunt helps, by the values in force now and later."""
    ends_on = on + 0
    row = row_in_force(law, AGE_DOORSTROOMPUNT_TO_YEARS, on)
    for j in range(row, law.first[AGE_DOORSTROOMPUNT_TO_YEARS + 1]):
        ends_on = turns(child, law, on, law.values[j] + 0)
        if ends_on < law.ends[j]:
            return ends_on
    return ends_on


def age_compulsory(child: Child, facts: Facts, law: Law, on: int, k: int) -> Conclusion:
    """Which duty or right holds by age, and when it changes. Leerplichtwet 1969 art. 3, 4a, 4b; Doorstroompunt."""
    adult_on = turns(child, law, on, in_force(law, AGE_QUALIFICATION_TO_YEARS, on))
    if on >= adult_on:
        ends_on = doorstroompunt_ends(child, law, on)
        return NOTHING if on >= ends_on else conclusion(UPCOMING, adult_on, ends_on, DOORSTROOMPUNT)
    region = region_on(child, facts, on, on)
    fifth = turns(child, law, on, in_force(law, AGE_COMPULSORY_FROM_YEARS, on))
    compulsory_on = first_school_day_from(law, region, first_of_next_month(fifth))
    notes = REGION_UNKNOWN if region <= 0 else 0
    if on < compulsory_on:
        return conclusion(UPCOMING, UNKNOWN, compulsory_on, NOT_YET, notes)
    sixteenth = turns(child, law, on, in_force(law, AGE_COMPULSORY_TO_YEARS, on))
    qualification_on = min(adult_on, next_school_year(sixteenth, in_force(law, AGE_SCHOOL_YEAR_FIRST_MONTH, on)))
    if on < qualification_on:
        return conclusion(UPCOMING, compulsory_on, qualification_on, COMPULSORY, notes)
    return conclusion(UPCOMING, qualification_on, adult_on, QUALIFICATION)


def months_before(day: int, months: int) -> int:
    """Give the day that lies whole months before another."""
    return add_months(day, -months)


def state_before(on: int, day: int, law: Law) -> int:
    """Give the state of something that must be arranged by a birthday: ahead, asked for now, or too late."""
    if on > day:
        return OVERDUE
    return DUE if on >= months_before(day, in_force(law, ADULT_EIGHTEEN_DUE_MONTHS, on)) else UPCOMING


def adult_eighteen(child: Child, facts: Facts, law: Law, on: int, k: int) -> Conclusion:
    """What must be arranged before the eighteenth birthday: one row for each item."""
    adult_on = turns_adult(child, law, on)
    since_on = months_before(adult_on, in_force(law, ADULT_EIGHTEEN_MONTHS_AHEAD, on))
    if on < since_on or on > add_months(adult_on, in_force(law, ADULT_EIGHTEEN_MONTHS_AFTER, on)):
        return NOTHING
    if k < FIRST_ITEM_FOR_ALL and child.unaccompanied == NO:
        return NOTHING
    if k < FIRST_ITEM_FOR_ALL and child.unaccompanied != YES:
        return undecided(NO_UNACCOMPANIED, adult_on)
    plan = plan_for(child, facts, on, ADULT_EIGHTEEN, ITEM_GUARDIANSHIP + k)
    if plan >= 0:
        agreed_on = facts.plans[plan].agreed_on
        return conclusion(met_on_time(agreed_on, adult_on), since_on, adult_on, met_on=agreed_on)
    return conclusion(state_before(on, adult_on, law), since_on, adult_on)


_BIRTH = ("children.born_on", "children.born_precision", "departures.left_on", "departures.back_on")

_BORN = ("children.born_on",)
_FIRST_SCHOOL_DAY = (*_BORN, "stays.region")

RULES = (
    Rule(
        id="age.compulsory", judge=age_compulsory, horizon_days=92, key="duty", holidays=True,
        reads=(*_BIRTH, "stays.region", "stays.municipality", "stays.valid_from", "stays.valid_to"),
        dates={"since_on": _FIRST_SCHOOL_DAY, "due_on": _FIRST_SCHOOL_DAY},
        parameters=(
            "age.compulsory_from_years", "age.compulsory_to_years", "age.qualification_to_years",
            "age.doorstroompunt_to_years", "age.school_year_first_month", "birthday.feb29",
        ),
    ),
    Rule(
        id="adult.eighteen", judge=adult_eighteen, each="items", items=EIGHTEEN_ITEMS, key="{item}", label="{item}",
        item_categories={"extended_reception": "residence_status"},
        reads=(*_BIRTH, "children.unaccompanied", "plans.rule", "plans.key", "plans.agreed_on"),
        dates={"since_on": _BORN, "due_on": _BORN, "met_on": ("plans.agreed_on",)},
        parameters=(
            "age.adult_years", "adult.eighteen_months_ahead", "adult.eighteen_due_months",
            "adult.eighteen_months_after", "birthday.feb29",
        ),
    ),
)  # fmt: skip
