"""Erasing: a whole record, or a part of it that has passed its term. Nothing else in Leerrecht deletes facts.

A person confirms each time. A record goes when all of it has passed its term, or when its erasure was asked and granted
(GDPR art. 17); never while a hold keeps it. All in one transaction: a process that is killed leaves everything, or nothing.

Lists on their way in may name the child under any name, so every list that still waits is let go, whoever handed it in;
while one is being applied, nothing is erased. What is left is `rights.Erasure`: how many rows, why, when, by whom.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Collection
from contextlib import suppress
from typing import Any

from django.contrib.sessions.models import Session
from django.db import OperationalError, connection, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from leerrecht.audit.erasing import forget_child
from leerrecht.grants.models import Card, Consent, Notice, Opening
from leerrecht.linking.models import Asked, Closure, Inquiry, Judgement, Link, Lookup
from leerrecht.operations.acting import Officer, Refused, note
from leerrecht.operations.holding import lock_child, read_reason
from leerrecht.operations.recording import touch
from leerrecht.partnership.models.knots import Interest, Knot, KnotAssent, KnotDomain, Option
from leerrecht.partnership.models.meetings import Action
from leerrecht.queries import cards, doubles, register
from leerrecht.queries.imports import STALE, UNDER_WAY
from leerrecht.queries.keeping import GRANTED, LAST, OWN_KIND, Kept, category_of_facts, find_kept
from leerrecht.queries.rights import has_granted_erasure
from leerrecht.records.models import FACT, Child, Import
from leerrecht.rights.models import ChildKnot, Erasure, Hold, Point, Request
from leerrecht.telling.models import Entry

Counts = Counter[str]


@transaction.atomic
def erase_record(*, actor: Officer, at: datetime.datetime, child: str, ground: str) -> Erasure:
    """Erase everything about a child (public id), the child included. `ground`: why, without naming anybody.

    Raises Refused: not yet past its term and not granted, on hold, or a list is being applied.
    """
    found = lock_child(actor=actor, child=child)
    why = read_reason(ground)
    kept = find_kept(on=timezone.localtime(at).date(), children=[found.pk])[0]
    _check_may_go(found, at, is_past=kept.is_past or has_granted_erasure(child=child))
    counts: Counts = Counter()
    _erase_grants(found, counts)
    _remove(Request.objects.filter(child=found), "requests", counts)
    _erase_heard(found, counts)
    _remove(Hold.objects.filter(child=found), "holds", counts)
    _erase_questions(found, counts)
    _erase_links(found, counts)
    for table, model in FACT.items():
        _remove(model.objects.filter(child=found), table, counts)
    _erase_lists(found, at, counts)
    _remove(Child.objects.filter(pk=found.pk), "records", counts)
    counts.update(forget_child(child=child, at=at))
    return _leave_proof(actor, at, why, counts, ())


@transaction.atomic
def erase_part(
    *, actor: Officer, at: datetime.datetime, child: str, category: str, organisation: str, ground: str
) -> Erasure:
    """Erase what one kind of organisation said of a child in one category, once that has passed its term.

    Who the child is goes only with the whole record. Raises Refused.
    """
    found = lock_child(actor=actor, child=child)
    why = read_reason(ground)
    kept = find_kept(on=timezone.localtime(at).date(), children=[found.pk])[0]
    _check_may_go(found, at, is_past=_is_past(kept, category, organisation))
    counts: Counts = Counter()
    if (category, organisation) == (GRANTED, OWN_KIND):
        _erase_grants(found, counts)
        _remove(Request.objects.filter(child=found), "requests", counts)
        _erase_heard(found, counts)
        _erase_questions(found, counts)
    else:
        for table in FACT:
            _remove(_rows_of(found, table, category, organisation), table, counts)
    _erase_lists(found, at, counts)
    touch(found)
    return _leave_proof(actor, at, why, counts, (category, organisation), child=found)


def _check_may_go(child: Child, at: datetime.datetime, *, is_past: bool) -> None:
    if Hold.objects.filter(child=child, lifted_at__isnull=True).exists():
        raise Refused("refused.on_hold")
    if not is_past:
        raise Refused("refused.not_past_term")
    if Import.objects.filter(state="applying", progressed_at__gt=at - STALE).exists():
        raise Refused("refused.import_running")


def _is_past(kept: Kept, category: str, organisation: str) -> bool:
    return category != LAST and any(
        part.category == category and part.organisation == organisation for part in kept.past_parts
    )


def _rows_of(child: Child, table: str, category: str, organisation: str) -> QuerySet[Any]:
    """Give the facts of a table in a category, from a kind of organisation. Kinds of numbers differ in category."""
    rows: QuerySet[Any] = FACT[table].objects.filter(child=child, source__kind=organisation)
    if table != "identifiers":
        return rows if category_of_facts(table) == category else rows.none()
    kinds = rows.order_by().values_list("kind", flat=True).distinct()
    return rows.filter(kind__in=[kind for kind in kinds if category_of_facts(table, kind) == category])


def _remove(rows: QuerySet[Any], name: str, counts: Counts) -> None:
    """Delete rows in one statement, past what keeps facts from being deleted one by one; count them."""
    numbers: set[Any] = set(rows.values_list("pk", flat=True))
    if not numbers:
        return
    model: Any = rows.model
    if any(field.name == "corrects" for field in model._meta.concrete_fields):
        model.objects.filter(corrects__among=numbers).exclude(pk__among=numbers).update(corrects=None)
    counts[name] += model.objects.filter(pk__among=numbers)._raw_delete(rows.db)


def _erase_grants(child: Child, counts: Counts) -> None:
    """Erase consents, openings and cards, with what was told of them and of moves and what stood in calendars, and the
    sessions at the child's own door.
    """
    _remove(Entry.objects.filter(child=child), "calendar", counts)
    own = Q(consent__child=child) | Q(opening__child=child) | Q(child=child)
    _remove(Notice.objects.filter(own), "notices", counts)
    _remove(Consent.objects.filter(child=child), "consents", counts)
    _remove(Opening.objects.filter(child=child), "openings", counts)
    marks = [child.public_id, *Card.objects.filter(child=child).values_list("public_id", flat=True)]
    _remove(Card.objects.filter(child=child), "cards", counts)
    named = [row.pk for row in Session.objects.all() if _names(row.get_decoded(), marks, child.pk)]
    _remove(Session.objects.filter(pk__in=named), "sessions", counts)


def _erase_heard(child: Child, counts: Counts) -> None:
    """Erase the child's points for meetings, and every knot about it with all that was said, agreed and done about that."""
    _remove(Point.objects.filter(child=child), "points", counts)
    knots = set(ChildKnot.objects.filter(child=child).values_list("knot", flat=True))
    _remove(ChildKnot.objects.filter(child=child), "child_knots", counts)
    for model in (Interest, Option, KnotDomain, KnotAssent, Action, Knot.mandates.through):
        _remove(model.objects.filter(knot__among=knots), "said_of_knots", counts)
    _remove(Knot.objects.filter(pk__among=knots), "knots", counts)


def _erase_questions(child: Child, counts: Counts) -> None:
    """Erase what others asked that may be about this child, with the names they typed; and the search before its record."""
    asked = set(Asked.objects.filter(child=child).values_list("inquiry", flat=True))
    _remove(Asked.objects.filter(inquiry__among=asked), "asked", counts)
    _remove(Inquiry.objects.filter(pk__among=asked), "inquiries", counts)
    _remove(Lookup.objects.filter(child=child), "lookups", counts)


def _erase_links(child: Child, counts: Counts) -> None:
    """Erase what was judged of this child's record and another, their links, and that it was closed to searching."""
    _remove(Link.objects.filter(Q(kept=child) | Q(other=child)), "links", counts)
    _remove(Judgement.objects.filter(Q(left=child) | Q(right=child)), "judgements", counts)
    _remove(Closure.objects.filter(child=child), "closures", counts)


def _names(kept: Any, marks: Collection[str], number: int) -> bool:
    """Tell whether something kept in a session names the child or its card: by public id, or under `child` by number."""
    if isinstance(kept, dict):
        is_own = str(kept.get("child", "")) == str(number)
        return is_own or any(_names(key, marks, number) or _names(each, marks, number) for key, each in kept.items())
    if isinstance(kept, list | tuple):
        return any(_names(each, marks, number) for each in kept)
    return isinstance(kept, str) and any(mark in kept for mark in marks)


def _erase_lists(child: Child, at: datetime.datetime, counts: Counts) -> None:
    """Let go of every list that waits, and take the child out of what is kept of the others.

    A difference names its child. Faults and notices quote a cell and don't say whose, so all of them go; their number stays.
    """
    waiting = Import.objects.exclude(state__in=("done", "cancelled"))
    running = waiting.filter(state__in=UNDER_WAY, progressed_at__gt=at - STALE)
    if running.filter(state="applying").exists():
        raise Refused("refused.import_running")
    counts["lists"] += waiting.update(
        state="cancelled", content=b"", report={}, runner="", progressed_at=at, done=0, total=0
    )
    named = re.compile(rf"(?<!\w){re.escape(child.reference)}(?!\w)", re.I)
    for row in Import.objects.exclude(report={}).defer("content"):
        report = _without(_unquoted(row.report), named)
        if report != row.report:
            Import.objects.filter(pk=row.pk).update(report=report)
            counts["reports"] += 1


def _unquoted(report: dict[str, Any]) -> dict[str, Any]:
    quoting: dict[str, Any] = {name: {**report[name], "shown": []} for name in ("faults", "notices") if name in report}
    return {**report, **quoting}


def _without(kept: Any, named: re.Pattern[str]) -> Any:
    """Leave out of lists whatever names the child; a text elsewhere that does becomes empty."""
    if isinstance(kept, dict):
        return {key: _without(each, named) for key, each in kept.items()}
    if isinstance(kept, list):
        return [_without(each, named) for each in kept if not _holds(each, named)]
    return "" if isinstance(kept, str) and named.search(kept) else kept


def _holds(kept: Any, named: re.Pattern[str]) -> bool:
    if isinstance(kept, dict | list):
        return any(_holds(each, named) for each in (kept.values() if isinstance(kept, dict) else kept))
    return isinstance(kept, str) and named.search(kept) is not None


def _leave_proof(
    actor: Officer,
    at: datetime.datetime,
    ground: str,
    counts: Counts,
    part: tuple[str, ...],
    child: Child | None = None,
) -> Erasure:
    """Keep what is left of it. `child`: whose log says that a part is gone; of a whole record nobody's is left."""
    made = Erasure.objects.create(
        at=at, ground=ground, categories=" ".join(part), counts={name: rows for name, rows in counts.items() if rows},
        erased_by_id=actor.viewer.account,
    )  # fmt: skip
    action = "erasure.part" if part else "erasure.record"
    note(actor=actor, at=at, action=action, object_kind="erasure", object_id=made.public_id, child=child)
    transaction.on_commit(_forget)
    return made


def _forget() -> None:
    """Forget what this process remembers of children; and have SQLite write over what its log beside the file held.

    While somebody else reads, SQLite can't; it then does so by itself later.
    """
    cards.forget()
    doubles.forget()
    register.forget()
    if connection.vendor == "sqlite":
        with suppress(OperationalError), connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
