"""Every address, and the ways to ask for it in the world of the proofs. A new URL name needs an entry here.

`ways`: how its parameters are filled in; the first must be that of a page that works. `queries`: what may stand behind the
question mark. `bodies`: what may be sent to it, from a way: values that do it, that are wrong, that come too late.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils.translation import override

from tests.operations.importing.lists import csv
from tests.proof import ambition, cooperating, heard, meeting, recognising, ways
from tests.proof.asking import Ask, Body, Way
from tests.proof.life import HERE
from tests.proof.world import World

Ways = Callable[[World], list[Way]]


Bodies = Callable[[World, Way], list[Body]]


def _nowhere(world: World) -> list[Way]:
    return [{}]


def _nothing(world: World, way: Way) -> list[Body]:
    return [Body(values={})]


@dataclass(frozen=True, kw_only=True)
class Address:
    """How to ask for an address. `own`: the way that is one viewer's alone, by the viewer's name; asked by nobody else."""

    ways: Ways = _nowhere
    queries: tuple[str, ...] = ("",)
    bodies: Bodies = _nothing
    own: Callable[[str], Way] | None = None


# --- filling in --------------------------------------------------------------------------------------------------------


def a_child(world: World) -> list[Way]:
    """The child of this town."""
    return [{"child": world.children[HERE].public_id}]


def a_signal(world: World) -> list[Way]:
    """Everything that is concluded about the child, whoever may know it."""
    return [{**a_child(world)[0], "signal": signal} for signal in signals(world)]


def signals(world: World) -> list[str]:
    """Give the codes of all that is concluded about the child of this town, found once."""
    if "signals" not in world.extra:
        from leerrecht.law.frames import build_caseload
        from leerrecht.queries.cards import make_cards
        from leerrecht.queries.facts import frames_of
        from leerrecht.queries.rulebooks import rulebook
        from leerrecht.queries.signals import signal_id
        from tests.world import ON

        child = world.children[HERE]
        caseload = build_caseload(frames=frames_of(children=[child.pk]), regions=rulebook().regions)
        (card,) = make_cards(caseload=caseload, numbers={child.public_id: child.pk}, on=ON)
        found = {signal_id(rule=each.rule, key=each.key): each.rule for each in card.findings}
        world.extra["signals"] = sorted(found, key=lambda signal: (found[signal] != "placement.term", signal))
    return list(world.extra["signals"])


def a_table(world: World) -> list[Way]:
    """Each kind of fact, and one that isn't there."""
    return [{**a_child(world)[0], "table": table} for table in (*ENOUGH, "children", "plans", "voices", "houses")]


def a_fact(world: World) -> list[Way]:
    """Each fact of the child, former versions included."""
    first = sorted(world.facts, key=lambda place: (".former" in place, "enrolments.now" not in place))
    return [
        {**a_child(world)[0], "table": place.split(".")[1], "fact": world.facts[place].public_id}
        for place in first
        if place.startswith(f"{HERE}.")
    ]


def an_import(world: World) -> list[Way]:
    """The lists that the reception team handed in."""
    return [{"found": world.imports[f"{HERE}.{name}"].public_id} for name in ("ready", "faulty")]


# --- sending -----------------------------------------------------------------------------------------------------------

ENOUGH: dict[str, dict[str, str]] = {
    "enrolments": {"school": "ISK", "kind": "isk", "phase": "placed", "started_on": "1-10-2026", "requested_on": "1-9-2026"},
    "applications": {"lodged_on": "2-9-2026"}, "departures": {"kind": "returned", "left_on": "2-9-2026"},
    "identifiers": {"kind": "education_number", "value": "101234599"}, "statuses": {"status": "applicant"},
    "stays": {"location": "Ergens", "kind": "poa", "valid_from": "2-9-2026"},
    "interim": {"provision": "Landing", "kind": "landing"}, "assessments": {"domain": "dutch", "level": "A1"},
    "absences": {"day": "14-9-2026", "hours": "1,5", "authorised": "no"},
    "move_points": {"item": "tests", "due_on": "1-10-2026"},
    "involvements": {"task": "other", "task_other": "zwemmaatje", "person": "Noor", "organisation": "Zwembad"},
}  # fmt: skip
WRONG = {
    "school": "<b>", "kind": "kist", "phase": "x", "started_on": "31-6-2026", "requested_on": "gisteren", "lodged_on": "x",
    "left_on": "0", "value": "\x00", "status": "y", "location": "x" * 301, "valid_from": "1-1-26", "hours": "veel",
    "day": "vandaag", "domain": "z", "authorised": "misschien", "task": "", "provision": "\x07",
}  # fmt: skip


def to_add(world: World, way: Way) -> list[Body]:
    """A fact that can be added, and one in which everything is wrong."""
    return [Body(values=ENOUGH.get(way["table"], {"words": "x"})), Body(values=WRONG)]


def to_correct(world: World, way: Way) -> list[Body]:
    """Correct and withdraw; of a former version that is too late, which is a conflict."""
    enough = ENOUGH.get(way["table"], {"given_names": "Noor"})
    return [
        Body(values={**enough, "do": "correct", "why": "typefout"}),
        Body(values={"do": "withdraw", "sure": "on", "why_withdraw": "hoort hier niet"}),
        Body(values={**WRONG, "do": "correct", "why": ""}),
    ]


def to_plan(world: World, way: Way) -> list[Body]:
    """A plan, and one that is wrong."""
    good = {
        "agreed_on": "14-9-2026", "with": "Noor", "child_view": "goed", "answer": "own_wish:yes",
        "shared_with": ["school"], "seen": ["-"],
    }  # fmt: skip
    seen = [fact.public_id for place, fact in world.facts.items() if f"{HERE}.plans" in place]
    return [Body(values={**good, "seen": seen}), Body(values=good), Body(values={"agreed_on": "morgen"})]


def to_note(world: World, way: Way) -> list[Body]:
    """A young person's words, and none."""
    good = {"kind": "wish", "words": "Ik wil leren.", "said_on": "15-9-2026", "shared_with": ["school", "policy"]}
    return [Body(values=good), Body(values={"kind": "x", "said_on": "20-9-2026"})]


def to_hand_in(world: World, way: Way) -> list[Body]:
    """A list with a known child, one that is no list, and nothing."""
    reference = world.children[HERE].reference
    known = csv("child,school,kind,started_on", f"{reference},ISK Ergens,isk,2026-09-01")
    return [
        Body(values={}, files={"bestand": ("enrolments.csv", known)}),
        Body(values={}, files={"bestand": ("../../x.xlsx", b"PK\x03\x04 no workbook")}),
        Body(values={}),
    ]


def to_decide(world: World, way: Way) -> list[Body]:
    """Let an import happen, go on, be read again, be stopped."""
    return [Body(values={"doe": what}) for what in ("apply", "keep_going", "read", "cancel", "x")]


def to_sign_in(world: World, way: Way) -> list[Body]:
    """A known and an unknown address with a wrong password, and a role that isn't there."""
    known = world.accounts[f"{HERE}.school"].email
    return [
        Body(values={"email": known, "password": "wrong"}),
        Body(values={"email": "nobody@test.example", "password": "wrong", "next": "https://elsewhere.example/"}),
        Body(values={"role": "a" * 14}),
    ]


def to_seek(world: World, way: Way) -> list[Body]:
    """The first letters of every canary; a name that nobody has; too little."""
    return [
        Body(values={"naam": text, "pagina": page})
        for text, page in (("kq", "1"), ("kq", "2"), ("zzz", "x"), ("k", ""))
    ]


def to_choose_team(world: World, way: Way) -> list[Body]:
    """Somebody else's team, and none."""
    return [Body(values={"team": world.teams[f"{HERE}.reception"].public_id}), Body(values={"team": ""})]


LOOKING_BACK = ("", "bekend=31-8-2026", "bekend=2-9-2026", "bekend=morgen", "gedaan=fact_added")
FILTERS = ("", "alles=ja", "alles=ja&pagina=2", "soort=placement.term", "school=-&gemeente=x&pagina=0")
ADDRESSES: dict[str, Address] = {
    "health": Address(),
    "start": Address(queries=("", "next=/vandaag/", "next=https://elsewhere.example/")),
    "sign_in": Address(bodies=to_sign_in),
    "sign_out": Address(),
    "choose_team": Address(bodies=to_choose_team),
    "own_password": Address(bodies=ways.PASSWORD),
    "telling": Address(bodies=ways.TELLING),
    "feed": Address(ways=ways.no_feed, own=ways.own_feed),
    "calendar_event": Address(ways=ways.an_event),
    "today": Address(queries=FILTERS),
    "children": Address(queries=("", "pagina=2", "pagina=-1")),
    "search": Address(bodies=to_seek),
    "child": Address(ways=a_child, queries=LOOKING_BACK),
    "why": Address(ways=a_signal),
    "step": Address(ways=a_signal),
    "facts": Address(ways=a_child, queries=LOOKING_BACK),
    "choose_table": Address(ways=a_child),
    "add_fact": Address(ways=a_table, bodies=to_add),
    "correct_fact": Address(ways=a_fact, bodies=to_correct),
    "plan": Address(ways=a_signal, bodies=to_plan),
    "words": Address(ways=a_child, bodies=to_note),
    "child_points": Address(ways=a_child, bodies=heard.to_ask),
    "raise_child_knot": Address(ways=heard.a_place, bodies=heard.to_raise),
    "imports": Address(bodies=to_hand_in),
    "import_template": Address(),
    "export": Address(),
    "import": Address(ways=an_import, bodies=to_decide),
    # signing in otherwise
    "second_step": Address(bodies=ways.sending({"code": "123456"}, {"code": "x"})),
    "sign_in_with": Address(ways=ways.an_issuer),
    "sign_in_back": Address(ways=ways.an_issuer, queries=("", "code=x&state=y", "error=access_denied")),
    # moves
    "move": Address(ways=a_child),
    "announce_move": Address(ways=a_child, bodies=ways.to_announce),
    "change_move": Address(ways=ways.a_move, bodies=ways.to_change_move),
    "move_point": Address(ways=ways.a_point, bodies=ways.to_agree_point),
    "moves": Address(),
    "announce_many": Address(queries=("", "alles=ja"), bodies=ways.to_announce_many),
    # consent, emergencies, agreements, requests from outside
    "consents": Address(ways=a_child),
    "ask_consent": Address(ways=a_child, bodies=ways.to_ask_consent),
    "consent": Address(ways=ways.a_consent, bodies=ways.DECIDE),
    "withdraw_consent": Address(ways=ways.a_consent),
    "child_knot": Address(ways=a_child, bodies=ways.KNOT),
    "knot": Address(bodies=ways.KNOT),
    "read_notice": Address(ways=ways.a_notice),
    "open_glass": Address(bodies=ways.OPEN_GLASS),
    "review_opening": Address(ways=ways.an_opening, bodies=ways.REVIEW),
    "close_glass": Address(ways=ways.an_opening),
    "agreements": Address(),
    "add_agreement": Address(bodies=ways.to_agree),
    # working together: nothing of a child in it, and nothing of it to who is no member
    "partnerships": Address(),
    "begin_partnership": Address(bodies=cooperating.to_shape),
    "partnership": Address(ways=cooperating.a_partnership),
    "change_partnership": Address(ways=cooperating.a_partnership, bodies=cooperating.to_shape),
    "add_member": Address(ways=cooperating.a_partnership, bodies=cooperating.to_join),
    "change_member": Address(ways=cooperating.a_member, bodies=cooperating.to_stay),
    "give_mandate": Address(ways=cooperating.a_partnership, bodies=cooperating.to_mandate),
    "end_mandate": Address(ways=cooperating.a_mandate, bodies=cooperating.to_end),
    "note_consultation": Address(ways=cooperating.a_partnership, bodies=cooperating.to_consult),
    "consultation": Address(ways=cooperating.a_consultation),
    "propose_tasks": Address(ways=cooperating.a_partnership, bodies=cooperating.to_propose),
    "task_agreement": Address(ways=cooperating.a_version, bodies=ways.ON_TASKS),
    "compare_tasks": Address(queries=cooperating.BESIDE),
    "ambition": Address(ways=cooperating.a_partnership, bodies=ambition.ON_AMBITION),
    "propose_ambition": Address(ways=cooperating.a_partnership, bodies=ambition.PROPOSE),
    "evaluate_ambition": Address(ways=cooperating.a_partnership, bodies=ambition.EVALUATE),
    "ambition_paper": Address(ways=cooperating.a_partnership),
    "insight": Address(),
    "insight_file": Address(),
    "meetings": Address(ways=cooperating.a_partnership, bodies=meeting.to_end_series),
    "begin_series": Address(ways=cooperating.a_partnership, bodies=meeting.to_begin_series),
    "evaluate_meetings": Address(ways=cooperating.a_partnership, bodies=meeting.EVALUATE),
    "plan_meeting": Address(ways=cooperating.a_series, bodies=meeting.to_plan),
    "meeting": Address(ways=cooperating.a_meeting, bodies=meeting.to_meet),
    "answer_point": Address(ways=heard.a_point, bodies=heard.to_answer),
    "change_meeting": Address(ways=cooperating.a_meeting, bodies=meeting.to_plan),
    "meeting_invitation": Address(ways=cooperating.a_meeting),
    "partnership_knots": Address(ways=cooperating.a_partnership),
    "raise_knot": Address(ways=cooperating.a_partnership, bodies=meeting.to_ask),
    "agree_ladder": Address(ways=cooperating.a_partnership, bodies=meeting.LADDER),
    "partnership_knot": Address(ways=heard.a_knot, bodies=heard.to_knot),
    # from school to school
    "handovers": Address(bodies=ways.to_hand_over),
    "staff_change": Address(ways=ways.a_staff_change, bodies=ways.to_change_days),
    "handover": Address(ways=ways.a_handover, bodies=ways.HAND_OVER),
    "transfers_waiting": Address(),
    "transfers": Address(ways=a_child),
    "prepare_transfer": Address(ways=a_child, bodies=ways.to_prepare_transfer),
    "transfer": Address(ways=ways.a_transfer, bodies=ways.STEPS),
    "transfer_file": Address(ways=ways.a_transfer_file),
    # who sees what, who saw what
    "access_table": Address(),
    "access_table_file": Address(),
    "sign_access_table": Address(bodies=ways.sending({"tabel": "x"}, {})),
    "seen_by": Address(ways=a_child, queries=("", "alles=ja")),
    "logs": Address(bodies=ways.to_search_logs),
    "logs_export": Address(bodies=ways.to_search_logs),
    "own_log": Address(queries=("", "pagina=2", "pagina=x")),
    # the policy lab: no child in it, so nothing of one may come out
    "lab": Address(),
    "lab_study": Address(ways=ways.a_study, queries=("", "gewichten=free", "gewichten=x&scores=<b>")),
    "lab_framework": Address(ways=ways.a_study),
    "lab_matrix": Address(ways=ways.a_study, queries=("", "groep=amv", "groep=x")),
    "lab_compare": Address(ways=ways.a_study, queries=("", "een=A1&ander=C2&groep=amv", "een=x")),
    "lab_robust": Address(ways=ways.a_study, queries=("", "groep=amv&scores=point", "trekkingen=x")),
    "lab_design": Address(ways=ways.a_study, queries=("", "groep=amv&content=skills&time=in_school", "content=x&y=z")),
    "lab_evidence": Address(ways=ways.a_study, queries=("", "scenario=C1&criterium=K4", "pagina=x&groep=x")),
    "lab_coding": Address(ways=ways.a_study),
    "lab_report": Address(ways=ways.a_study),
    "lab_report_file": Address(ways=ways.a_report),
    "lab_ground": Address(ways=ways.a_ground),
    # rights
    "rights": Address(ways=a_child),
    "take_record": Address(ways=ways.a_file),
    "new_request": Address(ways=a_child, bodies=ways.to_request),
    "correction": Address(ways=ways.a_correction, bodies=ways.ANSWER),
    "requests": Address(bodies=ways.sending({"woorden": ways.LONG}, {})),
    "request": Address(ways=ways.a_request, bodies=ways.ANSWER),
    "keeping": Address(bodies=ways.to_find_kept),
    "kept": Address(ways=a_child, bodies=ways.to_keep),
    "erase_record": Address(ways=a_child, bodies=ways.ERASE),
    "erase_part": Address(ways=ways.a_part, bodies=ways.ERASE),
    # somebody new, questions whether somebody is known, records that look alike
    "arrival": Address(bodies=recognising.to_look),
    "arrival_ask": Address(bodies=recognising.to_ask),
    "arrival_record": Address(bodies=recognising.to_record),
    "inquiries": Address(),
    "inquiry": Address(ways=recognising.an_inquiry, bodies=recognising.to_answer),
    "join_known": Address(ways=recognising.an_inquiry, bodies=recognising.to_join),
    "doubles": Address(),
    "pair": Address(ways=recognising.a_pair, bodies=recognising.to_judge),
    "undo_pair": Address(ways=recognising.a_pair, bodies=ways.sending({"reason": ways.LONG}, {})),
    "closures": Address(bodies=recognising.to_close),
    # the young person's own door, in three languages
    "card": Address(ways=a_child, bodies=ways.CARD),
}
DOOR = {
    "plan": Address(),
    "people": Address(),
    "shared": Address(),
    "consent": Address(),
    "decide": Address(ways=ways.own_consent, bodies=ways.DECIDE_OWN),
    "transfer": Address(bodies=ways.OWN_TRANSFER),
    "points": Address(bodies=heard.to_ask_own),
    "say": Address(),
    "say_kind": Address(ways=ways.a_kind_of_words, bodies=ways.SAY),
    "enter": Address(bodies=ways.ENTER),
    "first": Address(bodies=ways.FIRST),
    "try_it": Address(),
    "close": Address(),
    "quick": Address(),
}
ADDRESSES |= {f"{door}:{name}": address for door in ("door", "door_ar") for name, address in DOOR.items()}


# --- every address there is --------------------------------------------------------------------------------------------


def patterns(resolver: Any = None, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Give every pattern that the resolver knows by its whole name, those of included files too."""
    for each in (resolver or get_resolver()).url_patterns:
        if isinstance(each, URLResolver):
            yield from patterns(each, f"{space}{each.namespace}:" if each.namespace else space)
        else:
            yield f"{space}{each.name or each.pattern}", each


def missing() -> list[str]:
    """Say of each pattern without an entry what to add."""
    known = dict(patterns())
    return [
        f"{name} has no entry in tests/proof/addresses.py. Add "
        f'"{name}": Address(ways=..., bodies=...) with ways that fill {sorted(pattern.pattern.converters)} '
        "from the world, and bodies if it takes a POST; then the walk and the twins cover it."
        for name, pattern in known.items()
        if name not in ADDRESSES
    ] + [f"{name} is no address any more: take it out of ADDRESSES" for name in ADDRESSES if name not in known]


def url_of(name: str, way: Way, query: str = "", lang: str = "nl") -> str:
    """Write an address."""
    with override(lang):
        return reverse(name, kwargs=way) + (f"?{query}" if query else "")


def asks_of(world: World, name: str, viewer: str = "") -> Iterator[Ask]:
    """Give every request for an address: each way and query, each body, in both languages, plainly and by htmx."""
    address = ADDRESSES[name]
    own = [address.own(viewer)] if address.own else []
    for place, way in enumerate((*own, *address.ways(world))):
        ids = tuple(way.values())
        for lang in ("nl", "en"):
            for query in address.queries:
                yield Ask(name=name, url=url_of(name, way, query, lang), ids=ids)
            url = url_of(name, way, lang=lang)
            for body in address.bodies(world, way):
                yield Ask(name=name, url=url, method="POST", body=body.values, files=body.files, ids=ids)
            if place == 0 and lang == "nl":
                shared = {"name": name, "url": url, "ids": ids}
                yield Ask(**shared, is_htmx=True)
                yield Ask(**shared, is_failing=True)
                yield Ask(**shared, method="POST", is_failing=True, body=address.bodies(world, way)[0].values)
                for method in ("HEAD", "OPTIONS", "PUT", "DELETE"):
                    yield Ask(**shared, method=method)
