"""The parts of the lanes for stay, interim provisions, attendance and people, from the rows that the viewer sees."""

from __future__ import annotations

import datetime
from collections import defaultdict
from typing import Any

from leerrecht.law.tables import INTERIM_KINDS
from leerrecht.web.path.facts import Row, Seen, day_of, is_real, row_id
from leerrecht.web.path.parts import Kind, Part
from leerrecht.web.path.say import say_day, say_month, say_name, say_period, say_state
from leerrecht.web.path.window import month_of, moved
from leerrecht.web.words import word

LASTING_STAYS = ("family_location", "housing", "foster")
"""Stays that don't end because a young person turns 18."""
REPRESENTATIVE = "legal_representative"


def make_bar(
    seen: Seen, *, id: str, lane: str, start: datetime.date | None, end: datetime.date | None, text: str,
    what: str = "", kind: Kind = "recorded", group: str = "", mark: str = "",
) -> Part:  # fmt: skip
    """Give a part for a period, with its state and its sentence in words."""
    if kind == "recorded" and start is not None and start > seen.on:
        kind = "planned"
    state = say_state(start=start, end=end, on=seen.on, lang=seen.lang)
    if kind == "interim":
        state = word("path.state_interim", seen.lang, state=state)
    if kind == "unknown":
        state = word("path.state_unknown", seen.lang)
    what = what or text
    period = say_period(start=start, end=end, on=seen.on, lang=seen.lang)
    title = word(f"path.lane_{lane}", seen.lang)
    details = ", ".join(filter(None, (title, "" if what == text else what, state.lower(), period)))
    return Part(
        id=id, lane=lane, kind=kind, start=start, end=end, text=text, what=what, state=state, details=details,
        group=group, mark=mark, drawn=is_real(start, end),
    )  # fmt: skip


def make_event(
    seen: Seen, *, id: str, lane: str, day: datetime.date, text: str, what: str, state: str = ""
) -> Part:  # fmt: skip
    """Give a part for one day."""
    when = word("path.on_day", seen.lang, day=say_day(day=day, on=seen.on, lang=seen.lang))
    details = ", ".join(filter(None, (word(f"path.lane_{lane}", seen.lang), "" if what == text else what, when)))
    return Part(
        id=id, lane=lane, kind="event", start=day, end=None, text=text, what=what, details=details,
        state=state or say_state(start=day, end=moved_day(day), on=seen.on, lang=seen.lang),
    )  # fmt: skip


def moved_day(day: datetime.date) -> datetime.date:
    """Give the next day."""
    return day + datetime.timedelta(days=1)


def _stay_end(seen: Seen, row: Row) -> datetime.date | None:
    """Give the last known end of a stay: an open one, elsewhere than with family, is known until the 18th birthday."""
    end, eighteen_on, gone = day_of(row, "valid_to"), seen.eighteen_on, seen.gone
    start = day_of(row, "valid_from")
    if end is None and gone and (start is None or start <= seen.on):
        return day_of(gone, "left_on")
    if end is None and eighteen_on and eighteen_on > seen.on and row.get("kind") not in LASTING_STAYS:
        return eighteen_on if start is None or start < eighteen_on else None
    return end


def make_stays(seen: Seen) -> list[Part]:
    """Give the stays, a departure as an event, and what isn't known yet after them."""
    parts, ends = [], []
    for row in seen.of("stays"):
        kind = seen.choice("stay_kinds", row.get("kind"))
        name = say_name(row, "location") or kind or say_name(row, "municipality") or word("path.a_stay", seen.lang)
        start, end = day_of(row, "valid_from"), _stay_end(seen, row)
        ends.append(end)
        what = word("path.named_kind", seen.lang, name=name, kind=kind) if kind and kind != name else name
        parts.append(make_bar(seen, id=f"stays-{row_id(row)}", lane="stay", start=start, end=end, text=name, what=what))
    for row in seen.of("departures"):
        left_on = day_of(row, "left_on")
        if left_on:
            text = word("path.departure.any", seen.lang)
            known = seen.choice("departure_kinds", row.get("kind"))
            what = word(f"path.departure.{row['kind']}", seen.lang) if known else text
            parts.append(
                make_event(seen, id=f"departures-{row_id(row)}", lane="stay", day=left_on, text=text, what=what)
            )
    if not parts:
        return [make_nothing(seen, "stay")]
    if ends and None not in ends and not seen.gone:
        parts.append(_after(seen, max(filter(None, ends))))
    return parts


def _after(seen: Seen, last: datetime.date) -> Part:
    """Give the part after the last known stay."""
    is_birthday = last == seen.eighteen_on
    what = word("path.after_eighteen" if is_birthday else "path.not_known", seen.lang)
    text = word("path.not_known", seen.lang)
    return make_bar(
        seen, id="stays-later", lane="stay", start=last, end=None, text=text, what=what, kind="unknown",
    )  # fmt: skip


def make_nothing(seen: Seen, lane: str) -> Part:
    """Give the part of a lane of which nothing is known."""
    text = word("path.nothing_known", seen.lang)
    return make_bar(seen, id=f"{lane}-none", lane=lane, start=None, end=None, text=text, kind="unknown")


def make_interim(seen: Seen) -> list[Part]:
    """Give the interim provisions, which never count as school."""
    parts = []
    for row in seen.of("interim"):
        kind = seen.choice("interim_kinds", row.get("kind")) if row.get("kind") in INTERIM_KINDS else ""
        name = say_name(row, "provision") or kind or word("path.a_provision", seen.lang)
        what = word("path.named_kind", seen.lang, name=name, kind=kind) if kind and kind != name else name
        start, end = day_of(row, "valid_from"), day_of(row, "valid_to")
        parts.append(
            make_bar(
                seen,
                id=f"interim-{row_id(row)}",
                lane="interim",
                start=start,
                end=end,
                text=name,
                what=what,
                kind="interim",
            )
        )
    return parts


def say_hours(hours: float, lang: str) -> str:
    """Say a number of hours: "6", "2,5"."""
    text = f"{hours:.1f}".removesuffix(".0")
    return text.replace(".", ",") if lang == "nl" else text


def _say_missed(rows: list[Row], lang: str) -> tuple[str, str]:
    """Say what was missed, long and short: in hours where each is known, else in times."""
    hours = [row.get("hours") for row in rows]
    known = [float(each) for each in hours if isinstance(each, int | float)]
    if known and len(known) == len(rows):
        total = round(sum(known), 1)
        said = say_hours(total, lang)
        return word("path.missed_one" if total == 1 else "path.missed_many", lang, hours=said), said
    return word("path.missed_unknown", lang, count=len(rows)), "?"


def make_absences(seen: Seen, *, by_month: bool) -> list[Part]:
    """Give a box for each week (or month) in which absences were recorded; nothing is known of the other weeks."""
    groups: defaultdict[datetime.date, list[Row]] = defaultdict(list)
    for row in seen.of("absences"):
        day = day_of(row, "day")
        if day and day <= seen.on:  # nothing is missed yet on a day to come
            groups[month_of(day) if by_month else day - datetime.timedelta(days=day.weekday())].append(row)
    parts = []
    for start, rows in sorted(groups.items()):
        missed, mark = _say_missed(rows, seen.lang)
        if by_month:
            what = word("path.missed_month", seen.lang, missed=missed, month=say_month(day=start, lang=seen.lang))
        else:
            monday = say_day(day=start, on=seen.on, lang=seen.lang)
            what = word("path.missed_week", seen.lang, missed=missed, day=monday)
        end = moved(start, 1) if by_month else start + datetime.timedelta(days=7)
        parts.append(
            make_bar(
                seen,
                id=f"absences-{start.isoformat()}",
                lane="attendance",
                start=start,
                end=end,
                text=missed,
                what=what,
                kind="missed",
                mark=mark,
            )
        )
    return parts


def say_task(seen: Seen, row: Row) -> str:
    """Say a task: a known one in words, another as it was written."""
    task = say_name(row, "task")
    if task == REPRESENTATIVE and seen.is_unaccompanied:
        return word("path.guardian", seen.lang)
    known = seen.rulebook.tasks.get(task)
    return str(known.title[seen.lang]) if known else task.replace("_", " ")


def _person(seen: Seen, row: Row) -> tuple[str, str]:
    """Give the text of a person in the drawing and in the table."""
    person, organisation, task = say_name(row, "person"), say_name(row, "organisation"), say_task(seen, row)
    name = person or organisation
    text = word("path.person_task", seen.lang, person=name, task=task) if name and task else name or task
    text = text or word("path.somebody", seen.lang)
    what = text
    if person and organisation and task:
        what = word("path.person_at", seen.lang, person=person, task=task, organisation=organisation)
    if row.get("capacity") == "stand_in":
        what = word("path.stand_in", seen.lang, text=what)
    return text, what


def _person_end(seen: Seen, row: Row) -> datetime.date | None:
    """Give the last known day of a task: guardianship of an unaccompanied child ends at the 18th birthday."""
    end, eighteen_on, start = day_of(row, "valid_to"), seen.eighteen_on, day_of(row, "valid_from")
    is_guardian = say_name(row, "task") == REPRESENTATIVE and seen.is_unaccompanied
    if end is None and is_guardian and eighteen_on and eighteen_on > seen.on and (start is None or start < eighteen_on):
        return eighteen_on
    return end


def make_people(seen: Seen) -> list[Part]:
    """Give the people and their tasks; the representative first, then by task and start."""
    parts: list[Part] = []
    for row in sorted(seen.of("involvements"), key=_people_order):
        text, what = _person(seen, row)
        start, end = day_of(row, "valid_from"), _person_end(seen, row)
        parts.append(
            make_bar(
                seen,
                id=f"involvements-{row_id(row)}",
                lane="people",
                start=start,
                end=end,
                text=text,
                what=what,
                group=say_name(row, "task"),
            )
        )
        if end is not None and end == seen.eighteen_on and end > seen.on and day_of(row, "valid_to") is None:
            what = word("path.after_guardian", seen.lang)
            parts.append(
                make_bar(
                    seen,
                    id="involvements-later",
                    lane="people",
                    start=end,
                    end=None,
                    kind="unknown",
                    what=what,
                    text=word("path.not_known", seen.lang),
                    group=REPRESENTATIVE,
                )
            )
    return parts


def _people_order(row: Row) -> tuple[Any, ...]:
    task = say_name(row, "task")
    return (task != REPRESENTATIVE, task, day_of(row, "valid_from") or datetime.date.min, row_id(row))
