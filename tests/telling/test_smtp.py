"""Mail over a real connection on this machine: TLS, refusals, servers that hang or are gone, a thousand people."""

from __future__ import annotations

import time

import pytest
from django.test import override_settings

from leerrecht.conf.mail import read_server
from leerrecht.operations.posting import AT_ONCE, LATER, REFUSED, SENT, UNSURE, Letter, NoServer, Post, message_id
from leerrecht.telling.models import Mailing
from tests.telling.builders import TUESDAY, send, wants
from tests.telling.servers import Box, certificate, free_port, hanging_server, letting_in, mail_server
from tests.world import make_world

LETTER = Letter(subject="Één ding", body="Er wacht iets: ë.\n")
PEOPLE = 1000


def settings_for(url, seconds=5):
    """Give the settings as the profile makes them from EMAIL_URL."""
    server = read_server(url=url)
    return override_settings(
        EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend", EMAIL_HOST=server.host, EMAIL_PORT=server.port,
        EMAIL_HOST_USER=server.user, EMAIL_HOST_PASSWORD=server.password, EMAIL_USE_SSL=server.is_tls,
        EMAIL_USE_TLS=server.is_starttls, EMAIL_TIMEOUT=seconds,
    )  # fmt: skip


def post_one(to="reader@mail.example", purpose="one"):
    with Post() as post:
        return post.send(letter=LETTER, to=to, purpose=purpose)


def test_a_message_arrives_whole_and_says_nothing_of_this_machine() -> None:
    import socket

    box = Box()
    with mail_server(box) as port, settings_for(f"smtp://127.0.0.1:{port}"):
        assert post_one() == SENT
    (message,) = box.messages
    assert message["From"] == "leerrecht@test.example" and message["To"] == "reader@mail.example"
    assert message["Message-ID"] == message_id(purpose="one") and "@test.example>" in message["Message-ID"]
    assert message["Auto-Submitted"] == "auto-generated" and not message.is_multipart()
    assert message.get_payload(decode=True).decode().replace("\r\n", "\n") == LETTER.body
    assert socket.gethostname() not in str(message) or socket.gethostname() in ("localhost", "mail")


def test_tls_from_the_start(tmp_path, monkeypatch) -> None:
    context, trusted = certificate(tmp_path)
    box = Box()
    with mail_server(box, ssl_context=context) as port, settings_for(f"smtps://localhost:{port}"):
        with pytest.raises(NoServer, match="SSLCertVerificationError"):
            post_one()
        monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
        assert post_one() == SENT
    assert len(box.messages) == 1


def test_tls_after_a_greeting_with_a_password(tmp_path, monkeypatch) -> None:
    context, trusted = certificate(tmp_path)
    box = Box()
    asked = letting_in(box, "leerrecht", "p@ss:word")
    with mail_server(box, tls_context=context, require_starttls=True, **asked) as port:
        url = f"smtp+starttls://leerrecht:p%40ss%3Aword@localhost:{port}"
        with settings_for(url), pytest.raises(NoServer, match="SSLCertVerificationError"):
            post_one()
        monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
        with settings_for(url):
            assert post_one() == SENT
        with settings_for(url.replace("p%40ss", "wrong")), pytest.raises(NoServer, match="SMTPAuthenticationError"):
            post_one()
    assert set(box.users) == {"leerrecht"} and len(box.messages) == 1


def test_without_the_tls_that_was_asked_nothing_is_sent(tmp_path) -> None:
    box = Box()
    with mail_server(box) as port, settings_for(f"smtp+starttls://localhost:{port}"), pytest.raises(NoServer):
        post_one()
    assert box.messages == []


def test_a_certificate_of_another_host_is_refused(tmp_path, monkeypatch) -> None:
    context, trusted = certificate(tmp_path, "other.example")
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    refused = pytest.raises(NoServer, match="SSLCertVerificationError")
    with mail_server(Box(), ssl_context=context) as port, settings_for(f"smtps://localhost:{port}"), refused:
        post_one()


@pytest.mark.parametrize(
    ("answer", "came"), [("550 no such person", REFUSED), ("451 come back later", LATER), ("552 full", REFUSED)]
)
def test_one_who_is_refused_stops_no_other(answer, came) -> None:
    box = Box(refuses={"gone@mail.example": answer})
    with mail_server(box) as port, settings_for(f"smtp://127.0.0.1:{port}"), Post() as post:
        found = [
            post.send(letter=LETTER, to=to, purpose=to)
            for to in ("a@mail.example", "gone@mail.example", "b@mail.example")
        ]
    assert found == [SENT, came, SENT] and len(box.messages) == 2 and box.connections == 1


def test_nobody_there() -> None:
    with settings_for(f"smtp://127.0.0.1:{free_port()}"), pytest.raises(NoServer, match="ConnectionRefusedError"):
        post_one()


def test_a_server_that_says_nothing_is_left_after_a_while() -> None:
    with hanging_server() as port, settings_for(f"smtp://127.0.0.1:{port}", seconds=1):
        began = time.monotonic()
        with pytest.raises(NoServer, match="SMTPServerDisconnected"):
            post_one()
        assert time.monotonic() - began < 5


def test_a_server_that_dies_on_the_message_leaves_us_unsure() -> None:
    async def hang(box, envelope):
        import asyncio

        await asyncio.sleep(2)
        return "250 OK"

    box = Box(after=hang)
    with mail_server(box) as port, settings_for(f"smtp://127.0.0.1:{port}", seconds=0.5):
        assert post_one() == UNSURE


@pytest.fixture
def world(db):
    return make_world()


def test_a_server_that_hangs_stops_the_run_and_says_what_to_do(world, capsys) -> None:
    from leerrecht.cli import main

    for role in ("reception", "legal_representative", "school"):
        wants(world, role)
    with hanging_server() as port, settings_for(f"smtp://127.0.0.1:{port}", seconds=1):
        began = time.monotonic()
        assert main(["tick", "--only", "digests", "--at", TUESDAY.isoformat(), "--lang", "en"]) == 1
        assert time.monotonic() - began < 10
    assert "SMTPServerDisconnected" in (said := capsys.readouterr().err) and "EMAIL_URL" in said
    assert {(row.state, row.tries) for row in Mailing.objects.all()} == {("waiting", 0)}
    box = Box()
    with mail_server(box) as port, settings_for(f"smtp://127.0.0.1:{port}"):
        assert main(["tick", "--only", "digests", "--at", TUESDAY.isoformat(), "--lang", "en"]) == 0
        assert main(["tick", "--only", "digests", "--at", TUESDAY.isoformat(), "--lang", "en"]) == 0
    assert len(box.messages) == len(list(Mailing.objects.filter(state="sent"))) == 3
    assert "3 mail(s) sent" in capsys.readouterr().out


@pytest.mark.slow
def test_a_thousand_people_one_connection_at_a_time(world) -> None:
    """Each of them has a message; nothing else waits for them."""
    from leerrecht.accounts.models import Account
    from leerrecht.chain.models import Membership, Professional
    from leerrecht.telling.models import Choice
    from tests.telling.builders import LONG_AGO
    from tests.telling.test_digests import tell

    tell(world)
    team = world.accounts["reception"].professional.memberships.get().team
    people = Professional.objects.bulk_create(Professional(name=f"Mens {number}") for number in range(PEOPLE))
    Membership.objects.bulk_create(
        Membership(professional=person, team=team, valid_from=LONG_AGO.date()) for person in people
    )
    accounts = Account.objects.bulk_create(
        Account(email=f"{number}@test.example", professional=person, password="!")
        for number, person in enumerate(people)
    )
    Choice.objects.bulk_create(
        Choice(account=account, email=f"{account.pk}@mail.example", rhythm="daily", changed_at=LONG_AGO)
        for account in accounts
    )
    box = Box()
    with mail_server(box) as port, settings_for(f"smtp://127.0.0.1:{port}"):
        tally = send()
        send()
    assert tally.counts[SENT] == PEOPLE == len(box.messages)
    assert len({message["To"] for message in box.messages}) == PEOPLE
    assert len({message["Message-ID"] for message in box.messages}) == PEOPLE
    assert box.most == 1 and box.connections == PEOPLE // AT_ONCE
