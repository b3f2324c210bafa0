"""Oracle: the list around a move (docs/decisions/0003)."""

from __future__ import annotations

from datetime import date

from tests.law.oracle_facts import History, MovePoint, Row, Stay, days, presence, unknown

NOTICE_DAYS = 7
WEEKS_AFTER = 13
DAYS_BEFORE = {
    "next_school": 21, "child_asked": 21,
    "school_day_one": 14, "number": 14, "tests": 14, "profile": 14, "attendance_summary": 14, "transport": 14,
    "warm_handover": 7, "stays_in_touch": 7, "friends_sport": 7,
}  # fmt: skip


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
    if point.done_on is not None and point.done_on <= on:
        late = due is not None and point.done_on > due
        return [Row(rule, key, "met_late" if late else "met", opened, due, notes=notes, met_on=point.done_on)]
    if due is None:
        return [unknown(rule, key, "stays.valid_from")]
    left = (due - on).days
    state = "overdue" if left < 0 else "upcoming" if left > NOTICE_DAYS else "due"
    return [Row(rule, key, state, opened, due, notes=notes)]
