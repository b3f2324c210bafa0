"""Codes that open something once: recovery codes and start codes. Drawn by chance, kept as keyed hashes."""

from __future__ import annotations

import secrets

from django.utils.crypto import salted_hmac

from leerrecht.accounts.models import Account
from leerrecht.stored.public_id import ALPHABET

GROUPS, IN_GROUP = 4, 4
"""16 characters: 79 bits of chance."""
MOST_TYPED = 40


def draw_code() -> str:
    """Draw a code, without spaces."""
    return "".join(secrets.choice(ALPHABET) for _ in range(GROUPS * IN_GROUP))


def spell_code(*, code: str) -> str:
    """Write a code in groups.

    >>> spell_code(code="abcd2345efgh6789")
    'abcd-2345-efgh-6789'
    """
    return "-".join(code[place : place + IN_GROUP] for place in range(0, len(code), IN_GROUP))


def plain_code(*, typed: str) -> str:
    """Read a code however it is typed.

    >>> plain_code(typed=" ABCD-2345 efgh ")
    'abcd2345efgh'
    """
    return "".join(letter for letter in typed.lower() if letter.isascii() and letter.isalnum())[:MOST_TYPED]


def hash_code(*, account: Account, kind: str, code: str) -> str:
    """Give what is kept of a code of somebody: a hash with a key that only this server has."""
    return salted_hmac(f"leerrecht.{kind}", f"{account.pk}\0{code}", algorithm="sha256").hexdigest()
