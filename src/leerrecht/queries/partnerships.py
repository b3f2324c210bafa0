"""Partnerships as their members see them: who takes part, who may decide on what, when they last consulted, what is missing.

Nothing of a child is read here, so no Scope is asked for: what opens a partnership is that the viewer's organisation is a
member of it today. To anybody else it isn't there.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import Case, Q, QuerySet, Value, When

from leerrecht.chain.models import Membership, Organisation
from leerrecht.law.dates import UNKNOWN, day_number, to_date
from leerrecht.law.rule import STATES
from leerrecht.law.terms import yearly_consultation
from leerrecht.partnership.models import Consultation, Mandate, Member, Partnership
from leerrecht.queries.agreements import Kept, find_agreements
from leerrecht.queries.ambitions import Ambitions, find_ambitions, points_of_ambition
from leerrecht.queries.dated import Point, at_work_of, is_on, on_day
from leerrecht.queries.knots import points_of_knots
from leerrecht.queries.known_names import open_places
from leerrecht.queries.meetings import points_of_meetings
from leerrecht.queries.rulebooks import cooperation, rulebook
from leerrecht.queries.task_agreements import TaskAgreement, find_versions, in_force, open_proposal
from leerrecht.queries.viewers import Viewer

MUNICIPALITY, SCHOOL_BOARD = "municipality", "school_board"
MOST_PEOPLE, MOST_WEIGHED = 400, 12


def partnerships_of(*, organisation: int, on: datetime.date) -> QuerySet[Partnership]:
    """Give the partnerships of which an organisation is a member on a day."""
    return Partnership.objects.filter(
        pk__in=Member.objects.filter(on_day(on), organisation=organisation).values("partnership")
    )


def find_partnership(*, viewer: Viewer, on: datetime.date, partnership: str) -> Partnership | None:
    """Find a partnership (public id) of the viewer's organisation; None when there is none, or it is of others."""
    known = partnership.isascii() and partnership.isalnum()
    mine = partnerships_of(organisation=viewer.organisation, on=on)
    return mine.filter(public_id=partnership).first() if known else None


def has_partnerships(*, viewer: Viewer, on: datetime.date) -> bool:
    """Tell whether the viewer's organisation takes part in any. One SQL query."""
    return Member.objects.filter(on_day(on), organisation=viewer.organisation).exists()


@dataclass(frozen=True, kw_only=True)
class Party:
    """A member. `since_on`: of the whole time; `contact`: a name, or ""; `is_gone`: the contact no longer works there."""

    public_id: str
    organisation: int
    organisation_id: str
    name: str
    kind: str
    since_on: datetime.date
    until_on: datetime.date | None
    contact_id: str
    contact: str
    function: str
    phone: str
    is_gone: bool


@dataclass(frozen=True, kw_only=True)
class Mandated:
    """A mandate. `is_void`: the person no longer works at the organisation, or that is no member, so it doesn't count."""

    public_id: str
    organisation: str
    professional: int
    person: str
    domain: str
    decides: str
    up_to: str
    valid_from: datetime.date
    valid_to: datetime.date | None
    state: str
    is_void: bool


@dataclass(frozen=True, kw_only=True)
class Held:
    """A consultation. `absent`: boards and municipalities that were members and weren't there; then it doesn't count."""

    public_id: str
    held_on: datetime.date
    present: tuple[str, ...]
    absent: tuple[str, ...]
    places: str
    enrolment: str
    learning_line: str


@dataclass(frozen=True, kw_only=True)
class Overview:
    """All of a partnership on a day. `consultation`: its state; `due_on`: by when the next one is due."""

    partnership: Partnership
    on: datetime.date
    towns: tuple[str, ...]
    phase: str
    phase_since: datetime.date | None
    members: tuple[Party, ...]
    mandates: tuple[Mandated, ...]
    held: tuple[Held, ...]
    consultation: str
    due_on: datetime.date | None
    versions: tuple[TaskAgreement, ...]
    agreements: tuple[Kept, ...]
    ambitions: Ambitions
    points: tuple[Point, ...]

    @property
    def task_agreement(self) -> TaskAgreement | None:
        """Give the task agreement that holds today."""
        return in_force(self.versions)

    @property
    def proposal(self) -> TaskAgreement | None:
        """Give the proposal that waits for members to agree."""
        return open_proposal(self.versions)


def find_overview(*, partnership: Partnership, on: datetime.date) -> Overview:
    """Read all of a partnership on a day: as many SQL queries however much there is. Who may is asked before."""
    rows = list(partnership.members.select_related("organisation", "contact"))
    people = list(partnership.mandates.select_related("organisation", "professional"))
    at_work = at_work_of([*((row.contact_id, row.organisation_id) for row in rows),
                          *((row.professional_id, row.organisation_id) for row in people)], on)  # fmt: skip
    members = _parties(rows, at_work, on)
    mandates = tuple(_mandated(row, at_work, {each.organisation for each in members}, on) for row in people)
    held = tuple(_held(row, rows) for row in _consultations(partnership))
    state, due_on = _next_consultation(held, on)
    names = {each.organisation: each.name for each in members}
    versions = find_versions(partnership=partnership, members=names, on=on)
    phases = [phase for phase in partnership.phases.all() if phase.since_on <= on]
    found = Overview(
        partnership=partnership, on=on, towns=towns_of(partnership, on),
        phase=phases[-1].phase if phases else "", phase_since=phases[-1].since_on if phases else None,
        members=members, mandates=mandates, held=held, consultation=state, due_on=due_on, versions=versions,
        agreements=tuple(find_agreements(on=on, among=[each.organisation for each in members])),
        ambitions=find_ambitions(partnership=partnership, members=names, on=on), points=(),
    )  # fmt: skip
    return replace(found, points=tuple(_points(found)))


def towns_of(partnership: Partnership, on: datetime.date) -> tuple[str, ...]:
    """Give the municipalities that a partnership is about on a day."""
    return tuple(partnership.towns.filter(on_day(on)).values_list("name", flat=True))


def _parties(rows: list[Member], at_work: set[tuple[int, int]], on: datetime.date) -> tuple[Party, ...]:
    found = []
    for row in (row for row in rows if is_on(row, on)):
        since_on = row.valid_from
        for former in reversed([each for each in rows if each.organisation_id == row.organisation_id]):
            if former.valid_to is not None and former.valid_to >= since_on >= former.valid_from:
                since_on = former.valid_from
        contact = row.contact
        found.append(Party(
            public_id=row.public_id, organisation=row.organisation_id, organisation_id=row.organisation.public_id,
            name=row.organisation.name, kind=row.organisation.kind, since_on=since_on, until_on=row.valid_to,
            contact_id=contact.public_id if contact else "", contact=contact.name if contact else "",
            function=contact.function if contact else "", phone=contact.phone if contact else "",
            is_gone=contact is not None and (contact.pk, row.organisation_id) not in at_work,
        ))  # fmt: skip
    return tuple(sorted(found, key=lambda party: (party.kind != MUNICIPALITY, party.name)))


def _mandated(row: Mandate, at_work: set[tuple[int, int]], members: set[int], on: datetime.date) -> Mandated:
    state = "ahead" if row.valid_from > on else "running" if is_on(row, on) else "ended"
    is_void = row.organisation_id not in members or (row.professional_id, row.organisation_id) not in at_work
    return Mandated(
        public_id=row.public_id, organisation=row.organisation.name, professional=row.professional_id,
        person=row.professional.name, domain=row.domain, decides=row.decides, up_to=row.up_to, valid_from=row.valid_from,
        valid_to=row.valid_to, state=state, is_void=is_void,
    )  # fmt: skip


def _consultations(partnership: Partnership) -> QuerySet[Consultation]:
    return partnership.consultations.filter(withdrawn_at__isnull=True).prefetch_related("present")


def _held(row: Consultation, members: list[Member]) -> Held:
    present = {each.pk: each.name for each in row.present.all()}
    asked = {
        member.organisation_id: member.organisation.name
        for member in members
        if is_on(member, row.held_on) and member.organisation.kind in (MUNICIPALITY, SCHOOL_BOARD)
    }
    return Held(
        public_id=row.public_id, held_on=row.held_on, present=tuple(sorted(present.values())),
        absent=tuple(sorted(name for each, name in asked.items() if each not in present)),
        places=row.places, enrolment=row.enrolment, learning_line=row.learning_line,
    )  # fmt: skip


def _next_consultation(held: Iterable[Held], on: datetime.date) -> tuple[str, datetime.date | None]:
    """Give the state of the next consultation, and by when it is due: counted from the last at which nobody was missing."""
    last = max((each.held_on for each in held if not each.absent and each.held_on <= on), default=None)
    state, due = yearly_consultation(
        held_on=day_number(last), months=consultation_months(on), on=day_number(on),
        weeks_ahead=rulebook().value_on("consultation.weeks_ahead", on),
    )  # fmt: skip
    return STATES[state], to_date(due) if due != UNKNOWN else None


def consultation_months(on: datetime.date) -> int:
    """Give within how many months the law asks for the next consultation; UNKNOWN on a day for which it asks none."""
    try:
        return rulebook().value_on("consultation.within_months", on)
    except KeyError:
        return UNKNOWN


def _points(found: Overview) -> Iterable[Point]:
    """Say what isn't in order, the most pressing first."""
    points = [
        *_points_of_consultation(found), *_points_of_tasks(found), *_points_of_people(found),
        *points_of_ambition(found.ambitions),
        *points_of_meetings(partnership=found.partnership, phase_since=found.phase_since, on=found.on),
        *points_of_knots(partnership=found.partnership, on=found.on),
    ]  # fmt: skip
    order = ("overdue", "due", "unknown", "upcoming")
    return sorted(points, key=lambda point: order.index(point.state))


def _points_of_consultation(found: Overview) -> Iterable[Point]:
    kinds = {member.kind for member in found.members}
    for kind in (MUNICIPALITY, SCHOOL_BOARD):
        if kind not in kinds:
            yield Point(kind=f"no_{kind}", state="due", values={})
    if found.consultation not in ("", "met"):
        yield Point(kind=f"consultation_{found.consultation}", state=found.consultation, values={"due": found.due_on})
    if found.held and found.held[0].absent:
        yield Point(kind="consultation_absent", state="due", values={"who": ", ".join(found.held[0].absent)})


def _points_of_tasks(found: Overview) -> Iterable[Point]:
    holding, proposal = found.task_agreement, found.proposal
    if holding is None:
        yield Point(kind="no_tasks", state="due", values={})
    if holding is not None and holding.gaps:
        yield Point(kind="task_gaps", state="overdue", values={"count": len(holding.gaps)})
    if holding is not None and holding.not_agreed:
        yield Point(kind="joined_later", state="upcoming", values={"who": ", ".join(holding.not_agreed)})
    if proposal is not None:
        kind = "proposal_waits" if proposal.not_agreed else "proposal_ready"
        yield Point(kind=kind, state="due", values={"who": ", ".join(proposal.not_agreed)})


def _points_of_people(found: Overview) -> Iterable[Point]:
    for member in found.members:
        if not member.contact or member.is_gone:
            kind = "contact_gone" if member.is_gone else "no_contact"
            yield Point(kind=kind, state="due", values={"who": member.name, "person": member.contact})
    covered = {each.domain for each in found.mandates if each.state == "running" and not each.is_void}
    if open_domains := tuple(domain for domain in cooperation().domains if domain not in covered):
        yield Point(kind="no_mandate", state="due", values={"domains": open_domains})
    for kept in found.agreements:
        if kept.review in ("due", "overdue"):
            yield Point(kind="agreement_review", state=kept.review, values={"name": kept.name})


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody who works at a member, to choose from."""

    public_id: str
    name: str
    function: str
    organisation: str
    organisation_id: str


def people_of(*, organisations: Iterable[int], towns: Iterable[str], on: datetime.date) -> list[Person]:
    """Give who works at some organisations on a day; those in teams for these municipalities or for none first.

    A team at a place that is closed is for no municipality that is known, nor for none: the order must not tell where it is.
    """
    here = Q(team__municipality="", team__school__isnull=True, team__location__isnull=True)
    for town in towns:
        here |= Q(team__municipality__iexact=town) | Q(team__school__municipality__iexact=town)
        here |= Q(team__location__municipality__iexact=town, team__location__in=open_places())
    working = Membership.objects.filter(on_day(on), team__organisation__in=list(organisations))
    rows = (
        working.annotate(is_far=Case(When(here, then=Value(0)), default=Value(1)))
        .order_by("team__organisation__name", "is_far", "professional__name", "professional__pk")
        .values_list(
            "professional__public_id", "professional__name", "professional__function", "team__organisation__name",
            "team__organisation__public_id",
        )
    )  # fmt: skip
    found = dict.fromkeys(Person(public_id=row[0], name=row[1], function=row[2], organisation=row[3],
                                 organisation_id=row[4]) for row in rows[: 2 * MOST_PEOPLE])  # fmt: skip
    return list(found)[:MOST_PEOPLE]


def may_join(*, partnership: Partnership, on: datetime.date) -> list[tuple[str, str]]:
    """Give the organisations that could become a member: public id and name."""
    members = partnership.members.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on)).values("organisation")
    return list(Organisation.objects.exclude(pk__in=members).exclude(kind="leerrecht").values_list("public_id", "name"))


@dataclass(frozen=True, kw_only=True)
class Row:
    """A partnership in a list. `points`: how many things aren't in order (None: not looked at); `state`: of the worst."""

    public_id: str
    name: str
    towns: tuple[str, ...]
    phase: str
    points: int | None
    state: str


def find_partnerships(*, viewer: Viewer, on: datetime.date) -> list[Row]:
    """Give the partnerships of the viewer's organisation; those of their own municipality first.

    Of the first few it is looked at whether they are in order; an organisation at work everywhere is a member of hundreds.
    """
    own = viewer.municipality.casefold()
    found = partnerships_of(organisation=viewer.organisation, on=on).prefetch_related("towns", "phases")
    rows = [_row(each, on) for each in found]
    rows.sort(key=lambda row: (own not in (town.casefold() for town in row.towns), row.name))
    by_id = {each.public_id: each for each in found}
    return [_weighed(row, by_id[row.public_id], on) for row in rows[:MOST_WEIGHED]] + rows[MOST_WEIGHED:]


def _row(partnership: Partnership, on: datetime.date) -> Row:
    towns = tuple(town.name for town in partnership.towns.all() if is_on(town, on))
    phases = [phase.phase for phase in partnership.phases.all() if phase.since_on <= on]
    return Row(
        public_id=partnership.public_id, name=partnership.name, towns=towns, phase=phases[-1] if phases else "",
        points=None, state="",
    )  # fmt: skip


def _weighed(row: Row, partnership: Partnership, on: datetime.date) -> Row:
    points = find_overview(partnership=partnership, on=on).points
    return replace(row, points=len(points), state=points[0].state if points else "met")
