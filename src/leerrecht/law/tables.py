"""The fact tables: which sheets and columns a caseload has, what each holds, and in which access category it falls.

Names, kinds and choices are those of the caseload workbook (docs/reference/workbook.md is made from this page).
Nothing is read or written here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["child", "text", "date", "born", "choice", "flag", "number"]

FORMAL = ("isk", "tnv", "po_newcomer", "po", "vo", "pro", "vso", "mbo")
ENROLMENT_KINDS = (*FORMAL, "other")
PHASES = ("requested", "intake", "waiting", "placed")
STAY_KINDS = (
    "reception_start", "poa", "coa_small", "coa_adult", "nidos_small", "foster", "protected", "emergency",
    "family_location", "custody", "housing",
)  # fmt: skip
STATUSES = ("applicant", "permit", "rejected", "rejected_appeal_open", "withdrawn", "no_application")
REGIONS = ("noord", "midden", "zuid")
IDENTIFIER_KINDS = ("education_number", "bsn", "v_number")
DEPARTURE_KINDS = ("returned", "other_country", "unknown_destination", "deceased")
INTERIM_KINDS = ("landing", "language_lessons", "day_programme")
PRECISIONS = ("day", "estimated", "month", "year")
DOMAINS = ("dutch", "maths", "learning", "home_language")
CAPACITIES = ("holder", "stand_in")
VOICE_KINDS = ("wish", "feedback", "question", "next_school")
MOVE_ITEMS = (
    "next_school", "school_day_one", "number", "tests", "profile", "attendance_summary", "transport", "warm_handover",
    "stays_in_touch", "child_asked", "friends_sport",
)  # fmt: skip
"""What is arranged around a move, by both sides."""
TRANSFER_DECISIONS = ("accepted", "refused")
FIXED_CONTACT = "fixed_contact"
TASKS = (
    "legal_representative", "contact_school", "procedure", "daily_rhythm", "absence_call", "transport", "holiday_plan",
    "medical", "eighteen", FIXED_CONTACT,
)  # fmt: skip
"""The tasks around a child of which somebody may be needed. Any other may be written down; no rule asks for it."""


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column of a sheet.

    `needed`: the sheet can't be understood without the column. `filled`: each row must have a value in it.
    `quiet`: no notice when the column is absent.
    """

    name: str
    kind: Kind
    category: str
    choices: tuple[str, ...] = ()
    needed: bool = False
    filled: bool = False
    quiet: bool = False


@dataclass(frozen=True, kw_only=True)
class Table:
    """One sheet: a fact per row. `starts` and `ends` name the columns of the period the fact is true in, if it has one.

    `quiet`: no notice when the sheet is absent.
    """

    name: str
    columns: tuple[Column, ...]
    starts: str = ""
    ends: str = ""
    quiet: bool = False

    @property
    def singular(self) -> str:
        """The prefix of this table's arrays in the facts, such as `stay` for `stays`."""
        return {"children": "child", "statuses": "status", "interim": "interim"}.get(self.name, self.name[:-1])

    def column(self, name: str) -> Column:
        """Give a column by its name."""
        return next(column for column in self.columns if column.name == name)


def _child(category: str) -> Column:
    return Column(name="child", kind="child", category=category, needed=True, filled=True)


def _columns(category: str, **kinds: Kind | tuple[str, ...]) -> tuple[Column, ...]:
    made = (
        Column(name=name.rstrip("_"), kind="choice", category=category, choices=kind)
        if isinstance(kind, tuple)
        else Column(name=name.rstrip("_"), kind=kind, category=category)
        for name, kind in kinds.items()
    )
    return (_child(category), *made)


def _with(columns: tuple[Column, ...], **changes: dict[str, bool]) -> tuple[Column, ...]:
    return tuple(
        Column(**{**column.__dict__, **changes[column.name]}) if column.name in changes else column
        for column in columns
    )


_MUST = {"needed": True, "filled": True}
_NEEDED = {"needed": True}
_QUIET = {"quiet": True}

TABLES = (
    Table(
        name="children",
        columns=_with(
            _columns(
                "identity", given_names="text", family_name="text", born_on="born", born_precision=PRECISIONS,
                languages="text", unaccompanied="flag", sex="text", father_name="text", original_name="text",
                pronunciation="text", interpreter="text",
            ),
            born_on=_NEEDED, sex=_QUIET, father_name=_QUIET, original_name=_QUIET, pronunciation=_QUIET,
            interpreter=_QUIET,
        ),
    ),
    Table(name="applications", columns=_columns("procedure_dates", lodged_on="date", arrived_on="date")),
    Table(
        name="departures",
        columns=_with(
            _columns("procedure_dates", left_on="date", kind=DEPARTURE_KINDS, back_on="date"), left_on=_NEEDED
        ),
        starts="left_on", ends="back_on",
    ),
    Table(
        name="identifiers",
        columns=_with(
            _columns("identifier_state", kind=IDENTIFIER_KINDS, value="text", valid_from="date", valid_to="date"),
            kind=_MUST, value=_MUST,
        ),
        starts="valid_from", ends="valid_to",
    ),
    Table(
        name="statuses",
        columns=_with(_columns("residence_status", status=STATUSES, valid_from="date", valid_to="date"), status=_MUST),
        starts="valid_from", ends="valid_to",
    ),
    Table(
        name="stays",
        columns=_with(
            _columns(
                "reception", location="text", kind=STAY_KINDS, municipality="text", region=REGIONS, valid_from="date",
                valid_to="date", announced_on="date", child_told_on="date", reason="text", told_early_reason="text",
            ),
            reason=_QUIET, told_early_reason=_QUIET,
        ),
        starts="valid_from", ends="valid_to",
    ),
    Table(
        name="enrolments",
        columns=_with(
            _columns(
                "education", school="text", kind=ENROLMENT_KINDS, phase=PHASES, requested_on="date",
                started_on="date", left_on="date", municipality="text",
            ),
            kind=_NEEDED,
        ),
        starts="started_on", ends="left_on",
    ),
    Table(
        name="interim",
        columns=_columns("education", provision="text", kind=INTERIM_KINDS, valid_from="date", valid_to="date"),
        starts="valid_from", ends="valid_to",
    ),
    Table(
        name="assessments",
        columns=_columns(
            "education", domain=DOMAINS, instrument="text", level="text", taken_on="date", school="text",
            valid_until="date",
        ),
        starts="taken_on", ends="valid_until",
    ),
    Table(
        name="absences",
        columns=_with(
            _columns("attendance", day="date", hours="number", authorised="flag", reason="text"), day=_MUST
        ),
    ),
    Table(
        name="involvements",
        columns=_columns(
            "roles", task="text", organisation="text", person="text", valid_from="date", valid_to="date",
            capacity=CAPACITIES,
        ),
        starts="valid_from", ends="valid_to",
    ),
    Table(
        name="plans",
        columns=_with(
            _columns(
                "plans", rule="text", key="text", agreed_on="date", with_="text", child_view="text",
                requested_on="date", shared_with="text",
            ),
            rule=_MUST, shared_with=_QUIET,
        ),
    ),
    Table(
        name="voices",
        columns=_with(
            _columns(
                "voice", said_on="date", kind=VOICE_KINDS, words="text", language="text", interpreter="text",
                shared_with="text",
            ),
            words=_MUST,
        ),
        quiet=True,
    ),
    Table(
        name="move_points",
        columns=_with(
            _columns(
                "reception", opened_on="date", item=MOVE_ITEMS, organisation="text", person="text", due_on="date",
                done_on="date", note="text",
            ),
            item=_MUST,
        ),
        quiet=True,
    ),
    Table(
        name="transfers",
        columns=_with(
            _columns(
                "education", from_school="text", to_school="text", child_told_on="date", child_inspected_on="date",
                representative_inspected_on="date", proposed_on="date", received_on="date", decided_on="date",
                decision=TRANSFER_DECISIONS, reason="text",
            ),
            to_school=_MUST,
        ),
        starts="proposed_on", ends="decided_on", quiet=True,
    ),
    Table(
        name="schoolings",
        columns=_columns(
            "education", noted_on="date", years="number", scripts="text", route="text", support="text", wishes="text",
        ),
        quiet=True,
    ),
    Table(
        name="handovers",
        columns=_columns(
            "handover", opened_on="date", task="text", organisation="text", person="text", to_organisation="text",
            to_person="text", stops_on="date", at_once="flag", declined="text", accepted_on="date", meeting_on="date",
            child_told_on="date", child_asked_on="date", changed_on="date", done="text", note="text",
            given_on="date", received_on="date",
        ),
        quiet=True,
    ),
)  # fmt: skip

TABLE = {table.name: table for table in TABLES}
