"""A location closes: many children move at once, from a list. Each child is a transaction of its own."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from leerrecht.operations.acting import Actor, Refused, get_child
from leerrecht.operations.moves import put_move, read_move

MOST = 1000
DONE_BEFORE = frozenset({"refused.known_already", "refused.move_announced_today"})


@dataclass(frozen=True, kw_only=True)
class ManyMoves:
    """How a list went. Public ids of children: announced now, announced today already, and refused with the reasons."""

    announced: Sequence[str]
    known: Sequence[str]
    refused: Mapping[str, tuple[str, ...]]


def announce_many(
    *, actor: Actor, at: datetime.datetime, children: Sequence[str], typed: Mapping[str, str],
    progress: Callable[[int, int], None] | None = None,
) -> ManyMoves:  # fmt: skip
    """Announce the same move for many children (public ids). `typed`: as for `announce_move`.

    What is wrong with the move itself is told at once, before any child: raises Refused. A child for whom it can't be
    announced doesn't stop the others; one that was announced today already is left as it is, so a list that broke off
    can simply be sent again. `progress` is told children done and children in all.
    """
    chosen = tuple(dict.fromkeys(children))
    if not chosen:
        raise Refused("refused.nobody_chosen")
    if len(chosen) > MOST:
        raise Refused("refused.too_many_chosen", most=MOST)
    values = read_move(typed=typed, at=at)
    announced, known, refused = [], [], {}
    for count, child in enumerate(chosen, start=1):
        try:
            with transaction.atomic():
                found = get_child(actor=actor, child=child, table="stays")
                put_move(actor=actor, at=at, child=found, values=values)
            announced.append(child)
        except Refused as not_this_one:
            if DONE_BEFORE.issuperset(not_this_one.reasons):
                known.append(child)
            else:
                refused[child] = not_this_one.reasons
        if progress:
            progress(count, len(chosen))
    return ManyMoves(announced=announced, known=known, refused=refused)
