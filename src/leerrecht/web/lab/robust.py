"""How sure is it? Shares of the draws, stricter and milder readings, and where rank 1 changes hands, for a page."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from leerrecht.appraisal import Study
from leerrecht.appraisal.outcome import Outcome
from leerrecht.appraisal.ranking import METHODS
from leerrecht.web.lab.drawing import Bar, Turn, draw_shares, draw_turns
from leerrecht.web.lab.wording import decimal, listed, percent, told
from leerrecht.web.words import word

READINGS = {"no minus": "no_minus", "no double minus": "no_double_minus"}


def share_rows(outcome: Outcome, lang: str) -> list[Mapping[str, Any]]:
    """Give per scenario its mean rank and its shares of first and last places by each method."""
    return [
        {
            "id": name,
            "rank": decimal(each.rank, lang),
            "first": [percent(each.first_rank_share[method], lang, fixed=True) for method in METHODS],
            "last": [percent(each.last_rank_share[method], lang, fixed=True) for method in METHODS],
        }
        for name, each in outcome.scenarios.items()
        if each.rank is not None
    ]


def share_chart(outcome: Outcome, lang: str, *, which: str) -> Mapping[str, Any]:
    """Draw the shares of first (or last) places; its title is what it shows."""
    shares = {
        name: each.first_rank_share if which == "first" else each.last_rank_share
        for name, each in outcome.scenarios.items()
        if each.rank is not None
    }
    top = max(shares, key=lambda name: shares[name]["weighted_sum"])
    title = word(f"lab.robust.title_{which}", lang, name=top, share=percent(shares[top]["weighted_sum"], lang))
    rows = [
        (name, [Bar(share=each[method], words=percent(each[method], lang, fixed=True), is_striped=method != "weighted_sum")
                for method in METHODS])
        for name, each in shares.items()
    ]  # fmt: skip
    return {"title": title, "picture": draw_shares(rows, name=f"striped-{which}", title=title)}


def reading_rows(outcome: Outcome, lang: str) -> list[Mapping[str, Any]]:
    """Give the stricter and milder readings: what passes as coded, and in which share of the draws."""
    return [
        {
            "name": word(f"lab.robust.{READINGS[reading.name]}", lang),
            "none": percent(reading.none_passes, lang),
            "scenarios": [
                {
                    "id": name,
                    "as_coded": word(f"lab.robust.passes_{answer}", lang),
                    "share": percent(reading.passes[name], lang, fixed=True),
                }
                for name, answer in reading.as_coded.items()
            ],
        }
        for reading in outcome.readings
    ]


def _weight_name(study: Study, what: str, lang: str) -> Any:
    return told(study.blocks[what] if what in study.blocks else study.criteria[what].name, lang)


def turn_rows(study: Study, outcome: Outcome, lang: str) -> list[Mapping[str, Any]]:
    """Say where rank 1 changes hands, one row per turn."""
    return [
        {
            "what": _weight_name(study, flip.what, lang),
            "at": percent(flip.weight, lang),
            "before": listed(list(flip.before), lang),
            "after": listed(list(flip.after), lang),
        }
        for flip in outcome.flips
    ]


def turn_chart(study: Study, outcome: Outcome, lang: str) -> Any:
    """Draw where rank 1 changes hands; nothing when it never does."""
    turns = []
    for what, flips in groupby(outcome.flips, lambda flip: flip.what):
        found = list(flips)
        edges = [0.0, *(flip.weight for flip in found), 1.0]
        leaders = [found[0].before, *(flip.after for flip in found)]
        name = study.blocks[what] if what in study.blocks else study.criteria[what].name
        turns.append(
            Turn(
                label=name.get(lang) or name["en"],
                stretches=tuple(
                    (low, high, "/".join(who)) for low, high, who in zip(edges, edges[1:], leaders, strict=False)
                ),
                ends=(word("lab.robust.counts_nothing", lang), word("lab.robust.counts_all", lang)),
            )
        )
    return draw_turns(turns, title=word("lab.robust.turns", lang)) if turns else ""


def pairs_that_dominate(outcome: Outcome, lang: str) -> list[str]:
    """Say of which pairs the one is at least as good in everything."""
    return [word("lab.compare.dominates_yes", lang, one=one, other=other) for one, other in outcome.dominance]
