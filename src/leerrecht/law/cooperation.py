"""The life domains on which somebody may decide (cooperation.yaml, part of the rulebook): every fault at once, and read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from leerrecht.law.rulebook_checks import check_listed

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
    faults = check_listed(document, part=DOMAINS, columns=PARTS)
    entries = document.get(DOMAINS) if isinstance(document, dict) else None
    for number, entry in enumerate(entries if isinstance(entries, list) else (), start=1):
        if isinstance(entry, dict) and not isinstance(entry.get("assents"), bool):
            faults.append(f"{DOMAINS} {number}: assents is neither true nor false")
    if not faults and not any(entry["assents"] for entry in document[DOMAINS]):
        faults.append(f"{DOMAINS}: none of them lets anybody agree to who does what (assents: true)")
    return faults
