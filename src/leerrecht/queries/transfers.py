"""The way of a child's file from one school to the next: where it stands, who is a party to it, and whose turn it is."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from leerrecht.access import Scope
from leerrecht.chain.models import Membership, School, Team
from leerrecht.law.tables import FORMAL
from leerrecht.queries.cards import find_cards
from leerrecht.queries.consents import REPRESENTATIVE, is_representative, tasks_in_force
from leerrecht.queries.facts import seen_row, standing
from leerrecht.queries.viewers import Viewer
from leerrecht.queries.worklist import name_of
from leerrecht.records.models import FACT, Transfer

CHILD, SENDER, RECEIVER = "child", "sender", "receiver"
PREPARED, PROPOSED, RECEIVED = "prepared", "proposed", "received"
OPEN_STATES = (PREPARED, PROPOSED, RECEIVED)
STEPS = (
    "from_school", "to_school", "child_told_on", "child_inspected_on", "representative_inspected_on", "proposed_on",
    "received_on", "decided_on", "reason",
)  # fmt: skip

READ = ("child_inspected_on", "representative_inspected_on")
"""The columns that say when who read the file."""
WRITTEN_BY_OTHERS: Mapping[str, Mapping[str, str]] = {
    "children": {}, "identifiers": {"kind": "education_number"}, "enrolments": {}, "assessments": {}, "schoolings": {},
}  # fmt: skip
"""The facts of which a change asks for a new inspection. Absences are only counted; own words are the young person's own."""


@dataclass(frozen=True, kw_only=True)
class Passage:
    """One transfer as a viewer may know it. `state`: prepared, proposed, received, accepted, refused.

    `is_stale`: the file changed after somebody read it, so that it must be read anew before it is sent.

    `side`: what the viewer is to it (sender, receiver, legal_representative, child, or ""), which says who may read the file
    and act. `waits_for`: the sides whose turn it is.
    """

    public_id: str
    state: str
    side: str
    waits_for: tuple[str, ...]
    from_school: str
    to_school: str
    child_told_on: datetime.date | None
    child_inspected_on: datetime.date | None
    representative_inspected_on: datetime.date | None
    proposed_on: datetime.date | None
    received_on: datetime.date | None
    decided_on: datetime.date | None
    reason: str
    is_stale: bool = False

    @property
    def is_open(self) -> bool:
        """Tell whether it can still be decided."""
        return self.state in OPEN_STATES

    @property
    def reads_file(self) -> bool:
        """Tell whether the viewer is one of those to whom the file is shown."""
        return bool(self.side)

    @property
    def is_ready(self) -> bool:
        """Tell whether it was inspected by both, so that it may be sent."""
        return self.child_inspected_on is not None and self.representative_inspected_on is not None


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A transfer in a list: the child's public id and name, and where it stands."""

    child: str
    name: str
    passage: Passage


def state_of(transfer: Transfer) -> str:
    """Give where a transfer stands."""
    if transfer.decision:
        return str(transfer.decision)
    if transfer.received_on is not None:
        return RECEIVED
    return PREPARED if transfer.proposed_on is None else PROPOSED


def _read_at(transfer: Transfer, column: str) -> datetime.datetime:
    """Give the moment at which somebody read the file: that of the first version, without a break, that says so."""
    version: Any = transfer
    while version.corrects is not None and getattr(version.corrects, column) is not None:
        version = version.corrects
    at: datetime.datetime = version.recorded_at
    return at


def is_stale(*, transfer: Transfer) -> bool:
    """Tell whether something that stands in the file was recorded or taken back after somebody read it."""
    moments = [_read_at(transfer, column) for column in READ if getattr(transfer, column) is not None]
    if not moments or state_of(transfer) != PREPARED:
        return False
    since = min(moments)
    return any(
        FACT[table]
        .objects.filter(Q(recorded_at__gt=since) | Q(retracted_at__gt=since), child=transfer.child, **kinds)
        .exists()
        for table, kinds in WRITTEN_BY_OTHERS.items()
    )


def turn_of(transfer: Transfer) -> tuple[str, ...]:
    """Give the sides that have something to do now."""
    state = state_of(transfer)
    if state in (PROPOSED, RECEIVED):
        return (RECEIVER,)
    if state != PREPARED:
        return ()
    if is_stale(transfer=transfer):
        return (SENDER,)
    unread = []
    if transfer.child_inspected_on is None:
        unread.append(CHILD if transfer.child_told_on is not None else SENDER)
    if transfer.representative_inspected_on is None:
        unread.append(REPRESENTATIVE)
    return tuple(unread) or (SENDER,)


def side_of(*, scope: Scope, viewer: Viewer | None, transfer: Transfer) -> str:
    """Say what a viewer is to a transfer; "" for who isn't a party to it. Without a viewer: the young person."""
    child = transfer.child.pk
    if child not in scope.children:
        return ""
    if scope.role == CHILD:
        return CHILD
    if viewer is None:
        return ""
    if viewer.school is not None and transfer.linked_from_school_id == viewer.school and scope.is_involved(child):
        return SENDER
    if viewer.school is not None and transfer.linked_to_school_id == viewer.school and _is_with(scope, transfer):
        return RECEIVER
    return REPRESENTATIVE if is_representative(viewer=viewer, child=child, on=scope.on) else ""


def _is_with(scope: Scope, transfer: Transfer) -> bool:
    """Tell whether the file lies with the school it was sent to: until it decides, and afterwards if it accepted."""
    if transfer.decision:
        return transfer.decision == "accepted" and scope.is_involved(transfer.child.pk)
    return transfer.proposed_on is not None


def _passage(scope: Scope, viewer: Viewer | None, transfer: Transfer) -> Passage | None:
    """Give a transfer as far as a viewer may know it; None if it may not be known to exist."""
    side = side_of(scope=scope, viewer=viewer, transfer=transfer)
    row = {"child": transfer.child.public_id, **{name: getattr(transfer, name) for name in STEPS}}
    row["decision"] = transfer.decision
    seen = row if side else seen_row(scope=scope, number=transfer.child.pk, table="transfers", row=row)
    if seen is None or (side == CHILD and not is_told_of(transfer=transfer, on=scope.on)):
        return None
    days: dict[str, Any] = {
        name: seen[name] if seen[name] is not None or name.endswith("_on") else "" for name in STEPS
    }
    return Passage(
        public_id=transfer.public_id, state=state_of(transfer), side=side, waits_for=turn_of(transfer),
        is_stale=is_stale(transfer=transfer), **days,
    )  # fmt: skip


def is_told_of(*, transfer: Transfer, on: datetime.date) -> bool:
    """Tell whether a person told the young person that it goes to this school."""
    return transfer.child_told_on is not None and transfer.child_told_on <= on


def transfers_of(*, scope: Scope, viewer: Viewer | None, child: int) -> tuple[Passage, ...]:
    """Give the transfers of a child (row number) that a viewer may know of, the last first."""
    rows = standing(table="transfers").filter(child=child, child__among=scope.children).order_by("-pk")
    found = (_passage(scope, viewer, row) for row in rows.select_related("child"))
    return tuple(passage for passage in found if passage is not None)


def may_know_transfers(*, scope: Scope, viewer: Viewer, child: int) -> bool:
    """Tell whether the page about a child's transfers is there for a viewer: to whom they are open, or who got the file."""
    if child not in scope.children:
        return False
    got = any(reach.kind == "transfer_file" for reach in scope.reaches[child])
    return got or scope.sees_field("transfers.to_school", child=child)


def find_passage(*, scope: Scope, viewer: Viewer | None, child: int, public_id: str) -> Passage | None:
    """Find a transfer by its address. Each step gives it another: a former one leads to how it stands now."""
    fact = Transfer.objects.filter(public_id=public_id, child=child).first()
    while fact is not None and fact.retracted_at is not None:
        fact = Transfer.objects.filter(corrects=fact).first()
    if fact is None:
        return None
    return next(
        (each for each in transfers_of(scope=scope, viewer=viewer, child=child) if each.public_id == fact.public_id),
        None,
    )


def find_waiting(*, scope: Scope, viewer: Viewer) -> tuple[Waiting, ...]:
    """Give the open transfers to which a viewer is a party, those that wait for the viewer first."""
    if viewer.school is None and viewer.role != REPRESENTATIVE:
        return ()
    rows = standing(table="transfers").filter(child__among=scope.children, decision="").select_related("child")
    if viewer.school is not None:
        rows = rows.filter(Q(linked_from_school=viewer.school) | Q(linked_to_school=viewer.school))
    found = [(row.child, _passage(scope, viewer, row)) for row in rows.order_by("pk")]
    parties = [(child, passage) for child, passage in found if passage is not None and passage.side]
    names = _names(scope, [child.pk for child, _ in parties])
    waiting = [
        Waiting(child=child.public_id, name=names.get(child.pk, ""), passage=passage) for child, passage in parties
    ]
    return tuple(sorted(waiting, key=lambda each: each.passage.side not in each.passage.waits_for))


def _names(scope: Scope, children: Sequence[int]) -> dict[int, str]:
    if not children:
        return {}
    cards = find_cards(scope=scope, on=scope.on, children=children)
    return {
        card.number: name_of(seen_row(scope=scope, number=card.number, table="children", row=card.person) or {})
        for card in cards
    }


def schools_that_receive(*, on: datetime.date, beside: int | None = None) -> tuple[School, ...]:
    """Give the schools where somebody can receive a file: with people at work on a day; not the one `beside`."""
    at_work = Membership.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=on), valid_from__lte=on, team__role="school"
    )
    teams = Team.objects.filter(pk__in=at_work.values("team")).exclude(school=beside)
    return tuple(School.objects.filter(pk__in=teams.values("school")))


def present_school(*, viewer: Viewer, child: int, on: datetime.date) -> School | None:
    """Give the viewer's school if the child goes there today: only that school sends its file on."""
    runs = standing(table="enrolments").filter(
        Q(left_on__isnull=True) | Q(left_on__gt=on), child=child, linked_school=viewer.school, started_on__lte=on,
        kind__in=FORMAL,
    )  # fmt: skip
    return School.objects.filter(pk=viewer.school).first() if viewer.school is not None and runs.exists() else None


def is_represented_here(*, child: int, on: datetime.date) -> bool:
    """Tell whether somebody who can sign in represents a child: then nobody else writes down that they read the file."""
    tasks: Iterable[Any] = tasks_in_force(child=child, on=on).filter(task=REPRESENTATIVE)
    return any(task.linked_team_id is not None or task.linked_professional_id is not None for task in tasks)
