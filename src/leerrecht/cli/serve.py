"""`leerrecht serve` and `leerrecht migrate`: the pages for real children. And what serving shares with `leerrecht demo`."""

from __future__ import annotations

import argparse
import contextlib
import http.client
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from leerrecht.cli import FAULTS, RAN
from leerrecht.cli.loading import Stop
from leerrecht.cli.messages import plain

PROFILE = "leerrecht.conf.production"
MIGRATING = 4_726_637_201
"""The number of PostgreSQL's advisory lock under which migrations are applied: one server at a time."""
FIRST_ANSWER = 60.0
BACKLOG = 1024

WORDS = {
    "bad_settings": {"nl": "De instellingen kloppen niet:\n{why}", "en": "The settings aren't right:\n{why}"},
    "unsafe": {
        "nl": "Leerrecht start niet, want dit is onveilig:",
        "en": "Leerrecht doesn't start, because this is unsafe:",
    },
    "no_database": {
        "nl": "De database antwoordt niet. Kijk wat eraan scheelt met: leerrecht doctor",
        "en": "The database doesn't answer. See what is wrong with: leerrecht doctor",
    },
    "waiting": {
        "nl": "De database is nog niet bijgewerkt ({count} stap(pen)). Draai eerst: leerrecht migrate",
        "en": "The database isn't up to date yet ({count} step(s)). First run: leerrecht migrate",
    },
    "taken": {
        "nl": "Poort {port} op {host} is bezet of niet te gebruiken. Kies een andere met --port.",
        "en": "Port {port} on {host} is taken or can't be used. Choose another with --port.",
    },
    "serving": {"nl": "Leerrecht: {url}  (stoppen: Ctrl+C)", "en": "Leerrecht: {url}  (stop: Ctrl+C)"},
    "silent": {
        "nl": "De pagina's antwoorden niet. Kijk wat eraan scheelt met: leerrecht doctor",
        "en": "The pages don't answer. See what is wrong with: leerrecht doctor",
    },
    "applied": {"nl": "Bijgewerkt: {name}", "en": "Applied: {name}"},
    "current": {"nl": "De database is bij.", "en": "The database is up to date."},
    "stopped": {"nl": "Gestopt.", "en": "Stopped."},
}


def say(name: str, lang: str, /, **values: object) -> str:
    """Say something in a language, fit for a terminal (line by line)."""
    return "\n".join(plain(line) for line in WORDS[name][lang].format(**values).splitlines())


def complain(name: str, lang: str, /, **values: object) -> None:
    """Say on stderr why a command can't go on."""
    print(say(name, lang, **values), file=sys.stderr)


def configure(lang: str) -> None:
    """Have Django ready with the profile that is configured (production unless another is named), or say why not and stop."""
    profile = os.environ.setdefault("DJANGO_SETTINGS_MODULE", PROFILE)
    if profile == PROFILE:
        from leerrecht.conf.safety import unsafe

        faults = unsafe(os.environ, lang)
        if faults:
            print("\n- ".join([say("unsafe", lang), *map(plain, faults)]), file=sys.stderr)
            raise Stop
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except (ImproperlyConfigured, ImportError, KeyError) as error:
        complain("bad_settings", lang, why=error)
        raise Stop from None


def waiting_migrations() -> list[str]:
    """Give the migrations that are still to be applied, in order."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Wait until nobody else migrates this database (PostgreSQL; SQLite has one writer anyway)."""
    from django.db import connection

    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATING])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATING])


def apply_migrations() -> list[str]:
    """Bring the database up to date and give what was applied."""
    from django.core.management import call_command

    with one_at_a_time():
        names = waiting_migrations()
        if names:
            call_command("migrate", verbosity=0, interactive=False)
    return names


def run_migrate(arguments: argparse.Namespace) -> int:
    """Run `leerrecht migrate`; 0 when the database is up to date, 2 when it can't be reached or the settings are unsafe."""
    lang = arguments.lang
    try:
        configure(lang)
        from django.db import OperationalError

        try:
            names = apply_migrations()
        except OperationalError:
            complain("no_database", lang)
            return FAULTS
    except Stop:
        return FAULTS
    for name in names:
        print(say("applied", lang, name=name))
    print(say("current", lang))
    return RAN


def open_socket(*, host: str, port: int) -> socket.socket:
    """Take a port, listening; OSError when somebody else has it."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    made = socket.socket(family, socket.SOCK_STREAM)
    exclusive = getattr(socket, "SO_EXCLUSIVEADDRUSE", None)
    made.setsockopt(socket.SOL_SOCKET, exclusive or socket.SO_REUSEADDR, 1)
    try:
        made.bind((host, port))
        made.listen(BACKLOG)
    except OSError:
        made.close()
        raise
    return made


def answers(*, address: tuple[str, int], host: str, path: str, within: float = FIRST_ANSWER) -> bool:
    """Tell whether a page answers 200 before so many seconds have passed."""
    until = time.monotonic() + within
    while time.monotonic() < until:
        connection = http.client.HTTPConnection(*address, timeout=within)
        with contextlib.suppress(OSError, http.client.HTTPException):
            connection.request("GET", path, headers={"Host": host})
            if connection.getresponse().status == http.client.OK:
                return True
        connection.close()
        time.sleep(0.1)
    return False


def _interrupt(number: int, frame: Any) -> None:
    raise KeyboardInterrupt


@contextmanager
def stopping(lang: str) -> Iterator[None]:
    """End in peace when somebody presses Ctrl+C or the system asks to stop."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, _interrupt)
        signal.signal(signal.SIGINT, _interrupt)
    try:
        yield
    except KeyboardInterrupt:
        complain("stopped", lang)


def run_server(
    *, taken: socket.socket, threads: int, host: str, path: str, ready: Callable[[], None], lang: str, **more: Any
) -> None:
    """Serve the pages on a port that was taken until somebody stops it; calls `ready` once `path` answers."""
    from django.conf import settings
    from waitress.server import create_server  # type: ignore[import-untyped]

    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # before the pages are loaded, or they warn of it
    from leerrecht.web.wsgi import application

    server = create_server(
        application, sockets=[taken], threads=threads, ident=None,
        max_request_body_size=settings.MOST_UPLOAD_BYTES + 2**20, clear_untrusted_proxy_headers=True, **more,
    )  # fmt: skip

    def watch() -> None:
        if answers(address=taken.getsockname()[:2], host=host, path=path):
            ready()
        else:
            complain("silent", lang)

    threading.Thread(target=watch, daemon=True).start()
    server.run()  # until it is interrupted
    complain("stopped", lang)


def serve(arguments: argparse.Namespace) -> int:
    """Run `leerrecht serve`; 0 when it was stopped, 2 when it can't begin."""
    lang = arguments.lang
    try:
        configure(lang)
        _check_database(lang)
        taken = open_socket(host=arguments.host, port=arguments.port)
    except Stop:
        return FAULTS
    except OSError:
        complain("taken", lang, host=arguments.host, port=arguments.port)
        return FAULTS
    from django.conf import settings

    url = f"http://{arguments.host}:{taken.getsockname()[1]}/"
    named = [host for host in settings.ALLOWED_HOSTS if "*" not in host]
    with stopping(lang):
        run_server(
            taken=taken, threads=arguments.threads, host=named[0] if named else "localhost", path="/health/",
            ready=lambda: print(say("serving", lang, url=url), flush=True), lang=lang,
            trusted_proxy=arguments.proxy, trusted_proxy_headers={"x-forwarded-proto", "x-forwarded-for"},
        )  # fmt: skip
    return RAN


def _check_database(lang: str) -> None:
    from django.db import OperationalError, connection

    try:
        waiting = waiting_migrations()
    except OperationalError:
        complain("no_database", lang)
        raise Stop from None
    connection.close()
    if waiting:
        complain("waiting", lang, count=len(waiting))
        raise Stop
