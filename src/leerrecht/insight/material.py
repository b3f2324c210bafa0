"""What is counted from: the facts of each child with what follows from them, and the questions that a partnership decides."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from leerrecht.law.conclusions import Finding
from leerrecht.law.few import AnyCaseload

TABLES = ("stays", "involvements", "plans", "departures", "handovers")
RULES = ("placement.term", "continuity.gap")
"""The tables and rules that the measures read."""


@dataclass(frozen=True, kw_only=True)
class Life:
    """One child: its facts by table, as they stand, and what follows from them by rule."""

    born_from: datetime.date | None
    born_to: datetime.date | None
    rows: Mapping[str, Sequence[Mapping[str, Any]]]
    findings: Mapping[str, Sequence[Finding]]


@dataclass(frozen=True, kw_only=True)
class Question:
    """A knot: by when it had to be decided, and when it was."""

    decide_by: datetime.date
    decided_on: datetime.date | None


@dataclass(frozen=True, kw_only=True)
class Material:
    """All that is counted from."""

    lives: Sequence[Life] = ()
    questions: Sequence[Question] = ()


def build_material(
    *, caseload: AnyCaseload, findings: Iterable[Finding], questions: Sequence[Question] = ()
) -> Material:
    """Put facts and conclusions of each child together. `findings`: of the day up to which is counted."""
    rows: dict[str, dict[str, list[Mapping[str, Any]]]] = defaultdict(lambda: defaultdict(list))
    for table in TABLES:
        for row in caseload.rows(table):
            rows[row["child"]][table].append(row)
    found: dict[str, dict[str, list[Finding]]] = defaultdict(lambda: defaultdict(list))
    for finding in findings:
        found[finding.child][finding.rule].append(finding)
    lives = [
        Life(
            born_from=person["born_from"], born_to=person["born_to"], rows=rows[person["child"]],
            findings=found[person["child"]],
        )
        for person in caseload.rows("children")
    ]  # fmt: skip
    return Material(lives=lives, questions=questions)
