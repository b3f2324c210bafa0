"""The calendar over HTTP: signed out, read only, read back by two parsers that aren't ours."""

from __future__ import annotations

import datetime
import re

import pytest
from django.test import Client

from leerrecht.audit.models import Processing, Reading
from leerrecht.telling.models import Feed
from leerrecht.web.telling import feed as feeds
from tests.operations.builders import NOW, events
from tests.web.conftest import only_reading
from tests.world import ON, frames

MELDINGEN = "/meldingen/"
GOOD = re.compile(r"https://leerrecht\.example(/agenda/[\w-]{32}/leerrecht\.ics)")


@pytest.fixture
def address(visit):
    """Make a calendar on the page, and give its address."""

    def make(role="legal_representative", do="make_feed", lang=""):
        get = visit(role)
        page = get.client.post(f"{lang}{MELDINGEN}", {"do": do})
        assert page.status_code == 200 and page.headers["Cache-Control"] == "no-store"
        return GOOD.search(page.content.decode())[1]

    return make


def fetch(url, status=200, method="get", **headers):
    """Ask as a calendar program does: signed out, and watched for writes."""
    with only_reading():
        answer = getattr(Client(), method)(url, **headers)
    assert answer.status_code == status
    return answer


def parsed(content):
    from icalendar import Calendar

    return [event for event in Calendar.from_ical(content).walk("VEVENT")]


def test_the_address_is_shown_once_and_works_signed_out(address, visit) -> None:
    url = address()
    assert url not in visit("legal_representative")(MELDINGEN).content.decode()
    answer = fetch(url)
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-store" and answer.headers["X-Robots-Tag"] == "noindex"
    assert "Set-Cookie" not in answer.headers and not answer.cookies


def test_it_is_read_by_two_parsers_that_are_not_ours(address) -> None:
    import vobject

    content = fetch(address()).content
    mine = parsed(content)
    assert mine
    (other,) = vobject.readComponents(content.decode())
    theirs = {str(event.uid.value): event for event in other.vevent_list}
    assert len(theirs) == len(mine) == len({str(event["UID"]) for event in mine})
    for event in mine:
        assert isinstance(event.decoded("DTSTART"), datetime.date)
        assert "DTEND" not in event  # which means: that whole day (RFC 5545, 3.6.1)
        assert theirs[str(event["UID"])].dtstart.value == event.decoded("DTSTART")
        assert event.decoded("DTSTAMP").tzinfo is not None
        assert str(event["CLASS"]) == "PRIVATE" and str(event["TRANSP"]) == "TRANSPARENT"
    assert b"\r\n" in content and all(len(line) <= 75 for line in content.split(b"\r\n"))


def test_an_event_says_general_words_and_nothing_of_anybody(address, world) -> None:
    content = fetch(address()).content.decode().replace("\r\n ", "")
    assert set(re.findall(r"SUMMARY:(.*)\r", content)) <= {
        f"Termijn voor een jongere: {kind}"
        for kind in ("school", "18 jaar worden", "vakantie", "iets dat eraan komt", "iets om te regelen")
    }
    names = frames()["children"].select("given_names", "family_name").rows()
    places = frames()["stays"].select("location", "municipality").rows()
    schools = frames()["enrolments"].select("school").rows()
    for text in {text for row in (*names, *places, *schools) for text in row if text and len(text) > 3}:
        assert text not in content, text
    assert not any(child.public_id in content for child in world.children.values())


def test_it_is_in_the_language_in_which_it_was_made(address) -> None:
    content = fetch(address(lang="/en")).content.decode()
    assert "Due for a young person" in content and "/en/agenda/" in content.replace("\r\n ", "")


def test_its_link_leads_to_the_signal_after_signing_in(address, visit, client) -> None:
    event = parsed(fetch(address()).content)[0]
    path = str(event["URL"]).removeprefix("https://leerrecht.example")
    assert str(event["UID"]) == f"{path.split('/')[2]}@leerrecht.example"
    signed_out = Client().get(path)
    assert signed_out.status_code == 302 and signed_out.headers["Location"].startswith("/?next=")
    get = visit("legal_representative")
    to = get(path, 302).headers["Location"]
    assert re.fullmatch(r"/jongeren/\w+/waarom/\w+/", to)
    assert get(to).status_code == 200
    assert visit("school")(path, 302).headers["Location"] == "/vandaag/"


def test_what_is_the_same_is_not_sent_again(address) -> None:
    url = address()
    tag = fetch(url).headers["ETag"]
    again = fetch(url, 304, HTTP_IF_NONE_MATCH=tag)
    assert again.content == b"" and again.headers["Cache-Control"] == "no-store"
    assert fetch(url, HTTP_IF_NONE_MATCH='"another"').headers["ETag"] == tag


def test_whose_days_were_given_stands_in_the_log_once_a_day(address, settings) -> None:
    url = address()
    Reading.objects.all()  # what the page itself read isn't about children
    for _ in range(3):
        fetch(url)
    rows = Reading.objects.filter(name="calendar")
    assert {row.ground for row in rows} == {"task"} and len(rows) == 1
    children = Processing.objects.filter(name="calendar").count()
    assert children == len({row.data_subject_id for row in Processing.objects.filter(name="calendar")}) > 0
    settings.CLOCK_ON = "2026-09-16"
    fetch(url)
    assert Reading.objects.filter(name="calendar").count() == 2


def test_when_it_cannot_be_logged_nothing_is_given(address, monkeypatch) -> None:
    url = address()

    def fail(**_):
        raise RuntimeError

    monkeypatch.setattr(feeds, "record_read", fail)
    with pytest.raises(RuntimeError):
        Client().get(url)


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch", "options"])
def test_it_can_only_be_read(address, method) -> None:
    url = address()
    answer = Client(enforce_csrf_checks=True).generic(method.upper(), url)
    assert answer.status_code in (403, 405)
    assert Feed.objects.count() == 1
    assert fetch(url, method="head").content == b""


def test_what_is_not_there_and_what_ended_are_one_answer(address, visit, world) -> None:
    url = address()
    answers = [fetch(f"/agenda/{'a' * 32}/leerrecht.ics", 404), fetch(f"/agenda/{'a' * 500}/leerrecht.ics", 404)]
    visit("legal_representative").client.post(MELDINGEN, {"do": "end_feed"})
    answers.append(fetch(url, 404))
    url = address()
    world.accounts["legal_representative"].professional.memberships.update(valid_to=ON)
    answers.append(fetch(url, 404))
    assert {(answer.content, answer.headers["Content-Type"]) for answer in answers} == {
        (b"", "text/plain; charset=utf-8")
    }


def test_another_address_closes_the_former_at_once(address) -> None:
    first = address()
    second = address(do="renew_feed")
    fetch(first, 404)
    fetch(second)


def test_who_did_not_sign_in_for_long_reads_only_that(address, world) -> None:
    url = address()
    account = world.accounts["legal_representative"]
    type(account).objects.filter(pk=account.pk).update(last_login=NOW - datetime.timedelta(days=31))
    (event,) = parsed(fetch(url).content)
    assert str(event["SUMMARY"]) == "Log in bij Leerrecht om je termijnen weer te zien"
    assert not Reading.objects.filter(name="calendar").exists()


def test_who_guesses_is_slowed_down_and_nobody_else_is(address) -> None:
    url = address()
    for number in range(feeds.WRONG.most):
        fetch(f"/agenda/{number:032}/leerrecht.ics", 404, REMOTE_ADDR="192.0.2.7")
    assert fetch(url, 429, REMOTE_ADDR="192.0.2.7").headers["Retry-After"] == "900"
    fetch(url, REMOTE_ADDR="192.0.2.8")


def test_a_program_that_asks_all_the_time_is_slowed_down(address) -> None:
    url, other = address(), address("reception")
    for _ in range(feeds.RIGHT.most):
        feeds.RIGHT.count(Feed.objects.get(account__email__startswith="legal").public_id)
    fetch(url, 429)
    fetch(other)


@pytest.mark.parametrize("role", ["policy", "privacy_officer"])
def test_who_reaches_no_child_is_offered_no_calendar(visit, role) -> None:
    get = visit(role)
    assert "make_feed" not in get(MELDINGEN).content.decode()
    assert get.client.post(MELDINGEN, {"do": "make_feed"}).status_code == 404
    assert not Feed.objects.exists()


def test_what_cannot_be_done_is_said(visit, address) -> None:
    get = visit("school")
    for do in ("renew_feed", "end_feed"):
        assert "Maak er een" in get.client.post(MELDINGEN, {"do": do}).content.decode()
    address("school")
    answer = get.client.post(MELDINGEN, {"do": "make_feed"})
    assert answer.status_code == 422 and "Er is al een adres" in answer.content.decode()


@pytest.mark.parametrize("day", [datetime.date(2026, 10, 25), datetime.date(2027, 3, 28), datetime.date(2028, 2, 29)])
def test_a_change_of_the_clock_moves_no_day(day) -> None:
    """A day of 25 or 23 hours is a whole day as any other, in no time zone."""
    import vobject

    from leerrecht.queries.feeds import Event
    from leerrecht.web.telling.calendar import write_calendar

    made = Event(code="a", child=(1, "b"), kind="school", day=day, changed_at=NOW)
    content = write_calendar(events=[made], lang="nl")
    (event,) = parsed(content)
    assert event.decoded("DTSTART") == day and event.duration == datetime.timedelta(days=1)
    assert vobject.readOne(content.decode()).vevent.dtstart.value == day
    assert f"DTSTART;VALUE=DATE:{day:%Y%m%d}".encode() in content and b"TZID" not in content


def test_what_stood_there_and_is_gone_is_cancelled(address, world) -> None:
    from leerrecht.operations.feeds import keep_feeds
    from leerrecht.records.models import FACT
    from tests.forgetting import forget

    url = address()
    before = {str(event["UID"]): event["SEQUENCE"] for event in parsed(fetch(url).content)}
    keep_feeds(at=NOW)
    FACT["involvements"].objects.update(retracted_at=NOW, retraction_reason="x")
    forget()
    after = parsed(fetch(url).content)
    assert {str(event["UID"]) for event in after} == set(before)
    for event in after:
        assert str(event["STATUS"]) == "CANCELLED" and event["SEQUENCE"] > before[str(event["UID"])]
        assert str(event["SUMMARY"]) == "Vervallen: termijn voor een jongere"
    assert len(events("feed.made")) == 1
