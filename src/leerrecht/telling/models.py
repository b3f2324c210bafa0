"""When scheduled work ran, who is told what by e-mail, and calendar feeds. Nothing of a child's life stands here."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from leerrecht.stored.public_id import Public

NAME, TOKEN, HASH = 40, 32, 64
RHYTHMS = ("never", "daily", "weekly")
LANGUAGES = ("nl", "en")
MAILING_STATES = ("waiting", "claimed", "sent", "nothing", "refused")


class Run(models.Model):
    """How a job of scheduled work stands; the row is also its lock. `claim`: of who is at it, since `claimed_at`; else empty.

    `done_for`: the moment up to which its work is done. `why`: how its last run failed; empty when it went well.
    """

    name = models.CharField(max_length=NAME, unique=True)
    claim = models.CharField(max_length=TOKEN, blank=True, default="")
    claimed_at = models.DateTimeField(null=True)
    done_for = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=NAME, blank=True, default="")

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(name=""), name="run_has_name"),
            models.CheckConstraint(condition=Q(claim="") | Q(claimed_at__isnull=False), name="run_claim_has_moment"),
        ]

    def __str__(self) -> str:
        return f"run of {self.name}"


class Choice(Public):
    """What somebody at work wants to be told by e-mail; on the pages they are told anyway.

    `email`: an address of which they proved that it is theirs. `weekday`: 1 is Monday; counts when weekly. `invitations`:
    those to meetings are mailed too. `told`: marks of what the last digest counted, so that the next counts what is new:
    keyed hashes, from which nobody can go back.
    """

    account = models.OneToOneField("accounts.Account", models.CASCADE, related_name="mail_choice")
    email = models.EmailField(blank=True, default="")
    rhythm = models.CharField(max_length=10, default="never")
    weekday = models.PositiveSmallIntegerField(default=1)
    language = models.CharField(max_length=5, default="nl")
    invitations = models.BooleanField(default=False)
    changed_at = models.DateTimeField()
    told = models.JSONField(default=list)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(rhythm__in=RHYTHMS), name="choice_rhythm_known"),
            models.CheckConstraint(condition=Q(language__in=LANGUAGES), name="choice_language_known"),
            models.CheckConstraint(condition=Q(weekday__gte=1, weekday__lte=7), name="choice_weekday_known"),
            models.CheckConstraint(
                condition=Q(rhythm="never", invitations=False) | ~Q(email=""), name="choice_mails_to_an_address"
            ),
        ]

    def __str__(self) -> str:
        return f"choice {self.public_id}"


class Proof(models.Model):
    """An address that somebody named and still has to prove, by a code that was mailed to it: its hash.

    `sent`: how many codes since `since`, so that nobody's mailbox is filled by us. `wrong`: wrong codes typed.
    """

    account = models.OneToOneField("accounts.Account", models.CASCADE, related_name="mail_proof")
    email = models.EmailField()
    digest = models.CharField(max_length=HASH)
    until = models.DateTimeField()
    wrong = models.PositiveSmallIntegerField(default=0)
    sent = models.PositiveSmallIntegerField(default=0)
    since = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(email=""), name="proof_has_address")]

    def __str__(self) -> str:
        return f"proof of {self.account}"


class Mailing(models.Model):
    """A digest of one person for one day or week, which begins on `day`. It is claimed before it is sent, and marked after.

    `tries`: how often it may have been sent; a claim that was never settled is tried once more, with the same Message-ID.
    """

    account = models.ForeignKey("accounts.Account", models.CASCADE, related_name="mailings")
    day = models.DateField()
    state = models.CharField(max_length=10, default="waiting")
    claimed_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "day"], name="mailing_once"),
            models.CheckConstraint(condition=Q(state__in=MAILING_STATES), name="mailing_state_known"),
        ]

    def __str__(self) -> str:
        return f"mailing of {self.account} for {self.day}"


class Posted(models.Model):
    """An invitation to a meeting, or word that it is off for somebody, for one person at one version of the meeting.

    Claimed before it is sent and marked after, as a Mailing is.
    """

    account = models.ForeignKey("accounts.Account", models.CASCADE, related_name="posted")
    meeting = models.ForeignKey("partnership.Meeting", models.CASCADE, related_name="posted")
    version = models.PositiveIntegerField()
    is_off = models.BooleanField(default=False)
    state = models.CharField(max_length=10, default="waiting")
    claimed_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "meeting", "version"], name="posted_once"),
            models.CheckConstraint(condition=Q(state__in=MAILING_STATES), name="posted_state_known"),
        ]

    def __str__(self) -> str:
        return f"invitation of {self.account}: {self.meeting}"


class Feed(Public):
    """The terms of somebody at work in one team, as a calendar at a secret address, of which only a hash is kept.

    When it was last read stands in the log of readings.
    """

    account = models.ForeignKey("accounts.Account", models.CASCADE, related_name="feeds")
    team = models.ForeignKey("chain.Team", models.PROTECT, related_name="+")
    token_hash = models.CharField(max_length=HASH, unique=True)
    language = models.CharField(max_length=5, default="nl")
    made_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "team"], name="feed_once_per_team"),
            models.CheckConstraint(condition=~Q(token_hash=""), name="feed_has_token"),
            models.CheckConstraint(condition=Q(language__in=LANGUAGES), name="feed_language_known"),
        ]

    def __str__(self) -> str:
        return f"feed {self.public_id}"


class Entry(models.Model):
    """A day that stood in a feed: so that a calendar hears that it changed (`sequence`) or is gone (`gone_at`).

    `code`: how the calendar names it. `mark`: a keyed hash of what was said of it, to see that it changed.
    """

    feed = models.ForeignKey(Feed, models.CASCADE, related_name="entries")
    child = models.ForeignKey("records.Child", models.PROTECT, related_name="+")
    code = models.CharField(max_length=TOKEN)
    day = models.DateField()
    mark = models.CharField(max_length=TOKEN)
    sequence = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["feed", "code"], name="entry_once_per_feed")]

    def __str__(self) -> str:
        return f"entry {self.code}"
