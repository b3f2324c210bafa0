"""Organisations, their places and teams, and the people at work in them. Nothing about children stands here."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from leerrecht.stored.public_id import Public

ORGANISATION_KINDS = (
    "coa", "nidos", "contract_partner", "municipality", "school_board", "ggd", "youth_work", "care", "leerrecht",
)  # fmt: skip
TEAM_ROLES = (
    "legal_representative", "reception", "school", "compulsory_education", "policy", "care", "ggd",
    "privacy_officer",
)  # fmt: skip
"""What a team is to a child; the cells of rulebook/nl/access.yaml are per role. A test keeps the two equal."""
NAME = 200


def _choices(values: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(value, value) for value in values]


class Organisation(Public):
    """A partner in the chain."""

    name = models.CharField(max_length=NAME, unique=True)
    kind = models.CharField(max_length=30, choices=_choices(ORGANISATION_KINDS))

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=ORGANISATION_KINDS), name="organisation_kind_known"),
            models.CheckConstraint(condition=~Q(name=""), name="organisation_has_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Location(Public):
    """A reception location, as stays name it."""

    name = models.CharField(max_length=NAME)
    municipality = models.CharField(max_length=NAME)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="locations")

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["name", "municipality"], name="location_once_per_town"),
            models.CheckConstraint(condition=~Q(name=""), name="location_has_name"),
        ]

    def __str__(self) -> str:
        return self.name


class School(Public):
    """A school, as enrolments name it."""

    name = models.CharField(max_length=NAME)
    municipality = models.CharField(max_length=NAME)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="schools")

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["name", "municipality"], name="school_once_per_town"),
            models.CheckConstraint(condition=~Q(name=""), name="school_has_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Team(Public):
    """People of one organisation who hold tasks for the same children: the unit to which access is given.

    A reception team may look after a location, a school team belongs to a school, a municipal team to a municipality.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="teams")
    name = models.CharField(max_length=NAME)
    role = models.CharField(max_length=30, choices=_choices(TEAM_ROLES))
    location = models.ForeignKey(Location, models.PROTECT, null=True, blank=True, related_name="teams")
    school = models.ForeignKey(School, models.PROTECT, null=True, blank=True, related_name="teams")
    municipality = models.CharField(max_length=NAME, blank=True, default="")

    class Meta:
        ordering: ClassVar = ["organisation", "name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "name"], name="team_once_per_organisation"),
            models.CheckConstraint(condition=Q(role__in=TEAM_ROLES), name="team_role_known"),
            models.CheckConstraint(condition=~Q(name=""), name="team_has_name"),
            models.CheckConstraint(
                condition=~Q(role="school") | Q(school__isnull=False), name="school_team_has_school"
            ),
            models.CheckConstraint(
                condition=Q(location__isnull=True) | Q(role="reception"), name="only_reception_has_location"
            ),
            models.CheckConstraint(condition=Q(school__isnull=True) | Q(role="school"), name="only_school_has_school"),
            models.CheckConstraint(
                condition=~Q(role__in=("compulsory_education", "policy")) | ~Q(municipality=""),
                name="municipal_team_has_municipality",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.organisation})"


class Professional(Public):
    """Somebody at work in the chain."""

    name = models.CharField(max_length=NAME)
    function = models.CharField(max_length=NAME, blank=True, default="")
    phone = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(name=""), name="professional_has_name")]

    def __str__(self) -> str:
        return self.name


class Membership(Public):
    """Somebody works in a team from a day, until a day (half-open)."""

    professional = models.ForeignKey(Professional, models.PROTECT, related_name="memberships")
    team = models.ForeignKey(Team, models.PROTECT, related_name="memberships")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["valid_from", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="membership_ends_after_start",
            ),
            models.UniqueConstraint(fields=["professional", "team", "valid_from"], name="membership_once_per_start"),
        ]

    def __str__(self) -> str:
        return f"{self.professional}: {self.team}"


STAFF_CHANGES = ("leave", "sudden", "departure", "closed")
"""Why somebody stops: away for some time, at once (ill or otherwise; nobody asks), for good, or the account was closed."""


class StaffChange(Public):
    """Somebody stops working for the children of a team, from a day (`stops_on`, the first without them).

    `returns_on`: the day on which they are back, if that is known. `version` counts changes, so that of two who change
    it at once one gets the conflict. `withdrawn_at`: it didn't happen, or not on that day; then another follows it in
    `moved_from`. `seat_until`: until when the membership of the team ran before a departure shortened it (the first day
    after it); empty when it had no end, or when nothing was shortened.
    """

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    professional = models.ForeignKey(Professional, models.PROTECT, related_name="changes")
    team = models.ForeignKey(Team, models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=30, choices=_choices(STAFF_CHANGES))
    stops_on = models.DateField()
    returns_on = models.DateField(null=True, blank=True)
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(Professional, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    moved_from = models.OneToOneField("self", models.PROTECT, null=True, related_name="moved_to")
    seat_until = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["stops_on", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=STAFF_CHANGES), name="staff_change_kind_known"),
            models.CheckConstraint(
                condition=Q(returns_on__isnull=True) | (Q(returns_on__gt=F("stops_on")) & Q(kind__in=("leave", "sudden"))),
                name="staff_change_returns_after_stop",
            ),
            models.UniqueConstraint(
                fields=["professional", "team", "stops_on"], condition=Q(withdrawn_at__isnull=True),
                name="staff_change_once_per_day",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.professional}: {self.kind}"
