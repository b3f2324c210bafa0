"""Add a fact, correct one, withdraw one."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction

from leerrecht.access import Level, Scope
from leerrecht.access.fields import field_in_row
from leerrecht.access.moves import POINTS, moves_told
from leerrecht.audit.models import Event
from leerrecht.caseload import Fault, Row, read_row
from leerrecht.law.rule import RULE_IDS
from leerrecht.law.tables import TABLE
from leerrecht.operations.acting import Actor, Conflict, Refused, get_child, may_record, note
from leerrecht.operations.numbers import supersede, with_kind
from leerrecht.operations.recording import columns_of, is_known, longest_texts, put_fact, retract
from leerrecht.operations.texts import is_unseen
from leerrecht.queries.facts import fields_of, seen_row, standing
from leerrecht.records.models import FACT, Child, Fact, Involvement
from leerrecht.records.models.base import TEXT

SHORTEST_REASON, LONGEST_REASON = 3, TEXT
OWN_WORDS, SAID_AT_DOOR = "voices", "door.said"

Typed = Mapping[str, str]


def _as_typed(column: str, kind: str, row: Mapping[str, Any]) -> str:
    value = row["born_from" if kind == "born" else column]
    if value is None or value == "":
        return ""
    if kind == "flag":
        return "yes" if value else "no"
    if kind == "number":
        return f"{value:.12g}"
    if kind == "born" and row["born_precision"] in ("year", "month"):
        return f"{value.year}" if row["born_precision"] == "year" else f"{value:%Y-%m}"
    return f"{value.day}-{value.month}-{value.year}" if isinstance(value, datetime.date) else str(value)


def typed_of(table: str, row: Mapping[str, Any]) -> dict[str, str]:
    """Write a row as somebody would type it, by column: what a form shows, and what `read_row` reads back.

    >>> typed_of("absences", {"day": datetime.date(2026, 6, 16), "hours": 7.5, "authorised": None, "reason": "ziek"})
    {'day': '16-6-2026', 'hours': '7.5', 'authorised': '', 'reason': 'ziek'}
    """
    return {
        column.name: _as_typed(column.name, column.kind, row)
        for column in TABLE[table].columns
        if column.name != "child"
    }


def read_typed(*, table: str, typed: Typed) -> Row:
    """Read what was typed; raises Refused with every fault at once."""
    if table not in FACT:
        raise Refused("refused.no_such_table")
    clean = {name: text.replace("\r\n", "\n").replace("\r", "\n") for name, text in typed.items()}
    row = read_row(table=table, typed=clean, rule_ids=RULE_IDS)
    faults = [*row.faults]
    for name, most in longest_texts(table).items():
        text = row.values.get(name) or ""
        wrong = "value_unprintable" if is_unseen(text=text) else "value_too_long" if len(text) > most else ""
        if wrong:
            faults.append(Fault(sheet=table, row=2, column=name, code=wrong, allowed=str(most)))
    if faults:
        raise Refused(faults=tuple(faults))
    if all(value is None for value in row.values.values()):
        raise Refused("refused.nothing_filled")
    return row


def wrong_reason(reason: str) -> tuple[str, ...]:
    """Say what is wrong with the reason somebody gives for a change; nothing if it will do."""
    text = reason.strip()
    if len(text) < SHORTEST_REASON or is_unseen(text=text):
        return ("refused.reason_missing",)
    return ("refused.reason_long",) if len(text) > LONGEST_REASON else ()


@transaction.atomic
def add_fact(*, actor: Actor, at: datetime.datetime, child: str, table: str, typed: Typed) -> Fact:
    """Add a fact about a child (public id). `typed`: text by column of law/tables.py.

    Raises Refused: not theirs, faults in what was typed, or the same fact already stands.
    """
    if table not in FACT:
        raise Refused("refused.no_such_table")
    typed = with_kind(typed) if table == "identifiers" else typed
    found = get_child(actor=actor, child=child, table=table, kind=typed.get("kind"))
    if table == "children":
        raise Refused("refused.correct_instead")
    values = read_typed(table=table, typed=typed).values
    _check_kind(actor, found, table, values)
    check_mandate(actor=actor, table=table, values=values, before={})
    if is_known(child=found, table=table, columns=columns_of(table, values)):
        raise Refused("refused.known_already")
    viewer = actor.viewer
    fact = put_fact(child=found, table=table, values=values, at=at, account=viewer.account, source=viewer.organisation)
    note(actor=actor, at=at, action="fact.added", object_kind=table, object_id=fact.public_id, child=found)
    supersede(actor=actor, at=at, number=fact)
    return fact


def row_of(fact: Fact) -> dict[str, Any]:
    """Give a fact as a row of its table, empty texts as None."""
    values = {name: getattr(fact, field) for name, field in fields_of(TABLE[fact.table]).items()}
    return {"child": fact.child.public_id, **{name: None if value == "" else value for name, value in values.items()}}


def seen_of(*, scope: Scope, fact: Fact) -> dict[str, Any] | None:
    """Give a fact as a row, as this viewer may see it; None if it may not be known to exist."""
    if fact.child.pk not in scope.children:
        return None
    told = (
        moves_told(standing(table="stays").filter(child=fact.child).values(), on=scope.on)
        if fact.table == POINTS
        else ()
    )
    return seen_row(scope=scope, number=fact.child.pk, table=fact.table, row=row_of(fact), told=told)


def open_columns(*, scope: Scope, fact: Fact) -> tuple[str, ...]:
    """Give the columns of a fact that this viewer sees as they are, and may therefore correct."""
    row, seen = row_of(fact), seen_of(scope=scope, fact=fact) or {}
    kept = {"born_on": "born_from"}
    names = [column.name for column in TABLE[fact.table].columns if column.name != "child"]
    return tuple(name for name in names if seen and seen[kept.get(name, name)] == row[kept.get(name, name)])


def successor(fact: Fact) -> Fact | None:
    """Give the fact that stands in the place of a retracted one, however often it was corrected since."""
    model: Any = type(fact)
    following: Fact | None = fact
    while following is not None and following.retracted_at is not None:
        following = model.objects.filter(corrects=following).select_related("child", "recorded_by", "source").first()
    return following


def get_seen(*, actor: Actor, table: str, fact: str, yours: Typed) -> Fact:
    """Get the fact that somebody saw and wants to change, if it still stands. Raises Refused or Conflict."""
    if table not in FACT:
        raise Refused("refused.no_such_table")
    facts: Any = FACT[table].objects
    seen: Fact | None = facts.filter(public_id=fact).select_related("child").first()
    if seen is None:
        raise Refused("refused.no_such_child")
    get_child(actor=actor, child=seen.child.public_id, table=table, kind=getattr(seen, "kind", None))
    seen = facts.select_related("child", "source").get(
        pk=seen.pk
    )  # the child is locked now: nobody changes it any more
    if seen_of(scope=actor.scope, fact=seen) is None:
        raise Refused("refused.no_such_child")
    if seen.retracted_at is not None:
        raise Conflict(seen=seen, theirs=successor(seen), yours=yours)
    return seen


def _check_kind(actor: Actor, child: Child, table: str, values: Mapping[str, Any]) -> None:
    """Refuse a number of a kind that the actor may not record, also when the fact was of another kind before."""
    if not may_record(scope=actor.scope, child=child.pk, table=table, kind=values.get("kind")):
        raise Refused("refused.may_not_record")


def corrected_values(*, scope: Scope, fact: Fact, typed: Typed) -> dict[str, Any]:
    """Read what was typed over a fact. Columns that weren't typed, or that the viewer may not see, keep their value.

    Raises Refused with every fault at once.
    """
    table, row = fact.table, row_of(fact)
    own = [name for name in open_columns(scope=scope, fact=fact) if name in typed]
    values = read_typed(table=table, typed={**typed_of(table, row), **{name: typed[name] for name in own}}).values
    read = {*own, "born_from", "born_to"} if "born_on" in own else set(own)
    if "born_precision" in own and "born_on" not in own:
        read.discard("born_precision")  # says nothing without its date
    return {name: value if name in read else row[name] for name, value in values.items()}


def _is_done_already(actor: Actor, conflict: Conflict) -> bool:
    """Tell whether what somebody typed is what stands now: they pressed twice, or another was just as quick."""
    if conflict.theirs is None or seen_of(scope=actor.scope, fact=conflict.theirs) is None:
        return False
    try:
        values = corrected_values(scope=actor.scope, fact=conflict.seen, typed=conflict.yours)
    except Refused:
        return False
    return {**row_of(conflict.theirs), **values} == row_of(conflict.theirs)


@transaction.atomic
def correct_fact(
    *,
    actor: Actor,
    at: datetime.datetime,
    table: str,
    fact: str,
    typed: Typed,
    reason: str,
    action: str = "fact.corrected",
) -> Fact:
    """Put another fact in the place of the one that was seen (public id). The former stays in the record, retracted.

    Columns that the actor may not see, or that weren't typed, keep their value. `action`: what the audit row calls it.
    Raises Refused, or Conflict when somebody else was first.
    """
    try:
        seen = get_seen(actor=actor, table=table, fact=fact, yours=typed)
    except Conflict as conflict:
        if _is_done_already(actor, conflict):
            raise Refused("refused.known_already") from None
        raise
    reasons = wrong_reason(reason)
    try:
        values = corrected_values(scope=actor.scope, fact=seen, typed=typed)
    except Refused as refused:
        raise Refused(*refused.reasons, *reasons, faults=refused.faults) from None
    if {"child": seen.child.public_id, **values} == row_of(seen):
        raise Refused("refused.nothing_changed")
    if reasons:
        raise Refused(*reasons)
    _check_own_words(seen)
    _check_kind(actor, seen.child, table, values)
    check_mandate(actor=actor, table=table, values=values, before=row_of(seen))
    check_holder(actor=actor, fact=seen, values=values)
    if is_known(child=seen.child, table=table, columns=columns_of(table, values), beside=seen):
        raise Refused("refused.known_already")
    new = _replace(actor=actor, at=max(at, seen.recorded_at), seen=seen, values=values, reason=reason, yours=typed)
    note(actor=actor, at=at, action=action, object_kind=table, object_id=new.public_id, child=seen.child)
    return new


def _check_own_words(fact: Fact) -> None:
    """Refuse to change what a child said at its own door: others may take it back for the child, not say something else."""
    said = {"child_id": fact.child.public_id, "action": SAID_AT_DOOR, "object_id": fact.public_id}
    if fact.table == OWN_WORDS and Event.objects.filter(**said).exists():
        raise Refused("refused.childs_words")


MAY_END = ("valid_to", "capacity")
"""What others than the holder may correct of a task: when it ends. Its end leaves the holder after-care."""


def check_holder(*, actor: Actor, fact: Fact, values: Mapping[str, Any] | None = None) -> None:
    """Refuse to take a task away from another organisation: to withdraw it (no values), or to name somebody else.

    A task gives its holder access to the child. Nobody else ends that unseen and at once.
    """
    team = fact.linked_team if isinstance(fact, Involvement) else None
    if team is None or team.organisation_id == actor.viewer.organisation:
        return
    before = row_of(fact)
    if values is None or any(values[name] != before[name] for name in values if name not in MAY_END):
        raise Refused("refused.others_task")


def _replace(
    *, actor: Actor, at: datetime.datetime, seen: Fact, values: Mapping[str, Any], reason: str, yours: Typed
) -> Fact:
    """Retract a fact and put another in its place at the same moment. The database lets only one person do so."""
    viewer = actor.viewer
    try:
        with transaction.atomic():
            retract(fact=seen, at=at, account=viewer.account, reason=reason.strip())
            return put_fact(
                child=seen.child, table=seen.table, values=values, at=at, account=viewer.account,
                source=viewer.organisation, corrects=seen,
            )  # fmt: skip
    except IntegrityError:
        theirs = successor(type(seen).objects.get(pk=seen.pk))
        if theirs is not None and theirs.pk == seen.pk:  # nobody was first, so something else is wrong
            raise
        raise Conflict(seen=seen, theirs=theirs, yours=yours) from None


def _sees_whole(scope: Scope, fact: Fact) -> bool:
    """Tell whether no column of a fact is closed to a viewer."""
    row, names = row_of(fact), [column.name for column in TABLE[fact.table].columns if column.name != "child"]
    fields = {field_in_row(fact.table, name, row) for name in names}
    return all(scope.level(field, child=fact.child.pk) > Level.CONCLUSION for field in fields)


def check_mandate(*, actor: Actor, table: str, values: Mapping[str, Any], before: Mapping[str, Any]) -> None:
    """Refuse to say why others knew of a move before the child, without the duty to decide that."""
    name = "told_early_reason"
    if table == "stays" and values[name] != before.get(name) and not actor.may("inform_early"):
        raise Refused("refused.may_not_record")


@transaction.atomic
def withdraw_fact(
    *, actor: Actor, at: datetime.datetime, table: str, fact: str, reason: str, action: str = "fact.withdrawn"
) -> Fact:
    """Withdraw a fact that turns out not to be true, with nothing in its place. Raises Refused or Conflict.

    Who sees only a part of a fact can't take the whole of it away.
    """
    if table == "children":
        raise Refused("refused.correct_instead")
    seen = get_seen(actor=actor, table=table, fact=fact, yours={})
    if not _sees_whole(actor.scope, seen):
        raise Refused("refused.may_not_record")
    check_holder(actor=actor, fact=seen)
    reasons = wrong_reason(reason)
    if reasons:
        raise Refused(*reasons)
    retract(fact=seen, at=max(at, seen.recorded_at), account=actor.viewer.account, reason=reason.strip())
    note(actor=actor, at=at, action=action, object_kind=table, object_id=seen.public_id, child=seen.child)
    return seen
