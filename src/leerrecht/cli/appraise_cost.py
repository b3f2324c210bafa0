"""`leerrecht appraise --design ... --cost`: the cost per pupil as a band, what drives it, and on which assumptions."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from leerrecht.appraisal import Study, StudyRefused
from leerrecht.appraisal.cost import Band, compare, estimate, explain_variance
from leerrecht.appraisal.cost_file import Assumptions, load_assumptions
from leerrecht.appraisal.design import find_base
from leerrecht.appraisal.study import Dims, say
from leerrecht.cli.appraise import find_path, refuse
from leerrecht.cli.appraise_words import speak

MOST_DRAWS = 20_000
"""A band doesn't change visibly after that."""


def cost_object(study: Study, dims: Dims, arguments: argparse.Namespace) -> dict[str, Any]:
    """Give the cost of a design; refuses when the study has no assumptions beside it, or unsound ones."""
    lang = arguments.lang
    path = find_path(arguments.study, lang).with_name("cost.yaml")
    if not path.is_file():
        refuse([speak("no_cost", lang, name=path.name)], speak("cannot", lang))
    level = study.subgroups[arguments.subgroup].level
    try:
        assumptions = load_assumptions(path=path, subgroup=arguments.subgroup, level=level)
    except StudyRefused as refused:
        refuse(refused.faults, speak("refused", lang, count=len(refused.faults), name=path.name))
    draws = min(arguments.draws, MOST_DRAWS)
    base = arguments.base or find_base(study, dims)
    found = estimate(assumptions=assumptions, dims=dims, draws=draws, seed=arguments.seed)
    other = study.scenarios[base].dims
    return {
        "note": speak("cost_note", lang),
        "per_pupil": _band(found.per_pupil, "EUR"),
        "groups": _band(found.groups, ""),
        "pupils_per_group": _band(found.pupils_per_group, ""),
        "reach": _band(found.reach, ""),
        "times_base": {
            "base": base,
            **_band(compare(assumptions=assumptions, dims=dims, other=other, draws=draws, seed=arguments.seed), ""),
        },
        "drawn": list(found.drawn),
        "variance_shares": _shares(assumptions, dims, arguments.seed),
        "marks": [{**asdict(mark), "text": say(mark.text, lang)} for mark in assumptions.marks],
        "assumptions": [asdict(each) for each in assumptions.numbers.values()],
    }


def _band(band: Band, unit: str) -> dict[str, Any]:
    return {"p05": band.low, "p50": band.middle, "p95": band.high, **({"unit": unit} if unit else {})}


def _shares(assumptions: Assumptions, dims: Dims, seed: int) -> Mapping[str, float] | None:
    """Give what drives the cost, or nothing where SALib isn't installed."""
    try:
        return explain_variance(assumptions=assumptions, dims=dims, seed=seed)
    except ImportError:
        return None


def cost_lines(found: Mapping[str, Any], lang: str) -> Iterator[str]:
    """Say a cost: the note first, then the bands, what drives them, and the marks."""
    yield found["note"]
    for name in ("per_pupil", "groups", "pupils_per_group"):
        yield _said(speak(name, lang), found[name])
    yield _said(speak("times_base", lang, base=found["times_base"]["base"]), found["times_base"], digits=1)
    if found["drawn"]:
        yield speak("drawn", lang, names=", ".join(found["drawn"]))
    shares = found["variance_shares"]
    if shares is None:
        yield speak("no_salib", lang)
    else:
        largest = list(shares.items())[:5]
        yield speak("drives", lang, names=", ".join(f"{name} {share:.2f}" for name, share in largest))
    for mark in found["marks"]:
        yield f"{mark['text']}: EUR {mark['value']:,.2f} ({mark['valid_from']}; {mark['source']})"


def _said(name: str, band: Mapping[str, Any], digits: int = 0) -> str:
    unit = f"{band['unit']} " if "unit" in band else ""
    low, middle, high = (f"{band[part]:,.{digits}f}" for part in ("p05", "p50", "p95"))
    return f"{name}: {unit}{middle} ({low} - {high})"
