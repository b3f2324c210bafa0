"""zen-engine (GoRules): the flat part, one child at a time. Static loader, because `create_decision` is ten times slower.

Months are added, never years: from 29 February zen gives "Invalid date" for years.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import zen

from bench.subset import ON, Subset

_KEY = "term"


def make_engine(subset: Subset) -> zen.ZenEngine:
    """Give an engine that has the decision loaded."""
    months = str(subset.term_rows[0][1])
    for day, value in subset.term_rows[1:]:
        months = f"(d(since_on) >= d('{day}') ? {value} : {months})"
    leap_day = "d(born_on).month() == 2 and d(born_on).day() == 29"
    adult = 12 * subset.months("age.adult_years")
    ahead = subset.months("period.eighteen_months_ahead")
    expressions = {
        "due_on": f"d(since_on).add({months}, 'M').format('%Y-%m-%d')",
        "near_eighteen": (
            f"d('{ON}') >= ({leap_day} ? d(born_on).add({adult}, 'M').add(1, 'd') : d(born_on).add({adult}, 'M'))"
            f".sub({ahead}, 'M')"
        ),
    }
    content: dict[str, Any] = {
        "contentType": "application/vnd.gorules.decision",
        "nodes": [
            {"id": "in", "name": "in", "type": "inputNode", "position": {"x": 0, "y": 0}},
            {
                "id": "expressions", "name": "expressions", "type": "expressionNode", "position": {"x": 0, "y": 0},
                "content": {
                    "expressions": [{"id": key, "key": key, "value": value} for key, value in expressions.items()]
                },
            },
            {"id": "out", "name": "out", "type": "outputNode", "position": {"x": 0, "y": 0}},
        ],
        "edges": [
            {"id": "1", "sourceId": "in", "targetId": "expressions", "type": "edge"},
            {"id": "2", "sourceId": "expressions", "targetId": "out", "type": "edge"},
        ],
    }  # fmt: skip
    return zen.ZenEngine({"loader": {"type": "static", "content": {_KEY: content}}})


def contexts(subset: Subset, children: int) -> list[dict[str, str]]:
    """Give the input of the first children."""
    born, since = (column[:children].astype("datetime64[D]").astype(str) for column in (subset.born, subset.since))
    return [{"born_on": str(day), "since_on": str(start)} for day, start in zip(born, since, strict=True)]


def measure(engine: zen.ZenEngine, inputs: list[dict[str, str]]) -> dict[str, Any]:
    """Give the flat answers about these children."""
    found = [engine.evaluate(_KEY, one)["result"] for one in inputs]
    return {
        "due_on": np.array([one["due_on"] for one in found], dtype="datetime64[D]"),
        "near_eighteen": np.array([one["near_eighteen"] for one in found]),
    }
