"""The two logs. Rows are added, never changed; they hold no content of the facts they tell of.

Objects are named by their public id, not by a foreign key, so that a log never stands in the way of erasing.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

RESULTS = ("done", "refused")


class OnlyAdded(models.Model):
    """A row that can't be changed or deleted through Django."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the row; refuse to change one."""
        if self.pk is not None:
            raise TypeError("a row of a log is never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse."""
        raise TypeError("a row of a log is never deleted")


class Event(OnlyAdded):
    """What was done: action, object, result, origin, actor, time, and the access rule used (BIO2 8.15.01)."""

    at = models.DateTimeField()
    actor = models.CharField(max_length=14, blank=True, default="")
    team = models.CharField(max_length=14, blank=True, default="")
    role = models.CharField(max_length=30, blank=True, default="")
    action = models.CharField(max_length=60)
    object_kind = models.CharField(max_length=40)
    object_id = models.CharField(max_length=14, blank=True, default="")
    child_id = models.CharField(max_length=14, blank=True, default="")
    result = models.CharField(max_length=10, default="done")
    origin = models.CharField(max_length=60, blank=True, default="")
    access_rule = models.CharField(max_length=60, blank=True, default="")
    trace_id = models.CharField(max_length=32, blank=True, default="")

    class Meta:
        ordering: ClassVar = ["-pk"]
        indexes: ClassVar = [models.Index(fields=["child_id", "-at"], name="event_of_child")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(result__in=RESULTS), name="event_result_known"),
            models.CheckConstraint(condition=~Q(action=""), name="event_has_action"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.object_kind}"


class Processing(OnlyAdded):
    """One row per child per action, reads included, without the actor (Logboek Dataverwerkingen)."""

    at = models.DateTimeField()
    child_id = models.CharField(max_length=14)
    activity = models.CharField(max_length=60)
    role = models.CharField(max_length=30, blank=True, default="")
    trace_id = models.CharField(max_length=32, blank=True, default="")

    class Meta:
        ordering: ClassVar = ["-pk"]
        indexes: ClassVar = [models.Index(fields=["child_id", "-at"], name="processing_of_child")]
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(activity=""), name="processing_has_activity")]

    def __str__(self) -> str:
        return self.activity
