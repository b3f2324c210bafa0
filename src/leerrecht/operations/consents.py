"""Consent: asked on the young person's behalf, decided by the young person or the legal representative, taken back at once."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from leerrecht.audit.log import record_event
from leerrecht.chain.models import Membership, Team
from leerrecht.grants.models import LONG, WISHES, Consent
from leerrecht.law.dates import add_months, day_number, to_date
from leerrecht.operations.acting import Actor, Refused, note
from leerrecht.operations.telling import Receiver, receivers_of, representatives, tell
from leerrecht.operations.texts import is_code, is_unfit, tidy
from leerrecht.queries.agreements import agreements_in_force
from leerrecht.queries.consents import decider_of, is_representative, may_know_age, state_of
from leerrecht.queries.rulebooks import access_table, rulebook
from leerrecht.records.models import Child

CHILD, REPRESENTATIVE = "child", "legal_representative"
PURPOSES = ("support", "learning", "activities", "health")
"""What somebody may be asked to know something for; each has its words for the young person."""
SHORT, MIDDLE = 40, 300


def can_ask(*, role: str, category: str) -> bool:
    """Tell whether a category is one that a role sees by consent; elsewhere the law is the ground, or it stays closed."""
    cell = access_table().cell(role=role, category=category)
    return "consent" in (cell.word, *cell.named.values())


def agreement_needed(*, team: Team, category: str, on: datetime.date) -> tuple[str, ...]:
    """Give the agreements that a team's organisation lacks for a category; until then asking would open nothing."""
    needed = access_table().agreements_for(role=team.role, category=category)
    return tuple(sorted(needed - agreements_in_force(organisation=team.organisation_id, on=on))) if needed else ()


def last_day(*, on: datetime.date) -> datetime.date:
    """Give the last day until which a consent may be asked."""
    months = rulebook().value_on("consent.max_months", on)
    return to_date(add_months(day_number(on), months)) or on


@dataclass(frozen=True, kw_only=True)
class Asking:
    """What is asked, as chosen in a form. `team` and `person` (or ""): public ids of the receiver."""

    team: str
    person: str
    purpose: str
    categories: Collection[str]
    until_on: datetime.date | None
    words: str
    language: str = ""
    interpreter: str = ""


def _involved_child(actor: Actor, child: str) -> Child:
    found = Child.objects.select_for_update(of=("self",)).filter(public_id=child).first()
    if found is None or found.pk not in actor.scope.children:
        raise Refused("refused.no_such_child")
    return found


def _receiver(asking: Asking, on: datetime.date) -> tuple[Team, int | None]:
    team = Team.objects.filter(public_id=asking.team).first() if is_code(asking.team) else None
    if team is None or (asking.person and not is_code(asking.person)):
        raise Refused("refused.consent_receiver")
    if not asking.person:
        return team, None
    member = Membership.objects.filter(team=team, professional__public_id=asking.person, valid_from__lte=on)
    found = member.exclude(valid_to__lte=on).first()
    if found is None:
        raise Refused("refused.consent_receiver")
    return team, found.professional_id


def check_asking(*, asking: Asking, team: Team, on: datetime.date, with_words: bool = True) -> tuple[str, ...]:
    """Say what is wrong with what is asked: keys of words; nothing if it will do."""
    chosen = set(asking.categories)
    is_askable = chosen and all(
        can_ask(role=team.role, category=each) and not agreement_needed(team=team, category=each, on=on)
        for each in chosen
    )
    texts = ((asking.words, LONG), (asking.language, SHORT), (asking.interpreter, MIDDLE))
    wrong = {
        "refused.consent_purpose": asking.purpose not in PURPOSES,
        "refused.consent_categories": not is_askable,
        "refused.consent_until": asking.until_on is None or not on < asking.until_on <= last_day(on=on),
        "refused.consent_words": with_words and not asking.words.strip(),
        "refused.text_wrong": any(is_unfit(text=text, most=most) for text, most in texts),
    }
    return tuple(reason for reason, is_wrong in wrong.items() if is_wrong)


@transaction.atomic
def ask_consent(*, actor: Actor, at: datetime.datetime, child: str, asking: Asking) -> Consent:
    """Ask on the young person's behalf that one receiver may know something, in words that are kept as they are.

    Raises Refused. Whoever decides for a child that may not yet decide alone is told at once.
    """
    found, on = _involved_child(actor, child), timezone.localtime(at).date()
    if not actor.may("ask_consent") or not actor.scope.is_involved(found.pk):
        raise Refused("refused.may_not_record")
    team, person = _receiver(asking, on)
    wrong = check_asking(asking=asking, team=team, on=on)
    if wrong or asking.until_on is None:
        raise Refused(*wrong)
    consent = Consent.objects.create(
        child=found, team=team, professional_id=person, purpose=asking.purpose,
        categories=" ".join(sorted(set(asking.categories))), asked_words=tidy(asking.words),
        language=asking.language.strip(), interpreter=asking.interpreter.strip(), asked_at=at,
        asked_by_id=actor.viewer.account, asked_team_id=actor.viewer.team, until_on=asking.until_on,
    )  # fmt: skip
    if decider_of(child=found.pk, on=on)[0] == REPRESENTATIVE:
        tell(
            kind="consent_asked", at=at, receivers=representatives(child=found.pk, on=on) - _own(actor), consent=consent
        )
    _note(actor, at, "consent.asked", consent)
    return consent


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What is decided. `child_wish`: what the young person wants (yes, no, unsaid); `child_view`: what they said about it;
    `reason`: why a yes goes against that wish.
    """

    decision: str
    child_wish: str = ""
    child_view: str = ""
    reason: str = ""


@transaction.atomic
def decide_consent(
    *, at: datetime.datetime, child: str, consent: str, decider: str, answer: Answer, actor: Actor | None = None,
    origin: str = "", trace_id: str = "",
) -> Consent:  # fmt: skip
    """Decide on a consent that was asked. Raises Refused.

    decider `child`: through their own card (no `actor`), or written down by who asked. From the age limit on their answer
    decides. Below it a no decides too, and is respected; a yes is kept as their wish, and the legal representative decides.
    decider `legal_representative`: for a child that may not decide alone, with what the child wants and said about it.
    """
    on = timezone.localtime(at).date()
    found = _open_consent(child, consent, actor, on)
    _check_answer(answer)
    if decider == CHILD:
        is_whole = _as_child(found, actor, answer, on)
    else:
        is_whole = _as_representative(found, actor, answer, on)
    if tidy(answer.child_view):  # what the young person said before, by their own card, stays
        found.child_view = "\n".join(filter(None, (found.child_view, tidy(answer.child_view))))[:LONG]
    if is_whole:
        found.decision, found.decided_at, found.decided_as = answer.decision, at, decider
        found.decided_by_id = actor.viewer.account if actor else None
        found.decision_reason = tidy(answer.reason)
    found.save(
        update_fields=[
            "child_wish", "child_view", "decision", "decided_at", "decided_as", "decided_by", "decision_reason",
        ]
    )  # fmt: skip
    action = "consent.wished"
    if is_whole:
        is_given = answer.decision == "yes"
        action = "consent.given" if is_given else "consent.refused"
        _tell_decision(found, at, is_given, actor)
    _note(actor, at, action, found, origin=origin, trace_id=trace_id)
    return found


def _open_consent(child: str, consent: str, actor: Actor | None, on: datetime.date) -> Consent:
    found = (
        Consent.objects.select_for_update(of=("self",))
        .select_related("child", "team")
        .filter(public_id=consent, child__public_id=child)
        .first()
    )
    if found is None or (actor is not None and found.child_id not in actor.scope.children):
        raise Refused("refused.no_such_consent")
    if state_of(consent=found, on=on) != "open":
        raise Refused("refused.consent_decided")
    return found


def _check_answer(answer: Answer) -> None:
    wrong = {
        "refused.consent_answer": answer.decision not in ("yes", "no"),
        "refused.text_wrong": any(is_unfit(text=text, most=LONG) for text in (answer.child_view, answer.reason)),
    }
    reasons = [reason for reason, is_wrong in wrong.items() if is_wrong]
    if reasons:
        raise Refused(*reasons)


def _as_child(found: Consent, actor: Actor | None, answer: Answer, on: datetime.date) -> bool:
    """Take the young person's own answer; tells whether it decides."""
    decides = decider_of(child=found.child_id, on=on)[0] == CHILD
    if actor is not None and (
        not actor.may("ask_consent")
        or not actor.scope.is_involved(found.child_id)
        or found.asked_by_id != actor.viewer.account
        or found.asked_team_id != actor.viewer.team
        or not may_know_age(scope=actor.scope, child=found.child_id)
    ):
        raise Refused("refused.consent_not_yours")
    if actor is not None and not decides and answer.decision == "yes":
        raise Refused("refused.consent_needs_representative")
    found.child_wish = answer.decision
    return decides or answer.decision == "no"


def _as_representative(found: Consent, actor: Actor | None, answer: Answer, on: datetime.date) -> bool:
    if (
        actor is None
        or not actor.may("decide_consent")
        or not is_representative(viewer=actor.viewer, child=found.child_id, on=on)
    ):
        raise Refused("refused.consent_not_yours")
    if decider_of(child=found.child_id, on=on)[0] == CHILD:
        raise Refused("refused.consent_is_the_childs")
    wish = found.child_wish or answer.child_wish  # what the young person answered by their own card counts
    wrong = {
        "refused.consent_wish": wish not in WISHES,
        "refused.consent_unheard": not tidy(answer.child_view),
        "refused.consent_against": answer.decision == "yes" and wish == "no" and not tidy(answer.reason),
    }
    reasons = [reason for reason, is_wrong in wrong.items() if is_wrong]
    if reasons:
        raise Refused(*reasons)
    found.child_wish = wish
    return True


def _own(actor: Actor | None) -> set[Receiver]:
    """Give the team of who acts: nobody is told what they did themselves."""
    return {(actor.viewer.team, None)} if actor else set()


def _tell_decision(consent: Consent, at: datetime.datetime, is_given: bool, actor: Actor | None) -> None:
    """Tell who asked; and who received, of a yes only: that somebody refused is nobody else's business."""
    asked: set[Receiver] = {(consent.asked_team_id, None)}
    received: set[Receiver] = {(consent.team_id, consent.professional_id)} if is_given else set()
    tell(
        kind="consent_given" if is_given else "consent_refused",
        at=at,
        receivers=(asked | received) - _own(actor),
        consent=consent,
    )


@transaction.atomic
def withdraw_consent(
    *, at: datetime.datetime, child: str, consent: str, decider: str, actor: Actor | None = None, origin: str = "",
    trace_id: str = "",
) -> Consent:  # fmt: skip
    """Take a consent back, at once: the receiver's next request is refused. Raises Refused.

    decider `child`: at any age, through their own card (no `actor`) or written down by somebody of the team that asked.
    decider `legal_representative`: while the task for this child is in force. Every past receiver is told.
    """
    on = timezone.localtime(at).date()
    found = (
        Consent.objects.select_for_update(of=("self",))
        .select_related("child", "team")
        .filter(public_id=consent, child__public_id=child)
        .first()
    )
    if found is None or (actor is not None and found.child_id not in actor.scope.children):
        raise Refused("refused.no_such_consent")
    if actor is not None and not _may_withdraw(found, actor, decider, on):
        raise Refused("refused.consent_not_yours")
    if found.decision != "yes" or found.decided_at is None or found.withdrawn_at is not None:
        raise Refused("refused.consent_withdrawn_already")
    found.withdrawn_at, found.withdrawn_as = max(at, found.decided_at), decider  # a clock set back stops nobody
    found.withdrawn_by_id = actor.viewer.account if actor else None
    found.save(update_fields=["withdrawn_at", "withdrawn_as", "withdrawn_by"])
    told = (receivers_of(consent=found, on=on) | {(found.asked_team_id, None)}) - _own(actor)
    tell(kind="consent_withdrawn", at=at, receivers=told, consent=found)
    _note(actor, at, "consent.withdrawn", found, origin=origin, trace_id=trace_id)
    return found


def _may_withdraw(found: Consent, actor: Actor, decider: str, on: datetime.date) -> bool:
    if decider == REPRESENTATIVE:
        return actor.may("decide_consent") and is_representative(viewer=actor.viewer, child=found.child_id, on=on)
    is_asker = actor.may("ask_consent") and found.asked_team_id == actor.viewer.team
    return decider == CHILD and is_asker and actor.scope.is_involved(found.child_id)


def _note(
    actor: Actor | None, at: datetime.datetime, action: str, consent: Consent, *, origin: str = "", trace_id: str = ""
) -> None:
    named: dict[str, Any] = {"at": at, "action": action, "object_kind": "consent", "object_id": consent.public_id}
    if actor is not None:
        note(actor=actor, child=consent.child, **named)
        return
    record_event(
        **named, role=CHILD, child_id=consent.child.public_id, origin=origin, trace_id=trace_id,
        access_rule=f"{CHILD}:self",
    )  # fmt: skip
