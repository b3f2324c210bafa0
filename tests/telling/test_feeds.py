"""Calendar feeds: what stands in them is what their owner may see now, and a calendar hears what changed."""

from __future__ import annotations

import datetime

import pytest

from leerrecht.law.rules import RULE
from leerrecht.operations.acting import Actor, Refused
from leerrecht.operations.feeds import end_feed, keep_feeds, make_feed, renew_feed
from leerrecht.queries.feeds import GENERAL, find_events, find_feed, find_live, find_reader, unused_before
from leerrecht.telling.models import Entry, Feed
from tests.operations.builders import NOW, actor_of, events
from tests.world import ON, make_world

DAY, SECOND = datetime.timedelta(days=1), datetime.timedelta(seconds=1)


@pytest.fixture
def world(db):
    made = make_world()
    for account in made.accounts.values():
        account.last_login = NOW
        account.save(update_fields=["last_login"])
    return made


def feed_of(world, role="reception", at=NOW):
    actor = actor_of(world, role)
    token = make_feed(actor=actor, at=at, language="nl")
    return actor, token


def seen(feed, at=NOW):
    reader = find_reader(feed=feed, at=at)
    return find_events(feed=feed, reader=reader, on=at.date())


def by_code(found):
    return {event.code: event for event in found}


def lodge(world, child, day):
    """Have a child apply on another day, so that its term ends on another."""
    from leerrecht.records.models import FACT

    FACT["applications"].objects.filter(child=child).update(lodged_on=day)
    from leerrecht.operations.recording import touch
    from tests.forgetting import forget

    touch(child)
    forget()


def withdraw_task(world, role):
    """End every tie of a team to children: it looks after another place from now on."""
    from leerrecht.chain.models import Location

    team = world.accounts[role].professional.memberships.get().team
    team.location = Location.objects.create(name="Nergens", municipality="Nergens")
    team.save(update_fields=["location"])


def test_every_rule_has_a_general_word_in_calendars():
    from leerrecht.web.words import word

    assert set(GENERAL) == set(RULE)
    for kind in {*GENERAL.values(), "gone", "other"}:
        assert word(f"calendar.summary.{kind}", "nl") and word(f"calendar.summary.{kind}", "en")


def test_the_address_leads_to_the_feed_and_is_kept_nowhere(world) -> None:
    from tests.rights.dump import everything

    _, token = feed_of(world)
    assert find_feed(token=token).account == world.accounts["reception"]
    assert find_feed(token=token[:-1]) is None and find_feed(token=token * 3) is None
    assert token not in " ".join(everything().values())
    (event,) = events("feed.made")
    assert event.object_id == Feed.objects.get().public_id


def test_there_is_one_for_each_team_and_another_address_takes_its_place(world) -> None:
    actor, first = feed_of(world)
    with pytest.raises(Refused, match="feed_there"):
        make_feed(actor=actor, at=NOW, language="nl")
    second = renew_feed(actor=actor, at=NOW)
    assert find_feed(token=first) is None and find_feed(token=second) is not None
    end_feed(actor=actor, at=NOW)
    assert find_feed(token=second) is None
    for act in (renew_feed, end_feed):
        with pytest.raises(Refused, match="no_such_feed"):
            act(actor=actor, at=NOW)
    assert [len(events(f"feed.{what}")) for what in ("made", "renewed", "ended")] == [1, 1, 1]


@pytest.mark.parametrize("role", ["reception", "school", "legal_representative", "compulsory_education", "care", "ggd"])
def test_it_holds_what_its_owner_sees_on_vandaag_and_nothing_else(world, role) -> None:
    from leerrecht.queries.worklist import Filters, find_worklist

    actor, token = feed_of(world, role)
    found = seen(find_feed(token=token))
    first = find_worklist(scope=actor.scope, on=ON, filters=Filters(show_all=True), lang="nl")
    pages = [
        find_worklist(scope=actor.scope, on=ON, filters=Filters(show_all=True, page=page), lang="nl")
        for page in range(1, first.pages + 1)
    ]
    items = [item for page in pages for group in page.groups for item in group.items]
    shown = {(item.child, item.due_on) for item in items if item.due_on and item.due_on <= ON + 366 * DAY}
    mine = {(event.child[1], event.day) for event in found}
    # the points of a move that are equally urgent stand on one line there, with the first of their days
    assert shown <= mine
    assert {child for child, _ in mine} == {child for child, _ in shown}
    assert bool(found) == bool(items and shown)


def test_who_left_the_team_or_whose_account_ended_has_no_calendar(world) -> None:
    _, token = feed_of(world)
    account = world.accounts["reception"]
    membership = account.professional.memberships.get()
    membership.valid_to = ON
    membership.save()
    assert find_reader(feed=find_feed(token=token), at=NOW) is None
    membership.valid_to = ON + DAY
    membership.save()
    assert find_reader(feed=find_feed(token=token), at=NOW) is not None
    account.is_active = False
    account.save()
    assert find_reader(feed=find_feed(token=token), at=NOW) is None


def test_with_an_account_goes_its_calendar(world) -> None:
    from leerrecht.operations.signing_in.accounts import end_account

    _, token = feed_of(world)
    keep_feeds(at=NOW)
    end_account(account=world.accounts["reception"].public_id, at=NOW, on=ON, origin="x")
    assert find_feed(token=token) is None and not Entry.objects.exists()


@pytest.mark.parametrize(("ago", "must"), [(30 * DAY - SECOND, False), (30 * DAY, False), (30 * DAY + SECOND, True)])
def test_who_did_not_sign_in_for_long_has_to(world, ago, must) -> None:
    _, token = feed_of(world)
    account = world.accounts["reception"]
    account.last_login = NOW - ago
    account.save()
    assert find_reader(feed=find_feed(token=token), at=NOW).must_sign_in is must


def test_who_never_signed_in_has_to(world) -> None:
    _, token = feed_of(world)
    type(world.accounts["reception"]).objects.update(last_login=None)
    assert find_reader(feed=find_feed(token=token), at=NOW).must_sign_in


def test_an_emergency_opening_puts_nothing_in_a_calendar(world) -> None:
    from tests.grants.acts import open_glass

    open_glass(world)
    _, token = feed_of(world, "stranger")
    assert seen(find_feed(token=token)) == []


# --- what a calendar hears ----------------------------------------------------------------------------------------------


@pytest.fixture
def kept(world):
    """A calendar that was noted once, and an event in it that can change."""
    _, token = feed_of(world, "legal_representative")
    feed = find_feed(token=token)
    assert keep_feeds(at=NOW)["changed"] == 1
    return feed


def test_what_stays_the_same_keeps_its_name_and_number(kept) -> None:
    before = seen(kept)
    assert before and all(event.sequence == 0 and event.changed_at == NOW for event in before)
    assert seen(kept) == before
    assert keep_feeds(at=NOW + SECOND) == {"changed": 0}
    assert seen(kept, NOW + SECOND) == before


def changed_term(world, feed):
    """Move the end of somebody's term; gives its code, and what the calendar said before."""
    before = by_code(seen(feed))
    child = next(
        child for child in world.children.values() if any(event.child[0] == child.pk for event in before.values())
    )
    lodge(world, child, ON - 30 * DAY)
    after = by_code(seen(feed))
    return next(code for code in after if code in before and after[code].day != before[code].day), before


def test_another_day_is_the_same_event_with_a_higher_number(world, kept) -> None:
    code, before = changed_term(world, kept)
    event = by_code(seen(kept))[code]
    assert event.sequence == 1 and not event.is_cancelled
    keep_feeds(at=NOW + SECOND)
    noted = by_code(seen(kept))[code]
    assert (noted.sequence, noted.changed_at, noted.day) == (1, NOW + SECOND, event.day)
    assert before[code].day != noted.day


def test_what_is_gone_is_cancelled_for_a_while(world, kept) -> None:
    from tests.forgetting import forget

    before = by_code(seen(kept))
    withdraw_all(world)
    forget()
    after = by_code(seen(kept))
    assert set(after) == set(before)
    assert all(event.is_cancelled and event.sequence == 1 and event.kind == "" for event in after.values())
    keep_feeds(at=NOW + SECOND)
    assert all(event.sequence == 1 for event in seen(kept))
    keep_feeds(at=NOW + SECOND + 30 * DAY - SECOND)
    assert seen(kept)
    type(kept.account).objects.update(last_login=NOW + 31 * DAY)
    keep_feeds(at=NOW + SECOND + 30 * DAY)
    assert seen(kept) == [] and not Entry.objects.exists()


def withdraw_all(world):
    """Take every task from the guardian's team."""
    from leerrecht.records.models import FACT

    FACT["involvements"].objects.update(retracted_at=NOW, retraction_reason="x")


def test_what_comes_back_has_a_higher_number_again(world, kept) -> None:
    from leerrecht.records.models import FACT
    from tests.forgetting import forget

    withdraw_all(world)
    forget()
    keep_feeds(at=NOW + SECOND)
    FACT["involvements"].objects.update(retracted_at=None, retraction_reason="")
    forget()
    assert {(event.sequence, event.is_cancelled) for event in seen(kept)} == {(2, False)}
    keep_feeds(at=NOW + 2 * SECOND)
    assert {(event.sequence, event.changed_at) for event in seen(kept)} == {(2, NOW + 2 * SECOND)}


def test_the_name_of_an_event_is_another_for_each_reader_and_says_nothing(world) -> None:
    codes = {}
    for role in ("legal_representative", "reception"):
        actor, _ = feed_of(world, role)
        found = find_live(viewer=actor.viewer, scope=actor.scope, on=ON, language="nl")
        codes[role] = {event.code for event in found}
    assert codes["legal_representative"] and codes["reception"]
    assert not codes["legal_representative"] & codes["reception"]
    ids = {child.public_id for child in world.children.values()}
    assert not any(public_id in code for public_id in ids for both in codes.values() for code in both)


# --- ended by scheduled work --------------------------------------------------------------------------------------------


def read_on(world, feed, moment):
    from leerrecht.audit.log import record_read

    record_read(
        at=moment, children=[next(iter(world.children.values())).public_id], activity="calendar", role="reception",
        actor=feed.account.public_id, team=feed.team.public_id,
    )  # fmt: skip


@pytest.mark.parametrize(("moment", "ended"), [(SECOND, 0), (-SECOND, 1)])
def test_a_calendar_that_nobody_reads_for_months_ends(world, moment, ended) -> None:
    _, token = feed_of(world, at=NOW - 400 * DAY)
    feed = find_feed(token=token)
    before = unused_before(at=NOW)
    assert before.date() == datetime.date(2026, 3, 15)
    read_on(world, feed, before + moment)
    assert keep_feeds(at=NOW, is_rehearsal=True)["ended"] == ended and Feed.objects.exists()
    assert keep_feeds(at=NOW)["ended"] == ended
    assert Feed.objects.exists() != bool(ended)
    assert len(events("feed.ended")) == ended


def test_the_calendar_of_who_left_ends(world) -> None:
    _, _ = feed_of(world)
    world.accounts["reception"].professional.memberships.update(valid_to=ON)
    assert keep_feeds(at=NOW)["ended"] == 1 and not Feed.objects.exists()


def test_with_a_record_goes_what_stood_in_calendars(world, kept) -> None:
    from collections import Counter

    from leerrecht.operations.erasing import _erase_grants
    from leerrecht.records.models import Child

    entry = Entry.objects.first()
    child = Child.objects.get(pk=entry.child_id)
    counts = Counter()
    _erase_grants(child, counts)
    assert counts["calendar"] and not Entry.objects.filter(child=child).exists()
    assert Entry.objects.exists()


def test_who_only_sees_counts_has_no_calendar(world) -> None:
    from leerrecht.queries.scopes import find_scope
    from leerrecht.queries.viewers import find_viewers

    viewer = find_viewers(account=world.accounts["policy"], on=ON)[0]
    assert not isinstance(find_scope(viewer=viewer, on=ON), Actor)
    feed = Feed.objects.create(
        account=world.accounts["policy"], team_id=viewer.team, token_hash="x", language="nl", made_at=NOW
    )
    assert find_reader(feed=feed, at=NOW) is None
