"""One subgroup's matrix as arrays: scenarios by columns, what is known, what moves together, and what must stay in order.

Only scenarios that somebody judged take part. A cell without a judgement is unknown, like one that says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from leerrecht.appraisal.conflicts import Pair
from leerrecht.appraisal.drawing import Drawer, make_drawer
from leerrecht.appraisal.scale import HIGHEST, LOWEST
from leerrecht.appraisal.study import Judgement, Study


@dataclass(frozen=True)
class Table:
    """A matrix. Arrays have shape (columns, scenarios).

    `scores`: as coded, 0 where `unknown`; `statement_of`: the number of the statement that a cell follows; `ranges`: lowest
    and highest value per statement; `pairs`: the comparisons between statements; `block_of`: the block of each column.
    """

    subgroup: str
    scenarios: tuple[str, ...]
    columns: tuple[str, ...]
    block_of: tuple[str, ...]
    block_weights: Mapping[str, float]
    scores: Any
    unknown: Any
    statement_of: Any
    ranges: tuple[tuple[int, int], ...]
    pairs: tuple[Pair, ...]

    @property
    def unknown_cells(self) -> int:
        """Count the cells without a judgement."""
        return int(self.unknown.sum())

    @property
    def unknown_columns(self) -> tuple[str, ...]:
        """Give the columns with at least one unknown cell."""
        return tuple(column for column, missing in zip(self.columns, self.unknown.any(axis=1), strict=True) if missing)

    def keep(self, columns: Sequence[str]) -> Table:
        """Give the same table with some columns only."""
        rows = [self.columns.index(column) for column in columns]
        return Table(
            subgroup=self.subgroup, scenarios=self.scenarios, columns=tuple(columns),
            block_of=tuple(self.block_of[row] for row in rows), block_weights=self.block_weights,
            scores=self.scores[rows], unknown=self.unknown[rows], statement_of=self.statement_of[rows],
            ranges=self.ranges, pairs=self.pairs,
        )  # fmt: skip

    def without_unknown(self) -> Table:
        """Give the table without the columns that have an unknown cell."""
        return self.keep([column for column in self.columns if column not in self.unknown_columns])

    def drawer(self) -> Drawer:
        """Prepare drawing codings; raises as `make_drawer` does."""
        return make_drawer(ranges=self.ranges, pairs=self.pairs)


def make_table(study: Study, *, subgroup: str) -> Table:
    """Make the matrix of a subgroup; one without judgements has no scenarios."""
    scenarios, columns = study.judged(subgroup), study.columns
    shape = (len(columns), len(scenarios))
    scores, unknown = np.zeros(shape, dtype=np.int8), np.ones(shape, dtype=bool)
    statement_of = np.zeros(shape, dtype=np.intp)
    numbers: dict[str, int] = {}
    ranges: list[tuple[int, int]] = []
    for row, column in enumerate(columns):
        for place, scenario in enumerate(scenarios):
            cell = study.cells.get((subgroup, scenario, column))
            name = cell.statement if cell else f"no judgement: {scenario}/{column}"
            if name not in numbers:
                numbers[name] = len(ranges)
                ranges.append(range_of(cell))
            statement_of[row, place] = numbers[name]
            if cell and cell.score is not None:
                scores[row, place], unknown[row, place] = cell.score, False
    return Table(
        subgroup=subgroup, scenarios=scenarios, columns=columns,
        block_of=tuple(study.block_of(column) for column in columns), block_weights=study.block_weights,
        scores=scores, unknown=unknown, statement_of=statement_of, ranges=tuple(ranges),
        pairs=_pairs(study, subgroup, scenarios, statement_of),
    )  # fmt: skip


def range_of(cell: Judgement | None) -> tuple[int, int]:
    """Give the values that a cell may take when it is drawn: its range; the whole scale when it is unknown."""
    if cell is None or cell.score is None:
        return LOWEST, HIGHEST
    return cell.low, cell.high


def _pairs(study: Study, subgroup: str, scenarios: tuple[str, ...], statement_of: Any) -> tuple[Pair, ...]:
    found = []
    for each in study.orderings:
        if subgroup in each.subgroups and {each.better, each.worse} <= set(scenarios):
            row = study.columns.index(each.criterion)
            better, worse = (int(statement_of[row, scenarios.index(name)]) for name in (each.better, each.worse))
            found.append((better, worse, int(each.strict)))
    return tuple(dict.fromkeys(found))
