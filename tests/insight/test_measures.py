"""Each measure against a plain count over random lives; quarters at their edges; what is told of a municipality."""

from __future__ import annotations

import datetime
import random
from types import SimpleNamespace

import pytest
from django.test import Client

from leerrecht.insight import MEASURES, Life, Material, Quarter, Question, last_closed, tabulate
from tests.web.conftest import check_whole, only_reading
from tests.world import ON, World, make_chain

Q = Quarter(first=datetime.date(2026, 4, 1), last=datetime.date(2026, 6, 30))
DAY = datetime.timedelta(days=1)


def day(chance, spread=200):
    return Q.first + chance.randrange(-spread, spread) * DAY


def period(chance, **more):
    start = day(chance)
    return {"valid_from": start, "valid_to": chance.choice((None, start + chance.randrange(1, 200) * DAY)), **more}


def handover(chance):
    stops = day(chance, 120)
    days = {name: chance.choice((None, stops, stops, stops)) for name in ("meeting_on", "given_on", "received_on")}
    told = chance.choice((None, stops - DAY, stops - DAY, stops - DAY, stops, stops + DAY))
    return {"stops_on": stops, "child_told_on": told, "at_once": chance.choice((None, False, True)), **days}


def life(chance) -> Life:
    born = datetime.date(2007 + chance.randrange(10), chance.randrange(1, 13), chance.randrange(1, 28))
    since = day(chance)
    met = chance.choice((None, since + chance.randrange(0, 150) * DAY))
    due = since + 91 * DAY
    state = "overdue" if met is None else "met" if met <= due else "met_late"
    gaps = [SimpleNamespace(since_on=day(chance), days_counted=chance.choice((0, 1, 14, 15, 40))) for _ in range(3)]
    people = [
        period(chance, task=chance.choice(("mentor", "fixed_contact")), organisation=chance.choice("AB"),
               person=chance.choice(("Noor", "noor ", "Bas", None)))
        for _ in range(3)
    ]  # fmt: skip
    return Life(
        born_from=chance.choice((None, born)), born_to=born,
        rows={
            "stays": [period(chance) for _ in range(chance.randrange(4))], "involvements": people,
            "plans": [{"agreed_on": day(chance), "child_view": chance.choice((None, "goed"))} for _ in range(2)],
            "handovers": [handover(chance) for _ in range(chance.randrange(3))],
        },
        findings={
            "placement.term": [SimpleNamespace(since_on=since, met_on=met, due_on=due, state=state)],
            "continuity.gap": gaps,
        },
    )  # fmt: skip


def inside(each):
    return each is not None and Q.first <= each <= Q.last


def at(row, on):
    return row["valid_from"] <= on and not (row["valid_to"] and row["valid_to"] <= on)


def moved(one, since):
    starts = sorted({row["valid_from"] for row in one.rows["stays"]})
    return [each for each in starts[1:] if since <= each <= Q.last]


def expected(name, one):
    (term,) = one.findings["placement.term"]
    if name == "days_to_school" and inside(term.met_on):
        days = (term.met_on - term.since_on).days
        return 0 if days <= 28 else 1 if days <= 91 else 2
    if name == "in_term" and inside(term.due_on):
        return 0 if term.met_on and term.met_on <= term.due_on else 1
    if name == "moves" and one.rows["stays"]:
        return min(2, len(moved(one, datetime.date(2025, 7, 1))))
    if name == "days_after_move" and moved(one, Q.first):
        near = [
            gap.days_counted
            for gap in one.findings["continuity.gap"]
            for each in moved(one, Q.first)
            if -14 <= (gap.since_on - each).days <= 14
        ]
        return 0 if not any(near) else 1 if max(near) <= 14 else 2
    if name == "fixed_contact":
        rows = one.rows["involvements"]
        return 0 if any(row["task"] == name and row["person"] and at(row, Q.last) for row in rows) else 1
    if name == "warm_handovers":
        cold = [
            not (row["meeting_on"] and row["given_on"] and row["received_on"])
            or not row["child_told_on"]
            or (row["child_told_on"] >= row["stops_on"] and not row["at_once"])
            for row in one.rows["handovers"]
            if inside(row["stops_on"])
        ]
        return (1 if any(cold) else 0) if cold else None
    if name == "plan_view":
        views = [row["child_view"] for row in one.rows["plans"] if inside(row["agreed_on"])]
        return (0 if all(views) else 1) if views else None
    return None


def band(one):
    if one.born_from is None:
        return ""
    had = one.born_from.replace(year=Q.last.year) <= Q.last
    age = Q.last.year - one.born_from.year - (not had)
    return "under_12" if age < 12 else "mid_12_15" if age < 16 else "from_16"


@pytest.mark.parametrize("name", [each for each, measure in MEASURES.items() if measure.unit == "child"])
def test_a_measure_counts_what_a_plain_count_does(name) -> None:
    chance = random.Random(name)
    for _ in range(40):
        lives = [life(chance) for _ in range(chance.randrange(25))]
        found = tabulate(measure=MEASURES[name], material=Material(lives=lives), quarter=Q)
        plain = [(band(one), expected(name, one)) for one in lives]
        for part, counts in found.items():
            assert counts == [plain.count((part, place)) for place in range(len(counts))]
        assert sum(map(sum, found.values())) == sum(place is not None for _, place in plain)


def test_holders_by_organisation() -> None:
    chance = random.Random(3)
    for _ in range(60):
        lives = [life(chance) for _ in range(chance.randrange(6))]
        found = tabulate(measure=MEASURES["turnover"], material=Material(lives=lives), quarter=Q)
        rows = [row for one in lives for row in one.rows["involvements"] if row["person"]]
        for name in "AB":
            held = [
                {row["person"].strip().lower() for row in rows if row["organisation"] == name and at(row, on)}
                for on in (Q.first, Q.last)
            ]
            assert found.get(name, [0, 0]) == [len(held[0] & held[1]), len(held[0] - held[1])]


def test_knots_on_before_and_after_their_day() -> None:
    by = Q.last
    knots = [Question(decide_by=by, decided_on=each) for each in (by - DAY, by, by + DAY, None)]
    knots.append(Question(decide_by=by + DAY, decided_on=by))
    found = tabulate(measure=MEASURES["knots_in_time"], material=Material(questions=knots), quarter=Q)
    assert found == {"": [2, 2]}


def test_a_quarter_is_closed_once_it_has_settled() -> None:
    days = [datetime.date(2026, 7, 28), datetime.date(2026, 7, 29)]
    assert [last_closed(on=each, settle_days=28).last for each in days] == [datetime.date(2026, 3, 31), Q.last]
    assert last_closed(on=datetime.date(2027, 1, 29), settle_days=28).number == 4


# --- of a municipality -------------------------------------------------------------------------------------------------


@pytest.mark.database
def test_what_is_written_today_changes_no_number_of_a_closed_quarter(db) -> None:
    """Counted anew it says the same, though twelve children were recorded in between."""
    from leerrecht.queries.insight import count_quarter, settled_at
    from leerrecht.records.models import FACT, Child

    world = World(*make_chain(), children={})
    coa, quarter = world.organisations["COA"], last_closed(on=ON, settle_days=28)

    def arrive(count, at):
        for number in range(count):
            child = Child.objects.create(reference=f"{at:%m}-{number}", origin=coa)
            noted = {"child": child, "recorded_at": at, "source": coa}
            FACT["children"].objects.create(unaccompanied=True, **noted)
            FACT["stays"].objects.create(municipality="Zandakker", valid_from=quarter.first, kind="poa", **noted)

    arrive(31, settled_at(quarter=quarter, settle_days=28) - DAY)
    before = count_quarter(municipality="Zandakker", quarter=quarter, settle_days=28)
    assert {result.measure.id: result.told.whole.units for result in before.results}["fixed_contact"] == 30
    arrive(12, datetime.datetime(2026, 9, 15, 8, tzinfo=datetime.UTC))
    after = count_quarter(municipality="Zandakker", quarter=quarter, settle_days=28)
    assert after == before


@pytest.mark.database
@pytest.mark.parametrize("lang", ["", "/en"])
def test_only_who_steers_sees_it(db, lang) -> None:
    from leerrecht.operations.publishing import publish_quarters

    world = World(*make_chain(), children={})
    publish_quarters(at=datetime.datetime(2026, 9, 15, 8, tzinfo=datetime.UTC))
    for role, account in world.accounts.items():
        client = Client()
        client.force_login(account)
        for name in ("", "uitvoer/"):
            with only_reading():
                answer = client.get(f"{lang}/inzicht/{name}")
            assert answer.status_code == (200 if role == "policy" else 404), role
            if role == "policy" and not name:
                check_whole(answer)


@pytest.mark.database
def test_the_file_has_no_formula_and_nothing_that_the_page_hides(db) -> None:
    from leerrecht.insight import Published, Row
    from leerrecht.queries.insight import Result
    from leerrecht.web.insight.views import _rows
    from leerrecht.web.logs.files import safe_cell

    row = Row(units=10, classes=(5, 5))
    told = Published(whole=row, parts={"=1+1": row, "Geheim": None})
    names = [name for name, _ in _rows(Result(measure=MEASURES["turnover"], told=told), "nl")]
    assert "Geheim" not in names
    assert [safe_cell(name) for name in names][1] == "'=1+1"
