"""Searching before a record is made, in databases of three sizes: `python -m bench arrivals`."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bench.pages.databases import Databases, open_databases
from bench.pages.page import ms, table
from bench.pages.processes import ask
from bench.pages.shape import Timing

BEGIN, END = "<!-- arrivals -->", "<!-- /arrivals -->"
AROUND, CASELOAD = 1_000, 40
"""Children of whom more is known than a name, and how many of them the reception team reaches."""
SIZES, QUICK_SIZES = (10_000, 100_000, 1_000_000), (2_000,)
COUNT, QUICK_COUNT = 200, 20
LIMIT = 300
"""Milliseconds in which 95 of 100 whole searches are done, in the largest database."""
WHAT = ("register", "whole", "after")


@dataclass(frozen=True, kw_only=True)
class Searches:
    """What was measured in one database. `filling`: seconds on the clock and of the processor; the others by `WHAT`."""

    database: str
    records: int
    filling: tuple[float, float]
    clock: dict[str, Timing]
    processor: dict[str, Timing]
    megabytes: float


@dataclass(frozen=True, kw_only=True)
class Found:
    """Everything, and how busy the machine was before."""

    searches: list[Searches]
    load: float


def measure_arrivals(*, quick: bool, sizes: Sequence[int] | None, say: Callable[[str], None]) -> Found:
    """Fill what isn't there yet, and measure; each database in a process of its own. `sizes`: records, if not the usual."""
    load = os.getloadavg()[0]
    sizes, count = sizes or (QUICK_SIZES if quick else SIZES), QUICK_COUNT if quick else COUNT
    with open_databases(say) as databases:
        for kind in databases.kinds:  # all fillings first, so that none runs between two measures
            for size in sizes:
                databases.fill(kind=kind, children=AROUND, caseload=CASELOAD, strangers=size - AROUND)
        return Found(searches=list(_measured(databases, sizes, count)), load=load)


def _measured(databases: Databases, sizes: Sequence[int], count: int) -> Iterator[Searches]:
    for kind in databases.kinds:
        for size in sizes:
            databases.say(f"searching: {kind}, {size:,} records")
            given = {"kind": kind, "children": AROUND, "caseload": CASELOAD, "strangers": size - AROUND}
            with databases.copied(**given) as url:
                answer = ask("arriving", "--strangers", str(size - AROUND), "--count", str(count), url=url)
            yield searches_of(kind, size, answer)


def searches_of(kind: str, size: int, answer: dict[str, Any]) -> Searches:
    """Sum up the answer of `bench.pages.arriving`."""
    clock, processor = ({what: Timing.of([both[place] for both in answer[what]]) for what in WHAT} for place in (0, 1))
    seconds = tuple(each / 1000 for each in answer["filling"])
    return Searches(database=kind, records=size, filling=(seconds[0], seconds[1]), clock=clock, processor=processor,
                    megabytes=answer["megabytes"])  # fmt: skip


def make_block(found: Found) -> str:
    """Give the part of docs/reference/performance.md about searching before a record is made, between its marks."""
    rows = [
        (each.database, f"{each.records:,}", f"{each.filling[0]:.1f}", f"{each.filling[1]:.1f}", f"{each.megabytes:,.0f}",
         ms(each.clock["register"].p50), ms(each.clock["register"].p95), ms(each.clock["whole"].p50),
         ms(each.clock["whole"].p95), ms(each.processor["whole"].p95), ms(each.clock["after"].p95))
        for each in found.searches
    ]  # fmt: skip
    head = (
        "database", "records", "filling, s", "of the processor", "MB", "register p50", "register p95", "whole p50",
        "whole p95", "of the processor", "after a write p95",
    )  # fmt: skip
    return "\n".join([
        BEGIN, "", "## Nieuw bij ons: searching before a record is made", "",
        f"Milliseconds for one search, of {COUNT} after people who are there with given name and family name swapped, in any "
        "order of names. `register`: the search itself, with its question to the log; `whole`: as a person makes it, counted, "
        "logged and saved; `after a write`: the first search after a name was corrected. Each process reads the register once, "
        "at its first search: `filling`. The records are drawn (bench/identity_made.py); `make bench` fails when 95 of 100 "
        f"whole searches in the largest take more than {LIMIT} ms. Load before measuring: {found.load:.1f} on "
        f"{os.cpu_count()} cores.", "",
        *table(head, rows),
        END, "",
    ])  # fmt: skip


def broken(found: Found) -> list[str]:
    """Give what is slower than promised."""
    largest = max(each.records for each in found.searches)
    return [
        f"broken promise: a whole search, {each.database}, {each.records:,} records: {each.clock['whole'].p95:.0f} ms "
        f"(at most {LIMIT})"
        for each in found.searches if each.records == largest and each.clock["whole"].p95 > LIMIT
    ]  # fmt: skip
