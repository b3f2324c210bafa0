"""Conclusions as people and other programs take them: names and dates in place of numbers, sorted by what is asked first.

`find_conclusions` is the front door of the law engine. Words are added by explain.py.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from string import Formatter
from typing import Any, NamedTuple

from leerrecht.law.dates import UNKNOWN, day_number, to_date
from leerrecht.law.engine import Row, evaluate
from leerrecht.law.few import AnyCaseload
from leerrecht.law.frames import Caseload
from leerrecht.law.rule import MISSING, NOTES, ORDER, OUTCOMES, RULE_IDS, STATES, Conclusion, Rule
from leerrecht.law.rulebook import Rulebook
from leerrecht.law.rules import RULES

LEAP_DAY = (2, 29)
MANY = 200_000
"""From this many children on, compiling the rules pays (measured: docs/reference/performance.md)."""


class Finding(NamedTuple):
    """One conclusion. Dates are None where there is none; `days` runs from the day asked about to `due_on`.

    `days` is negative when past. `key` names the occurrence by nature, never by position; `label` is its name as it was
    written. `place` and `k` are where the child and the occurrence stand in the caseload's facts.
    """

    child: str
    rule: str
    key: str
    state: str
    since_on: datetime.date | None
    due_on: datetime.date | None
    days: int | None
    outcome: str
    notes: tuple[str, ...]
    missing: str
    met_on: datetime.date | None
    planned_start_on: datetime.date | None
    possible_due_on: datetime.date | None
    early_due_on: datetime.date | None
    stricter_due_on: datetime.date | None
    days_counted: int | None
    times: int | None
    label: str
    place: int
    k: int

    @property
    def sort_key(self) -> tuple[Any, ...]:
        """Order: overdue (oldest first), due, unknown, upcoming, met late, met; then due date, child, rule, key."""
        return (ORDER[STATES.index(self.state)], self.due_on or datetime.date.max, self.child, self.rule, self.key)


def occurrence(
    *, rule: Rule, k: int, found: Conclusion, caseload: AnyCaseload, rulebook: Rulebook, on: datetime.date
) -> dict[str, Any]:
    """Give the values that a rule's key and label are made of: the fact's row, the item, the holiday, or the due date."""
    if rule.each == "items":
        return {"item": rule.items[k]}
    if rule.each == "holidays":
        holiday = rulebook.near_holidays(on=on)[k]
        first_day = to_date(found.due_on) or min(start for start, _ in holiday.days)
        return {"first_day": first_day, "name": holiday.name}
    if rule.each == "changes":
        return {"due_on": to_date(found.due_on) or to_date(found.possible_due_on)}
    if rule.each:
        return caseload.row(rule.each, k)
    return {}


def fill(template: str, values: Mapping[str, Any]) -> str:
    """Fill a key or label: dates as ISO, a start that isn't known as "unknown", other empty cells as nothing.

    >>> fill("{valid_from}:{municipality}", {"valid_from": datetime.date(2026, 9, 1), "municipality": "Veenmeer"})
    '2026-09-01:Veenmeer'
    """
    parts = _parts(template)
    return "".join(words + _shown(name, values[name]) if name else words for words, name in parts)


_DATED = ("valid_from", "left_on", "started_on", "due_on")


@cache
def _parts(template: str) -> tuple[tuple[str, str | None], ...]:
    """Give a template's words, each with the name that follows it: read once, filled for every conclusion."""
    return tuple((words, name) for words, name, _, _ in Formatter().parse(template))


def _shown(name: str, value: Any) -> str:
    return ("unknown" if name in _DATED else "") if value is None else str(value)


def birth_notes(*, rule: Rule, person: Mapping[str, Any]) -> tuple[str, ...]:
    """Give what should be known of a birth date that a rule rests on: estimated, or on 29 February."""
    if "children.born_on" not in rule.reads:
        return ()
    born_on = person["born_from"]
    is_leap_day = born_on is not None and born_on == person["born_to"] and (born_on.month, born_on.day) == LEAP_DAY
    notes = ("estimated",) if person["born_precision"] == "estimated" else ()
    return (*notes, "leap_day") if is_leap_day and "birthday.feb29" in rule.parameters else notes


def name_row(*, row: Row, caseload: AnyCaseload, rulebook: Rulebook, on: datetime.date) -> Finding:
    """Turn a row of the engine into a finding."""
    rule = RULES[row.rule]
    found = row.conclusion
    values = occurrence(rule=rule, k=row.k, found=found, caseload=caseload, rulebook=rulebook, on=on)
    due_on = to_date(found.due_on)
    return Finding(
        child=caseload.children[row.child],
        rule=RULE_IDS[row.rule],
        key=fill(rule.key, values),
        state=STATES[found.state],
        since_on=to_date(found.since_on),
        due_on=due_on,
        days=None if due_on is None else (due_on - on).days,
        outcome=OUTCOMES[found.outcome],
        notes=(
            *(name for place, name in enumerate(NOTES) if found.notes >> place & 1),
            *birth_notes(rule=rule, person=caseload.row("children", row.child)),
        ),
        missing=MISSING[found.missing],
        met_on=to_date(found.met_on),
        planned_start_on=to_date(found.planned_start_on),
        possible_due_on=to_date(found.possible_due_on),
        early_due_on=to_date(found.early_due_on),
        stricter_due_on=to_date(found.stricter_due_on),
        days_counted=None if found.days_counted == UNKNOWN else found.days_counted,
        times=None if found.times == UNKNOWN else found.times,
        label=fill(rule.label, values),
        place=row.child,
        k=row.k,
    )


def can_compile() -> bool:
    """Tell whether numba is here and works; where it isn't, plain Python gives the same answers."""
    try:
        import numba  # noqa: F401 (only whether it can be)
    except ImportError:
        return False
    return True


def rows_of_many(*, caseload: Caseload, rulebook: Rulebook, on: datetime.date, rules: Sequence[Rule]) -> Iterable[Row]:
    """Give the engine's rows by the compiled path."""
    from leerrecht.law.compiled import evaluate_many

    law = rulebook.law_on(on, arrays=True)
    frame = evaluate_many(facts=caseload.facts, law=law, on=day_number(on), rules=rules)
    for values in frame.select("child", "rule", "k", *Conclusion._fields).iter_rows():
        yield Row(values[0], values[1], values[2], Conclusion(*values[3:]))


def find_conclusions(
    *, caseload: AnyCaseload, rulebook: Rulebook, on: datetime.date, rules: Sequence[Rule] = RULES,
    children: Sequence[str] | None = None, progress: Callable[[int, int], None] | None = None,
) -> list[Finding]:  # fmt: skip
    """Give what follows from the facts of these children on a day, sorted by what is asked first.

    `children`: names; all when absent (KeyError for one that isn't in the list). A few children are judged in plain
    Python, very many by compiled code; the answers are the same. `progress` is told children done and children in all.
    """
    places = None if children is None else [caseload.place_of(child) for child in children]
    rows: Iterable[Row]
    if places is None and isinstance(caseload, Caseload) and len(caseload.children) >= MANY and can_compile():
        rows = rows_of_many(caseload=caseload, rulebook=rulebook, on=on, rules=rules)
    else:
        law = rulebook.law_on(on)
        rows = evaluate(facts=caseload.lists, law=law, on=day_number(on), rules=rules, children=places)
    found = []
    for row in rows:
        found.append(name_row(row=row, caseload=caseload, rulebook=rulebook, on=on))
        if progress:
            progress(row.child + 1, len(caseload.children))
    return sorted(found, key=lambda finding: finding.sort_key)
