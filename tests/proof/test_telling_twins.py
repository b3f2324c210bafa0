"""Worlds that differ only in what a viewer may never learn tell that viewer the same, outside the pages too."""

from __future__ import annotations

import re

import pytest

from tests.proof.telling import digests_of
from tests.proof.twins import TWINS, _watchers, _world

pytestmark = pytest.mark.django_db
CHANGES = re.compile(r"(?m)^(Date|Message-ID): .*$")


def test_twins_are_mailed_the_same() -> None:
    with _world() as first:
        before = digests_of(first)
    assert before
    for name, twin in TWINS.items():
        with _world(change=twin.change, origin=twin.origin, hidden=twin.hidden) as world:
            after = digests_of(world)
        for kind in _watchers(twin.roles):
            mine, yours = (CHANGES.sub("", each.get(kind.name, "")) for each in (before, after))
            assert mine == yours, (name, kind.name)
