"""A list is no way to a child that isn't the team's: known children out of reach are left as they are."""

from __future__ import annotations

import datetime
import io

import pytest

from leerrecht.caseload import write_caseload
from leerrecht.operations.importing import apply_import, hand_in, read_import
from leerrecht.queries.imports import find_import
from leerrecht.queries.viewers import find_viewers
from leerrecht.records.models import Child, Stay
from tests.world import ON, frames, make_world

AT = datetime.datetime(2026, 9, 15, 9, tzinfo=datetime.UTC)


def list_of(*children: str, **changes: str) -> bytes:
    """A workbook about some children of the stories, who all live where the team works, it says."""
    import polars as pl

    kept = {name: frame.filter(pl.col("child").is_in(children)) for name, frame in frames().items()}
    for column, value in changes.items():
        kept["stays"] = kept["stays"].with_columns(pl.lit(value).alias(column))
    content = io.BytesIO()
    write_caseload(frames=kept, to=content)
    return content.getvalue()


@pytest.fixture
def team(db):
    world = make_world()
    (viewer,) = find_viewers(account=world.accounts["reception"], on=ON)
    return world, viewer


def bring_in(viewer, content: bytes):
    found = hand_in(viewer=viewer, at=AT, content=content, file_kind="xlsx")
    read_import(import_id=found.pk, at=AT)
    apply_import(import_id=found.pk, at=AT)
    return find_import(viewer=viewer, public_id=found.public_id, at=AT)


def test_a_known_child_out_of_reach_is_left_and_counted(team):
    _, viewer = team
    before = dict(Child.objects.values_list("reference", "version")), Stay.objects.count()
    seen = bring_in(viewer, list_of("retest", location="POA Zandakker", municipality="Zandakker"))
    assert (seen.children_out_of_reach, seen.children_known, seen.children_new) == (1, 0, 0)
    assert (dict(Child.objects.values_list("reference", "version")), Stay.objects.count()) == before


def test_a_child_of_the_team_and_a_new_child_come_in(team):
    _, viewer = team
    Child.objects.filter(reference="direct").update(reference="somebody-else")
    version = Child.objects.get(reference="wachten").version
    seen = bring_in(viewer, list_of("wachten", "direct", region="midden"))
    assert (seen.children_out_of_reach, seen.children_known, seen.children_new) == (0, 1, 1)
    assert Child.objects.get(reference="wachten").version > version
