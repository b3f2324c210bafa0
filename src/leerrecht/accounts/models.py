"""Accounts: the way in for somebody at work in the chain. No groups, no permissions: access is by task.

Somebody comes in by an address and a password with a second factor, or through their own organisation (Identity).
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from leerrecht.stored.public_id import Public

ISSUER, SUBJECT = 200, 255


class Accounts(BaseUserManager["Account"]):
    """Makes accounts."""

    def create_user(self, *, email: str | None, password: str | None = None, **others: Any) -> Account:
        """Make an account; without a password nobody can sign in to it by password."""
        account: Account = self.model(email=self.normalize_email(email).lower() if email else None, **others)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser, Public):
    """One person's way in. Without an address only through one's organisation."""

    email = models.EmailField(unique=True, null=True, blank=True)
    professional = models.OneToOneField(
        "chain.Professional", models.PROTECT, null=True, blank=True, related_name="account"
    )
    is_active = models.BooleanField(default=True)

    objects = Accounts()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = []

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(email=""), name="account_has_email")]

    def __str__(self) -> str:
        return f"account {self.public_id}"


class Identity(Public):
    """Who somebody is to their own organisation: its issuer, and the name that the issuer has for them and nobody else."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="identities")
    issuer = models.CharField(max_length=ISSUER)
    subject = models.CharField(max_length=SUBJECT)
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="identity_once"),
            models.CheckConstraint(condition=~Q(issuer="") & ~Q(subject=""), name="identity_is_whole"),
        ]

    def __str__(self) -> str:
        return f"identity {self.public_id}"


class SecondFactor(models.Model):
    """The secret that somebody's authenticator shares with us, sealed. `last_step`: the moment of the last code used."""

    account = models.OneToOneField(Account, models.CASCADE, related_name="second_factor")
    secret = models.CharField(max_length=300)
    last_step = models.BigIntegerField()
    set_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"second factor of {self.account}"


class RecoveryCode(models.Model):
    """A code for when the authenticator is lost: its hash. It opens once."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "digest"], name="recovery_code_once"),
        ]

    def __str__(self) -> str:
        return f"recovery code of {self.account}"


class StartCode(models.Model):
    """A code for setting up the second factor, from whoever made the account: its hash. It opens once, until a moment."""

    account = models.OneToOneField(Account, models.CASCADE, related_name="start_code")
    digest = models.CharField(max_length=64)
    until = models.DateTimeField()

    def __str__(self) -> str:
        return f"start code of {self.account}"


class Tries(models.Model):
    """How often it went wrong since a moment, for one thing that is counted; `key` is a keyed hash, so it names nobody."""

    key = models.CharField(max_length=64, unique=True)
    wrong = models.PositiveIntegerField(default=0)
    since = models.DateTimeField(db_index=True)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(key=""), name="tries_has_key")]

    def __str__(self) -> str:
        return f"tries {self.pk}"
