"""Agreements: noted by who keeps them, replaced from a day, never overwritten. And what somebody outside asks."""

from __future__ import annotations

import datetime

import pytest

from tests.grants.acts import NOW, YOUNG, actor, note_agreement, refused
from tests.operations.builders import events
from tests.world import ON, make_world


@pytest.fixture
def world(db):
    return make_world()


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def in_force(world, name="Jeugdwerk Zandakker", on=ON):
    from leerrecht.queries.agreements import agreements_in_force

    return agreements_in_force(organisation=world.organisations[name].pk, on=on)


def test_it_holds_for_its_parties_from_its_first_day_until_its_last(world, django_assert_num_queries) -> None:
    note_agreement(world, starts_on=day("2026-09-15"), ends_on=day("2026-10-01"), review_on=day("2026-09-20"))
    with django_assert_num_queries(1):
        assert in_force(world) == {"youth_work"}
    assert in_force(world, "Nidos") == frozenset()
    found = [in_force(world, on=day(text)) == {"youth_work"} for text in ("2026-09-14", "2026-09-30", "2026-10-01")]
    assert found == [False, True, False]
    assert [event.object_kind for event in events("agreement.noted")] == ["agreement"]


def test_a_change_is_another_row_that_takes_its_place(world) -> None:
    from leerrecht.grants.models import Agreement
    from leerrecht.queries.agreements import find_agreements

    first = note_agreement(world)
    parties = [world.organisations[name].public_id for name in ("COA", "GGD Zandakker")]
    note_agreement(world, starts_on=day("2026-10-01"), parties=parties)
    assert in_force(world) == {"youth_work"} and in_force(world, "GGD Zandakker") == frozenset()
    october = day("2026-10-01")
    assert in_force(world, on=october) == frozenset() and in_force(world, "GGD Zandakker", october) == {"youth_work"}
    assert Agreement.objects.get(pk=first.pk).ends_on is None
    assert [kept.state for kept in find_agreements(on=october)] == ["running", "replaced"]
    assert sorted(kept.state for kept in find_agreements(on=ON)) == ["ahead", "running"]


def test_an_agreement_is_ended_by_a_row_that_ends(world) -> None:
    note_agreement(world)
    note_agreement(world, starts_on=day("2026-09-10"), ends_on=day("2026-09-15"))
    assert in_force(world) == frozenset()


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"code": "Youth Work"}, "agreement_code"),
        ({"name": " "}, "agreement_name"),
        ({"parties": []}, "agreement_parties"),
        ({"parties": ["nobody", "noone"]}, "agreement_parties"),
        ({"parties": ["a\x00", "b"]}, "agreement_parties"),
        ({"purposes": ""}, "agreement_purposes"),
        ({"categories": ["everything"]}, "agreement_categories"),
        ({"categories": []}, "agreement_categories"),
        ({"ground": ""}, "agreement_ground"),
        ({"starts_on": None}, "agreement_start"),
        ({"ends_on": day("2025-12-31")}, "agreement_end"),
        ({"review_on": day("2025-12-31")}, "agreement_review"),
        ({"review_on": None}, "agreement_review"),
        ({"name": "x" * 301}, "text_wrong"),
    ],
)
def test_what_is_no_agreement_is_refused(world, changed, reason) -> None:
    assert refused(note_agreement, world, **changed) == (reason,)


def test_only_who_keeps_them_notes_them(world, monkeypatch) -> None:
    from tests.grants import acts

    monkeypatch.setattr(acts, "actor", lambda world, role: actor(world, "reception"))
    assert refused(note_agreement, world) == ("may_not_record",)


@pytest.mark.parametrize(("on", "review"), [("2026-11-05", ""), ("2026-11-06", "upcoming"), ("2027-01-02", "overdue")])
def test_its_review_is_listed(world, on, review) -> None:
    from leerrecht.queries.agreements import agreements_to_review

    note_agreement(world)
    assert [kept.review for kept in agreements_to_review(on=day(on))] == ([review] if review else [])


def test_a_scope_says_which_agreement_is_missing(world) -> None:
    from leerrecht.queries.agreements import missing_agreements

    scope = actor(world, "care").scope
    assert missing_agreements(scope=scope, lang="nl") == ("Afspraak over delen met jeugdwerk en zorg",)
    note_agreement(world)
    assert missing_agreements(scope=actor(world, "care").scope, lang="nl") == ()
    assert missing_agreements(scope=actor(world, "school").scope, lang="nl") == ()


def knot(world, role="school", **said):
    from leerrecht.operations.knots import report_knot

    asked = {"body": "dtv", "words": "Waar woont dit kind?"} | said
    return report_knot(actor=actor(world, role), at=NOW, **asked)


def test_whoever_is_asked_for_data_reports_it(world) -> None:
    from leerrecht.queries.rights import requests_to_handle

    for role in ("school", "policy", "care", "privacy_officer"):
        assert knot(world, role).child is None
    first = requests_to_handle(on=ON)[0]
    assert first.words == "Dienst Terugkeer en Vertrek: Waar woont dit kind?" and first.kind == "knot"
    assert len(events("request.noted")) == 4


def test_about_a_child_only_by_who_reaches_it(world) -> None:
    child = world.children[YOUNG].public_id
    assert knot(world, child=child).child == world.children[YOUNG]
    for role in ("stranger", "policy", "privacy_officer"):
        assert refused(knot, world, role, child=child) == ("no_such_child",)
    assert refused(knot, world, body="ministry") == ("knot_body",)
    assert refused(knot, world, words="") == ("words_missing",)
