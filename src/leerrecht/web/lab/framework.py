"""By what scenarios are judged, for a page: blocks, criteria, indicators, and where each of them counts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from leerrecht.appraisal import Study
from leerrecht.appraisal.study import Criterion
from leerrecht.web.lab.wording import chapter_name, percent, told


def framework_blocks(study: Study, lang: str) -> list[Mapping[str, Any]]:
    """Give the blocks with their weights, criteria and indicators."""
    return [
        {
            "title": told(name, lang),
            "weight": percent(study.block_weights[block], lang),
            "criteria": [
                _criterion(study, each, lang)
                for each in study.criteria.values()
                if each.block == block and not each.parent
            ],
        }
        for block, name in study.blocks.items()
    ]


def _criterion(study: Study, criterion: Criterion, lang: str) -> Mapping[str, Any]:
    return {
        **_named(study, criterion, lang),
        "where": [chapter_name(study, each.strip(), lang) for each in _chapters(study, criterion.id)],
        "indicators": [_named(study, each, lang) for each in study.criteria.values() if each.parent == criterion.id],
    }


def _named(study: Study, criterion: Criterion, lang: str) -> Mapping[str, Any]:
    same = study.criteria[criterion.same_as] if criterion.same_as else None
    return {
        "id": criterion.id,
        "name": told(criterion.name, lang),
        "definition": told(criterion.definition, lang),
        "counts": criterion.id in study.columns,
        "same_as": told(same.name, lang) if same else "",
        "findings": sum(each.criterion == criterion.id for each in study.findings.values()),
    }


def _chapters(study: Study, criterion: str) -> list[str]:
    entries = (study.document.get("normenkader") or {}).get("criteria") or []
    return next((str(each.get("chapter", "")).split(",") for each in entries if each.get("id") == criterion), [])
