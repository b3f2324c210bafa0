"""Make one child's path from the rows and findings that the viewer may see. Pure: nothing is read, nothing is drawn."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from leerrecht.law.conclusions import Finding
from leerrecht.law.rulebook import Rulebook
from leerrecht.web.path.ahead import make_flags
from leerrecht.web.path.facts import Seen
from leerrecht.web.path.lanes import make_absences, make_interim, make_people, make_stays
from leerrecht.web.path.packing import MOST_ROWS, is_seen, pack, wide_scale
from leerrecht.web.path.parts import LANES, Flag, Lane, Others, Part, Path, Term
from leerrecht.web.path.say import say_day, say_month, say_name
from leerrecht.web.path.school import make_school
from leerrecht.web.path.table import make_legend, make_rows
from leerrecht.web.path.term import make_term
from leerrecht.web.path.window import find_window, months_between
from leerrecht.web.words import word

_Window = tuple[datetime.date, datetime.date]
ALWAYS = ("stay", "school")
WEEK_LEAST = 15.0
"""The least room for a week's box; with less, absences are counted per month."""
_WORDS = (
    "table_open", "column_lane", "column_what", "column_from", "column_to", "column_state", "legend",
)  # fmt: skip


def _unique(parts: list[Part], taken: set[str]) -> list[Part]:
    """Give every part an id of its own."""
    named = []
    for part in parts:
        name, count = part.id, 1
        while name in taken:
            count += 1
            name = f"{part.id}-{count}"
        taken.add(name)
        named.append(part if name == part.id else replace(part, id=name))
    return named


def _say_others(name: str, left: list[Part], lang: str) -> Others | None:
    """Say how many parts of a lane aren't drawn, and which."""
    if not left:
        return None
    count = word("path.other_people" if name == "people" else "path.others", lang, count=len(left))
    details = word("path.not_drawn", lang, names=", ".join(part.text for part in left))
    return Others(id=left[0].id, count=len(left), text=count, details=details)


def _make_lane(seen: Seen, name: str, parts: list[Part], term: Term | None, window: _Window) -> Lane:
    """Put the parts of a lane in sub-rows; those beyond the most rows are left to the table."""
    first_on, last_on = window
    visible = [part for part in parts if part.drawn and is_seen(part, first_on, last_on)]
    rows = pack(parts=visible, first_on=first_on, last_on=last_on, on=seen.on)
    most = MOST_ROWS[name]
    left = [part for row in rows[most:] for part in row]
    has_term = term is not None and is_seen(term, first_on, last_on)
    return Lane(
        name=name,
        title=word(f"path.lane_{name}", seen.lang),
        lines=tuple(word(f"path.lines_{name}", seen.lang).split("|")),
        short=word(f"path.short_{name}", seen.lang),
        caption=word("path.hours_missed", seen.lang) if name == "attendance" else "",
        rows=tuple(tuple(row) for row in rows[:most]),
        term=term if has_term else None,
        others=_say_others(name, left, seen.lang),
    )


def _make_parts(seen: Seen, term: Term | None) -> tuple[dict[str, list[Part]], _Window]:
    """Give the parts per lane, and the window that they ask for."""
    taken: set[str] = {"term", "eighteen"}
    parts = {
        "stay": make_stays(seen),
        "school": make_school(seen, has_term=term is not None and term.due_on is not None),
        "interim": make_interim(seen),
        "attendance": make_absences(seen, by_month=False),
        "people": make_people(seen),
    }
    listed = [*(part for lane in parts.values() for part in lane), *((term,) if term else ())]
    gone = seen.gone is not None
    first_on, last_on = find_window(parts=listed, on=seen.on, eighteen_on=seen.eighteen_on, gone=gone)
    if wide_scale((last_on - first_on).days) * 7 < WEEK_LEAST:
        parts["attendance"] = make_absences(seen, by_month=True)
    return {name: _unique(lane, taken) for name, lane in parts.items()}, (first_on, last_on)


def _say_title(seen: Seen) -> str:
    names = [say_name(row, "given_names") for row in seen.rows.get("children") or ()]
    name = next(filter(None, names), "")
    return word("path.of", seen.lang, name=name) if name else word("path.of_nobody", seen.lang)


def _say_label(seen: Seen, key: str, window: _Window, lanes: tuple[Lane, ...], flags: tuple[Flag, ...]) -> str:
    """Say what a drawing shows: its months, and what is in each lane."""
    first_on, last_on = window
    said = [
        word("path.label_lane", seen.lang, lane=lane.title, parts=", ".join(dict.fromkeys(p.text for p in lane.parts)))
        for lane in lanes
        if lane.parts
    ]
    if flags:
        title = word("path.lane_ahead", seen.lang)
        said.append(word("path.label_lane", seen.lang, lane=title, parts=", ".join(flag.label for flag in flags)))
    last_month = last_on - datetime.timedelta(days=1)
    return word(
        key, seen.lang, title=_say_title(seen), summary=" ".join(said), first=say_month(day=first_on, lang=seen.lang),
        last=say_month(day=last_month, lang=seen.lang),
    )  # fmt: skip


def make_path(
    *, rows: Mapping[str, list[dict[str, Any]]], findings: Sequence[Finding], rulebook: Rulebook, on: datetime.date,
    lang: str,
) -> Path:  # fmt: skip
    """Make the path of one child.

    `rows`: per fact table the rows that the viewer may see, each with an `id`; tables and columns may be absent.
    `findings`: the conclusions about this child that the viewer may see.
    """
    seen = Seen(rows=rows, findings=findings, rulebook=rulebook, on=on, lang=lang)
    term = make_term(seen)
    parts, window = _make_parts(seen, term)
    made = (_make_lane(seen, name, parts[name], term if name == "school" else None, window) for name in LANES)
    lanes = tuple(lane for lane in made if lane.name in ALWAYS or lane.rows)
    flags = make_flags(seen, window[1])
    title = _say_title(seen)
    words = {name: word(f"path.{name}", lang) for name in _WORDS}
    return Path(
        lang=lang,
        on=on,
        first_on=window[0],
        last_on=window[1],
        months=months_between(*window),
        title=title,
        label_wide=_say_label(seen, "path.label_wide", window, lanes, flags),
        label_tall=_say_label(seen, "path.label_tall", window, lanes, flags),
        today=word("path.today", lang, day=say_day(day=on, on=on, lang=lang)),
        lanes=lanes,
        flags=flags,
        rows=make_rows(seen, parts, term, flags),
        legend=make_legend(seen, lanes, flags),
        note=word("path.only_absence", lang) if parts["attendance"] else "",
        more=word("path.more", lang),
        words={**words, "table_caption": word("path.table_caption", lang, title=title)},
    )
