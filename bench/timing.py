"""Timing: the best of some runs, and the memory of this process while something runs."""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

import psutil

T = TypeVar("T")
MEGABYTE = 1_000_000


def best_of(runs: int, work: Callable[[], T]) -> tuple[float, T]:
    """Run something a few times; give the shortest time in seconds and the last answer."""
    shortest = float("inf")
    for _ in range(runs):
        gc.collect()
        start = time.perf_counter()
        answer = work()
        shortest = min(shortest, time.perf_counter() - start)
    return shortest, answer


@dataclass
class Memory:
    """Resident memory in MB: before, and the most while watching."""

    before: float
    most: float


@contextmanager
def watched_memory() -> Any:
    """Watch the resident memory of this process, every five milliseconds."""
    gc.collect()
    process = psutil.Process()
    before = process.memory_info().rss / MEGABYTE
    seen = Memory(before, before)
    done = threading.Event()

    def watch() -> None:
        while not done.wait(0.005):
            seen.most = max(seen.most, process.memory_info().rss / MEGABYTE)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield seen
    finally:
        done.set()
        watcher.join()
        seen.most = max(seen.most, process.memory_info().rss / MEGABYTE)
