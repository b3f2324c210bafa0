"""Invitations to meetings by e-mail, to who was invited and wants them so: sent, moved and called off, each version once.

Claimed in the database before sending and marked after, as digests are. Who was told before and isn't invited any more, or of
whose meeting nothing comes, hears that. While a meeting that was changed isn't sent anew, nobody hears anything.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from django.db.models import F, Q
from django.utils import timezone

from leerrecht.audit.log import record_event
from leerrecht.operations.digests import free_to_send
from leerrecht.operations.posting import LATER, REFUSED, SENT, Letter, NoServer, Post, Tally, post_all
from leerrecht.partnership.models import Partnership
from leerrecht.partnership.models.meetings import Meeting
from leerrecht.queries.dated import at_work_of
from leerrecht.queries.meetings import Sitting, find_meeting
from leerrecht.telling.models import Choice, Posted

HEARD = (SENT, "claimed")
"""Of these somebody may have an invitation in their calendar."""
Write = Callable[[Sitting, str, bool, str], Letter]
"""Writes a mail: the meeting, the public id of its partnership, whether it is off for this person, and the language."""


@dataclass(frozen=True, kw_only=True)
class Due:
    """A mail that is to go: about which meeting, to whom, and whether the meeting is off for them."""

    meeting: Meeting
    choice: Choice
    is_off: bool


def find_invitations(*, at: datetime.datetime) -> list[Due]:
    """Give the mails that are due: of meetings that are still to come, for each person at most the newest version."""
    on = timezone.localtime(at).date()
    rows = Meeting.objects.filter(Q(sent_at__isnull=False) | Q(cancelled_at__isnull=False), held_on__gte=on)
    meetings = list(rows.select_related("series__partnership").prefetch_related("invited", "posted"))
    choices = Choice.objects.filter(invitations=True, account__is_active=True).select_related("account")
    by_person = {choice.account.professional_id: choice for choice in choices.order_by("pk")}
    settled = set(
        Posted.objects.filter(meeting__in=meetings)
        .exclude(free_to_send(at=at))
        .values_list("account", "meeting", "version")
    )
    found = [due for meeting in meetings for due in _due_of(meeting, by_person, on)]
    return [each for each in found if (each.choice.account_id, each.meeting.pk, each.meeting.version) not in settled]


def _due_of(meeting: Meeting, by_person: dict[int | None, Choice], on: datetime.date) -> Iterator[Due]:
    invited = [(each.professional_id, each.organisation_id) for each in meeting.invited.all()]
    working = at_work_of(invited, on)
    asked = {person for person, organisation in invited if (person, organisation) in working}
    if meeting.cancelled_at is not None:
        asked = set()
    told: dict[int, bool] = {}
    for row in meeting.posted.all():
        if row.version < meeting.version and row.state in HEARD:
            told[row.account_id] = not row.is_off
    for person, choice in by_person.items():
        if person in asked:
            yield Due(meeting=meeting, choice=choice, is_off=False)
        elif told.get(choice.account_id):
            yield Due(meeting=meeting, choice=choice, is_off=True)


def send_mails(*, at: datetime.datetime, write: Write) -> Tally:
    """Send every invitation that is due; notes how many. Stops when the mail server isn't there."""
    tally = post_all(mails=[partial(_send_one, due=due, at=at, write=write) for due in find_invitations(at=at)])
    if tally.counts[SENT]:
        record_event(
            at=at, action="mail.invitations", object_kind="invitations", object_id=str(tally.counts[SENT]),
            access_rule="operator",
        )  # fmt: skip
    return tally


def _send_one(post: Post, due: Due, at: datetime.datetime, write: Write) -> str:
    meeting, account = due.meeting, due.choice.account
    held: Partnership = meeting.series.partnership
    row, _ = Posted.objects.get_or_create(
        account=account, meeting=meeting, version=meeting.version, defaults={"is_off": due.is_off}
    )
    mine = Posted.objects.filter(pk=row.pk)
    if not mine.filter(free_to_send(at=at)).update(state="claimed", claimed_at=at, tries=F("tries") + 1):
        return ""
    found = find_meeting(partnership=held, meeting=meeting.public_id, on=timezone.localtime(at).date())
    if found is None or found.version != meeting.version:
        mine.update(state="waiting", tries=F("tries") - 1)  # changed meanwhile: the next tick sends how it stands then
        return ""
    letter = write(found, held.public_id, due.is_off, due.choice.language)
    purpose = f"invitation {account.public_id} {meeting.public_id} {meeting.version}"
    try:
        came = post.send(letter=letter, to=due.choice.email, purpose=purpose)
    except NoServer:
        mine.update(state="waiting", tries=F("tries") - 1)
        raise
    if came in (SENT, REFUSED):
        mine.update(state=came)
    elif came == LATER:
        mine.update(state="waiting", tries=F("tries") - 1)
    return came
