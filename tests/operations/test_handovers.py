"""Somebody stops: a proposal, asking, accepting, telling, signing; many at once; two at once; an account that closes."""

from __future__ import annotations

import datetime
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from leerrecht.access import Scope
from leerrecht.operations.acting import Actor, Conflict, Refused
from leerrecht.operations.handovers import (
    accept_handovers,
    arrange_handover,
    ask_receivers,
    decline_handover,
    receipt_of,
    sign_handover,
    tell_child_of_handover,
)
from leerrecht.operations.signing_in.accounts import end_account
from leerrecht.operations.staff_changes import note_change
from leerrecht.queries.facts import standing
from leerrecht.queries.handovers import propose
from leerrecht.queries.own import get_own, own_scope
from leerrecht.queries.scopes import find_scope
from leerrecht.queries.viewers import find_viewers

NOW = datetime.datetime(2026, 9, 15, 9, tzinfo=datetime.UTC)
ON, STOPS = datetime.date(2026, 9, 15), datetime.date(2026, 10, 1)
DAY = datetime.timedelta(days=1)


def person(name, team):
    from leerrecht.accounts.models import Account
    from leerrecht.chain.models import Membership, Professional

    made = Professional.objects.create(name=name)
    Membership.objects.create(professional=made, team=team, valid_from=datetime.date(2026, 1, 1))
    return Account.objects.create_user(
        email=f"{name.lower()}@test.example", password="a-long-password", professional=made
    )


def actor(account, on=ON):
    viewer = find_viewers(account=account, on=on)[0]
    found = find_scope(viewer=viewer, on=on, at=NOW)
    assert isinstance(found, Scope)
    return Actor(viewer=viewer, scope=found)


def add_children(w, count, task="legal_representative"):
    from leerrecht.records.models import Child, Involvement

    known = Child.objects.count()
    made = [Child.objects.create(reference=f"k{known + n}", origin=w.nidos) for n in range(count)]
    Involvement.objects.bulk_create(
        Involvement(
            child=child, task=task, organisation="Nidos", person="Voogd Een", valid_from=datetime.date(2026, 1, 1),
            capacity="holder", linked_team=w.team, linked_professional=w.giver.professional, recorded_at=NOW - 9 * DAY,
            source=w.nidos,
        )
        for child in made
    )  # fmt: skip
    return made


@pytest.fixture
def w(db):
    from leerrecht.chain.models import Organisation, Team

    nidos = Organisation.objects.create(name="Nidos", kind="nidos")
    team = Team.objects.create(organisation=nidos, name="Nidos Zuid", role="legal_representative")
    other = Team.objects.create(organisation=nidos, name="Nidos Noord", role="legal_representative")
    made = SimpleNamespace(
        nidos=nidos, team=team, other=other, giver=person("Gever", team), one=person("Een", team), two=person("Twee", team),
        far=person("Ver", other),
    )  # fmt: skip
    made.children = add_children(made, 3)
    return made


def leaves(w, kind="departure", **more):
    return note_change(actor=actor(w.giver), at=NOW, kind=kind, **{"stops_on": STOPS, **more})


def handovers():
    return list(standing(table="handovers").select_related("child", "linked_receiver").order_by("child", "pk"))


def reasons(call, **named):
    with pytest.raises(Refused) as refused:
        call(**named)
    return refused.value.reasons


def rows_of(child):
    rows = standing(table="involvements").filter(child=child).order_by("valid_from", "pk")
    return [(row.linked_professional.name, row.capacity, row.valid_from, row.valid_to) for row in rows]


def at_the_door(child, on=ON):
    return get_own(scope=own_scope(child=child.pk, on=on), child=child, on=on)


def name(child):
    """Say who a child is, so that it has a door."""
    from leerrecht.records.models import FACT

    FACT["children"].objects.create(
        child=child, given_names="Sam", family_name="Voorbeeld", born_from=datetime.date(2010, 3, 10), search_name="sam",
        born_to=datetime.date(2010, 3, 10), born_precision="day", unaccompanied=True, recorded_at=NOW - 9 * DAY,
        source=child.origin,
    )  # fmt: skip


BEGUN = datetime.date(2026, 1, 1)


def test_who_departs_hands_over_until_the_receipt_and_then_sees_the_child_no_more(w):
    leaves(w)
    child = w.children[0]
    assert rows_of(child) == [("Gever", "holder", BEGUN, STOPS)]
    (seen, *_) = handovers()
    (asked,) = ask_receivers(actor=actor(w.giver), at=NOW, chosen={seen.public_id: w.one.professional.pk})
    (taken,) = accept_handovers(actor=actor(w.one), at=NOW, handovers=[asked.public_id])
    assert rows_of(child) == [("Gever", "holder", BEGUN, STOPS), ("Een", "holder", STOPS, None)]
    assert reasons(sign_handover, actor=actor(w.one), at=NOW, handover=taken.public_id) == ("refused.handover_untold",)
    told = tell_child_of_handover(
        actor=actor(w.giver), at=NOW, handover=taken.public_id, told_on=ON, words="Ik wil haar eerst zien.",
        readers=["legal_representative"],
    )  # fmt: skip
    assert (told.child_told_on, told.child_asked_on) == (ON, ON)
    assert standing(table="voices").get(child=child).words == "Ik wil haar eerst zien."
    listed = arrange_handover(
        actor=actor(w.one), at=NOW, handover=told.public_id, meeting_on=ON + DAY, done=["wishes", "no"],
        words="Fluit graag.",
    )  # fmt: skip
    assert (listed.done, listed.note) == ("wishes", "Fluit graag.")
    given = sign_handover(actor=actor(w.giver), at=NOW, handover=listed.public_id)
    assert reasons(sign_handover, actor=actor(w.two), at=NOW, handover=given.public_id) == (
        "refused.handover_not_yours",
    )
    signed = sign_handover(actor=actor(w.one), at=NOW, handover=given.public_id)
    assert (signed.given_on, signed.received_on) == (ON, ON) and len(receipt_of(signed)) == 64
    assert child.pk in actor(w.giver, STOPS - DAY).scope.children
    assert find_viewers(account=w.giver, on=STOPS) == []


def test_of_a_change_after_one_signature_both_sign_what_is_there_then(w):
    leaves(w)
    row = handovers()[0]
    (asked,) = ask_receivers(actor=actor(w.giver), at=NOW, chosen={row.public_id: w.one.professional.pk})
    (taken,) = accept_handovers(actor=actor(w.one), at=NOW, handovers=[asked.public_id])
    told = tell_child_of_handover(actor=actor(w.giver), at=NOW, handover=taken.public_id, told_on=ON)
    given = sign_handover(actor=actor(w.giver), at=NOW, handover=told.public_id)
    same = arrange_handover(
        actor=actor(w.one), at=NOW, handover=given.public_id, meeting_on=None, done=["no such"], words=" "
    )
    assert (same.pk, same.given_on) == (given.pk, ON)  # saved without a change
    kept = arrange_handover(
        actor=actor(w.one), at=NOW, handover=given.public_id, meeting_on=None, done=[], words="Later erbij."
    )
    assert (kept.given_on, kept.received_on) == (None, None)
    received = sign_handover(actor=actor(w.one), at=NOW, handover=kept.public_id)
    assert received.given_on is None
    assert sign_handover(actor=actor(w.giver), at=NOW, handover=received.public_id).given_on == ON


def test_a_stand_in_comes_first_then_who_holds_least(w):
    from leerrecht.records.models import Involvement

    Involvement.objects.create(
        child=w.children[1], task="legal_representative", organisation="Nidos", person="Twee", capacity="stand_in",
        valid_from=BEGUN, linked_team=w.team, linked_professional=w.two.professional, recorded_at=NOW - DAY, source=w.nidos,
    )  # fmt: skip
    change = leaves(w)
    found = propose(change=change, scope=actor(w.giver).scope)
    assert [(each.child, each.name, each.why) for each in found] == [
        (w.children[0].pk, "Een", "least"), (w.children[1].pk, "Twee", "stand_in"), (w.children[2].pk, "Een", "least"),
    ]  # fmt: skip


def test_of_two_who_accept_one_wins_and_the_other_sees_both(w):
    leaves(w)
    seen = handovers()[0].public_id
    accept_handovers(actor=actor(w.one), at=NOW, handovers=[seen])
    with pytest.raises(Conflict) as conflict:
        accept_handovers(actor=actor(w.two), at=NOW, handovers=[seen])
    assert conflict.value.seen.public_id == seen and conflict.value.theirs.to_person == "Een"
    assert reasons(
        accept_handovers, actor=actor(w.two), at=NOW, handovers=[conflict.value.theirs.public_id]
    ) == ("refused.handover_taken",)  # fmt: skip
    assert len(rows_of(w.children[0])) == 2


def test_who_accepts_twice_has_accepted_once(w):
    note_change(actor=actor(w.giver), at=NOW, kind="departure", stops_on=STOPS)
    first, *others = [row.public_id for row in handovers()]
    (made,) = accept_handovers(actor=actor(w.one), at=NOW, handovers=[first])
    held = standing(table="involvements").filter(linked_professional=w.one.professional)
    for again in (first, made.public_id):
        assert accept_handovers(actor=actor(w.one), at=NOW, handovers=[again]) == [made]
        assert held.count() == 1
    assert len(accept_handovers(actor=actor(w.one), at=NOW, handovers=[first, *others])) == 3
    assert held.count() == 3
    with pytest.raises(Conflict):
        accept_handovers(actor=actor(w.two), at=NOW, handovers=[first])


def test_leave_makes_a_stand_in_until_the_holder_is_back(w):
    back = STOPS + 30 * DAY
    leaves(w, "leave", returns_on=back)
    accept_handovers(actor=actor(w.one), at=NOW, handovers=[handovers()[0].public_id])
    assert rows_of(w.children[0]) == [
        ("Gever", "holder", BEGUN, STOPS), ("Een", "stand_in", STOPS, back), ("Gever", "holder", back, None),
    ]  # fmt: skip


def test_two_who_stop_cannot_stand_in_for_each_other(w):
    leaves(w)
    note_change(actor=actor(w.one), at=NOW, kind="leave", stops_on=STOPS - DAY, returns_on=STOPS + DAY)
    seen = handovers()[0].public_id
    wrong = ("refused.handover_receiver",)
    assert reasons(accept_handovers, actor=actor(w.one), at=NOW, handovers=[seen]) == wrong
    chosen = {seen: w.one.professional.pk}
    assert reasons(ask_receivers, actor=actor(w.giver), at=NOW, chosen=chosen) == wrong


def test_who_is_of_another_team_or_left_cannot_take_over(w):
    leaves(w)
    seen = handovers()[0].public_id
    assert reasons(accept_handovers, actor=actor(w.far), at=NOW, handovers=[seen]) == ("refused.no_such_child",)
    w.two.professional.memberships.update(valid_to=STOPS)
    chosen = {seen: w.two.professional.pk}
    assert reasons(ask_receivers, actor=actor(w.giver), at=NOW, chosen=chosen) == ("refused.handover_receiver",)


def test_who_declines_says_why_and_it_asks_for_somebody_else(w):
    leaves(w)
    (asked,) = ask_receivers(
        actor=actor(w.giver), at=NOW, chosen={handovers()[0].public_id: w.one.professional.pk}
    )  # fmt: skip
    assert reasons(decline_handover, actor=actor(w.one), at=NOW, handover=asked.public_id, reason="") == (
        "refused.reason_missing",
    )
    assert reasons(decline_handover, actor=actor(w.two), at=NOW, handover=asked.public_id, reason="Vol") == (
        "refused.handover_not_yours",
    )
    made = decline_handover(actor=actor(w.one), at=NOW, handover=asked.public_id, reason="Te veel")
    assert (made.to_person, made.declined, made.linked_receiver) == ("", "Te veel", None)


def test_a_colleague_may_only_note_that_somebody_fell_away_at_once(w):
    named = {"actor": actor(w.one), "at": NOW, "professional": w.giver.professional.public_id}
    assert reasons(note_change, **named, kind="departure", stops_on=STOPS) == ("refused.change_kind",)
    change = note_change(**named, kind="sudden", stops_on=ON)
    assert {row.at_once for row in handovers()} == {True} and change.noted_by == w.one.professional
    assert reasons(note_change, **named, kind="sudden", stops_on=ON) == ("refused.change_known",)
    assert reasons(
        note_change, actor=actor(w.far), at=NOW, kind="sudden", stops_on=ON, professional=named["professional"]
    ) == ("refused.no_such_child",)  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "stops_on", "returns_on", "reason"),
    [
        ("departure", ON, None, "refused.change_day"),
        ("departure", None, None, "refused.change_day"),
        ("departure", STOPS, STOPS + DAY, "refused.change_back"),
        ("leave", STOPS, STOPS, "refused.change_back"),
        ("holiday", STOPS, None, "refused.change_kind"),
    ],
)
def test_days_and_kinds_that_cannot_be(w, kind, stops_on, returns_on, reason):
    named = {"actor": actor(w.giver), "at": NOW, "kind": kind, "stops_on": stops_on, "returns_on": returns_on}
    assert reasons(note_change, **named) == (reason,)
    assert handovers() == []


def test_an_account_that_closes_orphans_nothing(w):
    end_account(account=w.giver.public_id, at=NOW, on=ON, origin="test")
    assert [rows_of(child) for child in w.children] == [[("Gever", "holder", BEGUN, ON)]] * 3
    assert [(row.at_once, row.stops_on, row.to_person) for row in handovers()] == [(True, ON, "")] * 3


def test_a_holder_who_closes_during_a_takeover_comes_back_to_nothing(w):
    back = STOPS + 30 * DAY
    leaves(w, "leave", returns_on=back)
    accept_handovers(actor=actor(w.one), at=NOW, handovers=[handovers()[0].public_id])
    end_account(account=w.giver.public_id, at=NOW + DAY, on=ON + DAY, origin="test")
    assert rows_of(w.children[0]) == [
        ("Gever", "holder", BEGUN, ON + DAY), ("Een", "stand_in", STOPS, back), ("Gever", "holder", back, back),
    ]  # fmt: skip


def test_who_was_asked_and_closes_is_asked_no_more(w):
    leaves(w)
    ask_receivers(actor=actor(w.giver), at=NOW, chosen={handovers()[0].public_id: w.one.professional.pk})
    end_account(account=w.one.public_id, at=NOW + DAY, on=ON + DAY, origin="test")
    assert handovers()[0].to_person == ""


def test_five_hundred_at_once_take_as_many_queries_as_five(w):
    counts = []
    for count in (5, 495):
        add_children(w, count)
        with CaptureQueriesContext(
            connection,
        ) as noted:
            change = leaves(w, "leave", returns_on=STOPS + DAY) if count == 5 else leaves(w, stops_on=STOPS + 9 * DAY)
        chosen = {each.handover: each.professional for each in propose(change=change, scope=actor(w.giver).scope)}
        with CaptureQueriesContext(connection) as asking:
            made = ask_receivers(actor=actor(w.giver), at=NOW + DAY, chosen=chosen)
        mine = [row.public_id for row in made if row.linked_receiver_id == w.one.professional.pk]
        with CaptureQueriesContext(connection) as accepting:
            accept_handovers(actor=actor(w.one), at=NOW + DAY, handovers=mine)
        counts.append((len(noted), len(asking), len(accepting)))
    assert all(many <= few + 60 for few, many in zip(*counts, strict=True)), counts


def test_another_team_that_looks_after_the_child_too_takes_no_step_in_a_handover(w):
    """It has a task for the child and reads that somebody stops; whom to ask and what to keep is for the team itself."""
    from leerrecht.records.models import Involvement

    leaves(w)
    child, far = w.children[0], w.far.professional
    Involvement.objects.create(
        child=child, task="mentor", organisation="Nidos", person="Ver", valid_from=BEGUN, linked_team=w.other,
        linked_professional=far, recorded_at=NOW, source=w.nidos,
    )  # fmt: skip
    seen = next(each.public_id for each in handovers() if each.child_id == child.pk)
    acting = {"actor": actor(w.far), "at": NOW}
    assert acting["actor"].scope.is_involved(child.pk)
    gone = ("refused.no_such_child",)
    assert reasons(ask_receivers, **acting, chosen={seen: w.one.professional.pk}) == gone
    named = {**acting, "handover": seen}
    assert reasons(arrange_handover, **named, meeting_on=None, done=[], words="Anders.") == gone
    assert reasons(tell_child_of_handover, **named, told_on=ON) == gone
    ask_receivers(actor=actor(w.two), at=NOW, chosen={seen: w.one.professional.pk})
