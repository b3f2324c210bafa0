"""The register of processing activities: sound, complete for what the code does, and refused whole when it isn't."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from leerrecht.audit.activities import ActivitiesRefused, load_register, reference_of, register
from leerrecht.queries.rulebooks import access_table

SOURCE = Path(__file__).parents[2] / "src" / "leerrecht"
NAMED = re.compile(r'\baction="([a-z_]+\.[a-z_.]+)"|\blog_read\([^)]*activity="([a-z_.]+)"', re.S)

SOUND = """
activities:
  other:
    version: 2
    title: {nl: t, en: t}
    purpose: {nl: p, en: p}
    basis: b
    certainty: policy
    keep: {days: 10, source: s, certainty: policy}
    names: {"*": {nl: w, en: w}, a.*: {nl: x, en: x}, a.b: {nl: y, en: y}}
grounds: {task: {nl: g, en: g}}
"""


def refused(tmp_path, text):
    path = tmp_path / "activities.yaml"
    path.write_text(text)
    with pytest.raises(ActivitiesRefused) as error:
        load_register(path=path)
    return error.value.faults


def test_what_the_code_does_belongs_to_an_activity_by_name():
    found = {
        name
        for path in SOURCE.rglob("*.py")
        for match in NAMED.findall(path.read_text())
        for name in match
        if name and "migrations" not in path.parts
    }
    assert {"child", "worklist", "fact.added", "child.imported", "log.removed"} <= found
    unnamed = {name for name in found if register().find(name)[1] == register().find("")[1]}
    assert unnamed == set(), "name them in rulebook/nl/activities.yaml"


def test_a_name_is_found_by_the_whole_of_it_then_by_its_beginning(tmp_path):
    path = tmp_path / "activities.yaml"
    path.write_text(SOUND)
    found = load_register(path=path)
    assert [found.find(name)[1]["nl"] for name in ("a.b", "a.c", "a.b.c", "z")] == ["y", "x", "x", "w"]
    assert found.activities["other"].reference == "urn:leerrecht:activity:other:2"


def test_every_kind_of_tie_has_words():
    kinds = {kind for role in access_table().roles.values() for kind in role.reached_by}
    assert kinds <= set(register().grounds)


def test_a_reference_fits_its_column():
    assert all(len(activity.reference) <= 80 for activity in register().activities.values())
    assert reference_of("child") == "urn:leerrecht:activity:child_record:1"


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ("version: 2", "version: twee", "needs a version"),
        ("title: {nl: t, en: t}", "title: {nl: t}", "needs a title in nl and en"),
        ("purpose: {nl: p, en: p}", "purpose: p", "needs a purpose in nl and en"),
        ("basis: b", "basis: ''", "needs a basis"),
        ("certainty: policy\n    keep", "certainty: sure\n    keep", "needs a certainty"),
        ("days: 10", "days: 0", "keep needs days"),
        ("source: s", "source: ''", "keep needs a source"),
        ("a.b: {nl: y, en: y}", "a.b: {nl: y}", "a.b: needs nl and en"),
        ('"*": {nl: w, en: w}, ', "", "no activity has the name *"),
        ("task: {nl: g, en: g}", "task: {nl: g}", "grounds.task: needs nl and en"),
        (SOUND, "activities: [", "isn't valid YAML"),
        (SOUND, "iets: anders", "holds no activities"),
    ],
)
def test_a_register_that_is_unsound_is_refused_with_what_is_wrong(tmp_path, before, after, fault):
    faults = refused(tmp_path, SOUND.replace(before, after))
    assert any(fault in each for each in faults), faults
