"""A world, filled once per module and taken back afterwards."""

from __future__ import annotations

import pytest


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    from django.conf import settings
    from django.db import transaction

    from tests.forgetting import forget
    from tests.proof.world import make_world

    forget()
    raised, settings.RAISE_FAILURES = settings.RAISE_FAILURES, False
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)
    settings.RAISE_FAILURES = raised
    forget()
