"""Settings that every profile shares. What differs, and every secret, comes from the profile or the environment."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import dj_database_url

from leerrecht.conf.mail import SECONDS, read_server

PACKAGE = Path(__file__).parents[1]
VAR = Path(os.environ.get("LEERRECHT_VAR", "var")).resolve()
IS_DEMO = False
DEBUG = False
ALLOWED_HOSTS: list[str] = []

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_htmx",
    "leerrecht.chain",
    "leerrecht.accounts",
    "leerrecht.records",
    "leerrecht.audit",
    "leerrecht.grants",
    "leerrecht.rights",
    "leerrecht.linking",
    "leerrecht.partnership",
    "leerrecht.telling",
    "leerrecht.web",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "leerrecht.web.frame.boundary.boundary",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "leerrecht.web.frame.ending.ending",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
ROOT_URLCONF = "leerrecht.web.urls"
WSGI_APPLICATION = "leerrecht.web.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "leerrecht.web.frame.context.frame",
            ],
            "builtins": [
                "leerrecht.web.templatetags.leerrecht",
                "leerrecht.web.templatetags.pages",
                "django.templatetags.static",
            ],
        },
    }
]

SQLITE = "django.db.backends.sqlite3"
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",  # a write waits for its turn at the start, not with an error half-way
    "timeout": 30,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-64000; "
    "PRAGMA secure_delete=ON;",
}


CONNECTION_SECONDS = 600


def database(url: str) -> dict[str, Any]:
    """Give Django's settings of a database by its URL: SQLite (a file) or PostgreSQL."""
    found: dict[str, Any] = dict(dj_database_url.parse(url, conn_max_age=CONNECTION_SECONDS, conn_health_checks=True))
    if found["ENGINE"] == SQLITE:
        found["OPTIONS"] = dict(SQLITE_OPTIONS)
    return found


def database_file(path: Path) -> dict[str, Any]:
    """Give Django's settings of SQLite in a file, whatever characters its path has."""
    return {
        "ENGINE": SQLITE, "NAME": path, "OPTIONS": dict(SQLITE_OPTIONS), "CONN_MAX_AGE": CONNECTION_SECONDS,
        "CONN_HEALTH_CHECKS": True,
    }  # fmt: skip


_url = os.environ.get("DATABASE_URL")
DATABASES = {"default": database(_url) if _url else database_file(VAR / "leerrecht.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
LOGIN_URL = "start"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 24 * 60 * 60
"""How long a session's row is kept; how long somebody stays signed in is said by the two below (web/frame/ending.py)."""
MOST_IDLE_SECONDS = 30 * 60
MOST_SESSION_SECONDS = 8 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
SEEN_COOKIE_NAME = "seen"
KNOWN_COOKIE_NAME = "known"
CSRF_FAILURE_VIEW = "leerrecht.web.frame.typed.form_expired"
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
ISSUERS = os.environ.get("LEERRECHT_ISSUERS", "")
"""The mapping file: the organisations through which people sign in (docs/how-to/sign-in.md). Empty: passwords only."""
RULEBOOK = os.environ.get("LEERRECHT_RULEBOOK", "")
MOST_UPLOAD_BYTES = 20 * 1024 * 1024
IMPORTS_RUN = "thread"
LINKS_FILE: Path | None = VAR / "log" / "links.txt"
"""Where the last link of the log is kept outside the database; None: nowhere."""
CLOCK_ON = os.environ.get("LEERRECHT_ON", "")
"""The day that counts as today, for the demo and tests; empty: the real one."""

SITE_URL = "http://127.0.0.1:8000"
"""Where people reach the pages, for links in mail and calendars; production names its first host."""
_server = read_server(url=os.environ.get("EMAIL_URL", ""))
MAILS = _server is not None
"""Whether mail goes out at all."""
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if _server else 'dummy'}.EmailBackend"
EMAIL_HOST, EMAIL_PORT = (_server.host, _server.port) if _server else ("", 0)
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = (_server.user, _server.password) if _server else ("", "")
EMAIL_USE_SSL, EMAIL_USE_TLS = (_server.is_tls, _server.is_starttls) if _server else (False, False)
EMAIL_TIMEOUT = SECONDS
DEFAULT_FROM_EMAIL = os.environ.get("EMAIL_FROM", "")

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    # Django's own request log names the address asked for; ours (web/frame/boundary.py) doesn't.
    "loggers": {"django.request": {"level": "CRITICAL"}, "django.security": {"level": "ERROR"}},
}
