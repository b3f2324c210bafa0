"""Run every measure of pages, one after another, each on a fresh copy."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

from bench.pages.databases import Databases, open_databases
from bench.pages.processes import ask
from bench.pages.shape import Inside, Pages, Sizes, Timing, Traffic, Writing
from bench.pages.traffic import measure_traffic
from bench.pages.writing import measure_writing


def measure_pages(*, sizes: Sizes, say: Callable[[str], None]) -> Pages:
    """Measure pages: in one process, over HTTP, and with many writers."""
    load = os.getloadavg()[0]
    with open_databases(say) as databases:
        for kind in databases.kinds:  # all fillings first, so that none runs between two measures
            for children in sizes.children:
                databases.fill(kind=kind, children=children, caseload=sizes.caseload)
        return Pages(
            sizes=sizes, load=load, inside=list(_inside(databases, sizes)), traffic=list(_traffic(databases, sizes)),
            writing=list(_writing(databases, sizes)),
        )  # fmt: skip


def _inside(databases: Databases, sizes: Sizes) -> Iterator[Inside]:
    for kind in databases.kinds:
        for children in sizes.children:
            databases.say(f"pages in one process: {kind}, {children:,} children")
            is_full = children == max(sizes.children)
            asked = ["--repeats", str(sizes.repeats), "--cold-repeats", str(sizes.cold_repeats)]
            with databases.copied(kind=kind, children=children, caseload=sizes.caseload) as url:
                answer = ask("inside", *asked, *(["--full"] if is_full else []), url=url)
            yield Inside(
                database=kind, children=children, facts=answer["facts"], megabytes=answer["megabytes"],
                timings={page: Timing.of(found) for page, found in answer["milliseconds"].items()},
                reached=answer["reached"],
            )  # fmt: skip


def _traffic(databases: Databases, sizes: Sizes) -> Iterator[Traffic]:
    children = max(sizes.children)
    for kind in databases.kinds:
        for processes in sizes.server_processes:
            databases.say(f"{sizes.users} users over HTTP: {kind}, {processes} server process(es)")
            with databases.copied(kind=kind, children=children, caseload=sizes.caseload) as url:
                yield measure_traffic(database=kind, url=url, processes=processes, sizes=sizes)


def _writing(databases: Databases, sizes: Sizes) -> Iterator[Writing]:
    children = max(sizes.children)
    for kind in databases.kinds:
        databases.say(f"{sizes.writers} writers: {kind}")
        with databases.copied(kind=kind, children=children, caseload=sizes.caseload) as url:
            yield measure_writing(database=kind, url=url, sizes=sizes)
