"""A database with all migrations applied, kept from run to run: applying them takes seven seconds, for each process anew.

What is kept belongs to the code of the apps, so one changed line in a model or a migration has them applied again.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import tempfile
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any

import django

_open: list[sqlite3.Connection] = []
"""A database in memory lives as long as somebody is connected to it."""


def keep_migrated() -> None:
    """Let Django's test databases begin as one that was migrated before, if there is one; else keep what they become."""
    from django.db.backends.postgresql.creation import DatabaseCreation as Postgresql
    from django.db.backends.sqlite3.creation import DatabaseCreation as Sqlite

    _wrap(Sqlite, begin=_fill_memory, keep=_save_memory)
    _wrap(Postgresql, begin=_name_template, keep=_save_template)


def _wrap(creation: Any, *, begin: Any, keep: Any) -> None:
    make, create = creation._create_test_db, creation.create_test_db

    def make_filled(self: Any, *args: Any, **options: Any) -> str:
        return str(begin(self, lambda: make(self, *args, **options)))

    def create_and_keep(self: Any, *args: Any, **options: Any) -> str:
        name = create(self, *args, **options)
        keep(self, name)
        return str(name)

    creation._create_test_db, creation.create_test_db = make_filled, create_and_keep


@cache
def _mark() -> str:
    from django.apps import apps

    found = hashlib.sha256(django.__version__.encode())
    for app in sorted(apps.get_app_configs(), key=lambda app: app.label):
        folder = Path(app.path)
        if (folder / "migrations").is_dir():
            for path in sorted(folder.rglob("*.py")):
                found.update(path.read_bytes())
    return found.hexdigest()[:16]


def _file() -> Path:
    folder = Path(tempfile.gettempdir()) / f"leerrecht-tests-{os.getuid()}"
    folder.mkdir(exist_ok=True, mode=0o700)
    return folder / f"migrated-{_mark()}.sqlite3"


def _fill_memory(creation: Any, make: Any) -> str:
    name = str(make())
    if creation.is_in_memory_db(name) and _file().exists():
        _open.append(sqlite3.connect(name, uri=True))
        with closing(sqlite3.connect(_file())) as kept:
            kept.backup(_open[-1])
    return name


def _save_memory(creation: Any, name: str) -> None:
    if creation.is_in_memory_db(name) and not _file().exists():
        mine = _file().with_suffix(f".{os.getpid()}")
        with closing(sqlite3.connect(mine)) as kept:
            creation.connection.connection.backup(kept)
        mine.replace(_file())  # whole or not at all: others may be at the same


def _template() -> str:
    return f"leerrecht_migrated_{_mark()}"


def _has_template(creation: Any) -> bool:
    with creation._nodb_cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [_template()])
        return cursor.fetchone() is not None


def _name_template(creation: Any, make: Any) -> str:
    if _has_template(creation):
        creation.connection.settings_dict["TEST"]["TEMPLATE"] = _template()
    return str(make())


def _save_template(creation: Any, name: str) -> None:
    from django.db.utils import Error

    if _has_template(creation):
        return
    creation.connection.close()
    with creation._nodb_cursor() as cursor:
        try:
            cursor.execute(f'CREATE DATABASE "{_template()}" TEMPLATE "{name}"')
        except Error:  # another process was first
            return
