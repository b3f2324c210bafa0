"""What a young person reads at their own door about others: who looked, what was asked and agreed, what they asked themselves.

Nothing of a place or a school that nobody has told them of yet stands here: no look, no change, no question.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from leerrecht.access import Scope
from leerrecht.chain.models import Team
from leerrecht.grants.models import Consent
from leerrecht.queries.consents import consents_seen, decider_of, state_of
from leerrecht.queries.logs import Entry, Look, Looker, seen_by_others
from leerrecht.queries.own import ROLE, Untold, find_untold, is_protected_here
from leerrecht.records.models import Child
from leerrecht.rights.models import Request


@dataclass(frozen=True, kw_only=True)
class OwnLooker:
    """One organisation on one day; without its name when that could tell where a protected place is.

    `did`: changed, looked, listed, emergency; `grounds`: kinds of ties.
    """

    organisation: str
    role: str
    did: tuple[str, ...]
    grounds: tuple[str, ...]
    is_emergency: bool


@dataclass(frozen=True, kw_only=True)
class OwnDay:
    """Who looked or changed something on a day."""

    day: datetime.date
    lookers: tuple[OwnLooker, ...]


@dataclass(frozen=True, kw_only=True)
class OwnConsent:
    """What was asked of a young person. `state`: open, lapsed, given, ended, refused or withdrawn; `wish`: what they want.

    `organisation`: who would know; empty when its name could tell where a protected place is, `role` then says what it is.
    """

    public_id: str
    organisation: str
    role: str
    purpose: str
    categories: tuple[str, ...]
    asked_words: str
    until_on: datetime.date
    state: str
    by_child: bool
    wish: str
    child_view: str


def seen_by_others_at_door(*, child: Child, on: datetime.date) -> list[OwnDay]:
    """Give who looked at or changed a young person's record, the last day first, as far as they may know of it."""
    untold = find_untold(child=child.pk, on=on)
    teams = frozenset(Team.objects.filter(pk__among=untold.teams).values_list("public_id", flat=True))
    is_protected = is_protected_here(child=child.pk, untold=untold)
    days = seen_by_others(
        child=child.public_id, lang="nl", is_kept=lambda entry: _is_known(entry, untold, teams), is_neutral=is_protected
    )
    return [OwnDay(day=day.day, lookers=tuple(_own_looker(each, is_protected) for each in day.lookers)) for day in days]


NEWS = (
    "arrival.hinted", "inquiry.asked", "inquiry.joined", "handover.opened", "handover.asked", "handover.accepted",
    "handover.declined", "handover.moved", "handover.called_off",
)  # fmt: skip
"""What a young person hears of from a person first: that they were sought or taken up elsewhere, that somebody stops."""


def _is_known(entry: Entry, untold: Untold, teams: frozenset[str]) -> bool:
    return entry.name not in NEWS and entry.team not in teams and entry.object_id not in untold.objects


def _own_looker(looker: Looker, is_protected: bool) -> OwnLooker:
    looks = (*looker.looks, *looker.listed)
    did = dict.fromkeys(_did(look) for look in looks)
    if looker.is_emergency:
        did = {"emergency": None, **did}
    return OwnLooker(
        organisation="" if is_protected else looker.organisation,
        role=looker.role,
        did=tuple(did),
        grounds=tuple(dict.fromkeys(look.ground for look in looks if look.ground)),
        is_emergency=looker.is_emergency,
    )


def _did(look: Look) -> str:
    if look.is_in_list:
        return "listed"
    return "changed" if look.is_change else "looked"


def find_consents(*, scope: Scope, child: Child, on: datetime.date) -> list[OwnConsent]:
    """Give what was asked of a young person, the last first; not for a team at a place they don't know of."""
    untold = find_untold(child=child.pk, on=on)
    rows = consents_seen(scope=scope, child=child.pk)
    is_protected = is_protected_here(child=child.pk, untold=untold)
    return [_own_consent(row, on, is_protected) for row in rows if not {row.team_id, row.asked_team_id} & untold.teams]


def _own_consent(row: Consent, on: datetime.date, is_protected: bool) -> OwnConsent:
    return OwnConsent(
        public_id=row.public_id, organisation="" if is_protected else row.team.organisation.name, role=row.team.role,
        purpose=row.purpose,
        categories=tuple(row.categories.split()), asked_words=row.asked_words, until_on=row.until_on,
        state=state_of(consent=row, on=on), by_child=row.decided_as == "child", wish=row.child_wish,
        child_view=row.child_view,
    )  # fmt: skip


def decides_alone(*, child: Child, on: datetime.date) -> bool:
    """Tell whether a young person decides on consent without their legal representative."""
    return decider_of(child=child.pk, on=on)[0] == ROLE


def find_requests(*, child: Child) -> Iterable[dict[str, Any]]:
    """Give what a young person asked themselves by right, with the answer."""
    return [
        {
            "words": row.words,
            "asked_on": timezone.localtime(row.asked_at).date(),
            "due_on": row.due_on,
            "is_answered": bool(row.answer),
            "answer_words": row.answer_words,
        }
        for row in Request.objects.filter(child=child, asked_as="child")
    ]
