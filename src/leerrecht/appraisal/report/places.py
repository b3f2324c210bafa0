"""Where ids stand in the annexes, and how shares are shown."""

from __future__ import annotations

import re

from leerrecht.appraisal.report.blocks import Ground
from leerrecht.appraisal.study import Study


def place_of(name: str, subgroup: str = "") -> str:
    """Give the place of an id: letters, digits and dashes only; cells have one per subgroup.

    >>> place_of("V1"), place_of("C1/K4", "amv")
    ('V1', 'amv-C1-K4')
    """
    full = f"{subgroup}-{name}" if "/" in name else name
    return re.sub(r"[^A-Za-z0-9]+", "-", full)


def ground(study: Study, name: str, subgroup: str, *, circular: bool = False) -> Ground:
    """Give the link to where an id stands; a claim stands with its subgroup."""
    target = f"{subgroup}-{name}" if name in study.claims else place_of(name, subgroup)
    return Ground(shown=f"{name}*" if circular else name, target=target, circular=circular)


def percent(share: float) -> str:
    """Show a share; one that isn't 0 or 1 never looks like it.

    >>> percent(0.9996), percent(1.0), percent(0.0)
    ('>99.9%', '100%', '0%')
    """
    if share in (0, 1):
        return f"{share:.0%}"
    text = f"{share:.1%}"
    return {"100.0%": ">99.9%", "0.0%": "<0.1%"}.get(text, text)
