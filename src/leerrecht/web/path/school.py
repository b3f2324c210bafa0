"""The parts of the school lane: requests, waiting, enrolments, tests, gaps, and what isn't known yet."""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import replace

from leerrecht.web.path.facts import Row, Seen, day_of, is_formal, is_real, row_id
from leerrecht.web.path.lanes import make_bar, make_event, make_nothing
from leerrecht.web.path.parts import Part
from leerrecht.web.path.say import say_name
from leerrecht.web.path.term import make_gaps
from leerrecht.web.words import word

WAITING = ("waiting", "intake")


def school_of(seen: Seen, row: Row) -> str:
    """Give a school's name, or its kind, or just "school"."""
    name = say_name(row, "school") or seen.choice("enrolment_kinds", row.get("kind"))
    return name or word("path.a_school", seen.lang)


def answered_on(seen: Seen, row: Row) -> datetime.date | None:
    """Give the day on which school began for who was asked a place; None while nobody answered the request.

    It began there, as a row of its own, or elsewhere after the request: then nobody waits for that place any more.
    """
    asked_on, school = day_of(row, "requested_on"), say_name(row, "school").casefold()
    starts = []
    for other in seen.of("enrolments"):
        start, end = day_of(other, "started_on"), day_of(other, "left_on")
        if start is None or not is_formal(other) or not is_real(start, end):
            continue
        is_there = bool(school) and say_name(other, "school").casefold() == school
        ran_there = is_there and (asked_on is None or end is None or end > asked_on)
        if ran_there or (asked_on is not None and start >= asked_on):
            starts.append(start)
    return min(starts, default=None)


def make_enrolment(seen: Seen, row: Row) -> list[Part]:
    """Give the parts of one enrolment: the request, the wait, the time at school."""
    asked_on, start, end = day_of(row, "requested_on"), day_of(row, "started_on"), day_of(row, "left_on")
    school, key, parts = school_of(seen, row), row_id(row), []
    if asked_on:
        what = word("path.request_at", seen.lang, school=school)
        text = word("path.request", seen.lang)
        parts.append(make_event(seen, id=f"requests-{key}", lane="school", day=asked_on, text=text, what=what))
    wait = _make_wait(seen, row, school)
    parts += [wait] if wait else []
    if start:
        parts.append(_make_school(seen, row, school))
    elif end:
        text = school
        bar = make_bar(seen, id=f"enrolments-{key}", lane="school", start=asked_on, end=end, text=text)
        parts.append(replace(bar, follows=asked_on is not None) if row.get("phase") in (None, "placed") else bar)
    elif row.get("phase") == "placed":
        text = word("path.no_first_day", seen.lang, school=school)
        bar = make_bar(
            seen, id=f"enrolments-{key}", lane="school", start=asked_on, end=None, text=text, kind="unknown"
        )  # fmt: skip
        parts.append(replace(bar, follows=asked_on is not None))
    elif not parts:
        what = school
        parts.append(
            make_bar(seen, id=f"enrolments-{key}", lane="school", start=None, end=None, text=what, kind="unknown")
        )
    return parts


def _make_school(seen: Seen, row: Row, school: str) -> Part:
    """Give the time at a school; striped when its kind doesn't count as school."""
    start, end, lang = day_of(row, "started_on"), day_of(row, "left_on"), seen.lang
    kind = seen.choice("enrolment_kinds", row.get("kind"))
    if end is None and seen.gone and start and start <= seen.on:
        end = day_of(seen.gone, "left_on")
    if not is_formal(row):
        what = word("path.no_count", lang, text=school)
        return make_bar(
            seen, id=f"enrolments-{row_id(row)}", lane="school", start=start, end=end, text=school, what=what,
            kind="interim",
        )  # fmt: skip
    what = word("path.named_kind", lang, name=school, kind=kind) if kind and kind != school else school
    return make_bar(
        seen, id=f"enrolments-{row_id(row)}", lane="school", start=start, end=end, text=school, what=what
    )  # fmt: skip


def _make_wait(seen: Seen, row: Row, school: str) -> Part | None:
    """Give the wait for a place: it runs up to the first day at school, or until today when that isn't known."""
    asked_on, phase = day_of(row, "requested_on"), row.get("phase")
    until = day_of(row, "started_on") or day_of(row, "left_on") or answered_on(seen, row)
    if phase not in WAITING or (asked_on and asked_on > seen.on) or (until and until <= seen.on):
        return None
    name = "intake" if phase == "intake" else "wait"
    bar = make_bar(
        seen, id=f"waits-{row_id(row)}", lane="school", start=asked_on, end=until, kind="waiting",
        text=word(f"path.{name}", seen.lang), what=word(f"path.{name}_at", seen.lang, school=school),
    )  # fmt: skip
    end = until or seen.on + datetime.timedelta(days=1)
    return replace(bar, end=end, runs=until is None, follows=asked_on is not None, group="wait")


def make_tests(seen: Seen) -> list[Part]:
    """Give one event for the tests of a day, with their domains in words."""
    groups: defaultdict[datetime.date, list[Row]] = defaultdict(list)
    for row in seen.of("assessments"):
        day = day_of(row, "taken_on")
        if day:
            groups[day].append(row)
    parts = []
    for day, rows in sorted(groups.items()):
        domains = [seen.choice("domains", row.get("domain")) or say_name(row, "instrument") for row in rows]
        named = ", ".join(dict.fromkeys(filter(None, domains)))
        text = word("path.test" if len(rows) == 1 else "path.tests", seen.lang)
        what = word("path.test_of", seen.lang, domains=named) if named else text
        parts.append(make_event(seen, id=f"tests-{day.isoformat()}", lane="school", day=day, text=text, what=what))
    return parts


def _ahead_is_known(seen: Seen, parts: list[Part]) -> bool:
    """Tell whether something of school is known after today."""
    return any(
        part.kind in ("recorded", "planned", "unknown")
        and part.drawn
        and (part.end is None or part.end > seen.on + datetime.timedelta(days=1))
        for part in parts
    )


def _make_later(seen: Seen, parts: list[Part]) -> Part:
    """Give the dots after today, or after the last school of which the end is known."""
    text = word("path.not_known", seen.lang)
    start = seen.on + datetime.timedelta(days=1)
    return make_bar(
        seen, id="school-later", lane="school", start=start, end=None, text=text, kind="unknown", group="wait"
    )


def make_school(seen: Seen, *, has_term: bool) -> list[Part]:
    """Give all parts of the school lane but the term."""
    parts = [part for row in seen.of("enrolments") for part in make_enrolment(seen, row)]
    enrolled = bool(parts)
    parts += make_gaps(seen)
    parts += make_tests(seen)
    if not parts:
        return [] if has_term else [make_nothing(seen, "school")]
    if enrolled and not seen.gone and not _ahead_is_known(seen, parts):
        parts.append(_make_later(seen, parts))
    return parts
