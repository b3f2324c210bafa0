"""Polars: the same questions as expressions over columns.

Written to be quick: the tables come sorted by child and date, so that neighbours are found by shifting whole columns, and
what was covered so far by one running maximum of `child * KEY + day`, instead of a window per child.
"""

from __future__ import annotations

from functools import reduce
from typing import Any

import polars as pl

from bench.measures import DAYS_OF_MOVES, FIELDS
from bench.subset import ON, Subset, _birthday, clock_start
from leerrecht.law.facts import LAST_FORMAL
from leerrecht.law.rule import DUE, MET, MET_LATE, OVERDUE, UPCOMING

KEY = 1 << 20


def term(subset: Subset) -> pl.Expr:
    """Give the due date: months by the law in force on the start, clamped to the month's end."""
    since = pl.col("since_on")
    rows = subset.term_rows
    first = since.dt.offset_by(f"{rows[0][1]}mo")
    return reduce(
        lambda due, row: pl.when(since >= row[0]).then(since.dt.offset_by(f"{row[1]}mo")).otherwise(due),
        rows[1:],
        first,
    )


def near_eighteen(subset: Subset) -> pl.Expr:
    """Tell whether the eighteenth birthday is near."""
    ahead = subset.months("period.eighteen_months_ahead")
    adult_on = _birthday("born_on", subset.months("age.adult_years"))
    return (pl.lit(ON) >= adult_on.dt.offset_by(f"-{ahead}mo")).cast(pl.Int32)


def flat_query(subset: Subset) -> pl.LazyFrame:
    """Give the flat comparison as a query over two columns."""
    table = pl.LazyFrame({"born_on": subset.born, "since_on": subset.since}).cast(pl.Date)
    return table.select(due_on=term(subset), near_eighteen=near_eighteen(subset))


def query(subset: Subset) -> pl.LazyFrame:
    """Give the comparison as one query; its columns are FIELDS, in order of child."""
    tables = {name: table.lazy() for name, table in subset.tables.items()}
    clocks = tables["applications"].group_by("child").agg(since_on=clock_start())
    state = (
        pl.when(pl.col("first_on") <= pl.col("due_on")).then(MET)
        .when(pl.col("first_on").is_not_null()).then(MET_LATE)
        .when(pl.col("days") > subset.months("placement.notice_days")).then(UPCOMING)
        .when(pl.col("days") >= 0).then(DUE)
        .otherwise(OVERDUE)
    )  # fmt: skip
    return (
        tables["children"].join(clocks, on="child", how="left")
        .join(_schools(tables["enrolments"], clocks), on="child", how="left")
        .join(_moves(tables["stays"]), on="child", how="left")
        .with_columns(due_on=term(subset), near_eighteen=near_eighteen(subset))
        .with_columns(days=(pl.col("due_on") - pl.lit(ON)).dt.total_days())
        .select(
            "child", "since_on", "due_on", "near_eighteen", pl.col("days_without_school", "moves").fill_null(0),
            state=state,
        )
        .sort("child")
        .select(*FIELDS)
    )  # fmt: skip


def _schools(enrolments: pl.LazyFrame, clocks: pl.LazyFrame) -> pl.LazyFrame:
    """Give each child's first school day since the clock began, and its days without school."""
    left = pl.min_horizontal(pl.col("left_on"), pl.lit(ON)).to_physical().cast(pl.Int64)
    started = pl.col("started_on").to_physical().cast(pl.Int64)
    key = pl.col("child").cast(pl.Int64) * KEY
    today = pl.lit(ON).to_physical()
    begun = enrolments.filter(
        pl.col("kind").is_between(1, LAST_FORMAL), pl.col("started_on") <= ON,
        pl.col("left_on").is_null() | (pl.col("left_on") > pl.col("started_on")),
    ).with_columns(covered_to=(key + left).cum_max())  # fmt: skip
    before = pl.col("covered_to").shift(1)
    gaps = begun.with_columns(
        gap=pl.when(pl.col("child") == pl.col("child").shift(1)).then((key + started - before).clip(lower_bound=0))
    )
    counts = pl.col("left_on").is_null() | (pl.col("left_on") > pl.col("since_on"))
    return (
        gaps.join(clocks, on="child", how="left")
        .group_by("child")
        .agg(
            first_on=pl.col("started_on").filter(counts).min(),
            days_without_school=pl.col("gap").sum() + today - left.max(),
        )
    )


def _moves(stays: pl.LazyFrame) -> pl.LazyFrame:
    moved_on = pl.col("valid_from").to_physical()
    today = pl.lit(ON).to_physical()
    is_move = (
        (pl.col("child") == pl.col("child").shift(1))
        & (pl.col("location") != pl.col("location").shift(1))
        & (moved_on > today - DAYS_OF_MOVES)
        & (moved_on <= today)
    )
    return stays.filter(is_move).group_by("child").agg(moves=pl.len())


def measure(subset: Subset, engine: Any) -> pl.DataFrame:
    """Give all answers about all children, in memory or streaming."""
    return query(subset).collect(engine=engine)
