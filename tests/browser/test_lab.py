"""The policy lab in a browser: a design is weighed while one chooses; a conclusion's ground is two clicks away."""

from __future__ import annotations

import pytest

STUDY = "/afwegen/aef-2025/"


@pytest.mark.django_db
def test_a_design_is_weighed_while_one_chooses(shared_world, tabs) -> None:
    page = tabs.open()
    page.goto(f"{STUDY}ontwerp/")
    for name, value in (("groep", "amv"), ("content", "skills"), ("time", "in_school"), ("target", "all_in_class")):
        with page.expect_response(lambda answer: "/ontwerp/" in answer.url and answer.status == 200):
            page.select_option(f"#{name}", value)
    page.wait_for_url(f"**{STUDY}ontwerp/?groep=amv&content=skills&time=in_school&target=all_in_class")
    page.locator("#uitkomst", has_text="Er valt geen veto op.").wait_for()
    assert page.locator("#target").input_value() == "all_in_class"  # the form is as it was left
    page.reload()
    assert "Er valt geen veto op." in page.inner_text("#uitkomst")


@pytest.mark.django_db
def test_without_script_a_button_weighs_the_design(shared_world, tabs) -> None:
    page = tabs.open(has_script=False)
    page.goto(f"{STUDY}ontwerp/")
    page.select_option("#groep", "amv")
    page.select_option("#target", "exclusive_negative_decision")
    page.click("main form [type=submit]")
    page.wait_for_url(f"**{STUDY}ontwerp/?groep=amv&target=exclusive_negative_decision")
    assert "zo is het niet toelaatbaar" in page.inner_text("#uitkomst")


@pytest.mark.django_db
def test_two_clicks_lead_from_a_conclusion_to_its_place_in_the_source(shared_world, tabs) -> None:
    page = tabs.open()
    page.goto(STUDY)
    page.click("#amv-R1 a")
    page.wait_for_url("**/waarom/amv/R1/")
    page.click("a[href$='/waarom/amv/F6J10/']")
    page.wait_for_url("**/waarom/amv/F6J10/")
    assert "H6: Haalbaarheid" in page.inner_text("main")
