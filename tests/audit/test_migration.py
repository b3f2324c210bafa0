"""Rows of the first version get what the new ones have: a place in the chain, a subject, a row of who read."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from leerrecht.audit import guards
from leerrecht.audit.models import Event, Processing, Reading, Subject
from leerrecht.audit.verifying import verify

CHILD, OTHER = "abcdefghjkmnpq", "bcdefghjkmnpqr"
WHEN = "2026-09-01 09:00:00.123456+00:00"


def migrate(name: str | None = None) -> None:
    executor = MigrationExecutor(connection)
    leaves = executor.loader.graph.leaf_nodes("audit")
    executor.migrate([("audit", name)] if name else leaves)


def insert(table: str, rows: list[dict[str, object]]) -> None:
    with connection.cursor() as cursor:
        for row in rows:
            places = ", ".join(["%s"] * len(row))
            cursor.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({places})", list(row.values()))


@pytest.mark.django_db(transaction=True)
def test_rows_of_before_get_a_chain_subjects_and_readings():
    migrate("0001_two_logs")
    try:
        shared = {"at": WHEN, "team": "", "role": "school", "object_id": "", "origin": "", "access_rule": ""}
        event = {**shared, "object_kind": "stays", "result": "done"}
        insert("audit_event", [
            {**event, "actor": "k", "action": "fact.added", "child_id": CHILD, "trace_id": "t" * 32},
            {**event, "actor": "", "action": "import.applied", "child_id": "", "trace_id": ""},
        ])  # fmt: skip
        read = {"at": WHEN, "role": "school", "trace_id": "a" * 32}
        insert("audit_processing", [
            {**read, "activity": "worklist", "child_id": CHILD},
            {**read, "activity": "worklist", "child_id": OTHER},
            {**read, "activity": "child", "child_id": CHILD, "trace_id": "b" * 32},
        ])  # fmt: skip
    finally:
        migrate()
    verdict = verify()
    assert (verdict.rows, verdict.fault) == (2, None)
    assert Event.objects.get(sequence=1).trace_id == "t" * 32
    assert len(Event.objects.get(sequence=2).trace_id) == 32
    subjects = dict(Subject.objects.values_list("subject", "child_id"))
    assert set(subjects.values()) == {CHILD, OTHER}
    seen = {(row.name, subjects[row.data_subject_id], row.processing_activity_id) for row in Processing.objects.all()}
    assert seen == {
        ("worklist", CHILD, "urn:leerrecht:activity:overview:1"),
        ("worklist", OTHER, "urn:leerrecht:activity:overview:1"),
        ("child", CHILD, "urn:leerrecht:activity:child_record:1"),
    }
    assert Processing.objects.values("span_id").distinct().count() == 3
    assert all(row.end_time == row.start_time for row in Processing.objects.all())
    spans = dict(Reading.objects.values_list("span_id", "name"))
    assert sorted(spans.values()) == ["child", "worklist"]
    assert all(spans[row.parent_span_id] == row.name for row in Processing.objects.all())
    assert guards.missing(connection=connection) == []
