"""Watch a rule at work: which facts, parameters and holidays did it look at?

Plain Python only. The rule can't tell that it is watched; what it touches beyond its declaration makes a test fail.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from leerrecht.law.engine import candidate_birth
from leerrecht.law.facts import Facts, child_at, columns_of, last_departure
from leerrecht.law.parameters import Law
from leerrecht.law.rule import Conclusion, Rule


@cache
def _targets(table: str, name: str) -> tuple[tuple[str, str], ...]:
    """Give table and column of what stands behind a field."""
    return tuple((column.partition(".")[0], column.partition(".")[2]) for column in columns_of(table, name))


@dataclass
class Trace:
    """What a rule looked at: (table, place of the row, column) for facts, places in `Law.values` for parameters."""

    facts: dict[tuple[str, int, str], None] = field(default_factory=dict)
    parameters: dict[int, None] = field(default_factory=dict)
    holidays: bool = False

    @property
    def columns(self) -> set[str]:
        """The columns that were read, as `table.column`."""
        return {f"{table}.{column}" for table, _, column in self.facts}

    def add(self, table: str, place: int, name: str) -> None:
        """Note that a field of a row was read."""
        for of_table, of_column in _targets(table, name):
            self.facts[of_table, place, of_column] = None


class _Row:
    """One row that notes each field that is read."""

    def __init__(self, table: str, place: int, row: Any, trace: Trace) -> None:
        self._watched = (table, place, row, trace)

    def __getattr__(self, name: str) -> Any:
        table, place, row, trace = self._watched
        trace.add(table, place, name)
        return getattr(row, name)


class _Rows(Sequence[Any]):
    """The rows of a table, each of them watched."""

    def __init__(self, table: str, rows: Sequence[Any], trace: Trace) -> None:
        self._table, self._rows, self._trace = table, rows, trace

    def __getitem__(self, place: Any) -> Any:
        return _Row(self._table, place, self._rows[place], self._trace)

    def __len__(self) -> int:
        return len(self._rows)


class _Values(Sequence[Any]):
    """A list of the law that tells which places are read."""

    def __init__(self, values: Sequence[int], note: Any) -> None:
        self._values, self._note = values, note

    def __getitem__(self, place: Any) -> Any:
        self._note(place)
        return self._values[place]

    def __len__(self) -> int:
        return len(self._values)


class _Child:
    """The child, watched: reading its birth or presence counts as reading the columns behind it."""

    def __init__(self, child: Any, place: int, departure: int, trace: Trace) -> None:
        self._watched = (child, place, departure, trace)

    def __getattr__(self, name: str) -> Any:
        child, place, departure, trace = self._watched
        for table, of_column in _targets("child", name):
            trace.facts[table, place if table == "children" else departure, of_column] = None
        return getattr(child, name)


def watch(
    *, rule: Rule, facts: Facts, law: Law, on: int, i: int, k: int, born_on: int | None = None
) -> tuple[Conclusion, Trace]:
    """Run a rule for occurrence k of child i and give its conclusion with what it looked at.

    `facts` and `law`: lists. `born_on`: the day to take for its birth; the first that is possible when absent.
    """
    trace = Trace()
    person = facts.children[i]
    if born_on is None:
        born_on = candidate_birth(person.born_from, person.born_to, 0, on)
    departure = last_departure(facts, person.departure_start, facts.children[i + 1].departure_start, on)
    child: Any = _Child(child_at(facts, i, born_on, on), i, departure, trace)
    watched = Facts(*(_Rows(name, getattr(facts, name), trace) for name in Facts._fields))

    def note_parameter(place: int) -> None:
        trace.parameters[place] = None

    def note_holiday(place: int) -> None:
        trace.holidays = True

    seen_law = law._replace(
        values=_Values(law.values, note_parameter),
        holiday_taught=_Values(law.holiday_taught, note_holiday),
        near_from=_Values(law.near_from, note_holiday),
    )
    found = rule.judge(child, watched, seen_law, on, k)
    if departure >= 0:  # whether the child is here was asked before the rule was
        for column in ("left_on", "back_on"):
            trace.facts["departures", departure, column] = None
    return found, trace
