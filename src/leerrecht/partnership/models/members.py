"""Partnerships of organisations around a municipality or region. Nothing about children stands here.

Rows are dated and never rewritten: a period ends, another begins; a proposal is withdrawn, another is made. What changes in
place is `Partnership` (its name, and `version`, which counts every change around it) and a step that is taken once (an end,
an adoption). Periods are half-open: `valid_to` is the first day on which something no longer holds.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from leerrecht.law.tables import STAY_KINDS
from leerrecht.partnership.models.lengths import LONG, NAME, TEXT
from leerrecht.stored.public_id import Public

PHASES = ("starting", "growing", "settled")
EVERYWHERE = ""
"""The kind of reception of a line that holds for every kind without a line of its own."""
_ENDS_AFTER_START = Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from"))


class Partnership(Public):
    """Organisations that work together around the children of a municipality or region.

    `version`: raised by every change to anything of it, so that nobody changes what they didn't see. `shows_tasks`: other
    partnerships may lay their task agreement beside the one in force here.
    """

    name = models.CharField(max_length=NAME, unique=True)
    shows_tasks = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(name=""), name="partnership_has_name")]

    def __str__(self) -> str:
        return self.name


class Phase(models.Model):
    """How far a partnership is, from a day; of several from one day the last noted counts."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="phases")
    phase = models.CharField(max_length=20)
    since_on = models.DateField()
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["since_on", "pk"]
        constraints: ClassVar = [models.CheckConstraint(condition=Q(phase__in=PHASES), name="partnership_phase_known")]

    def __str__(self) -> str:
        return f"{self.partnership}: {self.phase}"


class Town(models.Model):
    """A municipality that a partnership is about, for a time. `folded`: its name as it is compared.

    No municipality has two partnerships at once, so that it is always clear which task agreement holds there.
    """

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="towns")
    name = models.CharField(max_length=NAME)
    folded = models.CharField(max_length=NAME)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(name="") & ~Q(folded=""), name="partnership_town_has_name"),
            models.CheckConstraint(condition=_ENDS_AFTER_START, name="partnership_town_ends_after_start"),
            models.UniqueConstraint(
                fields=["folded"], condition=Q(valid_to__isnull=True), name="partnership_one_per_town"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partnership}: {self.name}"


class Member(Public):
    """An organisation that takes part, for a time, and whom of it one turns to. Another contact is another row."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="members")
    organisation = models.ForeignKey("chain.Organisation", models.PROTECT, related_name="+")
    contact = models.ForeignKey("chain.Professional", models.PROTECT, null=True, blank=True, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["valid_from", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=_ENDS_AFTER_START, name="partnership_member_ends_after_start"),
            models.UniqueConstraint(
                fields=["partnership", "organisation"],
                condition=Q(valid_to__isnull=True),
                name="partnership_member_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partnership}: {self.organisation}"


class Mandate(Public):
    """Somebody may decide for an organisation about a life domain, for a time. `decides`: what; `up_to`: up to what."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="mandates")
    organisation = models.ForeignKey("chain.Organisation", models.PROTECT, related_name="+")
    professional = models.ForeignKey("chain.Professional", models.PROTECT, related_name="+")
    domain = models.CharField(max_length=40)
    decides = models.CharField(max_length=TEXT)
    up_to = models.CharField(max_length=TEXT)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["domain", "valid_from", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(domain="") & ~Q(decides="") & ~Q(up_to=""), name="partnership_mandate_says_what"
            ),
            models.CheckConstraint(condition=_ENDS_AFTER_START, name="partnership_mandate_ends_after_start"),
            models.UniqueConstraint(
                fields=["partnership", "organisation", "professional", "domain"],
                condition=Q(valid_to__isnull=True),
                name="partnership_mandate_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.professional}: {self.domain}"


class Consultation(Public):
    """The yearly consultation of a municipality with its school boards (WVO 2020 art. 9.3c): who was there, what was agreed.

    `places`, `enrolment`, `learning_line`: the three things that the law wants agreements about.
    """

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="consultations")
    held_on = models.DateField()
    present = models.ManyToManyField("chain.Organisation", related_name="+")
    places = models.TextField(max_length=LONG)
    enrolment = models.TextField(max_length=LONG)
    learning_line = models.TextField(max_length=LONG)
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["-held_on", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(places="") & ~Q(enrolment="") & ~Q(learning_line=""),
                name="partnership_consultation_says_what",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_at__gte=F("noted_at"), withdrawn_by__isnull=False),
                name="partnership_consultation_withdrawal_whole",
            ),
            models.UniqueConstraint(
                fields=["partnership", "held_on"],
                condition=Q(withdrawn_at__isnull=True),
                name="partnership_consultation_once_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partnership}: {self.held_on}"


class TaskVersion(Public):
    """Who does what, as it was proposed: its text never changes. Adopted once every member of that day has agreed.

    `starts_on`: the day from which it is meant to hold; `holds_from`: from which it does, once it is adopted. It holds until
    a later one does. At most one proposal is open at a time; another one takes its place.
    """

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="task_versions")
    number = models.PositiveIntegerField()
    starts_on = models.DateField()
    why = models.TextField(max_length=LONG)
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    adopted_on = models.DateField(null=True)
    holds_from = models.DateField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partnership", "number"], name="partnership_task_number_once"),
            models.UniqueConstraint(
                fields=["partnership"],
                condition=Q(adopted_on__isnull=True, withdrawn_at__isnull=True),
                name="partnership_one_open_proposal",
            ),
            models.CheckConstraint(condition=~Q(why=""), name="partnership_task_version_says_why"),
            models.CheckConstraint(
                condition=Q(adopted_on__isnull=True, holds_from__isnull=True)
                | Q(
                    adopted_on__isnull=False,
                    holds_from__isnull=False,
                    holds_from__gte=F("starts_on"),
                    withdrawn_at__isnull=True,
                ),
                name="partnership_adoption_whole",
            ),
            models.CheckConstraint(
                condition=Q(holds_from__isnull=True) | Q(holds_from__gte=F("adopted_on")),
                name="partnership_holds_after_adoption",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_at__gte=F("proposed_at"), withdrawn_by__isnull=False),
                name="partnership_task_withdrawal_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partnership}: {self.number}"


class TaskLine(models.Model):
    """Which organisation does a task: at one kind of reception, or everywhere without a line of its own (`reception` "")."""

    version = models.ForeignKey(TaskVersion, models.PROTECT, related_name="lines")
    task = models.CharField(max_length=40)
    reception = models.CharField(max_length=20, blank=True, default=EVERYWHERE)
    organisation = models.ForeignKey("chain.Organisation", models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "task", "reception"], name="partnership_task_line_once"),
            models.CheckConstraint(condition=~Q(task=""), name="partnership_task_line_has_task"),
            models.CheckConstraint(
                condition=Q(reception__in=(EVERYWHERE, *STAY_KINDS)), name="partnership_task_line_reception_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task} ({self.reception})"


class Assent(models.Model):
    """A member agreed to a version, by somebody with a mandate for it."""

    version = models.ForeignKey(TaskVersion, models.PROTECT, related_name="assents")
    organisation = models.ForeignKey("chain.Organisation", models.PROTECT, related_name="+")
    professional = models.ForeignKey("chain.Professional", models.PROTECT, related_name="+")
    mandate = models.ForeignKey(Mandate, models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    given_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["given_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "organisation"], name="partnership_assent_once"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.version}"
