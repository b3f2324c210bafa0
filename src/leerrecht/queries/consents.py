"""Consents: what somebody may know because the child, or who represents it, agreed; and who may see that it was asked."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from leerrecht.access import Level, Scope
from leerrecht.grants.models import Consent
from leerrecht.law.dates import day_number
from leerrecht.law.rule import NO_ROW
from leerrecht.law.terms import consent_ending, who_decides
from leerrecht.queries.facts import standing
from leerrecht.queries.rulebooks import rulebook
from leerrecht.queries.viewers import Viewer

GrantedTie = tuple[int, str, datetime.date, datetime.date, frozenset[str]]
"""Child (row number), consent (public id), first day, first day without, categories."""

REPRESENTATIVE = "legal_representative"


def consent_ties(*, viewer: Viewer, on: datetime.date) -> Iterator[GrantedTie]:
    """Give the consents that hold for a viewer on a day: given to the team, or to this person in it. One SQL query."""
    held = Consent.objects.filter(
        Q(professional__isnull=True) | Q(professional=viewer.professional),
        team=viewer.team, decision="yes", withdrawn_at__isnull=True, until_on__gt=on,
    )  # fmt: skip
    rows = held.values_list("child", "public_id", "decided_at", "until_on", "categories")
    for child, public_id, decided_at, until_on, categories in rows:
        since_on = timezone.localtime(decided_at).date()
        if since_on <= on:
            yield child, public_id, since_on, until_on, frozenset(categories.split())


def consents_seen(*, scope: Scope, child: int, viewer: Viewer | None = None) -> QuerySet[Consent]:
    """Give the consents about a child that a viewer may see, the last asked first.

    All of them for who represents the child and for the child (no `viewer`). For others those that their team asked
    for, and those they received: that somebody agreed, never that it was asked of others or refused.
    """
    if child not in scope.children or scope.reach_of(child).is_aftercare:  # one reads on, not what came since
        return Consent.objects.none()
    about = Consent.objects.filter(child=child).select_related(
        "child", "team__organisation", "professional", "asked_team__organisation", "asked_by__professional"
    )
    level = max(lens.category_level("consent") for lens in scope.lenses_of(child))
    if level is Level.FULL:
        return about
    if viewer is None:
        return Consent.objects.none()
    received = Q(team=viewer.team, decision="yes") & (
        Q(professional__isnull=True) | Q(professional=viewer.professional)
    )
    return about.filter(received | Q(asked_team=viewer.team) if level is Level.OWN else received)


def is_representative(*, viewer: Viewer, child: int, on: datetime.date) -> bool:
    """Tell whether somebody represents this child in law today: the task, of the team or in person, is in force."""
    if viewer.role != REPRESENTATIVE:
        return False
    held = Q(linked_team=viewer.team) | Q(linked_professional=viewer.professional, linked_team__isnull=True)
    return bool(tasks_in_force(child=child, on=on).filter(held, task=REPRESENTATIVE).exists())


def tasks_in_force(*, child: int, on: datetime.date) -> QuerySet[Any]:
    """Give the tasks that somebody holds for a child on a day."""
    return standing(table="involvements").filter(
        Q(valid_from__isnull=True) | Q(valid_from__lte=on), Q(valid_to__isnull=True) | Q(valid_to__gt=on), child=child
    )


def decider_of(*, child: int, on: datetime.date) -> tuple[str, str]:
    """Say who decides on consent for a child, and why (see law.terms.who_decides); by its facts, not by what one sees.

    A date of birth that was estimated is uncertain, until it makes somebody an adult: then nobody represents them.
    """
    born = standing(table="children").filter(child=child).values_list("born_from", "born_to", "born_precision").first()
    born_from, born_to, precision = born or (None, None, "")
    book = rulebook()

    def ask(parameter: str) -> tuple[str, str]:
        return who_decides(
            born_from=day_number(born_from), born_to=day_number(born_to), on=day_number(on),
            years=book.value_on(parameter, on), feb29_on_mar1=book.value_on("birthday.feb29", on),
        )  # fmt: skip

    found, why = ask("consent.child_decides_from_years")
    if precision == "estimated" and found != REPRESENTATIVE and ask("age.adult_years")[0] == REPRESENTATIVE:
        return REPRESENTATIVE, "uncertain"
    return found, why


def may_know_age(*, scope: Scope, child: int) -> bool:
    """Tell whether a viewer may know what follows from the date of birth, such as who decides."""
    return scope.sees_conclusion(fields=("children.born_on",), child=child)


def receipt_of(*, consent: Consent, is_withdrawal: bool = False) -> str:
    """Give the receipt of a decision, or of its withdrawal: short, to read aloud, the same for all who may see it."""
    moments = [consent.asked_at, consent.decided_at, consent.withdrawn_at if is_withdrawal else None]
    said = [consent.public_id, *(moment.isoformat() if moment else "" for moment in moments)]
    said += [consent.until_on.isoformat(), consent.categories]
    digest = hashlib.sha256("|".join(said).encode()).hexdigest()[:12].upper()
    return "-".join(digest[place : place + 4] for place in (0, 4, 8))


def state_of(*, consent: Consent, on: datetime.date) -> str:
    """Say how a consent stands: open, lapsed (nobody answered in time), given, ended, refused or withdrawn."""
    if consent.withdrawn_at is not None:
        return "withdrawn"
    if consent.decision == "no":
        return "refused"
    is_over = consent.until_on <= on
    if consent.decision == "yes":
        return "ended" if is_over else "given"
    return "lapsed" if is_over else "open"


@dataclass(frozen=True, kw_only=True)
class Ending:
    """A consent that is about to end. `name` is empty for who may not know it."""

    child: str
    consent: str
    name: str
    receiver: str
    until_on: datetime.date


def ending_consents(*, scope: Scope, viewer: Viewer, on: datetime.date) -> list[Ending]:
    """Rule `consent.ending` for whom it concerns: the team that asked, and who received.

    One SQL query when none ends, else two.

    Not in after-care: what was answered since isn't theirs to know.
    """
    reached = [child for child in scope.children if not scope.reach_of(child).is_aftercare]
    weeks = rulebook().value_on("consent.ending_weeks_ahead", on)
    received = Q(team=viewer.team) & (Q(professional__isnull=True) | Q(professional=viewer.professional))
    rows = (
        Consent.objects.filter(
            received | Q(asked_team=viewer.team), child__among=reached, decision="yes",
            withdrawn_at__isnull=True, until_on__gt=on, until_on__lte=on + datetime.timedelta(weeks=weeks),
        )
        .order_by("until_on", "pk")
        .values_list("child", "child__public_id", "public_id", "team__name", "until_on")
    )  # fmt: skip
    named = standing(table="children").filter(child__among={row[0] for row in rows}) if rows else ()
    names = {person.child_id: {"given": person.given_names, "family": person.family_name} for person in named}
    return [
        Ending(
            child=child, consent=consent, receiver=team, until_on=until_on,
            name=name_seen(scope=scope, number=number, **names.get(number, {"given": "", "family": ""})),
        )
        for number, child, consent, team, until_on in rows
        if consent_ending(until_on=day_number(until_on), weeks_ahead=weeks, on=day_number(on)) != NO_ROW
    ]  # fmt: skip


def name_seen(*, scope: Scope, number: int, given: str | None, family: str | None) -> str:
    """Give a child's name as far as a viewer may read it."""
    names = {"given_names": given, "family_name": family}
    return " ".join(
        value for name, value in names.items() if value and scope.sees_field(f"children.{name}", child=number)
    )
