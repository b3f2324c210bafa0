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
    NOTHING_MISSING,
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
    is_plan_for,
    met_on_time,
    plan_for,
    status_code_on,
    status_on,
    stay_on,
    turns,
    turns_adult,
)


def stated_on(child: Child, facts: Facts, on: int, item: int) -> int:
    """Give the latest day up to `on` on which a condition was recorded with this answer; UNKNOWN without one."""
    found = UNKNOWN
    for k in range(child.plan_lo, child.plan_hi):
        if is_plan_for(facts, k, on, ADULT_EXTENDED_RECEPTION, item, False, UNKNOWN):
            found = max(found, facts.plans[k].agreed_on + 0)
    return found


def says(child: Child, facts: Facts, on: int, yes: int, no: int) -> int:
    """Give what was last recorded of a condition: YES, NO or UNKNOWN (both on one day: NO)."""
    yes_on = stated_on(child, facts, on, yes)
    no_on = stated_on(child, facts, on, no)
    if yes_on == UNKNOWN and no_on == UNKNOWN:
        return UNKNOWN
    return YES if yes_on > no_on else NO


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
    if says(child, facts, on, ITEM_WISH, ITEM_NO_WISH) != YES:
        return NO_WISH
    need = says(child, facts, on, ITEM_NEED, ITEM_NO_NEED)
    return NOTHING_MISSING if need == YES else NO_SUPPORT_NEED


def conditions_of(child: Child, facts: Facts, on: int) -> dict[str, str]:
    """Give each condition of extended reception in words: eligible, not, or unknown. For people; not compiled."""
    status = status_code_on(child, facts, on)
    answers = {
        "permit": UNKNOWN if status == 0 else YES if status == PERMIT else NO,
        "own_wish": says(child, facts, on, ITEM_WISH, ITEM_NO_WISH),
        "support_need": says(child, facts, on, ITEM_NEED, ITEM_NO_NEED),
        "requested": YES if asked_on(child, facts, on) != OPEN else UNKNOWN,
    }
    return {name: {YES: "eligible", NO: "not"}.get(answer, "unknown") for name, answer in answers.items()}


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
    requested_on = asked_on(child, facts, on)
    if requested_on != OPEN:
        state = met_on_time(requested_on, adult_on)
        return conclusion(state, since_on, adult_on, notes=CONDITIONS, met_on=requested_on)
    wish = says(child, facts, on, ITEM_WISH, ITEM_NO_WISH)
    if wish == NO or says(child, facts, on, ITEM_NEED, ITEM_NO_NEED) == NO:
        return NOTHING
    missing = missing_condition(child, facts, on)
    if missing != NOTHING_MISSING:
        return undecided(missing, adult_on)
    return conclusion(state_before(on, adult_on, law), since_on, adult_on, notes=CONDITIONS)


def permit_since(child: Child, facts: Facts, on: int) -> int:
    """Give the day from which permits have held without a break up to `on` (a renewal doesn't start anew)."""
    since_on = facts.statuses[status_on(child, facts, on)].valid_from + 0
    for _ in range(child.status_lo, child.status_hi):
        for k in range(child.status_lo, child.status_hi):
            row = facts.statuses[k]
            if row.status == PERMIT and row.valid_from < since_on and row.valid_to >= since_on:
                since_on = row.valid_from + 0
    return since_on


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
    since_on = permit_since(child, facts, on)
    due_on = max(adult_on, since_on)
    plan = plan_for(child, facts, on, ADULT_CIVIC_INTEGRATION, ITEM_DUTY, True)
    if plan >= 0:
        agreed_on = facts.plans[plan].agreed_on
        return conclusion(met_on_time(agreed_on, due_on), since_on, due_on, met_on=agreed_on)
    return conclusion(UPCOMING if on < due_on else DUE, since_on, due_on)


def has_permit(child: Child, facts: Facts, day: int) -> bool:
    """Tell whether a permit covers a day."""
    for k in range(child.status_lo, child.status_hi):
        row = facts.statuses[k]
        if row.status == PERMIT and row.valid_from <= day and day < row.valid_to:
            return True
    return False


def payer_on(child: Child, facts: Facts, on: int, day: int, young: bool) -> int:
    """Give who pays the way to school on a day, as an outcome; 0 when we can't tell. `young`: not yet 12."""
    if has_permit(child, facts, day):
        return PAYER_MUNICIPALITY if young else PAYER_CARERS
    stay = stay_on(child, facts, on, day)
    if stay < 0 or status_code_on(child, facts, day) == 0:
        return 0
    for kind in COA_KINDS:
        if facts.stays[stay].kind == kind:
            return PAYER_COA
    return 0


def new_payer(child: Child, facts: Facts, law: Law, on: int, day: int) -> int:
    """Give who pays from a day on, if that is another party than the day before; 0 if not, or when we can't tell.

    Both days are judged at the age of that day, so that turning 12 is no change by itself.
    """
    if day == UNKNOWN:
        return 0
    young = day < turns(child, law, on, in_force(law, TRANSPORT_CARERS_FROM_YEARS, on))
    before = payer_on(child, facts, on, day - 1, young)
    now = payer_on(child, facts, on, day, young)
    return now if before != 0 and before != now else 0


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
            if new_payer(child, facts, law, on, day) != 0:
                found = day
    for k in range(child.stay_lo, child.stay_hi):
        day = facts.stays[k].valid_from + 0
        if is_known_stay(facts, k, on) and is_better(on, ahead, day, found):
            if new_payer(child, facts, law, on, day) != 0:
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
    payer = new_payer(child, facts, law, on, day)
    plan = plan_for(child, facts, on, ADULT_TRANSPORT_PAYER, day)
    if plan >= 0:
        return conclusion(MET, day, day, payer, met_on=facts.plans[plan].agreed_on)
    return conclusion(UPCOMING if on < day else DUE, day, day, payer)


_BIRTH = ("children.born_on", "children.born_precision", "departures.left_on", "departures.back_on")
_STATUS = ("statuses.status", "statuses.valid_from", "statuses.valid_to")
_PLAN = ("plans.rule", "plans.key", "plans.agreed_on")
_ADULT = ("age.adult_years", "adult.eighteen_months_ahead", "birthday.feb29")

_BORN, _SINCE, _AGREED = ("children.born_on",), ("statuses.valid_from",), ("plans.agreed_on",)
_CHANGED = (*_SINCE, "stays.valid_from")

RULES = (
    Rule(
        id="adult.extended_reception", judge=extended_reception, key="request",
        reads=(*_BIRTH, *_STATUS, *_PLAN, "plans.requested_on", "children.unaccompanied"),
        dates={"since_on": _BORN, "due_on": _BORN, "met_on": ("plans.requested_on",)},
        parameters=(*_ADULT, "adult.extended_reception_until", "adult.eighteen_due_months"),
    ),
    Rule(
        id="adult.civic_integration", judge=civic_integration, key="duty", reads=(*_BIRTH, *_STATUS, *_PLAN),
        dates={"since_on": _SINCE, "due_on": (*_BORN, *_SINCE), "met_on": _AGREED},
        parameters=_ADULT,
    ),
    Rule(
        id="adult.transport_payer", judge=transport_payer, each="changes", key="{due_on}", label="{due_on}",
        reads=(
            *_BIRTH, *_STATUS, *_PLAN, "stays.kind", "stays.valid_from", "stays.valid_to", "stays.announced_on",
        ),
        dates={"since_on": _CHANGED, "due_on": _CHANGED, "met_on": _AGREED},
        parameters=("transport.weeks_ahead", "transport.weeks_after", "transport.carers_from_years", "birthday.feb29"),
    ),
)  # fmt: skip
