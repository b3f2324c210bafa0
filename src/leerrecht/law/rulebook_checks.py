"""What makes a rulebook unsound: each check gives its faults as lines that say where, what, and what would be right."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from itertools import pairwise
from string import Formatter
from typing import Any

from leerrecht.law.parameters import MAY_LAPSE
from leerrecht.law.rule import MISSING, RULE_IDS, STATES
from leerrecht.law.tables import REGIONS

LANGUAGES = ("nl", "en")
CERTAINTIES = ("high", "medium", "low", "policy")
HOLIDAY_NAMES = ("herfst", "kerst", "voorjaar", "mei", "zomer")
UNITS = ("days", "weeks", "months", "years", "month", "hours", "number", "choice")
_SETTLED = ("met", "met_late")
FILLED = frozenset({
    "since_on", "due_on", "met_on", "planned_start_on", "possible_due_on", "early_due_on", "stricter_due_on", "days",
    "days_counted", "times", "when", "label", "missing", "count",
})  # fmt: skip
"""What the sentences may ask for (words.py)."""


def check_listed(document: Any, *, part: str, columns: tuple[str, ...] = ("id", "name")) -> list[str]:
    """Check a file that is one list of named entries, each with an id and a name in every language."""
    if not isinstance(document, dict):
        return ["the file is missing, or isn't a list of named parts"]
    faults = [f"{name!r} isn't known here" for name in document if name != part]
    entries = document.get(part)
    if not isinstance(entries, list) or not entries:
        return [*faults, f"{part}: there is no list of them"]
    for number, entry in enumerate(entries, start=1):
        faults += [f"{part} {number}: {fault}" for fault in _check_listed(entry, columns)]
    ids = [entry.get("id") for entry in entries if isinstance(entry, dict)]
    return faults + [
        f"{part}: {each} stands here twice" for each in sorted({str(one) for one in ids if ids.count(one) > 1})
    ]


def _check_listed(entry: Any, columns: tuple[str, ...]) -> Iterator[str]:
    if not isinstance(entry, dict):
        yield f"this isn't an entry with {', '.join(columns)}"
        return
    yield from (f"{name} is missing" for name in columns if name not in entry)
    yield from (f"{name!r} isn't known here" for name in entry if name not in columns)
    if not isinstance(entry.get("id"), str) or not entry["id"].isidentifier():  # some are kept with spaces between them
        yield f"id {entry.get('id')!r} isn't a word of small letters, digits and underscores"
    yield from (f"name: there is no {language}" for language in LANGUAGES if not _text(entry.get("name"), language))


def check_parameter(file: str, entry: Any) -> list[str]:
    """Check one parameter: id, titles, unit, and rows without gap or overlap that each have a source and a certainty."""
    if not isinstance(entry, dict) or not entry.get("id"):
        return [f"{file}: a parameter has no id"]
    place = f"{file}: {entry['id']}"
    faults = [
        f"{place}: the title has no {language}" for language in LANGUAGES if not _text(entry.get("title"), language)
    ]
    if entry.get("unit") not in UNITS:
        faults.append(f"{place}: unit {entry.get('unit')!r} isn't one of {', '.join(UNITS)}")
    rows = entry.get("values")
    if not isinstance(rows, list) or not rows:
        return [*faults, f"{place}: there are no values"]
    for number, row in enumerate(rows, start=1):
        faults += _check_row(f"{place}, value {number}", row, entry.get("choices"))
    if not faults:
        faults += _check_order(place, rows)
        faults += _check_ends(place, entry["id"], rows)
    return faults


def _text(texts: Any, language: str) -> str:
    return str(texts.get(language) or "") if isinstance(texts, dict) else ""


def _check_row(place: str, row: Any, choices: list[str] | None) -> list[str]:
    if not isinstance(row, dict):
        return [f"{place}: this isn't a value with from, to, certainty and source"]
    faults = []
    value = row.get("value")
    if choices is not None and value not in choices:
        faults.append(f"{place}: {value!r} isn't one of {', '.join(choices)}")
    if choices is None and (not isinstance(value, int) or isinstance(value, bool)):
        faults.append(f"{place}: {value!r} isn't a whole number")
    if not row.get("source"):
        faults.append(f"{place}: the source is missing")
    if row.get("certainty") not in CERTAINTIES:
        faults.append(f"{place}: certainty {row.get('certainty')!r} isn't one of {', '.join(CERTAINTIES)}")
    faults += [
        f"{place}: {name} {row[name]!r} isn't a date (write 2026-06-12)"
        for name in ("from", "to")
        if row.get(name) is not None and type(row[name]) is not datetime.date
    ]
    if not faults and row.get("from") and row.get("to") and row["to"] < row["from"]:
        faults.append(f"{place}: it ends on {row['to']}, before it begins on {row['from']}")
    return faults


def _check_order(place: str, rows: list[dict[str, Any]]) -> list[str]:
    ordered = sorted(rows, key=lambda row: row.get("from") or datetime.date.min)
    faults = []
    for row, later in pairwise(ordered):
        ends, begins = row.get("to"), later.get("from")
        if ends is None or begins is None or begins <= ends:
            faults.append(f"{place}: two values hold at once from {begins or 'the beginning'}")
        elif begins > ends + datetime.timedelta(days=1):
            faults.append(f"{place}: no value holds between {ends} and {begins}")
    return faults


def _check_ends(place: str, name: str, rows: list[dict[str, Any]]) -> list[str]:
    """Refuse a parameter that some day has no value, unless rules know what to say then."""
    if name in MAY_LAPSE:
        return []
    faults = []
    if all(row.get("from") for row in rows):
        faults.append(f"{place}: no value holds at the beginning; leave `from` of the first one empty")
    if all(row.get("to") for row in rows):
        faults.append(f"{place}: no value holds at the end; leave `to` of the last one empty")
    return faults


def check_holidays(document: Any) -> list[str]:
    """Check the holiday tables: years that follow each other, five holidays for three regions, in order, with a source."""
    if not isinstance(document, dict) or not document.get("years"):
        return ["holidays.yaml: the file is missing or has no years"]
    faults = []
    for year in document["years"]:
        faults += _check_year(year)
    names = [str(year.get("year")) for year in document["years"]]
    for one, other in pairwise(names):
        if one[-4:] != other[:4]:
            faults.append(f"holidays.yaml: {other} doesn't follow {one}")
    return faults


def _check_year(year: dict[str, Any]) -> list[str]:
    place = f"holidays.yaml: {year.get('year')}"
    faults = [f"{place}: {name} is missing" for name in ("year", "source", "certainty") if not year.get(name)]
    ends: dict[str, datetime.date] = {}
    for name in HOLIDAY_NAMES:
        for region in REGIONS:
            days = (year.get(name) or {}).get(region)
            if not isinstance(days, list) or len(days) != 2 or any(type(day) is not datetime.date for day in days):
                faults.append(f"{place}: {name} has no first and last day for {region}")
            elif days[1] < days[0]:
                faults.append(f"{place}: {name} in {region} ends before it begins")
            elif region in ends and days[0] <= ends[region]:
                faults.append(f"{place}: {name} in {region} overlaps the holiday before it")
            else:
                ends[region] = days[1]
    return faults


def check_texts(texts: dict[str, Any], common: dict[str, Any]) -> list[str]:
    """Check that every rule, state, note and missing fact can be said in each language, and that rules have a source."""
    faults = [f"texts: {rule_id} is missing" for rule_id in RULE_IDS if rule_id not in texts]
    faults += [f"texts: no rule is called {rule_id}" for rule_id in texts if rule_id not in RULE_IDS]
    for rule_id in RULE_IDS:
        if rule_id in texts:
            faults += _check_rule_text(f"texts: {rule_id}", texts[rule_id])
    parts = {
        "states": STATES[1:],
        "missing": MISSING[1:],
        "certainty": CERTAINTIES,
        "undated": ("met", "met_named", "since_on"),
    }
    for part, names in parts.items():
        for name in names:
            for language in LANGUAGES:
                if not _text((common.get(part) or {}).get(name), language):
                    faults.append(f"texts/common.yaml: {part}.{name} has no {language}")
    return faults


def _unknown_fields(words: Any) -> list[str]:
    """Give the placeholders in a text that nothing fills."""
    texts = words.values() if isinstance(words, dict) else [words]
    named = {name for text in texts for _, name, _, _ in Formatter().parse(str(text)) if name is not None}
    return sorted(named - FILLED)


def _check_rule_text(place: str, text: Any) -> list[str]:
    if not isinstance(text, dict):
        return [f"{place}: this isn't a text"]
    faults = [] if text.get("source") else [f"{place}: the source is missing"]
    for part in ("title", "rule"):
        faults += [
            f"{place}: {part} has no {language}" for language in LANGUAGES if not _text(text.get(part), language)
        ]
    for part in ("says", "step", "notes", "items"):
        for name, words in (text.get(part) or {}).items():
            faults += _check_words(f"{place}: {part}.{name}", part, name.partition(".")[0], words)
    if "unknown" not in (text.get("says") or {}):
        faults.append(f"{place}: says.unknown is missing; any rule may lack a fact")
    return faults


def _check_words(place: str, part: str, state: str, words: Any) -> list[str]:
    """Check one sentence: each language, placeholders that are filled, a state that exists and that asks for something."""
    faults = [f"{place} has no {language}" for language in LANGUAGES if not _text(words, language)]
    faults += [f"{place} asks for {{{each}}}" for each in _unknown_fields(words)]
    if part in ("says", "step") and state not in STATES:
        faults.append(f"{place} isn't a state")
    if part == "step" and state in _SETTLED:
        faults.append(f"{place} asks for something that is done")
    return faults
