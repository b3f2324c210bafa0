"""The frame of the wide drawing: months, today, flags, past ground, and the place of each lane."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from leerrecht.law.words import MONTHS
from leerrecht.web.path.names import name_of_flag
from leerrecht.web.path.packing import WIDE_FROM, WIDE_TO
from leerrecht.web.path.parts import Flag, Lane, Path
from leerrecht.web.path.svg import INK, LINE, PAPER, SOFT, TODAY, icon, link, tag, text
from leerrecht.web.path.widths import width_of
from leerrecht.web.words import word

SIZE = 13.5
PILL, LEVEL, PAD = 27.0, 31.0, 9.0
TERM, TERM_GAP = 24.0, 9.0
LEAST_LANE = 50.0
QUARTERS = (1, 4, 7, 10)


@dataclass(frozen=True, kw_only=True)
class Placed:
    """A lane with its place: where it starts, where its sub-rows start, and how high they are."""

    lane: Lane
    top: float
    height: float
    rows_at: float
    row: float
    step: float


@dataclass(frozen=True, kw_only=True)
class Pill:
    """A flag with its place."""

    flag: Flag
    left: float
    width: float
    level: int


@dataclass(kw_only=True)
class Sheet:
    """The drawing under way: the path, its scale, and the heights that follow from it."""

    path: Path
    scale: float
    today_x: float
    post_x: float | None = None
    head: float = 0
    pills: list[Pill] = field(default_factory=list)
    lanes: list[Placed] = field(default_factory=list)

    def x(self, day: datetime.date) -> float:
        """Give the place of a day."""
        return WIDE_FROM + (day - self.path.first_on).days * self.scale

    @property
    def bottom(self) -> float:
        """Where the last lane ends."""
        last = self.lanes[-1]
        return last.top + last.height


def _pill_width(flag: Flag) -> float:
    return 44 + width_of(flag.strong, size=SIZE, bold=True) + width_of(f" {flag.text}", size=SIZE)


def _today_box(sheet: Sheet) -> tuple[float, float]:
    """Give left and width of today's label: before the line, or after it when there is no room."""
    width = 20 + width_of(sheet.path.today, size=SIZE, bold=True)
    left = sheet.today_x + 1.25 - width
    return (left if left >= WIDE_FROM else sheet.today_x - 1.25), width


def place_flags(sheet: Sheet) -> None:
    """Put each flag on the first level where it covers no other, beside today's label on the first one."""
    left, width = _today_box(sheet)
    taken: list[list[tuple[float, float]]] = [[(left, left + width)]]
    for flag in sheet.path.flags:
        width = _pill_width(flag)
        left = max(WIDE_FROM, min(sheet.x(flag.start) - 6, WIDE_TO - width))
        level = 0
        while level < len(taken) and any(left < high + 6 and left + width > low - 6 for low, high in taken[level]):
            level += 1
        if level == len(taken):
            taken.append([])
        taken[level].append((left, left + width))
        sheet.pills.append(Pill(flag=flag, left=left, width=width, level=level))
    sheet.head = 36 + LEVEL * len(taken) + _years_height(sheet)


def _spans_years(sheet: Sheet) -> bool:
    return len({month.year for month in sheet.path.months}) > 1


def _years_height(sheet: Sheet) -> float:
    return 18.0 if _spans_years(sheet) else 0.0


def place_lanes(sheet: Sheet) -> None:
    """Give each lane the height that its sub-rows need."""
    top = sheet.head
    for lane in sheet.path.lanes:
        count = len(lane.rows)
        row = 40.0 if lane.caption else 27.0 if count > 1 or lane.name == "people" else 30.0 if lane.term else 32.0
        step = row + 4
        above = PAD - 2 + TERM + (TERM_GAP if count else 2) if lane.term else PAD
        height = above + max(count * step - 4, 0) + PAD + (24 if lane.others else 0)
        least = LEAST_LANE + (8 if len(lane.lines) > 1 or lane.caption else 0)
        extra = max(0.0, least - height)
        rows_at = top + above + (0 if lane.term else extra / 2)
        sheet.lanes.append(Placed(lane=lane, top=top, height=height + extra, rows_at=rows_at, row=row, step=step))
        top += height + extra


def draw_ground(sheet: Sheet) -> str:
    """Draw past ground, holiday bands, and the dotted lines of what lies ahead."""
    top, bottom = sheet.head, sheet.bottom
    drawn = [tag("rect", x=WIDE_FROM, y=top, width=sheet.today_x - WIDE_FROM, height=bottom - top, fill=PAPER)]
    first = 26 + _years_height(sheet)
    for pill in sheet.pills:
        if pill.flag.kind == "holiday" and pill.flag.end:
            low, high = max(WIDE_FROM, sheet.x(pill.flag.start)), min(WIDE_TO, sheet.x(pill.flag.end))
            at = first + 7 + pill.level * LEVEL + PILL / 2
            for fill in ("#fdf8ea", "url(#w-free)"):
                drawn.append(tag("rect", x=low, y=at, width=high - low, height=bottom - at, fill=fill))
    return "".join(drawn)


def draw_ahead(sheet: Sheet) -> str:
    """Draw the dotted lines of moves and the 18th birthday."""
    first = 26 + _years_height(sheet)
    return "".join(
        tag("line", x1=x, x2=x, y1=first + 7 + pill.level * LEVEL + PILL, y2=sheet.bottom, stroke=INK,
            stroke_width="1.5", stroke_dasharray="2 4")
        for pill in sheet.pills
        if pill.flag.kind != "holiday"
        for x in [sheet.x(pill.flag.start)]
    )  # fmt: skip


def draw_months(sheet: Sheet) -> str:
    """Draw a line and a name for each month; short names, or only quarters, when there is little room."""
    path, down = sheet.path, _years_height(sheet)
    drawn = []
    long = all(width_of(name, size=14) + 8 <= 28 * sheet.scale for name in MONTHS[path.lang])
    every = 28 * sheet.scale >= 34
    for place, month in enumerate(path.months):
        x = sheet.x(month)
        after = sheet.x(path.months[place + 1]) if place + 1 < len(path.months) else WIDE_TO
        drawn.append(tag("line", x1=x, x2=x, y1=sheet.head - 6, y2=sheet.bottom, stroke=LINE))
        if down and (place == 0 or month.month == 1):
            drawn.append(_draw_year(sheet, month, x))
        if every or month.month in QUARTERS:
            name = MONTHS[path.lang][month.month - 1] if long else word(f"path.month_{month.month}", path.lang)
            middle = x + width_of(name, size=14) / 2 + 2 if not every else (x + after) / 2
            drawn.append(text(name, x=middle, y=18 + down, size=14, fill=SOFT, anchor="middle"))
    drawn.append(tag("line", x1=WIDE_FROM, x2=WIDE_TO, y1=26 + down, y2=26 + down, stroke=LINE))
    return "".join(drawn)


def _draw_year(sheet: Sheet, month: datetime.date, x: float) -> str:
    """Draw a year above its first month, with a short line before it."""
    last = datetime.date(month.year + 1, 1, 1)
    if (min(sheet.x(last), WIDE_TO) - x) < 44:
        return ""
    rule = tag("line", x1=x, x2=x, y1=4, y2=44, stroke=LINE) if month.month == 1 else ""
    return rule + text(str(month.year), x=x + 6, y=15, size=13, fill=SOFT, bold=True)


def draw_flags(sheet: Sheet) -> str:
    """Draw the flags: an icon, a bold word, and when."""
    first = 33 + _years_height(sheet)
    drawn = []
    for pill in sheet.pills:
        flag, y, at = pill.flag, first + pill.level * LEVEL, pill.left + 32
        box = tag(
            "rect", class_="lr-hit", x=pill.left, y=y, width=pill.width, height=PILL, rx=13.5, fill="#fff",
            stroke=INK, stroke_width="1.3",
        )  # fmt: skip
        after = at + width_of(f"{flag.strong} ", size=SIZE, bold=True)
        words = text(flag.strong, x=at, y=y + 18.5, size=SIZE, fill=INK, bold=True)
        words += text(flag.text, x=after, y=y + 18.5, size=SIZE, fill=INK)
        mark = icon(flag.kind, x=pill.left + 9, y=y + 4.5, scale=0.75, colour=INK)
        drawn.append(link(flag.id, name_of_flag(flag, sheet.path), box + mark + words))
    return "".join(drawn)


def draw_today(sheet: Sheet) -> str:
    """Draw the line of today and its label."""
    x, top = sheet.today_x, 33 + _years_height(sheet)
    left, width = _today_box(sheet)
    line = tag("line", x1=x, x2=x, y1=top + 20, y2=sheet.bottom, stroke=TODAY, stroke_width="2.5")
    box = tag("rect", x=left, y=top + 2, width=width, height=24, rx=3, fill=TODAY)
    words = sheet.path.today
    return line + box + text(words, x=left + width / 2, y=top + 19, size=SIZE, fill="#fff", bold=True, anchor="middle")
