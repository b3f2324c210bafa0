"""Two lives, told twice: of the child of this town and of one elsewhere. In each, every text, day and number is a canary.

A row says beside its values what an independent reader must know of it: what a plan is about, whether a task is neutral,
which team holds it. What follows from that for a viewer stands in `may`.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from leerrecht.law.tables import TABLE
from tests.proof.marks import digits, word

D = datetime.date
RECORDED = datetime.datetime(2026, 9, 1, 9, 0, tzinfo=datetime.UTC)
EARLIER = datetime.datetime(2026, 4, 2, 9, 0, tzinfo=datetime.UTC)
HERE, ELSEWHERE = "here", "there"
TOWNS = (HERE, ELSEWHERE)


@dataclass(frozen=True, kw_only=True)
class Row:
    """A fact to put in the record. `key`: its name within the child's life.

    `former`: what stood there before and was corrected. `source`: the organisation that recorded it. `about`: for a plan,
    the category of the signal it answers that matters most. `holder`: the team that holds a task, or absent. `is_told`: the
    young person knows of it.
    """

    town: str
    table: str
    key: str
    values: Mapping[str, Any]
    former: Mapping[str, Any] = field(default_factory=dict)
    source: str = "coa"
    about: str = ""
    holder: str = ""
    is_neutral: bool = False
    is_told: bool = True

    @property
    def place(self) -> str:
        """Name the row."""
        return f"{self.town}.{self.table}.{self.key}"

    def but(self, **values: Any) -> Row:
        """Give the row with other values."""
        return replace(self, values={**self.values, **values})


_NOT_DRAWN = {"rule", "key", "shared_with", "told_early_reason"}


def _filled(town: str, table: str, key: str, said: Mapping[str, Any]) -> dict[str, Any]:
    """Give a row's values: those that are said, and a canary for every text that isn't."""
    values = {
        column.name: word(f"{town}.{table}.{key}.{column.name}")
        for column in TABLE[table].columns
        if column.kind == "text" and column.name not in _NOT_DRAWN
    }
    return {**values, **said}


def names(town: str) -> dict[str, str]:
    """Give the names of the partners of a town: canaries themselves, but for what every partner knows."""
    drawn = (
        "coa", "nidos", "care_organisation", "ggd_organisation", "return_organisation", "location", "former_location",
        "next_location", "safe_location", "school", "former_school", "asked_school", "other_school",
        "file_school", "town", "former_town",
        "next_town", "safe_town", "board", "municipality", "leerrecht",
    )  # fmt: skip
    return {name: word(f"{town}.name.{name}") for name in drawn}


def _shift(town: str) -> datetime.timedelta:
    """Keep the days of the two lives apart."""
    return datetime.timedelta(days=1 if town == ELSEWHERE else 0)


def life(town: str) -> list[Row]:
    """Tell the life of the child of a town."""
    known, apart = names(town), _shift(town)

    def day(month: int, number: int, year: int = 2026) -> datetime.date:
        return D(year, month, number) + apart

    def row(table: str, name: str, /, *, former: Mapping[str, Any] | None = None, **more: Any) -> Row:
        beside = {
            name: more.pop(name) for name in ("source", "about", "holder", "is_neutral", "is_told") if name in more
        }
        values = _filled(town, table, name, more)
        before = {**values, **_filled(town, table, f"{name}.former", former)} if former is not None else {}
        return Row(town=town, table=table, key=name, values=values, former=before, **beside)

    born, born_before = day(2, 3, 2009), day(3, 19, 2009)
    return [
        row(
            "children", "person", born_from=born, born_to=born, born_precision="day", unaccompanied=True,
            former={"born_from": born_before, "born_to": born_before, "born_precision": "day", "unaccompanied": True},
        ),
        row("applications", "asylum", lodged_on=day(6, 21), arrived_on=day(6, 5), former={"lodged_on": day(6, 1)}),
        row("departures", "planned", left_on=day(12, 9), kind="other_country"),
        row("identifiers", "education", kind="education_number", value=digits(f"{town}.education", 9), valid_from=day(7, 22)),
        row("identifiers", "bsn", kind="bsn", value=digits(f"{town}.bsn", 9), valid_from=day(7, 21)),
        row(
            "identifiers", "state", kind="v_number", value=digits(f"{town}.v", 10), valid_from=day(6, 7),
            former={"value": digits(f"{town}.v.former", 10)},
        ),
        row("statuses", "first", status="applicant", valid_from=day(6, 13), valid_to=day(8, 25)),
        row(
            "statuses", "now", status="rejected_appeal_open", valid_from=day(8, 25),
            former={"status": "permit", "valid_from": day(7, 27)},
        ),
        *_stays(town, known, day, row),
        *_points(day, row),
        *_schooling(known, day, row),
        *_people(town, known, day, row),
        row(
            "handovers", "open", opened_on=day(8, 19), stops_on=day(10, 23), at_once=True, task="legal_representative",
            done="", is_told=False,
        ),
        row(
            # by apart once more, as the day before it is said too: that may not be the other's
            "handovers", "told", opened_on=day(5, 7), stops_on=day(12, 3) + apart, accepted_on=day(5, 12), at_once=False,
            child_told_on=day(5, 18), child_asked_on=day(5, 18), task="contact_school", declined="", done="",
        ),
        *_words(day, row),
    ]  # fmt: skip


def _stays(town: str, known: Mapping[str, str], day: Any, row: Any) -> list[Row]:
    return [
        row("stays", "former", location=known["former_location"], municipality=known["former_town"],
            kind="reception_start", region="noord", valid_from=day(6, 22), valid_to=day(8, 7), announced_on=day(7, 26)),
        row("stays", "now", location=known["location"], municipality=known["town"], kind="nidos_small", region="zuid",
            valid_from=day(8, 7), valid_to=day(10, 27), announced_on=day(7, 29), child_told_on=day(8, 3),
            former={"location": word(f"{town}.place.corrected"), "municipality": word(f"{town}.town.corrected"),
                    "valid_from": day(8, 9), "kind": "foster"}),
        row("stays", "next", location=known["next_location"], municipality=known["next_town"], kind="coa_small",
            region="midden", valid_from=day(10, 27), valid_to=day(11, 11), announced_on=day(8, 24), child_told_on=day(9, 9),
            told_early_reason=word(f"{town}.stays.next.told_early_reason")),
        row("stays", "safe", location=known["safe_location"], municipality=known["safe_town"], kind="protected",
            region="midden", valid_from=day(11, 11), announced_on=day(7, 8), is_told=False),
    ]  # fmt: skip


def _points(day: Any, row: Any) -> list[Row]:
    """What is arranged around the move that the child knows of, and around one that it doesn't."""
    return [
        row("move_points", "tests", opened_on=day(8, 24), item="tests", due_on=day(10, 19), former={"due_on": day(10, 15)}),
        row("move_points", "number", opened_on=day(8, 24), item="number", due_on=day(10, 5), done_on=day(9, 4)),
        row("move_points", "kept", opened_on=day(7, 8), item="profile", due_on=day(10, 9), is_told=False),
    ]  # fmt: skip


def _schooling(known: Mapping[str, str], day: Any, row: Any) -> list[Row]:
    return [
        row("enrolments", "former", school=known["former_school"], kind="isk", phase="placed", requested_on=day(6, 24),
            started_on=day(6, 26), left_on=day(8, 11), municipality=known["former_town"], source="board"),
        row("enrolments", "now", school=known["school"], kind="isk", phase="placed", requested_on=day(8, 13),
            started_on=day(8, 17), municipality=known["town"], source="board", former={"phase": "waiting"}),
        row("enrolments", "asked", school=known["asked_school"], kind="mbo", phase="requested", requested_on=day(9, 7),
            municipality=known["town"]),
        row("interim", "landing", kind="landing", valid_from=day(6, 28), valid_to=day(7, 2)),
        row("assessments", "dutch", domain="dutch", taken_on=day(7, 11), valid_until=day(11, 3), source="board"),
        row("assessments", "old", domain="maths", taken_on=day(7, 2), source="board"),
        row("transfers", "refused", from_school=known["former_school"], to_school=known["other_school"], source="board",
            child_told_on=day(4, 21), child_inspected_on=day(4, 21), representative_inspected_on=day(4, 21),
            proposed_on=day(4, 25), received_on=day(4, 25), decided_on=day(4, 29), decision="refused"),
        row("transfers", "sent", from_school=known["school"], to_school=known["file_school"], reason="", source="board",
            child_told_on=day(4, 9), child_inspected_on=day(4, 13), representative_inspected_on=day(4, 17),
            proposed_on=day(9, 4)),
        row("schoolings", "before", noted_on=day(4, 23), years=5.5, source="board", former={"noted_on": day(4, 27)}),
        row("absences", "here", day=day(9, 5), hours=3.5, authorised=False, source="board"),
        row("absences", "before", day=day(7, 14), hours=2.25, authorised=True, source="board"),
    ]  # fmt: skip


def _people(town: str, known: Mapping[str, str], day: Any, row: Any) -> list[Row]:
    def person(team: str) -> str:
        return word(f"{town}.person.{team}")

    coa, nidos = known["coa"], known["nidos"]
    return [
        row("involvements", "guardian", task="legal_representative", organisation=nidos, person=person("legal_representative"),
            valid_from=day(7, 15), source="nidos", holder="legal_representative", is_neutral=True),
        row("involvements", "former_guardian", task="legal_representative", organisation=nidos,
            person=person("former_legal_representative"), valid_from=day(7, 6), valid_to=day(7, 15), source="nidos",
            is_neutral=True),
        row("involvements", "contact", task="contact_school", organisation=coa, valid_from=day(8, 5), capacity="stand_in",
            is_neutral=True),
        row("involvements", "teacher", task="teacher", organisation=known["board"], valid_from=day(8, 19), source="board",
            is_neutral=True),
        row("involvements", "procedure", task="procedure", organisation=nidos, valid_from=day(5, 25), source="nidos"),
        row("involvements", "returning", task="return_talks", organisation=known["return_organisation"],
            valid_from=day(8, 29), former={"task": "extended_reception"}),
        row("involvements", "free", organisation=known["return_organisation"], valid_from=day(8, 27)),
        row("involvements", "coach", task="coach", organisation=known["care_organisation"], person=person("care"),
            valid_from=day(8, 15), holder="care"),
        row("involvements", "nurse", task="nurse", organisation=known["ggd_organisation"], person=person("ggd"),
            valid_from=day(5, 29), holder="ggd"),
    ]  # fmt: skip


def _words(day: Any, row: Any) -> list[Row]:
    grown = "legal_representative reception"
    return [
        row("plans", "term", rule="placement.term", key="term", agreed_on=day(7, 17), shared_with=f"{grown} school",
            about="identity"),
        row("plans", "kept", rule="adult.eighteen", key="school", agreed_on=day(5, 27), shared_with="", about="identity"),
        row("plans", "wish", rule="adult.extended_reception", key="own_wish:yes", agreed_on=day(5, 3),
            requested_on=day(5, 7), shared_with=grown, about="residence_status"),
        row("plans", "betrays", rule="adult.extended_reception", key="support_need:yes", agreed_on=day(5, 11),
            shared_with=f"{grown} school care", about="residence_status"),
        row("voices", "school", kind="wish", said_on=day(5, 15), shared_with=f"{grown} school", former={"kind": "wish"}),
        row("voices", "guardian", kind="question", said_on=day(5, 19), shared_with="legal_representative"),
        row("voices", "next", kind="next_school", said_on=day(4, 11), shared_with="school"),
        row("voices", "next_kept", kind="next_school", said_on=day(4, 15), shared_with="legal_representative"),
        row("voices", "kept", kind="feedback", said_on=day(5, 23), shared_with=""),
    ]  # fmt: skip
