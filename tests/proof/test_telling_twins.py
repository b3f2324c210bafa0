"""Worlds that differ only in what a viewer may never learn tell that viewer the same, outside the pages too."""

from __future__ import annotations

import re

import pytest

from tests.proof.telling import calendars_of, digests_of
from tests.proof.twins import TWINS, _watchers, _world

pytestmark = pytest.mark.django_db
CHANGES = re.compile(r"(?m)^(Date|Message-ID): .*$")


def _told(world) -> list[dict[str, str]]:
    return [{name: CHANGES.sub("", text) for name, text in digests_of(world).items()}, calendars_of(world)]


def test_twins_are_told_the_same() -> None:
    with _world() as first:
        before = _told(first)
    assert all(before) and any("VEVENT" in text for text in before[1].values())
    for name, twin in TWINS.items():
        with _world(change=twin.change, origin=twin.origin, hidden=twin.hidden) as world:
            after = _told(world)
        for kind in _watchers(twin.roles):
            for mine, yours in zip(before, after, strict=True):
                assert mine.get(kind.name, "") == yours.get(kind.name, ""), (name, kind.name)
