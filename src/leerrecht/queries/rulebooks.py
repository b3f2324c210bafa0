"""The rulebook and the access table that are in force in this process: read once."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from leerrecht.access import AccessTable, load_access
from leerrecht.law.rulebook import Rulebook, load_rulebook


def supplied_folder() -> Path:
    """Give the folder of the rulebook that comes with Leerrecht: in the installed package, or in a clone."""
    installed = Path(__file__).parents[1] / "rulebook" / "nl"
    return installed if installed.is_dir() else Path(__file__).parents[3] / "rulebook" / "nl"


@cache
def rulebook() -> Rulebook:
    """Give the rulebook; raises RulebookRefused with everything that is wrong with it."""
    return load_rulebook(folder=supplied_folder())


@cache
def access_table() -> AccessTable:
    """Give the table of who sees what; raises AccessRefused with everything that is wrong with it."""
    return load_access(path=supplied_folder() / "access.yaml")
