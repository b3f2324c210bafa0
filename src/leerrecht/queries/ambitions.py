"""The ambition of a partnership as its members see it: the one that holds, the proposal, interests, and when it is due.

Nothing of a child is read here. Who may see it was asked before: members only (queries.partnerships).
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils import timezone

from leerrecht.law.dates import UNKNOWN, day_number
from leerrecht.law.rule import STATES
from leerrecht.law.terms import agreement_review
from leerrecht.partnership.models import Ambition, Appraisal, Goal, Partnership
from leerrecht.queries.dated import Point
from leerrecht.queries.rulebooks import rulebook
from leerrecht.queries.task_agreements import Agreed


@dataclass(frozen=True, kw_only=True)
class Wish:
    """An ambition. `state`: open, withdrawn, running or replaced; `not_agreed`: members of today that didn't agree."""

    public_id: str
    number: int
    text: str
    youth_part: str
    youth_said: str
    goals: tuple[Goal, ...]
    proposed_on: datetime.date
    adopted_on: datetime.date | None
    state: str
    agreed: tuple[Agreed, ...]
    not_agreed: tuple[str, ...]
    appraisals: tuple[Appraisal, ...]
    due_on: datetime.date


@dataclass(frozen=True, kw_only=True)
class Ambitions:
    """All ambitions of a partnership. `stakes`: the last words of each member of today; `evaluation`: a state, or ""."""

    wishes: tuple[Wish, ...]
    stakes: tuple[tuple[str, str], ...]
    unsaid: tuple[str, ...]
    evaluation: str

    @property
    def holding(self) -> Wish | None:
        """Give the one that holds."""
        return next((each for each in self.wishes if each.state == "running"), None)

    @property
    def proposal(self) -> Wish | None:
        """Give the one that waits for members to agree."""
        return next((each for each in self.wishes if each.state == "open"), None)


def find_ambitions(*, partnership: Partnership, members: Mapping[int, str], on: datetime.date) -> Ambitions:
    """Give all ambitions, the first first. `members`: of today, names by row. As many SQL queries however much there is."""
    rows = list(partnership.ambitions.prefetch_related(
        "goals", "appraisals", "endorsements__organisation", "endorsements__professional",
    ))  # fmt: skip
    last = max((row.number for row in rows if row.adopted_on is not None), default=0)
    wishes = tuple(_wish(row, last, members) for row in rows)
    said = dict(partnership.stakes.filter(organisation__in=members).values_list("organisation", "words"))
    stakes = tuple((name, said[member]) for member, name in members.items() if member in said)
    unsaid = tuple(name for member, name in members.items() if member not in said)
    holding = next((each for each in wishes if each.state == "running"), None)
    return Ambitions(
        wishes=wishes, stakes=stakes, unsaid=unsaid, evaluation=_evaluation(holding.due_on, on) if holding else ""
    )


def _wish(row: Ambition, last: int, members: Mapping[int, str]) -> Wish:
    agreed = {given.organisation_id for given in row.endorsements.all()}
    appraisals = tuple(row.appraisals.all())
    return Wish(
        public_id=row.public_id, number=row.number, text=row.text, youth_part=row.youth_part, youth_said=row.youth_said,
        goals=tuple(row.goals.all()), proposed_on=timezone.localtime(row.proposed_at).date(), adopted_on=row.adopted_on,
        state=_state(row, last),
        agreed=tuple(
            Agreed(organisation=given.organisation.name, person=given.professional.name,
                   on=timezone.localtime(given.given_at).date())
            for given in row.endorsements.all()
        ),
        not_agreed=tuple(sorted(name for member, name in members.items() if member not in agreed)),
        appraisals=tuple(reversed(appraisals)), due_on=appraisals[-1].next_on if appraisals else row.evaluate_on,
    )  # fmt: skip


def _state(row: Ambition, last: int) -> str:
    if row.adopted_on is None:
        return "open" if row.withdrawn_at is None else "withdrawn"
    return "running" if row.number == last else "replaced"


def _evaluation(due_on: datetime.date, on: datetime.date) -> str:
    """Give how the evaluation of an ambition stands, by the rule of `agreement.review`."""
    state = STATES[agreement_review(
        review_on=day_number(due_on), ends_on=UNKNOWN, on=day_number(on),
        weeks_ahead=rulebook().value_on("ambition.evaluate_weeks_ahead", on),
    )]  # fmt: skip
    return state or "met"


def points_of_ambition(found: Ambitions) -> Iterable[Point]:
    """Say what isn't in order: no ambition, a proposal that waits, interests that weren't said, an evaluation that is due."""
    holding, proposal = found.holding, found.proposal
    if holding is None and proposal is None:
        yield Point(kind="no_ambition", state="due", values={})
    if proposal is not None:
        kind = "ambition_waits" if proposal.not_agreed else "ambition_ready"
        yield Point(kind=kind, state="due", values={"who": ", ".join(proposal.not_agreed)})
    if holding is not None and holding.not_agreed:
        yield Point(kind="ambition_joined", state="upcoming", values={"who": ", ".join(holding.not_agreed)})
    if holding is not None and found.unsaid:
        yield Point(kind="stakes_unsaid", state="upcoming", values={"who": ", ".join(found.unsaid)})
    if holding is not None and found.evaluation not in ("", "met"):
        kind = f"ambition_evaluation_{found.evaluation}"
        yield Point(kind=kind, state=found.evaluation, values={"due": holding.due_on})
