"""Somebody stops or is away: their tasks end on that day, and a handover opens for each child. All in one transaction.

What nobody takes over falls open by itself (`roles.gap`): nothing has to run for that.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Max, Min, Q
from django.utils import timezone

from leerrecht.audit.log import record_event, record_events
from leerrecht.chain.models import Membership, Professional, StaffChange, Team
from leerrecht.law.tables import TASKS
from leerrecht.operations.acting import Actor, Refused, note
from leerrecht.operations.replacing import copy_of, lock_children, replace_many, touch_many
from leerrecht.queries.facts import standing
from leerrecht.records.models import Child, Handover, Involvement

ENDS = "Wie dit doet, stopt of is weg"
DUTY = "hand_over"
FOR_ONESELF = ("leave", "sudden", "departure")
FOR_A_COLLEAGUE = ("sudden",)
AT_ONCE = ("sudden", "closed")


def overlapping(
    *, professional: int, since: datetime.date, until: datetime.date | None, beside: int | None = None
) -> bool:
    """Tell whether somebody (row number) stops or is away on some day of a period (half-open; None: open).

    `beside`: a change (row number) that doesn't count.
    """
    begun = Q() if until is None else Q(stops_on__lt=until)
    still = Q(returns_on__isnull=True) | Q(returns_on__gt=since)
    known = StaffChange.objects.filter(begun, still, professional=professional, withdrawn_at__isnull=True)
    return bool(known.exclude(pk=beside).exists())


def _next_day(*, professional: int, after: datetime.date) -> datetime.date | None:
    """Give the first day of the next change of somebody (row number) after a day; None without one."""
    later = StaffChange.objects.filter(professional=professional, withdrawn_at__isnull=True, stops_on__gt=after)
    found: datetime.date | None = later.aggregate(first=Min("stops_on"))["first"]
    return found


@transaction.atomic
def note_change(
    *, actor: Actor, at: datetime.datetime, kind: str, stops_on: datetime.date | None,
    returns_on: datetime.date | None = None, professional: str = "",
) -> StaffChange:  # fmt: skip
    """Note that the actor stops or is away, or that a colleague of the same team (public id) fell away at once.

    `stops_on`: the first day without them. Who departs leaves the team on that day. An absence of which nobody knows the
    end lasts until the next that is recorded already, whose handovers stand. Raises Refused.
    """
    on, viewer = timezone.localtime(at).date(), actor.viewer
    if not actor.may(DUTY):
        raise Refused("refused.may_not_record")
    of_whom = Q(professional__public_id=professional) if professional else Q(professional=viewer.professional)
    seat = lock_seat(of_whom, team=viewer.team, on=on)
    if seat is None:
        raise Refused("refused.no_such_child")
    is_self = seat.professional_id == viewer.professional
    stops_on = first_day(
        kind=kind, stops_on=stops_on, returns_on=returns_on, on=on, kinds=FOR_ONESELF if is_self else FOR_A_COLLEAGUE
    )
    if returns_on is None and kind != "departure":
        returns_on = _next_day(professional=seat.professional_id, after=stops_on)
    change = add_change(
        at=at, by=viewer.professional, professional=seat.professional, team=seat.team, kind=kind, stops_on=stops_on,
        returns_on=returns_on,
    )  # fmt: skip
    leave_team(change=change)
    children = open_handovers(change=change, at=at, account=viewer.account or None)
    log_children(actor=actor, at=at, action="handover.opened", change=change, children=children)
    note(actor=actor, at=at, action="staff_change.noted", object_kind="staff_change", object_id=change.public_id)
    return change


def lock_seat(of_whom: Q, *, team: int, on: datetime.date) -> Membership | None:
    """Lock somebody's membership of a team (row number) on a day, so that of one person one change is made at a time."""
    still = Q(valid_to__isnull=True) | Q(valid_to__gt=on)
    seats = Membership.objects.select_for_update(of=("self",)).filter(of_whom, still, team=team, valid_from__lte=on)
    return seats.select_related("professional", "team__organisation").first()


def add_change(
    *, at: datetime.datetime, by: int, professional: Professional, team: Team, kind: str, stops_on: datetime.date,
    returns_on: datetime.date | None, moved_from: StaffChange | None = None,
) -> StaffChange:  # fmt: skip
    """Add a staff change, noted by somebody (row number). Raises Refused when one is known for some day of it."""
    if overlapping(professional=professional.pk, since=stops_on, until=returns_on):
        raise Refused("refused.change_known")
    try:
        with transaction.atomic():
            made: StaffChange = StaffChange.objects.create(
                professional=professional, team=team, kind=kind, stops_on=stops_on, returns_on=returns_on, noted_at=at,
                noted_by_id=by, moved_from=moved_from,
            )  # fmt: skip
    except IntegrityError:  # it was noted otherwise at this moment
        raise Refused("refused.change_known") from None
    return made


def log_children(
    *, actor: Actor, at: datetime.datetime, action: str, change: StaffChange, children: Sequence[str]
) -> None:
    """Leave an audit row for each child (public ids) of a staff change; without children none."""
    viewer = actor.viewer
    if children:
        record_events(
            at=at, action=action, object_kind="staff_change", object_id=change.public_id, children=children,
            actor=viewer.account_id, team=viewer.team_id, role=viewer.role, origin=actor.origin,
            trace_id=actor.trace_id,
        )  # fmt: skip


def leave_team(*, change: StaffChange) -> None:
    """End the membership of who departs, on that day; one that ends earlier stays so."""
    if change.kind != "departure":
        return
    there = Membership.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=change.stops_on))
    for seat in there.filter(professional=change.professional, team=change.team, valid_from__lte=change.stops_on):
        change.seat_until, seat.valid_to = seat.valid_to, change.stops_on
        seat.save(update_fields=["valid_to"])
        change.save(update_fields=["seat_until"])


def first_day(
    *, kind: str, stops_on: datetime.date | None, returns_on: datetime.date | None, on: datetime.date,
    kinds: Sequence[str],
) -> datetime.date:  # fmt: skip
    """Give the first day without somebody; raises Refused with all that is wrong with the change."""
    first_on = on if kind == "sudden" else on + datetime.timedelta(days=1)
    wrong = {
        "refused.change_kind": kind not in kinds,
        "refused.change_day": stops_on is None or stops_on < first_on,
        "refused.change_back": returns_on is not None
        and (kind == "departure" or (stops_on is not None and returns_on <= stops_on)),
    }
    if any(wrong.values()) or stops_on is None:
        raise Refused(*(reason for reason, is_wrong in wrong.items() if is_wrong))
    return stops_on


def close_with_tasks(*, professional: Professional, at: datetime.datetime, on: datetime.date, origin: str) -> int:
    """Open a staff change in every team in which somebody whose account closes still has tasks; gives how many.

    What they were asked to take over and hadn't, asks for somebody else again. For the operation that ends an account.
    """
    asked = list(
        Handover.objects.filter(retracted_at__isnull=True, linked_receiver=professional, accepted_on__isnull=True)
    )
    lock_children([each.child_id for each in asked])
    nobody = {"to_person": "", "to_organisation": "", "linked_receiver_id": None}
    replace_many(
        facts=asked, changes=dict.fromkeys((each.pk for each in asked), nobody), at=at, account=None, reason=ENDS
    )
    held = Involvement.objects.filter(retracted_at__isnull=True, linked_professional=professional)
    teams = set(held.filter(_after(on)).exclude(linked_team=None).values_list("linked_team", flat=True))
    for team in Team.objects.filter(pk__in=teams).order_by("pk"):
        change, is_new = StaffChange.objects.get_or_create(
            professional=professional, team=team, stops_on=on, withdrawn_at=None,
            defaults={"kind": "closed", "noted_at": at},
        )  # fmt: skip
        if not is_new:
            StaffChange.objects.filter(pk=change.pk).update(kind="closed", returns_on=None, version=F("version") + 1)
            change.kind, change.returns_on = "closed", None
        children = open_handovers(change=change, at=at, account=None)
        named = {"object_kind": "staff_change", "object_id": change.public_id, "team": team.public_id}
        if children:
            record_events(at=at, action="handover.opened", children=children, origin=origin, **named)
        record_event(at=at, action="staff_change.noted", origin=origin, **named)
    return len(teams)


def _after(day: datetime.date) -> Q:
    """Rows that still say something from a day on; one that never begins says nothing."""
    lasting = Q(valid_from__isnull=True) | Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from"))
    return (Q(valid_to__isnull=True) | Q(valid_to__gt=day)) & lasting


def open_handovers(*, change: StaffChange, at: datetime.datetime, account: int | None) -> list[str]:
    """End all tasks of somebody on the day they stop, and open a handover for each child; gives their public ids.

    As many statements however many children there are.
    """
    tasks = end_tasks(change=change, at=at, account=account)
    add_handovers(change=change, at=at, account=account, tasks=tasks)
    return public_ids(children=tasks)


def public_ids(*, children: Iterable[int]) -> list[str]:
    """Give the public ids of children (row numbers)."""
    return list(Child.objects.filter(pk__among=set(children)).order_by("pk").values_list("public_id", flat=True))


def held_after(*, change: StaffChange) -> list[Any]:
    """Give what somebody holds from the day they stop, in the team that the change is about."""
    rows = standing(table="involvements").filter(
        _after(change.stops_on), linked_professional=change.professional, linked_team=change.team
    )
    return list(rows.select_related("corrects").order_by("pk"))


def ended_by(*, change: StaffChange, children: Collection[int]) -> list[Any]:
    """Give the tasks that ended by a change for these children (row numbers), each with what stood before it."""
    rows = standing(table="involvements").filter(ended_by=change, child__among=set(children))
    return list(rows.select_related("corrects").order_by("pk"))


def end_tasks(*, change: StaffChange, at: datetime.datetime, account: int | None) -> dict[int, str]:
    """End all tasks of somebody on the day they stop; gives per child (row number) the task that a handover goes by.

    Who is back on a day holds them again from then.
    """
    rows = held_after(change=change)
    numbers = sorted({row.child_id for row in rows})
    if not numbers:
        return {}
    lock_children(numbers)
    ends = {
        row.pk: {"valid_to": max(row.valid_from or change.stops_on, change.stops_on), "ended_by_id": change.pk}
        for row in rows
    }
    replace_many(facts=rows, changes=ends, at=at, account=account, reason=ENDS)
    if change.returns_on is not None:
        again = ((row, _begins_again(row, change.returns_on)) for row in rows)
        take_up_again([(row, day) for row, day in again if day is not None], at, account)
    tasks: dict[int, list[str]] = {number: [] for number in numbers}
    for row in rows:
        tasks[row.child_id].append(row.task)
    return {number: first_task(found) for number, found in tasks.items()}


def add_handovers(
    *, change: StaffChange, at: datetime.datetime, account: int | None, tasks: Mapping[int, str]
) -> None:  # fmt: skip
    """Open a handover for each child (row number, with the task it goes by); their tasks were ended."""
    _let_go_of(list(tasks), change, at, account)
    opened_on = timezone.localtime(at).date()
    Handover.objects.bulk_create(
        Handover(
            child_id=number, recorded_at=at, recorded_by_id=account, source_id=change.team.organisation_id,
            opened_on=opened_on, task=task, organisation=change.team.organisation.name,
            person=change.professional.name, stops_on=change.stops_on, at_once=change.kind in AT_ONCE,
            linked_change=change,
        )
        for number, task in tasks.items()
    )  # fmt: skip
    touch_many(list(tasks))


def _begins_again(row: Any, back_on: datetime.date) -> datetime.date | None:
    """Give the day from which whoever is back on a day holds a task again; None when it was over by then.

    When the next change ends it on that very day they do so for no time: what that change hands over goes by that.
    """
    is_over = row.valid_to is not None and (row.valid_to < back_on or (row.valid_to == back_on and not row.ended_by_id))
    return None if is_over else max(row.valid_from or back_on, back_on)


def take_up_again(begins: Sequence[tuple[Any, datetime.date]], at: datetime.datetime, account: int | None) -> None:
    """Let whoever is back hold tasks from a day on, as they did; what a next change ends, ends by that one again."""
    made = Involvement.objects.bulk_create(
        Involvement(
            **{
                **copy_of(row),
                "valid_from": day,
                "valid_to": row.corrects.valid_to if row.ended_by_id else row.valid_to,
                "ended_by_id": None,
            },
            recorded_at=at,
            recorded_by_id=account,
        )
        for row, day in begins
    )
    cut = {new: row for new, (row, _) in zip(made, begins, strict=True) if row.ended_by_id}
    ends = {new.pk: {"valid_to": row.valid_to, "ended_by_id": row.ended_by_id} for new, row in cut.items()}
    replace_many(facts=list(cut), changes=ends, at=at, account=account, reason=ENDS)


def _let_go_of(numbers: Sequence[int], change: StaffChange, at: datetime.datetime, account: int | None) -> None:
    """End what the same person still had open of an earlier change for these children and team: one handover at a time.

    Of an absence after they are back it stands. That they stay after all ends too, told or not: this handover tells how
    it is now.
    """
    until_back = Q() if change.returns_on is None else Q(stops_on__lt=change.returns_on)
    is_later = Q(until_back, stops_on__gte=change.stops_on) | Q(stops_on__isnull=True)
    earlier = Handover.objects.filter(
        is_later,
        retracted_at__isnull=True, child__among=numbers, linked_change__professional=change.professional,
        linked_change__team=change.team, accepted_on__isnull=True,
    )  # fmt: skip
    last = earlier.aggregate(last=Max("recorded_at"))["last"] or at
    earlier.update(retracted_at=max(at, last), retracted_by=account, retraction_reason=ENDS)


def first_task(tasks: Iterable[str]) -> str:
    """Give the task that a handover goes by: the first in the standard list, else the first by name."""
    return min(tasks, key=lambda task: (TASKS.index(task) if task in TASKS else len(TASKS), task), default="")
