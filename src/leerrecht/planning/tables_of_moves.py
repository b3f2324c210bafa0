"""What is arranged around moves: the list of both sides, of which some points are done."""

from __future__ import annotations

import datetime

import numpy as np
import polars as pl

from leerrecht.law.tables import MOVE_ITEMS
from leerrecht.planning.draws import Dice

DONE_WHEN_DUE, DONE_AHEAD = 0.97, 0.3
"""Shares of points that are done, once they are due and before. Our own choice: nobody counts this."""
WEEKS_OPEN = 13
"""So long after a move its list is drawn: no rule looks at an older one."""


def draw_move_points(*, dice: Dice, stays: pl.DataFrame, on: datetime.date) -> pl.DataFrame:
    """Open a list for each move that was announced and is ahead or was made lately. `stays`: the frame of its table."""
    moves = stays.filter(
        pl.col("announced_on") <= on, pl.col("valid_from") >= on - datetime.timedelta(weeks=WEEKS_OPEN)
    ).select("child", "announced_on", "valid_from")
    moves = moves.unique(
        ("child", "announced_on"), keep="first", maintain_order=True
    )  # one list for what was told at once
    points = moves.join(pl.DataFrame({"item": MOVE_ITEMS}), how="cross", maintain_order="left_right")
    stream = dice.stream("move_points")
    before = pl.Series(stream.integers(0, 28, len(points)))
    is_due = (points["valid_from"] <= on + datetime.timedelta(days=14)).to_numpy()
    is_done = pl.Series(stream.random(len(points)) < np.where(is_due, DONE_WHEN_DUE, DONE_AHEAD))
    done = pl.max_horizontal("announced_on", pl.col("valid_from") - pl.duration(days=pl.lit(before)))
    return points.select(
        "child",
        "item",
        opened_on="announced_on",
        due_on=pl.when(pl.lit(before) % 7 == 0).then("valid_from"),
        done_on=pl.when(pl.lit(is_done) & (done <= on)).then(done),
        row=pl.int_range(2, len(points) + 2, dtype=pl.Int64),
    )
