"""Looking at the policy lab as somebody without an account."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from tests.web.conftest import check_whole, only_reading

STUDY = "/afwegen/aef-2025/"


class Links(HTMLParser):
    """Collects where a page leads to."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.found += [value for name, value in attrs if name == "href" and value]


def links_of(text: str) -> list[str]:
    links = Links()
    links.feed(text)
    return links.found


@pytest.fixture
def look(db, client):
    """Get a page, check that it is whole, and give its text."""

    def get(url: str, status: int = 200, **headers) -> str:
        with only_reading():
            answer = client.get(url, **headers)
        assert answer.status_code == status, (url, answer.status_code)
        check_whole(answer)
        return answer.content.decode()

    return get
