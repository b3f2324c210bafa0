"""Knots of a partnership as its members see them: what is asked, whose interests, who may decide today, how far up it went.

Who may see it was asked before: members only (queries.partnerships); a knot about a child only by a Scope (child_knots).
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from leerrecht.access import Scope
from leerrecht.chain.models import Organisation, Professional
from leerrecht.partnership.models import Partnership
from leerrecht.partnership.models.knots import Knot, KnotAssent, Step
from leerrecht.queries.child_knots import Tied, find_tied, knots_seen, reaching, ties_seen
from leerrecht.queries.dated import Entitled, Point, by_day, entitled_on
from leerrecht.queries.meetings import Sitting, Task, actions_of, find_task
from leerrecht.rights.models import ChildKnot


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
class Agreed:
    """Somebody who agreed to the text that lies there, and the life domains of the knot on which they may decide today.

    `who`: row numbers of the person and of the organisation they agreed for.
    """

    who: tuple[int, int]
    person: str
    name: str
    domains: tuple[str, ...]
    on: datetime.date


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A decision to which some agreed, and the life domains for which nobody did yet."""

    decision: str
    reason: str
    agreed: tuple[Agreed, ...]
    open_domains: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Bound:
    """A knot. `climbed`: how many steps up it went; `due_on`: by when it must be decided where it is now; `rungs`: its ladder;
    `state`: met (decided), overdue (past the last step, or up already), due or upcoming; `able`: who may decide it alone
    today, `partly`: who may on some of its life domains, for a decision together; `draft`: what some agreed to already;
    `directed_by`: row numbers of the director and of the organisation they direct it for; `decided_for`: of that of who
    decided; `tied`: the child it is about.
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
    partly: tuple[Entitled, ...]
    draft: Draft | None
    tied: Tied | None
    decision: str
    reason: str
    decided_on: datetime.date | None
    decider: str
    decided_for: int | None
    decided_by: tuple[str, ...]
    tasks: tuple[Task, ...]

    @property
    def at_step(self) -> str:
        """Give who has it now, in the words of the ladder; "" when it went up no step."""
        return self.rungs[self.climbed - 1].who if self.climbed else ""

    @property
    def is_stuck(self) -> bool:
        """Tell whether nobody may decide it today, not even together."""
        return not self.able and not can_together(entitled=self.partly, domains=self.domains)


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


def can_together(*, entitled: Iterable[Entitled], domains: Iterable[str]) -> bool:
    """Tell whether these people may decide together on all of these life domains."""
    return frozenset(domains) <= frozenset(domain for each in entitled for domain in each.domains)


def last_text(row: Knot) -> list[KnotAssent]:
    """Give who agreed to the text that was typed last, at the knot as it is now: another text in between starts it anew."""
    given = [each for each in row.assents.all() if each.version == row.version]
    found: list[KnotAssent] = []
    for each in reversed(given):
        if (each.decision, each.reason) != (given[-1].decision, given[-1].reason):
            break
        found.append(each)
    return found[::-1]


def find_draft(*, knot: Knot, entitled: Iterable[Entitled]) -> Draft | None:
    """Give what some agreed to: an assent counts while who gave it may still decide. None when nobody's does."""
    asked = [each.domain for each in knot.domains.all()]
    able = {(each.professional, each.organisation): each for each in entitled}
    agreed: dict[tuple[int, int], Agreed] = {}
    given = last_text(knot)
    for each in given:
        who = (each.professional_id, each.organisation_id)
        domains = tuple(domain for domain in asked if who in able and domain in able[who].domains)
        if domains:
            agreed[who] = Agreed(
                who=who, person=able[who].person, name=able[who].name, domains=domains,
                on=timezone.localtime(each.given_at).date(),
            )  # fmt: skip
    if not agreed:
        return None
    covered = {domain for each in agreed.values() for domain in each.domains}
    return Draft(
        decision=given[-1].decision, reason=given[-1].reason, agreed=tuple(agreed.values()),
        open_domains=tuple(domain for domain in asked if domain not in covered),
    )  # fmt: skip


def _whole(rows: QuerySet[Knot]) -> QuerySet[Knot]:
    return rows.select_related("ladder", "director", "directs_for", "decider", "decides_for").prefetch_related(
        "ladder__steps", "domains", "options", "interests__organisation", "actions__holder", "actions__organisation",
        "actions__meeting", "actions__knot", "mandates", "assents",
    )  # fmt: skip


def _of(person: Professional | None, organisation: Organisation | None) -> str:
    return f"{person.name}, {organisation.name}" if person and organisation else ""


def _bound(
    row: Knot, entitled: Sequence[Entitled], on: datetime.date, tie: ChildKnot | None, scope: Scope | None
) -> Bound:
    rungs = _rungs(row.ladder.steps.all()) if row.ladder else ()
    climbed, due_on = climb(
        decide_by=row.decide_by, days=[each.days for each in rungs], until=row.decided_on or on
    )  # fmt: skip
    state = by_day(due_on=due_on, done_on=row.decided_on, on=on)
    domains = tuple(each.domain for each in row.domains.all())
    said = {each.organisation_id: each for each in row.interests.all()}
    partly = [each for each in entitled if not each.domains.isdisjoint(domains)]
    may = reaching(entitled=partly, tie=tie, on=on) if tie and row.decided_on is None else tuple(partly)
    tied = find_tied(scope=scope, tie=tie) if tie and scope else None
    agreeing = may if tied is None or tied.knows_holders else partly  # that a draft is gone tells that the child moved
    return Bound(
        public_id=row.public_id, question=row.question, domains=domains, director=_of(row.director, row.directs_for),
        directed_by=(row.director_id, row.directs_for_id),
        decide_by=row.decide_by, version=row.version, options=tuple(each.what for each in row.options.all()),
        interests=tuple(
            Said(name=each.organisation.name, words=each.words, on=timezone.localtime(each.given_at).date())
            for each in said.values()
        ),
        rungs=rungs, climbed=climbed, due_on=due_on, state="overdue" if climbed and state != "met" else state,
        able=able_for(entitled=may, domains=domains), partly=may,
        draft=find_draft(knot=row, entitled=agreeing) if row.decided_on is None else None,
        tied=tied, decision=row.decision, reason=row.reason,
        decided_on=row.decided_on, decider=_of(row.decider, row.decides_for), decided_for=row.decides_for_id,
        decided_by=tuple(each.decides for each in row.mandates.all()),
        tasks=tuple(find_task(each, on) for each in row.actions.all()),
    )  # fmt: skip


def find_knots(*, partnership: Partnership, on: datetime.date, scope: Scope | None = None) -> list[Bound]:
    """Give the knots of a partnership: undecided ones first, the longest waiting before. Those about children by `scope`."""
    entitled = entitled_on(partnership=partnership, on=on)
    ties = ties_seen(scope=scope, partnership=partnership)
    rows = _whole(knots_seen(partnership=partnership, scope=scope))
    found = [_bound(row, entitled, on, ties.get(row.pk), scope) for row in rows]
    return sorted(found, key=lambda each: each.decided_on is not None)


def find_knot(*, partnership: Partnership, knot: str, on: datetime.date, scope: Scope | None = None) -> Bound | None:
    """Find a knot (public id) of a partnership; one about a child only within `scope`."""
    if not (knot.isascii() and knot.isalnum()):
        return None
    row = _whole(knots_seen(partnership=partnership, scope=scope).filter(public_id=knot)).first()
    if row is None:
        return None
    tie = ties_seen(scope=scope, partnership=partnership).get(row.pk)
    return _bound(row, entitled_on(partnership=partnership, on=on), on, tie, scope)


def find_agenda(
    *, partnership: Partnership, sitting: Sitting, on: datetime.date, scope: Scope | None = None
) -> tuple[list[Task], list[Bound]]:
    """Draw what is open for a meeting: actions of earlier meetings of its series, and undecided knots on its life domains.

    Points of children aren't drawn here: see queries.points. Knots about children only within `scope`.
    """
    rows = actions_of(partnership).filter(done_at__isnull=True, meeting__series__public_id=sitting.series.public_id)
    tasks = [find_task(row, on) for row in rows.exclude(meeting__public_id=sitting.public_id)]
    asked = frozenset(sitting.series.domains)
    open_knots = [each for each in find_knots(partnership=partnership, on=on, scope=scope) if each.decided_on is None]
    return tasks, [each for each in open_knots if not asked.isdisjoint(each.domains)]


def points_of_knots(*, partnership: Partnership, on: datetime.date) -> Iterable[Point]:
    """Say what isn't in order about knots: undecided past their day; nobody who may decide. Knots
    about children aren't counted, since all members see this. As many queries however many."""
    rows = list(
        knots_seen(partnership=partnership, scope=None).filter(decided_on__isnull=True).prefetch_related("domains")
    )
    if not rows:
        return
    late = sum(1 for row in rows if row.decide_by < on)
    if late:
        yield Point(kind="knots_late", state="overdue", values={"count": late})
    entitled = entitled_on(partnership=partnership, on=on)
    stuck = [
        row for row in rows if not can_together(entitled=entitled, domains=[each.domain for each in row.domains.all()])
    ]
    if stuck:
        yield Point(kind="knots_stuck", state="due", values={"count": len(stuck)})
