"""`leerrecht tick`: does what is due, says so in plain words, and fails loudly without stopping."""

from __future__ import annotations

import datetime
import subprocess
import sys

import pytest

from leerrecht.cli import main
from leerrecht.cli.tick_jobs import WORDS, find_jobs
from leerrecht.grants.models import Notice
from leerrecht.telling.models import Run
from tests.cli.running import environment, run
from tests.conf.test_profiles import GOOD
from tests.grants.acts import NOW as OPENED_AT
from tests.grants.acts import notices, open_glass
from tests.operations.builders import events
from tests.world import make_world

UTC = datetime.UTC
JOBS = [job.name for job in find_jobs(lang="nl")]


def tick(capsys, *more, lang="en"):
    code = main(["tick", "--lang", lang, *more])
    said = capsys.readouterr()
    return code, said.out.splitlines(), said.err


def test_every_job_says_in_a_sentence_what_it_does_in_both_languages():
    for lang in ("nl", "en"):
        assert all(job.about and job.every in ("tick", "hour", "day", "month") for job in find_jobs(lang=lang))
    assert all(set(words) == {"nl", "en"} for words in WORDS.values())


def test_the_first_tick_does_every_job_and_the_second_none_of_those_by_the_hour(db, capsys):
    code, said, _ = tick(capsys, "--at", "2026-09-15T10:00")
    assert code == 0 and len(said) == len(JOBS)
    assert all(line.startswith("✓ done") for line in said)
    assert Run.objects.exclude(done_for=None).count() == len(JOBS)
    code, said, _ = tick(capsys, "--at", "2026-09-15T10:01")
    assert code == 0
    hourly = [job.name for job in find_jobs(lang="en") if job.every != "tick"]
    assert [line.split()[3] for line in said if line.startswith("– done already")] == hourly


def test_one_job_alone(db, capsys):
    assert tick(capsys, "--only", "reviews")[0] == 0
    assert list(Run.objects.values_list("name", flat=True)) == ["reviews"]


def test_a_job_that_is_not_there_is_refused_with_those_that_are(db, capsys):
    code, _, err = tick(capsys, "--only", "coffee")
    assert code == 2 and "reviews" in err and not Run.objects.exists()


def test_a_rehearsal_changes_nothing(db, capsys):
    code, said, err = tick(capsys, "--dry-run", "--at", "2040-01-01T00:00", lang="nl")
    assert code == 0 and "niets veranderd" in err
    assert all(line.startswith("? zou doen") for line in said)
    assert not Run.objects.exists()


def test_real_work_never_runs_ahead_of_its_time(db, capsys, settings):
    settings.IS_DEMO = False
    code, _, err = tick(capsys, "--at", "2040-01-01T00:00")
    assert code == 2 and "--dry-run" in err and not Run.objects.exists()


def test_what_is_no_moment_is_refused(capsys):
    with pytest.raises(SystemExit):
        main(["tick", "--at", "tomorrow"])
    assert "2026-06-12T07:00" in capsys.readouterr().err


def test_a_failing_job_is_said_with_what_to_do_and_the_others_are_done(db, capsys, settings, tmp_path):
    settings.LINKS_FILE = tmp_path / "links.txt"
    settings.LINKS_FILE.write_text("something else\n")
    from leerrecht.audit.log import record_event

    record_event(at=OPENED_AT, action="fact.added", object_kind="stays")
    code, said, err = tick(capsys)
    assert code == 1
    assert "✗ failed" in err and "link " in err and str(settings.LINKS_FILE) in err
    assert len(said) == len(JOBS) - 2  # verifying the log needs that file too
    assert Run.objects.get(name="link").why == "no_links"
    settings.LINKS_FILE.unlink()
    assert tick(capsys)[0] == 0
    assert settings.LINKS_FILE.read_text().startswith("1 ")


def test_a_failure_nobody_foresaw_names_no_data(db, capsys, monkeypatch):
    from leerrecht.operations import late_reviews

    def fail(*, at):
        raise RuntimeError("Ahmad Saleh")

    monkeypatch.setattr(late_reviews, "tell_of_late_reviews", fail)
    code, said, err = tick(capsys)
    assert code == 1 and len(said) == len(JOBS) - 1
    assert "RuntimeError" in err and "Ahmad" not in err


@pytest.mark.parametrize(("day", "late"), [("2026-09-21", 0), ("2026-09-22", 0), ("2026-09-23", 1)])
def test_a_review_that_is_late_is_told_once(db, capsys, day, late):
    world = make_world()
    opening = open_glass(world)
    assert opening.review_due_on == datetime.date(2026, 9, 22)
    for hour in ("10", "12"):
        assert tick(capsys, "--only", "reviews", "--at", f"{day}T{hour}:00")[0] == 0
    assert Notice.objects.filter(kind="glass_late").count() == late
    assert notices("glass_late") == ({"privacy_officer"} if late else set())
    assert len(events("glass.late_told")) == late


def test_what_is_over_goes_and_the_rest_stays(db, capsys):
    from django.contrib.sessions.models import Session

    from leerrecht.accounts.models import Tries

    at = datetime.datetime(2026, 9, 15, 10, tzinfo=UTC)
    for key, moment in (("over", at - datetime.timedelta(seconds=1)), ("now", at)):
        Session.objects.create(session_key=key, session_data="x", expire_date=moment)
    for key, moment in (("over", at - datetime.timedelta(days=1, seconds=1)), ("now", at - datetime.timedelta(days=1))):
        Tries.objects.create(key=key, since=moment)
    code, said, _ = tick(capsys, "--only", "leftovers", "--at", "2026-09-15T10:00+00:00")
    assert code == 0 and "2 row(s) over: sessions 1, tries 1" in said[0]
    assert [row.session_key for row in Session.objects.all()] == ["now"]
    assert [row.key for row in Tries.objects.all()] == ["now"]
    (event,) = events("tick.let_go")
    assert event.object_id == "2"


def test_the_doctor_says_when_it_was_long_ago(db, capsys, settings, tmp_path):
    settings.VAR = tmp_path

    def line():
        main(["doctor", "--lang", "en"])
        return [each for each in capsys.readouterr().out.splitlines() if "Scheduled work" in each]

    assert "by hand only" in line()[0]
    settings.IS_DEMO, settings.CLOCK_ON = False, ""
    assert line()[0].startswith("✗ wrong") and "never" in line()[0]
    settings.CLOCK_ON, settings.IS_DEMO = "2026-09-15", True
    tick(capsys)
    assert line() == [each for each in line() if each.startswith("✓ good")]
    ended = Run.objects.first().ended_at
    settings.IS_DEMO = False
    Run.objects.update(ended_at=ended - datetime.timedelta(hours=27))
    assert "wasn't done since" in line()[0]
    Run.objects.update(ended_at=ended - datetime.timedelta(hours=25))
    assert line()[0].startswith("✓ good")
    Run.objects.filter(name="link").update(why="no_links")
    assert any("link failed the last time (no_links)" in each for each in line())


def test_two_processes_on_one_file_do_the_work_once(tmp_path):
    """SQLite as it is deployed: a file, and two ticks from two timers."""
    changes = {
        **GOOD, "LEERRECHT_VAR": str(tmp_path), "DATABASE_URL": f"sqlite:///{tmp_path / 'a.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "leerrecht.conf.production",
    }  # fmt: skip
    assert run("tick", **changes).returncode == 2  # not migrated yet
    assert run("migrate", **changes).returncode == 0
    asked = [sys.executable, "-m", "leerrecht.cli", "tick", "--lang", "en", "--only", "leftovers"]
    both = [
        subprocess.Popen(asked, env=environment(**changes), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    said = [each.communicate(timeout=60) for each in both]
    assert [each.returncode for each in both] == [0, 0], said
    assert sorted("✓ done" in out for out, _ in said) == [False, True], said
