"""Points of children and knots about children, in the world of tests/world.py with the partnership of builders.py."""

from __future__ import annotations

import datetime
from typing import Any

from tests.grants.acts import actor
from tests.operations.builders import NOW, shared_child
from tests.partnership import meeting_builders as do
from tests.partnership.builders import together
from tests.partnership.meeting_builders import COA, LATER, NIDOS, SCHOOL, on, who
from tests.rights.builders import scope_of_child

AFTER = on(7)
WORDS = "Ik wil naar een andere school."
EVERYBODY = ("legal_representative", "reception", "school")


def setting(world: Any) -> tuple[Any, Any, Any]:
    """Give a partnership, its casework series, and a child that guardian, reception and school reach."""
    made = together(world)
    return made, do.series(world, made), shared_child(world, *EVERYBODY)


def end_ties(child: Any, day: datetime.date, role: str = "") -> None:
    """Let everybody's ties to a child end on a day, or those of a role that receives it; they stay in after-care."""
    from leerrecht.records.models import FACT

    tasks = FACT["involvements"].objects.filter(child=child)
    (tasks.filter(linked_team__role=role) if role else tasks).update(valid_to=day)
    FACT["stays"].objects.filter(child=child).update(valid_to=day)
    if not role:
        FACT["enrolments"].objects.filter(child=child).update(left_on=day)


def own(child: Any) -> Any:
    """Give the child as somebody who acts at its own door."""
    from leerrecht.operations.acting import Actor
    from leerrecht.queries.own import own_viewer

    return Actor(viewer=own_viewer(child=child), scope=scope_of_child(child), origin="127.0.0.1", trace_id="c" * 32)


def point(child: Any, words: str = WORDS, readers: Any = EVERYBODY, who: Any = None, **more: Any) -> Any:
    from leerrecht.operations.points import ask_point

    named = {"at": NOW, **more}
    return ask_point(actor=who or own(child), child=child.public_id, words=words, readers=readers, **named)


def seen_at(world: Any, role: str, meeting: Any, at: datetime.datetime = NOW) -> list[Any]:
    from leerrecht.queries.points import points_at

    scope = getattr(actor(world, role, at), "scope", None)
    return points_at(scope=scope, meeting=meeting.public_id, on=at.date())


def at_door(child: Any, days: int = 0) -> list[Any]:
    from leerrecht.queries.points import find_own_points

    return find_own_points(child=child.pk, on=on(days).date())


def meeting(world: Any, made: Any, of: Any, **changed: Any) -> Any:
    invited = [who(world, member) for member in (COA, NIDOS, SCHOOL)]
    return do.meeting(world, made, of, **{"invited": invited, **changed})


def answer(
    world: Any, made: Any, row: Any, asked: Any, role: str = "reception", at: datetime.datetime = AFTER, **changed: Any
) -> Any:
    from leerrecht.operations.points import Answer, answer_point

    said = {"decision": "Ja, dat mag.", "reason": "Je leert daar meer.", "categories": ["education"], "todo": None,
            "is_told": False, **changed}  # fmt: skip
    return answer_point(
        **do.acts(world, made, role, at), meeting=row.public_id, point=asked.public_id, answer=Answer(**said)
    )


def knot(world: Any, made: Any, child: Any, role: str = "legal_representative", at: Any = NOW, **changed: Any) -> Any:
    from leerrecht.operations.child_knots import About, raise_child_knot
    from leerrecht.operations.deciding import Question

    about = {name: changed.pop(name) for name in ("categories", "readers", "child_view", "is_told") if name in changed}
    asked = Question(**{
        "question": "Mag deze jongere op school blijven?", "domains": ["education"], "director": "",
        "options": ["Blijven", "Wisselen"], "decide_by": LATER, **changed,
    })  # fmt: skip
    tie = About(**{
        "categories": ["education"], "readers": EVERYBODY, "child_view": "Ik wil blijven.", "is_told": False, **about,
    })  # fmt: skip
    return raise_child_knot(**do.acts(world, made, role, at), child=child.public_id, asked=asked, about=tie)


def bound(world: Any, made: Any, row: Any, role: str, at: datetime.datetime = NOW) -> Any:
    from leerrecht.queries.knots import find_knot

    scope = getattr(actor(world, role, at), "scope", None)
    return find_knot(partnership=made, knot=row.public_id, on=at.date(), scope=scope)


def assent(world: Any, made: Any, row: Any, role: str, seen: int = 1, at: datetime.datetime = NOW, **said: str) -> Any:
    from leerrecht.operations.deciding import assent_to_decision

    words = {"decision": "Beide helft.", "reason": "Zo is het eerlijk.", **said}
    return assent_to_decision(**do.acts(world, made, role, at), knot=row.public_id, seen=seen, **words)
