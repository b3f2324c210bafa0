"""Who saw what: out of the two logs, for the privacy officer, for who looked themselves, and for the child and its guardian.

Nothing here tells where somebody lives: no location, no name of a team, and for a protected place no organisation either.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils import timezone

from leerrecht.access import Level, Scope
from leerrecht.audit.activities import register
from leerrecht.audit.models import Event, Processing, Reading, Subject
from leerrecht.chain.models import Organisation, Team
from leerrecht.queries.rulebooks import access_table
from leerrecht.records.models import FACT, Child

PROTECTED, RECEPTION = "protected", "reception"
DAYS, MOST_ROWS = 90, 20_000
LISTS = ("worklist", "children", "search", "own_log", "arrival", "doubles.listed")
"""Where a child is seen in passing, as one of many."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One row of a log. Ids are public; `children`: those it is about, as far as the reader may know them."""

    at: datetime.datetime
    is_reading: bool
    name: str
    actor: str
    team: str
    role: str
    result: str
    ground: str
    trace_id: str
    span_id: str
    object_kind: str = ""
    object_id: str = ""
    origin: str = ""
    children: tuple[str, ...] = ()
    organisation: str = ""


@dataclass(frozen=True, kw_only=True)
class Look:
    """What one organisation, in one role, did with a child's record on a day, of one kind: how often, and when last."""

    name: str
    what: str
    ground: str
    why: str
    count: int
    first_at: datetime.datetime
    last_at: datetime.datetime
    is_change: bool
    is_refused: bool

    @property
    def is_in_list(self) -> bool:
        """Tell whether the child was one of many."""
        return self.name in LISTS


@dataclass(frozen=True, kw_only=True)
class Looker:
    """One organisation, in one role, on one day. `listed`: looks in passing, counted and told last."""

    organisation: str
    role: str
    role_name: str
    looks: tuple[Look, ...]
    listed: tuple[Look, ...]
    is_emergency: bool

    @property
    def listed_count(self) -> int:
        """Give how often the child was one of many."""
        return sum(look.count for look in self.listed)


@dataclass(frozen=True, kw_only=True)
class Day:
    """Who looked at or changed a child's record on a day: emergencies first, then changes, then the rest."""

    day: datetime.date
    lookers: tuple[Looker, ...]


def grounds_of(*, scope: Scope, children: Collection[str]) -> Mapping[str, str]:
    """Give, per child (public id), the kind of tie by which a viewer reaches it."""
    kinds = {reaches[0].kind for reaches in scope.reaches.values()}
    if len(kinds) == 1:
        (kind,) = kinds
        return dict.fromkeys(children, kind)
    numbers = Child.objects.filter(public_id__in=children).values_list("public_id", "pk")
    return {child: scope.reach_of(pk).kind for child, pk in numbers if pk in scope.children}


def may_see_lookers(*, scope: Scope, child: int) -> bool:
    """Tell whether a viewer may see who else looked: where the table opens the log of sharing whole, to who is involved now.

    Not in after-care: who looked since would tell where the child went to live.
    """
    is_open = access_table().cell(role=scope.role, category="consent").level is Level.FULL
    return is_open and scope.is_involved(child)


def seen_by_others(
    *, child: str, lang: str, since: datetime.date | None = None, until: datetime.date | None = None,
    leave_out: Collection[str] = ("child",), is_kept: Callable[[Entry], bool] = lambda entry: True,
    is_neutral: bool | None = None,
) -> list[Day]:  # fmt: skip
    """Give who looked at or changed a child's record (public id), the last day first; for the child and who acts for it.

    From `since` until `until` (half-open); by default all that is kept. `leave_out`: roles, by default the child itself;
    `is_kept`: tells for each row whether the reader may know of it yet; `is_neutral`: reception goes by its role, by default
    for a child that ever lived in a protected place.
    Words are in Dutch or English; `name`, `role` and `ground` are the keys, for other languages. The caller has
    made sure that the reader may know: only the child and its legal representative.
    """
    entries = [
        entry
        for entry in (*_readings_of(child, since, until), *_events_of(child, since, until))
        if entry.role not in leave_out and is_kept(entry)
    ]
    names = _organisations(
        entries, lang if lang == "nl" else "en", neutral=_lived_protected(child) if is_neutral is None else is_neutral
    )
    days: dict[datetime.date, dict[tuple[str, str], list[Entry]]] = {}
    for entry in entries:
        grouped = days.setdefault(timezone.localdate(entry.at), {})
        grouped.setdefault((names[entry.team, entry.organisation, entry.role], entry.role), []).append(entry)
    return [
        Day(day=day, lookers=_lookers(days[day], lang if lang == "nl" else "en")) for day in sorted(days, reverse=True)
    ]


def asked_period(field: str, since: datetime.date | None, until: datetime.date | None) -> Q:
    """Ask for the days from one until another, by our own clock."""

    def start(day: datetime.date) -> datetime.datetime:
        return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))

    found = Q()
    if since is not None:
        found &= Q(**{f"{field}__gte": start(since)})
    if until is not None:
        found &= Q(**{f"{field}__lt": start(until)})
    return found


def _readings_of(child: str, since: datetime.date | None, until: datetime.date | None) -> list[Entry]:
    subject = Subject.objects.filter(child_id=child).values("subject")
    seen = Processing.objects.filter(asked_period("start_time", since, until), data_subject_id__in=subject)
    spans = seen.exclude(parent_span_id="").values("parent_span_id")
    rows = Reading.objects.filter(span_id__in=spans).order_by("-at", "-pk")
    apart = (rows.exclude(name__in=LISTS), rows.filter(name__in=LISTS))  # the many of one push out none of the other
    return [entry_of_reading(row) for found in apart for row in found[:MOST_ROWS]]


def _events_of(child: str, since: datetime.date | None, until: datetime.date | None) -> list[Entry]:
    rows = Event.objects.filter(asked_period("at", since, until), child_id=child, erased_at__isnull=True)
    return [entry_of_event(row) for row in rows.order_by("-at", "-pk")[:MOST_ROWS]]


def entry_of_reading(row: Reading) -> Entry:
    """Read a row of who read."""
    return Entry(
        at=row.at, is_reading=True, name=row.name, actor=row.actor, team=row.team, role=row.role, result="done",
        ground=row.ground, trace_id=row.trace_id, span_id=row.span_id, organisation=row.organisation,
    )  # fmt: skip


def entry_of_event(row: Any) -> Entry:
    """Read a row of what was done."""
    parts = row.access_rule.split(":")
    ground = parts[2] if len(parts) > 2 else ("list" if row.action == "child.imported" else "")
    return Entry(
        at=row.at, is_reading=False, name=row.action, actor=row.actor, team=row.team, role=row.role, result=row.result,
        ground=ground, trace_id=row.trace_id, span_id=row.span_id, object_kind=row.object_kind, object_id=row.object_id,
        origin=row.origin,
        children=(row.child_id,) if row.child_id else (),
    )  # fmt: skip


def _lived_protected(child: str) -> bool:
    """Tell whether a child lives or lived in a protected place, also by a fact that was retracted."""
    stays: Any = FACT["stays"].objects
    return bool(stays.filter(child__public_id=child, kind=PROTECTED).exists())


def _organisations(entries: Sequence[Entry], lang: str, *, neutral: bool) -> dict[tuple[str, str, str], str]:
    """Name the organisation behind each team or organisation; the role where it isn't known or may not be told."""
    teams = dict(
        Team.objects.filter(public_id__in={entry.team for entry in entries}).values_list(
            "public_id", "organisation__name"
        )
    )
    named = dict(
        Organisation.objects.filter(public_id__in={entry.organisation for entry in entries} - {""}).values_list(
            "public_id", "name"
        )
    )
    found = {}
    for entry in entries:
        name = named.get(entry.organisation) or teams.get(entry.team, "")
        is_closed = neutral and entry.role == RECEPTION
        found[entry.team, entry.organisation, entry.role] = (
            role_name(entry.role, lang) if is_closed or not name else name
        )
    return found


def role_name(role: str, lang: str) -> str:
    """Name a role; nothing for one that isn't known."""
    known = access_table().roles.get(role)
    return known.name[lang] if known else "–"


def what_words(name: str, lang: str) -> str:
    """Say what was done, in words for who it is about."""
    return register().find(name)[1][lang]


def why_words(ground: str, lang: str) -> str:
    """Say on what ground somebody reached a child; nothing when that wasn't noted."""
    words = register().grounds.get(ground)
    return words[lang] if words else ""


def _lookers(grouped: Mapping[tuple[str, str], Sequence[Entry]], lang: str) -> tuple[Looker, ...]:
    found = []
    for (organisation, role), entries in grouped.items():
        looks = _looks(entries, lang)
        found.append(
            Looker(
                organisation=organisation,
                role=role,
                role_name=role_name(role, lang),
                looks=tuple(look for look in looks if not look.is_in_list),
                listed=tuple(look for look in looks if look.is_in_list),
                is_emergency=any(
                    look.ground == "glass" or look.name.startswith(("glass.", "opening.")) for look in looks
                ),
            )
        )
    return tuple(sorted(found, key=_weight))


def _weight(looker: Looker) -> tuple[bool, bool, bool, str, str]:
    """Put first what matters most: emergencies, changes, whoever opened the record; work lists last."""
    has_change = any(look.is_change for look in looker.looks)
    return not looker.is_emergency, not has_change, not looker.looks, looker.organisation, looker.role


def _looks(entries: Sequence[Entry], lang: str) -> list[Look]:
    kinds: dict[tuple[str, str, str], list[Entry]] = {}
    for entry in entries:
        kinds.setdefault((entry.name, entry.ground, entry.result), []).append(entry)
    looks = [
        Look(
            name=name, what=what_words(name, lang), ground=ground, why=why_words(ground, lang), count=len(same),
            first_at=min(entry.at for entry in same), last_at=max(entry.at for entry in same),
            is_change=not same[0].is_reading, is_refused=result == "refused",
        )
        for (name, ground, result), same in kinds.items()
    ]  # fmt: skip
    return sorted(looks, key=lambda look: (not look.is_change, look.name, look.ground))
