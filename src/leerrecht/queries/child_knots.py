"""Knots that are about a child: there only for who reaches that child, with whom they were shared, and who may see all that
they are about. To everybody else they don't exist: not as a row, not as a count.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from leerrecht.access import Scope
from leerrecht.accounts.models import Account
from leerrecht.partnership.models import Partnership
from leerrecht.partnership.models.knots import Knot
from leerrecht.partnership.models.meetings import Action
from leerrecht.queries.dated import Entitled
from leerrecht.queries.facts import standing
from leerrecht.queries.scopes import find_scope
from leerrecht.queries.viewers import find_viewers
from leerrecht.queries.worklist import name_of
from leerrecht.rights.models import ChildKnot

ABOUT = ("education", "reception", "residence_status")
"""What a knot or an answer can be about: categories of the access table."""
READERS = ("legal_representative", "reception", "school", "care")
"""Roles with whom something about a child can be shared."""


@dataclass(frozen=True, kw_only=True)
class Tied:
    """The child that a knot is about, as far as its viewer may know. `number`: row of the child.

    `knows_holders`: whether the viewer may know which organisations look after it; that somebody may decide, or said what is
    at stake, tells which do.
    """

    child: str
    number: int
    name: str
    categories: tuple[str, ...]
    shared_with: tuple[str, ...]
    child_view: str
    told_on: datetime.date | None
    outcome_told_on: datetime.date | None
    knows_holders: bool


def is_open_to(*, scope: Scope, child: int, shared_with: str, categories: str) -> bool:
    """Tell whether what was agreed about a child (row number) may be read: as a plan that answers these categories."""
    row = {"child": child, "rule": "knot", "shared_with": shared_with}
    return scope.cut_row("plans", row, plan_categories=categories.split()) is not None


def ties_seen(*, scope: Scope | None, partnership: Partnership | None = None) -> dict[int, ChildKnot]:
    """Give what may be seen of knots about children, by row of the knot; of one partnership, or of all.

    Only of children that the viewer is involved with now: in after-care one reads on, and a knot goes on.
    """
    involved = {child for child in scope.children if scope.is_involved(child)} if scope else set()
    if scope is None or not involved:
        return {}
    rows = ChildKnot.objects.filter(child__among=involved).select_related("child", "knot__partnership")
    return {
        row.knot_id: row
        for row in (rows.filter(knot__partnership=partnership) if partnership else rows)
        if is_open_to(
            scope=scope, child=row.child_id, shared_with=row.shared_with, categories=row.categories
        )
    }  # fmt: skip


def knots_seen(*, partnership: Partnership, scope: Scope | None) -> QuerySet[Knot]:
    """Give the knots of a partnership that a viewer may know of. Nothing else reads them."""
    return partnership.knots.filter(
        Q(tie__isnull=True) | Q(pk__among=set(ties_seen(scope=scope, partnership=partnership)))
    )


def actions_seen(*, partnership: Partnership, scope: Scope | None) -> QuerySet[Action]:
    """Give the actions of a partnership that a viewer may know of."""
    seen = set(ties_seen(scope=scope, partnership=partnership))
    return partnership.actions.filter(Q(knot__isnull=True) | Q(knot__tie__isnull=True) | Q(knot__among=seen))


def names_of(*, scope: Scope, children: Collection[int]) -> dict[int, str]:
    """Give the names of children (row numbers) as far as they may be read."""
    people = standing(table="children").filter(child__among=set(children) & scope.children)
    rows = people.values("child", "given_names", "family_name")
    return {row["child"]: name_of(scope.cut_row("children", row) or {}) for row in rows}


def find_tied(*, scope: Scope, tie: ChildKnot) -> Tied:
    """Give the child behind a knot to who may see it."""
    return Tied(
        child=tie.child.public_id, number=tie.child_id,
        name=names_of(scope=scope, children=[tie.child_id]).get(tie.child_id, ""),
        categories=tuple(tie.categories.split()), shared_with=tuple(tie.shared_with.split()), child_view=tie.child_view,
        told_on=tie.told_on, outcome_told_on=tie.outcome_told_on,
        knows_holders=scope.sees_field("involvements.organisation", child=tie.child_id),
    )  # fmt: skip


def may_act(*, scope: Scope, tie: ChildKnot) -> bool:
    """Tell whether a viewer may say or decide something about a child's knot: involved now, and allowed to see it."""
    return scope.is_involved(tie.child_id) and is_open_to(
        scope=scope, child=tie.child_id, shared_with=tie.shared_with, categories=tie.categories
    )


def reaching(*, entitled: Collection[Entitled], tie: ChildKnot, on: datetime.date) -> tuple[Entitled, ...]:
    """Give who of these may see a knot about a child and is involved with it on a day: without that, nobody decides it."""
    people = {each.professional for each in entitled}
    accounts = {row.professional_id: row for row in Account.objects.filter(professional__among=people)}

    def reaches(each: Entitled) -> bool:
        account = accounts.get(each.professional)
        viewers = find_viewers(account=account, on=on) if account else []
        scopes = [find_scope(viewer=viewer, on=on) for viewer in viewers if viewer.organisation == each.organisation]
        return any(isinstance(scope, Scope) and may_act(scope=scope, tie=tie) for scope in scopes)

    return tuple(each for each in entitled if reaches(each))


@dataclass(frozen=True, kw_only=True)
class OwnKnot:
    """A question about a child that waits for a decision, as the child was told; `decision` only once that was told too."""

    question: str
    decide_by: datetime.date
    child_view: str
    decision: str
    reason: str
    decided_on: datetime.date | None


def find_own_knots(*, child: int, on: datetime.date) -> list[OwnKnot]:
    """Give the knots about a child (row number) of which a person told it; the newest first."""
    ties = ChildKnot.objects.filter(child=child, told_on__lte=on).select_related("knot").order_by("-pk")
    return [
        own_of(tie=tie, is_decision_told=tie.outcome_told_on is not None and tie.outcome_told_on <= on) for tie in ties
    ]


def own_of(*, tie: ChildKnot, is_decision_told: bool = True) -> OwnKnot:
    """Give a knot about a child in short, without what was decided unless that may be said."""
    knot = tie.knot
    return OwnKnot(
        question=knot.question, decide_by=knot.decide_by, child_view=tie.child_view,
        decision=knot.decision if is_decision_told else "", reason=knot.reason if is_decision_told else "",
        decided_on=knot.decided_on if is_decision_told else None,
    )  # fmt: skip
