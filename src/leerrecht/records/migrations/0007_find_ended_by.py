"""What a staff change ended before the record said by which: the one of the same person and team, on that day."""

from typing import Any

from django.db import migrations

ENDS = "Wie dit doet, stopt of is weg"


def find_changes(apps: Any, _: Any) -> None:
    """Link each task that stands and that a change ended."""
    involvements, changes = (
        apps.get_model("records", "Involvement").objects,
        apps.get_model("chain", "StaffChange").objects,
    )
    noted = list(changes.filter(withdrawn_at__isnull=True).order_by("pk"))
    cut = involvements.filter(retracted_at__isnull=True, corrects__retraction_reason=ENDS, valid_to__isnull=False)
    for row in cut.order_by("pk"):
        theirs = [
            each
            for each in noted
            if (each.professional_id, each.team_id) == (row.linked_professional_id, row.linked_team_id)
            and row.valid_to == max(row.valid_from or each.stops_on, each.stops_on)
        ]
        if theirs:
            found = max(theirs, key=lambda each: (each.stops_on == row.valid_to, each.pk))
            involvements.filter(pk=row.pk).update(ended_by=found)


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0006_ended_by"),
    ]

    operations = [
        migrations.RunPython(find_changes, migrations.RunPython.noop),
    ]
