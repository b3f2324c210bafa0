"""The assumptions that a cost is worked out from: read, checked, refused whole with every fault at once."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeGuard

from leerrecht.appraisal.loading import StudyRefused, read_document
from leerrecht.appraisal.study import Words

NEEDED = (
    "pupils_exclusive", "pupils_inclusive", "sites", "regions", "languages", "language_skew", "world_languages",
    "group_collective", "group_small", "hours_a_week", "weeks_a_year", "hourly_rate", "preparation", "online_preparation",
    "supervision_rate", "room_hour", "trip", "trips_a_week", "material_origin", "material_world", "material_skills",
    "coordination", "systems",
)  # fmt: skip
AT_LEAST_ONE = (
    "pupils_exclusive", "pupils_inclusive", "sites", "regions", "languages", "world_languages", "group_collective",
    "group_small",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Assumption:
    """A number that somebody may replace: its value, the range that could be defended, unit, source and date."""

    id: str
    value: float
    low: float
    high: float
    unit: str
    source: str
    date: str


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A dated amount to hold an outcome against."""

    id: str
    text: Words
    level: str
    value: float
    unit: str
    valid_from: str
    source: str


@dataclass(frozen=True, kw_only=True)
class Assumptions:
    """All assumptions for one subgroup, by id, and the marks of its level of education."""

    numbers: Mapping[str, Assumption]
    marks: tuple[Mark, ...]


def load_assumptions(*, path: Path, subgroup: str, level: str) -> Assumptions:
    """Read and check the assumptions for a subgroup; raises StudyRefused with every fault."""
    document = read_document(path=path)
    faults = list(check_assumptions(document, subgroup))
    if faults:
        raise StudyRefused([f"{path.name}: {fault}" for fault in faults])
    numbers = {entry["id"]: _assumption(entry, subgroup) for entry in document["parameters"]}
    marks = tuple(_mark(entry) for entry in document.get("marks") or () if entry["level"] == level)
    return Assumptions(numbers=numbers, marks=marks)


def _assumption(entry: Mapping[str, Any], subgroup: str) -> Assumption:
    found = entry.get("by_subgroup", {}).get(subgroup, entry)
    value, low, high = (float(found[name]) for name in ("value", "low", "high"))
    return Assumption(
        id=entry["id"],
        value=value,
        low=low,
        high=high,
        unit=entry["unit"],
        source=entry["source"],
        date=str(entry["date"]),
    )


def _mark(entry: Mapping[str, Any]) -> Mark:
    words = {"en": entry["text"], **({"nl": entry["text_nl"]} if "text_nl" in entry else {})}
    return Mark(
        id=entry["id"], text=words, level=entry["level"], value=float(entry["value"]), unit=entry["unit"],
        valid_from=str(entry["from"]), source=entry["source"],
    )  # fmt: skip


def check_assumptions(document: Any, subgroup: str) -> Iterator[str]:
    """Give every fault of a document, as lines: place, what, remedy."""
    entries = document.get("parameters") if isinstance(document, dict) else None
    if not isinstance(entries, list):
        yield "parameters: this isn't a list of assumptions. Begin each with a dash"
        return
    named = [entry.get("id") for entry in entries if isinstance(entry, dict)]
    yield from (f"parameters: {name} is missing. Add it" for name in NEEDED if name not in named)
    for position, entry in enumerate(entries):
        if not isinstance(entry, dict):
            yield f"parameters[{position}]: this isn't a list of named fields. Write id, unit, value, low, high, source, date"
            continue
        yield from (f"{where}. {remedy}" for where, remedy in _check_one(entry, subgroup))
    for position, mark in enumerate(document.get("marks") or ()):
        lacking = [
            name for name in ("id", "text", "level", "value", "unit", "from", "source")
            if not isinstance(mark, dict) or name not in mark
        ]  # fmt: skip
        if lacking:
            yield f"marks[{position}]: {', '.join(lacking)} is missing. An amount needs a source and a date"


def _check_one(entry: Mapping[str, Any], subgroup: str) -> Iterator[tuple[str, str]]:
    where = f"parameters[{entry.get('id')}]"
    if entry.get("id") not in NEEDED:
        yield f"{where}: nobody asks for this", f"Known are: {', '.join(NEEDED)}"
    for name in ("unit", "source", "date"):
        if not isinstance(entry.get(name), (str, datetime.date)) or not str(entry.get(name)).strip():
            yield f"{where}.{name}: there is none", "Every assumption has a unit, a source and a date"
    found = (entry.get("by_subgroup") or {}).get(subgroup, entry)
    value, low, high = (found.get(name) if isinstance(found, dict) else None for name in ("value", "low", "high"))
    if not (_is_number(value) and _is_number(low) and _is_number(high)):
        yield f"{where}: value, low and high aren't numbers from 0 for {subgroup}", "Write them, or under by_subgroup"
    elif not low <= value <= high:
        yield f"{where}: value {value} isn't between low {low} and high {high}", "Change one of them"
    elif entry.get("id") in AT_LEAST_ONE and low < 1:
        yield f"{where}: low {low} is below 1", "There is at least one"


def _is_number(value: Any) -> TypeGuard[float]:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value < float("inf")
