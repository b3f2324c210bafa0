"""One search at Nieuw bij ons against a database of so many records: run as a process, `python -m bench.arrivals 1000000`.

The records are synthetic and go in as a database takes them fastest. Measured: filling the register of a process, a search of
the register (with its question to the log), a whole search as a person makes it (counted, logged, in a transaction), and the
first search after a name was corrected. Writes JSON: milliseconds on the clock and of the processor alone; `fill_seconds` in
seconds, likewise.
"""

from __future__ import annotations

import datetime
import json
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ASKED = 200
ON = datetime.date(2026, 9, 15)
AT = datetime.datetime(2026, 9, 15, 9, tzinfo=datetime.UTC)
LOOKUPS_PER_HOUR = 20
"""Fewer than the parameter allows, so that no search is refused."""


def _set_up(folder: Path) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    os.environ["LEERRECHT_TEST_DATABASE_URL"] = f"sqlite:///{folder / 'arrivals.sqlite3'}"
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def _fill(rows: list[Any]) -> None:
    from django.db import connection, transaction

    from leerrecht.records.models import Child, Person
    from leerrecht.stored.public_id import new_public_id
    from tests.world import make_world

    world = make_world()
    coa, first = world.organisations["COA"].pk, Child.objects.order_by("-pk").values_list("pk", flat=True)[0] + 1
    with transaction.atomic(), connection.cursor() as cursor:
        children = ((first + place, new_public_id(), f"r{place}", coa, 1) for place in range(len(rows)))
        cursor.cursor.executemany(
            f"INSERT INTO {Child._meta.db_table} (id, public_id, reference, origin_id, version) VALUES (?,?,?,?,?)",
            children,
        )
        names = [field.column for field in Person._meta.concrete_fields if field.column != "id"]
        blank = {field.column: "" if not field.null else None for field in Person._meta.concrete_fields}
        people = (_person(blank, row, first + place, coa, names) for place, row in enumerate(rows))
        cursor.cursor.executemany(
            f"INSERT INTO {Person._meta.db_table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})", people
        )


def _person(blank: dict[str, Any], row: Any, child: int, source: int, names: list[str]) -> list[Any]:
    from leerrecht.stored.public_id import new_public_id

    born = row.born_on.isoformat() if row.born_on else None
    values = {
        **blank, "public_id": new_public_id(), "child_id": child, "recorded_at": AT.isoformat(), "source_id": source,
        "given_names": row.given_names, "father_name": row.father_name, "family_name": row.family_name, "sex": row.sex,
        "born_from": born, "born_to": born, "born_precision": "day" if born else "",
    }  # fmt: skip
    return [values[name] for name in names]


def _milliseconds(act: Callable[[], object]) -> tuple[float, float]:
    """Give the time on the clock, and that of the processor alone, which other work on the machine hardly touches."""
    begun, worked = time.perf_counter(), time.process_time()
    act()
    return (time.perf_counter() - begun) * 1000, (time.process_time() - worked) * 1000


def _spread(times: list[tuple[float, float]]) -> dict[str, float]:
    clock, processor = (sorted(each) for each in zip(*times, strict=True))
    found = {}
    for name, each in (("", clock), ("processor_", processor)):
        found |= {f"{name}median": statistics.median(each), f"{name}p95": statistics.quantiles(each, n=20)[-1]}
    return {name: round(value, 1) for name, value in found.items()}


def measure(records: int) -> dict[str, Any]:
    """Fill a database with so many records and measure searches in it."""
    from bench.identity import GROUPS
    from bench.identity_made import make_register

    rows, _ = make_register(path=GROUPS, size=records)
    _fill(list(rows))
    from leerrecht.operations.arrivals import look_up
    from leerrecht.operations.facts import correct_fact
    from leerrecht.queries.arrivals import Sought
    from leerrecht.queries.register import find_like
    from leerrecht.records.models import FACT
    from tests.operations.builders import actor_of, child_of
    from tests.world import World

    world = World(organisations={}, accounts=_accounts(), children=_children())
    chosen = [
        {
            "given_names": row.family_name, "father_name": row.father_name, "family_name": row.given_names,
            "born_from": row.born_on, "born_precision": "day" if row.born_on else "", "sex": row.sex,
        }
        for row in random.Random(1).sample(list(rows), ASKED)
    ]  # fmt: skip
    filling = _milliseconds(lambda: find_like(person=chosen[0], most=5))
    alone = [_milliseconds(lambda person=person: find_like(person=person, most=200)) for person in chosen]
    school = actor_of(world, "school")
    whole = [
        _milliseconds(
            lambda person=person, at=AT + datetime.timedelta(hours=place // LOOKUPS_PER_HOUR * 2): look_up(
                actor=school, at=at, sought=Sought(person=person)
            )
        )
        for place, person in enumerate(chosen)
    ]
    reception, after = actor_of(world, "reception"), []
    child = child_of(world, reception)
    for number in range(20):
        person = FACT["children"].objects.get(child=child, retracted_at=None)
        correct_fact(
            actor=reception, at=AT, table="children", fact=person.public_id, typed={"pronunciation": f"{number}"},
            reason="spelling",
        )  # fmt: skip
        after.append(_milliseconds(lambda: find_like(person=chosen[0], most=200)))
    return {
        "records": records, "fill_seconds": [round(each / 1000, 1) for each in filling], "register": _spread(alone),
        "whole": _spread(whole), "after_a_write": _spread(after), "processors": os.cpu_count(), "load": os.getloadavg()[0],
    }  # fmt: skip


def _accounts() -> dict[str, Any]:
    from leerrecht.accounts.models import Account

    return {each.email.partition(".")[0]: each for each in Account.objects.order_by("-pk")}


def _children() -> dict[str, Any]:
    from leerrecht.records.models import Child

    return {each.reference: each for each in Child.objects.order_by("pk")[:40]}


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="leerrecht-arrivals-") as folder:
        _set_up(Path(folder))
        json.dump(measure(int(sys.argv[1])), sys.stdout)
