"""Somebody uses a right: ask for access, a correction or erasure, or object; and the answer to that.

A request by a body that gets no access (kind `knot`) is noted in `knots`, and answered here.
"""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone

from leerrecht.law.dates import add_months, day_number, to_date
from leerrecht.operations.acting import Actor, Officer, Refused, note
from leerrecht.operations.texts import is_unseen, tidy
from leerrecht.queries.facts import find_fact, seen_row
from leerrecht.queries.rights import CHILD, correction_to_answer, may_use_rights, row_of_fact
from leerrecht.queries.rulebooks import rulebook
from leerrecht.records.models import Child
from leerrecht.rights.models import ANSWERS, LONG, Request

KINDS = ("correction", "objection", "access", "erasure")
"""What may be asked about a child's record."""
KNOT = "knot"
SHORTEST = 3


def read_words(text: str) -> str:
    """Read somebody's own words; raises Refused when there are none, or too many."""
    words = tidy(text)
    if len(words) < SHORTEST or is_unseen(text=words):
        raise Refused("refused.words_missing")
    if len(words) > LONG:
        raise Refused("refused.words_long", most=LONG)
    return words


def due_on(*, at: datetime.datetime) -> datetime.date:
    """Give the day by which a request is answered (GDPR art. 12(3))."""
    on = timezone.localtime(at).date()
    months = rulebook().value_on("rights.answer_months", on)
    return to_date(add_months(day_number(on), months)) or on


@transaction.atomic
def ask(
    *, actor: Actor, at: datetime.datetime, child: str, kind: str, words: str, table: str = "", fact: str = "",
    asked_as: str = "legal_representative",
) -> Request:  # fmt: skip
    """Ask something about a child's record (public id), in own words; about one fact (table, public id) or in general.

    `asked_as`: child (at its own door, without an account) or legal_representative. Raises Refused.
    """
    found = Child.objects.select_for_update(of=("self",)).filter(public_id=child).first()
    if found is None or found.pk not in actor.scope.children:
        raise Refused("refused.no_such_child")
    if asked_as != actor.scope.role or not may_use_rights(scope=actor.scope, number=found.pk):
        raise Refused("refused.may_not_ask")
    if kind not in KINDS:
        raise Refused("refused.kind_missing")
    if table or fact:
        _check_fact(actor, found, table, fact)
    said = read_words(words)
    same = Request.objects.filter(child=found, kind=kind, words=said, table=table, fact=fact, answer="")
    if same.exists():
        raise Refused("refused.asked_already")
    made = Request.objects.create(
        child=found, kind=kind, words=said, table=table, fact=fact, asked_as=asked_as, asked_at=at,
        asked_by_id=None if asked_as == CHILD else actor.viewer.account, due_on=due_on(at=at),
    )  # fmt: skip
    note(actor=actor, at=at, action="request.asked", object_kind="request", object_id=made.public_id, child=found)
    return made


def _check_fact(actor: Actor, child: Child, table: str, public_id: str) -> None:
    """Refuse a fact that isn't there, is about another child, or that this person may not know."""
    fact = find_fact(scope=actor.scope, table=table, public_id=public_id) if public_id.isalnum() else None
    if fact is None or fact.child.pk != child.pk:
        raise Refused("refused.no_such_child")
    if seen_row(scope=actor.scope, number=child.pk, table=table, row=row_of_fact(fact)) is None:
        raise Refused("refused.no_such_child")


@transaction.atomic
def answer(*, actor: Officer, at: datetime.datetime, request: str, answer: str, words: str) -> Request:
    """Answer a request (public id): granted, partly or refused, with words that whoever asked reads.

    By who handles requests, or a correction by whoever may record that fact. Raises Refused.
    """
    found = Request.objects.select_for_update(of=("self",)).filter(public_id=request).select_related("child").first()
    if found is None or not _may_answer(actor, found, at):
        raise Refused("refused.no_such_request")
    if found.answer:
        raise Refused("refused.answered_already")
    if answer not in ANSWERS:
        raise Refused("refused.answer_missing")
    found.answer, found.answer_words = answer, read_words(words)
    found.answered_at = max(at, found.asked_at)
    found.answered_by_id = actor.viewer.account
    found.save(update_fields=["answer", "answer_words", "answered_at", "answered_by"])
    note(
        actor=actor, at=at, action=f"request.{answer}", object_kind="request", object_id=request, child=found.child
    )  # fmt: skip
    return found


def _may_answer(actor: Officer, request: Request, at: datetime.datetime) -> bool:
    """Tell whether somebody may answer: nobody answers what they asked themselves, but for what others asked of them."""
    if request.asked_by_id == actor.viewer.account and request.kind != KNOT:
        return False
    if actor.may("handle_requests"):
        return True
    if not isinstance(actor, Actor) or request.child is None:
        return False
    on = timezone.localtime(at).date()
    found = correction_to_answer(
        scope=actor.scope, child=request.child.public_id, public_id=request.public_id, on=on,
        account=actor.viewer.account,
    )  # fmt: skip
    return found is not None
