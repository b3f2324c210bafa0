"""Searching the two logs: for the privacy officer all of them, for everybody else what they did themselves."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q

from leerrecht.access import Scope
from leerrecht.accounts.models import Account
from leerrecht.audit.activities import Activity, register
from leerrecht.audit.models import Event, Processing, Reading, Subject
from leerrecht.audit.outside import LinksRefused, links_file, read_links
from leerrecht.audit.verifying import Fault, verify
from leerrecht.chain.models import Team
from leerrecht.queries.cards import find_cards
from leerrecht.queries.facts import seen_row
from leerrecht.queries.logs import Entry, asked_period, entry_of_event, entry_of_reading
from leerrecht.queries.viewers import Viewer
from leerrecht.queries.worklist import name_of
from leerrecht.records.models import Child

ON_A_PAGE, MOST_PAGES, MOST_EXPORTED = 50, 200, 50_000
NEWEST = 1000
NOT_OWN = ("own_log",)
"""What isn't told to who did it: looking at this very page."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is sought in the logs. Ids are public; `actor`: an account's id, or a part of somebody's name; half-open days."""

    child: str = ""
    trace: str = ""
    actor: str = ""
    role: str = ""
    activity: str = ""
    since: datetime.date | None = None
    until: datetime.date | None = None


@dataclass(frozen=True, kw_only=True)
class Rows:
    """A page of rows, the last first. `names`: of the accounts in them; `organisations`: of the teams in them."""

    entries: tuple[Entry, ...]
    total: int
    page: int
    pages: int
    names: Mapping[str, str]
    organisations: Mapping[str, str]

    @property
    def shown_children(self) -> tuple[str, ...]:
        """Give the public ids of the children on this page."""
        return tuple(dict.fromkeys(child for entry in self.entries for child in entry.children))


@dataclass(frozen=True, kw_only=True)
class ChainState:
    """How the chain stands: its last number and link, what is wrong among its last rows, and what is kept outside.

    `kept`: the last number kept outside; 0 when nothing is; None when that file can't be read.
    """

    sequence: int
    link: str
    looked: int
    kept: int | None
    fault: Fault | None


def find_rows(*, question: Question, page: int = 1) -> Rows:
    """Give a page of the rows of both logs that answer a question. For the privacy officer: the caller asks the duty."""
    events, readings = _events(question), _readings(question)
    return _page(events, readings, page, only=question.child)


def find_own_rows(*, viewer: Viewer, page: int = 1) -> Rows:
    """Give a page of what somebody looked at and did themselves, in any team."""
    events = Event.objects.filter(actor=viewer.account_id, erased_at__isnull=True)
    readings = Reading.objects.filter(actor=viewer.account_id).exclude(name__in=NOT_OWN)
    return _page(events, readings, page)


def _page(events: Any, readings: Any, page: int, *, only: str = "") -> Rows:
    """Read as many of each as could be on the pages up to this one, and put them in order of time."""
    total = events.count() + readings.count()
    pages = min(max(1, -(-total // ON_A_PAGE)), MOST_PAGES)
    page = min(max(1, page), pages)
    end = page * ON_A_PAGE
    found = [entry_of_event(row) for row in events.order_by("-at", "-pk")[:end]]
    found += [entry_of_reading(row) for row in readings.order_by("-at", "-pk")[:end]]
    found.sort(key=lambda entry: (entry.at, entry.span_id), reverse=True)
    shown = _with_children(found[end - ON_A_PAGE : end], only=only)
    return Rows(
        entries=tuple(shown), total=total, page=page, pages=pages, names=_names(shown), organisations=_teams(shown)
    )


def count_rows(*, question: Question) -> int:
    """Count the rows that answer a question: more than MOST_EXPORTED can't be taken out at once."""
    return int(_events(question).count() + _readings(question).count())


def every_row(*, question: Question) -> Iterator[Entry]:
    """Give every row that answers a question, to be taken out: first the events, then the readings; not more than a limit."""
    events, readings = _events(question), _readings(question)
    found = [entry_of_event(row) for row in events.order_by("-at", "-pk")[:MOST_EXPORTED]]
    yield from found
    rest = readings.order_by("-at", "-pk")[: MOST_EXPORTED - len(found)]
    for start in range(0, MOST_EXPORTED, 1000):
        part = [entry_of_reading(row) for row in rest[start : start + 1000]]
        if not part:
            return
        yield from _with_children(part, only=question.child)


def _accounts(actor: str) -> list[str]:
    """Give the accounts that an id or a part of a name means."""
    named = Q(professional__name__icontains=actor) if len(actor) > 2 else Q()
    found = Account.objects.filter(Q(public_id=actor) | named) if named else Account.objects.filter(public_id=actor)
    return [*found.values_list("public_id", flat=True), actor]


def _activity(name: str) -> Activity | None:
    return register().activities.get(name)


def _events(question: Question) -> Any:
    found = Event.objects.filter(asked_period("at", question.since, question.until), erased_at__isnull=True)
    if question.child:
        found = found.filter(child_id=question.child)
    if question.trace:
        found = found.filter(trace_id=question.trace)
    if question.actor:
        found = found.filter(actor__in=_accounts(question.actor))
    if question.role:
        found = found.filter(role=question.role)
    if question.activity:
        known = Event.objects.order_by("action").values_list("action", flat=True).distinct()
        activity = _activity(question.activity)
        found = found.filter(action__in=[action for action in known if register().find(action)[0] == activity])
    return found


def _readings(question: Question) -> Any:
    found = Reading.objects.filter(asked_period("at", question.since, question.until))
    if question.child:
        subject = Subject.objects.filter(child_id=question.child).values("subject")
        spans = Processing.objects.filter(data_subject_id__in=subject).values("parent_span_id")
        found = found.filter(span_id__in=spans)
    if question.trace:
        found = found.filter(trace_id=question.trace)
    if question.actor:
        found = found.filter(actor__in=_accounts(question.actor))
    if question.role:
        found = found.filter(role=question.role)
    if question.activity:
        activity = _activity(question.activity)
        found = found.filter(activity__startswith=activity.all_versions) if activity else found.none()
    return found


def _with_children(entries: Sequence[Entry], *, only: str) -> list[Entry]:
    """Add to each reading which children it was about; those who were erased are nobody any more.

    `only`: the child (public id) that was asked about: who stood in the same list is nobody's business then, and doesn't go
    along to whoever asked for their own rows (GDPR article 15(4)). Empty: all of them.
    """
    spans = [entry.span_id for entry in entries if entry.is_reading]
    seen = Processing.objects.filter(parent_span_id__in=spans).order_by("pk")
    rows = list(seen.values_list("parent_span_id", "data_subject_id"))
    children = dict(
        Subject.objects.filter(subject__in={subject for _, subject in rows}).values_list("subject", "child_id")
    )
    by_span: dict[str, list[str]] = {}
    for span, subject in rows:
        child = children.get(subject, "")
        if not only or child == only:
            by_span.setdefault(span, []).append(child)
    return [
        replace(entry, children=tuple(by_span.get(entry.span_id, ()))) if entry.is_reading else entry
        for entry in entries
    ]


def _names(entries: Collection[Entry]) -> dict[str, str]:
    """Name the people behind the accounts."""
    accounts = Account.objects.filter(public_id__in={entry.actor for entry in entries})
    return {code: name for code, name in accounts.values_list("public_id", "professional__name") if name}


def _teams(entries: Collection[Entry]) -> dict[str, str]:
    """Name the organisation of each team; never the team, whose name may tell where somebody lives."""
    teams = Team.objects.filter(public_id__in={entry.team for entry in entries})
    return dict(teams.values_list("public_id", "organisation__name"))


def names_in_reach(*, scope: Scope | None, children: Collection[str], on: datetime.date) -> dict[str, str]:
    """Name the children (public ids) whom a viewer reaches today, as far as they may see names."""
    if scope is None or not children:
        return {}
    numbers = Child.objects.filter(public_id__in=children, pk__among=scope.children).values_list("pk", flat=True)
    found = {}
    for card in find_cards(scope=scope, on=on, children=list(numbers)):
        person = seen_row(scope=scope, number=card.number, table="children", row=card.person) or {}
        found[card.child] = name_of(person)
    return found


def find_chain_state() -> ChainState:
    """Look at the last rows of the chain, and at what is kept outside the database. The whole of it: leerrecht doctor."""
    path = links_file()
    try:
        outside = read_links(path=path) if path else {}
    except (LinksRefused, OSError):
        outside = None
    verdict = verify(outside=outside or {}, newest=NEWEST)
    kept = None if outside is None else max(outside, default=0)
    return ChainState(sequence=verdict.sequence, link=verdict.link, looked=verdict.rows, kept=kept, fault=verdict.fault)
