"""Which staff change ends a task."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("chain", "0004_moved_staff_change"),
        ("records", "0005_handover_changed"),
    ]

    operations = [
        migrations.AddField(
            model_name="involvement",
            name="ended_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="ended", to="chain.staffchange"
            ),
        ),
    ]
