"""A record as a file: JSON for another system, PDF to read. Nothing is written to disk, nothing is fetched."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Literal

import typst

from leerrecht.law.tables import TABLES, Table
from leerrecht.law.words import say_date
from leerrecht.queries.record import RecordExport
from leerrecht.web.child.wording import label, role_words, table_words, value_words
from leerrecht.web.rights.wording import categories_words, fact_words
from leerrecht.web.words import word

HERE = Path(__file__).parent
LAYOUT = HERE / "record.typ"
FONTS = HERE.parent / "static" / "vendor" / "print"
TAGGED: Literal["ua-1"] = "ua-1"
"""PDF/UA-1: readable by a screen reader. A character that no font has breaks it; then the file is tagged all the same."""
UNSAID = ("child", "key", "shared_with")

Row = Mapping[str, Any]


def to_json(export: RecordExport) -> bytes:
    """Give a record as JSON, readable for people too."""
    return json.dumps(export.content, ensure_ascii=False, indent=1).encode()


@cache
def _fonts() -> typst.Fonts:
    paths: list[Any] = [FONTS] if FONTS.is_dir() else []
    return typst.Fonts(include_system_fonts=False, font_paths=paths)


def to_pdf(export: RecordExport) -> bytes:
    """Give a record as PDF, tagged for screen readers. All text goes in as data, so that none of it is ever markup."""
    return print_paper(_paper(export), on=export.on)


def print_paper(paper: Mapping[str, Any], *, on: datetime.date, layout: Path = LAYOUT) -> bytes:
    """Print a document of parts with entries (see `_paper`) as PDF; for the transfer file too. `layout`: a file of typst."""
    text = json.dumps(paper)
    moment = datetime.datetime.combine(on, datetime.time(), datetime.UTC)
    try:
        made = _compiler(text, layout).compile(format="pdf", pdf_standards=TAGGED, timestamp=moment)
    except typst.TypstError:
        made = _compiler(text, layout).compile(format="pdf", timestamp=moment)
    if not isinstance(made, bytes):
        raise TypeError("typst made no single file")
    return made


def _compiler(paper: str, layout: Path) -> typst.Compiler:
    """Give a compiler for one document; one that was given its text as bytes compiles only once."""
    return typst.Compiler(
        layout.read_bytes(), root=layout.parent, font_paths=_fonts(), ignore_system_fonts=True,
        sys_inputs={"record": paper},
    )  # fmt: skip


def _paper(export: RecordExport) -> dict[str, Any]:
    """Give everything that the PDF shows, in words."""
    lang, content = export.lang, export.content
    is_own = content["seen_as"] == "child"
    name = export.name or word("record_paper.nameless", lang)
    title = word("record_paper.title_own", lang) if is_own else word("record_paper.title", lang, name=name)
    day = say_date(export.on, lang)
    intro = (
        word("record_paper.intro_own", lang, day=day)
        if is_own
        else word("record_paper.intro_for", lang, day=day, role=role_words(content["seen_as"], lang))
    )
    parts = [
        *(_table_part(table, content["facts"][table.name], lang) for table in TABLES if table.name in content["facts"]),
        *_beside(content, lang),
    ]
    return {
        "lang": lang, "title": title, "intro": [intro, word("record_paper.intro_wrong", lang)], "parts": parts,
        "footer": word("record_paper.footer", lang, child=export.child, day=day),
        "page": word("record_paper.page", lang, page="{page}", pages="{pages}"),
        "receipt_title": word("record_paper.receipt", lang), "receipt_text": word("record_paper.receipt_text", lang),
        "receipt": export.receipt,
    }  # fmt: skip


def part_of(title: str, entries: Sequence[Row], intro: Sequence[str] = ()) -> dict[str, Any]:
    """Give a part of a document: a heading, some lines, its entries."""
    return {"title": title, "intro": list(intro), "entries": list(entries)}


def entry_of(
    pairs: Sequence[tuple[str, Any]], *, heading: str = "", notes: Sequence[str] = (), former: bool = False
) -> dict[str, Any]:
    """Give an entry: pairs of a label and a value, of which the empty ones are left out."""
    rows = [{"label": name, "value": str(value)} for name, value in pairs if value not in (None, "")]
    return {"heading": heading, "rows": rows, "notes": list(notes), "former": former}


def _day(text: str | None, lang: str) -> str:
    """Say the day of an ISO date or moment."""
    return say_date(datetime.date.fromisoformat(text[:10]), lang) if text else ""


def _table_part(table: Table, facts: Sequence[Row], lang: str) -> dict[str, Any]:
    """Give the facts of a table: those that stand, each followed by what stood there before; then what was withdrawn."""
    by_id = {fact["fact"]: fact for fact in facts}
    corrected = {fact["corrects"] for fact in facts if fact["corrects"]}
    entries = []
    for last in sorted(
        (fact for fact in facts if fact["fact"] not in corrected), key=lambda fact: bool(fact["is_former"])
    ):
        step: Row | None = last
        while step is not None:
            entries.append(_fact_entry(table, step, lang))
            step = by_id.get(step["corrects"] or "")
    title = fact_words(table.name, lang) if table.name == "children" else table_words(table.name, lang)
    return part_of(title, entries)


def _fact_entry(table: Table, fact: Row, lang: str) -> dict[str, Any]:
    row = {name: _as_day(value) for name, value in fact.items()}
    pairs = [
        (label(table.name, column.name, lang), value_words(table=table.name, column=column, row=row, lang=lang))
        for column in table.columns
        if column.name not in UNSAID
    ]
    who = ", ".join(name for name in (fact["recorded_by"], fact["source"]) if name)
    day = _day(fact["known_since"], lang)
    notes = [
        word("record_paper.known", lang, day=day, who=who) if who else word("record_paper.known_only", lang, day=day)
    ]
    if fact["is_former"]:
        notes.append(word("record_paper.former", lang, day=_day(fact["ended_at"], lang)))
        if fact["ended_by"]:
            notes.append(word("record_paper.former_by", lang, who=fact["ended_by"]))
        if fact["ended_because"]:
            notes.append(word("record_paper.former_why", lang, reason=fact["ended_because"]))
    filled = [pair for pair in pairs if pair[1]] or [(word("record_paper.empty", lang), "–")]
    return entry_of(filled, notes=notes, former=fact["is_former"])


def _as_day(value: Any) -> Any:
    """Read an ISO date back; anything else stays as it is."""
    if isinstance(value, str) and len(value) == 10 and value[4:5] == value[7:8] == "-":
        try:
            return datetime.date.fromisoformat(value)
        except ValueError:
            return value
    return value


def _beside(content: Row, lang: str) -> list[dict[str, Any]]:
    """Give what else there is than facts; a part without anything in it is left out."""
    looks = [
        _seen_entry(content["seen_by"], day, lang) for day in dict.fromkeys(row["day"] for row in content["seen_by"])
    ]
    named = (
        ("conclusions", [_conclusion_entry(row, lang) for row in content["conclusions"]]),
        ("consents", [_consent_entry(row, lang) for row in content["consents"]]),
        ("openings", [_opening_entry(row, lang) for row in content["emergency_openings"]]),
        ("requests", [_request_entry(row, lang) for row in content["requests"]]),
        ("seen_by", looks),
    )
    explained = ("conclusions", "seen_by")
    return [
        part_of(
            word(f"record_paper.{name}", lang), entries,
            [word(f"record_paper.{name}_text", lang)] if name in explained else (),
        )
        for name, entries in named
        if entries
    ]  # fmt: skip


def _conclusion_entry(row: Row, lang: str) -> dict[str, Any]:
    state = word(f"state.{row['state']}", lang)
    return entry_of(
        [(state, row["text"]), (word("record_paper.until", lang), _day(row["due_on"], lang))], heading=row["title"]
    )


def _consent_entry(row: Row, lang: str) -> dict[str, Any]:
    def say(key: str) -> str:
        return word(f"record_paper.{key}", lang)

    receiver = ", ".join(name for name in (row["receiver_person"], row["receiver"]) if name)
    return entry_of(
        [
            (say("receiver"), receiver), (say("purpose"), row["purpose"]),
            (say("what"), categories_words(row["categories"], lang)), (say("asked_words"), row["asked_words"]),
            (say("asked"), _day(row["asked_at"], lang)), (say("decision"), say(f"decision_{row['decision'] or 'none'}")),
            (say("child_view"), row["child_view"]), (say("until"), _day(row["until_on"], lang)),
            (say("withdrawn"), _day(row["withdrawn_at"], lang)),
        ]
    )  # fmt: skip


def _opening_entry(row: Row, lang: str) -> dict[str, Any]:
    def say(key: str) -> str:
        return word(f"record_paper.{key}", lang)

    return entry_of(
        [
            (say("by"), f"{row['by']}, {row['organisation']}"), (say("when"), _day(row["opened_at"], lang)),
            (say("reason"), row["reason"]), (say("verdict"), say(f"verdict_{row['verdict'] or 'none'}")),
        ]
    )  # fmt: skip


def _request_entry(row: Row, lang: str) -> dict[str, Any]:
    answer = word(f"rights.answer.{row['answer']}", lang) if row["answer"] else word("rights.waits", lang)
    return entry_of(
        [
            (word("record_paper.asked", lang), _day(row["asked_on"], lang)),
            (word("record_paper.by", lang), word(f"rights.asked_by_{row['asked_as']}", lang)),
            (word("record_paper.words", lang), row["words"]),
            (word("record_paper.decision", lang), ". ".join(each for each in (answer, row["answer_words"]) if each)),
        ],
        heading=word(f"rights.kind.{row['kind']}", lang),
    )


def _seen_entry(rows: Sequence[Row], day: str, lang: str) -> dict[str, Any]:
    """Give who looked on one day: a line per organisation and thing done."""
    pairs = []
    for row in rows:
        if row["day"] == day:
            line = word(
                "record_paper.seen_line",
                lang,
                organisation=row["organisation"],
                role=row["role_name"],
                what=row["what"],
            )
            times = word("record_paper.seen_times", lang, count=row["times"])
            pairs.append((line, ", ".join(each for each in (times, row["why"]) if each)))
    return entry_of(pairs, heading=_day(day, lang))
