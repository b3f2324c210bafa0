"""The file of a child on its way to another school, what it learned before, and words for the next school."""

import django.db.models.deletion
import leerrecht.stored.public_id
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("chain", "0002_privacy_officer"),
        ("records", "0002_moves"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Schooling",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=leerrecht.stored.public_id.new_public_id, editable=False, max_length=14, unique=True
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
                ("retracted_at", models.DateTimeField(null=True)),
                ("retraction_reason", models.CharField(blank=True, default="", max_length=300)),
                ("noted_on", models.DateField(blank=True, null=True)),
                ("years", models.FloatField(blank=True, null=True)),
                ("scripts", models.CharField(blank=True, default="", max_length=300)),
                ("route", models.CharField(blank=True, default="", max_length=300)),
                ("support", models.CharField(blank=True, default="", max_length=4000)),
                ("wishes", models.CharField(blank=True, default="", max_length=4000)),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Transfer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=leerrecht.stored.public_id.new_public_id, editable=False, max_length=14, unique=True
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
                ("retracted_at", models.DateTimeField(null=True)),
                ("retraction_reason", models.CharField(blank=True, default="", max_length=300)),
                ("from_school", models.CharField(blank=True, default="", max_length=300)),
                ("to_school", models.CharField(blank=True, default="", max_length=300)),
                ("child_told_on", models.DateField(blank=True, null=True)),
                ("child_inspected_on", models.DateField(blank=True, null=True)),
                ("representative_inspected_on", models.DateField(blank=True, null=True)),
                ("proposed_on", models.DateField(blank=True, null=True)),
                ("received_on", models.DateField(blank=True, null=True)),
                ("decided_on", models.DateField(blank=True, null=True)),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[("accepted", "accepted"), ("refused", "refused")],
                        default="",
                        max_length=30,
                    ),
                ),
                ("reason", models.CharField(blank=True, default="", max_length=300)),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="voice",
            name="voice_kind_known",
        ),
        migrations.AlterField(
            model_name="voice",
            name="kind",
            field=models.CharField(
                blank=True,
                choices=[
                    ("wish", "wish"),
                    ("feedback", "feedback"),
                    ("question", "question"),
                    ("next_school", "next_school"),
                ],
                default="",
                max_length=30,
            ),
        ),
        migrations.AddConstraint(
            model_name="voice",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ("", "wish", "feedback", "question", "next_school"))),
                name="voice_kind_known",
            ),
        ),
        migrations.AddField(
            model_name="schooling",
            name="child",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="%(class)s_facts", to="records.child"
            ),
        ),
        migrations.AddField(
            model_name="schooling",
            name="corrects",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="corrected_by",
                to="records.schooling",
            ),
        ),
        migrations.AddField(
            model_name="schooling",
            name="recorded_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="schooling",
            name="retracted_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="schooling",
            name="source",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="chain.organisation"
            ),
        ),
        migrations.AddField(
            model_name="transfer",
            name="child",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="%(class)s_facts", to="records.child"
            ),
        ),
        migrations.AddField(
            model_name="transfer",
            name="corrects",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="corrected_by",
                to="records.transfer",
            ),
        ),
        migrations.AddField(
            model_name="transfer",
            name="linked_from_school",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="transfers_out", to="chain.school"
            ),
        ),
        migrations.AddField(
            model_name="transfer",
            name="linked_to_school",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="transfers_in", to="chain.school"
            ),
        ),
        migrations.AddField(
            model_name="transfer",
            name="recorded_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="transfer",
            name="retracted_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="transfer",
            name="source",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="chain.organisation"
            ),
        ),
        migrations.AddIndex(
            model_name="schooling",
            index=models.Index(
                condition=models.Q(("retracted_at__isnull", True)), fields=["child"], name="schooling_standing"
            ),
        ),
        migrations.AddConstraint(
            model_name="schooling",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("retracted_at__isnull", True), ("retraction_reason", "")),
                    models.Q(
                        ("retracted_at__gte", models.F("recorded_at")),
                        models.Q(("retraction_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="schooling_retraction_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="schooling",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("corrects__isnull", True), models.Q(("corrects", models.F("id")), _negated=True), _connector="OR"
                ),
                name="schooling_corrects_another",
            ),
        ),
        migrations.AddIndex(
            model_name="transfer",
            index=models.Index(
                condition=models.Q(("retracted_at__isnull", True)), fields=["child"], name="transfer_standing"
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("retracted_at__isnull", True), ("retraction_reason", "")),
                    models.Q(
                        ("retracted_at__gte", models.F("recorded_at")),
                        models.Q(("retraction_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="transfer_retraction_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("corrects__isnull", True), models.Q(("corrects", models.F("id")), _negated=True), _connector="OR"
                ),
                name="transfer_corrects_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_on__isnull", True), ("decision", "")),
                    models.Q(models.Q(("decision", ""), _negated=True), ("decided_on__isnull", False)),
                    _connector="OR",
                ),
                name="transfer_decision_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.UniqueConstraint(
                condition=models.Q(("decision", ""), ("retracted_at__isnull", True)),
                fields=("child",),
                name="transfer_one_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decision", "refused"), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="transfer_refusal_has_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("proposed_on__isnull", True),
                    ("decided_on__isnull", True),
                    ("decided_on__gte", models.F("proposed_on")),
                    _connector="OR",
                ),
                name="transfer_ends_after_start",
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(("decision__in", ("", "accepted", "refused"))), name="transfer_decision_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(("to_school", ""), _negated=True), name="transfer_to_school_filled"
            ),
        ),
    ]
