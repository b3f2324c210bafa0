"""The walk: every address in all its ways as every kind of viewer. Run by `make proof`, on both databases."""

from __future__ import annotations

import pytest

from tests.proof import tally
from tests.proof.addresses import ADDRESSES
from tests.proof.viewers import KINDS
from tests.proof.walking import walk

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_no_address_shows_more_than_its_viewer_may_have(world, kind) -> None:
    walked = walk(world=world, kind=kind)
    tally.count(requests=walked.asked, leaks=len(walked.leaks) + len(walked.broken))
    tally.most(urls=len(ADDRESSES), viewers=len(KINDS), canaries=len(world.marks))
    assert walked.leaks == []
    assert walked.broken == []
