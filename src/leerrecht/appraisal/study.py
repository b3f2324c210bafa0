"""A study as it is after loading: framework, scenarios, evidence, judgements, vetoes, law, and what the source concludes.

Nothing is decided here, and nothing is read from disk. A study that was loaded has been checked whole: every id that
something names exists.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

When = Mapping[str, tuple[str, ...]]
"""A condition on a design: per dimension the values that fit. All dimensions must fit."""
Dims = Mapping[str, str]
"""A design: per dimension the value it has; a dimension that isn't there is unset."""
Words = Mapping[str, str]
"""A text per language: `en` always, `nl` where there is one."""
NO_WORDS: Words = {"en": ""}


@dataclass(frozen=True, kw_only=True)
class Criterion:
    """What is judged. `same_as`: it points to another one and counts once, there. `parent`: of an indicator."""

    id: str
    name: Words
    block: str
    parent: str | None = None
    same_as: str | None = None
    definition: Words = field(default_factory=lambda: NO_WORDS)


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """An option that is weighed. `zero`: the present situation, which takes no part when nobody judged it."""

    id: str
    name: Words
    dims: Dims
    zero: bool = False


@dataclass(frozen=True, kw_only=True)
class Subgroup:
    """For whom. `scored`: whether the source judges it; one that isn't has findings and conclusions only."""

    id: str
    name: Words
    level: str
    scored: bool
    size: float | None = None


@dataclass(frozen=True, kw_only=True)
class Finding:
    """Something that was found. `applies_if`: on which designs; `requires`: what it asks of one; polarity -2..2 or None.

    `quote`: the words of its source, in the source's language; `span`: where they stand (page, and lines `from` and `to`).
    """

    id: str
    text: Words
    chapter: str
    subgroups: tuple[str, ...]
    criterion: str
    polarity: int | None
    kind: str
    said_by: str
    applies_if: When
    requires: When = field(default_factory=dict)
    pupil_condition: Words = field(default_factory=lambda: NO_WORDS)
    quote: str = ""
    source: str = ""
    span: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """One cell: the code that a coder gave, the codes that a second reader could defend, and on what ground."""

    scenario: str
    subgroup: str
    criterion: str
    statement: str
    score: int | None
    low: int
    high: int
    basis: str
    chapter: str
    findings: tuple[str, ...]
    text: Words

    @property
    def id(self) -> str:
        """Name the cell: scenario, then column."""
        return cell_id(self.scenario, self.criterion)


def cell_id(scenario: str, column: str) -> str:
    """Name a cell of a subgroup's matrix.

    >>> cell_id("C1", "K4")
    'C1/K4'
    """
    return f"{scenario}/{column}"


@dataclass(frozen=True, kw_only=True)
class Ordering:
    """A comparison that the source itself makes: on this criterion one scenario is better (or at least as good)."""

    id: str
    criterion: str
    subgroups: tuple[str, ...]
    better: str
    worse: str
    strict: bool
    findings: tuple[str, ...]
    text: Words


@dataclass(frozen=True, kw_only=True)
class Veto:
    """What keeps a scenario from being admissible, however well it scores elsewhere.

    `when`: on which designs it falls. `at_most`: criteria whose score is this low or lower. `lifted_by`: what would take it
    away, as values of dimensions; `lift`: the same in words.
    """

    id: str
    name: Words
    block: str
    subgroups: tuple[str, ...]
    when: When
    at_most: Mapping[str, int]
    rests_on: tuple[str, ...]
    lift: Words
    lifted_by: When


@dataclass(frozen=True, kw_only=True)
class LegalRule:
    """What the law says about a design. `effect`: forbids, asks, limits or allows; `answers`: the rules it makes moot."""

    id: str
    law: Words
    text: Words
    levels: tuple[str, ...]
    effect: str
    applies_if: When
    answers: tuple[str, ...] = ()
    rests_on: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class WayOut:
    """How a rule that forbids could be taken away, under which value of the dimension `law`, and what it asks."""

    id: str
    law: str
    text: Words
    needs: Words


@dataclass(frozen=True, kw_only=True)
class Claim:
    """A conclusion or recommendation of the source, with the tests that show whether it follows from the study."""

    id: str
    kind: str
    text: Words
    chapter: str
    subgroups: tuple[str, ...]
    rests_on: tuple[str, ...]
    shown_by: Mapping[str, tuple[Mapping[str, Any], ...]]
    conditions: tuple[Words, ...] = ()
    counter: tuple[str, ...] = ()

    def tests(self, subgroup: str) -> tuple[Mapping[str, Any], ...]:
        """Give the tests for a subgroup: its own, or those for every one."""
        return self.shown_by.get(subgroup, self.shown_by.get("all", ()))


@dataclass(frozen=True, kw_only=True)
class Note:
    """Something with an id, a text and what it bears on: a fact, a tension, a gap, a party's share, a country's practice."""

    id: str
    text: Words
    subgroups: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    chapter: str = ""
    entry: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Coding:
    """The judgements of one coder, as they were written. `by`: a role."""

    id: str
    by: str
    judgements: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, kw_only=True)
class Study:
    """A whole study. `document`: as it was written, for what is only printed (respondents, options, changes).

    `words`: what its own codes are called, by kind (said_by, dimensions, parties, and `values DIMENSION`); `untranslated`: the
    places of texts that are in English only; `codings`: of each coder, where there are several; `judgements` hold them
    all; `history`: what was added and changed since it was begun, and is in it.
    """

    id: str
    title: Words
    concluding: str
    block_weights: Mapping[str, float]
    blocks: Mapping[str, Words]
    columns: tuple[str, ...]
    criteria: Mapping[str, Criterion]
    dimensions: Mapping[str, tuple[str, ...]]
    scenarios: Mapping[str, Scenario]
    subgroups: Mapping[str, Subgroup]
    findings: Mapping[str, Finding]
    judgements: tuple[Judgement, ...]
    orderings: tuple[Ordering, ...]
    vetoes: Mapping[str, Veto]
    legal: Mapping[str, LegalRule]
    ways_out: Mapping[str, WayOut]
    claims: Mapping[str, Claim]
    facts: Mapping[str, Note]
    tensions: Mapping[str, Note]
    gaps: Mapping[str, Note]
    piofach: tuple[Note, ...]
    countries: Mapping[str, Note]
    sources: Mapping[str, Note]
    codings: tuple[Coding, ...]
    history: tuple[Mapping[str, Any], ...]
    words: Mapping[str, Mapping[str, Words]]
    untranslated: tuple[str, ...]
    document: Mapping[str, Any]

    @cached_property
    def cells(self) -> Mapping[tuple[str, str, str], Judgement]:
        """Give the judgements by subgroup, scenario and column."""
        return {(each.subgroup, each.scenario, each.criterion): each for each in self.judgements}

    def judged(self, subgroup: str) -> tuple[str, ...]:
        """Give the scenarios of which at least one cell of a subgroup was judged or said to be unknown."""
        found = {scenario for group, scenario, _ in self.cells if group == subgroup}
        return tuple(scenario for scenario in self.scenarios if scenario in found)

    def name_code(self, kind: str, code: str) -> Words:
        """Give what a code is called; one without words as it is, read as English."""
        return self.words.get(kind, {}).get(code) or {"en": code.replace("_", " ")}

    def block_of(self, column: str) -> str:
        """Give the block of a column."""
        return self.criteria[column].block

    def is_late(self, finding: str) -> bool:
        """Tell whether a finding stands in the concluding chapter, so that resting on it alone is going round in a circle."""
        return finding in self.findings and self.findings[finding].chapter == self.concluding


def say(words: Words, lang: str) -> str:
    """Say a text in a language, in English where there is no other.

    >>> say({"en": "small group"}, "nl")
    'small group'
    """
    return words.get(lang) or words["en"]


def spoken(words: Words, lang: str) -> str:
    """Tell in which language `say` says it: the one asked for, or English where there is no other.

    >>> spoken({"en": "small group"}, "nl"), spoken({"en": "", "nl": ""}, "nl")
    ('en', 'nl')
    """
    return lang if words.get(lang) or not words["en"] else "en"


def words_in(entry: Mapping[str, Any], name: str, otherwise: str = "") -> Words:
    """Give a text of an entry as it was written: `name` in English, `name_nl` in Dutch."""
    texts = {"en": str(entry.get(name, otherwise)), "nl": str(entry.get(f"{name}_nl", ""))}
    return {language: text for language, text in texts.items() if text or language == "en"}


def entry_words(entry: Mapping[str, Any], name: str) -> Words:
    """Give a field of an entry as a text, a list with commas; without a Dutch one the same in both: names and numbers."""
    return {"en": _shown(entry.get(name)), "nl": _shown(entry.get(f"{name}_nl", entry.get(name)))}


def _shown(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)
