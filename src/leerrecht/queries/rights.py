"""Requests about rights: those of the person who asks, those that are open, and what others must know of them."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from leerrecht.access import Scope
from leerrecht.law.tables import TABLE
from leerrecht.queries.facts import fields_of, find_fact, seen_row
from leerrecht.queries.keeping import find_preview
from leerrecht.records.models import Fact
from leerrecht.rights.models import Erasure, Hold, Request

ASKING_ROLES = {"legal_representative": "task", "child": "self"}
"""Who uses a young person's rights, and by which tie; nobody else, and not in after-care."""
CHILD = "child"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One request. `child` is empty for that of a body without access. `table`, `fact`: what it is about, if a fact."""

    public_id: str
    child: str
    kind: str
    words: str
    table: str
    fact: str
    asked_as: str
    asked_on: datetime.date
    due_on: datetime.date
    is_overdue: bool
    answer: str
    answer_words: str
    answered_on: datetime.date | None


@dataclass(frozen=True, kw_only=True)
class Mark:
    """Something whoever works with a record must know: somebody objects, or asks for a correction.

    `request`: its address for who may answer it here, else empty.
    """

    kind: str
    table: str
    asked_on: datetime.date
    request: str


@dataclass(frozen=True, kw_only=True)
class Held:
    """A legal hold; `lifted_on` is empty while it holds."""

    public_id: str
    reason: str
    placed_on: datetime.date
    lifted_on: datetime.date | None


def open_requests(*, on: datetime.date) -> int:
    """Count the requests that wait for an answer, for the start page of who handles them."""
    return Request.objects.filter(answer="", asked_at__lt=_after(on)).count()


def past_term(*, on: datetime.date) -> int:
    """Count the records of which all or a part has passed its term, and that no hold keeps."""
    return find_preview(on=on).count


def _after(on: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(on, datetime.time.max, timezone.get_default_timezone())


def _day(at: datetime.datetime | None) -> datetime.date | None:
    return timezone.localtime(at).date() if at else None


def tell(*, request: Request, on: datetime.date) -> Asked:
    """Give a request for a page."""
    return Asked(
        public_id=request.public_id, child=request.child.public_id if request.child else "", kind=request.kind,
        words=request.words, table=request.table, fact=request.fact, asked_as=request.asked_as,
        asked_on=timezone.localtime(request.asked_at).date(), due_on=request.due_on,
        is_overdue=not request.answer and request.due_on < on, answer=request.answer,
        answer_words=request.answer_words, answered_on=_day(request.answered_at),
    )  # fmt: skip


def may_use_rights(*, scope: Scope, number: int) -> bool:
    """Tell whether a viewer uses the rights of this child (row number): itself, or who represents it now."""
    wanted = ASKING_ROLES.get(scope.role)
    return number in scope.children and any(
        reach.kind == wanted and not reach.is_aftercare for reach in scope.reaches[number]
    )


def _own(scope: Scope, number: int) -> QuerySet[Request]:
    """Give what this viewer asked; the child reads what was asked for it too, its representative not what the child asked."""
    rows = Request.objects.filter(child=number).select_related("child")
    return rows.filter(asked_as__in=ASKING_ROLES if scope.role == CHILD else (scope.role,))


def requests_of(*, scope: Scope, number: int, on: datetime.date) -> list[Asked]:
    """Give the requests of who uses a child's rights, the last first."""
    if not may_use_rights(scope=scope, number=number):
        return []
    return [tell(request=request, on=on) for request in _own(scope, number).order_by("-asked_at", "-pk")]


def requests_to_handle(*, on: datetime.date) -> list[Asked]:
    """Give the requests that wait, what is due first; for who handles them (duty `handle_requests`)."""
    rows = Request.objects.filter(answer="").select_related("child").order_by("due_on", "pk")
    return [tell(request=request, on=on) for request in rows]


MOST_ANSWERED = 50


def requests_answered(*, on: datetime.date) -> list[Asked]:
    """Give the requests that were answered last."""
    rows = Request.objects.exclude(answer="").select_related("child").order_by("-answered_at", "-pk")
    return [tell(request=request, on=on) for request in rows[:MOST_ANSWERED]]


def request_to_handle(*, public_id: str, on: datetime.date) -> Asked | None:
    """Find a request by its address, for who handles them."""
    found = Request.objects.filter(public_id=public_id).select_related("child").first()
    return tell(request=found, on=on) if found else None


def row_of_fact(fact: Fact) -> dict[str, Any]:
    """Give a fact as a row of the frames, empty texts as None."""
    values = {name: getattr(fact, field) for name, field in fields_of(TABLE[fact.table]).items()}
    return {"child": fact.child.public_id, **{name: None if value == "" else value for name, value in values.items()}}


def fact_of_request(*, scope: Scope, request: Asked) -> Fact | None:
    """Give the fact a request is about, if this viewer may know it."""
    fact = find_fact(scope=scope, table=request.table, public_id=request.fact) if request.table else None
    if fact is None or fact.child.public_id != request.child:
        return None
    seen = seen_row(scope=scope, number=fact.child.pk, table=fact.table, row=row_of_fact(fact))
    return fact if seen is not None else None


def may_correct(*, scope: Scope, fact: Fact) -> bool:
    """Tell whether a viewer may record such a fact, so that they may answer a request to correct it."""
    kind = getattr(fact, "kind", None) if fact.table == "identifiers" else None
    return scope.may_record(child=fact.child.pk, table=fact.table, kind=kind)


def correction_to_answer(*, scope: Scope, child: str, public_id: str, on: datetime.date, account: int) -> Asked | None:
    """Find a request to correct a fact that this viewer may record, and that somebody else asked, by its address."""
    found = (
        Request.objects.filter(public_id=public_id, child__public_id=child, kind="correction")
        .exclude(asked_by=account)
        .select_related("child")
        .first()
    )
    asked = tell(request=found, on=on) if found else None
    fact = fact_of_request(scope=scope, request=asked) if asked else None
    return asked if fact is not None and may_correct(scope=scope, fact=fact) else None


def find_marks(*, scope: Scope, number: int, on: datetime.date, account: int | None = None) -> list[Mark]:
    """Give what this viewer (`account`: a row number) must know when working with a child's record (row number).

    An objection counts until it is refused, a correction until it is answered. One about a fact that the viewer may not
    know is not shown: it would tell that there is one.
    """
    if number not in scope.children:
        return []
    objects = Q(kind="objection") & ~Q(answer="refused")
    asks = Q(kind="correction", answer="") & ~Q(table="")
    marks = []
    for row in (
        Request.objects.filter(objects | asks, child=number)
        .select_related("child", "asked_by")
        .order_by("asked_at", "pk")
    ):
        asked = tell(request=row, on=on)
        fact = fact_of_request(scope=scope, request=asked)
        if asked.table and fact is None:
            continue
        is_mine = asked.kind == "correction" and fact is not None and may_correct(scope=scope, fact=fact)
        if asked.kind == "objection" or is_mine:
            is_own = row.asked_by is not None and row.asked_by.pk == account  # who asked doesn't answer
            request = asked.public_id if is_mine and not is_own else ""
            marks.append(Mark(kind=asked.kind, table=asked.table, asked_on=asked.asked_on, request=request))
    return marks


def holds_of(*, child: str) -> list[Held]:
    """Give the legal holds on a record (public id), the last first; for who sees to the terms."""
    return [
        Held(
            public_id=hold.public_id, reason=hold.reason, placed_on=timezone.localtime(hold.placed_at).date(),
            lifted_on=_day(hold.lifted_at),
        )
        for hold in Hold.objects.filter(child__public_id=child)
    ]  # fmt: skip


def has_granted_erasure(*, child: str) -> bool:
    """Tell whether the erasure of a whole record (public id) was asked and granted; of one fact is not of the record."""
    return Request.objects.filter(child__public_id=child, kind="erasure", table="", answer="granted").exists()


@dataclass(frozen=True, kw_only=True)
class Erased:
    """What is left of something erased. `part`: category and kind of organisation; empty for a whole record."""

    on: datetime.date
    ground: str
    part: tuple[str, ...]
    rows: int


def erasures() -> list[Erased]:
    """Give what was erased last."""
    return [
        Erased(
            on=timezone.localtime(row.at).date(), ground=row.ground, part=tuple(row.categories.split()),
            rows=sum(row.counts.values()),
        )
        for row in Erasure.objects.all()[:MOST_ANSWERED]
    ]  # fmt: skip
