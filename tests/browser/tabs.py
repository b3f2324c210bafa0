"""Pages in Chromium, each watched: what it logs as an error, what its policy refuses, what fails to load, where it goes."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

WIDE, NARROW = 1280, 320
HEIGHT = {WIDE: 900, NARROW: 640}
STATUS = re.compile(r"responded with a status of (\d+)")


class Tabs:
    """Opens pages, and knows everything that went wrong in them. `expected`: statuses that a test asks for."""

    def __init__(self, browser: Any, base: str) -> None:
        self._browser, self._base = browser, base
        self._contexts: list[Any] = []
        self.expected: set[int] = set()
        self.problems: list[str] = []
        self.asked: list[str] = []

    def open(self, *, width: int = WIDE, session: str = "", has_script: bool = True) -> Any:
        """Open an empty page in a browser of its own; signed in when a session is given."""
        context = self._browser.new_context(
            base_url=self._base, viewport={"width": width, "height": HEIGHT[width]}, locale="nl-NL",
            java_script_enabled=has_script, reduced_motion="reduce",
        )  # fmt: skip
        context.set_default_timeout(10_000)
        self._contexts.append(context)
        if session:
            context.add_cookies([{"name": "sessionid", "value": session, "url": self._base}])
        page = context.new_page()
        self._watch(page)
        return page

    def _watch(self, page: Any) -> None:
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.problems.append(f"script: {error}"))
        page.on("requestfailed", self._failed)
        page.on("request", lambda request: self._asked_for(request.url))
        page.on("response", lambda response: self._answered(response.status, response.url))

    def _said(self, message: Any) -> None:
        found = STATUS.search(message.text)
        if message.type in ("error", "warning") and not (found and int(found[1]) in self.expected):
            self.problems.append(f"console: {message.text}")

    def _failed(self, request: Any) -> None:
        if request.failure != "net::ERR_ABORTED":  # a page that was left, or a download
            self.problems.append(f"failed: {request.url} {request.failure}")

    def _asked_for(self, url: str) -> None:
        self.asked.append(url)
        if urlsplit(url).hostname not in ("127.0.0.1", None):
            self.problems.append(f"elsewhere: {url}")

    def _answered(self, status: int, url: str) -> None:
        if status >= 400 and status not in self.expected:
            self.problems.append(f"{status}: {url}")

    def close(self) -> None:
        for context in self._contexts:
            context.close()


def session_of(account: Any) -> str:
    """Sign in without a page, and give the session's key."""
    from django.test import Client

    client = Client()
    client.force_login(account)
    return client.cookies["sessionid"].value
