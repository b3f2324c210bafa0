"""Grants: dated, for one child, to one receiver, for one purpose. Rows are settled step by step and never reused.

Each names its receiver as a team, and a person in it when only that person may know: a grant never opens a record to
that person's colleagues.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from leerrecht.stored.public_id import Public

TEXT, LONG = 300, 4000
DECISIONS = ("yes", "no")
DECIDERS = ("child", "legal_representative")
WISHES = ("yes", "no", "unsaid")
VERDICTS = ("justified", "not_justified")
NOTICE_KINDS = (
    "consent_asked",
    "consent_given",
    "consent_refused",
    "consent_withdrawn",
    "glass_opened",
    "glass_reviewed",
    "glass_late",
    "move_announced",
    "move_told",
    "move_changed",
    "move_cancelled",
)


class Consent(Public):
    """The young person agrees, or not, that one receiver may know some categories for one purpose until a day.

    `asked_words`: exactly what the young person read or heard. `categories`: ids of the access table, with spaces.
    `asked_team`: the team for which it was asked. `child_wish` and `child_view`: what the young person wants and said
    about it, also when somebody else decides; `decision_reason`: why a yes goes against that wish.
    """

    child = models.ForeignKey("records.Child", models.PROTECT, related_name="consents")
    team = models.ForeignKey("chain.Team", models.PROTECT, related_name="+")
    professional = models.ForeignKey("chain.Professional", models.PROTECT, null=True, blank=True, related_name="+")
    purpose = models.CharField(max_length=TEXT)
    categories = models.CharField(max_length=TEXT)
    asked_words = models.TextField(max_length=LONG)
    language = models.CharField(max_length=40, blank=True, default="")
    interpreter = models.CharField(max_length=TEXT, blank=True, default="")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    asked_team = models.ForeignKey("chain.Team", models.PROTECT, related_name="+")
    until_on = models.DateField()
    decision = models.CharField(max_length=3, blank=True, default="")
    decided_at = models.DateTimeField(null=True)
    decided_as = models.CharField(max_length=30, blank=True, default="")
    decided_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")
    child_wish = models.CharField(max_length=6, blank=True, default="")
    child_view = models.TextField(max_length=LONG, blank=True, default="")
    decision_reason = models.TextField(max_length=LONG, blank=True, default="")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_as = models.CharField(max_length=30, blank=True, default="")
    withdrawn_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["-pk"]
        indexes: ClassVar = [models.Index(fields=["team", "until_on"], name="consent_of_team")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(purpose=""), name="consent_has_purpose"),
            models.CheckConstraint(condition=~Q(categories=""), name="consent_has_categories"),
            models.CheckConstraint(condition=~Q(asked_words=""), name="consent_has_words"),
            models.CheckConstraint(
                condition=Q(decision="", decided_at__isnull=True, decided_as="")
                | (Q(decision__in=DECISIONS, decided_at__isnull=False, decided_as__in=DECIDERS)),
                name="consent_decision_whole",
            ),
            models.CheckConstraint(
                condition=~Q(decided_as="legal_representative") | (~Q(child_view="") & Q(decided_by__isnull=False)),
                name="consent_child_was_heard",
            ),
            models.CheckConstraint(condition=Q(child_wish__in=("", *WISHES)), name="consent_wish_known"),
            models.CheckConstraint(
                condition=~Q(decided_as="legal_representative", decision="yes", child_wish="no")
                | ~Q(decision_reason=""),
                name="consent_against_wish_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_as="")
                | Q(decision="yes", withdrawn_at__gte=F("decided_at"), withdrawn_as__in=DECIDERS),
                name="consent_withdrawal_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"consent {self.public_id}"


class Opening(Public):
    """Break glass: somebody opened the record of one child, with a reason, for a few hours; somebody else reviews it."""

    child = models.ForeignKey("records.Child", models.PROTECT, related_name="openings")
    team = models.ForeignKey("chain.Team", models.PROTECT, related_name="+")
    professional = models.ForeignKey("chain.Professional", models.PROTECT, related_name="+")
    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    reason = models.TextField(max_length=LONG)
    opened_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    review_due_on = models.DateField()
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")
    verdict = models.CharField(max_length=20, blank=True, default="")
    review_words = models.TextField(max_length=LONG, blank=True, default="")

    class Meta:
        ordering: ClassVar = ["-pk"]
        indexes: ClassVar = [models.Index(fields=["professional", "ends_at"], name="opening_of_professional")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(reason=""), name="opening_has_reason"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("opened_at")), name="opening_ends_after_start"),
            models.CheckConstraint(
                condition=Q(reviewed_at__isnull=True, reviewed_by__isnull=True, verdict="", review_words="")
                | (Q(reviewed_at__isnull=False, verdict__in=VERDICTS) & ~Q(review_words="")),
                name="opening_review_whole",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True) | ~Q(reviewed_by=F("account")), name="opening_reviewed_by_another"
            ),
        ]

    def __str__(self) -> str:
        return f"opening {self.public_id}"


class Agreement(Public):
    """A convenant between organisations. `code`: what the access table calls it where a cell requires it."""

    code = models.SlugField(max_length=60)
    name = models.CharField(max_length=TEXT)
    parties = models.ManyToManyField("chain.Organisation", related_name="agreements")
    purposes = models.TextField(max_length=LONG)
    categories = models.CharField(max_length=TEXT)
    ground = models.CharField(max_length=TEXT)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    review_on = models.DateField()
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["review_on", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(name="") & ~Q(code=""), name="agreement_has_name"),
            models.CheckConstraint(condition=~Q(purposes="") & ~Q(ground=""), name="agreement_has_ground"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="agreement_ends_after_start"
            ),
            models.CheckConstraint(condition=Q(review_on__gte=F("starts_on")), name="agreement_review_after_start"),
        ]

    def __str__(self) -> str:
        return self.name


class Card(Public):
    """A young person's own way in: the code on a card, of which only a hash is kept, and a PIN of their own choice."""

    child = models.ForeignKey("records.Child", models.PROTECT, related_name="cards")
    code_hash = models.CharField(max_length=64, unique=True)
    pin = models.CharField(max_length=128, blank=True, default="")
    wrong = models.PositiveSmallIntegerField(default=0)
    closed_until = models.DateTimeField(null=True)
    handed_at = models.DateTimeField()
    handed_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    stopped_at = models.DateTimeField(null=True)
    language = models.CharField(max_length=5, blank=True, default="")

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["child"], condition=Q(stopped_at__isnull=True), name="card_one_per_child"),
            models.CheckConstraint(
                condition=Q(stopped_at__isnull=True) | Q(stopped_at__gte=F("handed_at")), name="card_stops_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"card {self.public_id}"


class Notice(Public):
    """Something that a team, or one person in it, must be told: shown until they say that they read it.

    It is about a consent, an opening, or a move of a child; of a move it holds neither day nor place.
    """

    team = models.ForeignKey("chain.Team", models.PROTECT, related_name="+")
    professional = models.ForeignKey("chain.Professional", models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=30)
    consent = models.ForeignKey(Consent, models.PROTECT, null=True, blank=True, related_name="notices")
    opening = models.ForeignKey(Opening, models.PROTECT, null=True, blank=True, related_name="notices")
    child = models.ForeignKey("records.Child", models.PROTECT, null=True, blank=True, related_name="move_notices")
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    read_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["-pk"]
        indexes: ClassVar = [models.Index(fields=["team"], condition=Q(read_at__isnull=True), name="notice_unread")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=NOTICE_KINDS), name="notice_kind_known"),
            models.CheckConstraint(
                condition=Q(consent__isnull=False, opening__isnull=True, child__isnull=True)
                | Q(consent__isnull=True, opening__isnull=False, child__isnull=True)
                | Q(consent__isnull=True, opening__isnull=True, child__isnull=False),
                name="notice_about_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"notice {self.public_id}"
