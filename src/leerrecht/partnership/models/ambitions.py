"""What a partnership wants to reach: an ambition that members write and adopt together, goals, interests, evaluations.

Nothing about children stands here. A version never changes: another one takes its place, as with who does what.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from leerrecht.partnership.models.lengths import LONG, NAME, TEXT
from leerrecht.stored.public_id import Public


class Ambition(Public):
    """An ambition as it was proposed; adopted once every member of that day has agreed, and held until a later one is.

    `youth_part`, `youth_said`: how young people took part, and what they said; `evaluate_on`: when members look at it again.
    """

    partnership = models.ForeignKey("partnership.Partnership", models.PROTECT, related_name="ambitions")
    number = models.PositiveIntegerField()
    text = models.TextField(max_length=LONG)
    youth_part = models.TextField(max_length=LONG)
    youth_said = models.TextField(max_length=LONG)
    evaluate_on = models.DateField()
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    adopted_on = models.DateField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partnership", "number"], name="partnership_ambition_number_once"),
            models.UniqueConstraint(
                fields=["partnership"],
                condition=Q(adopted_on__isnull=True, withdrawn_at__isnull=True),
                name="partnership_one_open_ambition",
            ),
            models.CheckConstraint(
                condition=~Q(text="") & ~Q(youth_part="") & ~Q(youth_said=""), name="partnership_ambition_says_what"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(
                    withdrawn_at__isnull=False,
                    withdrawn_at__gte=F("proposed_at"),
                    withdrawn_by__isnull=False,
                    adopted_on__isnull=True,
                ),
                name="partnership_ambition_withdrawal_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partnership}: {self.number}"


class Goal(models.Model):
    """A goal of an ambition. `measure`: by which measure of Inzicht it is followed, or "": then `indicator` says by what.

    `unit`: in what it is counted; `target`: what is to be reached, as people write it ("90", "hooguit 14").
    """

    ambition = models.ForeignKey(Ambition, models.PROTECT, related_name="goals")
    what = models.CharField(max_length=TEXT)
    measure = models.CharField(max_length=40, blank=True, default="")
    indicator = models.CharField(max_length=TEXT, blank=True, default="")
    unit = models.CharField(max_length=NAME)
    target = models.CharField(max_length=NAME)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(what="") & ~Q(unit="") & ~Q(target=""), name="partnership_goal_says_what"
            ),
            models.CheckConstraint(
                condition=(Q(measure="") & ~Q(indicator="")) | (~Q(measure="") & Q(indicator="")),
                name="partnership_goal_one_indicator",
            ),
        ]

    def __str__(self) -> str:
        return self.what


class Stake(models.Model):
    """What is at stake for a member in working together, in its own words. Who says it anew adds a row; the last counts."""

    partnership = models.ForeignKey("partnership.Partnership", models.PROTECT, related_name="stakes")
    organisation = models.ForeignKey("chain.Organisation", models.PROTECT, related_name="+")
    words = models.TextField(max_length=LONG)
    given_at = models.DateTimeField()
    given_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(words=""), name="partnership_stake_says_what")]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.partnership}"


class Endorsement(models.Model):
    """A member agreed to an ambition, by somebody with a mandate for it."""

    ambition = models.ForeignKey(Ambition, models.PROTECT, related_name="endorsements")
    organisation = models.ForeignKey("chain.Organisation", models.PROTECT, related_name="+")
    professional = models.ForeignKey("chain.Professional", models.PROTECT, related_name="+")
    mandate = models.ForeignKey("partnership.Mandate", models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    given_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["given_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ambition", "organisation"], name="partnership_endorsement_once"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.ambition}"


class Appraisal(models.Model):
    """Members looked at an ambition that was adopted. `next_on`: when they do so again."""

    ambition = models.ForeignKey(Ambition, models.PROTECT, related_name="appraisals")
    held_on = models.DateField()
    results = models.TextField(max_length=LONG)
    conclusions = models.TextField(max_length=LONG)
    adjustments = models.TextField(max_length=LONG)
    next_on = models.DateField()
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["held_on", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(results="") & ~Q(conclusions="") & ~Q(adjustments=""),
                name="partnership_appraisal_says_what",
            ),
            models.CheckConstraint(condition=Q(next_on__gt=F("held_on")), name="partnership_appraisal_next_after"),
            models.UniqueConstraint(fields=["ambition", "held_on"], name="partnership_appraisal_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.ambition}: {self.held_on}"
