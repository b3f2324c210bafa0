"""Knots: the ladder agreed, a knot raised, each organisation's interest in its own words, decided by who may that day.

Any member raises one and says what is at stake for it. Deciding takes a mandate, on that day, on every life domain of the knot.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import transaction

from leerrecht.operations.acting import Officer, Refused, note
from leerrecht.operations.meetings import find_colleague
from leerrecht.operations.partnerships import KEEP, day_of, lock
from leerrecht.operations.task_agreements import ASSENT
from leerrecht.operations.texts import is_code, is_unfit, tidy
from leerrecht.partnership.models import Mandate, Partnership
from leerrecht.partnership.models.knots import Interest, Knot, KnotDomain, Ladder, Option, Step
from leerrecht.partnership.models.lengths import LONG, TEXT
from leerrecht.queries.dated import entitled_on, on_day
from leerrecht.queries.knots import Rung, ladder_of
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
    held, on = lock(actor=actor, at=at, partnership=partnership, duty=ASSENT), day_of(at)
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
    reasons = [reason for reason, is_wrong in wrong.items() if is_wrong]
    if reasons or asked.decide_by is None:
        raise Refused(*reasons)
    made = Knot.objects.create(
        partnership=held, ladder=held.ladders.last(), question=tidy(asked.question), decide_by=asked.decide_by,
        directs_for=director[0] if director else None, director=director[1] if director else None, noted_at=at,
        noted_by_id=actor.viewer.account,
    )  # fmt: skip
    KnotDomain.objects.bulk_create(KnotDomain(knot=made, domain=each) for each in domains)
    Option.objects.bulk_create(Option(knot=made, what=each) for each in options)
    note(actor=actor, at=at, action="knots.raised", object_kind="knot", object_id=made.public_id)
    return made


def _open_knot(held: Partnership, knot: str) -> Knot:
    found = held.knots.filter(public_id=knot).first() if is_code(knot) else None
    if found is None:
        raise Refused("refused.no_such_partnership")
    if found.decided_on is not None:
        raise Refused("refused.knot_decided")
    return found


@transaction.atomic
def say_interest(*, actor: Officer, at: datetime.datetime, partnership: str, knot: str, words: str) -> Interest:
    """Say what is at stake for the actor's organisation, while the knot isn't decided; the last words count. Raises Refused."""
    held = lock(actor=actor, at=at, partnership=partnership, duty=ASSENT)
    found = _open_knot(held, knot)
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
    note(actor=actor, at=at, action="knots.interest_said", object_kind="knot", object_id=found.public_id)
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
    found = _open_knot(held, knot)
    mandates = mandates_to_decide(actor=actor, knot=found, on=on)
    if not mandates:
        raise Refused("refused.knot_no_mandate")
    if seen != found.version:
        raise Refused("refused.partnership_changed")
    wrong = {
        "refused.knot_decision": not tidy(decision),
        "refused.knot_reason": not tidy(reason),
        "refused.text_wrong": any(is_unfit(text=text, most=LONG) for text in (decision, reason)),
    }
    if reasons := [why for why, is_wrong in wrong.items() if is_wrong]:
        raise Refused(*reasons)
    found.decision, found.reason, found.decided_on, found.version = tidy(decision), tidy(reason), on, found.version + 1
    found.decider_id, found.decides_for_id = actor.viewer.professional, actor.viewer.organisation
    found.save()
    found.mandates.set(mandates)
    note(actor=actor, at=at, action="knots.decided", object_kind="knot", object_id=found.public_id)
    return found
