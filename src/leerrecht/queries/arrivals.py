"""Nieuw bij ons: is somebody known already? What is answered to whom.

Of children in reach: who they are, as the scope shows them. Of all others together one thing: whether it makes sense to ask.
Of a child in a protected place, or whose record was closed to searching, not even that: it answers like one nobody knows.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from leerrecht.access import PROTECTED, Level, Scope
from leerrecht.caseload.identifiers import read_number
from leerrecht.linking.models import Closure
from leerrecht.queries.cards import find_cards
from leerrecht.queries.facts import seen_row, standing
from leerrecht.queries.likeness import likely_from
from leerrecht.queries.register import Person, find_like, people_among
from leerrecht.queries.rulebooks import access_table
from leerrecht.queries.search import Found
from leerrecht.queries.viewers import Viewer
from leerrecht.queries.worklist import age_on, municipality_of, name_of, school_of
from leerrecht.records.models import Child, Stay
from leerrecht.stored.names import fold_name

MOST_COMPARED, MOST_SHOWN, MOST_ASKED = 200, 10, 3
NAMES = ("given_names", "father_name", "family_name")
ENOUGH_NAMES = 2
"""Names that must be filled in before others are spoken of: one name alone fits too many, and would be fishing."""


@dataclass(frozen=True, kw_only=True)
class Sought:
    """Whom somebody looks for: by column of `children`, or by a number of a kind."""

    person: Person = field(default_factory=dict)
    number_kind: str = ""
    number: str = ""

    @property
    def is_enough(self) -> bool:
        """Tell whether so much is said that others may be spoken of. Depends on nothing but what was typed."""
        filled = [name for name in NAMES if fold_name(self.person.get(name))]
        is_born = self.person.get("born_from") is not None
        return bool(self.number) or (len(filled) >= ENOUGH_NAMES and (is_born or len(filled) == len(NAMES)))


@dataclass(frozen=True, kw_only=True)
class Known:
    """What was found. `own`: children in reach, each with whether it is likely; `others`: row numbers, never shown.

    `by_number`: sought by a number, so whoever was found bears exactly that number.
    """

    own: tuple[tuple[Found, bool], ...] = ()
    others: tuple[int, ...] = ()
    by_number: bool = False

    @property
    def shown_children(self) -> tuple[str, ...]:
        """Give the public ids of the children in reach."""
        return tuple(found.child for found, _ in self.own)

    @property
    def outcome(self) -> str:
        """Say in one word what the answer shows."""
        return "elsewhere" if self.others else "own" if self.own else "nothing"

    @property
    def is_number_known(self) -> bool:
        """Tell whether the number that was sought belongs to somebody already: then nobody new is taken up with it."""
        return self.by_number and self.outcome != "nothing"


def may_receive(*, viewer: Viewer) -> bool:
    """Tell whether somebody may take up a young person: by their role's duty, and at a place where one can live or learn."""
    return access_table().may(role=viewer.role, duty="receive_child") and bool(viewer.school or viewer.location)


def kind_of_number(text: str) -> str:
    """Tell which kind of number this is, by its digits; "" when none fits.

    >>> kind_of_number("1234.56.782"), kind_of_number("2712345678"), kind_of_number("12")
    ('bsn', 'v_number', '')
    """
    for kind in ("education_number", "bsn"):
        if text.strip() and not read_number(kind=kind, text=text, from_number_cell=False).notices:
            return kind
    digits = read_number(kind="v_number", text=text, from_number_cell=False).value
    return "v_number" if digits.isascii() and digits.isdigit() and len(digits) == 10 else ""


def may_search_number(*, role: str, kind: str) -> bool:
    """Tell whether a role may search by a kind of number: one it may never see, or only conclude from, would be guessed."""
    return bool(kind) and access_table().level(role=role, field=f"identifiers.{kind}") > Level.CONCLUSION


def find_known(*, scope: Scope, sought: Sought, on: datetime.date, with_others: bool = True) -> Known:
    """Find who somebody may be. `with_others`: also look beyond one's own children, if enough was said.

    One's own are compared among themselves: what is said of them depends on nobody else, however many of that name there are.
    """
    own = _own_by_number(scope, sought) if sought.number else _own_by_name(scope, sought.person)
    others: tuple[int, ...] = ()
    if with_others and sought.is_enough:
        found = _by_number(sought) if sought.number else _likely(sought.person)
        others = open_others([child for child in found if child not in scope.children])
    return Known(own=_show(scope, on, own), others=others[:MOST_ASKED], by_number=bool(sought.number))


def _is_named(person: Person) -> bool:
    return any(fold_name(person.get(name)) for name in NAMES)


def _own_by_name(scope: Scope, person: Person) -> Mapping[int, float]:
    found = people_among(scope.children).find(person, most=MOST_SHOWN) if _is_named(person) else []
    return {like.child: like.weight for like in found}


def _likely(person: Person) -> list[int]:
    found = find_like(person=person, most=MOST_COMPARED) if _is_named(person) else []
    return [like.child for like in found if like.weight >= likely_from()]


def _own_by_number(scope: Scope, sought: Sought) -> Mapping[int, float]:
    own = (child for child in _by_number(sought) if child in scope.children and _sees_number(scope, child, sought))
    return dict.fromkeys(own, float("inf"))


def _by_number(sought: Sought) -> list[int]:
    rows = standing(table="identifiers").filter(kind=sought.number_kind, value=sought.number)
    return list(rows.order_by("child").values_list("child", flat=True).distinct())


def _sees_number(scope: Scope, child: int, sought: Sought) -> bool:
    """Tell whether this number of this child may be seen; else finding it would tell that it is so."""
    row = {
        "child": child, "kind": sought.number_kind, "value": sought.number, "valid_from": None, "valid_to": None,
    }  # fmt: skip
    return bool((seen_row(scope=scope, number=child, table="identifiers", row=row) or {}).get("value"))


def open_others(children: Collection[int]) -> tuple[int, ...]:
    """Leave out whoever must not be found: lives or lived in a protected place, or closed by the privacy officer.

    Ever, and also by a fact that was retracted: whoever was hidden once isn't found by who sought them then. The same queries
    whoever is among them, and also for none.
    """
    known = set(Child.objects.filter(pk__among=children).values_list("pk", flat=True))
    hidden = set(_protected(children)) | set(
        Closure.objects.filter(child__among=children, opened_at__isnull=True).values_list("child", flat=True)
    )
    return tuple(child for child in children if child in known - hidden)


def _protected(children: Collection[int]) -> Any:
    return Stay.objects.filter(child__among=children, kind=PROTECTED).values_list("child", flat=True)


def _show(scope: Scope, on: datetime.date, own: Mapping[int, float]) -> tuple[tuple[Found, bool], ...]:
    """Say who the children in reach are, as this viewer may see them, the likeliest first."""
    cards = {card.number: card for card in find_cards(scope=scope, on=on, children=own)}
    shown = []
    for child in (child for child in own if child in cards):
        card = cards[child]
        person = seen_row(scope=scope, number=child, table="children", row=card.person)
        if not person or not any(person.get(name) for name in NAMES):
            continue  # to find a name is to read it
        found = Found(
            child=card.child, name=name_of(person), original_name=person.get("original_name") or "",
            age=age_on(person, on), municipality=municipality_of(scope, card), school=school_of(scope, card),
        )  # fmt: skip
        shown.append((found, own[child] >= likely_from()))
    return tuple(shown)
