"""Outcomes as plain data, for JSON, pages and reports. The shapes are a contract with whoever reads them: add, don't change."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from leerrecht.appraisal.design import Design
from leerrecht.appraisal.scale import UNKNOWN, code_of
from leerrecht.appraisal.study import Study, Words, say

if TYPE_CHECKING:  # a design is given without numpy
    from leerrecht.appraisal.agreement import Agreement
    from leerrecht.appraisal.changing import Difference
    from leerrecht.appraisal.claims import Conclusion
    from leerrecht.appraisal.outcome import Outcome, Verdict
    from leerrecht.appraisal.pooling import Pooled
    from leerrecht.appraisal.robustness import Flip, Reading


ALL_ELEMENTS: Words = {"en": "all elements", "nl": "alle onderdelen"}
UNKNOWN_IMPACT: Words = {"en": "unknown", "nl": "onbekend"}


def outcomes_object(study: Study, outcomes: Mapping[str, Outcome], lang: str) -> dict[str, Any]:
    """Give outcomes as an object: subgroups, each with scenarios, conclusions and what stayed unknown; then all texts."""
    subgroups = {
        name: outcome_object(outcome, lang) | {"cells": _cells(study, name, lang)} for name, outcome in outcomes.items()
    }
    named = {name for each in subgroups.values() for name in _names_in(each)}
    return {"study": study.id, "subgroups": subgroups, "texts": texts_of(study, named, lang)}


def _cells(study: Study, subgroup: str, lang: str) -> dict[str, Any]:
    """Give the cells of a subgroup's matrix: code, range, and why."""
    return {
        each.id: {
            "score": code_of(each.score),
            "range": [code_of(each.low), code_of(each.high)],
            "text": say(each.text, lang),
            "findings": list(each.findings),
        }
        for each in study.judgements
        if each.subgroup == subgroup
    }


def outcome_object(outcome: Outcome, lang: str) -> dict[str, Any]:
    """Give the outcome for one subgroup."""
    return {
        "scenarios": {name: _standing(each) for name, each in outcome.scenarios.items()},
        "conclusions": [conclusion_object(each, lang) for each in outcome.conclusions],
        "unknown_cells": outcome.unknown_cells,
        "left_out": list(outcome.left_out),
        "tensions": list(outcome.tensions),
        "gaps": list(outcome.gaps),
        "dominance": [list(pair) for pair in outcome.dominance],
        "thresholds": [_reading(each) for each in outcome.readings],
        "flips": [_flip(each) for each in outcome.flips],
        "vetoes_by_law": {law: {name: list(hit) for name, hit in hits.items()} for law, hits in outcome.by_law.items()},
        "acceptability": {
            method: {
                name: [float(share) for share in shares]
                for name, shares in zip(outcome.simulation.table.scenarios, standing.shares, strict=True)
            }
            for method, standing in outcome.simulation.standing.items()
        },
        "central_weights": _central(outcome),
    }


def _central(outcome: Outcome) -> dict[str, dict[str, float] | None]:
    """Give, per scenario, the mean weights of the draws in which it is first by weighted sum; None when it never is."""
    table, central = outcome.simulation.table, outcome.simulation.standing["weighted_sum"].central
    return {
        name: None if any(map(math.isnan, weights)) else dict(zip(table.columns, map(float, weights), strict=True))
        for name, weights in zip(table.scenarios, central.T, strict=True)
    }


def pooled_object(pooled: Pooled) -> dict[str, Any]:
    """Give the subgroups taken together: their shares, and where scenarios end."""
    return {
        "shares": dict(pooled.shares),
        "left_out": list(pooled.left_out),
        "scenarios": {
            name: {
                "admissible": name in pooled.admissible,
                "first_rank_share": {method: float(each.shares[place, 0]) for method, each in pooled.standing.items()},
                "last_rank_share": {method: float(each.shares[place, -1]) for method, each in pooled.standing.items()},
                "rank": float(pooled.standing["weighted_sum"].mean_rank[place]),
            }
            for place, name in enumerate(pooled.scenarios)
        },
    }


def _standing(each: Verdict) -> dict[str, Any]:
    return {
        "vetoes": list(each.vetoes),
        "blocks_failed": list(each.blocks_failed),
        "admissible": each.admissible,
        "first_rank_share": dict(each.first_rank_share),
        "last_rank_share": dict(each.last_rank_share),
        "rank": each.rank,
        "open_vetoes": list(each.open_vetoes),
        "unknown": list(each.unknown_columns),
    }


def conclusion_object(each: Conclusion, lang: str) -> dict[str, Any]:
    """Give one conclusion with its grounds, and what speaks against it."""
    return {
        "id": each.id,
        "text": say(each.text, lang),
        "premises": list(each.premises),
        "robustness": each.robustness,
        "status": each.status,
        "kind": each.kind,
        "circular": list(each.circular),
        "counter": list(each.counter),
        "tensions": list(each.tensions),
        "gaps": list(each.gaps),
        "conditions": [say(words, lang) for words in each.conditions],
    }


def _reading(each: Reading) -> dict[str, Any]:
    return {
        "reading": each.name,
        "as_coded": dict(each.as_coded),
        "passes": dict(each.passes),
        "none_passes": each.none_passes,
    }


def _flip(each: Flip) -> dict[str, Any]:
    return {
        "weight_of": each.what,
        "at": round(each.weight, 6),
        "before": list(each.before),
        "after": list(each.after),
    }


def agreement_object(each: Agreement) -> dict[str, Any]:
    """Give the agreement of coders on one criterion; `codes`: of each coder, in the cells that differ, in the same order."""
    return {
        "criterion": each.criterion,
        "cells": each.cells,
        "same": each.same,
        "kappa": each.kappa,
        "weighted": each.weighted,
        "alpha": each.alpha,
        "differing": [list(cell) for cell in each.differing],
        "codes": [list(codes) for codes in each.codes],
    }


def difference_object(each: Difference) -> dict[str, Any]:
    """Give what changed for a subgroup; pairs are before and after."""
    return {
        "scenarios": {
            name: [_standing(verdict) if verdict else None for verdict in pair] for name, pair in each.moved.items()
        },
        "conclusions": {
            name: [
                {"status": claim.status, "robustness": claim.robustness, "premises": list(claim.premises),
                 "counter": list(claim.counter)} if claim else None
                for claim in pair
            ]
            for name, pair in each.claims.items()
        },
        "judge_again": [{"cell": one.cell, "finding": one.finding, "outside_range": one.outside} for one in each.again],
    }  # fmt: skip


def design_object(study: Study, design: Design, lang: str) -> dict[str, Any]:
    """Give a design as an object: base, what carries over, falls away, is open and new, vetoes, law; then the rest."""
    found: dict[str, Any] = {
        "base": design.base,
        "carry_over": list(design.carry_over),
        "fall_away": list(design.fall_away),
        "open": list(design.open),
        "new": list(design.new),
        "vetoes": list(design.vetoes),
        "legal": {
            time: {
                level: {
                    "verdict": answer.verdict,
                    "rules": list(answer.rules),
                    "open": list(answer.open),
                    "ways_out": list(answer.ways_out),
                    "hangs_on": list(answer.hangs_on),
                }
                for level, answer in levels.items()
            }
            for time, levels in design.legal.items()
        },
        "lifted": list(design.lifted),
        "conditions": {
            name: {True: "met", False: "not met", None: "open"}[met] for name, met in design.conditions.items()
        },
        "piofach": list(design.piofach),
        "context": list(design.context),
        "practice": list(design.practice),
        "unset": list(design.unset),
        "why": {name: list(dimensions) for name, dimensions in design.why.items()},
    }
    return found | {"texts": texts_of(study, set(_names_in(found)), lang)}


def _names_in(part: Any) -> Iterable[str]:
    """Give every text in lists and keys: ids are among them."""
    if isinstance(part, Mapping):
        for name, content in part.items():
            yield str(name)
            yield from _names_in(content)
    elif isinstance(part, list):
        for content in part:
            yield from _names_in(content)
    elif isinstance(part, str):
        yield part


def texts_of(study: Study, names: Iterable[str], lang: str) -> dict[str, str]:
    """Give the text of each id that is known, so that a reader can follow premises without opening the study."""
    found = {}
    for name in sorted(names):
        text = find_text(study, name, lang)
        if text:
            found[name] = text
    return found


def find_text(study: Study, name: str, lang: str) -> str:
    """Give the text of an id; empty when nothing is called so."""
    texts: tuple[Mapping[str, Any], ...] = (
        study.findings, study.claims, study.facts, study.tensions, study.gaps, study.legal, study.ways_out, study.countries,
        study.sources,
    )  # fmt: skip
    names: tuple[Mapping[str, Any], ...] = (study.vetoes, study.criteria, study.scenarios, study.subgroups)
    for part in texts:
        if name in part:
            return say(part[name].text, lang)
    for part in names:
        if name in part:
            return say(part[name].name, lang)
    return next((share_text(study, name, lang) for share in study.piofach if share.id == name), "")


def share_text(study: Study, name: str, lang: str) -> str:
    """Give the text of a party's share of the work: element, party, impact, and why."""
    share = next(each for each in study.piofach if each.id == name)
    element, impact = share.entry["element"], share.entry["impact"]
    title = say(study.criteria[element].name if element in study.criteria else ALL_ELEMENTS, lang)
    party = say(study.name_code("parties", share.entry["party"]), lang)
    told = say(UNKNOWN_IMPACT, lang) if impact == UNKNOWN else impact
    return f"{title}, {party} ({told}): {say(share.text, lang)}"
