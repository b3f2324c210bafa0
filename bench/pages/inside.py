"""What pages cost in one process, without a network: run as a process on a filled database.

Requests go through Django's test client: every middleware, session, sign-in, view and template is in them.
"""

from __future__ import annotations

import argparse
import itertools
import json
import time
from collections.abc import Callable, Iterator
from typing import Any

from bench.pages.shape import (
    ADD,
    CHILD,
    COLD,
    FILTERED,
    NEXT,
    OFFICER,
    OFFICER_EMAIL,
    SCHOOL,
    SCHOOL_EMAIL,
    SEARCH,
    TOGETHER,
    WARM,
    WHY,
    user_email,
)

TODAY, FIND = "/vandaag/", "/zoeken/"
FEW = 5
PATIENCE = 10
"""Seconds."""
Found = dict[str, list[float]]


class Browser:
    """Somebody signed in, who times what they ask for."""

    def __init__(self, email: str) -> None:
        """Sign in."""
        from django.test import Client

        from bench.pages.people import account_of

        self.client = Client(headers={"accept-language": "nl"})
        self.client.force_login(account_of(email), backend="django.contrib.auth.backends.ModelBackend")

    def get(self, path: str) -> float:
        """Ask for a page; give the milliseconds. RuntimeError unless it is there."""
        return self._timed(lambda: self.client.get(path), path, 200)

    def post(self, path: str, typed: dict[str, str], status: int = 200) -> float:
        """Send a form; give the milliseconds. RuntimeError unless the answer is as it should be."""
        return self._timed(lambda: self.client.post(path, typed), path, status)

    def _timed(self, ask: Callable[[], Any], path: str, status: int) -> float:
        start = time.perf_counter()
        answer = ask()
        answer.content  # noqa: B018 (a page is made when it is read)
        seconds = time.perf_counter() - start
        if answer.status_code != status:
            raise RuntimeError(f"{path} gave {answer.status_code}")
        return seconds * 1000


def typed_absence(number: int, by: str = "") -> dict[str, str]:
    """Give an absence as somebody fills it in, each different."""
    return {
        "day": f"{1 + number % 28}-{1 + number // 28 % 8}-2026", "hours": "2", "authorised": "yes",
        "reason": f"bij de tandarts {by}{number}",
    }  # fmt: skip


def measure_cold(browser: Browser, repeats: int) -> list[float]:
    """Time the work list while nothing is remembered of any child."""
    from leerrecht.queries.cards import forget

    found = []
    for _ in range(repeats + 1):
        forget()
        found.append(browser.get(TODAY))
    return found[1:]


def turns(values: list[Any], count: int) -> Iterator[Any]:
    """Give so many values, beginning again at the end."""
    return itertools.islice(itertools.cycle(values), count)


def timed(ask: Callable[[Any], float], values: list[Any], count: int) -> list[float]:
    """Time something for so many values, after some that don't count."""
    for value in turns(values, FEW):
        ask(value)
    return [ask(value) for value in turns(values[::-1], count)]


def measure_growing(browser: Browser, guide: dict[str, Any], repeats: int) -> Found:
    """Time the three pages that are looked at with every number of children."""
    browser.get(TODAY)
    return {
        WARM: timed(lambda _: browser.get(TODAY), [None], repeats),
        CHILD: timed(lambda child: browser.get(f"/jongeren/{child}/"), guide["children"], repeats),
        SEARCH: timed(lambda name: browser.post(FIND, {"naam": name}), guide["names"], repeats),
    }


def measure_rest(browser: Browser, guide: dict[str, Any], repeats: int, cold_repeats: int) -> Found:
    """Time the other pages, and saving."""
    found: Found = {
        COLD: measure_cold(browser, cold_repeats),
        FILTERED: timed(lambda asked: browser.get(f"{TODAY}?{asked}"), guide["filters"], repeats),
        WHY: timed(lambda found: browser.get(f"/jongeren/{found[0]}/waarom/{found[1]}/"), guide["signals"], repeats),
        TOGETHER: timed(lambda found: browser.get(f"/samenwerken/{found}/"), guide["partnerships"], repeats),
        ADD: [],
        NEXT: [],
    }
    for number, child in enumerate(turns(guide["children"], repeats)):
        typed = typed_absence(number)
        found[ADD].append(browser.post(f"/jongeren/{child}/feit/absences/", typed, status=302))
        found[NEXT].append(browser.get(TODAY))
    return found


def measure_warm(browser: Browser, repeats: int) -> list[float]:
    """Time the work list so often, or for as long as we have patience: it may be a very long list."""
    until = time.monotonic() + PATIENCE
    found = [browser.get(TODAY)]
    while len(found) < repeats and time.monotonic() < until:
        found.append(browser.get(TODAY))
    return found


def measure_others(repeats: int) -> tuple[Found, dict[str, int]]:
    """Time the work list of the school and of the officer, who reach more children; give also how many."""
    from bench.pages.people import scope_of, viewer_of
    from leerrecht.queries.cards import forget

    found, reached = {}, {}
    for name, email in ((SCHOOL, SCHOOL_EMAIL), (OFFICER, OFFICER_EMAIL)):
        browser = Browser(email)
        forget()
        found[f"{name}_{COLD}"] = [browser.get(TODAY)]
        found[f"{name}_{WARM}"] = measure_warm(browser, min(repeats, 20))
        reached[name] = len(scope_of(viewer_of(email)).children)
    return found, reached


def size_of_database() -> tuple[int, float]:
    """Give the number of facts and the megabytes."""
    from django.db import connection

    from leerrecht.records.models import FACTS

    facts: list[Any] = list(FACTS)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_database_size(current_database())")
        else:
            cursor.execute("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
        size = cursor.fetchone()[0]
    return sum(fact.objects.count() for fact in facts), size / 1e6


def measure(*, repeats: int, cold_repeats: int, full: bool) -> dict[str, Any]:
    """Measure; give milliseconds by page."""
    from bench.pages.people import guide

    facts, megabytes = size_of_database()
    known = guide(user_email(0))
    browser = Browser(user_email(0))
    found = measure_growing(browser, known, repeats)
    if full:
        found |= measure_rest(browser, known, repeats, cold_repeats)
    others, reached = measure_others(repeats)
    reached["reception"] = len(known["children"])
    return {"facts": facts, "megabytes": megabytes, "milliseconds": found | others, "reached": reached}


if __name__ == "__main__":
    import django

    parser = argparse.ArgumentParser()
    parser.add_argument("--repeats", type=int, default=100)
    parser.add_argument("--cold-repeats", type=int, default=30)
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--guide", action="store_true", help="only say what can be clicked on")
    parser.add_argument("--users", type=int, default=0, help="with --guide: for how many to begin a session")
    asked = parser.parse_args()
    django.setup()
    if asked.guide:
        from bench.pages.people import guide, session_of

        sessions = [session_of(user_email(number)) for number in range(asked.users)]
        print(json.dumps(guide(user_email(0)) | {"sessions": sessions}))
    else:
        print(json.dumps(measure(repeats=asked.repeats, cold_repeats=asked.cold_repeats, full=asked.full)))
