"""The checklist of a warm handover: what is there, and every fault at once."""

from __future__ import annotations

import pytest

from leerrecht.law.rulebook_checks import check_listed
from leerrecht.queries.rulebooks import rulebook

POINT = {"id": "met", "name": {"nl": "x", "en": "x"}}


def test_the_supplied_list_is_sound() -> None:
    assert "introduced" in rulebook().checklist


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"points": []}, "points: there is no list of them"),
        ({"more": 1}, "'more' isn't known here"),
        ({"points": [POINT, POINT]}, "points: met stands here twice"),
        ({"points": [{**POINT, "name": {"nl": "x"}}]}, "points 1: name: there is no en"),
        ({"points": ["met"]}, "points 1: this isn't an entry"),
        ({"points": [{**POINT, "id": "a b"}]}, "points 1: id 'a b' isn't a word"),
        ({"points": [{"id": "met"}]}, "points 1: name is missing"),
        ({"points": [{**POINT, "colour": "red"}]}, "points 1: 'colour' isn't known here"),
    ],
)
def test_a_fault_is_named_with_its_place(changed, fault) -> None:
    faults = check_listed({"points": [POINT], **changed}, part="points")
    assert any(each.startswith(fault) for each in faults), faults


def test_all_faults_come_at_once() -> None:
    assert len(check_listed({"points": [{"id": "a b"}], "more": 1}, part="points")) > 3
    assert check_listed(None, part="points") == ["the file is missing, or isn't a list of named parts"]
