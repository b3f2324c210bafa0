"""Read the rulebook: dated parameters, holidays, regions and texts, each with its source; refuse it whole when it is unsound.

Every fault is reported at once: gaps, overlaps, missing sources, unknown parameters, texts that lack a language.
The caller says where the folder is.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from leerrecht.law.cooperation import Cooperation, check_cooperation, read_cooperation
from leerrecht.law.dates import OPEN, UNKNOWN, day_number
from leerrecht.law.parameters import OFFICE_PARAMETERS, PARAMETERS, Law
from leerrecht.law.rulebook_checks import check_holidays, check_listed, check_parameter, check_texts
from leerrecht.law.tables import REGIONS
from leerrecht.law.tasks import StandardTask, check_tasks, needed_entries, read_tasks
from leerrecht.law.yaml_files import read_yaml, what_is_wrong

HANDOVER, COOPERATION = "handover.yaml", "cooperation.yaml"
HOLIDAYS_FROM_MONTH = 8  # a holiday table covers a school year, from 1 August


class RulebookRefused(Exception):
    """The rulebook is unsound; `faults` says everything that is wrong, one line each."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True, kw_only=True)
class Value:
    """One row of a parameter: the value, the days it holds (to: inclusive, None: open), its source and how sure we are."""

    value: int
    shown: str
    valid_from: datetime.date | None
    valid_to: datetime.date | None
    certainty: str
    source: str


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """A dated parameter: id, title per language, unit, rows oldest first."""

    id: str
    title: Mapping[str, str]
    unit: str
    values: tuple[Value, ...]


class Holiday(NamedTuple):
    """A school holiday: its name, and per region the first and last day (inclusive)."""

    name: str
    year: str
    days: tuple[tuple[datetime.date, datetime.date], ...]
    certainty: str
    source: str


@dataclass(frozen=True)
class Rulebook:
    """Everything the law and our own policy say, dated and sourced.

    `checklist`: what a warm handover asks, words by code in order. `cooperation`: on what somebody may decide.
    """

    folder: Path
    parameters: Mapping[str, Parameter]
    holidays: tuple[Holiday, ...]
    regions: Mapping[str, int]
    texts: Mapping[str, Any]
    common: Mapping[str, Any]
    tasks: Mapping[str, StandardTask]
    checklist: Mapping[str, Mapping[str, str]]
    cooperation: Cooperation
    hash: str

    @cached_property
    def rows(self) -> tuple[tuple[Parameter, Value], ...]:
        """All values in the order in which `Law` has them."""
        return tuple((self.parameters[name], value) for name in PARAMETERS for value in self.parameters[name].values)

    @cached_property
    def _first(self) -> list[int]:
        return list(accumulate((len(self.parameters[name].values) for name in PARAMETERS), initial=0))

    @cached_property
    def _taught(self) -> tuple[int, int, int, list[int]]:
        """Per region, the days without holiday since the first school year of the tables; see `Law`."""
        first_year, last_year = int(self.holidays[0].year[:4]), int(self.holidays[-1].year[-4:])
        first = day_number(datetime.date(first_year, HOLIDAYS_FROM_MONTH, 1))
        known_to = day_number(datetime.date(last_year, HOLIDAYS_FROM_MONTH, 1))
        width = (
            max(known_to, *(day_number(last) + 1 for holiday in self.holidays for _, last in holiday.days)) - first + 1
        )
        taught: list[int] = []
        for region in range(len(REGIONS)):
            free = {
                day
                for holiday in self.holidays
                for day in range(day_number(holiday.days[region][0]), day_number(holiday.days[region][1]) + 1)
            }
            count = 0
            for day in range(first, first + width):
                taught.append(count)
                count += day not in free
        return first, known_to, width, taught

    def near_holidays(self, *, on: datetime.date) -> list[Holiday]:
        """Give the holidays long enough to count whose window, in any region, holds a day."""
        ahead = datetime.timedelta(weeks=self.value_on("period.holiday_weeks_ahead", on))
        shortest = datetime.timedelta(days=self.value_on("period.holiday_min_days", on) - 1)
        return [
            holiday
            for holiday in self.holidays
            if any(first - ahead <= on <= last and last - first >= shortest for first, last in holiday.days)
        ]

    def value_on(self, parameter: str, on: datetime.date) -> int:
        """Give a parameter's value on a day; raises KeyError when none is in force."""
        for value in self.parameters[parameter].values:
            if (value.valid_from or on) <= on <= (value.valid_to or on):
                return value.value
        raise KeyError(f"{parameter} has no value on {on}")

    @cached_property
    def _law(self) -> Law:
        """The law as it is on any day: without holidays near by."""
        first, known_to, width, taught = self._taught
        return Law(
            first=self._first,
            starts=[day_number(value.valid_from) for _, value in self.rows],
            ends=[OPEN if value.valid_to is None else day_number(value.valid_to) + 1 for _, value in self.rows],
            values=[value.value for _, value in self.rows],
            holiday_first=first,
            holiday_known_to=known_to,
            holiday_width=width,
            holiday_taught=taught,
            near_from=[],
            near_to=[],
        )

    def law_on(self, on: datetime.date, *, arrays: bool = False) -> Law:
        """Give the law as the rules read it on a day: lists for plain Python, or NumPy arrays for compiled code."""
        near = [days for holiday in self.near_holidays(on=on) for days in holiday.days]
        law = self._law._replace(
            near_from=[day_number(start) for start, _ in near], near_to=[day_number(end) for _, end in near]
        )
        return as_arrays(law) if arrays else law


def as_arrays(law: Law) -> Law:
    """Give the same law with NumPy arrays in place of lists."""
    import numpy as np

    fields: list[Any] = [np.array(field, dtype=np.int64) if isinstance(field, list) else field for field in law]
    return Law(*fields)


def load_rulebook(*, folder: Path) -> Rulebook:
    """Read and check a rulebook; raises RulebookRefused with every fault."""
    faults: list[str] = []
    digest = hashlib.sha256()
    documents: dict[str, Any] = {}
    for path in sorted(folder.rglob("*.yaml")):
        name = path.relative_to(folder).as_posix()
        text = path.read_bytes()
        digest.update(name.encode() + b"\0" + text)
        try:
            documents[name] = read_yaml(text)
        except (yaml.YAMLError, ValueError) as error:  # ValueError: a date that doesn't exist
            faults.append(f"{name}: this isn't valid YAML ({what_is_wrong(error)})")
    parameters = _read_parameters(documents, faults)
    holidays = _read_holidays(documents.get("holidays.yaml"), faults)
    regions = _read_regions(documents.get("regions.yaml"), faults)
    texts = {
        rule_id: text
        for name, document in documents.items()
        if name.startswith("texts/") and name != "texts/common.yaml" and isinstance(document, dict)
        for rule_id, text in document.items()
    }
    common = documents.get("texts/common.yaml") or {}
    faults += check_texts(texts, common)
    faults += check_tasks(documents.get("tasks.yaml"), documents.get("access.yaml"))
    faults += [f"{HANDOVER}: {fault}" for fault in check_listed(documents.get(HANDOVER), part="points")]
    faults += [f"{COOPERATION}: {fault}" for fault in check_cooperation(documents.get(COOPERATION))]
    if faults:
        raise RulebookRefused(faults)
    return Rulebook(
        folder, parameters, holidays, regions, texts, common, read_tasks(documents["tasks.yaml"]),
        {each["id"]: each["name"] for each in documents[HANDOVER]["points"]}, read_cooperation(documents[COOPERATION]),
        digest.hexdigest(),
    )  # fmt: skip


def _read_parameters(documents: dict[str, Any], faults: list[str]) -> dict[str, Parameter]:
    found: dict[str, Parameter] = {}
    entries = [
        (name, entry)
        for name, document in documents.items()
        if name.startswith("parameters/")
        for entry in document or []
    ]
    entries += [("tasks.yaml", entry) for entry in needed_entries(documents.get("tasks.yaml"))]
    for name, entry in entries:
        wrong = check_parameter(name, entry)
        if not wrong and entry["id"] in found:
            wrong = [f"{name}: {entry['id']} stands in the rulebook twice"]
        faults += wrong
        if not wrong:
            found[entry["id"]] = _parameter(entry)
    asked = {*PARAMETERS, *OFFICE_PARAMETERS}
    named = {entry.get("id") for _, entry in entries if isinstance(entry, dict)}
    faults += [f"parameters: {missing} is missing; a rule needs it" for missing in sorted(asked - named)]
    faults += [f"parameters: no rule knows {extra}" for extra in sorted(set(found) - asked)]
    return found


def _parameter(entry: dict[str, Any]) -> Parameter:
    choices = entry.get("choices")
    rows = (
        Value(
            value=choices.index(row["value"]) if choices else row["value"],
            shown=str(row["value"]),
            valid_from=row.get("from"),
            valid_to=row.get("to"),
            certainty=row["certainty"],
            source=row["source"],
        )
        for row in entry["values"]
    )
    return Parameter(
        id=entry["id"],
        title=entry["title"],
        unit=entry["unit"],
        values=tuple(sorted(rows, key=lambda row: day_number(row.valid_from, missing=UNKNOWN))),
    )


def _read_holidays(document: Any, faults: list[str]) -> tuple[Holiday, ...]:
    wrong = check_holidays(document)
    faults += wrong
    if wrong:
        return ()
    return tuple(
        Holiday(
            name, str(year["year"]), tuple(tuple(days[region]) for region in REGIONS), year["certainty"], year["source"]
        )
        for year in document["years"]
        for name, days in year.items()
        if isinstance(days, dict)
    )


def _read_regions(document: Any, faults: list[str]) -> dict[str, int]:
    if not isinstance(document, dict) or not document.get("source"):
        faults.append("regions.yaml: the file is missing or has no source")
        return {}
    found: dict[str, int] = {}
    for part in ("regions", "fictional"):
        for region, towns in (document.get(part) or {}).items():
            if region not in REGIONS:
                faults.append(f"regions.yaml: {region!r} is no holiday region; use one of {', '.join(REGIONS)}")
                continue
            for town in towns:
                if town in found:
                    faults.append(f"regions.yaml: {town} stands in two places")
                found[town] = REGIONS.index(region) + 1
    return found
