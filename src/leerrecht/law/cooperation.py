"""The life domains on which somebody may decide (cooperation.yaml): read and checked; refused whole when it is unsound.

Every fault is reported at once. The caller says where the file is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from leerrecht.law.rulebook_checks import LANGUAGES
from leerrecht.law.yaml_files import read_yaml, what_is_wrong

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
class Cooperation:
    """The life domains by id, in the order of the file."""

    domains: Mapping[str, Domain]

    @property
    def assenting(self) -> frozenset[str]:
        """Give the domains of which a mandate lets somebody agree to who does what."""
        return frozenset(domain.id for domain in self.domains.values() if domain.assents)


DOMAINS = "domains"
PARTS = ("id", "name", "assents")


def load_cooperation(*, path: Path) -> Cooperation:
    """Read and check the list; raises CooperationRefused with every fault, each beginning with the file's name."""
    try:
        document = read_yaml(path.read_bytes())
    except (yaml.YAMLError, ValueError) as error:  # ValueError: a date that doesn't exist
        raise CooperationRefused([f"{path.name}: this isn't valid YAML ({what_is_wrong(error)})"]) from error
    faults = check_cooperation(document)
    if faults:
        raise CooperationRefused([f"{path.name}: {fault}" for fault in faults])
    domains = [Domain(**entry) for entry in document["domains"]]
    return Cooperation(domains={each.id: each for each in domains})


def check_cooperation(document: Any) -> list[str]:
    """Check the list; an empty list of faults when it is sound."""
    if not isinstance(document, dict):
        return ["the file is empty, or isn't a list of named parts"]
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
