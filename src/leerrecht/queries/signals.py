"""Signals by address: a short code for a rule and a key, since either may say too much in an address."""

from __future__ import annotations

import base64
from collections.abc import Iterable

from django.utils.crypto import salted_hmac

from leerrecht.law.conclusions import Finding


def signal_id(*, rule: str, key: str) -> str:
    """Give the code of a signal: the same for the same rule and key, and no words to read in an address.

    Made with the server's own secret: a key may be a day on which something was decided, and whoever reads addresses (in
    the log of a server in between, in a browser's history) could try all days.

    >>> signal_id(rule="placement.term", key="term") == signal_id(rule="placement.term", key="term")
    True
    """
    digest = salted_hmac("leerrecht.signal", f"{rule}\n{key}", algorithm="sha256").digest()
    return base64.b32encode(digest).decode().lower()[:10]


def find_signal(*, findings: Iterable[Finding], signal: str) -> Finding | None:
    """Find the conclusion that a code names, among those that somebody may see."""
    return next((found for found in findings if signal_id(rule=found.rule, key=found.key) == signal), None)
