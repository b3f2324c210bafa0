"""How facts came to be known: recorded some days after they happened, ended when they ended, now and then put right.

A fact whose end came lately was first recorded without it; what came longer ago was recorded as it is now. So a child's
page shows another picture when one asks what was known some weeks ago.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from leerrecht.demo.chance import Chance
from leerrecht.demo.content import Kid, Row, data

_DAY, _MINUTE = datetime.timedelta(days=1), datetime.timedelta(minutes=1)
LATELY = 180 * _DAY
_FRIDAY = 4
_WRONG_AT_FIRST = 0.08
_STARTS = {
    "departures": "left_on", "identifiers": "valid_from", "statuses": "valid_from", "interim": "valid_from",
    "involvements": "valid_from", "assessments": "taken_on", "absences": "day", "voices": "said_on",
    "move_points": "opened_on",
}  # fmt: skip
_ENDS = {
    "departures": "back_on", "identifiers": "valid_to", "statuses": "valid_to", "interim": "valid_to",
    "involvements": "valid_to", "stays": "valid_to", "enrolments": "left_on",
}  # fmt: skip
ENDED, BEGUN = "Einde ingevuld", "Begonnen op school"


@dataclass(frozen=True, kw_only=True)
class Version:
    """A fact as it was known from a moment: its values, and why they took the place of the former."""

    on: datetime.date
    values: Row
    reason: str = ""
    at: datetime.datetime | None = None


def versions_of(*, kid: Kid, table: str, row: Row, place: int, on: datetime.date, chance: Chance) -> list[Version]:
    """Give how a fact was known, oldest first, each later than the former; none when it wasn't known by `on`."""
    found = _wrong_at_first(kid, table, row, place, on, chance) or _growing(kid, table, row, on)
    in_order: list[Version] = []
    for version in found:
        day = max(version.on, in_order[-1].on) if in_order else version.on
        in_order.append(replace(version, on=day))
    known = [version for version in in_order if version.on <= on]
    old = [version for version in known if version.on <= on - LATELY]
    kept = [*old[-1:], *known[len(old) :]]
    return [replace(kept[0], reason=""), *kept[1:]] if kept else []


def dated(*, versions: list[Version], latest: datetime.datetime, chance: Chance, question: object) -> list[Version]:
    """Give each version the moment at which it was recorded: some days later, at working hours, before `latest`."""
    made: list[Version] = []
    for place, version in enumerate(versions):
        day = version.on + chance.whole(0, 5, question, place, "days") * _DAY
        day += max(0, 7 - day.weekday()) * _DAY if day.weekday() > _FRIDAY else 0 * _DAY
        minutes = chance.whole(8 * 60 + 15, 16 * 60 + 45, question, place, "minutes")
        at = datetime.datetime.combine(day, datetime.time.min, latest.tzinfo) + minutes * _MINUTE
        at = min(at, latest - (len(versions) - place) * _MINUTE)
        if made and made[-1].at is not None and at <= made[-1].at:
            at = made[-1].at + _MINUTE
        made.append(replace(version, at=at))
    return made


def _growing(kid: Kid, table: str, row: Row, on: datetime.date) -> list[Version]:
    """Give a fact as it grew: begun, then ended."""
    if table == "enrolments":
        return _enrolment(kid, row, on)
    first = _first_day(kid, table, row)
    ends = _ENDS.get(table, "")
    end = row[ends] if ends else None
    if end is None or row.get("capacity") == "stand_in":  # for how long somebody stands in is agreed beforehand
        return [Version(on=first, values=row)]
    ended_on = min(_end_known_on(kid, table, row, end), on - 2 * _DAY)  # what is still to end is known already
    if ended_on <= first:
        return [Version(on=first, values=row)]
    return [
        Version(on=first, values={**row, ends: None}), Version(on=ended_on, values=row, reason=ENDED),
    ]  # fmt: skip


def _first_day(kid: Kid, table: str, row: Row) -> datetime.date:
    if table == "stays":
        names: tuple[str, ...] = ("announced_on", "valid_from")
    elif table == "applications":
        names = ("lodged_on", "arrived_on")
    elif table == "plans":
        names = ("agreed_on", "requested_on")
    else:
        names = (_STARTS.get(table, ""),)
    found: datetime.date = next((row[name] for name in names if row.get(name) is not None), kid.first_on)
    return found


def _end_known_on(kid: Kid, table: str, row: Row, end: datetime.date) -> datetime.date:
    """Give when the end was known: for a stay when the next was announced, else on the day itself."""
    if table == "stays":
        for stay in kid.rows["stays"]:
            if stay["valid_from"] == end and stay["announced_on"] is not None:
                announced_on: datetime.date = stay["announced_on"]
                return min(announced_on, end)
    return end


def _enrolment(kid: Kid, row: Row, on: datetime.date) -> list[Version]:
    """Give an enrolment as it grew: asked for, begun, ended. A first day that is still to come came with the place."""
    asked, started, left = row["requested_on"], row["started_on"], row["left_on"]
    known = {**row, "left_on": None}
    made = [Version(on=asked or started or kid.first_on, values=known)]
    if asked is not None and started is not None and asked < started <= on:
        asked_for = {**known, "phase": "requested", "started_on": None}
        made = [Version(on=asked, values=asked_for), Version(on=started, values=known, reason=BEGUN)]
    if left is not None:
        made.append(Version(on=min(left, on - 2 * _DAY), values=row, reason=ENDED))
    return made


def _wrong_at_first(
    kid: Kid, table: str, row: Row, place: int, on: datetime.date, chance: Chance
) -> list[Version]:  # fmt: skip
    """Give a fact that was first written down wrongly, of a story or by chance; nothing when it wasn't."""
    if kid.is_story:
        found = [
            each for each in data("stories")["corrections"] if (each["child"], each["table"]) == (kid.reference, table)
        ]
        return _put_right(kid, table, row, found[0]) if found and place == 0 else []
    if place or chance.part(kid.reference, table, "wrong") >= _WRONG_AT_FIRST:
        return []
    error = _error(kid, table, row, chance)
    first = _first_day(kid, table, row)
    span = (on - first).days - 1
    if not error or span < 2:  # no time to be put right
        return []
    until = on - chance.whole(1, min(span, 100), kid.reference, table, "until") * _DAY
    return _put_right(kid, table, row, {**error, "until": until})


def _put_right(kid: Kid, table: str, row: Row, error: Mapping[str, Any]) -> list[Version]:
    first = _first_day(kid, table, row)
    wrong = Version(on=first, values={**row, **error["was"]})
    return [wrong, Version(on=error["until"], values=row, reason=error["reason"])]


def _error(kid: Kid, table: str, row: Row, chance: Chance) -> dict[str, Any]:
    """Give what was wrong at first: a date some days off, or a name with other letters."""
    if table == "applications" and row["lodged_on"] is not None:
        off = chance.whole(2, 9, kid.reference, "off") * _DAY
        return {
            "was": {"lodged_on": row["lodged_on"] + off},
            "reason": "Op het formulier van de aanvraag staat een andere dag",
        }
    if table == "children" and row["family_name"] and row["family_name"][-1] in "aeiy":
        other = row["family_name"][:-1] + {"a": "ah", "e": "é", "i": "y", "y": "i"}[row["family_name"][-1]]
        return {"was": {"family_name": other}, "reason": "De jongere zei zelf hoe de naam geschreven wordt"}
    return {}
