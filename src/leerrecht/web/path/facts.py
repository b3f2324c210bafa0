"""Read the rows of one child, of which any column may be absent: say less, never break."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from leerrecht.law.conclusions import Finding
from leerrecht.law.dates import birthday, day_number, to_date
from leerrecht.law.rulebook import Rulebook
from leerrecht.law.tables import FORMAL, REGIONS

_KNOWN_DAYS = ("day", "estimated", None, "")
Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What the viewer sees of one child, with the rulebook, the day and the language to say it in."""

    rows: Mapping[str, list[Row]]
    findings: Sequence[Finding]
    rulebook: Rulebook
    on: datetime.date
    lang: str

    def of(self, table: str) -> list[Row]:
        """Give the rows of a table, oldest first; none when the table is absent."""
        start = {"enrolments": "started_on", "departures": "left_on", "absences": "day", "assessments": "taken_on"}
        name = start.get(table, "valid_from")
        return sorted(self.rows.get(table) or (), key=lambda row: (day_of(row, name) or datetime.date.min, row_id(row)))

    def found(self, rule: str) -> list[Finding]:
        """Give the findings of a rule."""
        return [finding for finding in self.findings if finding.rule == rule]

    def choice(self, kinds: str, value: object) -> str:
        """Give the words of an enumerated value from the rulebook; empty when it isn't one."""
        texts = self.rulebook.common["choices"][kinds].get(value)
        return str(texts[self.lang]) if texts else ""

    @property
    def eighteen_on(self) -> datetime.date | None:
        """The 18th birthday, where the day of birth is known."""
        for row in self.rows.get("children") or ():
            born_on = day_of(row, "born_on")
            if born_on is None and row.get("born_from") == row.get("born_to"):
                born_on = day_of(row, "born_from")
            if born_on is None or row.get("born_precision") not in _KNOWN_DAYS:
                return None
            years = self.rulebook.value_on("age.adult_years", self.on)
            on_mar1 = self.rulebook.value_on("birthday.feb29", self.on)
            return to_date(birthday(day_number(born_on), years, on_mar1))
        return None

    @property
    def is_unaccompanied(self) -> bool:
        """Tell whether the child is known to be here without parents."""
        return any(row.get("unaccompanied") is True for row in self.rows.get("children") or ())

    @property
    def gone(self) -> Row | None:
        """The departure after which the child is not back yet."""
        for row in reversed(self.of("departures")):
            left_on, back_on = day_of(row, "left_on"), day_of(row, "back_on")
            if left_on and left_on <= self.on and (back_on is None or back_on > self.on):
                return row
        return None

    def region_on(self, day: datetime.date) -> int | None:
        """Give the place of the school-holiday region in which the child lives, as far as known for a day."""
        for row in reversed(self.of("stays")):
            start, end = day_of(row, "valid_from"), day_of(row, "valid_to")
            if (start is None or start <= day) and (end is None or end > day):
                if row.get("region") in REGIONS:
                    return REGIONS.index(row["region"])
                town = str(row.get("municipality") or "").lower()
                known = {name.lower(): code for name, code in self.rulebook.regions.items()}
                return known[town] - 1 if town in known else None
        return None


def day_of(row: Mapping[str, Any], name: str) -> datetime.date | None:
    """Give a date of a row; None when it is absent or isn't a date."""
    value = row.get(name)
    if isinstance(value, datetime.datetime):
        return value.date()
    return value if isinstance(value, datetime.date) else None


def row_id(row: Mapping[str, Any]) -> str:
    """Give the id of a row as it may stand in an anchor."""
    return re.sub(r"[^A-Za-z0-9_-]+", "-", str(row.get("id") or ""))


def is_formal(row: Mapping[str, Any]) -> bool:
    """Tell whether an enrolment counts as school; one of a kind that isn't known may."""
    return row.get("kind") is None or row.get("kind") in FORMAL


def is_real(start: datetime.date | None, end: datetime.date | None) -> bool:
    """Tell whether a period holds at least one day."""
    return start is None or end is None or start < end
