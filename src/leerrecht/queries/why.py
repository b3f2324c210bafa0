"""Waarom: why does it say so? The rule in words, the facts it rests on, the parameters with their source, and what
would change it.

Facts that this viewer sees only as a conclusion are left out of the explanation, without saying that they were.
"""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from leerrecht.access import Scope
from leerrecht.law.conclusions import Finding
from leerrecht.law.explain import Explainer, make_receipt
from leerrecht.law.few import AnyCaseload
from leerrecht.law.words import say
from leerrecht.queries.child import Rows
from leerrecht.queries.facts import fields_read
from leerrecht.queries.rulebooks import rulebook


@dataclass(frozen=True, kw_only=True)
class Why:
    """The ground of one conclusion, as far as this viewer may know it."""

    finding: Finding
    title: str
    rule_words: str
    text: str
    notes: Sequence[str]
    facts: Sequence[dict[str, Any]]
    parameters: Sequence[dict[str, Any]]
    sources: Sequence[str]
    change: str
    change_on: datetime.date | None
    is_change_known: bool
    receipt: dict[str, str]


def _facts_seen(facts: Sequence[dict[str, Any]], rows: Rows, scope: Scope) -> list[dict[str, Any]]:
    """Leave out the rows and columns that the viewer may not see."""
    seen = {(table, row["row"]): row for table, found in rows.items() for row in found}
    shown = []
    for fact in facts:
        row = seen.get((fact["sheet"], fact["row"]))
        if row is None:
            continue
        columns = {
            name: value
            for name, value in fact.items()
            if name not in ("sheet", "row")
            and row.get("born_from" if name in ("born_on", "born_from", "born_to") else name) is not None
        }
        if columns:
            shown.append({"sheet": fact["sheet"], "fact": row.get("fact", ""), "columns": columns})
    return shown


def explain(
    *, scope: Scope, number: int, caseload: AnyCaseload, rows: Rows, finding: Finding, on: datetime.date, lang: str
) -> Why:
    """Explain one conclusion about the one child (row number) of this caseload."""
    book = rulebook()
    explainer = Explainer.of(caseload=caseload, rulebook=book, on=on, lang=lang)
    explanation = explainer.explain(finding)
    facts = _facts_seen(explanation.because["facts"], rows, scope)
    is_ahead = not scope.reach_of(number).is_aftercare  # one reads on, not ahead
    is_open = is_ahead and all(scope.sees_field(name, child=number) for name in fields_read(finding.rule))
    change = explainer.next_change(finding) if is_open else None  # a date on which it changes may be a closed fact
    is_row = isinstance(change, Finding)
    shown = [{**fact["columns"], "sheet": fact["sheet"]} for fact in facts]
    seen = dataclasses.replace(explanation, because={**explanation.because, "facts": shown})
    texts = book.texts[finding.rule]
    return Why(
        finding=finding,
        title=str(texts["title"][lang]),
        rule_words=str(texts["rule"][lang]),
        text=explanation.text,
        notes=explanation.notes,
        facts=facts,
        parameters=explanation.because["parameter"],
        sources=explanation.because["source"],
        change=say(change, book, lang) if isinstance(change, Finding) else "",
        change_on=(on + datetime.timedelta(days=change.days or 0))
        if isinstance(change, Finding)
        else change
        if not is_row
        else None,
        is_change_known=is_open,
        receipt=make_receipt(rulebook=book, explanation=seen, on=on),
    )
