"""Who does what, as organisations agreed it: the versions of a partnership, which one holds, and two of them side by side.

`agreed_tasks` and `agreed_doers` are for whoever needs to know which organisation does a task for a child: by municipality,
day and reception.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from leerrecht.law.tables import STAY_KINDS
from leerrecht.partnership.models import EVERYWHERE, Assent, Member, Partnership, TaskLine, TaskVersion, Town
from leerrecht.queries.dated import on_day
from leerrecht.queries.rulebooks import standard_tasks
from leerrecht.queries.viewers import Viewer
from leerrecht.stored.names import fold_name


@dataclass(frozen=True, kw_only=True)
class Doer:
    """An organisation that does a task."""

    pk: int
    public_id: str
    name: str
    kind: str


@dataclass(frozen=True, kw_only=True)
class Agreed:
    """That a member agreed: by whom, when."""

    organisation: str
    person: str
    on: datetime.date


@dataclass(frozen=True, kw_only=True)
class TaskAgreement:
    """A version of who does what. `lines`: who does a task, by task and kind of reception ("": wherever no other is named).

    `state`: open, withdrawn, ahead (adopted, still to begin), running or replaced. `not_agreed`: members of today that didn't
    agree; `gaps`: tasks that nobody does, or that only somebody does who is no member any more.
    """

    public_id: str
    number: int
    starts_on: datetime.date
    why: str
    proposed_on: datetime.date
    adopted_on: datetime.date | None
    holds_from: datetime.date | None
    holds_to: datetime.date | None
    state: str
    lines: Mapping[tuple[str, str], Doer]
    agreed: tuple[Agreed, ...]
    not_agreed: tuple[str, ...]
    gaps: tuple[str, ...]

    def doer(self, task: str, reception: str = EVERYWHERE) -> Doer | None:
        """Give who does a task at a kind of reception."""
        return self.lines.get((task, reception)) or self.lines.get((task, EVERYWHERE))

    @property
    def tasks(self) -> tuple[str, ...]:
        """Give the tasks it is about: those of the standard list, then others that it names."""
        known = standard_tasks()
        return (*known, *dict.fromkeys(task for task, _ in self.lines if task not in known))


def find_versions(
    *, partnership: Partnership, members: Mapping[int, str], on: datetime.date
) -> tuple[TaskAgreement, ...]:
    """Give all versions of a partnership, the first first. `members`: of today, names by row. Three SQL queries."""
    versions = list(partnership.task_versions.all())
    lines: dict[int, list[TaskLine]] = {}
    for line in TaskLine.objects.filter(version__partnership=partnership).select_related("organisation"):
        lines.setdefault(line.version_id, []).append(line)
    assents: dict[int, list[Assent]] = {}
    for given in Assent.objects.filter(version__partnership=partnership).select_related("organisation", "professional"):
        assents.setdefault(given.version_id, []).append(given)
    spans = _spans(versions)
    return tuple(
        _agreement(row, lines.get(row.pk, []), assents.get(row.pk, []), members, spans, on) for row in versions
    )


def _spans(versions: Iterable[TaskVersion]) -> dict[int, datetime.date | None]:
    """Give until when each adopted version holds: until one that was numbered later begins (None: no end is known)."""
    adopted = [row for row in versions if row.holds_from is not None]
    return {
        row.pk: min((each.holds_from for each in adopted if each.number > row.number and each.holds_from), default=None)
        for row in adopted
    }


def _state(row: TaskVersion, holds_to: datetime.date | None, on: datetime.date) -> str:
    if row.holds_from is None:
        return "open" if row.withdrawn_at is None else "withdrawn"
    if holds_to is not None and holds_to <= max(on, row.holds_from):
        return "replaced"
    return "ahead" if row.holds_from > on else "running"


def _agreement(
    row: TaskVersion, lines: list[TaskLine], assents: list[Assent], members: Mapping[int, str],
    spans: Mapping[int, datetime.date | None], on: datetime.date,
) -> TaskAgreement:  # fmt: skip
    doers = {
        (line.task, line.reception): Doer(
            pk=line.organisation.pk, public_id=line.organisation.public_id, name=line.organisation.name,
            kind=line.organisation.kind,
        )
        for line in lines
    }  # fmt: skip
    agreed = {given.organisation_id for given in assents}
    by_task: dict[str, list[Doer]] = {}
    for (task, _), doer in doers.items():
        by_task.setdefault(task, []).append(doer)
    gaps = (task for task in standard_tasks() if any(doer.pk not in members for doer in by_task.get(task, ())))
    without = (task for task in standard_tasks() if task not in by_task)
    holds_to = spans.get(row.pk)
    return TaskAgreement(
        public_id=row.public_id, number=row.number, starts_on=row.starts_on, why=row.why,
        proposed_on=_day(row.proposed_at), adopted_on=row.adopted_on, holds_from=row.holds_from, holds_to=holds_to,
        state=_state(row, holds_to, on), lines=doers,
        agreed=tuple(
            Agreed(organisation=given.organisation.name, person=given.professional.name, on=_day(given.given_at))
            for given in assents
        ),
        not_agreed=tuple(sorted(name for member, name in members.items() if member not in agreed)),
        gaps=(*without, *gaps),
    )  # fmt: skip


def _day(moment: datetime.datetime) -> datetime.date:
    return timezone.localtime(moment).date()


def in_force(versions: Iterable[TaskAgreement]) -> TaskAgreement | None:
    """Give the version that holds."""
    return next((each for each in versions if each.state == "running"), None)


def open_proposal(versions: Iterable[TaskAgreement]) -> TaskAgreement | None:
    """Give the proposal that is open."""
    return next((each for each in versions if each.state == "open"), None)


def agreed_tasks(*, municipality: str, on: datetime.date) -> TaskAgreement | None:
    """Give the task agreement that holds in a municipality on a day; None when none does."""
    in_town = Q(towns__valid_from__lte=on) & (Q(towns__valid_to__isnull=True) | Q(towns__valid_to__gt=on))
    found = Partnership.objects.filter(in_town, towns__folded=fold_name(municipality)).first()
    return in_force(find_versions(partnership=found, members=members_of(found, on), on=on)) if found else None


def agreed_doers(*, viewer: Viewer, municipality: str, reception: str, on: datetime.date) -> dict[str, Doer]:
    """Give which organisation does each task at a kind of reception, as members agreed for a municipality; empty when nothing
    was agreed there, or not by the viewer's organisation.
    """
    mine = Member.objects.filter(on_day(on), organisation=viewer.organisation).values("partnership")
    towns = Town.objects.filter(on_day(on), partnership__in=mine, folded=fold_name(municipality))
    found = agreed_tasks(municipality=municipality, on=on) if municipality and towns.exists() else None
    if found is None:
        return {}
    doers = {task: found.doer(task, reception) for task in found.tasks if task not in found.gaps}
    return {task: doer for task, doer in doers.items() if doer is not None}


def members_of(partnership: Partnership, on: datetime.date) -> dict[int, str]:
    """Give the members of a day: names by row."""
    now = Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gt=on))
    return dict(partnership.members.filter(now).values_list("organisation", "organisation__name"))


# --- side by side ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A version that may be laid beside another. `key`: "partnership.number"."""

    key: str
    partnership: str
    number: int
    state: str


@dataclass(frozen=True, kw_only=True)
class Beside:
    """One task in two versions: who does it, by kind of reception ("" first), and whether that differs."""

    task: str
    one: Mapping[str, str]
    other: Mapping[str, str]
    differs: bool


def comparable(*, viewer: Viewer, on: datetime.date) -> tuple[list[Choice], dict[str, TaskAgreement]]:
    """Give what a viewer may lay side by side: all versions of own partnerships, and the one in force of partnerships that
    show theirs. Whoever is no member of any partnership sees none.
    """
    now = Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gt=on))
    own = set(Member.objects.filter(now, organisation=viewer.organisation).values_list("partnership", flat=True))
    if not own:
        return [], {}
    choices, found = [], {}
    for partnership in Partnership.objects.filter(Q(pk__in=own) | Q(shows_tasks=True)):
        for version in find_versions(partnership=partnership, members=members_of(partnership, on), on=on):
            if partnership.pk in own or version.state == "running":
                key = f"{partnership.public_id}.{version.number}"
                found[key] = version
                choices.append(
                    Choice(key=key, partnership=partnership.name, number=version.number, state=version.state)
                )
    return choices, found


def compare(one: TaskAgreement, other: TaskAgreement, *, by_kind: bool) -> list[Beside]:
    """Lay two versions side by side. `by_kind`: two partnerships have other organisations, so their kinds are compared."""
    rows = []
    for task in dict.fromkeys((*one.tasks, *other.tasks)):
        differs = any(
            _same(one.doer(task, kind), by_kind) != _same(other.doer(task, kind), by_kind) for kind in STAY_KINDS
        )
        rows.append(Beside(task=task, one=doers_of(one, task), other=doers_of(other, task), differs=differs))
    return rows


def _same(doer: Doer | None, by_kind: bool) -> object:
    return doer and (doer.kind if by_kind else doer.pk)


def doers_of(version: TaskAgreement, task: str) -> dict[str, str]:
    """Give who does a task: names by kind of reception, "" first, and only kinds where it is another one."""
    usual = version.doer(task)
    found = {EVERYWHERE: usual.name} if usual else {}
    for kind in STAY_KINDS:
        own = version.lines.get((task, kind))
        if own is not None and (usual is None or own.pk != usual.pk):
            found[kind] = own.name
    return found
