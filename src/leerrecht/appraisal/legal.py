"""The legal check of a design, as far as the source states the law: in and out of school time, primary and secondary.

An answer is a verdict with its rules, never a score. Articles are as the source cites them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from leerrecht.appraisal.conditions import DEFAULTS, find_value, holds
from leerrecht.appraisal.study import Dims, LegalRule, Study

LEVELS = ("po", "vo")
TIMES = ("in_school", "out_of_school")
ALLOWED, WITHIN_LIMITS, ONLY_AFTER, QUESTION, UNDECIDED, NOTHING = (
    "allowed", "allowed within limits", "only after a change of law", "open question", "depends on what is unset", "not stated",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class LegalAnswer:
    """A verdict; the rules that apply, those that hang on an unset dimension, the ways out, and the unset dimensions."""

    verdict: str
    rules: tuple[str, ...]
    open: tuple[str, ...]
    ways_out: tuple[str, ...]
    hangs_on: tuple[str, ...]


def check_law(study: Study, dims: Dims) -> Mapping[str, Mapping[str, LegalAnswer]]:
    """Check a design at both times and both levels, whatever its own time is; its own time is one of them."""
    return {
        time: {level: _answer(study, {**dims, "time": time}, level) for level in LEVELS}
        for time in TIMES
        if time in study.dimensions.get("time", ())
    }


def _answer(study: Study, dims: Dims, level: str) -> LegalAnswer:
    rules = [rule for rule in study.legal.values() if level in rule.levels]
    applying = [rule for rule in rules if holds(rule.applies_if, dims)]
    undecided = [rule for rule in rules if holds(rule.applies_if, dims) is None]
    answered = {name for rule in applying for name in rule.answers}
    effects = {rule.effect for rule in applying if rule.id not in answered}
    ways = _ways_out(study, dims, applying)
    return LegalAnswer(
        verdict=_verdict(effects, undecided, under_other_law=find_value(dims, "law") != DEFAULTS["law"] and bool(ways)),
        rules=tuple(rule.id for rule in applying),
        open=tuple(rule.id for rule in undecided),
        ways_out=ways,
        hangs_on=tuple(
            dict.fromkeys(name for rule in undecided for name in rule.applies_if if find_value(dims, name) is None)
        ),
    )


def _verdict(effects: set[str], undecided: list[LegalRule], *, under_other_law: bool) -> str:
    """Give the verdict; a rule that forbids weighs most, and one that may do so leaves it undecided."""
    if "forbids" in effects or under_other_law:
        return ONLY_AFTER
    maybe = {rule.effect for rule in undecided}
    if "forbids" in maybe:
        return UNDECIDED
    if "asks" in effects:
        return QUESTION
    if "asks" in maybe or (undecided and "allows" not in effects):
        return UNDECIDED
    if "allows" not in effects:
        return NOTHING
    return WITHIN_LIMITS if "limits" in effects else ALLOWED


def _ways_out(study: Study, dims: Dims, applying: list[LegalRule]) -> tuple[str, ...]:
    """Give the ways out of what is forbidden; under another law than today's, the one that makes that law."""
    law = find_value(dims, "law")
    if law != DEFAULTS["law"]:
        today = {**dims, "law": DEFAULTS["law"]}
        forbidden = any(rule.effect == "forbids" and holds(rule.applies_if, today) for rule in study.legal.values())
        return tuple(way.id for way in study.ways_out.values() if way.law == law) if forbidden else ()
    return tuple(study.ways_out) if any(rule.effect == "forbids" for rule in applying) else ()


def find_practice_room(study: Study, dims: Dims, subgroup: str) -> tuple[str, ...]:
    """Give what the study says on room for practice-oriented education and internships that a design may use.

    Rules, findings and recommendations by id; nothing when the design's content isn't skills, or the subgroup's level has no
    such room.
    """
    room = study.document.get("practice_room") or {}
    if subgroup not in room.get("subgroups", ()) or find_value(dims, "content") not in (None, *room.get("content", ())):
        return ()
    return tuple(name for part in ("legal", "findings", "recommendations") for name in room.get(part, ()))
