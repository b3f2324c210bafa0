"""Check the form of a whole study: every field of every entry, every id that something names. All faults at once.

What is left after this, `Sound`, holds only entries without a fault, so that what they mean together can be checked too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from leerrecht.appraisal.fields import Faults, Place, check_entry, choices, each, show
from leerrecht.appraisal.shapes import MAPS, OTHERS, PARTS, SECTIONS, Section, check_gap

Names = dict[str, list[str]]


@dataclass(frozen=True)
class Sound:
    """The entries without a fault in their form, per part; each with where it stands.

    `faulty`: the other entries, so that what leans on one of them isn't told as a second fault.
    """

    entries: Mapping[tuple[str, ...], list[tuple[str, dict[str, Any]]]]
    faulty: Mapping[tuple[str, ...], list[dict[str, Any]]]
    names: Names

    def of(self, *path: str) -> list[tuple[str, dict[str, Any]]]:
        """Give the entries of a part."""
        return self.entries.get(path, [])


def find_part(document: Any, path: tuple[str, ...]) -> Any:
    """Give a part of a document, or None."""
    for name in path:
        document = document.get(name) if isinstance(document, dict) else None
    return document


def check_form(document: Any, faults: Faults) -> Sound:
    """Check the form of a document; the faults go to `faults`."""
    if not isinstance(document, dict):
        faults.add(
            "study", "the file is empty, or isn't a list of named parts", "Start with: meta, normenkader, scenarios"
        )
        return Sound({}, {}, {})
    for name in document:
        if name not in PARTS:
            near = choices([part for part in PARTS if part not in document], name)
            if near.startswith("Do you mean"):
                faults.add(str(name), "this part isn't known", near.partition("?")[0] + "?")
            else:
                faults.notices.append(f"{name}: this part isn't known here and isn't used")
    names = collect_names(document, faults)
    faulty: dict[tuple[str, ...], list[dict[str, Any]]] = {section.path: [] for section in SECTIONS}
    entries = {
        section.path: list(_check_section(document, section, names, faults, faulty[section.path]))
        for section in SECTIONS
    }
    _check_parts(document, names, faults)
    return Sound(entries, faulty, names)


def _check_parts(document: dict[str, Any], names: Names, faults: Faults) -> None:
    """Check the parts that aren't lists of entries."""
    for name, (shape, required) in MAPS.items():
        if document.get(name) is not None:
            check_entry(document[name], shape, Place(name, names, faults))
        elif required:
            faults.add(
                name,
                "this part is missing",
                f"Add {name} with: {', '.join(part for part in shape if shape[part].required)}",
            )
    for name, check in OTHERS.items():
        if document.get(name) is not None:
            check(document[name], Place(name, names, faults))
    gaps = document.get("gaps")
    if gaps is not None:
        each(check_gap)(gaps, Place("gaps", names, faults))


def _check_section(
    document: Any, section: Section, names: Names, faults: Faults, faulty: list[dict[str, Any]]
) -> Iterator[tuple[str, dict[str, Any]]]:
    path, part = ".".join(section.path), find_part(document, section.path)
    if part is None:
        if section.required and section.path[0] not in MAPS:
            faults.add(path, "this part is missing", f"Add {path}, a list of entries")
        return
    if not isinstance(part, list):
        faults.add(path, f"{show(part)} isn't a list of entries", "Begin each entry with a dash")
        return
    if section.required and not part:
        faults.add(path, "there are no entries", "Add at least one")
    for position, entry in enumerate(part if section.shape else ()):
        where = f"{path}[{_label(entry, position)}]"
        before = len(faults.lines)
        check_entry(entry, section.shape, Place(where, names, faults))
        if len(faults.lines) == before:
            yield where, entry
        elif isinstance(entry, dict):
            faulty.append(entry)


def _label(entry: Any, position: int) -> str:
    found = entry.get("id", entry.get("c")) if isinstance(entry, dict) else None
    if found is None and isinstance(entry, dict) and "scenario" in entry:
        return f"{position}: {entry.get('subgroup')} {entry['scenario']}/{entry.get('criterion')}"
    return str(position if found is None else found)


def collect_names(document: Any, faults: Faults) -> Names:
    """Collect all ids by kind, so that any entry may name any other; an id that stands twice is a fault."""
    names: Names = {section.kind: [] for section in SECTIONS if section.kind}
    seen: dict[str, str] = {}
    for section in SECTIONS:
        for position, entry in enumerate(_listed(find_part(document, section.path)) if section.kind else ()):
            found = entry.get("id", entry.get("c")) if isinstance(entry, dict) else None
            if not isinstance(found, str) or not found:
                continue
            here = f"{'.'.join(section.path)}[{position}]"
            if found in seen:
                faults.add(f"{here}.id", f"{found} is also the id of {seen[found]}", "Give each its own id")
            seen.setdefault(found, here)
            names[section.kind].append(found)
    indicators = [
        indicator.get("id")
        for criterion in _listed(find_part(document, ("normenkader", "criteria")))
        if isinstance(criterion, dict)
        for indicator in _listed(criterion.get("indicators"))
        if isinstance(indicator, dict)
    ]
    criteria = [*names["criteria"], *(name for name in indicators if isinstance(name, str))]
    names |= {
        "criteria": criteria,
        "columns": [str(name) for name in _listed(find_part(document, ("normenkader", "mcda_columns")))],
        "elements": [*criteria, "ALL"],
        "parties": [str(name) for name in _listed(document.get("parties"))] if isinstance(document, dict) else [],
        "both": ["both"],
        "chapters": [str(name) for name in find_part(document, ("meta", "chapters")) or {}],
    }
    dimensions = find_part(document, ("design_dimensions", "values"))
    dimensions = dimensions if isinstance(dimensions, dict) else {}
    names["dimensions"] = [str(name) for name in dimensions]
    return names | {f"dimension {name}": [str(one) for one in _listed(values)] for name, values in dimensions.items()}


def _listed(part: Any) -> list[Any]:
    return part if isinstance(part, list) else []
