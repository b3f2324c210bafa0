"""Read retention.yaml; refuse it whole when it is unsound, with every fault at once. The caller says where it is."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import yaml

from leerrecht.law.keeping import ANY, STARTS, Retention, Term
from leerrecht.law.rulebook_checks import CERTAINTIES
from leerrecht.law.yaml_files import read_yaml, what_is_wrong

PARTS = ("category", "organisation", "starts", "months", "certainty", "source")


class RetentionRefused(Exception):
    """The terms are unsound; `faults` says everything that is wrong, one line each."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


def load_retention(*, path: Path, categories: Collection[str], organisations: Collection[str]) -> Retention:
    """Read and check the terms. `categories`: those of which something is kept; each needs a term for any organisation."""
    try:
        document = read_yaml(path.read_bytes())
    except (yaml.YAMLError, ValueError) as error:  # ValueError: a date that doesn't exist
        raise RetentionRefused([f"{path.name}: this isn't valid YAML ({what_is_wrong(error)})"]) from error
    faults = check_retention(document, categories=categories, organisations=organisations)
    if faults:
        raise RetentionRefused([f"{path.name}: {fault}" for fault in faults])
    terms = [Term(**{**entry, "starts": tuple(entry["starts"])}) for entry in document["terms"]]
    return Retention({(term.category, term.organisation): term for term in terms})


def check_retention(document: Any, *, categories: Collection[str], organisations: Collection[str]) -> list[str]:
    """Check all terms; an empty list when they are sound."""
    entries = document.get("terms") if isinstance(document, dict) else None
    if not isinstance(entries, list) or not entries:
        return ["the file has no list of terms"]
    faults: list[str] = []
    seen: set[tuple[Any, Any]] = set()
    for number, entry in enumerate(entries, start=1):
        place = f"term {number}"
        if not isinstance(entry, dict):
            faults.append(f"{place}: this isn't a term with {', '.join(PARTS)}")
            continue
        faults += [f"{place}: {fault}" for fault in _check_entry(entry, categories, organisations)]
        key = (str(entry.get("category")), str(entry.get("organisation")))
        if key in seen:
            faults.append(f"{place}: {key[0]} has two terms for {key[1]}")
        seen.add(key)
    faults += [f"{name}: there is no term for {ANY}" for name in sorted(categories) if (name, ANY) not in seen]
    return faults


def _check_entry(entry: dict[str, Any], categories: Collection[str], organisations: Collection[str]) -> Iterator[str]:
    yield from (f"{name} is missing" for name in PARTS if name not in entry)
    yield from (f"{name!r} isn't known here" for name in entry if name not in PARTS)
    if entry.get("category") not in categories:
        yield f"nothing is kept of category {entry.get('category')!r}"
    if entry.get("organisation") not in (ANY, *organisations):
        yield f"no kind of organisation is called {entry.get('organisation')!r}"
    starts = entry.get("starts")
    if not isinstance(starts, list) or not starts:
        yield f"starts names nothing; choose from {', '.join(STARTS)}"
    for start in starts if isinstance(starts, list) else ():
        if start not in STARTS:
            yield f"start {start!r} isn't one of {', '.join(STARTS)}"
    months = entry.get("months")
    if not isinstance(months, int) or isinstance(months, bool) or months < 0:
        yield f"months {months!r} isn't a whole number of months"
    if entry.get("certainty") not in CERTAINTIES:
        yield f"certainty {entry.get('certainty')!r} isn't one of {', '.join(CERTAINTIES)}"
    if not isinstance(entry.get("source"), str) or not entry["source"].strip():
        yield "the source is missing"
