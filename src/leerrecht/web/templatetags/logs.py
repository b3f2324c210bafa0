"""Tags of the log pages: moments, by the clock on the wall."""

from __future__ import annotations

import datetime

from django import template
from django.utils import timezone

from leerrecht.web.frame.viewing import language
from leerrecht.web.words import word

register = template.Library()


@register.filter
def local_day(moment: datetime.datetime) -> datetime.date:
    """Give the day of a moment, here."""
    return timezone.localdate(moment)


@register.filter
def clock_words(moment: datetime.datetime) -> str:
    """Say the time of a moment, here: "9.12 uur"."""
    here = timezone.localtime(moment)
    return word("logs.clock", language(), time=f"{here.hour}.{here:%M}" if language() == "nl" else f"{here:%H:%M}")
