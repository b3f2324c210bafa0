"""Asking, deciding and opening in the small world of tests/world.py."""

from __future__ import annotations

import datetime
from typing import Any

from tests.operations.builders import NOW
from tests.world import AT

OLD_ENOUGH, YOUNG, ONLY_YEAR, ESTIMATED = "direct", "wachten", "alleen-jaar", "eerste-januari"
UNTIL = datetime.date(2026, 12, 1)
WORDS = "Jeugdwerk wil weten naar welke school je gaat.\nJij mag ja of nee zeggen."
REASON = "Het kind ligt in het ziekenhuis en niemand weet wie te bellen."


def actor(world: Any, role: str, at: datetime.datetime = NOW) -> Any:
    from leerrecht.access import Scope
    from leerrecht.operations.acting import Actor, Officer
    from leerrecht.queries.scopes import find_scope
    from leerrecht.queries.viewers import find_viewers

    on = at.date()
    viewer = find_viewers(account=world.accounts[role], on=on)[0]
    scope = find_scope(viewer=viewer, on=on, at=at)
    named = {"viewer": viewer, "origin": "127.0.0.1", "trace_id": "t" * 32}
    return Actor(scope=scope, **named) if isinstance(scope, Scope) else Officer(**named)


def team(world: Any, role: str) -> Any:
    return world.accounts[role].professional.memberships.get().team


def give_task(world: Any, role: str, child: str, task: str = "mentor", until: datetime.date | None = None) -> Any:
    from leerrecht.records.models import Involvement

    return Involvement.objects.create(
        child=world.children[child], task=task, organisation="x", linked_team=team(world, role), recorded_at=AT,
        source=world.organisations["COA"], valid_from=datetime.date(2026, 1, 1), valid_to=until,
    )  # fmt: skip


def note_agreement(world: Any, **changed: Any) -> Any:
    """Note the agreement that the access table asks of youth work."""
    from leerrecht.operations.agreements import Terms, note_agreement

    typed = {
        "code": "youth_work", "name": "Delen met jeugdwerk", "purposes": "helpen", "categories": ["education"],
        "parties": [world.organisations[name].public_id for name in ("COA", "Jeugdwerk Zandakker")],
        "ground": "Jeugdwet", "starts_on": datetime.date(2026, 1, 1), "ends_on": None,
        "review_on": datetime.date(2027, 1, 1),
    }  # fmt: skip
    return note_agreement(actor=actor(world, "privacy_officer"), at=NOW, terms=Terms(**{**typed, **changed}))


def ask(world: Any, child: str = YOUNG, role: str = "reception", at: datetime.datetime = NOW, **changed: Any) -> Any:
    from leerrecht.operations.consents import Asking, ask_consent

    asked = {
        "team": team(world, "care").public_id, "person": "", "purpose": "support", "categories": ["reception"],
        "until_on": UNTIL, "words": WORDS, "language": "Arabisch", "interpreter": "telefonisch",
    }  # fmt: skip
    return ask_consent(
        actor=actor(world, role, at),
        at=at,
        child=world.children[child].public_id,
        asking=Asking(**{**asked, **changed}),
    )


def decide(
    consent: Any, decision: str, decider: str = "child", who: Any = None, at: datetime.datetime = NOW, **said: str
) -> Any:
    from leerrecht.operations.consents import Answer, decide_consent

    return decide_consent(
        actor=who, at=at, child=consent.child.public_id, consent=consent.public_id, decider=decider,
        answer=Answer(decision=decision, **said),
    )  # fmt: skip


def withdraw(consent: Any, decider: str = "child", who: Any = None, at: datetime.datetime = NOW) -> Any:
    from leerrecht.operations.consents import withdraw_consent

    return withdraw_consent(actor=who, at=at, child=consent.child.public_id, consent=consent.public_id, decider=decider)


def represented(world: Any, consent: Any, decision: str = "yes", at: datetime.datetime = NOW, **said: str) -> Any:
    """Decide as the legal representative, with the child heard."""
    heard = {"child_wish": "yes", "child_view": "Dat is goed."} | said
    return decide(consent, decision, "legal_representative", actor(world, "legal_representative", at), at, **heard)


def open_glass(world: Any, role: str = "stranger", at: datetime.datetime = NOW, **sought: Any) -> Any:
    from leerrecht.operations.glass import Sought, open_glass

    reason = sought.pop("reason", REASON)
    named = sought or {
        "given_names": "ahmad", "family_name": "SALEH", "born_on": datetime.date(2010, 11, 3),
    }  # fmt: skip
    return open_glass(actor=actor(world, role, at), at=at, sought=Sought(**named), reason=reason)


def refused(call: Any, *arguments: Any, **named: Any) -> tuple[str, ...]:
    import pytest

    from leerrecht.operations.acting import Refused

    with pytest.raises(Refused) as caught:
        call(*arguments, **named)
    return tuple(reason.removeprefix("refused.") for reason in caught.value.reasons)


def notices(kind: str) -> set[str]:
    """Give the roles of the teams that were told something."""
    from leerrecht.grants.models import Notice

    return set(Notice.objects.filter(kind=kind).values_list("team__role", flat=True))


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def add_colleague(world: Any, role: str) -> None:
    """Add an account `colleague` for somebody else in the team of a role."""
    from leerrecht.accounts.models import Account
    from leerrecht.chain.models import Membership, Professional

    person = Professional.objects.create(name="Test collega")
    Membership.objects.create(professional=person, team=team(world, role), valid_from=datetime.date(2026, 1, 1))
    world.accounts["colleague"] = Account.objects.create_user(
        email="collega@test.example", password="a-long-password", professional=person
    )
