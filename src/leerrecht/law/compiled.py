"""The same rules over many children: compiled by numba, on several cores.

Numba is imported here and only here, when it pays. Compiled code is kept in a folder of the user's cache that is named
after the text of the law package, so that changing any rule can never leave old code in use.
"""

from __future__ import annotations

import inspect
import os
import sys
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from leerrecht.law.engine import EACH, HOLIDAYS, OUT_FIELDS, count_of
from leerrecht.law.facts import Facts
from leerrecht.law.loops import LOOPS
from leerrecht.law.parameters import Law
from leerrecht.law.rule import Rule
from leerrecht.law.rules import RULES
from leerrecht.law.version import ENGINE_HASH

if TYPE_CHECKING:
    import polars as pl

_NARROW = {"state": np.int8, "outcome": np.int8, "missing": np.int8, "notes": np.int16}
_ROW = np.dtype([(name, _NARROW.get(name, np.int32)) for name in OUT_FIELDS])
_STARTS = {
    "stays": "stay_start", "enrolments": "enrolment_start", "interim": "interim_start", "statuses": "status_start",
    "departures": "departure_start", "move_points": "move_point_start",
    "involvements": "involvement_start", "handovers": "handover_start",
}  # fmt: skip


def cache_folder() -> Path:
    """Give the folder for compiled code: $XDG_CACHE_HOME or ~/.cache, per version of the law package."""
    home = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(home) / "leerrecht" / "compiled" / ENGINE_HASH


def _scalar_functions() -> list[Callable[..., Any]]:
    modules = [
        module
        for name, module in list(sys.modules.items())
        if name.startswith("leerrecht.law.") and name != __name__ and not name.endswith((".loops", ".frames"))
    ]
    return [
        function
        for module in modules
        for _, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__
    ]


SCALAR_OPTIONS = {"_nrt": False, "forceinline": True}
LOOP_OPTIONS = {"nogil": True, "_nrt": False, "error_model": "numpy"}
"""For numba. `_nrt`: nothing is made inside the loops, so no array needs counting (7 times as fast). `forceinline`: facts and
law are wide tuples, costly to pass on (3 times as fast). Measured: docs/reference/performance.md."""

_LOCK = threading.Lock()


def _compiled(numba: Any, loop: Any, folder: Path) -> Any:
    """Give a loop to be compiled at its first call or taken from the folder; never from where numba falls back to."""
    try:
        made = numba.njit(cache=True, **LOOP_OPTIONS)(loop)
        if Path(made._cache.cache_path).is_relative_to(folder):
            return made
    except RuntimeError:  # numba found no folder at all
        pass
    return numba.njit(**LOOP_OPTIONS)(loop)  # compiled again at each start: slower, never old


@cache
def _compiled_loops() -> tuple[Any, ...]:
    import numba
    from numba.core import config
    from numba.extending import register_jitable

    for function in _scalar_functions():
        register_jitable(**SCALAR_OPTIONS)(function)
    folder = cache_folder()
    before, config.CACHE_DIR = config.CACHE_DIR, str(folder)
    try:
        return tuple(_compiled(numba, loop, folder) for loop in LOOPS)
    finally:
        config.CACHE_DIR = before


def compiled_loops() -> tuple[Any, ...]:
    """Give the loops of loops.py, compiled. Raises ImportError where numba isn't there or can't be used."""
    with _LOCK:
        return _compiled_loops()


def _room(rule: Rule, facts: Facts, law: Law, bounds: Sequence[int]) -> list[int]:
    """Give where each part of the children may start writing, and the end: as many places as there are questions."""
    if rule.each in _STARTS:
        starts: Any = np.asarray(facts.children)[_STARTS[rule.each]]
        return [int(starts[bound]) for bound in bounds]
    per_child = len(law.near_from) // 3 if EACH[rule.each] == HOLIDAYS else count_of(rule)
    return [bound * per_child for bound in bounds]


def evaluate_rule(*, rule: Rule, facts: Facts, law: Law, on: int, threads: int = 2) -> np.ndarray[Any, Any]:
    """Give one rule's conclusions for all children as a record array, in order of child and occurrence.

    `facts`: record arrays. The answers are those of `engine.evaluate`, bit for bit.
    """
    loop = compiled_loops()[rule.code]
    children = len(facts.children) - 1
    parts = max(1, min(threads, children))
    bounds = [children * part // parts for part in range(parts + 1)]
    room = _room(rule, facts, law, bounds)
    out = np.empty(room[-1], dtype=_ROW)
    if parts == 1:
        ends = [loop(facts, law, on, out, room[0], bounds[0], bounds[1])]
    else:
        with ThreadPoolExecutor(parts) as pool:
            calls = [pool.submit(loop, facts, law, on, out, room[p], bounds[p], bounds[p + 1]) for p in range(parts)]
            ends = [call.result() for call in calls]
    pieces = [slice(start, end) for start, end in zip(room, ends, strict=False)]
    return np.concatenate([out[piece] for piece in pieces])


def evaluate_many(*, facts: Facts, law: Law, on: int, rules: Sequence[Rule] = RULES, threads: int = 2) -> pl.DataFrame:
    """Give the conclusions of many children as one frame: child and rule (places), k, then the fields of Conclusion."""
    import polars as pl

    frames = []
    for rule in rules:
        out = evaluate_rule(rule=rule, facts=facts, law=law, on=on, threads=threads)
        frame = pl.DataFrame({name: np.ascontiguousarray(out[name]) for name in OUT_FIELDS})
        frames.append(frame.with_columns(rule=pl.lit(rule.code, pl.Int8)))
    return pl.concat(frames)
