"""A move in words, for the templates. The words of points and their sides stand in the rulebook."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from leerrecht.law.conclusions import Finding
from leerrecht.law.tables import MOVE_ITEMS
from leerrecht.law.words import say, say_date, say_when
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
        "is_done": point.is_done,
        "when": _when(point, found, lang) if found else "",
        "who": _holder(point),
        "note": point.note,
    }


def _holder(point: Point) -> str:
    """Say who does a point: the person, with the organisation behind it."""
    if point.person and point.organisation:
        return f"{point.person} ({point.organisation})"
    return point.person or point.organisation


def _when(point: Point, found: Finding, lang: str) -> str:
    """Say by when, or since when it is done; nothing when that day is not for this viewer."""
    if point.is_done:
        return word("move.done_on", lang, day=say_date(point.done_on, lang)) if point.done_on else ""
    if found.due_on is None:
        return say(found, rulebook(), lang)
    return word("move.due_on", lang, day=say_date(found.due_on, lang), when=say_when(found, rulebook(), lang))


def side_row(side: str, points: Sequence[Point], lang: str, *, is_ahead: bool) -> dict[str, Any]:
    """Give the points of one side in words: what is asked first goes first, what is done last."""
    rows = [point_row(point, lang) for point in sorted(points, key=_asked_first)]
    return {
        "name": side,
        "title": word(f"move.side_{side}" if is_ahead else f"move.side_{side}_made", lang),
        "points": rows,
        "open": sum(not row["is_done"] for row in rows),
    }


def _asked_first(point: Point) -> tuple[bool, datetime.date, int]:
    found = point.finding
    due_on = found.due_on if found and found.due_on else datetime.date.max
    return point.is_done, due_on, MOVE_ITEMS.index(point.item)


def move_row(move: Move, lang: str) -> dict[str, Any]:
    """Give a move in words."""
    sides = [
        side_row(side, move.sides[side], lang, is_ahead=move.is_ahead)
        for side in (SENDING, RECEIVING)
        if move.sides[side]
    ]
    return {
        "move": move,
        "where": move.location or move.municipality,
        "title": word("move.to" if move.is_ahead else "move.made", lang, where=move.location or move.municipality),
        "sides": sides,
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
