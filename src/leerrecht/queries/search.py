"""Find a child by name, among those a viewer reaches. Nobody else is found, and nothing tells that there are others."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from leerrecht.access import Scope
from leerrecht.queries.cards import find_cards
from leerrecht.queries.facts import seen_row, standing
from leerrecht.queries.worklist import age_on, municipality_of, name_of, school_of
from leerrecht.stored.names import fold_name

SHORTEST, MOST = 2, 50
SEARCHED = ("given_names", "family_name", "father_name", "original_name")
"""To find a name is to read it: a child is found by who may read all of these."""


@dataclass(frozen=True, kw_only=True)
class Found:
    """One child in a list of names."""

    child: str
    name: str
    original_name: str
    age: int | None
    municipality: str
    school: str


@dataclass(frozen=True, kw_only=True)
class Listing:
    """Children by name. `more`: how many others fit."""

    found: tuple[Found, ...]
    total: int
    page: int
    pages: int
    is_too_short: bool = False

    @property
    def shown_children(self) -> tuple[str, ...]:
        """Give the public ids of the children on this page."""
        return tuple(found.child for found in self.found)


def _by_name(scope: Scope) -> Collection[int]:
    """Give the children that may be found by a name."""
    fields = tuple(f"children.{name}" for name in SEARCHED)
    return [child for child in scope.children if scope.sees_fields(fields=fields, child=child)]


def find_children(*, scope: Scope, on: datetime.date, text: str = "", page: int = 1) -> Listing:
    """Give the children of a scope by name; with `text` only those whose name has each of its words somewhere."""
    words = fold_name(text).split()
    if text and sum(map(len, words)) < SHORTEST:
        return Listing(found=(), total=0, page=1, pages=1, is_too_short=True)
    people = standing(table="children").filter(child__among=_by_name(scope) if words else scope.children)
    for word in words:
        people = people.filter(search_name__contains=word)
    is_named = scope.sees_field("children.family_name")  # an order by a name that is closed would tell something of it
    order = ("family_name", "given_names", "pk") if is_named else ("pk",)
    numbers = list(people.order_by(*order).values_list("child", flat=True))
    pages = max(1, -(-len(numbers) // MOST))
    page = min(max(1, page), pages)
    shown = numbers[(page - 1) * MOST : page * MOST]
    cards = {card.number: card for card in find_cards(scope=scope, on=on, children=shown)}
    found = []
    for card in (cards[number] for number in shown if number in cards):
        person = seen_row(scope=scope, number=card.number, table="children", row=card.person) or {}
        found.append(
            Found(
                child=card.child, name=name_of(person), original_name=person.get("original_name") or "",
                age=age_on(person, on), municipality=municipality_of(scope, card), school=school_of(scope, card),
            )
        )  # fmt: skip
    return Listing(found=tuple(found), total=len(numbers), page=page, pages=pages)
