"""A knot about a child: raised by who is involved with it, with what the child says of it; and what the child was told."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction

from leerrecht.operations.acting import Actor, Refused, get_child
from leerrecht.operations.deciding import Question, find_seen, note_knot, write_knot
from leerrecht.operations.partnerships import day_of, lock
from leerrecht.operations.task_agreements import ASSENT
from leerrecht.operations.texts import is_unfit, tidy
from leerrecht.partnership.models.knots import Knot
from leerrecht.queries.child_knots import ABOUT, READERS
from leerrecht.rights.models import LONG, ChildKnot


@dataclass(frozen=True, kw_only=True)
class About:
    """What a knot about a child holds beside the question. `categories`: of ABOUT; `readers`: roles; `child_view`: its words.

    `is_told`: a person told the child today, or before, that this waits for a decision.
    """

    categories: Collection[str]
    readers: Collection[str]
    child_view: str
    is_told: bool


@transaction.atomic
def raise_child_knot(
    *, actor: Actor, at: datetime.datetime, partnership: str, child: str, asked: Question, about: About
) -> Knot:
    """Raise a knot about a child (public id) as a member that may record plans of that child. Raises Refused."""
    held = lock(actor=actor, at=at, partnership=partnership, duty=ASSENT)
    found = get_child(actor=actor, child=child, table="plans")
    categories = [each for each in ABOUT if each in about.categories]
    readers = [each for each in READERS if each in about.readers or each == actor.viewer.role]
    wrong = {
        "refused.point_about": not categories,
        "refused.point_own_about": bool(categories)
        and not actor.scope.sees_conclusion(fields=(), categories=categories, child=found.pk),
        "refused.child_view_long": is_unfit(text=about.child_view, most=LONG),
    }
    more = [reason for reason, is_wrong in wrong.items() if is_wrong]
    made = write_knot(actor=actor, at=at, held=held, asked=asked, more=more)
    made.tie = ChildKnot.objects.create(
        child=found, knot=made, categories=" ".join(categories), shared_with=" ".join(readers),
        child_view=tidy(about.child_view), told_on=day_of(at) if about.is_told else None,
    )  # fmt: skip
    note_knot(actor=actor, at=at, knot=made, what="raised")
    return made


def _tie(actor: Actor, at: datetime.datetime, partnership: str, knot: str) -> ChildKnot:
    held = lock(actor=actor, at=at, partnership=partnership, duty=ASSENT)
    found = find_seen(actor=actor, held=held, knot=knot)
    tie: ChildKnot | None = getattr(found, "tie", None)
    if tie is None:
        raise Refused("refused.no_such_partnership")
    return tie


@transaction.atomic
def tell_of_knot(*, actor: Actor, at: datetime.datetime, partnership: str, knot: str) -> ChildKnot:
    """Note that a person told the child today: that this waits, and once it is decided, what was decided. Raises Refused."""
    tie, on = _tie(actor, at, partnership, knot), day_of(at)
    is_decided = tie.knot.decided_on is not None
    if tie.outcome_told_on or (tie.told_on and not is_decided):
        raise Refused("refused.knot_told")
    tie.told_on = tie.told_on or on
    tie.outcome_told_on = on if is_decided else None
    tie.save(update_fields=["told_on", "outcome_told_on"])
    note_knot(actor=actor, at=at, knot=tie.knot, what="told")
    return tie


@transaction.atomic
def note_child_view(
    *, actor: Actor, at: datetime.datetime, partnership: str, knot: str, seen: int, words: str
) -> ChildKnot:
    """Write what the child says of an undecided knot, in its own words; whoever decides must have read it. Raises Refused."""
    tie = _tie(actor, at, partnership, knot)
    wrong = {
        "refused.knot_decided": tie.knot.decided_on is not None,
        "refused.partnership_changed": seen != tie.knot.version,
        "refused.child_view_words": not tidy(words),
        "refused.child_view_long": is_unfit(text=words, most=LONG),
    }
    if reasons := [reason for reason, is_wrong in wrong.items() if is_wrong]:
        raise Refused(*reasons)
    tie.child_view, tie.knot.version = tidy(words), tie.knot.version + 1
    tie.save(update_fields=["child_view"])
    tie.knot.save(update_fields=["version"])
    note_knot(actor=actor, at=at, knot=tie.knot, what="view_noted")
    return tie
