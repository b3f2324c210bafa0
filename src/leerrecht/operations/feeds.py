"""Calendar feeds: made, given another address, ended by whose they are; and kept up by scheduled work."""

from __future__ import annotations

import datetime
import secrets
from collections import Counter

from django.db import transaction
from django.utils import timezone

from leerrecht.accounts.models import Account
from leerrecht.audit.log import record_event
from leerrecht.operations.acting import Actor, Officer, Refused, note
from leerrecht.queries.feeds import (
    Event,
    Reader,
    find_live,
    find_reader,
    last_reads,
    token_hash,
    unused_before,
    with_history,
)
from leerrecht.queries.rulebooks import rulebook
from leerrecht.telling.models import LANGUAGES, Entry, Feed

TOKEN_BYTES = 24
"""192 bits of chance: nobody guesses it."""


def _mine(actor: Officer) -> Feed | None:
    """Find somebody's feed in the team in which they act; their account is locked until the transaction ends."""
    Account.objects.select_for_update().get(pk=actor.viewer.account)
    return Feed.objects.filter(account_id=actor.viewer.account, team_id=actor.viewer.team).first()


def _get(actor: Officer) -> Feed:
    found = _mine(actor)
    if found is None:
        raise Refused("refused.no_such_feed")
    return found


@transaction.atomic
def make_feed(*, actor: Actor, at: datetime.datetime, language: str) -> str:
    """Make a feed for the team in which somebody acts; gives its token, which is read here and never again. Raises Refused."""
    if _mine(actor) is not None:
        raise Refused("refused.feed_there")
    if language not in LANGUAGES:
        raise Refused("refused.feed_language")
    token = secrets.token_urlsafe(TOKEN_BYTES)
    made = Feed.objects.create(
        account_id=actor.viewer.account, team_id=actor.viewer.team, token_hash=token_hash(token=token),
        language=language, made_at=at,
    )  # fmt: skip
    note(actor=actor, at=at, action="feed.made", object_kind="feed", object_id=made.public_id)
    return token


@transaction.atomic
def renew_feed(*, actor: Officer, at: datetime.datetime) -> str:
    """Give a feed another address; the former leads nowhere from now on. Gives the token. Raises Refused."""
    found, token = _get(actor), secrets.token_urlsafe(TOKEN_BYTES)
    found.token_hash, found.made_at = token_hash(token=token), at
    found.save(update_fields=["token_hash", "made_at"])
    note(actor=actor, at=at, action="feed.renewed", object_kind="feed", object_id=found.public_id)
    return token


@transaction.atomic
def end_feed(*, actor: Officer, at: datetime.datetime) -> None:
    """End a feed, with what was kept of it. Raises Refused."""
    found = _get(actor)
    note(actor=actor, at=at, action="feed.ended", object_kind="feed", object_id=found.public_id)
    found.delete()


def _is_over(feed: Feed, reader: Reader | None, last_read: datetime.datetime | None, before: datetime.datetime) -> bool:
    return reader is None or max(feed.made_at, last_read or feed.made_at) < before


def keep_feeds(*, at: datetime.datetime, is_rehearsal: bool = False) -> Counter[str]:
    """Note what stands in each feed, so that a calendar hears of changes; end those of who left, and that nobody reads.

    Gives how many changed and how many ended.
    """
    reads, before, tally = last_reads(), unused_before(at=at), Counter[str]()
    for feed in Feed.objects.select_related("account", "team"):
        reader = find_reader(feed=feed, at=at)
        if _is_over(feed, reader, reads.get((feed.account.public_id, feed.team.public_id)), before):
            tally["ended"] += 1
            if not is_rehearsal:
                _end(feed, at)
        elif reader is not None and not reader.must_sign_in and not is_rehearsal:
            tally["changed"] += _note_events(feed, reader, at)
    return tally


@transaction.atomic
def _end(feed: Feed, at: datetime.datetime) -> None:
    number = feed.public_id
    feed.delete()
    record_event(at=at, action="feed.ended", object_kind="feed", object_id=number, access_rule="operator")


@transaction.atomic
def _note_events(feed: Feed, reader: Reader, at: datetime.datetime) -> int:
    """Note what stands in a feed now; gives 1 when that differs from before. What is cancelled for long goes."""
    on = timezone.localtime(at).date()
    if not Feed.objects.select_for_update(of=("self",)).filter(pk=feed.pk).exists():
        return 0  # ended meanwhile
    live = find_live(viewer=reader.viewer, scope=reader.scope, on=on, language=feed.language)
    known = {entry.code: entry for entry in Entry.objects.filter(feed=feed)}
    events = with_history(live=live, entries=known.values(), since=at)
    changed = [event for event in events if event.changed_at == at]
    for event in changed:
        _keep(feed, event, known.get(event.code), at)
    days = int(rulebook().value_on("telling.feed_cancelled_days", on))
    Entry.objects.filter(feed=feed, gone_at__lte=at - datetime.timedelta(days=days)).delete()
    return int(bool(changed))


def _keep(feed: Feed, event: Event, entry: Entry | None, at: datetime.datetime) -> None:
    if entry is None:
        Entry.objects.create(
            feed=feed, child_id=event.child[0], code=event.code, day=event.day, mark=event.mark, changed_at=at
        )
        return
    entry.day, entry.sequence, entry.changed_at = event.day, event.sequence, at
    entry.mark, entry.gone_at = (entry.mark, at) if event.is_cancelled else (event.mark, None)
    entry.save(update_fields=["day", "sequence", "changed_at", "mark", "gone_at"])
