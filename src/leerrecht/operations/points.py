"""A point of a child for a casework meeting: put there by the child or who stands beside it, placed, withdrawn, answered.

The child's record is locked, so that of two that answer at once the second is told that there is an answer.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction

from leerrecht.operations.acting import Actor, Refused, get_child, note
from leerrecht.operations.meetings import find_colleague
from leerrecht.operations.minutes import Todo
from leerrecht.operations.partnerships import day_of, lock
from leerrecht.operations.task_agreements import ASSENT
from leerrecht.operations.texts import is_code, is_unfit, tidy
from leerrecht.partnership.models import Partnership
from leerrecht.partnership.models.meetings import Meeting
from leerrecht.queries.child_knots import ABOUT, READERS
from leerrecht.queries.own import ROLE as CHILD
from leerrecht.queries.points import is_heard_by, points_at, series_near
from leerrecht.records.models import Child
from leerrecht.rights.models import LONG, POINT_ASKERS, TEXT, Point


def may_ask(*, actor: Actor, child: int) -> bool:
    """Tell whether somebody may put a point there for a child (row number): the child, its representative or its mentor."""
    return actor.viewer.role in POINT_ASKERS and actor.scope.may_record(child=child, table="voices")


@transaction.atomic
def ask_point(
    *, actor: Actor, at: datetime.datetime, child: str, words: str, readers: Collection[str], series: str = "",
    lang: str = "",
) -> Point:  # fmt: skip
    """Put a point of a child (public id) on the agenda of a series of casework meetings near it. Raises Refused.

    `series`: a public id; "" takes the one that meets first, and none where nobody meets yet. `lang`: the language of the
    words, by its own name.
    """
    found = get_child(actor=actor, child=child, table="voices")
    role = actor.viewer.role
    if role not in POINT_ASKERS:
        raise Refused("refused.may_not_record")
    chosen = [each for each in READERS if each in readers or each == role]
    near = series_near(child=found.pk, on=day_of(at))
    at_series = next((row for row in near if series in ("", row.public_id)), None)
    wrong = {
        "refused.point_words": not tidy(words),
        "refused.point_readers": not chosen,
        "refused.point_series": bool(series) and at_series is None,
        "refused.point_long": is_unfit(text=words, most=LONG),
        "refused.point_twice": found.points.filter(
            words=tidy(words), withdrawn_at__isnull=True, answered_at__isnull=True
        ).exists()
        and not is_unfit(text=words, most=LONG),
    }  # fmt: skip
    if reasons := [reason for reason, is_wrong in wrong.items() if is_wrong]:
        raise Refused(*reasons)
    made = Point.objects.create(
        child=found, series=at_series, placed_on=day_of(at) if at_series else None, words=tidy(words), language=lang,
        shared_with=" ".join(chosen), asked_as=role, asked_by_id=None if role == CHILD else actor.viewer.account,
        asked_at=at,
    )  # fmt: skip
    _note(actor, at, "asked", made, found)
    return made


def _note(actor: Actor, at: datetime.datetime, what: str, point: Point, child: Child) -> None:
    action = f"door.point_{what}" if actor.viewer.role == CHILD else f"point.{what}"
    note(actor=actor, at=at, action=action, object_kind="point", object_id=point.public_id, child=child)


def _open_point(actor: Actor, child: Child, point: str) -> Point:
    """Get an unanswered point of a locked child that the actor may read. Raises Refused."""
    found = child.points.filter(public_id=point).first() if is_code(point) else None
    if found is None or not is_heard_by(scope=actor.scope, point=found):
        raise Refused("refused.no_such_child")
    if found.answered_at is not None:
        raise Refused("refused.point_answered")
    return found


@transaction.atomic
def place_point(*, actor: Actor, at: datetime.datetime, child: str, point: str, series: str) -> Point:
    """Put a point at another series from today: it had none, or that one ended or is elsewhere. Raises Refused."""
    held = get_child(actor=actor, child=child, table="voices")
    found = _open_point(actor, held, point)
    chosen = next((row for row in series_near(child=held.pk, on=day_of(at)) if row.public_id == series), None)
    if chosen is None:
        raise Refused("refused.point_series")
    if chosen.pk != found.series_id:
        found.series, found.placed_on = chosen, day_of(at)
        found.save(update_fields=["series", "placed_on"])
        _note(actor, at, "placed", found, held)
    return found


@transaction.atomic
def withdraw_point(*, actor: Actor, at: datetime.datetime, child: str, point: str) -> Point:
    """Take a point back that wasn't answered: the child any, others what they put there themselves. Raises Refused."""
    held = get_child(actor=actor, child=child, table="voices")
    found = _open_point(actor, held, point)
    if actor.viewer.role != CHILD and found.asked_by_id != actor.viewer.account:
        raise Refused("refused.may_not_record")
    found.withdrawn_at = at
    found.save(update_fields=["withdrawn_at"])
    _note(actor, at, "withdrawn", found, held)
    return found


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What was decided about a point, in words for the child. `todo`: who does what by when, or None when nobody has to.

    `categories`: what it is about (queries.child_knots.ABOUT), which keeps it from who may not know of that.
    """

    decision: str
    reason: str
    categories: Collection[str]
    todo: Todo | None
    is_told: bool


def _sits_at(actor: Actor, held: Partnership, meeting: str, on: datetime.date) -> Meeting:
    """Get a meeting that was held, to which the actor was invited. Raises Refused."""
    rows = Meeting.objects.filter(series__partnership=held, cancelled_at__isnull=True, public_id=meeting)
    found = rows.first() if is_code(meeting) else None
    viewer = actor.viewer
    if found is None or not found.invited.filter(
        professional=viewer.professional, organisation=viewer.organisation
    ).exists():  # fmt: skip
        raise Refused("refused.no_such_partnership")
    if found.held_on > on:
        raise Refused("refused.meeting_ahead")
    return found


@transaction.atomic
def answer_point(
    *, actor: Actor, at: datetime.datetime, partnership: str, meeting: str, point: str, answer: Answer
) -> Point:
    """Write what a meeting decided about a point, as who was there and may record plans of this child. Raises Refused."""
    held, on = lock(actor=actor, at=at, partnership=partnership, duty=ASSENT), day_of(at)
    sat = _sits_at(actor, held, meeting, on)
    seen = {each.public_id: each.child for each in points_at(scope=actor.scope, meeting=meeting, on=on)}
    if point not in seen:
        raise _gone(actor, point)
    child = get_child(actor=actor, child=seen[point], table="plans")
    found = _open_point(actor, child, point)
    todo = answer.todo
    holder = find_colleague(held=held, code=todo.holder, on=on) if todo else None
    chosen = [each for each in ABOUT if each in answer.categories]
    texts = ((answer.decision, LONG), (answer.reason, LONG), (todo.what if todo else "", TEXT))
    wrong = {
        "refused.point_decision": not tidy(answer.decision),
        "refused.point_reason": not tidy(answer.reason),
        "refused.point_about": not chosen,
        "refused.action_what": todo is not None and not tidy(todo.what),
        "refused.action_holder": todo is not None and holder is None,
        "refused.action_due": todo is not None and (todo.due_on is None or todo.due_on < on),
        "refused.text_wrong": any(is_unfit(text=text, most=most) for text, most in texts),
    }
    if reasons := [reason for reason, is_wrong in wrong.items() if is_wrong]:
        raise Refused(*reasons)
    found.meeting, found.decision, found.reason = sat, tidy(answer.decision), tidy(answer.reason)
    found.categories, found.answered_at, found.answered_by_id = " ".join(chosen), at, actor.viewer.account
    found.told_on = on if answer.is_told else None
    if todo and holder:
        found.todo, found.due_on, (found.holder_for, found.holder) = tidy(todo.what), todo.due_on, holder
    found.save()
    _note(actor, at, "answered", found, child)
    return found


def _gone(actor: Actor, point: str) -> Refused:
    """Say why a point isn't on an agenda: answered meanwhile at another meeting, or not there for this person."""
    found = Point.objects.filter(public_id=point).first() if is_code(point) else None
    if found is not None and found.answered_at is not None and is_heard_by(scope=actor.scope, point=found):
        return Refused("refused.point_answered")
    return Refused("refused.no_such_partnership")
