"""A staff change that was moved, and the membership that a departure ended."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("chain", "0003_staff_change"),
    ]

    operations = [
        migrations.AddField(
            model_name="staffchange",
            name="moved_from",
            field=models.OneToOneField(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="moved_to", to="chain.staffchange"
            ),
        ),
        migrations.AddField(
            model_name="staffchange",
            name="seat_until",
            field=models.DateField(null=True),
        ),
    ]
