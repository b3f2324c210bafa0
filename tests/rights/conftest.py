"""The small world, and who acts in it."""

from __future__ import annotations

import pytest

from tests.operations.builders import actor_of, child_of
from tests.rights.builders import officer_of
from tests.world import make_world


@pytest.fixture
def world(db):
    return make_world()


@pytest.fixture
def guardian(world):
    return actor_of(world, "legal_representative")


@pytest.fixture
def officer(world):
    return officer_of(world)


@pytest.fixture
def child(world, guardian):
    """A child whom the guardian represents now."""
    return child_of(world, guardian)
