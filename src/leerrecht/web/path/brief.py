"""In het kort: one to three short sentences about school, and what comes next. Only from what the viewer sees."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from leerrecht.law.conclusions import Finding
from leerrecht.law.rulebook import Rulebook
from leerrecht.web.path.facts import Row, Seen, day_of, is_formal
from leerrecht.web.path.say import say_day, say_name, say_weekday
from leerrecht.web.path.school import answered_on, school_of
from leerrecht.web.path.window import moved
from leerrecht.web.words import word

MOST = 3
NEAR_EIGHTEEN_MONTHS = 9
TOLD_MONTHS = 6
"""For so long it is worth telling whether school began in time."""
OPEN_STATES = ("upcoming", "due", "overdue")


def say_brief(
    *, rows: Mapping[str, list[dict[str, Any]]], findings: Sequence[Finding], rulebook: Rulebook, on: datetime.date,
    lang: str, given_name: str,
) -> str:  # fmt: skip
    """Say in short how it goes with school and what is next. `rows` and `findings` as for `make_path`."""
    seen = Seen(rows=rows, findings=findings, rulebook=rulebook, on=on, lang=lang)
    name = say_name({"name": given_name}, "name") or word("path.brief.somebody", lang)
    said = [_say_gone(seen, name, seen.gone)] if seen.gone else _say_here(seen, name)
    return " ".join(sentence[:1].upper() + sentence[1:] for sentence in said[:MOST])


def _say_here(seen: Seen, name: str) -> list[str]:
    """Say how it goes with school, what is next, and what doesn't count as school while there is none."""
    said = [*_say_school(seen, name), *_say_next(seen, name)]
    provision = _running_interim(seen)
    if provision and not _now_and_next(seen)[0] and not any(provision in sentence for sentence in said):
        said.append(word("path.brief.besides", seen.lang, provision=provision))
    return said


def _day(seen: Seen, day: datetime.date) -> str:
    return say_day(day=day, on=seen.on, lang=seen.lang)


def _say_gone(seen: Seen, name: str, row: Row) -> str:
    key = {"unknown_destination": "gone_unknown", "deceased": "gone_deceased"}.get(str(row.get("kind")), "gone")
    return word(f"path.brief.{key}", seen.lang, name=name, day=_day(seen, row["left_on"]))


def _now_and_next(seen: Seen) -> tuple[Row | None, Row | None]:
    """Give the school that runs, and the one that comes; only what counts as school."""
    now, coming = None, None
    for row in seen.of("enrolments"):
        start, end = day_of(row, "started_on"), day_of(row, "left_on")
        if start is None or not is_formal(row) or (end is not None and end <= max(seen.on, start)):
            continue
        if start <= seen.on:
            now = row
        elif coming is None:
            coming = row
    return now, coming


def _say_school(seen: Seen, name: str) -> list[str]:
    now, coming = _now_and_next(seen)
    if now:
        return [*_say_at_school(seen, name, now), *_say_changes(seen, name, coming)]
    if coming:
        return _say_planned(seen, name, coming)
    return _say_none(seen, name)


def _say_at_school(seen: Seen, name: str, row: Row) -> list[str]:
    said = [
        word(
            "path.brief.at_school", seen.lang, name=name, day=_day(seen, row["started_on"]), school=school_of(seen, row)
        )
    ]
    terms = [term for term in seen.found("placement.term") if term.state in ("met", "met_late")]
    if terms and terms[0].met_on and terms[0].due_on and terms[0].met_on > moved(seen.on, -TOLD_MONTHS):
        key = "began_late" if terms[0].state == "met_late" else "began_in_time"
        key = "began_in_time_early" if key == "began_in_time" and terms[0].due_on >= seen.on else key
        said.append(word(f"path.brief.{key}", seen.lang, due=_day(seen, terms[0].due_on)))
    return said


def _say_changes(seen: Seen, name: str, coming: Row | None) -> list[str]:
    if coming is None:
        return []
    day = say_weekday(day=coming["started_on"], on=seen.on, lang=seen.lang)
    return [word("path.brief.next_school", seen.lang, day=day, name=name, school=school_of(seen, coming))]


def _say_planned(seen: Seen, name: str, row: Row) -> list[str]:
    """Say when school begins, and whether that is in time."""
    start = row["started_on"]
    day = say_weekday(day=start, on=seen.on, lang=seen.lang)
    said = [word("path.brief.starts", seen.lang, name=name, day=day, school=school_of(seen, row))]
    gap = _open_gap(seen)
    if gap:
        return [_say_gap(seen, name, gap), *said]
    terms = seen.found("placement.term")
    if terms and terms[0].state == "unknown":
        said.append(word("path.brief.in_time_unknown", seen.lang))
    elif terms and terms[0].due_on and terms[0].state in OPEN_STATES:
        due_on = terms[0].due_on
        key = "in_time" if start <= due_on else "too_late" if due_on >= seen.on else "too_late_past"
        said.append(word(f"path.brief.{key}", seen.lang, due=_day(seen, due_on)))
    return said


def _open_gap(seen: Seen) -> Finding | None:
    """Give the gap without school that runs; only to who sees enrolments."""
    if not seen.rows.get("enrolments"):
        return None
    gaps = [gap for gap in seen.found("continuity.gap") if gap.state in ("due", "overdue") and gap.since_on]
    return max(gaps, key=lambda gap: gap.since_on or seen.on, default=None)


def _say_gap(seen: Seen, name: str, gap: Finding) -> str:
    day = _day(seen, gap.since_on or seen.on)
    if not gap.days_counted:
        return word("path.brief.gap_undated", seen.lang, name=name, day=day)
    return word("path.brief.gap", seen.lang, name=name, day=day, count=gap.days_counted)


def _say_none(seen: Seen, name: str) -> list[str]:
    """Say that there is no school, as far as the viewer can know: waiting, a gap, a term, or nothing known."""
    waiting = _waiting(seen)
    gap = _open_gap(seen)
    said = [_say_gap(seen, name, gap)] if gap else []
    provision = _running_interim(seen)
    if waiting:
        said.append(_say_waiting(seen, name, waiting, "" if gap else provision))
    terms = seen.found("placement.term")
    term = terms[0] if terms and terms[0].state in (*OPEN_STATES, "unknown") else None
    if not said and (term is None or term.state == "unknown"):
        return [_say_last(seen, name), *([_say_term(seen, term)] if term else [])]
    if not said:
        key = "no_school_besides" if provision else "no_school"
        said.append(word(f"path.brief.{key}", seen.lang, name=name, provision=provision))
    return [*said, *([_say_term(seen, term)] if term else [])]


def _say_last(seen: Seen, name: str) -> str:
    """Say when the last school ended, or that nothing is known."""
    ended = [
        row for row in seen.of("enrolments") if is_formal(row) and day_of(row, "left_on") and row.get("started_on")
    ]
    if ended:
        day = max(row["left_on"] for row in ended)
        return word("path.brief.left", seen.lang, name=name, day=_day(seen, day))
    return word("path.brief.nothing_known", seen.lang, name=name)


def _waiting(seen: Seen) -> Row | None:
    """Give the last enrolment that was asked for, has no first day yet, and wasn't answered by another."""
    rows = [
        row
        for row in seen.of("enrolments")
        if is_formal(row)
        and row.get("phase")
        and not (day_of(row, "started_on") or day_of(row, "left_on") or answered_on(seen, row))
    ]
    return max(rows, key=lambda row: day_of(row, "requested_on") or datetime.date.min, default=None)


def _say_waiting(seen: Seen, name: str, row: Row, provision: str) -> str:
    school = school_of(seen, row)
    if row.get("phase") == "placed":
        return word("path.brief.no_first_day", seen.lang, name=name, school=school)
    key = "waits_besides" if provision else "waits"
    return word(f"path.brief.{key}", seen.lang, name=name, school=school, provision=provision)


def _say_term(seen: Seen, term: Finding) -> str:
    if term.due_on is None or term.days is None:
        return word("path.brief.term_unknown", seen.lang)
    due = _day(seen, term.due_on)
    if term.days > 0:
        return word("path.brief.term_ends", seen.lang, due=due)
    if term.days == 0:
        return word("path.brief.term_ends_today", seen.lang)
    return word("path.brief.term_ended", seen.lang, count=-term.days, due=due)


def _running_interim(seen: Seen) -> str:
    """Give the name of an interim provision that runs; empty when none does."""
    for row in reversed(seen.of("interim")):
        start, end = day_of(row, "valid_from"), day_of(row, "valid_to")
        if (start is None or start <= seen.on) and (end is None or end > seen.on):
            return say_name(row, "provision") or seen.choice("interim_kinds", row.get("kind"))
    return ""


def _next_move(seen: Seen) -> Row | None:
    moves = [row for row in seen.of("stays") if (start := day_of(row, "valid_from")) and start > seen.on]
    return min(moves, key=lambda row: row["valid_from"], default=None)


def _say_next(seen: Seen, name: str) -> list[str]:
    """Say the next move and the 18th birthday when it is near; in one sentence when both come."""
    move, birthday, lang = _next_move(seen), seen.eighteen_on, seen.lang
    if birthday and not seen.on <= birthday <= moved(seen.on, NEAR_EIGHTEEN_MONTHS):
        birthday = None
    if birthday == seen.on:
        said = [word("path.brief.eighteen_today", lang, name=name)]
        return said + ([_say_move(seen, name, move)] if move else [])
    if move and birthday and move["valid_from"] < birthday:
        day = _day(seen, move["valid_from"])
        return [word("path.brief.moves_and_eighteen", lang, day=day, name=name, birthday=_day(seen, birthday))]
    said = [_say_move(seen, name, move)] if move else []
    return said + ([word("path.brief.eighteen", lang, day=_day(seen, birthday), name=name)] if birthday else [])


def _say_move(seen: Seen, name: str, move: Row) -> str:
    place = say_name(move, "location", "municipality")
    key = "moves_to" if place else "moves"
    return word(f"path.brief.{key}", seen.lang, day=_day(seen, move["valid_from"]), name=name, place=place)
