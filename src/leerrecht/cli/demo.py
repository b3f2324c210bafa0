"""`leerrecht demo`: an invented region to try Leerrecht on, in a database of its own, for this machine only."""

from __future__ import annotations

import argparse
import datetime
import os
import secrets
import socket
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from leerrecht.cli import FAULTS, RAN
from leerrecht.cli.loading import progress_bar
from leerrecht.cli.messages import plain
from leerrecht.cli.serve import apply_migrations, open_socket, run_server, stopping

if TYPE_CHECKING:
    from collections.abc import Iterable

HOST = "127.0.0.1"
MOST_PORTS = 20
THREADS = 2
LONGEST_FILLING = 600.0

WORDS = {
    "making": {
        "nl": "De demo wordt gemaakt: {children} verzonnen jongeren op {on} ...",
        "en": "Making the demo: {children} invented young people on {on} ...",
    },
    "made": {"nl": "Klaar in {seconds} seconden.", "en": "Done in {seconds} seconds."},
    "ready": {"nl": "Leerrecht demo: {url}  (stoppen: Ctrl+C)", "en": "Leerrecht demo: {url}  (stop: Ctrl+C)"},
    "no_port": {
        "nl": "De poorten {first} tot en met {last} zijn bezet. Kies een andere met --port.",
        "en": "Ports {first} to {last} are taken. Choose another with --port.",
    },
    "in_use": {
        "nl": "De oude demo is niet te vervangen ({why}). Draait hij nog? Stop hem eerst.",
        "en": "The old demo can't be replaced ({why}). Does it still run? Stop it first.",
    },
}


def say(name: str, lang: str, /, **values: object) -> str:
    """Say something in a language, fit for a terminal."""
    return plain(WORDS[name][lang].format(**values))


def get_secret(folder: Path) -> str:
    """Give the demo's own secret: random, made once, readable for its owner only."""
    kept = folder / "secret"
    try:
        with os.fdopen(os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(60))
    except FileExistsError:
        pass
    found = kept.read_text().strip()
    if not found:  # somebody stopped it between making and writing
        kept.unlink()
        return get_secret(folder)
    return found


def _configure(arguments: argparse.Namespace) -> Path:
    """Have Django ready with the demo's profile, whatever else is configured; give the file of the database."""
    from leerrecht.demo import ON

    var = (arguments.var or Path(os.environ.get("LEERRECHT_VAR", "var"))).resolve()
    folder = var / "demo"
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    os.environ["LEERRECHT_VAR"] = str(var)
    os.environ["LEERRECHT_ON"] = (arguments.day or ON).isoformat()
    os.environ["LEERRECHT_DEMO_SECRET"] = get_secret(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "leerrecht.conf.demo"
    for name in ("DATABASE_URL", "LEERRECHT_HOSTS"):  # they are about real children
        os.environ.pop(name, None)
    import django

    django.setup()
    from django.conf import settings

    return Path(settings.DATABASES["default"]["NAME"])


def _files(database: Path) -> Iterable[Path]:
    return (database.with_name(database.name + ending) for ending in ("-wal", "-shm", ".links", ""))


def _remove(database: Path) -> None:
    for file in _files(database):
        file.unlink(missing_ok=True)


def _sweep(own: Path) -> None:
    """Remove what a start that was killed left; not what another one is filling."""
    for left in own.parent.glob("*.filling*"):
        if left.name.startswith(own.name) or time.time() - left.stat().st_mtime > LONGEST_FILLING:
            left.unlink(missing_ok=True)


def make_database(*, database: Path, children: int, lang: str) -> None:
    """Make and fill the database under another name; it gets its own only when it is whole."""
    from django.conf import settings
    from django.db import connection

    from leerrecht.demo.filling import fill
    from leerrecht.web.frame.clock import now

    began = time.monotonic()
    on = datetime.date.fromisoformat(settings.CLOCK_ON)
    unfinished = database.with_name(f"{database.stem}-{os.getpid()}.filling")
    _sweep(unfinished)
    print(say("making", lang, children=children, on=on), file=sys.stderr, flush=True)
    connection.settings_dict["NAME"] = unfinished
    try:
        apply_migrations()
        with progress_bar("writing", lang) as progress:
            fill(at=now(), on=on, children=children, progress=progress)
        connection.close()
        _remove(database)
        unfinished.replace(database)
    finally:
        connection.close()
        _remove(unfinished)
        connection.settings_dict["NAME"] = database
    print(say("made", lang, seconds=f"{time.monotonic() - began:.1f}"), file=sys.stderr, flush=True)


def find_port(first: int) -> socket.socket | None:
    """Take a port, or the next that is free; None when twenty of them are taken."""
    for port in [0] if first == 0 else range(first, min(first + MOST_PORTS, 65536)):
        try:
            return open_socket(host=HOST, port=port)
        except OSError:
            continue
    return None


def demo(arguments: argparse.Namespace) -> int:
    """Run the command until somebody stops it."""
    lang = arguments.lang
    with stopping(lang):
        database = _configure(arguments)
        if arguments.fresh or not database.exists():
            try:
                make_database(database=database, children=arguments.children, lang=lang)
            except PermissionError as error:
                print(say("in_use", lang, why=error.strerror), file=sys.stderr)
                return FAULTS
        else:
            apply_migrations()
        return _serve(arguments.port, lang)
    return RAN


def _serve(first: int, lang: str) -> int:
    from django.conf import settings
    from django.db import connection

    connection.close()
    taken = find_port(first)
    if taken is None:
        print(say("no_port", lang, first=first, last=first + MOST_PORTS - 1), file=sys.stderr)
        return FAULTS
    path = "/" if lang == "nl" else f"/{lang}/"
    settings.SITE_URL = f"http://{HOST}:{taken.getsockname()[1]}"  # whatever port was free
    url = f"{settings.SITE_URL}{path}"
    run_server(
        taken=taken, threads=THREADS, host=HOST, path=path, lang=lang,
        ready=lambda: print(say("ready", lang, url=url), flush=True),
    )  # fmt: skip
    return RAN
