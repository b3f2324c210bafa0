"""Tasks handed over for a child when somebody stops."""

import django.db.models.deletion
import leerrecht.stored.public_id
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("chain", "0003_staff_change"),
        ("records", "0003_transfer_and_schooling"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Handover",
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
                ("opened_on", models.DateField(blank=True, null=True)),
                ("task", models.CharField(blank=True, default="", max_length=300)),
                ("organisation", models.CharField(blank=True, default="", max_length=300)),
                ("person", models.CharField(blank=True, default="", max_length=300)),
                ("to_organisation", models.CharField(blank=True, default="", max_length=300)),
                ("to_person", models.CharField(blank=True, default="", max_length=300)),
                ("stops_on", models.DateField(blank=True, null=True)),
                ("at_once", models.BooleanField(blank=True, null=True)),
                ("declined", models.CharField(blank=True, default="", max_length=300)),
                ("accepted_on", models.DateField(blank=True, null=True)),
                ("meeting_on", models.DateField(blank=True, null=True)),
                ("child_told_on", models.DateField(blank=True, null=True)),
                ("child_asked_on", models.DateField(blank=True, null=True)),
                ("done", models.CharField(blank=True, default="", max_length=300)),
                ("note", models.CharField(blank=True, default="", max_length=4000)),
                ("given_on", models.DateField(blank=True, null=True)),
                ("received_on", models.DateField(blank=True, null=True)),
                (
                    "child",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)s_facts", to="records.child"
                    ),
                ),
                (
                    "corrects",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrected_by",
                        to="records.handover",
                    ),
                ),
                (
                    "linked_change",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="handovers",
                        to="chain.staffchange",
                    ),
                ),
                (
                    "linked_receiver",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="handovers_received",
                        to="chain.professional",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "retracted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="chain.organisation"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("retracted_at__isnull", True)), fields=["child"], name="handover_standing"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("retracted_at__isnull", True), ("retraction_reason", "")),
                            models.Q(
                                ("retracted_at__gte", models.F("recorded_at")),
                                models.Q(("retraction_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="handover_retraction_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("corrects__isnull", True),
                            models.Q(("corrects", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="handover_corrects_another",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("retracted_at__isnull", True)),
                        fields=("child", "linked_change"),
                        name="handover_once_per_change",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("accepted_on__isnull", True), models.Q(("to_person", ""), _negated=True), _connector="OR"
                        ),
                        name="handover_accepted_by_somebody",
                    ),
                ],
            },
        ),
    ]
