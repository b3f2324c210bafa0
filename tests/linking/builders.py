"""Somebody who is new, searched for and asked after in the small world of tests/world.py."""

from __future__ import annotations

import datetime
from typing import Any

from tests.operations.builders import NOW, actor_of
from tests.world import ON

BORN = datetime.date(2011, 4, 9)
TYPED = {
    "given_names": "Bereketeab",
    "family_name": "Woldeyesus",
    "born_on": "9-4-2011",
    "born_precision": "day",
    "sex": "m",
}
"""How somebody writes the name of the child that `known_elsewhere` makes."""
SCHOOL_PLACE = {"kind": "isk", "requested_on": "15-9-2026"}
RECEPTION_PLACE = {"kind": "poa", "valid_from": "15-9-2026"}


def put(world: Any, child: Any, table: str, source: str = "COA", **values: Any) -> Any:
    from leerrecht.operations.recording import put_fact

    shared = {"at": NOW, "account": None, "source": world.organisations[source].pk}
    return put_fact(child=child, table=table, values=values, **shared)


def make_child(world: Any, reference: str, **person: Any) -> Any:
    """Make a child with a name; nobody reaches it yet."""
    from leerrecht.records.models import Child

    child = Child.objects.create(reference=reference, origin=world.organisations["COA"])
    born = {"born_from": BORN, "born_to": BORN, "born_precision": "day", "sex": "m"}
    put(world, child, "children", **{"given_names": "Bereketeab", "family_name": "Woldeyesus", **born, **person})
    return child


def known_elsewhere(world: Any, reference: str = "elders", *, kind: str = "poa", **person: Any) -> Any:
    """Make a child that lives at the reception location of the town and that the school of the town doesn't reach."""
    child = make_child(world, reference, **person)
    put(world, child, "stays", location="POA Zandakker", municipality="Zandakker", kind=kind, valid_from=ON)
    return child


def sought(**typed: str) -> Any:
    from leerrecht.operations.arrivals import read_sought

    return read_sought(typed={**TYPED, **typed})


def look(world: Any, role: str = "school", at: datetime.datetime = NOW, **typed: str) -> Any:
    """Search as somebody: the lookup and what was found."""
    from leerrecht.operations.arrivals import look_up

    return look_up(actor=actor_of(world, role), at=at, sought=sought(**typed))
