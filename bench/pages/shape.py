"""What is measured, how large, and what is found. Plain data; every process of the measurement knows it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

ON = datetime.date(2026, 9, 15)
SEED = 20260915
TOWN = "Zandakker"
SCHOOL_EMAIL, OFFICER_EMAIL = "school@bench.example", "officer@bench.example"

COLD, WARM, FILTERED, CHILD, WHY, SEARCH, ADD, NEXT, FORM, TOGETHER = (
    "today_cold", "today", "today_filtered", "child", "why", "search", "add_fact", "today_after_fact", "fact_form",
    "partnership",
)  # fmt: skip
MEMBERS = 40
"""Organisations in the partnership that is measured."""
SCHOOL, OFFICER = "school", "officer"
NAMES = {
    COLD: "Vandaag, nothing remembered yet",
    WARM: "Vandaag",
    FILTERED: "Vandaag, filtered",
    CHILD: "Jongere",
    WHY: "Waarom",
    SEARCH: "search by name",
    ADD: "add a fact",
    NEXT: "Vandaag right after (one child judged anew)",
    FORM: "the form for a fact",
    TOGETHER: f"a partnership of {MEMBERS} members",
}
MIX = {CHILD: 60, WARM: 20, SEARCH: 10, WHY: 5, ADD: 5}
"""Clicks of a user, in percent."""
WAITRESS_THREADS = 2


def user_email(number: int) -> str:
    """Give the address of one of the users of the reception team."""
    return f"user{number:02}@bench.example"


@dataclass(frozen=True, kw_only=True)
class Sizes:
    """How much is measured. The largest of `children` is measured in full."""

    children: tuple[int, ...] = (1_000, 10_000, 100_000)
    caseload: int = 400
    repeats: int = 100
    cold_repeats: int = 30
    users: int = 20
    seconds: float = 60
    warm_up_seconds: float = 10
    think_seconds: float = 1.0
    writers: int = 20
    writing_seconds: float = 60
    server_processes: tuple[int, ...] = (1, 2)


QUICK = Sizes(
    children=(60, 200), caseload=40, repeats=10, cold_repeats=3, users=6, seconds=5, warm_up_seconds=1,
    think_seconds=0.3, writers=6, writing_seconds=5, server_processes=(2,),
)  # fmt: skip


def percentile(values: Sequence[float], share: float) -> float:
    """Give a percentile, as a value that was measured: the smallest that `share` of them don't exceed.

    >>> percentile([3.0, 1.0, 2.0], 0.5), percentile([1.0, 2.0], 0.95)
    (2.0, 2.0)
    """
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * round(share * 1000) // 1000) - 1)]


@dataclass(frozen=True, kw_only=True)
class Timing:
    """How long something took, in milliseconds."""

    count: int
    p50: float
    p95: float
    most: float

    @classmethod
    def of(cls, milliseconds: Sequence[float]) -> Timing:
        """Sum up what was measured."""
        return cls(
            count=len(milliseconds), p50=percentile(milliseconds, 0.5), p95=percentile(milliseconds, 0.95),
            most=max(milliseconds),
        )  # fmt: skip


Timings = Mapping[str, Timing]


@dataclass(frozen=True, kw_only=True)
class Inside:
    """In-process, on one database: by page; `reached`: how many children whose team reaches, by team."""

    database: str
    children: int
    facts: int
    megabytes: float
    timings: Timings
    reached: Mapping[str, int]


@dataclass(frozen=True, kw_only=True)
class Traffic:
    """Over HTTP, on one database with some server processes. `cores`: how many cores the servers kept busy."""

    database: str
    processes: int
    users: int
    seconds: float
    timings: Timings
    errors: Sequence[str]
    cores: float

    @property
    def requests(self) -> int:
        """How many requests were measured."""
        return sum(timing.count for timing in self.timings.values())


@dataclass(frozen=True, kw_only=True)
class Writing:
    """What many writers did to one database. `accepted`, `refused`: by kind; `wrong`: what isn't as it should be."""

    database: str
    writers: int
    seconds: float
    accepted: Mapping[str, int]
    conflicts: int
    refused: Mapping[str, int]
    failures: Sequence[str]
    wrong: Sequence[str]
    longest_chain: int
    timing: Timing


@dataclass(frozen=True, kw_only=True)
class Pages:
    """Everything about pages. The last of `inside` per database has the most children and every page."""

    sizes: Sizes
    inside: Sequence[Inside] = field(default=())
    traffic: Sequence[Traffic] = field(default=())
    writing: Sequence[Writing] = field(default=())
    load: float = 0.0

    @property
    def full(self) -> list[Inside]:
        """Give what was measured with the most children, per database."""
        most = max(self.sizes.children)
        return [found for found in self.inside if found.children == most]

    @property
    def faults(self) -> list[str]:
        """Give everything that must never be: errors shown to users, writes that were lost."""
        return [
            *(f"{run.database}, {run.processes} processes: {error}" for run in self.traffic for error in run.errors),
            *(f"{run.database}, writers: {failure}" for run in self.writing for failure in run.failures),
            *(f"{run.database}, after writing: {wrong}" for run in self.writing for wrong in run.wrong),
        ]
