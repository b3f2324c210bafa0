"""What stands in somebody's calendar: the days of what they have on Vandaag or see ahead, within their Scope, as it is now.

An event says a day and one of a few general words. Who may read it is decided anew each time, as for a page.
"""

from __future__ import annotations

import base64
import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.db.models import Max
from django.utils import timezone
from django.utils.crypto import salted_hmac

from leerrecht.access import Refusal, Scope
from leerrecht.audit.models import Processing, Reading, Subject
from leerrecht.law.dates import add_months, day_number, to_date
from leerrecht.queries.rulebooks import rulebook
from leerrecht.queries.scopes import find_scope
from leerrecht.queries.viewers import Viewer, find_viewers
from leerrecht.queries.worklist import OPEN, Place, find_places
from leerrecht.telling.models import TOKEN, Entry, Feed

READ = "calendar"
"""The name of reading a feed in the log of readings."""
MOST_TOKEN = 64
CODE = 16
AHEAD = datetime.timedelta(days=366)
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
SCHOOL, GROWN, HOLIDAY, COMING, OTHER = "school", "grown", "holiday", "coming", "other"
GENERAL = {
    "adult.eighteen": GROWN, "adult.extended_reception": GROWN, "adult.civic_integration": GROWN,
    "adult.transport_payer": SCHOOL, "age.compulsory": SCHOOL, "continuity.gap": SCHOOL, "continuity.move": COMING,
    "continuity.retest": SCHOOL, "identifier.education_number": SCHOOL, "period.move": COMING,
    "period.holiday": HOLIDAY, "period.eighteen": GROWN, "period.next_school": SCHOOL, "period.decision": COMING,
    "placement.term": SCHOOL, "placement.interim": SCHOOL, "presence.missing": OTHER, "roles.contact": OTHER,
    "roles.gap": OTHER, "roles.takeover": OTHER, "roles.handover": OTHER, "tnv.admission": SCHOOL, "tnv.two_years": SCHOOL,
}  # fmt: skip
"""What a signal is called in a calendar, which others may see: general enough to say nothing of a status, or that a move
is coming. A rule that isn't named here is `other`.
"""


@dataclass(frozen=True, kw_only=True)
class Event:
    """A day in a calendar. `code`: its name, which leads to the signal after signing in; `child`: row number and public id.

    `kind`: a general word; empty for one that is cancelled.
    """

    code: str
    child: tuple[int, str]
    kind: str
    day: datetime.date
    mark: str = ""
    sequence: int = 0
    changed_at: datetime.datetime = EPOCH
    is_cancelled: bool = False


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Whose calendar it is, and what they reach now. `must_sign_in`: it was too long ago, so that nothing is shown."""

    viewer: Viewer
    scope: Scope
    must_sign_in: bool


def token_hash(*, token: str) -> str:
    """Give what is kept of a token: a hash with a key that only this server has."""
    return salted_hmac("leerrecht.feed", token, algorithm="sha256").hexdigest()


def find_feed(*, token: str) -> Feed | None:
    """Find a feed by the token in its address."""
    if len(token) > MOST_TOKEN:
        return None
    return Feed.objects.select_related("account", "team").filter(token_hash=token_hash(token=token)).first()


def find_reader(*, feed: Feed, at: datetime.datetime) -> Reader | None:
    """Give whose calendar it is; None when they have no account, or no place in that team, any more.

    An emergency opening isn't looked at: what is open for some hours doesn't belong in a calendar.
    """
    on = timezone.localtime(at).date()
    viewers = find_viewers(account=feed.account, on=on) if feed.account.is_active else []
    viewer = next((each for each in viewers if each.team == feed.team.pk), None)
    scope = find_scope(viewer=viewer, on=on) if viewer else None
    if viewer is None or scope is None or isinstance(scope, Refusal):
        return None
    days = rulebook().value_on("telling.feed_sign_in_days", on)
    last = feed.account.last_login
    return Reader(
        viewer=viewer, scope=scope, must_sign_in=last is None or last < at - datetime.timedelta(days=int(days))
    )


def code_of(*, account: str, child: str, rule: str, key: str) -> str:
    """Give the code of an event: the same for the same signal and reader, and no words to read."""
    digest = salted_hmac("leerrecht.calendar", f"{account}\n{child}\n{rule}\n{key}", algorithm="sha256").digest()
    return base64.b32encode(digest).decode().lower()[:CODE]


def _code(viewer: Viewer, place: Place) -> str:
    found = place.finding
    return code_of(account=viewer.account_id, child=place.card.child, rule=found.rule, key=found.key)


def find_live(*, viewer: Viewer, scope: Scope, on: datetime.date, language: str) -> list[Event]:
    """Give what stands in a calendar now: every open signal with a day, up to a year ahead."""
    found = []
    for place in find_places(scope=scope, on=on):
        finding = place.finding
        if finding.state in OPEN and finding.due_on is not None and finding.due_on <= on + AHEAD:
            kind = GENERAL.get(finding.rule, OTHER)
            said = f"{finding.due_on} {kind} {language}"
            mark = salted_hmac("leerrecht.calendar.said", said, algorithm="sha256").hexdigest()[:TOKEN]
            child = (place.card.number, place.card.child)
            found.append(Event(code=_code(viewer, place), child=child, kind=kind, day=finding.due_on, mark=mark))
    return sorted(found, key=lambda event: (event.day, event.code))


def with_history(
    *, live: Iterable[Event], entries: Iterable[Entry], since: datetime.datetime
) -> list[Event]:  # fmt: skip
    """Number events by what stood in the calendar before, and add those that are gone as cancelled.

    `since`: the moment of a change that wasn't noted yet.
    """
    known = {entry.code: entry for entry in entries}
    found = [_numbered(event, known.pop(event.code, None), since) for event in live]
    return found + [_cancelled(entry, since) for entry in known.values()]


def _numbered(event: Event, entry: Entry | None, since: datetime.datetime) -> Event:
    if entry is None:
        return replace(event, changed_at=since)
    if entry.mark == event.mark and entry.gone_at is None:
        return replace(event, sequence=entry.sequence, changed_at=entry.changed_at)
    return replace(event, sequence=entry.sequence + 1, changed_at=max(since, entry.changed_at))


def _cancelled(entry: Entry, since: datetime.datetime) -> Event:
    is_noted = entry.gone_at is not None
    return Event(
        code=entry.code, child=(entry.child_id, ""), kind="", day=entry.day, sequence=entry.sequence + (not is_noted),
        changed_at=entry.changed_at if is_noted else max(since, entry.changed_at), is_cancelled=True,
    )  # fmt: skip


def find_events(*, feed: Feed, reader: Reader, on: datetime.date) -> list[Event]:
    """Give all that a calendar says of a feed."""
    live = find_live(viewer=reader.viewer, scope=reader.scope, on=on, language=feed.language)
    midnight = datetime.datetime.combine(on, datetime.time(), timezone.get_current_timezone())
    return with_history(live=live, entries=Entry.objects.filter(feed=feed), since=midnight)


def find_place(*, viewer: Viewer, scope: Scope, on: datetime.date, code: str) -> Place | None:
    """Find the signal that an event leads to, among those that its reader may see."""
    return next((place for place in find_places(scope=scope, on=on) if _code(viewer, place) == code), None)


def read_since(*, viewer: Viewer, since: datetime.datetime) -> set[str]:
    """Give the children (public ids) whose days this person's calendar was given since a moment."""
    spans = Reading.objects.filter(actor=viewer.account_id, team=viewer.team_id, name=READ, at__gte=since)
    rows = Processing.objects.filter(parent_span_id__in=spans.values("span_id"))
    subjects = Subject.objects.filter(subject__in=rows.values("data_subject_id"))
    return set(subjects.values_list("child_id", flat=True))


def last_reads() -> Mapping[tuple[str, str], datetime.datetime]:
    """Give when each calendar was last read, by the public ids of account and team."""
    rows = Reading.objects.filter(name=READ).order_by().values_list("actor", "team").annotate(last=Max("at"))
    return {(actor, team): last for actor, team, last in rows}


def unused_before(*, at: datetime.datetime) -> datetime.datetime:
    """Give the moment before which a feed must have been read last to be let go (`telling.feed_unused_months`)."""
    on = timezone.localtime(at).date()
    months = int(rulebook().value_on("telling.feed_unused_months", on))
    day = to_date(add_months(day_number(on), -months)) or on
    return datetime.datetime.combine(day, datetime.time(), timezone.get_current_timezone())
