"""Bars of shares, drawn on the server. The table beside them says the same; no style attributes, as the policy forbids them."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.safestring import SafeString, mark_safe

from leerrecht.web.path.svg import INK, LINE, PETROL, number, tag, text

WIDTH, LEFT, RIGHT, THICK, ROW = 300, 0, 52, 14, 40


def draw_bars(bars: Sequence[tuple[str, int]]) -> SafeString:
    """Draw bars under their labels. `bars`: label and percentage. Narrow enough for a phone."""
    across, parts = WIDTH - LEFT - RIGHT, []
    for place, (label, share) in enumerate(bars):
        y = place * ROW
        parts.append(text(label, x=LEFT, y=y + 13, size=13, fill=INK))
        parts.append(tag("rect", x=LEFT + 0.5, y=y + 18.5, width=across, height=THICK, fill="#ffffff", stroke=LINE))
        parts.append(tag("rect", x=LEFT + 0.5, y=y + 18.5, width=across * share / 100, height=THICK, fill=PETROL))
        parts.append(text(f"{share}%", x=LEFT + across + 8, y=y + 30, size=13, fill=INK, bold=True))
    return mark_safe(  # noqa: S308 (tag and text escape)
        tag("svg", "".join(parts), viewBox=f"0 0 {WIDTH} {number(len(bars) * ROW)}", width=WIDTH, aria_hidden="true",
            focusable="false")
    )  # fmt: skip
