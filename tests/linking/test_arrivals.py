"""Search before making a record: who is found, who must not be, what is counted and logged, and taking up somebody new."""

from __future__ import annotations

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from leerrecht.audit.models import Event, Processing, Subject
from leerrecht.linking.models import Lookup
from leerrecht.operations.acting import Refused
from leerrecht.operations.arrivals import look_up, read_sought, record_arrival
from leerrecht.operations.closures import close_search, open_search
from leerrecht.queries.arrivals import Sought, find_known, kind_of_number
from leerrecht.queries.register import forget
from leerrecht.queries.rulebooks import rulebook
from leerrecht.records.models import FACT, Child
from tests.linking.builders import (
    RECEPTION_PLACE,
    SCHOOL_PLACE,
    TYPED,
    known_elsewhere,
    look,
    make_child,
    put,
    sought,
)
from tests.operations.builders import NOW, actor_of, reached
from tests.rights.builders import officer_of
from tests.world import ON, make_world


@pytest.fixture
def world(db):
    return make_world()


def logged(child, name):
    subject = Subject.objects.filter(child_id=child.public_id).values("subject")
    return Processing.objects.filter(data_subject_id__in=subject, name=name).count()


# --- who is found ------------------------------------------------------------------------------------------------------


def test_a_child_in_reach_is_found_however_it_is_written(world):
    child = reached(world, "school")[1][0]
    person = FACT["children"].objects.get(child=child, retracted_at=None)
    born = f"{person.born_from.day}-{person.born_from.month}-{person.born_from.year}"
    swapped = {"given_names": person.family_name, "family_name": person.given_names, "born_on": born}
    _, known = look(world, sex="", born_precision="", **swapped)
    assert known.own[0][0].child == child.public_id
    assert known.own[0][1], "a swapped name with the same date is likely"


def test_a_child_elsewhere_is_only_a_hint(world):
    child = known_elsewhere(world)
    lookup, known = look(world)
    assert lookup.outcome == "elsewhere" and known.others == (child.pk,)
    assert known.own == () and known.shown_children == ()


def test_nobody_is_spoken_of_for_too_little(world):
    known_elsewhere(world)
    for typed in ({"family_name": ""}, {"born_on": "", "born_precision": ""}):
        lookup, known = look(world, **typed)
        assert (lookup.outcome, known.others) == ("nothing", ()), typed
        assert not sought(**typed).is_enough


def test_while_somebody_types_only_their_own_are_looked_through(world):
    known_elsewhere(world)
    known = find_known(scope=actor_of(world, "school").scope, sought=sought(), on=ON, with_others=False)
    assert known.outcome == "nothing"
    assert not Lookup.objects.exists()


@pytest.mark.parametrize("number", ["101234599", "1012 345 99"])
def test_a_number_finds_its_child_for_who_may_see_the_number(world, number):
    child = reached(world, "school")[1][0]
    put(world, child, "identifiers", kind="education_number", value="101234599")
    digits = re.sub(r"\s", "", number)
    asked = read_sought(typed={}, number=digits, number_kind="education_number")
    _, known = look_up(actor=actor_of(world, "school"), at=NOW, sought=asked)
    assert known.shown_children == (child.public_id,)


def test_a_number_is_no_way_to_guess_what_a_role_may_not_see(world):
    child = reached(world, "reception")[1][0]
    put(world, child, "identifiers", kind="bsn", value="123456782")
    asked = read_sought(typed={}, number="123456782", number_kind="bsn")
    with pytest.raises(Refused, match="arrival_number_kind"):  # reception may only conclude from a BSN
        look_up(actor=actor_of(world, "reception"), at=NOW, sought=asked)
    with pytest.raises(Refused, match="arrival_number_kind"):  # a school never sees a V-number
        look_up(actor=actor_of(world, "school"), at=NOW, sought=Sought(number="2712345678", number_kind="v_number"))


@pytest.mark.parametrize(
    ("text", "kind"),
    [("1234.56.782", "bsn"), ("123456782", "bsn"), ("2712345678", "v_number"), ("12345678", ""), ("", ""), ("x", ""),
     ("١٢٣٤٥٦٧٨٩٠", "")],
)  # fmt: skip
def test_a_number_tells_its_kind(text, kind):
    assert kind_of_number(text) == kind


# --- who must not be found -----------------------------------------------------------------------------------------------


def hide(world, child, how):
    if how == "protected":
        put(world, child, "stays", location="Geheim", kind="protected", valid_from=ON)
    elif how == "was protected":
        stay = put(world, child, "stays", location="Geheim", kind="protected", valid_from=ON, valid_to=ON)
        FACT["stays"].objects.filter(pk=stay.pk).update(retracted_at=NOW, retraction_reason="fout")
    else:
        close_search(actor=officer_of(world), at=NOW, child=child.public_id, reason="wordt gezocht")


@pytest.mark.parametrize("how", ["protected", "was protected", "closed"])
def test_a_hidden_child_is_answered_like_one_nobody_knows(world, how):
    child = known_elsewhere(world)
    hide(world, child, how)
    lookup, known = look(world)
    assert (lookup.outcome, known.own, known.others) == ("nothing", (), ())
    assert logged(child, "arrival.hinted") == 0


@pytest.mark.parametrize("how", ["protected", "closed"])
def test_a_hidden_child_costs_the_same_queries_as_an_unknown_one(world, how):
    hide(world, known_elsewhere(world), how)
    for _ in range(2):  # the register is filled, and a log has begun
        look(world)
    said = []
    for family_name in ("Woldeyesus", "Nergenshuizen"):
        with CaptureQueriesContext(connection) as asked:
            look(world, family_name=family_name, given_names={"W": "Bereketeab"}.get(family_name[0], "Onvindbaar"))
        # psycopg names the type of a list that holds something, and not of an empty one.
        said.append([re.sub(r"'[^']*'(?:::\w+\[\])?|\d+|\[[^\]]*\]", "?", each["sql"]) for each in asked])
    assert said[0] == said[1]


def test_who_was_closed_is_found_again_once_opened(world):
    child = known_elsewhere(world)
    hide(world, child, "closed")
    assert look(world)[0].outcome == "nothing"
    open_search(actor=officer_of(world), at=NOW, child=child.public_id)
    assert look(world)[0].outcome == "elsewhere"


def test_who_reaches_a_hidden_child_finds_it(world):
    child = reached(world, "reception")[1][0]
    put(world, child, "stays", location="Geheim", kind="protected", valid_from=ON)
    person = FACT["children"].objects.get(child=child, retracted_at=None)
    forget()
    names = {"given_names": person.given_names, "family_name": person.family_name}
    _, known = look(world, "reception", sex="", born_on=str(person.born_from.year), born_precision="", **names)
    assert child.public_id in known.shown_children


# --- counted and logged --------------------------------------------------------------------------------------------------


def test_a_search_is_counted_per_person_and_ends(world):
    most = rulebook().value_on("linking.lookups_per_hour", ON)
    account = world.accounts["school"]
    team = actor_of(world, "school").viewer.team
    Lookup.objects.bulk_create(
        Lookup(account=account, team_id=team, made_at=NOW, outcome="nothing") for _ in range(most - 1)
    )
    look(world)
    known_elsewhere(world)
    before = Event.objects.count()
    with pytest.raises(Refused, match="lookup_wait"):
        look(world)
    assert Event.objects.count() == before
    look(world, "reception")  # somebody else
    look(world, at=NOW + datetime.timedelta(hours=1, seconds=1))


def test_a_search_keeps_no_name_and_a_hint_is_told_to_whom_it_is_about(world):
    child = known_elsewhere(world)
    lookup, _ = look(world)
    assert re.fullmatch("[0-9a-f]{64}", lookup.sought)
    event = Event.objects.get(action="lookup.made")
    assert event.child_id == "" and event.object_id == lookup.public_id
    assert logged(child, "arrival.hinted") == 1
    old = NOW + datetime.timedelta(days=1, seconds=1)
    look(world, at=old)
    assert not Lookup.objects.filter(pk=lookup.pk).exists(), "a search that led to nothing is let go"


@pytest.mark.parametrize("role", ["legal_representative", "compulsory_education", "care", "ggd", "stranger"])
def test_who_takes_up_nobody_searches_nobody(world, role):
    with pytest.raises(Refused, match="may_not_receive"):
        look(world, role)


# --- taking up -----------------------------------------------------------------------------------------------------------


def take_up(world, role="school", lookup="", place=None, why="", person=None, **typed):
    return record_arrival(
        actor=actor_of(world, role), at=NOW, lookup=lookup, sought=sought(**typed), why=why,
        person=person or {**TYPED, **typed, "languages": "Tigrinya"},
        place=place or (SCHOOL_PLACE if role == "school" else RECEPTION_PLACE),
    )  # fmt: skip


@pytest.mark.parametrize(("role", "table"), [("school", "enrolments"), ("reception", "stays")])
def test_who_is_not_known_is_taken_up_at_ones_own_place(world, role, table):
    lookup, known = look(world, role)
    assert known.outcome == "nothing"
    child = take_up(world, role, lookup.public_id)
    assert child.pk in actor_of(world, role).scope.children
    fact = FACT[table].objects.get(child=child)
    assert (fact.linked_school if role == "school" else fact.linked_location) is not None
    assert FACT["children"].objects.get(child=child).languages == "Tigrinya"
    lookup.refresh_from_db()
    assert (lookup.child, lookup.sought) == (child, "")
    event = Event.objects.get(action="arrival.recorded")
    assert (event.child_id, event.object_id) == (child.public_id, lookup.public_id)
    assert event.access_rule.endswith(":arrival")
    assert look(world, role)[1].shown_children == (child.public_id,), "and is found from then on"


def refused(world, **how):
    with pytest.raises(Refused) as said:
        take_up(world, **how)
    assert Child.objects.count() == len(world.children)
    return said.value.reasons


def test_nobody_is_taken_up_who_was_not_searched_for(world):
    lookup, _ = look(world)
    assert refused(world) == ("refused.arrival_search_first",)
    assert refused(world, lookup="x' OR 1") == ("refused.arrival_search_first",)
    assert refused(world, lookup=lookup.public_id, given_names="Yonas") == ("refused.arrival_search_first",)
    other, _ = look(world, "reception")
    assert refused(world, lookup=other.public_id) == ("refused.arrival_search_first",), "a colleague's search"
    Lookup.objects.filter(pk=lookup.pk).update(made_at=NOW - datetime.timedelta(hours=1, minutes=1))
    assert refused(world, lookup=lookup.public_id) == ("refused.arrival_search_first",)


def test_a_search_leads_to_one_record(world):
    lookup, _ = look(world)
    take_up(world, lookup=lookup.public_id)
    with pytest.raises(Refused, match="arrival_search_first"):
        take_up(world, lookup=lookup.public_id)
    assert Child.objects.count() == len(world.children) + 1


def test_every_fault_is_said_at_once(world):
    lookup, _ = look(world)
    wrong = {"kind": "", "requested_on": "16-9-2026", "started_on": "31-9-2026"}
    with pytest.raises(Refused) as said:
        take_up(world, lookup=lookup.public_id, place=wrong, person={**TYPED, "languages": "x" * 301})
    assert {(fault.sheet, fault.column) for fault in said.value.faults} == {
        ("children", "languages"), ("enrolments", "started_on"),
    }  # fmt: skip
    wrong["started_on"] = ""
    assert refused(world, lookup=lookup.public_id, place=wrong) == ("refused.arrival_kind", "refused.arrival_day")


def test_who_takes_up_somebody_known_elsewhere_says_why(world):
    known = known_elsewhere(world)
    lookup, _ = look(world)
    with pytest.raises(Refused, match="arrival_why"):
        take_up(world, lookup=lookup.public_id)
    child = take_up(world, lookup=lookup.public_id, why="moet morgen naar school")
    lookup.refresh_from_db()
    assert lookup.why == "moet morgen naar school" and child != known


@pytest.mark.parametrize("where", ["own", "elsewhere", "hidden", "nowhere"])
def test_with_a_number_that_somebody_bears_nobody_is_taken_up_as_new(world, where):
    child = reached(world, "school")[1][0] if where == "own" else known_elsewhere(
        world, kind="protected" if where == "hidden" else "poa"
    )  # fmt: skip
    value = "111222333" if where == "nowhere" else "101234599"
    put(world, child, "identifiers", kind="education_number", value="101234599")
    asked = read_sought(typed={}, number=value, number_kind="education_number")
    lookup, known = look_up(actor=actor_of(world, "school"), at=NOW, sought=asked)
    assert known.is_number_known is (where in ("own", "elsewhere"))
    named = {"actor": actor_of(world, "school"), "at": NOW, "lookup": lookup.public_id, "sought": asked}
    person, why = {**TYPED, "given_names": "Nieuw"}, "Ik weet zeker dat dit een ander is."
    if known.is_number_known:
        with pytest.raises(Refused, match="arrival_number_known"):
            record_arrival(**named, person=person, place=SCHOOL_PLACE, why=why)
        lookup.refresh_from_db()
        assert lookup.child is None
    else:  # a hidden child answers like one nobody knows
        assert record_arrival(**named, person=person, place=SCHOOL_PLACE).pk != child.pk


def test_who_was_taken_up_by_a_colleague_meanwhile_is_not_taken_up_twice(world):
    first, _ = look(world)
    second, _ = look(world)
    take_up(world, lookup=first.public_id)
    with pytest.raises(Refused, match="arrival_came_first"):
        take_up(world, lookup=second.public_id)


@pytest.mark.parametrize(
    "typed",
    [
        {"given_names": "", "family_name": ""}, {"given_names": "  ", "family_name": "\t"},
    ],
)  # fmt: skip
def test_nobody_is_sought_without_a_name_or_a_number(typed):
    with pytest.raises(Refused, match="arrival_who"):
        read_sought(typed={**TYPED, **typed})


ODD = ["A", "-", "…!?", "😀", "أحمد Ahmed አህመድ", "x" * 300, "Ahmed\u200b", "';--", "İ", "ß"]


@pytest.mark.parametrize("name", ODD)
def test_odd_names_are_answered(world, name):
    lookup, known = look(world, given_names=name, family_name=name)
    assert lookup.outcome != "elsewhere"
    assert not any(is_likely for _, is_likely in known.own)


def test_a_name_that_is_too_long_or_a_birth_to_come_is_refused_in_words(world):
    for typed in ({"given_names": "x" * 301}, {"born_on": "9-4-2111"}, {"born_on": "31-2-2011"}):
        with pytest.raises(Refused) as said:
            look(world, **typed)
        assert said.value.faults, typed


def test_many_of_the_same_name_hide_nobody_in_reach(world):
    for number in range(60):
        make_child(world, f"naamgenoot {number}")
    own = make_child(world, "eigen")
    put(world, own, "enrolments", school="ISK Zandakker", kind="isk", started_on=ON)
    assert own.public_id in look(world)[1].shown_children
