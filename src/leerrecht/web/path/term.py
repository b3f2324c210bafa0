"""The placement term and the gaps without school, as the rules found them."""

from __future__ import annotations

import datetime
from dataclasses import replace

from leerrecht.law.conclusions import Finding
from leerrecht.law.dates import add_months, day_number, to_date
from leerrecht.web.path.facts import Seen
from leerrecht.web.path.lanes import make_bar, moved_day
from leerrecht.web.path.parts import Part, Term
from leerrecht.web.path.say import say_day, say_period, say_short
from leerrecht.web.words import word

MONTHS_MOST = 12


def count_months(since_on: datetime.date, due_on: datetime.date) -> int | None:
    """Give how many whole months (clamped to a month's end) lie between two days; None when it isn't a whole number."""
    for months in range(1, MONTHS_MOST + 1):
        if to_date(add_months(day_number(since_on), months)) == due_on:
            return months
    return None


def _say_outcome(seen: Seen, finding: Finding) -> str:
    """Say how the term stands, for the table."""
    days = finding.days
    if finding.state in ("met", "met_late"):
        return word(f"path.state_{finding.state}", seen.lang)
    if days is None:
        return word("path.state_unknown", seen.lang)
    if days == 0:
        return word("path.state_last_day", seen.lang)
    return word("path.state_days_left" if days > 0 else "path.state_days_late", seen.lang, count=abs(days))


def _say_post(seen: Seen, finding: Finding, due_on: datetime.date) -> tuple[str, str]:
    """Say what stands on the post, and the band and its end in one short text."""
    if finding.state in ("met", "met_late"):
        return word(f"path.term_{finding.state}", seen.lang), word(f"path.term_short_{finding.state}", seen.lang)
    day = say_day(day=due_on, on=seen.on, lang=seen.lang)
    short = say_short(day=due_on, lang=seen.lang)
    if due_on < seen.on:
        return word("path.term_ended", seen.lang, day=day), word("path.term_short_ended", seen.lang, day=short)
    post = word("path.term_ends_today", seen.lang) if due_on == seen.on else word("path.term_ends", seen.lang, day=day)
    return post, word("path.term_short", seen.lang, day=short)


def _open_term(seen: Seen, finding: Finding, due_on: datetime.date, *, state: str, lane: str) -> Term:
    """Give the term of which only the end may be seen."""
    text = word("path.term", seen.lang)
    post, short = _say_post(seen, finding, due_on)
    return Term(
        id="term", lane="school", kind="term", start=None, end=moved_day(due_on), text=text, what=text, state=state,
        details=", ".join(dict.fromkeys((lane, post, state.lower()))), due_on=due_on, post=post, brief=text, short=short,
        outcome=finding.state,
    )  # fmt: skip


def make_term(seen: Seen) -> Term | None:
    """Give the placement term as a band up to and including its due date; dots where it isn't known."""
    found = seen.found("placement.term")
    if not found:
        return None
    finding = found[0]
    since_on, due_on, lang = finding.since_on, finding.due_on, seen.lang
    state, lane = _say_outcome(seen, finding), word("path.lane_school", lang)
    if due_on is None or (since_on is not None and due_on < since_on):
        text = word("path.term_unknown", lang)
        return Term(
            id="term", lane="school", kind="term", start=None, end=seen.on, text=text, due_on=None,
            what=word("path.term", lang), state=state, details=f"{lane}, {state.lower()}", post="",
            brief=text, short=text,
            outcome="unknown",
        )  # fmt: skip
    if since_on is None:  # closed to this viewer: the band comes from before the drawing
        return _open_term(seen, finding, due_on, state=state, lane=lane)
    months = count_months(since_on, due_on)
    text = word("path.term_months", lang, count=months) if months else word("path.term", lang)
    post, short = _say_post(seen, finding, due_on)
    end = moved_day(due_on)
    first = say_period(start=since_on, end=None, on=since_on, lang=lang) if since_on.year == seen.on.year else word(
        "path.since", lang, first=say_day(day=since_on, on=seen.on, lang=lang)
    )  # fmt: skip
    return Term(
        id="term", lane="school", kind="term", start=since_on, end=end, text=text, what=text, state=state,
        details=", ".join(dict.fromkeys((lane, first, post, state.lower()))), due_on=due_on, post=post,
        brief=word("path.term", lang), short=short,
        outcome=finding.state,
    )  # fmt: skip


def make_gaps(seen: Seen) -> list[Part]:
    """Give the periods without school after it had begun; nothing when the viewer sees no enrolments."""
    if not seen.rows.get("enrolments"):
        return []
    parts = []
    for finding in seen.found("continuity.gap"):
        start, end = finding.since_on, finding.met_on or finding.planned_start_on
        if start is None or (end is not None and end <= start):
            continue
        what = word("path.gap_after", seen.lang, school=finding.label) if finding.label else ""
        count = finding.days_counted
        if count is not None:
            counted = word("path.gap_days", seen.lang, count=count)
            what = f"{what} ({counted})" if what else counted
        drawn_end = end or (moved_day(seen.on) if start <= seen.on else None)
        part = make_bar(
            seen, id=f"gap-{start.isoformat()}", lane="school", start=start, end=end, kind="gap",
            text=word("path.gap", seen.lang), what=what,
        )  # fmt: skip
        parts.append(replace(part, end=drawn_end, runs=True) if drawn_end != end else part)
    return parts
