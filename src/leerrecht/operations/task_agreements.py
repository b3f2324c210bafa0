"""Who may decide, and who does what: mandates, and a task agreement that members propose, agree to and thereby adopt.

A proposal never changes: another one takes its place, so that whoever agreed, agreed to just that text. A version is adopted
by the last member that agrees. To agree takes the duty `assent` and a mandate that holds today for the actor's organisation.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from leerrecht.law.tables import STAY_KINDS
from leerrecht.operations.acting import Officer, Refused, note
from leerrecht.operations.partnerships import KEEP, day_of, find_organisation, find_person, finish, lock
from leerrecht.operations.texts import is_code, is_unfit, tidy
from leerrecht.partnership.models import (
    EVERYWHERE,
    Assent,
    Mandate,
    Partnership,
    TaskLine,
    TaskVersion,
)  # fmt: skip
from leerrecht.partnership.models.lengths import LONG, TEXT
from leerrecht.queries.dated import on_day
from leerrecht.queries.rulebooks import cooperation, standard_tasks
from leerrecht.queries.task_agreements import members_of
from leerrecht.queries.viewers import Viewer

ASSENT = "assent"


@dataclass(frozen=True, kw_only=True)
class Power:
    """A mandate: who (public ids of organisation and person), on which life domain, may decide what, up to what, when."""

    organisation: str
    person: str
    domain: str
    decides: str
    up_to: str
    valid_from: datetime.date | None
    valid_to: datetime.date | None


@transaction.atomic
def give_mandate(*, actor: Officer, at: datetime.datetime, partnership: str, power: Power) -> Mandate:
    """Note that somebody at a member may decide on a life domain for a time. Raises Refused."""
    held, on = lock(actor=actor, at=at, partnership=partnership, duty=KEEP), day_of(at)
    organisation = find_organisation(power.organisation)
    if organisation is not None and organisation.pk not in members_of(held, on):
        organisation = None
    person = (
        find_person(organisation=organisation.pk, public_id=power.person, on=on) if organisation is not None else None
    )
    starts, ends = power.valid_from, power.valid_to
    standing = held.mandates.filter(professional=person, organisation=organisation, domain=power.domain)
    wrong = {
        "refused.mandate_person": person is None,
        "refused.mandate_domain": power.domain not in cooperation().domains,
        "refused.mandate_decides": not tidy(power.decides),
        "refused.mandate_up_to": not tidy(power.up_to),
        "refused.mandate_from": starts is None,
        "refused.mandate_to": starts is not None and ends is not None and ends <= starts,
        "refused.mandate_twice": person is not None and any(_overlaps(row, starts, ends) for row in standing),
        "refused.text_wrong": any(is_unfit(text=text, most=TEXT) for text in (power.decides, power.up_to)),
    }
    reasons = [reason for reason, is_wrong in wrong.items() if is_wrong]
    if reasons or organisation is None or person is None or starts is None:
        raise Refused(*reasons)
    made = Mandate.objects.create(
        partnership=held, organisation=organisation, professional=person, domain=power.domain,
        decides=tidy(power.decides), up_to=tidy(power.up_to), valid_from=starts, valid_to=ends, noted_at=at,
        noted_by_id=actor.viewer.account,
    )  # fmt: skip
    finish(actor=actor, at=at, partnership=held, action="partnership.mandate_given", kind="mandate", row=made.public_id)
    return made


def _overlaps(row: Mandate, starts: datetime.date | None, ends: datetime.date | None) -> bool:
    if starts is None:
        return False
    return (row.valid_to is None or row.valid_to > starts) and (ends is None or row.valid_from < ends)


@transaction.atomic
def end_mandate(
    *, actor: Officer, at: datetime.datetime, partnership: str, mandate: str, seen: int, valid_to: datetime.date | None
) -> Mandate:
    """Let a mandate end on a day: the first on which it no longer holds, never before today. Raises Refused."""
    held, on = lock(actor=actor, at=at, partnership=partnership, duty=KEEP, seen=seen), day_of(at)
    found = held.mandates.filter(public_id=mandate).first() if is_code(mandate) else None
    if found is None or (found.valid_to is not None and found.valid_to <= on):
        raise Refused("refused.no_such_partnership")
    if valid_to is None or valid_to < max(on, found.valid_from):
        raise Refused("refused.mandate_end")
    found.valid_to = valid_to
    found.save(update_fields=["valid_to"])
    finish(
        actor=actor, at=at, partnership=held, action="partnership.mandate_ended", kind="mandate", row=found.public_id
    )
    return found


def mandate_to_assent(*, viewer: Viewer, partnership: Partnership, on: datetime.date) -> Mandate | None:
    """Give the mandate by which somebody may agree for their organisation on a day; None when there is none."""
    return partnership.mandates.filter(
        on_day(on), professional=viewer.professional, organisation=viewer.organisation,
        domain__in=cooperation().assenting,
    ).first()  # fmt: skip


# --- who does what -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Division:
    """Who does what. `lines`: public id of an organisation by task and kind of reception ("": wherever no other is named)."""

    starts_on: datetime.date | None
    why: str
    lines: Mapping[tuple[str, str], str]


@transaction.atomic
def propose_tasks(
    *, actor: Officer, at: datetime.datetime, partnership: str, seen: int, division: Division
) -> TaskVersion:
    """Propose who does what; a proposal that is open gives way. `seen`: the highest number that was there (0: none).

    Raises Refused.
    """
    held, on = lock(actor=actor, at=at, partnership=partnership, duty=KEEP), day_of(at)
    last = held.task_versions.last()
    if seen != (last.number if last else 0):
        raise Refused("refused.partnership_changed")
    members = members_of(held, on)
    found = {place: find_organisation(code) for place, code in division.lines.items() if code}
    wrong = {
        "refused.tasks_start": division.starts_on is None,
        "refused.tasks_why": not tidy(division.why),
        "refused.tasks_lines": not found or any(not _is_line(*place) for place in found),
        "refused.tasks_doer": any(doer is None or doer.pk not in members for doer in found.values()),
        "refused.tasks_members": len(members) < 2,
        "refused.text_wrong": is_unfit(text=division.why, most=LONG),
    }
    reasons = [reason for reason, is_wrong in wrong.items() if is_wrong]
    if reasons or division.starts_on is None:
        raise Refused(*reasons)
    if last is not None and last.adopted_on is None and last.withdrawn_at is None:
        _withdraw(last, actor, at)
    made = TaskVersion.objects.create(
        partnership=held, number=seen + 1, starts_on=division.starts_on, why=tidy(division.why), proposed_at=at,
        proposed_by_id=actor.viewer.account,
    )  # fmt: skip
    TaskLine.objects.bulk_create(
        TaskLine(version=made, task=task, reception=kind, organisation=doer) for (task, kind), doer in found.items()
    )
    finish(actor=actor, at=at, partnership=held, action="tasks.proposed", kind="task_version", row=made.public_id)
    return made


def _is_line(task: str, reception: str) -> bool:
    return task in standard_tasks() and reception in (EVERYWHERE, *STAY_KINDS)


def _withdraw(version: TaskVersion, actor: Officer, at: datetime.datetime) -> None:
    version.withdrawn_at, version.withdrawn_by_id = max(at, version.proposed_at), actor.viewer.account
    version.save(update_fields=["withdrawn_at", "withdrawn_by"])
    note(actor=actor, at=at, action="tasks.withdrawn", object_kind="task_version", object_id=version.public_id)


def _version(held: Partnership, number: int) -> TaskVersion:
    found = held.task_versions.filter(number=number).first()
    if found is None:
        raise Refused("refused.no_such_partnership")
    return found


@transaction.atomic
def withdraw_proposal(*, actor: Officer, at: datetime.datetime, partnership: str, number: int) -> TaskVersion:
    """Take back a proposal that isn't adopted; it stays on record with who agreed to it. Raises Refused."""
    held = lock(actor=actor, at=at, partnership=partnership, duty=KEEP)
    found = _version(held, number)
    if found.adopted_on is not None or found.withdrawn_at is not None:
        raise Refused("refused.proposal_closed")
    _withdraw(found, actor, at)
    return found


@transaction.atomic
def assent_to(*, actor: Officer, at: datetime.datetime, partnership: str, number: int) -> Assent:
    """Agree to a version for the actor's organisation; the last member that agrees thereby adopts it. Raises Refused.

    A member that joined later may agree to a version that was adopted and that no later one replaced.
    """
    held, on = lock(actor=actor, at=at, partnership=partnership, duty=ASSENT), day_of(at)
    found = _version(held, number)
    mandate = mandate_to_assent(viewer=actor.viewer, partnership=held, on=on)
    if mandate is None:
        raise Refused("refused.assent_no_mandate")
    later = held.task_versions.filter(number__gt=number, holds_from__lte=on)
    if found.withdrawn_at is not None or (found.adopted_on is not None and later.exists()):
        raise Refused("refused.proposal_closed")
    if found.assents.filter(organisation=actor.viewer.organisation).exists():
        raise Refused("refused.assent_given")
    given = Assent.objects.create(
        version=found, organisation_id=actor.viewer.organisation, professional_id=actor.viewer.professional,
        mandate=mandate, given_at=at, given_by_id=actor.viewer.account,
    )  # fmt: skip
    note(actor=actor, at=at, action="tasks.agreed", object_kind="task_version", object_id=found.public_id)
    if found.adopted_on is None:
        _adopt_if_agreed(held, found, actor, at)
    return given


def _adopt_if_agreed(held: Partnership, version: TaskVersion, actor: Officer, at: datetime.datetime) -> bool:
    """Adopt a version when every member of today has agreed; an earlier number that was to begin later gives way to it."""
    on = day_of(at)
    agreed = set(version.assents.values_list("organisation", flat=True))
    members = set(members_of(held, on))
    if not members or not members <= agreed:
        return False
    version.adopted_on, version.holds_from = on, max(on, version.starts_on)
    version.save(update_fields=["adopted_on", "holds_from"])
    finish(actor=actor, at=at, partnership=held, action="tasks.adopted", kind="task_version", row=version.public_id)
    return True


@transaction.atomic
def adopt_tasks(*, actor: Officer, at: datetime.datetime, partnership: str, number: int) -> TaskVersion:
    """Adopt a proposal to which all members of today have agreed: those that hadn't have left since. Raises Refused."""
    held = lock(actor=actor, at=at, partnership=partnership, duty=KEEP)
    found = _version(held, number)
    if found.adopted_on is not None or found.withdrawn_at is not None:
        raise Refused("refused.proposal_closed")
    if not _adopt_if_agreed(held, found, actor, at):
        raise Refused("refused.not_all_agreed")
    return found
