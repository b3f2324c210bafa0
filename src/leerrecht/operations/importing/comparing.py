"""One child's rows of one table beside what is in its record: what is new, the same, other, or not ours to change.

Pure functions of plain values; the semantics stand in the docstring of the package.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from leerrecht.law.tables import TABLE
from leerrecht.operations.importing.keys import KEYS, Key

Values = tuple[Any, ...]
OWN_WORDS = "voices"
"""What a child said itself, at its own door and without an account: no list changes that, or who may read it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Known:
    """A fact in the record, standing or not. `values`: in the order of the table's fields; None is empty."""

    number: int
    values: Values
    recorded_at: datetime.datetime
    recorded_by: int | None
    source: int
    retracted_at: datetime.datetime | None
    retracted_by: int | None
    corrects: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """What a table of the workbook holds: the names of its fields, and the places of those it has a column for."""

    name: str
    fields: tuple[str, ...]
    present: tuple[int, ...]

    def told(self, values: Values) -> Values:
        """Give only what the workbook speaks of."""
        return tuple(values[place] for place in self.present)

    def row(self, values: Values) -> dict[str, Any]:
        """Give values by field."""
        return dict(zip(self.fields, values, strict=True))

    def inherit(self, values: Values, former: Values) -> Values:
        """Take what the workbook doesn't speak of from the former fact."""
        present = set(self.present)
        return tuple(values[place] if place in present else former[place] for place in range(len(values)))

    def has_order(self, values: Values) -> bool:
        """Say whether a period doesn't end before it starts."""
        shape = TABLE[self.name]
        row = self.row(values)
        starts, ends = row.get(shape.starts), row.get(shape.ends)
        return starts is None or ends is None or starts <= ends


@dataclass(eq=False, slots=True)
class Lineage:
    """A fact and what was put in its place since; the last is the one that counts."""

    facts: list[Known]
    is_taken: bool = False

    @property
    def head(self) -> Known:
        """The last."""
        return self.facts[-1]

    @property
    def stands(self) -> bool:
        """Say whether the last still stands."""
        return self.head.retracted_at is None


@dataclass(frozen=True, kw_only=True, slots=True)
class Differing:
    """A row that says something else than the record, which is left as it is. `source`: whose fact that is."""

    row: int
    why: str
    source: int


@dataclass(kw_only=True, slots=True)
class Comparison:
    """What came of comparing. `unnamed`: facts of the same source that the workbook has no row for."""

    new: list[Values] = field(default_factory=list)
    corrected: list[tuple[Values, Known]] = field(default_factory=list)
    same: int = 0
    differing: list[Differing] = field(default_factory=list)
    unnamed: int = 0


def find_lineages(facts: Iterable[Known]) -> list[Lineage]:
    """Put each fact behind the one it corrects. `facts`: in the order in which they were recorded."""
    found: dict[int, Lineage] = {}
    lineages: list[Lineage] = []
    for fact in facts:
        lineage = found.get(fact.corrects) if fact.corrects is not None else None
        if lineage is None:
            lineage = Lineage([])
            lineages.append(lineage)
        lineage.facts.append(fact)
        found[fact.number] = lineage
    return lineages


def compare(*, table: Table, rows: Sequence[tuple[Values, int]], facts: Iterable[Known], source: int) -> Comparison:
    """Compare one child's rows (values and row number) with its facts. `source`: the organisation the rows come from."""
    made = Comparison()
    lineages = find_lineages(facts)
    others = _take_same(table, rows, lineages, made)
    others = _take_retracted(table, others, lineages, made)
    pairs = _pair(table, others, lineages)
    for place, (values, number) in enumerate(others):
        lineage = pairs.get(place)
        if lineage is None:
            made.new.append(values)
            continue
        merged = table.inherit(values, lineage.head.values)
        why = _why_not(table, lineage, merged, source)
        if why:
            made.differing.append(Differing(row=number, why=why, source=lineage.head.source))
        else:
            made.corrected.append((merged, lineage.head))
    made.unnamed = sum(
        1 for lineage in lineages
        if lineage.stands and not lineage.is_taken and lineage.head.source == source and lineage.head.recorded_by is None
    )  # fmt: skip
    return made


def _take_same(
    table: Table, rows: Sequence[tuple[Values, int]], lineages: list[Lineage], made: Comparison
) -> list[tuple[Values, int]]:
    standing = {table.told(lineage.head.values): lineage for lineage in lineages if lineage.stands}
    others = []
    for values, number in rows:
        lineage = standing.get(table.told(values))
        if lineage is None:
            others.append((values, number))
        else:
            lineage.is_taken = True
            made.same += 1
    return others


def _take_retracted(
    table: Table, rows: list[tuple[Values, int]], lineages: list[Lineage], made: Comparison
) -> list[tuple[Values, int]]:
    retracted = {
        table.told(fact.values): lineage
        for lineage in lineages for fact in lineage.facts if fact.retracted_at is not None
    }  # fmt: skip
    others = []
    for values, number in rows:
        lineage = retracted.get(table.told(values))
        if lineage is None:
            others.append((values, number))
        else:
            lineage.is_taken = True
            made.differing.append(Differing(row=number, why="corrected_since", source=lineage.head.source))
    return others


def _by_key(table: Table, lineages: list[Lineage]) -> dict[Key, list[Lineage]]:
    """Find lineages by what their facts answer to: those whose last fact does first."""
    found: defaultdict[Key, list[Lineage]] = defaultdict(list)
    keys_of = KEYS[table.name]
    free = [lineage for lineage in lineages if not lineage.is_taken]
    for lineage in free:
        for key in keys_of(table.row(lineage.head.values))[0]:
            found[key].append(lineage)
    for lineage in free:
        for fact in lineage.facts[:-1]:
            for key in keys_of(table.row(fact.values))[0]:
                if lineage not in found[key]:
                    found[key].append(lineage)
    return found


def _pair(table: Table, rows: list[tuple[Values, int]], lineages: list[Lineage]) -> dict[int, Lineage]:
    """Find the fact that each row (by its place) speaks of: one that stands, else one that a person withdrew.

    The surest keys of all rows come first, so that no row takes a fact from another that names it better.
    """
    if not rows:
        return {}
    by_key = _by_key(table, lineages)
    asked = [KEYS[table.name](table.row(values))[1] for values, _ in rows]
    pairs: dict[int, Lineage] = {}
    for is_wanted in (_stands, _was_withdrawn):
        for rank in range(max(map(len, asked))):
            for place, keys in enumerate(asked):
                if place in pairs or rank >= len(keys):
                    continue
                free = (each for each in by_key.get(keys[rank], ()) if not each.is_taken and is_wanted(each))
                lineage = next(free, None)
                if lineage is not None:
                    lineage.is_taken = True
                    pairs[place] = lineage
    return pairs


def _stands(lineage: Lineage) -> bool:
    return lineage.stands


def _was_withdrawn(lineage: Lineage) -> bool:
    return not lineage.stands and lineage.head.retracted_by is not None


def _why_not(table: Table, lineage: Lineage, values: Values, source: int) -> str:
    """Say why a fact isn't the list's to change; nothing when it is."""
    if not lineage.stands:
        return "withdrawn_here"
    if lineage.head.source != source:
        return "other_source"
    if lineage.head.recorded_by is not None or table.name == OWN_WORDS:
        return "typed_here"
    return "" if table.has_order(values) else "period"
