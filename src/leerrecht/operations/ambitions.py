"""What a partnership wants to reach: proposed, agreed to and thereby adopted by its members, and looked at again.

As with who does what (task_agreements.py): a proposal never changes, another one takes its place, and the last member that
agrees, by the duty `assent` and a mandate of that day, adopts it.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from leerrecht.insight import MEASURES
from leerrecht.law.dates import add_months, day_number, to_date
from leerrecht.operations.acting import Officer, Refused, note
from leerrecht.operations.partnerships import KEEP, day_of, finish, lock
from leerrecht.operations.task_agreements import ASSENT, mandate_to_assent
from leerrecht.operations.texts import is_unfit, tidy
from leerrecht.partnership.models import Ambition, Appraisal, Endorsement, Goal, Partnership, Stake
from leerrecht.partnership.models.lengths import LONG, NAME, TEXT
from leerrecht.queries.rulebooks import rulebook
from leerrecht.queries.task_agreements import members_of

MOST_GOALS = 6


@dataclass(frozen=True, kw_only=True)
class Aim:
    """A goal. Either `measure` (an id of the registry of measures) or `indicator` (own words) says by what it is followed."""

    what: str
    measure: str
    indicator: str
    unit: str
    target: str

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was filled in."""
        return not any(tidy(text) for text in (self.what, self.measure, self.indicator, self.unit, self.target))

    @property
    def is_whole(self) -> bool:
        """Tell whether all that a goal needs is there, and its indicator is one thing."""
        has_one = self.measure in MEASURES if self.measure else bool(tidy(self.indicator))
        is_double = bool(self.measure) and bool(tidy(self.indicator))
        return has_one and not is_double and all(tidy(text) for text in (self.what, self.unit, self.target))

    @property
    def is_unfit(self) -> bool:
        """Tell whether a text is too long or holds what no text may."""
        longest = ((self.what, TEXT), (self.indicator, TEXT), (self.unit, NAME), (self.target, NAME))
        return any(is_unfit(text=text, most=most) for text, most in longest)


@dataclass(frozen=True, kw_only=True)
class Draft:
    """An ambition to propose. `evaluate_on`: the day on which members look at it again."""

    text: str
    youth_part: str
    youth_said: str
    evaluate_on: datetime.date | None
    goals: Sequence[Aim]


def last_day(on: datetime.date) -> datetime.date:
    """Give the last day on which an ambition of a day must be looked at again (parameter `ambition.evaluate_months`)."""
    found = to_date(add_months(day_number(on), rulebook().value_on("ambition.evaluate_months", on)))
    return found or datetime.date.max


@transaction.atomic
def propose_ambition(*, actor: Officer, at: datetime.datetime, partnership: str, seen: int, draft: Draft) -> Ambition:
    """Propose an ambition; an open proposal gives way. `seen`: the highest number there was (0: none). Raises Refused."""
    held, on = lock(actor=actor, at=at, partnership=partnership, duty=KEEP), day_of(at)
    last = held.ambitions.last()
    if seen != (last.number if last else 0):
        raise Refused("refused.partnership_changed")
    goals = [goal for goal in draft.goals if not goal.is_empty]
    texts = (draft.text, draft.youth_part, draft.youth_said)
    wrong = {
        "refused.ambition_text": not tidy(draft.text),
        "refused.ambition_goals": not 0 < len(goals) <= MOST_GOALS or not all(goal.is_whole for goal in goals),
        "refused.ambition_youth_part": not tidy(draft.youth_part),
        "refused.ambition_youth_said": not tidy(draft.youth_said),
        "refused.ambition_evaluate": draft.evaluate_on is None or not on < draft.evaluate_on <= last_day(on),
        "refused.tasks_members": len(members_of(held, on)) < 2,
        "refused.text_wrong": any(is_unfit(text=text, most=LONG) for text in texts)
        or any(goal.is_unfit for goal in goals),
    }
    reasons = [reason for reason, is_wrong in wrong.items() if is_wrong]
    if reasons or draft.evaluate_on is None:
        raise Refused(*reasons)
    if last is not None and last.adopted_on is None and last.withdrawn_at is None:
        _withdraw(last, actor, at)
    made = Ambition.objects.create(
        partnership=held, number=seen + 1, text=tidy(draft.text), youth_part=tidy(draft.youth_part),
        youth_said=tidy(draft.youth_said), evaluate_on=draft.evaluate_on, proposed_at=at,
        proposed_by_id=actor.viewer.account,
    )  # fmt: skip
    Goal.objects.bulk_create(
        Goal(ambition=made, what=tidy(goal.what), measure=goal.measure, indicator=tidy(goal.indicator),
             unit=tidy(goal.unit), target=tidy(goal.target))
        for goal in goals
    )  # fmt: skip
    finish(actor=actor, at=at, partnership=held, action="ambition.proposed", kind="ambition", row=made.public_id)
    return made


def _withdraw(ambition: Ambition, actor: Officer, at: datetime.datetime) -> None:
    ambition.withdrawn_at, ambition.withdrawn_by_id = max(at, ambition.proposed_at), actor.viewer.account
    ambition.save(update_fields=["withdrawn_at", "withdrawn_by"])
    note(actor=actor, at=at, action="ambition.withdrawn", object_kind="ambition", object_id=ambition.public_id)


def _get(held: Partnership, number: int) -> Ambition:
    found = held.ambitions.filter(number=number).first()
    if found is None:
        raise Refused("refused.no_such_partnership")
    return found


def _open(held: Partnership, number: int) -> Ambition:
    found = _get(held, number)
    if found.adopted_on is not None or found.withdrawn_at is not None:
        raise Refused("refused.proposal_closed")
    return found


@transaction.atomic
def withdraw_ambition(*, actor: Officer, at: datetime.datetime, partnership: str, number: int) -> Ambition:
    """Take back a proposal that isn't adopted; it stays on record with who agreed to it. Raises Refused."""
    found = _open(lock(actor=actor, at=at, partnership=partnership, duty=KEEP), number)
    _withdraw(found, actor, at)
    return found


@transaction.atomic
def endorse_ambition(*, actor: Officer, at: datetime.datetime, partnership: str, number: int) -> Endorsement:
    """Agree to an ambition for the actor's organisation; the last member that agrees adopts it. Raises Refused.

    A member that joined later may agree to one that was adopted and that no later one replaced.
    """
    held, on = lock(actor=actor, at=at, partnership=partnership, duty=ASSENT), day_of(at)
    found, viewer = _get(held, number), actor.viewer
    mandate = mandate_to_assent(viewer=viewer, partnership=held, on=on)
    if mandate is None:
        raise Refused("refused.assent_no_mandate")
    is_replaced = held.ambitions.filter(number__gt=number, adopted_on__isnull=False).exists()
    if found.withdrawn_at is not None or is_replaced:
        raise Refused("refused.proposal_closed")
    if found.endorsements.filter(organisation=viewer.organisation).exists():
        raise Refused("refused.assent_given")
    given = Endorsement.objects.create(
        ambition=found, organisation_id=viewer.organisation, professional_id=viewer.professional, mandate=mandate,
        given_at=at, given_by_id=viewer.account,
    )  # fmt: skip
    note(actor=actor, at=at, action="ambition.agreed", object_kind="ambition", object_id=found.public_id)
    if found.adopted_on is None:
        _adopt_if_agreed(held, found, actor, at)
    return given


def _adopt_if_agreed(held: Partnership, ambition: Ambition, actor: Officer, at: datetime.datetime) -> bool:
    agreed = set(ambition.endorsements.values_list("organisation", flat=True))
    members = set(members_of(held, day_of(at)))
    if not members or not members <= agreed:
        return False
    ambition.adopted_on = day_of(at)
    ambition.save(update_fields=["adopted_on"])
    finish(actor=actor, at=at, partnership=held, action="ambition.adopted", kind="ambition", row=ambition.public_id)
    return True


@transaction.atomic
def adopt_ambition(*, actor: Officer, at: datetime.datetime, partnership: str, number: int) -> Ambition:
    """Adopt a proposal to which all members of today have agreed: those that hadn't have left since. Raises Refused."""
    held = lock(actor=actor, at=at, partnership=partnership, duty=KEEP)
    found = _open(held, number)
    if not _adopt_if_agreed(held, found, actor, at):
        raise Refused("refused.not_all_agreed")
    return found


@transaction.atomic
def say_stake(*, actor: Officer, at: datetime.datetime, partnership: str, words: str) -> Stake:
    """Say what is at stake for the actor's organisation, in its own words; the last words count. Raises Refused."""
    held = lock(actor=actor, at=at, partnership=partnership, duty=ASSENT)
    if not tidy(words):
        raise Refused("refused.stake_words")
    if is_unfit(text=words, most=LONG):
        raise Refused("refused.text_wrong")
    made = Stake.objects.create(
        partnership=held, organisation_id=actor.viewer.organisation, words=tidy(words), given_at=at,
        given_by_id=actor.viewer.account,
    )  # fmt: skip
    note(actor=actor, at=at, action="ambition.stake_said", object_kind="partnership", object_id=held.public_id)
    return made


@dataclass(frozen=True, kw_only=True)
class Look:
    """What members found when they looked at their ambition, and when they do so again."""

    held_on: datetime.date | None
    results: str
    conclusions: str
    adjustments: str
    next_on: datetime.date | None


@transaction.atomic
def appraise_ambition(*, actor: Officer, at: datetime.datetime, partnership: str, look: Look) -> Appraisal:
    """Note an evaluation of the ambition that holds: results, conclusions, what changes. Raises Refused."""
    held, on = lock(actor=actor, at=at, partnership=partnership, duty=KEEP), day_of(at)
    found = held.ambitions.filter(adopted_on__isnull=False).last()
    if found is None or found.adopted_on is None:
        raise Refused("refused.ambition_none")
    texts, day, again = (look.results, look.conclusions, look.adjustments), look.held_on, look.next_on
    wrong = {
        "refused.appraisal_on": day is None or not found.adopted_on <= day <= on,
        "refused.evaluation_known": day is not None and found.appraisals.filter(held_on=day).exists(),
        "refused.appraisal_results": not tidy(look.results),
        "refused.appraisal_conclusions": not tidy(look.conclusions),
        "refused.appraisal_adjustments": not tidy(look.adjustments),
        "refused.appraisal_next": again is None or (day is not None and not day < again <= last_day(day)),
        "refused.text_wrong": any(is_unfit(text=text, most=LONG) for text in texts),
    }
    reasons = [reason for reason, is_wrong in wrong.items() if is_wrong]
    if reasons or day is None or again is None:
        raise Refused(*reasons)
    made = Appraisal.objects.create(
        ambition=found, held_on=day, results=tidy(look.results), conclusions=tidy(look.conclusions),
        adjustments=tidy(look.adjustments), next_on=again, noted_at=at, noted_by_id=actor.viewer.account,
    )  # fmt: skip
    finish(actor=actor, at=at, partnership=held, action="ambition.evaluated", kind="ambition", row=found.public_id)
    return made
