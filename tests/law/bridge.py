"""Between the oracle's histories and the engine: the same facts in, the same rows out."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl

from leerrecht.law.conclusions import Finding, name_row
from leerrecht.law.dates import day_number
from leerrecht.law.engine import evaluate
from leerrecht.law.frames import Caseload, build_caseload, empty_frame
from leerrecht.law.rulebook import Rulebook, load_rulebook
from leerrecht.law.tables import TABLES
from tests.law.oracle_facts import History, Row

RULEBOOK = Path(__file__).parents[2] / "rulebook" / "nl"


@cache
def rulebook() -> Rulebook:
    """The project's own rulebook."""
    return load_rulebook(folder=RULEBOOK)


def caseload_of(histories: Sequence[History]) -> Caseload:
    """Give histories as a caseload: child names c000000, c000001, ..."""
    frames: dict[str, pl.DataFrame] = {}
    names = [f"c{number:06}" for number in range(len(histories))]
    for table in TABLES:
        schema = empty_frame(table).schema
        rows: list[dict[str, Any]] = []
        for name, history in zip(names, histories, strict=True):
            for fact in [history] if table.name == "children" else getattr(history, table.name, []):
                values = {field.name: getattr(fact, field.name) for field in fields(fact)}
                values["with"] = values.get("partner")
                rows.append(
                    {column: None if values.get(column) == "" else values.get(column) for column in schema}
                    | {"child": name, "row": len(rows) + 2}
                )
        frames[table.name] = pl.DataFrame(rows, schema=schema)
    return build_caseload(frames=frames, regions=rulebook().regions)


def as_oracle_row(finding: Finding) -> Row:
    """Give a finding in the oracle's words."""
    return Row(
        rule=finding.rule, key=finding.key, state=finding.state, since_on=finding.since_on, due_on=finding.due_on,
        outcome=finding.outcome, notes=frozenset(finding.notes) - ENGINE_ONLY, missing=finding.missing,
        possible_due_on=finding.possible_due_on, planned_start_on=finding.planned_start_on,
        early_due_on=finding.early_due_on, stricter_due_on=finding.stricter_due_on, met_on=finding.met_on,
        days_counted=finding.days_counted, times=finding.times,
    )  # fmt: skip


ENGINE_ONLY = frozenset({"holidays_unknown", "region_unknown", "expected", "conditions", "estimated", "leap_day"})
"""Notes that explain; the oracle judges answers."""


def engine_rows(histories: Sequence[History], on: datetime.date) -> list[list[Row]]:
    """Give the engine's rows for each history, by plain Python."""
    caseload = caseload_of(histories)
    found: list[list[Row]] = [[] for _ in histories]
    for row in evaluate(facts=caseload.lists, law=rulebook().law_on(on), on=day_number(on)):
        finding = name_row(row=row, caseload=caseload, rulebook=rulebook(), on=on)
        found[row.child].append(as_oracle_row(finding))
    return found
