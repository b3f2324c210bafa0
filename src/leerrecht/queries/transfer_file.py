"""The transfer file: what one school tells the next about a child, as plain data. Its fields are those of access.yaml.

It is put together anew each time, from the facts of that day. Where the child lives, what was decided about its stay and
who has which task are not in it, whoever reads it.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from leerrecht.access import Scope
from leerrecht.access.lenses import FOR_NEXT_SCHOOL
from leerrecht.access.ties import is_in_force
from leerrecht.law.dates import add_months, day_number, to_date
from leerrecht.law.few import AnyCaseload
from leerrecht.law.tables import FORMAL, TABLE
from leerrecht.queries.facts import load_caseload, rows_seen
from leerrecht.queries.record import hash_of
from leerrecht.queries.rulebooks import access_table, rulebook
from leerrecht.queries.transfers import Passage
from leerrecht.records.models import Child

SCHEMA, VERSION = "leerrecht.transfer_file", 1
ABSENCES = ("absences.day", "absences.hours", "absences.authorised")

Row = Mapping[str, Any]
Plain = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class TransferFile:
    """A file as one party to the transfer may read it on a day. `content` holds plain values only; `receipt` is its hash."""

    child: str
    name: str
    on: datetime.date
    lang: str
    content: Mapping[str, Any]
    receipt: str

    @property
    def file_name(self) -> str:
        """Name the file, without an ending: no name or number of a person stands in it."""
        return f"overdracht-{self.child}-{self.on.isoformat()}"


def transfer_file(*, scope: Scope, child: Child, passage: Passage, lang: str) -> TransferFile | None:
    """Give the file that goes along with a transfer; None for who is no party to it.

    The same for every party, but for the young person's own words: those are for who they were shared with.
    """
    if not passage.reads_file:
        return None
    on = scope.on
    caseload = load_caseload(scope=scope, children=[child.pk])
    seen = rows_seen(scope=scope, caseload=caseload, number=child.pk)
    rows = {table: [_listed(table, row) for row in found] for table, found in seen.items()}
    person = (rows.get("children") or [{}])[0]
    schools = [row for row in rows.get("enrolments", []) if _ran(row, on)]
    first_on, is_certain = first_enrolled(rows=rows.get("enrolments", []), on=on)
    content: Plain = {
        "schema": SCHEMA, "schema_version": VERSION, "made_on": on.isoformat(), "language": lang,
        "child": child.public_id, "from_school": passage.from_school, "to_school": passage.to_school,
        "inspected": {
            "by_child_on": _plain(passage.child_inspected_on),
            "by_representative_on": _plain(passage.representative_inspected_on),
        },
        "pupil": _filled(person),
        "education_numbers": _numbers(seen.get("identifiers", []), on),
        "first_enrolled_on": _plain(first_on), "first_enrolled_is_certain": is_certain,
        "schools": [_filled(row) for row in schools],
        "tests": [_test(row, on) for row in rows.get("assessments", []) if _has_been(row["taken_on"], on)],
        "schooling": [_filled(row) for row in rows.get("schoolings", [])],
        "attendance": _attendance(scope, caseload, child.pk, passage.from_school),
        "own_words": [
            _filled({name: row[name] for name in ("said_on", "words", "language")})
            for row in rows.get("voices", [])
            if row["kind"] == FOR_NEXT_SCHOOL and (scope.role == "child" or _is_shared(row, scope.role))
            and "school" in str(row["shared_with"] or "").split()
        ],
    }  # fmt: skip
    receipt = hash_of(content)
    content["receipt"] = {"algorithm": "sha256", "hash": receipt}
    name = " ".join(filter(None, (person.get("given_names"), person.get("family_name"))))
    return TransferFile(child=child.public_id, name=name, on=on, lang=lang, content=content, receipt=receipt)


def _listed(table: str, row: Row) -> Plain:
    """Leave of a row only what the access table lists for the file."""
    listed = access_table().transfer_file
    names = [column.name for column in TABLE[table].columns if f"{table}.{column.name}" in listed]
    kept: Plain = {}
    for name in names:
        kept |= {part: row[part] for part in ("born_from", "born_to")} if name == "born_on" else {name: row[name]}
    return kept


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime.date) else value


def _filled(row: Row) -> Plain:
    """Write a row as plain values, without what isn't known."""
    return {name: _plain(value) for name, value in row.items() if value not in (None, "")}


def _is_shared(row: Row, role: str) -> bool:
    return role in str(row["shared_with"] or "").split()


def _has_been(day: datetime.date | None, on: datetime.date) -> bool:
    return day is None or day <= on


def _ran(row: Row, on: datetime.date) -> bool:
    """Tell whether an enrolment at a school that counts has begun."""
    started_on = row["started_on"]
    return row["kind"] in FORMAL and started_on is not None and started_on <= on and row["left_on"] != started_on


def first_enrolled(*, rows: Iterable[Row], on: datetime.date) -> tuple[datetime.date | None, bool]:
    """Give the first day at a school in the Netherlands, and whether that is certain: funding depends on it.

    It isn't when an enrolment has no first day or no kind, and may be the earlier one.

    >>> row = {"kind": "isk", "started_on": datetime.date(2026, 1, 12), "left_on": None}
    >>> first_enrolled(rows=[row, {**row, "started_on": None}], on=datetime.date(2026, 9, 1))
    (datetime.date(2026, 1, 12), False)
    """
    known = [row for row in rows if _ran(row, on)]
    first = min((row["started_on"] for row in known), default=None)
    unsure = [row for row in rows if row not in known and _may_be_earlier(row, first, on)]
    return first, not unsure


def _may_be_earlier(row: Row, first: datetime.date | None, on: datetime.date) -> bool:
    """Tell whether an enrolment may have begun before the first we know: without a day, or of a kind we don't know."""
    if row["kind"] is not None and row["kind"] not in FORMAL:
        return False
    started_on = row["started_on"]
    if started_on is None:
        return row.get("phase") in (None, "placed")
    return row["kind"] is None and started_on <= on and (first is None or started_on < first)


def _numbers(rows: Sequence[Row], on: datetime.date) -> list[Plain]:
    """Give each education number once, those in use first; of other numbers nothing."""
    found: dict[str, bool] = {}
    for row in rows:
        if row["kind"] == "education_number" and row["value"]:
            in_use = is_in_force(since_on=row["valid_from"], until_on=row["valid_to"], on=on)
            found[row["value"]] = found.get(row["value"], False) or in_use
    return [{"value": value, "in_use": in_use} for value, in_use in sorted(found.items(), key=lambda pair: not pair[1])]


def _test(row: Row, on: datetime.date) -> Plain:
    """Give a test with the first day on which it isn't valid any more, as written down or by the rulebook."""
    until, by_rulebook = row["valid_until"], False
    if until is None and row["taken_on"] is not None and row["domain"]:
        months = rulebook().value_on(f"continuity.{row['domain']}_valid_months", row["taken_on"])
        until, by_rulebook = to_date(add_months(day_number(row["taken_on"]), months)), True
    return {
        **_filled({**row, "valid_until": until}),
        "validity_by_rulebook": by_rulebook,
        "is_valid": None if until is None or row["taken_on"] is None else row["taken_on"] <= on < until,
    }


def school_year(day: datetime.date) -> str:
    """Give the school year of a day, as schools write it: "2025-2026"."""
    first_month = rulebook().value_on("age.school_year_first_month", day)
    year = day.year if day.month >= first_month else day.year - 1
    return f"{year}-{year + 1}"


def _attendance(scope: Scope, caseload: AnyCaseload, number: int, school: str) -> list[Plain]:
    """Count the absences at the sending school per school year. No day and no reason is told."""
    if not scope.sees_conclusion(fields=ABSENCES, child=number):
        return []
    periods = [
        (row["started_on"], row["left_on"])
        for row in caseload.rows("enrolments")
        if row["started_on"] is not None and _same_school(row["school"], school)
    ]
    years: defaultdict[str, Plain] = defaultdict(
        lambda: {"days": 0, "hours_authorised": 0.0, "hours_unauthorised": 0.0, "hours_unsaid": 0.0}
    )
    kinds = {True: "hours_authorised", False: "hours_unauthorised", None: "hours_unsaid"}
    for row in caseload.rows("absences"):
        day = row["day"]
        if day <= scope.on and any(is_in_force(since_on=since, until_on=until, on=day) for since, until in periods):
            counted = years[school_year(day)]
            counted["days"] += 1
            counted[kinds[row["authorised"]]] += row["hours"] or 0.0
    return [{"school_year": year, **counted} for year, counted in sorted(years.items())]


def _same_school(one: str | None, other: str) -> bool:
    return (one or "").strip().casefold() == other.strip().casefold()
