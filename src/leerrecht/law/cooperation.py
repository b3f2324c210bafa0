"""Life domains and the tasks around a child (cooperation.yaml): read and checked; refused whole when it is unsound.

Every fault is reported at once. The caller says where the file is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from leerrecht.law.keeping import ORGANISATION_KINDS
from leerrecht.law.rulebook_checks import LANGUAGES
from leerrecht.law.tables import STAY_KINDS

Words = Mapping[str, str]


class CooperationRefused(Exception):
    """The lists are unsound; `faults` says everything that is wrong, one line each."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True, kw_only=True)
class Domain:
    """A life domain on which somebody may decide. `assents`: a mandate for it lets somebody agree to who does what."""

    id: str
    name: Words
    assents: bool


@dataclass(frozen=True, kw_only=True)
class Task:
    """A task around a child. `by`: the kind of organisation that usually does it; `at`: another one, by kind of reception."""

    id: str
    name: Words
    by: str
    at: Mapping[str, str]

    def usual(self, reception: str) -> str:
        """Give the kind of organisation that usually does this at a kind of reception ("": at most)."""
        return self.at.get(reception, self.by)


@dataclass(frozen=True, kw_only=True)
class Cooperation:
    """The life domains and the standard tasks, by id, in the order of the file."""

    domains: Mapping[str, Domain]
    tasks: Mapping[str, Task]

    @property
    def assenting(self) -> frozenset[str]:
        """Give the domains of which a mandate lets somebody agree to who does what."""
        return frozenset(domain.id for domain in self.domains.values() if domain.assents)


PARTS = {"domains": ("id", "name", "assents"), "tasks": ("id", "name", "by", "at")}


def load_cooperation(*, path: Path) -> Cooperation:
    """Read and check the lists; raises CooperationRefused with every fault, each beginning with the file's name."""
    try:
        document = yaml.safe_load(path.read_bytes())
    except (yaml.YAMLError, ValueError) as error:  # ValueError: a date that doesn't exist
        raise CooperationRefused([f"{path.name}: this isn't valid YAML ({str(error).splitlines()[0]})"]) from error
    faults = check_cooperation(document)
    if faults:
        raise CooperationRefused([f"{path.name}: {fault}" for fault in faults])
    domains = [Domain(**entry) for entry in document["domains"]]
    tasks = [Task(**entry) for entry in document["tasks"]]
    return Cooperation(domains={each.id: each for each in domains}, tasks={each.id: each for each in tasks})


def check_cooperation(document: Any) -> list[str]:
    """Check both lists; an empty list when they are sound."""
    if not isinstance(document, dict):
        return ["the file is empty, or isn't a list of named parts"]
    faults = [f"{name!r} isn't known here" for name in document if name not in PARTS]
    for part in PARTS:
        entries = document.get(part)
        if not isinstance(entries, list) or not entries:
            faults.append(f"{part}: there is no list of them")
            continue
        for number, entry in enumerate(entries, start=1):
            faults += [f"{part} {number}: {fault}" for fault in _check_entry(part, entry)]
        ids = [entry.get("id") for entry in entries if isinstance(entry, dict)]
        faults += [
            f"{part}: {each} stands here twice" for each in sorted({str(one) for one in ids if ids.count(one) > 1})
        ]
    domains = document.get("domains")
    if not faults and not any(entry["assents"] for entry in domains or []):
        faults.append("domains: none of them lets anybody agree to who does what (assents: true)")
    return faults


def _check_entry(part: str, entry: Any) -> Iterator[str]:
    if not isinstance(entry, dict):
        yield f"this isn't an entry with {', '.join(PARTS[part])}"
        return
    yield from (f"{name} is missing" for name in PARTS[part] if name not in entry)
    yield from (f"{name!r} isn't known here" for name in entry if name not in PARTS[part])
    if not isinstance(entry.get("id"), str) or not entry["id"].isidentifier():
        yield f"id {entry.get('id')!r} isn't a word of small letters, digits and underscores"
    name = entry.get("name")
    for language in LANGUAGES:
        if not isinstance(name, dict) or not isinstance(name.get(language), str) or not name[language].strip():
            yield f"name: there is no {language}"
    if part == "domains" and not isinstance(entry.get("assents"), bool):
        yield "assents is neither true nor false"
    if part == "tasks":
        yield from _check_doers(entry)


def _check_doers(entry: dict[str, Any]) -> Iterator[str]:
    at = entry.get("at")
    if not isinstance(at, dict):
        yield "at isn't a list of kinds of reception (write {} for none)"
        at = {}
    yield from (f"at: no kind of reception is called {kind!r}" for kind in at if kind not in STAY_KINDS)
    for kind in (entry.get("by"), *at.values()):
        if kind not in ORGANISATION_KINDS:
            yield f"no kind of organisation is called {kind!r}"
