"""A privacy officer finds 'who may see what' and 'who saw what' from any page within two clicks."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.world import make_world


@pytest.mark.parametrize(
    "page", ["/vandaag/", "/meldingen/", "/afspraken/", "/privacy/verzoeken/", "/logboek/", "/toegang/"]
)
def test_both_are_one_click_away(db, page) -> None:
    client = Client()
    client.force_login(make_world().accounts["privacy_officer"])
    text = client.get(page).content.decode()
    assert 'href="/logboek/"' in text and 'href="/toegang/"' in text
    assert {client.get(url).status_code for url in ("/logboek/", "/toegang/")} == {200}
