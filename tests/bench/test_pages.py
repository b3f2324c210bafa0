"""The bench of pages: what it sums up and writes down, who its team reaches, and that it sees lost writes."""

from __future__ import annotations

import polars as pl
import pytest

from bench.limits import page_limits
from bench.pages import shape
from bench.pages.afterwards import longest_chain
from bench.pages.databases import version_of_filling
from bench.pages.filling import LOCATION, TEAM, children_at_hand, give_caseload
from bench.pages.inside import typed_absence
from bench.pages.page import BEGIN, END, put_block, put_head
from bench.pages.shape import ON, Inside, Pages, Sizes, Timing, Traffic, Writing, percentile
from bench.report import pages_block
from leerrecht.planning import draw_population


def timings(milliseconds: float) -> dict[str, Timing]:
    names = [
        *shape.NAMES,
        *(f"{who}_{how}" for who in (shape.SCHOOL, shape.OFFICER) for how in (shape.COLD, shape.WARM)),
    ]
    return {name: Timing.of([milliseconds]) for name in names}


def pages(milliseconds: float = 20, errors: tuple[str, ...] = (), wrong: tuple[str, ...] = ()) -> Pages:
    found = timings(milliseconds)
    return Pages(
        sizes=Sizes(children=(10, 100)),
        inside=[
            Inside(
                database="SQLite", children=children, facts=1000, megabytes=1.5, timings=found,
                reached={"school": 3, "officer": 7, "reception": 40},
            )
            for children in (10, 100)
        ],
        traffic=[
            Traffic(database="SQLite", processes=2, users=20, seconds=60, timings=found, errors=errors, cores=1.5)
        ],
        writing=[
            Writing(
                database="SQLite", writers=20, seconds=60, accepted={"add": 5}, conflicts=2, refused={"x": 1}, failures=(),
                wrong=wrong, longest_chain=3, timing=Timing.of([1.0]),
            )
        ],
    )  # fmt: skip


def test_a_percentile_is_a_value_that_was_measured():
    values = [float(number) for number in range(100, 0, -1)]
    assert (percentile(values, 0.5), percentile(values, 0.95), percentile([7.0], 0.95)) == (50, 95, 7)


def test_promises_are_about_the_largest_database_and_every_fault():
    assert all(limit.is_kept for limit in page_limits(pages()))
    slow = [limit.what for limit in page_limits(pages(milliseconds=401)) if not limit.is_kept]
    assert len(slow) == 6 + 4  # in one process, and over HTTP
    faulty = pages(errors=("Jongere: 500",), wrong=("absences: 1 row more",))
    assert [limit.measured for limit in page_limits(faulty) if not limit.is_kept] == [1, 1]
    assert len(faulty.faults) == 2


def test_a_part_of_the_page_is_replaced_and_the_rest_stays():
    block = pages_block(pages())
    once = put_block("# Performance\n\nEngines.\n", block)
    assert once.startswith("# Performance\n\nEngines.\n\n" + BEGIN)
    assert put_head("# Engines anew.\n", once) == once.replace("# Performance\n\nEngines.", "# Engines anew.")
    again = put_block(once, pages_block(pages(milliseconds=77)))
    assert again.count(BEGIN) == again.count(END) == 1
    assert "| SQLite | 2 | Jongere | 1 | 77 | 77 | 77 |" in again
    assert again.endswith("\n")


def test_every_row_of_a_table_has_as_many_cells_as_its_head():
    lines = pages_block(pages()).splitlines()
    for place, line in enumerate(lines):
        if line.startswith("| ---"):
            rows = [lines[place - 1]]
            for row in lines[place:]:
                if not row.startswith("|"):
                    break
                rows.append(row)
            assert len({row.count("|") for row in rows}) == 1, rows[0]


def test_the_caseload_lives_at_the_location_or_has_a_task():
    frames = draw_population(children=200, seed=3, on=ON)
    chosen = children_at_hand(frames, 40)
    given = give_caseload(frames, chosen)
    living = given["stays"].filter(pl.col("location") == LOCATION)
    tasks = given["involvements"].filter(pl.col("person") == TEAM)
    assert len(set(chosen)) == 40
    assert (living["child"].n_unique(), tasks["child"].n_unique()) == (30, 10)
    assert set(living["child"]) | set(tasks["child"]) == set(chosen)
    with pytest.raises(ValueError, match="draw more"):
        children_at_hand(frames, 200)


def test_the_longest_chain_is_found():
    rows = [("correct", "children", "k", new, old) for new, old in (("b", "a"), ("c", "b"), ("z", "y"))]
    assert longest_chain([*rows, ("add", "absences", "k", "n", "")]) == 2


def test_absences_differ():
    assert len({tuple(typed_absence(number).items()) for number in range(1000)}) == 1000


def test_the_version_of_what_is_filled_in_stays_the_same_while_nothing_changes():
    assert version_of_filling() == version_of_filling()


@pytest.mark.django_db
class TestAfterwards:
    """What was accepted stands there, and what is missing or doubled is seen."""

    @pytest.fixture
    def saved(self, db):
        from bench.pages.afterwards import standing_now
        from leerrecht.operations.acting import Actor
        from leerrecht.operations.facts import add_fact, correct_fact
        from leerrecht.queries.scopes import find_scope
        from leerrecht.queries.viewers import find_viewers
        from tests.world import AT, make_world
        from tests.world import ON as DAY

        world = make_world()
        before = standing_now()
        viewer = find_viewers(account=world.accounts["reception"], on=DAY)[0]
        actor = Actor(viewer=viewer, scope=find_scope(viewer=viewer, on=DAY))
        child = next(kid for kid in world.children.values() if actor.scope.may_record(child=kid.pk, table="absences"))
        first = add_fact(actor=actor, at=AT, child=child.public_id, table="absences", typed=typed_absence(1))
        second = correct_fact(
            actor=actor, at=AT, table="absences", fact=first.public_id, typed={"hours": "5"}, reason="verteld"
        )
        return before, [
            ("add", "absences", child.public_id, first.public_id, ""),
            ("correct", "absences", child.public_id, second.public_id, first.public_id),
        ]

    def test_nothing_is_wrong_when_all_is_there(self, saved):
        from bench.pages.afterwards import find_wrong

        before, accepted = saved
        assert find_wrong(before, accepted) == []

    def test_a_lost_and_an_unlogged_write_are_seen(self, saved):
        from bench.pages.afterwards import find_wrong

        before, accepted = saved
        lost = ("correct", "absences", accepted[0][2], "gone", accepted[1][3])
        wrong = " / ".join(find_wrong(before, [*accepted, lost]))
        for words in ("rows more", "version went up", "audit rows", "isn't there", "isn't in its chain"):
            assert words in wrong

    def test_a_write_that_nobody_accepted_is_seen(self, saved):
        from bench.pages.afterwards import find_wrong

        before, accepted = saved
        assert find_wrong(before, accepted[:1])


@pytest.mark.slow
def test_a_filled_database_answers_every_page(tmp_path):
    from bench.pages.databases import SQLITE, Databases
    from bench.pages.processes import ask

    databases = Databases(folder=tmp_path, server=None, say=print)
    with databases.copied(kind=SQLITE, children=60, caseload=20) as url:
        found = ask("inside", "--full", "--repeats", "3", "--cold-repeats", "1", url=url)
    assert found["reached"]["reception"] == 20
    assert set(shape.NAMES) - {shape.FORM} <= set(found["milliseconds"])
