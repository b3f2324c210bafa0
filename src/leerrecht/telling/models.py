"""When scheduled work ran, who wants to be told what by e-mail, and calendar feeds. Nothing of a child's life stands here."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

NAME, TOKEN = 40, 32


class Run(models.Model):
    """How a job of scheduled work stands; the row is also its lock. `claim`: of who is at it, since `claimed_at`; else empty.

    `done_for`: the moment up to which its work is done. `why`: how its last run failed; empty when it went well.
    """

    name = models.CharField(max_length=NAME, unique=True)
    claim = models.CharField(max_length=TOKEN, blank=True, default="")
    claimed_at = models.DateTimeField(null=True)
    done_for = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=NAME, blank=True, default="")

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(name=""), name="run_has_name"),
            models.CheckConstraint(condition=Q(claim="") | Q(claimed_at__isnull=False), name="run_claim_has_moment"),
        ]

    def __str__(self) -> str:
        return f"run of {self.name}"
