"""On SQLite not even the file holds what was erased; and a process that is killed half-way leaves everything."""

from __future__ import annotations

import os
import random
import sqlite3
import string
import subprocess
import sys
from pathlib import Path

import pytest

from leerrecht.conf.base import SQLITE_OPTIONS

ROOT = Path(__file__).parents[2]
PREPARE = """
import os, sys, django; django.setup()
from django.core.management import call_command
from django.db import connection
call_command("migrate", verbosity=0)
from tests.rights.builders import EARLY, LONG_AGO, officer_of, old_record, put
from tests.rights.test_erasing import CANARY, erase, fill
from tests.operations.builders import actor_of
from tests.world import make_world
world = make_world()
child = fill(world, actor_of(world, "legal_representative"))
for number in range(300):
    put(child, "absences", day=LONG_AGO, reason=f"{CANARY}-{number}" + "x" * (number % 97))
from leerrecht.operations import erasing
"""
ERASE = (
    PREPARE
    + """
erase(officer_of(world), child)
connection.close()
"""
)
KILL = (
    PREPARE
    + """
erasing._leave_proof = lambda *_: os._exit(9)
erase(officer_of(world), child)
"""
)


def run(code, path):
    environ = {
        **os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "DJANGO_SETTINGS_MODULE": "tests.settings",
        "LEERRECHT_TEST_DATABASE_URL": f"sqlite:///{path}",
    }  # fmt: skip
    environ.pop("LEERRECHT_TEST_DATABASE", None)
    return subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environ, capture_output=True, text=True)


def raw(path) -> bytes:
    return b"".join(each.read_bytes() for each in path.parent.glob(f"{path.name}*"))


@pytest.mark.slow
def test_the_file_holds_nothing_of_an_erased_record(tmp_path):
    path = tmp_path / "leerrecht.sqlite3"
    done = run(ERASE, path)
    assert done.returncode == 0, done.stderr[-3000:]
    assert b"een-ander" in raw(path)  # what belongs to others is still there
    assert b"kanarievogel" not in raw(path)


@pytest.mark.slow
def test_a_process_killed_half_way_leaves_everything(tmp_path):
    path = tmp_path / "leerrecht.sqlite3"
    assert run(KILL, path).returncode == 9
    with sqlite3.connect(path) as connection:
        (rows,) = connection.execute("SELECT count(*) FROM records_absence WHERE reason LIKE 'kanarie%'").fetchone()
        (proofs,) = connection.execute("SELECT count(*) FROM rights_erasure").fetchone()
    connection.close()
    assert (rows, proofs) == (301, 0)


def test_deleted_rows_are_written_over(tmp_path):
    """The setting itself: rows of many sizes come, change places and go, and the file forgets them."""
    path = tmp_path / "many.sqlite3"
    chance = random.Random(4)
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in str(SQLITE_OPTIONS["init_command"]).split(";"):
        connection.execute(pragma)
    connection.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, child INTEGER, words TEXT)")
    connection.execute("CREATE INDEX t_words ON t (words)")
    for number in range(3000):
        words = "".join(chance.choices(string.ascii_lowercase, k=chance.randrange(5, 900)))
        connection.execute("INSERT INTO t (child, words) VALUES (?, ?)", (number % 7, f"KANARIE{number % 7}-{words}"))
    connection.execute("DELETE FROM t WHERE child = 3")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    assert b"KANARIE2-" in raw(path)
    assert b"KANARIE3-" not in raw(path)
