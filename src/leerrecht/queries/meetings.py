"""Meetings of a partnership as its members see them: series and where they overlap, who is missing at a meeting, minutes,
actions that are late, what isn't told inside yet, and whether the structure is to be looked at again.

Nothing of a child is read here: points are drawn by a Scope (queries.points), knots about a child too (child_knots). Who may
see it was asked before: members only (queries.partnerships).
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils import timezone

from leerrecht.law.dates import UNKNOWN, add_months, day_number, to_date
from leerrecht.law.rule import STATES
from leerrecht.law.terms import agreement_review
from leerrecht.partnership.models import Partnership
from leerrecht.partnership.models.meetings import Action, Meeting, Series
from leerrecht.queries.child_knots import actions_seen
from leerrecht.queries.dated import Entitled, Point, by_day, entitled_on
from leerrecht.queries.rulebooks import rulebook

HERE = ZoneInfo("Europe/Amsterdam")
MOST_PAST = 100


@dataclass(frozen=True, kw_only=True)
class Task:
    """An action. `state`: met (done), overdue, due or upcoming; `organisation`: row number of whose it is."""

    public_id: str
    what: str
    holder: str
    organisation: int
    name: str
    due_on: datetime.date
    done_on: datetime.date | None
    checked_on: datetime.date | None
    state: str
    meeting: str
    knot: str


@dataclass(frozen=True, kw_only=True)
class Row:
    """A series. `needed`, `domains`: organisations and life domains it can't do without; `overlaps`: names of other series."""

    public_id: str
    name: str
    purpose: str
    kind: str
    rhythm: str
    needed: tuple[str, ...]
    domains: tuple[str, ...]
    ended_on: datetime.date | None
    overlaps: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Seat:
    """Somebody who is invited. `code`: public ids of organisation and person; `domains`: what they may decide on that day."""

    code: str
    person: str
    name: str
    domains: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Told:
    """An organisation told it inside: how."""

    name: str
    how: str
    on: datetime.date


@dataclass(frozen=True, kw_only=True)
class Sitting:
    """A meeting. `state`: planned, sent, held or cancelled; `starts`, `ends`: moments; `no_domains`: life domains on which
    nobody there may decide that day; `no_needed`: organisations of which nobody is invited; `told`, `untold`: who spread it;
    `people`: row numbers of who is invited and for which organisation.
    """

    public_id: str
    series: Row
    held_on: datetime.date
    begins: datetime.time
    minutes: int
    place: str
    version: int
    starts: datetime.datetime
    ends: datetime.datetime
    state: str
    changed_at: datetime.datetime
    is_sent: bool
    people: frozenset[tuple[int, int]]
    sent_why: str
    seats: tuple[Seat, ...]
    no_domains: tuple[str, ...]
    no_needed: tuple[str, ...]
    rulings: tuple[str, ...]
    tasks: tuple[Task, ...]
    spread: str
    told: tuple[Told, ...]
    untold: Mapping[int, str]

    @property
    def is_short(self) -> bool:
        """Tell whether somebody is missing at it without whom it can't decide."""
        return bool(self.no_domains or self.no_needed)


@dataclass(frozen=True, kw_only=True)
class Meetings:
    """All meetings. `evaluation`: a state, or ""; `due_on`: by when the structure is to be looked at again."""

    series: tuple[Row, ...]
    ahead: tuple[Sitting, ...]
    past: tuple[Sitting, ...]
    tasks: tuple[Task, ...]
    evaluations: tuple[tuple[datetime.date, str], ...]
    evaluation: str
    due_on: datetime.date | None


def moment_of(*, day: datetime.date, time: datetime.time) -> datetime.datetime | None:
    """Give the moment of a time on the wall here; None when the clock skipped it. Of an hour that comes twice: the first.

    >>> moment_of(day=datetime.date(2026, 3, 29), time=datetime.time(2, 30)) is None
    True
    >>> moment_of(day=datetime.date(2026, 10, 26), time=datetime.time(9)).isoformat()
    '2026-10-26T09:00:00+01:00'
    """
    found = datetime.datetime.combine(day, time, HERE)
    again = found.astimezone(datetime.UTC).astimezone(HERE)
    return found if again.time() == time else None


def find_task(row: Action, on: datetime.date) -> Task:
    """Give an action as it stands on a day."""
    done_on = timezone.localtime(row.done_at).date() if row.done_at else None
    return Task(
        public_id=row.public_id, what=row.what, holder=row.holder.name, organisation=row.organisation_id,
        name=row.organisation.name, due_on=row.due_on, done_on=done_on,
        checked_on=timezone.localtime(row.checked_at).date() if row.checked_at else None,
        state=by_day(due_on=row.due_on, done_on=done_on, on=on), meeting=row.meeting.public_id if row.meeting else "",
        knot=row.knot.public_id if row.knot else "",
    )  # fmt: skip


def actions_of(partnership: Partnership) -> QuerySet[Action]:
    """Give the actions of a partnership that all its members may know of (none about a child), with what their words name."""
    rows = actions_seen(partnership=partnership, scope=None)
    return rows.select_related("holder", "organisation", "meeting", "knot")


def series_rows(*, partnership: Partnership, on: datetime.date) -> dict[int, Row]:
    """Give the series by row number; two that go on, with one kind and the same organisations, overlap."""
    rows = list(partnership.series.prefetch_related("needed", "domains"))
    needed = {row.pk: sorted(each.name for each in row.needed.all()) for row in rows}

    def overlap(one: Series, other: Series) -> bool:
        both_go_on = all(each.ended_on is None or each.ended_on > on for each in (one, other))
        return one.pk != other.pk and both_go_on and one.kind == other.kind and needed[one.pk] == needed[other.pk]

    return {
        row.pk: Row(
            public_id=row.public_id, name=row.name, purpose=row.purpose, kind=row.kind, rhythm=row.rhythm,
            needed=tuple(needed[row.pk]), domains=tuple(each.domain for each in row.domains.all()), ended_on=row.ended_on,
            overlaps=tuple(other.name for other in rows if overlap(row, other)),
        )
        for row in rows
    }  # fmt: skip


def _state(row: Meeting, on: datetime.date) -> str:
    if row.cancelled_at is not None:
        return "cancelled"
    return "held" if row.held_on < on else "planned" if row.sent_at is None else "sent"


def _seats(row: Meeting, entitled: Iterable[Entitled]) -> tuple[Seat, ...]:
    domains = {(each.professional, each.organisation): each.domains for each in entitled}
    return tuple(
        Seat(
            code=f"{each.organisation.public_id}.{each.professional.public_id}", person=each.professional.name,
            name=each.organisation.name,
            domains=tuple(sorted(domains.get((each.professional_id, each.organisation_id), ()))),
        )
        for each in row.invited.all()
    )  # fmt: skip


def _sitting(row: Meeting, series: Row, entitled: Iterable[Entitled], on: datetime.date) -> Sitting:
    seats = _seats(row, entitled)
    able = {domain for seat in seats for domain in seat.domains}
    present = {seat.name for seat in seats}
    starts = datetime.datetime.combine(row.held_on, row.begins, HERE)
    ends = (starts.astimezone(datetime.UTC) + datetime.timedelta(minutes=row.minutes)).astimezone(HERE)
    asked = {each.organisation_id: each.organisation.name for each in row.invited.all()}
    told = {each.organisation_id: each for each in row.spreads.all()}
    return Sitting(
        public_id=row.public_id, series=series, held_on=row.held_on, begins=row.begins, minutes=row.minutes,
        place=row.place, version=row.version, starts=starts, ends=ends, state=_state(row, on),
        changed_at=row.cancelled_at or row.sent_at or row.noted_at, is_sent=row.sent_at is not None,
        people=frozenset((each.professional_id, each.organisation_id) for each in row.invited.all()),
        sent_why=row.sent_why, seats=seats,
        no_domains=tuple(each for each in series.domains if each not in able),
        no_needed=tuple(each for each in series.needed if each not in present),
        rulings=tuple(each.what for each in row.rulings.all()),
        tasks=tuple(find_task(each, on) for each in row.actions.all()), spread=row.spread,
        told=tuple(
            Told(name=each.organisation.name, how=each.how, on=timezone.localtime(each.given_at).date())
            for each in told.values()
        ),
        untold={pk: name for pk, name in asked.items() if row.spread and pk not in told},
    )  # fmt: skip


def _whole(rows: QuerySet[Meeting]) -> QuerySet[Meeting]:
    return rows.prefetch_related(
        "invited__organisation", "invited__professional", "rulings", "spreads__organisation", "actions__holder",
        "actions__organisation", "actions__meeting", "actions__knot",
    )  # fmt: skip


def find_meeting(*, partnership: Partnership, meeting: str, on: datetime.date) -> Sitting | None:
    """Find a meeting (public id) of a partnership: who may decide there is asked of the day of the meeting itself."""
    if not (meeting.isascii() and meeting.isalnum()):
        return None
    row = _whole(Meeting.objects.filter(series__partnership=partnership, public_id=meeting)).first()
    if row is None:
        return None
    series = series_rows(partnership=partnership, on=on)[row.series_id]
    return _sitting(row, series, entitled_on(partnership=partnership, on=row.held_on), on)


def find_meetings(*, partnership: Partnership, phase_since: datetime.date | None, on: datetime.date) -> Meetings:
    """Give all meetings of a partnership: those of today and later first to last, then those that were, newest first.

    In these rows nothing is said of who is missing: that takes the mandates of each day, which a meeting's own page asks.
    """
    series = series_rows(partnership=partnership, on=on)
    rows = Meeting.objects.filter(series__partnership=partnership)
    ahead = [_sitting(row, series[row.series_id], (), on) for row in _whole(rows.filter(held_on__gte=on))]
    past = [
        _sitting(row, series[row.series_id], (), on)
        for row in _whole(rows.filter(held_on__lt=on)).order_by("-held_on", "-begins", "-pk")[:MOST_PAST]
    ]
    tasks = [find_task(row, on) for row in actions_of(partnership).filter(done_at__isnull=True)]
    state, due_on = evaluation_state(partnership=partnership, phase_since=phase_since, on=on)
    return Meetings(
        series=tuple(series.values()), ahead=tuple(ahead), past=tuple(past), tasks=tuple(tasks),
        evaluations=tuple(partnership.evaluations.order_by("-held_on").values_list("held_on", "findings")),
        evaluation=state, due_on=due_on,
    )  # fmt: skip


def evaluation_state(
    *, partnership: Partnership, phase_since: datetime.date | None, on: datetime.date
) -> tuple[str, datetime.date | None]:
    """Give how the evaluation of the structure stands, and by when it is due: some months after the last one, or after the
    first series began. A phase that began after that makes it due at once: each phase asks for another structure.

    ("", None) without series: there is nothing to evaluate.
    """
    last = partnership.evaluations.filter(held_on__lte=on).values_list("held_on", flat=True).last()
    since = last or partnership.series.order_by("begun_on").values_list("begun_on", flat=True).first()
    if since is None:
        return "", None
    due = add_months(day_number(since), rulebook().value_on("meetings.evaluate_months", on))
    state = STATES[agreement_review(
        review_on=due, ends_on=UNKNOWN, weeks_ahead=rulebook().value_on("meetings.evaluate_weeks_ahead", on),
        on=day_number(on),
    )]  # fmt: skip
    if state != "overdue" and phase_since is not None and phase_since > since:
        state = "due"
    return state or "met", to_date(due)


def points_of_meetings(
    *, partnership: Partnership, phase_since: datetime.date | None, on: datetime.date
) -> Iterable[Point]:
    """Say what isn't in order about meetings: late actions, and an evaluation that is due. As many SQL queries however much."""
    late = actions_seen(partnership=partnership, scope=None).filter(done_at__isnull=True, due_on__lt=on).count()
    if late:
        yield Point(kind="actions_late", state="overdue", values={"count": late})
    state, due_on = evaluation_state(partnership=partnership, phase_since=phase_since, on=on)
    if state not in ("", "met"):
        yield Point(kind=f"evaluation_{state}", state=state, values={"due": due_on})
