"""What weighing costs: Leerrecht's policy lab beside pymcdm and scikit-criteria, the two that Python programs use most.

The same scores on one fixed scale from 0 to 1, normalisation off, and the same weights to each; the values must be equal.
Neither peer draws scores, shares ties over many draws or knows unknown cells, so of the whole simulation only ours is
measured, and how it grows.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from bench.pages.page import table
from bench.timing import watched_memory
from leerrecht.appraisal import load_study
from leerrecht.appraisal.ranking import add_up, draw_weights, net_flows
from leerrecht.appraisal.simulation import Settings, simulate
from leerrecht.appraisal.table import Table, make_table

STUDY = Path(__file__).parents[1] / "studies" / "aef-2025" / "study.yaml"
DRAWS, PEER_DRAWS = 100_000, 2_000
GROWTH = (
    (6, 14, 10_000),
    (6, 14, 100_000),
    (6, 14, 1_000_000),
    (20, 30, 100_000),
    (50, 60, 100_000),
    (50, 60, 1_000_000),
)
"""Scenarios, criteria, draws."""
LIMIT_SECONDS, LIMIT_IMPORT, LIMIT_MEGABYTES, EQUAL = 5.0, 0.5, 4_000.0, 1e-12
BEGIN, END = "<!-- appraisal -->", "<!-- /appraisal -->"


@dataclass(frozen=True, kw_only=True)
class Peer:
    """One method beside one peer: microseconds for one draw of weights, and the largest difference in value."""

    method: str
    name: str
    own: float
    theirs: float
    different: float


@dataclass(frozen=True, kw_only=True)
class Grown:
    """A simulation of some size: seconds, and the most memory."""

    scenarios: int
    criteria: int
    draws: int
    seconds: float
    megabytes: float


@dataclass(frozen=True, kw_only=True)
class Weighing:
    """What was measured: the whole simulation of the supplied study, importing, the peers, growth; and how busy it was."""

    load: float
    seconds: float
    importing: float
    peers: tuple[Peer, ...]
    growth: tuple[Grown, ...]


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    work()  # the first time also fetches things into memory
    start = time.perf_counter()
    answer = work()
    return time.perf_counter() - start, answer


def _weights(whole: Table, draws: int) -> Any:
    return draw_weights(
        block_of=whole.block_of, block_weights=whole.block_weights, weighing="blocks", draws=draws,
        chance=np.random.default_rng(2026),
    )  # fmt: skip


def _beside(name: str, method: str, own: Callable[[Any], Any], one: Callable[[Any], Any], weights: Any) -> Peer:
    """Compare; ours takes all draws at once, the peer one after the other."""
    few = weights[:, :PEER_DRAWS]
    seconds, values = _timed(lambda: own(weights))
    theirs, answers = _timed(lambda: np.stack([one(few[:, draw]) for draw in range(few.shape[1])], axis=1))
    return Peer(
        method=method, name=name, own=seconds / weights.shape[1] * 1e6, theirs=theirs / few.shape[1] * 1e6,
        different=float(np.abs(values[:, : few.shape[1]] - answers).max()),
    )  # fmt: skip


def measure_peers(draws: int = DRAWS) -> tuple[Peer, ...]:
    """Measure beside the peers on the supplied study as coded; an import error of one is the caller's."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of their imports, and of pymcdm where one alternative dominates
        from pymcdm.methods import PROMETHEE_II, WSM
        from skcriteria.agg.simple import wsm

        whole = make_table(load_study(path=STUDY)[0], subgroup="amv").without_unknown()
        weights, matrix, kinds = _weights(whole, draws), (whole.scores.T + 2) / 4, np.ones(len(whole.columns))
        promethee, weighted = PROMETHEE_II("usual"), WSM(normalization_function=lambda column, cost=False: column)
        flows, scaled = net_flows(whole.scores), matrix.T
        return (
            _beside("pymcdm", "PROMETHEE II, usual criterion", lambda drawn: add_up(flows, drawn),
                    lambda weight: promethee(matrix, weight, kinds), weights),
            _beside("pymcdm", "weighted sum", lambda drawn: add_up(scaled, drawn),
                    lambda weight: weighted(matrix, weight, kinds), weights),
            _beside("scikit-criteria", "weighted sum", lambda drawn: add_up(scaled, drawn),
                    lambda weight: wsm(matrix, weight)[1], weights),
        )  # fmt: skip


def made_table(scenarios: int, criteria: int) -> Table:
    """Make a matrix of some size: every cell a range of its own, every fifth pair of neighbours in order."""
    cells = scenarios * criteria
    shape = (criteria, scenarios)
    return Table(
        subgroup="made", scenarios=tuple(f"S{place}" for place in range(scenarios)),
        columns=tuple(f"K{row}" for row in range(criteria)), block_of=tuple("ab"[row % 2] for row in range(criteria)),
        block_weights={"a": 0.5, "b": 0.5}, scores=np.zeros(shape, np.int8), unknown=np.zeros(shape, bool),
        statement_of=np.arange(cells).reshape(shape), ranges=tuple((-1 - cell % 2, cell % 3) for cell in range(cells)),
        pairs=tuple((row * scenarios + place, row * scenarios + place + 1, 0)
                    for row in range(criteria) for place in range(0, scenarios - 1, 5)),
    )  # fmt: skip


def measure_growth(sizes: tuple[tuple[int, int, int], ...]) -> tuple[Grown, ...]:
    """Measure simulations of several sizes."""
    found = []
    for scenarios, criteria, draws in sizes:
        whole = made_table(scenarios, criteria)
        with watched_memory() as memory:
            start = time.perf_counter()
            simulate(table=whole, settings=Settings(draws=draws))
            seconds = time.perf_counter() - start
        found.append(Grown(scenarios=scenarios, criteria=criteria, draws=draws, seconds=seconds, megabytes=memory.most))
    return tuple(found)


def measure_import(runs: int = 5) -> float:
    """Measure how long importing the package takes in a process of its own, in the middle of some runs."""
    code = "import time; start = time.perf_counter(); import leerrecht.appraisal; print(time.perf_counter() - start)"
    done = [
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True) for _ in range(runs)
    ]
    return statistics.median(float(each.stdout) for each in done)


def measure_appraisal(*, quick: bool = False) -> Weighing:
    """Measure everything; `quick` only to see that it runs."""
    load = os.getloadavg()[0]
    study = load_study(path=STUDY)[0]
    draws = 1_000 if quick else DRAWS
    seconds, _ = _timed(lambda: simulate(table=make_table(study, subgroup="amv"), settings=Settings(draws=draws)))
    return Weighing(
        load=load,
        seconds=seconds, importing=measure_import(1 if quick else 5), peers=measure_peers(2_000 if quick else DRAWS),
        growth=measure_growth(((6, 14, 1_000),) if quick else GROWTH),
    )  # fmt: skip


def make_block(found: Weighing) -> str:
    """Give the part of docs/reference/performance.md about weighing, between its marks."""
    peers = [
        (peer.method, f"{peer.name} {version(peer.name)}", f"{peer.theirs / peer.own:,.0f}", f"{peer.different:.0e}",
         f"{peer.own:.3f}", f"{peer.theirs:.1f}")
        for peer in found.peers
    ]  # fmt: skip
    smallest = found.growth[0]
    least = smallest.seconds / (smallest.scenarios * smallest.criteria * smallest.draws)
    growth = [
        (f"{each.scenarios}", f"{each.criteria}", f"{each.draws:,}",
         f"{each.seconds / (each.scenarios * each.criteria * each.draws) / least:.2f}", f"{each.seconds:.2f}",
         f"{each.megabytes:,.0f}")
        for each in found.growth
    ]  # fmt: skip
    return "\n".join([
        BEGIN, "", "## Weighing policy", "",
        f"A whole simulation of the supplied study (6 scenarios, 14 columns, {DRAWS:,} draws of weights and of codings, both "
        f"methods, ranks with ties shared) takes {found.seconds:.2f} s on one thread; `make bench` fails above "
        f"{LIMIT_SECONDS:g} s. Importing the package takes {found.importing:.2f} s (at most {LIMIT_IMPORT:g} s). "
        f"Load before measuring: {found.load:.1f} on {os.cpu_count()} cores.", "",
        "Beside others in one run: the same scores on a fixed scale from 0 to 1 without normalisation, the same weights. "
        f"Ours takes {DRAWS:,} draws of weights at once, as a simulation does; theirs one after the other "
        f"({PEER_DRAWS:,} of them), which is the only way they have. `make bench` fails when a value differs by more than "
        f"{EQUAL:g}.", "",
        *table(("method", "peer", "times as fast", "largest difference", "ours, µs a draw", "theirs, µs a draw"), peers),
        "Growth, with a range for every cell and comparisons between some: cost per cell and draw beside the first row. "
        f"Draws are made in pieces, so that memory stays flat; `make bench` fails above {LIMIT_MEGABYTES:,.0f} MB.", "",
        *table(("scenarios", "criteria", "draws", "cost per cell", "s", "MB at most"), growth),
        END, "",
    ])  # fmt: skip


def broken(found: Weighing) -> list[str]:
    """Give what is wrong or slower than promised."""
    wrong = [
        f"{peer.method}: values differ from {peer.name}'s by {peer.different:.1e}"
        for peer in found.peers if peer.different > EQUAL
    ]  # fmt: skip
    promises = [
        ("weighing the supplied study (s)", found.seconds, LIMIT_SECONDS),
        ("importing leerrecht.appraisal (s)", found.importing, LIMIT_IMPORT),
        ("memory of the largest simulation (MB)", max(each.megabytes for each in found.growth), LIMIT_MEGABYTES),
    ]
    return wrong + [
        f"broken promise: {what}: {measured:.2f} (at most {most:g})"
        for what, measured, most in promises
        if measured > most
    ]
