"""What a process remembers of children, forgotten: between tests, whose rows and ids are the same."""

from __future__ import annotations


def forget() -> None:
    """Forget cards, the register and pairs."""
    from leerrecht.queries import cards, doubles, register

    for memory in (cards, doubles, register):
        memory.forget()
