"""A move: announce it, put it off, change where it goes, call it off, tell the child, inform others before the child.

A move is a stay that is still to begin; nothing of it is kept twice. Announcing opens the list of what both sides arrange
(`move_points`). Whatever changes afterwards keeps `announced_on`, so that the list stays with its move.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from leerrecht.access.moves import is_ahead, is_told
from leerrecht.law.tables import MOVE_ITEMS
from leerrecht.operations.acting import Actor, Refused, get_child, note
from leerrecht.operations.facts import correct_fact, get_seen, read_typed, row_of, withdraw_fact, wrong_reason
from leerrecht.operations.recording import columns_of, is_known, put_fact, put_facts, retract
from leerrecht.operations.telling_moves import tell_of_move
from leerrecht.queries.facts import standing
from leerrecht.records.models import Child, Fact

Typed = Mapping[str, str]
WHERE = ("location", "municipality", "kind", "region")
ASKED = (*WHERE, "valid_from", "reason", "child_told_on")
"""What is asked of a move when it is announced."""
CHANGED = (*WHERE, "valid_from", "reason")
"""What can be changed of it afterwards; that the child was told, and that others know first, are acts of their own."""


def read_move(*, typed: Typed, at: datetime.datetime) -> dict[str, Any]:
    """Read what was typed of a move, announced today; raises Refused with everything that is wrong at once."""
    today = timezone.localtime(at).date()
    asked = {name: typed.get(name, "") for name in ASKED}
    empty = () if asked["valid_from"].strip() else ("refused.move_without_day",)
    nowhere = () if asked["location"].strip() or asked["municipality"].strip() else ("refused.move_nowhere",)
    try:
        values = read_typed(table="stays", typed={**asked, "announced_on": today.isoformat()}).values
    except Refused as refused:
        raise Refused(*empty, *nowhere, faults=refused.faults) from None
    wrong = (*empty, *nowhere, *_wrong_days(values, today))
    if wrong:
        raise Refused(*wrong)
    return dict(values)


def _wrong_days(values: Mapping[str, Any], today: datetime.date) -> tuple[str, ...]:
    begins_on, told_on = values["valid_from"], values["child_told_on"]
    past = ("refused.move_not_ahead",) if begins_on is not None and begins_on <= today else ()
    ahead = ("refused.told_ahead",) if told_on is not None and told_on > today else ()
    return (*past, *ahead)


@transaction.atomic
def announce_move(*, actor: Actor, at: datetime.datetime, child: str, typed: Typed) -> Fact:
    """Announce that a child (public id) will move, and open the list of both sides. `typed`: text by name, as in ASKED.

    Points kept from a move that was called off are taken up again. Raises Refused.
    """
    values = read_move(typed=typed, at=at)
    found = get_child(actor=actor, child=child, table="stays")
    return put_move(actor=actor, at=at, child=found, values=values)


def put_move(*, actor: Actor, at: datetime.datetime, child: Child, values: Mapping[str, Any]) -> Fact:
    """Put a move that was read in the record of a child that is locked. Raises Refused."""
    stays = standing(table="stays").filter(child=child)
    if is_known(child=child, table="stays", columns=columns_of("stays", values)):
        raise Refused("refused.known_already")
    if stays.filter(announced_on=values["announced_on"], valid_from__gt=values["announced_on"]).exists():
        raise Refused("refused.move_announced_today")
    who: dict[str, Any] = {"at": at, "account": actor.viewer.account, "source": actor.viewer.organisation}
    if is_told(values, on=values["announced_on"]):
        _end_present(child=child, was_on=None, ends_on=values["valid_from"], **who)
    stay = put_fact(child=child, table="stays", values=values, **who)
    _open_list(child=child, opened_on=values["announced_on"], **who)
    note(actor=actor, at=at, action="move.announced", object_kind="stays", object_id=stay.public_id, child=child)
    tell_of_move(kind="move_announced", actor=actor, at=at, stay=stay)
    return stay


def _end_present(
    *, child: Child, was_on: datetime.date | None, ends_on: datetime.date | None, at: datetime.datetime, account: int,
    source: int,
) -> None:  # fmt: skip
    """Let the stay in which the child lives end on the day of the move, if it ended on `was_on` until now (None: open).

    Only of a move that is told: a new version of where a child lives shows that something is about to happen.
    """
    today = timezone.localtime(at).date()
    for present in standing(table="stays").filter(child=child, valid_from__lte=today, valid_to=was_on):
        retract(fact=present, at=max(at, present.recorded_at), account=account, reason=MOVE_REASON)
        values = {**row_of(present), "valid_to": ends_on}
        put_fact(
            child=child, table="stays", values=values, at=max(at, present.recorded_at), account=account, source=source,
            corrects=present,
        )  # fmt: skip


MOVE_REASON = "verhuizing"
"""Why a fact was replaced that only follows from a move."""


def _open_list(*, child: Child, opened_on: datetime.date, at: datetime.datetime, account: int, source: int) -> None:
    """Open the list of a move: what was kept of one that was called off, and every other point."""
    kept = list(standing(table="move_points").filter(child=child, opened_on__isnull=True, done_on__isnull=True))
    for point in kept:
        _attach(point, opened_on, at=at, account=account, source=source)
    known = {point.item for point in kept}
    rows = [{"opened_on": opened_on, "item": item} for item in MOVE_ITEMS if item not in known]
    put_facts(child=child, table="move_points", rows=rows, at=at, account=account, source=source)


def _attach(point: Fact, opened_on: datetime.date | None, *, at: datetime.datetime, account: int, source: int) -> None:
    """Tie a point to the move announced on a day, or to none. Who does what by when stays as it was agreed."""
    moment = max(at, point.recorded_at)
    retract(fact=point, at=moment, account=account, reason=MOVE_REASON)
    put_fact(
        child=point.child, table="move_points", values={**row_of(point), "opened_on": opened_on}, at=moment,
        account=account, source=source, corrects=point,
    )  # fmt: skip


def get_move(*, actor: Actor, at: datetime.datetime, move: str, yours: Typed) -> Fact:
    """Get a move (public id of the stay) that somebody saw, if it still is one. Raises Refused or Conflict."""
    seen = get_seen(actor=actor, table="stays", fact=move, yours=yours)
    if not is_ahead(row_of(seen), on=timezone.localtime(at).date()):
        raise Refused("refused.move_made")
    return seen


@transaction.atomic
def change_move(*, actor: Actor, at: datetime.datetime, move: str, typed: Typed, reason: str) -> Fact:
    """Put a move off or forward, or change where it goes. What was agreed around it stays. Raises Refused or Conflict.

    `typed`: text by name, as in CHANGED; `reason`: why it changes.
    """
    own = {name: typed[name] for name in CHANGED if name in typed}
    seen = get_move(actor=actor, at=at, move=move, yours=own)
    before = row_of(seen)
    if "region" not in own and own.get("municipality", before["municipality"]) != before["municipality"]:
        own["region"] = ""  # that of the former municipality; the rulebook knows the new one
    wrong = _wrong_change(own, at)
    reasons = wrong_reason(reason)
    if wrong or reasons:
        raise Refused(*wrong, *reasons)
    action = "move.changed" if any(own.get(name, "") not in ("", before[name]) for name in WHERE) else "move.postponed"
    stay = correct_fact(actor=actor, at=at, table="stays", fact=move, typed=own, reason=reason, action=action)
    who: dict[str, Any] = {"at": at, "account": actor.viewer.account, "source": actor.viewer.organisation}
    _end_present(child=seen.child, was_on=before["valid_from"], ends_on=row_of(stay)["valid_from"], **who)
    tell_of_move(kind="move_changed", actor=actor, at=at, stay=stay)
    return stay


def _wrong_change(typed: Typed, at: datetime.datetime) -> tuple[str, ...]:
    """Say what is wrong with the new day; what can't be read is told by the correction itself."""
    if "valid_from" not in typed:
        return ()
    if not typed["valid_from"].strip():
        return ("refused.move_without_day",)
    try:
        values = read_typed(table="stays", typed={"valid_from": typed["valid_from"]}).values
    except Refused:
        return ()
    return _wrong_days({**values, "child_told_on": None}, timezone.localtime(at).date())


def postpone_move(*, actor: Actor, at: datetime.datetime, move: str, valid_from: str, reason: str) -> Fact:
    """Put a move off to another day (as typed). Raises Refused or Conflict."""
    return change_move(actor=actor, at=at, move=move, typed={"valid_from": valid_from}, reason=reason)


@transaction.atomic
def cancel_move(*, actor: Actor, at: datetime.datetime, move: str, reason: str) -> Fact:
    """Call a move off. What was agreed is kept for when the child moves after all. Raises Refused or Conflict."""
    seen = get_move(actor=actor, at=at, move=move, yours={})
    before = row_of(seen)
    gone = withdraw_fact(actor=actor, at=at, table="stays", fact=move, reason=reason, action="move.cancelled")
    who: dict[str, Any] = {"at": at, "account": actor.viewer.account, "source": actor.viewer.organisation}
    _end_present(child=seen.child, was_on=before["valid_from"], ends_on=None, **who)
    points = standing(table="move_points").filter(child=seen.child, opened_on=before["announced_on"])
    for point in points.select_related("child"):
        _attach(point, None, **who)
    tell_of_move(kind="move_cancelled", actor=actor, at=at, stay=gone)
    return gone


@transaction.atomic
def tell_child(*, actor: Actor, at: datetime.datetime, move: str, told_on: str) -> Fact:
    """Record on which day (as typed) somebody told the child, and let the others know. Raises Refused or Conflict."""
    seen = get_move(actor=actor, at=at, move=move, yours={"child_told_on": told_on})
    if not told_on.strip():
        raise Refused("refused.told_without_day")
    values = read_typed(table="stays", typed={"child_told_on": told_on}).values
    today = timezone.localtime(at).date()
    if values["child_told_on"] > today:
        raise Refused("refused.told_ahead")
    was_told = is_told(row_of(seen), on=today)
    stay = correct_fact(
        actor=actor, at=at, table="stays", fact=move, typed={"child_told_on": told_on}, reason=TOLD_REASON,
        action="move.told",
    )  # fmt: skip
    if not was_told:
        _make_known(actor=actor, at=at, stay=stay)
    return stay


def _make_known(*, actor: Actor, at: datetime.datetime, stay: Fact) -> None:
    """Do what follows once others may know of a move."""
    who: dict[str, Any] = {"at": at, "account": actor.viewer.account, "source": actor.viewer.organisation}
    _end_present(child=stay.child, was_on=None, ends_on=row_of(stay)["valid_from"], **who)
    tell_of_move(kind="move_told", actor=actor, at=at, stay=stay)


TOLD_REASON = "aan de jongere verteld"


@transaction.atomic
def inform_early(*, actor: Actor, at: datetime.datetime, move: str, reason: str) -> Fact:
    """Let school and municipality know before the child, and record why. Only for who has that duty. Raises Refused."""
    if not actor.may("inform_early"):
        raise Refused("refused.may_not_record")
    seen = get_move(actor=actor, at=at, move=move, yours={"told_early_reason": reason})
    if is_told(row_of(seen), on=timezone.localtime(at).date()):
        raise Refused("refused.told_already")
    reasons = wrong_reason(reason)
    if reasons:
        raise Refused(*reasons)
    stay = correct_fact(
        actor=actor, at=at, table="stays", fact=move, typed={"told_early_reason": reason}, reason=reason,
        action="move.informed_early",
    )  # fmt: skip
    _make_known(actor=actor, at=at, stay=stay)
    return stay
