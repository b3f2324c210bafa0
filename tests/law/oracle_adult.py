"""Oracle: turning eighteen, extended reception, civic integration, who pays for transport (docs/decisions/0003)."""

from __future__ import annotations

from datetime import date

from tests.law.oracle_facts import (
    ALWAYS,
    COA_KINDS,
    History,
    Row,
    Status,
    add_months,
    birthday,
    covers,
    days,
    plan_of,
    plans_of,
    status_on,
    stay_on,
    unknown,
)

ITEMS = ["guardianship_ends", "move", "takes_over", "extended_reception", "school", "informed"]
ITEMS_WITH_PARENTS = ["school", "informed"]
MONTHS_AHEAD = 9
DUE_MONTHS = 6
MONTHS_AFTER = 6
EXTENDED_UNTIL = 21
EXTENDED_SINCE = date(2023, 1, 1)
WEEKS_AHEAD = 4
WEEKS_AFTER = 6


def _waiting(on: date, eighteen: date) -> str:
    if on < add_months(eighteen, -DUE_MONTHS):
        return "upcoming"
    return "due" if on <= eighteen else "overdue"


def adult_eighteen(h: History, born: date, on: date) -> list[Row]:
    rule, eighteen = "adult.eighteen", birthday(born, 18)
    since = add_months(eighteen, -MONTHS_AHEAD)
    if not since <= on <= add_months(eighteen, MONTHS_AFTER):
        return []
    rows = []
    for item in ITEMS:
        if item not in ITEMS_WITH_PARENTS:
            if h.unaccompanied is False:
                continue
            if h.unaccompanied is None:
                rows.append(unknown(rule, item, "children.unaccompanied", eighteen))
                continue
        plan = plan_of(h, rule, item, on)
        if plan is not None and plan.agreed_on is not None:
            state = "met" if plan.agreed_on <= eighteen else "met_late"
            rows.append(Row(rule, item, state, since, eighteen, met_on=plan.agreed_on))
        else:
            rows.append(Row(rule, item, _waiting(on, eighteen), since, eighteen))
    return rows


def _said(h: History, condition: str, on: date) -> str:
    """What was last recorded of a condition: "yes", "no" (also when both stand on one day) or ""."""
    rule = "adult.extended_reception"
    stated = {answer: plans_of(h, rule, f"{condition}:{answer}", on) for answer in ("yes", "no")}
    days = {answer: max((p.agreed_on or ALWAYS for p in plans), default=None) for answer, plans in stated.items()}
    if days["yes"] is None and days["no"] is None:
        return ""
    return "yes" if (days["yes"] or ALWAYS) > (days["no"] or ALWAYS) else "no"


def _asked_on(h: History, on: date) -> date | None:
    asked = []
    for p in h.plans:
        ours = p.rule == "adult.extended_reception"
        item = p.rule == "adult.eighteen" and p.key == "extended_reception"
        if (ours or item) and p.requested_on is not None and p.requested_on <= on:
            asked.append(p.requested_on)
    return min(asked) if asked else None


def adult_extended_reception(h: History, born: date, on: date) -> list[Row]:
    rule, key, eighteen = "adult.extended_reception", "request", birthday(born, 18)
    since = add_months(eighteen, -MONTHS_AHEAD)
    if on < EXTENDED_SINCE or not since <= on < birthday(born, EXTENDED_UNTIL) or h.unaccompanied is False:
        return []
    row = status_on(h, on)
    status = row.status if row is not None else None
    if status and status != "permit":
        return []
    asked = _asked_on(h, on)
    if asked is not None:
        state = "met" if asked <= eighteen else "met_late"
        return [Row(rule, key, state, since, eighteen, met_on=asked)]
    wish, need = _said(h, "own_wish", on), _said(h, "support_need", on)
    if wish == "no" or need == "no":
        return []
    conditions = [
        ("statuses.status", bool(status)),
        ("children.unaccompanied", h.unaccompanied is not None),
        ("plans.own_wish", bool(wish)),
        ("plans.support_need", bool(need)),
    ]
    for missing, known in conditions:
        if not known:
            return [unknown(rule, key, missing, eighteen)]
    return [Row(rule, key, _waiting(on, eighteen), since, eighteen)]


def adult_civic_integration(h: History, born: date, on: date) -> list[Row]:
    rule, key, eighteen = "adult.civic_integration", "duty", birthday(born, 18)
    if on < add_months(eighteen, -MONTHS_AHEAD):
        return []
    status = status_on(h, on)
    if status is None or not status.status:
        return [unknown(rule, key, "statuses.status")]
    if status.status != "permit":
        return []
    since = _permit_since(h, status)
    duty = max(eighteen, since) if since is not None else eighteen
    plan = plan_of(h, rule, key, on, one_row=True)
    if plan is not None and plan.agreed_on is not None:
        state = "met" if plan.agreed_on <= duty else "met_late"
        return [Row(rule, key, state, since, duty, met_on=plan.agreed_on)]
    state = "upcoming" if on < duty else "due"
    return [Row(rule, key, state, since, duty)]


def _permit_since(h: History, status: Status) -> date | None:
    """The start of the unbroken row of permits that ends in this one; None: unknown."""
    since = status.valid_from
    while since is not None:
        before = [
            s for s in h.statuses
            if s.status == "permit" and (s.valid_from or ALWAYS) < since and (s.valid_to is None or s.valid_to >= since)
        ]  # fmt: skip
        if not before:
            break
        since = min(s.valid_from or ALWAYS for s in before)
        since = None if since == ALWAYS else since
    return since


def _payer(h: History, day: date, on: date, young: bool) -> str | None:
    statuses = [s.status for s in h.statuses if covers(day, s.valid_from, s.valid_to) and s.status]
    if "permit" in statuses:
        return "municipality" if young else "carers"
    stay, status = stay_on(h, day, on), status_on(h, day)
    if status is not None and status.status and stay is not None and stay.kind in COA_KINDS:
        return "coa"  # of two that overlap the last one counts, also when it says that the status isn't known
    return None


def _payer_days(h: History, on: date) -> list[date]:
    """Starts of permits, and of stays that are known on `on` (one ahead must have been announced)."""
    found = [s.valid_from for s in h.statuses if s.status == "permit" and s.valid_from is not None]
    for stay in h.stays:
        if stay.valid_from is None:
            continue
        if stay.valid_from <= on or stay.announced_on is None or stay.announced_on <= on:
            found.append(stay.valid_from)
    return sorted(set(found))


def adult_transport_payer(h: History, born: date, on: date) -> list[Row]:
    rule = "adult.transport_payer"
    changes = []
    for day in _payer_days(h, on):
        young = day < birthday(born, 12)  # of that day, so that turning 12 is no change by itself
        before, now = _payer(h, day - days(1), on, young), _payer(h, day, on, young)
        if before is not None and now is not None and before != now:
            changes.append((day, now))
    past = [change for change in changes if change[0] <= on]
    ahead = [change for change in changes if change[0] > on]
    rows = []
    for day, payer in past[-1:] + ahead[:1]:
        if not day - days(7 * WEEKS_AHEAD) <= on <= day + days(7 * WEEKS_AFTER):
            continue
        plan = plan_of(h, rule, day.isoformat(), on)
        if plan is not None and plan.agreed_on is not None:
            rows.append(Row(rule, day.isoformat(), "met", day, day, payer, met_on=plan.agreed_on))
        else:
            state = "upcoming" if on < day else "due"
            rows.append(Row(rule, day.isoformat(), state, day, day, payer))
    return rows
