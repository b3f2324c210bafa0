"""What the database itself refuses of searches, questions, judgements and links: each constraint, by what it forbids."""

from __future__ import annotations

import datetime

import pytest
from django.db import IntegrityError, models, transaction

from leerrecht.accounts.models import Account
from leerrecht.chain.models import Organisation, Professional, Team
from leerrecht.linking.models import Asked, Closure, Inquiry, Judgement, Link, Lookup
from leerrecht.records.models import Child

AT = datetime.datetime(2026, 9, 15, 10, tzinfo=datetime.UTC)
BEFORE = AT - datetime.timedelta(seconds=1)
DAY, DAY_BEFORE = datetime.date(2010, 9, 15), datetime.date(2010, 9, 14)
MODELS = (Lookup, Inquiry, Asked, Judgement, Link, Closure)


@pytest.fixture
def rows(db):
    organisation = Organisation.objects.create(name="COA", kind="coa")
    people = [Professional.objects.create(name=name) for name in ("Test", "Ander")]
    return {
        "left": Child.objects.create(reference="k1", origin=organisation),
        "right": Child.objects.create(reference="k2", origin=organisation),
        "third": Child.objects.create(reference="k3", origin=organisation),
        "team": Team.objects.create(organisation=organisation, name="Noord", role="care"),
        "account": Account.objects.create_user(email="a@test.example", password="x" * 12, professional=people[0]),
        "other": Account.objects.create_user(email="b@test.example", password="x" * 12, professional=people[1]),
    }


def lookup(rows, **values):
    return Lookup.objects.create(
        **{"account": rows["account"], "team": rows["team"], "made_at": AT, "outcome": "nothing", **values}
    )


def inquiry(rows, **values):
    named = {"account": rows["account"], "team": rows["team"], "asked_at": AT, "due_on": DAY, "given_names": "Yonas"}
    return Inquiry.objects.create(**{**named, **values})


def asked(rows, of=None, **values):
    return Asked.objects.create(**{"inquiry": of or inquiry(rows), "child": rows["left"], **values})


def judgement(rows, **values):
    named = {
        "left": rows["left"], "right": rows["right"], "verdict": "same", "kept": rows["left"], "weight": 7.5,
        "model": "2026-11", "judged_at": AT, "judged_by": rows["account"], "team": rows["team"],
    }  # fmt: skip
    return Judgement.objects.create(**{**named, **values})


def link(rows, **values):
    named = {
        "kept": rows["left"], "other": rows["right"], "first_by": rows["account"], "second_by": rows["other"],
        "made_at": AT,
    }  # fmt: skip
    if "first" not in values:
        values = {"first": judgement(rows), "second": judgement(rows, judged_by=rows["other"]), **values}
    return Link.objects.create(**{**named, **values})


def closure(rows, **values):
    named = {"child": rows["left"], "reason": "bedreigd", "closed_at": AT, "closed_by": rows["account"]}
    return Closure.objects.create(**{**named, **values})


def twice(make, rows, **values):
    make(rows, **values)
    make(rows, **values)


def one_judgement_twice(rows):
    made = judgement(rows)
    link(rows, first=made, second=made)


def points_twice(rows):
    first, second = judgement(rows), judgement(rows, judged_by=rows["other"])
    link(rows, first=first, second=second)
    link(rows, first=first, second=second, kept=rows["third"])


def asked_twice(rows):
    of = inquiry(rows)
    asked(rows, of)
    asked(rows, of)


BROKEN = {
    "lookup_outcome_known": lambda rows: lookup(rows, outcome="perhaps"),
    "lookup_says_why_not_waited": lambda rows: lookup(rows, outcome="elsewhere", child=rows["left"]),
    "lookup_once_per_child": lambda rows: twice(lookup, rows, child=rows["left"]),
    "inquiry_says_who": lambda rows: inquiry(rows, given_names=""),
    "inquiry_birth_whole": lambda rows: inquiry(rows, born_from=DAY, born_to=DAY_BEFORE, born_precision="day"),
    "asked_once_per_child": asked_twice,
    "asked_answer_whole": lambda rows: asked(rows, answer="yes"),
    "asked_joined_after_yes": lambda rows: asked(
        rows, answer="no", answered_at=AT, answered_by=rows["other"], joined_at=AT
    ),
    "judgement_verdict_known": lambda rows: judgement(rows, verdict="perhaps", kept=None),
    "judgement_of_a_pair": lambda rows: judgement(rows, left=rows["right"], right=rows["left"]),
    "judgement_keeps_one_of_the_pair": lambda rows: judgement(rows, kept=rows["third"]),
    "judgement_has_model": lambda rows: judgement(rows, model=""),
    "judgement_undone_whole": lambda rows: judgement(rows, undone_at=AT, undone_by=rows["account"]),
    "judgement_once_per_person": lambda rows: twice(judgement, rows),
    "link_of_two_records": lambda rows: link(rows, other=rows["left"]),
    "link_of_two_judgements": one_judgement_twice,
    "link_by_two_people": lambda rows: link(rows, second_by=rows["account"]),
    "link_undone_whole": lambda rows: link(
        rows, undone_at=BEFORE, undone_by=rows["account"], undone_reason="vergissing"
    ),
    "link_points_to_one_record": points_twice,
    "closure_has_reason": lambda rows: closure(rows, reason=""),
    "closure_opened_whole": lambda rows: closure(rows, opened_at=AT),
    "closure_once_per_child": lambda rows: twice(closure, rows),
}


@pytest.mark.parametrize("name", BROKEN)
def test_the_database_refuses(rows, name):
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        BROKEN[name](rows)
    said = str(error.value)
    assert name in said or said.startswith("UNIQUE constraint failed"), said


def test_each_constraint_is_proved():
    assert {constraint.name for model in MODELS for constraint in model._meta.constraints} == set(BROKEN)


@pytest.mark.parametrize("values", [{"verdict": "different"}, {"verdict": "unsure"}, {"verdict": "same", "kept": None}])
def test_only_the_same_keeps_a_record(rows, values):
    with pytest.raises(IntegrityError), transaction.atomic():
        judgement(rows, **values)


def test_what_is_whole_is_kept(rows):
    lookup(rows, outcome="elsewhere", child=rows["left"], why="moet morgen naar school")
    inquiry(rows, given_names="", number_kind="education_number")
    asked(rows, answer="yes", answered_at=AT, answered_by=rows["other"], joined_at=AT)
    undone = {"undone_at": AT, "undone_by": rows["account"], "undone_reason": "vergissing"}
    first = judgement(rows, **undone)
    judgement(rows)  # the former was taken back
    link(rows, first=first, second=judgement(rows, judged_by=rows["other"]), **undone)
    closure(rows, opened_at=AT, opened_by=rows["account"])
    closure(rows)


@pytest.mark.parametrize("model", MODELS)
def test_nothing_about_a_child_goes_when_something_else_does(model):
    for field in model._meta.concrete_fields:
        if isinstance(field, models.ForeignKey):
            assert field.remote_field.on_delete is models.PROTECT, field.name
