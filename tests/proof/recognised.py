"""Recognising in the world of the proofs: a double of the child of this town, questions there and back, a search just made."""

from __future__ import annotations

import datetime
from typing import Any

from tests.proof.life import ELSEWHERE, HERE, RECORDED, names
from tests.proof.marks import word
from tests.proof.viewers import ALL

D = datetime.date
UTC = datetime.UTC
ASKED_AT, ANSWERED_AT = datetime.datetime(2026, 9, 14, 9, tzinfo=UTC), datetime.datetime(2026, 9, 14, 12, tzinfo=UTC)
SEEING = {f"{HERE}.{team}" for team in ("reception", "school", "compulsory_education")}
"""Who reaches the double: it lives at the location, is at the school and in the town, and nobody holds a task for it."""
NEW = {"given_names": "Nieuweling", "family_name": "Onbekendema", "born_on": "2011", "born_precision": "year"}
"""Somebody whom nobody knows."""


def alike(key: str) -> str:
    """Write a canary a letter short: like enough to be found by, and no canary itself."""
    return word(key)[:-1]


def sought_again(town: str) -> dict[str, str]:
    """Give what somebody might type who looks for the child of a town."""
    person = f"{town}.children.person"
    named = {name: alike(f"{person}.{name}") for name in ("given_names", "father_name", "family_name")}
    return {**named, "born_on": "2009", "born_precision": "year"}


def make_recognised(world: Any) -> None:
    """Make a double, two questions and a search."""
    from tests.proof.world import ids_of

    with ids_of("recognised.double"):
        _make_double(world)
    with ids_of("recognised.inquiries"):
        _ask(world, "posed", by=f"{ELSEWHERE}.school", about=world.extra["double"])
        _ask(world, "own", by=f"{HERE}.school", about=world.children[ELSEWHERE], answer="yes")
    with ids_of("recognised.lookup"):
        _search(world)
    with ids_of("recognised.closure"):
        _close(world)
    codes = {kind.name for kind in ALL if kind.role == "privacy_officer"}
    world.marks.add(world.extra["double"].public_id, "double.public_id", SEEING | codes)
    own, posed = {f"{HERE}.school"}, {f"{HERE}.reception", f"{HERE}.school", f"{ELSEWHERE}.school"}
    for name, seeing in (("posed", posed), ("own", own)):
        world.marks.add(word(f"inquiry.{name}"), f"inquiry.{name}", seeing)
        world.marks.add(world.extra[f"inquiry.{name}"].public_id, f"inquiry.{name}.public_id", seeing | codes)
    world.marks.add(word("inquiry.own.words"), "inquiry.own.words", own)
    world.marks.add(word("closure.reason"), "closure.reason", codes)


def _make_double(world: Any) -> None:
    from leerrecht.operations.recording import put_fact
    from leerrecht.records.models import Child

    known, coa = names(HERE), world.organisations[f"{HERE}.coa"]
    child = Child.objects.create(reference=word("double.reference"), origin=coa)
    named = {name: word(f"double.{name}") for name in ("given_names", "father_name", "family_name")}
    born = {"born_from": D(2009, 1, 1), "born_to": D(2009, 12, 31), "born_precision": "year"}
    facts = {
        "children": {**named, **born},
        "stays": {
            "location": known["location"], "municipality": known["town"], "kind": "poa", "region": "zuid",
            "valid_from": D(2026, 8, 7),
        },
        "enrolments": {
            "school": known["school"], "municipality": known["town"], "kind": "isk", "phase": "placed",
            "started_on": D(2026, 8, 17),
        },
    }  # fmt: skip
    for table, values in facts.items():
        put_fact(child=child, table=table, values=values, at=RECORDED, account=None, source=coa.pk)
    world.extra["double"] = child
    for name, value in named.items():
        world.marks.add(value, f"double.{name}", SEEING)
    world.marks.add(word("double.reference"), "double.reference", {f"{HERE}.reception"})


def _ask(world: Any, name: str, *, by: str, about: Any, answer: str = "") -> None:
    from leerrecht.linking.models import Asked, Inquiry

    made = Inquiry.objects.create(
        account=world.accounts[by], team=world.teams[by], asked_at=ASKED_AT, due_on=D(2026, 9, 16),
        given_names=word(f"inquiry.{name}"), family_name="Onbekendema",
    )  # fmt: skip
    told = {"answer": answer, "words": word(f"inquiry.{name}.words"), "answered_at": ANSWERED_AT}
    person = {"answered_by": world.accounts[f"{ELSEWHERE}.reception"]}
    Asked.objects.create(inquiry=made, child=about, **({**told, **person} if answer else {}))
    world.extra[f"inquiry.{name}"] = made


def _search(world: Any) -> None:
    """Let the school have searched for somebody whom nobody knows, a moment ago."""
    from leerrecht.linking.models import Lookup
    from leerrecht.operations.arrivals import _mark, read_sought
    from leerrecht.web.frame.clock import now

    world.extra["lookup"] = Lookup.objects.create(
        account=world.accounts[f"{HERE}.school"], team=world.teams[f"{HERE}.school"], made_at=now(), outcome="nothing",
        sought=_mark(read_sought(typed=NEW)),
    )  # fmt: skip


def _close(world: Any) -> None:
    from leerrecht.linking.models import Closure

    Closure.objects.create(
        child=world.children[ELSEWHERE], reason=word("closure.reason"), closed_at=ASKED_AT,
        closed_by=world.accounts[f"{HERE}.privacy_officer"],
    )  # fmt: skip
