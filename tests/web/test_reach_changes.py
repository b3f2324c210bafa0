"""After which facts a page asks anew which children its reader reaches."""

from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext

from leerrecht.queries.scopes import TIED, find_scope
from leerrecht.queries.viewers import find_viewers
from leerrecht.records.models import FACT
from tests.world import ON


def test_ties_are_found_in_the_tables_that_are_named_and_in_no_other(world) -> None:
    read = set()
    for account in world.accounts.values():
        for viewer in find_viewers(account=account, on=ON):
            with CaptureQueriesContext(connection) as asked:
                find_scope(viewer=viewer, on=ON)
            said = " ".join(query["sql"] for query in asked.captured_queries)
            read |= {table for table, model in FACT.items() if f'"{model._meta.db_table}"' in said}
    assert read == set(TIED)
