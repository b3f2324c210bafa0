"""Digests: at their time, once, only when something is new, and with nothing of anybody in them."""

from __future__ import annotations

import datetime
import re

import pytest
from django.core import mail

from leerrecht.grants.models import Notice
from leerrecht.operations import digests, posting
from leerrecht.operations.digests import count_new, period_of
from leerrecht.operations.posting import LATER, REFUSED, SENT, UNSURE, NoServer
from leerrecht.telling.models import Choice, Mailing
from tests.operations.builders import events
from tests.telling.builders import LONG_AGO, MONDAY, TUESDAY, local, send, wants
from tests.world import make_world

SECOND, DAY = datetime.timedelta(seconds=1), datetime.timedelta(days=1)


@pytest.fixture
def world(db):
    return make_world()


@pytest.fixture
def reader(world):
    return wants(world, "reception")


def tell(world, at=TUESDAY):
    """Leave a message for the team of reception."""
    from leerrecht.grants.models import Opening

    account = world.accounts["school"]
    team = account.professional.memberships.get().team
    opening = Opening.objects.create(
        child=next(iter(world.children.values())), team=team, professional=account.professional, account=account,
        reason="x" * 20, opened_at=at, ends_at=at + DAY, review_due_on=at.date(),
    )  # fmt: skip
    told = world.accounts["reception"].professional.memberships.get().team
    return Notice.objects.create(team=told, kind="glass_opened", opening=opening, made_at=at)


def lines():
    return [message.body.splitlines() for message in mail.outbox]


# --- when ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rhythm", "weekday", "at", "begun"),
    [
        ("daily", 1, local(2026, 9, 15, 6, 59, 59), local(2026, 9, 14, 7)),
        ("daily", 1, local(2026, 9, 15, 7), local(2026, 9, 15, 7)),
        ("weekly", 2, local(2026, 9, 15, 6, 59, 59), local(2026, 9, 8, 7)),
        ("weekly", 2, local(2026, 9, 15, 7), local(2026, 9, 15, 7)),
        ("weekly", 2, local(2026, 9, 21, 23), local(2026, 9, 15, 7)),
        ("weekly", 7, local(2026, 9, 15, 9), local(2026, 9, 13, 7)),
        ("daily", 1, local(2026, 3, 29, 7), local(2026, 3, 29, 7)),  # summer time began that night
        ("daily", 1, local(2026, 10, 25, 6, 59), local(2026, 10, 24, 7)),  # it ended that night
    ],
)
def test_a_digest_has_its_time(rhythm, weekday, at, begun) -> None:
    choice = Choice(rhythm=rhythm, weekday=weekday)
    assert period_of(choice=choice, at=at) == begun


def test_who_chose_after_seven_hears_from_the_next_time_on(world) -> None:
    wants(world, "reception", changed_at=local(2026, 9, 15, 7, 0, 1))
    send(TUESDAY)
    assert mail.outbox == []
    send(TUESDAY + DAY)
    assert len(mail.outbox) == 1


def test_a_time_that_was_missed_is_caught_up_by_one_mail(world) -> None:
    wants(world, "reception", "weekly", weekday=1)
    send(local(2026, 9, 17, 9))
    send(local(2026, 9, 18, 9))
    assert len(mail.outbox) == 1
    assert Mailing.objects.get().day == MONDAY.date()


def test_nobody_who_never_wants_mail_or_left_gets_any(world) -> None:
    from leerrecht.operations.signing_in.accounts import end_account

    wants(world, "reception", "never")
    wants(world, "legal_representative")
    end_account(account=world.accounts["legal_representative"].public_id, at=TUESDAY, on=TUESDAY.date(), origin="x")
    send()
    assert mail.outbox == [] and not Mailing.objects.exists()


# --- what ---------------------------------------------------------------------------------------------------------------


def test_a_digest_says_how_much_is_new_by_kind_and_where_to_look(world, reader) -> None:
    tell(world)
    send()
    (message,) = mail.outbox
    assert message.to == ["reception@mail.example"]
    assert re.match(r"Er wachten \d+ nieuwe punten in Leerrecht:", message.body)
    assert "- berichten: 1" in message.body and "- te laat: " in message.body
    assert "https://leerrecht.example/vandaag/" in message.body
    assert "https://leerrecht.example/meldingen/" in message.body


def test_it_is_in_the_language_of_the_person(world) -> None:
    wants(world, "reception", language="en")
    send()
    (message,) = mail.outbox
    assert "new items wait in Leerrecht" in message.body and "https://leerrecht.example/en/vandaag/" in message.body


def test_nothing_of_anybody_stands_in_it_not_even_in_its_headers(world, reader) -> None:
    from tests.world import frames

    tell(world)
    send()
    whole = mail.outbox[0].message().as_string()
    names = frames()["children"].select("given_names", "family_name").rows()
    places = frames()["stays"].select("location", "municipality").rows()
    for text in {text for row in (*names, *places) for text in row if text and len(text) > 3}:
        assert text not in whole, text
    for child in world.children.values():
        assert child.public_id not in whole
    assert world.accounts["reception"].public_id not in whole
    assert "Test reception" not in whole


def test_of_one_thing_it_speaks_in_the_singular(world) -> None:
    from leerrecht.web.telling.letters import write_digest

    assert write_digest({"late": 1}, "nl").body.startswith("Er wacht 1 nieuw punt in Leerrecht:\n- te laat: 1\n")


def test_without_news_there_is_no_mail(world, reader) -> None:
    send()
    Mailing.objects.all().delete()
    assert send().counts == {"nothing": 1}
    assert (len(mail.outbox), Mailing.objects.get().state) == (1, "nothing")
    wants(world, "care")
    assert send().counts == {"nothing": 1}  # who has nothing at all


def test_only_what_is_new_since_the_last_one_counts(world, reader) -> None:
    send()
    tell(world)
    Mailing.objects.all().delete()
    send()
    assert lines()[1][:2] == ["Er wacht 1 nieuw punt in Leerrecht:", "- berichten: 1"]


def test_what_went_and_came_back_is_new_again() -> None:
    counts, marks = count_new(account="a", things={"late": {"x", "y"}}, told=[])
    assert counts == {"late": 2}
    counts, fewer = count_new(account="a", things={"late": {"x"}}, told=marks)
    assert counts == {} and set(fewer) < set(marks)
    assert count_new(account="a", things={"late": {"x", "y"}}, told=fewer)[0] == {"late": 1}
    assert count_new(account="b", things={"late": {"x"}}, told=marks)[0] == {"late": 1}


def test_the_same_thing_in_two_teams_is_one(world) -> None:
    from leerrecht.chain.models import Membership
    from leerrecht.queries.waiting import find_things

    account = world.accounts["reception"]
    alone = find_things(account=account, at=TUESDAY)
    other = world.accounts["legal_representative"].professional.memberships.get().team
    Membership.objects.create(professional=account.professional, team=other, valid_from=LONG_AGO.date())
    both = find_things(account=account, at=TUESDAY)
    apart = find_things(account=world.accounts["legal_representative"], at=TUESDAY)
    assert both["late"] == alone["late"] | apart["late"] and alone["late"] & apart["late"]


def test_who_watches_over_privacy_hears_of_duties(world) -> None:
    from leerrecht.queries.waiting import find_things

    tell(world)
    found = find_things(account=world.accounts["privacy_officer"], at=TUESDAY)
    assert len(found["review"]) == 1 and not found["late"]


# --- once ---------------------------------------------------------------------------------------------------------------


def test_a_second_run_sends_nothing(world, reader) -> None:
    for _ in range(3):
        send()
    assert len(mail.outbox) == 1
    assert [event.object_id for event in events("digest.sent")] == ["1"]


def test_while_another_is_sending_nobody_else_does(world, reader) -> None:
    Mailing.objects.create(account=reader.account, day=TUESDAY.date(), state="claimed", claimed_at=TUESDAY, tries=1)
    send(TUESDAY + datetime.timedelta(minutes=59, seconds=59))
    assert mail.outbox == []


def killed(monkeypatch):
    """Die after the mail went and before that is noted."""

    def die(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(digests, "_settle", die)
        with pytest.raises(KeyboardInterrupt):
            send()


def test_who_dies_between_sending_and_noting_repeats_once_under_the_same_id(world, reader, monkeypatch) -> None:
    killed(monkeypatch)
    assert len(mail.outbox) == 1
    send(TUESDAY + datetime.timedelta(minutes=59))
    assert len(mail.outbox) == 1
    send(TUESDAY + datetime.timedelta(hours=1))
    assert len(mail.outbox) == 2
    assert len({message.extra_headers["Message-ID"] for message in mail.outbox}) == 1
    send(TUESDAY + datetime.timedelta(hours=3))
    assert len(mail.outbox) == 2


def test_who_keeps_dying_repeats_no_more_than_once(world, reader, monkeypatch) -> None:
    killed(monkeypatch)
    Mailing.objects.update(claimed_at=TUESDAY - DAY)
    killed(monkeypatch)
    Mailing.objects.update(claimed_at=TUESDAY - DAY)
    send()
    assert len(mail.outbox) == 2


def answering(monkeypatch, *answers):
    """Have the mail server answer so, one after the other; an exception is raised."""
    left = list(answers)

    def answer(self, **letter):
        found = left.pop(0)
        if isinstance(found, Exception):
            raise found
        return found

    monkeypatch.setattr(posting.Post, "send", answer)
    return left


@pytest.mark.parametrize(
    ("answer", "state", "tries", "again"),
    [(REFUSED, "refused", 1, False), (LATER, "waiting", 0, True), (UNSURE, "claimed", 1, False), (SENT, "sent", 1, False)],
)  # fmt: skip
def test_what_the_server_says_decides_whether_it_is_tried_again(
    world, reader, monkeypatch, answer, state, tries, again
):
    left = answering(monkeypatch, answer, SENT)
    send()
    row = Mailing.objects.get()
    assert (row.state, row.tries) == (state, tries)
    assert (Choice.objects.get().told == []) == (answer != SENT)
    send(TUESDAY + SECOND)
    assert (left == []) == again


def test_without_a_server_the_rest_waits_and_nothing_counts_as_tried(world, reader, monkeypatch) -> None:
    wants(world, "legal_representative")
    answering(monkeypatch, NoServer("ConnectionRefusedError"))
    assert send().stopped == "ConnectionRefusedError"
    assert [(row.state, row.tries) for row in Mailing.objects.all()] == [("waiting", 0)]


def test_a_server_that_answers_nothing_twice_is_left_alone(world, monkeypatch) -> None:
    for role in ("reception", "legal_representative", "school"):
        wants(world, role)
    left = answering(monkeypatch, UNSURE, UNSURE, SENT)
    tally = send()
    assert (tally.stopped, tally.counts[UNSURE], left) == (UNSURE, 2, [SENT])


def test_what_was_mailed_when_is_kept_for_sixty_days(world, reader) -> None:
    from leerrecht.operations.letting_go import let_go_of_leftovers

    send()
    let_go_of_leftovers(at=TUESDAY + 60 * DAY)
    assert Mailing.objects.exists()
    let_go_of_leftovers(at=TUESDAY + 61 * DAY)
    assert not Mailing.objects.exists()
