"""Which texts of a study are in English only: every field that may have a Dutch one beside it, read from the schema."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from leerrecht.appraisal.checking import find_part
from leerrecht.appraisal.shapes import GAP, INDICATOR, MAPS, PRINTED, SAME, SECTIONS

SUFFIX = "_nl"


def find_untranslated(document: Mapping[str, Any]) -> Iterator[str]:
    """Give the place of each text of a sound study that has no Dutch beside it, such as `findings[F1].text`."""
    for name, (shape, _) in MAPS.items():
        yield from _missing(document.get(name) or {}, shape, name)
    for section in SECTIONS:
        entries, path = find_part(document, section.path) or (), ".".join(section.path)
        shape = GAP if section.path == ("gaps",) else section.shape
        yield from _listed(entries, shape, path)
        for entry in entries if path == "normenkader.criteria" else ():
            yield from _listed(entry.get("indicators") or (), INDICATOR, f"{path}[{entry['id']}].indicators")
    for printed, names in PRINTED.items():
        found = find_part(document, printed)
        yield from _listed(
            found if isinstance(found, list) else [found], dict.fromkeys(_both(names)), ".".join(printed)
        )
    if len(document.get("looked_at") or ()) > len(document.get("looked_at_nl") or ()):
        yield "looked_at"


def _both(names: tuple[str, ...]) -> Iterator[str]:
    for name in names:
        yield from (name, f"{name}{SUFFIX}")


def _listed(entries: Any, shape: Mapping[str, Any], path: str) -> Iterator[str]:
    for position, entry in enumerate(entries):
        written = {"text": entry} if isinstance(entry, str) else entry
        if isinstance(written, Mapping):
            yield from _missing(written, shape, f"{path}[{written.get('id', position)}]")


def _missing(entry: Mapping[str, Any], shape: Mapping[str, Any], path: str) -> Iterator[str]:
    for name, content in entry.items():
        beside = f"{name}{SUFFIX}"
        if beside not in shape or name in SAME or not content:
            continue
        if not entry.get(beside) or (isinstance(content, list) and len(entry[beside]) < len(content)):
            yield f"{path}.{name}"
