"""From the facts of `children` to the engine that compares people (`leerrecht.identity`), and back."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from leerrecht.identity import Candidate, ChildIndex, ChildRow, Model, as_typed, load_model, name_keys

Person = Mapping[str, Any]
_WORDS = {"m": ("m", "man", "jongen", "male", "boy"), "v": ("v", "vrouw", "meisje", "f", "female", "girl"), "x": ("x",)}
_SEXES = {written: sex for sex, words in _WORDS.items() for written in words}


@dataclass(frozen=True, kw_only=True)
class Part:
    """What one comparison says of a pair: `level` is the outcome ("" when it says nothing), `weight` speaks for or against."""

    comparison: str
    level: str
    weight: float


@dataclass(frozen=True, kw_only=True)
class Like:
    """A child (row number) that is like somebody, by how much, and in what."""

    child: int
    weight: float
    parts: tuple[Part, ...] = ()


@cache
def model() -> Model:
    """Give the model by which people are compared: read once."""
    return load_model()


def show_from() -> float:
    """Give the weight from which a pair is worth a person's look."""
    return model().review_floor


def likely_from() -> float:
    """Give the weight from which a pair is likely one person; from here others are spoken of too."""
    return model().read_first


def row_of(person: Person, *, record: str = "") -> ChildRow:
    """Write a person as the engine compares people. A date of which only the year is known counts as an estimate.

    >>> row_of({"given_names": "Yonas", "born_from": datetime.date(2010, 3, 1), "born_precision": "year"}).born_on
    datetime.date(2010, 1, 1)
    """
    names = {name: person.get(name) or "" for name in ("given_names", "father_name", "family_name")}
    if not any(names.values()):
        original = as_typed(person.get("original_name") or "")
        names = dict(zip(names, original.names, strict=True))
    born: datetime.date | None = person.get("born_from")
    if born is not None and person.get("born_precision") in ("year", "estimated"):
        born = born.replace(month=1, day=1)
    sex = _SEXES.get(str(person.get("sex") or "").strip().casefold(), "")
    return ChildRow(record=record, born_on=born, sex=sex, **names)


def consonants_of(name: str) -> str:
    """Give a name as it is compared: its consonants in Latin letters, whatever the script; "" for no name.

    >>> consonants_of("Maxamed") == consonants_of("Mohammed") == consonants_of("محمد") != ""
    True
    """
    return name_keys(name).bone


class Likenesses:
    """People in memory, by child (row number)."""

    def __init__(self) -> None:
        self._index = ChildIndex(model=model())
        self.children: set[int] = set()

    def put(self, people: Iterable[tuple[int, Person]]) -> None:
        """Add people, or replace those that are there."""
        rows = {child: row_of(person, record=str(child)) for child, person in people}
        self._index.put(rows.values())
        self.children |= rows.keys()

    def drop(self, children: Collection[int]) -> None:
        """Take people out; those that aren't there are passed over."""
        for child in self.children & set(children):
            self._index.remove(str(child))
        self.children -= set(children)

    def find(self, person: Person, *, most: int, at_least: float | None = None) -> list[Like]:
        """Give those most like a person whose names may stand in any field, the likeliest first."""
        found = self._index.find(row_of(person), most=most, at_least=at_least, any_order=True)
        return [_like(each) for each in found.candidates]

    def pairs(self, people: Iterable[tuple[int, Person]]) -> list[tuple[int, Like]]:
        """Give, for the people that are in here, every two that a person should look at: each pair once, the older first."""
        found = []
        for child, person in people:
            near = self._index.find(row_of(person, record=str(child)), most=len(self.children))
            found += [(child, _like(each)) for each in near.candidates if int(each.record) > child]
        return found

    def explain(self, person: Person, *, child: int) -> Like | None:
        """Weigh one child against a person; None when the child isn't there."""
        return _like(self._index.explain(row_of(person), record=str(child))) if child in self.children else None


def _like(found: Candidate) -> Like:
    parts = tuple(Part(comparison=part.comparison, level=part.level, weight=part.weight) for part in found.parts)
    return Like(child=int(found.record), weight=found.weight, parts=parts)
