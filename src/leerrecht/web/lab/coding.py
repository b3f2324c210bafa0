"""How a study was coded, for a page: by whom, where coders differ, what was corrected, and what was added since."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from leerrecht.appraisal import Study
from leerrecht.appraisal.agreement import Agreement, compare_codings
from leerrecht.appraisal.history import key_of
from leerrecht.appraisal.study import Note, cell_id, words_in
from leerrecht.web.lab.citing import Chain
from leerrecht.web.lab.wording import SIGNS, decimal, percent, told
from leerrecht.web.words import word


def agreement_rows(study: Study, chains: Mapping[str, Chain], lang: str) -> list[Mapping[str, Any]]:
    """Give, per criterion, how far coders agree, and the cells that differ with the code of each; nothing for one coder."""
    if not study.codings:
        return []
    found = compare_codings(*(each.judgements for each in study.codings))
    return [_agreement(study, each, chains, lang) for each in found]


def _agreement(study: Study, each: Agreement, chains: Mapping[str, Chain], lang: str) -> Mapping[str, Any]:
    numbers = (each.kappa, each.weighted, each.alpha)
    return {
        "title": told(study.criteria[each.criterion].name, lang),
        "cells": each.cells,
        "same": percent(each.same, lang),
        "numbers": ["-" if value is None else decimal(value, lang) for value in numbers],
        "differing": [
            {
                "name": cell_id(scenario, column),
                "group": group,
                "url": chains[group].url(cell_id(scenario, column)),
                "codes": " | ".join(SIGNS.get(code, word("lab.coding.not_coded", lang)) for code in codes),
            }
            for (group, scenario, column), codes in zip(each.differing, each.codes, strict=True)
        ],
    }


def coders(study: Study) -> list[str]:
    """Give the coders of a study, as the study says it."""
    return [each.by for each in study.codings]


def corrections(study: Study, lang: str) -> list[Mapping[str, Any]]:
    """Give what was corrected in the coding, with why and the place in the source."""
    return [
        {"id": each["id"], "what": told(words_in(each, "what"), lang), "why": told(words_in(each, "why"), lang),
         "source": str(each.get("source", ""))}
        for each in study.document.get("changes") or ()
    ]  # fmt: skip


def looked_at(study: Study, lang: str) -> list[SafeString]:
    """Give what was looked at in the coding and left as it is."""
    english, dutch = (study.document.get(name) or () for name in ("looked_at", "looked_at_nl"))
    return [
        told({"en": text, **({"nl": dutch[place]} if place < len(dutch) else {})}, lang)
        for place, text in enumerate(english)
    ]


def source_words(study: Study, name: str, lang: str) -> SafeString:
    """Name a source that findings come from: its title, who made it, when."""
    found: Note | None = study.sources.get(name)
    if found is None:
        return SafeString("")
    beside = ", ".join(str(found.entry[part]) for part in ("author", "year") if found.entry.get(part))
    title = told(found.text, lang)
    return format_html("{} ({})", title, beside) if beside else title


def history_rows(study: Study, lang: str) -> list[Mapping[str, Any]]:
    """Give the entries of the history, oldest first: who, when, why, and what stood before."""
    return [
        {"id": each["id"], "by": each["by"], "date": each["date"], "why": each["why"], "lines": _entry(each, lang)}
        for each in study.history
    ]  # fmt: skip


def _entry(each: Mapping[str, Any], lang: str) -> list[str]:
    if "add" in each:
        what = key_of(each["part"], each["add"]) or str(each["add"])
        return [word("lab.coding.added", lang, part=each["part"], what=what)]
    if "drop" in each:
        return [word("lab.coding.dropped", lang, where=f"{each['part']} {each['of']}")]
    return [
        word("lab.coding.changed", lang, where=f"{each['part']} {each['of']}".strip(), name=name,
             was=_shown(each["was"].get(name), lang), now=_shown(now, lang))
        for name, now in each["now"].items()
    ]  # fmt: skip


def _shown(content: Any, lang: str) -> str:
    return word("lab.coding.nothing", lang) if content is None else str(content)
