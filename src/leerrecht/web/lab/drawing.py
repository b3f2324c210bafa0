"""Pictures of the lab, drawn on the server: a place among others, shares of the draws, where rank 1 changes hands.

Every picture has a table beside it that says the same. No style attributes: the content security policy forbids them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from leerrecht.web.path.svg import INK, LINE, PETROL, SOFT, number, tag, text

PALE, TICK, WHITE = "#9cc5c6", "#b9b3a6", "#ffffff"
NARROW, WIDE = 250, 560
"""Widths of the two drawings of a chart: one for a phone, one for beside it; the style sheet shows one."""


def draw_place(*, place: int, reach: tuple[int, int], count: int) -> SafeString:
    """Draw a place among others: a dot with its number on a line, and a bar over the places in nine of ten draws."""
    step = 112 / max(count - 1, 1)
    at = [12 + step * each for each in range(max(count, 1))]
    ticks = "".join(tag("line", x1=x, x2=x, y1=9, y2=17, stroke=TICK, stroke_width=1.5) for x in at)
    low, high = (at[each - 1] for each in reach)
    bar = tag("line", x1=low, x2=high, y1=13, y2=13, stroke=PALE, stroke_width=8, stroke_linecap="round")
    dot = tag("circle", cx=at[place - 1], cy=13, r=9.5, fill=PETROL)
    figure = text(str(place), x=at[place - 1], y=17.5, size=12, fill=WHITE, bold=True, anchor="middle")
    line = tag("line", x1=12, x2=124, y1=13, y2=13, stroke=LINE, stroke_width=2)
    inside = line + ticks + (bar if low != high else "") + dot + figure
    return _picture(inside, width=136, height=26)


@dataclass(frozen=True, kw_only=True)
class Bar:
    """A share with its words; `is_striped`: of the second method."""

    share: float
    words: str
    is_striped: bool = False


def draw_shares(rows: Sequence[tuple[str, Sequence[Bar]]], *, name: str, title: str) -> SafeString:
    """Draw bars of shares, a group of bars per scenario, wide and narrow. `name`: of its pattern, once per page."""
    return _both(lambda width, which: _shares(rows, width=width, name=f"{name}-{which}", title=title))


def _shares(rows: Sequence[tuple[str, Sequence[Bar]]], *, width: int, name: str, title: str) -> str:
    left, right, thick, apart = 36, 58, 15, 12
    across = width - left - right
    parts, y = [_stripes(name)], 4.0
    for label, bars in rows:
        middle = y + len(bars) * (thick + 3) / 2 + 3
        parts.append(text(label, x=0, y=middle, size=14, fill=INK, bold=True))
        for bar in bars:
            fill = f"url(#{name})" if bar.is_striped else PETROL
            parts.append(tag("rect", x=left, y=y, width=across, height=thick, fill=WHITE, stroke=LINE))
            parts.append(tag("rect", x=left, y=y, width=across * bar.share, height=thick, fill=fill, stroke=PETROL))
            parts.append(text(bar.words, x=left + across + 6, y=y + 12, size=13, fill=INK))
            y += thick + 3
        y += apart
    return tag(
        "svg", "".join(parts), viewBox=f"0 0 {width} {number(y)}", role="img", aria_label=title, focusable="false"
    )


@dataclass(frozen=True, kw_only=True)
class Turn:
    """One weight from nothing to all: who is first in each stretch, as (from, to, who); `ends`: what its ends are called."""

    label: str
    stretches: tuple[tuple[float, float, str], ...]
    ends: tuple[str, str]


def draw_turns(turns: Sequence[Turn], *, title: str) -> SafeString:
    """Draw where rank 1 changes hands: a line per weight, a diamond at each turn, who is first on each side."""
    return _both(lambda width, which: _turns(turns, width=width, title=title))


def _turns(turns: Sequence[Turn], *, width: int, title: str) -> str:
    parts, y = [], 16.0
    for turn in turns:
        parts.append(text(turn.label, x=0, y=y, size=14, fill=INK, bold=True))
        y += 10
        for place, (low, high, who) in enumerate(turn.stretches):
            x, across = low * width, (high - low) * width
            parts.append(
                tag("rect", x=x, y=y, width=across, height=24, fill=PALE if place % 2 else WHITE, stroke=PETROL)
            )
            parts.append(text(who, x=x + across / 2, y=y + 17, size=13, fill=INK, bold=True, anchor="middle"))
            if low:
                parts.append(tag("path", d=f"M{number(x)} {number(y - 4)}l7 16 -7 16 -7 -16z", fill=PETROL))
        parts.append(text(turn.ends[0], x=0, y=y + 42, size=12, fill=SOFT))
        parts.append(text(turn.ends[1], x=width, y=y + 42, size=12, fill=SOFT, anchor="end"))
        y += 72
    return tag(
        "svg", "".join(parts), viewBox=f"0 0 {width} {number(y - 16)}", role="img", aria_label=title, focusable="false"
    )


def _stripes(name: str) -> str:
    line = tag("path", d="M-1 7L7 -1M3 9L9 3", stroke=PETROL, stroke_width=1.6)
    ground = tag("rect", width=8, height=8, fill=WHITE)
    pattern = tag("pattern", ground + line, id=name, width=8, height=8, patternUnits="userSpaceOnUse")
    return tag("defs", pattern)


def _both(draw: Callable[[int, str], str]) -> SafeString:
    """Give a chart twice: the style sheet shows the one that fits."""
    drawn = (
        f'<div class="lr-chart__{which}">{draw(width, which)}</div>'
        for which, width in (("wide", WIDE), ("narrow", NARROW))
    )
    return mark_safe("".join(drawn))  # noqa: S308 (tag and text escape)


def _picture(inside: str, *, width: int, height: int) -> SafeString:
    return mark_safe(  # noqa: S308 (tag and text escape)
        tag("svg", inside, viewBox=f"0 0 {width} {height}", aria_hidden="true", focusable="false")
    )
