"""What comes out of a study, for a page: rank beside admissibility, the vetoes, and each conclusion with its status."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.utils.html import format_html
from django.utils.safestring import SafeString

from leerrecht.appraisal import Study
from leerrecht.appraisal.claims import Conclusion
from leerrecht.appraisal.outcome import Outcome, Verdict
from leerrecht.web.lab.citing import Chain, Cited
from leerrecht.web.lab.drawing import draw_place
from leerrecht.web.lab.wording import ENOUGH_DRAWS, group_name, percent, scenario_parts, told
from leerrecht.web.words import word

LOW, HIGH = 0.05, 0.95
"""Between these shares of the draws lie nine of ten of them."""
LOOKS = {
    "yes": ("met", "met"),
    "no": ("overdue", "cross"),
    "open": ("unknown", "unknown"),
    "unjudged": ("unknown", "unknown"),
}
"""How an answer about admissibility looks: tag and icon."""
STATUS_LOOKS = {"reproduced": "met", "differs": "due", "not derivable": "unknown", "new": "plain"}
Outcomes = Mapping[str, Outcome]


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a scenario ends for a subgroup. `place`: None when it has no rank."""

    group: SafeString
    place: int | None
    usually: str
    picture: SafeString


@dataclass(frozen=True, kw_only=True)
class Row:
    """A scenario with its places per subgroup, whether it is admissible, and what stands against it."""

    id: str
    title: SafeString
    how: SafeString
    places: tuple[Place, ...]
    admissible: tuple[Mapping[str, Any], ...]
    vetoes: tuple[Mapping[str, Any], ...]
    unknown: int


def place_of(outcome: Outcome, scenario: str) -> int | None:
    """Give the place of a scenario by mean rank; None when nobody judged it. Who ties shares a place."""
    ranks = {name: each.rank for name, each in outcome.scenarios.items() if each.rank is not None}
    own = ranks.get(scenario)
    return None if own is None else 1 + sum(rank < own - 1e-9 for rank in ranks.values())


def reach_of(outcome: Outcome, scenario: str) -> tuple[int, int]:
    """Give the places between which a scenario ends in nine of ten draws, by weighted sum."""
    row = outcome.simulation.table.scenarios.index(scenario)
    summed = np.cumsum(outcome.simulation.standing["weighted_sum"].shares[row])
    low, high = (int(np.searchsorted(summed, share)) + 1 for share in (LOW, HIGH))
    return low, min(high, len(summed))


def _usually(outcome: Outcome, scenario: str, lang: str) -> str:
    low, high = reach_of(outcome, scenario)
    row = outcome.simulation.table.scenarios.index(scenario)
    shares = outcome.simulation.standing["weighted_sum"].shares[row]
    if shares.max() >= ENOUGH_DRAWS:
        return word("lab.nearly_always", lang, place=int(shares.argmax()) + 1)
    return word("lab.usually", lang, low=low, high=high)


def _place(study: Study, outcome: Outcome, scenario: str, lang: str) -> Place:
    place = place_of(outcome, scenario)
    group = group_name(study, outcome.subgroup, lang)
    if place is None:
        return Place(group=group, place=None, usually=word("lab.no_rank", lang), picture=SafeString(""))
    count = len(outcome.simulation.table.scenarios)
    return Place(
        group=group, place=place, usually=_usually(outcome, scenario, lang),
        picture=draw_place(place=place, reach=reach_of(outcome, scenario), count=count),
    )  # fmt: skip


def answer_of(standing: Verdict) -> str:
    """Tell whether a scenario is admissible: yes, no, open (a veto hangs on what is unset) or unjudged."""
    if standing.vetoes:
        return "no"
    if standing.rank is None:
        return "unjudged"
    return "open" if standing.open_vetoes else "yes"


def _answers(study: Study, outcomes: Outcomes, scenario: str, lang: str) -> tuple[Mapping[str, Any], ...]:
    """Say whether a scenario is admissible: once where it is the same for every subgroup, else for each."""
    found = {group: answer_of(each.scenarios[scenario]) for group, each in outcomes.items()}
    same = len(set(found.values())) == 1
    return tuple(
        {"look": LOOKS[answer][0], "icon": LOOKS[answer][1], "word": word(f"lab.admissible.{answer}", lang),
         "group": "" if same else group_name(study, group, lang)}
        for group, answer in ([next(iter(found.items()))] if same and found else found.items())
    )  # fmt: skip


def _vetoes(study: Study, outcomes: Outcomes, scenario: str, lang: str) -> tuple[Mapping[str, Any], ...]:
    hit = {group: each.scenarios[scenario].vetoes for group, each in outcomes.items()}
    names = dict.fromkeys(name for each in hit.values() for name in each)
    return tuple(
        {
            "id": name,
            "name": told(study.vetoes[name].name, lang),
            "groups": [group_name(study, group, lang) for group in hit if name in hit[group]]
            if any(name not in each for each in hit.values())
            else [],
        }
        for name in names
    )


def rank_rows(study: Study, outcomes: Outcomes, lang: str) -> tuple[Row, ...]:
    """Give a row per scenario, in the order of the study."""
    rows = []
    for name in study.scenarios:
        title, how = scenario_parts(study, name, lang)
        rows.append(
            Row(
                id=name, title=title, how=how,
                places=tuple(_place(study, outcome, name, lang) for outcome in outcomes.values()),
                admissible=_answers(study, outcomes, name, lang), vetoes=_vetoes(study, outcomes, name, lang),
                unknown=sum(len(each.scenarios[name].unknown_columns) for each in outcomes.values()),
            )
        )  # fmt: skip
    return tuple(rows)


def verdict(study: Study, outcomes: Outcomes, lang: str) -> Mapping[str, Any]:
    """Say in a sentence what may be put into practice as it is."""
    judged = {
        name for each in outcomes.values() for name, standing in each.scenarios.items() if standing.rank is not None
    }
    free = [
        format_html("{} ({})", name, group_name(study, group, lang))
        for group, each in outcomes.items()
        for name in study.scenarios
        if answer_of(each.scenarios[name]) in ("yes", "open")
    ]
    fewest = min((len(each.scenarios[name].vetoes) for each in outcomes.values() for name in judged), default=0)
    return {"count": len(judged), "free": free, "fewest": fewest, "is_any": bool(free)}


def veto_rows(study: Study, chain: Chain) -> list[Mapping[str, Any]]:
    """Give the vetoes of a study with what lifts them."""
    return [
        {"id": veto.id, "name": told(veto.name, chain.lang), "lift": told(veto.lift, chain.lang) if veto.lift else "",
         "block": told(study.blocks[veto.block], chain.lang), "url": chain.url(veto.id)}
        for veto in study.vetoes.values()
    ]  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Concluded:
    """A conclusion on a page. `sure`: in which share of the draws it holds; `notes`: what to know about its ground."""

    id: str
    kind: str
    text: SafeString
    status: str
    look: str
    sure: str
    notes: tuple[str, ...]
    url: str


def conclude_in_words(chain: Chain, each: Conclusion) -> Concluded:
    """Give a conclusion in words."""
    lang = chain.lang
    notes = (("circular", len(each.circular)), ("counter", len(each.counter)), ("tensions", len(each.tensions)),
             ("gaps", len(each.gaps)))  # fmt: skip
    return Concluded(
        id=each.id, kind=word(f"lab.claim.{each.kind}", lang), text=told(each.text, lang),
        status=word(f"lab.status.{each.status.replace(' ', '_')}", lang), look=STATUS_LOOKS[each.status],
        sure="" if each.robustness is None else word("lab.sure", lang, share=percent(each.robustness, lang)),
        notes=tuple(word(f"lab.note.{name}", lang, count=count) for name, count in notes if count),
        url=chain.url(each.id),
    )  # fmt: skip


def group_parts(study: Study, outcomes: Outcomes, lang: str) -> list[Mapping[str, Any]]:
    """Give, per subgroup, its conclusions, what stayed unknown, and its tensions."""
    parts: list[Mapping[str, Any]] = []
    for group, outcome in outcomes.items():
        chain = Chain.of(study, outcome, lang)
        parts.append(
            {
                "id": group,
                "name": group_name(study, group, lang),
                "about": told(study.subgroups[group].name, lang),
                "is_scored": bool(study.judged(group)),
                "conclusions": [conclude_in_words(chain, each) for each in outcome.conclusions],
                "unknown_cells": outcome.unknown_cells,
                "left_out": [told(study.criteria[name].name, lang) for name in outcome.left_out],
                "tensions": chain.cite_all(outcome.tensions),
            }
        )
    return parts


def gaps_of(chain: Chain) -> Sequence[Cited]:
    """Give what the source doesn't say."""
    return chain.cite_all(chain.study.gaps)
