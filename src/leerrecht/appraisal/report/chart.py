"""A chart of ranks as SVG: per scenario one bar, divided by how often it has each place. The numbers stand in a table too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

WIDTH, BAR, GAP, LEFT, RIGHT = 640, 22, 10, 60, 60
DARKEST, LIGHTEST = (21, 66, 115), (225, 232, 240)


def rank_chart(shares: Mapping[str, Sequence[float]], *, alt: str) -> str:
    """Draw the shares of places per scenario, first place darkest and on the left.

    >>> rank_chart({"A": [1.0, 0.0]}, alt="ranks").startswith('<svg xmlns="http://www.w3.org/2000/svg"')
    True
    """
    height = len(shares) * (BAR + GAP) + GAP
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{escape(alt)}" '
        f'font-family="sans-serif" font-size="13">',
        f"<title>{escape(alt)}</title>",
    ]
    for number, (name, places) in enumerate(shares.items()):
        top = GAP + number * (BAR + GAP)
        parts.append(f'<text x="{LEFT - 10}" y="{top + 16}" text-anchor="end">{escape(name)}</text>')
        left = float(LEFT)
        for place, share in enumerate(places):
            width = share * (WIDTH - LEFT - RIGHT)
            if width > 0:
                parts.append(
                    f'<rect x="{left:.1f}" y="{top}" width="{width:.1f}" height="{BAR}" fill="{_shade(place, len(places))}" '
                    f'stroke="#fff" stroke-width="0.5"/>'
                )
            left += width
        parts.append(f'<text x="{WIDTH - RIGHT + 8}" y="{top + 16}">{places[0]:.0%}</text>')
    return "".join([*parts, "</svg>"])


def _shade(place: int, places: int) -> str:
    part = place / max(places - 1, 1)
    red, green, blue = (round(dark + part * (light - dark)) for dark, light in zip(DARKEST, LIGHTEST, strict=True))
    return f"#{red:02x}{green:02x}{blue:02x}"
