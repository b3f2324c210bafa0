"""What somebody wants by e-mail: only to an address that is theirs, and nobody's mailbox is filled by us."""

from __future__ import annotations

import datetime

import pytest

from leerrecht.operations.acting import Refused
from leerrecht.operations.mail_choices import (
    KEPT,
    MOST_SENT,
    MOST_WRONG,
    Wanted,
    choose_mail,
    forget_address,
    name_address,
    prove_address,
)
from leerrecht.telling.models import Choice, Proof
from tests.operations.builders import NOW, actor_of, events
from tests.telling.builders import wants
from tests.world import make_world

SECOND = datetime.timedelta(seconds=1)
ADDRESS = "reception@mail.example"
DAILY = Wanted(rhythm="daily", weekday=1, language="en")


@pytest.fixture
def world(db):
    return make_world()


@pytest.fixture
def actor(world):
    return actor_of(world, "reception")


def refused(act, /, **named) -> tuple[str, ...]:
    with pytest.raises(Refused) as caught:
        act(**named)
    return caught.value.reasons


def prove(actor, at=NOW, email=ADDRESS):
    code = name_address(actor=actor, at=at, email=email)
    prove_address(actor=actor, at=at, code=code, language="nl")


def test_mail_goes_to_an_address_that_was_proved_only(actor) -> None:
    assert refused(choose_mail, actor=actor, at=NOW, wanted=DAILY) == ("refused.mail_no_address",)
    code = name_address(actor=actor, at=NOW, email=f" {ADDRESS} ")
    assert refused(choose_mail, actor=actor, at=NOW, wanted=DAILY) == ("refused.mail_no_address",)
    prove_address(actor=actor, at=NOW, code=code.upper().replace("-", " "), language="nl")
    choose_mail(actor=actor, at=NOW, wanted=DAILY)
    row = Choice.objects.get()
    assert (row.email, row.rhythm, row.language) == (ADDRESS, "daily", "en")
    assert not Proof.objects.exists()
    noted = ("mail.address_named", "mail.address_proved", "mail.chosen")
    assert [len(events(action)) for action in noted] == [1, 1, 1]
    assert {event.object_id for action in noted for event in events(action)} == {actor.viewer.account_id}


def test_the_code_itself_is_kept_nowhere(actor) -> None:
    from tests.rights.dump import everything

    code = name_address(actor=actor, at=NOW, email=ADDRESS)
    kept = " ".join(everything().values())
    assert code not in kept and code.replace("-", "") not in kept


@pytest.mark.parametrize(("late", "is_taken"), [(KEPT - SECOND, True), (KEPT, False), (KEPT + SECOND, False)])
def test_a_code_opens_for_an_hour(actor, late, is_taken) -> None:
    code = name_address(actor=actor, at=NOW, email=ADDRESS)
    if is_taken:
        prove_address(actor=actor, at=NOW + late, code=code, language="nl")
    else:
        assert refused(prove_address, actor=actor, at=NOW + late, code=code, language="nl") == ("refused.mail_code",)
    assert Choice.objects.exclude(email="").exists() == is_taken


@pytest.mark.parametrize(("wrong", "is_taken"), [(MOST_WRONG - 1, True), (MOST_WRONG, False)])
def test_after_some_wrong_codes_the_right_one_opens_nothing(actor, wrong, is_taken) -> None:
    code = name_address(actor=actor, at=NOW, email=ADDRESS)
    for _ in range(wrong):
        assert refused(prove_address, actor=actor, at=NOW, code="aaaa-aaaa-aaaa-aaaa", language="nl")
    if is_taken:
        prove_address(actor=actor, at=NOW, code=code, language="nl")
    else:
        assert refused(prove_address, actor=actor, at=NOW, code=code, language="nl")


def test_a_code_proves_the_address_it_went_to_and_no_other(actor) -> None:
    first = name_address(actor=actor, at=NOW, email=ADDRESS)
    name_address(actor=actor, at=NOW, email="somebody.else@mail.example")
    assert refused(prove_address, actor=actor, at=NOW, code=first, language="nl") == ("refused.mail_code",)


def test_a_code_is_of_one_account(world, actor) -> None:
    code = name_address(actor=actor, at=NOW, email=ADDRESS)
    other = actor_of(world, "school")
    assert refused(prove_address, actor=other, at=NOW, code=code, language="nl")
    name_address(actor=other, at=NOW, email=ADDRESS)
    assert refused(prove_address, actor=other, at=NOW, code=code, language="nl")


def test_an_hour_takes_some_codes_whatever_the_address(actor) -> None:
    for number in range(MOST_SENT):
        name_address(actor=actor, at=NOW, email=f"{number}@mail.example")
    assert refused(name_address, actor=actor, at=NOW + KEPT - SECOND, email=ADDRESS) == ("refused.mail_wait",)
    name_address(actor=actor, at=NOW + KEPT, email=ADDRESS)
    assert Proof.objects.get().sent == 1


HOSTILE = "a@b.example\nBcc: c@d.example"


@pytest.mark.parametrize(
    "text", ["", "nobody", "a@b", HOSTILE, "a@b.example, c@d.example", "a" * 250 + "@b.example", "\0@b.example"]
)
def test_what_is_no_address_is_refused_and_nothing_is_kept(actor, text) -> None:
    assert refused(name_address, actor=actor, at=NOW, email=text) == ("refused.mail_address",)
    assert not Proof.objects.exists()


def test_all_that_is_wrong_with_a_choice_is_said_at_once(actor) -> None:
    prove(actor)
    wanted = Wanted(rhythm="hourly", weekday=8, language="fr")
    reasons = refused(choose_mail, actor=actor, at=NOW, wanted=wanted)
    assert set(reasons) == {"refused.mail_rhythm", "refused.mail_weekday", "refused.mail_language"}
    assert Choice.objects.get().rhythm == "never"


def test_another_address_takes_the_place_of_the_first_once_it_is_proved(actor) -> None:
    prove(actor)
    choose_mail(actor=actor, at=NOW, wanted=DAILY)
    code = name_address(actor=actor, at=NOW, email="new@mail.example")
    assert Choice.objects.get().email == ADDRESS
    prove_address(actor=actor, at=NOW, code=code, language="nl")
    assert (Choice.objects.get().email, Choice.objects.get().rhythm) == ("new@mail.example", "daily")


def test_an_address_that_is_forgotten_is_in_no_table(actor) -> None:
    from tests.rights.dump import where

    prove(actor)
    choose_mail(actor=actor, at=NOW, wanted=DAILY)
    name_address(actor=actor, at=NOW, email="new@mail.example")
    forget_address(actor=actor, at=NOW)
    assert where(ADDRESS, "new@mail.example") == {ADDRESS: [], "new@mail.example": []}
    assert Choice.objects.get().rhythm == "never"


def test_with_an_account_goes_what_it_wanted(world) -> None:
    from leerrecht.operations.signing_in.accounts import end_account
    from leerrecht.telling.models import Mailing
    from tests.rights.dump import where
    from tests.world import ON

    wants(world, "reception")
    account = world.accounts["reception"]
    Mailing.objects.create(account=account, day=ON)
    Proof.objects.create(account=account, email="new@mail.example", digest="x", until=NOW, since=NOW)
    end_account(account=account.public_id, at=NOW, on=ON, origin="test")
    assert where(ADDRESS, "new@mail.example") == {ADDRESS: [], "new@mail.example": []}
    assert not Mailing.objects.exists()
