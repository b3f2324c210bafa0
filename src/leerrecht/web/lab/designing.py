"""A design of one's own on a page: the form that the address fills in, and what becomes of the evidence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from leerrecht.appraisal import Design, Study
from leerrecht.appraisal.legal import LegalAnswer
from leerrecht.appraisal.study import Dims, say
from leerrecht.web.lab.citing import Chain
from leerrecht.web.lab.opening import LONGEST, Question
from leerrecht.web.lab.wording import dimension_name, dims_words, group_name, listed, scenario_parts, told, value_name
from leerrecht.web.words import word

EXAMPLE: Dims = {
    "content": "skills",
    "focus": "practical",
    "time": "in_school",
    "target": "all_in_class",
    "provider": "isk",
}
"""The design that the page offers to begin with: skills at ISK for everyone, in school time."""
OWN = ("groep", "basis")
"""What an address may ask beside dimensions."""
VERDICT_LOOKS = {
    "allowed": "met", "allowed within limits": "met", "only after a change of law": "overdue", "open question": "due",
    "depends on what is unset": "unknown", "not stated": "unknown",
}  # fmt: skip


def read_dims(question: Question, study: Study) -> Dims:
    """Read the dimensions that an address sets; says of every other name and value that there is none."""
    given: QueryDict = question.given
    dims: dict[str, str] = {}
    for name in given:
        if name in study.dimensions:
            value = question.choose(name, allowed=("", *study.dimensions[name]), usual="")
            dims |= {name: value} if value else {}
        elif name not in OWN:
            question.faults.append(word("lab.no_dimension", question.lang, name=name[:LONGEST]))
    return dims


def form_fields(study: Study, dims: Dims, lang: str) -> list[Mapping[str, Any]]:
    """Give the fields of the form: per dimension its values, and that it may stay open."""
    return [
        {
            "id": name,
            "label": dimension_name(study, name, lang),
            "choices": [
                {"value": value, "label": value_name(study, name, value, lang), "is_chosen": dims.get(name) == value}
                for value in values
            ],
            "unset": word("lab.design.law_now" if name == "law" else "lab.design.leave_open", lang),
        }
        for name, values in study.dimensions.items()
    ]


def group_choices(study: Study, chosen: str, lang: str) -> list[Mapping[str, Any]]:
    """Give the subgroups to choose from."""
    return [
        {"value": name, "label": group_name(study, name, lang), "is_chosen": name == chosen} for name in study.subgroups
    ]


def address_of(study: Study, dims: Dims, group: str, base: str = "") -> str:
    """Give the address of a design, with nothing in it but what is set."""
    asked = {"groep": group, **dims, **({"basis": base} if base else {})}
    return f"{reverse('lab_design', kwargs={'study': study.id})}?{urlencode(asked)}"


def example_of(study: Study, group: str) -> str:
    """Give the address of a design to begin with; "" for a study that doesn't know its choices."""
    knows = all(value in study.dimensions.get(name, ()) for name, value in EXAMPLE.items())
    return address_of(study, EXAMPLE, group) if knows else ""


def result_of(chain: Chain, design: Design) -> Mapping[str, Any]:
    """Give what becomes of the evidence, in words."""
    study, lang = chain.study, chain.lang
    new = word("lab.design.new", lang)
    base_title, base_how = scenario_parts(study, design.base, lang)
    findings = [name for name in design.open if name in study.findings]
    open_vetoes = [name for name in design.open if name in study.vetoes]
    return {
        "design": design,
        "said": dims_words(study, design.dims, lang),
        "base": {"id": design.base, "title": base_title, "how": base_how},
        "is_new": design.dims not in [scenario.dims for scenario in study.scenarios.values()],
        "vetoes": [{"veto": chain.cite(name), "lift": told(study.vetoes[name].lift, lang)} for name in design.vetoes],
        "lifted": chain.cite_all(design.lifted),
        "open_vetoes": chain.cite_all(open_vetoes, _because(study, design, open_vetoes, lang)),
        "legal": legal_rows(chain, design.legal, design.dims.get("time", "")),
        "carry_over": chain.cite_all(design.carry_over, dict.fromkeys(design.new, new)),
        "fall_away": chain.cite_all(design.fall_away, _because(study, design, design.fall_away, lang, "because")),
        "open": chain.cite_all(findings, _because(study, design, findings, lang)),
        "conditions": chain.cite_all(
            design.conditions,
            {
                name: word(f"lab.design.condition_{ {True: 'met', False: 'unmet', None: 'open'}[met] }", lang)
                for name, met in design.conditions.items()
            },
        ),
        "piofach": chain.cite_all(design.piofach),
        "context": chain.cite_all(design.context),
        "practice": chain.cite_all(design.practice),
        "unset": [dimension_name(study, name, lang) for name in design.unset],
    }


def _because(study: Study, design: Design, names: Any, lang: str, key: str = "hangs_on") -> Mapping[str, str]:
    """Say of each finding which choices decide about it."""
    return {
        name: word(f"lab.design.{key}", lang, what=_joined(study, design.why.get(name, ()), lang))
        for name in names
        if design.why.get(name)
    }


def _joined(study: Study, dimensions: tuple[str, ...], lang: str) -> str:
    """List dimensions as plain text."""
    return listed([say(study.name_code("dimensions", name), lang).lower() for name in dimensions], lang)


def legal_rows(chain: Chain, legal: Mapping[str, Mapping[str, LegalAnswer]], own: str) -> list[Mapping[str, Any]]:
    """Give the legal check: in and out of school time, for primary and secondary education."""
    lang = chain.lang
    return [
        {
            "time": value_name(chain.study, "time", time, lang),
            "is_own": time == own and level == chain.study.subgroups[chain.group].level,
            "level": word(f"lab.level.{level}", lang),
            "verdict": word(f"lab.legal.{answer.verdict.replace(' ', '_')}", lang),
            "look": VERDICT_LOOKS[answer.verdict],
            "rules": chain.cite_all((*answer.rules, *answer.open)),
            "ways_out": chain.cite_all(answer.ways_out),
            "hangs_on": _joined(chain.study, answer.hangs_on, lang),
        }
        for time, levels in legal.items()
        for level, answer in levels.items()
    ]
