"""Meetings of a partnership: series, meetings with who is invited, minutes, actions, what is spread, how it is evaluated.

Nothing about children stands here. A meeting is on a day at a time of the clock on the wall (Europe/Amsterdam), so that it
stays where it is when summer time begins or ends. `Meeting.version` counts its changes.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from leerrecht.partnership.models.lengths import LONG, NAME, TEXT
from leerrecht.stored.public_id import Public

SERIES_KINDS = ("casework", "policy", "urgent")
RHYTHMS = ("weekly", "fortnightly", "monthly", "six_weekly", "quarterly", "as_needed")
SHORTEST, LONGEST = 15, 480
"""Minutes that a meeting takes."""


class Series(Public):
    """Meetings with one purpose. `needed`: organisations that must be there; until `ended_on`, the first day without it."""

    partnership = models.ForeignKey("partnership.Partnership", models.PROTECT, related_name="series")
    name = models.CharField(max_length=NAME)
    purpose = models.CharField(max_length=TEXT)
    kind = models.CharField(max_length=20)
    rhythm = models.CharField(max_length=20)
    needed = models.ManyToManyField("chain.Organisation", related_name="+")
    begun_on = models.DateField()
    ended_on = models.DateField(null=True)
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(name="") & ~Q(purpose=""), name="partnership_series_says_what"),
            models.CheckConstraint(condition=Q(kind__in=SERIES_KINDS), name="partnership_series_kind_known"),
            models.CheckConstraint(condition=Q(rhythm__in=RHYTHMS), name="partnership_series_rhythm_known"),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("begun_on")),
                name="partnership_series_ends_after",
            ),
            models.UniqueConstraint(
                fields=["partnership", "name"], condition=Q(ended_on__isnull=True), name="partnership_series_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SeriesDomain(models.Model):
    """A life domain on which somebody at a meeting of a series must be able to decide."""

    series = models.ForeignKey(Series, models.PROTECT, related_name="domains")
    domain = models.CharField(max_length=40)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["series", "domain"], name="partnership_series_domain_once"),
            models.CheckConstraint(condition=~Q(domain=""), name="partnership_series_domain_named"),
        ]

    def __str__(self) -> str:
        return self.domain


class Meeting(Public):
    """One meeting. `sent_at`: invitations went out for how it stands now; `sent_why`: why, though somebody was missing.

    `spread`: what each organisation must tell inside.
    """

    series = models.ForeignKey(Series, models.PROTECT, related_name="meetings")
    held_on = models.DateField()
    begins = models.TimeField()
    minutes = models.PositiveSmallIntegerField()
    place = models.CharField(max_length=NAME)
    version = models.PositiveIntegerField(default=1)
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True)
    sent_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")
    sent_why = models.CharField(max_length=TEXT, blank=True, default="")
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")
    spread = models.TextField(max_length=LONG, blank=True, default="")

    class Meta:
        ordering: ClassVar = ["held_on", "begins", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(place=""), name="partnership_meeting_has_place"),
            models.CheckConstraint(
                condition=Q(minutes__gte=SHORTEST, minutes__lte=LONGEST), name="partnership_meeting_length"
            ),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True, sent_by__isnull=True, sent_why="")
                | Q(sent_at__isnull=False, sent_by__isnull=False),
                name="partnership_meeting_sent_whole",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True, cancelled_by__isnull=True)
                | Q(cancelled_at__isnull=False, cancelled_by__isnull=False),
                name="partnership_meeting_cancelled_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.series}: {self.held_on}"


class Invited(models.Model):
    """Somebody who is asked to a meeting, for an organisation."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="invited")
    professional = models.ForeignKey("chain.Professional", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("chain.Organisation", models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "professional"], name="partnership_invited_once"),
        ]

    def __str__(self) -> str:
        return f"{self.professional}: {self.meeting}"


class Ruling(models.Model):
    """What was decided at a meeting; never rewritten."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="rulings")
    what = models.TextField(max_length=LONG)
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(what=""), name="partnership_ruling_says_what")]

    def __str__(self) -> str:
        return self.what[:40]


class Action(Public):
    """What somebody at a member does by a day, agreed at a meeting or to follow up a knot; done, and then checked."""

    partnership = models.ForeignKey("partnership.Partnership", models.PROTECT, related_name="actions")
    meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, related_name="actions")
    knot = models.ForeignKey("partnership.Knot", models.PROTECT, null=True, related_name="actions")
    what = models.CharField(max_length=TEXT)
    holder = models.ForeignKey("chain.Professional", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("chain.Organisation", models.PROTECT, related_name="+")
    due_on = models.DateField()
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")
    checked_at = models.DateTimeField(null=True)
    checked_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["due_on", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(what=""), name="partnership_action_says_what"),
            models.CheckConstraint(
                condition=Q(meeting__isnull=False, knot__isnull=True) | Q(meeting__isnull=True, knot__isnull=False),
                name="partnership_action_of_one",
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, done_by__isnull=True)
                | Q(done_at__isnull=False, done_by__isnull=False),
                name="partnership_action_done_whole",
            ),
            models.CheckConstraint(
                condition=Q(checked_at__isnull=True, checked_by__isnull=True)
                | Q(checked_at__isnull=False, checked_by__isnull=False, done_at__isnull=False),
                name="partnership_action_checked_after",
            ),
        ]

    def __str__(self) -> str:
        return self.what


class Spread(models.Model):
    """An organisation told inside what was to be told, and how."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="spreads")
    organisation = models.ForeignKey("chain.Organisation", models.PROTECT, related_name="+")
    how = models.CharField(max_length=TEXT)
    given_at = models.DateTimeField()
    given_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "organisation"], name="partnership_spread_once"),
            models.CheckConstraint(condition=~Q(how=""), name="partnership_spread_says_how"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.meeting}"


class Evaluation(models.Model):
    """The members looked at how they meet, whether it still fits the phase they are in."""

    partnership = models.ForeignKey("partnership.Partnership", models.PROTECT, related_name="evaluations")
    held_on = models.DateField()
    findings = models.TextField(max_length=LONG)
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["held_on", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(findings=""), name="partnership_evaluation_says_what"),
            models.UniqueConstraint(fields=["partnership", "held_on"], name="partnership_evaluation_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.partnership}: {self.held_on}"
