"""The promises that `make bench` keeps us to. Numbers here are promises, not measurements."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench.pages.shape import ADD, CHILD, COLD, NAMES, SEARCH, TOGETHER, WARM, Pages

if TYPE_CHECKING:  # pages are measured also where the peers aren't installed
    from bench.all_rules import AllRules, OneChild
    from bench.comparison import Result
    from bench.starts import Starts


@dataclass(frozen=True, kw_only=True)
class Limit:
    """One promise and what was measured."""

    what: str
    measured: float
    bound: float
    unit: str
    at_least: bool = False

    @property
    def is_kept(self) -> bool:
        """Tell whether the promise is kept."""
        return self.measured >= self.bound if self.at_least else self.measured <= self.bound

    @property
    def line(self) -> str:
        """Say it in one line."""
        side = "at least" if self.at_least else "at most"
        return f"{self.what}: {self.measured:.3g} {self.unit} (promised: {side} {self.bound:g})"


def limits_of(timelines: list[Result], everything: AllRules, one: OneChild, starts: Starts) -> list[Limit]:
    """Give every promise with what was measured; what wasn't measured is left out."""
    fastest = min(result.per_million for result in timelines[1:])
    made = [
        Limit(
            what="compiled rules beside the fastest peer (aim: 8)", measured=fastest / timelines[0].per_million, bound=4,
            unit="times as fast", at_least=True,
        ),
        Limit(
            what="all rules together", measured=everything.children / everything.seconds / 1e6, bound=0.5,
            unit="million children a second", at_least=True,
        ),
        Limit(what="one child with reasons, p95", measured=one.explain_p95 * 1000, bound=3, unit="ms"),
    ]  # fmt: skip
    if starts.help_seconds is not None:
        made.append(Limit(what="leerrecht --help", measured=starts.help_seconds, bound=0.4, unit="s"))
    if starts.check_seconds is not None:
        what = f"leerrecht check, {starts.check_children:,} children"
        made.append(Limit(what=what, measured=starts.check_seconds, bound=10, unit="s"))
    return made


PAGE_LIMITS = {COLD: 400, WARM: 100, CHILD: 100, SEARCH: 60, ADD: 100, TOGETHER: 150}
"""Milliseconds, p95, on either database: of one user in one process, and of 20 users with the most server processes."""


def page_limits(pages: Pages) -> list[Limit]:
    """Give every promise about pages with what was measured."""
    made = [
        Limit(what=f"{NAMES[page]}, p95, {found.database}", measured=found.timings[page].p95, bound=bound, unit="ms")
        for found in pages.full
        for page, bound in PAGE_LIMITS.items()
    ]
    made += [
        Limit(
            what=f"{NAMES[page]}, p95, {run.database}, {run.users} users over HTTP", measured=run.timings[page].p95,
            bound=PAGE_LIMITS[page], unit="ms",
        )
        for run in pages.traffic
        if run.processes == max(pages.sizes.server_processes)
        for page in (WARM, CHILD, SEARCH, ADD)
        if page in run.timings
    ]  # fmt: skip
    counts = {
        "errors that a user got over HTTP": sum(len(run.errors) for run in pages.traffic),
        "errors that a writer got": sum(len(run.failures) for run in pages.writing),
        "writes that were lost, doubled or not logged": sum(len(run.wrong) for run in pages.writing),
    }
    return made + [Limit(what=what, measured=count, bound=0, unit="") for what, count in counts.items()]
