"""What is told outside the pages holds no canary that its reader may not have."""

from __future__ import annotations

import pytest

from tests.proof.life import HERE
from tests.proof.marks import leaks_in
from tests.proof.telling import digests_of

pytestmark = pytest.mark.django_db


def test_no_digest_holds_anything_of_anybody(world) -> None:
    found = digests_of(world)
    assert {f"{HERE}.{role}" for role in ("legal_representative", "reception", "school", "privacy_officer")} <= set(
        found
    )
    for name, text in found.items():
        assert leaks_in(marks=world.marks, text=text, viewer="nobody at all") == [], name
