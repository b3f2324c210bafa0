"""Answer a signal with a plan: what is agreed, with whom, and what the child thinks of it. Note the child's own words."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from leerrecht.law.rules import RULE
from leerrecht.operations.acting import Actor, Refused, get_child, note
from leerrecht.operations.facts import read_typed, seen_of
from leerrecht.operations.recording import columns_of, is_known, put_fact
from leerrecht.queries.facts import sees, standing
from leerrecht.records.models import Child, Fact

SHARING_ROLES = ("legal_representative", "reception", "school", "care")
"""Roles with whom a child may share a plan or its own words."""
Values = Mapping[str, Any]


def _sharing(actor: Actor, shared_with: Collection[str]) -> str:
    """Name the roles that may know: those the child chose, and the role of who writes it down (the child told them)."""
    return " ".join(role for role in SHARING_ROLES if role in shared_with or role == actor.viewer.role)


def _read(
    *,
    table: str,
    typed: Mapping[str, str],
    past: Mapping[str, str],
    at: datetime.datetime,
    needed: tuple[str, ...] = (),
) -> Values:
    """Read what was typed. `past`: the reason to refuse a day of a column that is still to come; `needed`: reasons known
    already. Raises Refused with everything that is wrong at once.
    """
    today = timezone.localtime(at).date()
    try:
        values = read_typed(table=table, typed=typed).values
    except Refused as refused:
        raise Refused(*refused.reasons, *needed, faults=refused.faults) from None
    ahead = [reason for name, reason in past.items() if values[name] is not None and values[name] > today]
    if ahead or needed:
        raise Refused(*ahead, *needed)
    return values


def _put(*, actor: Actor, at: datetime.datetime, child: Child, table: str, values: Values, action: str) -> Fact:
    fact = put_fact(
        child=child, table=table, values=values, at=at, account=actor.viewer.account, source=actor.viewer.organisation
    )
    note(actor=actor, at=at, action=action, object_kind=table, object_id=fact.public_id, child=child)
    return fact


@transaction.atomic
def answer_signal(
    *, actor: Actor, at: datetime.datetime, child: str, rule: str, key: str, agreed_on: str, agreed_with: str,
    child_view: str, shared_with: Collection[str] = (), requested_on: str = "", plans_seen: Collection[str] = (),
) -> Fact:  # fmt: skip
    """Record the plan that answers a signal (rule and key). Dates as typed.

    `plans_seen`: the plans (public ids) that were shown for this signal; when another has come since, Refused says so
    and nothing is lost.
    """
    found = get_child(actor=actor, child=child, table="plans")
    if rule not in RULE or not sees(scope=actor.scope, rule_id=rule, key=key, number=found.pk):
        raise Refused("refused.no_such_signal")
    typed = {
        "rule": rule, "key": key, "agreed_on": agreed_on, "with": agreed_with, "child_view": child_view,
        "requested_on": requested_on, "shared_with": _sharing(actor, shared_with),
    }  # fmt: skip
    without_day = () if agreed_on.strip() or requested_on.strip() else ("refused.plan_without_day",)
    past = {"agreed_on": "refused.agreed_ahead", "requested_on": "refused.requested_ahead"}
    values = _read(table="plans", typed=typed, past=past, at=at, needed=without_day)
    if is_known(child=found, table="plans", columns=columns_of("plans", values)):
        raise Refused("refused.known_already")
    standing_plans = standing(table="plans").filter(child=found, rule=rule, key=key).select_related("child")
    if any(plan.public_id not in plans_seen and seen_of(scope=actor.scope, fact=plan) for plan in standing_plans):
        raise Refused("refused.plan_came_first")
    return _put(actor=actor, at=at, child=found, table="plans", values=values, action="signal.answered")


@transaction.atomic
def note_words(
    *, actor: Actor, at: datetime.datetime, child: str, kind: str, words: str, said_on: str, language: str = "",
    interpreter: str = "", shared_with: Collection[str] = (),
) -> Fact:  # fmt: skip
    """Note the child's own words, and with whom the child wants to share them. Raises Refused."""
    found = get_child(actor=actor, child=child, table="voices")
    typed = {
        "kind": kind, "words": words, "said_on": said_on, "language": language, "interpreter": interpreter,
        "shared_with": _sharing(actor, shared_with),
    }  # fmt: skip
    values = _read(table="voices", typed=typed, past={"said_on": "refused.said_ahead"}, at=at)
    if is_known(child=found, table="voices", columns=columns_of("voices", values)):
        raise Refused("refused.known_already")
    return _put(actor=actor, at=at, child=found, table="voices", values=values, action="words.noted")
