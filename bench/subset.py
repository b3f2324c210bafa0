"""The children of the comparison: those whose school term every engine can express, in the form each engine likes.

No departures, older than five when they applied, under 18 now, a full birth date, no enrolment of which the start or the
kind is unknown. For such children the answers of all engines must be equal; every child is checked.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from leerrecht.law.dates import OPEN, UNKNOWN, day_number
from leerrecht.law.frames import Caseload, build_caseload
from leerrecht.law.parameters import Law
from leerrecht.law.rulebook import Rulebook, load_rulebook
from leerrecht.planning import FICTIONAL_TOWNS, draw_population

RULEBOOK = Path(__file__).parents[1] / "rulebook" / "nl"
ON = datetime.date(2026, 9, 15)
SEED = 20260915
_PLAIN = {
    "left_unknown_destination": 0.0, "left_unknown_destination_accompanied": 0.0, "left_returned": 0.0,
    "left_other_country": 0.0, "left_deceased": 0.0, "aged_18_to_21": 0.0, "start_unknown": 0.0, "kind_unknown": 0.0,
    "no_application": 0.0, "born_precision": {"day": 85.0, "estimated": 15.0},
}  # fmt: skip
_SPARE = 1.35  # so many more are drawn, because some are left out


@dataclass(frozen=True)
class Subset:
    """The children, as the law engine has them (`caseload`, `law`) and as tables of plain columns (`tables`).

    `tables`: children, applications, enrolments, stays; `child` is a whole number from 0, rows are sorted by child and
    date, dates are Date and empty when unknown or open. `born` and `since` are the columns of the flat comparison.
    """

    caseload: Caseload
    law: Law
    rulebook: Rulebook
    on: int
    tables: dict[str, pl.DataFrame]
    born: Any
    since: Any

    @property
    def count(self) -> int:
        """How many children there are."""
        return len(self.caseload.children)

    @property
    def term_rows(self) -> list[tuple[datetime.date, int]]:
        """The term in months, with the day from which it holds: what every peer reads as a parameter."""
        values = self.rulebook.parameters["placement.term_months"].values
        return [(value.valid_from or datetime.date.min, value.value) for value in values]

    def months(self, parameter: str) -> int:
        """Give a parameter's value on the day."""
        return self.rulebook.value_on(parameter, ON)


def make_subset(children: int) -> Subset:
    """Draw so many children that every engine can judge."""
    frames = draw_population(children=int(children * _SPARE) + 50, seed=SEED, on=ON, margins=_PLAIN)
    chosen = _chosen(frames).head(children)
    if len(chosen) < children:
        raise RuntimeError(f"only {len(chosen)} of {children} children fit; draw more")
    frames = {name: frame.join(chosen, on="child", how="semi", maintain_order="left") for name, frame in frames.items()}
    caseload = build_caseload(frames=frames, regions=FICTIONAL_TOWNS)
    rulebook = load_rulebook(folder=RULEBOOK)
    tables = _tables(caseload)
    since = tables["applications"].group_by("child").agg(since_on=clock_start()).sort("child")["since_on"]
    return Subset(
        caseload, rulebook.law_on(ON, arrays=True), rulebook, day_number(ON), tables,
        tables["children"]["born_on"].to_physical().to_numpy(), since.to_physical().to_numpy(),
    )  # fmt: skip


def clock_start() -> pl.Expr:
    """Give the start of a child's clock: the earliest lodging up to the day, or arrival where lodging is unknown."""
    start = pl.coalesce("lodged_on", "arrived_on")
    return start.filter(start <= ON).min()


def _chosen(frames: dict[str, pl.DataFrame]) -> pl.DataFrame:
    clocks = frames["applications"].group_by("child").agg(since_on=clock_start())
    children = frames["children"].join(clocks, on="child", maintain_order="left")
    return children.filter(
        pl.col("since_on").is_not_null(), pl.col("since_on") > _birthday("born_from", 5),
        pl.lit(ON) < _birthday("born_from", 18),
    ).select("child")  # fmt: skip


def _birthday(column: str, years: int) -> pl.Expr:
    """Give the day on which somebody turns so old; 29 February goes to 1 March."""
    born = pl.col(column)
    is_leap_day = (born.dt.month() == 2) & (born.dt.day() == 29)
    return pl.when(is_leap_day).then(born.dt.offset_by("1d")).otherwise(born).dt.offset_by(f"{years}y")


def _tables(caseload: Caseload) -> dict[str, pl.DataFrame]:
    """Give the arrays of the law engine as plain tables with the child as a whole number."""
    facts = caseload.facts
    people = facts.children
    tables = {"children": pl.DataFrame({"child": np.arange(len(people) - 1, dtype=np.int32)})}
    tables["children"] = tables["children"].with_columns(born_on=_dates(people["born_from"][:-1]))
    columns = {
        "applications": ("application_start", ("lodged_on", "arrived_on"), ()),
        "enrolments": ("enrolment_start", ("started_on", "left_on"), ("kind",)),
        "stays": ("stay_start", ("valid_from",), ("location",)),
    }
    for name, (starts, dates, codes) in columns.items():
        rows = getattr(facts, name)
        child = np.repeat(np.arange(len(people) - 1, dtype=np.int32), np.diff(people[starts]))
        made = {"child": pl.Series(child).set_sorted()}
        made |= {column: _dates(rows[column]) for column in dates}
        made |= {column: pl.Series(np.ascontiguousarray(rows[column])) for column in codes}
        tables[name] = pl.DataFrame(made)
    return tables


def _dates(days: Any) -> pl.Series:
    known = (days != UNKNOWN) & (days != OPEN)
    plain = pl.Series(np.where(known, days, 0).astype(np.int32)).cast(pl.Date)
    return pl.select(pl.when(pl.Series(known)).then(plain)).to_series()
