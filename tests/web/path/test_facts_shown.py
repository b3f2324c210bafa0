"""Each fact in the window is in the table, in words; hard names and odd rows do no harm."""

import datetime

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from leerrecht.law.tables import (
    CAPACITIES,
    DEPARTURE_KINDS,
    DOMAINS,
    ENROLMENT_KINDS,
    INTERIM_KINDS,
    PHASES,
    STAY_KINDS,
)

ON = datetime.date(2026, 9, 15)
D = datetime.date


def what(path, lane):
    return " | ".join(row.what for row in path.rows if row.lane == lane)


def test_each_fact_is_in_the_table(children):
    for name in children.names:
        path, rows = children.path(name), children.rows(name)
        for row in rows["stays"]:
            assert row["location"] in what(path, "Verblijf")
        for row in rows["enrolments"]:
            assert row["school"] in what(path, "School")
        for row in rows["interim"]:
            assert row["provision"] in what(path, "Tussenvoorziening")
        for row in rows["involvements"]:
            assert row["person"] in what(path, "Mensen")
        missed = sum(row["hours"] for row in rows["absences"] if row["day"] <= ON)
        said = [row.what.split()[0].replace(",", ".") for row in path.rows if row.lane == "Aanwezigheid"]
        assert sum(map(float, said)) == missed
        assert bool(path.note) == bool(rows["absences"])


def test_a_child_who_waits(children):
    path = children.path("wachten")
    kinds = [part.kind for lane in path.lanes if lane.name == "school" for part in lane.parts]
    assert kinds == ["term", "event", "waiting", "unknown"] or sorted(kinds) == sorted(
        ["term", "event", "waiting", "unknown"]
    )
    term = next(row for row in path.rows if row.id == "path-row-term")
    assert (term.what, term.start, term.end) == ("Plaatsingstermijn: 2 maanden, eindigde op 22 augustus", "22 juni 2026",
                                                 "23 augustus 2026")  # fmt: skip
    assert term.state == "24 dagen te laat"
    wait = next(row for row in path.rows if row.what.startswith("Wacht op een plek"))
    assert wait.end == "geen einddatum bekend"


@pytest.mark.parametrize(
    ("school", "started_on", "left_on", "asked_on", "waits"),
    [
        ("ISK Zandakker", datetime.date(2026, 9, 1), None, datetime.date(2026, 7, 6), False),
        ("isk zandakker", datetime.date(2026, 9, 1), None, None, False),
        ("ISK Zandakker", datetime.date(2026, 7, 6), None, datetime.date(2026, 7, 6), False),
        ("ISK Zandakker", datetime.date(2026, 5, 1), datetime.date(2026, 7, 7), datetime.date(2026, 7, 6), False),
        ("ISK Zandakker", datetime.date(2026, 5, 1), datetime.date(2026, 7, 6), datetime.date(2026, 7, 6), True),
        ("ISK Veenmeer", datetime.date(2026, 7, 6), None, datetime.date(2026, 7, 6), False),
        ("ISK Veenmeer", datetime.date(2026, 7, 5), None, datetime.date(2026, 7, 6), True),
        ("ISK Veenmeer", datetime.date(2026, 9, 1), None, None, True),
        ("ISK Veenmeer", datetime.date(2026, 9, 1), datetime.date(2026, 9, 1), datetime.date(2026, 7, 6), True),
    ],
)  # fmt: skip
def test_a_request_is_waited_for_until_school_began(children, school, started_on, left_on, asked_on, waits):
    rows = children.rows("wachten")
    asked = {**rows["enrolments"][0], "requested_on": asked_on}
    began = {
        **asked, "id": "9", "school": school, "phase": "placed", "requested_on": None, "started_on": started_on,
        "left_on": left_on,
    }  # fmt: skip
    path = children.path("wachten", rows={**rows, "enrolments": [asked, began]})
    kinds = {part.kind for lane in path.lanes for part in lane.parts}
    assert ("waiting" in kinds) is waits
    assert any(row.what.startswith("Wacht op een plek") for row in path.rows) is waits


def test_a_wait_runs_up_to_a_first_day_that_is_ahead(children):
    rows = children.rows("wachten")
    began = {**rows["enrolments"][0], "id": "9", "phase": "placed", "started_on": datetime.date(2026, 9, 21)}
    path = children.path("wachten", rows={**rows, "enrolments": [*rows["enrolments"], began]})
    wait = next(row for row in path.rows if row.what.startswith("Wacht op een plek"))
    assert wait.end == "21 september 2026"


def test_a_term_that_was_met_keeps_its_band(children):
    path = children.path("direct")
    term = path.lanes[1].term
    assert (term.post, term.state) == ("gehaald", "Gehaald")
    assert "gehaald" in path.wide


def test_a_gap_is_a_part(children):
    path = children.path("drie-keer")
    gaps = [part for part in path.parts if part.kind == "gap"]
    assert len(gaps) == 3
    assert any(row.what == "Geen school na ISK Rijnvoort (geen school, 15 dagen geteld)" for row in path.rows)


def test_an_interim_provision_says_that_it_does_not_count(children):
    row = next(row for row in children.path("landing").rows if row.lane == "Tussenvoorziening")
    assert row.state == "Nu, telt niet als school"


def test_what_ends_at_eighteen(children):
    path = children.path("achttien")
    assert [flag.label for flag in path.flags] == ["Vakantie tot 26 okt", "18 jaar 20 nov", "Vakantie tot 4 jan"]
    assert [row.start for row in path.rows if row.what == "na 18 jaar: nog onbekend"] == ["20 november 2026"]
    assert [row.start for row in path.rows if row.what == "na de voogd: nog onbekend"] == ["20 november 2026"]


def test_a_birth_date_may_come_as_a_period_or_be_uncertain(children):
    rows = children.rows("achttien")
    born = rows["children"][0].pop("born_on")
    for first, last, precision, flags in (
        (born, born, "day", 1),
        (born, D(2008, 12, 31), "year", 0),
        (None, None, None, 0),
    ):
        rows["children"][0] |= {"born_from": first, "born_to": last, "born_precision": precision}
        found = [flag for flag in children.path("achttien", rows=rows).flags if flag.kind == "eighteen"]
        assert len(found) == flags


def test_the_holidays_are_those_of_the_region_of_that_day(children):
    path = children.path("andere-regio")
    assert [flag.what for flag in path.flags if flag.kind == "holiday"] == [
        "Herfstvakantie, regio Zuid", "Kerstvakantie, regio Zuid",
    ]  # fmt: skip


def test_many_people_leave_the_rest_to_the_table(children, measure):
    rows = children.rows("direct")
    rows["involvements"] = [
        {"id": str(place), "task": f"taak {place}", "person": f"Persoon {place}", "valid_from": D(2026, 8, 1)}
        for place in range(7)
    ]
    path = children.path("direct", rows=rows)
    people = path.lanes[-1]
    assert (len(people.rows), people.others.count, people.others.text) == (4, 3, "en 3 anderen")
    assert "en 3 anderen" in path.wide
    assert len([row for row in path.rows if row.lane == "Mensen"]) == 7
    measure.assert_legible(path.wide)


@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>", 'A & B "x" <y>', "\u202eomgekeerd", "a\x00b\x1bc", "ካሌብ", "😀" * 30]
)
def test_hard_names_are_text(children, measure, name):
    rows = children.rows("landing")
    rows["children"][0]["given_names"] = name
    for table, column in (
        ("stays", "location"),
        ("enrolments", "school"),
        ("interim", "provision"),
        ("involvements", "person"),
    ):
        for row in rows[table]:
            row[column] = name
            row["id"] = f'{row["id"]}"><b>'
    path = children.path("landing", rows=rows)
    for drawing in (path.wide, path.tall):
        measure.parse(drawing)
        assert "<script" not in drawing
        assert "<b>" not in drawing
    assert all(row.id.replace("-", "").replace("_", "").isalnum() for row in path.rows)


def test_eight_stays_with_long_names(children, measure):
    rows = children.rows("direct")
    days = [D(2025, 12, 20) + datetime.timedelta(days=33 * place) for place in range(9)]
    rows["stays"] = [
        {"id": str(place), "location": "Aanmeldcentrum Noorderhaven aan de Lange Vaart", "kind": "poa", "region": "noord",
         "valid_from": days[place], "valid_to": days[place + 1] if place < 7 else None}
        for place in range(8)
    ]  # fmt: skip
    path = children.path("direct", rows=rows)
    assert len(path.lanes[0].parts) == 8
    measure.assert_legible(path.wide)
    measure.assert_legible(path.tall)


DAY = st.none() | st.dates(D(2024, 1, 1), D(2028, 12, 31))
WORD = st.none() | st.text(max_size=40)


def some(**columns):
    named = {"id": st.from_regex("[a-z0-9]{3}", fullmatch=True)}  # as public ids are
    rows = st.fixed_dictionaries(named, optional=columns)
    return st.lists(rows, max_size=5, unique_by=lambda row: row["id"])


def one_of(choices):
    return st.none() | st.sampled_from(choices)


ROWS = st.fixed_dictionaries({}, optional={
    "children": st.lists(st.fixed_dictionaries({"id": st.just("1")}, optional={
        "given_names": WORD, "born_on": DAY, "born_precision": one_of(("day", "year", "estimated")),
        "unaccompanied": st.none() | st.booleans()}), max_size=1),
    "stays": some(location=WORD, kind=one_of(STAY_KINDS), municipality=WORD, region=one_of(("noord", "midden", "zuid")),
                  valid_from=DAY, valid_to=DAY),
    "enrolments": some(school=WORD, kind=one_of(ENROLMENT_KINDS), phase=one_of(PHASES), requested_on=DAY, started_on=DAY,
                       left_on=DAY),
    "interim": some(provision=WORD, kind=one_of(INTERIM_KINDS), valid_from=DAY, valid_to=DAY),
    "assessments": some(domain=one_of(DOMAINS), instrument=WORD, taken_on=DAY),
    "absences": some(day=DAY, hours=st.none() | st.floats(0, 9)),
    "involvements": some(task=one_of(("legal_representative", "coach", "iets_anders")), person=WORD, organisation=WORD,
                         valid_from=DAY, valid_to=DAY, capacity=one_of(CAPACITIES)),
    "departures": some(left_on=DAY, kind=one_of(DEPARTURE_KINDS), back_on=DAY),
})  # fmt: skip


@example(  # the week with the absence begins before the drawing does
    rows={"interim": [{"id": "a", "valid_from": D(2024, 1, 1)}], "absences": [{"id": "b", "day": D(2024, 2, 26)}]},
    on=D(2025, 1, 1), lang="nl",
)  # fmt: skip
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rows=ROWS, on=st.dates(D(2025, 1, 1), D(2028, 6, 30)), lang=st.sampled_from(["nl", "en"]))
def test_odd_rows_never_break_anything(make, measure, rows, on, lang):
    path = make[0](rows, on, lang)
    measure.assert_legible(path.wide)
    measure.assert_legible(path.tall)
    known = {row.id for row in path.rows}
    assert len(known) == len(path.rows)
    links = [{href for href, _ in measure.links(drawing)} for drawing in (path.wide, path.tall)]
    assert links[0] == links[1]
    assert {href[1:] for href in links[0]} <= known
    assert make[1](rows, on, lang)
