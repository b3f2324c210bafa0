"""The invitation to a meeting as iCalendar (RFC 5545): when, where and what kind of meeting, nothing that members typed about
it: a calendar is shared with others. The time is that of the wall in Amsterdam, with its time zone.
"""

from __future__ import annotations

import datetime
from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings

from leerrecht.operations.posting import Letter
from leerrecht.queries.meetings import Sitting
from leerrecht.web.telling.letters import site_url
from leerrecht.web.words import word


def write_invitation(found: Sitting, *, partnership: str, lang: str, is_off: bool = False) -> bytes:
    """Write it. `is_off`: it is off for who reads this. Nobody can answer it (PUBLISH, RFC 5546). Its number goes up with each
    change, so that a calendar replaces what it had.
    """
    from icalendar import Calendar, Event

    made = Calendar()
    made.add("prodid", "-//Leerrecht//Leerrecht//NL")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    is_off = is_off or found.state == "cancelled"
    made.add("method", "CANCEL" if is_off else "PUBLISH")
    event, url = Event(), site_url("meeting", lang, partnership=partnership, meeting=found.public_id)
    kind = word(f"meetings.kind.{found.series.kind}", lang)
    values = {
        "uid": f"{found.public_id}@{urlsplit(settings.SITE_URL).hostname}", "sequence": found.version,
        "dtstamp": found.changed_at.astimezone(datetime.UTC), "dtstart": found.starts, "dtend": found.ends,
        "summary": word("meetings.summary_off", lang, kind=kind) if is_off else kind,
        "location": found.place, "description": word("meetings.calendar_about", lang, url=url), "url": url,
        "status": "CANCELLED" if is_off else "CONFIRMED", "class": "PRIVATE",
        "organizer": f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}",
    }  # fmt: skip
    for name, value in values.items():
        event.add(name, value)
    made.add_component(event)
    made.add_missing_timezones()
    return bytes(made.to_ical())


def write_invitation_mail(found: Sitting, partnership: str, is_off: bool, lang: str) -> Letter:
    """Write the mail that brings an invitation, or says that the meeting is off for who reads it: no name, no subject of it."""
    what = "off" if is_off or found.state == "cancelled" else "on"
    url = site_url("meeting", lang, partnership=partnership, meeting=found.public_id)
    lines = [
        word(f"mail.meeting_{what}", lang),
        word("mail.meeting_look", lang, url=url),
        "",
        word("mail.digest_end", lang, url=site_url("telling", lang)),
    ]
    return Letter(
        subject=word(f"mail.meeting_subject_{what}", lang), body="\n".join(lines) + "\n",
        calendar=write_invitation(found, partnership=partnership, lang=lang, is_off=is_off),
        method="CANCEL" if what == "off" else "PUBLISH",
    )  # fmt: skip
