"""What all tests share: Django's settings, seeded public ids, nothing remembered from test to test."""

from __future__ import annotations

import os
import random

import pytest

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")


def pytest_configure():
    """Let tests empty the logs between them, which the database refuses to anybody else; migrate once, not in each run."""
    from django.db.backends.base.operations import BaseDatabaseOperations

    from leerrecht.audit import guards
    from tests.migrated import keep_migrated

    flush = BaseDatabaseOperations.execute_sql_flush

    def flush_unguarded(self, sql_list):
        guards.lift(connection=self.connection)
        flush(self, sql_list)
        guards.put(connection=self.connection)

    BaseDatabaseOperations.execute_sql_flush = flush_unguarded
    keep_migrated()


@pytest.fixture(autouse=True, scope="session")
def _late_in_the_morning():
    """Let pages on a set day begin at twenty past eleven, whenever the tests run: or what a test opened for some hours is over
    in the afternoon, and what it answers at noon comes before it was asked.
    """
    from types import SimpleNamespace

    from django.conf import settings
    from django.utils import timezone

    from leerrecht.web.frame import clock

    began = timezone.now()
    shift = timezone.localtime(began).replace(hour=11, minute=20, second=0, microsecond=0) - began

    def now():
        return timezone.now() + (shift if settings.CLOCK_ON else shift * 0)

    clock.timezone = SimpleNamespace(now=now, localtime=timezone.localtime, localdate=timezone.localdate)
    yield
    clock.timezone = timezone


@pytest.fixture(autouse=True)
def _seeded_ids():
    """Draw public ids from a seed, so that two runs give the same pages."""
    from leerrecht.stored.public_id import use_source

    former = use_source(random.Random(2026))
    yield
    use_source(former)


@pytest.fixture(autouse=True)
def _nothing_remembered():
    """Forget what earlier tests concluded: their rows and ids were the same."""
    from tests.forgetting import forget

    forget()
    yield
    forget()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Mark what needs a database, so that `-m database` runs just that on the other kind."""
    for item in items:
        if {"db", "transactional_db", "django_db_setup"} & set(item.fixturenames) or item.get_closest_marker(
            "django_db"
        ):
            item.add_marker("database")


@pytest.fixture(autouse=True)
def _unordered_means_any_order(monkeypatch):
    """Shuffle what a query gives when it names no order, so that nothing leans on the order in which rows happen to lie."""
    from django.db.models.query import QuerySet

    fetch = QuerySet._fetch_all
    chance = random.Random(15)

    def fetch_and_shuffle(self):
        is_new = self._result_cache is None
        fetch(self)
        if is_new and not self.ordered and len(self._result_cache) > 1:
            chance.shuffle(self._result_cache)

    monkeypatch.setattr(QuerySet, "_fetch_all", fetch_and_shuffle)
