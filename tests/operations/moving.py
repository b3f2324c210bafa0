"""A move in the small world of tests/world.py: announced, agreed on, and as each role sees it."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from leerrecht.grants.models import Notice
from leerrecht.operations.acting import Refused
from leerrecht.operations.move_points import agree_point
from leerrecht.operations.moves import announce_move
from leerrecht.queries.facts import standing
from tests.operations.builders import NOW, actor_of, shared_child
from tests.world import ON

MOVE = {"location": "COA Veenmeer", "municipality": "Veenmeer", "kind": "coa_small", "valid_from": "1-11-2026"}
MOVES_ON = datetime.date(2026, 11, 1)


def moving_child(world) -> Any:
    """Give a child that lives with the reception team, has a guardian and goes to the school here."""
    return shared_child(world, "reception", "school", "legal_representative", "compulsory_education")


def announce(world, child, role="reception", at=NOW, **typed):
    return announce_move(actor=actor_of(world, role), at=at, child=child.public_id, typed={**MOVE, **typed})


def refused(call, **named) -> Refused:
    with pytest.raises(Refused) as caught:
        call(**named)
    return caught.value


def points(child, **only):
    return standing(table="move_points").filter(child=child, **only)


def told(role: str) -> list[str]:
    return list(Notice.objects.filter(team__role=role).order_by("pk").values_list("kind", flat=True))


def stays_of(child):
    return list(standing(table="stays").filter(child=child).order_by("valid_from"))


def agree(world, child, item="tests", role="reception", **typed):
    point = points(child, item=item).get()
    values = {"organisation": "Scholen Zandakker", "person": "Test school", "due_on": "20-10-2026", "note": "Map mee."}
    return agree_point(actor=actor_of(world, role), at=NOW, point=point.public_id, typed=values | typed)


def agreed(child, item="tests"):
    point = points(child, item=item).get()
    return point.organisation, point.person, point.due_on, point.done_on, point.note


def rows_for(world, role, child):
    from leerrecht.queries.facts import load_caseload, rows_seen

    scope = actor_of(world, role).scope
    return rows_seen(scope=scope, caseload=load_caseload(scope=scope, children=[child.pk]), number=child.pk)


def findings_for(world, role, child):
    from leerrecht.queries.cards import find_cards, findings_seen

    scope = actor_of(world, role).scope
    (card,) = find_cards(scope=scope, on=ON, children=[child.pk])
    return [found for found in findings_seen(scope=scope, card=card) if found.rule == "continuity.move"]
