"""Import, export, read again: what went in comes out."""

from __future__ import annotations

import datetime

import pytest

from leerrecht.caseload import read_caseload
from leerrecht.chain.models import Location, School
from leerrecht.operations.importing import zip_folder
from leerrecht.planning import draw_population
from leerrecht.queries.exports import export_all, export_frames
from leerrecht.queries.scopes import find_scope
from leerrecht.records.models import Child
from tests.operations.importing.lists import (
    AT,
    DAY,
    TSD,
    bring_in,
    child,
    organisation,
    record,
    same_frames,
    stay,
    viewer,
    workbook,
    written,
)

pytestmark = pytest.mark.django_db


def read_again(frames, tmp_path):
    path = tmp_path / "out.xlsx"
    path.write_bytes(written(frames))
    reading = read_caseload(path=path)
    assert reading.faults == ()
    return reading.frames


@pytest.mark.parametrize("kind", ["workbook", "folder"])
def test_examples_come_out_as_they_went_in(kind, tmp_path):
    content = (TSD / "caseload.xlsx").read_bytes() if kind == "workbook" else zip_folder(TSD)
    bring_in(content)
    original = read_caseload(path=TSD).frames
    out = export_all()
    assert same_frames(original, out) == []
    assert same_frames(out, read_again(out, tmp_path)) == []
    before = record()
    bring_in(written(out), at=AT + DAY)
    assert record() == before


def test_drawn_population_comes_out_as_it_went_in(tmp_path):
    frames = draw_population(children=200, seed=7, on=datetime.date(2026, 9, 15))
    bring_in(written(frames))
    out = export_all(organisation=organisation().pk)
    assert same_frames(frames, out) == []
    assert same_frames(frames, read_again(out, tmp_path)) == []
    before = record()
    bring_in(written(out), at=AT + DAY)
    assert record() == before


def test_child_of_two_origins_gets_its_origin_in_its_name():
    for origin in ("COA", "Nidos"):
        bring_in(workbook(children=[child(), child(f"only {origin}")]), of=origin)
    names = set(export_all()["children"]["child"])
    assert names == {"K1 (COA)", "K1 (Nidos)", "only COA", "only Nidos"}
    bring_in(workbook(children=[child("K1 (COA)")]))
    names = set(export_all()["children"]["child"])
    assert len(names) == 5
    assert "K1 (Nidos)" in names


def test_viewer_gets_only_the_children_and_columns_that_are_open():
    location = Location.objects.create(name="De Brug", municipality="Veenmeer")
    school = School.objects.create(name="ISK", municipality="Veenmeer")
    bring_in(
        workbook(
            children=[child(), child("K2")],
            stays=[stay(location="De Brug"), stay("K2")],
            statuses=[{"child": "K1", "status": "permit"}],
            enrolments=[{"child": "K1", "school": "ISK", "kind": "isk", "started_on": datetime.date(2026, 6, 1)}],
        )
    )
    reception = export_frames(scope=find_scope(viewer=viewer(location=location), on=AT.date()))
    assert reception["children"]["child"].to_list() == ["K1"]
    assert reception["stays"]["location"].to_list() == ["De Brug"]
    teacher = viewer(role="school", of="Bestuur", kind="school_board", school=school)
    seen = export_frames(scope=find_scope(viewer=teacher, on=AT.date()))
    assert seen["statuses"].is_empty()
    assert seen["stays"].select("child", "location", "municipality", "valid_from").rows() == [
        (Child.objects.get(reference="K1").public_id, None, "Veenmeer", None)
    ]  # not its reference, which may be a number of the state
    assert seen["enrolments"]["school"].to_list() == ["ISK"]


def test_record_without_children_gives_empty_sheets():
    assert Child.objects.count() == 0
    assert all(frame.is_empty() for frame in export_all().values())


@pytest.mark.parametrize("seed", [11, 12, 13])
def test_older_list_after_a_newer_one_changes_nothing(seed):
    """Two quite different lists about the same children: whatever pairs with whatever, none ever undoes the other."""
    day = datetime.date(2026, 9, 15)
    older, newer = (written(draw_population(children=40, seed=each, on=day)) for each in (seed, seed + 100))
    bring_in(older)
    found = bring_in(newer, at=AT + DAY)
    assert sum(each.get("corrected", 0) for each in found.report["applied"]["counts"].values()) > 20
    before = record()
    for content in (newer, older, newer, older):
        bring_in(content, at=AT + DAY)
        assert record() == before
