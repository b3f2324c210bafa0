"""A young person with a card, at the door."""

from __future__ import annotations

import datetime

import pytest

from leerrecht.operations.acting import Actor
from leerrecht.operations.cards import choose_pin, hand_card
from leerrecht.queries.scopes import find_scope
from leerrecht.queries.viewers import find_viewers
from tests.web.conftest import check_whole, only_reading, visit  # noqa: F401 (a fixture)
from tests.world import ON, make_world

AT = datetime.datetime(2026, 9, 15, 9, 0, tzinfo=datetime.UTC)
PIN = "40817"


@pytest.fixture
def world(db):
    return make_world()


def actor_of(world, role: str, on: datetime.date = ON) -> Actor:
    (viewer,) = find_viewers(account=world.accounts[role], on=on)
    return Actor(viewer=viewer, scope=find_scope(viewer=viewer, on=on, at=AT), origin="192.0.2.1")


def hand(world, child: str, language: str = "nl"):
    """Hand out a card by the guardian, and let the child choose a PIN: (card, code)."""
    handed = hand_card(
        actor=actor_of(world, "legal_representative"), at=AT, child=world.children[child].public_id, language=language
    )
    card = choose_pin(code=handed.code, pin=PIN, again=PIN, at=AT, origin="192.0.2.9")
    return card, handed.code


def get_page(client, url: str, status: int = 200):
    """Get a page, and check that it is whole and changed nothing."""
    with only_reading():
        answer = client.get(url)
    assert answer.status_code == status, (url, answer.status_code, answer.headers.get("Location"))
    check_whole(answer)
    return answer


@pytest.fixture
def door(world, client):
    """Come in with the card of a child, and give a function that gets a page."""

    def enter(child: str = "andere-regio"):
        _, code = hand(world, child)
        answer = client.post("/mijn/kaart/", {"code": code, "pin": PIN})
        assert answer.status_code == 302, answer.content.decode()

        def get(url: str, status: int = 200):
            return get_page(client, url, status)

        get.client, get.child, get.code = client, world.children[child], code
        return get

    return enter
