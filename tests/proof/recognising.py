"""Ways to fill in and bodies to send for addresses about recognising a young person."""

from __future__ import annotations

from tests.proof.asking import Body, Way
from tests.proof.life import ELSEWHERE, HERE
from tests.proof.recognised import NEW, alike, sought_again
from tests.proof.ways import LONG
from tests.proof.world import World


def an_inquiry(world: World) -> list[Way]:
    """A question that others ask, and one of the school's own."""
    return [{"inquiry": world.extra[f"inquiry.{name}"].public_id} for name in ("posed", "own")]


def a_pair(world: World) -> list[Way]:
    """The child of this town and its double; and the child beside one elsewhere."""
    child, double, far = world.children[HERE], world.extra["double"], world.children[ELSEWHERE]
    return [{"one": child.public_id, "other": other.public_id} for other in (double, far)]


def to_look(world: World, way: Way) -> list[Body]:
    """Look for the child of each town, for the double, for nobody, by numbers; also while one types."""
    double = {name: alike(f"double.{name}") for name in ("given_names", "father_name", "family_name")}
    everybody = (sought_again(HERE), sought_again(ELSEWHERE), {**double, "born_on": "2009"}, NEW)
    return [
        *(Body(values={**typed, "do": "look"}) for typed in everybody),
        Body(values=sought_again(HERE)),
        *(Body(values={"number": number, "do": "look"}) for number in ("101234599", "111222333", "1000000000", "x")),
        Body(values={"line": "a" * 500, "born_on": "31-2-2011", "do": "look"}),
    ]


def to_ask(world: World, way: Way) -> list[Body]:
    """Ask after somebody without and with a search."""
    lookup = world.extra["lookup"].public_id
    return [Body(values={**NEW, "lookup": lookup}), Body(values={**sought_again(ELSEWHERE), "lookup": "x"})]


def to_record(world: World, way: Way) -> list[Body]:
    """Take up who was searched for; with everything wrong; somebody else than was searched for."""
    found = {**NEW, "lookup": world.extra["lookup"].public_id, "outcome": "nothing"}
    place = {"plek_kind": "isk", "plek_requested_on": "15-9-2026", "do": "record"}
    return [
        Body(values=found), Body(values={**found, **place}),
        Body(values={**found, "do": "record", "plek_kind": "x", "plek_requested_on": "x", "languages": "x" * 400}),
        Body(values={**sought_again(HERE), **place, "lookup": found["lookup"]}),
    ]  # fmt: skip


def to_answer(world: World, way: Way) -> list[Body]:
    """Answer a question about the double; about another child; not at all."""
    double = world.extra["double"].public_id
    return [
        Body(values={"child": double, "answer": "yes", "words": LONG}), Body(values={"child": double, "answer": "x"}),
        Body(values={"child": world.children[HERE].public_id, "answer": "no"}), Body(values={}),
    ]  # fmt: skip


def to_join(world: World, way: Way) -> list[Body]:
    """Take up who is known."""
    return [Body(values={"plek_kind": "isk", "plek_requested_on": "15-9-2026"}), Body(values={})]


def to_judge(world: World, way: Way) -> list[Body]:
    """The same, different, and nothing."""
    return [
        Body(values={"verdict": "same", "kept": way["one"]}),
        Body(values={"verdict": "different"}),
        Body(values={}),
    ]


def to_close(world: World, way: Way) -> list[Body]:
    """Close a record, open it, close none."""
    child = world.children[HERE].public_id
    return [
        Body(values={"code": child, "reason": LONG}), Body(values={"code": child, "do": "open"}),
        Body(values={"code": "x", "reason": ""}),
    ]  # fmt: skip
