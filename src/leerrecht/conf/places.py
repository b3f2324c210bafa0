"""Where what comes with Leerrecht stands."""

from __future__ import annotations

from pathlib import Path


def supplied_folder() -> Path:
    """Give the folder of the rulebook that comes with Leerrecht: in the installed package, or in a clone."""
    return _supplied("rulebook") / "nl"


def studies_folder() -> Path:
    """Give the folder of the studies that come with Leerrecht: each a folder of that name with a study.yaml."""
    return _supplied("studies")


def _supplied(name: str) -> Path:
    installed = Path(__file__).parents[1] / name
    return installed if installed.is_dir() else Path(__file__).parents[3] / name
