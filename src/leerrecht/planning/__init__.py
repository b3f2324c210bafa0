"""Planning: a synthetic population to try things on. Plain data in, plain data out; no clock, no files, no network."""

from __future__ import annotations

from leerrecht.planning.margins import MARGINS, Margin
from leerrecht.planning.population import FICTIONAL_TOWNS, draw_population

__all__ = ["FICTIONAL_TOWNS", "MARGINS", "Margin", "draw_population"]
