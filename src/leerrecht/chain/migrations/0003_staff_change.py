"""Somebody stops: staff changes of a team."""

import django.db.models.deletion
import leerrecht.stored.public_id
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("chain", "0002_privacy_officer"),
    ]

    operations = [
        migrations.CreateModel(
            name="StaffChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=leerrecht.stored.public_id.new_public_id, editable=False, max_length=14, unique=True
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("leave", "leave"),
                            ("sudden", "sudden"),
                            ("departure", "departure"),
                            ("closed", "closed"),
                        ],
                        max_length=30,
                    ),
                ),
                ("stops_on", models.DateField()),
                ("returns_on", models.DateField(blank=True, null=True)),
                ("noted_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "noted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="chain.professional",
                    ),
                ),
                (
                    "professional",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="changes", to="chain.professional"
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="changes", to="chain.team"
                    ),
                ),
            ],
            options={
                "ordering": ["stops_on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ("leave", "sudden", "departure", "closed"))),
                        name="staff_change_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("returns_on__isnull", True),
                            models.Q(("returns_on__gt", models.F("stops_on")), ("kind__in", ("leave", "sudden"))),
                            _connector="OR",
                        ),
                        name="staff_change_returns_after_stop",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        fields=("professional", "team", "stops_on"),
                        name="staff_change_once_per_day",
                    ),
                ],
            },
        ),
    ]
