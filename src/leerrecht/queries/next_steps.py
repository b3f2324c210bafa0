"""What is asked next of whoever reads a signal, in words."""

from __future__ import annotations

from leerrecht.law.conclusions import Finding
from leerrecht.law.words import say_date, say_step
from leerrecht.queries.rulebooks import rulebook


def is_planned(*, finding: Finding) -> bool:
    """Tell whether somebody waits for a school of which the first day is agreed: then only that day is to be confirmed."""
    return (
        finding.rule == "placement.term"
        and finding.planned_start_on is not None
        and finding.state in ("due", "overdue")
    )


def say_next(*, finding: Finding, lang: str) -> str:
    """Say the next step of a signal; empty when nothing is asked."""
    book = rulebook()
    if not is_planned(finding=finding) or finding.planned_start_on is None:
        return say_step(finding, book, lang)
    words = str(book.texts[finding.rule]["notes"]["planned_start"][lang])
    return words.format(planned_start_on=say_date(finding.planned_start_on, lang))
