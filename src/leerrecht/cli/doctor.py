"""`leerrecht doctor`: is everything here as it should be? One line each, in plain words. Says no secret and no password."""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from leerrecht.cli import FAILED, RAN
from leerrecht.cli.logs import DOCTOR_WORDS, look_at_log, verify_log
from leerrecht.cli.messages import plain
from leerrecht.cli.serve import PROFILE, waiting_migrations
from leerrecht.cli.sign_in import DOCTOR_WORDS as SIGN_IN_WORDS
from leerrecht.cli.sign_in import look_at_sign_in
from leerrecht.cli.tick import DOCTOR_WORDS as TICK_WORDS
from leerrecht.cli.tick import look_at_ticks

OLDEST = (3, 11)
FIRST_YEAR = 2026
"""The year in which this was written: an earlier clock is wrong."""

WORDS: dict[str, dict[str, str]] = {
    "good": {"nl": "✓ goed", "en": "✓ good"},
    "wrong": {"nl": "✗ fout", "en": "✗ wrong"},
    "python": {"nl": "Python {version}", "en": "Python {version}"},
    "old_python": {
        "nl": "Python {version} is te oud. Installeer 3.11 of later.",
        "en": "Python {version} is too old. Install 3.11 or later.",
    },
    "profile": {"nl": "Instellingen: {profile}", "en": "Settings: {profile}"},
    "no_profile": {
        "nl": "Instellingen: {profile} is niet te laden ({why}). Kijk naar DJANGO_SETTINGS_MODULE en de omgeving.",
        "en": "Settings: {profile} can't be loaded ({why}). Look at DJANGO_SETTINGS_MODULE and the environment.",
    },
    "unsafe": {"nl": "Onveilig: {what}", "en": "Unsafe: {what}"},
    "not_seen": {
        "nl": "De rest is niet bekeken: daarvoor moeten de instellingen kloppen.",
        "en": "The rest wasn't looked at: it needs settings that are right.",
    },
    "database": {"nl": "Database: {kind} {version}", "en": "Database: {kind} {version}"},
    "no_database": {
        "nl": "De database ({kind}) antwoordt niet. Kijk of hij draait en of DATABASE_URL klopt.",
        "en": "The database ({kind}) doesn't answer. See whether it runs and whether DATABASE_URL is right.",
    },
    "migrated": {"nl": "De database is bijgewerkt", "en": "The database is up to date"},
    "waiting": {
        "nl": "De database wacht op {count} stap(pen). Draai: leerrecht migrate",
        "en": "The database waits for {count} step(s). Run: leerrecht migrate",
    },
    "sqlite": {
        "nl": "SQLite schrijft vooruit (WAL) en bewaakt verwijzingen",
        "en": "SQLite writes ahead (WAL) and guards references",
    },
    "bad_sqlite": {
        "nl": "SQLite staat niet goed: journal_mode {journal}, foreign_keys {keys}. Staat het bestand op een gewone schijf?",
        "en": "SQLite isn't set right: journal_mode {journal}, foreign_keys {keys}. Is the file on an ordinary disk?",
    },
    "rulebook": {"nl": "Regelboek: {rules} regels", "en": "Rulebook: {rules} rules"},
    "bad_rulebook": {
        "nl": "Het regelboek is niet te laden ({why}). Draai: leerrecht rules check",
        "en": "The rulebook can't be loaded ({why}). Run: leerrecht rules check",
    },
    "access": {"nl": "Wie wat ziet: {roles} rollen", "en": "Who sees what: {roles} roles"},
    "bad_access": {
        "nl": "De tabel van wie wat ziet is niet te laden ({why}). Kijk naar access.yaml in het regelboek.",
        "en": "The table of who sees what can't be loaded ({why}). Look at access.yaml in the rulebook.",
    },
    "words": {"nl": "Woorden: {texts} teksten", "en": "Words: {texts} texts"},
    "bad_words": {
        "nl": "De woorden van de pagina's zijn niet te laden ({why}). Installeer Leerrecht opnieuw.",
        "en": "The words of the pages can't be loaded ({why}). Install Leerrecht again.",
    },
    "register": {
        "nl": "Register van verwerkingen: {activities} soorten",
        "en": "Register of processing: {activities} activities",
    },
    "bad_register": {
        "nl": "Het register van verwerkingen is niet te laden ({why}). Kijk naar activities.yaml in het regelboek.",
        "en": "The register of processing can't be loaded ({why}). Look at activities.yaml in the rulebook.",
    },
    "static": {"nl": "De vormgeving is gebouwd", "en": "The style sheets are built"},
    "no_static": {
        "nl": "De vormgeving ontbreekt. Draai: make setup",
        "en": "The style sheets are absent. Run: make setup",
    },
    "clock": {"nl": "Klok: {moment} ({zone})", "en": "Clock: {moment} ({zone})"},
    "set_clock": {
        "nl": "Klok: de demo staat op {day} ({zone})",
        "en": "Clock: the demo is set to {day} ({zone})",
    },
    "bad_clock": {
        "nl": "De klok deugt niet: {why}. Zet de systeemklok en LEERRECHT_ON goed.",
        "en": "The clock is wrong: {why}. Set the system clock and LEERRECHT_ON right.",
    },
    "var": {"nl": "Er is te schrijven in {folder}", "en": "{folder} can be written to"},
    "bad_var": {
        "nl": "Er is niet te schrijven in {folder}. Geef een andere map met LEERRECHT_VAR.",
        "en": "{folder} can't be written to. Name another folder with LEERRECHT_VAR.",
    },
    "audit": {"nl": "De logboeken nemen regels aan en veranderen er geen", "en": "The logs take rows and change none"},
    "bad_audit": {
        "nl": "De logboeken nemen geen regels aan ({why}). Mag dit account in de database schrijven?",
        "en": "The logs take no rows ({why}). May this account write to the database?",
    },
    **DOCTOR_WORDS,
    **SIGN_IN_WORDS,
    **TICK_WORDS,
}


@dataclass(frozen=True)
class Found:
    """What came of one check: the word for it, and what belongs in the sentence."""

    is_good: bool
    name: str
    values: dict[str, Any]


def _good(name: str, **values: Any) -> Found:
    return Found(True, name, values)


def _wrong(name: str, **values: Any) -> Found:
    return Found(False, name, values)


def _kind(error: Exception) -> str:
    """Name a failure by its kind; its message may hold an address or a password."""
    return type(error).__name__


def check_python() -> Iterator[Found]:
    """Look at Python."""
    version = platform.python_version()
    yield _good("python", version=version) if sys.version_info >= OLDEST else _wrong("old_python", version=version)


def check_settings(lang: str) -> Iterator[Found]:
    """Load the settings; say each unsafe thing."""
    profile = os.environ.setdefault("DJANGO_SETTINGS_MODULE", PROFILE)
    if profile == PROFILE:
        from leerrecht.conf.safety import unsafe

        faults = [_wrong("unsafe", what=what) for what in unsafe(os.environ, lang)]
        yield from faults
        if faults:
            return
    import django

    try:
        django.setup()
    except Exception as error:
        yield _wrong("no_profile", profile=profile, why=_kind(error))
    else:
        yield _good("profile", profile=profile)


def check_database() -> Iterator[Found]:
    """Reach the database; look at its migrations, and at how SQLite is set."""
    from django.db import Error, connection

    try:
        with connection.cursor() as cursor:
            version = ".".join(str(part) for part in connection.get_database_version())
            yield _good("database", kind=connection.display_name, version=version)
            waiting = waiting_migrations()
            yield _wrong("waiting", count=len(waiting)) if waiting else _good("migrated")
            if connection.vendor == "sqlite":
                (journal,) = cursor.execute("PRAGMA journal_mode").fetchone()
                (keys,) = cursor.execute("PRAGMA foreign_keys").fetchone()
                is_set = keys == 1 and (journal == "wal" or connection.is_in_memory_db())  # type: ignore[attr-defined]
                yield _good("sqlite") if is_set else _wrong("bad_sqlite", journal=journal, keys=keys)
    except Error:
        yield _wrong("no_database", kind=connection.display_name)


def check_rulebook() -> Iterator[Found]:
    """Load the rulebook, the access table and the words."""
    from leerrecht.queries.rulebooks import access_table, rulebook

    yield _loaded("rulebook", "rules", lambda: rulebook().texts)
    yield _loaded("access", "roles", lambda: access_table().roles)
    yield _loaded("words", "texts", _texts)
    yield _loaded("register", "activities", _activities)


def _texts() -> Any:
    from leerrecht.web.words import book

    return book().texts


def _activities() -> Any:
    from leerrecht.audit.activities import register

    return register().activities


def _loaded(name: str, counted: str, load: Callable[[], Any]) -> Found:
    try:
        return _good(name, **{counted: len(load())})
    except Exception as error:  # whatever is wrong with a file: its loader says so at length elsewhere
        return _wrong(f"bad_{name}", why=_kind(error))


def check_static() -> Iterator[Found]:
    """Look for the style sheets."""
    from django.contrib.staticfiles.finders import find

    yield _good("static") if find("vendor/nlds.css") else _wrong("no_static")


def check_clock() -> Iterator[Found]:
    """Look at the clock: set for a demo only, and not before this version was made."""
    from django.conf import settings

    from leerrecht.web.frame.clock import now, today

    zone = settings.TIME_ZONE
    try:
        day, moment = today(), now()
    except ValueError as error:
        yield _wrong("bad_clock", why=_kind(error))
        return
    if settings.CLOCK_ON:
        yield _good("set_clock", day=day, zone=zone) if settings.IS_DEMO else _wrong("bad_clock", why="LEERRECHT_ON")
    elif day.year < FIRST_YEAR:
        yield _wrong("bad_clock", why=day)
    else:
        yield _good("clock", moment=f"{moment.astimezone():%Y-%m-%d %H:%M}", zone=zone)


def check_var() -> Iterator[Found]:
    """Write to the folder for what changes."""
    from django.conf import settings

    try:
        settings.VAR.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=settings.VAR):
            yield _good("var", folder=settings.VAR)
    except OSError:
        yield _wrong("bad_var", folder=settings.VAR)


def check_audit() -> Iterator[Found]:
    """Add a row to each log and take it back; see that none can be changed."""
    from django.db import Error, transaction

    from leerrecht.audit.log import record_event, record_read
    from leerrecht.stored.public_id import new_public_id
    from leerrecht.web.frame.clock import now

    try:
        with transaction.atomic():
            row = record_event(at=now(), action="doctor.looked", object_kind="log")
            record_read(at=now(), children=[new_public_id()], activity="doctor", role="")
            transaction.set_rollback(True)
        row.save()
    except Error as error:
        yield _wrong("bad_audit", why=_kind(error))
    except TypeError:
        yield _good("audit")
    else:
        yield _wrong("bad_audit", why="save")


def check_log(given: list[str] | None) -> Iterator[Found]:
    """Look at the chain of the log; walk it whole when asked (`given`: links that were noted elsewhere)."""
    from django.db import Error

    try:
        lines = [*look_at_log(), *(verify_log(given) if given is not None else ())]
    except Error as error:
        yield _wrong("bad_audit", why=_kind(error))
        return
    yield from (Found(*line) for line in lines)


def check_ticks() -> Iterator[Found]:
    """Say when scheduled work was last done."""
    from django.db import Error

    try:
        yield from (Found(*line) for line in list(look_at_ticks()))
    except Error as error:  # a database that isn't up to date has no such table yet
        yield _wrong("never_ticked", why=_kind(error))


def doctor(arguments: argparse.Namespace) -> int:
    """Run every check; 0 when all is well, 1 otherwise."""
    lang = arguments.lang
    wrong = _tell([*check_python(), *check_settings(lang)], lang)
    if wrong:
        print(WORDS["not_seen"][lang])
        return FAILED
    for check in (check_database, check_rulebook, check_static, check_clock, check_var, check_audit, check_ticks):
        wrong += _tell(check(), lang)
    wrong += _tell((Found(*line) for line in look_at_sign_in(lang=lang)), lang)
    wrong += _tell(check_log((arguments.link or []) if arguments.verify_log or arguments.link else None), lang)
    return FAILED if wrong else RAN


def _tell(found: Any, lang: str) -> int:
    """Print a line for each check; give how many are wrong."""
    wrong = 0
    for each in found:
        wrong += not each.is_good
        mark = WORDS["good" if each.is_good else "wrong"][lang]
        print(plain(f"{mark:<8} {WORDS[each.name][lang].format(**each.values)}"))
    return wrong
