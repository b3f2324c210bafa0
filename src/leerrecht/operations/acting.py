"""Who acts, and how an operation refuses. Every operation starts here."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from leerrecht.access import Level, Scope
from leerrecht.audit.log import record_event
from leerrecht.caseload import Fault
from leerrecht.law.tables import IDENTIFIER_KINDS
from leerrecht.queries.rulebooks import access_table
from leerrecht.queries.viewers import Viewer
from leerrecht.records.models import Child


@dataclass(frozen=True, kw_only=True)
class Officer:
    """Somebody who acts by a duty, without reaching any child. `origin`: where the request came from; `trace_id`: ties rows."""

    viewer: Viewer
    origin: str = ""
    trace_id: str = ""

    def may(self, duty: str) -> bool:
        """Tell whether the access table gives this duty to the role in which somebody acts."""
        return access_table().may(role=self.viewer.role, duty=duty)


@dataclass(frozen=True, kw_only=True)
class Actor(Officer):
    """Somebody who acts, within what they may see."""

    scope: Scope


def scope_of(actor: Officer) -> Scope | None:
    """Give the scope in which somebody acts; None for who acts without reaching a child."""
    return actor.scope if isinstance(actor, Actor) else None


class Refused(Exception):
    """An operation didn't happen, and why.

    `reasons`: keys of words (web/words); `values`: what those words name; `faults`: what is wrong with what was typed.
    """

    def __init__(self, *reasons: str, faults: tuple[Fault, ...] = (), **values: Any) -> None:
        super().__init__(", ".join(reasons) or ", ".join(fault.code for fault in faults))
        self.reasons = reasons
        self.faults = faults
        self.values: Mapping[str, Any] = values


@dataclass(eq=False)
class Conflict(Exception):
    """Somebody else changed what this person saw. `seen`, `theirs`: facts (`theirs` None when it was withdrawn);
    `yours`: what was typed. Nothing is lost: all three are shown, the facts as far as the actor may see them.
    """

    seen: Any
    theirs: Any | None
    yours: Mapping[str, str] = field(default_factory=dict)


def may_record(*, scope: Scope, child: int, table: str, kind: str | None = None) -> bool:
    """Tell whether a viewer may record such a fact. Numbers are let by kind: when none is named, any kind will do.

    A number that may only be concluded from can't be recorded either, so that nobody guesses it by typing.
    """
    if table != "identifiers":
        return scope.may_record(child=child, table=table)
    return any(
        scope.may_record(child=child, table=table, kind=each)
        and scope.level(f"identifiers.{each}", child=child) is not Level.CONCLUSION
        for each in ((kind,) if kind in IDENTIFIER_KINDS else IDENTIFIER_KINDS)
    )


def get_child(*, actor: Actor, child: str, table: str, kind: str | None = None) -> Child:
    """Get a child by its public id, locked until the transaction ends, if the actor may record this fact about it.

    Raises Refused: a child that isn't there and one that isn't theirs give the same answer.
    """
    found = Child.objects.select_for_update(of=("self",)).filter(public_id=child).first()
    if found is None or found.pk not in actor.scope.children:
        raise Refused("refused.no_such_child")
    if not may_record(scope=actor.scope, child=found.pk, table=table, kind=kind):
        raise Refused("refused.may_not_record")
    return found


def note(
    *, actor: Officer, at: datetime.datetime, action: str, object_kind: str, object_id: str, child: Child | None = None
) -> None:
    """Leave the audit row of an operation, with the access rule that allowed it: role, purpose, and the tie to the child."""
    viewer = actor.viewer
    tie = actor.scope.reach_of(child.pk).kind if isinstance(actor, Actor) and child else ""
    rule = ":".join(filter(None, (viewer.role, access_table().roles[viewer.role].purpose.id, tie)))
    record_event(
        at=at, action=action, object_kind=object_kind, object_id=object_id, actor=viewer.account_id,
        team=viewer.team_id, role=viewer.role, origin=actor.origin, trace_id=actor.trace_id,
        child_id=child.public_id if child else "", access_rule=rule,
    )  # fmt: skip
