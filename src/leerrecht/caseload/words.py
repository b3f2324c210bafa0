"""The shape of a message: what is wrong, what would be right, and a sentence for when we can guess what was meant.

Placeholders: {value}, {hint}, {allowed}, {column}, {sheet}. The messages
themselves stand in `fault_words` and `notice_words`.
"""

from __future__ import annotations

from typing import NamedTuple


class Words(NamedTuple):
    """One message in one language. `hinted` is added to the remedy when there is a hint."""

    what: str
    remedy: str
    hinted: str = ""
