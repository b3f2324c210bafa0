"""The people around a transfer, in the small world of tests/world.py: two schools, who represents the child, the child."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from tests.operations.builders import actor_of, shared_child
from tests.world import ON, World

NOW = datetime.datetime(2026, 9, 15, 10, 0, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)
TOLD = ON - DAY
OWN_WORDS = "Ik wil graag naast iemand zitten die mijn taal spreekt."
OWN, NEXT = "ISK Zandakker", "Praktijkschool De Wilg"


@dataclass
class Move:
    """A child of the ISK that will go to another school; `receiving` and `other` are schools with a team and an account."""

    world: World
    child: Any
    receiving: Any
    other: Any

    def actor(self, role: str, at: datetime.datetime = NOW) -> Any:
        """Give somebody who acts, with what they reach at this moment. `child`: the young person."""
        from leerrecht.operations.acting import Actor
        from leerrecht.queries.own import own_scope, own_viewer

        if role == "child":
            scope = own_scope(child=self.child.pk, on=at.date())
            return Actor(viewer=own_viewer(child=self.child), scope=scope)
        return actor_at(self.world, role, at)

    def standing(self) -> Any:
        """Give the transfers of the child that stand, the last first."""
        from leerrecht.queries.facts import standing

        return list(standing(table="transfers").filter(child=self.child).order_by("-pk"))

    @property
    def now(self) -> str:
        """The public id of the last one that stands."""
        return str(self.standing()[0].public_id)

    def do(self, operation: Any, role: str, *, at: datetime.datetime = NOW, transfer: str = "", **named: Any) -> Any:
        """Take a step with the transfer as it stands (or as it was seen)."""
        actor = self.actor(role, at)
        return operation(actor=actor, at=at, child=self.child.public_id, transfer=transfer or self.now, **named)

    def prepare(self, *, told_on: datetime.date | None = TOLD, school: Any = None) -> Any:
        """Prepare a transfer to the receiving school."""
        from leerrecht.operations.transfers import prepare_transfer

        return prepare_transfer(
            actor=self.actor("school"), at=NOW, child=self.child.public_id, told_on=told_on,
            to_school=(school or self.receiving).public_id,
        )  # fmt: skip

    def inspect(self) -> None:
        """Let the young person and who represents it read the file."""
        from leerrecht.operations.transfers import inspect_transfer

        self.do(inspect_transfer, "child")
        self.do(inspect_transfer, "legal_representative")

    def send(self) -> Any:
        """Go all the way until the file is sent."""
        from leerrecht.operations.transfers import send_transfer

        self.prepare()
        self.inspect()
        return self.do(send_transfer, "school")


def actor_at(world: World, role: str, at: datetime.datetime) -> Any:
    """Give somebody who acts on another day than the world's."""
    from leerrecht.operations.acting import Actor
    from leerrecht.queries.scopes import find_scope
    from leerrecht.queries.viewers import find_viewers

    if at == NOW:
        return actor_of(world, role)
    viewer = find_viewers(account=world.accounts[role], on=at.date())[0]
    return Actor(viewer=viewer, scope=find_scope(viewer=viewer, on=at.date(), at=at))


def make_move(world: World) -> Move:
    """Add two schools with people at work; the child is one that the ISK and its guardian both look after."""
    from leerrecht.chain.models import Organisation, School, Team
    from tests.world import _account

    board = Organisation.objects.create(name="Scholen Veenmeer", kind="school_board")
    schools = []
    for role, name in (("receiving", NEXT), ("other", "ISK De Brug")):
        school = School.objects.create(name=name, municipality="Veenmeer", organisation=board)
        team = Team.objects.create(organisation=board, name=f"Team {name}", role="school", school=school)
        world.accounts[role] = _account(f"Test {role}", team)
        schools.append(school)
    child = shared_child(world, "school", "legal_representative")
    add(child, "enrolments", school=OWN, municipality="Zandakker", kind="isk", phase="placed", started_on=ON - 60 * DAY)
    return Move(world=world, child=child, receiving=schools[0], other=schools[1])


def add(child: Any, table: str, **columns: Any) -> Any:
    """Put a fact into the record, some days ago."""
    return put_now(child, table, at=NOW - 5 * DAY, **columns)


def put_now(child: Any, table: str, *, at: datetime.datetime, **columns: Any) -> Any:
    """Put a fact into the record at a moment."""
    from leerrecht.chain.models import Organisation
    from leerrecht.operations.recording import put_fact

    source = Organisation.objects.get(name="Scholen Zandakker").pk
    return put_fact(child=child, table=table, values=columns, at=at, account=None, source=source)
