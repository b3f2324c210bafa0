"""The path for wide screens: time runs to the right, one lane below the other."""

from __future__ import annotations

from leerrecht.web.path.names import name_of, name_of_others
from leerrecht.web.path.packing import EVENT_HALF, SMALLEST, WIDE_FROM, WIDE_TO, wide_scale
from leerrecht.web.path.parts import Lane, Part, Path, Term
from leerrecht.web.path.svg import (
    INK,
    LINE,
    LOOKS,
    POST,
    SOFT,
    Look,
    diamond,
    fit,
    icon,
    link,
    number,
    patterns,
    pick_room,
    shorten,
    tag,
    text,
)
from leerrecht.web.path.wide_frame import (
    PAD,
    SIZE,
    TERM,
    Placed,
    Sheet,
    draw_ahead,
    draw_flags,
    draw_ground,
    draw_months,
    draw_today,
    place_flags,
    place_lanes,
)
from leerrecht.web.path.widths import width_of

WIDTH = 1170
CLIP = 9999
SMALL_SIZE = 12.5
BOX, MARK_SIZE = 24.0, 12.5
BEYOND = 8.0
"""How far a bar that goes on is drawn beyond the edge, where it is cut: so it has no end."""


def _draw_names(sheet: Sheet) -> str:
    """Draw the icon and name of each lane, and the lines between lanes."""
    drawn = []
    for placed in sheet.lanes:
        lane, y = placed.lane, placed.top + 29
        drawn.append(tag("line", x1=0, x2=WIDE_TO, y1=placed.top, y2=placed.top, stroke=LINE))
        drawn.append(icon(lane.name, x=2, y=y - 16, scale=0.917))
        lines = [*lane.lines, *([lane.caption] if lane.caption else [])]
        start = y - 7 if len(lines) > 1 else y
        for place, line in enumerate(lines):
            is_caption = bool(lane.caption) and place == len(lines) - 1
            size, fill = (12.5, SOFT) if is_caption else (14.0, INK)
            drawn.append(text(line, x=32, y=start + place * 18, size=size, fill=fill, bold=not is_caption))
    drawn.append(tag("line", x1=0, x2=WIDE_TO, y1=sheet.bottom, y2=sheet.bottom, stroke=LINE))
    return "".join(drawn)


def _cuts(sheet: Sheet, lane: Lane) -> list[tuple[float, float]]:
    """Give the stretches that no text may cross: today's line and, where it passes, the post of the term."""
    lines = [sheet.today_x]
    if sheet.post_x is not None and lane.name in ("school", "interim"):
        lines.append(sheet.post_x)
    return [(x - 5, x + 5) for x in lines]


def _edges(sheet: Sheet, part: Part) -> tuple[float, float]:
    """Give where a bar starts and ends; beyond the edge when it goes on there."""
    path = sheet.path
    low = WIDE_FROM - BEYOND if part.start is None or part.start < path.first_on else sheet.x(part.start) + 1
    high = WIDE_TO + BEYOND if part.end is None or part.end > path.last_on else sheet.x(part.end) - 1
    if part.follows and part.start and part.start >= path.first_on:
        low += EVENT_HALF
    return low, max(high, low + SMALLEST - 2)


def _bar_text(sheet: Sheet, lane: Lane, words: str, look: Look, *, low: float, high: float, y: float) -> str:
    """Give the text of a bar: beside the lines that cross it; lighter and closer to the edge when there is little room."""
    cuts = _cuts(sheet, lane)
    for size, bold, pad in ((SIZE, look.bold, 9.0), (SIZE, look.bold, 6.0), (SMALL_SIZE, False, 4.0)):
        need = width_of(words, size=size, bold=bold)
        start, end = pick_room(max(low, WIDE_FROM) + pad, min(high, WIDE_TO) - pad + 2, cuts, need)
        if need <= end - start:
            return text(words, x=start, y=y, size=size, fill=look.text, bold=bold, halo=look.halo)
    shown = shorten(words, size=SMALL_SIZE, bold=False, room=end - start)
    return text(shown, x=start, y=y, size=SMALL_SIZE, fill=look.text, halo=look.halo) if shown else ""


def _draw_bar(sheet: Sheet, lane: Lane, part: Part, y: float, height: float) -> str:
    """Draw a period: its bar, and as much of its text as fits."""
    low, high = _edges(sheet, part)
    look = LOOKS[part.kind]
    shape = tag(
        "rect", class_="lr-hit", x=low, y=y, width=high - low, height=height, rx=4, fill=look.fill.format(p="w"),
        stroke=look.stroke, stroke_width="1.5", stroke_dasharray=look.dashes or None,
    )  # fmt: skip
    label = _bar_text(sheet, lane, part.text, look, low=low, high=high, y=y + height / 2 + 4.8)
    return link(part.id, name_of(part, sheet.path), shape + label)


def _draw_missed(sheet: Sheet, row: tuple[Part, ...], y: float) -> str:
    """Draw the boxes of the weeks in which hours were missed, with the hours under each where there is room."""
    drawn, taken, look = [], WIDE_FROM, LOOKS["missed"]
    for part in row:
        low, high = _edges(sheet, part)
        low = max(min(low, sheet.today_x - 9), WIDE_FROM + 1)  # this week, up to today
        high = min(high, sheet.today_x - 4)
        shape = tag("rect", class_="lr-hit", x=low, y=y, width=high - low, height=BOX, rx=3, fill=look.fill,
                    stroke=look.stroke, stroke_width="1.5")  # fmt: skip
        need = width_of(part.mark, size=MARK_SIZE)
        left = min((low + high - need) / 2, sheet.today_x - 4 - need)
        label = ""
        if left >= taken:
            label = text(part.mark, x=left, y=y + BOX + 14, size=MARK_SIZE, fill=look.text)
            taken = left + need + 2
        drawn.append(link(part.id, name_of(part, sheet.path), shape + label))
    return "".join(drawn)


def _draw_event(sheet: Sheet, row: tuple[Part, ...], place: int, y: float, height: float) -> str:
    """Draw an event, with its text beside it when nothing stands there."""
    part = row[place]
    assert part.start is not None  # noqa: S101 (an event has a day)
    x = max(sheet.x(part.start), WIDE_FROM + 10)
    before = _edges(sheet, row[place - 1])[1] if place and row[place - 1].kind != "event" else WIDE_FROM
    if place and row[place - 1].kind == "event":
        before = x - EVENT_HALF
    after = WIDE_TO
    if place + 1 < len(row):
        follower = row[place + 1]
        is_event = follower.kind == "event" and follower.start is not None
        after = sheet.x(follower.start) - EVENT_HALF if is_event and follower.start else _edges(sheet, follower)[0]
    need = width_of(part.text, size=SIZE)
    cuts = _cuts(sheet, sheet.lanes[1].lane)
    label = ""
    for low, high in ((x + 13, after - 4), (before + 4, x - 13)):
        if high - low >= need:
            at = low if low > x else high - need
            if not any(at < cut_high and at + need > cut_low for cut_low, cut_high in cuts):
                label = text(part.text, x=at, y=y + height / 2 + 4.8, size=SIZE, fill=INK)
                break
    hit = tag("rect", class_="lr-hit", x=x - 12, y=y, width=24, height=height, rx=4, fill="#fff", fill_opacity="0")
    return link(part.id, name_of(part, sheet.path), hit + diamond(x=x, y=y + height / 2) + label)


def _post_box(sheet: Sheet, term: Term) -> tuple[float, float]:
    """Give left and width of the post's label: after the post, or before it when there is no room."""
    assert sheet.post_x is not None  # noqa: S101 (asked only when there is a post)
    width = 24 + width_of(term.post, size=SIZE, bold=True)
    fits = sheet.post_x + 4 + width <= WIDE_TO
    return (sheet.post_x + 4 if fits else sheet.post_x - 4 - width), width


def _draw_term(sheet: Sheet, placed: Placed, term: Term) -> str:
    """Draw the band of the term; dots when its end isn't known."""
    low, high = _edges(sheet, term)
    look = LOOKS["term" if term.due_on else "unknown"]
    if not term.due_on:
        low = high - 24 - width_of(term.text, size=SIZE)
        low, high = (low, high) if low >= WIDE_FROM + 4 else (WIDE_FROM + 4, WIDE_FROM + 4 + high - low)
    y = placed.top + PAD - 2
    cuts = _cuts(sheet, placed.lane) if term.due_on else []
    if sheet.post_x is not None:
        left, width = _post_box(sheet, term)
        cuts.append((left - 4, left + width + 4))
    shape = tag("rect", class_="lr-hit", x=low, y=y, width=high - low, height=TERM, fill=look.fill.format(p="w"),
                stroke=look.stroke, stroke_width="1", stroke_dasharray=look.dashes or None)  # fmt: skip
    need = width_of(term.text, size=SIZE, bold=look.bold)
    start, end = pick_room(max(low, WIDE_FROM) + 9, high - 6, cuts, need)
    shown = fit([term.text, term.brief], size=SIZE, bold=look.bold, room=end - start)
    label = text(shown, x=start, y=y + 17, size=SIZE, fill=look.text, bold=look.bold, halo=look.halo) if shown else ""
    return link(term.id, name_of(term, sheet.path), shape + label)


def _draw_lane(sheet: Sheet, placed: Placed) -> str:
    """Draw the parts of a lane."""
    lane = placed.lane
    drawn = [_draw_term(sheet, placed, lane.term)] if lane.term else []
    for place, row in enumerate(lane.rows):
        y = placed.rows_at + place * placed.step
        if lane.name == "attendance":
            drawn.append(_draw_missed(sheet, row, y))
            continue
        for position, part in enumerate(row):
            if part.kind == "event":
                drawn.append(_draw_event(sheet, row, position, y, placed.row))
            else:
                drawn.append(_draw_bar(sheet, lane, part, y, placed.row))
    if lane.others:
        y = placed.rows_at + len(lane.rows) * placed.step
        others = lane.others
        width = width_of(others.text, size=SIZE, bold=True) + 18
        hit = tag("rect", class_="lr-hit", x=WIDE_FROM + 1, y=y - 2, width=width, height=24, rx=4, fill="#fff",
                  fill_opacity="0")  # fmt: skip
        label = text(others.text, x=WIDE_FROM + 10, y=y + 15, size=SIZE, fill=LOOKS["recorded"].stroke, bold=True)
        drawn.append(link(others.id, name_of_others(others, sheet.path), hit + label))
    return "".join(drawn)


def _draw_post(sheet: Sheet) -> str:
    """Draw the post on the term's last day, through the interim lane, with its words."""
    school = sheet.lanes[1]
    term = school.lane.term
    if sheet.post_x is None or term is None:
        return ""
    interim = next((placed for placed in sheet.lanes if placed.lane.name == "interim"), school)
    colour, y = POST[term.outcome], school.top + PAD - 2
    left, width = _post_box(sheet, term)
    post = tag("line", x1=sheet.post_x, x2=sheet.post_x, y1=y - 5, y2=interim.top + interim.height, stroke=colour,
               stroke_width="3")  # fmt: skip
    box = tag("rect", x=left, y=y, width=width, height=TERM, rx=3, fill=colour)
    words = text(term.post, x=left + width / 2, y=y + 17, size=SIZE, fill="#fff", bold=True, anchor="middle")
    return tag("g", post + box + words, aria_hidden="true")


def draw_wide(path: Path, lang: str) -> str:
    """Draw the path with time to the right, as an SVG element."""
    scale = wide_scale((path.last_on - path.first_on).days)
    sheet = Sheet(path=path, scale=scale, today_x=0)
    sheet.today_x = sheet.x(path.on)
    term = next((lane.term for lane in path.lanes if lane.term), None)
    if term and term.end and term.due_on and path.first_on <= term.due_on < path.last_on:
        sheet.post_x = sheet.x(term.end) - 1
    place_flags(sheet)
    place_lanes(sheet)
    window = tag("rect", x=WIDE_FROM, y=0, width=WIDE_TO - WIDE_FROM, height=CLIP)
    lanes = "".join(_draw_lane(sheet, placed) for placed in sheet.lanes)
    content = (
        tag("defs", patterns("w") + tag("clipPath", window, id="w-clip"))
        + draw_ground(sheet) + draw_months(sheet) + _draw_names(sheet) + draw_ahead(sheet)
        + tag("g", lanes, clip_path="url(#w-clip)") + draw_flags(sheet) + draw_today(sheet) + _draw_post(sheet)
    )  # fmt: skip
    return tag(
        "svg", content, class_="lr-path__wide", viewBox=f"0 0 {WIDTH} {number(sheet.bottom + 2)}", role="group",
        lang=lang, aria_label=path.label_wide,
    )  # fmt: skip
