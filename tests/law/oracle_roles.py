"""Oracle: who does what (docs/decisions/0003)."""

from __future__ import annotations

from datetime import date

from tests.law.oracle_facts import (
    ALWAYS,
    Handover,
    History,
    Involvement,
    Row,
    birthday,
    covers,
    days,
    presence,
    unknown,
)

GAP_DAYS, AHEAD_DAYS, WEEKS_AFTER, AT_ONCE_DAYS = 14, 28, 13, 7
EVERYONE = {"contact_school"}
UNACCOMPANIED = {"legal_representative", "procedure", "fixed_contact"}


def _name(text: str | None) -> str:
    return (text or "").strip().lower()


def _ran(i: Involvement) -> bool:
    return i.valid_from is None or i.valid_to is None or i.valid_from < i.valid_to


def _rows(h: History, task: str) -> list[Involvement]:
    """Who held a task by name, for a day at least."""
    return [i for i in h.involvements if _name(i.task) == task and _name(i.person) and _ran(i)]


def _held(h: History, task: str, day: date) -> bool:
    return any(covers(day, i.valid_from, i.valid_to) for i in _rows(h, task))


def _open_from(h: History, task: str, on: date) -> date | None:
    """The first day from `on` on which nobody holds it, looked for day by day among the ends; None: never."""
    candidates = sorted({on, *(i.valid_to for i in _rows(h, task) if i.valid_to is not None and i.valid_to > on)})
    return next((day for day in candidates if not _held(h, task, day)), None)


def _since(h: History, task: str, on: date) -> date | None:
    here = presence(h, on)
    known = [i.valid_to for i in _rows(h, task) if i.valid_to is not None and i.valid_to <= on]
    if here.present_from != ALWAYS:
        known.append(here.present_from)
    if known:
        return max(known)
    starts = [a.lodged_on or a.arrived_on for a in h.applications]
    return min((day for day in starts if day is not None and here.floor <= day <= on), default=None)


def _needed(h: History, born: date, task: str, day: date) -> bool | None:
    if task not in EVERYONE | UNACCOMPANIED or (task in UNACCOMPANIED and h.unaccompanied is False):
        return False
    if birthday(born, 18) <= day:
        return False
    return None if task in UNACCOMPANIED and h.unaccompanied is None else True


def _gap(h: History, born: date, on: date, task: str, rule: str, key: str) -> Row | None:
    opens = _open_from(h, task, on)
    if opens is None or (opens - on).days > AHEAD_DAYS:
        return None
    needed = _needed(h, born, task, opens)
    if not needed:
        return None if needed is False else unknown(rule, key, "children.unaccompanied")
    if opens > on:
        return Row(rule, key, "upcoming", None, opens)
    nameless = any(
        _name(i.task) == task and not _name(i.person) and covers(on, i.valid_from, i.valid_to) for i in h.involvements
    )
    outcome = "unnamed" if nameless else ""
    since = _since(h, task, on)
    if since is None:
        return Row(rule, key, "due", outcome=outcome)
    due = since + days(GAP_DAYS)
    return Row(rule, key, "due" if on <= due else "overdue", since, due, outcome=outcome)


def roles_gap(h: History, born: date, on: date) -> list[Row]:
    found = [
        _gap(h, born, on, task, "roles.gap", task) for task in sorted(EVERYONE | UNACCOMPANIED - {"fixed_contact"})
    ]
    return [row for row in found if row is not None]


def roles_takeover(h: History, born: date, on: date) -> list[Row]:
    rows = []
    for i in h.involvements:
        task = _name(i.task)
        if i.capacity != "stand_in" or not task or i not in _rows(h, task) or (i.valid_from or ALWAYS) > on:
            continue
        found = _stand_in(h, born, on, i, task)
        if found is not None:
            rows.append(found)
    return rows


def _stand_in(h: History, born: date, on: date, i: Involvement, task: str) -> Row | None:
    rule, key = "roles.takeover", f"{i.task}:{i.valid_from.isoformat() if i.valid_from else 'unknown'}"
    if i.valid_to is None:
        if on >= birthday(born, 18):
            return None
        return Row(rule, key, "due", i.valid_from, i.valid_from, outcome="no_end")
    if i.valid_to <= presence(h, on).present_from or i.valid_to >= birthday(born, 18):
        return None
    if on < i.valid_to:
        holders = [r for r in _rows(h, task) if r.capacity != "stand_in"]
        if any(covers(i.valid_to, r.valid_from, r.valid_to) for r in holders):
            return None
        return Row(rule, key, "upcoming", i.valid_from, i.valid_to)
    if on > i.valid_to + days(7 * WEEKS_AFTER) or _held(h, task, on):
        return None
    return Row(rule, key, "due" if on == i.valid_to else "overdue", i.valid_from, i.valid_to)


def roles_contact(h: History, born: date, on: date) -> list[Row]:
    rule, key = "roles.contact", "contact"
    people = {
        _name(i.person)
        for i in _rows(h, "fixed_contact")
        if i.capacity != "stand_in" and covers(on, i.valid_from, i.valid_to)
    }
    if len(people) > 1:
        needed = _needed(h, born, "fixed_contact", on)
        if needed is None:
            return [unknown(rule, key, "children.unaccompanied")]
        return [Row(rule, key, "due", outcome="several", times=len(people))] if needed else []
    found = _gap(h, born, on, "fixed_contact", rule, key)
    if found is None:
        return []
    if found.state in ("due", "overdue"):
        return [Row(rule, key, "due", found.since_on, outcome=found.outcome or "no_contact")]
    return [found]


def stays_after_all(h: History, x: Handover, born: date, on: date) -> list[Row]:
    start = x.changed_on
    if start is None or not presence(h, on).present_from < start < birthday(born, 18):
        return []
    if not start <= on <= start + days(7 * WEEKS_AFTER):
        return []
    due, told = start + days(AT_ONCE_DAYS), x.child_told_on
    if told is not None and told <= on:
        state, met_on = ("met" if told <= due else "met_late"), told
    else:
        state, met_on = ("due" if on <= due else "overdue"), None
    return [Row("roles.handover", f"{x.task or ''}:", state, start, due, outcome="stays", met_on=met_on)]


def roles_handover(h: History, born: date, on: date) -> list[Row]:
    rows = []
    for x in h.handovers:
        if x.stops_on is None:
            rows += stays_after_all(h, x, born, on)
            continue
        if (x.opened_on or ALWAYS) > on or x.stops_on <= presence(h, on).present_from:
            continue
        if x.stops_on >= birthday(born, 18) or on > x.stops_on + days(7 * WEEKS_AFTER):
            continue
        due = x.stops_on + days(AT_ONCE_DAYS if x.at_once else -1)
        notes = {"at_once"} if x.at_once else set()
        signed = max(x.given_on, x.received_on) if x.given_on and x.received_on else None
        key = f"{x.task or ''}:{x.stops_on.isoformat()}"
        if signed is not None and signed <= on:
            state = "met" if signed <= due else "met_late"
            rows.append(Row("roles.handover", key, state, x.opened_on, due, notes=frozenset(notes), met_on=signed))
            continue
        if x.child_told_on is None or x.child_told_on > on:
            notes |= {"told_otherwise" if x.changed_on is not None and x.changed_on <= on else "child_not_told"}
        rows.append(
            Row(
                "roles.handover", key, "due" if on <= due else "overdue", x.opened_on, due, notes=frozenset(notes),
                outcome="" if x.to_person else "no_receiver",
            )
        )  # fmt: skip
    return rows
