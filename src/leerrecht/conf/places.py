"""Where what comes with Leerrecht stands."""

from __future__ import annotations

from pathlib import Path


def supplied_folder() -> Path:
    """Give the folder of the rulebook that comes with Leerrecht: in the installed package, or in a clone."""
    installed = Path(__file__).parents[1] / "rulebook" / "nl"
    return installed if installed.is_dir() else Path(__file__).parents[3] / "rulebook" / "nl"
