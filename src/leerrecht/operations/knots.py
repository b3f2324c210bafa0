"""Somebody asks for data who gets none: whoever was asked notes it, and the privacy officer answers."""

from __future__ import annotations

import datetime

from django.db import transaction

from leerrecht.operations.acting import Actor, Officer, Refused, note
from leerrecht.operations.requests import KNOT, due_on, read_words
from leerrecht.queries.rulebooks import access_table
from leerrecht.records.models import Child
from leerrecht.rights.models import Request

OTHER = "other"


def bodies() -> tuple[str, ...]:
    """Give the bodies for which no access exists, and `other`."""
    return (*access_table().never_roles, OTHER)


@transaction.atomic
def report_knot(*, actor: Officer, at: datetime.datetime, body: str, words: str, child: str = "") -> Request:
    """Note which body asked for what; about a child (public id) only by who reaches it. Everybody may. Raises Refused."""
    if body not in bodies():
        raise Refused("refused.knot_body")
    found = _child(actor, child) if child else None
    never = access_table().never_roles.get(body)
    said = read_words(words)
    made = Request.objects.create(
        child=found, kind=KNOT, words=f"{never.name['nl']}: {said}" if never else said, asked_as="officer",
        asked_by_id=actor.viewer.account, asked_at=at, due_on=due_on(at=at),
    )  # fmt: skip
    note(actor=actor, at=at, action="request.noted", object_kind="request", object_id=made.public_id, child=found)
    return made


def _child(actor: Officer, child: str) -> Child:
    found = Child.objects.filter(public_id=child).first()
    if found is None or not isinstance(actor, Actor) or found.pk not in actor.scope.children:
        raise Refused("refused.no_such_child")
    return found
