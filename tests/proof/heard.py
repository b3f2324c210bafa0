"""Points of children and knots about children in the world of the proofs: canaries for who reaches the child and may know."""

from __future__ import annotations

import datetime
from typing import Any

from tests.proof import cooperating, meeting
from tests.proof.asking import Body, Way
from tests.proof.life import HERE, TOWNS
from tests.proof.marks import word
from tests.proof.may import reaching
from tests.proof.viewers import ALL

D = datetime.date
ASKED_AT = datetime.datetime(2026, 1, 5, 9, tzinfo=datetime.UTC)
ANSWERED_AT = datetime.datetime(2026, 1, 14, 9, tzinfo=datetime.UTC)
READERS = ("legal_representative", "reception", "school")
POINTS = {"open": "education", "shown": "education", "closed": "residence_status"}
"""A point without an answer, one whose answer a school may read, one whose answer betrays a status."""
ANSWER = ("decision", "reason", "todo")
KNOTS = ("school_knot", "status_knot")


def make_heard(world: Any) -> None:
    """Make points and knots about the child of each town, and mark all of it."""
    from tests.proof.world import ids_of

    for town in TOWNS:
        with ids_of(f"{town}.heard"):
            for name, about in POINTS.items():
                _make_point(world, town, name, about)
            for name, about in zip(KNOTS, ("education", "residence_status"), strict=True):
                _make_knot(world, town, name, about)
        _mark(world, town)


def _make_point(world: Any, town: str, name: str, about: str) -> None:
    from leerrecht.rights.models import Point

    coa, by = world.organisations[f"{town}.coa"], world.accounts[f"{town}.reception"]
    given: dict[str, Any] = {
        **{each: word(f"{town}.point.{name}.{each}") for each in ANSWER}, "categories": about, "holder": by.professional,
        "holder_for": coa, "due_on": D(2026, 12, 8), "answered_at": ANSWERED_AT, "answered_by": by,
        "meeting": world.extra[f"{town}.held"],
    }  # fmt: skip
    world.extra[f"{town}.point.{name}"] = Point.objects.create(
        child=world.children[town], series=world.extra[f"{town}.series"], placed_on=D(2026, 1, 5),
        words=word(f"{town}.point.{name}.words"), shared_with=" ".join(READERS), asked_as="child", asked_at=ASKED_AT,
        **({} if name == "open" else given),
    )  # fmt: skip


def _make_knot(world: Any, town: str, name: str, about: str) -> None:
    from leerrecht.partnership.models import Interest, Knot, KnotAssent, KnotDomain, Option
    from leerrecht.rights.models import ChildKnot

    def say(what: str) -> str:
        return word(f"{town}.{name}.{what}")

    coa, by = world.organisations[f"{town}.coa"], world.accounts[f"{town}.reception"]
    knot = Knot.objects.create(
        partnership=world.extra[f"{town}.partnership"], question=say("question"), decide_by=D(2026, 12, 2),
        noted_at=ASKED_AT, noted_by=by,
    )  # fmt: skip
    for domain in ("cooperation", "education"):
        KnotDomain.objects.create(knot=knot, domain=domain)
    Option.objects.create(knot=knot, what=say("option"))
    Interest.objects.create(knot=knot, organisation=coa, words=say("interest"), given_at=ASKED_AT, given_by=by)
    KnotAssent.objects.create(
        knot=knot, version=1, decision=say("draft"), reason=say("why"), professional=by.professional, organisation=coa,
        given_at=ASKED_AT, given_by=by,
    )  # fmt: skip
    ChildKnot.objects.create(
        child=world.children[town], knot=knot, categories=about, shared_with=" ".join(READERS), child_view=say("view"),
        told_on=D(2026, 9, 1),
    )  # fmt: skip
    world.extra[f"{town}.{name}"] = knot


def _mark(world: Any, town: str) -> None:
    own = {f"{town}.child"}
    officers = {kind.name for kind in ALL if kind.role == "privacy_officer"}
    knowing = own | reaching(town, *READERS)
    without_school = own | reaching(town, "legal_representative", "reception")
    for name, about in POINTS.items():
        open_to = knowing if about == "education" else without_school
        world.marks.add(word(f"{town}.point.{name}.words"), f"{town}.point.{name}.words", knowing)
        for each in ANSWER:
            world.marks.add(word(f"{town}.point.{name}.{each}"), f"{town}.point.{name}.{each}", open_to)
        code = world.extra[f"{town}.point.{name}"].public_id
        world.marks.add(code, f"{town}.point.{name}.public_id", knowing | officers)
    for what in ("person.reception", "name.coa"):  # who does what was decided is told by name
        world.marks.add(word(f"{town}.{what}"), f"{town}.{what} as who does something", knowing)
    for name in KNOTS:
        open_to = knowing if name == "school_knot" else without_school
        for each in ("question", "option", "interest", "draft", "why", "view"):
            told = open_to if each in ("question", "view") else open_to - own
            world.marks.add(word(f"{town}.{name}.{each}"), f"{town}.{name}.{each}", told)
        code = world.extra[f"{town}.{name}"].public_id
        world.marks.add(code, f"{town}.{name}.public_id", (open_to - own) | officers)


# --- how to ask --------------------------------------------------------------------------------------------------------


def a_place(world: Any) -> list[Way]:
    """The child of this town in the partnership of each town."""
    child = {"child": world.children[HERE].public_id}
    return [{**child, **way} for way in cooperating.a_partnership(world)]


def a_point(world: Any) -> list[Way]:
    """Each point at the meeting that was, and one at a meeting elsewhere."""
    where = [
        {"partnership": world.extra[f"{town}.partnership"].public_id, "meeting": world.extra[f"{town}.held"].public_id}
        for town in TOWNS
    ]
    points = [world.extra[f"{HERE}.point.{name}"].public_id for name in POINTS]
    return [
        *({**where[0], "point": point} for point in points),
        {**where[1], "point": points[0]},
        {**where[0], "point": "x"},
    ]


def a_knot(world: Any) -> list[Way]:
    """Every knot: of all members, and those about the child."""
    held = {"partnership": world.extra[f"{HERE}.partnership"].public_id}
    return [
        *cooperating.a_knot(world), *({**held, "knot": world.extra[f"{HERE}.{name}"].public_id} for name in KNOTS)
    ]  # fmt: skip


def to_knot(world: Any, way: Way) -> list[Body]:
    """All that can be done to a knot, with what there is to do to one about a child."""
    more = (
        {"do": "assent", "seen": "1", "decision": "Ja.", "reason": "Daarom."}, {"do": "assent", "seen": "9"}, {"do": "tell"},
        {"do": "view", "seen": "1", "view": "Graag."}, {"do": "view", "seen": "1", "view": ""},
    )  # fmt: skip
    return [*meeting.to_knot(world, way), *(Body(values=values) for values in more)]


def to_ask(world: Any, way: Way) -> list[Body]:
    """A point; none; at another series; taken back."""
    point, series = (world.extra[f"{HERE}.{name}"].public_id for name in ("point.open", "series"))
    return [
        Body(values=values)
        for values in (
            {"do": "ask", "words": "Ik wil leren.", "shared_with": ["school"]}, {"do": "ask", "words": "", "series": "x"},
            {"do": "place", "point": point, "at_series": series}, {"do": "place", "point": "x"},
            {"do": "withdraw", "point": point}, {"do": "x"},
        )
    ]  # fmt: skip


def to_ask_own(world: Any, way: Way) -> list[Body]:
    """The same at the young person's own door."""
    point = world.extra[f"{HERE}.point.open"].public_id
    bodies = ({"do": "ask", "words": "Ik wil leren.", "readers": ["school", "policy"]}, {"do": "ask", "words": ""},
              {"do": "withdraw", "point": point}, {"do": "withdraw", "point": "x"}, {"do": "x"})  # fmt: skip
    return [Body(values=values) for values in bodies]


def to_answer(world: Any, way: Way) -> list[Body]:
    """An answer, half of one, and one in which everything is wrong."""
    good = {"decision": "Ja.", "reason": "Daarom.", "about": ["education"], "told": ["yes"]}
    return [Body(values=good), Body(values={**good, "what": "Bellen"}), Body(values={"due_on": "x", "about": ["x"]})]


def to_raise(world: Any, way: Way) -> list[Body]:
    """A knot about the child, and nothing right."""
    good = {"question": "Mag het?", "domains": ["education"], "options": "Ja\nNee", "decide_by": "8-12-2026",
            "about": ["education"], "shared_with": ["school"], "child_view": "Graag.", "told": ["yes"]}  # fmt: skip
    return [Body(values=good), Body(values={"question": "\x00", "about": ["health"], "decide_by": "x"})]
