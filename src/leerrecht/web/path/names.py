"""The accessible names of what is drawn: the visible text first, then the rest in words."""

from __future__ import annotations

from leerrecht.web.path.parts import Flag, Others, Part, Path


def name_of(part: Part, path: Path) -> str:
    """Give the accessible name of a part."""
    return f"{part.text}: {part.details}. {path.more}" if part.details else f"{part.text}. {path.more}"


def name_of_flag(flag: Flag, path: Path) -> str:
    """Give the accessible name of a flag."""
    return f"{flag.label}: {flag.details}. {path.more}"


def name_of_others(others: Others, path: Path) -> str:
    """Give the accessible name of what a lane has no room for."""
    return f"{others.text}. {others.details}. {path.more}"
