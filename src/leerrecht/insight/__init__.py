"""Measures over many children: what is counted, over which fixed cuts, and how little of it may be told.

Plain data in, plain data out: no Django, no clock, no network. No child leaves this package, only counts that are published.
"""

from __future__ import annotations

from leerrecht.insight.material import Life, Material, Question, build_material
from leerrecht.insight.measures import MEASURES, Measure, tabulate
from leerrecht.insight.publishing import Published, Row, publish
from leerrecht.insight.quarters import Quarter, last_closed, quarter_after

__all__ = [
    "MEASURES", "Life", "Material", "Measure", "Published", "Quarter", "Question", "Row", "build_material",
    "last_closed", "publish", "quarter_after", "tabulate",
]  # fmt: skip
