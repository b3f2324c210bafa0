"""What is remembered of what somebody was shown may be shown to whoever views a child alike, and to nobody else."""

from __future__ import annotations

import datetime
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from leerrecht.access.ties import TIE_KINDS
from leerrecht.law.tables import TABLES
from tests.access.expected import ANNA, ON, SEEING, scope_of, tie

DAYS = [None, *(ON + datetime.timedelta(days=days) for days in (-200, -91, -90, -1, 0, 1))]
ROW = {
    "absences": {"day": ON}, "plans": {"rule": "placement.term", "key": "term", "shared_with": "school"},
    "voices": {"words": "Zwemmen", "shared_with": "reception"}, "identifiers": {"kind": "bsn", "value": "1"},
    "stays": {"kind": "protected", "valid_from": ON, "municipality": "Zandakker"},
}  # fmt: skip
ties = st.lists(
    st.tuples(st.sampled_from(sorted(TIE_KINDS)), st.sampled_from(DAYS), st.sampled_from(DAYS), st.sampled_from(["", "a"])),
    min_size=1, max_size=3,
)  # fmt: skip


def columns(table) -> dict:
    given = ROW.get(table.name, {})
    return {column.name: given.get(column.name, "x" if column.kind == "text" else None) for column in table.columns}


def look(role: str, drawn):
    """Give a scope's view of a child, and everything it may see of it."""
    about = frozenset({"education"})
    made = scope_of(
        role,
        *(
            tie(role, kind=kind, since_on=since_on, until_on=until_on, grant=grant, categories=about if grant else frozenset())
            for kind, since_on, until_on, grant in drawn
        ),
    )  # fmt: skip
    if ANNA not in made.children:
        return None, None
    seen = [
        made.cut_row(table.name, {**columns(table), "child": ANNA}, own=own)
        for table in TABLES
        for own in (False, True)
    ]
    levels = [made.level(f"{table.name}.{column.name}", child=ANNA) for table in TABLES for column in table.columns[1:]]
    return made.view_of(ANNA), (seen, levels, made.reach_of(ANNA).is_aftercare, made.reach_of(ANNA).held_until_on)


@settings(max_examples=150, deadline=None)
@given(roles=st.tuples(st.sampled_from(SEEING), st.sampled_from(SEEING)), one=ties, other=ties)
def test_who_views_a_child_alike_sees_the_same(roles, one, other) -> None:
    (view, seen), (same_view, also_seen) = look(roles[0], one), look(roles[1], other)
    if view is not None and view == same_view:
        assert seen == also_seen
    if seen is not None and also_seen is not None and seen != also_seen:
        assert view != same_view


def test_every_part_of_a_reason_makes_another_view() -> None:
    plain = scope_of("reception", tie("reception")).view_of(ANNA)
    others = [
        scope_of("legal_representative", tie("legal_representative")),
        scope_of("reception", tie("reception", kind="stay")),
        scope_of("reception", tie("reception", since_on=ON)),
        scope_of("reception", tie("reception", until_on=ON + datetime.timedelta(days=3))),
        scope_of("reception", tie("reception", since_on=DAYS[1], until_on=ON)),
        scope_of("reception", tie("reception", kind="glass", grant="b")),
        scope_of("reception", tie("reception"), tie("reception", kind="stay")),
        replace(scope_of("reception", tie("reception")), on=ON + datetime.timedelta(days=1)),
        replace(scope_of("reception", tie("reception")), agreements=frozenset()),
    ]
    assert all(made.view_of(ANNA) != plain for made in others)
    assert len({made.view_of(ANNA) for made in others}) == len(others)
