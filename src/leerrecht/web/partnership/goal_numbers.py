"""The last published number beside a goal that is followed by a measure of Inzicht; else why there is none to see."""

from __future__ import annotations

import datetime

from leerrecht.insight import MEASURES
from leerrecht.law.words import say_date
from leerrecht.partnership.models import Goal, Partnership
from leerrecht.queries.insight import Insight, find_published
from leerrecht.queries.partnerships import towns_of
from leerrecht.stored.names import fold_name
from leerrecht.web.frame.viewing import Visit
from leerrecht.web.insight.views import STEER, share_of
from leerrecht.web.words import word


def find_numbers(*, visit: Visit, partnership: Partnership, on: datetime.date) -> tuple[Insight | None, str]:
    """Give what was published of the viewer's own municipality, if it takes part and they may know; else why not (a word)."""
    if not visit.may(STEER):
        return None, "number_steer"
    own = visit.viewer.municipality
    if fold_name(own) not in {fold_name(town) for town in towns_of(partnership, on)}:
        return None, "number_town"
    found = find_published(municipality=own)
    return found, "" if found else "number_none"


def number_words(*, goal: Goal, numbers: tuple[Insight | None, str], municipality: str, lang: str) -> str:
    """Say the last published number of a goal's measure, or why there is none; nothing for a goal in own words.

    Only from what was published: rounded, and nothing of what is hidden there.
    """
    if goal.measure not in MEASURES:
        return ""
    found, why = numbers
    result = found.result_of(goal.measure) if found else None
    if found is None or result is None:
        return word(f"ambition.{why or 'number_none'}", lang)
    measure, whole = result.measure, result.told.whole
    share = share_of(whole, measure.good)
    kind = "number_too_few" if whole.units is None else "number_hidden" if share is None else "number"
    return word(
        f"ambition.{kind}", lang, share=share, good=word(f"insight.class.{measure.id}.{measure.classes[measure.good]}", lang),
        units=whole.units, unit=word(f"insight.unit.{measure.unit}", lang), municipality=municipality,
        first=say_date(found.quarter.first, lang), last=say_date(found.quarter.last, lang),
    )  # fmt: skip
