"""Ways to fill in and bodies to send for addresses about grants, logs, rights and the young person's own door."""

from __future__ import annotations

from typing import Any

from tests.proof.asking import Body, Way
from tests.proof.granted import CODE, PIN
from tests.proof.life import ELSEWHERE, HERE
from tests.proof.telling import token_of
from tests.proof.world import World

LONG = "Dit is nodig omdat het kind vannacht alleen op straat is gevonden en niemand bereikbaar is."


def _child(world: World) -> dict[str, str]:
    return {"child": world.children[HERE].public_id}


def a_consent(world: World) -> list[Way]:
    """Each consent about the child: asked, given, taken back."""
    return [
        {**_child(world), "consent": world.extra[f"{HERE}.consent.{name}"].public_id}
        for name in ("asked", "given", "withdrawn")
    ]  # fmt: skip


def own_consent(world: World) -> list[Way]:
    """The same at the young person's own door, and one about somebody else."""
    others = world.extra[f"{ELSEWHERE}.consent.asked"].public_id
    return [*({"consent": way["consent"]} for way in a_consent(world)), {"consent": others}]


def a_notice(world: World) -> list[Way]:
    """What teams were told."""
    return [{"notice": world.extra[f"{HERE}.notice.{name}"].public_id} for name in ("asked", "given", "withdrawn")]


def a_move(world: World) -> list[Way]:
    """The move that the child knows of, the one it doesn't, and where it lives now."""
    return [
        {**_child(world), "move": world.facts[f"{HERE}.stays.{name}"].public_id} for name in ("next", "safe", "now")
    ]


def a_point(world: World) -> list[Way]:
    """What is arranged around the moves: open, done, untold, and as it was before."""
    names = ("tests", "number", "kept", "tests.former")
    return [{**_child(world), "point": world.facts[f"{HERE}.move_points.{name}"].public_id} for name in names]


WHERE = {"location": "Ergens", "municipality": "Zandakker", "kind": "poa"}


def to_announce(world: World, way: Way) -> list[Body]:
    """A move, one that is told, and one in which everything is wrong."""
    good = {**WHERE, "valid_from": "1-12-2026", "reason": "De locatie sluit."}
    wrong = {"valid_from": "31-6-2026", "kind": "x", "child_told_on": "1-1-2030"}
    return [Body(values=good), Body(values={**good, "child_told_on": "14-9-2026"}), Body(values=wrong)]


def to_change_move(world: World, way: Way) -> list[Body]:
    """Another day, told, others first, called off; and each of them wrong."""
    return [
        Body(values={"do": "change", **WHERE, "valid_from": "8-12-2026", "why": "Later."}),
        Body(values={"do": "tell", "child_told_on": "14-9-2026"}),
        Body(values={"do": "inform", "why_early": "De plek gaat anders verloren."}),
        Body(values={"do": "cancel", "sure": "on", "why_cancel": "Gaat niet door."}),
        Body(values={"do": "change", "valid_from": "gisteren", "why": ""}),
        Body(values={"do": "tell", "child_told_on": "1-1-2030"}),
        Body(values={"do": "cancel"}),
    ]


def to_agree_point(world: World, way: Way) -> list[Body]:
    """Somebody does it by a day; it is done; and what can't be."""
    return [
        Body(values={"do": "agree", "person": "Noor", "due_on": "1-10-2026", "note": "Map mee."}),
        Body(values={"do": "done"}),
        Body(values={"do": "agree", "due_on": "x", "done_on": "1-1-2030"}),
    ]


def to_announce_many(world: World, way: Way) -> list[Body]:
    """The child of this town, and the one elsewhere; nobody; a day that isn't one."""
    good = {**WHERE, "valid_from": "1-12-2026"}
    both = [world.children[town].public_id for town in (HERE, ELSEWHERE)]
    return [
        Body(values={**good, "jongere": both}),
        Body(values=good),
        Body(values={"jongere": both, "valid_from": "x"}),
    ]


def an_opening(world: World) -> list[Way]:
    """The record that was opened in an emergency; and one elsewhere."""
    return [{"opening": world.extra[f"{town}.opening"].public_id} for town in (HERE, ELSEWHERE)]


def a_file(world: World) -> list[Way]:
    """The whole record in each form, and in one that isn't there."""
    return [{**_child(world), "kind": kind} for kind in ("json", "pdf", "exe")]


def a_transfer(world: World) -> list[Way]:
    """The transfer that was sent, and one that was refused."""
    return [
        {**_child(world), "transfer": world.facts[f"{HERE}.transfers.{name}"].public_id} for name in ("sent", "refused")
    ]


def a_transfer_file(world: World) -> list[Way]:
    """The file of each in each form, and in one that isn't there."""
    return [{**way, "kind": kind} for way in a_transfer(world) for kind in ("json", "pdf", "exe")]


def to_prepare_transfer(world: World, way: Way) -> list[Body]:
    """Choose a school; choose none, on a day that is no day."""
    school = world.facts[f"{HERE}.transfers.sent"].linked_to_school.public_id
    return [Body(values={"to_school": school, "told_on": "14-9-2026"}), Body(values={"to_school": "x", "told_on": "x"})]


def a_request(world: World) -> list[Way]:
    """Each request about the child."""
    return [{"asked": world.extra[f"{HERE}.request.{kind}"].public_id} for kind in ("correction", "objection")]


def a_correction(world: World) -> list[Way]:
    """A request to correct a fact, with its child; and one that is no correction."""
    return [{**_child(world), **way} for way in a_request(world)]


def a_part(world: World) -> list[Way]:
    """A part of a record that might be erased."""
    return [
        {**_child(world), "category": category, "organisation": organisation}
        for category, organisation in (("education", "school_board"), ("residence_status", "coa"), ("x", "y"))
    ]


def a_kind_of_words(world: World) -> list[Way]:
    """What a young person can say, and something else."""
    return [{"kind": kind} for kind in ("question", "wish", "feedback", "correction", "x")]


def no_feed(world: World) -> list[Way]:
    """A calendar that isn't there."""
    return [{"token": "x" * 32}]


def own_feed(viewer: str) -> Way:
    """One's own calendar: whoever has its address has what it shows, so nobody else is asked for it."""
    return {"token": token_of(viewer)}


def an_event(world: World) -> list[Way]:
    """Where days in calendars lead: of the guardian's calendar, of the school's, and of none."""
    from leerrecht.queries.feeds import code_of

    child = world.children[HERE].public_id
    readers = [world.accounts[f"{HERE}.{role}"].public_id for role in ("legal_representative", "school")]
    return [
        *({"code": code_of(account=each, child=child, rule="placement.term", key="term")} for each in readers),
        {"code": "a" * 16},
    ]  # fmt: skip


def an_issuer(world: World) -> list[Way]:
    """An organisation through which nobody signs in here."""
    return [{"issuer": "nobody"}]


def a_study(world: World) -> list[Way]:
    """The supplied study, and one that isn't there."""
    return [{"study": "aef-2025"}, {"study": "nowhere"}]


def a_report(world: World) -> list[Way]:
    """The forms of its report, and one that can't be."""
    return [{"study": "aef-2025", "form": form} for form in ("docx", "pdf", "exe")]


def a_ground(world: World) -> list[Way]:
    """Something of each kind that a sentence may rest on, and what isn't there."""
    names = ("R1", "C1/K4", "F4A14", "V1", "L6", "L10", "N01", "T1", "G01", "PF01", "BE", "OWN1", "X9")
    return [{"study": "aef-2025", "group": group, "name": name} for group in ("amv", "nobody") for name in names]


def sending(*bodies: dict[str, Any]) -> Any:
    """Give bodies that are the same whatever the way."""
    return lambda world, way: [Body(values=body) for body in bodies]


def to_ask_consent(world: World, way: Way) -> list[Body]:
    """Choose a receiver, compose the words, ask; and ask for what can't be asked."""
    asking = {
        "team": world.teams[f"{HERE}.care"].public_id, "person": "team", "purpose": "support", "categories": ["education"],
        "until_on": "1-12-2026", "language": "nl",
    }  # fmt: skip
    school = {"team": world.teams[f"{HERE}.school"].public_id, "categories": ["residence_status"], "do": "ask"}
    return [
        Body(values=asking),
        Body(values={**asking, "words": LONG, "do": "ask"}),
        Body(values={**asking, **school}),
        Body(values={}),
    ]


DECIDE = sending(
    {"child_wish": "yes", "child_view": LONG, "decision": "yes"}, {"child_wish": "no", "child_view": "", "decision": "yes"},
    {"decision": "no", "child_wish": "no", "child_view": LONG}, {},
)  # fmt: skip
DECIDE_OWN = sending({"answer": "yes", "view": LONG}, {"answer": "no"}, {"answer": "stop"}, {"answer": "x"})
STEPS = sending(
    {"doe": "accept", "kind": "pro", "started_on": "21-9-2026"}, {"doe": "receive"}, {"doe": "refuse", "reason": LONG},
    {"doe": "refuse", "reason": ""}, {"doe": "withdraw", "withdraw_reason": LONG}, {"doe": "withdraw"}, {"doe": "send"},
    {"doe": "reread"}, {"doe": "told", "told_on": "x"}, {"doe": "read_child"}, {"doe": "read_representative"}, {},
)  # fmt: skip
OWN_TRANSFER = sending(
    {"answer": "read"}, {"answer": "say", "words": "Hoi."}, {"answer": "say", "words": ""}, {"seen": "x"}
)
ON_TASKS = sending({"do": "agree"}, {"do": "adopt"}, {"do": "withdraw"}, {"do": "x"})
KNOT = sending({"body": "ind", "words": LONG}, {"body": "x", "words": ""})
OPEN_GLASS = sending(
    {"number": "9999999999", "given_names": "Niemand", "family_name": "Nergens", "born_on": "1-1-2010", "reason": LONG},
    {"number": "", "reason": ""}, {"number": "1", "born_on": "x", "reason": LONG},
)  # fmt: skip
REVIEW = sending({"verdict": "justified", "words": LONG}, {"verdict": "x", "words": ""})
PASSWORD = sending(
    {"old": "wrong", "new": "een zin die niemand raadt", "again": "een zin die niemand raadt"},
    {"old": "", "new": "kort", "again": "kort"},
)
TELLING = sending(
    {"do": "name", "email": "reader@mail.example"}, {"do": "prove", "code": "aaaa-aaaa-aaaa-aaaa"}, {"do": "forget"},
    {"do": "choose", "rhythm": "never", "weekday": "2", "language": "en"}, {"do": "choose", "rhythm": "daily"}, {"do": "x"},
)  # fmt: skip
CARD = sending({"do": "reset"}, {"do": "stop"}, {"do": "hand", "language": "ar"}, {"do": "x"})
ENTER = sending({"code": CODE, "pin": "11111"}, {"code": "", "pin": PIN})
FIRST = sending({"code": CODE, "pin": "40817", "again": "40817"}, {"code": CODE, "pin": "12345", "again": "1"})
SAY = sending({"words": "Ik wil leren.", "readers": ["school", "policy"]}, {"words": ""})
ANSWER = sending({"antwoord": "granted", "woorden": LONG}, {"antwoord": "refused", "woorden": LONG}, {"antwoord": "x"})
ERASE = sending({"grond": LONG, "zeker": "on"}, {"grond": ""})


def to_request(world: World, way: Way) -> list[Body]:
    """Ask for a correction of a fact, object, ask for nothing."""
    fact = world.facts[f"{HERE}.enrolments.now"].public_id
    return [
        Body(values={"soort": "correction", "over": f"enrolments/{fact}", "woorden": LONG}),
        Body(values={"soort": "objection", "over": "", "woorden": LONG}), Body(values={"soort": "x"}),
    ]  # fmt: skip


def to_keep(world: World, way: Way) -> list[Body]:
    """Place a hold and lift it."""
    hold = world.extra[f"{HERE}.hold"].public_id
    return [
        Body(values={"doe": "lift", "hold": hold}),
        Body(values={"doe": "place", "reden": LONG}),
        Body(values={"reden": ""}),
    ]


def to_find_kept(world: World, way: Way) -> list[Body]:
    """Find a record by its code."""
    return [Body(values={"code": world.children[HERE].public_id}), Body(values={"code": "x"})]


def to_search_logs(world: World, way: Way) -> list[Body]:
    """Search the logs for the child, for a day, for all."""
    child = world.children[HERE].public_id
    return [
        Body(values={"kind": child}),
        Body(values={"van": "15-9-2026", "tot": "x"}),
        Body(values={"pagina": "2"}),
        Body(values={}),
    ]


def to_agree(world: World, way: Way) -> list[Body]:
    """Note an agreement, and half of one."""
    parties = [world.organisations[f"{HERE}.{name}"].public_id for name in ("care_organisation", "board")]
    days = {"starts_on": "1-10-2026", "ends_on": "", "review_on": "1-10-2027"}
    whole = {
        "code": "x1",
        "name": "x",
        "purposes": LONG,
        "ground": LONG,
        "parties": parties,
        "categories": ["education"],
        **days,
    }
    return [Body(values=whole), Body(values={"code": "", "ends_on": "x"})]


def a_handover(world: World) -> list[Way]:
    """What is handed over: one that is open."""
    return [{**_child(world), "handover": world.facts[f"{HERE}.handovers.open"].public_id}]


def to_hand_over(world: World, way: Way) -> list[Body]:
    """Somebody stops, asks somebody; and what can't be."""
    asked = {f"wie-{world.facts[f'{HERE}.handovers.open'].public_id}": "1", "doe": "ask"}
    return [
        Body(values={"doe": "self", "kind": "leave", "stops_on": "1-12-2026", "returns_on": "1-1-2027"}),
        Body(values=asked),
        Body(values={"doe": "colleague", "colleague": "x"}),
        Body(values={"doe": "self", "kind": "x", "stops_on": "31-6-2026", "returns_on": "<b>"}),
    ]


def a_staff_change(world: World) -> list[Way]:
    """Somebody who is away, in each town."""
    return [{"change": world.extra[f"{town}.staff_change"].public_id} for town in (HERE, ELSEWHERE)]


def to_change_days(world: World, way: Way) -> list[Body]:
    """Other days, days that can't be, another version, and that it is off."""
    return [
        Body(values={"doe": "move", "versie": "1", "stops_on": "27-11-2026", "returns_on": "28-11-2026"}),
        Body(values={"doe": "move", "versie": "1", "stops_on": "31-6-2026", "returns_on": "<b>"}),
        Body(values={"doe": "withdraw", "versie": "x"}),
        Body(values={"doe": "withdraw", "versie": "1"}),
        Body(values={"doe": "x"}),
    ]


def HAND_OVER(world: World, way: Way) -> list[Body]:
    """Each step, most of them refused."""
    return [
        Body(values={"doe": each, "told_on": "14-9-2026", "note": LONG, "reason": LONG, "words": LONG})
        for each in ("accept", "decline", "tell", "arrange", "sign", "x")
    ]
