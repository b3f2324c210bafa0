"""The checklist of a warm handover (handover.yaml, part of the rulebook): checked with every fault at once, and read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from leerrecht.law.rulebook_checks import LANGUAGES

POINTS = "points"
PARTS = ("id", "name")


def read_checklist(document: Any) -> Mapping[str, Mapping[str, str]]:
    """Read a checklist that is sound: words by language, by code, in the order of the file."""
    return {point["id"]: point["name"] for point in document[POINTS]}


def check_checklist(document: Any) -> list[str]:
    """Check the checklist; an empty list of faults when it is sound."""
    if not isinstance(document, dict):
        return ["the file is missing, or isn't a list of named parts"]
    faults = [f"{name!r} isn't known here" for name in document if name != POINTS]
    points = document.get(POINTS)
    if not isinstance(points, list) or not points:
        return [*faults, "points: there is no list of them"]
    for number, point in enumerate(points, start=1):
        faults += [f"points {number}: {fault}" for fault in _check_point(point)]
    ids = [point.get("id") for point in points if isinstance(point, dict)]
    return faults + [
        f"points: {each} stands here twice" for each in sorted({str(one) for one in ids if ids.count(one) > 1})
    ]


def _check_point(point: Any) -> Iterator[str]:
    if not isinstance(point, dict):
        yield f"this isn't an entry with {' and '.join(PARTS)}"
        return
    yield from (f"{name} is missing" for name in PARTS if name not in point)
    yield from (f"{name!r} isn't known here" for name in point if name not in PARTS)
    code = point.get("id")
    if not isinstance(code, str) or not code.isidentifier():  # what is done is kept as codes with spaces between them
        yield f"id {code!r} isn't a word of small letters, digits and underscores"
    name = point.get("name")
    for language in LANGUAGES:
        if not isinstance(name, dict) or not isinstance(name.get(language), str) or not name[language].strip():
            yield f"name: there is no {language}"
