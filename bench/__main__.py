"""`python -m bench [--quick] [--to FILE] [--dated TEXT]`: measure, write the page, and fail when a promise is broken."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

ROOT = Path(__file__).parents[1]
if str(ROOT / "src") not in sys.path and not any((Path(path) / "leerrecht").is_dir() for path in sys.path):
    sys.path.insert(0, str(ROOT / "src"))

from bench import compiled  # noqa: E402
from bench.all_rules import measure_all, measure_one  # noqa: E402
from bench.comparison import Result, compare_flat, compare_timelines  # noqa: E402
from bench.limits import limits_of  # noqa: E402
from bench.report import make_page  # noqa: E402
from bench.starts import measure_starts  # noqa: E402
from bench.subset import make_subset  # noqa: E402

PAGE = ROOT / "docs" / "reference" / "performance.md"


@dataclass(frozen=True)
class Sizes:
    """How many children each part is measured with."""

    compared: int = 1_000_000
    sample: int = 20_000
    judged: int = 1_000_000
    one_by_one: int = 1_000
    workbook: int = 10_000


QUICK = Sizes(compared=2_000, sample=500, judged=2_000, one_by_one=50, workbook=50)


def say(text: str) -> None:
    """Tell the reader what is going on; the page itself goes to a file."""
    print(text, file=sys.stderr, flush=True)


def compare(sizes: Sizes) -> tuple[list[Result], list[Result]]:
    """Run the comparisons; first everything is compiled, so that no time holds a compilation."""
    tiny = make_subset(20)
    compiled.measure(tiny)
    compiled.measure_flat(tiny)
    say(f"drawing {sizes.compared:,} children for the comparison")
    subset = make_subset(sizes.compared)
    say("comparing engines")
    return compare_timelines(subset, sizes.sample), compare_flat(subset, sizes.sample)


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, write, judge."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small numbers, only to see that it runs; no promises")
    parser.add_argument("--to", type=Path, default=PAGE, help="the page to write")
    parser.add_argument("--dated", default="", metavar="TEXT", help="the day of measuring, for on the page")
    asked = parser.parse_args(argv)
    sizes = QUICK if asked.quick else Sizes()
    load = os.getloadavg()[0]
    if load > (os.cpu_count() or 1) / 2:
        say(
            f"the machine is busy (load {load:.1f}): times will be too long, and a promise may break for that reason only"
        )
    starts = measure_starts(sizes.workbook, cold=not asked.quick)
    if starts.check_seconds is None:
        say("skipped: this checkout has no `leerrecht check`")
    one = measure_one(sizes.one_by_one)
    timelines, flat = compare(sizes)
    say(f"all rules over {sizes.judged:,} children")
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as fresh:  # so that its memory is its own
        everything = fresh.submit(measure_all, sizes.judged, sizes.sample).result()
    limits = limits_of(timelines, everything, one, starts)
    asked.to.parent.mkdir(parents=True, exist_ok=True)
    asked.to.write_text(
        make_page(timelines, flat, everything, one, starts, limits, asked.dated, load), encoding="utf-8"
    )
    say(f"written: {asked.to}")
    wrong = [
        f"{result.engine}: {result.different:,} children differ" for result in timelines + flat if result.different
    ]
    if everything.rows_different:
        wrong.append(f"compiled and plain Python differ in {everything.rows_different:,} conclusions")
    broken = [] if asked.quick else [f"broken promise: {limit.line}" for limit in limits if not limit.is_kept]
    for line in wrong + broken:
        say(line)
    return 1 if wrong + broken else 0


if __name__ == "__main__":
    sys.exit(main())
