"""The threat model names tests: each is there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_every_test_that_the_threat_model_names_exists():
    text = (ROOT / "docs" / "explanation" / "threat-model.md").read_text(encoding="utf-8")
    named = set(re.findall(r"tests/[\w/]+(?:\.py)?", text))
    assert len(named) > 8
    assert not {name for name in named if not (ROOT / name).exists()}


def test_every_attacker_has_something_that_shows_it():
    text = (ROOT / "docs" / "explanation" / "threat-model.md").read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if line.startswith("| ") and not line.startswith(("| who", "| ---"))]
    assert len(rows) > 10 and all("tests/" in row.split("|")[4] for row in rows)
