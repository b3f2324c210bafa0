"""Side by side: one question, several engines, the answers of every child compared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from bench import compiled, duckdb_peer, openfisca_peer, polars_peer, python_peer, zen_peer
from bench.measures import FIELDS, FLAT_FIELDS
from bench.subset import Subset
from bench.timing import best_of

OURS = "Leerrecht, compiled"
RUNS = 5
SAMPLE_RUNS = 3
TWO, ONE = (f"{threads}; best of {RUNS}" for threads in ("2 threads", "1 thread"))


@dataclass(frozen=True, kw_only=True)
class Result:
    """How long an engine took for `children` children, and how many answers differ from the compiled rules."""

    engine: str
    seconds: float
    children: int
    checked: int = 0
    different: int = 0
    note: str = ""

    @property
    def per_million(self) -> float:
        """Seconds for a million children."""
        return self.seconds / self.children * 1_000_000


def as_days(values: Any) -> Any:
    """Give a column of any engine as whole numbers; an empty cell is -1."""
    if isinstance(values, pl.Series):
        values = values.to_physical().fill_null(-1).to_numpy()
    if isinstance(values, np.ma.MaskedArray):
        filler = np.datetime64(-1, "D") if values.dtype.kind == "M" else -1
        values = values.filled(filler)
    values = np.asarray(values)
    return (values.astype("datetime64[D]") if values.dtype.kind == "M" else values).astype(np.int64)


def count_different(ours: Any, theirs: Any, fields: tuple[str, ...], children: int) -> int:
    """Count the children about whom any answer differs."""
    differs = np.zeros(children, dtype=bool)
    for name in fields:
        their = as_days(theirs[name])
        if len(their) != children:
            return children
        differs |= as_days(ours[name])[:children] != their
    return int(differs.sum())


def compare_timelines(subset: Subset, sample: int) -> list[Result]:
    """Ask every engine that knows timelines the whole question."""
    count = subset.count
    sample = min(sample, count)
    seconds, ours = best_of(RUNS, lambda: compiled.measure(subset))
    results = [Result(engine=OURS, seconds=seconds, children=count, note=TWO)]
    for engine in ("streaming", "in-memory"):
        seconds, theirs = best_of(RUNS, lambda engine=engine: polars_peer.measure(subset, engine))
        results.append(_compared(f"Polars, {engine}", seconds, count, ours, theirs, FIELDS, TWO))
    database = duckdb_peer.connect(subset)
    seconds, theirs = best_of(RUNS, lambda: duckdb_peer.measure(database, subset))
    results.append(_compared("DuckDB", seconds, count, ours, theirs, FIELDS, TWO))
    facts, law = python_peer.sample(subset, sample)
    seconds, rows = best_of(SAMPLE_RUNS, lambda: python_peer.measure(facts, law, subset.on))
    theirs = dict(zip(FIELDS, np.array(rows, dtype=np.int64).T, strict=True))
    note = f"1 thread; best of {SAMPLE_RUNS}; {sample:,} children, scaled"
    results.append(_compared("the same rules as plain Python", seconds, sample, ours, theirs, FIELDS, note))
    return results


def compare_flat(subset: Subset, sample: int) -> list[Result]:
    """Ask every engine the part that needs no timeline: two dates in, a due date and a window out."""
    count = subset.count
    sample = min(sample, count)
    seconds, ours = best_of(RUNS, lambda: compiled.measure_flat(subset))
    results = [Result(engine=OURS, seconds=seconds, children=count, note=TWO)]
    for engine in ("streaming", "in-memory"):
        seconds, theirs = best_of(RUNS, lambda engine=engine: polars_peer.flat_query(subset).collect(engine=engine))
        results.append(_compared(f"Polars, {engine}", seconds, count, ours, theirs, FLAT_FIELDS, TWO))
    simulation = openfisca_peer.make_simulation(subset)
    seconds, theirs = best_of(RUNS, lambda: openfisca_peer.measure(simulation))
    results.append(_compared("OpenFisca-Core", seconds, count, ours, theirs, FLAT_FIELDS, ONE))
    engine, inputs = zen_peer.make_engine(subset), zen_peer.contexts(subset, sample)
    seconds, theirs = best_of(SAMPLE_RUNS, lambda: zen_peer.measure(engine, inputs))
    note = f"1 thread; best of {SAMPLE_RUNS}; {sample:,} children, scaled"
    results.append(_compared("zen-engine", seconds, sample, ours, theirs, FLAT_FIELDS, note))
    return results


def _compared(
    engine: str, seconds: float, children: int, ours: Any, theirs: Any, fields: tuple[str, ...], note: str
) -> Result:
    different = count_different(ours, theirs, fields, children)
    return Result(
        engine=engine, seconds=seconds, children=children, checked=children, different=different, note=note
    )  # fmt: skip
