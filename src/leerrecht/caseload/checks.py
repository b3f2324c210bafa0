"""What is wrong or remarkable across cells: periods, numbers of children, and facts of children who aren't there.

Works on typed sheets; marks rows as bad, notes faults and notices. Reads no files and makes no frames.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from leerrecht.caseload.cells import nearest
from leerrecht.caseload.identifiers import read_number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from leerrecht.caseload.faults import Findings
    from leerrecht.caseload.sheets import Sheet

MOST_GUESSES, MOST_WORDS = 40, 5_000


@dataclass
class Guesser:
    """Finds the known word that looks most like another; looks far only if that isn't slow."""

    words: tuple[str, ...]
    _guesses: dict[str, str] = field(default_factory=dict)
    _plain: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Make the quick look-up: capitals, zeros in front and spaces don't count."""
        self._plain = {_fold(word): word for word in reversed(self.words)}

    def guess(self, word: str) -> str:
        """Give the nearest known word, or nothing."""
        if word not in self._guesses:
            near = self._plain.get(_fold(word), "")
            may_look = len(self._guesses) < MOST_GUESSES and len(self.words) <= MOST_WORDS
            self._guesses[word] = near or (nearest(word, self.words) if may_look else "")
        return self._guesses[word]


def _fold(word: str) -> str:
    return "".join(word.split()).casefold().lstrip("0") or word


def check_rows(*, sheet: Sheet, rule_ids: tuple[str, ...], findings: Findings) -> None:
    """Check what one sheet shows by itself: periods, numbers, rules."""
    if sheet.table.ends:
        _check_periods(sheet, findings)
    if sheet.table.name == "children":
        _fill_precision(sheet)
        _check_duplicates(sheet, findings)
    if sheet.table.name == "identifiers":
        _check_numbers(sheet, findings)
    if sheet.table.name == "plans" and rule_ids:
        _check_rules(sheet, rule_ids, findings)


def check_children(*, sheet: Sheet, children: Sheet | None, findings: Findings, guesser: Guesser | None) -> None:
    """Check that each fact is about a child whose own row may be judged.

    A fault only when the child isn't in `children`; a child whose row is faulty has had its fault. Without a guesser
    not all children are known, so that no absence is a fault.
    """
    ids = children.columns["child"] if children else []
    present = set(ids)
    good = {child for position, child in enumerate(ids) if children and position not in children.bad}
    for position, child in enumerate(sheet.columns.get("child", ())):
        if child is None or child in good:
            continue
        sheet.bad.add(position)
        if guesser and child not in present:
            number = sheet.numbers[position]
            hint = guesser.guess(str(child))
            findings.fault("child_unknown", sheet=sheet.table.name, row=number, column="child", value=child, hint=hint)


def note_remarkable(*, sheet: Sheet, findings: Findings) -> None:
    """Note stays that overlap and departures on one day; only rows that are judged count."""
    if sheet.table.name == "stays":
        _note_overlaps(sheet, findings)
    if sheet.table.name == "departures":
        seen: dict[tuple[object, object], int] = {}
        for position in _good(sheet):
            day = sheet.value(position, "left_on")
            key = (sheet.value(position, "child"), day)
            number = sheet.numbers[position]
            if day is not None and key in seen:
                findings.notice(
                    "departures_same_day", sheet=sheet.table.name, row=number, column="left_on", value=day,
                    hint=str(seen[key]),
                )  # fmt: skip
            seen[key] = number


def _good(sheet: Sheet) -> Iterator[int]:
    return (position for position in range(len(sheet.numbers)) if position not in sheet.bad)


def _check_periods(sheet: Sheet, findings: Findings) -> None:
    starts, ends = sheet.columns[sheet.table.starts], sheet.columns[sheet.table.ends]
    for position, (start, end) in enumerate(zip(starts, ends, strict=True)):
        if isinstance(start, date) and isinstance(end, date) and end < start:
            findings.fault(
                "ends_before_start", sheet=sheet.table.name, row=sheet.numbers[position], column=sheet.table.ends,
                value=end, hint=sheet.table.starts,
            )  # fmt: skip
            sheet.bad.add(position)


def _fill_precision(sheet: Sheet) -> None:
    born, precisions = sheet.columns["born_from"], sheet.columns["born_precision"]
    sheet.columns["born_precision"] = [
        "day" if precision is None and first is not None else precision
        for first, precision in zip(born, precisions, strict=True)
    ]


def _check_duplicates(sheet: Sheet, findings: Findings) -> None:
    first: dict[object, int] = {}
    for position, child in enumerate(sheet.columns["child"]):
        if child is None:
            continue
        if child in first:
            hint = str(sheet.numbers[first[child]])
            number = sheet.numbers[position]
            findings.fault("child_duplicate", sheet="children", row=number, column="child", value=child, hint=hint)
            sheet.bad.add(position)
        else:
            first[child] = position


def _check_numbers(sheet: Sheet, findings: Findings) -> None:
    kinds, values = sheet.columns["kind"], sheet.columns["value"]
    written = sheet.written.get("value", [])
    for position, (kind, value) in enumerate(zip(kinds, values, strict=True)):
        if not isinstance(kind, str) or not isinstance(value, str):
            continue
        is_number_cell = isinstance(written[position], int | float)
        number = read_number(kind=kind, text=value, from_number_cell=is_number_cell)
        values[position] = number.value
        for code in number.notices:
            findings.notice(
                code, sheet=sheet.table.name, row=sheet.numbers[position], column="value", value=number.value
            )


def _check_rules(sheet: Sheet, rule_ids: tuple[str, ...], findings: Findings) -> None:
    guesser = Guesser(words=rule_ids)
    for position, rule in enumerate(sheet.columns["rule"]):
        if rule is not None and rule not in rule_ids:
            number, hint = sheet.numbers[position], guesser.guess(str(rule))
            findings.fault("rule_unknown", sheet=sheet.table.name, row=number, column="rule", value=rule, hint=hint)
            sheet.bad.add(position)


def _note_overlaps(sheet: Sheet, findings: Findings) -> None:
    stays: defaultdict[object, list[tuple[date, int, date, int]]] = defaultdict(list)
    for position in _good(sheet):
        start, end = sheet.value(position, "valid_from"), sheet.value(position, "valid_to")
        if isinstance(start, date):
            number = sheet.numbers[position]
            last = end if isinstance(end, date) else date.max
            stays[sheet.value(position, "child")].append((start, number, last, position))
    for spells in stays.values():
        spells.sort()
        for (_, before, until, _), (start, number, end, _) in pairwise(spells):
            if start < until and start < end:
                findings.notice(
                    "stays_overlap", sheet=sheet.table.name, row=number, column="valid_from", value=start,
                    hint=str(before),
                )  # fmt: skip
