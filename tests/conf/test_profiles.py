"""The profiles: production refuses to start when something is unsafe and says all of it; the demo is for one machine."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from leerrecht.conf.safety import unsafe

KEY = "q7Zr2vXk9TnB4mLw8HsD3cJf6GyP1aUe5RoViQxMbKtNhYzW" + "0123456789"
GOOD = {
    "LEERRECHT_SECRET_KEY": KEY, "LEERRECHT_HOSTS": "leerrecht.example.nl, school.example.nl",
    "DATABASE_URL": "sqlite:///leerrecht.sqlite3",
}  # fmt: skip
FAULTS = [
    ({"LEERRECHT_SECRET_KEY": ""}, "SECRET_KEY"),
    ({"LEERRECHT_SECRET_KEY": "short"}, "SECRET_KEY"),
    ({"LEERRECHT_SECRET_KEY": "ab" * 40}, "SECRET_KEY"),
    ({"LEERRECHT_HOSTS": ""}, "LEERRECHT_HOSTS is absent"),
    ({"LEERRECHT_HOSTS": "*"}, "wildcard"),
    ({"LEERRECHT_HOSTS": "a.example,.example.nl"}, "'.example.nl'"),
    ({"LEERRECHT_HOSTS": "https://a.example"}, "without https"),
    ({"LEERRECHT_HOSTS": "a.example:8000"}, "port"),
    ({"DATABASE_URL": ""}, "DATABASE_URL is absent"),
    ({"DATABASE_URL": "mysql://a:geheim@b/c"}, "neither PostgreSQL nor SQLite"),
    ({"DATABASE_URL": "sqlite://:memory:"}, "memory"),
    ({"LEERRECHT_DEBUG": "1"}, "debugging is on"),
    ({"DJANGO_DEBUG": "1"}, "debugging is on"),
    ({"LEERRECHT_ON": "2026-09-15"}, "LEERRECHT_ON"),
    ({"EMAIL_URL": "smtp://a:geheim@mail.example", "EMAIL_FROM": "a@b.example"}, "without TLS"),
    ({"EMAIL_URL": "https://a:geheim@mail.example", "EMAIL_FROM": "a@b.example"}, "EMAIL_URL isn't right"),
    ({"EMAIL_URL": "smtps://a:geheim@mail.example:x", "EMAIL_FROM": "a@b.example"}, "EMAIL_URL isn't right"),
    ({"EMAIL_URL": "smtps://a:geheim@mail.example/?tls=no", "EMAIL_FROM": "a@b.example"}, "EMAIL_URL isn't right"),
    ({"EMAIL_URL": "smtps://a:geheim@mail.example"}, "EMAIL_FROM"),
    ({"EMAIL_URL": "smtps://mail.example", "EMAIL_FROM": "Leerrecht <a@b.example>"}, "EMAIL_FROM"),
]


def environment(changes, tmp_path):
    kept = {
        name: value
        for name, value in os.environ.items()
        if name in ("PATH", "HOME", "LANG", "SYSTEMROOT", "VIRTUAL_ENV")
    }
    return {**kept, "LEERRECHT_VAR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "leerrecht.conf.production", **changes}


def start(changes, tmp_path, code="import django; django.setup(); print('started')"):
    return subprocess.run(
        [sys.executable, "-c", code], env=environment(changes, tmp_path), cwd=tmp_path, capture_output=True, text=True
    )


@pytest.mark.parametrize(("change", "said"), FAULTS, ids=str)
def test_each_unsafe_thing_is_said_without_its_value(change, said):
    (fault,) = unsafe({**GOOD, **change})
    assert said in fault
    assert "geheim" not in fault
    assert len(unsafe({**GOOD, **change}, "nl")) == 1


@pytest.mark.parametrize(
    "url", ["smtps://a:b@mail.example", "smtp+starttls://mail.example:2525", "smtp://localhost", "smtp://[::1]:25"]
)
def test_mail_over_tls_or_on_this_machine_is_safe(url):
    assert unsafe({**GOOD, "EMAIL_URL": url, "EMAIL_FROM": "leerrecht@town.example"}) == []


@pytest.mark.parametrize("hosts", ["a.example", "[2001:db8::1]", "10.0.0.4, a.example ,"])
def test_hosts_in_full_are_safe(hosts):
    assert unsafe({**GOOD, "LEERRECHT_HOSTS": hosts}) == []


@pytest.mark.slow
@pytest.mark.parametrize(("change", "said"), FAULTS, ids=str)
def test_production_does_not_start_with_it(change, said, tmp_path):
    done = start({**GOOD, **change}, tmp_path)
    assert done.returncode != 0
    assert said in done.stderr
    assert "geheim" not in done.stderr
    assert "started" not in done.stdout


def test_everything_unsafe_is_said_at_once(tmp_path):
    done = start({"LEERRECHT_ON": "2026-01-01", "LEERRECHT_HOSTS": "*", "DJANGO_DEBUG": "1"}, tmp_path)
    assert done.returncode != 0
    said = done.stderr.rsplit("unsafe:", 1)[1]
    assert said.count("\n- ") == 5


def test_production_starts_when_safe_and_djangos_own_check_for_deployment_is_clean(tmp_path):
    code = (
        "import django; django.setup(); from django.core.management import call_command; "
        "call_command('check', deploy=True, fail_level='WARNING'); from django.conf import settings; "
        "print(settings.ALLOWED_HOSTS, settings.DEBUG, settings.SESSION_COOKIE_SECURE, settings.IS_DEMO)"
    )
    done = start(GOOD, tmp_path, code)
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout
    assert "['leerrecht.example.nl', 'school.example.nl'] False True False" in done.stdout


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"LEERRECHT_HOSTS": "demo.example", "LEERRECHT_DEMO_SECRET": "s"}, "this machine only"),
        ({"LEERRECHT_HOSTS": "0.0.0.0", "LEERRECHT_DEMO_SECRET": "s"}, "this machine only"),
        ({}, "leerrecht demo first"),
    ],
)
def test_the_demo_refuses_other_hosts_and_to_run_without_a_secret(change, said, tmp_path):
    done = start({"DJANGO_SETTINGS_MODULE": "leerrecht.conf.demo", **change}, tmp_path)
    assert done.returncode != 0
    assert said in done.stderr


def test_the_demo_has_its_own_database_whatever_database_url_says(tmp_path):
    code = (
        "import django; django.setup(); from django.conf import settings; "
        "print(settings.DATABASES['default']['NAME'], settings.CLOCK_ON, settings.ALLOWED_HOSTS, settings.IS_DEMO)"
    )
    change = {"LEERRECHT_DEMO_SECRET": "s", "DATABASE_URL": "sqlite:///real.sqlite3", "LEERRECHT_HOSTS": "localhost"}
    done = start({"DJANGO_SETTINGS_MODULE": "leerrecht.conf.demo", **change}, tmp_path, code)
    assert done.stdout.split() == [
        str(tmp_path / "demo" / "2026-09-15.sqlite3"), "2026-09-15", "['127.0.0.1',", "'localhost',", "'[::1]']", "True",
    ]  # fmt: skip
