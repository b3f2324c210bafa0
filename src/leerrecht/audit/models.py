"""The two logs. Rows are added, never changed; they hold no content of the facts they tell of.

Objects are named by their public id, not by a foreign key, so that a log never stands in the way of erasing. The database
itself refuses to change or delete a row (guards.py); what may go, goes by retention.py and erasing.py.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

RESULTS = ("done", "refused")
STATUSES = ("Unset", "Ok", "Error")
SUBJECT_TYPE = "leerrecht.subject"
CODE, TRACE, SPAN, HASH, SALT = 14, 32, 16, 64, 32


class OnlyAdded(models.Model):
    """A row that can't be changed or deleted through Django."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the row; refuse to change one."""
        if self.pk is not None:
            raise TypeError("a row of a log is never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse."""
        raise TypeError("a row of a log is never deleted")


class Event(OnlyAdded):
    """What was done: action, object, result, origin, actor, time, and the access rule used (BIO2 8.15.01).

    A link of a chain: `commitment` is a hash of the content with its `salt`, `link` one of the former link, the commitment
    and the number. Of an erased row the content and the salt are gone; commitment and link stay, so the chain still
    holds. Its `at` is when it was erased.
    """

    sequence = models.BigIntegerField(unique=True)
    at = models.DateTimeField()
    actor = models.CharField(max_length=CODE, blank=True, default="")
    team = models.CharField(max_length=CODE, blank=True, default="")
    role = models.CharField(max_length=30, blank=True, default="")
    action = models.CharField(max_length=60)
    object_kind = models.CharField(max_length=40)
    object_id = models.CharField(max_length=CODE, blank=True, default="")
    child_id = models.CharField(max_length=CODE, blank=True, default="")
    result = models.CharField(max_length=10, default="done")
    origin = models.CharField(max_length=60, blank=True, default="")
    access_rule = models.CharField(max_length=60, blank=True, default="")
    trace_id = models.CharField(max_length=TRACE, blank=True, default="")
    span_id = models.CharField(max_length=SPAN, blank=True, default="")
    salt = models.CharField(max_length=SALT, blank=True, default="")
    commitment = models.CharField(max_length=HASH)
    link = models.CharField(max_length=HASH)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-pk"]
        indexes: ClassVar = [
            models.Index(fields=["child_id", "-at"], name="event_of_child"),
            models.Index(fields=["actor", "-at"], name="event_of_actor"),
            models.Index(fields=["object_id", "action"], name="event_of_object"),
            models.Index(fields=["trace_id"], name="event_of_trace"),
            models.Index(fields=["at"], name="event_at"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(result__in=RESULTS), name="event_result_known"),
            models.CheckConstraint(condition=~Q(action=""), name="event_has_action"),
            models.CheckConstraint(condition=Q(sequence__gt=0), name="event_sequence_counts"),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True)
                | Q(
                    erased_at__isnull=False,
                    at=F("erased_at"),
                    salt="",
                    actor="",
                    team="",
                    role="",
                    action="erased",
                    object_kind="",
                    object_id="",
                    child_id="",
                    result="done",
                    origin="",
                    access_rule="",
                    trace_id="",
                    span_id="",
                ),
                name="event_erased_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.object_kind}"


class Head(models.Model):
    """The last link of the chain, in one row. Who adds an event locks it first, so the chain can't fork."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    sequence = models.BigIntegerField(default=0)
    link = models.CharField(max_length=HASH)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(id=1), name="head_is_one")]

    def __str__(self) -> str:
        return f"link {self.sequence}"


class Subject(models.Model):
    """The random name under which a child stands in the log of processing. Without this row nothing leads to the child."""

    child_id = models.CharField(max_length=CODE, unique=True)
    subject = models.CharField(max_length=TRACE, unique=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(child_id="") & ~Q(subject=""), name="subject_whole")
        ]

    def __str__(self) -> str:
        return f"subject {self.subject}"


class Processing(OnlyAdded):
    """One row per child per action, reads included, without the actor (Logboek Dataverwerkingen; the names are its own).

    Of a reading, `parent_span_id` is the span of the row of Reading; of an event, `span_id` is that of the Event.
    """

    trace_id = models.CharField(max_length=TRACE)
    span_id = models.CharField(max_length=SPAN)
    parent_span_id = models.CharField(max_length=SPAN, blank=True, default="")
    status = models.CharField(max_length=5, default="Ok")
    name = models.CharField(max_length=60)
    start_time = models.DateTimeField()
    end_time = models.DateTimeField()
    processing_activity_id = models.CharField(max_length=80)
    data_subject_id = models.CharField(max_length=TRACE)
    data_subject_id_type = models.CharField(max_length=30, default=SUBJECT_TYPE)

    class Meta:
        ordering: ClassVar = ["-pk"]
        indexes: ClassVar = [
            models.Index(fields=["data_subject_id", "-start_time"], name="processing_of_subject"),
            models.Index(fields=["parent_span_id"], name="processing_of_reading"),
            models.Index(fields=["processing_activity_id", "end_time"], name="processing_of_activity"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(processing_activity_id=""), name="processing_has_activity"),
            models.CheckConstraint(condition=~Q(data_subject_id=""), name="processing_has_subject"),
            models.CheckConstraint(condition=Q(status__in=STATUSES), name="processing_status_known"),
            models.CheckConstraint(condition=Q(end_time__gte=F("start_time")), name="processing_ends_after_start"),
        ]

    def __str__(self) -> str:
        return self.name


class Reading(OnlyAdded):
    """Who read, and why: one row per request and ground (the kind of tie to the children). Which children: Processing."""

    trace_id = models.CharField(max_length=TRACE)
    span_id = models.CharField(max_length=SPAN, unique=True)
    at = models.DateTimeField()
    actor = models.CharField(max_length=CODE, blank=True, default="")
    team = models.CharField(max_length=CODE, blank=True, default="")
    role = models.CharField(max_length=30, blank=True, default="")
    organisation = models.CharField(max_length=CODE, blank=True, default="")
    name = models.CharField(max_length=60)
    activity = models.CharField(max_length=80)
    ground = models.CharField(max_length=30, blank=True, default="")

    class Meta:
        ordering: ClassVar = ["-pk"]
        indexes: ClassVar = [
            models.Index(fields=["actor", "-at"], name="reading_of_actor"),
            models.Index(fields=["trace_id"], name="reading_of_trace"),
            models.Index(fields=["activity", "at"], name="reading_of_activity"),
            models.Index(fields=["at"], name="reading_at"),
        ]
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(activity=""), name="reading_has_activity")]

    def __str__(self) -> str:
        return self.name


class Permit(models.Model):
    """What may be taken from the logs within the transaction that holds this row; there is none at any other time.

    `child_id`: empty the events about one child. `activity` and `before`: what is past its term. Guards ask for it.
    """

    child_id = models.CharField(max_length=CODE, blank=True, default="")
    activity = models.CharField(max_length=80, blank=True, default="")
    before = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=(Q(activity="", before__isnull=True) & ~Q(child_id=""))
                | (Q(child_id="", before__isnull=False) & ~Q(activity="")),
                name="permit_for_one_thing",
            )
        ]

    def __str__(self) -> str:
        return f"permit {self.pk}"
