"""Tags of the policy lab."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from leerrecht.appraisal import Study
from leerrecht.appraisal.simulation import Settings
from leerrecht.web.frame.viewing import language
from leerrecht.web.lab.wording import score_parts
from leerrecht.web.words import word

register = template.Library()
PARTS = {
    "study": "lab_study", "framework": "lab_framework", "matrix": "lab_matrix", "compare": "lab_compare",
    "robust": "lab_robust", "design": "lab_design", "evidence": "lab_evidence", "coding": "lab_coding",
    "report": "lab_report",
}  # fmt: skip
"""The parts of a study, by the name of their template, with their addresses."""
LISTS = ("carry_over", "conditions", "open", "fall_away", "piofach", "practice", "context")
"""The lists of a design, in the order in which they are shown."""


@register.simple_tag
def study_title(study: Study) -> str:
    """Name a study, as plain text."""
    return study.title.get(language()) or study.title["en"]


@register.simple_tag
def lab_parts(study: Study, part: str) -> list[Mapping[str, Any]]:
    """Give the links to the parts of a study."""
    return [
        {
            "url": reverse(address, kwargs={"study": study.id}),
            "label": word(f"lab.part.{name}", language()),
            "is_current": name == part,
        }
        for name, address in PARTS.items()
    ]


@register.filter
def capfirst_marked(text: str) -> SafeString:
    """Begin with a capital, also behind the mark of another language."""
    escaped = conditional_escape(text)
    return SafeString(re.sub(r"^((?:<[^>]*>)*)(\w)", lambda found: found[1] + found[2].upper(), escaped))


@register.simple_tag
def settings_words(settings: Settings) -> str:
    """Say how an outcome was worked out."""
    weights = word(f"lab.option.gewichten.{settings.weighing}", language())
    scores = word(f"lab.option.scores.{settings.scoring}", language())
    return word("lab.settings", language(), weights=weights, scores=scores)


@register.simple_tag
def english_note(study: Study) -> SafeString:
    """Say that some texts are in English only, on a page in another language."""
    lang = language()
    if lang == "en" or not study.untranslated:
        return SafeString("")
    return SafeString(format_html('<p class="lr-small lr-soft lr-labenglish">{}</p>', word("lab.in_english", lang)))


@register.simple_tag
def option_title(name: str) -> str:
    """Name an option of working out."""
    return word(f"lab.option.{name}.title", language())


@register.simple_tag
def filter_title(name: str) -> str:
    """Name a filter of the evidence."""
    return word(f"lab.evidence.by.{name}", language())


@register.simple_tag
def kind_title(kind: str, count: int) -> str:
    """Name a kind of what is cited, with how many there are."""
    return word(f"lab.kinds.{kind}", language(), count=count)


@register.simple_tag
def report_form(form: str) -> str:
    """Name a form of the report."""
    return word(f"lab.report.as_{form}", language())


@register.simple_tag
def scale_words() -> list[Mapping[str, str]]:
    """Give the points of the scale, lowest first, then unknown."""
    return [score_parts(value, language()) for value in (-2, -1, 0, 1, 2, None)]


@register.filter
def design_lists(result: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Give the lists of a design that hold something."""
    return [
        {
            "id": name,
            "title": word(f"lab.design.list.{name}", language()),
            "about": word(f"lab.design.list.{name}_about", language()),
            "cited": result[name],
            "is_open": name in ("conditions", "open"),
        }
        for name in LISTS
        if result[name]
    ]
