"""`python -m bench [all|engines|pages|identity|...] [--quick] [--to FILE] ...`: measure, write, judge promises.

With one of those names only that is measured; its part of the page is replaced, the rest stays. Filled databases (`pages`,
`arrivals`) are kept in the folder LEERRECHT_BENCH_VAR, if it is set.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).parents[1]
if str(ROOT / "src") not in sys.path and not any((Path(path) / "leerrecht").is_dir() for path in sys.path):
    sys.path.insert(0, str(ROOT / "src"))

from bench import appraisal, arrivals, decisions, identity  # noqa: E402
from bench.limits import limits_of, page_limits  # noqa: E402
from bench.pages import shape  # noqa: E402
from bench.pages.measuring import measure_pages  # noqa: E402
from bench.pages.page import put_block, put_head  # noqa: E402
from bench.report import make_page, pages_block  # noqa: E402

if TYPE_CHECKING:
    from bench.comparison import Result

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
    from bench import compiled
    from bench.comparison import compare_flat, compare_timelines
    from bench.subset import make_subset

    tiny = make_subset(20)
    compiled.measure(tiny)
    compiled.measure_flat(tiny)
    say(f"drawing {sizes.compared:,} children for the comparison")
    subset = make_subset(sizes.compared)
    say("comparing engines")
    return compare_timelines(subset, sizes.sample), compare_flat(subset, sizes.sample)


def write_pages(asked: argparse.Namespace) -> list[str]:
    """Measure pages and put them in the page; a quick try goes to stdout unless a file is named. Gives what is broken."""
    whole = shape.Sizes(children=asked.children) if asked.children else shape.Sizes()
    pages = measure_pages(sizes=shape.QUICK if asked.quick else whole, say=say)
    to = asked.to or (None if asked.quick else PAGE)
    block = pages_block(pages)
    if to is None:
        print(block)
    else:
        to.parent.mkdir(parents=True, exist_ok=True)
        to.write_text(put_block(to.read_text(encoding="utf-8") if to.is_file() else "", block), encoding="utf-8")
        say(f"written: {to}")
    broken = (
        [] if asked.quick else [f"broken promise: {found.line}" for found in page_limits(pages) if not found.is_kept]
    )
    return pages.faults + broken


def write_part(asked: argparse.Namespace, part: Any, found: Any) -> list[str]:
    """Put what was found of one part in its place on the page. Gives what is broken; a quick try promises nothing."""
    block = part.make_block(found)
    if asked.quick and not asked.to:
        print(block)
        return []
    to = asked.to or PAGE
    text = to.read_text(encoding="utf-8") if to.is_file() else ""
    to.write_text(put_block(text, block, begin=part.BEGIN, end=part.END), encoding="utf-8")
    return [] if asked.quick else list(part.broken(found))


def write_decisions(asked: argparse.Namespace) -> list[str]:
    """Measure decisions about access. Gives what is broken."""
    return write_part(asked, decisions, decisions.measure_decisions())


def write_identity(asked: argparse.Namespace) -> list[str]:
    """Measure linking. Gives what is broken."""
    return write_part(asked, identity, identity.measure_identity(quick=asked.quick, say=say))


def write_arrivals(asked: argparse.Namespace) -> list[str]:
    """Measure searching before a record is made. Gives what is broken."""
    return write_part(asked, arrivals, arrivals.measure_arrivals(quick=asked.quick, sizes=asked.children, say=say))


def write_appraisal(asked: argparse.Namespace) -> list[str]:
    """Measure weighing policy. Gives what is broken."""
    return write_part(asked, appraisal, appraisal.measure_appraisal(quick=asked.quick))


def sizes_of(text: str) -> tuple[int, ...]:
    """Read sizes with commas between them, the largest last.

    >>> sizes_of("10000,1000")
    (1000, 10000)
    """
    return tuple(sorted(int(part) for part in text.split(",")))


def read_arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    """Read what was asked."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "what",
        nargs="?",
        choices=("all", "engines", "pages", "decisions", "identity", "arrivals", "appraisal"),
        default="all",
        help="only those",
    )
    parser.add_argument("--quick", action="store_true", help="small numbers, only to see that it runs; no promises")
    parser.add_argument("--to", type=Path, help="the page to write")
    parser.add_argument("--children", type=sizes_of, metavar="N,N", help="pages, arrivals: children in the databases")
    parser.add_argument("--dated", default="", metavar="TEXT", help="the day of measuring, for on the page")
    return parser.parse_args(argv)


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, write, judge."""
    asked = read_arguments(argv)
    load = os.getloadavg()[0]
    if load > (os.cpu_count() or 1) / 2:
        say(
            f"the machine is busy (load {load:.1f}): times will be too long, and a promise may break for that reason only"
        )
    wrong = measure_engines(asked, load) if asked.what in ("all", "engines") else []
    wrong += write_decisions(asked) if asked.what in ("all", "decisions") else []
    wrong += write_identity(asked) if asked.what in ("all", "identity") else []
    wrong += write_arrivals(asked) if asked.what in ("all", "arrivals") else []
    wrong += write_appraisal(asked) if asked.what in ("all", "appraisal") else []
    wrong += write_pages(asked) if asked.what in ("all", "pages") else []
    for line in wrong:
        say(line)
    return 1 if wrong else 0


def measure_engines(asked: argparse.Namespace, load: float) -> list[str]:
    """Measure the engines and write the head of the page; gives what is wrong or broken."""
    from bench.all_rules import measure_all, measure_one
    from bench.starts import measure_starts

    asked.to = asked.to or PAGE
    sizes = QUICK if asked.quick else Sizes()
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
    page = make_page(timelines, flat, everything, one, starts, limits, asked.dated, load)
    former = asked.to.read_text(encoding="utf-8") if asked.to.is_file() else ""
    asked.to.write_text(put_head(page, former), encoding="utf-8")
    say(f"written: {asked.to}")
    wrong = [
        f"{result.engine}: {result.different:,} children differ" for result in timelines + flat if result.different
    ]
    if everything.rows_different:
        wrong.append(f"compiled and plain Python differ in {everything.rows_different:,} conclusions")
    broken = [] if asked.quick else [f"broken promise: {limit.line}" for limit in limits if not limit.is_kept]
    return wrong + broken


if __name__ == "__main__":
    sys.exit(main())
