"""The numbers of Inzicht as they were published, a row per quarter of a municipality."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("partnership", "0004_ambitions"),
    ]

    operations = [
        migrations.CreateModel(
            name="PublishedQuarter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("municipality", models.CharField(max_length=200)),
                ("folded", models.CharField(max_length=200)),
                ("first_on", models.DateField()),
                ("last_on", models.DateField()),
                ("threshold", models.PositiveIntegerField()),
                ("step", models.PositiveIntegerField()),
                ("told", models.JSONField()),
                ("published_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["first_on", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("folded", "first_on"), name="partnership_quarter_published_once"),
                    models.CheckConstraint(
                        condition=models.Q(("last_on__gt", models.F("first_on"))), name="partnership_quarter_has_days"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("folded", ""), _negated=True), name="partnership_quarter_of_a_municipality"
                    ),
                ],
            },
        ),
    ]
