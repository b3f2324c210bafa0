"""A handover that turned out otherwise than the child had been told."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0004_handovers"),
    ]

    operations = [
        migrations.AddField(
            model_name="handover",
            name="changed_on",
            field=models.DateField(blank=True, null=True),
        ),
    ]
