"""The drawings of every child of the examples, on several days: sound, legible, and the same as their table."""

import datetime

import pytest

from leerrecht.web.path import draw_tall, draw_wide
from leerrecht.web.path.parts import LANES

DAYS = [
    datetime.date(2024, 9, 1), datetime.date(2025, 12, 24), datetime.date(2026, 2, 28), datetime.date(2026, 6, 30),
    datetime.date(2026, 9, 15), datetime.date(2026, 11, 20), datetime.date(2027, 1, 1), datetime.date(2028, 2, 29),
]  # fmt: skip
NAMES = [
    "direct", "wachten", "retest", "tweede-nummer", "coachklas", "achttien", "verlengd", "zomer", "landing",
    "noodopvang", "jji", "gezin", "zusje", "net-ervoor", "op-de-dag", "eerste-januari", "alleen-jaar", "drie-keer",
    "vertrokken", "afwijzing", "opvanggezin", "beschermd", "andere-regio",
]  # fmt: skip


@pytest.fixture(params=DAYS, ids=str, scope="module")
def paths(request, children):
    assert list(children.names) == NAMES
    return [children.path(name, on=request.param, lang=lang) for name in NAMES for lang in ("nl", "en")]


def test_every_part_links_to_its_row(paths, measure):
    for path in paths:
        rows = [row.id for row in path.rows]
        assert len(rows) == len(set(rows))
        for drawing in (path.wide, path.tall):
            for href, name in measure.links(drawing):
                assert href[1:] in rows
                assert name.endswith(path.more)


def test_both_drawings_have_the_same_parts(paths, measure):
    for path in paths:
        asked = {part.id for part in path.parts} | {flag.id for flag in path.flags}
        asked |= {lane.others.id for lane in path.lanes if lane.others}
        for drawing in (path.wide, path.tall):
            assert {href.removeprefix("#path-row-") for href, _ in measure.links(drawing)} == asked


def test_no_text_covers_another_or_leaves_the_drawing(paths, measure):
    for path in paths:
        measure.assert_legible(path.wide)
        measure.assert_legible(path.tall)


def test_the_names_start_with_the_visible_text(paths, measure):
    for path in paths:
        for drawing in (path.wide, path.tall):
            for link in measure.parse(drawing).iter("a"):
                seen = " ".join("".join(text.itertext()) for text in link.iter("text"))
                name = link.get("aria-label")
                assert name.startswith(seen.removesuffix("…")), (seen, name)


def test_the_lanes_come_in_order_and_nothing_repeats_an_id(paths, measure):
    for path in paths:
        names = [lane.name for lane in path.lanes]
        assert names == [name for name in LANES if name in names]
        assert {"stay", "school"} <= set(names)
        found = [each.get("id") for drawing in (path.wide, path.tall) for each in measure.parse(drawing).iter()]
        ids = [each for each in found if each]
        assert len(ids) == len(set(ids))


def test_the_window_holds_today_and_stays_small(paths):
    for path in paths:
        assert path.first_on < path.on < path.last_on
        assert path.months[0] == path.first_on
        assert len(path.months) <= 18 + 1 + 10 + 1


def test_a_table_that_is_absent_is_not_drawn(children, measure):
    tables = {"interim": "interim-", "absences": "absences-", "involvements": "involvements-", "assessments": "tests-",
              "departures": "departures-", "enrolments": "enrolments-", "stays": "stays-"}  # fmt: skip
    for table, prefix in tables.items():
        for name in NAMES:
            path = children.path(name, without=(table,))
            drawn = [href for each in (path.wide, path.tall) for href, _ in measure.links(each)]
            assert not [href for href in drawn if href.startswith(f"#path-row-{prefix}")]
            assert not [row for row in path.rows if row.id.startswith(f"path-row-{prefix}")]


def test_without_enrolments_no_gap_no_request_and_no_wait_is_drawn(children):
    for name in NAMES:
        path = children.path(name, without=("enrolments",))
        assert not [row for row in path.rows if row.id.split("-")[2] in ("gap", "requests", "waits")]


def test_without_children_or_stays_nothing_is_said_of_birthday_or_holidays(children):
    for name in NAMES:
        assert not [flag for flag in children.path(name, without=("children",)).flags if flag.kind == "eighteen"]
        assert {flag.kind for flag in children.path(name, without=("stays",)).flags} <= {"eighteen"}


def test_nothing_at_all_still_gives_a_drawing(children, measure):
    path = children.path("nobody", rows={"children": []})
    assert [lane.name for lane in path.lanes] == ["stay", "school"]
    assert [row.what for row in path.rows] == ["nog niets bekend", "nog niets bekend"]
    measure.assert_legible(path.wide)
    assert path.note == ""


def test_the_drawings_are_what_the_functions_draw(children):
    path = children.path("landing")
    assert path.wide == draw_wide(path, "nl") == path.wide.__html__()
    assert path.tall == draw_tall(path, "nl")
    assert path.label_wide.startswith("Het pad van Mahad van juli 2026 tot en met januari 2027.")
