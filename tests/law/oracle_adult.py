"""Oracle: turning eighteen, extended reception, civic integration, who pays for transport (docs/decisions/0003)."""

from __future__ import annotations

from datetime import date

from tests.law.oracle_facts import (
    COA_KINDS,
    History,
    Row,
    add_months,
    birthday,
    covers,
    days,
    plan_of,
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


def _said(h: History, condition: str, on: date) -> list[str]:
    """What the agreed plans say about a condition: a list of 'yes' and 'no'."""
    rule = "adult.extended_reception"
    return [answer for answer in ("yes", "no") if plan_of(h, rule, f"{condition}:{answer}", on)]


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
    if not since <= on < birthday(born, EXTENDED_UNTIL) or h.unaccompanied is False:
        return []
    row = status_on(h, on)
    status = row.status if row is not None else None
    if status and status != "permit":
        return []
    wish, need = _said(h, "own_wish", on), _said(h, "support_need", on)
    if "no" in wish or "no" in need:
        return []
    asked = _asked_on(h, on)
    if asked is not None:
        state = "met" if asked <= eighteen else "met_late"
        return [Row(rule, key, state, since, eighteen, met_on=asked)]
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
    duty = max(eighteen, status.valid_from) if status.valid_from is not None else eighteen
    plan = plan_of(h, rule, key, on, one_row=True)
    if plan is not None and plan.agreed_on is not None:
        state = "met" if plan.agreed_on <= duty else "met_late"
        return [Row(rule, key, state, status.valid_from, duty, met_on=plan.agreed_on)]
    state = "upcoming" if on < duty else "due"
    return [Row(rule, key, state, status.valid_from, duty)]


def _payer(h: History, born: date, day: date) -> str | None:
    statuses = [s.status for s in h.statuses if covers(day, s.valid_from, s.valid_to) and s.status]
    if "permit" in statuses:
        return "carers" if day >= birthday(born, 12) else "municipality"
    stay = stay_on(h, day)
    if statuses and stay is not None and stay.kind in COA_KINDS:
        return "coa"
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
        before, now = _payer(h, born, day - days(1)), _payer(h, born, day)
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
