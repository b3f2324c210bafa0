"""The matrix of a subgroup for a page, and two of its scenarios side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils.safestring import SafeString

from leerrecht.appraisal import Study
from leerrecht.appraisal.outcome import Outcome
from leerrecht.appraisal.robustness import dominates
from leerrecht.appraisal.study import Judgement, cell_id
from leerrecht.appraisal.table import make_table
from leerrecht.web.lab.citing import Chain
from leerrecht.web.lab.wording import (
    named,
    percent,
    range_words,
    scenario_parts,
    score_parts,
    told,
)  # fmt: skip
from leerrecht.web.words import word


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A judgement on a page: sign, word and look of its score, what a second reader could defend, on what basis."""

    scenario: str
    how: SafeString
    score: Mapping[str, str]
    range: str
    basis: SafeString
    url: str


@dataclass(frozen=True, kw_only=True)
class Line:
    """A criterion with its cells. `under`: the criterion that it is a part of."""

    id: str
    title: SafeString
    under: SafeString
    cells: tuple[Cell, ...]


@dataclass(frozen=True, kw_only=True)
class Block:
    """A block of criteria, with its lines."""

    title: SafeString
    lines: tuple[Line, ...]


def make_cell(chain: Chain, scenario: str, column: str) -> Cell:
    """Make the cell of a scenario and a column."""
    found: Judgement | None = chain.cell(cell_id(scenario, column))
    lang = chain.lang
    score = found.score if found else None
    return Cell(
        scenario=scenario,
        how=scenario_parts(chain.study, scenario, lang)[1],
        score=score_parts(score, lang, column=column, study=chain.study.id),
        range=range_words(found.low, found.high, lang) if found and score is not None else "",
        basis=named("basis", found.basis if found else "none", lang),
        url=chain.url(cell_id(scenario, column)),
    )


def matrix_blocks(chain: Chain, scenarios: Sequence[str]) -> list[Block]:
    """Give the matrix of a subgroup, by block of criteria."""
    study, lang = chain.study, chain.lang
    return [
        Block(
            title=told(study.blocks[block], lang),
            lines=tuple(_line(chain, column, scenarios) for column in columns),
        )
        for block, columns in groupby(study.columns, study.block_of)
    ]  # fmt: skip


def _line(chain: Chain, column: str, scenarios: Sequence[str]) -> Line:
    criterion = chain.study.criteria[column]
    parent = chain.study.criteria[criterion.parent] if criterion.parent else None
    return Line(
        id=column, title=told(criterion.name, chain.lang), under=told(parent.name, chain.lang) if parent else SafeString(""),
        cells=tuple(make_cell(chain, scenario, column) for scenario in scenarios),
    )  # fmt: skip


def scenario_heads(study: Study, scenarios: Sequence[str], lang: str) -> list[Mapping[str, Any]]:
    """Give the columns of the matrix: those about the same thing under one heading."""
    parts = [(name, *scenario_parts(study, name, lang)) for name in scenarios]
    return [
        {"title": title, "scenarios": [{"id": name, "how": how} for name, _, how in together]}
        for title, together in ((title, list(each)) for title, each in groupby(parts, lambda part: part[1]))
    ]


# --- two side by side ----------------------------------------------------------------------------------------------------


def compare_blocks(chain: Chain, one: str, other: str) -> list[Mapping[str, Any]]:
    """Give two scenarios side by side, by criterion, with which of them scores higher."""
    return [
        {
            "title": block.title,
            "lines": [{"line": line, "better": _better(chain, line.id, one, other)} for line in block.lines],
        }
        for block in matrix_blocks(chain, [one, other])
    ]


def _better(chain: Chain, column: str, one: str, other: str) -> Mapping[str, str]:
    scores = [cell.score if (cell := chain.cell(cell_id(name, column))) else None for name in (one, other)]
    first, second = scores
    if first is None or second is None:
        return {"word": word("lab.compare.unknown", chain.lang), "icon": "unknown"}
    if first == second:
        return {"word": word("lab.compare.same", chain.lang), "icon": ""}
    return {"word": word("lab.compare.better", chain.lang, name=one if first > second else other), "icon": "check"}


def compared(chain: Chain, outcome: Outcome, one: str, other: str) -> Mapping[str, Any]:
    """Say how often the one ends above the other, and whether one is at least as good in everything."""
    lang, table = chain.lang, outcome.simulation.table
    places = table.scenarios.index(one), table.scenarios.index(other)
    return {
        "shares": [
            {
                "method": word(f"lab.method.{method}", lang),
                "one": percent(float(standing.beats[places]), lang),
                "other": percent(float(standing.beats[places[::-1]]), lang),
            }
            for method, standing in outcome.simulation.standing.items()
        ],
        "dominance": _dominance(chain, one, other),
    }


def _dominance(chain: Chain, one: str, other: str) -> str:
    table = make_table(chain.study, subgroup=chain.group)
    for better, worse in ((one, other), (other, one)):
        answer = dominates(table, one=better, other=worse)
        if answer != "no":
            return word(f"lab.compare.dominates_{answer}", chain.lang, one=better, other=worse)
    return word("lab.compare.dominates_no", chain.lang)


def rationale_of(chain: Chain, name: str) -> SafeString:
    """Give why a cell has its score, in the coder's words."""
    found = chain.cell(name)
    return told(found.text, chain.lang) if found else SafeString("")
