"""The register of processing activities (rulebook/nl/activities.yaml): to which one a row belongs, and how long it is kept."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from leerrecht.conf.places import supplied_folder
from leerrecht.law.yaml_files import read_yaml, what_is_wrong

Words = Mapping[str, str]
PREFIX = "urn:leerrecht:activity:"
CERTAINTIES = ("high", "medium", "low", "policy")
LANGUAGES = {"nl", "en"}
ANY = "*"


class ActivitiesRefused(Exception):
    """The register is unsound; `faults` says everything that is wrong, one line each."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True, kw_only=True)
class Activity:
    """One activity of the register. `names`: what is done in it, with words for who it is about."""

    id: str
    version: int
    title: Words
    purpose: Words
    basis: str
    certainty: str
    keep_days: int
    keep_source: str
    keep_certainty: str
    names: Mapping[str, Words]

    @property
    def reference(self) -> str:
        """What a row of the log refers to."""
        return f"{self.all_versions}{self.version}"

    @property
    def all_versions(self) -> str:
        """What every reference to this activity begins with."""
        return f"{PREFIX}{self.id}:"

    def kept_from(self, at: datetime.datetime) -> datetime.datetime:
        """Give the moment before which rows are past their term."""
        return at - datetime.timedelta(days=self.keep_days)


@dataclass(frozen=True, kw_only=True)
class Register:
    """All activities, and the words for the grounds on which somebody reached a child."""

    activities: Mapping[str, Activity]
    grounds: Mapping[str, Words]

    def find(self, name: str) -> tuple[Activity, Words]:
        """Give the activity in which something is done, and the words for it: by the whole name, else by its beginning."""
        beginnings = [
            name,
            *(f"{name[: place + 1]}*" for place in reversed(range(len(name))) if name[place] == "."),
            ANY,
        ]
        return next(
            (activity, activity.names[each])
            for each in beginnings
            for activity in self.activities.values()
            if each in activity.names
        )


def check_register(document: Any) -> list[str]:
    """Say everything that is wrong with a register."""
    if not isinstance(document, dict) or not isinstance(document.get("activities"), dict):
        return ["it holds no activities"]
    faults: list[str] = []
    for name, entry in document["activities"].items():
        faults += [f"{name}: {fault}" for fault in _check_activity(entry)]
    named = [each for entry in document["activities"].values() for each in _mapping(entry, "names")]
    faults += [
        f"{name}: stands under two activities" for name in sorted({each for each in named if named.count(each) > 1})
    ]
    faults += [] if ANY in named else [f"no activity has the name {ANY}, for what isn't named"]
    grounds = _mapping(document, "grounds")
    return faults + [f"grounds.{name}: needs nl and en" for name, words in grounds.items() if not _is_said(words)]


def _mapping(entry: Any, name: str) -> dict[str, Any]:
    found = entry.get(name) if isinstance(entry, dict) else None
    return found if isinstance(found, dict) else {}


def _is_said(words: Any) -> bool:
    return isinstance(words, dict) and set(words) == LANGUAGES and all(words.values())


def _check_activity(entry: Any) -> list[str]:
    keep = _mapping(entry, "keep")
    names = _mapping(entry, "names")
    given = entry if isinstance(entry, dict) else {}
    wanted = {
        "needs a version, a whole number": isinstance(given.get("version"), int),
        "needs a title in nl and en": _is_said(given.get("title")),
        "needs a purpose in nl and en": _is_said(given.get("purpose")),
        "needs a basis": bool(given.get("basis")),
        f"needs a certainty ({', '.join(CERTAINTIES)})": given.get("certainty") in CERTAINTIES,
        "keep needs days, 1 or more": isinstance(keep.get("days"), int) and keep["days"] > 0,
        "keep needs a source": bool(keep.get("source")),
        "keep needs a certainty": keep.get("certainty") in CERTAINTIES,
        "needs names": bool(names),
    }
    faults = [fault for fault, is_right in wanted.items() if not is_right]
    return faults + [f"{name}: needs nl and en" for name, words in names.items() if not _is_said(words)]


def load_register(*, path: Path) -> Register:
    """Read and check a register; raises ActivitiesRefused with every fault."""
    try:
        document = read_yaml(path.read_bytes())
    except (yaml.YAMLError, ValueError) as error:
        raise ActivitiesRefused([f"{path.name}: this isn't valid YAML ({what_is_wrong(error)})"]) from error
    faults = check_register(document)
    if faults:
        raise ActivitiesRefused([f"{path.name}: {fault}" for fault in faults])
    return Register(
        activities={name: _activity(name, entry) for name, entry in document["activities"].items()},
        grounds=document["grounds"],
    )


def _activity(name: str, entry: dict[str, Any]) -> Activity:
    keep = entry["keep"]
    return Activity(
        id=name, version=entry["version"], title=entry["title"], purpose=entry["purpose"], basis=entry["basis"],
        certainty=entry["certainty"], keep_days=keep["days"], keep_source=keep["source"],
        keep_certainty=keep["certainty"], names=entry["names"],
    )  # fmt: skip


@cache
def register() -> Register:
    """Give the register that is in force in this process: read once."""
    return load_register(path=supplied_folder() / "activities.yaml")


@cache
def reference_of(name: str) -> str:
    """Give what a row about something done refers to."""
    return register().find(name)[0].reference
