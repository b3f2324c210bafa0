"""What a path is made of: lanes with parts, flags ahead, and the rows of the table. Plain, frozen data."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

Kind = Literal["recorded", "planned", "unknown", "waiting", "interim", "event", "gap", "missed", "term"]
LANES = ("stay", "school", "interim", "attendance", "people")
LANE_ORDER = (*LANES, "ahead")


class Drawing(str):
    """A piece of markup that is already safe: templates show it as it is."""

    __slots__ = ()

    def __html__(self) -> str:
        """Give itself: nothing is left to escape."""
        return self


@dataclass(frozen=True, kw_only=True)
class Part:
    """One thing in a lane.

    `end`: the first day it is no longer so; None: it goes on. `start`: None: since a day we don't know.
    `text` is what stands in the drawing, `details` the rest of its accessible name, `what` its name in the table.
    `mark`: a short text for a small box, such as the hours missed. `follows`: an event of the same day stands before it.
    `runs`: it goes on, though the drawing shows it up to today. `drawn`: whether it is in the drawing; all are in the table.
    """

    id: str
    lane: str
    kind: Kind
    start: datetime.date | None
    end: datetime.date | None
    text: str
    what: str
    state: str
    details: str = ""
    mark: str = ""
    group: str = ""
    follows: bool = False
    runs: bool = False
    drawn: bool = True


@dataclass(frozen=True, kw_only=True)
class Term(Part):
    """The placement term: a band with a post on its last day. `post`: what stands on the post.

    `brief`: a shorter text for the band; `short`: band and end in one.
    """

    due_on: datetime.date | None
    post: str
    brief: str
    short: str
    outcome: str


@dataclass(frozen=True, kw_only=True)
class Flag:
    """Something ahead: a move, a holiday (which lasts until `end`), the 18th birthday."""

    id: str
    kind: Literal["move", "holiday", "eighteen"]
    start: datetime.date
    end: datetime.date | None
    strong: str
    text: str
    what: str
    details: str
    state: str

    @property
    def label(self) -> str:
        """The visible text."""
        return f"{self.strong} {self.text}"


@dataclass(frozen=True, kw_only=True)
class Others:
    """What a lane has no room for: how many, in words, and the first of their rows."""

    id: str
    count: int
    text: str
    details: str


@dataclass(frozen=True, kw_only=True)
class Lane:
    """A lane: its name, its parts in sub-rows (top to bottom), and what didn't fit."""

    name: str
    title: str
    lines: tuple[str, ...]
    short: str
    caption: str
    rows: tuple[tuple[Part, ...], ...]
    term: Term | None = None
    others: Others | None = None

    @property
    def parts(self) -> tuple[Part, ...]:
        """All drawn parts: the term first, then by sub-row."""
        return (*((self.term,) if self.term else ()), *(part for row in self.rows for part in row))


@dataclass(frozen=True, kw_only=True)
class Row:
    """A row of the table twin; every cell in words."""

    id: str
    lane: str
    what: str
    start: str
    end: str
    state: str


@dataclass(frozen=True, kw_only=True)
class LegendItem:
    """One kind of part that occurs in the drawing, with a small picture of it."""

    kind: str
    text: str
    icon: Drawing


@dataclass(frozen=True, kw_only=True)
class Path:
    """One child's path. `last_on` is the first day that is no longer in the drawing. `months`: the first day of each month."""

    lang: str
    on: datetime.date
    first_on: datetime.date
    last_on: datetime.date
    months: tuple[datetime.date, ...]
    title: str
    label_wide: str
    label_tall: str
    today: str
    lanes: tuple[Lane, ...]
    flags: tuple[Flag, ...]
    rows: tuple[Row, ...]
    legend: tuple[LegendItem, ...]
    note: str
    more: str
    words: dict[str, str]

    @property
    def parts(self) -> tuple[Part, ...]:
        """All drawn parts, lane by lane."""
        return tuple(part for lane in self.lanes for part in lane.parts)

    @cached_property
    def wide(self) -> Drawing:
        """The drawing for wide screens."""
        from leerrecht.web.path.wide import draw_wide

        return Drawing(draw_wide(self, self.lang))

    @cached_property
    def tall(self) -> Drawing:
        """The drawing for narrow screens."""
        from leerrecht.web.path.tall import draw_tall

        return Drawing(draw_tall(self, self.lang))
