"""Every address once as every kind of viewer. `make proof` asks for each in all its ways, on both databases."""

from __future__ import annotations

import os

import pytest

from tests.proof.addresses import missing
from tests.proof.reached import addresses_asked
from tests.proof.viewers import KINDS
from tests.proof.walking import walk

pytestmark = pytest.mark.django_db
on_sqlite = pytest.mark.skipif(
    os.environ.get("LEERRECHT_TEST_DATABASE") == "postgresql", reason="make proof walks on PostgreSQL"
)


def test_every_address_has_an_entry() -> None:
    assert missing() == []


@on_sqlite
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_no_address_shows_more_than_its_viewer_may_have(world, kind) -> None:
    walked = walk(world=world, kind=kind, sample=True, names=addresses_asked())
    assert walked.leaks == []
    assert walked.broken == []
