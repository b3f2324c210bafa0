"""The whole way through a real provider (npm's oidc-provider, on loopback), by private_key_jwt and PKCE."""

from __future__ import annotations

import functools
import http.cookiejar
import json
import os
import shutil
import signal
import socket
import subprocess
import threading
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

import pytest

from leerrecht.accounts.models import Account, Identity
from leerrecht.audit.models import Event
from leerrecht.chain.models import Membership
from tests.signing_in.conftest import onward
from tests.signing_in.keys import ec, pem, private, public, rsa
from tests.signing_in.mapping import HIGH, LOW, SUBSTANTIAL, issuer, write

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
FRONTEND, SCRIPT = ROOT / "frontend", Path(__file__).with_name("provider.mjs")
BACK = "http://testserver/aanmelden/terug/coa/"
PEOPLE = {
    "ada": {"name": "Ada Verzonnen", "groups": ["lr-zandakker", "something-else"]},
    "bob": {"name": "Bob Verzonnen", "groups": ["something-else"]},
}


def _node() -> str:
    found = shutil.which("node", path=f"{ROOT / '.venv' / 'bin'}{os.pathsep}{os.environ['PATH']}")
    if found is None or not (FRONTEND / "node_modules" / "oidc-provider").is_dir():
        if os.environ.get("LEERRECHT_CI"):
            pytest.fail("This test needs node and oidc-provider (make setup).")
        pytest.skip("skipped, needs node and oidc-provider (make setup)")
    return found


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@pytest.fixture(scope="module", params=["RSA", "EC"])
def provider(request):
    """A provider in a process of its own; gives its address and the client's key."""
    node, port = _node(), _free_port()
    url, key = f"http://127.0.0.1:{port}", rsa("client") if request.param == "RSA" else ec("client")
    signing = rsa("provider") if request.param == "RSA" else ec("provider")
    algorithm = "RS256" if request.param == "RSA" else "ES256"
    given = {
        "issuer": url, "port": port, "client_id": "leerrecht", "redirect_uris": [BACK], "back": ["http://testserver/"],
        "client_key": public(key), "keys": [private(signing)], "acr": [LOW, SUBSTANTIAL, HIGH], "people": PEOPLE,
        "modules": str(FRONTEND), "algorithm": algorithm, "signed_by": algorithm,
    }  # fmt: skip
    process = subprocess.Popen(
        [node, str(SCRIPT)], env={"PATH": os.environ["PATH"], "PROVIDER": json.dumps(given)}, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
    )  # fmt: skip
    stop = functools.partial(os.killpg, process.pid, signal.SIGKILL)  # node may run behind a wrapper
    late = threading.Timer(30, stop)
    late.start()
    said = ""
    while "ready\n" not in said and (line := process.stdout.readline()):
        said += line
    late.cancel()
    assert "ready\n" in said, said
    yield url, key
    stop()
    process.communicate()


@pytest.fixture
def connected(chain, provider, settings, tmp_path):
    """Our side of it, at the real time."""
    url, key = provider
    settings.CLOCK_ON = ""
    (tmp_path / "coa.pem").write_bytes(pem(key))
    settings.ISSUERS = str(write(tmp_path, issuer(issuer=url, key_id=key.kid)))
    return url


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *arguments):
        return None


class Browser:
    """What a browser does at the provider: keep cookies, follow redirects; says there who signs in."""

    def __init__(self) -> None:
        jar = http.cookiejar.CookieJar(http.cookiejar.DefaultCookiePolicy(rfc2965=False))
        self._opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(jar), _NoRedirect
        )

    def walk(self, url: str, **said: str) -> str:
        """Follow redirects from a page until they leave the provider; give where to."""
        home = urlsplit(url).netloc
        for _ in range(8):
            if urlsplit(url).netloc != home:
                return url
            if urlsplit(url).path.startswith("/ask/"):
                url += "?" + urlencode(said)
            try:
                answer = self._opener.open(url, timeout=10)
            except urllib.error.HTTPError as error:
                answer = error
            with answer:
                assert answer.status in (302, 303), answer.read().decode()[:800]
                url = urljoin(url, answer.headers["Location"])
        raise AssertionError("no end")


def back_from(client, url):
    found = urlsplit(url)
    return client.get(found.path, {name: value[0] for name, value in parse_qs(found.query).items()})


def walk(client, **said):
    url = onward(client.post("/aanmelden/via/coa/", {"next": "/jongeren/"}))
    return Browser().walk(url, **said)


def test_somebody_comes_in_with_their_own_team_only(connected, client):
    there = walk(client, **{"as": "ada", "acr": SUBSTANTIAL})
    assert there.startswith(BACK)
    before = client.session.session_key
    answer = back_from(client, there)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/jongeren/")
    assert client.session.session_key != before
    assert client.get("/jongeren/").status_code == 200
    found = Identity.objects.get(issuer=connected, subject="ada")
    assert (found.account.email, found.account.professional.name) == (None, "Ada Verzonnen")
    assert not found.account.has_usable_password()
    teams = Membership.objects.filter(professional=found.account.professional, valid_to=None)
    assert [row.team.name for row in teams] == ["Team Zandakker"]
    assert Event.objects.filter(action="account.signed_in", result="done", access_rule="issuer:coa").count() == 1
    out = onward(client.post("/afmelden/"))
    assert out.startswith(f"{connected}/session/end?")
    assert client.get("/jongeren/").status_code == 302


def test_the_same_person_again_is_the_same_account(connected, client):
    for _ in range(2):
        back_from(client, walk(client, **{"as": "ada", "acr": HIGH}))
        client.post("/afmelden/")
    assert Account.objects.filter(identities__subject="ada").count() == 1


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"as": "ada", "acr": LOW}, "too_low"),
        ({"as": "ada"}, "too_low"),
        ({"as": "bob", "acr": SUBSTANTIAL}, "no_team"),
        ({"error": "access_denied"}, "denied"),
    ],
    ids=str,
)
def test_who_may_not_come_in_is_told_why(connected, client, said, why):
    answer = back_from(client, walk(client, **said))
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/?waarom={why}&next=%2Fjongeren%2F")
    assert client.get("/vandaag/").status_code == 302
    assert not Identity.objects.exists()
    assert Event.objects.filter(action="account.signed_in", result="refused").count() == 1


def test_a_code_and_state_open_once(connected, client):
    there = walk(client, **{"as": "ada", "acr": SUBSTANTIAL})
    assert back_from(client, there).headers["Location"] == "/jongeren/"
    client.post("/afmelden/")
    assert "waarom=again" in back_from(client, there).headers["Location"]
    fresh = onward(client.post("/aanmelden/via/coa/", {}))
    state = parse_qs(urlsplit(fresh).query)["state"][0]
    code = parse_qs(urlsplit(there).query)["code"][0]
    replayed = client.get("/aanmelden/terug/coa/", {"code": code, "state": state, "iss": connected})
    assert "waarom=again" in replayed.headers["Location"]
    assert client.get("/vandaag/").status_code == 302


def test_somebody_else_s_code_does_not_fit(connected, client):
    """PKCE and the nonce: a code that was begun in another browser is of no use in this one."""
    from django.test import Client

    theirs = walk(Client(), **{"as": "ada", "acr": SUBSTANTIAL})
    state = parse_qs(urlsplit(onward(client.post("/aanmelden/via/coa/", {}))).query)["state"][0]
    code = parse_qs(urlsplit(theirs).query)["code"][0]
    answer = client.get("/aanmelden/terug/coa/", {"code": code, "state": state, "iss": connected})
    assert "waarom=again" in answer.headers["Location"]
    assert not Identity.objects.exists()
