"""Nieuw bij ons, questions, doubles and closing, in both languages, wide and narrow; and one whole way through by keyboard."""

from __future__ import annotations

import pytest

from leerrecht.linking.models import Inquiry, Lookup
from leerrecht.operations.inquiries import answer_inquiry, ask_others
from leerrecht.operations.judgements import judge
from tests.browser.checking import check_page
from tests.browser.kinds import Kind, at, plain, submit
from tests.browser.pictures import take_picture
from tests.browser.tabs import HEIGHT, NARROW, WIDE
from tests.linking.builders import TYPED, known_elsewhere, look, make_child, put, sought
from tests.operations.builders import NOW, actor_of
from tests.world import ON

RECEPTION, SCHOOL, DUTY, OFFICER = "reception", "school", "compulsory_education", "privacy_officer"
NUMBER = "100000193"
AHMAD = {"given_names": "Ahmed", "family_name": "Salih", "born_on": "3-11-2010"}


def type_in(page, **typed):
    for name, text in typed.items():
        page.fill(f"#{name}", text)


def searched(make=lambda world: None, **typed):
    """Search for somebody after making whoever is needed."""

    def go(page, world, lang):
        make(world)
        page.goto(f"{lang}/nieuw/")
        type_in(page, **{name: TYPED[name] for name in ("given_names", "family_name", "born_on")} | typed)
        page.click("main button[value=look]")
        page.wait_for_load_state()

    return go


def own(world):
    put(world, world.children["wachten"], "enrolments", school="ISK Zandakker", kind="isk", started_on=ON)


def numbered(child):
    return lambda world: put(world, child(world), "identifiers", kind="education_number", value=NUMBER)


def own_child(world):
    own(world)
    return world.children["wachten"]


def recording(page, world, lang):
    searched()(page, world, lang)
    page.click("#gevonden form:last-of-type button")
    page.wait_for_load_state()


def wrongly_recorded(page, world, lang):
    recording(page, world, lang)
    page.fill("#plek_requested_on", "31-9-2026")
    submit(page)


def asked(world):
    child = known_elsewhere(world)
    lookup, _ = look(world)
    return child, ask_others(actor=actor_of(world, SCHOOL), at=NOW, lookup=lookup.public_id, sought=sought())


def waiting(page, world, lang):
    page.goto(f"{lang}/bekend/{asked(world)[1].public_id}/")


def answered(page, world, lang):
    child, inquiry = asked(world)
    answer_inquiry(
        actor=actor_of(world, RECEPTION), at=NOW, inquiry=inquiry.public_id, child=child.public_id, answer="yes",
        words="Bel Marieke van de opvang, zij kent deze jongere goed.",
    )  # fmt: skip
    page.goto(f"{lang}/bekend/{inquiry.public_id}/")


def posed(page, world, lang):
    page.goto(f"{lang}/bekend/{asked(world)[1].public_id}/")
    submit(page)


def listed(page, world, lang):
    asked(world)
    page.goto(f"{lang}/bekend/")


def told_today(page, world, lang):
    asked(world)
    page.goto(f"{lang}/vandaag/")


def a_pair(world):
    made = [
        make_child(world, "eerste", languages="Tigrinya", original_name="በረከትኣብ ወልደየሱስ"),
        make_child(
            world,
            "tweede",
            given_names="Bereket-Ab Wilhelmina-Christina",
            family_name="Weldeyesus",
            father_name="Tesfay",
        ),
    ]
    for child in made:
        put(world, child, "enrolments", school="ISK Zandakker", kind="isk", started_on=ON)
        put(world, child, "stays", location="POA Zandakker", municipality="Zandakker", kind="poa", valid_from=ON)
    put(world, made[0], "identifiers", kind="education_number", value="101234599")
    return [child.public_id for child in made]


def queue(page, world, lang):
    a_pair(world)
    page.goto(f"{lang}/dezelfde/")


def pair(page, world, lang):
    page.goto(f"{lang}/dezelfde/{'/'.join(a_pair(world))}/")


def judged(page, world, lang):
    one, other = a_pair(world)
    for role in (SCHOOL, DUTY):
        from leerrecht.linking.models import Judgement

        seen = Judgement.objects.values_list("public_id", flat=True)
        judge(
            actor=actor_of(world, role), at=NOW, one=one, other=other, verdict="same", kept=one, seen=list(seen),
            words="Zelfde moeder op de foto.",
        )  # fmt: skip
    page.goto(f"{lang}/dezelfde/{one}/{other}/")


def wrongly_judged(page, world, lang):
    pair(page, world, lang)
    submit(page)


def doubled(page, world, lang):
    judged(page, world, lang)
    page.goto(lang + at(world, "wachten").replace(world.children["wachten"].public_id, page.url.split("/")[-2]))


def closed(page, world, lang):
    page.goto(f"{lang}/privacy/afschermen/")
    page.fill("#code", world.children["wachten"].public_id)
    page.fill("#reason", "Wordt gezocht door iemand die geweld gebruikte.")
    submit(page)


def wrongly_closed(page, world, lang):
    page.goto(f"{lang}/privacy/afschermen/")
    submit(page)


KINDS = [
    Kind(name="arrival", role=SCHOOL, go=plain("/nieuw/")),
    Kind(name="arrival-nobody", role=SCHOOL, go=searched()),
    Kind(name="arrival-own", role=SCHOOL, go=searched(own, **AHMAD)),
    Kind(name="arrival-elsewhere", role=SCHOOL, go=searched(known_elsewhere)),
    Kind(name="arrival-number-own", role=SCHOOL, go=searched(numbered(own_child), number=NUMBER)),
    Kind(name="arrival-number-elsewhere", role=SCHOOL, go=searched(numbered(known_elsewhere), number=NUMBER)),
    Kind(name="arrival-wrong", role=RECEPTION, go=searched(born_on="31-2-2011", number="12"), status=422),
    Kind(name="arrival-record", role=SCHOOL, go=recording),
    Kind(name="arrival-record-wrong", role=SCHOOL, go=wrongly_recorded, status=422),
    Kind(name="inquiry-waiting", role=SCHOOL, go=waiting),
    Kind(name="inquiry-yes", role=SCHOOL, go=answered),
    Kind(name="inquiry-posed-wrong", role=RECEPTION, go=posed, status=422),
    Kind(name="inquiries", role=RECEPTION, go=listed),
    Kind(name="inquiries-own", role=SCHOOL, go=listed),
    Kind(name="inquiries-none", role="legal_representative", go=plain("/bekend/")),
    Kind(name="today-asked", role=RECEPTION, go=told_today),
    Kind(name="doubles", role=SCHOOL, go=queue),
    Kind(name="doubles-none", role=SCHOOL, go=plain("/dezelfde/")),
    Kind(name="pair", role=SCHOOL, go=pair),
    Kind(name="pair-wrong", role=DUTY, go=wrongly_judged, status=422),
    Kind(name="pair-linked", role=DUTY, go=judged),
    Kind(name="child-doubled", role=SCHOOL, go=doubled),
    Kind(name="closures", role=OFFICER, go=closed),
    Kind(name="closures-wrong", role=OFFICER, go=wrongly_closed, status=422),
]


@pytest.mark.django_db  # each in a transaction, so that what a page records is gone before the next
@pytest.mark.parametrize("lang", ["", "/en"], ids=["nl", "en"])
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_page_wide_and_narrow_has_no_fault(shared_world, sessions, tabs, kind, lang):
    tabs.expected.add(kind.status)
    page = tabs.open(session=sessions[kind.role])
    statuses = []
    page.on("response", lambda each: statuses.append(each.status) if each.request.is_navigation_request() else None)
    kind.go(page, shared_world, lang)
    assert statuses[-1] == kind.status
    for width in (WIDE, NARROW):
        page.set_viewport_size({"width": width, "height": HEIGHT[width]})
        take_picture(page, f"{kind.name}{lang.replace('/', '-')}")
        check_page(page)


@pytest.mark.django_db
def test_while_one_types_ones_own_appear_and_nobody_else(shared_world, sessions, tabs):
    known_elsewhere(shared_world)
    own(shared_world)
    page = tabs.open(session=sessions[SCHOOL])
    page.goto("/nieuw/")
    page.type("#given_names", "Achmed", delay=20)
    page.type("#family_name", "Saleh", delay=20)
    page.wait_for_selector("#gevonden a")
    assert "Ahmad Saleh" in page.inner_text("#gevonden")
    type_in(page, **{name: TYPED[name] for name in ("given_names", "family_name", "born_on")})
    page.wait_for_selector("#gevonden a", state="detached")
    assert "andere school" not in page.inner_text("#gevonden")
    assert not Lookup.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("has_script", [True, False], ids=["script", "plain"])
def test_somebody_is_found_elsewhere_asked_after_answered_and_taken_up(shared_world, sessions, tabs, has_script):
    child = known_elsewhere(shared_world)
    school = tabs.open(session=sessions[SCHOOL], has_script=has_script)
    school.goto("/nieuw/")
    school.fill("#line", "Woldeyesus, Bereketeab 9-4-2011")
    school.click("main button[value=look]")
    school.click(".lr-brief--past button")
    assert "Wacht op antwoord" in school.inner_text("main")
    reception = tabs.open(session=sessions[RECEPTION], has_script=has_script)
    reception.goto("/vandaag/")
    reception.click("main .lr-brief a")
    reception.click("main .lr-results a")
    reception.check("#answer")
    reception.fill("#words", "Bel Marieke.")
    submit(reception)
    assert Inquiry.objects.get().asked.get().answer == "yes"
    school.reload()
    assert "Bel Marieke." in school.inner_text("main")
    school.select_option("#plek_kind", "isk")
    submit(school)
    assert child.public_id in school.url and "Bereketeab" in school.inner_text("h1")
