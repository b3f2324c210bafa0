"""A database filled by the previous commit is brought up to this one: nothing lost, and the pages answer."""

from __future__ import annotations

import os
import subprocess
import sys
import uuid
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILL = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from tests.world import make_world
make_world()
"""
UPGRADE = """
import django; django.setup()
from django.core.management import call_command
from django.db import connection
def count():
    with connection.cursor() as cursor:
        tables = [t for t in connection.introspection.table_names(cursor) if t.startswith(("records_", "chain_", "accounts_"))]
        found = {}
        for table in tables:
            cursor.execute(f'SELECT count(*) FROM "{table}"')
            found[table] = cursor.fetchone()[0]
        return found
before = count()
call_command("migrate", verbosity=0)
after = count()
assert before["records_child"] == 23 and {table: after[table] for table in before} == before, (before, after)
from django.test import Client
from leerrecht.accounts.models import Account
from leerrecht.records.models import Child
client = Client()
assert client.get("/health/").json() == {"status": "ok"}
client.force_login(Account.objects.get(email__startswith="legal_representative"))
assert "Ahmad Saleh" in client.get("/vandaag/").content.decode()
child = Child.objects.get(reference="wachten").public_id
assert client.get(f"/jongeren/{child}/").status_code == 200
"""


def git(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)


def run(code: str, source: Path, url: str) -> None:
    environ = {
        **os.environ, "PYTHONPATH": f"{source / 'src'}:{source}", "DJANGO_SETTINGS_MODULE": "tests.settings",
        "LEERRECHT_TEST_DATABASE_URL": url,
    }  # fmt: skip
    environ.pop("LEERRECHT_TEST_DATABASE", None)
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=source, env=environ, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]


@pytest.fixture(scope="module")
def previous(tmp_path_factory):
    """The source of the previous commit: of HEAD while something is uncommitted, else of its parent."""
    commit = "HEAD" if git("status", "--porcelain", "src").stdout else "HEAD~1"
    if git("cat-file", "-e", f"{commit}:src/leerrecht/records/migrations/__init__.py").returncode:
        pytest.skip("the previous commit has no schema, or isn't in this clone")
    folder = tmp_path_factory.mktemp("previous")
    archive = subprocess.run(["git", "archive", commit], cwd=ROOT, capture_output=True, check=True)
    subprocess.run(["tar", "-x", "-C", folder], input=archive.stdout, check=True)
    return folder


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'upgrade.sqlite3'}"
        return
    import psycopg

    from tests.postgresql import get_server

    server = get_server()
    name = f"upgrade_{uuid.uuid4().hex}"
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    yield server.get_uri(name)
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.mark.slow
def test_a_filled_database_of_the_previous_commit_is_upgraded(previous, url):
    run(FILL, previous, url)
    run(UPGRADE, ROOT, url)


def test_migrations_are_linear_and_named():
    for folder in sorted((ROOT / "src" / "leerrecht").glob("*/migrations")):
        numbers = sorted(path.stem.split("_", 1) for path in folder.glob("[0-9]*.py"))
        assert [int(number) for number, _ in numbers] == list(range(1, len(numbers) + 1)), folder
        assert not any(name.startswith("auto") for _, name in numbers), folder
