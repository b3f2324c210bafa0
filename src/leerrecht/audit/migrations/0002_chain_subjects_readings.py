from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_two_logs")]

    operations = [
        migrations.CreateModel(
            name="Head",
            fields=[
                ("id", models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("sequence", models.BigIntegerField(default=0)),
                ("link", models.CharField(max_length=64)),
            ],
            options={"constraints": [models.CheckConstraint(condition=models.Q(("id", 1)), name="head_is_one")]},
        ),
        migrations.CreateModel(
            name="Subject",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("child_id", models.CharField(max_length=14, unique=True)),
                ("subject", models.CharField(max_length=32, unique=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("child_id", ""), _negated=True), models.Q(("subject", ""), _negated=True)
                        ),
                        name="subject_whole",
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="Permit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("child_id", models.CharField(blank=True, default="", max_length=14)),
                ("activity", models.CharField(blank=True, default="", max_length=80)),
                ("before", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("activity", ""), ("before__isnull", True), models.Q(("child_id", ""), _negated=True)
                            ),
                            models.Q(
                                ("before__isnull", False), ("child_id", ""), models.Q(("activity", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="permit_for_one_thing",
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="Reading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("trace_id", models.CharField(max_length=32)),
                ("span_id", models.CharField(max_length=16, unique=True)),
                ("at", models.DateTimeField()),
                ("actor", models.CharField(blank=True, default="", max_length=14)),
                ("team", models.CharField(blank=True, default="", max_length=14)),
                ("role", models.CharField(blank=True, default="", max_length=30)),
                ("organisation", models.CharField(blank=True, default="", max_length=14)),
                ("name", models.CharField(max_length=60)),
                ("activity", models.CharField(max_length=80)),
                ("ground", models.CharField(blank=True, default="", max_length=30)),
            ],
            options={
                "ordering": ["-pk"],
                "indexes": [
                    models.Index(fields=["actor", "-at"], name="reading_of_actor"),
                    models.Index(fields=["trace_id"], name="reading_of_trace"),
                    models.Index(fields=["activity", "at"], name="reading_of_activity"),
                    models.Index(fields=["at"], name="reading_at"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("activity", ""), _negated=True), name="reading_has_activity"
                    )
                ],
            },
        ),
        migrations.AddField("event", "sequence", models.BigIntegerField(null=True)),
        migrations.AddField("event", "span_id", models.CharField(blank=True, default="", max_length=16)),
        migrations.AddField("event", "salt", models.CharField(blank=True, default="", max_length=32)),
        migrations.AddField("event", "commitment", models.CharField(default="", max_length=64)),
        migrations.AddField("event", "link", models.CharField(default="", max_length=64)),
        migrations.AddField("event", "erased_at", models.DateTimeField(null=True)),
        migrations.RemoveIndex("processing", "processing_of_child"),
        migrations.RemoveConstraint("processing", "processing_has_activity"),
        migrations.RenameField("processing", "activity", "name"),
        migrations.RenameField("processing", "at", "start_time"),
        migrations.AddField("processing", "span_id", models.CharField(default="", max_length=16)),
        migrations.AddField("processing", "parent_span_id", models.CharField(blank=True, default="", max_length=16)),
        migrations.AddField("processing", "status", models.CharField(default="Ok", max_length=5)),
        migrations.AddField("processing", "end_time", models.DateTimeField(null=True)),
        migrations.AddField("processing", "processing_activity_id", models.CharField(default="", max_length=80)),
        migrations.AddField("processing", "data_subject_id", models.CharField(default="", max_length=32)),
        migrations.AddField(
            "processing", "data_subject_id_type", models.CharField(default="leerrecht.subject", max_length=30)
        ),
    ]
