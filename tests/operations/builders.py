"""Somebody who acts in the small world of tests/world.py."""

from __future__ import annotations

import datetime
from typing import Any

from tests.world import ON

NOW = datetime.datetime(2026, 9, 15, 10, 0, tzinfo=datetime.UTC)


def actor_of(world: Any, role: str) -> Any:
    from leerrecht.access import Scope
    from leerrecht.operations.acting import Actor
    from leerrecht.queries.scopes import find_scope
    from leerrecht.queries.viewers import find_viewers

    viewer = find_viewers(account=world.accounts[role], on=ON)[0]
    scope = find_scope(viewer=viewer, on=ON)
    assert isinstance(scope, Scope)
    return Actor(viewer=viewer, scope=scope, origin="127.0.0.1", trace_id="t" * 32)


def child_of(world: Any, actor: Any, *, aftercare: bool = False) -> Any:
    """Give a child that the actor reaches, now or in after-care."""
    return next(
        child
        for child in world.children.values()
        if child.pk in actor.scope.children and actor.scope.reach_of(child.pk).is_aftercare == aftercare
    )


def version_of(child: Any) -> int:
    return type(child).objects.get(pk=child.pk).version


def events(action: str) -> list[Any]:
    from leerrecht.audit.models import Event

    return list(Event.objects.filter(action=action))
