"""Points of children for a casework meeting: at which meeting each is, how it stands, and what of it a viewer may read.

A meeting keeps nothing of a child: which points stand on its agenda follows from the series, the days and the viewer's Scope.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.db.models import QuerySet
from django.utils import timezone

from leerrecht.access import Scope
from leerrecht.partnership.models import Partnership, Town
from leerrecht.partnership.models.meetings import Meeting, Series
from leerrecht.queries.child_knots import is_open_to, names_of
from leerrecht.queries.dated import on_day
from leerrecht.queries.facts import standing
from leerrecht.queries.own import is_told
from leerrecht.queries.rulebooks import rulebook
from leerrecht.rights.models import Point
from leerrecht.stored.names import fold_name

CASEWORK = "casework"
OPEN = ("unplaced", "placed", "planned", "waits", "late", "over")
"""How a point stands that nobody answered: at no meeting yet; at a series without a meeting; at one to come; discussed but
not answered; that for too long; its series ended."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A point. `child`: public id, `number`: row, `name`: as far as it may be read; `asked_by`: row of the
    account, None for the child; `state`: one of OPEN, decided or withdrawn.

    `day`: of the meeting that it waits for or was at; `answer_by`: by when it must be answered. `decision` to `holder` are
    empty for who may not read the answer; `is_answered` says that there is one.
    """

    public_id: str
    child: str
    number: int
    name: str
    words: str
    language: str
    asked_as: str
    asked_by: int | None
    asked_on: datetime.date
    shared_with: tuple[str, ...]
    series: str
    series_name: str
    partnership: str
    state: str
    day: datetime.date | None
    answer_by: datetime.date | None
    is_answered: bool
    decision: str
    reason: str
    todo: str
    holder: str
    holder_for: str
    due_on: datetime.date | None
    answered_on: datetime.date | None
    told_on: datetime.date | None


def partnerships_near(*, child: int, on: datetime.date) -> QuerySet[Partnership]:
    """Give the partnerships of the municipality where a child (row number) lives, as far as it knows."""
    lives = {
        fold_name(stay.municipality)
        for stay in standing(table="stays").filter(child=child)
        if is_told(begins_on=stay.valid_from, told_on=stay.child_told_on, on=on)
        and stay.valid_from <= on
        and (stay.valid_to is None or stay.valid_to > on)
    }
    towns = Town.objects.filter(on_day(on), folded__in=lives).values("partnership")
    return Partnership.objects.filter(pk__in=towns)


def series_near(*, child: int, on: datetime.date) -> list[Series]:
    """Give the series of casework meetings where a child (row number) lives, as far as it knows; by their next meeting."""
    rows = Series.objects.filter(partnership__in=partnerships_near(child=child, on=on), kind=CASEWORK).select_related(
        "partnership"
    )
    running = [row for row in rows if row.ended_on is None or row.ended_on > on]
    days = _meetings({row.pk for row in running})

    def first_day(row: Series) -> datetime.date:
        return next((each.held_on for each in days.get(row.pk, ()) if each.held_on >= on), datetime.date.max)

    return sorted(running, key=lambda row: (first_day(row), row.name, row.pk))


def _meetings(series: Iterable[int]) -> dict[int, list[Meeting]]:
    """Give the meetings of series that weren't called off, the first first."""
    found: dict[int, list[Meeting]] = {}
    for row in Meeting.objects.filter(series__in=set(series), cancelled_at__isnull=True):
        found.setdefault(row.series_id, []).append(row)
    return found


def _stands(
    row: Point, meetings: Iterable[Meeting], on: datetime.date
) -> tuple[str, Meeting | None, datetime.date | None]:
    """Give how a point stands, the meeting that it waits for or was at, and by when it must be answered."""
    if row.withdrawn_at is not None:
        return "withdrawn", None, None
    if row.meeting is not None:
        return "decided", row.meeting, None
    if row.series is None or row.placed_on is None:
        return "unplaced", None, None
    mine = [each for each in meetings if each.held_on >= row.placed_on]
    was = next((each for each in mine if each.held_on < on), None)
    ahead = next((each for each in mine if each.held_on >= on), None)
    if was is not None:
        by = was.held_on + datetime.timedelta(days=rulebook().value_on("points.answer_days", was.held_on))
        return ("late" if on > by else "waits"), was, by
    if ahead is not None:
        return "planned", ahead, None
    is_over = row.series.ended_on is not None and row.series.ended_on <= on
    return ("over" if is_over else "placed"), None, None


def _rows() -> QuerySet[Point]:
    return Point.objects.select_related("child", "series__partnership", "meeting", "holder", "holder_for")


def _asked(row: Point, meetings: Mapping[int, list[Meeting]], name: str, on: datetime.date) -> Asked:
    state, meeting, by = _stands(row, meetings.get(row.series_id or 0, ()), on)
    series = row.series
    return Asked(
        public_id=row.public_id, child=row.child.public_id, number=row.child_id, name=name, words=row.words,
        language=row.language, asked_as=row.asked_as, asked_by=row.asked_by_id,
        asked_on=timezone.localtime(row.asked_at).date(),
        shared_with=tuple(row.shared_with.split()), series=series.public_id if series else "",
        series_name=series.name if series else "", partnership=series.partnership.public_id if series else "",
        state=state, day=meeting.held_on if meeting else None, answer_by=by, is_answered=row.answered_at is not None,
        decision=row.decision, reason=row.reason, todo=row.todo, holder=row.holder.name if row.holder else "",
        holder_for=row.holder_for.name if row.holder_for else "", due_on=row.due_on,
        answered_on=timezone.localtime(row.answered_at).date() if row.answered_at else None, told_on=row.told_on,
    )  # fmt: skip


def _without_answer(found: Asked) -> Asked:
    return replace(
        found, decision="", reason="", todo="", holder="", holder_for="", due_on=None, answered_on=None, told_on=None
    )


def is_heard_by(*, scope: Scope, point: Point) -> bool:
    """Tell whether a viewer may read a point: as the child's own words that were shared with it, while they are involved.

    Not in after-care: the series at which a point stands tells where the child lives now.
    """
    row = {"child": point.child_id, "kind": "question", "words": point.words, "shared_with": point.shared_with}
    is_open = point.withdrawn_at is None and scope.is_involved(point.child_id)
    return is_open and scope.cut_row("voices", row) is not None


def _seen(scope: Scope, rows: Iterable[Point], on: datetime.date) -> list[Asked]:
    """Give those of these points that a viewer may read, with the answer only if that may be read too."""
    heard = [row for row in rows if is_heard_by(scope=scope, point=row)]
    names = names_of(scope=scope, children={row.child_id for row in heard})
    meetings = _meetings(row.series_id for row in heard if row.series_id)
    found = []
    for row in heard:
        asked = _asked(row, meetings, names.get(row.child_id, ""), on)
        is_open = row.answered_at is None or is_open_to(
            scope=scope, child=row.child_id, shared_with=row.shared_with, categories=row.categories
        )
        found.append(asked if is_open else _without_answer(asked))
    return found


def find_points(*, scope: Scope, child: int, on: datetime.date) -> list[Asked]:
    """Give the points of a child (row number) that a viewer may read, the newest first."""
    return _seen(scope, _rows().filter(child=child, child__among=scope.children).order_by("-pk"), on)


def points_at(*, scope: Scope | None, meeting: str, on: datetime.date) -> list[Asked]:
    """Give the points on the agenda of a meeting (public id), of children within a Scope only.

    An open point stands at the next meeting since it was put there, and at those that were until it is answered.
    """
    held = Meeting.objects.filter(public_id=meeting, cancelled_at__isnull=True).select_related("series").first()
    if scope is None or held is None or held.series.kind != CASEWORK:
        return []
    mine = _rows().filter(child__among=scope.children, series=held.series_id, placed_on__lte=held.held_on)
    others = _meetings([held.series_id]).get(held.series_id, [])

    def is_here(row: Point) -> bool:
        if row.meeting_id is not None:
            return row.meeting_id == held.pk
        ahead = [each.pk for each in others if each.held_on >= max(on, row.placed_on or on)]
        return held.held_on < on or ahead[:1] == [held.pk]

    return _seen(scope, [row for row in mine if is_here(row)], on)


def find_own_points(*, child: int, on: datetime.date) -> list[Asked]:
    """Give all points of a child (row number) for its own door, the newest first.

    What was decided is shown once a person told it, or from the day after (see own.is_told); until then it waits.
    """
    rows = list(_rows().filter(child=child).order_by("-pk"))
    meetings = _meetings(row.series_id for row in rows if row.series_id)
    found = [_asked(row, meetings, "", on) for row in rows]
    return [
        each
        if not each.is_answered or is_told(begins_on=each.answered_on, told_on=each.told_on, on=on)
        else replace(_without_answer(each), state="waits", is_answered=False)
        for each in found
    ]
