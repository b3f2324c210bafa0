"""What is closed stays closed on the pages (a first cut; the full walk comes with the privacy issue)."""

from __future__ import annotations

import re

import pytest

from leerrecht.queries.cards import forget
from leerrecht.records.models import Identifier, Involvement, Status, Stay
from tests.web.test_pages import children_of

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"|hx-headers="[^"]+"')


def pages_of(get) -> dict[str, str]:
    """Every page that a role can read about its children, without what differs each time."""
    forget()
    urls = ["/vandaag/", "/vandaag/?alles=ja", "/jongeren/", "/en/vandaag/"]
    for child in children_of(get):
        urls += [f"/jongeren/{child}/", f"/jongeren/{child}/feiten/", f"/jongeren/{child}/?bekend=3-9-2026"]
        text = get(f"/jongeren/{child}/").content.decode()
        urls += sorted(set(re.findall(rf"/jongeren/{child}/(?:waarom|stap)/[a-z0-9]+/", text)))
    found = {}
    for url in urls:
        answer = get.client.get(url)
        found[url] = answer.headers.get("Location", "") + TOKEN.sub("", answer.content.decode())
    return found


def put_canaries() -> None:
    """Write something nobody else has in closed columns; past Django's guard, as only a test may."""
    Stay.objects.update(location="KANARIE-LOCATIE")
    Involvement.objects.update(organisation="KANARIE-ORGANISATIE")
    Identifier.objects.filter(kind="v_number").update(value="KANARIE-V-NUMMER")
    Identifier.objects.filter(kind="bsn").update(value="KANARIE-BSN")


@pytest.mark.parametrize("role", ["school", "compulsory_education"])
def test_a_residence_status_changes_no_byte_for_a_school_or_compulsory_education(world, visit, role):
    get = visit(role)
    before = pages_of(get)
    assert len(before) > 10
    Status.objects.update(status="permit")
    assert pages_of(get) == before
    Status.objects.update(retracted_at="2026-09-14T10:00:00Z", retraction_reason="klopte niet")
    assert pages_of(get) == before


def test_a_school_sees_no_location_no_organisation_and_no_v_number(world, visit):
    get = visit("school")
    put_canaries()
    for url, text in pages_of(get).items():
        assert "KANARIE-LOCATIE" not in text and "KANARIE-ORGANISATIE" not in text, url
        assert "KANARIE-V-NUMMER" not in text, url
        assert "KANARIE-BSN" not in text or "/feiten/" in url, url  # a school where the child is enrolled reports it


def test_the_canaries_sing_for_a_guardian(world, visit):
    get = visit("legal_representative")
    put_canaries()
    text = "".join(pages_of(get).values())
    assert all(f"KANARIE-{what}" in text for what in ("LOCATIE", "ORGANISATIE", "V-NUMMER", "BSN"))
