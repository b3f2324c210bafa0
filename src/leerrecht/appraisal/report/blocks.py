"""What a report is made of: headings, sentences with their grounds, tables, charts. Every form is drawn from these.

A ground is an id with a place in the annexes, so that each sentence opens what it rests on. Texts are plain: whoever draws
them keeps them from being markup. `lang` of a text is filled when it stands in another language than the report.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Ground:
    """A link to where an id stands: what to show, and where to go. `circular`: it rests on the concluding chapter only."""

    shown: str
    target: str
    circular: bool = False


@dataclass(frozen=True, kw_only=True)
class Heading:
    """A heading; level 1 is the title."""

    level: int
    text: str
    lang: str = ""


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A text, perhaps with grounds, perhaps a place that grounds lead to: a cell of a table, or a note under a sentence."""

    text: str
    grounds: Sequence[Ground] = ()
    target: str = ""
    lang: str = ""


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """A sentence, a label with it (such as its status), its grounds and notes. `strong`: it is what the reader came for."""

    text: str
    label: str = ""
    grounds: Sequence[Ground] = ()
    notes: Sequence[Cell] = ()
    strong: bool = False
    target: str = ""
    lang: str = ""


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table with its caption; the first cell of a row names it."""

    caption: str
    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    widths: Sequence[int] = ()


@dataclass(frozen=True, kw_only=True)
class Chart:
    """A drawing as SVG, with what it shows in words; a table with the same numbers stands beside it."""

    svg: str
    alt: str


Block = Heading | Sentence | Table | Chart


@dataclass(frozen=True, kw_only=True)
class Report:
    """A whole report. `words`: the few fixed words that the forms themselves need."""

    title: str
    lang: str
    blocks: Sequence[Block]
    words: Mapping[str, str] = field(default_factory=dict)


def row(*cells: str | Cell) -> tuple[Cell, ...]:
    """Make a row out of texts and cells."""
    return tuple(cell if isinstance(cell, Cell) else Cell(text=cell) for cell in cells)


def as_data(report: Report) -> dict[str, Any]:
    """Give a report as plain data, each block with its kind."""
    from dataclasses import asdict

    blocks = [{"kind": type(block).__name__.lower(), **asdict(block)} for block in report.blocks]
    return {"title": report.title, "lang": report.lang, "words": dict(report.words), "blocks": blocks}
