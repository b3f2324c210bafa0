"""Knots of a partnership: a question on which interests clash, who may decide, by when, and up which ladder it goes.

Which child a knot is about, if any, doesn't stand here but in the record (rights.ChildKnot), and opens it only to who
reaches that child. How far up a knot is, isn't kept: it follows from its day and its ladder.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from leerrecht.partnership.models.lengths import LONG, TEXT
from leerrecht.stored.public_id import Public


class Ladder(Public):
    """The steps that an undecided knot goes up, as agreed; another agreement is another ladder. A knot keeps its own."""

    partnership = models.ForeignKey("partnership.Partnership", models.PROTECT, related_name="ladders")
    number = models.PositiveIntegerField()
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partnership", "number"], name="partnership_ladder_once"),
        ]

    def __str__(self) -> str:
        return f"{self.partnership}: {self.number}"


class Step(models.Model):
    """A step: who takes it up (in words), and how many days they have."""

    ladder = models.ForeignKey(Ladder, models.PROTECT, related_name="steps")
    number = models.PositiveSmallIntegerField()
    who = models.CharField(max_length=TEXT)
    days = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ladder", "number"], name="partnership_step_once"),
            models.CheckConstraint(condition=~Q(who="") & Q(days__gte=1), name="partnership_step_whole"),
        ]

    def __str__(self) -> str:
        return self.who


class Knot(Public):
    """A question to decide. `director`: who sees to it when it is about several life domains; `version` counts changes.

    `mandates`: those by which it was decided.
    """

    partnership = models.ForeignKey("partnership.Partnership", models.PROTECT, related_name="knots")
    ladder = models.ForeignKey(Ladder, models.PROTECT, null=True, related_name="+")
    question = models.TextField(max_length=LONG)
    director = models.ForeignKey("chain.Professional", models.PROTECT, null=True, related_name="+")
    directs_for = models.ForeignKey("chain.Organisation", models.PROTECT, null=True, related_name="+")
    decide_by = models.DateField()
    version = models.PositiveIntegerField(default=1)
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    decision = models.TextField(max_length=LONG, blank=True, default="")
    reason = models.TextField(max_length=LONG, blank=True, default="")
    decided_on = models.DateField(null=True)
    decider = models.ForeignKey("chain.Professional", models.PROTECT, null=True, related_name="+")
    decides_for = models.ForeignKey("chain.Organisation", models.PROTECT, null=True, related_name="+")
    mandates = models.ManyToManyField("partnership.Mandate", related_name="+")

    class Meta:
        ordering: ClassVar = ["decide_by", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(question=""), name="partnership_knot_asks"),
            models.CheckConstraint(
                condition=Q(director__isnull=True, directs_for__isnull=True)
                | Q(director__isnull=False, directs_for__isnull=False),
                name="partnership_knot_director_whole",
            ),
            models.CheckConstraint(
                condition=Q(decided_on__isnull=True, decider__isnull=True, decides_for__isnull=True, decision="", reason="")
                | (
                    Q(decided_on__isnull=False, decider__isnull=False, decides_for__isnull=False)
                    & ~Q(decision="") & ~Q(reason="")
                ),
                name="partnership_knot_decision_whole",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.question[:40]


class KnotDomain(models.Model):
    """A life domain that a knot is about."""

    knot = models.ForeignKey(Knot, models.PROTECT, related_name="domains")
    domain = models.CharField(max_length=40)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["knot", "domain"], name="partnership_knot_domain_once"),
            models.CheckConstraint(condition=~Q(domain=""), name="partnership_knot_domain_named"),
        ]

    def __str__(self) -> str:
        return self.domain


class Option(models.Model):
    """A way to undo a knot."""

    knot = models.ForeignKey(Knot, models.PROTECT, related_name="options")
    what = models.CharField(max_length=TEXT)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(what=""), name="partnership_option_says_what")]

    def __str__(self) -> str:
        return self.what


class Interest(models.Model):
    """What is at stake for an organisation, in its own words. Who says it anew adds a row; the last counts."""

    knot = models.ForeignKey(Knot, models.PROTECT, related_name="interests")
    organisation = models.ForeignKey("chain.Organisation", models.PROTECT, related_name="+")
    words = models.TextField(max_length=LONG)
    given_at = models.DateTimeField()
    given_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(words=""), name="partnership_interest_says_what")]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.knot}"


class KnotAssent(models.Model):
    """Somebody who may decide a part of a knot agrees to a text of its decision, at the version of the knot that they read.

    A text is agreed by the rows that hold it after the last other one; together they must cover every life domain.
    """

    knot = models.ForeignKey(Knot, models.PROTECT, related_name="assents")
    version = models.PositiveIntegerField()
    decision = models.TextField(max_length=LONG)
    reason = models.TextField(max_length=LONG)
    professional = models.ForeignKey("chain.Professional", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("chain.Organisation", models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    given_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(decision="") & ~Q(reason=""), name="partnership_knot_assent_whole"),
        ]

    def __str__(self) -> str:
        return f"{self.professional}: {self.knot}"
