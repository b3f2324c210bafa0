"""What makes settings unsafe for real children. Reads an environment that is given; imports nothing of Django.

No answer repeats a value that may be secret.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from leerrecht.conf.issuer_faults import IssuersRefused
from leerrecht.conf.issuers import read_issuers
from leerrecht.conf.mail import WORDS as MAIL_WORDS
from leerrecht.conf.mail import mail_faults

SHORTEST_KEY = 50
DIFFERENT_CHARACTERS = 10
DATABASES = ("postgres://", "postgresql://", "sqlite://")
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")

WORDS = {
    "key": {
        "nl": "LEERRECHT_SECRET_KEY ontbreekt of is zwak: geef minstens {least} willekeurige tekens",
        "en": "LEERRECHT_SECRET_KEY is absent or weak: give at least {least} random characters",
    },
    "no_hosts": {
        "nl": "LEERRECHT_HOSTS ontbreekt: noem de namen waaronder men Leerrecht bereikt, met komma's ertussen",
        "en": "LEERRECHT_HOSTS is absent: name the hosts people reach Leerrecht by, with commas",
    },
    "wide_host": {
        "nl": "LEERRECHT_HOSTS bevat {host!r}: noem elke naam helemaal, zonder jokerteken",
        "en": "LEERRECHT_HOSTS holds {host!r}: name each host in full, without a wildcard",
    },
    "no_host": {
        "nl": "LEERRECHT_HOSTS bevat {host!r}: geef alleen de naam, zonder https://, poort of pad",
        "en": "LEERRECHT_HOSTS holds {host!r}: give the name only, without https://, port or path",
    },
    "debug": {
        "nl": "Foutopsporing staat aan: haal LEERRECHT_DEBUG en DJANGO_DEBUG weg",
        "en": "debugging is on: remove LEERRECHT_DEBUG and DJANGO_DEBUG",
    },
    "no_database": {
        "nl": "DATABASE_URL ontbreekt: noem de database, zoals postgresql://naam:wachtwoord@host/database",
        "en": "DATABASE_URL is absent: name the database, such as postgresql://user:password@host/name",
    },
    "database": {
        "nl": "DATABASE_URL noemt geen PostgreSQL of SQLite: begin met postgresql:// of sqlite:///",
        "en": "DATABASE_URL names neither PostgreSQL nor SQLite: begin with postgresql:// or sqlite:///",
    },
    "memory": {
        "nl": "DATABASE_URL noemt een database in het geheugen: die is weg zodra Leerrecht stopt",
        "en": "DATABASE_URL names a database in memory: it is gone as soon as Leerrecht stops",
    },
    "clock": {
        "nl": "LEERRECHT_ON is gezet: de klok van echte kinderen is de echte",
        "en": "LEERRECHT_ON is set: the clock of real children is the real one",
    },
    "reach": {
        "nl": "LEERRECHT_HOSTS bevat {host!r}: de demo is alleen op deze computer te bereiken",
        "en": "LEERRECHT_HOSTS holds {host!r}: the demo is reached from this machine only",
    },
    **MAIL_WORDS,
}


def hosts_of(environ: Mapping[str, str]) -> list[str]:
    """Give the hosts that an environment names.

    >>> hosts_of({"LEERRECHT_HOSTS": "a.example, b.example,"})
    ['a.example', 'b.example']
    """
    return [host.strip() for host in environ.get("LEERRECHT_HOSTS", "").split(",") if host.strip()]


def unsafe(environ: Mapping[str, str], lang: str = "en") -> list[str]:
    """Say what is unsafe in the environment of a server for real children: what, and what to do.

    >>> unsafe({"LEERRECHT_SECRET_KEY": "0123456789abcdef" * 4, "LEERRECHT_HOSTS": "leerrecht.example.nl",
    ...         "DATABASE_URL": "postgresql://db/leerrecht"})
    []
    """
    found: list[tuple[str, str]] = []
    key = environ.get("LEERRECHT_SECRET_KEY", "")
    if len(key) < SHORTEST_KEY or len(set(key)) < DIFFERENT_CHARACTERS:
        found.append(("key", ""))
    hosts = hosts_of(environ)
    found += [] if hosts else [("no_hosts", "")]
    found += [("wide_host", host) for host in hosts if _is_wide(host)]
    found += [("no_host", host) for host in hosts if not _is_wide(host) and re.search(r"[/@\s]|:(?!.*\])", host)]
    if environ.get("LEERRECHT_DEBUG") or environ.get("DJANGO_DEBUG"):
        found.append(("debug", ""))
    found += [(name, "") for name in _database(environ.get("DATABASE_URL", ""))]
    if environ.get("LEERRECHT_ON"):
        found.append(("clock", ""))
    found += [(name, "") for name in mail_faults(environ)]
    said = [WORDS[name][lang].format(least=SHORTEST_KEY, host=host) for name, host in found]
    return said + _issuers(environ.get("LEERRECHT_ISSUERS", ""), lang)


def _issuers(path: str, lang: str) -> list[str]:
    """Say what is wrong with the mapping file, when there is one."""
    try:
        if path:
            read_issuers(path=Path(path))
    except IssuersRefused as refused:
        return [f"LEERRECHT_ISSUERS: {fault.say(lang)}" for fault in refused.faults]
    return []


def _is_wide(host: str) -> bool:
    return "*" in host or host.startswith(".")


def _database(url: str) -> list[str]:
    if not url:
        return ["no_database"]
    if not url.startswith(DATABASES):
        return ["database"]
    return ["memory"] if url.startswith("sqlite") and (":memory:" in url or url == "sqlite://") else []


def reachable(environ: Mapping[str, str], lang: str = "en") -> list[str]:
    """Say which hosts would have the demo reached from elsewhere.

    >>> reachable({"LEERRECHT_HOSTS": "localhost,demo.example"})
    ["LEERRECHT_HOSTS holds 'demo.example': the demo is reached from this machine only"]
    """
    return [WORDS["reach"][lang].format(host=host) for host in hosts_of(environ) if host not in LOOPBACK]
