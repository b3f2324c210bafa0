"""The project's own engine: the scalar functions of measures.py, compiled as the law package compiles its rules."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any

import numpy as np

from bench.measures import FIELDS, FLAT_FIELDS, SCALARS, fill_flat, fill_measures
from bench.subset import Subset
from leerrecht.law import compiled as law_compiled


@cache
def loops() -> tuple[Any, Any]:
    """Give the two loops, compiled at their first call or taken from the cache."""
    import numba
    from numba.core import config
    from numba.extending import register_jitable

    law_compiled.compiled_loops()  # the law's own functions first
    for function in SCALARS:
        register_jitable(**law_compiled.SCALAR_OPTIONS)(function)
    before = config.CACHE_DIR
    config.CACHE_DIR = str(law_compiled.cache_folder())
    try:
        return tuple(numba.njit(cache=True, **law_compiled.LOOP_OPTIONS)(loop) for loop in (fill_measures, fill_flat))
    finally:
        config.CACHE_DIR = before


def _filled(call: Callable[[Any, int, int], None], fields: tuple[str, ...], count: int, threads: int) -> Any:
    out = np.empty(count, dtype=[(name, np.int32) for name in fields])
    bounds = [count * part // threads for part in range(threads + 1)]
    with ThreadPoolExecutor(threads) as pool:
        for done in [pool.submit(call, out, bounds[part], bounds[part + 1]) for part in range(threads)]:
            done.result()
    return out


def measure(subset: Subset, threads: int = 2) -> Any:
    """Give all answers about all children, as a record array."""
    loop = loops()[0]

    def call(out: Any, lo: int, hi: int) -> None:
        loop(subset.caseload.facts, subset.law, subset.on, out, lo, hi)

    return _filled(call, FIELDS, subset.count, threads)


def measure_flat(subset: Subset, threads: int = 2) -> Any:
    """Give the flat answers about all children, from two columns."""
    loop = loops()[1]

    def call(out: Any, lo: int, hi: int) -> None:
        loop(subset.born, subset.since, subset.law, subset.on, out, lo, hi)

    return _filled(call, FLAT_FIELDS, subset.count, threads)
