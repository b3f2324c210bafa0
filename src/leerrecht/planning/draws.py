"""Drawing whole columns: seeded streams, lengths of time, choices, numbers whose check digit is right.

Plain NumPy and Polars. Nothing here knows what a child is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
import polars as pl

from leerrecht.law.dates import OPEN, UNKNOWN
from leerrecht.planning.margins import MARGINS

Array = np.ndarray[Any, Any]
_Z90 = 1.2815515655446004  # the standard normal's ninth decile
_DIGIT_WEIGHTS = np.array([9, 8, 7, 6, 5, 4, 3, 2])
_CHECK_MODULUS = 11
KEY = 1 << 20
"""More than any day number: `group * KEY + day` sorts by group, then by day."""


@dataclass(frozen=True, kw_only=True)
class Dice:
    """Where chance comes from: a stream per purpose, so that one more draw for one fact never changes another fact."""

    seed: int
    margins: Mapping[str, float | Mapping[str, float]]

    def stream(self, purpose: str) -> np.random.Generator:
        """Give the random numbers of one purpose."""
        return np.random.default_rng([self.seed, *purpose.encode()])

    def number(self, margin: str) -> float:
        """Give a margin that is one number."""
        return cast(float, self.margins[margin])

    def weights(self, margin: str) -> Mapping[str, float]:
        """Give a margin that is several numbers by name."""
        return cast(Mapping[str, float], self.margins[margin])

    def chance(self, margin: str, count: int) -> Array:
        """Draw yes or no for each place, with the share of a margin."""
        return np.asarray(self.stream(margin).random(count) < self.number(margin))

    def days(self, margin: str, count: int) -> Array:
        """Draw whole days from a log-normal distribution with a margin's median and ninth decile."""
        spread = self.weights(margin)
        sigma = np.log(spread["p90"] / spread["median"]) / _Z90
        drawn = np.exp(self.stream(margin).normal(np.log(spread["median"]), sigma, count))
        return np.asarray(np.minimum(drawn, 4000).astype(np.int64))

    def choose(self, margin: str, count: int) -> Array:
        """Draw the place of one of a margin's names for each place."""
        return pick(self.stream(margin), list(self.weights(margin).values()), count)


def make_dice(*, seed: int, margins: Mapping[str, float | Mapping[str, float]]) -> Dice:
    """Give the dice for a seed; `margins` replaces margins by id (KeyError for one that doesn't exist)."""
    known: dict[str, float | Mapping[str, float]] = {margin.id: margin.value for margin in MARGINS}
    for name in margins:
        if name not in known:
            raise KeyError(f"no margin is called {name}")
    return Dice(seed=seed, margins=known | dict(margins))


def pick(stream: np.random.Generator, weights: Sequence[float], count: int) -> Array:
    """Draw a place in a list of weights, `count` times."""
    shares = np.cumsum(np.asarray(weights, dtype=np.float64))
    places = np.searchsorted(shares, stream.random(count) * shares[-1], side="right")
    return np.asarray(np.minimum(places, len(weights) - 1))


def exactly(stream: np.random.Generator, among: Array, count: float) -> Array:
    """Mark so many of the places where `among` is true (all of them if there are fewer)."""
    places = np.flatnonzero(among)
    marked = np.zeros(len(among), dtype=bool)
    marked[stream.permutation(places)[: round(count)]] = True
    return marked


def words(choices: Sequence[str | None], places: Array) -> pl.Series:
    """Give the words that stand at places in a list."""
    return pl.Series(choices, dtype=pl.String).gather(pl.Series(places))


def dates(days: Array, *, known: Array | bool = True) -> pl.Series:
    """Give day numbers as dates; UNKNOWN, OPEN and what isn't known are empty."""
    is_date = (days != UNKNOWN) & (days != OPEN) & known
    return pl.select(
        pl.when(pl.Series(is_date)).then(pl.Series(np.where(is_date, days, 0).astype(np.int32)).cast(pl.Date))
    ).to_series()


def flags(values: Array, *, known: Array | bool = True) -> pl.Series:
    """Give yes and no; empty where it isn't known."""
    is_known = np.broadcast_to(known, values.shape)
    return pl.select(pl.when(pl.Series(is_known.copy())).then(pl.Series(values.astype(bool)))).to_series()


def checked_numbers(*, count: int, start: int, step: int, remainder: int) -> Array:
    """Give nine-digit numbers whose weighted sum has a remainder by 11, counting on from the 8-digit `start`.

    >>> checked_numbers(count=2, start=99999999, step=-1, remainder=0).tolist()
    [999999990, 999999989]
    """
    room = count + count // 8 + 16  # one in eleven has no check digit
    stems = start + step * np.arange(room, dtype=np.int64)
    digits = stems[:, None] // 10 ** np.arange(7, -1, -1) % 10
    last = (digits @ _DIGIT_WEIGHTS - remainder) % _CHECK_MODULUS
    return np.asarray((stems * 10 + last)[last < 10][:count])


def table_frame(schema: Mapping[str, Any], columns: Mapping[str, Any], order: Array) -> pl.DataFrame:
    """Make a table's frame with rows in an order; columns that aren't given stay empty; `row` counts from 2."""
    count = len(order)
    made = {
        name: pl.Series(columns[name]).cast(dtype)
        if name in columns
        else pl.repeat(None, count, dtype=dtype, eager=True)
        for name, dtype in schema.items()
        if name != "row"
    }
    frame = pl.DataFrame(made)[pl.Series(order)]
    return frame.with_columns(row=pl.int_range(2, count + 2, dtype=pl.Int64))
