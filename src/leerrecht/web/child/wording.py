"""A child's facts and people in words, for the templates. Words of tables, columns and choices stand in the rulebook."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from leerrecht.law.conclusions import Finding
from leerrecht.law.tables import TABLE, Column, Table
from leerrecht.law.words import say, say_date, say_task
from leerrecht.queries.child import Rows
from leerrecht.queries.rulebooks import access_table, rulebook
from leerrecht.queries.signals import signal_id
from leerrecht.queries.tasks import Holder, Task
from leerrecht.queries.viewers import Viewer
from leerrecht.queries.why import Why
from leerrecht.web.templatetags.pages import uncapital
from leerrecht.web.words import book, word

GROUP_OF = {
    "enrolments.kind": "enrolment_kinds", "enrolments.phase": "phases", "stays.kind": "stay_kinds",
    "stays.region": "regions", "statuses.status": "statuses", "identifiers.kind": "identifier_kinds",
    "departures.kind": "departure_kinds", "interim.kind": "interim_kinds", "children.born_precision": "precisions",
    "assessments.domain": "domains", "involvements.capacity": "capacities", "voices.kind": "voice_kinds",
    "move_points.item": "move_items",
    "transfers.decision": "transfer_decisions",
}  # fmt: skip
"""The rulebook's list of words for the values of a column."""


def choice_words(table: str, column: str, value: str, lang: str) -> str:
    """Say a value of a column with fixed values."""
    words = rulebook().common["choices"].get(GROUP_OF.get(f"{table}.{column}", ""), {}).get(value)
    return str(words[lang]) if words else value


def capital(text: str) -> str:
    """Begin with a capital.

    >>> capital("geldig vanaf")
    'Geldig vanaf'
    """
    return text[:1].upper() + text[1:]


SEXES = {"m": "m", "v": "v", "f": "v", "x": "x"}
"""How somebody's sex is written in a record, and the word for it."""


def sex_words(value: str, lang: str) -> str:
    """Say somebody's sex; one we have no word for as it was written.

    >>> sex_words("V", "nl"), sex_words("m", "en")
    ('Vrouw', 'Male')
    """
    known = SEXES.get(value.strip().casefold())
    return word(f"arrival.sex.{known}", lang) if known else value


def table_words(table: str, lang: str) -> str:
    """Name a kind of fact."""
    return str(rulebook().common["tables"][table][lang])


def label(table: str, column: str, lang: str) -> str:
    """Name a column."""
    return capital(str(rulebook().common["fields"][f"{table}.{column}"][lang]))


def task_words(task: str, lang: str) -> str:
    """Say what somebody with a task does: "is het contact met school"; one we have no words for as it was written."""
    known = rulebook().tasks.get(task)
    return str(known.does[lang]) if known else task.replace("_", " ")


SAID_AS = {("involvements", "task"): task_words, ("children", "sex"): sex_words}
"""Columns of free text of which we have words for the usual values."""


def value_words(*, table: str, column: Column, row: Mapping[str, Any], lang: str) -> str:
    """Say the value of a column of a row; empty when it is unknown."""
    if column.kind == "born":
        return born_words(row, lang)
    value = row.get(column.name)
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return word("fact.yes" if value else "fact.no", lang)
    if isinstance(value, datetime.date):
        return say_date(value, lang)
    if column.choices:
        return choice_words(table, column.name, value, lang)
    say = SAID_AS.get((table, column.name))
    if say is not None:
        return say(str(value), lang)
    if column.name == "shared_with":
        return ", ".join(role_words(role, lang) for role in str(value).split())
    if column.name == "rule" and value in rulebook().texts:
        return str(rulebook().texts[value]["title"][lang])
    if column.name == "hours":
        return f"{value:g}".replace(".", "," if lang == "nl" else ".")
    return str(value)


def role_words(role: str, lang: str) -> str:
    """Name a role."""
    found = access_table().roles.get(role)
    return str(found.name[lang]) if found else role


def born_words(row: Mapping[str, Any], lang: str) -> str:
    """Say a birth date as far as it is known."""
    first = row.get("born_from")
    if first is None:
        return ""
    precision = row.get("born_precision")
    if precision == "year":
        return str(first.year)
    if precision == "month":
        return say_date(first, lang).split(" ", 1)[1]
    return say_date(first, lang)


def fact_rows(
    table: Table, rows: Sequence[Mapping[str, Any]], lang: str, may_record: Collection[str]
) -> dict[str, Any]:
    """Give one table of facts in words: for each fact its filled columns, and its address if it may be corrected."""
    shown = []
    for row in rows:
        cells = [
            {"label": label(table.name, column.name, lang), "value": said}
            for column in table.columns
            if column.name not in ("child", "key")
            and (said := value_words(table=table.name, column=column, row=row, lang=lang))
        ]
        may = table.name in may_record and not (
            table.name == "identifiers" and row.get("kind") != "education_number" and "statuses" not in may_record
        )
        shown.append({"fact": row["fact"], "cells": cells, "may_correct": may})
    return {"name": table.name, "title": table_words(table.name, lang), "rows": shown}


def task_cards(tasks: Sequence[Task], viewer: Viewer, lang: str, agreed: Mapping[str, str]) -> list[dict[str, Any]]:
    """Give who does what, as a card per task: the people, and what is wrong with it. `agreed`: the organisation that does it
    where the child lives, as the members of a partnership agreed, by task.
    """
    places = rulebook().common["task_organisations"]
    return [
        {
            "task": each.task,
            "title": say_task(each.task, rulebook(), lang) or word("people.no_task", lang),
            "is_gap": each.is_gap,
            "place": str(places[each.place][lang]) if each.place else "",
            "agreed": agreed.get(each.task, ""),
            "people": [_person(holder, viewer, lang) for holder in each.holders],
            "said": [_said(found, lang) for found in each.findings],
        }
        for each in tasks
    ]


def _person(holder: Holder, viewer: Viewer, lang: str) -> dict[str, Any]:
    return {
        "name": holder.person or word("people.unnamed", lang),
        "organisation": capital(holder.organisation),
        "is_you": holder.person == viewer.name,
        "is_stand_in": holder.is_stand_in,
        "is_ahead": holder.is_ahead,
        "since_on": holder.since_on,
        "until_on": holder.until_on,
    }


def _said(found: Finding, lang: str) -> dict[str, str]:
    """Say what a rule says of a task, under the name of that task."""
    named = f"{say_task(found.label, rulebook(), lang)}: "
    text = say(found, rulebook(), lang).removeprefix(named)
    return {"state": found.state, "text": capital(text), "signal": signal_id(rule=found.rule, key=found.key)}


def plan_rows(rows: Rows, lang: str) -> list[dict[str, Any]]:
    """Give what is agreed, the latest first."""
    plans = sorted(rows.get("plans", ()), key=lambda row: row["agreed_on"] or datetime.date.min, reverse=True)
    return [
        {
            "title": _plan_title(row["rule"], row["key"] or "", lang),
            "agreed_on": row["agreed_on"],
            "with_whom": row["with"] or "",
            "child_view": row["child_view"] or "",
            "signal": signal_id(rule=row["rule"], key=row["key"] or ""),
        }
        for row in plans
    ]


def _plan_title(rule: str, key: str, lang: str) -> str:
    """Name what a plan is about: the kind of signal, and of a list the point."""
    texts = rulebook().texts.get(rule)
    if texts is None:
        return rule
    title, point = str(texts["title"][lang]), texts.get("items", {}).get(key)
    return f"{title}: {uncapital(str(point[lang]))}" if point else title


def why_words(why: Why, lang: str) -> dict[str, Any]:
    """Give the ground of a conclusion in words: the facts a line each, the parameters with their certainty."""
    common = rulebook().common
    facts = [
        {"title": table_words(fact["sheet"], lang), "said": _fact_words(fact["sheet"], fact["columns"], lang)}
        for fact in why.facts
    ]
    parameters = [
        {
            **parameter,
            "certainty_words": str(common["certainty"][parameter["certainty"]][lang]),
            "value_words": _quantity(parameter, lang),
            "since": _iso_words(parameter["from"], lang),
            "is_uncertain": parameter["certainty"] in ("low", "medium"),
        }
        for parameter in why.parameters
    ]
    return {"fact_lines": facts, "parameter_lines": parameters}


def _iso_words(text: str | None, lang: str) -> str:
    return say_date(datetime.date.fromisoformat(text), lang) if text else ""


def _quantity(parameter: Mapping[str, Any], lang: str) -> str:
    """Say a parameter's value with its unit: "2 maanden", "1 maart"."""
    common, value, unit = rulebook().common, parameter["value"], parameter["unit"]
    if value in common["values"]:
        return str(common["values"][value][lang])
    if f"unit.{unit}_one" in book().texts:
        return word(f"unit.{unit}", lang, count=value)
    return f"{value} {common['units'][unit][lang]}" if unit in common["units"] else str(value)


def _fact_words(table: str, columns: Mapping[str, Any], lang: str) -> str:
    """Say the columns of a fact that a rule looked at, in one line."""
    said = []
    for name, value in columns.items():
        is_birth = name in ("born_on", "born_from", "born_to")
        if name == "born_precision" and value == "day":
            continue
        column = TABLE[table].column("born_on" if is_birth else name)
        in_words = (
            _iso_words(value, lang)
            if is_birth or column.kind == "date"
            else value_words(table=table, column=column, row={name: value}, lang=lang)
        )
        said.append(f"{rulebook().common['fields'][f'{table}.{column.name}'][lang]}: {in_words}")
    return ", ".join(said)
