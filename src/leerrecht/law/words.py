"""The sentences of a conclusion, in Dutch (B1) and English. All words come from the rulebook; none stand here."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from leerrecht.law.conclusions import Finding
from leerrecht.law.rule import DATES
from leerrecht.law.rulebook import Rulebook

MONTHS = {
    "nl": ("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober",
           "november", "december"),
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December"),
}  # fmt: skip

SETTLED = ("met", "met_late")
ABOUT_TASKS = ("roles.gap", "roles.takeover", "roles.handover")
"""Rules whose occurrences are tasks, with their words in tasks.yaml."""
_DATED_NOTES = {"planned_start": "planned_start_on", "early": "early_due_on", "possible": "possible_due_on"}


def say_date(day: datetime.date, lang: str) -> str:
    """Say a date as people do.

    >>> say_date(datetime.date(2026, 6, 12), "nl")
    '12 juni 2026'
    """
    return f"{day.day} {MONTHS[lang][day.month - 1]} {day.year}"


def say_when(finding: Finding, rulebook: Rulebook, lang: str) -> str:
    """Say how far away the due date is: "over 9 dagen", "vandaag", "9 dagen te laat"."""
    days = finding.days
    if days is None:
        return ""
    if days == 0:
        name = "today"
    elif days > 0:
        name = "in_days_one" if days == 1 else "in_days_many"
    else:
        late = "past" if finding.state == "overdue" else "ago"
        name = f"{late}_one" if days == -1 else f"{late}_many"
    return str(rulebook.common["when"][name][lang]).format(days=abs(days))


def say_task(task: str, rulebook: Rulebook, lang: str) -> str:
    """Name a task as the standard list does; another one as it was written."""
    known = rulebook.tasks.get(task.strip().lower())
    text = str(known.title[lang]) if known else task.replace("_", " ")
    return text[:1].upper() + text[1:]


def _label(finding: Finding, rulebook: Rulebook, lang: str) -> str:
    """Give what the row is about, in words: an item's or holiday's label, a date, or the name as it was written."""
    label = finding.label
    if finding.rule in ABOUT_TASKS:
        return say_task(label, rulebook, lang)
    items = rulebook.texts[finding.rule].get("items") or {}
    if label in items:
        return str(items[label][lang])
    if label in rulebook.common["holidays"]:
        return str(rulebook.common["holidays"][label][lang])
    unnamed = rulebook.common["unnamed"].get(finding.rule)
    if not label and unnamed:
        return str(unnamed[lang])
    try:
        return say_date(datetime.date.fromisoformat(label), lang)
    except ValueError:
        return label


def _values(finding: Finding, rulebook: Rulebook, lang: str) -> dict[str, str]:
    values = {name: say_date(day, lang) if (day := getattr(finding, name)) else "?" for name in DATES}
    if finding.since_on is None:
        values["since_on"] = rulebook.common["undated"]["since_on"][lang]
    values["days"] = "" if finding.days is None else str(abs(finding.days))
    values["days_counted"] = "" if finding.days_counted is None else str(finding.days_counted)
    values["times"] = "" if finding.times is None else str(finding.times)
    values["when"] = say_when(finding, rulebook, lang)
    values["label"] = _label(finding, rulebook, lang)
    values["missing"] = rulebook.common["missing"][finding.missing][lang] if finding.missing else ""
    return values


def find_text(texts: Mapping[str, Any], state: str, outcome: str) -> Mapping[str, str] | None:
    """Find the text of a state and outcome: "state.outcome" first, then "state"."""
    return texts.get(f"{state}.{outcome}") or texts.get(state)


def say(finding: Finding, rulebook: Rulebook, lang: str) -> str:
    """Say what the conclusion is, in one or two sentences. A day that was left out isn't said."""
    text = find_text(rulebook.texts[finding.rule]["says"], finding.state, finding.outcome) or {lang: ""}
    if finding.met_on is None and "{met_on}" in text[lang]:
        text = rulebook.common["undated"]["met_named" if finding.label else "met"]
    return text[lang].format_map(_values(finding, rulebook, lang)).strip()


def say_step(finding: Finding, rulebook: Rulebook, lang: str) -> str:
    """Say what is asked now; empty when nothing is."""
    text = find_text(rulebook.texts[finding.rule].get("step") or {}, finding.state, finding.outcome) or {lang: ""}
    return text[lang].format_map(_values(finding, rulebook, lang))


def say_notes(finding: Finding, rulebook: Rulebook, lang: str) -> list[str]:
    """Say what should be known beside the conclusion."""
    texts = {**rulebook.common["notes"], **(rulebook.texts[finding.rule].get("notes") or {})}
    dated = (
        () if finding.state in SETTLED else tuple(name for name, date in _DATED_NOTES.items() if getattr(finding, date))
    )
    names = [*finding.notes, *dated]
    values = _values(finding, rulebook, lang)
    return [texts[name][lang].format_map(values) for name in names if name in texts]
