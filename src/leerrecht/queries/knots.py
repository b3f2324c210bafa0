"""Knots of a partnership as its members see them: what is asked, whose interests, who may decide today, how far up it went.

Nothing of a child is read here. Who may see it was asked before: members only (queries.partnerships).
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from leerrecht.chain.models import Organisation, Professional
from leerrecht.partnership.models import Partnership
from leerrecht.partnership.models.knots import Knot, Step
from leerrecht.queries.dated import Entitled, Point, by_day, entitled_on
from leerrecht.queries.meetings import Sitting, Task, actions_of, find_task


@dataclass(frozen=True, kw_only=True)
class Rung:
    """A step of a ladder: who takes it up, and within how many days."""

    who: str
    days: int


@dataclass(frozen=True, kw_only=True)
class Said:
    """What is at stake for an organisation, in its own words."""

    name: str
    words: str
    on: datetime.date


@dataclass(frozen=True, kw_only=True)
class Bound:
    """A knot. `climbed`: how many steps up it went; `due_on`: by when it must be decided where it is now; `rungs`: its ladder;
    `state`: met (decided), overdue (past the last step, or up already), due or upcoming; `able`: who may decide it today;
    `directed_by`: row numbers of the director and of the organisation they direct it for.
    """

    public_id: str
    question: str
    domains: tuple[str, ...]
    director: str
    directed_by: tuple[int | None, int | None]
    decide_by: datetime.date
    version: int
    options: tuple[str, ...]
    interests: tuple[Said, ...]
    rungs: tuple[Rung, ...]
    climbed: int
    due_on: datetime.date
    state: str
    able: tuple[Entitled, ...]
    decision: str
    reason: str
    decided_on: datetime.date | None
    decider: str
    decided_by: tuple[str, ...]
    tasks: tuple[Task, ...]

    @property
    def at_step(self) -> str:
        """Give who has it now, in the words of the ladder; "" when it went up no step."""
        return self.rungs[self.climbed - 1].who if self.climbed else ""


def climb(*, decide_by: datetime.date, days: Sequence[int], until: datetime.date) -> tuple[int, datetime.date]:
    """Give how many steps a knot went up, and by when it must be decided there. On its last day it is still in time.

    `days`: what each step has, from the day before it was too late; `until`: today, or the day on which it was decided.

    >>> day = datetime.date(2026, 6, 1)
    >>> [climb(decide_by=day, days=(14, 7), until=day + datetime.timedelta(n))[0] for n in (0, 1, 14, 15, 21, 22)]
    [0, 1, 1, 2, 2, 2]
    """
    due, steps = decide_by, 0
    for each in days:
        if until <= due:
            break
        due, steps = due + datetime.timedelta(days=each), steps + 1
    return steps, due


def ladder_of(partnership: Partnership) -> tuple[int, tuple[Rung, ...]]:
    """Give the ladder that holds for new knots: its number (0: none was agreed) and steps."""
    last = partnership.ladders.prefetch_related("steps").last()
    return (last.number, _rungs(last.steps.all())) if last else (0, ())


def _rungs(steps: Iterable[Step]) -> tuple[Rung, ...]:
    return tuple(Rung(who=step.who, days=step.days) for step in steps)


def able_for(*, entitled: Iterable[Entitled], domains: Iterable[str]) -> tuple[Entitled, ...]:
    """Give who may decide alone on all of these life domains."""
    asked = frozenset(domains)
    return tuple(each for each in entitled if asked <= each.domains)


def _whole(rows: QuerySet[Knot]) -> QuerySet[Knot]:
    return rows.select_related("ladder", "director", "directs_for", "decider", "decides_for").prefetch_related(
        "ladder__steps", "domains", "options", "interests__organisation", "actions__holder", "actions__organisation",
        "actions__meeting", "actions__knot", "mandates",
    )  # fmt: skip


def _of(person: Professional | None, organisation: Organisation | None) -> str:
    return f"{person.name}, {organisation.name}" if person and organisation else ""


def _bound(row: Knot, entitled: Iterable[Entitled], on: datetime.date) -> Bound:
    rungs = _rungs(row.ladder.steps.all()) if row.ladder else ()
    climbed, due_on = climb(
        decide_by=row.decide_by, days=[each.days for each in rungs], until=row.decided_on or on
    )  # fmt: skip
    state = by_day(due_on=due_on, done_on=row.decided_on, on=on)
    domains = tuple(each.domain for each in row.domains.all())
    said = {each.organisation_id: each for each in row.interests.all()}
    return Bound(
        public_id=row.public_id, question=row.question, domains=domains, director=_of(row.director, row.directs_for),
        directed_by=(row.director_id, row.directs_for_id),
        decide_by=row.decide_by, version=row.version, options=tuple(each.what for each in row.options.all()),
        interests=tuple(
            Said(name=each.organisation.name, words=each.words, on=timezone.localtime(each.given_at).date())
            for each in said.values()
        ),
        rungs=rungs, climbed=climbed, due_on=due_on, state="overdue" if climbed and state != "met" else state,
        able=able_for(entitled=entitled, domains=domains), decision=row.decision, reason=row.reason,
        decided_on=row.decided_on, decider=_of(row.decider, row.decides_for),
        decided_by=tuple(each.decides for each in row.mandates.all()),
        tasks=tuple(find_task(each, on) for each in row.actions.all()),
    )  # fmt: skip


def find_knots(*, partnership: Partnership, on: datetime.date) -> list[Bound]:
    """Give the knots of a partnership: undecided ones first, the longest waiting before."""
    entitled = entitled_on(partnership=partnership, on=on)
    found = [_bound(row, entitled, on) for row in _whole(partnership.knots.all())]
    return sorted(found, key=lambda each: each.decided_on is not None)


def find_knot(*, partnership: Partnership, knot: str, on: datetime.date) -> Bound | None:
    """Find a knot (public id) of a partnership."""
    if not (knot.isascii() and knot.isalnum()):
        return None
    row = _whole(partnership.knots.filter(public_id=knot)).first()
    return _bound(row, entitled_on(partnership=partnership, on=on), on) if row else None


def find_agenda(*, partnership: Partnership, sitting: Sitting, on: datetime.date) -> tuple[list[Task], list[Bound]]:
    """Draw what is open for a meeting: actions of earlier meetings of its series, and undecided knots on its life domains.

    Open points about children aren't drawn here: everybody has their own, within their own Scope, under Vandaag.
    """
    rows = actions_of(partnership).filter(done_at__isnull=True, meeting__series__public_id=sitting.series.public_id)
    tasks = [find_task(row, on) for row in rows.exclude(meeting__public_id=sitting.public_id)]
    asked = frozenset(sitting.series.domains)
    open_knots = [each for each in find_knots(partnership=partnership, on=on) if each.decided_on is None]
    return tasks, [each for each in open_knots if not asked.isdisjoint(each.domains)]


def points_of_knots(*, partnership: Partnership, on: datetime.date) -> Iterable[Point]:
    """Say what isn't in order about knots: undecided past their day; nobody who may decide. As many queries however many."""
    rows = list(partnership.knots.filter(decided_on__isnull=True).prefetch_related("domains"))
    if not rows:
        return
    late = sum(1 for row in rows if row.decide_by < on)
    if late:
        yield Point(kind="knots_late", state="overdue", values={"count": late})
    entitled = entitled_on(partnership=partnership, on=on)
    stuck = [
        row for row in rows if not able_for(entitled=entitled, domains=[each.domain for each in row.domains.all()])
    ]
    if stuck:
        yield Point(kind="knots_stuck", state="due", values={"count": len(stuck)})
