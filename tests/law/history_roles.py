"""Draws who does what: holders and stand-ins of a task that follow and cross each other."""

from __future__ import annotations

from functools import partial
from typing import Any

from tests.law.oracle_facts import Handover, Involvement

TASKS = [
    "contact_school", "fixed_contact", "legal_representative", "procedure", "daily_rhythm", "fixed_contact", "medical",
    "transport", "eighteen", "holiday_plan", "absence_call", "Contact_School", "buddy", "Buddy ", None,
]  # fmt: skip
PEOPLE = ["Noor", "Sam", "noor ", "Sam", "Kim", None, ""]
CAPACITIES = ["holder", "stand_in", "holder", "stand_in", None]


def draw_involvements(maker: Any) -> list[Involvement]:
    """Give some rows, most of them of one task. `maker`: the one of history_maker.py."""
    task, rows = maker.pick(TASKS), []
    start = maker.maybe(10, maker.day)
    for _ in range(maker.pick([1, 0, 2, 3, 4, 6])):
        of = task if maker.chance(70) else maker.pick(TASKS)
        end = maker.after(start, 30, percent_same=6)
        rows.append(Involvement(of, maker.pick(PEOPLE), maker.pick(CAPACITIES), start, end))
        start = maker.next_start(start, end)
    return rows


def draw_handovers(maker: Any) -> list[Handover]:
    """Give some handovers: open, signed by one or by both, in time and late, of who stops at once. `maker`: as above."""
    rows = []
    for _ in range(maker.pick([0, 0, 1, 2])):
        stops = maker.maybe(8, maker.day)
        near = partial(maker.near, stops) if stops is not None else maker.day
        rows.append(
            Handover(
                maker.pick(TASKS), maker.maybe(10, near), stops, maker.pick([False, True, None]),
                maker.pick(["Kim", None, ""]), maker.maybe(40, near), maker.maybe(50, near),
                maker.maybe(40, near), maker.maybe(40, near),
            )
        )  # fmt: skip
    return rows
