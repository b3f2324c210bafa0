"""Oracle: the list around a move (docs/decisions/0003)."""

from __future__ import annotations

from datetime import date

from tests.law.oracle_facts import History, MovePoint, Row, Stay, days, formal, presence, unknown

NOTICE_DAYS = 7
WEEKS_AFTER = 13
DAYS_BEFORE = {
    "next_school": 21, "child_asked": 21,
    "school_day_one": 14, "number": 14, "tests": 14, "profile": 14, "attendance_summary": 14, "transport": 14,
    "warm_handover": 7, "stays_in_touch": 7, "friends_sport": 7,
}  # fmt: skip


IN_FILE = {"next_school", "number", "tests", "profile", "attendance_summary"}


def continuity_move(h: History, on: date) -> list[Row]:
    found = []
    for point in h.move_points:
        found += _point(h, point, on)
    return found


def _move_of(h: History, opened_on: date) -> Stay | None:
    """The stay announced that day; several: the first to begin; ties: the first row."""
    moves = [s for s in h.stays if s.announced_on == opened_on and s.valid_from is not None]
    return min(moves, key=lambda s: s.valid_from or date.max) if moves else None


def _point(h: History, point: MovePoint, on: date) -> list[Row]:
    opened = point.opened_on
    if opened is None or not presence(h, on).present_from <= opened <= on:
        return []
    rule, key = "continuity.move", f"{opened.isoformat()}:{point.item}"
    move, due = _move_of(h, opened), point.due_on
    informed = False
    if move is not None and move.valid_from is not None:
        if on > move.valid_from + days(7 * WEEKS_AFTER):
            return []
        due = due or move.valid_from - days(DAYS_BEFORE[point.item or ""])
        informed = bool(move.told_early_reason) or (move.child_told_on is not None and move.child_told_on <= on)
    notes = frozenset({"informed"}) if informed else frozenset()
    done = min(_days_done(h, point, opened, on), default=None)
    if done is not None:
        late = due is not None and done > due
        return [Row(rule, key, "met_late" if late else "met", opened, due, notes=notes, met_on=done)]
    if due is None:
        return [unknown(rule, key, "stays.valid_from")]
    left = (due - on).days
    state = "overdue" if left < 0 else "upcoming" if left > NOTICE_DAYS else "due"
    return [Row(rule, key, state, opened, due, notes=notes)]


def _days_done(h: History, point: MovePoint, opened: date, on: date) -> list[date]:
    """Every day up to `on` that settles a point: written down (whenever), or since the list was opened by what schools did."""
    by_schools: list[date | None] = []
    if point.item in IN_FILE:
        by_schools += [t.decided_on for t in h.transfers if t.decision == "accepted"]
    if point.item == "next_school":
        by_schools += [e.requested_on for e in formal(h) if e.left_on is None or e.left_on > on]
    if point.item in ("next_school", "school_day_one"):
        for e in formal(h):
            if e.started_on is not None and e.started_on >= opened:
                by_schools.append(e.started_on)
                by_schools += [
                    t.decided_on for t in h.transfers if t.decision == "accepted" and _same(t.to_school, e.school)
                ]
    found = [day for day in by_schools if day is not None and opened <= day <= on]
    return found + ([point.done_on] if point.done_on is not None and point.done_on <= on else [])


def _same(one: str | None, other: str | None) -> bool:
    return bool((one or "").strip()) and (one or "").strip().lower() == (other or "").strip().lower()
