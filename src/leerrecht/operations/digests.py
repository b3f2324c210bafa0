"""Digests: how much is new for whom, by e-mail, at the times they chose. A digest holds counts and nothing of anybody.

Each is claimed in the database before it is sent and marked after. Who dies in between leaves a claim that nobody settled:
it may have been sent. After an hour it is sent once more and never again, under the same Message-ID; so the worst is one
repeat, and a mail server that drops repeats shows none.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping
from functools import partial

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from leerrecht.audit.log import record_event
from leerrecht.operations.posting import LATER, REFUSED, SENT, Letter, NoServer, Post, Tally, post_all
from leerrecht.queries.waiting import KINDS, Things, find_things
from leerrecht.telling.models import Choice, Mailing

MORNING = datetime.time(7)
STALE = datetime.timedelta(hours=1)
KEPT = datetime.timedelta(days=60)
MOST_TRIES = 2
MARK = 12
NOTHING = "nothing"
Write = Callable[[Mapping[str, int], str], Letter]
"""Writes a digest: how many new things by kind, in a language."""


def period_of(*, choice: Choice, at: datetime.datetime) -> datetime.datetime:
    """Give when the last time to send began, seen from a moment: seven in the morning, of the day or the chosen weekday."""
    here = timezone.localtime(at)
    day = here.date() - datetime.timedelta(days=1 if here.time() < MORNING else 0)
    if choice.rhythm == "weekly":
        day -= datetime.timedelta(days=(day.isoweekday() - choice.weekday) % 7)
    return datetime.datetime.combine(day, MORNING, timezone.get_current_timezone())


def find_due(*, at: datetime.datetime) -> list[tuple[Choice, datetime.date]]:
    """Give who is to be told now, with the day on which their period begins. Who chose since waits for the next."""
    choices = Choice.objects.exclude(rhythm="never").filter(account__is_active=True).select_related("account")
    since = timezone.localtime(at).date() - datetime.timedelta(days=8)
    settled = Mailing.objects.filter(day__gte=since).exclude(free_to_send(at=at))
    known = set(settled.values_list("account", "day"))
    periods = [(choice, period_of(choice=choice, at=at)) for choice in choices.order_by("pk")]
    return [
        (choice, begin.date())
        for choice, begin in periods
        if choice.changed_at <= begin and (choice.account_id, begin.date()) not in known
    ]


def free_to_send(*, at: datetime.datetime) -> Q:
    """What may be sent: what wasn't tried, and once more what was claimed and never settled."""
    return Q(state="waiting") | Q(state="claimed", claimed_at__lte=at - STALE, tries__lt=MOST_TRIES)


def send_digests(*, at: datetime.datetime, write: Write) -> Tally:
    """Send every digest that is due, over one connection; notes how many. Stops when the mail server isn't there."""
    tally = post_all(
        mails=[partial(_send_one, choice=choice, day=day, at=at, write=write) for choice, day in find_due(at=at)]
    )
    if tally.counts[SENT]:
        record_event(
            at=at, action="digest.sent", object_kind="digest", object_id=str(tally.counts[SENT]), access_rule="operator"
        )
    return tally


def _send_one(post: Post, choice: Choice, day: datetime.date, at: datetime.datetime, write: Write) -> str:
    """Send one person's digest; gives what came of it, or "" when another process is at it."""
    row, _ = Mailing.objects.get_or_create(account=choice.account, day=day)
    mine = Mailing.objects.filter(pk=row.pk)
    if not mine.filter(free_to_send(at=at)).update(state="claimed", claimed_at=at, tries=F("tries") + 1):
        return ""
    things = find_things(account=choice.account, at=at)
    counts, marks = count_new(account=choice.account.public_id, things=things, told=choice.told)
    if not counts:
        _settle(row, choice, NOTHING, marks)
        return NOTHING
    try:
        letter, purpose = write(counts, choice.language), f"digest {choice.account.public_id} {day}"
        came = post.send(letter=letter, to=choice.email, purpose=purpose)
    except NoServer:
        mine.update(state="waiting", tries=F("tries") - 1)
        raise
    if came == SENT:
        _settle(row, choice, SENT, marks)
    elif came == REFUSED:
        mine.update(state=REFUSED)
    elif came == LATER:
        mine.update(state="waiting", tries=F("tries") - 1)
    return came


def count_new(*, account: str, things: Things, told: Iterable[str]) -> tuple[dict[str, int], list[str]]:
    """Count by kind what wasn't told yet; and give the marks of all that waits now. `account`: a public id."""
    known, counts, marks = set(told), {}, []
    for kind in KINDS:
        found = {_mark(account, kind, thing) for thing in things.get(kind, ())}
        new = len(found - known)
        marks += sorted(found)
        if new:
            counts[kind] = new
    return counts, marks


def _mark(account: str, kind: str, thing: str) -> str:
    """Give the mark of a thing: a keyed hash, so that nobody can read out of it what it was."""
    return salted_hmac("leerrecht.digest", f"{account}\n{kind}\n{thing}", algorithm="sha256").hexdigest()[:MARK]


@transaction.atomic
def _settle(row: Mailing, choice: Choice, state: str, marks: list[str]) -> None:
    """Note that a digest went, or that there was nothing to say, and what need not be told again: both or neither."""
    Mailing.objects.filter(pk=row.pk).update(state=state)
    Choice.objects.filter(pk=choice.pk).update(told=marks)
