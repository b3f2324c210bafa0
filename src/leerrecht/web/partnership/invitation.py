"""The invitation to a meeting as iCalendar (RFC 5545): when, where and what kind of meeting, nothing that members typed about
it: a calendar is shared with others. The time is that of the wall in Amsterdam, with its time zone.
"""

from __future__ import annotations

import datetime
from urllib.parse import urlsplit

from django.conf import settings

from leerrecht.queries.meetings import Sitting
from leerrecht.web.telling.letters import site_url
from leerrecht.web.words import word


def write_invitation(found: Sitting, *, partnership: str, lang: str) -> bytes:
    """Write it. Its number goes up with each change, so that a calendar replaces what it had."""
    from icalendar import Calendar, Event

    made = Calendar()
    made.add("prodid", "-//Leerrecht//Leerrecht//NL")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    is_off = found.state == "cancelled"
    made.add("method", "CANCEL" if is_off else "PUBLISH")
    event, url = Event(), site_url("meeting", lang, partnership=partnership, meeting=found.public_id)
    kind = word(f"meetings.kind.{found.series.kind}", lang)
    values = {
        "uid": f"{found.public_id}@{urlsplit(settings.SITE_URL).hostname}", "sequence": found.version,
        "dtstamp": found.changed_at.astimezone(datetime.UTC), "dtstart": found.starts, "dtend": found.ends,
        "summary": word("meetings.summary_off", lang, kind=kind) if is_off else kind,
        "location": found.place, "description": word("meetings.calendar_about", lang, url=url), "url": url,
        "status": "CANCELLED" if is_off else "CONFIRMED", "class": "PRIVATE",
    }  # fmt: skip
    for name, value in values.items():
        event.add(name, value)
    made.add_component(event)
    made.add_missing_timezones()
    return bytes(made.to_ical())
