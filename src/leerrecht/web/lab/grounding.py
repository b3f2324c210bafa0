"""The page on which an id is explained: what it says, where it stands, what it rests on, and what rests on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from leerrecht.appraisal.scale import code_of, value_of
from leerrecht.appraisal.study import Finding, Judgement
from leerrecht.appraisal.vetoes import falls
from leerrecht.web.lab.citing import Chain, Cited, by_kind
from leerrecht.web.lab.coding import source_words
from leerrecht.web.lab.matrix import make_cell, rationale_of
from leerrecht.web.lab.outcome import conclude_in_words
from leerrecht.web.lab.wording import (
    SIGNS,
    chapter_name,
    date_of,
    listed,
    named,
    range_words,
    said_by,
    score_parts,
    span_words,
    told,
    told_all,
    when_words,
)  # fmt: skip
from leerrecht.web.words import word

Fact = tuple[str, Any]


@dataclass(frozen=True, kw_only=True)
class Part:
    """A list on the page: `id` names its words; `kinds` are what is cited, put together by kind."""

    id: str
    title: str
    about: str
    kinds: list[tuple[str, list[Cited]]]


@dataclass(frozen=True, kw_only=True)
class Ground:
    """Everything on the page. `facts`: short, named; `more`: sentences under a title; `cell`, `concluded`: where it is one."""

    cited: Cited
    facts: tuple[Fact, ...]
    parts: tuple[Part, ...]
    more: tuple[SafeString, ...] = ()
    more_title: str = ""
    cell: Any = None
    concluded: Any = None


def explain(chain: Chain, name: str) -> Ground:
    """Explain an id that the study has (Chain.kind_of gives its kind)."""
    kind = chain.kind_of(name)
    make = {"claim": _claim, "cell": _cell, "finding": _finding, "veto": _veto}.get(kind, _note)
    return make(chain, name)


def _part(chain: Chain, key: str, names: Iterable[str], marks: Mapping[str, str] | None = None) -> tuple[Part, ...]:
    """Make a list of what is cited; none when there is nothing."""
    cited = chain.cite_all(names, marks)
    if not cited:
        return ()
    return (
        Part(
            id=key, title=word(f"lab.ground.{key}", chain.lang), about=word(f"lab.ground.{key}_about", chain.lang),
            kinds=by_kind(cited),
        ),
    )  # fmt: skip


def _facts(chain: Chain, *pairs: tuple[str, Any]) -> tuple[Fact, ...]:
    """Name the facts that there are."""
    return tuple((word(f"lab.fact.{key}", chain.lang), value) for key, value in pairs if value)


def _above(chain: Chain, name: str) -> tuple[Part, ...]:
    """Give what rests on an id, what it speaks against, and what bears on it."""
    return (
        *_part(chain, "used_by", chain.used_by(name)),
        *_part(chain, "against_what", chain.spoken_against(name)),
        *_part(chain, "bearing", chain.bearing(name)),
    )


def _claim(chain: Chain, name: str) -> Ground:
    found = chain.conclusions.get(name)
    claim = chain.study.claims.get(name)
    premises = found.premises if found else claim.rests_on if claim else ()
    circular = dict.fromkeys(found.circular if found else (), word("lab.circular", chain.lang))
    bearing = (*found.tensions, *found.gaps) if found else ()
    return Ground(
        cited=chain.cite(name),
        concluded=conclude_in_words(chain, found) if found else None,
        facts=_facts(chain, ("where", chapter_name(chain.study, claim.chapter, chain.lang) if claim else "")),
        more=told_all(found.conditions if found else (), chain.lang),
        more_title=word("lab.ground.conditions", chain.lang),
        parts=(
            *_part(chain, "rests_on", premises, circular),
            *_part(chain, "counter", found.counter if found else ()),
            *_part(chain, "used_by", chain.used_by(name)),
            *_part(chain, "bearing", bearing),
        ),
    )


def _cell(chain: Chain, name: str) -> Ground:
    scenario, _, column = name.partition("/")
    found: Judgement | None = chain.cell(name)
    orderings = (
        each.text
        for each in chain.study.orderings
        if each.criterion == column
        and chain.group in each.subgroups
        and scenario in (each.better, each.worse)
        and each.text["en"]
    )
    together = (
        each.id
        for each in chain.study.judgements
        if found and each.subgroup == chain.group and each.statement == found.statement and each.id != name
    )
    return Ground(
        cited=chain.cite(name),
        cell={"cell": make_cell(chain, scenario, column), "why": rationale_of(chain, name)},
        facts=_facts(
            chain, ("where", chapter_name(chain.study, found.chapter, chain.lang) if found else ""),
            ("basis", named("basis", found.basis if found else "none", chain.lang)),
            ("coders", _codes(chain, name)),
            ("range", range_words(found.low, found.high, chain.lang) if found and found.score is not None else ""),
        ),
        more=told_all(orderings, chain.lang), more_title=word("lab.ground.orderings", chain.lang),
        parts=(
            *_part(chain, "rests_on", found.findings if found else ()),
            *_part(chain, "together", together),
            *_above(chain, name),
        ),
    )  # fmt: skip


def _finding(chain: Chain, name: str) -> Ground:
    found, lang = chain.study.findings[name], chain.lang
    criterion = chain.study.criteria[found.criterion]
    sign = score_parts(found.polarity, lang)
    return Ground(
        cited=chain.cite(name),
        facts=_facts(
            chain, ("where", chapter_name(chain.study, found.chapter, lang)),
            ("said_by", said_by(chain.study, found.said_by, lang)), ("criterion", told(criterion.name, lang)),
            ("points", f"{sign['sign']} {sign['word']}" if found.polarity is not None else ""),
            ("applies", when_words(chain.study, found.applies_if, lang) or word("lab.always", lang)),
            ("asks", when_words(chain.study, found.requires, lang)),
            ("source", source_words(chain.study, found.source, lang)), ("span", span_words(found.span, lang)),
            ("quote", _quote(chain, found)), ("pupil", told(found.pupil_condition, lang)),
        ),
        parts=_above(chain, name),
    )  # fmt: skip


def _quote(chain: Chain, finding: Finding) -> SafeString:
    """Give the words of the source, marked with the source's language."""
    if not finding.quote:
        return SafeString("")
    source = chain.study.sources.get(finding.source)
    return format_html('<q lang="{}">{}</q>', source.entry.get("language", "nl") if source else "nl", finding.quote)


def _codes(chain: Chain, name: str) -> str:
    """Give the code of each coder in a cell, the first one's first; nothing when there is one coder."""
    scenario, _, column = name.partition("/")
    asked = {"subgroup": chain.group, "scenario": scenario, "criterion": column}
    codes = [
        next(
            (SIGNS[code_of(value_of(each["score"]))] for each in coder.judgements if asked.items() <= each.items()), ""
        )
        for coder in chain.study.codings
    ]
    return " | ".join(code or word("lab.coding.not_coded", chain.lang) for code in codes)


def _veto(chain: Chain, name: str) -> Ground:
    veto, lang = chain.study.vetoes[name], chain.lang
    hit = [
        scenario.id
        for scenario in chain.study.scenarios.values()
        if chain.group in veto.subgroups
        and falls(chain.study, veto, subgroup=chain.group, dims=scenario.dims, scenario=scenario.id)
    ]
    return Ground(
        cited=chain.cite(name),
        facts=_facts(
            chain, ("block", told(chain.study.blocks[veto.block], lang)),
            ("falls_when", when_words(chain.study, veto.when, lang)), ("falls_on", listed(hit, lang)),
            ("lift", told(veto.lift, lang)),
        ),
        parts=(*_part(chain, "rests_on", veto.rests_on), *_above(chain, name)),
    )  # fmt: skip


def _note(chain: Chain, name: str) -> Ground:
    """Explain what is short: a rule, a way out, a fact, a country, a party's share, a tension, a gap."""
    study, lang = chain.study, chain.lang
    rule = study.legal.get(name)
    notes = {
        **study.facts,
        **study.countries,
        **study.tensions,
        **study.gaps,
        **{each.id: each for each in study.piofach},
    }
    note = notes.get(name)
    about = tuple(each for each in (note.about if note else ()) if chain.kind_of(each))
    return Ground(
        cited=chain.cite(name),
        facts=_facts(
            chain, ("where", chapter_name(study, note.chapter, lang) if note else ""),
            ("law", told(rule.law, lang) if rule else ""), ("date", told(date_of(note), lang) if note else ""),
            ("applies", when_words(study, rule.applies_if, lang) if rule else ""),
        ),
        parts=(*_part(chain, "rests_on", rule.rests_on if rule else about), *_above(chain, name)),
    )  # fmt: skip
