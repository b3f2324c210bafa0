"""Break glass: one record, for one person, for a few hours, with a reason; told to all around the child, and reviewed."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from leerrecht.accounts.models import Account
from leerrecht.audit.log import record_event
from leerrecht.audit.models import Event
from leerrecht.caseload.identifiers import read_number
from leerrecht.grants.models import LONG, VERDICTS, Opening
from leerrecht.law.dates import day_number, to_date
from leerrecht.law.terms import add_workdays
from leerrecht.operations.acting import Actor, Officer, Refused, note
from leerrecht.operations.telling import holders, officers, representatives, tell
from leerrecht.operations.texts import is_unfit, tidy
from leerrecht.queries.facts import standing
from leerrecht.queries.rulebooks import rulebook
from leerrecht.records.models import Child
from leerrecht.stored.names import fold_name

SHORTEST_REASON = 20
MOST_TYPED = 300
TRIED = "glass.tried"
NUMBER_KINDS = ("education_number", "v_number")


@dataclass(frozen=True, kw_only=True)
class Sought:
    """Who is meant, exactly: a number, or given names, family name and the full date of birth."""

    number: str = ""
    given_names: str = ""
    family_name: str = ""
    born_on: datetime.date | None = None


def _check(sought: Sought, reason: str) -> None:
    """Refuse what can't be looked for; nothing is looked up yet, so this tells nothing about anybody."""
    by_name = bool(fold_name(sought.given_names) and fold_name(sought.family_name) and sought.born_on)
    typed = (sought.number, sought.given_names, sought.family_name)
    wrong = {
        "refused.glass_who": not (by_name or sought.number.strip()),
        "refused.glass_reason": len(tidy(reason)) < SHORTEST_REASON,
        "refused.text_wrong": is_unfit(text=reason, most=LONG)
        or any(is_unfit(text=each, most=MOST_TYPED) for each in typed),
    }
    reasons = [name for name, is_wrong in wrong.items() if is_wrong]
    if reasons:
        raise Refused(*reasons)


def _find(sought: Sought) -> Child | None:
    """Find the one child that fits exactly; several that fit are none, so that nobody opens the wrong record."""
    if sought.number.strip():
        fits = _by_number(sought.number)
    else:
        fits = _by_name(sought)
    return Child.objects.select_for_update(of=("self",)).get(pk=next(iter(fits))) if len(fits) == 1 else None


def _by_number(number: str) -> set[int]:
    found: set[int] = set()
    for kind in NUMBER_KINDS:
        value = read_number(kind=kind, text=number.strip(), from_number_cell=False).value
        found |= set(standing(table="identifiers").filter(kind=kind, value=value).values_list("child", flat=True))
    return found


def _by_name(sought: Sought) -> set[int]:
    born = standing(table="children").filter(born_from=sought.born_on, born_to=sought.born_on)
    wanted = (fold_name(sought.given_names), fold_name(sought.family_name))
    return {
        child
        for child, given, family in born.values_list("child", "given_names", "family_name")
        if (fold_name(given), fold_name(family)) == wanted
    }


def _too_often(actor: Actor, at: datetime.datetime, on: datetime.date) -> bool:
    """Count the tries of the last hour, one person at a time."""
    Account.objects.select_for_update().get(pk=actor.viewer.account)
    tries = Event.objects.filter(
        actor=actor.viewer.account_id, action__in=(TRIED, "glass.opened"), at__gt=at - datetime.timedelta(hours=1)
    )
    return tries.count() >= rulebook().value_on("glass.tries_per_hour", on)


def open_glass(*, actor: Actor, at: datetime.datetime, sought: Sought, reason: str) -> Opening:
    """Open one record for this person. Raises Refused: without telling whether there is such a child, and counted.

    Not one transaction: a try that finds nothing is noted too, and must stay noted.
    """
    if not actor.may("open_glass"):
        raise Refused("refused.may_not_record")
    _check(sought, reason)
    with transaction.atomic():
        on = timezone.localtime(at).date()
        is_barred = _too_often(actor, at, on)
        child = None if is_barred else _find(sought)
        is_known = child is not None and actor.scope.is_involved(child.pk)
        opening = _open(actor, at, on, child, reason) if child is not None and not is_known else None
        if opening is None:
            _note_try(actor, at)
    if opening is None:
        raise Refused(
            "refused.glass_wait" if is_barred else "refused.glass_known" if is_known else "refused.glass_none"
        )
    return opening


def _note_try(actor: Actor, at: datetime.datetime) -> None:
    viewer = actor.viewer
    record_event(
        at=at, action=TRIED, object_kind="opening", result="refused", actor=viewer.account_id, team=viewer.team_id,
        role=viewer.role, origin=actor.origin, trace_id=actor.trace_id, access_rule=f"{viewer.role}:glass",
    )  # fmt: skip


def _open(actor: Actor, at: datetime.datetime, on: datetime.date, child: Child, reason: str) -> Opening:
    viewer, book = actor.viewer, rulebook()
    due = add_workdays(day=day_number(on), count=book.value_on("glass.review_workdays", on))
    opening = Opening.objects.create(
        child=child, team_id=viewer.team, professional_id=viewer.professional, account_id=viewer.account,
        reason=tidy(reason), opened_at=at, review_due_on=to_date(due) or on,
        ends_at=at + datetime.timedelta(hours=book.value_on("glass.open_hours", on)),
    )  # fmt: skip
    told = holders(child=child.pk, on=on) | representatives(child=child.pk, on=on) | officers()
    tell(kind="glass_opened", at=at, receivers=told, opening=opening)
    record_event(
        at=at, action="glass.opened", object_kind="opening", object_id=opening.public_id, child_id=child.public_id,
        actor=viewer.account_id, team=viewer.team_id, role=viewer.role, origin=actor.origin, trace_id=actor.trace_id,
        access_rule=f"{viewer.role}:glass",
    )  # fmt: skip
    return opening


@transaction.atomic
def close_glass(*, actor: Officer, at: datetime.datetime, opening: str) -> Opening:
    """Close a record before its hours have passed; only who opened it. Raises Refused."""
    mine = Opening.objects.filter(account=actor.viewer.account, team=actor.viewer.team, ends_at__gt=at)
    found = mine.select_for_update(of=("self",)).select_related("child").filter(public_id=opening).first()
    if found is None:
        raise Refused("refused.no_such_opening")
    found.ends_at = max(at, found.opened_at + datetime.timedelta(microseconds=1))
    found.save(update_fields=["ends_at"])
    note(
        actor=Officer(viewer=actor.viewer, origin=actor.origin, trace_id=actor.trace_id), at=at, action="glass.closed",
        object_kind="opening", object_id=found.public_id, child=found.child,
    )  # fmt: skip
    return found


@transaction.atomic
def review_opening(*, actor: Officer, at: datetime.datetime, opening: str, verdict: str, words: str) -> Opening:
    """Judge an opening, once, by somebody else than who opened it; tells the opener and the representative. Raises Refused."""
    found = Opening.objects.select_for_update(of=("self",)).select_related("child").filter(public_id=opening).first()
    if not actor.may("review_openings") or found is None:
        raise Refused("refused.no_such_opening")
    viewer = actor.viewer
    wrong = {
        "refused.glass_own": viewer.account == found.account_id or viewer.professional == found.professional_id,
        "refused.glass_reviewed": found.reviewed_at is not None,
        "refused.glass_verdict": verdict not in VERDICTS,
        "refused.glass_words": not tidy(words),
        "refused.text_wrong": is_unfit(text=words, most=LONG),
    }
    reasons = [name for name, is_wrong in wrong.items() if is_wrong]
    if reasons:
        raise Refused(*reasons)
    found.reviewed_at, found.reviewed_by_id = at, viewer.account
    found.verdict, found.review_words = verdict, tidy(words)
    found.save(update_fields=["reviewed_at", "reviewed_by", "verdict", "review_words"])
    on = timezone.localtime(at).date()
    told = {(found.team_id, found.professional_id)} | representatives(child=found.child_id, on=on)
    tell(kind="glass_reviewed", at=at, receivers=told, opening=found)
    note(
        actor=actor, at=at, action="glass.reviewed", object_kind="opening", object_id=found.public_id, child=found.child
    )
    return found
