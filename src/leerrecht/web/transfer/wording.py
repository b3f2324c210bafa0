"""A transfer and its file in words, for the pages, the young person's door and the PDF."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from leerrecht.law.tables import TABLE
from leerrecht.law.words import say_date
from leerrecht.queries.transfer_file import TransferFile
from leerrecht.queries.transfers import Passage, Waiting, find_waiting
from leerrecht.web.child.wording import born_words, choice_words, label, sex_words
from leerrecht.web.frame.viewing import Visit
from leerrecht.web.rights.document import entry_of, part_of, print_paper
from leerrecht.web.words import book, word

KINDS = {"prepared": "upcoming", "proposed": "due", "received": "due", "accepted": "met", "refused": "overdue"}
"""The look of each state."""
DATES = (
    "child_told_on", "child_inspected_on", "representative_inspected_on", "proposed_on", "received_on", "decided_on",
)  # fmt: skip
NAMES = ("given_names", "family_name", "original_name", "pronunciation", "sex", "languages", "interpreter")

Row = Mapping[str, Any]


def passage_row(passage: Passage, lang: str) -> dict[str, Any]:
    """Give a transfer with its state in words, its days, and whose turn it is."""
    turns = [word(f"transfer.side.{side}", lang) for side in passage.waits_for]
    return {
        "passage": passage,
        "name": "",
        "kind": KINDS[passage.state],
        "state_words": word(f"transfer.state.{passage.state}", lang),
        "days": [(label("transfers", name, lang), getattr(passage, name)) for name in DATES],
        "turn": word("transfer.turn", lang, who=word("transfer.and", lang).join(turns)) if turns else "",
        "is_yours": passage.side in passage.waits_for,
    }


def waiting_rows(found: Iterable[Waiting], lang: str) -> list[dict[str, Any]]:
    """Give transfers in a list, each with its child."""
    return [{**passage_row(each.passage, lang), "child": each.child, "name": each.name} for each in found]


def waiting_for_you(visit: Visit) -> list[dict[str, Any]]:
    """Give the transfers in which it is the viewer's turn."""
    rows = waiting_rows(find_waiting(scope=visit.children, viewer=visit.viewer), visit.lang)
    return [row for row in rows if row["is_yours"]]


def _day(text: str | None, lang: str) -> str:
    return say_date(datetime.date.fromisoformat(text), lang) if text else ""


def _number(value: float, lang: str) -> str:
    return f"{value:g}".replace(".", "," if lang == "nl" else ".")


def _said(
    table: str, row: Row, names: Sequence[str], lang: str, *, is_own: bool = False
) -> list[tuple[str, Any]]:  # fmt: skip
    """Give columns of a plain row with their labels, in words."""
    columns = {column.name: column for column in TABLE[table].columns}
    pairs = []
    for name in names:
        value = row.get(name)
        if columns[name].kind == "date":
            value = _day(value, lang)
        elif columns[name].choices and value:
            value = choice_words(table, name, value, lang)
        elif (table, name) == ("children", "sex") and value:
            value = sex_words(value, lang)
        elif columns[name].kind == "number" and value is not None:
            value = _number(value, lang)
        own = f"transfer.label_own.{name}"
        pairs.append((word(own, lang) if is_own and own in book().texts else label(table, name, lang), value))
    return pairs


def file_parts(made: TransferFile, lang: str, *, is_own: bool = False) -> list[dict[str, Any]]:
    """Give the file in parts with entries, in words. is_own: at the own door, without numbers: somebody may look along."""
    content = made.content
    named = (
        ("pupil", [_pupil(content["pupil"], lang)]),
        ("number", [_numbers(content, lang, is_own=is_own)]),
        ("schools", [_school(row, lang) for row in content["schools"]]),
        ("tests", [_test(row, lang) for row in content["tests"]]),
        ("schooling", [_schooling(row, lang, is_own=is_own) for row in content["schooling"]]),
        ("attendance", [_attendance(row, lang) for row in content["attendance"]]),
        ("own_words", [_words(row, lang) for row in content["own_words"]]),
    )
    return [
        part_of(
            _title(name, lang, is_own=is_own),
            [entry for entry in entries if entry["rows"]],
            [word(f"transfer.part_text.{name}", lang)]
            if name in ("number", "tests", "attendance", "own_words")
            else (),
        )
        for name, entries in named
    ]


def _title(name: str, lang: str, *, is_own: bool) -> str:
    own = f"transfer.part_own.{name}"
    return word(own if is_own and own in book().texts else f"transfer.part.{name}", lang)


def _pupil(pupil: Row, lang: str) -> dict[str, Any]:
    known = {name: datetime.date.fromisoformat(pupil[name]) for name in ("born_from", "born_to") if name in pupil}
    born = born_words({**pupil, **known}, lang)
    if pupil.get("born_precision") == "estimated":
        born = f"{born} ({choice_words('children', 'born_precision', 'estimated', lang)})"
    first, *rest = _said("children", pupil, NAMES, lang)
    return entry_of([first, rest[0], (label("children", "born_on", lang), born), *rest[1:]])


def _numbers(content: Row, lang: str, *, is_own: bool) -> dict[str, Any]:
    numbers = [
        row["value"] if row["in_use"] else word("transfer.number_former", lang, number=row["value"])
        for row in content["education_numbers"]
    ]
    none = "first_unknown" if is_own else "number_none"
    if numbers and is_own:
        numbers = [word("transfer.number_goes_along", lang)]
    first = _day(content["first_enrolled_on"], lang)
    certain = content["first_enrolled_is_certain"]
    return entry_of(
        [
            (word("transfer.number", lang), ", ".join(numbers) or word(f"transfer.{none}", lang)),
            (word("transfer.first", lang), first or word("transfer.first_unknown", lang)),
        ],
        notes=[] if certain else [word("transfer.first_uncertain", lang)],
    )


def _school(row: Row, lang: str) -> dict[str, Any]:
    return entry_of(_said("enrolments", row, ("kind", "started_on", "left_on"), lang), heading=row.get("school", ""))


def _test(row: Row, lang: str) -> dict[str, Any]:
    notes = [] if row["is_valid"] is None else [word(f"transfer.valid_{'yes' if row['is_valid'] else 'no'}", lang)]
    if row["validity_by_rulebook"]:
        notes.append(word("transfer.valid_by_us", lang))
    pairs = _said("assessments", row, ("instrument", "level", "taken_on", "school", "valid_until"), lang)
    heading = choice_words("assessments", "domain", row["domain"], lang) if row.get("domain") else ""
    return entry_of(pairs, heading=heading[:1].upper() + heading[1:], notes=notes)


def _schooling(row: Row, lang: str, *, is_own: bool) -> dict[str, Any]:
    names = ("noted_on", "years", "scripts", "route", "support", "wishes")
    return entry_of(_said("schoolings", row, names, lang, is_own=is_own))


def _attendance(row: Row, lang: str) -> dict[str, Any]:
    hours = [
        (word(f"transfer.{name}", lang), _number(row[name], lang))
        for name in ("hours_authorised", "hours_unauthorised", "hours_unsaid")
        if row[name]
    ]
    return entry_of([(word("transfer.days", lang), row["days"]), *hours], heading=row["school_year"])


def _words(row: Row, lang: str) -> dict[str, Any]:
    return entry_of(_said("voices", row, ("words", "said_on", "language"), lang))


def to_pdf(made: TransferFile) -> bytes:
    """Give the file as PDF, tagged for screen readers."""
    lang, content = made.lang, made.content
    named = {"from_school": content["from_school"], "to_school": content["to_school"], "day": say_date(made.on, lang)}
    paper = {
        "lang": lang,
        "title": word("transfer.paper_title", lang, name=made.name or word("record_paper.nameless", lang)),
        "intro": [word("transfer.paper_intro", lang, **named), _inspected(content["inspected"], lang)],
        "parts": [part if part["entries"] else _empty(part, lang) for part in file_parts(made, lang)],
        "footer": word("transfer.paper_footer", lang, **named),
        "page": word("record_paper.page", lang, page="{page}", pages="{pages}"),
        "receipt_title": word("record_paper.receipt", lang),
        "receipt_text": word("record_paper.receipt_text", lang),
        "receipt": made.receipt,
    }
    return print_paper(paper, on=made.on)


def _inspected(inspected: Row, lang: str) -> str:
    days = {name: _day(inspected[f"by_{name}_on"], lang) for name in ("child", "representative")}
    unread = word("transfer.paper_unread", lang)
    return word("transfer.paper_inspected", lang, **{name: day or unread for name, day in days.items()})


def _empty(part: Mapping[str, Any], lang: str) -> dict[str, Any]:
    return {**part, "intro": [*part["intro"], word("transfer.part_empty", lang)]}
