"""From a viewer to a Scope: the ties between the viewer's team and children, handed to the one function that decides."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import DateField, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, Greatest

from leerrecht.access import Refusal, Scope, Tie, scope
from leerrecht.queries.agreements import agreements_in_force
from leerrecht.queries.asked import request_lapses_on
from leerrecht.queries.consents import consent_ties
from leerrecht.queries.facts import standing
from leerrecht.queries.glass import glass_ties
from leerrecht.queries.rulebooks import access_table
from leerrecht.queries.viewers import Viewer


def _ties_by_task(viewer: Viewer, on: datetime.date) -> Iterator[Tie]:
    """A child for whom somebody of the team holds a task; or did until they stopped, while nobody took it over."""
    held = Q(linked_team=viewer.team) | Q(linked_professional=viewer.professional, linked_team__isnull=True)
    never = Value(None, output_field=DateField())
    found = standing(table="involvements").filter(held).order_by().annotate(taken_on=never)
    rows = found.values_list("child", "valid_from", "valid_to", "taken_on")
    if access_table().may(role=viewer.role, duty="hand_over"):
        rows = rows.union(_left_open(viewer), all=True)
    for child, since_on, *ends in rows:
        yield Tie(child=child, kind="task", since_on=since_on, until_on=min(filter(None, ends), default=None))


def _left_open(viewer: Viewer) -> Any:
    """Give what somebody of the team held until they stopped and nobody took over: child, since when, and two ends.

    Without it the team would lose sight of a child on the day somebody falls away, and nobody could take over. Only for a
    role that hands over: elsewhere nobody could ever end it. It ends when the task itself would have, and on the day from
    which anybody (who comes back, or another team) holds the task, not as a stand-in.
    """
    same = standing(table="involvements").filter(child=OuterRef("child"), task=OuterRef("task"))
    ended = same.filter(ended_by=OuterRef("linked_change")).values("corrects__valid_to")
    first = Greatest(Coalesce("valid_from", OuterRef("stops_on")), OuterRef("stops_on"))
    taken = same.exclude(capacity="stand_in").annotate(first=first).order_by("first").values("first")
    lasting = taken.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=F("first")))
    left = standing(table="handovers").filter(
        linked_change__team=viewer.team, linked_change__withdrawn_at__isnull=True, stops_on__isnull=False,
        accepted_on__isnull=True,
    )  # fmt: skip
    ends = left.order_by().annotate(until_on=Subquery(ended[:1]), taken_on=Subquery(lasting[:1]))
    return ends.values_list("child", "stops_on", "until_on", "taken_on")


def _ties_by_stay(viewer: Viewer, on: datetime.date) -> Iterator[Tie]:
    stays = standing(table="stays").filter(linked_location=viewer.location)
    rows = stays.values_list("child", "valid_from", "valid_to") if viewer.location else ()
    return (Tie(child=child, kind="stay", since_on=since, until_on=until) for child, since, until in rows)


def _ties_by_enrolment(viewer: Viewer, on: datetime.date) -> Iterator[Tie]:
    """An enrolment from its first day; before that the request, which is a task: to place the child. No day: no tie.

    A request that nobody answered ends by itself, and leaves no after-care: nobody there ever taught the child.
    """
    enrolments = standing(table="enrolments").filter(linked_school=viewer.school)
    rows = enrolments.values_list("child", "requested_on", "started_on", "left_on", "phase")
    for child, requested_on, started_on, left_on, phase in rows if viewer.school else ():
        if started_on is not None:
            yield Tie(child=child, kind="enrolment", since_on=started_on, until_on=left_on)
        if requested_on is not None and (started_on is None or requested_on < started_on):
            lapses_on = request_lapses_on(requested_on=requested_on, started_on=started_on, phase=phase)
            ends_on = left_on if started_on is None else started_on
            is_lapsing = lapses_on is not None and (ends_on is None or lapses_on < ends_on)
            yield Tie(
                child=child, kind="task", since_on=requested_on, until_on=lapses_on if is_lapsing else ends_on,
                is_lapsing=is_lapsing,
            )  # fmt: skip


def _ties_by_residence(viewer: Viewer, on: datetime.date) -> Iterator[Tie]:
    stays = standing(table="stays").filter(municipality__iexact=viewer.municipality)
    rows = stays.values_list("child", "valid_from", "valid_to") if viewer.municipality else ()
    return (Tie(child=child, kind="residence", since_on=since, until_on=until) for child, since, until in rows)


def _ties_by_transfer(viewer: Viewer, on: datetime.date) -> Iterator[Tie]:
    """A child that will come to live at the viewer's location, or in the viewer's municipality, until it lives there.

    From the day the child was told, or from when somebody with a mandate wrote down why others know first.
    """
    to_location, to_municipality = Q(linked_location=viewer.location), Q(municipality__iexact=viewer.municipality)
    comes_here = to_location if viewer.location else to_municipality if viewer.municipality else None
    if comes_here is None:
        return
    may_know = Q(child_told_on__lte=on) | ~Q(told_early_reason="")
    moves = standing(table="stays").filter(comes_here, may_know, valid_from__gt=on)
    for child, told_on, reason, until in moves.values_list("child", "child_told_on", "told_early_reason", "valid_from"):
        yield Tie(child=child, kind="transfer", since_on=None if reason else told_on, until_on=until)


def _ties_by_transfer_file(viewer: Viewer, on: datetime.date) -> Iterator[Tie]:
    """A child whose file was sent to the viewer's school, until the school has decided."""
    sent = standing(table="transfers").filter(linked_to_school=viewer.school, proposed_on__lte=on)
    rows = sent.values_list("child", "proposed_on", "decided_on") if viewer.school else ()
    return (Tie(child=child, kind="transfer_file", since_on=since, until_on=until) for child, since, until in rows)


def _ties_by_consent(viewer: Viewer, on: datetime.date) -> Iterator[Tie]:
    for child, grant, since, until, categories in consent_ties(viewer=viewer, on=on):
        yield Tie(child=child, kind="consent", since_on=since, until_on=until, grant=grant, categories=categories)


FIND_TIES: dict[str, Callable[[Viewer, datetime.date], Iterator[Tie]]] = {
    "task": _ties_by_task,
    "stay": _ties_by_stay,
    "enrolment": _ties_by_enrolment,
    "residence": _ties_by_residence,
    "transfer": _ties_by_transfer,
    "transfer_file": _ties_by_transfer_file,
    "consent": _ties_by_consent,
}


TIED = ("involvements", "handovers", "stays", "enrolments", "transfers")
"""Tables of facts in which ties are found: no other fact changes which children somebody reaches."""


def find_scope(*, viewer: Viewer, on: datetime.date, at: datetime.datetime | None = None) -> Scope | Refusal:
    """Decide which children a viewer reaches on a day, and what of them: one SQL query per kind of tie of the role.

    `at`: the moment, for what is open for some hours; without it nothing of that kind is. The agreements of the
    viewer's organisation are asked for only when the table requires one of this role.
    """
    table = access_table()
    role = table.roles.get(viewer.role)
    kinds = role.reached_by if role else ()
    ties = [tie for kind in kinds if kind in FIND_TIES for tie in FIND_TIES[kind](viewer, on)]
    if "glass" in kinds and at is not None:
        ties += [
            Tie(
                child=child,
                kind="glass",
                since_on=None,
                until_on=None,
                grant=grant,
                categories=table.never_by_glass_if_protected if is_protected else frozenset(),
            )
            for child, grant, is_protected in glass_ties(viewer=viewer, on=on, at=at)
        ]
    is_bound = any(viewer.role in required.cells for required in table.agreements.values())
    agreements = agreements_in_force(organisation=viewer.organisation, on=on) if is_bound else ()
    return scope(table=table, role=viewer.role, ties=ties, on=on, agreements=agreements)
