"""A browser without a browser: pages by Django's client, as each kind of person.

Every GET is watched: an undefined variable, an answer without its headers, or a write to anything but the read log fails.
"""

from __future__ import annotations

import re
from contextlib import contextmanager

import pytest
from django.db import connection

from tests.world import make_world

READ_LOG = ("audit_processing", "audit_reading", "audit_subject")
WRITES = re.compile(r"^\s*(INSERT INTO|UPDATE|DELETE FROM|REPLACE INTO)\s+\"?(\w+)", re.I)


class WroteDuringGet(AssertionError):
    """A GET changed something."""


@contextmanager
def only_reading():
    """Fail on any write but to the read log."""

    def watch(execute, sql, params, many, context):
        found = WRITES.match(sql)
        if found and found[2] not in READ_LOG:
            raise WroteDuringGet(sql[:200])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield


def check_whole(answer) -> None:
    """Check that a page has everything a page has."""
    if answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html"):
        text = answer.content.decode()
        assert "UNDEFINED" not in text, text[text.index("UNDEFINED") - 200 :][:400]
        assert " style=" not in text and "<style" not in text and " onclick" not in text
        assert answer.headers["Cache-Control"] == "no-store" or "/aanmelden/" in text
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


@pytest.fixture
def world(db):
    return make_world()


@pytest.fixture
def visit(world, client):
    """Sign in as a role, and give a function that gets a page and checks that it is whole."""

    def sign_in(role: str):
        client.force_login(world.accounts[role])

        def get(url: str, status: int = 200, **headers):
            with only_reading():
                answer = client.get(url, **headers)
            assert answer.status_code == status, (url, answer.status_code)
            check_whole(answer)
            return answer

        get.client = client
        return get

    return sign_in
