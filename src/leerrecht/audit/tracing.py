"""Traces and spans (W3C Trace Context): what ties the rows of the logs to each other."""

from __future__ import annotations

import re
import secrets

_HEADER = re.compile(r"(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}", re.ASCII)


def join_trace(header: str) -> str:
    """Give the trace that a caller's `traceparent` names, if it is well formed; else a new one.

    Only that: a caller says nothing of who acts, and rows are joined by spans, which are always ours.

    >>> join_trace("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
    '4bf92f3577b34da6a3ce929d0e0e4736'
    >>> len(join_trace("00-4BF9-1")), join_trace("") == join_trace("")
    (32, False)
    """
    found = _HEADER.fullmatch(header)
    return found[1] if found else secrets.token_hex(16)


def new_span() -> str:
    """Give a new span."""
    return secrets.token_hex(8)
