"""The table twin of the drawing, and the legend of the kinds that occur in it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping

from leerrecht.web.path.facts import Seen
from leerrecht.web.path.parts import LANES, Drawing, Flag, Kind, Lane, LegendItem, Part, Row, Term
from leerrecht.web.path.say import say_day
from leerrecht.web.path.svg import LOOKS, PETROL, TODAY, tag
from leerrecht.web.words import word

LEGEND: tuple[Kind, ...] = ("recorded", "planned", "unknown", "waiting", "term", "interim", "gap", "missed", "event")
LONG_BOX = 14


def _say_end(seen: Seen, part: Part) -> str:
    if part.end is not None and not part.runs:
        return say_day(day=part.end, on=seen.on, lang=seen.lang, always_year=True)
    return "" if part.kind == "event" else word("path.no_end", seen.lang)


def _make_row(seen: Seen, part: Part) -> Row:
    start = say_day(day=part.start, on=seen.on, lang=seen.lang, always_year=True) if part.start else ""
    is_empty = part.start is None and part.end is None and part.kind == "unknown"
    due_on = part.due_on if isinstance(part, Term) else None
    return Row(
        id=f"path-row-{part.id}",
        lane=word(f"path.lane_{part.lane}", seen.lang),
        what=f"{part.what}, {part.post}" if isinstance(part, Term) and due_on else part.what,
        start="" if is_empty else start or word("path.no_start", seen.lang),
        end="" if is_empty or (isinstance(part, Term) and not due_on) else _say_end(seen, part),
        state=part.state,
    )


def _flag_row(seen: Seen, flag: Flag) -> Row:
    return Row(
        id=f"path-row-{flag.id}",
        lane=word("path.lane_ahead", seen.lang),
        what=flag.what,
        start=say_day(day=flag.start, on=seen.on, lang=seen.lang, always_year=True),
        end=say_day(day=flag.end, on=seen.on, lang=seen.lang, always_year=True) if flag.end else "",
        state=flag.state,
    )


def make_rows(
    seen: Seen, parts: Mapping[str, list[Part]], term: Term | None, flags: tuple[Flag, ...]
) -> tuple[Row, ...]:
    """Give a row for every part, drawn or not, by lane and start; the term first in its lane."""
    rows = []
    for lane in LANES:
        if lane == "school" and term:
            rows.append(_make_row(seen, term))
        ordered = sorted(parts[lane], key=lambda part: part.start or datetime.date.min)
        rows += [_make_row(seen, part) for part in ordered]
    return (*rows, *(_flag_row(seen, flag) for flag in flags))


def _picture(kind: str) -> Drawing:
    """Give a small picture of a kind of part."""
    if kind == "event":
        shapes = tag("path", d="M16 2l7 7-7 7-7-7z", fill=PETROL)
    elif kind == "today":
        shapes = tag("path", d="M16 0v18", stroke=TODAY, stroke_width="3")
    elif kind == "holiday":
        shapes = tag("rect", x=1, y=2, width=30, height=14, fill="#fdf8ea")
        shapes += tag("path", d="M3 15 14 3M12 15 23 3M21 15 29 6", stroke="#d9c48a", stroke_width="2")
    else:
        look = LOOKS[kind]
        fill = {"unknown": "#fff", "interim": "#f3e8d2", "gap": "#fff"}.get(kind, look.fill)
        width = LONG_BOX if kind == "missed" else 30
        shapes = tag(
            "rect", x=(32 - width) / 2, y=2, width=width, height=14, rx=0 if kind == "term" else 3, fill=fill,
            stroke=look.stroke, stroke_width="1.5", stroke_dasharray=look.dashes or None,
        )  # fmt: skip
        shapes += {
            "unknown": "".join(tag("circle", cx=x, cy=9, r="1.2", fill="#8d959c") for x in (8, 16, 24)),
            "interim": tag("path", d="M6 15 16 3M14 15 24 3", stroke="#cbb684", stroke_width="2"),
            "gap": tag("path", d="M6 3l10 12M16 3 6 15M16 3l10 12M26 3 16 15", stroke="#d49a96", stroke_width="1"),
            "term": tag("path", d="M30 0v18", stroke="#7a4300", stroke_width="3"),
        }.get(kind, "")
    return Drawing(tag("svg", shapes, viewBox="0 0 32 18", aria_hidden="true", focusable="false"))


def _kinds(lanes: tuple[Lane, ...], flags: tuple[Flag, ...]) -> Iterator[str]:
    drawn = {part.kind for lane in lanes for part in lane.parts}
    if any(lane.term and not lane.term.due_on for lane in lanes):
        drawn = (drawn - {"term"}) | {"unknown"}
    yield from (kind for kind in LEGEND if kind in drawn)
    if any(flag.kind == "holiday" for flag in flags):
        yield "holiday"
    yield "today"


def make_legend(seen: Seen, lanes: tuple[Lane, ...], flags: tuple[Flag, ...]) -> tuple[LegendItem, ...]:
    """Give the kinds that occur, each with its word and a small picture."""
    items = []
    for kind in _kinds(lanes, flags):
        name = kind
        if kind == "missed" and any(_is_long(part) for lane in lanes for part in lane.parts if part.kind == "missed"):
            name = "missed_month"
        items.append(LegendItem(kind=kind, text=word(f"path.legend_{name}", seen.lang), icon=_picture(kind)))
    return tuple(items)


def _is_long(part: Part) -> bool:
    return part.start is not None and part.end is not None and (part.end - part.start).days > LONG_BOX
