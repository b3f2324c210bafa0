"""What linking costs: a whole register through the command line, one lookup in memory, and peers that run elsewhere."""

from __future__ import annotations

import csv
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from bench.identity_made import make_register
from leerrecht.identity import ChildIndex, ChildRow, as_typed, load_model
from leerrecht.identity.reading import COLUMNS

ASKED = 300
PEERS = "LEERRECHT_BENCH_PEERS"
"""Names a Python that has recordlinkage and nomenklatura, which want older packages than ours."""


@dataclass(frozen=True)
class Lookups:
    """Milliseconds of one lookup in a register of so many records; `typed`: as one line of names in any order."""

    records: int
    median: float
    p95: float
    typed_p95: float
    found: float
    bytes_a_record: float


@dataclass(frozen=True)
class Run:
    """A whole run of `leerrecht link`: wall and processor seconds, the highest memory, and what it gave."""

    records: int
    seconds: float
    processor: float
    gigabytes: float
    pairs: int
    precision: float
    recall: float


def _asked_for(rows: Sequence[ChildRow], truth: Sequence[int], chance: random.Random) -> list[tuple[ChildRow, int]]:
    """Give descriptions of children who are there under another record."""
    doubles = [place for place in range(1, len(rows)) if truth[place] == truth[place - 1]]
    return [(rows[place], place - 1) for place in chance.sample(doubles, min(ASKED, len(doubles)))]


def measure_lookups(groups: Path, size: int) -> Lookups:
    """Measure lookups of children who are there under another record."""
    rows, truth = make_register(path=groups, size=size)
    before = psutil.Process().memory_info().rss
    index = ChildIndex(model=load_model())
    index.put(rows)
    asked = _asked_for(rows, truth, random.Random(1))
    index.find(asked[0][0])
    kept = (psutil.Process().memory_info().rss - before) / len(rows)
    times, typed, found = [], [], 0
    for row, other in asked:
        started = time.perf_counter()
        answer = index.find(row)
        times.append(time.perf_counter() - started)
        found += any(each.record == rows[other].record for each in answer.candidates)
        started = time.perf_counter()
        index.find(_typed(row), any_order=True)
        typed.append(time.perf_counter() - started)
    return Lookups(size, statistics.median(times) * 1e3, _p95(times), _p95(typed), found / len(asked), kept)


def _typed(row: ChildRow) -> ChildRow:
    words = as_typed(" ".join(name for name in reversed(row.names) if name))
    return ChildRow(given_names=words.given_names, father_name=words.father_name, family_name=words.family_name,
                    born_on=row.born_on)  # fmt: skip


def _p95(times: Sequence[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)] * 1e3


def measure_run(groups: Path, size: int) -> Run:
    """Measure `leerrecht link` on a drawn register, in a process of its own."""
    rows, truth = make_register(path=groups, size=size)
    with tempfile.TemporaryDirectory() as folder:
        path, out = Path(folder) / "register.csv", Path(folder) / "pairs.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(COLUMNS)
            writer.writerows((row.record, *row.names, row.born_on, row.sex) for row in rows)
        child = {row.record: each for row, each in zip(rows, truth, strict=True)}
        del rows
        seconds, processor, peak = _watched([sys.executable, "-m", "leerrecht.cli", "link", str(path)], out)
        with out.open(encoding="utf-8", newline="") as file:
            same = [child[row["record_l"]] == child[row["record_r"]] for row in csv.DictReader(file)]
    doubles = len(truth) - len(set(truth))
    return Run(
        size, seconds, processor, peak / 1e9, len(same), sum(same) / max(len(same), 1), sum(same) / max(doubles, 1)
    )


def _watched(command: Sequence[str], out: Path) -> tuple[float, float, int]:
    """Run a command; give its wall seconds, its processor seconds and the most memory it held."""
    peak, processor = 0, 0.0
    started = time.perf_counter()
    with out.open("wb") as file:
        process = psutil.Popen(command, stdout=file, stderr=subprocess.DEVNULL)
        done = threading.Event()
        threading.Thread(target=lambda: (process.wait(), done.set()), daemon=True).start()
        while not done.wait(0.05):
            try:
                peak = max(peak, process.memory_info().rss)
                times = process.cpu_times()
                processor = times.user + times.system
            except psutil.Error:
                break
        done.wait()
    if process.returncode:
        raise RuntimeError(f"{command} gave {process.returncode}")
    return time.perf_counter() - started, processor, peak


def ask_peers(what: str, path: Path) -> Any:
    """Ask the peers that live in another Python; None when there is none."""
    python = os.environ.get(PEERS)
    if not python:
        return None
    command = [python, str(Path(__file__).with_name("identity_peers.py")), what, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr[-500:])
    return json.loads(done.stdout) if what != "febrl" else True
