"""What a list shows is the same whether it was remembered or not, whoever looked before."""

from __future__ import annotations

from itertools import permutations

import pytest

from leerrecht.access import Scope
from leerrecht.queries import cards
from leerrecht.queries.scopes import find_scope
from leerrecht.queries.viewers import find_viewers
from leerrecht.queries.worklist import OPEN, Filters, find_places, find_worklist
from tests.world import ON

ROLES = ("legal_representative", "reception", "school", "compulsory_education")


def shown(world, role: str):
    (viewer,) = find_viewers(account=world.accounts[role], on=ON)
    scope = find_scope(viewer=viewer, on=ON)
    assert isinstance(scope, Scope)
    # where a conclusion stands among those judged with it depends on who looked first, and says nothing
    found = (place._replace(finding=place.finding._replace(place=0, k=0)) for place in find_places(scope=scope, on=ON))
    places = [place._replace(card=place.card.child) for place in sorted(found, key=lambda place: place.order)]
    return places, find_worklist(scope=scope, on=ON, filters=Filters(show_all=True), lang="nl")


@pytest.mark.parametrize("order", [order for place, order in enumerate(permutations(ROLES)) if place % 5 == 0])
def test_a_list_is_the_same_whoever_looked_before(world, order) -> None:
    fresh = {}
    for role in ROLES:
        cards.forget()
        fresh[role] = shown(world, role)
    cards.forget()
    for _ in range(2):
        for role in order:
            assert shown(world, role) == fresh[role], role
    assert len({str(places) for places, _ in fresh.values()}) == len(ROLES)


def test_what_is_remembered_ends_with_a_fact_or_another_table(world, monkeypatch) -> None:
    from dataclasses import replace

    from leerrecht.queries import scopes

    before, _ = shown(world, "school")
    table = scopes.access_table()
    closed = {name: replace(category, cells={}) for name, category in table.categories.items()}
    monkeypatch.setattr(scopes, "access_table", lambda: replace(table, categories=closed))
    assert before and shown(world, "school")[0] == []


@pytest.mark.parametrize("role", ROLES)
def test_what_is_settled_asks_for_nothing_however_much_one_asks_to_see(world, role) -> None:
    _, found = shown(world, role)
    assert {item.state for group in found.groups for item in group.items} <= set(OPEN)
