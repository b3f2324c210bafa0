"""A move in words, for the templates. The words of points and their sides stand in the rulebook."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from leerrecht.law.conclusions import Finding
from leerrecht.law.words import say, say_when
from leerrecht.queries.facts import MOVE_RULE
from leerrecht.queries.moves import RECEIVING, SENDING, Holder, Move, Point, Span
from leerrecht.queries.rulebooks import rulebook
from leerrecht.web.child.wording import capital, task_words
from leerrecht.web.words import word


def item_words(item: str, lang: str) -> str:
    """Name a point of a move."""
    return str(rulebook().texts[MOVE_RULE]["items"][item][lang])


def point_row(point: Point, lang: str) -> dict[str, Any]:
    """Give a point in words: what, who, by when, and how it stands."""
    found = point.finding
    return {
        "fact": point.fact,
        "title": item_words(point.item, lang),
        "state": found.state if found else "unknown",
        "is_done": found is not None and found.met_on is not None,
        "when": _when(found, lang) if found else "",
        "who": ", ".join(part for part in (point.person, point.organisation) if part),
        "note": point.note,
    }


def _when(found: Finding, lang: str) -> str:
    """Say by when, or since when it is done."""
    if found.met_on is not None:
        return word("move.done_on", lang, day=_day(found.met_on, lang))
    if found.due_on is None:
        return say(found, rulebook(), lang)
    return word("move.due_on", lang, day=_day(found.due_on, lang), when=say_when(found, rulebook(), lang))


def _day(day: datetime.date, lang: str) -> str:
    from leerrecht.law.words import say_date

    return say_date(day, lang)


def move_row(move: Move, lang: str) -> dict[str, Any]:
    """Give a move in words."""
    sides = [
        {"name": side, "title": word(f"move.side_{side}", lang), "points": [point_row(each, lang) for each in points]}
        for side, points in ((SENDING, move.sides[SENDING]), (RECEIVING, move.sides[RECEIVING]))
        if points
    ]
    return {
        "move": move,
        "where": move.location or move.municipality,
        "title": word("move.to" if move.is_ahead else "move.made", lang, where=move.location or move.municipality),
        "sides": sides,
        "open": sum(not point["is_done"] for side in sides for point in side["points"]),
        "gap": say(move.gap, rulebook(), lang) if move.gap else "",
        "gap_state": move.gap.state if move.gap else "",
        "spans": [span_row(span, lang) for span in move.spans],
    }


def span_row(span: Span, lang: str) -> dict[str, Any]:
    """Give some days in words: who is there, and what nobody does."""
    return {
        "from_on": span.from_on,
        "last_on": span.to_on - datetime.timedelta(days=1),
        "lives": span.lives,
        "people": _people(span.holders, lang),
        "missing": [task_words(task, lang) for task in span.missing],
    }


def _people(holders: Sequence[Holder], lang: str) -> list[dict[str, Any]]:
    """Give each person once, with all that they do."""
    held: dict[tuple[str, str], list[str]] = {}
    for holder in holders:
        said = task_words(holder.task, lang)
        stand_in = f" ({word('people.stand_in', lang)})" if holder.is_stand_in else ""
        held.setdefault((holder.person, holder.organisation), []).append(said + stand_in)
    return [
        {
            "name": person or capital(organisation) or word("people.unnamed", lang),
            "organisation": organisation if person else "",
            "tasks": tasks,
        }
        for (person, organisation), tasks in held.items()
    ]
