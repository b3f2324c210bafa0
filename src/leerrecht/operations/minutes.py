"""What comes of a meeting or a knot: decisions, actions with a holder and a day, and what each organisation tells inside.

Who keeps the partnership writes minutes. An action is done by somebody of its holder's organisation, and checked by who keeps
the partnership or directs the knot. What was written isn't rewritten: another line is added.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db import transaction

from leerrecht.operations.acting import Officer, Refused, note, scope_of
from leerrecht.operations.meetings import find_colleague, get_meeting
from leerrecht.operations.partnerships import KEEP, day_of, lock
from leerrecht.operations.task_agreements import ASSENT
from leerrecht.operations.texts import is_code, is_unfit, tidy
from leerrecht.partnership.models import Partnership
from leerrecht.partnership.models.knots import Knot
from leerrecht.partnership.models.lengths import LONG, TEXT
from leerrecht.partnership.models.meetings import Action, Meeting, Ruling, Spread
from leerrecht.queries.child_knots import actions_seen, knots_seen


def _held_meeting(held: Partnership, meeting: str, on: datetime.date) -> Meeting:
    found = get_meeting(held=held, meeting=meeting)
    if found.held_on > on:
        raise Refused("refused.meeting_ahead")
    return found


@transaction.atomic
def note_ruling(*, actor: Officer, at: datetime.datetime, partnership: str, meeting: str, what: str) -> Ruling:
    """Note what was decided at a meeting that was held. Raises Refused."""
    held = lock(actor=actor, at=at, partnership=partnership, duty=KEEP)
    found = _held_meeting(held, meeting, day_of(at))
    if not tidy(what):
        raise Refused("refused.ruling_what")
    if is_unfit(text=what, most=LONG):
        raise Refused("refused.text_wrong")
    made = Ruling.objects.create(meeting=found, what=tidy(what), noted_at=at, noted_by_id=actor.viewer.account)
    note(actor=actor, at=at, action="meetings.decided", object_kind="meeting", object_id=found.public_id)
    return made


@dataclass(frozen=True, kw_only=True)
class Todo:
    """What somebody does by a day. `holder`: a code, see operations.meetings.find_colleague."""

    what: str
    holder: str
    due_on: datetime.date | None


def _add(
    actor: Officer, at: datetime.datetime, held: Partnership, todo: Todo, meeting: Meeting | None, knot: Knot | None
) -> Action:
    on = day_of(at)
    person = find_colleague(held=held, code=todo.holder, on=on)
    wrong = {
        "refused.action_what": not tidy(todo.what),
        "refused.action_holder": person is None,
        "refused.action_due": todo.due_on is None or todo.due_on < on,
        "refused.text_wrong": is_unfit(text=todo.what, most=TEXT),
    }
    reasons = [reason for reason, is_wrong in wrong.items() if is_wrong]
    if reasons or person is None or todo.due_on is None:
        raise Refused(*reasons)
    made = Action.objects.create(
        partnership=held, meeting=meeting, knot=knot, what=tidy(todo.what), organisation=person[0], holder=person[1],
        due_on=todo.due_on, noted_at=at, noted_by_id=actor.viewer.account,
    )  # fmt: skip
    _note_action(actor, at, made, "added")
    return made


def _note_action(actor: Officer, at: datetime.datetime, action: Action, what: str) -> None:
    """Leave the audit row of what was done with an action; one that follows from a child's knot stands in the child's log."""
    tie = getattr(action.knot, "tie", None)
    kind, child = ("child_knot", tie.child) if tie else ("meetings", None)
    named = {"object_kind": "action", "object_id": action.public_id}
    note(actor=actor, at=at, action=f"{kind}.action_{what}", child=child, **named)


@transaction.atomic
def add_action(*, actor: Officer, at: datetime.datetime, partnership: str, meeting: str, todo: Todo) -> Action:
    """Note an action that was agreed at a meeting. Raises Refused."""
    held = lock(actor=actor, at=at, partnership=partnership, duty=KEEP)
    return _add(actor, at, held, todo, _held_meeting(held, meeting, day_of(at)), None)


@transaction.atomic
def follow_up(*, actor: Officer, at: datetime.datetime, partnership: str, knot: str, todo: Todo) -> Action:
    """Note what follows from a knot that was decided: by who keeps the partnership or who directs the knot. Raises Refused."""
    held = lock(actor=actor, at=at, partnership=partnership, duty=ASSENT)
    rows = knots_seen(partnership=held, scope=scope_of(actor))
    found = rows.filter(public_id=knot).first() if is_code(knot) else None
    if found is None:
        raise Refused("refused.no_such_partnership")
    if not (actor.may(KEEP) or _directs(actor, found)):
        raise Refused("refused.may_not_record")
    if found.decided_on is None:
        raise Refused("refused.knot_open")
    return _add(actor, at, held, todo, None, found)


def _directs(actor: Officer, knot: Knot | None) -> bool:
    viewer = actor.viewer
    return knot is not None and (knot.director_id, knot.directs_for_id) == (viewer.professional, viewer.organisation)


def _action(actor: Officer, held: Partnership, action: str) -> Action:
    rows = actions_seen(partnership=held, scope=scope_of(actor)).select_related("knot__tie__child")
    found = rows.filter(public_id=action).first() if is_code(action) else None
    if found is None:
        raise Refused("refused.no_such_partnership")
    return found


@transaction.atomic
def finish_action(*, actor: Officer, at: datetime.datetime, partnership: str, action: str) -> Action:
    """Say that an action is done, by somebody of its holder's organisation. Raises Refused."""
    held = lock(actor=actor, at=at, partnership=partnership, duty=ASSENT)
    found = _action(actor, held, action)
    if found.organisation_id != actor.viewer.organisation:
        raise Refused("refused.may_not_record")
    if found.done_at is not None:
        raise Refused("refused.action_done")
    found.done_at, found.done_by_id = at, actor.viewer.account
    found.save(update_fields=["done_at", "done_by"])
    _note_action(actor, at, found, "done")
    return found


@transaction.atomic
def check_action(*, actor: Officer, at: datetime.datetime, partnership: str, action: str) -> Action:
    """Say that what was done was looked at and is right: who keeps the partnership or directs the knot. Raises Refused."""
    held = lock(actor=actor, at=at, partnership=partnership, duty=ASSENT)
    found = _action(actor, held, action)
    if not (actor.may(KEEP) or _directs(actor, found.knot)):
        raise Refused("refused.may_not_record")
    if found.done_at is None:
        raise Refused("refused.action_open")
    if found.checked_at is not None:
        raise Refused("refused.action_checked")
    found.checked_at, found.checked_by_id = at, actor.viewer.account
    found.save(update_fields=["checked_at", "checked_by"])
    _note_action(actor, at, found, "checked")
    return found


@transaction.atomic
def ask_to_spread(
    *, actor: Officer, at: datetime.datetime, partnership: str, meeting: str, seen: int, what: str
) -> Meeting:
    """Say once what each organisation at a meeting must tell inside. Raises Refused."""
    held = lock(actor=actor, at=at, partnership=partnership, duty=KEEP)
    found = get_meeting(held=held, meeting=meeting, seen=seen)
    wrong = {
        "refused.meeting_ahead": found.held_on > day_of(at),
        "refused.spread_known": bool(found.spread),
        "refused.spread_what": not tidy(what),
        "refused.text_wrong": is_unfit(text=what, most=LONG),
    }
    if reasons := [reason for reason, is_wrong in wrong.items() if is_wrong]:
        raise Refused(*reasons)
    found.spread, found.version = tidy(what), found.version + 1
    found.save(update_fields=["spread", "version"])
    note(actor=actor, at=at, action="meetings.spread_asked", object_kind="meeting", object_id=found.public_id)
    return found


@transaction.atomic
def confirm_spread(*, actor: Officer, at: datetime.datetime, partnership: str, meeting: str, how: str) -> Spread:
    """Confirm for the actor's organisation, which was invited, that it told it inside, and how. Raises Refused."""
    held = lock(actor=actor, at=at, partnership=partnership, duty=ASSENT)
    found, organisation = get_meeting(held=held, meeting=meeting), actor.viewer.organisation
    if not found.spread or not found.invited.filter(organisation=organisation).exists():
        raise Refused("refused.may_not_record")
    wrong = {
        "refused.spread_confirmed": found.spreads.filter(organisation=organisation).exists(),
        "refused.spread_how": not tidy(how),
        "refused.text_wrong": is_unfit(text=how, most=TEXT),
    }
    if reasons := [reason for reason, is_wrong in wrong.items() if is_wrong]:
        raise Refused(*reasons)
    made = Spread.objects.create(
        meeting=found, organisation_id=organisation, how=tidy(how), given_at=at, given_by_id=actor.viewer.account
    )
    note(actor=actor, at=at, action="meetings.spread", object_kind="meeting", object_id=found.public_id)
    return made
