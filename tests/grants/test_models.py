"""What the database itself refuses of grants: each constraint, by what it forbids."""

from __future__ import annotations

import datetime

import pytest
from django.db import IntegrityError, transaction

from leerrecht.accounts.models import Account
from leerrecht.chain.models import Organisation, Professional, Team
from leerrecht.grants.models import Agreement, Card, Consent, Notice, Opening
from leerrecht.records.models import Child

AT = datetime.datetime(2026, 9, 15, 10, tzinfo=datetime.UTC)
BEFORE, AFTER = AT - datetime.timedelta(seconds=1), AT + datetime.timedelta(hours=4)
DAY, DAY_BEFORE = datetime.date(2026, 9, 15), datetime.date(2026, 9, 14)
YES = {"decision": "yes", "decided_at": AT, "decided_as": "child"}
REPRESENTED = {**YES, "decided_as": "legal_representative"}


@pytest.fixture
def rows(db):
    organisation = Organisation.objects.create(name="COA", kind="coa")
    person = Professional.objects.create(name="Test")
    other = Professional.objects.create(name="Ander")
    return {
        "child": Child.objects.create(reference="k1", origin=organisation),
        "team": Team.objects.create(organisation=organisation, name="Noord", role="care"),
        "professional": person,
        "account": Account.objects.create_user(email="a@test.example", password="x" * 12, professional=person),
        "other": Account.objects.create_user(email="b@test.example", password="x" * 12, professional=other),
    }


def consent(rows, **values):
    asked = {
        "child": rows["child"], "team": rows["team"], "purpose": "support", "categories": "education",
        "asked_words": "Mag dit?", "asked_at": AT, "asked_by": rows["account"], "asked_team": rows["team"],
        "until_on": DAY,
    }  # fmt: skip
    return Consent.objects.create(**{**asked, **values})


def opening(rows, **values):
    named = {
        **{name: rows[name] for name in ("child", "team", "professional", "account")}, "reason": "nood",
        "opened_at": AT, "ends_at": AFTER, "review_due_on": DAY,
    }  # fmt: skip
    return Opening.objects.create(**{**named, **values})


def agreement(rows, **values):
    named = {
        "code": "youth_work", "name": "Delen", "purposes": "helpen", "ground": "Jeugdwet", "starts_on": DAY,
        "review_on": DAY, "noted_at": AT, "noted_by": rows["account"],
    }  # fmt: skip
    return Agreement.objects.create(**{**named, **values})


def card(rows, code="a", **values):
    named = {"child": rows["child"], "code_hash": code, "handed_at": AT, "handed_by": rows["account"]}
    return Card.objects.create(**{**named, **values})


def notice(rows, **values):
    named = {"team": rows["team"], "kind": "consent_given", "made_at": AT}
    return Notice.objects.create(**{**named, **values})


def two_cards(rows):
    card(rows, "a")
    card(rows, "b")


BROKEN = {
    "consent_has_purpose": lambda rows: consent(rows, purpose=""),
    "consent_has_categories": lambda rows: consent(rows, categories=""),
    "consent_has_words": lambda rows: consent(rows, asked_words=""),
    "consent_decision_whole": lambda rows: consent(rows, decision="yes"),
    "consent_child_was_heard": lambda rows: consent(rows, **REPRESENTED, decided_by=rows["account"]),
    "consent_wish_known": lambda rows: consent(rows, child_wish="maybe"),
    "consent_against_wish_has_reason": lambda rows: consent(
        rows, **REPRESENTED, decided_by=rows["account"], child_view="nee", child_wish="no"
    ),
    "consent_withdrawal_whole": lambda rows: consent(rows, **YES, withdrawn_at=BEFORE, withdrawn_as="child"),
    "opening_has_reason": lambda rows: opening(rows, reason=""),
    "opening_ends_after_start": lambda rows: opening(rows, ends_at=AT),
    "opening_review_whole": lambda rows: opening(rows, reviewed_at=AT, verdict="justified"),
    "opening_reviewed_by_another": lambda rows: opening(
        rows, reviewed_at=AT, verdict="justified", review_words="goed", reviewed_by=rows["account"]
    ),
    "agreement_has_name": lambda rows: agreement(rows, name=""),
    "agreement_has_ground": lambda rows: agreement(rows, ground=""),
    "agreement_ends_after_start": lambda rows: agreement(rows, ends_on=DAY_BEFORE),
    "agreement_review_after_start": lambda rows: agreement(rows, review_on=DAY_BEFORE),
    "card_one_per_child": two_cards,
    "card_stops_after_start": lambda rows: card(rows, stopped_at=BEFORE),
    "notice_kind_known": lambda rows: notice(rows, kind="hello", consent=consent(rows)),
    "notice_about_one_thing": lambda rows: notice(rows, consent=consent(rows), opening=opening(rows)),
}


@pytest.mark.parametrize("name", BROKEN)
def test_the_database_refuses(rows, name):
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        BROKEN[name](rows)
    said = str(error.value)
    assert name in said or said.startswith("UNIQUE constraint failed"), said


def test_each_constraint_is_proved():
    models = (Consent, Opening, Agreement, Card, Notice)
    assert {constraint.name for model in models for constraint in model._meta.constraints} == set(BROKEN)


def test_what_is_whole_is_kept(rows):
    consent(rows, **YES, withdrawn_at=AT, withdrawn_as="child")
    consent(rows, **REPRESENTED, decided_by=rows["account"], child_view="nee", child_wish="no", decision_reason="nodig")
    opening(rows, reviewed_at=AT, verdict="not_justified", review_words="nee", reviewed_by=rows["other"])
    card(rows, "a", stopped_at=AT)
    card(rows, "b")
    with pytest.raises(IntegrityError), transaction.atomic():
        notice(rows)
