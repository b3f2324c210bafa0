"""Meetings and knots of the partnership in tests/partnership/builders.py."""

from __future__ import annotations

import datetime
from typing import Any

from tests.grants.acts import actor
from tests.operations.builders import NOW
from tests.partnership.builders import ROLE_OF, code, together
from tests.world import ON

MUNICIPALITY, COA, NIDOS, SCHOOL = "Gemeente Zandakker", "COA", "Nidos", "Scholen Zandakker"
LATER = ON + datetime.timedelta(days=7)


def on(days: int) -> datetime.datetime:
    """Give the moment of acting some days after today."""
    return NOW + datetime.timedelta(days=days)


def who(world: Any, member: str) -> str:
    return f"{code(world, member)}.{world.accounts[ROLE_OF[member]].professional.public_id}"


def acts(world: Any, partnership: Any, role: str, at: datetime.datetime = NOW) -> dict[str, Any]:
    return {"actor": actor(world, role, at), "at": at, "partnership": partnership.public_id}


def series(world: Any, partnership: Any, role: str = "policy", **changed: Any) -> Any:
    from leerrecht.operations.meetings import Aim, begin_series

    aim = Aim(**{
        "name": "Casusoverleg", "purpose": "Afspreken wat wij doen.", "kind": "casework", "rhythm": "monthly",
        "needed": [code(world, MUNICIPALITY), code(world, COA)], "domains": ["education"], **changed,
    })  # fmt: skip
    return begin_series(**acts(world, partnership, role), aim=aim)


def plan(world: Any, **changed: Any) -> Any:
    from leerrecht.operations.meetings import Plan

    return Plan(**{
        "held_on": LATER, "begins": datetime.time(9, 30), "minutes": 60, "place": "Raadhuis",
        "invited": [who(world, MUNICIPALITY), who(world, COA)], **changed,
    })  # fmt: skip


def meeting(world: Any, partnership: Any, of: Any, role: str = "policy", **changed: Any) -> Any:
    from leerrecht.operations.meetings import plan_meeting

    return plan_meeting(**acts(world, partnership, role), series=of.public_id, plan=plan(world, **changed))


def change(world: Any, partnership: Any, row: Any, seen: int, **changed: Any) -> Any:
    from leerrecht.operations.meetings import change_meeting

    planned = plan(world, **changed)
    return change_meeting(**acts(world, partnership, "policy"), meeting=row.public_id, seen=seen, plan=planned)


def send(world: Any, partnership: Any, row: Any, seen: int = 1, why: str = "", at: datetime.datetime = NOW) -> Any:
    from leerrecht.operations.meetings import send_invitations

    return send_invitations(**acts(world, partnership, "policy", at), meeting=row.public_id, seen=seen, why=why)


def found(partnership: Any, row: Any, day: datetime.date = ON) -> Any:
    from leerrecht.queries.meetings import find_meeting

    return find_meeting(partnership=partnership, meeting=row.public_id, on=day)


def todo(world: Any, **changed: Any) -> Any:
    from leerrecht.operations.minutes import Todo

    return Todo(**{"what": "Bellen", "holder": who(world, COA), "due_on": LATER, **changed})


def action(world: Any, partnership: Any, row: Any, role: str = "policy", **changed: Any) -> Any:
    from leerrecht.operations.minutes import add_action

    return add_action(**acts(world, partnership, role), meeting=row.public_id, todo=todo(world, **changed))


def finish(world: Any, partnership: Any, row: Any, role: str = "reception") -> Any:
    from leerrecht.operations.minutes import finish_action

    return finish_action(**acts(world, partnership, role), action=row.public_id)


def check(world: Any, partnership: Any, row: Any, role: str = "policy") -> Any:
    from leerrecht.operations.minutes import check_action

    return check_action(**acts(world, partnership, role), action=row.public_id)


def ladder(
    world: Any, partnership: Any, seen: int = 0, role: str = "policy", steps: Any = (("Directeuren", 14),)
) -> Any:
    from leerrecht.operations.deciding import agree_ladder
    from leerrecht.queries.knots import Rung

    rungs = [Rung(who=name, days=days) for name, days in steps]
    return agree_ladder(**acts(world, partnership, role), seen=seen, steps=rungs)


def knot(world: Any, partnership: Any, role: str = "school", **changed: Any) -> Any:
    from leerrecht.operations.deciding import Question, raise_knot

    asked = Question(**{
        "question": "Wie betaalt de bus?", "domains": ["money"], "director": "", "options": ["COA", "De gemeente"],
        "decide_by": LATER, **changed,
    })  # fmt: skip
    return raise_knot(**acts(world, partnership, role), asked=asked)


def interest(world: Any, partnership: Any, row: Any, role: str = "reception", words: str = "Rust in de opvang.") -> Any:
    from leerrecht.operations.deciding import say_interest

    return say_interest(**acts(world, partnership, role), knot=row.public_id, words=words)


def decide(
    world: Any,
    partnership: Any,
    row: Any,
    role: str = "reception",
    seen: int = 1,
    at: datetime.datetime = NOW,
    **said: str,
) -> Any:
    from leerrecht.operations.deciding import decide_knot

    words = {"decision": "De gemeente.", "reason": "Zij heeft er geld voor.", **said}
    return decide_knot(**acts(world, partnership, role, at), knot=row.public_id, seen=seen, **words)


def bound(partnership: Any, row: Any, day: datetime.date = ON) -> Any:
    from leerrecht.queries.knots import find_knot

    return find_knot(partnership=partnership, knot=row.public_id, on=day)


def everything(world: Any) -> Any:
    """Make a partnership with a meeting to come, one today with all that comes of one, an open knot and a decided one."""
    from leerrecht.operations.meetings import note_evaluation
    from leerrecht.operations.minutes import ask_to_spread, confirm_spread, follow_up, note_ruling
    from tests.partnership.builders import mandate

    made = together(world)
    for member, domain in ((COA, "money"), (MUNICIPALITY, "cooperation"), (NIDOS, "health")):
        mandate(world, made, member, domain=domain)
    of = series(world, made)
    series(world, made, name="Nog een overleg")
    meeting(world, made, of)
    today = meeting(world, made, of, held_on=ON)
    send(world, made, today, why="Toch.")
    policy = acts(world, made, "policy")
    note_ruling(**policy, meeting=today.public_id, what="Elke week.")
    action(world, made, today)
    ask_to_spread(**policy, meeting=today.public_id, seen=2, what="Vertel het.")
    confirm_spread(**acts(world, made, "reception"), meeting=today.public_id, how="In het team.")
    note_evaluation(**policy, held_on=ON, findings="Het past.")
    ladder(world, made)
    knot(world, made, domains=["money", "health"], director=who(world, NIDOS))
    decided = knot(world, made)
    interest(world, made, decided)
    decide(world, made, decided, seen=2)
    follow_up(**policy, knot=decided.public_id, todo=todo(world))
    return made
