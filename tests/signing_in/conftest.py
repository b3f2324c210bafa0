"""Signing in through an organisation, as tests see it: a fake issuer, and the way there and back."""

from __future__ import annotations

import html
import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.cache import cache

from tests.signing_in.fake_issuer import CODE, FakeIssuer
from tests.signing_in.mapping import issuer, write
from tests.world import make_chain


@pytest.fixture(autouse=True)
def _nothing_cached():
    """What an issuer said about itself to one test isn't so for the next."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def chain(db):
    """Organisations, teams, and an account per role; no children."""
    return make_chain()


@pytest.fixture
def fake():
    found = FakeIssuer()
    yield found
    found.stop()


def onward(answer) -> str:
    """Give where a page goes on to by itself."""
    assert answer.status_code == 200, (answer.status_code, answer.headers.get("Location"))
    (url,) = re.findall(r'http-equiv="refresh" content="0; url=([^"]*)"', answer.content.decode())
    return html.unescape(url)


class Way:
    """There and back through the fake issuer, with a browser of one's own."""

    def __init__(self, client: Any, fake: FakeIssuer, name: str = "coa") -> None:
        self.client, self.fake, self.name = client, fake, name

    def go(self, **more: str) -> dict[str, str]:
        """Begin, and give what was asked of the issuer."""
        answer = self.client.post(f"/aanmelden/via/{self.name}/", more)
        self.url = onward(answer)
        self.asked = {name: value[0] for name, value in parse_qs(urlsplit(self.url).query).items()}
        return self.asked

    def token(self, **changes: Any) -> None:
        """Have the issuer ready with a good token, but for these changes."""
        from leerrecht.web.frame.clock import now

        at = int(now().timestamp())
        self.fake.token = self.fake.sign(self.fake.claims(now=at, **{"nonce": self.asked["nonce"], **changes}))

    def back(self, **changes: Any) -> Any:
        """Come back with a good code and state, but for these changes; None leaves one out."""
        given = {"code": CODE, "state": self.asked["state"], **changes}
        return self.client.get(
            f"/aanmelden/terug/{self.name}/", {name: value for name, value in given.items() if value is not None}
        )

    def whole(self, **claims: Any) -> Any:
        """Go, sign in there, come back."""
        self.go()
        self.token(**claims)
        return self.back()

    @property
    def is_in(self) -> bool:
        return "_auth_user_id" in self.client.session


@pytest.fixture
def way(chain, client, fake, settings, tmp_path):
    settings.ISSUERS = str(write(tmp_path, issuer(issuer=fake.url)))
    return Way(client, fake)
