"""Somebody who acts in the small world of tests/world.py, by an operation or by a form."""

from __future__ import annotations

import datetime
import re
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


def reached(world: Any, role: str) -> tuple[Any, list[Any]]:
    """Give a role's scope, and the children that it reaches now, not in after-care."""
    scope = actor_of(world, role).scope
    found = [child for child in world.children.values() if child.pk in scope.children]
    return scope, [child for child in found if not scope.reach_of(child.pk).is_aftercare]


def shared_child(world, *roles):
    """Give a child that all of these roles reach now."""
    found = [{child.pk: child for child in reached(world, role)[1]} for role in roles]
    common = set(found[0]).intersection(*found[1:])
    return found[0][min(common)]


def send(client, url, status, /, **typed):
    answer = client.post(url, typed)
    assert answer.status_code == status, answer.content.decode()[:3000]
    assert b"UNDEFINED" not in answer.content
    return answer.content.decode() if status != 302 else answer["Location"]


def values_of(page: str) -> dict[str, str]:
    """Give what stands in the text boxes of a page."""
    boxes = re.findall(r"<input [^>]*type=\"text\"[^>]*>", page)
    found = {re.search(r'name="([^"]*)"', box)[1]: re.search(r'value="([^"]*)"', box)[1] for box in boxes}
    areas = re.findall(r'<textarea [^>]*name="([^"]*)"[^>]*>([^<]*)</textarea>', page)
    return found | dict(areas)


def hidden_values(page: str, button: str) -> dict[str, str]:
    """Give what the form with this button would send."""
    form = next(each for each in re.findall(r"<form.*?</form>", page, re.S) if button in each)
    return {
        "action": re.search(r'action="([^"]*)"', form)[1],
        **dict(re.findall(r'type="hidden" name="(?!csrf)([^"]*)" value="([^"]*)"', form)),
    }
