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
POINT_ASKERS = ("child", "legal_representative", "reception")


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


class Point(Public):
    """What a child wants to be talked about at a casework meeting (CRC art. 12); decided once, in words for the child.

    `series`: of which meetings, none while that isn't known; on the agenda from `placed_on`. `shared_with`: roles that may
    read it. `categories`: what the answer is about, ids of the access table; `told_on`: a person told the child of it.
    """

    child = models.ForeignKey("records.Child", models.PROTECT, related_name="points")
    series = models.ForeignKey("partnership.Series", models.PROTECT, null=True, related_name="+")
    placed_on = models.DateField(null=True)
    words = models.TextField(max_length=LONG)
    language = models.CharField(max_length=40, blank=True, default="")
    shared_with = models.CharField(max_length=TEXT)
    asked_as = models.CharField(max_length=30)
    asked_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    meeting = models.ForeignKey("partnership.Meeting", models.PROTECT, null=True, related_name="+")
    categories = models.CharField(max_length=TEXT, blank=True, default="")
    decision = models.TextField(max_length=LONG, blank=True, default="")
    reason = models.TextField(max_length=LONG, blank=True, default="")
    todo = models.CharField(max_length=TEXT, blank=True, default="")
    holder = models.ForeignKey("chain.Professional", models.PROTECT, null=True, related_name="+")
    holder_for = models.ForeignKey("chain.Organisation", models.PROTECT, null=True, related_name="+")
    due_on = models.DateField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")
    told_on = models.DateField(null=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(words="") & ~Q(shared_with=""), name="point_has_words_and_readers"),
            models.CheckConstraint(condition=Q(asked_as__in=POINT_ASKERS), name="point_asker_known"),
            models.CheckConstraint(
                condition=Q(series__isnull=True, placed_on__isnull=True)
                | Q(series__isnull=False, placed_on__isnull=False),
                name="point_placed_whole",
            ),
            models.CheckConstraint(
                condition=Q(
                    answered_at__isnull=True, answered_by__isnull=True, meeting__isnull=True, decision="", reason="",
                    categories="", told_on__isnull=True,
                )
                | (
                    Q(answered_at__gte=F("asked_at"), answered_by__isnull=False, meeting__isnull=False)
                    & ~Q(decision="") & ~Q(reason="") & ~Q(categories="")
                ),
                name="point_answer_whole",
            ),
            models.CheckConstraint(
                condition=Q(todo="", holder__isnull=True, holder_for__isnull=True, due_on__isnull=True)
                | (
                    Q(answered_at__isnull=False, holder__isnull=False, holder_for__isnull=False, due_on__isnull=False)
                    & ~Q(todo="")
                ),
                name="point_todo_whole",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(answered_at__isnull=True), name="point_withdrawn_unanswered"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"point {self.public_id}"


class ChildKnot(models.Model):
    """A knot that is about a child: who of those who reach the child may see it, and what the child said and was told.

    `categories`: what it is about, ids of the access table; whoever may not see all of them, doesn't see the knot.
    `told_on`, `outcome_told_on`: a person told the child that it waits, and what was decided.
    """

    child = models.ForeignKey("records.Child", models.PROTECT, related_name="knots")
    knot = models.OneToOneField("partnership.Knot", models.PROTECT, related_name="tie")
    categories = models.CharField(max_length=TEXT)
    shared_with = models.CharField(max_length=TEXT)
    child_view = models.TextField(max_length=LONG, blank=True, default="")
    told_on = models.DateField(null=True)
    outcome_told_on = models.DateField(null=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(categories="") & ~Q(shared_with=""), name="child_knot_is_whole"),
        ]

    def __str__(self) -> str:
        return f"knot {self.knot.public_id} about child {self.child.public_id}"
