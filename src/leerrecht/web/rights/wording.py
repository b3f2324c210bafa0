"""Requests, facts and kept parts in words, for the pages and the PDF."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from leerrecht.access import Scope
from leerrecht.law.tables import TABLE
from leerrecht.queries.facts import seen_row
from leerrecht.queries.keeping import Part
from leerrecht.queries.rights import Asked, Mark, fact_of_request, row_of_fact
from leerrecht.queries.rulebooks import access_table, retention, rulebook
from leerrecht.records.models import Fact
from leerrecht.web.child.form_history import cells_of
from leerrecht.web.words import date_words, word


def category_words(category: str, lang: str) -> str:
    """Name a category of the access table."""
    found = access_table().categories.get(category)
    return str(found.title[lang]) if found else category


def fact_words(table: str, lang: str) -> str:
    """Name one fact of a table."""
    return word(f"forms_child.one.{table}", lang)


def categories_words(categories: Iterable[str], lang: str) -> str:
    """Name categories in one line."""
    return ", ".join(category_words(category, lang) for category in categories)


def asked_words(asked: Asked, lang: str) -> dict[str, Any]:
    """Give a request in words."""
    day = date_words(asked.due_on, lang)
    waits = word("rights.overdue" if asked.is_overdue else "rights.due", lang, day=day)
    return {
        "asked": asked,
        "title": word(f"rights.kind.{asked.kind}", lang),
        "about": fact_words(asked.table, lang) if asked.table in TABLE else "",
        "asked_on": word("rights.asked_on", lang, day=date_words(asked.asked_on, lang)),
        "by": word(f"rights.asked_by_{asked.asked_as}", lang),
        "waits": "" if asked.answer else waits,
        "answer": word(f"rights.answer.{asked.answer}", lang) if asked.answer else "",
        "answered_on": word("rights.answered_on", lang, day=date_words(asked.answered_on, lang))
        if asked.answered_on
        else "",
        "may_complain": asked.answer in ("refused", "partly"),
    }


def mark_words(marks: Iterable[Mark], lang: str) -> list[dict[str, str]]:
    """Give what whoever works with a record must know, in words."""
    said = []
    for mark in marks:
        about = "_about" if mark.table and mark.kind == "objection" else ""
        values: dict[str, Any] = {"day": date_words(mark.asked_on, lang)}
        if mark.table:
            values["what"] = fact_words(mark.table, lang)
        said.append({"text": word(f"rights.mark_{mark.kind}{about}", lang, **values), "request": mark.request})
    return said


def fact_cells(*, scope: Scope, fact: Fact, lang: str) -> list[dict[str, str]]:
    """Give the filled columns of a fact in words, as far as a viewer may see them."""
    seen = seen_row(scope=scope, number=fact.child.pk, table=fact.table, row=row_of_fact(fact))
    return cells_of(fact.table, seen, lang) if seen else []


def asked_fact(*, scope: Scope, asked: Asked, lang: str) -> list[dict[str, str]]:
    """Give the fact a request is about, in words; nothing when there is none or it may not be seen."""
    fact = fact_of_request(scope=scope, request=asked)
    return fact_cells(scope=scope, fact=fact, lang=lang) if fact else []


def line_of(cells: Iterable[Mapping[str, str]]) -> str:
    """Say a fact in one line, short enough to choose it from a list."""
    text = ", ".join(f"{cell['label'].lower()} {cell['value']}" for cell in cells)
    return text if len(text) <= 120 else f"{text[:119]}…"


def part_words(part: Part, lang: str) -> dict[str, Any]:
    """Give a part of a record with its term, in words."""
    term = retention().term(category=part.category, organisation=part.organisation)
    until = word("keeping.until", lang, day=date_words(part.until_on, lang)) if part.until_on else ""
    certainty = str(rulebook().common["certainty"][term.certainty][lang])
    return {
        "part": part,
        "category": category_words(part.category, lang),
        "organisation": word(f"keeping.kind_of.{part.organisation}", lang),
        "until": until or word("keeping.no_term", lang),
        "source": term.source,
        "certainty": word("keeping.certainty", lang, words=certainty),
    }
