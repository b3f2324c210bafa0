"""Real children. Refuses to start when something is unsafe, and says everything that is at once."""

from __future__ import annotations

import os

from django.core.exceptions import ImproperlyConfigured

from leerrecht.conf.safety import hosts_of, unsafe

_faults = unsafe(os.environ)
if _faults:
    raise ImproperlyConfigured("Leerrecht does not start, because this is unsafe:\n- " + "\n- ".join(_faults))

from leerrecht.conf.base import *  # noqa: E402, F403 (a profile is the base with changes; only once it is safe)

SECRET_KEY = os.environ["LEERRECHT_SECRET_KEY"]
ALLOWED_HOSTS = hosts_of(os.environ)
SITE_URL = f"https://{ALLOWED_HOSTS[0]}"
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^health/$"]
"""Whoever watches over the server asks it directly; the answer holds no data."""
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
"""`leerrecht serve` takes this header away, unless it comes from the proxy that is trusted."""
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SILENCED_SYSTEM_CHECKS = ["security.W021"]
"""No HSTS preloading: browsers would then hold a whole domain to it, which is for its owner to decide."""
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_NAME = "__Host-csrf"
SEEN_COOKIE_NAME = "__Host-seen"
KNOWN_COOKIE_NAME = "__Host-known"
