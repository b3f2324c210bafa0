"""Accounts: an address and a password for somebody at work in the chain. No groups, no permissions: access is by task."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from leerrecht.stored.public_id import Public


class Accounts(BaseUserManager["Account"]):
    """Makes accounts."""

    def create_user(self, *, email: str, password: str | None = None, **others: Any) -> Account:
        """Make an account; without a password nobody can sign in to it by password."""
        account: Account = self.model(email=self.normalize_email(email).lower(), **others)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser, Public):
    """One person's way in."""

    email = models.EmailField(unique=True)
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
