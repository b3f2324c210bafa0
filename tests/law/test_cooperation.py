"""The life domains of the rulebook: what is there, and every fault at once."""

from __future__ import annotations

import pytest

from leerrecht.law.cooperation import check_cooperation
from leerrecht.queries.rulebooks import cooperation

WORDS = {"nl": "x", "en": "x"}
DOMAIN = {"id": "money", "name": WORDS, "assents": True}


def test_the_supplied_lists_are_sound() -> None:
    assert cooperation().assenting == {"cooperation"}
    assert "money" in cooperation().domains


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"domains": []}, "domains: there is no list of them"),
        ({"more": 1}, "'more' isn't known here"),
        ({"domains": [DOMAIN, DOMAIN]}, "domains: money stands here twice"),
        ({"domains": [{**DOMAIN, "assents": False}]}, "domains: none of them lets anybody agree"),
        ({"domains": [{**DOMAIN, "assents": "yes"}]}, "domains 1: assents is neither true nor false"),
        ({"domains": [{**DOMAIN, "name": {"nl": "x"}}]}, "domains 1: name: there is no en"),
        ({"domains": ["money"]}, "domains 1: this isn't an entry"),
        ({"domains": [{**DOMAIN, "id": "a b"}]}, "domains 1: id 'a b' isn't a word"),
        ({"domains": [{"id": "money"}]}, "domains 1: name is missing"),
        ({"domains": [{**DOMAIN, "colour": "red"}]}, "domains 1: 'colour' isn't known here"),
    ],
)
def test_a_fault_is_named_with_its_place(changed, fault) -> None:
    faults = check_cooperation({"domains": [DOMAIN], **changed})
    assert any(each.startswith(fault) for each in faults), faults


def test_all_faults_come_at_once() -> None:
    assert len(check_cooperation({"domains": [{"id": "a b"}], "more": 1})) > 4
    assert check_cooperation(None) == ["the file is missing, or isn't a list of named parts"]
