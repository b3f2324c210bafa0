"""Compiled code is kept: the second start compiles nothing, and changed rules never meet old code."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from leerrecht.law import compiled, version

ROOT = Path(__file__).parents[2]
START = """
import datetime, sys
from leerrecht.law import compiled
from leerrecht.law.rules import RULE
from tests.law.bridge import caseload_of, rulebook
from tests.law.oracle import History
for rule_id in sys.argv[1:]:
    compiled.evaluate_rule(
        rule=RULE[rule_id], facts=caseload_of([History()]).facts,
        law=rulebook().law_on(datetime.date(2026, 9, 15), arrays=True), on=20711, threads=1,
    )
print(sum(sum(loop.stats.cache_misses.values()) for loop in compiled.compiled_loops()))
"""


def compiled_by_a_start(cache: Path, *rules: str) -> int:
    environment = os.environ | {"XDG_CACHE_HOME": str(cache), "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
    done = subprocess.run(
        [sys.executable, "-c", START, *rules], env=environment, cwd=ROOT, capture_output=True, text=True, check=True
    )
    return int(done.stdout)


@pytest.mark.slow
def test_second_start_compiles_nothing(tmp_path) -> None:
    rules = ("presence.missing", "tnv.two_years")
    assert compiled_by_a_start(tmp_path, *rules) == len(rules)
    assert compiled_by_a_start(tmp_path, *rules) == 0


@pytest.mark.slow
def test_a_folder_that_cannot_be_made_is_no_failure_and_leaves_no_code_elsewhere(tmp_path) -> None:
    (tmp_path / "file").write_text("in the way")
    beside = Path(compiled.__file__).parent / "__pycache__"
    before = {path for path in beside.glob("*.nb?")}
    compiled_by_a_start(tmp_path / "file", "presence.missing")  # fails when the start does
    assert {path for path in beside.glob("*.nb?")} == before


def test_fingerprint_follows_the_text_and_not_the_line_ends(tmp_path) -> None:
    (tmp_path / "a.py").write_bytes(b"x = 1\n")
    one = version.hash_package(tmp_path)
    (tmp_path / "a.py").write_bytes(b"x = 1\r\n")
    assert version.hash_package(tmp_path) == one
    (tmp_path / "a.py").write_bytes(b"x = 2\n")
    assert version.hash_package(tmp_path) != one
    assert version.hash_package(Path(compiled.__file__).parent) == version.ENGINE_HASH
    assert compiled.cache_folder().name == version.ENGINE_HASH
