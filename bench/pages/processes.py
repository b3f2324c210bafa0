"""Processes of their own: run a module of this package on a database, give it JSON, get JSON back."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


def environment(url: str) -> dict[str, str]:
    """Give the environment of a process that works on a database."""
    paths = [str(ROOT), str(ROOT / "src")]
    return os.environ | {
        "PYTHONPATH": os.pathsep.join(paths), "DJANGO_SETTINGS_MODULE": "bench.pages.settings",
        "LEERRECHT_BENCH_DATABASE": url, "PYTHONHASHSEED": "0",
    }  # fmt: skip


def start(module: str, *arguments: str, url: str, log: Any = None) -> subprocess.Popen[str]:
    """Start a module with pipes to it; what it says on stderr goes to `log`, or where ours goes."""
    return subprocess.Popen(
        [sys.executable, "-m", f"bench.pages.{module}", *arguments], env=environment(url), cwd=ROOT, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log,
    )  # fmt: skip


def tell(process: subprocess.Popen[str], asked: Any) -> None:
    """Give a process its question."""
    if process.stdin:
        process.stdin.write(json.dumps(asked) + "\n")
        process.stdin.flush()


def wait_for(process: subprocess.Popen[str], line: str) -> None:
    """Wait until a process says something. Raises SystemExit when it says something else, or ends."""
    said = process.stdout.readline().strip() if process.stdout else ""
    if said != line:
        process.kill()
        raise SystemExit(f"{process.args} didn't say {line!r}")


def finish(process: subprocess.Popen[str]) -> Any:
    """Wait until a process ends, and give its answer: the last line it wrote. Raises SystemExit when it failed."""
    out, _ = process.communicate()
    if process.returncode != 0:
        raise SystemExit(f"{process.args} gave exit code {process.returncode}")
    lines = out.strip().splitlines()
    return json.loads(lines[-1]) if lines else None


def ask(module: str, *arguments: str, url: str, asked: Any = None) -> Any:
    """Run a module from start to end."""
    process = start(module, *arguments, url=url)
    if asked is not None:
        tell(process, asked)
    return finish(process)
