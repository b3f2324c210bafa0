"""Every page, as every kind of person: whole, in two languages, and never more than they may see."""

from __future__ import annotations

import re

import pytest
from django.urls import get_resolver, reverse

from leerrecht.audit.models import Processing, Reading, Subject
from leerrecht.queries.cards import forget
from leerrecht.records.models import FACT
from leerrecht.web.child.wording import plan_rows
from tests.web.conftest import WroteDuringGet, only_reading

SEEING = ["legal_representative", "reception", "school", "compulsory_education"]
LINK = re.compile(r'href="(/[^"#?]*)')


def children_of(get) -> list[str]:
    return list(dict.fromkeys(re.findall(r'href="/jongeren/([a-z0-9]{14})/"', get("/jongeren/").content.decode())))


@pytest.mark.slow
@pytest.mark.parametrize("role", SEEING)
def test_every_page_that_is_linked_is_whole_in_both_languages(visit, role):
    get = visit(role)
    seen, waiting = set(), ["/vandaag/", "/jongeren/", "/en/vandaag/"]
    while waiting:
        url = waiting.pop()
        if url in seen or "/afmelden/" in url or url.startswith("/static/"):
            continue
        seen.add(url)
        answer = get.client.get(url)
        if answer.status_code == 302:
            waiting.append(answer.headers["Location"].partition("?")[0])
            continue
        if answer.headers["Content-Type"].startswith("text/html"):
            found = LINK.findall(get(url).content.decode())
            waiting += [each for each in found if len(seen) < 150 or "/jongeren/" not in each]
    names = {re.sub(r"[a-z0-9]{10,14}", "*", url) for url in seen}
    assert {
        "/vandaag/",
        "/en/vandaag/",
        "/jongeren/",
        "/jongeren/*/",
        "/jongeren/*/feiten/",
        "/en/jongeren/*/",
    } <= names


@pytest.mark.parametrize("role", [*SEEING, "policy", "stranger"])
def test_a_page_never_tells_of_a_child_out_of_reach(world, visit, role):
    get = visit(role)
    mine = set() if role == "policy" else set(children_of(get))
    others = [child for child in world.children.values() if child.public_id not in mine]
    assert others
    for child in others[:6]:
        absent = get(f"/jongeren/{'a' * 14}/", 404).content
        answer = get(f"/jongeren/{child.public_id}/", 404).content
        assert answer.replace(child.public_id.encode(), b"a" * 14) == absent
    found = get.client.post("/zoeken/", {"naam": "a"}).content.decode()
    assert not any(child.public_id in found for child in others)


def test_without_sign_in_only_the_start_page_and_health_answer(world, client, settings):
    settings.IS_DEMO = False  # in the demo the policy lab is open to all
    assert client.get("/").status_code == 200
    assert client.get("/health/").json() == {"status": "ok"}
    for name in sorted({key for key in get_resolver().reverse_dict if isinstance(key, str)}):
        if name in ("start", "health"):
            continue
        parts = get_resolver().reverse_dict.getlist(name)[0][0][0][1]
        url = reverse(name, kwargs={part: "aaaaaaaaaaaaaa" for part in parts})
        answer = client.get(url)
        assert answer.status_code in (302, 404, 405), name  # 404: no issuer is called so
        if answer.status_code == 302:
            assert answer.headers["Location"].startswith("/?next="), name


def test_policy_sees_counts_and_no_child(world, visit):
    text = visit("policy")("/vandaag/").content.decode()
    assert "minder dan 5" in text
    assert "/jongeren/" not in text
    visit("policy")("/jongeren/", 404)


def test_somebody_without_children_is_told_kindly(visit):
    assert "Er zijn nog geen jongeren voor jouw team" in visit("stranger")("/vandaag/").content.decode()


def test_every_reading_is_logged_per_child(world, visit):
    get = visit("reception")
    child = children_of(get)[0]
    before = Processing.objects.count()
    get(f"/jongeren/{child}/")
    children = dict(Subject.objects.values_list("subject", "child_id"))
    (seen,) = Processing.objects.order_by("pk")[before:]
    assert (children[seen.data_subject_id], seen.name) == (child, "child")
    assert Reading.objects.get(span_id=seen.parent_span_id).role == "reception"
    get("/vandaag/")
    shown = set(re.findall(r"/jongeren/([a-z0-9]{14})/", get("/vandaag/").content.decode()))
    listed = Processing.objects.filter(name="worklist").values_list("data_subject_id", flat=True)
    assert {children[subject] for subject in listed} == shown


def test_a_write_during_a_get_is_noticed(world):
    from leerrecht.chain.models import Professional

    with pytest.raises(WroteDuringGet), only_reading():
        Professional.objects.create(name="Test")


def test_a_failure_ends_in_one_page_with_an_id_and_no_personal_data(visit, settings, monkeypatch, caplog):
    from leerrecht.web.worklist import views

    settings.RAISE_FAILURES = False
    get = visit("reception")

    def fail(**_):
        raise ValueError("Ahmad Saleh")

    monkeypatch.setattr(views, "find_worklist", fail)
    answer = get.client.get("/vandaag/")
    assert answer.status_code == 500
    assert "Ahmad" not in answer.content.decode() and "Ahmad" not in caplog.text
    found = re.search(r"failure ([0-9a-f]{8}) on page today: ValueError", caplog.text)
    assert found and found[1] in answer.content.decode()


def test_the_work_list_costs_the_same_queries_however_many_children(world, visit, django_assert_max_num_queries):
    get = visit("legal_representative")
    with django_assert_max_num_queries(22) as cold:
        get("/vandaag/")
    with django_assert_max_num_queries(21) as warm:
        get("/vandaag/")
    few = visit("reception")
    forget()
    with django_assert_max_num_queries(22) as cold_few:
        few("/vandaag/")
    assert len(warm) < len(cold)
    assert abs(len(cold) - len(cold_few)) <= 2


def test_what_htmx_puts_in_the_page_is_what_a_full_load_gives(visit):
    """The filter asks the same address and takes #lijst from the answer; so the answers must be equal."""
    get = visit("legal_representative")
    url = "/vandaag/?soort=placement.term"
    plain = get(url).content.decode()
    quick = get(url, HTTP_HX_REQUEST="true", HTTP_HX_TARGET="lijst").content.decode()
    without_token = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')
    assert without_token.sub("", plain) == without_token.sub("", quick)
    assert 'hx-select="#lijst"' in plain and 'id="lijst"' in plain


def test_the_filters_narrow_and_keep_their_choice(visit):
    get = visit("legal_representative")
    every = get("/vandaag/?alles=ja").content.decode()
    some = get("/vandaag/?alles=ja&soort=placement.term").content.decode()
    assert '<option value="placement.term" selected>' in some
    assert 0 < some.count("lr-item--") < every.count("lr-item--")
    none = get("/vandaag/?school=Nergens").content.decode()
    assert "Geen punten met dit filter" in none
    assert get("/vandaag/?pagina=9999999").status_code == 200


def test_what_was_known_on_a_day_is_shown_as_it_was(world, visit):
    get = visit("reception")
    child = children_of(get)[0]
    before = get(f"/jongeren/{child}/?bekend=31-8-2026").content.decode()
    after = get(f"/jongeren/{child}/?bekend=1-9-2026").content.decode()
    assert "Zo was het bekend op" in before and "POA Zandakker" not in before
    assert "POA Zandakker" in after
    odd = get(f"/jongeren/{child}/?bekend=morgen").content.decode()
    assert "Dit is geen dag" in odd and 'value="morgen"' in odd


def test_search_finds_by_part_of_a_name_without_accents_and_says_when_nothing_is_found(visit):
    get = visit("legal_representative")

    def sought(text: str) -> str:
        with only_reading():
            return get.client.post("/zoeken/", {"naam": text}).content.decode()

    assert "Ahmad Saleh" in sought("ahm sal")
    assert "Ahmad Saleh" in sought("أحمد")
    assert "Geen jongere gevonden" in sought("zzzz")
    assert "ten minste 2 letters" in sought("a")
    assert "&lt;b&gt;" in sought("<b>naam")


@pytest.mark.parametrize(
    ("prefix", "said"), [("", "Zekerheid laag: niet zeker"), ("/en", "Certainty low: not certain")]
)
def test_why_says_how_sure_a_number_is_in_a_whole_sentence(world, visit, prefix, said):
    get, url = visit("reception"), f"/jongeren/{world.children['wachten'].public_id}/"
    found = re.findall(rf'"{url}(waarom/\w+/)"', get(url).content.decode())
    pages = [get(f"{prefix}{url}{each}").content.decode() for each in dict.fromkeys(found)]
    assert any(said in page for page in pages) and not any(said[0].lower() + said[1:] in page for page in pages)


def test_a_plan_names_the_point_it_is_about(world):
    rows = {"plans": [{"rule": rule, "key": key, "agreed_on": None, "with": "", "child_view": ""}
                      for rule, key in (("adult.eighteen", "informed"), ("period.holiday", "x"))]}  # fmt: skip
    titles = [row["title"] for row in plan_rows(rows, "nl")]
    assert titles == ["Voorbereiding op 18 jaar: de jongere weet wat er verandert", "Schoolvakantie"]


@pytest.mark.parametrize(
    ("precision", "last", "said"),
    [("year", "2010-12-31", ("niet zeker, geboren in 2010", "not certain, born in 2010")),
     ("month", "2010-09-30", ("niet zeker, geboren in september 2010", "not certain, born in September 2010"))],
)  # fmt: skip
def test_an_age_that_is_not_certain_is_said_with_what_is_known(world, visit, precision, last, said):
    child, first = world.children["wachten"], {"year": "2010-01-01", "month": "2010-09-01"}[precision]
    FACT["children"].objects.filter(child=child).update(born_from=first, born_to=last, born_precision=precision)
    get = visit("reception")
    for prefix, words in zip(("", "/en"), said, strict=True):
        assert words in get(f"{prefix}/jongeren/{child.public_id}/").content.decode()
