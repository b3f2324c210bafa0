"""The registry of measures: what each counts, from which facts, by which fixed cut. There are no free filters.

A unit falls in one class of a measure, or isn't counted. Units are children or people at work, so that one child with many
moves never makes a large count. The only cut of children is age: a kind of reception or a school could betray a status.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from leerrecht.insight.material import Life, Material
from leerrecht.insight.quarters import Quarter
from leerrecht.law.tables import FIXED_CONTACT

AGES = ("under_12", "mid_12_15", "from_16")
SHORT, LONG = 28, 91
"""Days from the start of the clock to school at which the classes part: four and thirteen weeks."""
WEEKS_2 = 14
Unit = tuple[str, int]
"""Of one child or person: the part of the cut ("": none), and the place of the class."""


@dataclass(frozen=True, kw_only=True)
class Measure:
    """A measure. `facts`: the tables and rules that it reads; `classes`: what a unit can be, `good` of them is the aim.

    `cut`: age, organisation or "" (none); `unit`: child, person or knot; `count`: gives the units of a quarter.
    """

    id: str
    facts: tuple[str, ...]
    classes: tuple[str, ...]
    cut: str
    unit: str
    count: Callable[[Material, Quarter], Iterable[Unit]]
    good: int = 0


def tabulate(*, measure: Measure, material: Material, quarter: Quarter) -> dict[str, list[int]]:
    """Count the units of a quarter by the measure's cut and classes; all parts of a fixed cut are there."""
    table = {part: [0] * len(measure.classes) for part in ("", *(AGES if measure.cut == "age" else ()))}
    for part, place in measure.count(material, quarter):
        table.setdefault(part, [0] * len(measure.classes))[place] += 1
    if not any(table[""]):
        del table[""]
    return table


# --- children ----------------------------------------------------------------------------------------------------------


def _age(born_on: datetime.date, on: datetime.date) -> int:
    return on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))


def age_band(life: Life, on: datetime.date) -> str:
    """Give the part of the cut by age on a day; "" when it isn't known which."""
    if life.born_from is None or life.born_to is None:
        return ""
    bands = {AGES[(age >= 12) + (age >= 16)] for age in (_age(life.born_from, on), _age(life.born_to, on))}
    return bands.pop() if len(bands) == 1 else ""


def by_age(judge: Callable[[Life, Quarter], int | None]) -> Callable[[Material, Quarter], Iterable[Unit]]:
    """Count children by age on the last day. `judge`: the place of a child's class, or None when it isn't counted."""

    def count(material: Material, quarter: Quarter) -> Iterable[Unit]:
        for life in material.lives:
            place = judge(life, quarter)
            if place is not None:
                yield age_band(life, quarter.last), place

    return count


def days_to_school(life: Life, quarter: Quarter) -> int | None:
    """Of who began school in the quarter: the days since the clock of the placement term started."""
    for found in life.findings.get("placement.term", ()):
        if quarter.holds(found.met_on) and found.met_on and found.since_on:
            days = (found.met_on - found.since_on).days
            return (days > SHORT) + (days > LONG)
    return None


def placed_in_term(life: Life, quarter: Quarter) -> int | None:
    """Of whose placement term ended in the quarter: whether school had begun by then."""
    for found in life.findings.get("placement.term", ()):
        if quarter.holds(found.due_on):
            return 0 if found.state == "met" else 1
    return None


def begun_stays(life: Life, since: datetime.date, until: datetime.date) -> list[datetime.date]:
    """Give the days on which the child moved: a stay began while it had lived elsewhere before."""
    starts = [row["valid_from"] for row in life.rows.get("stays", ()) if row["valid_from"]]
    first = min(starts, default=None)
    return sorted({day for day in starts if day != first and since <= day <= until})


def moves_a_year(life: Life, quarter: Quarter) -> int | None:
    """Of who lives here on the last day: how often it moved in the year up to then."""
    if not life.rows.get("stays"):
        return None
    year = quarter.last - datetime.timedelta(days=364)
    return min(len(begun_stays(life, year, quarter.last)), 2)


def days_after_move(life: Life, quarter: Quarter) -> int | None:
    """Of who moved in the quarter: the most days without school that began in the two weeks around a move."""
    moves = begun_stays(life, quarter.first, quarter.last)
    if not moves:
        return None
    around = datetime.timedelta(days=WEEKS_2)
    days = [
        found.days_counted or 0
        for found in life.findings.get("continuity.gap", ())
        if found.since_on is not None and any(abs(found.since_on - day) <= around for day in moves)
    ]
    most = max(days, default=0)
    return (most > 0) + (most > WEEKS_2)


def runs_on(row: Mapping[str, Any], day: datetime.date) -> bool:
    """Tell whether a dated row holds on a day; one of which no start is known does."""
    return (row["valid_from"] is None or row["valid_from"] <= day) and (
        row["valid_to"] is None or row["valid_to"] > day
    )


def has_fixed_contact(life: Life, quarter: Quarter) -> int:
    """Of all children on the last day: whether a fixed contact person is named."""
    held = (row for row in life.rows.get("involvements", ()) if row["task"] == FIXED_CONTACT and row["person"])
    return 0 if any(runs_on(row, quarter.last) for row in held) else 1


def plans_with_view(life: Life, quarter: Quarter) -> int | None:
    """Of who got a plan in the quarter: whether the child's view stands in each of them."""
    agreed = [row for row in life.rows.get("plans", ()) if quarter.holds(row["agreed_on"])]
    return None if not agreed else 0 if all(row["child_view"] for row in agreed) else 1


def handed_over_warmly(life: Life, quarter: Quarter) -> int | None:
    """Of whose tasks went to somebody else in the quarter: whether each handover was a warm one.

    Warm: the child was told before that day, met who comes, and both who gave and who received signed.
    """
    given = [row for row in life.rows.get("handovers", ()) if row["stops_on"] and quarter.holds(row["stops_on"])]
    return None if not given else 0 if all(map(_is_warm, given)) else 1


def _is_warm(row: Mapping[str, Any]) -> bool:
    told_on = row["child_told_on"]
    is_told = told_on is not None and (told_on < row["stops_on"] or bool(row["at_once"]))
    return is_told and None not in (row["meeting_on"], row["given_on"], row["received_on"])


# --- people at work, questions ---------------------------------------------------------------------------------------------


def holders_left(material: Material, quarter: Quarter) -> Iterable[Unit]:
    """Of who held a task for a child on the first day: whether they hold any on the last. By organisation."""
    first: set[tuple[str, str]] = set()
    last: set[tuple[str, str]] = set()
    for life in material.lives:
        for row in life.rows.get("involvements", ()):
            if row["person"] and row["organisation"]:
                who = (row["organisation"].strip(), row["person"].strip().casefold())
                first |= {who} if runs_on(row, quarter.first) else set()
                last |= {who} if runs_on(row, quarter.last) else set()
    return ((who[0], 0 if who in last else 1) for who in first)


def knots_in_time(material: Material, quarter: Quarter) -> Iterable[Unit]:
    """Of the knots to be decided in the quarter: whether they were by their day."""
    for each in material.questions:
        if quarter.holds(each.decide_by):
            yield "", 0 if each.decided_on is not None and each.decided_on <= each.decide_by else 1


_TERM = ("placement.term",)

MEASURES: Mapping[str, Measure] = {
    each.id: each
    for each in (
        Measure(id="days_to_school", facts=_TERM, classes=("weeks_4", "weeks_13", "longer"), cut="age", unit="child",
                count=by_age(days_to_school)),
        Measure(id="in_term", facts=_TERM, classes=("yes", "no"), cut="age", unit="child", count=by_age(placed_in_term)),
        Measure(id="moves", facts=("stays",), classes=("none", "one", "more"), cut="age", unit="child",
                count=by_age(moves_a_year)),
        Measure(id="days_after_move", facts=("stays", "continuity.gap"), classes=("none", "weeks_2", "longer"), cut="age",
                unit="child", count=by_age(days_after_move)),
        Measure(id="fixed_contact", facts=("involvements",), classes=("yes", "no"), cut="age", unit="child",
                count=by_age(has_fixed_contact)),
        Measure(id="plan_view", facts=("plans",), classes=("yes", "no"), cut="age", unit="child",
                count=by_age(plans_with_view)),
        Measure(id="warm_handovers", facts=("handovers",), classes=("yes", "no"), cut="age", unit="child",
                count=by_age(handed_over_warmly)),
        Measure(id="knots_in_time", facts=("knots",), classes=("yes", "no"), cut="", unit="knot", count=knots_in_time),
        Measure(id="turnover", facts=("involvements",), classes=("stayed", "left"), cut="organisation", unit="person",
                count=holders_left),
    )
}  # fmt: skip
