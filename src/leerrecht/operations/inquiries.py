"""Ask whoever may know somebody, without learning who or where; answer; and take up who turned out to be known."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone

from leerrecht.accounts.models import Account
from leerrecht.audit.log import record_events
from leerrecht.law.dates import day_number, to_date
from leerrecht.law.terms import add_workdays
from leerrecht.linking.models import ANSWERS, LONG, Asked, Inquiry
from leerrecht.operations.acting import Actor, Refused, note
from leerrecht.operations.arrivals import get_lookup, note_beyond, read_place
from leerrecht.operations.facts import Typed
from leerrecht.operations.letting_go import let_go_of_inquiries
from leerrecht.operations.recording import columns_of, is_known, put_fact
from leerrecht.operations.texts import is_code, is_unfit, tidy
from leerrecht.queries.arrivals import Sought, find_known, may_receive, open_others
from leerrecht.queries.inquiries import may_answer
from leerrecht.queries.rulebooks import access_table, rulebook
from leerrecht.records.models import Child

DAY = datetime.timedelta(days=1)


@transaction.atomic
def ask_others(*, actor: Actor, at: datetime.datetime, lookup: str, sought: Sought) -> Inquiry:
    """Ask those who may know somebody that was searched for (`lookup`: public id). Raises Refused.

    They read what was typed, so that they can compare. Noted for each record that it may be about, in both logs.
    """
    on = timezone.localtime(at).date()
    get_lookup(actor=actor, at=at, lookup=lookup, sought=sought)
    _count(actor, at, on)
    others = find_known(scope=actor.scope, sought=sought, on=on).others
    if not others:
        raise Refused("refused.inquiry_nobody")
    if Asked.objects.filter(inquiry__team=actor.viewer.team, child__among=others, answer="").exists():
        raise Refused("refused.inquiry_already")
    viewer, person = actor.viewer, sought.person
    due = add_workdays(day=day_number(on), count=rulebook().value_on("linking.answer_workdays", on))
    made = Inquiry.objects.create(
        account_id=viewer.account, team_id=viewer.team, asked_at=at, due_on=to_date(due) or on,
        given_names=person.get("given_names") or "", father_name=person.get("father_name") or "",
        family_name=person.get("family_name") or "", born_from=person.get("born_from"), born_to=person.get("born_to"),
        born_precision=(person.get("born_precision") or "day") if person.get("born_from") else "",
        sex=person.get("sex") or "", number_kind=sought.number_kind,
    )  # fmt: skip
    Asked.objects.bulk_create(Asked(inquiry=made, child_id=child) for child in others)
    purpose = access_table().roles[viewer.role].purpose.id
    record_events(
        at=at, action="inquiry.asked", object_kind="inquiry", object_id=made.public_id,
        children=Child.objects.filter(pk__among=others).order_by("pk").values_list("public_id", flat=True),
        actor=viewer.account_id, team=viewer.team_id, role=viewer.role, origin=actor.origin, trace_id=actor.trace_id,
        access_rule=f"{viewer.role}:{purpose}:arrival",
    )  # fmt: skip
    return made


def _count(actor: Actor, at: datetime.datetime, on: datetime.date) -> None:
    """Refuse more questions than somebody needs, and let go of those that are past their term."""
    Account.objects.select_for_update().get(pk=actor.viewer.account)
    asked = Inquiry.objects.filter(account=actor.viewer.account, asked_at__gt=at - DAY).count()
    if asked >= rulebook().value_on("linking.inquiries_per_day", on):
        raise Refused("refused.inquiry_wait")
    let_go_of_inquiries(at=at)


@transaction.atomic
def answer_inquiry(
    *, actor: Actor, at: datetime.datetime, inquiry: str, child: str, answer: str, words: str = ""
) -> Asked:  # fmt: skip
    """Say whether a young person (public id) is who is asked after; `words`: what may be told, read by who asked.

    Raises Refused: not theirs to answer, or somebody else did already.
    """
    rows = Asked.objects.select_for_update(of=("self",)).select_related("child", "inquiry")
    is_named = is_code(inquiry) and is_code(child)
    found = rows.filter(inquiry__public_id=inquiry, child__public_id=child).first() if is_named else None
    if found is None or not may_answer(scope=actor.scope, viewer=actor.viewer, asked=found):
        raise Refused("refused.no_such_inquiry")
    if found.answer:
        raise Refused("refused.inquiry_answered")
    wrong = {
        "refused.inquiry_answer": answer not in ANSWERS,
        "refused.inquiry_words": is_unfit(text=words, most=LONG),
    }
    if any(wrong.values()):
        raise Refused(*(reason for reason, is_wrong in wrong.items() if is_wrong))
    found.answer, found.words = answer, tidy(words)
    found.answered_at, found.answered_by_id = max(at, found.inquiry.asked_at), actor.viewer.account
    found.save(update_fields=["answer", "words", "answered_at", "answered_by"])
    note(actor=actor, at=at, action="inquiry.answered", object_kind="inquiry", object_id=inquiry, child=found.child)
    return found


@transaction.atomic
def join_known(*, actor: Actor, at: datetime.datetime, inquiry: str, place: Typed) -> Child:
    """Take up at one's own place somebody of whom another said: yes, we know this young person. Raises Refused.

    No second record is made: the place is added to the one there is.
    """
    if not may_receive(viewer=actor.viewer):
        raise Refused("refused.may_not_receive")
    rows = Asked.objects.select_for_update(of=("self",)).filter(inquiry__team=actor.viewer.team, answer="yes")
    found = rows.filter(inquiry__public_id=inquiry).order_by("pk").first() if is_code(inquiry) else None
    if found is None or not open_others([found.child_id]):  # in a protected place since: as if nobody had answered
        raise Refused("refused.no_such_inquiry")
    if found.joined_at is not None:
        raise Refused("refused.inquiry_joined")
    table, values = read_place(viewer=actor.viewer, typed=place, on=timezone.localtime(at).date())
    child = Child.objects.select_for_update(of=("self",)).get(pk=found.child_id)
    if is_known(child=child, table=table, columns=columns_of(table, values)):
        raise Refused("refused.known_already")
    viewer = actor.viewer
    put_fact(child=child, table=table, values=values, at=at, account=viewer.account, source=viewer.organisation)
    found.joined_at = max(at, found.answered_at or at)
    found.save(update_fields=["joined_at"])
    note_beyond(actor=actor, at=at, action="inquiry.joined", object_id=inquiry, child=child, ground="inquiry")
    return child
