"""Names in short."""

from __future__ import annotations


def initials(name: str) -> str:
    """Give the first letters of the first and the last word of a name; a question mark when nobody is named.

    >>> initials("Anouk van der Berg"), initials("Yousef Al-Khatib"), initials("Nour"), initials(" ")
    ('AB', 'YA', 'N', '?')
    """
    words = name.split()
    if not words:
        return "?"
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()
