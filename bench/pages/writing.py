"""Many writers at once, in two server processes, on a copy of a filled database; then what they left behind is looked at."""

from __future__ import annotations

import time
from collections import Counter

from bench.pages.processes import ask, finish, start, tell, wait_for
from bench.pages.shape import Sizes, Timing, Writing, user_email

PROCESSES = 2
MOST_SHOWN = 20


def measure_writing(*, database: str, url: str, sizes: Sizes) -> Writing:
    """Let writers write for a while; give what was accepted, what wasn't, and what is wrong afterwards."""
    begun = ask("afterwards", "before", url=url)
    plan = begun["plan"] | {
        "emails": [user_email(number) for number in range(sizes.users)], "threads": sizes.writers // PROCESSES,
        "until": 0.0, "first": 0,
    }  # fmt: skip
    running = [start("writers", url=url) for _ in range(PROCESSES)]
    for process in running:
        wait_for(process, "ready")
    plan["until"] = time.time() + sizes.writing_seconds
    for number, process in enumerate(running):
        tell(process, plan | {"first": number * plan["threads"]})
    answers = [finish(process) for process in running]
    accepted = [row for answer in answers for row in answer["accepted"]]
    after = ask("afterwards", "after", url=url, asked={"before": begun["before"], "accepted": accepted})
    return Writing(
        database=database, writers=plan["threads"] * PROCESSES, seconds=sizes.writing_seconds,
        accepted=Counter(row[0] for row in accepted), conflicts=sum(answer["conflicts"] for answer in answers),
        refused=sum((Counter(answer["refused"]) for answer in answers), Counter()),
        failures=_few([failure for answer in answers for failure in answer["failures"]]),
        wrong=_few(after["wrong"]), longest_chain=after["longest_chain"],
        timing=Timing.of([each for answer in answers for each in answer["milliseconds"]]),
    )  # fmt: skip


def _few(lines: list[str]) -> list[str]:
    """Give the first of many lines, and how many more there are."""
    more = len(lines) - MOST_SHOWN
    return lines[:MOST_SHOWN] + ([f"and {more} more"] if more > 0 else [])
