"""Draws one random, adversarial history of a child; where the choices come from is up to the caller."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Protocol, TypeVar

from tests.law.history_roles import draw_handovers, draw_involvements
from tests.law.oracle_facts import (
    FORMAL,
    Application,
    Assessment,
    Departure,
    Enrolment,
    History,
    Identifier,
    Interim,
    MovePoint,
    Plan,
    Status,
    Stay,
    Transfer,
    add_months,
)
from tests.law.oracle_holidays import HOLIDAYS

T = TypeVar("T")

MOVE_ITEMS = [
    "tests", "next_school", "school_day_one", "number", "profile", "attendance_summary", "transport", "warm_handover",
    "stays_in_touch", "child_asked", "friends_sport",
]  # fmt: skip
SPECIAL = [
    date(2026, 6, 12), date(2026, 6, 11), date(2024, 2, 29), date(2024, 11, 30), date(2024, 12, 31),
    date(2025, 8, 1), date(2025, 12, 31), date(2026, 1, 1), date(2026, 3, 31), date(2026, 4, 11), date(2026, 4, 12),
    date(2026, 5, 12), date(2026, 7, 31), date(2026, 8, 1), date(2026, 11, 30), date(2026, 12, 31),
    date(2027, 2, 28), date(2028, 2, 28), date(2028, 2, 29), date(2028, 3, 1), date(2028, 7, 31), date(2028, 8, 1),
]  # fmt: skip
OLD = [date(2015, 7, 20), date(2015, 7, 21), date(2020, 2, 29)]
HOLIDAY_EDGES = sorted({day for h in HOLIDAYS for day in [*h.first.values(), *h.last.values()]})
STEPS = [
    0,
    1,
    -1,
    2,
    5,
    6,
    7,
    8,
    9,
    13,
    14,
    15,
    -7,
    -28,
    27,
    28,
    29,
    -29,
    30,
    31,
    41,
    42,
    43,
    -43,
    60,
    61,
    62,
]
STEPS += [83, 84, 85, 90, 91, 92, -91, 99, 100, 101, 180, -180, 270, 365, 366, -365, 730, 731]
MONTHS = [0, 1, 2, 3, 6, 9, 24, -1, -2, -3, -6, -9]
AGES = [18, 5, 12, 16, 21, 23, 27, 17, 10]
SPANS = [1, 0, 6, 7, 8, 10, 20, 30, 45, 61, 92, 150, 300, 400, 731]

LOCATIONS = ["A", "B", "C", None]
STAY_KINDS = [
    "poa", "foster", "reception_start", "coa_small", "coa_adult", "nidos_small", "protected",
    "emergency", "family_location", "custody", "housing", None,
]  # fmt: skip
REGION = {"Assen": "noord", "Amersfoort": "midden", "Goes": "zuid", "Nergenshuizen": None}
MUNICIPALITIES = ["Assen", "Amersfoort", "Goes", "Nergenshuizen", None]
SCHOOLS = ["S", "T", None]
TEST_SCHOOLS = ["S", "T", "U", "s ", None]
ENROLMENT_KINDS = ["isk", "tnv", "isk", "tnv", *FORMAL, "other", "", None]
PHASES = ["placed", "placed", "placed", "intake", "waiting", "requested", None]
STATUSES = ["applicant", "permit", "rejected", "permit", "rejected", "rejected_appeal_open", "withdrawn"]
STATUSES += ["no_application"]
DEPARTURES = ["unknown_destination", "returned", "other_country", "deceased", None]
DOMAINS = ["dutch", "maths", "learning", "home_language"]
RULES = [
    "period.move", "period.holiday", "adult.eighteen", "adult.extended_reception", "period.decision",
    "adult.transport_payer", "tnv.admission", "period.eighteen", "period.next_school", "adult.civic_integration",
    "presence.missing", "placement.term", "continuity.retest",
]  # fmt: skip
ITEMS = ["guardianship_ends", "move", "takes_over", "extended_reception", "school", "informed"]
CONDITIONS = ["own_wish:yes", "support_need:yes", "own_wish:no", "support_need:no", "request", None]


class Source(Protocol):
    """Where choices come from."""

    def upto(self, n: int) -> int:
        """A whole number from 0 up to and including n; 0 is the simplest."""


class Maker:
    """Draws one history; all dates lie near a few anchors, so that they meet and cross."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self.anchors = [self._anchor()]
        if self.chance(50):
            self.anchors.append(self.near(self.anchors[0]))

    def pick(self, options: Sequence[T]) -> T:
        return options[self._source.upto(len(options) - 1)]

    def chance(self, percent: int) -> bool:
        """False is the simplest."""
        return self._source.upto(99) >= 100 - percent

    def _anchor(self) -> date:
        if self.chance(40):
            return date(2024, 1, 1) + timedelta(days=self._source.upto(5 * 365))
        return self.pick(HOLIDAY_EDGES) if self.chance(20) else self.pick(SPECIAL)

    def near(self, day: date) -> date:
        if self.chance(25):
            return add_months(day, self.pick(MONTHS)) + timedelta(days=self.pick([0, 1, -1]))
        return day + timedelta(days=self.pick(STEPS))

    def day(self) -> date:
        found = self.near(self.pick(self.anchors))
        if self.chance(10):
            found = self._anchor()
        if self.chance(40):
            self.anchors.append(found)  # later dates cluster around this one too
        return found

    def maybe(self, percent: int, day: Callable[[], date]) -> date | None:
        """None in that many per cent of the cases."""
        return None if self.chance(percent) else day()

    def after(self, start: date | None, percent_open: int, percent_same: int = 5) -> date | None:
        """An end: never before the start; empty, or the start itself, now and then."""
        if self.chance(percent_open):
            return None
        if start is None:
            return self.day()
        if self.chance(percent_same):
            return start
        return start + timedelta(days=self.pick(SPANS[2:]) if self.chance(90) else 1)

    # the facts

    def history(self) -> History:
        h = History(unaccompanied=self.pick([True, True, False, None]))
        h.born_from, h.born_to = self.born()
        h.applications = [self.application() for _ in range(self.pick([1, 1, 1, 2, 2, 3, 0]))]
        h.departures = self.departures()
        h.stays = self.stays()
        h.statuses = self.statuses()
        h.enrolments = self.enrolments()
        h.identifiers = [self.identifier() for _ in range(self.pick([0, 0, 1, 2, 3]))]
        h.interim = [self.interim() for _ in range(self.pick([0, 0, 1, 1, 2]))]
        h.assessments = self.assessments()
        h.transfers = [self.transfer() for _ in range(self.pick([0, 0, 0, 1, 2]))]
        h.involvements, h.handovers = draw_involvements(self), draw_handovers(self)
        if self.chance(25):
            self.gets_a_permit(h)
        h.plans = [self.plan(h) for _ in range(self.pick([0, 1, 1, 2, 3, 5, 8]))]
        if self.chance(15):
            h.plans += self.conditions()
        h.move_points = [self.move_point(h) for _ in range(self.pick([0, 0, 1, 2, 4]))]
        if h.move_points and self.chance(40):
            self.goes_to_a_new_school(h)
        return in_order(h)

    def born(self) -> tuple[date | None, date | None]:
        if self.chance(45):
            born = date(2004, 1, 1) + timedelta(days=self._source.upto(20 * 365))
        elif self.chance(15):
            born = self.pick([date(2008, 2, 29), date(2020, 2, 29), date(2004, 2, 29), date(2010, 7, 31)])
        else:  # a birthday that matters, close to an anchor
            anchor = self.near(self.pick(self.anchors))
            born = add_months(anchor, -12 * self.pick(AGES)) + timedelta(days=self.pick([0, 1, -1]))
        if not self.chance(15):
            return born, born
        width = self.pick([1, 12, 0])  # a month, a year, nothing
        if width == 0:
            return None, None
        first = date(born.year, born.month if width == 1 else 1, 1)
        return first, add_months(first, width) - timedelta(days=1)

    def application(self) -> Application:
        lodged = None if self.chance(15) else self.day()
        if self.chance(2):
            lodged = self.pick(OLD)
        if self.chance(40):
            return Application(lodged, None)
        if lodged is None or self.chance(15):
            return Application(lodged, self.day())
        return Application(lodged, lodged - timedelta(days=self.pick([0, 1, 2, 10, 30, 90])))

    def departures(self) -> list[Departure]:
        rows = []
        for _ in range(self.pick([0, 0, 0, 0, 0, 1, 1, 2])):
            left = self.maybe(6, self.day)
            rows.append(Departure(left, self.pick(DEPARTURES), self.after(left, 35)))
        return rows

    def stays(self) -> list[Stay]:
        rows, start = [], self.maybe(10, self.day)
        for _ in range(self.pick([1, 2, 0, 1, 2, 3, 4])):
            end = self.after(start, 30)
            municipality = self.pick(MUNICIPALITIES)
            region = REGION[municipality] if municipality else self.pick([None, None, "noord", "zuid"])
            stay = Stay(self.pick(LOCATIONS), self.pick(STAY_KINDS), municipality, region, start, end)
            stay.announced_on = None if start is None or self.chance(50) else self._before(start)
            stay.child_told_on = None if start is None or self.chance(50) else self._before(start)
            stay.told_early_reason = self.pick([None, None, None, "x", ""])
            rows.append(stay)
            start = self.next_start(start, end)
        return rows

    def _before(self, day: date) -> date:
        return day - timedelta(days=self.pick([7, 0, 1, 14, 27, 28, 29, 60, -1, -5]))

    def next_start(self, start: date | None, end: date | None) -> date | None:
        """The start of a next spell: on the end, after a break, overlapping, the same, or anywhere."""
        if end is not None and self.chance(75):
            return end + timedelta(days=self.pick([0, 0, 0, 1, 3, 7, 8, 20, 45, -1, -10]))
        if start is not None and self.chance(15):
            return start
        return self.maybe(8, self.day)

    def statuses(self) -> list[Status]:
        rows, start = [], self.maybe(15, self.day)
        for _ in range(self.pick([1, 2, 0, 2, 3])):
            end = self.after(start, 35)
            rows.append(Status(None if self.chance(3) else self.pick(STATUSES), start, end))
            start = self.next_start(start, end)
        return rows

    def enrolments(self) -> list[Enrolment]:
        rows, start = [], self.maybe(15, self.day)
        for _ in range(self.pick([1, 0, 1, 2, 2, 3, 4])):
            end = self.after(start, 45 if start else 70, percent_same=8)
            kind, phase = self.pick(ENROLMENT_KINDS), self.pick(PHASES)
            requested = None if start is None or self.chance(60) else self._before(start)
            rows.append(Enrolment(self.pick(SCHOOLS), kind, phase, requested, start, end, self.pick(MUNICIPALITIES)))
            start = self.next_start(start, end)
        return rows

    def gets_a_permit(self, h: History) -> None:
        """A child in reception whose permit starts, and who may move close to that day."""
        day = self.day()
        before, until = day - timedelta(days=self.pick(SPANS[5:])), self.near(day)
        kind = "no_application" if self.chance(20) else "applicant"
        h.statuses = [Status(kind, before, day - timedelta(days=self.pick([0, 0, 1]))), Status("permit", day)]
        first = Stay("A", self.pick(STAY_KINDS), "Goes", "zuid", before, max(before, until))
        h.stays = [first, Stay("B", self.pick(STAY_KINDS), "Assen", "noord", max(before, until))]

    def conditions(self) -> list[Plan]:
        """Both conditions of extended reception said, mostly with yes."""
        rule, said = "adult.extended_reception", "no" if self.chance(10) else "yes"
        asked = self.maybe(70, self.day)
        wish = Plan(rule, "own_wish:yes", self.day() - timedelta(days=400))
        return [
            wish,
            Plan(rule, f"support_need:{said}", self.day() - timedelta(days=400), requested_on=asked),
        ]

    def identifier(self) -> Identifier:
        kind = self.pick(["education_number", "education_number", "bsn", "v_number"])
        value = self.pick(["100000009", "100000010"]) if kind == "education_number" else self.pick(["8", "9"])
        start = self.maybe(25, self.day)
        return Identifier(kind, value, start, self.after(start, 50))

    def interim(self) -> Interim:
        start = self.maybe(15, self.day)
        kind = self.pick(["landing", "language_lessons", "day_programme"])
        return Interim(self.pick(["W", "V", None]), kind, start, self.after(start, 60))

    def move_point(self, h: History) -> MovePoint:
        """A point, mostly of an announced move, and of the usual days mostly one close by."""
        announced = [s for s in h.stays if s.announced_on]
        if not announced or self.chance(15):
            opened, due, done = (self.maybe(percent, self.day) for percent in (30, 50, 50))
            return MovePoint(opened, self.pick(MOVE_ITEMS), due, done)
        move = self.pick(announced)
        near = [*self.anchors, *(day for day in (move.announced_on, move.valid_from) if day)]
        due = None if self.chance(60) else self.near(self.pick(near))
        done = None if self.chance(55) else self.near(self.pick(near)) - timedelta(days=self.pick([0, 7, 14, 21]))
        return MovePoint(move.announced_on, self.pick(MOVE_ITEMS), due, done)

    def goes_to_a_new_school(self, h: History) -> None:
        """A school takes the file and enrols the child, on days close to that on which the list of a move was opened."""
        opened, school = self.pick(h.move_points).opened_on or self.day(), self.pick(SCHOOLS)

        def close() -> date:
            return opened + timedelta(days=self.pick([-1, 0, 0, 1, 7, 20, 40]))

        h.transfers.append(Transfer(school, self.pick(["accepted", "accepted", "refused"]), close()))
        start = self.maybe(70, close)
        end = self.after(start, 20, percent_same=20) if start or self.chance(20) else None
        other = self.pick(SCHOOLS) if self.chance(30) else school
        h.enrolments.append(
            Enrolment(other, self.pick(ENROLMENT_KINDS), self.pick(PHASES), self.maybe(60, close), start, end)
        )

    def assessments(self) -> list[Assessment]:
        """Tests, most of them of one domain, so that they meet."""
        domain, rows = self.pick(DOMAINS), []
        for _ in range(self.pick([0, 1, 2, 3, 2, 0])):
            of = domain if self.chance(80) else self.pick([*DOMAINS, None])
            taken = self.maybe(8, self.day)
            until = None if self.chance(60) else self.after(taken, 5)
            if taken is not None and self.chance(25):  # close to the end of what an earlier one may be valid for
                taken = add_months(taken, self.pick([6, 12, 24])) + timedelta(days=self.pick([-1, 0, 1]))
                until = None
            rows.append(Assessment(of, self.pick(TEST_SCHOOLS), taken, until))
        return rows

    def transfer(self) -> Transfer:
        decision = self.pick(["accepted", "accepted", "refused", None])
        return Transfer(self.pick(SCHOOLS), decision, self.day() if decision else None)

    def close(self, keys: Sequence[str | None]) -> Sequence[str | None]:
        """Of the keys that start with a date, those close to an anchor, when there are any."""

        def is_close(key: str | None) -> bool:
            if not key or key[:2] != "20":
                return True
            day = date.fromisoformat(key[:10])
            return any(abs((day - anchor).days) <= 60 for anchor in self.anchors)

        return [key for key in keys if is_close(key)] or keys

    def plan(self, h: History) -> Plan:
        rule = self.pick(RULES)
        if not child_keys(h, rule):
            rule = self.pick(RULES)
        keys = self.close(child_keys(h, rule))
        key = self.pick(keys) if keys and not self.chance(15) else self.pick([None, "", "duty", "2026-06-12", "x"])
        day = self.maybe(12, self.day)
        if key and key[-10:-8] == "20" and self.chance(70):  # it ends with a date: agreed close to that day
            day = date.fromisoformat(key[-10:]) + timedelta(days=self.pick([0, -1, 1, -7, -20, -28, 7, 20]))
        elif key and key[:2] == "20" and self.chance(70):
            day = date.fromisoformat(key[:10]) + timedelta(days=self.pick([0, -1, 1, -7, -20, -28, 7, 20]))
        partner, view = self.pick(["school", "Nidos", "x", None, ""]), self.pick(["ja", "nee", "x", None, ""])
        return Plan(rule, key, day, partner, view, self.maybe(60, self.day))


def child_keys(h: History, rule: str) -> Sequence[str | None]:
    """Keys that occurrences of this rule may have for this child (and a few that only look like it)."""
    if rule == "period.move":
        days = [(s.valid_from.isoformat(), s.municipality or "") for s in h.stays if s.valid_from]
        return [f"{day}:{town}" for day, town in days] + [day for day, _ in days] + [f"{day}:X" for day, _ in days]
    if rule == "period.holiday":
        return [f"{day.isoformat()}:{x.name}" for x in HOLIDAYS for day in sorted(set(x.first.values()))]
    if rule == "tnv.admission":
        return [f"{e.school or ''}:{e.started_on}" for e in h.enrolments if e.started_on and e.kind == "tnv"]
    if rule == "presence.missing":
        return [None, *[x.left_on.isoformat() for x in h.departures if x.left_on]]
    if rule == "period.decision":
        return [s.valid_from.isoformat() for s in h.statuses if s.valid_from]
    if rule == "adult.transport_payer":
        starts = [s.valid_from for s in h.statuses] + [s.valid_from for s in h.stays]
        return [day.isoformat() for day in starts if day]
    fixed: dict[str, Sequence[str | None]] = {
        "adult.eighteen": [*ITEMS],
        "adult.extended_reception": CONDITIONS,
        "period.eighteen": ["eighteen", None],
        "period.next_school": ["next_school", None],
        "adult.civic_integration": ["duty", None],
        "placement.term": ["term", None],
        "continuity.retest": [*DOMAINS, None],
    }
    return fixed[rule]


def in_order(h: History) -> History:
    """Each list by its start, unknown first, stable; plans stay in file order."""

    def unknown_first(day: date | None) -> date:
        return day or date.min

    h.applications.sort(key=lambda a: unknown_first(a.lodged_on))
    h.departures.sort(key=lambda x: unknown_first(x.left_on))
    h.identifiers.sort(key=lambda i: unknown_first(i.valid_from))
    h.statuses.sort(key=lambda s: unknown_first(s.valid_from))
    h.stays.sort(key=lambda s: unknown_first(s.valid_from))
    h.enrolments.sort(key=lambda e: unknown_first(e.started_on))
    h.interim.sort(key=lambda i: unknown_first(i.valid_from))
    h.move_points.sort(key=lambda p: unknown_first(p.opened_on))
    h.involvements.sort(key=lambda i: unknown_first(i.valid_from))
    h.assessments.sort(key=lambda a: unknown_first(a.taken_on))
    return h
