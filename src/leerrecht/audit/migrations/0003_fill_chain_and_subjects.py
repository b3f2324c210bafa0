"""Rows of before get what the new ones have: events a place in the chain, processing a subject, readings a row of their own."""

import secrets
from typing import Any

from django.db import migrations
from django.db.models import Min

from leerrecht.audit.activities import reference_of
from leerrecht.audit.chain import GENESIS, bind, commit

CONTENT = (
    "at", "actor", "team", "role", "action", "object_kind", "object_id", "child_id", "result", "origin", "access_rule",
    "trace_id",
)  # fmt: skip
AT_ONCE = 2000


def in_parts(model: Any, names: tuple[str, ...]) -> Any:
    """Read rows by number, some at a time, so that those read can be written before the next are."""
    last = 0
    while rows := list(model.objects.filter(pk__gt=last).order_by("pk").values_list("pk", *names)[:AT_ONCE]):
        yield rows
        last = rows[-1][0]


def chain_events(apps: Any, schema_editor: Any) -> None:
    event, head = apps.get_model("audit", "Event"), apps.get_model("audit", "Head")
    sequence, link = 0, GENESIS
    for rows in in_parts(event, CONTENT):
        changes = []
        for pk, *content in rows:
            sequence, salt = sequence + 1, secrets.token_hex(16)
            content[-1] = content[-1] or secrets.token_hex(16)
            span = secrets.token_hex(8)
            commitment = commit(salt=salt, content=[*content, span])
            link = bind(previous=link, commitment=commitment, sequence=sequence)
            changes.append((sequence, salt, commitment, link, content[-1], span, pk))
        with schema_editor.connection.cursor() as cursor:
            cursor.executemany(
                "UPDATE audit_event SET sequence = %s, salt = %s, commitment = %s, link = %s, trace_id = %s, span_id = %s "
                "WHERE id = %s",
                changes,
            )
    head.objects.create(pk=1, sequence=sequence, link=link)


def name_subjects(apps: Any, schema_editor: Any) -> None:
    processing, subject = apps.get_model("audit", "Processing"), apps.get_model("audit", "Subject")
    children = list(processing.objects.order_by("child_id").values_list("child_id", flat=True).distinct())
    subjects = {child: secrets.token_hex(16) for child in children if child}
    subject.objects.bulk_create(
        [subject(child_id=child, subject=name) for child, name in subjects.items()], batch_size=AT_ONCE
    )
    spans = make_readings(apps)
    for rows in in_parts(processing, ("child_id", "name", "role", "trace_id", "start_time")):
        changes = [
            (
                reference_of(name)[:80], subjects.get(child) or secrets.token_hex(16), secrets.token_hex(8),
                spans.get((trace, name, role), ""), trace or secrets.token_hex(16), pk,
            )
            for pk, child, name, role, trace, _ in rows
        ]  # fmt: skip
        with schema_editor.connection.cursor() as cursor:
            cursor.executemany(
                "UPDATE audit_processing SET processing_activity_id = %s, data_subject_id = %s, span_id = %s, "
                "parent_span_id = %s, trace_id = %s, end_time = start_time WHERE id = %s",
                changes,
            )


def make_readings(apps: Any) -> dict[tuple[str, str, str], str]:
    """Say which role read, as far as that was noted; who it was, wasn't. Gives the span of each reading."""
    processing, reading = apps.get_model("audit", "Processing"), apps.get_model("audit", "Reading")
    requests = (
        processing.objects.exclude(trace_id="")
        .order_by()
        .values("trace_id", "name", "role")
        .annotate(at=Min("start_time"))
    )
    made, spans = [], {}
    for request in requests.iterator(chunk_size=AT_ONCE):
        span = spans[request["trace_id"], request["name"], request["role"]] = secrets.token_hex(8)
        made.append(reading(span_id=span, activity=reference_of(request["name"]), **request))
    reading.objects.bulk_create(made, batch_size=AT_ONCE)
    return spans


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_chain_subjects_readings")]

    operations = [
        migrations.RunPython(chain_events, migrations.RunPython.noop),
        migrations.RunPython(name_subjects, migrations.RunPython.noop),
    ]
