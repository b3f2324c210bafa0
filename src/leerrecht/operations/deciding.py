"""Knots: the ladder agreed, a knot raised, each organisation's interest in its own words, decided by who may that day.

Any member raises one and says what is at stake for it. Deciding takes a mandate, on that day, on every life domain of the knot:
of one person, or of several who agree to the same text. A knot about a child takes being involved with that child too.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import transaction

from leerrecht.operations.acting import Officer, Refused, note, scope_of
from leerrecht.operations.meetings import find_colleague
from leerrecht.operations.partnerships import KEEP, day_of, lock
from leerrecht.operations.task_agreements import ASSENT
from leerrecht.operations.texts import is_code, is_unfit, tidy
from leerrecht.partnership.models import Mandate, Partnership
from leerrecht.partnership.models.knots import Interest, Knot, KnotAssent, KnotDomain, Ladder, Option, Step
from leerrecht.partnership.models.lengths import LONG, TEXT
from leerrecht.queries.child_knots import knots_seen, may_act, reaching
from leerrecht.queries.dated import entitled_on, on_day
from leerrecht.queries.knots import Rung, find_draft, ladder_of
from leerrecht.queries.rulebooks import cooperation

MOST_STEPS, MOST_DAYS, MOST_OPTIONS = 5, 365, 10


@transaction.atomic
def agree_ladder(
    *, actor: Officer, at: datetime.datetime, partnership: str, seen: int, steps: Sequence[Rung]
) -> Ladder:
    """Note the steps that an undecided knot goes up; knots that are there keep theirs. `seen`: the number of the ladder that
    was there (0: none). Raises Refused.
    """
    held = lock(actor=actor, at=at, partnership=partnership, duty=KEEP)
    if seen != ladder_of(held)[0]:
        raise Refused("refused.partnership_changed")
    wrong = {
        "refused.ladder_steps": not 1 <= len(steps) <= MOST_STEPS
        or any(not tidy(each.who) or not 1 <= each.days <= MOST_DAYS for each in steps),
        "refused.text_wrong": any(is_unfit(text=each.who, most=TEXT) for each in steps),
    }
    if reasons := [reason for reason, is_wrong in wrong.items() if is_wrong]:
        raise Refused(*reasons)
    made = Ladder.objects.create(partnership=held, number=seen + 1, noted_at=at, noted_by_id=actor.viewer.account)
    Step.objects.bulk_create(
        Step(ladder=made, number=number, who=tidy(each.who), days=each.days)
        for number, each in enumerate(steps, start=1)
    )
    note(actor=actor, at=at, action="knots.ladder_agreed", object_kind="ladder", object_id=made.public_id)
    return made


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is to be decided. `director`: a code (operations.meetings.find_colleague) of somebody with a mandate; "" for a knot
    of one life domain.
    """

    question: str
    domains: Collection[str]
    director: str
    options: Collection[str]
    decide_by: datetime.date | None


@transaction.atomic
def raise_knot(*, actor: Officer, at: datetime.datetime, partnership: str, asked: Question) -> Knot:
    """Raise a knot as a member. One that is about several life domains names one director. Raises Refused."""
    held = lock(actor=actor, at=at, partnership=partnership, duty=ASSENT)
    made = write_knot(actor=actor, at=at, held=held, asked=asked)
    note_knot(actor=actor, at=at, knot=made, what="raised")
    return made


def note_knot(*, actor: Officer, at: datetime.datetime, knot: Knot, what: str) -> None:
    """Leave the audit row of what was done to a knot; of one about a child it stands in the child's log."""
    tie = getattr(knot, "tie", None)
    action = f"child_knot.{what}" if tie else f"knots.{what}"
    child = tie.child if tie else None
    note(actor=actor, at=at, action=action, object_kind="knot", object_id=knot.public_id, child=child)


def write_knot(
    *, actor: Officer, at: datetime.datetime, held: Partnership, asked: Question, more: Collection[str] = ()
) -> Knot:
    """Write a knot of a locked partnership. `more`: other reasons against it, said with those found here. Raises Refused."""
    on = day_of(at)
    mandated = {each.code for each in entitled_on(partnership=held, on=on)}
    director = find_colleague(held=held, code=asked.director, on=on) if asked.director in mandated else None
    domains, options = list(dict.fromkeys(asked.domains)), [tidy(each) for each in asked.options if tidy(each)]
    wrong = {
        "refused.knot_question": not tidy(asked.question),
        "refused.knot_domains": not domains or any(each not in cooperation().domains for each in domains),
        "refused.knot_director": (len(domains) > 1 or bool(asked.director)) and director is None,
        "refused.knot_options": not 2 <= len(options) <= MOST_OPTIONS,
        "refused.knot_by": asked.decide_by is None or asked.decide_by < on,
        "refused.text_wrong": is_unfit(text=asked.question, most=LONG)
        or any(is_unfit(text=each, most=TEXT) for each in options),
    }
    reasons = [*(reason for reason, is_wrong in wrong.items() if is_wrong), *more]
    if reasons or asked.decide_by is None:
        raise Refused(*reasons)
    made = Knot.objects.create(
        partnership=held, ladder=held.ladders.last(), question=tidy(asked.question), decide_by=asked.decide_by,
        directs_for=director[0] if director else None, director=director[1] if director else None, noted_at=at,
        noted_by_id=actor.viewer.account,
    )  # fmt: skip
    KnotDomain.objects.bulk_create(KnotDomain(knot=made, domain=each) for each in domains)
    Option.objects.bulk_create(Option(knot=made, what=each) for each in options)
    return made


def find_seen(*, actor: Officer, held: Partnership, knot: str) -> Knot:
    """Get a knot (public id) of a locked partnership; one about a child only by who may act on it. Raises Refused."""
    scope = scope_of(actor)
    rows = knots_seen(partnership=held, scope=scope).select_related("tie__child")
    found = rows.filter(public_id=knot).first() if is_code(knot) else None
    if found is None:
        raise Refused("refused.no_such_partnership")
    tie = getattr(found, "tie", None)
    if tie and not (scope and may_act(scope=scope, tie=tie)):
        raise Refused("refused.may_not_record")
    return found


def _open_knot(actor: Officer, held: Partnership, knot: str) -> Knot:
    found = find_seen(actor=actor, held=held, knot=knot)
    if found.decided_on is not None:
        raise Refused("refused.knot_decided")
    return found


@transaction.atomic
def say_interest(*, actor: Officer, at: datetime.datetime, partnership: str, knot: str, words: str) -> Interest:
    """Say what is at stake for the actor's organisation, while the knot isn't decided; the last words count. Raises Refused."""
    held = lock(actor=actor, at=at, partnership=partnership, duty=ASSENT)
    found = _open_knot(actor, held, knot)
    if not tidy(words):
        raise Refused("refused.interest_words")
    if is_unfit(text=words, most=LONG):
        raise Refused("refused.text_wrong")
    made = Interest.objects.create(
        knot=found, organisation_id=actor.viewer.organisation, words=tidy(words), given_at=at,
        given_by_id=actor.viewer.account,
    )  # fmt: skip
    found.version += 1
    found.save(update_fields=["version"])
    note_knot(actor=actor, at=at, knot=found, what="interest_said")
    return made


def mandates_to_decide(*, actor: Officer, knot: Knot, on: datetime.date) -> list[Mandate]:
    """Give the mandates by which somebody may decide a knot on a day: one for each of its life domains, or none at all."""
    viewer, asked = actor.viewer, {each.domain for each in knot.domains.all()}
    held = knot.partnership.mandates.filter(
        on_day(on), professional=viewer.professional, organisation=viewer.organisation, domain__in=asked
    )
    found = {each.domain: each for each in held}
    return list(found.values()) if set(found) == asked else []


@transaction.atomic
def decide_knot(
    *, actor: Officer, at: datetime.datetime, partnership: str, knot: str, seen: int, decision: str, reason: str
) -> Knot:
    """Decide a knot, with the reason. `seen`: the version that was read: nobody decides past an interest they didn't see.

    Raises Refused.
    """
    held, on = lock(actor=actor, at=at, partnership=partnership, duty=ASSENT), day_of(at)
    found = _open_knot(actor, held, knot)
    mandates = mandates_to_decide(actor=actor, knot=found, on=on)
    if not mandates:
        raise Refused("refused.knot_no_mandate")
    _check_decision(found, seen, decision, reason)
    return _settle(actor, at, found, decision, reason, mandates)


def _check_decision(knot: Knot, seen: int, decision: str, reason: str) -> None:
    if seen != knot.version:
        raise Refused("refused.partnership_changed")
    wrong = {
        "refused.knot_decision": not tidy(decision),
        "refused.knot_reason": not tidy(reason),
        "refused.text_wrong": any(is_unfit(text=text, most=LONG) for text in (decision, reason)),
    }
    if reasons := [why for why, is_wrong in wrong.items() if is_wrong]:
        raise Refused(*reasons)


def _settle(
    actor: Officer, at: datetime.datetime, knot: Knot, decision: str, reason: str, mandates: Collection[Mandate]
) -> Knot:
    knot.decision, knot.reason, knot.decided_on, knot.version = (
        tidy(decision),
        tidy(reason),
        day_of(at),
        knot.version + 1,
    )
    knot.decider_id, knot.decides_for_id = actor.viewer.professional, actor.viewer.organisation
    knot.save()
    knot.mandates.set(mandates)
    note_knot(actor=actor, at=at, knot=knot, what="decided")
    return knot


@transaction.atomic
def assent_to_decision(
    *, actor: Officer, at: datetime.datetime, partnership: str, knot: str, seen: int, decision: str, reason: str
) -> Knot:
    """Agree to a decision on the life domains on which one may decide; it stands once these cover the knot, on that day.

    Only assents to this very text count, at this version (`seen`), of people who may still decide that day: of a knot about
    a child who is still involved with it. Raises Refused.
    """
    held, on = lock(actor=actor, at=at, partnership=partnership, duty=ASSENT), day_of(at)
    found, entitled = _open_knot(actor, held, knot), entitled_on(partnership=held, on=on)
    if tie := getattr(found, "tie", None):
        entitled = list(reaching(entitled=entitled, tie=tie, on=on))
    who = (actor.viewer.professional, actor.viewer.organisation)
    asked = {each.domain for each in found.domains.all()}
    if all(asked.isdisjoint(each.domains) for each in entitled if (each.professional, each.organisation) == who):
        raise Refused("refused.knot_no_mandate")
    _check_decision(found, seen, decision, reason)
    said, draft = (tidy(decision), tidy(reason)), find_draft(knot=found, entitled=entitled)
    if draft and (draft.decision, draft.reason) == said and any(each.who == who for each in draft.agreed):
        raise Refused("refused.knot_assented")
    KnotAssent.objects.create(
        knot=found, version=found.version, decision=said[0], reason=said[1], professional_id=who[0],
        organisation_id=who[1], given_at=at, given_by_id=actor.viewer.account,
    )  # fmt: skip
    note_knot(actor=actor, at=at, knot=found, what="assented")
    draft = find_draft(knot=found, entitled=entitled)
    if draft is None or draft.open_domains:
        return found
    together = {each.who for each in draft.agreed}
    rows = held.mandates.filter(on_day(on), domain__in=asked).order_by("pk")
    mandates = [row for row in rows if (row.professional_id, row.organisation_id) in together]
    return _settle(actor, at, found, *said, mandates)
