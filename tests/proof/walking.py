"""Walking: every address as one viewer, looking for canaries in all that comes out."""

from __future__ import annotations

import os
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from django.db import connection

from tests.forgetting import forget_paces
from tests.proof import tally
from tests.proof.addresses import ADDRESSES, asks_of
from tests.proof.asking import Answer, Ask, ask_for, visitor
from tests.proof.granted import open_door
from tests.proof.life import HERE
from tests.proof.marks import leaks_in
from tests.proof.reached import walking_at
from tests.proof.viewers import CARD, NOT, Kind
from tests.proof.world import World

SHARES = {"sqlite": (0.11, 0.02, 0.045), "postgresql": (0.06, 0.008, 0.02)}
"""Of the requests that a viewer who reaches the child could make: the share taken of those for the first way to fill in an
address, and of those for its other ways; and the share of all for viewers who don't. Which, is drawn from viewer, address and
the seed of the run, so that each day asks for others; of each address at least one is asked. `make proof` with `--all` asks for
everything.
"""


@dataclass
class Walked:
    """What came of a walk."""

    asked: int = 0
    leaks: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)


def choose(world: World, kind: Kind, name: str, *, sample: bool) -> list[Ask]:
    """Choose the requests for an address: one in a sample; else all that say something new to this viewer."""
    chance = random.Random(f"{os.environ.get(tally.SEED, '')} {kind.name} {name}")
    every = list(asks_of(world, name, kind.name))
    if sample:
        plain = [ask for ask in every if ask.method == "GET" and not ask.is_failing] or every
        return [plain[0] if chance.random() < 0.5 else chance.choice(plain)]
    first = every[0].ids
    of_first, of_others, of_far = (1.0, 1.0, 1.0) if os.environ.get(tally.WHOLE) else SHARES[connection.vendor]
    is_near = kind.town == HERE and (kind.how != NOT or kind.role == "privacy_officer")

    def share(ask: Ask) -> float:
        return (of_first if ask.ids == first else of_others) if is_near else of_far * (ask.ids == first)

    return [ask for place, ask in enumerate(every) if place == 0 or chance.random() < share(ask)]


def client_of(world: World, kind: Kind) -> Any:
    """Give a client signed in as a viewer."""
    forget_paces()  # or who asks so much gets no calendar, and nothing would be looked at
    client = visitor(account=world.accounts.get(kind.name))
    if kind.how == CARD:
        open_door(client, kind.town)
    return client


def leaks_of(*, world: World, kind: Kind, ask: Ask, answer: Answer) -> Iterator[str]:
    """Say which canaries came out that shouldn't have. What somebody typed isn't told by saying it back."""
    asked = (value for _, value in parse_qsl(urlsplit(ask.url).query))
    typed = [value for value in (*ask.ids, *map(str, ask.body.values()), *asked) if len(value) > 5]
    for place, text in answer.places.items():
        for own in typed:
            text = text.replace(own, "*")
        viewer = "nobody at all" if place in ("log", "audit") else kind.name
        for leak in leaks_in(marks=world.marks, text=text, viewer=viewer):
            is_id = leak.endswith((".public_id)", ".child)", ".import.ready)", ".import.faulty)"))
            if not (place == "audit" and is_id):  # the logs name what they are about by its public id
                yield f"{kind.name}: {ask} [{answer.status}, {place}] shows {leak}"


def walk(*, world: World, kind: Kind, sample: bool = False, names: Iterable[str] | None = None) -> Walked:
    """Ask for every address as a viewer."""
    client, walked = client_of(world, kind), Walked()
    for name in ADDRESSES if names is None else names:
        for ask in choose(world, kind, name, sample=sample):
            with walking_at(name):
                answer = ask_for(client=client, ask=ask)
            walked.asked += 1
            walked.leaks += leaks_of(world=world, kind=kind, ask=ask, answer=answer)
            if answer.status >= 500 and not ask.is_failing:
                walked.broken.append(f"{kind.name}: {ask} gives {answer.status}\n{answer.places['log']}")
    return walked
