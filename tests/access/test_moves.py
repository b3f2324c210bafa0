"""Who may know that a child will move, and of what is arranged around it; before and from the day the child is told."""

from __future__ import annotations

import datetime

import pytest

from leerrecht.access import Level
from leerrecht.access.moves import moves_told
from leerrecht.law.tables import TABLE
from tests.access.expected import ANNA, CATEGORY, ON, SEEING, level, scope_of, tie
from tests.access.test_rows import canary

DAY = datetime.timedelta(days=1)
WAYS = {
    "not told": {"child_told_on": None, "told_early_reason": None},
    "told tomorrow": {"child_told_on": ON + DAY, "told_early_reason": None},
    "told today": {"child_told_on": ON, "told_early_reason": None},
    "told yesterday": {"child_told_on": ON - DAY, "told_early_reason": None},
    "others first": {"child_told_on": None, "told_early_reason": "De plek op school gaat anders verloren."},
}  # fmt: skip
KNOWN = {"told today", "told yesterday", "others first"}
WHOLE = {"legal_representative", "reception", "child"}
DAY_AND_TOWN = {"school", "compulsory_education"}


def move(begins: int, way: str, **changes):
    told = WAYS[way]
    return (
        canary(TABLE["stays"], valid_from=ON + begins * DAY, valid_to=None, announced_on=ON - 9 * DAY, **told) | changes
    )


def filled(cut) -> set[str]:
    return {name for name, value in (cut or {}).items() if value is not None} - {"child"}


@pytest.mark.parametrize("role", SEEING)
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("kind", ["coa_small", "protected", None])
def test_a_move_ahead_is_known_whole_or_as_a_day_and_a_town_or_not_at_all(role, way, kind) -> None:
    row = move(1, way, kind=kind)
    cut = scope_of(role).cut_row("stays", row)
    if role in WHOLE:
        assert cut == row
    elif role in DAY_AND_TOWN and way in KNOWN:
        assert filled(cut) == {"municipality", "region", "valid_from"}
        assert cut["valid_from"] == ON + DAY
    else:
        assert cut is None


@pytest.mark.parametrize("role", sorted(DAY_AND_TOWN))
@pytest.mark.parametrize(
    ("begins", "seen"),
    [
        (-1, {"municipality", "region"}), (0, {"municipality", "region"}), (1, {"municipality", "region", "valid_from"}),
    ],
)  # fmt: skip
def test_once_the_move_is_made_its_day_is_closed_again(role, begins, seen) -> None:
    assert filled(scope_of(role).cut_row("stays", move(begins, "told yesterday"))) == seen


@pytest.mark.parametrize("role", sorted(DAY_AND_TOWN))
def test_a_protected_place_looks_like_any_other(role) -> None:
    plain, safe = (scope_of(role).cut_row("stays", move(9, "told today", kind=kind)) for kind in ("poa", "protected"))
    assert plain == safe


@pytest.mark.parametrize("role", SEEING)
@pytest.mark.parametrize("told", [False, True])
def test_a_point_of_a_move_is_seen_as_the_table_says_and_by_the_school_only_once_it_is_told(role, told) -> None:
    row = canary(TABLE["move_points"])
    cut = scope_of(role).cut_row("move_points", row, told=told)
    levels = {name: level(CATEGORY["move_points"], role, f"move_points.{name}") for name in row if name != "child"}
    expected = {name for name, found in levels.items() if found is Level.FULL or (told and found is Level.TOLD)}
    assert filled(cut) == expected
    assert expected == (
        set(levels) if role in WHOLE else {"item", "due_on", "done_on"} if role in DAY_AND_TOWN and told else set()
    )


@pytest.mark.parametrize(
    ("kind", "role"), [("glass", "reception"), ("glass", "school"), ("consent", "care"), ("transfer", "reception")]
)
@pytest.mark.parametrize("way", WAYS)
def test_by_a_grant_nobody_knows_of_a_move_but_who_waits_for_a_child_that_knows(kind, role, way) -> None:
    made = scope_of(role, tie(role, kind=kind, categories=frozenset({"reception"})))
    seen = made.cut_row("stays", move(1, way, kind="poa"))
    point = made.cut_row("move_points", canary(TABLE["move_points"]), told=way in KNOWN)
    is_known = kind == "transfer" and way in KNOWN
    assert (seen is not None, point is not None) == (is_known, is_known)


def test_who_waits_for_a_child_knows_when_and_what_is_arranged_but_not_where_it_lived() -> None:
    made = scope_of("reception", tie("reception", kind="transfer"))
    assert filled(made.cut_row("stays", move(1, "told today", kind="poa"))) == {"valid_from", "municipality"}
    assert made.cut_row("stays", move(0, "told today", kind="poa")) is None
    assert filled(made.cut_row("stays", move(1, "told today", kind="protected"))) == {"valid_from", "municipality"}
    assert made.cut_row("stays", move(1, "not told", kind="protected")) is None
    assert filled(made.cut_row("move_points", canary(TABLE["move_points"]), told=True)) == {
        column.name for column in TABLE["move_points"].columns if column.name != "child"
    }
    assert made.cut_row("stays", move(1, "told today") | {"child": ANNA + 1}) is None


def test_of_two_moves_announced_on_one_day_the_first_to_begin_counts() -> None:
    announced = ON - 9 * DAY
    late, soon = move(9, "told today"), move(1, "not told")
    assert moves_told([late, soon], on=ON) == frozenset()
    assert moves_told([soon | {"child_told_on": ON}, late | {"child_told_on": None}], on=ON) == {announced}
    assert moves_told([late, soon | {"announced_on": None}, soon | {"valid_from": None}], on=ON) == {announced}
