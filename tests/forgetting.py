"""What a process remembers of children, forgotten: between tests, whose rows and ids are the same."""

from __future__ import annotations


def forget() -> None:
    """Forget cards, the register and pairs, and how often calendars were asked for."""
    from leerrecht.queries import cards, doubles, register

    for memory in (cards, doubles, register):
        memory.forget()
    forget_paces()


def forget_paces() -> None:
    """Forget how often calendars were asked for."""
    from leerrecht.web.telling import feed

    for pace in (feed.WRONG, feed.RIGHT):
        pace.forget()
