"""An import under way: the workbook that was handed in, what was found in it, and how far it is.

Kept while it is useful: so that a preview can be left and found again, and an import that stopped half-way goes on.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from leerrecht.stored.public_id import Public

STATES = ("waiting", "reading", "faulty", "ready", "applying", "done", "failed", "cancelled")


class Import(Public):
    """One workbook on its way in.

    `content` is emptied when the import is done or cancelled. `report`: counts, faults and notices, without names.
    `runner`: who works on it; taken over when `progressed_at` is long ago.
    """

    organisation = models.ForeignKey("chain.Organisation", models.PROTECT, related_name="+")
    account = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")
    team = models.ForeignKey("chain.Team", models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=[(state, state) for state in STATES], default="waiting")
    file_kind = models.CharField(max_length=4, default="xlsx")
    content = models.BinaryField(default=bytes)
    report = models.JSONField(default=dict)
    keep_going = models.BooleanField(default=False)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    runner = models.CharField(max_length=40, blank=True, default="")
    handed_in_at = models.DateTimeField()
    progressed_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=STATES), name="import_state_known"),
            models.CheckConstraint(condition=Q(done__lte=F("total")), name="import_done_within_total"),
        ]

    def __str__(self) -> str:
        return f"import {self.public_id}"
