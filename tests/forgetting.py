"""What a process remembers of children, forgotten: between tests, whose rows and ids are the same."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


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


@contextmanager
def as_it_was() -> Iterator[None]:
    """Remember afterwards just what was remembered before: what is taken back comes again with other facts."""
    from leerrecht.queries import cards, doubles, register

    before = [(memory, memory.copy()) for memory in (cards._memory, doubles._memory)]
    try:
        yield
    finally:
        for memory, kept in before:
            memory.clear()
            memory.update(kept)
        register.forget()
