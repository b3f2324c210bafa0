"""Questions whether somebody is known: those of one's own team, with what came back, and those that others ask.

Who asked learns an answer and the words with it: not who answered, how many were asked, or where. Who answers learns who
asks as far as they may know where the young person is: of reception no more than that it is reception.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from leerrecht.access import Scope
from leerrecht.linking.models import Asked, Inquiry
from leerrecht.queries.arrivals import open_others
from leerrecht.queries.cards import find_cards
from leerrecht.queries.facts import seen_row
from leerrecht.queries.rulebooks import access_table
from leerrecht.queries.viewers import Viewer
from leerrecht.queries.worklist import name_of

MOST = 50


@dataclass(frozen=True, kw_only=True)
class Question:
    """A question of one's own team. `answer`: "" while it waits; `may_join`: the other side said yes, and it isn't done yet."""

    inquiry: Inquiry
    answer: str
    words: tuple[str, ...]
    is_late: bool
    may_join: bool


@dataclass(frozen=True, kw_only=True)
class Posed:
    """A question that others ask about a child in reach. `organisation`: who asks, as far as it may be told, else empty."""

    inquiry: Inquiry
    child: str
    name: str
    person: dict[str, Any]
    role: str
    organisation: str
    is_late: bool


def may_answer(*, scope: Scope, viewer: Viewer, asked: Asked) -> bool:
    """Tell whether somebody may answer for a child: they hold it now, it isn't hidden, and they didn't ask themselves."""
    return (
        access_table().may(role=viewer.role, duty="answer_inquiries")
        and scope.is_involved(asked.child_id)
        and asked.inquiry.team_id != viewer.team
        and bool(open_others([asked.child_id]))
    )


def find_questions(*, viewer: Viewer, on: datetime.date) -> list[Question]:
    """Give what one's own team asked, the last first."""
    rows = Inquiry.objects.filter(team=viewer.team).order_by("-pk")[:MOST].prefetch_related("asked")
    hidden = _hidden([each.child_id for row in rows for each in row.asked.all()])
    return [_question(row, list(row.asked.all()), hidden, on) for row in rows]


def find_question(*, viewer: Viewer, inquiry: str, on: datetime.date) -> Question | None:
    """Find one question of one's own team, by its public id."""
    return next((each for each in find_questions(viewer=viewer, on=on) if each.inquiry.public_id == inquiry), None)


def _hidden(children: Sequence[int]) -> set[int]:
    return set(children) - set(open_others(children))


def _question(row: Inquiry, asked: Sequence[Asked], hidden: Collection[int], on: datetime.date) -> Question:
    """Put what came back together: one yes is a yes; a no only when all have said so, or it would tell how many were asked.

    A child that was hidden since gives no answer any more; one that was given stays, since it is known.
    """
    answers = [each.answer for each in asked]
    yes = [each for each in asked if each.answer == "yes"]
    if yes:
        answer, told = "yes", yes
    elif answers and all(answers):
        answer, told = ("unsure" if "unsure" in answers else "no"), list(asked)
    else:
        answer, told = "", []
    return Question(
        inquiry=row, answer=answer, words=tuple(each.words for each in told if each.words),
        is_late=not answer and row.due_on < on,
        may_join=any(each.child_id not in hidden for each in yes) and all(each.joined_at is None for each in yes),
    )  # fmt: skip


def _posed_rows(scope: Scope, viewer: Viewer) -> QuerySet[Asked]:
    held = {child for child in scope.children if scope.is_involved(child)}
    rows = Asked.objects.filter(answer="", child__among=held).exclude(inquiry__team=viewer.team)
    return rows.select_related("inquiry__team__organisation", "inquiry__team__school", "child").order_by(
        "inquiry", "pk"
    )


def find_posed(*, scope: Scope, viewer: Viewer, on: datetime.date) -> list[Posed]:
    """Give what others ask about children in reach and nobody answered yet, the first due first."""
    if not access_table().may(role=viewer.role, duty="answer_inquiries"):
        return []
    rows = list(_posed_rows(scope, viewer)[:MOST])
    hidden = _hidden([row.child_id for row in rows])
    rows = [row for row in rows if row.child_id not in hidden]
    cards = {card.number: card for card in find_cards(scope=scope, on=on, children=[row.child_id for row in rows])}
    return [_posed(scope, row, cards[row.child_id].person, on) for row in rows if row.child_id in cards]


def _posed(scope: Scope, row: Asked, person: dict[str, Any], on: datetime.date) -> Posed:
    team = row.inquiry.team
    seen = seen_row(scope=scope, number=row.child_id, table="children", row=person) or {}
    is_told = team.role == "school" or scope.sees_field("involvements.organisation", child=row.child_id)
    named = team.school.name if team.school else team.organisation.name
    return Posed(
        inquiry=row.inquiry, child=row.child.public_id, name=name_of(seen), person=seen, role=team.role,
        organisation=named if is_told else "", is_late=row.inquiry.due_on < on,
    )  # fmt: skip


def posed_to(*, scope: Scope, viewer: Viewer) -> list[str]:
    """Give the questions (public ids) that wait for somebody's answer; a question about two children comes twice."""
    if not access_table().may(role=viewer.role, duty="answer_inquiries"):
        return []
    rows = list(_posed_rows(scope, viewer).values_list("child", "inquiry__public_id")[:MOST])
    hidden = _hidden([child for child, _ in rows]) if rows else ()
    return [inquiry for child, inquiry in rows if child not in hidden]


def count_posed(*, scope: Scope, viewer: Viewer) -> int:
    """Count the questions that wait for somebody's answer."""
    return len(posed_to(scope=scope, viewer=viewer))
