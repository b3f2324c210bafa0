"""What follows from a residence status: extended reception, civic integration, who pays the way to school.

These conclusions carry the category `residence_status`: a school never sees one. Readings: docs/decisions/0003.
"""

from __future__ import annotations

from leerrecht.law.dates import OPEN, UNKNOWN
from leerrecht.law.facts import COA_KINDS, NO, PERMIT, YES, Child, Facts
from leerrecht.law.parameters import (
    ADULT_EIGHTEEN_MONTHS_AHEAD,
    ADULT_EXTENDED_RECEPTION_UNTIL,
    TRANSPORT_CARERS_FROM_YEARS,
    TRANSPORT_WEEKS_AFTER,
    TRANSPORT_WEEKS_AHEAD,
    Law,
    in_force,
)
from leerrecht.law.rule import (
    ADULT_CIVIC_INTEGRATION,
    ADULT_EIGHTEEN,
    ADULT_EXTENDED_RECEPTION,
    ADULT_TRANSPORT_PAYER,
    CONDITIONS,
    DUE,
    ITEM_DUTY,
    ITEM_EXTENDED_RECEPTION,
    ITEM_NEED,
    ITEM_NO_NEED,
    ITEM_NO_WISH,
    ITEM_WISH,
    MET,
    NO_STATUS,
    NO_SUPPORT_NEED,
    NO_UNACCOMPANIED,
    NO_WISH,
    NOTHING,
    PAYER_CARERS,
    PAYER_COA,
    PAYER_MUNICIPALITY,
    UPCOMING,
    Conclusion,
    Rule,
    conclusion,
    undecided,
)
from leerrecht.law.rules.ages import months_before, state_before
from leerrecht.law.rules.common import (
    DAYS_PER_WEEK,
    is_known_stay,
    met_on_time,
    plan_for,
    status_code_on,
    status_on,
    stay_on,
    turns,
    turns_adult,
)


def says(child: Child, facts: Facts, on: int, item: int) -> bool:
    """Tell whether a condition of extended reception is recorded."""
    return plan_for(child, facts, on, ADULT_EXTENDED_RECEPTION, item, False) >= 0


def asked_on(child: Child, facts: Facts, on: int) -> int:
    """Give the first day up to `on` on which extended reception was asked for; OPEN if it wasn't."""
    found = OPEN + 0
    for k in range(child.plan_lo, child.plan_hi):
        concerns = facts.plans[k].rule == ADULT_EXTENDED_RECEPTION or (
            facts.plans[k].rule == ADULT_EIGHTEEN and facts.plans[k].key == ITEM_EXTENDED_RECEPTION
        )
        requested_on = facts.plans[k].requested_on
        if concerns and requested_on != UNKNOWN and requested_on <= on:
            found = min(found, requested_on + 0)
    return found


def missing_condition(child: Child, facts: Facts, on: int) -> int:
    """Give the first condition of extended reception that isn't known; 0 if all are known."""
    if status_code_on(child, facts, on) == 0:
        return NO_STATUS
    if child.unaccompanied != YES:
        return NO_UNACCOMPANIED
    if not says(child, facts, on, ITEM_WISH):
        return NO_WISH
    return 0 if says(child, facts, on, ITEM_NEED) else NO_SUPPORT_NEED


def extended_reception(child: Child, facts: Facts, law: Law, on: int, k: int) -> Conclusion:
    """Extended reception: permit, own wish and support need, from 18 to 21, asked of the municipality."""
    adult_on = turns_adult(child, law, on)
    since_on = months_before(adult_on, in_force(law, ADULT_EIGHTEEN_MONTHS_AHEAD, on))
    until_years = in_force(law, ADULT_EXTENDED_RECEPTION_UNTIL, on)
    if until_years == UNKNOWN or on < since_on or on >= turns(child, law, on, until_years):
        return NOTHING
    status = status_code_on(child, facts, on)
    if child.unaccompanied == NO or (status != 0 and status != PERMIT):
        return NOTHING
    if says(child, facts, on, ITEM_NO_WISH) or says(child, facts, on, ITEM_NO_NEED):
        return NOTHING
    requested_on = asked_on(child, facts, on)
    if requested_on != OPEN:
        return conclusion(met_on_time(requested_on, adult_on), since_on, adult_on, 0, CONDITIONS, requested_on)
    missing = missing_condition(child, facts, on)
    if missing != 0:
        return undecided(missing, adult_on)
    return conclusion(state_before(on, adult_on, law), since_on, adult_on, 0, CONDITIONS)


def civic_integration(child: Child, facts: Facts, law: Law, on: int, k: int) -> Conclusion:
    """Civic integration: a duty from 18 with a permit. Wet inburgering 2021 art. 3(1), 4(1)."""
    adult_on = turns_adult(child, law, on)
    if on < months_before(adult_on, in_force(law, ADULT_EIGHTEEN_MONTHS_AHEAD, on)):
        return NOTHING
    status = status_code_on(child, facts, on)
    if status == 0:
        return undecided(NO_STATUS)
    if status != PERMIT:
        return NOTHING
    since_on = facts.statuses[status_on(child, facts, on)].valid_from + 0
    due_on = max(adult_on, since_on)
    plan = plan_for(child, facts, on, ADULT_CIVIC_INTEGRATION, ITEM_DUTY, True)
    if plan >= 0:
        agreed_on = facts.plans[plan].agreed_on
        return conclusion(met_on_time(agreed_on, due_on), since_on, due_on, 0, 0, agreed_on)
    return conclusion(UPCOMING if on < due_on else DUE, since_on, due_on)


def has_permit(child: Child, facts: Facts, day: int) -> bool:
    """Tell whether a permit covers a day."""
    for k in range(child.status_lo, child.status_hi):
        row = facts.statuses[k]
        if row.status == PERMIT and row.valid_from <= day and day < row.valid_to:
            return True
    return False


def payer_on(child: Child, facts: Facts, law: Law, on: int, day: int) -> int:
    """Give who pays the way to school on a day, as an outcome; 0 when we can't tell."""
    if has_permit(child, facts, day):
        young = day < turns(child, law, on, in_force(law, TRANSPORT_CARERS_FROM_YEARS, on))
        return PAYER_MUNICIPALITY if young else PAYER_CARERS
    stay = stay_on(child, facts, day)
    if stay < 0 or status_code_on(child, facts, day) == 0:
        return 0
    for kind in COA_KINDS:
        if facts.stays[stay].kind == kind:
            return PAYER_COA
    return 0


def payer_changes_on(child: Child, facts: Facts, law: Law, on: int, day: int) -> bool:
    """Tell whether another party pays from a day on than the day before."""
    if day == UNKNOWN:
        return False
    before = payer_on(child, facts, law, on, day - 1)
    now = payer_on(child, facts, law, on, day)
    return before != 0 and now != 0 and before != now


def is_better(on: int, ahead: bool, day: int, found: int) -> bool:
    """Tell whether a day is a nearer change on the asked side of `on`."""
    if ahead:
        return day > on and (found == UNKNOWN or day < found)
    return day <= on and day > found


def find_change(child: Child, facts: Facts, law: Law, on: int, ahead: bool) -> int:
    """Give the latest change of payer up to `on`, or the next one after it; UNKNOWN without one."""
    found = UNKNOWN
    for k in range(child.status_lo, child.status_hi):
        day = facts.statuses[k].valid_from + 0
        if facts.statuses[k].status == PERMIT and is_better(on, ahead, day, found):
            if payer_changes_on(child, facts, law, on, day):
                found = day
    for k in range(child.stay_lo, child.stay_hi):
        day = facts.stays[k].valid_from + 0
        if is_known_stay(facts, k, on) and is_better(on, ahead, day, found):
            if payer_changes_on(child, facts, law, on, day):
                found = day
    return found


def transport_payer(child: Child, facts: Facts, law: Law, on: int, k: int) -> Conclusion:
    """The payer of school transport changes with a permit or a move: 0 the latest change, 1 the next one."""
    day = find_change(child, facts, law, on, k == 1)
    if day == UNKNOWN:
        return NOTHING
    ahead = in_force(law, TRANSPORT_WEEKS_AHEAD, on) * DAYS_PER_WEEK
    after = in_force(law, TRANSPORT_WEEKS_AFTER, on) * DAYS_PER_WEEK
    if on < day - ahead or on > day + after:
        return NOTHING
    payer = payer_on(child, facts, law, on, day)
    plan = plan_for(child, facts, on, ADULT_TRANSPORT_PAYER, day, False)
    if plan >= 0:
        agreed_on = facts.plans[plan].agreed_on
        return conclusion(MET, day, day, payer, 0, agreed_on)
    return conclusion(UPCOMING if on < day else DUE, day, day, payer)


_BIRTH = ("children.born_on", "children.born_precision", "departures.left_on", "departures.back_on")
_STATUS = ("statuses.status", "statuses.valid_from", "statuses.valid_to")
_PLAN = ("plans.rule", "plans.key", "plans.agreed_on")
_ADULT = ("age.adult_years", "adult.eighteen_months_ahead", "birthday.feb29")

RULES = (
    Rule(
        id="adult.extended_reception", judge=extended_reception, key="request",
        reads=(*_BIRTH, *_STATUS, *_PLAN, "plans.requested_on", "children.unaccompanied"),
        parameters=(*_ADULT, "adult.extended_reception_until", "adult.eighteen_due_months"),
    ),
    Rule(
        id="adult.civic_integration", judge=civic_integration, key="duty", reads=(*_BIRTH, *_STATUS, *_PLAN),
        parameters=_ADULT,
    ),
    Rule(
        id="adult.transport_payer", judge=transport_payer, each="changes", key="{due_on}", label="{due_on}",
        reads=(
            *_BIRTH, *_STATUS, *_PLAN, "stays.kind", "stays.valid_from", "stays.valid_to", "stays.announced_on",
        ),
        parameters=("transport.weeks_ahead", "transport.weeks_after", "transport.carers_from_years", "birthday.feb29"),
    ),
)  # fmt: skip
