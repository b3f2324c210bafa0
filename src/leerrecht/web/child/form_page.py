"""What the forms about a child share: the child they are about, what may be recorded, and where one goes when it is done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from leerrecht.access import Scope, scope
from leerrecht.operations.acting import may_record
from leerrecht.operations.signals import SHARING_ROLES
from leerrecht.queries.cards import find_cards
from leerrecht.queries.child import find_child
from leerrecht.queries.facts import seen_row
from leerrecht.queries.rulebooks import access_table
from leerrecht.queries.scopes import TIED, find_scope
from leerrecht.queries.task_agreements import agreed_doers
from leerrecht.queries.worklist import name_of
from leerrecht.records.models import Child
from leerrecht.web.child.form_shape import ROWS
from leerrecht.web.child.wording import role_words
from leerrecht.web.frame.clock import now, today
from leerrecht.web.frame.context import DONE
from leerrecht.web.frame.viewing import Visit


@dataclass(frozen=True, kw_only=True)
class Subject:
    """The child that a form is about. `public_id` stands in the address."""

    child: Child
    public_id: str
    name: str

    @property
    def url(self) -> str:
        """The child's page."""
        return reverse("child", args=[self.public_id])

    @property
    def facts_url(self) -> str:
        """The page with all facts."""
        return reverse("facts", args=[self.public_id])


def get_subject(visit: Visit, public_id: str, *, table: str = "", kind: str | None = None) -> Subject:
    """Get the child of an address, if the viewer may record in this table about it; else as a page that isn't there."""
    reached = visit.children
    child = find_child(scope=reached, public_id=public_id)
    if child is None or (table and table not in ROWS):
        raise Http404
    if table and not may_record(scope=reached, child=child.pk, table=table, kind=kind):
        raise Http404
    cards = find_cards(scope=reached, on=today(), children=[child.pk])
    person = seen_row(scope=reached, number=child.pk, table="children", row=cards[0].person) if cards else None
    return Subject(child=child, public_id=public_id, name=name_of(person or {}))


def tables_for(*, reached: Scope, child: Child) -> list[str]:
    """Give the tables in which a viewer may record something about a child."""
    return [table for table in ROWS if may_record(scope=reached, child=child.pk, table=table)]


def agreed_here(visit: Visit, stay: Mapping[str, Any]) -> dict[str, str]:
    """Give which organisation does each task today where a child lives, as the viewer's partnership agreed. `stay`: as seen."""
    if not stay.get("kind") or not stay.get("municipality"):
        return {}
    found = agreed_doers(viewer=visit.viewer, municipality=stay["municipality"], reception=stay["kind"], on=today())
    return {task: doer.name for task, doer in found.items()}


def leave(visit: Visit, subject: Subject, done: str, *, table: str) -> HttpResponse:
    """Go on to the child's page, which says what was done; to the work list when that took the child out of reach.

    `table`: in which a fact was written; of most no fact can do that.
    """
    found = find_scope(viewer=visit.viewer, on=today(), at=now()) if table in TIED else visit.scope
    is_reached = isinstance(found, Scope) and subject.child.pk in found.children
    url = subject.url if is_reached else reverse("today")
    return redirect(f"{url}?{DONE}={done}")


def sharing_choices(visit: Visit, categories: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    """Give the other roles with whom a child may share something, leaving out those for whom it stays closed."""
    choices = []
    for role in SHARING_ROLES:
        theirs = scope(table=access_table(), role=role, ties=(), on=today())
        is_open = isinstance(theirs, Scope) and (
            not categories or theirs.sees_conclusion(fields=(), categories=categories)
        )
        if is_open and role != visit.viewer.role:
            choices.append((role, role_words(role, visit.lang)))
    return choices
