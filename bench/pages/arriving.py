"""Searches at Nieuw bij ons in a filled database: run as a process.

Measured: filling the register of a process, a search of the register (with its question to the log), a whole search as a
person makes it (counted, logged, in a transaction), and the first search after a name was corrected. Writes JSON: of each a
list of milliseconds, on the clock and of the processor alone, which other work on the machine hardly touches.
"""

from __future__ import annotations

import argparse
import datetime
import json
import random
import time
from collections.abc import Callable
from typing import Any

import psutil

from bench.pages.people import guide, scope_of, viewer_of
from bench.pages.shape import ON, SCHOOL_EMAIL, user_email
from bench.timing import MEGABYTE

AT = datetime.datetime.combine(ON, datetime.time(9), datetime.UTC)
PER_HOUR = 20
"""Searches of one person in an hour: fewer than the parameter allows, so that none is refused."""
WRITES = 20
Both = tuple[float, float]


def timed(act: Callable[[], object]) -> Both:
    """Give the milliseconds that something takes: on the clock, and of the processor."""
    begun, worked = time.perf_counter(), time.process_time()
    act()
    return (time.perf_counter() - begun) * 1000, (time.process_time() - worked) * 1000


def people_sought(strangers: int, count: int) -> list[dict[str, Any]]:
    """Give people who are there, as somebody writes them who swaps the given name and the family name."""
    from leerrecht.queries.register import COLUMNS
    from leerrecht.records.models import Person

    chosen = [f"r{number}" for number in random.Random(1).sample(range(strangers * 4 // 5), count)]
    found = []
    for row in Person.objects.filter(child__reference__in=chosen).order_by("child").values(*COLUMNS):
        names = {"given_names": row["family_name"], "family_name": row["given_names"]}
        found.append({**row, **names})
    return found


def measure(strangers: int, count: int) -> dict[str, Any]:
    """Search in the database that is set up."""
    from leerrecht.operations.acting import Actor
    from leerrecht.operations.arrivals import look_up
    from leerrecht.operations.facts import correct_fact
    from leerrecht.queries.arrivals import Sought
    from leerrecht.queries.register import find_like
    from leerrecht.records.models import Person

    sought = people_sought(strangers, count)
    viewer = viewer_of(user_email(0))
    reception = Actor(viewer=viewer, scope=scope_of(viewer))
    child = guide(user_email(0))["children"][0]

    def correct(words: str) -> None:
        person = Person.objects.get(child__public_id=child, retracted_at=None)
        correct_fact(
            actor=reception, at=AT, table="children", fact=person.public_id, typed={"pronunciation": words},
            reason="spelling",
        )  # fmt: skip

    correct("before")  # a log has begun wherever people work; before that a register is filled twice
    filling = timed(lambda: find_like(person=sought[0], most=5))
    register = [timed(lambda person=person: find_like(person=person, most=200)) for person in sought]
    viewer = viewer_of(SCHOOL_EMAIL)
    school, whole = Actor(viewer=viewer, scope=scope_of(viewer)), []
    for place, person in enumerate(sought):
        at = AT + datetime.timedelta(hours=place // PER_HOUR * 2)
        whole.append(timed(lambda at=at, person=person: look_up(actor=school, at=at, sought=Sought(person=person))))
    after = []
    for number in range(WRITES):
        correct(f"{number}")
        after.append(timed(lambda: find_like(person=sought[0], most=200)))
    megabytes = psutil.Process().memory_info().rss / MEGABYTE
    return {"filling": filling, "register": register, "whole": whole, "after": after, "megabytes": megabytes}


if __name__ == "__main__":
    import django

    parser = argparse.ArgumentParser()
    parser.add_argument("--strangers", type=int, required=True)
    parser.add_argument("--count", type=int, required=True)
    asked = parser.parse_args()
    django.setup()
    print(json.dumps(measure(asked.strangers, asked.count)))
