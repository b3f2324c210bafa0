"""What waits for somebody at work, over all their teams: things by kind, for counting. Nothing of it is shown to anybody."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping

from django.utils import timezone

from leerrecht.access import Refusal, Scope
from leerrecht.accounts.models import Account
from leerrecht.grants.models import Opening
from leerrecht.queries.agreements import agreements_to_review
from leerrecht.queries.consents import ending_consents
from leerrecht.queries.inquiries import posed_to
from leerrecht.queries.keeping import find_preview
from leerrecht.queries.notices import unread
from leerrecht.queries.rulebooks import access_table
from leerrecht.queries.scopes import find_scope
from leerrecht.queries.transfers import find_waiting as find_transfers
from leerrecht.queries.viewers import Viewer, find_viewers
from leerrecht.queries.worklist import find_places
from leerrecht.rights.models import Request

KINDS = ("late", "week", "notice", "transfer", "inquiry", "consent", "review", "request", "agreement", "past_term")
"""In the order in which they are told: signals that are late or for this week, then what others ask, then duties."""
NEAR = ("late", "week")
Things = Mapping[str, set[str]]
"""What waits, by kind: a text for each thing that is the same as long as the thing is."""


def find_things(*, account: Account, at: datetime.datetime) -> Things:
    """Give what waits for somebody at a moment, over their teams: the same thing in two teams is one."""
    on = timezone.localtime(at).date()
    found: defaultdict[str, set[str]] = defaultdict(set)
    for viewer in find_viewers(account=account, on=on):
        found["notice"] |= set(unread(viewer=viewer).values_list("public_id", flat=True))
        scope = find_scope(viewer=viewer, on=on, at=at)
        if not isinstance(scope, Refusal):
            for kind, thing in _in_scope(scope, viewer, on):
                found[kind].add(thing)
        for kind, thing in _by_duty(viewer, on):
            found[kind].add(thing)
    return found


def _in_scope(scope: Scope, viewer: Viewer, on: datetime.date) -> Iterator[tuple[str, str]]:
    for place in find_places(scope=scope, on=on):
        if place.group in NEAR:
            yield place.group, f"{place.card.child} {place.finding.rule} {place.finding.key}"
    for waiting in find_transfers(scope=scope, viewer=viewer):
        if waiting.passage.side in waiting.passage.waits_for:
            yield "transfer", f"{waiting.child} {waiting.passage.public_id} {waiting.passage.state}"
    yield from (("inquiry", asked) for asked in posed_to(scope=scope, viewer=viewer))
    yield from (("consent", each.consent) for each in ending_consents(scope=scope, viewer=viewer, on=on))


def _by_duty(viewer: Viewer, on: datetime.date) -> Iterator[tuple[str, str]]:
    """Give what a duty asks."""
    for duty, (kind, find) in DUTIES.items():
        if access_table().may(role=viewer.role, duty=duty):
            yield from ((kind, thing) for thing in find(viewer, on))


def _reviews(viewer: Viewer, on: datetime.date) -> list[str]:
    rows = Opening.objects.filter(reviewed_at__isnull=True).exclude(professional=viewer.professional)
    return list(rows.order_by("pk").values_list("public_id", flat=True))


def _requests(viewer: Viewer, on: datetime.date) -> list[str]:
    return list(Request.objects.filter(answer="").order_by("pk").values_list("public_id", flat=True))


def _agreements(viewer: Viewer, on: datetime.date) -> list[str]:
    return [f"{each.public_id} {each.review}" for each in agreements_to_review(on=on)]


def _past_term(viewer: Viewer, on: datetime.date) -> list[str]:
    preview = find_preview(on=on)
    return [each.child for each in (*preview.whole, *preview.partly)]


DUTIES: Mapping[str, tuple[str, Callable[[Viewer, datetime.date], list[str]]]] = {
    "review_openings": ("review", _reviews),
    "handle_requests": ("request", _requests),
    "keep_agreements": ("agreement", _agreements),
    "erase_records": ("past_term", _past_term),
}
