"""Why: the facts, the dated parameters and the sources behind a conclusion, what would change it, and a receipt.

Nothing is said that the rule didn't look at: the facts come from watching it (trace.py).
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from leerrecht.law.conclusions import Finding, name_row
from leerrecht.law.dates import day_number
from leerrecht.law.engine import candidate_birth, evaluate
from leerrecht.law.facts import Facts, child_at
from leerrecht.law.few import AnyCaseload
from leerrecht.law.parameters import Law
from leerrecht.law.rulebook import Parameter, Rulebook, Value
from leerrecht.law.rules import RULE
from leerrecht.law.rules.status import conditions_of
from leerrecht.law.trace import Trace, watch
from leerrecht.law.version import engine_version
from leerrecht.law.words import say, say_notes, say_step

LOOK_AHEAD_DAYS = 730
SELECTORS = {
    "plans": {"rule", "key"}, "identifiers": {"kind"}, "enrolments": {"kind", "school"}, "assessments": {"domain"},
    "transfers": {"to_school", "decision"}, "involvements": {"task"},
}  # fmt: skip
"""Columns by which a rule picks its rows. A row of which nothing else was read wasn't picked, and must not be told:
a plan about extended reception would betray a status to whoever may see a move."""


@dataclass(frozen=True)
class Explanation:
    """A conclusion with its ground, ready to be shown or written."""

    finding: Finding
    text: str
    step: str
    notes: tuple[str, ...]
    because: dict[str, Any]


@dataclass(frozen=True)
class Explainer:
    """Explains the conclusions of one caseload on one day; the facts are made ready once."""

    caseload: AnyCaseload
    rulebook: Rulebook
    on: datetime.date
    lang: str
    facts: Facts
    law: Law

    @classmethod
    def of(cls, *, caseload: AnyCaseload, rulebook: Rulebook, on: datetime.date, lang: str = "nl") -> Explainer:
        """Make an explainer."""
        return cls(caseload, rulebook, on, lang, caseload.lists, rulebook.law_on(on))

    def explain(self, finding: Finding) -> Explanation:
        """Give a conclusion with its ground."""
        rule = RULE[finding.rule]
        _, trace = watch(
            rule=rule, facts=self.facts, law=self.law, on=day_number(self.on), i=finding.place, k=finding.k
        )
        notes = tuple(say_notes(finding, self.rulebook, self.lang))
        because: dict[str, Any] = {
            "facts": facts_used(trace, self.caseload),
            "parameter": parameters_used(trace, self.rulebook, self.lang),
            "source": list(self.rulebook.texts[finding.rule]["source"]),
        }
        for name in ("outcome", "missing", "days_counted", "times"):
            if getattr(finding, name):
                because[name] = getattr(finding, name)
        for name in ("met_on", "planned_start_on", "possible_due_on", "early_due_on", "stricter_due_on"):
            if getattr(finding, name):
                because[name] = getattr(finding, name).isoformat()
        if trace.holidays:
            because["holidays"] = sorted({holiday.source for holiday in self.rulebook.holidays})
        if finding.rule == "adult.extended_reception":
            place, day = finding.place, day_number(self.on)
            born_on = candidate_birth(*self.facts.children[place][:2], 0, day)
            because["conditions"] = conditions_of(child_at(self.facts, place, born_on, day), self.facts, day)
        if rule.audience != "all":
            because["audience"] = rule.audience
        if notes:
            because["notes"] = list(notes)
        return Explanation(
            finding,
            say(finding, self.rulebook, self.lang),
            say_step(finding, self.rulebook, self.lang),
            notes,
            because,
        )

    def next_change(self, finding: Finding) -> Finding | datetime.date | None:
        """Give what this conclusion becomes by time alone: the first other one within two years.

        A date: from that day on the rule gives no row. None: nothing changes by time alone.
        """
        rule = RULE[finding.rule]
        for days in range(1, LOOK_AHEAD_DAYS):
            day = self.on + datetime.timedelta(days=days)
            rows = evaluate(
                facts=self.facts, law=self.rulebook.law_on(day), on=day_number(day), rules=[rule],
                children=[finding.place],
            )  # fmt: skip
            named = (name_row(row=row, caseload=self.caseload, rulebook=self.rulebook, on=day) for row in rows)
            later = next((other for other in named if other.key == finding.key), None)
            if later is None:
                return day
            if (later.state, later.outcome) != (finding.state, finding.outcome):
                return later._replace(days=days)
        return None


def born(fact: Mapping[str, Any]) -> dict[str, Any]:
    """Give a birth date as one day, or as the first and last day on which it may be."""
    if fact["born_from"] == fact["born_to"]:
        return {"born_on": fact["born_from"]}
    return {"born_from": fact["born_from"], "born_to": fact["born_to"]}


def facts_used(trace: Trace, caseload: AnyCaseload) -> list[dict[str, Any]]:
    """Give the facts a rule looked at: a row each, with its sheet, its row in the source and the columns that are filled."""
    rows: dict[tuple[str, int], dict[str, Any]] = {}
    for table, place, column in trace.facts:
        if place < 0:
            continue
        fact = caseload.row(table, place)
        found = rows.setdefault((table, place), {"sheet": table, "row": fact["row"]})
        values = {column: fact[column]} if column != "born_on" else born(fact)
        for name, value in values.items():
            if value is not None:
                found[name] = value.isoformat() if isinstance(value, datetime.date) else value
    return [row for row in rows.values() if set(row) - {"sheet", "row"} - SELECTORS.get(row["sheet"], set())]


def parameter_row(parameter: Parameter, value: Value, lang: str) -> dict[str, Any]:
    """Give one dated value of a parameter: title, value, dates, certainty and source."""
    return {
        "id": parameter.id,
        "title": parameter.title[lang],
        "value": value.shown if parameter.unit == "choice" else value.value,
        "unit": parameter.unit,
        "from": value.valid_from.isoformat() if value.valid_from else None,
        "to": value.valid_to.isoformat() if value.valid_to else None,
        "certainty": value.certainty,
        "source": value.source,
    }


def parameters_used(trace: Trace, rulebook: Rulebook, lang: str) -> list[dict[str, Any]]:
    """Give the parameters a rule looked at, each with the value in force."""
    return [parameter_row(*rulebook.rows[place], lang) for place in sorted(trace.parameters)]


def make_receipt(*, rulebook: Rulebook, explanation: Explanation, on: datetime.date) -> dict[str, str]:
    """Give the receipt of one conclusion: which rulebook, which engine, which inputs; the same again gives the same.

    The inputs' hash covers the question, the answer and only the facts that it rests on (not their place in the list), so
    that it betrays nothing else.
    """
    finding = explanation.finding
    facts = [{name: value for name, value in fact.items() if name != "row"} for fact in explanation.because["facts"]]
    answer = [finding.rule, finding.key, finding.state, str(finding.since_on), str(finding.due_on), finding.outcome]
    inputs = json.dumps([answer, finding.missing, facts, on.isoformat()], sort_keys=True, ensure_ascii=False)
    return {
        "rulebook": rulebook.hash[:16],
        "engine": engine_version(),
        "inputs": hashlib.sha256(inputs.encode()).hexdigest()[:16],
    }


def as_json_row(explanation: Explanation, *, left_out: Sequence[str] = (), warning: str = "") -> dict[str, Any]:
    """Give a conclusion as the JSON object of the caseload format.

    `left_out`: places of rows about the child that couldn't be read; `warning`: the sentence that says so.
    """
    finding = explanation.finding
    because: dict[str, Any] = dict(explanation.because)
    if left_out:
        because["left_out"] = list(left_out)
        because["notes"] = [*because.get("notes", []), warning]
    return {
        "child": finding.child,
        "rule": finding.rule,
        "key": finding.key,
        "state": finding.state,
        "since_on": finding.since_on.isoformat() if finding.since_on else None,
        "due_on": finding.due_on.isoformat() if finding.due_on else None,
        "days": finding.days,
        "because": because,
        "text": explanation.text,
    }
