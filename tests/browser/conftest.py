"""A real Chromium, one per worker, on our own server with the invented children of tests/world.py."""

from __future__ import annotations

import os
import random
import shutil
from contextlib import contextmanager

import pytest

from tests.browser.checking import AXE
from tests.browser.people import PEOPLE
from tests.browser.serving import Server
from tests.browser.tabs import Tabs, session_of
from tests.world import make_world

FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)  # fmt: skip


def pytest_collection_modifyitems(items):
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker("browser")
            item.add_marker("slow")


def _absent(what: str) -> None:
    if os.environ.get("LEERRECHT_CI"):
        pytest.fail(f"The browser tests need {what}.")
    pytest.skip(f"skipped, needs {what}")


@contextmanager
def _one_connection():
    """Keep the database's connection while Playwright's loop runs in this thread: Django would look for another one."""
    from django.db import connections

    former = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # our tests never await
    opened = {each.alias: each for each in connections.all()}

    def keep() -> None:
        for alias, connection in opened.items():
            connections[alias] = connection

    yield keep
    if former is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def browser(django_db_setup):
    chromium = shutil.which("chromium")
    if chromium is None:
        _absent("Chromium")
    if not AXE.is_file():
        _absent("axe-core (make setup)")
    from playwright.sync_api import sync_playwright

    with _one_connection() as keep, sync_playwright() as playwright:
        keep()
        found = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield found
        found.close()


@pytest.fixture(scope="session")
def server(browser, django_db_setup, django_db_blocker, django_test_environment):
    with django_db_blocker.unblock():
        found = Server()
        found.start()
    yield found
    found.stop()


@pytest.fixture(scope="module", autouse=True)
def _seeded_ids():
    """Draw public ids from a seed once per module: its tests may share one world."""
    from leerrecht.stored.public_id import use_source

    former = use_source(random.Random(2026))
    yield
    use_source(former)


def _filled():
    """Make the world, with accounts that one click opens and people with a name and a function; one child has a long name."""
    from leerrecht.records.models import FACT

    world = make_world()
    for role, (name, function) in PEOPLE.items():
        account = world.accounts[role]
        account.email = account.email.replace("@test.example", "@demo.leerrecht.example")
        account.save()
        account.professional.name, account.professional.function = name, function
        account.professional.save()
    person = FACT["children"].objects.filter(child=world.children["beschermd"])
    person.update(given_names="Lina Wilhelmina-Christina", family_name="Amari-Abdulrahmanoglu el Ghazi van Oosterwijk")
    return world


@pytest.fixture
def world(transactional_db):
    """A world of one test's own."""
    return _filled()


@pytest.fixture(scope="module")
def shared_world(browser, django_db_setup, django_db_blocker):
    """One world for the tests of a module that only look."""
    from django.core.management import call_command

    from leerrecht.queries.cards import forget

    with django_db_blocker.unblock():
        forget()
        yield _filled()
        call_command("flush", verbosity=0, interactive=False, inhibit_post_migrate=False)


@pytest.fixture(scope="module")
def sessions(shared_world, django_db_blocker):
    """Give a session of each role; "" for nobody. Made before any test's transaction, so that the server sees them."""
    with django_db_blocker.unblock():
        return {"": "", **{role: session_of(account) for role, account in shared_world.accounts.items()}}


@pytest.fixture
def tabs(browser, server):
    found = Tabs(browser, server.url)
    yield found
    found.close()
    assert not found.problems, found.problems
