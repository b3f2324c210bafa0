"""The path for narrow screens: time runs downward, one lane beside the other."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field

from leerrecht.web.path.names import name_of, name_of_flag, name_of_others
from leerrecht.web.path.packing import EVENT_HALF, SMALLEST, tall_scale
from leerrecht.web.path.parts import Flag, Lane, Part, Path, Term
from leerrecht.web.path.svg import (
    INK,
    LINE,
    LOOKS,
    PAPER,
    POST,
    SOFT,
    TODAY,
    diamond,
    fit,
    icon,
    link,
    number,
    patterns,
    pick_room,
    tag,
    text,
)
from leerrecht.web.path.widths import width_of
from leerrecht.web.words import word

WIDTH, LEFT, TOP = 288.0, 32.0, 52.0
SIZE, HEAD_SIZE = 12.5, 11.3
LEAST_SIZE = 11.0
PILL = 24.0
BAND = 18.0
BEYOND = 40.0
FOOT = 26.0


@dataclass(frozen=True, kw_only=True)
class Column:
    """A lane with its place: left, width, where its sub-columns start, and how wide each is."""

    lane: Lane
    left: float
    width: float
    rows_at: float
    unit: float


@dataclass(frozen=True, kw_only=True)
class Pill:
    """A label across the lanes: its place, and what is drawn there."""

    left: float
    top: float
    width: float
    height: float


@dataclass(kw_only=True)
class Sheet:
    """The drawing under way."""

    path: Path
    scale: float
    today_y: float = 0
    end_y: float = 0
    columns: list[Column] = field(default_factory=list)
    pills: list[Pill] = field(default_factory=list)
    flags: list[tuple[Flag, Pill]] = field(default_factory=list)
    today_pill: Pill | None = None
    post: tuple[Term, Pill, float] | None = None

    def y(self, day: datetime.date) -> float:
        """Give the place of a day."""
        return TOP + (day - self.path.first_on).days * self.scale


def _place_columns(sheet: Sheet) -> None:
    """Divide the width: each lane its heading, and the rest by sub-columns."""
    lanes = sheet.path.lanes
    heads = [width_of(lane.short, size=HEAD_SIZE, bold=True) + 6 for lane in lanes]
    shares = [len(lane.rows) + (0.7 if lane.term else 0) for lane in lanes]
    wanted = [max(head, share * 24 + 8) for head, share in zip(heads, shares, strict=True)]
    room, base = WIDTH - LEFT, sum(heads)
    over = sum(want - head for want, head in zip(wanted, heads, strict=True))
    part = min(1.0, (room - base) / over) if over else 0.0
    widths = [head + (want - head) * part for head, want in zip(heads, wanted, strict=True)]
    rest = (room - sum(widths)) / len(widths)
    left = LEFT
    for lane, width in zip(lanes, widths, strict=True):
        width += rest
        band = BAND + 3 if lane.term else 0.0
        unit = (width - 6 - band) / max(1, len(lane.rows))
        unit = min(unit, 34.0)
        rows_at = left + band + (width - band - unit * max(1, len(lane.rows))) / 2
        sheet.columns.append(Column(lane=lane, left=left, width=width, rows_at=rows_at, unit=unit))
        left += width


def _put(sheet: Sheet, left: float, top: float, width: float, height: float) -> Pill:
    """Put a label at a height, or below the ones that stand there already."""
    moved = True
    while moved:
        moved = False
        for pill in sheet.pills:
            if top < pill.top + pill.height + 2 and top + height > pill.top - 2:
                top, moved = pill.top + pill.height + 2, True
    made = Pill(left=left, top=top, width=width, height=height)
    sheet.pills.append(made)
    return made


def _place_pills(sheet: Sheet) -> None:
    """Place today's label below its line, then the term's end and the flags in the order of their days."""
    path = sheet.path
    width = width_of(path.today, size=SIZE, bold=True) + 18
    sheet.today_pill = _put(sheet, WIDTH - width, sheet.today_y, width, 21)
    ahead: list[tuple[datetime.date, Flag | Term]] = [(flag.start, flag) for flag in path.flags]
    school = sheet.columns[1]
    term = school.lane.term
    if term and term.due_on and path.on <= term.due_on < path.last_on:
        ahead.append((term.due_on, term))
    for day, each in sorted(ahead, key=lambda pair: pair[0]):
        if isinstance(each, Term):
            end = sheet.y(day + datetime.timedelta(days=1)) - 1
            width = width_of(each.post, size=SIZE, bold=True) + 18
            pill = _put(sheet, min(school.left + school.width + 2, WIDTH - width), end - 10, width, 21)
            sheet.post = (each, pill, end)
        else:
            width = 36 + width_of(each.label, size=SIZE, bold=True)
            start = max(sheet.y(day), sheet.today_y)
            sheet.flags.append((each, _put(sheet, WIDTH - width, start - (PILL / 2), width, PILL)))
    below = max((pill.top + pill.height for pill in sheet.pills), default=0)
    sheet.end_y = max(TOP + (path.last_on - path.first_on).days * sheet.scale, below)


def _draw_ground(sheet: Sheet) -> str:
    path = sheet.path
    wide = WIDTH - LEFT
    drawn = [tag("rect", x=LEFT, y=TOP, width=wide, height=sheet.today_y - TOP, fill=PAPER)]
    for flag, _ in sheet.flags:
        if flag.kind == "holiday" and flag.end:
            low, high = max(TOP, sheet.y(flag.start)), min(sheet.end_y, sheet.y(flag.end))
            for fill in ("#fdf8ea", "url(#t-free)"):
                drawn.append(tag("rect", x=LEFT, y=low, width=wide, height=high - low, fill=fill))
    for month in path.months:
        y = sheet.y(month)
        drawn.append(tag("line", x1=0, x2=WIDTH, y1=y, y2=y, stroke=LINE))
        name = word(f"path.month_{month.month}", path.lang)
        drawn.append(text(name, x=0, y=y + 17, size=13, fill=SOFT))
        if month.month == 1 or (month == path.months[0] and month.year != path.months[-1].year):
            drawn.append(text(str(month.year), x=0, y=y + 32, size=LEAST_SIZE, fill=SOFT, bold=True))
    return "".join(drawn)


def _draw_heads(sheet: Sheet) -> str:
    drawn = []
    for column in sheet.columns:
        middle = column.left + column.width / 2
        drawn.append(icon(column.lane.name, x=middle - 11, y=0, scale=0.917))
        drawn.append(tag("line", x1=column.left, x2=column.left, y1=30, y2=sheet.end_y, stroke=LINE))
        drawn.append(text(column.lane.short, x=middle, y=40, size=HEAD_SIZE, fill=INK, bold=True, anchor="middle"))
    return "".join(drawn)


def _edges(sheet: Sheet, part: Part) -> tuple[float, float]:
    """Give where a bar starts and ends; beyond the edge when it goes on there."""
    path = sheet.path
    low = TOP - BEYOND if part.start is None or part.start < path.first_on else sheet.y(part.start) + 1
    high = sheet.end_y + BEYOND if part.end is None or part.end > path.last_on else sheet.y(part.end) - 1
    if part.follows and part.start and part.start >= path.first_on:
        low += EVENT_HALF
    return low, max(high, low + SMALLEST - 2)


def _cuts(sheet: Sheet, left: float, width: float) -> list[tuple[float, float]]:
    """Give the stretches of a column where a line or a label passes."""
    cuts = [(sheet.today_y - 3, sheet.today_y + 3)]
    if sheet.post and left < sheet.columns[1].left + sheet.columns[1].width:
        cuts.append((sheet.post[2] - 3, sheet.post[2] + 3))
    for pill in sheet.pills:
        if left < pill.left + pill.width and left + width > pill.left:
            cuts.append((pill.top - 3, pill.top + pill.height + 3))
    return cuts


def _draw_bar(sheet: Sheet, part: Part, *, words: Sequence[str], left: float, width: float, kind: str) -> str:
    """Draw a period as a bar downward, with its text turned along it."""
    low, high = _edges(sheet, part)
    look = LOOKS[kind]
    shape = tag(
        "rect", class_="lr-hit", x=left, y=low, width=width, height=high - low, rx=0 if kind == "term" else 3,
        fill=look.fill.format(p="t"), stroke=look.stroke, stroke_width="1.3", stroke_dasharray=look.dashes or None,
    )  # fmt: skip
    size = SIZE if width >= 17 else LEAST_SIZE
    label, shown = "", ""
    if width >= LEAST_SIZE + 1:
        need = width_of(words[0], size=size, bold=look.bold) + 8
        start, end = pick_room(max(low, TOP), min(high, sheet.end_y), _cuts(sheet, left, width), need)
        shown = fit(words, size=size, bold=look.bold, room=end - start - 8)
        if shown:
            label = text(shown, x=left + width / 2 - size * 0.34, y=start + 5, size=size, fill=look.text,
                         bold=look.bold, halo=look.halo, turn=True)  # fmt: skip
    name = name_of(part, sheet.path)
    if not name.startswith(shown.removesuffix("…")):
        name = f"{shown}: {name}"
    return link(part.id, name, shape + label)


def _draw_missed(sheet: Sheet, part: Part, *, left: float, width: float) -> str:
    """Draw the box of a week with the hours missed in it."""
    low, high = _edges(sheet, part)
    low, high = min(low, sheet.today_y - 8), min(high, sheet.today_y - 3)  # this week, up to today
    wide = min(width, 34.0)
    at = left + (width - wide) / 2
    look = LOOKS["missed"]
    shape = tag("rect", class_="lr-hit", x=at, y=low, width=wide, height=high - low, rx=2, fill=look.fill,
                stroke=look.stroke, stroke_width="1.3")  # fmt: skip
    label, low = "", max(low, TOP)  # of a week that began before the drawing only the rest is to be seen
    if high - low >= 12 and width_of(part.mark, size=12) <= wide - 2:
        label = text(part.mark, x=at + wide / 2, y=(low + high) / 2 + 4.2, size=12, fill=INK, anchor="middle")
    return link(part.id, name_of(part, sheet.path), shape + label)


def _draw_event(sheet: Sheet, part: Part, *, left: float, width: float) -> str:
    assert part.start is not None  # noqa: S101 (an event has a day)
    x, y = left + width / 2, max(sheet.y(part.start), TOP + 10)
    hit = tag("rect", class_="lr-hit", x=x - 12, y=y - 12, width=24, height=24, rx=4, fill="#fff", fill_opacity="0")
    return link(part.id, name_of(part, sheet.path), hit + diamond(x=x, y=y))


def _draw_term(sheet: Sheet, column: Column, term: Term) -> str:
    """Draw the band of the term along its lane, with its end in the same text when no label says it."""
    left = column.left + 2
    if not term.due_on:
        return _draw_bar(sheet, term, words=[term.text], left=left, width=BAND, kind="unknown")
    words = [term.text, term.brief] if sheet.post else [term.short, term.brief]
    drawn = _draw_bar(sheet, term, words=words, left=left, width=BAND, kind="term")
    if sheet.post is None and term.end and term.end <= sheet.path.last_on:
        y = sheet.y(term.end) - 1
        drawn += tag("line", x1=column.left, x2=left + BAND, y1=y, y2=y, stroke=POST[term.outcome], stroke_width="3")
    return drawn


def _draw_column(sheet: Sheet, column: Column) -> str:
    lane = column.lane
    drawn = [_draw_term(sheet, column, lane.term)] if lane.term else []
    for place, row in enumerate(lane.rows):
        left, width = column.rows_at + place * column.unit + 0.8, column.unit - 1.6
        for part in row:
            if part.kind == "event":
                drawn.append(_draw_event(sheet, part, left=left, width=width))
            elif part.kind == "missed":
                drawn.append(_draw_missed(sheet, part, left=left, width=width))
            else:
                drawn.append(_draw_bar(sheet, part, words=[part.text], left=left, width=width, kind=part.kind))
    return "".join(drawn)


def _draw_others(sheet: Sheet) -> str:
    """Draw, below a lane, how many more there are."""
    drawn = []
    for column in sheet.columns:
        others = column.lane.others
        if not others:
            continue
        middle = column.left + column.width / 2
        words = f"+ {others.count}"
        hit = tag("rect", class_="lr-hit", x=middle - 16, y=sheet.end_y + 1, width=32, height=24, rx=4, fill="#fff",
                  fill_opacity="0")  # fmt: skip
        label = text(words, x=middle, y=sheet.end_y + 17, size=SIZE, fill=LOOKS["recorded"].stroke, bold=True,
                     anchor="middle")  # fmt: skip
        drawn.append(link(others.id, f"{words}: {name_of_others(others, sheet.path)}", hit + label))
    return "".join(drawn)


def _draw_ahead(sheet: Sheet) -> str:
    """Draw the lines of what lies ahead under the bars."""
    return "".join(
        tag("line", x1=LEFT, x2=WIDTH, y1=y, y2=y, stroke=INK, stroke_width="1.5", stroke_dasharray="2 4")
        for flag, _ in sheet.flags
        if flag.kind != "holiday"
        for y in [sheet.y(flag.start)]
    )


def _draw_pills(sheet: Sheet) -> str:
    """Draw today, the end of the term, and the flags."""
    drawn = [tag("line", x1=LEFT, x2=WIDTH, y1=sheet.today_y, y2=sheet.today_y, stroke=TODAY, stroke_width="2")]
    if sheet.post:
        term, pill, y = sheet.post
        colour = POST[term.outcome]
        line = tag("line", x1=sheet.columns[1].left, x2=max(pill.left, sheet.columns[1].left + BAND + 2), y1=y, y2=y,
                   stroke=colour, stroke_width="3")  # fmt: skip
        drawn.append(tag("g", line + _label(pill, term.post, colour), aria_hidden="true"))
    if sheet.today_pill:
        drawn.append(_label(sheet.today_pill, sheet.path.today, TODAY))
    for flag, pill in sheet.flags:
        box = tag("rect", class_="lr-hit", x=pill.left, y=pill.top, width=pill.width - 0.7, height=PILL, rx=12,
                  fill="#fff", stroke=INK, stroke_width="1.3")  # fmt: skip
        words = text(flag.label, x=pill.left + 27, y=pill.top + 16.5, size=SIZE, fill=INK, bold=True)
        mark = icon(flag.kind, x=pill.left + 7, y=pill.top + 4, scale=0.667, colour=INK)
        drawn.append(link(flag.id, name_of_flag(flag, sheet.path), box + mark + words))
    return "".join(drawn)


def _label(pill: Pill, words: str, colour: str) -> str:
    box = tag("rect", x=pill.left, y=pill.top, width=pill.width, height=pill.height, rx=3, fill=colour)
    middle = pill.left + pill.width / 2
    return box + text(words, x=middle, y=pill.top + 15, size=SIZE, fill="#fff", bold=True, anchor="middle")


def draw_tall(path: Path, lang: str) -> str:
    """Draw the path with time downward, as an SVG element."""
    sheet = Sheet(path=path, scale=tall_scale((path.last_on - path.first_on).days))
    sheet.today_y = sheet.y(path.on)
    _place_columns(sheet)
    _place_pills(sheet)
    clip = f"t-clip-{round(sheet.end_y)}"
    window = tag("rect", x=0, y=TOP, width=WIDTH, height=sheet.end_y - TOP)
    columns = "".join(_draw_column(sheet, column) for column in sheet.columns)
    has_others = any(lane.others for lane in path.lanes)
    content = (
        tag("defs", patterns("t") + tag("clipPath", window, id=clip))
        + _draw_ground(sheet) + _draw_heads(sheet) + _draw_ahead(sheet)
        + tag("g", columns, clip_path=f"url(#{clip})") + _draw_others(sheet) + _draw_pills(sheet)
    )  # fmt: skip
    height = sheet.end_y + (FOOT if has_others else 0) + 4
    return tag(
        "svg", content, class_="lr-path__tall", viewBox=f"0 -2 {number(WIDTH)} {number(height)}", role="group",
        lang=lang, aria_label=path.label_tall,
    )  # fmt: skip
