"""What every fact has: a child, when it was recorded and by whom, from which source, and whether it still stands.

A fact is never changed and never deleted. It may be retracted, once; the fact that comes in its place says so in
`corrects`. Since a fact has one successor at most, two people can't both correct what both saw.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from leerrecht.law.tables import TABLE
from leerrecht.stored.public_id import Public

TEXT = 300
LONG = 4000
RETRACTION = ("retracted_at", "retracted_by", "retraction_reason")


class Child(Public):
    """The young person the record is about. All that is known of it are facts; this is what they are tied to.

    `reference`: what its origin calls it in its own lists. `version` goes up with every fact, so that what was
    concluded from the facts may be remembered by it.
    """

    reference = models.CharField(max_length=TEXT)
    origin = models.ForeignKey("chain.Organisation", models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["origin", "reference"], name="child_once_per_origin"),
            models.CheckConstraint(condition=~Q(reference=""), name="child_has_reference"),
        ]

    def __str__(self) -> str:
        return f"child {self.public_id}"


class Fact(Public):
    """Something true about a child, as known since a moment, from a source."""

    table: ClassVar[str]
    objects: ClassVar[models.Manager[Any]] = models.Manager()

    child = models.ForeignKey(Child, models.PROTECT, related_name="%(class)s_facts")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")
    source = models.ForeignKey("chain.Organisation", models.PROTECT, related_name="+")
    retracted_at = models.DateTimeField(null=True)
    retracted_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")
    retraction_reason = models.CharField(max_length=TEXT, blank=True, default="")
    corrects = models.OneToOneField("self", models.PROTECT, null=True, related_name="corrected_by")

    class Meta:
        abstract = True
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.table} {self.public_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add a fact, or note that it is retracted; nothing else can be saved."""
        fields = kwargs.get("update_fields")
        if self.pk is not None and (fields is None or not set(fields) <= set(RETRACTION)):
            raise TypeError("a fact is never changed: retract it and add another")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse."""
        raise TypeError("a fact is never deleted: retract it")


def fact_meta(
    table: str, *, choices: Mapping[str, tuple[str, ...]] | None = None, period: tuple[str, str] | None = None,
    filled: tuple[str, ...] = (), others: tuple[models.BaseConstraint, ...] = (),
) -> type:  # fmt: skip
    """Make the Meta of a fact's table: its constraints and its index.

    `choices`: allowed values per column, beside empty (unknown). `period`: its first and last column; by default those
    of law/tables.py. `filled`: text columns that can't be empty. `others`: constraints of this table alone.
    """
    name = TABLE[table].singular
    starts, ends = period or (TABLE[table].starts, TABLE[table].ends)
    constraints: list[models.BaseConstraint] = [
        models.CheckConstraint(
            condition=Q(retracted_at__isnull=True, retraction_reason="")
            | (Q(retracted_at__gte=F("recorded_at")) & ~Q(retraction_reason="")),
            name=f"{name}_retraction_whole",
        ),
        models.CheckConstraint(
            condition=Q(corrects__isnull=True) | ~Q(corrects=F("id")), name=f"{name}_corrects_another"
        ),
        *others,
    ]
    if starts and ends:
        is_open = Q(**{f"{starts}__isnull": True}) | Q(**{f"{ends}__isnull": True})
        constraints.append(
            models.CheckConstraint(
                condition=is_open | Q(**{f"{ends}__gte": F(starts)}), name=f"{name}_ends_after_start"
            )
        )
    for column, values in (choices or {}).items():
        constraints.append(
            models.CheckConstraint(condition=Q(**{f"{column}__in": ("", *values)}), name=f"{name}_{column}_known")
        )
    for column in filled:
        constraints.append(models.CheckConstraint(condition=~Q(**{column: ""}), name=f"{name}_{column}_filled"))
    standing = models.Index(fields=["child"], condition=Q(retracted_at__isnull=True), name=f"{name}_standing")
    return type("Meta", (), {"constraints": constraints, "indexes": [standing], "ordering": ["pk"]})
