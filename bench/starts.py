"""What a person waits for: the command line, and the first time the compiled path is used. All in processes of their own."""

from __future__ import annotations

import importlib.util
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from bench.subset import ON, SEED
from leerrecht.caseload import write_caseload
from leerrecht.planning import draw_population

LEERRECHT = [sys.executable, "-m", "leerrecht.cli"]


@dataclass(frozen=True, kw_only=True)
class Starts:
    """Seconds; None where it wasn't measured."""

    help_seconds: float | None
    check_seconds: float | None
    check_children: int
    cold_seconds: float | None
    warm_seconds: float


def _environment(**changes: str) -> dict[str, str]:
    return os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)} | changes


def _run(command: list[str], **changes: str) -> tuple[float, str]:
    start = time.perf_counter()
    done = subprocess.run(command, check=False, env=_environment(**changes), capture_output=True, text=True)
    seconds = time.perf_counter() - start
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(command)} gave exit code {done.returncode}:\n{done.stderr[-2000:]}")
    return seconds, done.stdout


def has_command_line() -> bool:
    """Tell whether this checkout has `leerrecht check`."""
    return importlib.util.find_spec("leerrecht.cli.check") is not None


def measure_starts(children: int, *, cold: bool) -> Starts:
    """Measure what starting costs; `cold` with an empty folder for compiled code takes the longest."""
    help_seconds = check_seconds = None
    with tempfile.TemporaryDirectory() as folder:
        if has_command_line():
            help_seconds = statistics.median(_run([*LEERRECHT, "--help"])[0] for _ in range(10))
            book = Path(folder) / "caseload.xlsx"
            write_caseload(frames=draw_population(children=children, seed=SEED, on=ON), to=book)
            check_seconds, _ = _run([*LEERRECHT, "check", str(book), "--on", str(ON)])
        once = [sys.executable, "-m", "bench.start_once"]
        cold_seconds = None
        if cold:
            cold_seconds = float(_run(once, XDG_CACHE_HOME=folder)[1])
            warm_seconds = min(float(_run(once, XDG_CACHE_HOME=folder)[1]) for _ in range(3))
        else:
            _run(once)
            warm_seconds = float(_run(once)[1])
    return Starts(
        help_seconds=help_seconds, check_seconds=check_seconds, check_children=children, cold_seconds=cold_seconds,
        warm_seconds=warm_seconds,
    )  # fmt: skip
