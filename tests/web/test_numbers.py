"""A number on screen: recognised as it is typed, and in no address on any page."""

from __future__ import annotations

import re

import pytest

from leerrecht.queries.facts import standing
from leerrecht.records.models import Identifier
from tests.operations.builders import send, shared_child

BSN = "123456782"


@pytest.fixture
def child(world, client):
    found = shared_child(world, "legal_representative", "school")
    Identifier.objects.filter(child=found)._raw_delete("default")
    client.force_login(world.accounts["legal_representative"])
    return found


def test_the_kind_need_not_be_chosen(client, child):
    url = f"/jongeren/{child.public_id}/feit/identifiers/"
    assert "Herken het aan het nummer" in client.get(url).content.decode()
    assert send(client, url, 302, kind="", value=BSN, valid_from="1-9-2026")
    assert standing(table="identifiers").get(child=child).kind == "bsn"


def test_a_number_that_tells_nothing_stays_in_its_box_with_what_to_do(client, child):
    page = send(client, f"/jongeren/{child.public_id}/feit/identifiers/", 422, kind="", value="123456783")
    assert 'value="123456783"' in page and 'href="#kind"' in page


def test_no_number_stands_in_an_address(client, child):
    send(client, f"/jongeren/{child.public_id}/feit/identifiers/", 302, kind="", value=BSN, valid_from="1-9-2026")
    fact = standing(table="identifiers").get(child=child).public_id
    base = f"/jongeren/{child.public_id}/"
    for url in (base, f"{base}feiten/", f"{base}feit/identifiers/{fact}/", "/vandaag/", f"{base}rechten/"):
        answer = client.get(url)
        page = answer.content.decode()
        assert answer.status_code == 200
        assert not [link for link in re.findall(r'(?:href|action|src)="([^"]*)"', page) if BSN in link], url
        assert not any(BSN in value for value in answer.headers.values())
    taken = client.get(f"{base}rechten/meenemen/json/")
    assert BSN in taken.content.decode() and BSN not in taken.headers["Content-Disposition"]
