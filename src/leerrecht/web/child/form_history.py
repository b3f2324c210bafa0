"""Who recorded a fact, what stood there before, and why it was changed: as far as a viewer may know.

A school doesn't learn which organisation looks after a child, so it reads the makers of a fact neutrally; and a reason in
somebody's own words is kept from those to whom it could betray the residence status.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from leerrecht.access.ties import GRANTED
from leerrecht.law.tables import TABLE
from leerrecht.operations.facts import seen_of
from leerrecht.records.models import Fact
from leerrecht.web.child.wording import label, value_words
from leerrecht.web.frame.viewing import Visit
from leerrecht.web.words import word

OPEN_KINDS = ("school_board", "municipality")
"""Organisations whose part in a child's life every viewer knows."""
UNSAID = ("child", "key", "shared_with")


@dataclass(frozen=True, kw_only=True)
class Maker:
    """Who did something, and on which day here: a person (empty when that may not be known) of an organisation."""

    person: str
    organisation: str
    on: datetime.date

    @property
    def who(self) -> str:
        """The person and the organisation in one breath; empty when neither may be known."""
        return ", ".join(name for name in (self.person, self.organisation) if name)


@dataclass(frozen=True, kw_only=True)
class Version:
    """A fact as it stood for a while: its filled columns, who recorded it, who ended that and why."""

    cells: list[dict[str, str]]
    made: Maker
    ended: Maker | None
    reason: str


def _person(account: Any) -> str:
    return account.professional.name if account is not None and account.professional is not None else ""


def _is_neutral(visit: Visit, organisation: Any, child: int) -> bool:
    """Tell whether this viewer may not know the organisation by name, about a child (row number)."""
    is_own = organisation is not None and organisation.pk == visit.viewer.organisation
    is_open = organisation is not None and organisation.kind in OPEN_KINDS
    return not (is_own or is_open or visit.children.sees_field("involvements.organisation", child=child))


def _maker(visit: Visit, account: Any, organisation: Any, at: datetime.datetime, child: int) -> Maker:
    on = timezone.localtime(at).date()
    if _is_neutral(visit, organisation, child):
        return Maker(person="", organisation=word("forms_child.another_organisation", visit.lang), on=on)
    return Maker(person=_person(account), organisation=organisation.name if organisation else "", on=on)


def made_by(visit: Visit, fact: Fact) -> Maker:
    """Give who recorded a fact."""
    return _maker(visit, fact.recorded_by, fact.source, fact.recorded_at, _child(fact))


def _organisation_of(account: Any, at: datetime.datetime) -> Any:
    """Give the organisation for which somebody worked on a day."""
    if account is None or account.professional is None:
        return None
    memberships = account.professional.memberships.select_related("team__organisation")
    worked = [
        each for each in memberships.filter(valid_from__lte=at.date()) if not each.valid_to or each.valid_to > at.date()
    ]
    return worked[-1].team.organisation if worked else None


def ended_by(visit: Visit, fact: Fact) -> tuple[Maker | None, str]:
    """Give who retracted a fact, and the reason they gave if this viewer may read it; nobody while it stands.

    The viewer's own organisation reads it, but not who only waits for a child there.
    """
    if fact.retracted_at is None:
        return None, ""
    following = _following(fact)
    organisation = following.source if following else _organisation_of(fact.retracted_by, fact.retracted_at)
    holds = visit.children.reach_of(_child(fact)).kind not in GRANTED
    is_own = holds and organisation is not None and organisation.pk == visit.viewer.organisation
    may_read = is_own or visit.children.sees_field("statuses.status", child=_child(fact))
    maker = _maker(visit, fact.retracted_by, organisation, fact.retracted_at, _child(fact))
    return maker, fact.retraction_reason if may_read else ""


def _child(fact: Any) -> int:
    number: int = fact.child_id
    return number


def _following(fact: Fact) -> Fact | None:
    model: Any = type(fact)
    found: Fact | None = model.objects.filter(corrects=fact).select_related("source").first()
    return found


def cells_of(table: str, row: Mapping[str, Any], lang: str) -> list[dict[str, str]]:
    """Give the filled columns of a row in words."""
    return [
        {"label": label(table, column.name, lang), "value": said}
        for column in TABLE[table].columns
        if column.name not in UNSAID and (said := value_words(table=table, column=column, row=row, lang=lang))
    ]


def version_of(visit: Visit, fact: Fact) -> Version | None:
    """Give one version of a fact; None if this viewer may not know it."""
    row = seen_of(scope=visit.children, fact=fact)
    if row is None:
        return None
    ended, reason = ended_by(visit, fact)
    cells = cells_of(fact.table, row, visit.lang)
    return Version(cells=cells, made=made_by(visit, fact), ended=ended, reason=reason)


def former_versions(visit: Visit, fact: Fact) -> list[Version]:
    """Give what stood in the place of a fact before, the latest first."""
    model: Any = type(fact)
    found, number = [], getattr(fact, "corrects_id", None)
    while number is not None:
        former = model.objects.select_related(
            "child", "source", "recorded_by__professional", "retracted_by__professional"
        ).get(pk=number)
        version = version_of(visit, former)
        found += [version] if version else []
        number = former.corrects_id
    return found
