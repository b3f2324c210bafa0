"""Ties and reaches: from dated reasons to know a child to whether, why and until when a viewer reaches it on a day.

What is seen of the child once it is reached stands in `viewing`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal, get_args

from leerrecht.access.table import Role, Words

TieKind = Literal["task", "stay", "enrolment", "residence", "self", "transfer", "transfer_file", "consent", "glass"]
TIE_KINDS: tuple[str, ...] = get_args(TieKind)
GRANTED = ("transfer", "transfer_file", "consent", "glass")
"""Kinds that open less than an involvement does: each is looked through by itself (`lenses`)."""


@dataclass(frozen=True, kw_only=True)
class Tie:
    """Why a viewer reaches a child, from a day until a day (half-open); None: unknown, or open.

    task: the viewer or the viewer's team holds a task. stay: the child lives at the team's location. enrolment: at the
    team's school. residence: in the team's municipality. self: the viewer is the child. transfer: the child will come
    to live at the team's location, and has been told. transfer_file: the child's school sent its file to the team's school,
    which hasn't decided yet. consent: the child or its representative agreed. glass: the
    viewer broke the glass and the hours haven't passed.

    `grant`: the public id of the consent or the opening. `categories`: those a consent is about; for an opening those that
    it leaves closed for this child. `is_lapsing`: it ends because nobody answered, so it leaves no after-care.
    """

    child: int
    kind: TieKind
    since_on: date | None
    until_on: date | None
    grant: str = ""
    categories: frozenset[str] = frozenset()
    is_lapsing: bool = False


@dataclass(frozen=True, kw_only=True)
class Reach:
    """A tie that counts on a day. `until_on`: the first day without, after-care included; None: open.

    `held_until_on`: the end of the tie itself, for who asks whether a fact falls in it. `is_aftercare`: the tie
    itself has ended. `basis`: the ground in words, per language.
    """

    kind: TieKind
    since_on: date | None
    until_on: date | None
    held_until_on: date | None
    is_aftercare: bool
    basis: Words
    grant: str = ""
    categories: frozenset[str] = frozenset()

    @property
    def ended_on(self) -> date | None:
        """Give the first day after the tie itself, in after-care; None while it holds."""
        return self.held_until_on if self.is_aftercare else None


def is_in_force(*, since_on: date | None, until_on: date | None, on: date) -> bool:
    """Say whether a half-open period holds a day; an unknown start has begun, an unknown end hasn't come.

    >>> day = date(2026, 9, 1)
    >>> is_in_force(since_on=day, until_on=None, on=day), is_in_force(since_on=None, until_on=day, on=day)
    (True, False)
    """
    return (since_on is None or since_on <= on) and (until_on is None or on < until_on)


def _until(tie: Tie, role: Role, aftercare_days: int) -> date | None:
    """Give the first day without reach. After-care follows only a tie that is known to have held.

    So one whose start is unknown, or that ended before it had lasted a day, leaves none.
    """
    if (
        tie.kind in GRANTED
        or tie.is_lapsing
        or not role.aftercare
        or tie.since_on is None
        or tie.until_on is None
        or tie.until_on <= tie.since_on
    ):
        return tie.until_on
    return tie.until_on + min(timedelta(days=aftercare_days), date.max - tie.until_on)


def _find_reach(tie: Tie, role: Role, aftercare_days: int, on: date) -> Reach | None:
    """Give the reach that a tie means on a day; one that is still to begin means nothing."""
    until_on = _until(tie, role, aftercare_days)
    if tie.kind not in role.reached_by or not is_in_force(since_on=tie.since_on, until_on=until_on, on=on):
        return None
    return Reach(
        kind=tie.kind,
        since_on=tie.since_on,
        until_on=until_on,
        held_until_on=tie.until_on,
        is_aftercare=not is_in_force(since_on=tie.since_on, until_on=tie.until_on, on=on),
        basis=role.reached_by[tie.kind],
        grant=tie.grant,
        categories=tie.categories,
    )


def _strength(reach: Reach) -> tuple[Any, ...]:
    """Order reaches from the strongest: an involvement before a grant, what holds now, then the longest.

    So the order in which ties are found never matters.
    """
    until_on, since_on = reach.until_on or date.max, reach.since_on or date.min
    is_grant = reach.kind in GRANTED
    return is_grant, reach.is_aftercare, -until_on.toordinal(), since_on.toordinal(), reach.kind, reach.grant


def _without_aftercare(reaches: list[Reach]) -> list[Reach]:
    """Leave after-care out once the glass is broken: that opens the present, which after-care leaves out."""
    if any(reach.kind == "glass" for reach in reaches):
        return [reach for reach in reaches if not reach.is_aftercare]
    return reaches


def find_reaches(*, role: Role, ties: Iterable[Tie], aftercare_days: int, on: date) -> Mapping[int, tuple[Reach, ...]]:
    """Give, per child that the role reaches on a day, why: the strongest reach first."""
    found: dict[int, list[Reach]] = {}
    for tie in ties:
        reach = _find_reach(tie, role, aftercare_days, on)
        if reach is not None:
            found.setdefault(tie.child, []).append(reach)
    return {
        child: tuple(reaches if len(reaches) == 1 else sorted(_without_aftercare(reaches), key=_strength))
        for child, reaches in found.items()
    }
