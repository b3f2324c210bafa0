"""The demo: synthetic children only, this machine only. Refuses to be reached from elsewhere."""

from __future__ import annotations

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from leerrecht.conf import base
from leerrecht.conf.base import *  # noqa: F403 (a profile is the base with changes)
from leerrecht.conf.safety import LOOPBACK, reachable

DAY = "2026-09-15"
"""The day for which the stories were written."""

_faults = reachable(os.environ)
if _faults:
    raise ImproperlyConfigured("The demo does not start:\n- " + "\n- ".join(_faults))


def _secret(kept: Path) -> str:
    given = os.environ.get("LEERRECHT_DEMO_SECRET") or (kept.read_text().strip() if kept.is_file() else "")
    if not given:
        raise ImproperlyConfigured("The demo was never started here: run leerrecht demo first.")
    return given


IS_DEMO = True
SECRET_KEY = _secret(base.VAR / "demo" / "secret")
"""Random; made by `leerrecht demo` at its first start and kept under var/."""
ALLOWED_HOSTS = list(LOOPBACK)
CLOCK_ON = base.CLOCK_ON or DAY
DATABASES = {"default": base.database_file(base.VAR / "demo" / f"{CLOCK_ON}.sqlite3")}
"""Its own file for each day; DATABASE_URL, which may name real children, isn't looked at."""
ISSUERS = ""
"""Nobody signs in to the demo through their organisation."""
LINKS_FILE = base.VAR / "demo" / f"{CLOCK_ON}.sqlite3.links"
MAILS = True
EMAIL_BACKEND, EMAIL_FILE_PATH = "django.core.mail.backends.filebased.EmailBackend", base.VAR / "demo" / "mail"
"""No mail goes out: what would go stands in files."""
DEFAULT_FROM_EMAIL = "leerrecht@demo.example"
MIDDLEWARE = ["leerrecht.demo.loopback.only_this_machine", *base.MIDDLEWARE]
