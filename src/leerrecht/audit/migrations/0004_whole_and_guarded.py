from typing import Any

from django.db import migrations, models

from leerrecht.audit import guards


def put_guards(apps: Any, schema_editor: Any) -> None:
    guards.put(connection=schema_editor.connection)


def lift_guards(apps: Any, schema_editor: Any) -> None:
    guards.lift(connection=schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_fill_chain_and_subjects")]

    operations = [
        migrations.AlterField("event", "sequence", models.BigIntegerField(unique=True)),
        migrations.AlterField("event", "commitment", models.CharField(max_length=64)),
        migrations.AlterField("event", "link", models.CharField(max_length=64)),
        migrations.RemoveField("processing", "child_id"),
        migrations.RemoveField("processing", "role"),
        migrations.AlterField("processing", "trace_id", models.CharField(max_length=32)),
        migrations.AlterField("processing", "span_id", models.CharField(max_length=16)),
        migrations.AlterField("processing", "end_time", models.DateTimeField()),
        migrations.AlterField("processing", "processing_activity_id", models.CharField(max_length=80)),
        migrations.AlterField("processing", "data_subject_id", models.CharField(max_length=32)),
        migrations.AddIndex("event", models.Index(fields=["actor", "-at"], name="event_of_actor")),
        migrations.AddIndex("event", models.Index(fields=["object_id", "action"], name="event_of_object")),
        migrations.AddIndex("event", models.Index(fields=["trace_id"], name="event_of_trace")),
        migrations.AddIndex("event", models.Index(fields=["at"], name="event_at")),
        migrations.AddConstraint(
            "event", models.CheckConstraint(condition=models.Q(("sequence__gt", 0)), name="event_sequence_counts")
        ),
        migrations.AddConstraint(
            "event",
            models.CheckConstraint(
                condition=models.Q(
                    ("erased_at__isnull", True),
                    models.Q(
                        ("access_rule", ""),
                        ("action", "erased"),
                        ("actor", ""),
                        ("at", models.F("erased_at")),
                        ("child_id", ""),
                        ("erased_at__isnull", False),
                        ("object_id", ""),
                        ("object_kind", ""),
                        ("origin", ""),
                        ("result", "done"),
                        ("role", ""),
                        ("salt", ""),
                        ("span_id", ""),
                        ("team", ""),
                        ("trace_id", ""),
                    ),
                    _connector="OR",
                ),
                name="event_erased_whole",
            ),
        ),
        migrations.AddIndex(
            "processing", models.Index(fields=["data_subject_id", "-start_time"], name="processing_of_subject")
        ),
        migrations.AddIndex("processing", models.Index(fields=["parent_span_id"], name="processing_of_reading")),
        migrations.AddIndex(
            "processing", models.Index(fields=["processing_activity_id", "end_time"], name="processing_of_activity")
        ),
        migrations.AddConstraint(
            "processing",
            models.CheckConstraint(
                condition=models.Q(("processing_activity_id", ""), _negated=True), name="processing_has_activity"
            ),
        ),
        migrations.AddConstraint(
            "processing",
            models.CheckConstraint(
                condition=models.Q(("data_subject_id", ""), _negated=True), name="processing_has_subject"
            ),
        ),
        migrations.AddConstraint(
            "processing",
            models.CheckConstraint(
                condition=models.Q(("status__in", ("Unset", "Ok", "Error"))), name="processing_status_known"
            ),
        ),
        migrations.AddConstraint(
            "processing",
            models.CheckConstraint(
                condition=models.Q(("end_time__gte", models.F("start_time"))), name="processing_ends_after_start"
            ),
        ),
        migrations.RunPython(put_guards, lift_guards),
    ]
