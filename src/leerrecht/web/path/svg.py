"""SVG primitives: elements with escaped attributes and text, the looks of each kind, icons, and the width of text.

No style attributes: the content security policy forbids them.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from html import escape
from typing import NamedTuple

from leerrecht.web.path.widths import width_of

FEWEST = 5
"""The fewest letters of a text that are worth showing before an ellipsis."""
INK, SOFT, PETROL, LINE, PAPER, TODAY = "#17232b", "#47545d", "#0b4f57", "#dcd7cc", "#f7f5f0", "#b23a0e"
POST = {
    "met": "#1d5b36", "met_late": "#9c1f1a", "overdue": "#9c1f1a", "due": "#7a4300", "upcoming": "#7a4300",
    "unknown": "#47515c",
}  # fmt: skip


class Look(NamedTuple):
    """How a kind of part looks."""

    fill: str
    stroke: str
    dashes: str
    text: str
    bold: bool
    halo: str


LOOKS = {
    "recorded": Look("#9cc5c6", PETROL, "", "#07282c", True, ""),
    "planned": Look("#ffffff", PETROL, "6 4", "#07282c", False, "#fff"),
    "unknown": Look("url(#{p}-dots)", "#47515c", "2 4", "#2f3942", False, "#fff"),
    "waiting": Look("#fdf1da", "#7a4300", "", "#4d2a00", False, ""),
    "interim": Look("url(#{p}-inter)", "#6b5a2a", "", "#3d3315", False, "#f3e8d2"),
    "gap": Look("url(#{p}-gap)", "#9c1f1a", "", "#6d1512", False, "#fff"),
    "missed": Look("#ffffff", PETROL, "", INK, False, ""),
    "term": Look("#fdf1da", "#c98a1b", "", "#4d2a00", True, ""),
}
ICONS = {
    "stay": "M4 11.5 12 4.5l8 7M6.5 10v9.5h11V10M10 19.5v-5h4v5",
    "school": "M3 6.5c3.5-1 6.5-.5 9 1.5 2.5-2 5.5-2.5 9-1.5v12c-3.5-1-6.5-.5-9 1.5-2.5-2-5.5-2.5-9-1.5zM12 8v12",
    "interim": "M3 8.5v9M21 8.5v9M3 14.5h18M3 9c3 4 15 4 18 0M9 12v2.5M15 12v2.5",
    "attendance": "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 1 0 0-17zM12 7v5l3.5 2",
    "people": "M9 5.5a3 3 0 1 0 0 6 3 3 0 1 0 0-6zM3.5 19c.5-3.5 2.5-5.5 5.5-5.5s5 2 5.5 5.5"
    "M15.5 6a2.7 2.7 0 1 1 0 5.3M17 13.7c2 .5 3.2 2.3 3.5 5.3",
    "move": "M4.5 8.5h15v10h-15zM9 8.5V6h6v2.5M4.5 12.5h15",
    "holiday": "M12 8.3a3.7 3.7 0 1 0 0 7.4 3.7 3.7 0 1 0 0-7.4zM12 3v2.3M12 18.7V21M3 12h2.3M18.7 12H21"
    "M5.6 5.6l1.7 1.7M16.7 16.7l1.7 1.7M18.4 5.6l-1.7 1.7M7.3 16.7l-1.7 1.7",
    "eighteen": "M4 19.5h16v-7H4zM4 15.5c2 1.5 3.5 1.5 5.3 0 1.7 1.5 3.6 1.5 5.4 0 1.8 1.5 3.3 1.5 5.3 0"
    "M8.5 12.5V9M15.5 12.5V9M8.5 6v.3M15.5 6v.3",
}


def number(value: float) -> str:
    """Give a number for an attribute: one decimal at most."""
    return f"{value:.1f}".removesuffix(".0")


@cache
def _written(name: str) -> str:
    return name.rstrip("_").replace("_", "-")


def tag(name: str, content: str = "", /, **attributes: float | str | None) -> str:
    """Give an element. Attribute names: `_` stands for `-`, a trailing `_` is dropped; None leaves it out."""
    written = "".join(
        f' {_written(key)}="{escape(value) if isinstance(value, str) else number(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{written}>{content}</{name}>" if content else f"<{name}{written}/>"


def text(
    words: str, *, x: float, y: float, size: float, fill: str, bold: bool = False, anchor: str | None = None,
    halo: str = "", turn: bool = False,
) -> str:  # fmt: skip
    """Give a line of text; `turn`: read downward from (x, y)."""
    place = {"transform": f"translate({number(x)} {number(y)}) rotate(90)"} if turn else {"x": x, "y": y}
    around: dict[str, float | str | None] = (
        {"paint_order": "stroke", "stroke": halo, "stroke_width": 4, "stroke_linejoin": "round"} if halo else {}
    )
    weight = "600" if bold else None
    return tag("text", escape(words, quote=False), **place, font_size=size, text_anchor=anchor, font_weight=weight,
               fill=fill, **around)  # fmt: skip


def icon(name: str, *, x: float, y: float, scale: float, colour: str = PETROL) -> str:
    """Give an icon of 24 units, scaled."""
    return tag(
        "g", tag("path", d=ICONS[name]), transform=f"translate({number(x)} {number(y)}) scale({scale:.3f})",
        fill="none", stroke=colour, stroke_width="1.9", stroke_linecap="round", stroke_linejoin="round",
        aria_hidden="true",
    )  # fmt: skip


def link(row: str, name: str, content: str) -> str:
    """Give a link to a row of the table."""
    return tag("a", content, href=f"#path-row-{row}", aria_label=name)


def shorten(words: str, *, size: float, bold: bool, room: float) -> str:
    """Give the text, or what fits of it with an ellipsis; empty when hardly anything fits.

    >>> shorten("Aanmeldcentrum", size=13, bold=False, room=60)
    'Aanmel…'
    """
    if width_of(words, size=size, bold=bold) <= room:
        return words
    for length in range(len(words) - 1, FEWEST - 1, -1):
        cut = words[:length].rstrip(" ,(-") + "…"
        if width_of(cut, size=size, bold=bold) <= room:
            return cut
    return ""


def fit(texts: Sequence[str], *, size: float, bold: bool, room: float) -> str:
    """Give the first text that fits whole; else what fits of the last one."""
    whole = (words for words in texts if width_of(words, size=size, bold=bold) <= room)
    return next(whole, "") or shorten(texts[-1], size=size, bold=bold, room=room)


def patterns(prefix: str) -> str:
    """Give the fills that say something without colour: dots, stripes, crosses."""
    turned = {"patternUnits": "userSpaceOnUse", "patternTransform": "rotate(45)"}
    dots = tag("rect", width=9, height=9, fill="#fff") + tag("circle", cx=2, cy=2, r=1, fill="#b4bac0")
    inter = tag("rect", width=8, height=8, fill="#f3e8d2") + tag("rect", width=2, height=8, fill="#e6d5b0")
    gap = tag("rect", width=9, height=9, fill="#fff") + tag(
        "path", d="M0 0h9M0 0v9", stroke="#e3b9b6", stroke_width="1"
    )
    free = tag("rect", width="2.5", height=10, fill="#e9d9ae", fill_opacity=".75")
    return (
        tag("pattern", dots, id=f"{prefix}-dots", width=9, height=9, patternUnits="userSpaceOnUse")
        + tag("pattern", inter, id=f"{prefix}-inter", width=8, height=8, **turned)
        + tag("pattern", gap, id=f"{prefix}-gap", width=9, height=9, **turned)
        + tag("pattern", free, id=f"{prefix}-free", width=10, height=10, **turned)
    )


def diamond(*, x: float, y: float) -> str:
    """Give the mark of an event, around a point."""
    d = f"M{number(x)} {number(y - 8)}l8 8-8 8-8-8z"
    return tag("path", d=d, fill=PETROL, stroke="#fff", stroke_width="1.5")


def pick_room(low: float, high: float, cuts: list[tuple[float, float]], need: float) -> tuple[float, float]:
    """Give the first stretch between `low` and `high`, free of cuts, that holds `need`; else the longest one.

    >>> pick_room(0, 100, [(30, 34)], 50), pick_room(0, 100, [(30, 34)], 20)
    ((34, 100), (0, 30))
    """
    free, start = [], low
    for cut_low, cut_high in sorted(cuts):
        if cut_high <= start or cut_low >= high:
            continue
        if cut_low > start:
            free.append((start, cut_low))
        start = max(start, cut_high)
    if start < high:
        free.append((start, high))
    for stretch in free:
        if stretch[1] - stretch[0] >= need:
            return stretch
    return max(free, key=lambda stretch: stretch[1] - stretch[0], default=(low, low))
