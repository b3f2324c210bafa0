"""Rights: what was asked and answered, what may not be erased yet, and the proof that something was erased."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from leerrecht.stored.public_id import Public

TEXT, LONG = 300, 4000
REQUEST_KINDS = ("correction", "objection", "access", "erasure", "knot")
ASKERS = ("child", "legal_representative", "officer")
ANSWERS = ("granted", "partly", "refused")


class Request(Public):
    """Somebody uses a right (GDPR art. 15 to 21), or a body that gets no access asks for some (kind `knot`, no child).

    `table` and `fact`: the public id of the fact it is about, when it is about one.
    """

    child = models.ForeignKey("records.Child", models.PROTECT, null=True, related_name="requests")
    kind = models.CharField(max_length=20)
    words = models.TextField(max_length=LONG)
    table = models.CharField(max_length=30, blank=True, default="")
    fact = models.CharField(max_length=14, blank=True, default="")
    asked_as = models.CharField(max_length=30)
    asked_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    due_on = models.DateField()
    answer = models.CharField(max_length=10, blank=True, default="")
    answer_words = models.TextField(max_length=LONG, blank=True, default="")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["due_on", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=REQUEST_KINDS), name="request_kind_known"),
            models.CheckConstraint(condition=Q(asked_as__in=ASKERS), name="request_asker_known"),
            models.CheckConstraint(condition=~Q(words=""), name="request_has_words"),
            models.CheckConstraint(condition=Q(child__isnull=False) | Q(kind="knot"), name="request_about_child"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True, answer_words="")
                | (Q(answer__in=ANSWERS, answered_at__gte=F("asked_at")) & ~Q(answer_words="")),
                name="request_answer_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"request {self.public_id}"


class Hold(Public):
    """A legal hold: this record may not be erased yet, and why."""

    child = models.ForeignKey("records.Child", models.PROTECT, related_name="holds")
    reason = models.CharField(max_length=TEXT)
    placed_at = models.DateTimeField()
    placed_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(reason=""), name="hold_has_reason"),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True) | Q(lifted_at__gte=F("placed_at")), name="hold_lifted_after_placed"
            ),
        ]

    def __str__(self) -> str:
        return f"hold {self.public_id}"


class Erasure(Public):
    """What is left of an erased record, or of an erased part of it: when, why, how many rows; nothing about the person."""

    at = models.DateTimeField()
    ground = models.CharField(max_length=TEXT)
    categories = models.CharField(max_length=TEXT, blank=True, default="")
    counts = models.JSONField(default=dict)
    erased_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(ground=""), name="erasure_has_ground")]

    def __str__(self) -> str:
        return f"erasure {self.public_id}"
