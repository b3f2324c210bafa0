"""Scheduled work: does the jobs that are due, each once however many ask at once, and catches up when a time was missed.

A job's row is its lock: one UPDATE claims it, which only one of two at once can win, on SQLite and on PostgreSQL alike. Who
claimed it and died holds it for an hour at most. Work is therefore written so that doing it twice does no harm.
"""

from __future__ import annotations

import datetime
import secrets
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.db import DatabaseError, connection
from django.db.models import Q
from django.utils import timezone

from leerrecht.telling.models import NAME, Run

EVERY = ("tick", "hour", "day", "month")
STALE = datetime.timedelta(hours=1)
DONE, FAILED, BUSY, NOT_DUE = "done", "failed", "busy", "not_due"

Moment = datetime.datetime
Clock = Callable[[], Moment]


class JobFailed(Exception):
    """A job couldn't do its work. `said`: what happened, why, and what to do, in words; `kind`: one word of that, to keep."""

    def __init__(self, said: str, *, kind: str) -> None:
        super().__init__(said)
        self.said, self.kind = said, kind


@dataclass(frozen=True, kw_only=True)
class Job:
    """A piece of scheduled work. `every`: one of EVERY. `work`: does it as of a moment and reports in words.

    With True for its second argument it only says what it would do, and changes nothing.
    """

    name: str
    about: str
    every: str
    work: Callable[[Moment, bool], list[str]]


@dataclass(frozen=True, kw_only=True)
class Ran:
    """What came of a job: DONE, FAILED, BUSY (somebody else is at it) or NOT_DUE; and its report. `error`: not foreseen."""

    job: Job
    state: str
    said: tuple[str, ...] = ()
    error: Exception | None = None


def begin_of(*, every: str, at: Moment) -> Moment:
    """Give the moment from which a job counts as due again, seen from `at`: of this tick, hour, local day or local month.

    >>> at = datetime.datetime(2026, 3, 29, 12, 30, tzinfo=datetime.UTC)
    >>> begin_of(every="hour", at=at).minute, begin_of(every="tick", at=at) == at
    (0, True)
    """
    here = timezone.localtime(at)
    if every == "tick":
        return at
    if every == "hour":
        return here.replace(minute=0, second=0, microsecond=0)
    midnight = datetime.datetime.combine(here.date(), datetime.time(), here.tzinfo)
    return midnight.replace(day=1) if every == "month" else midnight


def run_jobs(*, jobs: Iterable[Job], at: Moment, clock: Clock, is_rehearsal: bool = False) -> Iterator[Ran]:
    """Do what is due at a moment, job by job; one that fails stops no other.

    `clock`: gives the real moment, by which claims grow old. `is_rehearsal`: say what would be done, and change nothing.
    """
    for job in jobs:
        yield _rehearse(job, at) if is_rehearsal else _run(job, at, clock)


def _rehearse(job: Job, at: Moment) -> Ran:
    row = Run.objects.filter(name=job.name).first()
    if row and row.done_for and row.done_for >= begin_of(every=job.every, at=at):
        return Ran(job=job, state=NOT_DUE)
    return _work(job, at, True)


def _work(job: Job, at: Moment, is_rehearsal: bool) -> Ran:
    try:
        return Ran(job=job, state=DONE, said=tuple(job.work(at, is_rehearsal)))
    except JobFailed as failed:
        return Ran(job=job, state=FAILED, said=(failed.said,), error=failed)
    except Exception as error:  # whatever it is, the other jobs go on; who runs the tick says it
        return Ran(job=job, state=FAILED, error=error)


def _run(job: Job, at: Moment, clock: Clock) -> Ran:
    claim = _claim(job, at, clock())
    if not claim:
        row = Run.objects.get(name=job.name)
        return Ran(job=job, state=NOT_DUE if _is_done(row, job, at) else BUSY)
    ran = _work(job, at, False)
    _settle(job, claim, at, clock(), ran.error)
    return ran


def _is_done(row: Run, job: Job, at: Moment) -> bool:
    return row.done_for is not None and row.done_for >= begin_of(every=job.every, at=at)


def _claim(job: Job, at: Moment, moment: Moment) -> str:
    """Take a job that is due and free; gives the claim, or "" when it isn't ours to do."""
    Run.objects.bulk_create([Run(name=job.name)], ignore_conflicts=True)
    claim = secrets.token_hex(16)
    free = Q(claim="") | Q(claimed_at__lte=moment - STALE)
    due = Q(done_for__isnull=True) | Q(done_for__lt=begin_of(every=job.every, at=at))
    won = Run.objects.filter(free, due, name=job.name).update(claim=claim, claimed_at=moment)
    return claim if won else ""


def _settle(job: Job, claim: str, at: Moment, moment: Moment, error: Exception | None) -> None:
    """Note how it went, unless somebody took the job over because this took too long."""
    if isinstance(error, DatabaseError):
        connection.close()  # whatever state it is in; the next question opens another
    mine = Run.objects.filter(name=job.name, claim=claim)
    if error is None:
        mine.update(claim="", ended_at=moment, why="", done_for=at)
    else:
        kind = error.kind if isinstance(error, JobFailed) else type(error).__name__
        mine.update(claim="", ended_at=moment, why=kind[:NAME])
