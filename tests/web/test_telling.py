"""The page Meldingen: shows by GET, changes by POST, and says what is wrong beside the field."""

from __future__ import annotations

import datetime
import re

import pytest
from django.core import mail

from leerrecht.telling.models import Choice, Proof

URL = "/meldingen/"
ADDRESS = "reader@mail.example"


def send(get, status=302, /, **typed):
    answer = get.client.post(URL, typed)
    assert answer.status_code == status, answer.content.decode()
    return answer


def code_in(message) -> str:
    return re.search(r"\b[a-z2-9]{4}(-[a-z2-9]{4}){3}\b", message.body)[0]


@pytest.mark.parametrize("role", ["reception", "school", "policy", "privacy_officer", "care"])
def test_everybody_at_work_finds_the_page_from_every_other(visit, role) -> None:
    get = visit(role)
    page = get("/vandaag/").content.decode()
    assert f'href="{URL}"' in page
    page = get(URL).content.decode()
    assert "Nooit een naam" in page and 'name="email"' in page and 'name="rhythm"' not in page


def test_from_an_address_to_a_digest(visit, world) -> None:
    from tests.telling.builders import send as send_digests

    get = visit("reception")
    answer = send(get, do="name", email=f" {ADDRESS}")
    assert answer.headers["Location"] == f"{URL}?gedaan=mail_code_sent"
    (message,) = mail.outbox
    assert message.to == [ADDRESS] and message.subject == "Leerrecht: code voor je e-mailadres"
    code = code_in(message)
    assert code not in get(URL).content.decode()
    send(get, do="prove", code=code)
    page = get(URL).content.decode()
    assert ADDRESS in page and 'name="rhythm"' in page
    send(get, do="choose", rhythm="weekly", weekday="3", language="en")
    row = Choice.objects.get()
    assert (row.email, row.rhythm, row.weekday, row.language) == (ADDRESS, "weekly", 3, "en")
    page = get(URL).content.decode()
    assert re.search(r'value="weekly"[^>]*checked', page) and re.search(r'value="3" selected', page)
    send_digests(datetime.datetime(2026, 9, 16, 9, tzinfo=datetime.UTC))
    assert len(mail.outbox) == 2 and "new items" in mail.outbox[1].body
    send(get, do="forget")
    assert ADDRESS not in get(URL).content.decode()


def test_it_is_in_english_too(visit) -> None:
    page = visit("school")("/en/meldingen/").content.decode()
    assert "Notifications" in page and "Never a name" in page


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"do": "name", "email": "nobody"}, "Dit is geen e-mailadres"),
        ({"do": "prove", "code": "aaaa"}, "Deze code klopt niet"),
        ({"do": "choose", "rhythm": "daily", "weekday": "1", "language": "nl"}, "Geef eerst een adres"),
        ({"do": "choose", "rhythm": "x", "weekday": "12", "language": "fr"}, "Kies hoe vaak"),
        ({"do": "choose"}, "Kies een dag"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(visit, typed, said) -> None:
    get = visit("school")
    page = send(get, 422, **typed).content.decode()
    assert said in page and "Fout:" in page
    assert not Choice.objects.exclude(rhythm="never", email="").exists() and mail.outbox == []


def test_what_was_typed_stays(visit) -> None:
    assert 'value="nobody"' in send(visit("school"), 422, do="name", email="nobody").content.decode()


def test_what_cannot_be_done_is_not_there(visit) -> None:
    send(visit("school"), 404, do="everything")


def test_when_the_mail_server_is_gone_it_says_so(visit, monkeypatch) -> None:
    from leerrecht.operations.posting import NoServer, Post

    def gone(self, **letter):
        raise NoServer("ConnectionRefusedError")

    monkeypatch.setattr(Post, "send", gone)
    page = send(visit("school"), 422, do="name", email=ADDRESS).content.decode()
    assert "De mail kon niet weg" in page and ADDRESS in page


def test_where_no_mail_goes_out_the_page_says_so(visit, settings) -> None:
    settings.MAILS = False
    page = visit("school")(URL).content.decode()
    assert "Hier gaat nog geen mail weg" in page and 'name="email"' not in page
    get = visit("school")
    send(get, 404, do="name", email=ADDRESS)
    assert not Proof.objects.exists()


def test_nobody_sees_what_another_chose(visit, world) -> None:
    from tests.telling.builders import wants

    wants(world, "reception")
    assert "reception@mail.example" not in visit("school")(URL).content.decode()
