"""Names, written so that they are found however they are typed."""

from __future__ import annotations

import unicodedata


def fold_name(*names: str | None) -> str:
    """Write names so that they are found however they are typed: small letters, no accents, single spaces.

    >>> fold_name("Gebrè-Mariam", None, "  Haile")
    'gebre mariam haile'
    """
    text = unicodedata.normalize("NFKD", " ".join(name for name in names if name).casefold())
    letters = (letter if letter.isalnum() else " " for letter in text if not unicodedata.combining(letter))
    return " ".join("".join(letters).split())
