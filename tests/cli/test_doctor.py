"""`leerrecht doctor`: a line for each thing, in plain words, without secrets."""

from __future__ import annotations

import re

import pytest
from django.db import OperationalError

from leerrecht.cli import main
from leerrecht.cli.doctor import WORDS
from tests.cli.running import run
from tests.conf.test_profiles import GOOD, KEY


@pytest.fixture
def healthy(db, settings, tmp_path):
    from leerrecht.telling.models import Run
    from leerrecht.web.frame.clock import now

    settings.VAR = tmp_path
    Run.objects.create(name="link", ended_at=now())
    return settings


def lines(capsys, *, lang="nl"):
    code = main(["doctor", "--lang", lang])
    return code, capsys.readouterr().out.splitlines()


def test_all_is_well(healthy, capsys):
    code, said = lines(capsys)
    assert (code, [line for line in said if "✗" in line]) == (0, [])
    assert len(said) == (15 if any("SQLite" in line for line in said) else 14)
    assert any("SQLite" in line or "PostgreSQL" in line for line in said)


def test_it_speaks_english_too(healthy, capsys):
    code, said = lines(capsys, lang="en")
    assert code == 0
    assert all(line.startswith("✓ good") for line in said)
    assert all(set(words) == {"nl", "en"} for words in WORDS.values())


def test_no_row_is_left_in_the_logs(healthy, capsys):
    from leerrecht.audit.models import Event, Processing

    lines(capsys)
    assert not Event.objects.exists()
    assert not Processing.objects.exists()


def noted(settings, tmp_path, count=3):
    """Some events, and a file of links beside them."""
    from leerrecht.audit.log import record_event
    from leerrecht.web.frame.clock import now

    settings.LINKS_FILE = tmp_path / "log" / "links.txt"
    for _ in range(count):
        record_event(at=now(), action="fact.added", object_kind="stays")


def verify(capsys, *more):
    code = main(["doctor", "--lang", "en", "--verify-log", *more])
    return code, capsys.readouterr().out.splitlines()


def test_the_log_is_verified_and_its_last_link_kept_outside(healthy, tmp_path, capsys):
    noted(healthy, tmp_path)
    code, said = verify(capsys)
    assert code == 0
    assert "Log verified: 3 rows" in said[-1]
    kept = healthy.LINKS_FILE.read_text().split()
    assert kept[0] == "3" and len(kept[1]) == 64
    code, said = verify(capsys, "--link", f"{kept[0]}:{kept[1]}")
    assert code == 0 and "1 links from outside" in said[-1]


def test_the_last_link_is_said_for_whoever_notes_it_elsewhere(healthy, tmp_path, capsys):
    noted(healthy, tmp_path)
    code, said = lines(capsys, lang="en")
    assert code == 0
    assert any(re.search(r"Last link of the log: 3 [0-9a-f]{64}", line) for line in said)


@pytest.mark.parametrize(
    ("given", "word"),
    [
        (["--link", "2:" + "0" * 64], "row 2 doesn't fit the link"),
        (["--link", "9:" + "0" * 64], "from row 4 on the end was removed"),
        (["--link", "onzin"], "onzin is no link"),
    ],
)
def test_a_link_that_was_noted_elsewhere_tells(healthy, tmp_path, capsys, given, word):
    noted(healthy, tmp_path)
    code = main(["doctor", "--lang", "en", *given])
    assert code == 1
    assert word in capsys.readouterr().out
    assert not healthy.LINKS_FILE.exists(), "nothing is kept of a log that isn't whole"


def test_a_file_of_links_that_is_not_one_is_said(healthy, tmp_path, capsys):
    noted(healthy, tmp_path)
    healthy.LINKS_FILE.parent.mkdir()
    healthy.LINKS_FILE.write_text("iets anders\n")
    assert main(["doctor", "--lang", "en", "--verify-log"]) == 1
    assert "line 1" in capsys.readouterr().out


def test_guards_that_are_gone_and_a_permit_left_open_are_said(healthy, capsys):
    from django.db import connection

    from leerrecht.audit import guards
    from leerrecht.audit.models import Permit

    guards.lift(connection=connection)
    Permit.objects.create(child_id="abcdefghjkmnpq")
    code, said = lines(capsys, lang="en")
    guards.put(connection=connection)
    assert code == 1
    assert any("doesn't guard the logs" in line for line in said)
    assert any("permit to erase" in line for line in said)


def unlink(name):
    def change(settings, monkeypatch, tmp_path):
        monkeypatch.setattr(name, lambda *given: 1 / 0)

    return change


def no_folder(settings, monkeypatch, tmp_path):
    (tmp_path / "file").write_text("")
    settings.VAR = tmp_path / "file"


def wrong_clock(settings, monkeypatch, tmp_path):
    settings.CLOCK_ON = "15 september"


def set_clock(settings, monkeypatch, tmp_path):
    settings.IS_DEMO = False


def no_style(settings, monkeypatch, tmp_path):
    monkeypatch.setattr("django.contrib.staticfiles.finders.find", lambda name: None)


def waits(settings, monkeypatch, tmp_path):
    monkeypatch.setattr("leerrecht.cli.doctor.waiting_migrations", lambda: ["records.0002"])


def silent(settings, monkeypatch, tmp_path):
    def refuse():
        raise OperationalError('password authentication failed for user "geheim"')

    monkeypatch.setattr("leerrecht.cli.doctor.waiting_migrations", refuse)


def full(settings, monkeypatch, tmp_path):
    def refuse(**row):
        raise OperationalError("disk full: geheim")

    monkeypatch.setattr("leerrecht.audit.log.record_read", refuse)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (unlink("leerrecht.queries.rulebooks.rulebook"), "regelboek"),
        (unlink("leerrecht.queries.rulebooks.access_table"), "access.yaml"),
        (unlink("leerrecht.web.words.book"), "woorden"),
        (unlink("leerrecht.audit.activities.register"), "activities.yaml"),
        (full, "logboeken"),
        (no_folder, "LEERRECHT_VAR"),
        (wrong_clock, "klok"),
        (set_clock, "klok"),
        (no_style, "make setup"),
        (waits, "leerrecht migrate"),
        (silent, "DATABASE_URL"),
    ],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_what_is_wrong_is_said_and_the_rest_is_looked_at(healthy, monkeypatch, tmp_path, capsys, change, said):
    change(healthy, monkeypatch, tmp_path)
    code, found = lines(capsys)
    wrong = [line for line in found if line.startswith("✗")]
    assert code == 1
    assert len(wrong) == 1
    assert said in wrong[0]
    assert "geheim" not in "\n".join(found)
    assert len(found) >= 9


def test_unsafe_settings_are_said_each_on_a_line(monkeypatch, capsys):
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "leerrecht.conf.production")
    monkeypatch.setenv("DATABASE_URL", "mysql://u:geheim@host/name")
    monkeypatch.delenv("LEERRECHT_SECRET_KEY", raising=False)
    monkeypatch.delenv("LEERRECHT_HOSTS", raising=False)
    code, said = lines(capsys)
    assert code == 1
    assert sum(line.startswith("✗ fout   Onveilig") for line in said) == 3
    assert "geheim" not in "\n".join(said)


@pytest.mark.slow
def test_a_database_that_is_not_there_is_said_without_its_password(tmp_path):
    done = run(
        "doctor",
        **{**GOOD, "DATABASE_URL": "postgresql://user:geheim@127.0.0.1:1/name", "LEERRECHT_VAR": str(tmp_path)},
    )
    assert done.returncode == 1
    assert "antwoordt niet" in done.stdout
    assert "geheim" not in done.stdout + done.stderr
    assert KEY not in done.stdout + done.stderr
