"""Meetings: series begun and ended, a meeting planned, changed, called off, invitations sent; the structure evaluated.

Who keeps the partnership plans. No child is ever named: what is kept is about organisations. Every operation locks the
partnership, so that of two at once the second finds what the first left.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction

from leerrecht.chain.models import Organisation, Professional
from leerrecht.operations.acting import Officer, Refused, note
from leerrecht.operations.partnerships import KEEP, day_of, find_organisation, find_person, lock
from leerrecht.operations.texts import is_code, is_unfit, tidy
from leerrecht.partnership.models import Partnership
from leerrecht.partnership.models.lengths import LONG, NAME, TEXT
from leerrecht.partnership.models.meetings import (
    LONGEST,
    RHYTHMS,
    SERIES_KINDS,
    SHORTEST,
    Evaluation,
    Invited,
    Meeting,
    Series,
    SeriesDomain,
)  # fmt: skip
from leerrecht.queries.meetings import find_meeting, moment_of
from leerrecht.queries.rulebooks import cooperation
from leerrecht.queries.task_agreements import members_of

Person = tuple[Organisation, Professional]


def find_colleague(*, held: Partnership, code: str, on: datetime.date) -> Person | None:
    """Find somebody who works at a member on a day. `code`: public ids of organisation and person, with a dot between."""
    which, _, who = code.partition(".")
    organisation = find_organisation(which)
    if organisation is None or organisation.pk not in members_of(held, on):
        return None
    person = find_person(organisation=organisation.pk, public_id=who, on=on)
    return (organisation, person) if person else None


@dataclass(frozen=True, kw_only=True)
class Aim:
    """What a series is for. `needed`: public ids of organisations; `domains`: life domains on which somebody must decide."""

    name: str
    purpose: str
    kind: str
    rhythm: str
    needed: Collection[str]
    domains: Collection[str]


@transaction.atomic
def begin_series(*, actor: Officer, at: datetime.datetime, partnership: str, aim: Aim) -> Series:
    """Begin a series of meetings today. Raises Refused."""
    held, on = lock(actor=actor, at=at, partnership=partnership, duty=KEEP), day_of(at)
    members = members_of(held, on)
    needed = [find_organisation(code) for code in aim.needed]
    name = " ".join(aim.name.split())
    unfit = is_unfit(text=aim.name, most=NAME) or is_unfit(text=aim.purpose, most=TEXT)
    wrong = {
        "refused.series_name": not name,
        "refused.series_twice": not unfit and held.series.filter(name__iexact=name, ended_on__isnull=True).exists(),
        "refused.series_purpose": not tidy(aim.purpose),
        "refused.series_kind": aim.kind not in SERIES_KINDS,
        "refused.series_rhythm": aim.rhythm not in RHYTHMS,
        "refused.series_needed": len(needed) < 2 or any(each is None or each.pk not in members for each in needed),
        "refused.series_domains": any(each not in cooperation().domains for each in aim.domains),
        "refused.text_wrong": unfit,
    }
    if reasons := [reason for reason, is_wrong in wrong.items() if is_wrong]:
        raise Refused(*reasons)
    made = Series.objects.create(
        partnership=held, name=name, purpose=tidy(aim.purpose), kind=aim.kind, rhythm=aim.rhythm, begun_on=on,
        noted_at=at, noted_by_id=actor.viewer.account,
    )  # fmt: skip
    made.needed.set([each for each in needed if each])
    SeriesDomain.objects.bulk_create(SeriesDomain(series=made, domain=each) for each in dict.fromkeys(aim.domains))
    note(actor=actor, at=at, action="meetings.series_begun", object_kind="series", object_id=made.public_id)
    return made


def _series(held: Partnership, series: str) -> Series:
    found = held.series.filter(public_id=series, ended_on__isnull=True).first() if is_code(series) else None
    if found is None:
        raise Refused("refused.no_such_partnership")
    return found


@transaction.atomic
def end_series(*, actor: Officer, at: datetime.datetime, partnership: str, series: str) -> Series:
    """Let a series end today; meetings that were to come are called off, what was agreed stays. Raises Refused."""
    held, on = lock(actor=actor, at=at, partnership=partnership, duty=KEEP), day_of(at)
    found = _series(held, series)
    for meeting in found.meetings.filter(cancelled_at__isnull=True, held_on__gte=on):
        _cancel(meeting, actor, at)
    found.ended_on = max(on, found.begun_on)
    found.save(update_fields=["ended_on"])
    note(actor=actor, at=at, action="meetings.series_ended", object_kind="series", object_id=found.public_id)
    return found


# --- one meeting -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Plan:
    """When and where, and who is invited (codes, see find_colleague). `begins`: on the wall here; `minutes`: how long."""

    held_on: datetime.date | None
    begins: datetime.time | None
    minutes: int
    place: str
    invited: Collection[str]


def _check(held: Partnership, plan: Plan, on: datetime.date) -> tuple[datetime.date, datetime.time, list[Person]]:
    """Give what of a plan is sure. Raises Refused with everything that is wrong."""
    people = [find_colleague(held=held, code=code, on=on) for code in dict.fromkeys(plan.invited)]
    day, time = plan.held_on, plan.begins
    wrong = {
        "refused.meeting_day": day is None or day < on,
        "refused.meeting_time": time is None or (day is not None and moment_of(day=day, time=time) is None),
        "refused.meeting_minutes": not SHORTEST <= plan.minutes <= LONGEST,
        "refused.meeting_place": not tidy(plan.place),
        "refused.meeting_invited": not people or None in people,
        "refused.text_wrong": is_unfit(text=plan.place, most=NAME),
    }
    reasons = [reason for reason, is_wrong in wrong.items() if is_wrong]
    if reasons or day is None or time is None:
        raise Refused(*reasons)
    return day, time, [each for each in people if each]


def _invite(meeting: Meeting, people: Collection[Person]) -> None:
    once = {person.pk: (organisation, person) for organisation, person in people}
    Invited.objects.bulk_create(
        Invited(meeting=meeting, organisation=organisation, professional=person)
        for organisation, person in once.values()
    )


@transaction.atomic
def plan_meeting(*, actor: Officer, at: datetime.datetime, partnership: str, series: str, plan: Plan) -> Meeting:
    """Plan a meeting of a series. Nobody is told yet: that is sending. Raises Refused."""
    held, on = lock(actor=actor, at=at, partnership=partnership, duty=KEEP), day_of(at)
    found = _series(held, series)
    day, time, people = _check(held, plan, on)
    made = Meeting.objects.create(
        series=found, held_on=day, begins=time, minutes=plan.minutes, place=tidy(plan.place), noted_at=at,
        noted_by_id=actor.viewer.account,
    )  # fmt: skip
    _invite(made, people)
    note(actor=actor, at=at, action="meetings.planned", object_kind="meeting", object_id=made.public_id)
    return made


def get_meeting(*, held: Partnership, meeting: str, seen: int | None = None) -> Meeting:
    """Get a meeting (public id) of a locked partnership that goes on. `seen`: the version somebody saw. Raises Refused."""
    rows = Meeting.objects.filter(series__partnership=held, cancelled_at__isnull=True)
    found = rows.filter(public_id=meeting).first() if is_code(meeting) else None
    if found is None:
        raise Refused("refused.no_such_partnership")
    if seen is not None and seen != found.version:
        raise Refused("refused.partnership_changed")
    return found


@transaction.atomic
def change_meeting(
    *, actor: Officer, at: datetime.datetime, partnership: str, meeting: str, seen: int, plan: Plan
) -> Meeting:
    """Change when, where or with whom. Invitations must go out again, as who may decide depends on the day. Raises Refused."""
    held, on = lock(actor=actor, at=at, partnership=partnership, duty=KEEP), day_of(at)
    found = get_meeting(held=held, meeting=meeting, seen=seen)
    if found.held_on < on:
        raise Refused("refused.meeting_over")
    day, time, people = _check(held, plan, on)
    found.held_on, found.begins, found.minutes, found.place = day, time, plan.minutes, tidy(plan.place)
    found.sent_at, found.sent_by, found.sent_why, found.version = None, None, "", found.version + 1
    found.save()
    found.invited.all().delete()
    _invite(found, people)
    note(actor=actor, at=at, action="meetings.changed", object_kind="meeting", object_id=found.public_id)
    return found


def _cancel(found: Meeting, actor: Officer, at: datetime.datetime) -> None:
    found.cancelled_at, found.cancelled_by_id, found.version = at, actor.viewer.account, found.version + 1
    found.save(update_fields=["cancelled_at", "cancelled_by", "version"])
    note(actor=actor, at=at, action="meetings.cancelled", object_kind="meeting", object_id=found.public_id)


@transaction.atomic
def cancel_meeting(*, actor: Officer, at: datetime.datetime, partnership: str, meeting: str, seen: int) -> Meeting:
    """Call a meeting off that wasn't held yet; it stays on record. Raises Refused."""
    held = lock(actor=actor, at=at, partnership=partnership, duty=KEEP)
    found = get_meeting(held=held, meeting=meeting, seen=seen)
    if found.held_on < day_of(at):
        raise Refused("refused.meeting_over")
    _cancel(found, actor, at)
    return found


@transaction.atomic
def send_invitations(
    *, actor: Officer, at: datetime.datetime, partnership: str, meeting: str, seen: int, why: str
) -> Meeting:
    """Give the invitation of a meeting free. `why`: a reason, when nobody there may decide on a needed life domain that day,
    or a needed organisation is missing. Raises Refused.
    """
    held, on = lock(actor=actor, at=at, partnership=partnership, duty=KEEP), day_of(at)
    found = get_meeting(held=held, meeting=meeting, seen=seen)
    sitting = find_meeting(partnership=held, meeting=meeting, on=on)
    wrong = {
        "refused.meeting_over": found.held_on < on,
        "refused.meeting_sent": found.sent_at is not None,
        "refused.meeting_short": sitting is not None and sitting.is_short and not tidy(why),
        "refused.text_wrong": is_unfit(text=why, most=TEXT),
    }
    if reasons := [reason for reason, is_wrong in wrong.items() if is_wrong]:
        raise Refused(*reasons)
    found.sent_at, found.sent_by_id, found.version = at, actor.viewer.account, found.version + 1
    found.sent_why = tidy(why) if sitting is not None and sitting.is_short else ""
    found.save(update_fields=["sent_at", "sent_by", "sent_why", "version"])
    note(actor=actor, at=at, action="meetings.sent", object_kind="meeting", object_id=found.public_id)
    return found


# --- the structure -----------------------------------------------------------------------------------------------------


@transaction.atomic
def note_evaluation(
    *, actor: Officer, at: datetime.datetime, partnership: str, held_on: datetime.date | None, findings: str
) -> Evaluation:
    """Note that the members looked at how they meet, and what they found. Raises Refused."""
    held, on = lock(actor=actor, at=at, partnership=partnership, duty=KEEP), day_of(at)
    wrong = {
        "refused.evaluation_on": held_on is None or held_on > on,
        "refused.evaluation_known": held.evaluations.filter(held_on=held_on).exists() if held_on else False,
        "refused.evaluation_findings": not tidy(findings),
        "refused.text_wrong": is_unfit(text=findings, most=LONG),
    }
    reasons = [reason for reason, is_wrong in wrong.items() if is_wrong]
    if reasons or held_on is None:
        raise Refused(*reasons)
    made = Evaluation.objects.create(
        partnership=held, held_on=held_on, findings=tidy(findings), noted_at=at, noted_by_id=actor.viewer.account
    )
    note(actor=actor, at=at, action="meetings.evaluated", object_kind="partnership", object_id=held.public_id)
    return made
