"""Scheduled work: once however many ask at once, caught up when missed, and one job that fails stops no other."""

from __future__ import annotations

import datetime
import threading

import pytest
from django.db import DatabaseError, connection

from leerrecht.operations.ticking import (
    BUSY,
    DONE,
    FAILED,
    NOT_DUE,
    STALE,
    Job,
    JobFailed,
    begin_of,
    run_jobs,
)
from leerrecht.telling.models import Run

UTC = datetime.UTC
AT = datetime.datetime(2026, 9, 15, 10, 0, tzinfo=UTC)
SECOND, HOUR, DAY = datetime.timedelta(seconds=1), datetime.timedelta(hours=1), datetime.timedelta(days=1)


class Counting:
    """A job that counts how often it was done, and for which moments."""

    def __init__(self, every="hour", fails=None, name="count"):
        self.done = []
        self.fails = fails
        self.job = Job(name=name, about="counts", every=every, work=self.work)

    def work(self, at, is_rehearsal):
        if self.fails:
            raise self.fails
        if not is_rehearsal:
            self.done.append(at)
        return ["one"]

    def run(self, at=AT, moment=None, **more):
        (ran,) = run_jobs(jobs=[self.job], at=at, clock=lambda: moment or at, **more)
        return ran


def local(*parts):
    from zoneinfo import ZoneInfo

    return datetime.datetime(*parts, tzinfo=ZoneInfo("Europe/Amsterdam"))


@pytest.mark.parametrize(
    ("every", "last", "due_again"),
    [
        ("tick", local(2026, 9, 15, 10, 0), local(2026, 9, 15, 10, 0, 1)),
        ("hour", local(2026, 9, 15, 10, 59), local(2026, 9, 15, 11, 0)),
        ("day", local(2026, 9, 15, 0, 0), local(2026, 9, 16, 0, 0)),
        ("day", local(2026, 3, 28, 23, 0), local(2026, 3, 29, 0, 0)),  # the day on which summer time begins
        ("day", local(2026, 10, 25, 12, 0), local(2026, 10, 26, 0, 0)),  # the day of 25 hours
        ("month", local(2026, 9, 1, 0, 0), local(2026, 10, 1, 0, 0)),
    ],
)
def test_work_is_due_from_the_begin_of_its_time_and_not_a_second_before(db, every, last, due_again):
    counting = Counting(every)
    assert counting.run(last).state == DONE
    if every != "tick":
        assert counting.run(due_again - SECOND).state == NOT_DUE
    assert counting.run(last).state == NOT_DUE
    assert counting.run(due_again).state == DONE
    assert counting.done == [last, due_again]


def test_what_was_missed_is_caught_up_once(db):
    counting = Counting("day")
    counting.run(AT)
    counting.run(AT + 9 * DAY)
    assert counting.run(AT + 9 * DAY + HOUR).state == NOT_DUE
    assert counting.done == [AT, AT + 9 * DAY]


def test_a_tick_as_of_before_the_last_one_does_nothing(db):
    counting = Counting("tick")
    counting.run(AT)
    assert counting.run(AT - HOUR).state == NOT_DUE
    assert Run.objects.get().done_for == AT


def test_one_that_fails_stops_no_other_and_is_tried_again(db):
    broken, whole = Counting(fails=RuntimeError("a name of somebody"), name="broken"), Counting(name="whole")
    states = [ran.state for ran in run_jobs(jobs=[broken.job, whole.job], at=AT, clock=lambda: AT)]
    assert states == [FAILED, DONE]
    row = Run.objects.get(name="broken")
    assert (row.claim, row.done_for, row.why, row.ended_at) == ("", None, "RuntimeError", AT)
    broken.fails = None
    assert broken.run(AT + SECOND).state == DONE
    assert Run.objects.get(name="broken").why == ""


def test_a_failure_that_was_foreseen_says_what_to_do_and_keeps_a_word_of_it(db):
    ran = Counting(fails=JobFailed("The server doesn't answer. Look at it.", kind="no_server")).run()
    assert (ran.state, ran.said) == (FAILED, ("The server doesn't answer. Look at it.",))
    assert Run.objects.get().why == "no_server"


def test_a_failure_of_the_database_leaves_the_others_a_connection(transactional_db):
    if connection.vendor == "sqlite":
        pytest.skip("closing the connection of a database in memory ends it")

    def break_it(at, is_rehearsal):
        with connection.cursor() as cursor:
            cursor.execute("SELECT nothing FROM nowhere")

    broken = Job(name="broken", about="", every="hour", work=break_it)
    whole = Counting(name="whole")
    first, second = run_jobs(jobs=[broken, whole.job], at=AT, clock=lambda: AT)
    assert (first.state, second.state) == (FAILED, DONE) and isinstance(first.error, DatabaseError)


def test_a_rehearsal_says_what_and_changes_nothing(db):
    counting = Counting()
    assert counting.run(is_rehearsal=True).said == ("one",)
    assert (counting.done, Run.objects.count()) == ([], 0)
    counting.run()
    assert counting.run(is_rehearsal=True).state == NOT_DUE


def test_while_somebody_is_at_it_nobody_else_is_for_an_hour(db):
    counting = Counting()
    Run.objects.create(name="count", claim="of a process that died", claimed_at=AT)
    assert counting.run(AT, AT + STALE - SECOND).state == BUSY
    assert counting.run(AT, AT + STALE).state == DONE
    assert counting.done == [AT]


def test_who_was_overtaken_leaves_the_claim_of_the_other_alone(db):
    counting = Counting()

    def slow(at, is_rehearsal):
        Run.objects.update(claim="another", claimed_at=AT + 2 * HOUR)
        return []

    list(run_jobs(jobs=[Job(name="count", about="", every="hour", work=slow)], at=AT, clock=lambda: AT))
    row = Run.objects.get()
    assert (row.claim, row.done_for) == ("another", None)
    assert counting.run(AT, AT + 2 * HOUR).state == BUSY


@pytest.mark.django_db(transaction=True)
def test_many_ticks_at_once_do_the_work_once():
    if connection.vendor == "sqlite":
        pytest.skip("SQLite in memory has one connection; see test_two_processes_on_one_file")
    counting, states, together = Counting(), [], threading.Barrier(8)

    def tick():
        together.wait()
        try:
            states.append(counting.run().state)
        finally:
            connection.close()

    threads = [threading.Thread(target=tick) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert counting.done == [AT]
    assert states.count(DONE) == 1 and set(states) <= {DONE, BUSY, NOT_DUE}


def test_the_begin_of_a_time_lies_on_the_clock_of_the_wall():
    assert begin_of(every="day", at=datetime.datetime(2026, 7, 1, 22, 30, tzinfo=UTC)).day == 2
    assert begin_of(every="month", at=datetime.datetime(2026, 12, 31, 23, 30, tzinfo=UTC)).year == 2027
