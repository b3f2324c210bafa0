"""Where ids stand in the annexes, how shares are shown, and texts of a study with the language they stand in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from leerrecht.appraisal.report.blocks import Cell, Ground
from leerrecht.appraisal.study import Study, When, Words, say, spoken


def place_of(name: str, subgroup: str = "") -> str:
    """Give the place of an id: letters, digits and dashes only; cells have one per subgroup.

    >>> place_of("V1"), place_of("C1/K4", "amv")
    ('V1', 'amv-C1-K4')
    """
    full = f"{subgroup}-{name}" if "/" in name else name
    return re.sub(r"[^A-Za-z0-9]+", "-", full)


def ground(study: Study, name: str, subgroup: str, *, circular: bool = False) -> Ground:
    """Give the link to where an id stands; a claim stands with its subgroup."""
    target = f"{subgroup}-{name}" if name in study.claims else place_of(name, subgroup)
    return Ground(shown=f"{name}*" if circular else name, target=target, circular=circular)


def percent(share: float, lang: str) -> str:
    """Show a share; one that isn't 0 or 1 never looks like it.

    >>> percent(0.9996, "en"), percent(1.0, "nl"), percent(0.0, "en"), percent(0.963, "nl")
    ('>99.9%', '100%', '0%', '96,3%')
    """
    if share in (0, 1):
        return f"{share:.0%}"
    said = {"100.0": ">99.9", "0.0": "<0.1"}.get(f"{share * 100:.1f}", f"{share * 100:.1f}")
    return f"{_marked(said, lang)}%"


def decimal(value: float, places: int, lang: str) -> str:
    """Show a number with decimals.

    >>> decimal(1.25, 2, "nl"), decimal(1.25, 2, "en")
    ('1,25', '1.25')
    """
    return _marked(f"{value:.{places}f}", lang)


def _marked(said: str, lang: str) -> str:
    return said.replace(".", ",") if lang == "nl" else said


def mark(words: Words, lang: str) -> str:
    """Give the language of a text where it isn't the report's own; else nothing.

    >>> mark({"en": "a"}, "nl"), mark({"en": "a", "nl": "b"}, "nl")
    ('en', '')
    """
    told = spoken(words, lang)
    return "" if told == lang else told


def cell(words: Words, lang: str, **more: Any) -> Cell:
    """Make a cell of a text of the study."""
    return Cell(text=say(words, lang), lang=mark(words, lang), **more)


def behind(before: str, words: Words) -> Words:
    """Put an id or the like before a text, in each of its languages.

    >>> behind("S1 ", {"en": "early", "nl": "vroeg"})
    {'en': 'S1 early', 'nl': 'S1 vroeg'}
    """
    return {language: f"{before}{text}" for language, text in words.items()}


def joined(parts: Iterable[Words], between: str) -> Words:
    """Put texts together; Dutch only when each of them has it.

    >>> joined([{"en": "a", "nl": "x"}, {"en": "b"}], "; ")
    {'en': 'a; b'}
    """
    listed = list(parts)
    whole = [language for language in ("en", "nl") if all(language in words for words in listed)]
    return {language: between.join(words[language] for words in listed) for language in whole}


def condition(study: Study, when: When, otherwise: Words) -> Words:
    """Say a condition: per dimension the values that fit; `otherwise` for one that always holds."""

    def part(dimension: str, values: Iterable[str]) -> Words:
        said = joined((study.name_code(f"values {dimension}", value) for value in values), " / ")
        return joined((study.name_code("dimensions", dimension), said), ": ")

    return joined((part(*each) for each in when.items()), "; ") if when else otherwise
