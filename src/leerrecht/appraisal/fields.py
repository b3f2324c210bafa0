"""What may stand in a field of a study: small checks, each of which says where a fault is, what it is, and what to do.

A check gets a value and its place, and notes faults there. Nothing is built here.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from leerrecht.appraisal.scale import CODES, SHOWN, UNKNOWN

LONGEST = 60
MANY = 12


@dataclass
class Faults:
    """Collects what must be put right, and notices that cost nothing; one line each: place, what, remedy."""

    lines: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    def add(self, path: str, what: str, remedy: str) -> None:
        """Note a fault."""
        self.lines.append(f"{path}: {what}. {remedy}")


@dataclass(frozen=True)
class Place:
    """Where a value stands. `names`: the ids that exist, by kind (and the values of each dimension, by `dimension NAME`)."""

    path: str
    names: Mapping[str, Collection[str]]
    faults: Faults

    def at(self, part: str) -> Place:
        """Give a place inside this one."""
        return Place(f"{self.path}{part}", self.names, self.faults)

    def fault(self, what: str, remedy: str) -> None:
        """Note a fault here."""
        self.faults.add(self.path, what, remedy)


Check = Callable[[Any, Place], None]


@dataclass(frozen=True)
class Field:
    """A field of an entry: its check, and whether it must be there."""

    check: Check
    required: bool = True


Shape = Mapping[str, Field]


def show(value: Any) -> str:
    """Show a value in a message, shortened."""
    text = repr(value)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def choices(options: Collection[str], value: Any = None) -> str:
    """Say what may stand there; the nearest first, when there are many."""
    near = difflib.get_close_matches(str(value), [str(option) for option in options], 1, 0.6) if value else []
    hint = f"Do you mean {near[0]}? " if near else ""
    listed = ", ".join(list(map(str, options))[:MANY]) + (", ..." if len(options) > MANY else "")
    return f"{hint}Write one of: {listed}" if options else f"{hint}None exists yet: add it first"


def anything(_value: Any, _place: Place) -> None:
    """Let anything stand there: it is only printed."""


def text(value: Any, place: Place) -> None:
    """Ask for a text."""
    if not isinstance(value, str) or not value.strip():
        place.fault(f"{show(value)} isn't a text", "Write a sentence, between quotes if it has a colon")


def truth(value: Any, place: Place) -> None:
    """Ask for true or false."""
    if not isinstance(value, bool):
        place.fault(f"{show(value)} is neither true nor false", "Write true or false")


def number(value: Any, place: Place) -> None:
    """Ask for a number from 0."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value < float("inf"):
        place.fault(f"{show(value)} isn't a number from 0", "Write a number, such as 0.5")


def code(value: Any, place: Place) -> None:
    """Ask for a code of the scale, or unknown."""
    is_value = isinstance(value, int) and not isinstance(value, bool) and value in SHOWN
    if not is_value and value not in (*CODES, UNKNOWN):
        place.fault(f"{show(value)} isn't a code", f"Write one of: {', '.join(CODES)}, {UNKNOWN} (in quotes)")


def known_code(value: Any, place: Place) -> None:
    """Ask for a code of the scale."""
    if value == UNKNOWN:
        place.fault("unknown has no range", "Leave lo and hi as -- and ++ for an unknown cell")
    else:
        code(value, place)


def polarity(value: Any, place: Place) -> None:
    """Ask for a direction: -2..2, or null where a finding has none."""
    if value is not None and (isinstance(value, bool) or not isinstance(value, int) or value not in SHOWN):
        place.fault(f"{show(value)} isn't a direction", "Write a whole number from -2 to 2, or null for none")


def one_of(*options: str) -> Check:
    """Ask for one of some words."""

    def check(value: Any, place: Place) -> None:
        if value not in options:
            place.fault(f"{show(value)} isn't known here", choices(options, value))

    return check


def ref(*kinds: str) -> Check:
    """Ask for the id of something that exists, of one of these kinds."""

    def check(value: Any, place: Place) -> None:
        if not any(isinstance(value, str) and value in place.names.get(kind, ()) for kind in kinds):
            known = [name for kind in kinds for name in place.names.get(kind, ())]
            place.fault(f"{show(value)} doesn't exist among {' or '.join(kinds)}", choices(known, value))

    return check


def each(check_one: Check) -> Check:
    """Ask for a list, each item of which passes a check."""

    def check(value: Any, place: Place) -> None:
        if not isinstance(value, list):
            place.fault(f"{show(value)} isn't a list", "Write it between square brackets; [] for none")
            return
        for position, item in enumerate(value):
            check_one(item, place.at(f"[{position}]"))

    return check


def refs(*kinds: str) -> Check:
    """Ask for a list of ids that exist."""
    return each(ref(*kinds))


def when(value: Any, place: Place) -> None:
    """Ask for a condition: per dimension a list of its values."""
    if not isinstance(value, dict):
        place.fault(
            f"{show(value)} isn't a condition", "Write the dimension, a colon and a list of values; {} for always"
        )
        return
    for dimension, allowed in value.items():
        if _known_dimension(dimension, place):
            each(_dimension_value(dimension))(allowed, place.at(f".{dimension}"))


def dims(value: Any, place: Place) -> None:
    """Ask for a design: per dimension one of its values."""
    if not isinstance(value, dict):
        place.fault(f"{show(value)} isn't a design", "Write the dimension, a colon and its value; {} for nothing set")
        return
    for dimension, chosen in value.items():
        if _known_dimension(dimension, place):
            _dimension_value(dimension)(chosen, place.at(f".{dimension}"))


def _known_dimension(dimension: Any, place: Place) -> bool:
    known = place.names.get("dimensions", ())
    if dimension in known:
        return True
    place.fault(f"there is no design dimension {show(dimension)}", choices(known, dimension))
    return False


def _dimension_value(dimension: str) -> Check:
    def check(value: Any, place: Place) -> None:
        allowed = place.names.get(f"dimension {dimension}", ())
        if value not in allowed:
            place.fault(f"{show(value)} is no value of {dimension}", choices(allowed, value))

    return check


def check_entry(entry: Any, shape: Shape, place: Place) -> None:
    """Check the fields of an entry: what is missing, what is wrong, and what nobody knows.

    A name that nobody knows is a fault when it looks like one that is missing; otherwise it is noticed and not used.
    """
    if not isinstance(entry, dict):
        place.fault(f"{show(entry)} isn't a list of named fields", f"Write the fields: {', '.join(shape)}")
        return
    missing = [name for name, part in shape.items() if part.required and name not in entry]
    absent = [name for name in shape if name not in entry]
    for name in entry:
        if name in shape:
            shape[name].check(entry[name], place.at(f".{name}"))
        elif near := difflib.get_close_matches(str(name), absent, 1, 0.75):
            place.at(f".{name}").fault("this name isn't known here", f"Do you mean {near[0]}?")
            missing = [each for each in missing if each != near[0]]
        else:
            place.faults.notices.append(f"{place.path}.{name}: this isn't known here and isn't used")
    for name in missing:
        place.fault(f"{name} is missing", f"Add {name}")
