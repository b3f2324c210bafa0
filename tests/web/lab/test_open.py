"""Who may look: everybody in the demo, else everybody who is signed in; and no child is ever read."""

from __future__ import annotations

import pytest

from tests.web.lab.conftest import STUDY, links_of

PAGES = ("/afwegen/", STUDY, f"{STUDY}kader/", f"{STUDY}scores/", f"{STUDY}vergelijken/", f"{STUDY}hoe-zeker/",
         f"{STUDY}ontwerp/?content=skills", f"{STUDY}bewijs/", f"{STUDY}codering/",
         f"{STUDY}rapport/", f"{STUDY}waarom/glo/C01/")  # fmt: skip


@pytest.mark.parametrize("url", PAGES)
@pytest.mark.parametrize("lang", ["", "/en"])
def test_without_an_account_the_demo_shows_it_and_asks_no_database(look, django_assert_num_queries, url, lang) -> None:
    with django_assert_num_queries(0):
        look(lang + url)


@pytest.mark.parametrize("url", [*PAGES, f"{STUDY}rapport/pdf/"])
def test_elsewhere_one_signs_in_first(client, db, settings, url) -> None:
    settings.IS_DEMO = False
    answer = client.get(url)
    assert answer.status_code == 302 and answer.headers["Location"].startswith("/?next=")


@pytest.mark.parametrize("role", ["policy", "reception", "school", "legal_representative", "privacy_officer"])
def test_signed_in_every_role_may_look(visit, settings, role) -> None:
    settings.IS_DEMO = False
    for url in PAGES:
        visit(role)(url)


def test_no_record_of_a_child_is_read_when_somebody_looks(visit, django_assert_max_num_queries) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from leerrecht.audit.models import Processing

    get = visit("legal_representative")
    before = Processing.objects.count()
    with CaptureQueriesContext(connection) as asked:
        get(STUDY)
    reads = [query["sql"] for query in asked if '"records_' in query["sql"] and "given_names" in query["sql"]]
    assert not reads and Processing.objects.count() == before


def test_the_policy_lead_finds_it_in_the_menu_others_below_the_page(visit) -> None:
    menu = visit("policy")("/vandaag/").content.decode().split('class="lr-nav"')[1].split("</nav>")[0]
    assert "/afwegen/" in links_of(menu)
    page = visit("reception")("/vandaag/").content.decode()
    assert "/afwegen/" not in links_of(page.split('class="lr-nav"')[1].split("</nav>")[0])
    assert "/afwegen/" in links_of(page.split('class="lr-footer"')[1])


def test_the_start_page_of_the_demo_leads_to_it(look, settings, client) -> None:
    assert "/afwegen/" in links_of(look("/"))
    settings.IS_DEMO = False
    assert "/afwegen/" not in links_of(client.get("/").content.decode())


@pytest.mark.parametrize(("form", "begins"), [pytest.param("pdf", b"%PDF-", marks=pytest.mark.slow), ("docx", b"PK")])
def test_the_report_can_be_taken_along(client, db, form, begins) -> None:
    answer = client.get(f"/en{STUDY}rapport/{form}/")
    assert answer.status_code == 200 and answer.content.startswith(begins)
    assert f'filename="aef-2025-en.{form}"' in answer.headers["Content-Disposition"]


def test_a_form_that_cannot_be_made_here_is_answered_in_words(client, db, monkeypatch) -> None:
    from leerrecht.appraisal.report import ReportRefused
    from leerrecht.web.lab import views

    def refuse(**asked: object) -> bytes:
        raise ReportRefused("no python-docx")

    monkeypatch.setattr(views, "report_file", refuse)
    answer = client.get(f"{STUDY}rapport/docx/")
    assert answer.status_code == 422 and "Neem de PDF." in answer.content.decode()


def test_in_the_report_every_ground_leads_to_a_place_in_it(look) -> None:
    import re

    page = look(f"{STUDY}rapport/")
    places = set(re.findall(r'\bid="([^"]+)"', page))
    assert len(places) > 100
    assert not {link for link in links_of(page) if link.startswith("#") and link[1:] not in places}
