"""The life domains on which somebody may decide (cooperation.yaml, part of the rulebook): every fault at once, and read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from leerrecht.law.rulebook_checks import LANGUAGES

Words = Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Domain:
    """A life domain on which somebody may decide. `assents`: a mandate for it lets somebody agree to who does what."""

    id: str
    name: Words
    assents: bool


@dataclass(frozen=True, kw_only=True)
class Cooperation:
    """The life domains by id, in the order of the file."""

    domains: Mapping[str, Domain]

    @property
    def assenting(self) -> frozenset[str]:
        """Give the domains of which a mandate lets somebody agree to who does what."""
        return frozenset(domain.id for domain in self.domains.values() if domain.assents)


DOMAINS = "domains"
PARTS = ("id", "name", "assents")


def read_cooperation(document: Any) -> Cooperation:
    """Read lists that are sound."""
    return Cooperation(domains={entry["id"]: Domain(**entry) for entry in document[DOMAINS]})


def check_cooperation(document: Any) -> list[str]:
    """Check the list; an empty list of faults when it is sound."""
    if not isinstance(document, dict):
        return ["the file is missing, or isn't a list of named parts"]
    faults = [f"{name!r} isn't known here" for name in document if name != DOMAINS]
    entries = document.get(DOMAINS)
    if not isinstance(entries, list) or not entries:
        return [*faults, "domains: there is no list of them"]
    for number, entry in enumerate(entries, start=1):
        faults += [f"domains {number}: {fault}" for fault in _check_entry(entry)]
    ids = [entry.get("id") for entry in entries if isinstance(entry, dict)]
    faults += [f"domains: {each} stands here twice" for each in sorted({str(one) for one in ids if ids.count(one) > 1})]
    if not faults and not any(entry["assents"] for entry in entries):
        faults.append("domains: none of them lets anybody agree to who does what (assents: true)")
    return faults


def _check_entry(entry: Any) -> Iterator[str]:
    if not isinstance(entry, dict):
        yield f"this isn't an entry with {', '.join(PARTS)}"
        return
    yield from (f"{name} is missing" for name in PARTS if name not in entry)
    yield from (f"{name!r} isn't known here" for name in entry if name not in PARTS)
    if not isinstance(entry.get("id"), str) or not entry["id"].isidentifier():
        yield f"id {entry.get('id')!r} isn't a word of small letters, digits and underscores"
    name = entry.get("name")
    for language in LANGUAGES:
        if not isinstance(name, dict) or not isinstance(name.get(language), str) or not name[language].strip():
            yield f"name: there is no {language}"
    if not isinstance(entry.get("assents"), bool):
        yield "assents is neither true nor false"
