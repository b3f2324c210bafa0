"""The whole demo in the database, once for a module; every test in it reads only."""

from __future__ import annotations

import datetime

import pytest

ON = datetime.date(2026, 9, 15)
AT = datetime.datetime(2026, 9, 15, 7, 30, tzinfo=datetime.UTC)


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    from django.db import transaction

    from leerrecht.demo.filling import fill
    from tests.forgetting import forget

    with django_db_blocker.unblock(), transaction.atomic():
        yield fill(at=AT, on=ON)
        transaction.set_rollback(True)
        forget()
