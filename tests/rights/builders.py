"""Somebody who sees to rights, the child itself, and records that have passed their term."""

from __future__ import annotations

import datetime
from typing import Any

from tests.operations.builders import NOW
from tests.world import ON

LONG_AGO = datetime.date(2015, 1, 1)
EARLY = datetime.datetime(2014, 1, 1, 9, tzinfo=datetime.UTC)


def officer_of(world: Any) -> Any:
    from leerrecht.operations.acting import Officer
    from leerrecht.queries.viewers import find_viewers

    viewer = find_viewers(account=world.accounts["privacy_officer"], on=ON)[0]
    return Officer(viewer=viewer, origin="127.0.0.1", trace_id="f" * 32)


def scope_of_child(child: Any) -> Any:
    """Give what a child reaches by its own door."""
    from leerrecht.access import Scope, Tie, scope
    from leerrecht.queries.rulebooks import access_table

    tie = Tie(child=child.pk, kind="self", since_on=None, until_on=None)
    found = scope(table=access_table(), role="child", ties=[tie], on=ON)
    assert isinstance(found, Scope)
    return found


def child_actor(guardian: Any, child: Any) -> Any:
    """Give somebody who acts as the child."""
    from dataclasses import replace

    return replace(guardian, viewer=replace(guardian.viewer, role="child"), scope=scope_of_child(child))


def put(child: Any, table: str, **values: Any) -> Any:
    """Add a fact, recorded long ago by the child's origin."""
    from leerrecht.operations.recording import put_fact

    return put_fact(child=child, table=table, values=values, at=EARLY, account=None, source=child.origin_id)


def old_record(world: Any, reference: str = "lang-geleden", organisation: str = "COA") -> Any:
    """Make a record of somebody who left long ago."""
    from leerrecht.records.models import Child

    child = Child.objects.create(reference=reference, origin=world.organisations[organisation])
    born = {"born_from": datetime.date(1995, 3, 1), "born_to": datetime.date(1995, 3, 1)}
    put(child, "children", given_names=f"{reference}-naam", **born)
    put(child, "departures", left_on=LONG_AGO, kind="returned")
    put(child, "stays", location=f"{reference}-plek", valid_from=datetime.date(2013, 1, 1), valid_to=LONG_AGO)
    return child


def hold(officer: Any, child: Any, reason: str = "Er loopt een klacht.") -> Any:
    from leerrecht.operations.holding import place_hold

    return place_hold(actor=officer, at=NOW, child=child.public_id, reason=reason)
