"""A child's file goes from one school to the next: prepared, inspected by the young person and who represents it, sent,
received, accepted or refused.

Each step puts another version in the place of the one that was seen, so of two people who act at once one is told that
the other was first. The next school becomes responsible when it accepts: that same operation records the enrolment.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from leerrecht.law.tables import FORMAL, TABLE
from leerrecht.operations.acting import Actor, Refused, note
from leerrecht.operations.facts import wrong_reason
from leerrecht.operations.recording import put_fact, retract
from leerrecht.operations.texts import is_code
from leerrecht.queries.consents import REPRESENTATIVE
from leerrecht.queries.facts import fields_of, standing
from leerrecht.queries.transfers import (
    CHILD,
    PREPARED,
    PROPOSED,
    RECEIVED,
    RECEIVER,
    SENDER,
    is_represented_here,
    is_stale,
    is_told_of,
    present_school,
    schools_that_receive,
    side_of,
    state_of,
)
from leerrecht.records.models import Child, Transfer

NEXT_STEP = "Volgende stap in de overdracht"
PLACED, INTAKE = "placed", "intake"


def _day(at: datetime.datetime) -> datetime.date:
    return timezone.localtime(at).date()


def _child(actor: Actor, child: str) -> Child:
    """Get a child within reach, locked until the transaction ends."""
    found = Child.objects.select_for_update(of=("self",)).filter(public_id=child).first()
    if found is None or found.pk not in actor.scope.children:
        raise Refused("refused.no_such_child")
    return found


def _get(actor: Actor, child: str, transfer: str, *sides: str, states: tuple[str, ...]) -> Transfer:
    """Get the transfer that somebody saw, if they are one of these sides and it stands where they saw it. Raises Refused."""
    found = _child(actor, child)
    seen: Transfer | None = Transfer.objects.select_related("child").filter(public_id=transfer, child=found).first()
    if seen is None:
        raise Refused("refused.no_such_child")
    if side_of(scope=actor.scope, viewer=actor.viewer, transfer=seen) not in sides:
        raise Refused("refused.no_such_child")
    if seen.retracted_at is not None or state_of(seen) not in states:
        raise Refused("refused.transfer_changed")
    return seen


def _source(actor: Actor) -> dict[str, Any]:
    return {"account": actor.viewer.account or None, "source": actor.viewer.organisation}


def _values(transfer: Transfer) -> dict[str, Any]:
    values = {name: getattr(transfer, field) for name, field in fields_of(TABLE["transfers"]).items()}
    return {name: None if value == "" else value for name, value in values.items()}


def _step(actor: Actor, at: datetime.datetime, seen: Transfer, action: str, **changes: Any) -> Transfer:
    """Put the next version in the place of the one that was seen. The database lets only one person do so."""
    at = max(at, seen.recorded_at)
    try:
        with transaction.atomic():
            retract(fact=seen, at=at, account=actor.viewer.account or None, reason=NEXT_STEP)
            new = put_fact(
                child=seen.child, table="transfers", values={**_values(seen), **changes}, at=at, corrects=seen,
                **_source(actor),
            )  # fmt: skip
    except IntegrityError:
        raise Refused("refused.transfer_changed") from None
    note(actor=actor, at=at, action=action, object_kind="transfers", object_id=new.public_id, child=seen.child)
    assert isinstance(new, Transfer)  # noqa: S101 (of the table transfers)
    return new


def _check_past(day: datetime.date | None, on: datetime.date, reason: str) -> tuple[str, ...]:
    return (reason,) if day is not None and day > on else ()


@transaction.atomic
def prepare_transfer(
    *, actor: Actor, at: datetime.datetime, child: str, to_school: str, told_on: datetime.date | None = None
) -> Transfer:
    """Prepare that the file of a child goes to another school (public id). Nobody there learns of it yet.

    told_on: the day on which somebody told the young person that it will go there; their door is silent until then.
    Raises Refused: every fault at once.
    """
    found, on = _child(actor, child), _day(at)
    own = present_school(viewer=actor.viewer, child=found.pk, on=on)
    if not actor.may("send_transfer") or not actor.scope.is_involved(found.pk) or own is None:
        raise Refused("refused.may_not_record")
    receiving = {school.public_id: school for school in schools_that_receive(on=on, beside=own.pk)}
    chosen = receiving.get(to_school) if is_code(to_school) else None
    wrong = _check_past(told_on, on, "refused.transfer_told_ahead")
    if chosen is None:
        wrong = ("refused.transfer_school", *wrong)
    if standing(table="transfers").filter(child=found, decision="").exists():
        wrong = (*wrong, "refused.transfer_open")
    if wrong or chosen is None:
        raise Refused(*wrong)
    values = {"from_school": own.name, "to_school": chosen.name, "child_told_on": told_on}
    links = {"linked_from_school_id": own.pk, "linked_to_school_id": chosen.pk}
    try:
        with transaction.atomic():
            made = put_fact(child=found, table="transfers", values=values, at=at, links=links, **_source(actor))
    except IntegrityError:  # somebody else prepared one at this moment
        raise Refused("refused.transfer_open") from None
    note(actor=actor, at=at, action="transfer.prepared", object_kind="transfers", object_id=made.public_id, child=found)
    assert isinstance(made, Transfer)  # noqa: S101 (of the table transfers)
    return made


@transaction.atomic
def tell_of_transfer(
    *, actor: Actor, at: datetime.datetime, child: str, transfer: str, told_on: datetime.date | None
) -> Transfer:
    """Record on which day somebody told the young person to which school it will go. Raises Refused."""
    seen = _get(actor, child, transfer, SENDER, REPRESENTATIVE, states=(PREPARED,))
    if told_on is None:
        raise Refused("refused.transfer_told_missing")
    wrong = _check_past(told_on, _day(at), "refused.transfer_told_ahead")
    if wrong:
        raise Refused(*wrong)
    return _step(actor, at, seen, "transfer.told", child_told_on=told_on)


@transaction.atomic
def inspect_transfer(
    *, actor: Actor, at: datetime.datetime, child: str, transfer: str, inspected_by: str = ""
) -> Transfer:
    """Record that the file was read by the young person or the legal representative (inspected_by; "": who acts).

    The young person reads it at their own door, or together with somebody of the school or with who represents it, who
    writes that down. For a representative without a way in of their own the school writes it down. Raises Refused.
    """
    seen = _get(actor, child, transfer, SENDER, REPRESENTATIVE, CHILD, states=(PREPARED,))
    side = side_of(scope=actor.scope, viewer=actor.viewer, transfer=seen)
    reader = inspected_by or side
    if not (actor.may("inspect_transfer") or actor.may("send_transfer")) or reader not in (CHILD, REPRESENTATIVE):
        raise Refused("refused.transfer_reader")
    if reader == CHILD and not is_told_of(transfer=seen, on=_day(at)):
        raise Refused("refused.transfer_untold")
    by_somebody_else = reader == REPRESENTATIVE and side != REPRESENTATIVE
    if by_somebody_else and (side == CHILD or is_represented_here(child=seen.child.pk, on=_day(at))):
        raise Refused("refused.transfer_reader")
    column = "child_inspected_on" if reader == CHILD else "representative_inspected_on"
    if getattr(seen, column) is not None:
        raise Refused("refused.transfer_read_already")
    return _step(actor, at, seen, "transfer.inspected", **{column: _day(at)})


@transaction.atomic
def ask_to_read_again(*, actor: Actor, at: datetime.datetime, child: str, transfer: str) -> Transfer:
    """Ask both to read the file once more, because it changed after they did. Raises Refused."""
    seen = _get(actor, child, transfer, SENDER, states=(PREPARED,))
    if not actor.may("send_transfer"):
        raise Refused("refused.may_not_record")
    if not is_stale(transfer=seen):
        raise Refused("refused.transfer_read_already")
    return _step(actor, at, seen, "transfer.reread", child_inspected_on=None, representative_inspected_on=None)


@transaction.atomic
def send_transfer(*, actor: Actor, at: datetime.datetime, child: str, transfer: str) -> Transfer:
    """Send the file: from now on the receiving school reads it. Raises Refused, with everything that is missing."""
    seen = _get(actor, child, transfer, SENDER, states=(PREPARED,))
    if not actor.may("send_transfer"):
        raise Refused("refused.may_not_record")
    on = _day(at)
    wrong = {
        "refused.transfer_child_unread": seen.child_inspected_on is None,
        "refused.transfer_representative_unread": seen.representative_inspected_on is None,
        "refused.transfer_stale": is_stale(transfer=seen),
        "refused.transfer_school_closed": seen.linked_to_school_id
        not in {school.pk for school in schools_that_receive(on=on)},
    }
    reasons = [reason for reason, is_wrong in wrong.items() if is_wrong]
    if reasons:
        raise Refused(*reasons)
    return _step(actor, at, seen, "transfer.sent", proposed_on=on)


@transaction.atomic
def withdraw_transfer(*, actor: Actor, at: datetime.datetime, child: str, transfer: str, reason: str) -> None:
    """Take a transfer back before the receiving school has decided: it doesn't go on. Raises Refused."""
    seen = _get(actor, child, transfer, SENDER, states=(PREPARED, PROPOSED, RECEIVED))
    reasons = wrong_reason(reason)
    if reasons or not actor.may("send_transfer"):
        raise Refused(*(reasons or ("refused.may_not_record",)))
    at = max(at, seen.recorded_at)
    retract(fact=seen, at=at, account=actor.viewer.account, reason=reason.strip())
    note(
        actor=actor, at=at, action="transfer.withdrawn", object_kind="transfers", object_id=seen.public_id,
        child=seen.child,
    )  # fmt: skip


@transaction.atomic
def receive_transfer(*, actor: Actor, at: datetime.datetime, child: str, transfer: str) -> Transfer:
    """Record that the receiving school has the file and looks at it. Raises Refused."""
    seen = _get(actor, child, transfer, RECEIVER, states=(PROPOSED,))
    if not actor.may("decide_transfer"):
        raise Refused("refused.may_not_record")
    return _step(actor, at, seen, "transfer.received", received_on=_day(at))


@transaction.atomic
def accept_transfer(
    *, actor: Actor, at: datetime.datetime, child: str, transfer: str, kind: str,
    started_on: datetime.date | None = None,
) -> Transfer:  # fmt: skip
    """Accept the child: the receiving school is responsible from now on, so its enrolment is recorded at once.

    kind: of education (law/tables.py). started_on: the first day at school; without one the child is in the intake.
    What the former school recorded stays: it is the child's school until the day it writes down itself. Raises Refused.
    """
    seen = _get(actor, child, transfer, RECEIVER, states=(PROPOSED, RECEIVED))
    if not actor.may("decide_transfer"):
        raise Refused("refused.may_not_record")
    if kind not in FORMAL:
        raise Refused("refused.transfer_kind")
    on = _day(at)
    made = _step(
        actor, at, seen, "transfer.accepted", received_on=seen.received_on or on, decided_on=on, decision="accepted"
    )
    _enrol(actor, max(at, seen.recorded_at), made, kind, started_on)
    return made


def _enrol(
    actor: Actor, at: datetime.datetime, transfer: Transfer, kind: str, started_on: datetime.date | None
) -> None:
    """Record the enrolment, in the place of one that was asked for at this school and hadn't begun."""
    school = transfer.linked_to_school
    if school is None:
        raise Refused("refused.transfer_school")
    asked = (
        standing(table="enrolments")
        .filter(child=transfer.child, linked_school=school, started_on__isnull=True, left_on__isnull=True)
        .select_related("child")
        .first()
    )
    values: Mapping[str, Any] = {
        "school": transfer.to_school, "municipality": school.municipality, "kind": kind, "started_on": started_on,
        "phase": INTAKE if started_on is None else PLACED,
        "requested_on": (asked.requested_on if asked else None) or transfer.proposed_on,
    }  # fmt: skip
    if asked is not None:
        retract(fact=asked, at=max(at, asked.recorded_at), account=actor.viewer.account, reason=NEXT_STEP)
    fact = put_fact(
        child=transfer.child, table="enrolments", values=values, at=at, corrects=asked,
        links={"linked_school_id": school.pk}, **_source(actor),
    )  # fmt: skip
    note(
        actor=actor, at=at, action="fact.added", object_kind="enrolments", object_id=fact.public_id,
        child=transfer.child,
    )  # fmt: skip


@transaction.atomic
def refuse_transfer(*, actor: Actor, at: datetime.datetime, child: str, transfer: str, reason: str) -> Transfer:
    """Refuse the child, with a reason that the sending side reads. From now on the file is closed here. Raises Refused."""
    seen = _get(actor, child, transfer, RECEIVER, states=(PROPOSED, RECEIVED))
    reasons = wrong_reason(reason)
    if reasons or not actor.may("decide_transfer"):
        raise Refused(*(reasons or ("refused.may_not_record",)))
    on = _day(at)
    return _step(
        actor, at, seen, "transfer.refused", received_on=seen.received_on or on, decided_on=on, decision="refused",
        reason=reason.strip(),
    )  # fmt: skip
