"""`python -m bench --quick` runs from start to end, and every engine gives the same answers."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
def test_bench_quick_run_writes_a_page_on_which_all_engines_agree(tmp_path):
    page = tmp_path / "performance.md"
    done = subprocess.run(
        [sys.executable, "-m", "bench", "--quick", "--to", str(page)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    text = page.read_text(encoding="utf-8")
    for engine in ("Polars, streaming", "Polars, in-memory", "DuckDB", "plain Python", "OpenFisca-Core", "zen-engine"):
        lines = [line for line in text.splitlines() if line.startswith("|") and engine in line]
        assert lines, engine
        assert all(line.split("|")[4].strip() == "0" for line in lines), lines
    assert "different" in text
    assert "## Promises" in text
