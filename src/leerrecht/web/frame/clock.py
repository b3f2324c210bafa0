"""The clock, read in one place. Below the pages a day is always an argument."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.utils import timezone


def today() -> datetime.date:
    """Give the day that counts as today: the real one, or the one that a demo is set to."""
    return datetime.date.fromisoformat(settings.CLOCK_ON) if settings.CLOCK_ON else timezone.localdate()


def now() -> datetime.datetime:
    """Give this moment, on the day that counts as today."""
    moment = timezone.now()
    if not settings.CLOCK_ON:
        return moment
    here = timezone.localtime(moment)
    return datetime.datetime.combine(today(), here.time(), here.tzinfo)
