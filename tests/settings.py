"""Settings of the tests: both databases, a fixed key, quick passwords."""

from __future__ import annotations

import os

from leerrecht.conf.base import *  # noqa: F403

SECRET_KEY = "only-for-tests-" + "0123456789abcdef" * 4
IS_DEMO = True
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]


def test_database() -> str:
    """Give the URL of the tests' database: SQLite in memory; with LEERRECHT_TEST_DATABASE=postgresql a PostgreSQL of ours."""
    if os.environ.get("LEERRECHT_TEST_DATABASE") != "postgresql":
        return os.environ.get("LEERRECHT_TEST_DATABASE_URL") or "sqlite:///:memory:"
    from tests.postgresql import get_server

    return str(get_server().get_uri())


DATABASES = {"default": database(test_database())}  # noqa: F405
DATABASES["default"]["CONN_MAX_AGE"] = 0
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
IMPORTS_RUN = "inline"
LINKS_FILE = None
CLOCK_ON = "2026-09-15"
RAISE_FAILURES = True
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = "UNDEFINED<%s>"  # noqa: F405 (tests/web/conftest.py fails on it)
WHITENOISE_AUTOREFRESH = True
MAILS, DEFAULT_FROM_EMAIL, SITE_URL = True, "leerrecht@test.example", "https://leerrecht.example"
