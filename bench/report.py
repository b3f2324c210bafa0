"""The page docs/reference/performance.md, made from what was measured. Ratios first: seconds depend on the machine."""

from __future__ import annotations

import os
import platform
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

import psutil

from bench.limits import Limit, page_limits
from bench.pages.page import make_block, table
from bench.pages.shape import Pages

if TYPE_CHECKING:  # pages are measured also where the peers aren't installed
    from bench.all_rules import AllRules, OneChild
    from bench.comparison import Result
    from bench.starts import Starts

PACKAGES = ("polars", "numba", "numpy", "duckdb", "openfisca-core", "zen-engine", "django", "waitress", "psycopg")


def machine() -> str:
    """Say on what was measured."""
    cpu = platform.processor() or platform.machine()
    try:
        with open("/proc/cpuinfo") as file:
            cpu = next((line.split(":")[1].strip() for line in file if line.startswith("model name")), cpu)
    except OSError:
        pass
    memory = psutil.virtual_memory().total / 1e9
    return f"{os.cpu_count()} cores ({cpu}), {memory:.0f} GB, {platform.system()}, Python {platform.python_version()}"


def versions() -> str:
    """Say with what was measured."""
    found = []
    for package in PACKAGES:
        try:
            found.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            continue
    return ", ".join(found)


def _compared(results: list[Result]) -> list[str]:
    ours = results[0].per_million
    rows = [
        (
            result.engine,
            "1" if result is results[0] else f"{result.per_million / ours:.1f}",
            f"{result.checked:,}" if result.checked else "the measure",
            f"{result.different:,}" if result.checked else "-",
            result.note,
            f"{result.per_million:.3f}",
        )
        for result in results
    ]
    return table(("engine", "times our time", "children compared", "different", "how", "s per million"), rows)


def make_page(
    timelines: list[Result], flat: list[Result], everything: AllRules, one: OneChild, starts: Starts,
    limits: list[Limit], dated: str, load: float,
) -> str:  # fmt: skip
    """Give the page as Markdown."""
    when = f" Measured on {dated}." if dated else ""
    lines = [
        "# Performance", "",
        "<!-- Made by `make bench`; don't edit. -->", "",
        f"{machine()}.{when} {versions()}.", "",
        f"Load of the machine before measuring: {load:.1f} on {os.cpu_count()} cores (above "
        f"{os.cpu_count()}: others were using it, and seconds are too high).",
        "",
        "Everything below comes from one run on synthetic children; the answers about every child are compared with those "
        "of the compiled rules. Each engine has its tables ready in its own form before the clock starts. Ours come from "
        f"frames with names and texts in them, which takes {everything.build_seconds:.1f} s for "
        f"{everything.children:,} children; the peers get tables of whole numbers and dates, sorted by child and date.",
        "",
        f"## The same question to every engine: {timelines[0].children:,} children", "",
        "Four answers over whole timelines: the school term (`placement.term`: state, start, due date), whether the "
        "eighteenth birthday is near (`period.eighteen`), days without school, moves in a year. Leerrecht runs its own "
        "rules, holidays and notes included; the peers compute what the comparison needs. Only children of whom every "
        "engine can judge the term: no departures, five or older when they applied, under 18 now, full birth dates, no "
        "enrolment of which the start or the kind is unknown.", "",
        *_compared(timelines),
        f"## The flat part: {flat[0].children:,} children", "",
        "A due date and a window from two dates: what engines without timelines can do.", "",
        *_compared(flat),
        *_everything(everything),
        *_one(one),
        *_starts(starts),
        "## Promises", "",
        "`make bench` fails when one of these is broken.", "",
        *table(("promise", "measured", "kept"), [_promise(limit) for limit in limits]),
    ]  # fmt: skip
    return "\n".join(lines).rstrip() + "\n"


def _promise(limit: Limit) -> tuple[str, str, str]:
    side = "at least" if limit.at_least else "at most"
    promise = f"{limit.what}: {side} {limit.bound:g} {limit.unit}".rstrip()
    return promise, f"{limit.measured:.3g}", "yes" if limit.is_kept else "**no**"


def pages_block(pages: Pages) -> str:
    """Give the part about pages as Markdown, with its promises."""
    rows = [
        (_promise(limit)[0], f"{limit.measured:,.0f}", "yes" if limit.is_kept else "**no**")
        for limit in page_limits(pages)
    ]
    return make_block(pages, table(("promise", "measured", "kept"), rows))


def _everything(found: AllRules) -> list[str]:
    speed = found.children / found.seconds / 1e6
    smallest = min(found.growth)
    least = found.growth[smallest] / smallest
    growth = [
        (f"{size:,}", f"{seconds / size / least:.2f}", f"{seconds / size * 1e6:.2f}", f"{seconds:.3f}")
        for size, seconds in found.growth.items()
    ]
    total = sum(found.per_rule.values())
    costs = sorted(found.per_rule.items(), key=lambda item: -item[1])
    rules = [(f"`{rule}`", f"{seconds / total:.0%}", f"{seconds * 1000:.0f}") for rule, seconds in costs]
    return [
        f"## All rules together: {found.children:,} children, {found.facts / found.children:.1f} facts each", "",
        f"- {speed:.2f} million children a second, {found.rows:,} conclusions, 2 threads.",
        f"- {found.seconds / found.floor_seconds:.0f} times what it takes to read the same {found.facts_megabytes:.0f} "
        "MB of facts once (one thread).",
        f"- {found.rows_checked:,} conclusions compared with plain Python, every field: "
        f"{found.rows_different:,} different.",
        f"- Memory (resident): {found.memory.most:,.0f} MB at most; {found.memory.before:,.0f} MB before judging began, "
        "with all facts loaded as frames and as arrays.",
        f"- Drawing the children took {found.draw_seconds:.1f} s, making the arrays {found.build_seconds:.1f} s.", "",
        "Growth:", "",
        *table(("children", "cost per child", "µs per child", "s"), growth),
        "What each rule costs:", "",
        *table(("rule", "share", "ms"), rules),
    ]  # fmt: skip


def _one(found: OneChild) -> list[str]:
    return [
        "## One child", "",
        f"All rules for one child, every conclusion with its facts, parameters, sources and words ({found.children:,} "
        f"children one by one, plain Python): half within {found.explain_p50 * 1000:.1f} ms, 95% within "
        f"{found.explain_p95 * 1000:.1f} ms. Without the reasons 95% within {found.judge_p95 * 1000:.2f} ms.", "",
    ]  # fmt: skip


def _starts(found: Starts) -> list[str]:
    def shown(seconds: float | None) -> str:
        return "not measured" if seconds is None else f"{seconds:.2f}"

    rows = [
        ("`leerrecht --help`, median of 10", shown(found.help_seconds)),
        (f"`leerrecht check` on a workbook of {found.check_children:,} children", shown(found.check_seconds)),
        ("the compiled path for the first time ever (compiles all rules)", shown(found.cold_seconds)),
        ("the compiled path in every later process", shown(found.warm_seconds)),
    ]
    return ["## Starting", "", *table(("what", "s"), rows)]
