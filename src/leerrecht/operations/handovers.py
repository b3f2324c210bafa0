"""A handover of tasks, per child: somebody is asked, accepts or declines; the child is told and asked; both sign.

Each step puts another version in the place of the one that was seen, so of two who act at once one gets the conflict.
Whoever accepts holds the tasks from the day on which the other stops.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from leerrecht.audit.log import record_events
from leerrecht.chain.models import StaffChange
from leerrecht.operations.acting import Actor, Conflict, Refused, note
from leerrecht.operations.facts import read_typed, successor, wrong_reason
from leerrecht.operations.own_words import READERS
from leerrecht.operations.recording import put_fact
from leerrecht.operations.replacing import copy_of, lock_children, replace_many, touch_many
from leerrecht.operations.staff_changes import DUTY, ended_by, overlapping
from leerrecht.queries.handovers import CALLED_OFF, colleagues, is_accepted_by, side_of
from leerrecht.queries.rulebooks import rulebook
from leerrecht.records.models import Handover, Involvement
from leerrecht.records.models.base import LONG

STEP = "Volgende stap in de overdracht"


def _reach(actor: Actor, handovers: Collection[str]) -> list[Any]:
    """Get handovers (public ids of any version), their children locked. Raises Refused when the actor may do nothing."""
    rows = list(Handover.objects.filter(public_id__in=set(handovers)).values_list("child", flat=True))
    lock_children(rows)
    found = list(
        Handover.objects.filter(public_id__in=set(handovers))
        .select_related("child", "linked_change__team", "linked_change__professional")
        .order_by("pk")
    )
    reached = all(actor.scope.is_involved(row.child_id) for row in found)
    if not found or len(found) != len(set(handovers)) or not reached or not actor.may(DUTY):
        raise Refused("refused.no_such_child")
    if any(row.linked_change is None or row.linked_change.team_id != actor.viewer.team for row in found):
        raise Refused("refused.no_such_child")
    return found


def _get(actor: Actor, handovers: Collection[str], yours: Mapping[str, str] | None = None) -> list[Any]:
    """Get the handovers that somebody saw (public ids), their children locked. Raises Refused or Conflict."""
    return _unchanged(_reach(actor, handovers), yours)


def _unchanged(found: list[Any], yours: Mapping[str, str] | None = None) -> list[Any]:
    for row in found:
        if row.retracted_at is not None:
            now: Any = successor(row)
            is_off = row.retraction_reason in CALLED_OFF if now is None else now.stops_on is None
            if is_off:
                raise Refused("refused.change_off")
            if now is not None and now.linked_change_id != row.linked_change_id:
                raise Refused("refused.change_moved", day=now.stops_on)
            raise Conflict(seen=row, theirs=now, yours=yours or {})
    return found


def _going_on(found: list[Any]) -> list[Any]:
    """Give handovers of who does stop. Raises Refused when one tells only that somebody stays after all."""
    if any(row.stops_on is None for row in found):
        raise Refused("refused.change_off")
    return found


def _next(
    actor: Actor, at: datetime.datetime, rows: Sequence[Any], changes: Mapping[int, Mapping[str, Any]]
) -> list[Any]:
    return replace_many(facts=rows, changes=changes, at=at, account=actor.viewer.account or None, reason=STEP)


def _log(actor: Actor, at: datetime.datetime, rows: Sequence[Any], action: str) -> None:
    viewer = actor.viewer
    record_events(
        at=at, action=action, object_kind="handovers", object_id=rows[0].public_id if len(rows) == 1 else "",
        children=[row.child.public_id for row in rows], actor=viewer.account_id, team=viewer.team_id,
        role=viewer.role, origin=actor.origin, trace_id=actor.trace_id, access_rule=f"{viewer.role}:{DUTY}",
    )  # fmt: skip


@transaction.atomic
def ask_receivers(*, actor: Actor, at: datetime.datetime, chosen: Mapping[str, int]) -> list[Any]:
    """Ask colleagues to take over: row numbers of professionals by public id of the handover. Any number at once.

    Raises Refused (nobody chosen; somebody who left, stops too or isn't of the team) or Conflict.
    """
    if not chosen:
        raise Refused("refused.nobody_chosen")
    rows = _going_on(_get(actor, chosen))
    if any(row.accepted_on is not None for row in rows):
        raise Refused("refused.handover_taken")
    people = {change.pk: colleagues(change=change) for change in {row.linked_change for row in rows}}
    changes = {}
    for row in rows:
        person = chosen[row.public_id]
        if person not in people[row.linked_change_id]:
            raise Refused("refused.handover_receiver")
        changes[row.pk] = {
            "linked_receiver_id": person, "to_person": people[row.linked_change_id][person],
            "to_organisation": row.organisation, "declined": "",
        }  # fmt: skip
    made = _next(actor, at, rows, changes)
    _log(actor, at, rows, "handover.asked")
    return made


@transaction.atomic
def accept_handovers(*, actor: Actor, at: datetime.datetime, handovers: Collection[str]) -> list[Any]:
    """Take over (public ids): who was asked, or a colleague of the team while nobody did. Any number at once.

    From the day the other stops the tasks are the actor's; while the other comes back, as a stand-in until then.
    What the actor had accepted before stays as it is. Raises Refused, or Conflict when somebody else was first.
    """
    on, viewer = timezone.localtime(at).date(), actor.viewer
    found = _reach(actor, handovers)
    mine = {row.pk: now for row in found if is_accepted_by(now := successor(row), professional=viewer.professional)}
    rows = _going_on(_unchanged([row for row in found if row.pk not in mine]))
    if not rows:
        return list(mine.values())
    for change in {row.linked_change for row in rows}:
        if viewer.professional not in colleagues(change=change) or viewer.team != change.team_id:
            raise Refused("refused.handover_receiver")
        if overlapping(professional=viewer.professional, since=change.stops_on, until=change.returns_on):
            raise Refused("refused.handover_receiver")  # two who stop can't stand in for each other
    if any(row.accepted_on is not None for row in rows):
        raise Refused("refused.handover_taken")
    changes = {
        "linked_receiver_id": viewer.professional, "to_person": viewer.name, "to_organisation": viewer.organisation_name,
        "accepted_on": on, "declined": "", "child_told_on": None,
    }  # fmt: skip
    made = _next(actor, at, rows, dict.fromkeys((row.pk for row in rows), changes))
    for change in {row.linked_change for row in rows}:
        _take_tasks(actor, at, change, [row.child_id for row in rows if row.linked_change_id == change.pk])
    _log(actor, at, rows, "handover.accepted")
    return [*mine.values(), *made]


def _take_tasks(actor: Actor, at: datetime.datetime, change: StaffChange, children: Sequence[int]) -> None:
    """Record the actor as who holds what the other held for these children, from the day on which that ended."""
    viewer, back_on = actor.viewer, change.returns_on
    is_for_some_time = change.kind in ("leave", "sudden")
    rows = []
    for row in ended_by(change=change, children=children):
        untils = [day for day in (row.corrects.valid_to, back_on) if day is not None]
        rows.append(
            Involvement(**{
                **copy_of(row), "organisation": viewer.organisation_name, "person": viewer.name,
                "valid_from": row.valid_to, "valid_to": min(untils, default=None), "linked_team_id": viewer.team,
                "linked_professional_id": viewer.professional, "source_id": viewer.organisation, "ended_by_id": None,
                "capacity": "stand_in" if is_for_some_time else row.capacity, "recorded_at": at,
                "recorded_by_id": viewer.account or None,
            })
        )  # fmt: skip
    Involvement.objects.bulk_create(row for row in rows if row.valid_to is None or row.valid_to > row.valid_from)
    touch_many(children)


@transaction.atomic
def decline_handover(*, actor: Actor, at: datetime.datetime, handover: str, reason: str) -> Any:
    """Decline what one was asked to take over, and say why; then it asks for somebody else. Raises Refused or Conflict."""
    (row,) = _going_on(_get(actor, [handover], {"reason": reason}))
    if row.linked_receiver_id != actor.viewer.professional or row.accepted_on is not None:
        raise Refused("refused.handover_not_yours")
    wrong = wrong_reason(reason)
    if wrong:
        raise Refused(*wrong)
    nobody = {"linked_receiver_id": None, "to_person": "", "to_organisation": "", "declined": reason.strip()}
    (made,) = _next(actor, at, [row], {row.pk: nobody})
    _log(actor, at, [row], "handover.declined")
    return made


@transaction.atomic
def tell_child_of_handover(
    *, actor: Actor, at: datetime.datetime, handover: str, told_on: datetime.date | None, words: str = "",
    language: str = "", readers: Collection[str] = (),
) -> Any:  # fmt: skip
    """Note when the young person was told who comes, and what they said of it, in their own words for whom they chose.

    Only once somebody has accepted, so that nobody is announced who then doesn't come; that it turned out otherwise than
    they had been told at once, from that day on. Raises Refused or Conflict.
    """
    on = timezone.localtime(at).date()
    (row,) = _get(actor, [handover], {"words": words})
    chosen = [role for role in READERS if role in readers]
    wrong = {
        "refused.handover_nobody": row.accepted_on is None and row.changed_on is None,
        "refused.told_otherwise": None not in (told_on, row.changed_on) and told_on < row.changed_on,
        "refused.told_missing": told_on is None,
        "refused.told_ahead": told_on is not None and told_on > on,
        "refused.own_nobody": bool(words.strip()) and not chosen,
    }
    if any(wrong.values()) or told_on is None:
        raise Refused(*(reason for reason, is_wrong in wrong.items() if is_wrong))
    asked = {"child_asked_on": told_on} if words.strip() else {}
    (made,) = _next(actor, at, [row], {row.pk: {"child_told_on": told_on, **asked}})
    if words.strip():
        typed = {
            "kind": "wish", "words": words.strip(), "said_on": f"{told_on.day}-{told_on.month}-{told_on.year}",
            "language": language, "interpreter": "", "shared_with": " ".join(chosen),
        }  # fmt: skip
        put_fact(
            child=row.child, table="voices", values=read_typed(table="voices", typed=typed).values, at=at,
            account=actor.viewer.account or None, source=actor.viewer.organisation,
        )  # fmt: skip
    _log(actor, at, [row], "handover.told")
    return made


@transaction.atomic
def arrange_handover(
    *, actor: Actor, at: datetime.datetime, handover: str, meeting_on: datetime.date | None, done: Collection[str],
    words: str,
) -> Any:  # fmt: skip
    """Keep the day of the meeting with the child, which points are done, and what isn't in the system. Raises Refused or
    Conflict. Once both signed nothing changes any more; of a change after one signature both sign what is there then.
    """
    (row,) = _going_on(_get(actor, [handover], {"note": words}))
    if row.given_on is not None and row.received_on is not None:
        raise Refused("refused.handover_signed")
    if len(words) > LONG:
        raise Refused("refused.own_too_long")
    codes = " ".join(point for point in rulebook().checklist if point in done)
    kept: dict[str, Any] = {"meeting_on": meeting_on, "done": codes, "note": words.strip()}
    if all(getattr(row, name) == value for name, value in kept.items()):
        return row
    (made,) = _next(actor, at, [row], {row.pk: {**kept, "given_on": None, "received_on": None}})
    _log(actor, at, [row], "handover.arranged")
    return made


@transaction.atomic
def sign_handover(*, actor: Actor, at: datetime.datetime, handover: str) -> Any:
    """Sign as who gives or as who receives; not before the young person was told. When somebody fell away at once, a
    colleague of the team other than the receiver signs in their place. Raises Refused or Conflict.
    """
    on = timezone.localtime(at).date()
    (row,) = _going_on(_get(actor, [handover]))
    if row.accepted_on is None or row.child_told_on is None:
        raise Refused("refused.handover_untold")
    side = side_of(row, professional=actor.viewer.professional, team=actor.viewer.team, on=on)
    if not side:
        raise Refused("refused.handover_not_yours")
    if getattr(row, side) is not None:
        raise Refused("refused.handover_signed")
    (made,) = _next(actor, at, [row], {row.pk: {side: on}})
    note(
        actor=actor, at=at, action="handover.signed", object_kind="handovers", object_id=made.public_id, child=row.child
    )
    return made


def receipt_of(handover: Any) -> str:
    """Give the receipt of a handover that both signed: a hash of what they signed, equal for whoever computes it."""
    said = {name: str(value) for name, value in sorted(copy_of(handover).items()) if not name.endswith("_id")}
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()
