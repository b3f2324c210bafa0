"""What was published of a quarter for a municipality, as it was: only what may be told, never the counts behind it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from leerrecht.partnership.models.lengths import NAME


class PublishedQuarter(models.Model):
    """The numbers of Inzicht for a municipality over a quarter; made once, never changed.

    `told`: by measure what is shown after threshold, secondary suppression and rounding (queries.insight reads it).
    `threshold`, `step`: by which that was. `folded`: the municipality, to be found by.
    """

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    municipality = models.CharField(max_length=NAME)
    folded = models.CharField(max_length=NAME)
    first_on = models.DateField()
    last_on = models.DateField()
    threshold = models.PositiveIntegerField()
    step = models.PositiveIntegerField()
    told = models.JSONField()
    published_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["first_on", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["folded", "first_on"], name="partnership_quarter_published_once"),
            models.CheckConstraint(condition=Q(last_on__gt=F("first_on")), name="partnership_quarter_has_days"),
            models.CheckConstraint(condition=~Q(folded=""), name="partnership_quarter_of_a_municipality"),
        ]

    def __str__(self) -> str:
        return f"{self.municipality}: {self.first_on}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add it; what was published is never changed."""
        if self.pk is not None:
            raise TypeError("what was published is never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse."""
        raise TypeError("what was published is never deleted")
