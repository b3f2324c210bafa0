"""Cases: short stories of invented children, each with the answer a rule must give; lawyers read them, machines run them.

They stand in the rulebook, so that who changes the law's text or a parameter sees at once which answers change. A case
names only what matters: facts that it leaves out aren't known, fields of the answer that it leaves out aren't compared.
Every fault in the files is reported at once.
"""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
import yaml

from leerrecht.law.conclusions import Finding, find_conclusions
from leerrecht.law.frames import build_caseload, empty_frame
from leerrecht.law.rule import MISSING, NOTES, OUTCOMES, RULE_IDS, STATES
from leerrecht.law.rulebook import Rulebook, RulebookRefused
from leerrecht.law.rulebook_checks import LANGUAGES
from leerrecht.law.rules import RULE
from leerrecht.law.tables import TABLE, TABLES, Column, Kind, Table
from leerrecht.law.yaml_files import SAFE_LOADER, read_yaml, what_is_wrong

FOLDER = "cases"
CHILD = "child"  # a case is about one child; it needs no name
NONE = "none"  # no row; or, in a field of an expectation: empty
_PARTS = ("rule", "name", "on", "child", "expect")
_FACTS = tuple(table.name for table in TABLES[1:])
_DATE_PARTS = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?")


def _fields(**kinds: Kind | tuple[str, ...]) -> dict[str, Column]:
    return {
        name: Column(name=name, kind="choice", category="", choices=kind)
        if isinstance(kind, tuple)
        else Column(name=name, kind=kind, category="")
        for name, kind in kinds.items()
    }


FIELDS = _fields(
    key="text", state=STATES[1:], since_on="date", due_on="date", days="number", outcome=OUTCOMES, notes=NOTES,
    missing=MISSING, met_on="date", planned_start_on="date", possible_due_on="date", early_due_on="date",
    stricter_due_on="date", days_counted="number", times="number",
)  # fmt: skip
"""What an expectation may say of a row; names and words are those of `Finding`."""

_KIND_WORDS = {
    "date": "a date (write 2026-06-12)",
    "flag": "yes or no",
    "number": "a number",
    "text": "a text (write it between quotes)",
}


@dataclass(frozen=True, kw_only=True)
class Case:
    """One case: the rule, a name per language, the day asked about, the child's facts by table, and the rows expected.

    `facts["children"]` has one row, with `born_from` and `born_to` for the date of birth. `expect` is empty when the rule
    must give no row. `place` says where the case stands, for people.
    """

    place: str
    rule: str
    name: Mapping[str, str]
    on: datetime.date
    facts: Mapping[str, Sequence[Mapping[str, Any]]]
    expect: tuple[Mapping[str, Any], ...]


def load_cases(*, folder: Path) -> tuple[Case, ...]:
    """Read the cases of a rulebook (`folder`, the one that load_rulebook takes); raises RulebookRefused with every fault."""
    faults: list[str] = []
    cases: list[Case] = []
    for path in sorted((folder / FOLDER).rglob("*.yaml")):
        name = path.relative_to(folder).as_posix()
        for line, entry in _entries(name, path.read_text(encoding="utf-8"), faults):
            case = _read_case(f"{name}, line {line}", entry, faults)
            if case:
                cases.append(case)
    seen: dict[tuple[str, str, str], str] = {}
    for case in cases:
        for language, words in case.name.items():
            first = seen.setdefault((case.rule, language, words), case.place)
            if first != case.place:
                faults.append(f"{case.place}: {first} has the same name ({words})")
    if faults:
        raise RulebookRefused(faults)
    return tuple(cases)


def _entries(name: str, text: str, faults: list[str]) -> Iterator[tuple[int, Any]]:
    """Give the cases of a file, each with its line."""
    try:
        node: Any = yaml.compose(text, Loader=SAFE_LOADER)
        entries = read_yaml(text)
    except (yaml.YAMLError, ValueError) as error:  # ValueError: a day that doesn't exist, such as 2026-02-30
        faults.append(f"{name}: this isn't valid YAML ({what_is_wrong(error)})")
        return
    if not isinstance(entries, list):
        faults.append(f"{name}: this isn't a list of cases")
        return
    faults += [f"{name}, line {line}: {word} stands here twice" for line, word in _repeated(node)]
    for part, entry in zip(node.value, entries, strict=True):
        yield part.start_mark.line + 1, entry


def _repeated(node: Any) -> Iterator[tuple[int, str]]:
    """Find names that stand twice in one place: YAML would quietly drop the first."""
    if isinstance(node, yaml.SequenceNode):
        for part in node.value:
            yield from _repeated(part)
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                yield key.start_mark.line + 1, key.value
            seen.add(key.value)
            yield from _repeated(value)


def _read_case(place: str, entry: Any, faults: list[str]) -> Case | None:
    """Read one case; None when it has a fault."""
    if not isinstance(entry, dict):
        faults.append(f"{place}: this isn't a case with {', '.join(_PARTS)}")
        return None
    entry = {"on" if name is True else name: value for name, value in entry.items()}  # YAML reads a bare `on` as true
    found: list[str] = []
    found += [
        f"there is no table {name!r}; use one of {', '.join(_FACTS)}"
        for name in entry
        if name not in _PARTS and name not in _FACTS
    ]
    rule, on = entry.get("rule"), entry.get("on")
    if rule not in RULE_IDS:
        found.append(f"no rule is called {rule!r}; use one of {', '.join(RULE_IDS)}")
    if type(on) is not datetime.date:
        found.append(f"on: {on!r} isn't {_KIND_WORDS['date']}")
    name = _read_name(entry.get("name"), found)
    facts: dict[str, list[dict[str, Any]]] = {"children": [_read_child(entry.get("child"), found)]}
    for table in _FACTS:
        facts[table] = _read_facts(TABLE[table], entry.get(table, []), found)
    expect = _read_expect(entry.get("expect"), found)
    faults += [f"{place}: {fault}" for fault in found]
    if found or type(on) is not datetime.date:
        return None
    return Case(place=place, rule=str(rule), name=name, on=on, facts=facts, expect=tuple(expect))


def _read_name(name: Any, faults: list[str]) -> dict[str, str]:
    names = name if isinstance(name, dict) else {}
    faults += [f"the name has no {language}" for language in LANGUAGES if not isinstance(names.get(language), str)]
    faults += [f"the name has an unknown language {extra!r}" for extra in names if extra not in LANGUAGES]
    return names


def _read_child(given: Any, faults: list[str]) -> dict[str, Any]:
    """Read the child: its columns, and the first and last day on which it may be born."""
    values = _read_row(TABLE["children"], "child", {} if given is None else given, faults)
    born_on = values.pop("born_on", None)
    if born_on is None:
        return values
    days = born_between(str(born_on), values.get("born_precision") or "")
    if days is None:
        faults.append(f"child: born_on {born_on!s} isn't a day, or a 2010 or 2010-03 with born_precision year or month")
        return values
    return values | {"born_from": days[0], "born_to": days[1]}


def born_between(born_on: str, precision: str) -> tuple[datetime.date, datetime.date] | None:
    """Give the first and last day of a date of birth that is known to the day, the month or the year; None if it can't be.

    >>> born_between("2010-03", "month")
    (datetime.date(2010, 3, 1), datetime.date(2010, 3, 31))
    >>> born_between("2010", "month") is None
    True
    """
    match = _DATE_PARTS.fullmatch(born_on)
    parts = [int(part) for part in match.groups() if part] if match else []
    needed = {"year": 1, "month": 2}.get(precision, 3)
    if len(parts) < needed:
        return None
    try:
        first = datetime.date(*[*parts[:needed], 1, 1][:3])
    except ValueError:
        return None
    month = 12 if needed == 1 else first.month
    last_day = first.day if needed > 2 else calendar.monthrange(first.year, month)[1]
    return first, first.replace(month=month, day=last_day)


def _read_facts(table: Table, rows: Any, faults: list[str]) -> list[dict[str, Any]]:
    if not isinstance(rows, list):
        faults.append(f"{table.name}: this isn't a list of rows")
        return []
    found: list[dict[str, Any]] = []
    for number, row in enumerate(rows, start=1):
        place = f"{table.name}, row {number}"
        values = _read_row(table, place, row, faults)
        faults += _check_row(table, place, values)
        found.append(values)
    return found


def _read_row(table: Table, place: str, row: Any, faults: list[str]) -> dict[str, Any]:
    """Read the cells of one row; the child's own name isn't asked for."""
    if not isinstance(row, dict):
        faults.append(f"{place}: this isn't a row with names and values")
        return {}
    columns = {column.name: column for column in table.columns if column.kind != "child"}
    values: dict[str, Any] = {}
    for name, value in row.items():
        if name not in columns:
            faults.append(f"{place}: {table.name} has no column {name!r}; use one of {', '.join(columns)}")
        else:
            values[name] = _read_cell(columns[name], place, value, faults)
    return values


def _check_row(table: Table, place: str, values: Mapping[str, Any]) -> list[str]:
    faults = [
        f"{place}: {column.name} is missing"
        for column in table.columns
        if column.filled and column.kind != "child" and values.get(column.name) is None
    ]
    start, end = values.get(table.starts), values.get(table.ends)
    if isinstance(start, datetime.date) and isinstance(end, datetime.date) and end < start:
        faults.append(f"{place}: it ends on {end}, before it begins on {start}")
    rule = values.get("rule") if table.name == "plans" else None
    if rule is not None and rule not in RULE_IDS:
        faults.append(f"{place}: no rule is called {rule!r}")
    return faults


def _read_cell(column: Column, place: str, value: Any, faults: list[str]) -> Any:
    """Give a cell as its column asks; an empty one means that it isn't known."""
    if value is None or column.kind == "born":
        return value
    if column.kind == "choice":
        if value not in column.choices:
            faults.append(f"{place}: {column.name} {value!r} isn't one of {', '.join(filter(None, column.choices))}")
        return value
    if column.kind == "text" and type(value) is datetime.date:
        return value.isoformat()  # a key that is a day
    types: dict[str, tuple[type, ...]] = {
        "date": (datetime.date,), "flag": (bool,), "number": (int, float), "text": (str,),
    }  # fmt: skip
    if type(value) not in types[column.kind]:
        faults.append(f"{place}: {column.name} {value!r} isn't {_KIND_WORDS[column.kind]}")
    return value


def _read_expect(given: Any, faults: list[str]) -> list[dict[str, Any]]:
    """Read what is expected: `none`, one row, or a list of rows with their keys."""
    if given == NONE:
        return []
    rows = given if isinstance(given, list) else [given]
    if not rows or not all(isinstance(row, dict) for row in rows):
        faults.append("expect: write none, one row, or a list of rows")
        return []
    found = [_read_expected(row, faults) for row in rows]
    faults += ["expect: the state is missing" for row in found if "state" not in row]
    if len(found) > 1:
        faults += ["expect: with several rows, each has its key" for row in found if "key" not in row]
    return found


def _read_expected(row: Mapping[str, Any], faults: list[str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, value in row.items():
        column = FIELDS.get(name)
        if column is None:
            faults.append(f"expect: there is no field {name!r}; use one of {', '.join(FIELDS)}")
        elif name == "notes":
            notes = value if isinstance(value, list) else [value]
            values[name] = tuple(_read_cell(column, "expect", note, faults) for note in notes)
        elif value is None:
            faults.append(f"expect: {name} is empty; write none when the rule must leave it empty")
        elif value == NONE and name not in ("key", "state"):
            values[name] = "" if column.choices else None
        else:
            values[name] = _read_cell(column, "expect", value, faults)
    return values


def run_case(*, case: Case, rulebook: Rulebook) -> list[str]:
    """Ask the rule, and give in plain words how its answer differs from what the case expects; empty when it holds."""
    caseload = build_caseload(frames=frames_of(case), regions=rulebook.regions)
    rows = find_conclusions(caseload=caseload, rulebook=rulebook, on=case.on, rules=(RULE[case.rule],))
    differences: list[str] = []
    for wanted in case.expect:
        found = next((row for row in rows if row.key == wanted.get("key", row.key)), None)
        if found is None:
            differences.append(f"{wanted.get('key', 'row')}: should be {wanted['state']}, but there is no such row")
        else:
            rows.remove(found)
            differences += compare(wanted=wanted, found=found)
    return differences + [f"{row.key}: there should be no such row, but it is {row.state}" for row in rows]


def frames_of(case: Case) -> dict[str, pl.DataFrame]:
    """Give the facts of a case as the frames that a caseload is built from."""
    frames: dict[str, pl.DataFrame] = {}
    for table in TABLES:
        schema = empty_frame(table).schema
        rows = [
            {name: row.get(name) for name in schema} | {"child": CHILD, "row": number}
            for number, row in enumerate(case.facts[table.name], start=1)
        ]
        frames[table.name] = pl.DataFrame(rows, schema=schema)
    return frames


def compare(*, wanted: Mapping[str, Any], found: Finding) -> list[str]:
    """Give the fields, of those that are named, in which a row differs from what is expected."""
    differences = []
    for name, value in wanted.items():
        answer = getattr(found, name)
        same = set(value) == set(answer) if name == "notes" else value == answer
        if not same:
            differences.append(f"{found.key}: {name} should be {_shown(value)}, but is {_shown(answer)}")
    return differences


def _shown(value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(value) or NONE
    return NONE if value is None or value == "" else str(value)
