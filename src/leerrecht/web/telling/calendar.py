"""A feed as iCalendar (RFC 5545): whole days and general words, so that it says nothing of anybody to who sees it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings

from leerrecht.queries.feeds import Event
from leerrecht.web.telling.letters import site_url
from leerrecht.web.words import word

if TYPE_CHECKING:
    from icalendar import Calendar

REFRESH = datetime.timedelta(hours=6)
SIGN_IN = "sign-in"


def _uid(code: str) -> str:
    return f"{code}@{urlsplit(settings.SITE_URL).hostname}"


def _calendar(lang: str) -> Calendar:
    from icalendar import Calendar

    made = Calendar()
    made.add("prodid", "-//Leerrecht//Leerrecht//NL")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", word("calendar.name", lang))
    made.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    return made


def _add(made: Calendar, values: dict[str, Any]) -> None:
    from icalendar import Event as Component

    component = Component()
    for name, value in values.items():
        component.add(name, value)
    made.add_component(component)


def write_calendar(*, events: Iterable[Event], lang: str) -> bytes:
    """Write the events of a feed. One that is gone is cancelled; a calendar knows an event by its UID and its sequence."""
    made = _calendar(lang)
    for event in events:
        kind = "gone" if event.is_cancelled else event.kind
        url = site_url("calendar_event", lang, code=event.code)
        moment = event.changed_at.astimezone(datetime.UTC)
        _add(made, {
            "uid": _uid(event.code), "dtstamp": moment, "last-modified": moment, "sequence": event.sequence,
            "dtstart": event.day, "summary": word(f"calendar.summary.{kind}", lang),
            "description": word("calendar.about", lang, url=url), "url": url,
            "status": "CANCELLED" if event.is_cancelled else "CONFIRMED", "transp": "TRANSPARENT", "class": "PRIVATE",
        })  # fmt: skip
    return bytes(made.to_ical())


def write_sign_in(*, feed: str, on: datetime.date, lang: str) -> bytes:
    """Write a calendar that says only that its owner has to sign in first. `feed`: its public id."""
    made, url = _calendar(lang), site_url("today", lang)
    midnight = datetime.datetime.combine(on, datetime.time(), datetime.UTC)
    _add(made, {
        "uid": _uid(f"{SIGN_IN}-{feed}"), "dtstamp": midnight, "dtstart": on,
        "summary": word("calendar.sign_in", lang), "description": word("calendar.about", lang, url=url), "url": url,
        "transp": "TRANSPARENT", "class": "PRIVATE",
    })  # fmt: skip
    return bytes(made.to_ical())
