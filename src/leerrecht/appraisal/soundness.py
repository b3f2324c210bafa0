"""Check what the entries of a study mean together: weights, pointers, cells, comparisons, vetoes. All faults at once.

Works on entries whose form is right, so that one slip doesn't hide another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from leerrecht.appraisal.checking import Sound
from leerrecht.appraisal.conditions import holds
from leerrecht.appraisal.conflicts import find_conflicts
from leerrecht.appraisal.fields import Faults, choices
from leerrecht.appraisal.scale import HIGHEST, LOWEST, UNKNOWN, code_of, value_of

ROUNDING = 1e-9


def check_meaning(sound: Sound, faults: Faults) -> None:
    """Check what entries with a right form mean together; the faults go to `faults`."""
    _check_weights(sound, faults)
    pointers = dict(_pointers(sound))
    _check_pointers(pointers, sound, faults)
    _check_columns(sound, pointers, faults)
    for cells in _codings(sound):
        _check_cells(cells, faults)
        _check_statements(cells, faults)
    _check_subgroups(sound, faults)
    _check_orderings(sound, faults)
    _check_vetoes(sound, faults)
    _check_conditions(sound, faults)


def _check_weights(sound: Sound, faults: Faults) -> None:
    weights = {entry["id"]: entry["weight"] for _, entry in sound.of("normenkader", "blocks")}
    total = sum(weights.values())
    if weights and abs(total - 1) > ROUNDING:
        shown = " + ".join(f"{weight:g} ({block})" for block, weight in weights.items())
        faults.add(
            "normenkader.blocks", f"the weights add up to {total:g}, not 1: {shown}", "Change them so that they do"
        )


def _pointers(sound: Sound) -> Iterator[tuple[str, str]]:
    for _, criterion in sound.of("normenkader", "criteria"):
        for entry in (criterion, *criterion.get("indicators", ())):
            if "same_as" in entry:
                yield entry["id"], entry["same_as"]


def _check_pointers(pointers: dict[str, str], sound: Sound, faults: Faults) -> None:
    """Refuse a same-as that leads nowhere or round in a circle; each circle is told once."""
    told: set[str] = set()
    for name, target in pointers.items():
        path = f"normenkader.criteria[{name}].same_as"
        if target not in sound.names["criteria"]:
            faults.add(path, f"{target!r} is no criterion or indicator", choices(sound.names["criteria"], target))
            continue
        walked = [name]
        while walked[-1] in pointers and pointers[walked[-1]] not in walked:
            walked.append(pointers[walked[-1]])
        back = pointers.get(walked[-1])
        if back == name and not told & set(walked):
            told |= set(walked)
            faults.add(path, f"same-as goes round: {' -> '.join([*walked, name])}", "Let one of them be counted itself")


def _check_columns(sound: Sound, pointers: dict[str, str], faults: Faults) -> None:
    columns = sound.names["columns"]
    path = "normenkader.mcda_columns"
    if not columns:
        faults.add(path, "there are no columns", "List the criteria and indicators that are scored")
    for position, column in enumerate(columns):
        here = f"{path}[{position}]"
        if column not in sound.names["criteria"]:
            faults.add(here, f"{column!r} is no criterion or indicator", choices(sound.names["criteria"], column))
        if column in pointers and pointers[column] not in pointers:
            faults.add(here, f"{column} is the same as {pointers[column]} and would count twice", "Leave it out")
        if columns.index(column) != position:
            faults.add(here, f"{column} stands here twice", "Leave one out")


Cells = list[tuple[str, dict[str, Any]]]


def _codings(sound: Sound) -> Iterator[Cells]:
    """Give the cells of each coder, the first one's first, with where they stand."""
    yield sound.of("judgements")
    for path, coding in sound.of("codings"):
        yield [
            (f"{path}.judgements[{position}: {cell['subgroup']} {cell['scenario']}/{cell['criterion']}]", cell)
            for position, cell in enumerate(coding["judgements"])
        ]


def _check_cells(cells: Cells, faults: Faults) -> None:
    """Check each cell: once only, the score within its range, a ground exactly where there is a score."""
    seen: dict[tuple[str, ...], str] = {}
    for path, cell in cells:
        key = (cell["subgroup"], cell["scenario"], cell["criterion"])
        if key in seen:
            faults.add(path, f"this cell stands also at {seen[key]}", "Keep one; another coder goes under codings")
        seen.setdefault(key, path)
        low, high, score = range_in(cell)
        if low > high:
            faults.add(path, f"lo {code_of(low)} is above hi {code_of(high)}", "Exchange them")
        elif score is not None and not low <= score <= high:
            faults.add(
                f"{path}.score", f"{code_of(score)} is outside its range {code_of(low)} to {code_of(high)}",
                "Widen the range or change the score",
            )  # fmt: skip
        if "basis" in cell and (cell["basis"] == "none") != (score is None):
            faults.add(
                f"{path}.basis", f"basis {cell['basis']} doesn't go with score {code_of(score)}",
                f"A cell without a ground is {UNKNOWN} with basis none, and the other way round",
            )  # fmt: skip


def range_in(cell: dict[str, Any]) -> tuple[int, int, int | None]:
    """Give lowest, highest and score of a cell as written; without lo or hi the score itself, or the whole scale."""
    score = value_of(cell["score"])
    low, high = (value_of(cell[name]) if name in cell else score for name in ("lo", "hi"))
    if score is None:
        return LOWEST, HIGHEST, None
    return low if low is not None else score, high if high is not None else score, score


def _check_statements(cells: Cells, faults: Faults) -> None:
    """Cells of one statement move together, so they need one range."""
    first: dict[tuple[str, str], tuple[str, tuple[int, int]]] = {}
    for path, cell in cells:
        if "statement" not in cell:
            continue
        low, high, _ = range_in(cell)
        key = (cell["subgroup"], cell["statement"])
        where, span = first.setdefault(key, (path, (low, high)))
        if span != (low, high):
            shown = f"{code_of(low)} to {code_of(high)}", f"{code_of(span[0])} to {code_of(span[1])}"
            faults.add(
                path, f"its range {shown[0]} differs from {shown[1]} at {where}, though both are statement {key[1]}",
                "Give cells of one statement one range, or give this one a statement of its own",
            )  # fmt: skip


def _check_subgroups(sound: Sound, faults: Faults) -> None:
    """A subgroup that is scored has cells, and not all of them are unknown."""
    scores = defaultdict(list)
    for _, cell in sound.of("judgements"):
        scores[cell["subgroup"]].append(value_of(cell["score"]))
    for path, group in sound.of("subgroups"):
        found = scores.get(group["id"], [])
        waiting = any(cell.get("subgroup") == group["id"] for cell in sound.faulty.get(("judgements",), ()))
        if group.get("scored", True) and not found and not waiting:
            faults.add(
                path, "this subgroup is empty: nothing is judged for it", "Add judgements, or write scored: false"
            )
        if found and not waiting and all(score is None for score in found):
            faults.add(
                path, "every cell of this subgroup is unknown, so there is nothing to weigh",
                "Judge at least one, or leave its judgements out and write scored: false",
            )  # fmt: skip


def _check_orderings(sound: Sound, faults: Faults) -> None:
    """Say which comparisons contradict the ranges: per subgroup and column the smallest sets."""
    cells = {(cell["subgroup"], cell["scenario"], cell["criterion"]): cell for _, cell in sound.of("judgements")}
    faulty = sound.faulty.get(("judgements",), ())
    waiting = [(cell.get("subgroup"), cell.get("scenario"), cell.get("criterion")) for cell in faulty]
    groups: dict[str, list[tuple[str, dict[str, Any]]]] = defaultdict(list)
    for path, entry in sound.of("orderings"):
        for group in entry["subgroups"]:
            named = [(group, entry[side], entry["criterion"]) for side in ("better", "worse")]
            absent = [key for key in named if key not in cells]
            if not absent:
                groups[group].append((path, entry))
            for _, scenario, column in (key for key in absent if key not in waiting):
                faults.add(
                    path, f"{scenario}/{column} isn't judged for {group}, so it can't be compared",
                    "Add the judgement (unknown will do), or leave this comparison out",
                )  # fmt: skip
    for group, entries in groups.items():
        _check_comparable(group, entries, cells, faults)


def _check_comparable(
    group: str,
    entries: list[tuple[str, dict[str, Any]]],
    cells: dict[tuple[str, str, str], dict[str, Any]],
    faults: Faults,
) -> None:
    numbers: dict[str, int] = {}
    ranges: list[tuple[int, int]] = []

    def number_of(scenario: str, column: str) -> int:
        cell = cells[group, scenario, column]
        name = cell.get("statement", f"{scenario}/{column}")
        if name not in numbers:
            numbers[name] = len(ranges)
            ranges.append(range_in(cell)[:2])
        return numbers[name]

    pairs = [
        (number_of(entry["better"], entry["criterion"]), number_of(entry["worse"], entry["criterion"]),
         int(entry.get("strict", True)))
        for _, entry in entries
    ]  # fmt: skip
    for found in find_conflicts(ranges=ranges, pairs=pairs):
        chain = [entries[position] for position in found]
        named = {(entry[side], entry["criterion"]) for _, entry in chain for side in ("better", "worse")}
        spans = [
            f"{scenario}/{column} {code_of(low)} to {code_of(high)}"
            for scenario, column in sorted(named)
            for low, high, _ in [range_in(cells[group, scenario, column])]
        ]
        told = ", ".join(
            f"{path} ({entry['better']} {'above' if entry.get('strict', True) else 'at least'} {entry['worse']})"
            for path, entry in chain
        )
        faults.add(
            chain[0][0], f"for {group} these comparisons can't hold together within the ranges: {told}; {'; '.join(spans)}",
            "Widen a range or take one comparison out: without any one of them the rest holds",
        )  # fmt: skip


def _check_vetoes(sound: Sound, faults: Faults) -> None:
    scenarios = {entry["id"]: entry["dims"] for _, entry in sound.of("scenarios")}
    for path, veto in sound.of("vetoes"):
        when = {dimension: tuple(values) for dimension, values in veto.get("when", {}).items()}
        if not when and not veto.get("at_most"):
            faults.add(path, "this veto falls on every design: it has no condition", "Add when or at_most")
        found = [name for name, dims in scenarios.items() if when and holds(when, dims)]
        if "hits" in veto and when and sorted(veto["hits"]) != sorted(found):
            faults.add(
                f"{path}.hits", f"it says {', '.join(veto['hits'])}, but its condition hits {', '.join(found) or 'none'}",
                "Change the condition, or leave hits out",
            )  # fmt: skip


def _check_conditions(sound: Sound, faults: Faults) -> None:
    """Conditions in Dutch stand one beside each in English."""
    for part in ("conclusions", "recommendations"):
        for path, claim in sound.of(part):
            dutch = claim.get("conditions_nl")
            if dutch is not None and len(dutch) != len(claim.get("conditions", ())):
                faults.add(
                    f"{path}.conditions_nl", f"it has {len(dutch)} texts for {len(claim.get('conditions', ()))} conditions",
                    "Write one beside each, in the same order",
                )  # fmt: skip
