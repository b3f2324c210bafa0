"""What makes two rows speak of the same fact, although they say different things of it.

A fact answers to its own keys. A row also asks for the fact of which the date was not yet known, so that filling one in
corrects what was there instead of adding a second fact. Pure functions; nothing is looked up.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Row = Mapping[str, Any]
Key = tuple[Any, ...]
Keys = tuple[tuple[Key, ...], tuple[Key, ...]]
"""What a fact answers to, and what a row asks for, the surest first."""


def _word(value: Any) -> Any:
    return value.casefold() if isinstance(value, str) else value


def _named(date: str, *names: str) -> Callable[[Row], Keys]:
    """Give the keys of a table whose facts are told apart by what they name and one date."""

    def keys(row: Row) -> Keys:
        own = (*(_word(row[name]) for name in names), row[date])
        undated = (*own[:-1], None)
        return (own,), (own,) if own == undated else (own, undated)

    return keys


def _children(row: Row) -> Keys:
    return ((),), ((),)


def _applications(row: Row) -> Keys:
    arrived = ("arrived", row["arrived_on"])
    if row["lodged_on"] is None:
        return (arrived,), (arrived,)
    lodged = ("lodged", row["lodged_on"])
    return (lodged,), (lodged, arrived)


def _identifiers(row: Row) -> Keys:
    key = (row["kind"], row["value"])
    return (key,), (key,)


def _stays(row: Row) -> Keys:
    places = [(kind, _word(row[kind])) for kind in ("municipality", "location") if row[kind] is not None]
    own = tuple((*place, row["valid_from"]) for place in places or [("", None)])
    undated = tuple((*place, None) for place in places)
    return own, tuple(dict.fromkeys(own + undated))


def _enrolments(row: Row) -> Keys:
    school = _word(row["school"])
    own = tuple((school, day, row[day]) for day in ("requested_on", "started_on") if row[day] is not None)
    undated = ((school, "", None),)
    return own or undated, own + undated


KEYS: Mapping[str, Callable[[Row], Keys]] = {
    "children": _children,
    "applications": _applications,
    "departures": _named("left_on"),
    "identifiers": _identifiers,
    "statuses": _named("valid_from", "status"),
    "stays": _stays,
    "enrolments": _enrolments,
    "interim": _named("valid_from", "provision", "kind"),
    "assessments": _named("taken_on", "domain", "instrument"),
    "absences": _named("day"),
    "involvements": _named("valid_from", "task", "organisation", "person"),
    "plans": _named("agreed_on", "rule", "key"),
    "voices": _named("said_on", "words"),
    "move_points": _named("opened_on", "item"),
    "transfers": _named("proposed_on", "from_school", "to_school"),
    "schoolings": _named("noted_on"),
    "handovers": _named("stops_on", "task", "person"),
}
