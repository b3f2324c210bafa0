"""Users who click, over HTTP: run as a process of their own, so that they share nothing with the server but the machine.

Each is a thread with one kept connection, signs in, thinks between clicks, and follows where it is sent. Reads the plan as
JSON from stdin, writes milliseconds by page and every error.
"""

from __future__ import annotations

import http.client
import json
import random
import sys
import threading
import time
from collections import defaultdict
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode, urlsplit

from bench.pages.inside import FIND, TODAY, typed_absence
from bench.pages.shape import ADD, CHILD, FORM, MIX, NAMES, SEARCH, WARM, WHY

PATIENCE = 60
MOST_ERRORS = 20
KEY = "csrfmiddlewaretoken"


class Unexpected(Exception):
    """An answer that no user should get."""


class User(threading.Thread):
    """One user. `found`: milliseconds by page, of what was asked within the measured time."""

    def __init__(self, number: int, plan: dict[str, Any], signed_in: threading.Barrier) -> None:
        """Be ready to begin; `signed_in`: where users wait for each other. Then the plan says `since` and `until` when."""
        super().__init__(daemon=True)
        self.number, self.plan, self.signed_in = number, plan, signed_in
        self.chance = random.Random(number)
        self.connection = http.client.HTTPConnection(
            "127.0.0.1", plan["ports"][number % len(plan["ports"])], timeout=PATIENCE
        )
        self.cookies: dict[str, str] = {}
        self.found: defaultdict[str, list[float]] = defaultdict(list)
        self.errors: list[str] = []
        self.clicks = 0

    def run(self) -> None:
        """Sign in, and click until it is over."""
        try:
            self._sign_in()
        except Exception as failure:
            self.errors.append(f"signing in: {failure!r}")
        self.signed_in.wait()  # for each other
        self.signed_in.wait()  # for the beginning
        if self.errors:
            return
        while time.time() < self.plan["until"]:
            time.sleep(self.chance.expovariate(1 / self.plan["think_seconds"]))
            page = self.chance.choices(list(MIX), list(MIX.values()))[0]
            try:
                getattr(self, f"_{page}")()
            except Exception as failure:
                self.errors.append(f"{NAMES[page]}: {failure!r}")
                self.connection.close()

    def _ask(
        self, method: str, path: str, *, page: str = "", typed: dict[str, str] | None = None, status: int = 200
    ) -> str:
        """Ask, read the whole answer, and give where it leads."""
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Accept-Language": "nl",
        }
        body = None
        if typed is not None:
            body = urlencode({**typed, KEY: self.cookies.get("csrftoken", "")})
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        start, clock = time.perf_counter(), time.time()
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        answer.read()
        milliseconds = (time.perf_counter() - start) * 1000
        if answer.status != status:
            raise Unexpected(f"{method} gave {answer.status}, not {status}")
        for line in answer.headers.get_all("Set-Cookie") or ():
            self.cookies |= {name: cookie.value for name, cookie in SimpleCookie(line).items()}
        if page and self.plan["since"] <= clock < self.plan["until"]:
            self.found[page].append(milliseconds)
        return answer.headers.get("Location", "")

    def _sign_in(self) -> None:
        """Come in with a session that was made beforehand: a password alone isn't enough, and codes aren't measured."""
        self.cookies["sessionid"] = self.plan["sessions"][self.number]
        self._ask("GET", TODAY)

    def _pick(self, what: str) -> Any:
        return self.chance.choice(self.plan[what])

    def _today(self) -> None:
        self._ask("GET", TODAY, page=WARM)

    def _child(self) -> None:
        self._ask("GET", f"/jongeren/{self._pick('children')}/", page=CHILD)

    def _search(self) -> None:
        self._ask("POST", FIND, page=SEARCH, typed={"naam": self._pick("names")})

    def _why(self) -> None:
        child, signal = self._pick("signals")
        self._ask("GET", f"/jongeren/{child}/waarom/{signal}/", page=WHY)

    def _add_fact(self) -> None:
        path = f"/jongeren/{self._pick('children')}/feit/absences/"
        self._ask("GET", path, page=FORM)
        self.clicks += 1
        typed = typed_absence(self.clicks, f"{self.number}-")
        went = urlsplit(self._ask("POST", path, page=ADD, typed=typed, status=302))
        if "fact_added" not in went.query:
            raise Unexpected(f"a fact led to {went.path}")
        self._ask("GET", f"{went.path}?{went.query}", page=CHILD)


assert {CHILD, WARM, SEARCH, WHY, ADD} == set(MIX)


def click(plan: dict[str, Any]) -> dict[str, Any]:
    """Let all users sign in, click until the end, and give what they found. Says "begun" when what counts begins."""
    signed_in = threading.Barrier(plan["users"] + 1)
    users = [User(number, plan, signed_in) for number in range(plan["users"])]
    for user in users:
        user.start()
    signed_in.wait()
    plan["since"] = time.time() + plan["warm_up_seconds"]
    plan["until"] = plan["since"] + plan["seconds"]
    signed_in.wait()
    time.sleep(plan["warm_up_seconds"])
    print("begun", flush=True)
    for user in users:
        user.join()
    found: defaultdict[str, list[float]] = defaultdict(list)
    for user in users:
        for page, milliseconds in user.found.items():
            found[page] += milliseconds
    errors = [error for user in users for error in user.errors]
    if not found:
        errors.append("nobody got a page")
    return {"milliseconds": found, "errors": errors[:MOST_ERRORS], "count_of_errors": len(errors)}


if __name__ == "__main__":
    print(json.dumps(click(json.loads(sys.stdin.readline()))))
