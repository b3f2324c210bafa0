"""Recognising a young person: what was sought and asked, what people judged of a pair, what is linked, what stays closed.

No record is merged here. A judgement is an edge between two records that its maker can take back; a link is what two people
agreed on, and points from one record to the other without moving anything.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from leerrecht.stored.public_id import Public

TEXT, LONG, NUMBER = 300, 2000, 40
OUTCOMES = ("nothing", "own", "elsewhere")
ANSWERS = ("yes", "no", "unsure")
VERDICTS = ("same", "different", "unsure")
PRECISIONS = ("day", "estimated", "month", "year")


class Lookup(Public):
    """Somebody searched before making a record. What was sought isn't kept, but for a mark only we can make (`sought`).

    `outcome`: what the answer showed. `child`: the record that was made after it; `why`: if the answer was `elsewhere`,
    why that couldn't wait.
    """

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    team = models.ForeignKey("chain.Team", models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    sought = models.CharField(max_length=64, blank=True, default="")
    outcome = models.CharField(max_length=10)
    child = models.ForeignKey("records.Child", models.PROTECT, null=True, related_name="+")
    why = models.CharField(max_length=TEXT, blank=True, default="")

    class Meta:
        ordering: ClassVar = ["-pk"]
        indexes: ClassVar = [models.Index(fields=["account", "made_at"], name="lookup_of_account")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(outcome__in=OUTCOMES), name="lookup_outcome_known"),
            models.CheckConstraint(
                condition=Q(child__isnull=True) | ~Q(outcome="elsewhere") | ~Q(why=""),
                name="lookup_says_why_not_waited",
            ),
            models.UniqueConstraint(fields=["child"], name="lookup_once_per_child"),
        ]

    def __str__(self) -> str:
        return f"lookup {self.public_id}"


class Inquiry(Public):
    """A question to whoever may know somebody: what was typed, so that they can compare. One question, however many know.

    `number_kind`: the kind of number that was typed, if any; the number itself is not kept.
    """

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    team = models.ForeignKey("chain.Team", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    due_on = models.DateField()
    given_names = models.CharField(max_length=TEXT, blank=True, default="")
    father_name = models.CharField(max_length=TEXT, blank=True, default="")
    family_name = models.CharField(max_length=TEXT, blank=True, default="")
    born_from = models.DateField(null=True)
    born_to = models.DateField(null=True)
    born_precision = models.CharField(max_length=10, blank=True, default="")
    sex = models.CharField(max_length=30, blank=True, default="")
    number_kind = models.CharField(max_length=30, blank=True, default="")

    class Meta:
        ordering: ClassVar = ["due_on", "pk"]
        indexes: ClassVar = [models.Index(fields=["team", "asked_at"], name="inquiry_of_team")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(given_names="", father_name="", family_name="") | ~Q(number_kind=""),
                name="inquiry_says_who",
            ),
            models.CheckConstraint(
                condition=Q(born_from__isnull=True, born_to__isnull=True, born_precision="")
                | Q(born_from__isnull=False, born_to__gte=F("born_from"), born_precision__in=PRECISIONS),
                name="inquiry_birth_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"inquiry {self.public_id}"


class Asked(models.Model):
    """One record that an inquiry may be about, for who holds it; with their answer, and in `words` what they may tell."""

    inquiry = models.ForeignKey(Inquiry, models.PROTECT, related_name="asked")
    child = models.ForeignKey("records.Child", models.PROTECT, related_name="+")
    answer = models.CharField(max_length=10, blank=True, default="")
    words = models.TextField(max_length=LONG, blank=True, default="")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")
    joined_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["inquiry", "child"], name="asked_once_per_child"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True, answered_by__isnull=True, words="")
                | Q(answer__in=ANSWERS, answered_at__isnull=False, answered_by__isnull=False),
                name="asked_answer_whole",
            ),
            models.CheckConstraint(
                condition=Q(joined_at__isnull=True) | Q(answer="yes", joined_at__gte=F("answered_at")),
                name="asked_joined_after_yes",
            ),
        ]

    def __str__(self) -> str:
        return f"asked {self.pk}"


class Judgement(Public):
    """What one person judged of two records, `left` being the older: an edge between them, until it is taken back.

    `kept`: for `same`, the record that goes on. `weight` and `model`: what the comparison said then, and which one it was.
    """

    left = models.ForeignKey("records.Child", models.PROTECT, related_name="+")
    right = models.ForeignKey("records.Child", models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=10)
    kept = models.ForeignKey("records.Child", models.PROTECT, null=True, related_name="+")
    weight = models.FloatField()
    model = models.CharField(max_length=60)
    words = models.CharField(max_length=TEXT, blank=True, default="")
    judged_at = models.DateTimeField()
    judged_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    team = models.ForeignKey("chain.Team", models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")
    undone_reason = models.CharField(max_length=TEXT, blank=True, default="")

    class Meta:
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [
            models.Index(fields=["left", "right"], condition=Q(undone_at__isnull=True), name="judgement_standing")
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(verdict__in=VERDICTS), name="judgement_verdict_known"),
            models.CheckConstraint(condition=Q(left__lt=F("right")), name="judgement_of_a_pair"),
            models.CheckConstraint(
                condition=(Q(verdict="same", kept__isnull=False) & (Q(kept=F("left")) | Q(kept=F("right"))))
                | (~Q(verdict="same") & Q(kept__isnull=True)),
                name="judgement_keeps_one_of_the_pair",
            ),
            models.CheckConstraint(condition=~Q(model=""), name="judgement_has_model"),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True, undone_reason="")
                | (Q(undone_at__gte=F("judged_at"), undone_by__isnull=False) & ~Q(undone_reason="")),
                name="judgement_undone_whole",
            ),
            models.UniqueConstraint(
                fields=["left", "right", "judged_by"], condition=Q(undone_at__isnull=True),
                name="judgement_once_per_person",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"judgement {self.public_id}"


class Link(Public):
    """Two people judged that two records are of one young person: `other` points to `kept`, until it is undone."""

    kept = models.ForeignKey("records.Child", models.PROTECT, related_name="+")
    other = models.ForeignKey("records.Child", models.PROTECT, related_name="+")
    first = models.ForeignKey(Judgement, models.PROTECT, related_name="+")
    second = models.ForeignKey(Judgement, models.PROTECT, related_name="+")
    first_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    second_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")
    undone_reason = models.CharField(max_length=TEXT, blank=True, default="")

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(kept=F("other")), name="link_of_two_records"),
            models.CheckConstraint(condition=~Q(first=F("second")), name="link_of_two_judgements"),
            models.CheckConstraint(condition=~Q(first_by=F("second_by")), name="link_by_two_people"),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True, undone_reason="")
                | (Q(undone_at__gte=F("made_at"), undone_by__isnull=False) & ~Q(undone_reason="")),
                name="link_undone_whole",
            ),
            models.UniqueConstraint(
                fields=["other"], condition=Q(undone_at__isnull=True), name="link_points_to_one_record"
            ),
        ]

    def __str__(self) -> str:
        return f"link {self.public_id}"


class Closure(Public):
    """A record that the search before making one doesn't find for whoever doesn't reach it; and why."""

    child = models.ForeignKey("records.Child", models.PROTECT, related_name="+")
    reason = models.CharField(max_length=TEXT)
    closed_at = models.DateTimeField()
    closed_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(null=True)
    opened_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(reason=""), name="closure_has_reason"),
            models.CheckConstraint(
                condition=Q(opened_at__isnull=True, opened_by__isnull=True)
                | Q(opened_at__gte=F("closed_at"), opened_by__isnull=False),
                name="closure_opened_whole",
            ),
            models.UniqueConstraint(
                fields=["child"], condition=Q(opened_at__isnull=True), name="closure_once_per_child"
            ),
        ]

    def __str__(self) -> str:
        return f"closure {self.public_id}"
