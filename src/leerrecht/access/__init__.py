"""Who may see what, for which purpose, and why: a role and its dated ties give a Scope, or a Refusal with reasons.

Plain data in, plain data out: no Django, no clock, no network; only `load_access` reads a file, which it is given. Nothing
else in Leerrecht asks whether a user may do something.
"""

from __future__ import annotations

from leerrecht.access.deciding import Refusal, scope
from leerrecht.access.lenses import INVOLVED, PROTECTED
from leerrecht.access.levels import Cell, Level
from leerrecht.access.loading import AccessRefused, load_access
from leerrecht.access.table import AccessTable
from leerrecht.access.ties import Reach, Tie
from leerrecht.access.viewing import Scope

__all__ = [
    "INVOLVED", "PROTECTED", "AccessRefused", "AccessTable", "Cell", "Level", "Reach", "Refusal", "Scope", "Tie",
    "load_access", "scope",
]  # fmt: skip
