"""Public ids: random, so that they betray nothing and can't be guessed. They stand in addresses; a row's number never does."""

from __future__ import annotations

import random
import secrets

from django.db import models

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
"""No 0, 1, i, l or o: people read an id aloud."""
LENGTH = 14

_source: random.Random = secrets.SystemRandom()


def new_public_id() -> str:
    """Give a new id of 14 characters (69 bits of chance).

    >>> len(new_public_id()), new_public_id() == new_public_id()
    (14, False)
    """
    return "".join(_source.choices(ALPHABET, k=LENGTH))


def use_source(source: random.Random) -> random.Random:
    """Draw ids from another source from now on, and give the former: tests seed it, so that two runs are equal."""
    global _source
    former, _source = _source, source
    return former


class Public(models.Model):
    """Something that has an address."""

    public_id = models.CharField(max_length=LENGTH, unique=True, default=new_public_id, editable=False)

    class Meta:
        abstract = True
