"""A staff change that turns out otherwise: it is off, it is on another day, or somebody is back sooner or later.

What both signed stays as they signed it. Any other handover closes with its reason, or goes on for the new day and asks
again. Who was told otherwise is told again. All is added; nothing that was recorded goes.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Sequence
from typing import Any

from django.db import transaction
from django.db.models import F, Max, Q
from django.utils import timezone

from leerrecht.chain.models import Membership, StaffChange
from leerrecht.operations.acting import Actor, Refused, note
from leerrecht.operations.replacing import copy_of, lock_children, replace_many, touch_many
from leerrecht.operations.staff_changes import (
    DUTY,
    add_change,
    add_handovers,
    end_tasks,
    ended_by,
    first_day,
    held_after,
    leave_team,
    lock_seat,
    log_children,
    overlapping,
    public_ids,
    take_up_again,
)
from leerrecht.queries.facts import standing
from leerrecht.queries.handovers import BACK, MOVED, OFF, colleagues, may_change
from leerrecht.records.models import Involvement

UNTAKEN = {"accepted_on": None, "given_on": None, "received_on": None, "declined": "", "child_told_on": None,
           "child_asked_on": None}  # fmt: skip
NOBODY = {"linked_receiver_id": None, "to_person": "", "to_organisation": ""}


@transaction.atomic
def withdraw_change(*, actor: Actor, at: datetime.datetime, change: str, version: int) -> StaffChange:
    """Withdraw a staff change (public id, and the version that was seen), up to its first day: who would stop stays.

    They hold their tasks as before, but for what both signed. Who accepted holds nothing of it. Raises Refused.
    """
    found = _get(actor, at, change, version)
    if found.stops_on < timezone.localtime(at).date():
        raise Refused("refused.change_begun")
    rows = _lock_open(found)
    _undo(actor, at, found, rows, OFF)
    _close(actor, at, found, rows, OFF)
    note(actor=actor, at=at, action="staff_change.withdrawn", object_kind="staff_change", object_id=found.public_id)
    return found


@transaction.atomic
def move_change(
    *, actor: Actor, at: datetime.datetime, change: str, version: int, stops_on: datetime.date | None,
    returns_on: datetime.date | None = None,
) -> StaffChange:  # fmt: skip
    """Move a staff change (public id, and the version that was seen) to other days; gives the change that holds now.

    Another first day: each handover that isn't signed by both goes on for that day, and asks again whoever was asked or had
    accepted. Only another day of return: the handovers go on; who is back closes what nobody signed. Raises Refused.
    """
    on = timezone.localtime(at).date()
    found = _get(actor, at, change, version)
    if (stops_on, returns_on) == (found.stops_on, found.returns_on):
        raise Refused("refused.change_known")
    if stops_on == found.stops_on:
        return _move_return(actor, at, found, returns_on)
    if found.stops_on < on:
        raise Refused("refused.change_begun")
    day = first_day(kind=found.kind, stops_on=stops_on, returns_on=returns_on, on=on, kinds=(found.kind,))
    rows = _lock_open(found, since=day)
    _undo(actor, at, found, rows, MOVED)
    made = add_change(
        at=at, by=actor.viewer.professional, professional=found.professional, team=found.team, kind=found.kind,
        stops_on=day, returns_on=returns_on, moved_from=found,
    )  # fmt: skip
    leave_team(change=made)
    tasks = end_tasks(change=made, at=at, account=actor.viewer.account or None)
    _go_on(actor, at, made, [row for row in rows if row.child_id in tasks])
    gone_on = {row.child_id for row in rows}
    opened = {child: task for child, task in tasks.items() if child not in gone_on}
    add_handovers(change=made, at=at, account=actor.viewer.account or None, tasks=opened)
    log_children(actor=actor, at=at, action="handover.opened", change=made, children=public_ids(children=opened))
    _close(actor, at, found, [row for row in rows if row.child_id not in tasks], MOVED)
    note(actor=actor, at=at, action="staff_change.moved", object_kind="staff_change", object_id=made.public_id)
    return made


def _get(actor: Actor, at: datetime.datetime, change: str, version: int) -> StaffChange:
    """Get a change of the actor's team, locked, and first the seat of whoever it is about, as who notes one does.

    Raises Refused: not theirs, or it stands otherwise than they saw.
    """
    of_whom = Q(professional__changes__public_id=change)
    lock_seat(of_whom, team=actor.viewer.team, on=timezone.localtime(at).date())
    found = (
        StaffChange.objects.select_for_update(of=("self",), no_key=True)  # who accepts meanwhile may still point to it
        .filter(public_id=change, team=actor.viewer.team)
        .select_related("professional", "team__organisation")
        .first()
    )
    if found is None or not actor.may(DUTY):
        raise Refused("refused.no_such_child")
    if found.withdrawn_at is not None or found.version != version:
        raise Refused("refused.change_otherwise")
    if not may_change(change=found, viewer=actor.viewer, on=timezone.localtime(at).date()):
        raise Refused("refused.change_not_yours")
    changed: StaffChange = found
    return changed


def _lock_open(change: StaffChange, since: datetime.date | None = None) -> list[Any]:
    """Lock all children whom a change (or one from a day on) is about; give its handovers that not both signed."""
    about = standing(table="handovers").filter(linked_change=change, stops_on__isnull=False)
    children = set(about.values_list("child", flat=True)) | {row.child_id for row in held_after(change=change)}
    if since is not None:
        early = StaffChange(professional=change.professional, team=change.team, stops_on=since)
        children |= {row.child_id for row in held_after(change=early)}
    lock_children(sorted(children))
    rows = about.select_related("child").order_by("pk")
    return [row for row in rows if row.given_on is None or row.received_on is None]


def _undo(actor: Actor, at: datetime.datetime, change: StaffChange, rows: Sequence[Any], reason: str) -> None:
    """Withdraw a change: of the children of these handovers, the giver holds again what they held, and nobody else does.

    Raises Refused while who took over stops too.
    """
    account = actor.viewer.account or None
    ended = ended_by(change=change, children=[row.child_id for row in rows])
    followers = [row for row, _ in _followers(change, rows, ended)]
    if _stop_too(followers):
        raise Refused("refused.receiver_stops")
    _retract([row for row in followers if _is_as_taken(row)], at, account, reason)
    again = _taken_up(change, ended)
    merged, ends = [], {}
    for row in ended:
        was, back = row.corrects.valid_to, again.get(row.pk)
        if back is not None and back.corrects_id is None and back.valid_to == was:
            merged.append(back)
        elif change.returns_on is not None:
            starts = max(row.valid_from or change.returns_on, change.returns_on)
            was = starts if was is None else min(was, starts)
        ends[row.pk] = {"valid_to": was, "ended_by_id": None}
    _retract(merged, at, account, reason)
    replace_many(facts=ended, changes=ends, at=at, account=account, reason=reason)
    if change.kind == "departure":
        seat = Membership.objects.filter(professional=change.professional, team=change.team, valid_to=change.stops_on)
        seat.update(valid_to=change.seat_until)
    change.withdrawn_at, change.version = max(at, change.noted_at), change.version + 1
    change.save(update_fields=["withdrawn_at", "version"])


def _followers(change: StaffChange, rows: Sequence[Any], ended: Sequence[Any]) -> list[tuple[Any, Any]]:
    """Give what who accepted holds from the day the giver's tasks ended, each with the task that it follows."""
    taken = {row.child_id: row.linked_receiver_id for row in rows if row.accepted_on is not None}
    before = {(row.child_id, row.task, row.valid_to): row for row in ended}
    held = standing(table="involvements").filter(
        child__among=set(taken), linked_team=change.team, linked_professional__in=set(taken.values())
    )
    return [
        (row, before[key])
        for row in held.select_related("corrects").order_by("pk")
        if row.linked_professional_id == taken[row.child_id]
        and (key := (row.child_id, row.task, row.valid_from)) in before
    ]


def _taken_up(change: StaffChange, ended: Sequence[Any]) -> dict[int, Any]:
    """Give the row in which the giver takes up again what ended (by its row number), for who comes back."""
    back = change.returns_on
    if back is None:
        return {}
    held = standing(table="involvements").filter(
        child__among={row.child_id for row in ended}, linked_team=change.team, linked_professional=change.professional,
        valid_from__gte=back,
    ).select_related("corrects").order_by("pk")  # fmt: skip
    by_start = {(row.child_id, row.task, row.capacity, row.valid_from): row for row in held}
    keys = {row.pk: (row.child_id, row.task, row.capacity, max(row.valid_from or back, back)) for row in ended}
    return {number: by_start[key] for number, key in keys.items() if key in by_start}


def _is_as_taken(row: Any) -> bool:
    """Tell whether a task is as a change made it: no person changed it, and no other change ends it."""
    return row.ended_by_id is None and (row.corrects is None or row.corrects.retraction_reason in (OFF, MOVED, BACK))


def _stop_too(followers: Sequence[Any]) -> bool:
    """Tell whether one of those who took over stops too, with a handover of that child that not both have signed."""
    pairs = {(row.child_id, row.linked_professional_id) for row in followers}
    open_now = standing(table="handovers").filter(
        Q(given_on__isnull=True) | Q(received_on__isnull=True), stops_on__isnull=False,
        child__among={child for child, _ in pairs}, linked_change__team__in={row.linked_team_id for row in followers},
    )  # fmt: skip
    return not pairs.isdisjoint(open_now.values_list("child", "linked_change__professional"))


def _close(actor: Actor, at: datetime.datetime, change: StaffChange, rows: Sequence[Any], reason: str) -> None:
    """Close handovers with a reason; of a child that was told another stands, that asks to tell how it is now."""
    account, on = actor.viewer.account or None, timezone.localtime(at).date()
    told = [row for row in rows if _was_told(row)]
    stays = {**NOBODY, **UNTAKEN, "meeting_on": None, "stops_on": None, "changed_on": on}
    replace_many(
        facts=told, changes=dict.fromkeys((row.pk for row in told), stays), at=at, account=account, reason=reason
    )
    _retract([row for row in rows if not _was_told(row)], at, account, reason)
    children = public_ids(children={row.child_id for row in rows})
    log_children(actor=actor, at=at, action="handover.called_off", change=change, children=children)


def _was_told(row: Any) -> bool:
    """Tell whether the child was ever told, and what they heard doesn't hold."""
    return row.child_told_on is not None or row.changed_on is not None


def _go_on(actor: Actor, at: datetime.datetime, change: StaffChange, rows: Sequence[Any]) -> None:
    """Let handovers go on for the day of another change: whoever was asked is asked again, if they are there then."""
    people, on = colleagues(change=change), timezone.localtime(at).date()
    changes = {
        row.pk: {
            **UNTAKEN, **({} if row.linked_receiver_id in people else NOBODY), "linked_change_id": change.pk,
            "stops_on": change.stops_on, "changed_on": on if _was_told(row) else None,
        }
        for row in rows
    }  # fmt: skip
    replace_many(facts=rows, changes=changes, at=at, account=actor.viewer.account or None, reason=MOVED)
    children = public_ids(children={row.child_id for row in rows})
    log_children(actor=actor, at=at, action="handover.moved", change=change, children=children)


def _retract(rows: Collection[Any], at: datetime.datetime, account: int | None, reason: str) -> None:
    """Note that these facts of one table don't stand any more; their children must be locked."""
    for model in {type(row) for row in rows}:
        found = model.objects.filter(pk__among={row.pk for row in rows}, retracted_at__isnull=True)
        last = found.aggregate(last=Max("recorded_at"))["last"] or at
        found.update(retracted_at=max(at, last), retracted_by=account, retraction_reason=reason)
    touch_many([row.child_id for row in rows])


def _move_return(
    actor: Actor, at: datetime.datetime, change: StaffChange, returns_on: datetime.date | None
) -> StaffChange:
    """Let somebody be back on another day. Who stands in for them does so until then, also when both signed."""
    on, account = timezone.localtime(at).date(), actor.viewer.account or None
    is_wrong = returns_on is not None and (returns_on <= change.stops_on or returns_on < on)
    if change.kind == "departure" or is_wrong:
        raise Refused("refused.change_back_on")
    if overlapping(professional=change.professional_id, since=change.stops_on, until=returns_on, beside=change.pk):
        raise Refused("refused.change_known")
    unsigned = _lock_open(change)
    rows = list(standing(table="handovers").filter(linked_change=change, stops_on__isnull=False))
    ended = ended_by(change=change, children=[row.child_id for row in rows])
    again = _taken_up(change, ended)
    cut = {number for number, row in again.items() if row.ended_by_id is not None}
    _move_ends(_followers(change, rows, ended), returns_on, at, account)
    _retract([row for number, row in again.items() if returns_on is None or number in cut], at, account, BACK)
    if returns_on is not None:
        _move_starts([row for row in ended if row.pk not in cut], again, returns_on, at, account)
        days = ((row, max(row.valid_from or returns_on, returns_on)) for row in ended if row.pk in cut)
        take_up_again([(again[row.pk], day) for row, day in days], at, account)
    StaffChange.objects.filter(pk=change.pk).update(returns_on=returns_on, version=F("version") + 1)
    change.refresh_from_db()
    children = public_ids(children={row.child_id for row in ended})
    log_children(actor=actor, at=at, action="handover.moved", change=change, children=children)
    if returns_on is not None and returns_on <= on:
        _close(actor, at, change, unsigned, BACK)
    note(actor=actor, at=at, action="staff_change.moved", object_kind="staff_change", object_id=change.public_id)
    return change


def _move_ends(
    followers: Sequence[tuple[Any, Any]], returns_on: datetime.date | None, at: datetime.datetime, account: int | None
) -> None:
    """Let who stands in do so until somebody is back; not whose task ended since for another reason."""
    ends = {}
    for row, before in followers:
        if _is_as_taken(row):
            days = [day for day in (before.corrects.valid_to, returns_on) if day is not None]
            ends[row.pk] = {"valid_to": max(row.valid_from, min(days)) if days else None}
    rows = [row for row, _ in followers if row.pk in ends]
    replace_many(facts=rows, changes=ends, at=at, account=account, reason=BACK)


def _move_starts(
    ended: Sequence[Any], again: dict[int, Any], returns_on: datetime.date, at: datetime.datetime, account: int | None
) -> None:
    """Let who is back hold from that day on what ended for them."""
    starts, rows, added = {}, [], []
    for row in ended:
        begins, until = max(row.valid_from or returns_on, returns_on), row.corrects.valid_to
        back = again.get(row.pk)
        if back is not None:
            rows.append(back)
            starts[back.pk] = {"valid_from": begins if back.valid_to is None else min(begins, back.valid_to)}
        elif until is None or until > begins:
            says = {**copy_of(row), "valid_from": begins, "valid_to": until, "ended_by_id": None}
            added.append(Involvement(**says, recorded_at=at, recorded_by_id=account))
    replace_many(facts=rows, changes=starts, at=at, account=account, reason=BACK)
    Involvement.objects.bulk_create(added)
    touch_many([row.child_id for row in added])
