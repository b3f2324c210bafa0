"""`make proof`: the walk, the twins, bad input and a sample of mutations, on both databases; one line at the end.

What is asked and what is changed is a sample that differs each day: `--seed N` repeats one. `--sample N` takes more
mutations, `--only TEXT` those whose id has this text, `--allowed N` doesn't fail while no more than N survive, and
`--mutations` leaves the rest out. `--all` asks for everything and makes every mutation: that takes hours.
"""

from __future__ import annotations

import argparse
import datetime
import os
import random
import subprocess
import sys
import tempfile
import time
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from tests.proof import reached, tally
from tests.proof.mutating import ENVIRONMENT, Mutation, cell_mutations, code_mutations

ROOT = Path(__file__).parents[2]
EQUIVALENTS = Path(__file__).with_name("equivalents.yaml")
CORES = 2
SAMPLE = 10
PROOFS = (
    ("walk.py", "sqlite"), ("walk.py", "postgresql"), ("twins.py", "sqlite"), ("twins.py", "postgresql"), ("fuzz.py", "sqlite"),
)  # fmt: skip
"""The long ones first, so that both cores end at about the same time."""
WALK = "tests/proof/test_sample.py"
KILLERS = (
    "tests/web/test_cutting.py", "tests/access", "tests/web/test_reach.py", "tests/operations/test_facts.py",
    "tests/operations/test_consents.py", "tests/operations/test_glass.py", WALK,
)  # fmt: skip
"""The tests that must notice a mutation, the quickest first."""
PAGES = "tests/web/test_pages.py"
BESIDE = {
    **dict.fromkeys((f"queries/{name}.py" for name in ("cards", "search", "why", "worklist")), (PAGES,)),
    "queries/child.py": (PAGES, "tests/web/test_tasks.py"),
    **dict.fromkeys((f"queries/{name}.py" for name in ("log_search", "logs")), ("tests/web/test_logs.py",)),
    **dict.fromkeys((f"queries/{name}.py" for name in ("keeping", "record")), ("tests/rights",)),
    **dict.fromkeys((f"queries/{name}.py" for name in ("own", "own_log")), ("tests/youth",)),
    "queries/rights.py": ("tests/rights", "tests/web/test_rights.py"),
    "queries/exports.py": ("tests/web/test_attacks.py", "tests/operations/importing/test_round_trip.py"),
    "queries/imports.py": ("tests/operations/importing/test_reach.py",),
    "queries/municipality.py": (PAGES, "tests/web/test_attacks.py"),
    "queries/notices.py": ("tests/web/test_consent.py", "tests/web/test_glass.py"),
    "queries/glass.py": ("tests/web/test_glass.py",),
    "queries/consents.py": ("tests/web/test_consent.py",),
    "queries/moves.py": ("tests/operations/test_moves_seen.py", "tests/web/test_moves.py"),
    **dict.fromkeys(
        (f"queries/{name}.py" for name in ("transfers", "transfer_file")),
        ("tests/operations/test_transfers.py", "tests/operations/test_transfer_file.py", "tests/web/test_transfer.py"),
    ),
    **dict.fromkeys(
        (f"queries/{name}.py" for name in ("arrivals", "doubles", "inquiries", "links", "register")), ("tests/linking",)
    ),
    **dict.fromkeys((f"queries/{name}.py" for name in ("feeds", "waiting")), ("tests/telling",)),
    "queries/tasks.py": ("tests/web/test_tasks.py", "tests/youth"),
    "queries/partnerships.py": ("tests/partnership", "tests/web/test_partnership.py"),
    **dict.fromkeys(
        (f"queries/{name}.py" for name in ("meetings", "knots", "dated")),
        ("tests/partnership", "tests/web/test_meetings.py"),
    ),
    "queries/points.py": ("tests/partnership/test_points.py", "tests/web/test_points.py"),
    "queries/child_knots.py": ("tests/partnership/test_child_knots.py",),
    "queries/ambitions.py": ("tests/partnership/test_ambitions.py",),
    "queries/insight.py": ("tests/insight",),
    "queries/handovers.py": (
        "tests/operations/test_handovers.py", "tests/operations/test_staff_days.py", "tests/web/test_handovers.py",
    ),
    "queries/asked.py": ("tests/operations/test_asked.py",),
    "queries/reading.py": ("tests/web/test_reading.py",),
    "queries/task_agreements.py": ("tests/partnership", "tests/web/test_partnership.py"),
}  # fmt: skip
"""The tests of one module, asked only about its own mutations: first, as they are the quickest to notice."""
NOTICED = (1, 2)
"""What pytest answers when a test fails, or when nothing could even be imported."""


@dataclass
class Done:
    """A run of pytest."""

    name: str
    code: int
    said: str
    seconds: float = 0
    mutation: Mutation | None = field(default=None)


def run(name: str, *tests: str, mutation: Mutation | None = None, **environment: str) -> Done:
    """Run tests in a process of their own."""
    plugins = ["-p", "no:cacheprovider", "-p", "no:randomly", "-n", "0"]
    plugins += ["-p", "tests.proof.mutating"] if mutation else []
    plugins += ["-p", "tests.proof.reached"] if reached.NOTES in environment else []
    asked = [sys.executable, "-m", "pytest", "--quiet", "--tb=short", "--show-capture=no", *plugins, *tests]
    more = {"PYTHONPATH": str(ROOT), **({ENVIRONMENT: mutation.id} if mutation else {}), **environment}
    began = time.monotonic()
    done = subprocess.run(asked, cwd=ROOT, env={**os.environ, **more}, capture_output=True, text=True, check=False)
    return Done(name, done.returncode, done.stdout + done.stderr, time.monotonic() - began, mutation)


def killers(mutation: Mutation) -> tuple[str, ...]:
    """Give the tests that must notice a mutation."""
    return (*BESIDE.get(mutation.id.split("::")[0], ()), *KILLERS)


def watch_killers(drawn: list[Mutation], notes: Path) -> Done:
    """Run what must notice mutations without any: it has to pass, and notes what it reaches."""
    asked = dict.fromkeys(test for mutation in drawn for test in killers(mutation)) or KILLERS
    functions = sorted({reached.function_of(mutation.id) for mutation in drawn})
    watched = {reached.NOTES: str(notes), reached.WATCHED: "\n".join(each for each in functions if ".py::" in each)}
    return run("what must notice mutations", "-x", *asked, **watched)


def challenge(mutation: Mutation, watching: Future[Done], notes: Path) -> Done:
    """Run what reaches a mutation until a test notices; everything before saying that none did."""
    watching.result()
    if mutation.id.startswith("access.yaml"):
        only = {reached.NOTES: str(notes), reached.ROLE: mutation.id.split("::")[2]}
        done = run(mutation.id, "-x", WALK, mutation=mutation, **only)
    else:
        only = {reached.NOTES: str(notes), reached.FUNCTION: reached.function_of(mutation.id)}
        done = run(mutation.id, "-x", *killers(mutation), mutation=mutation, **only)
    return done if done.code in NOTICED else run(mutation.id, "-x", *killers(mutation), mutation=mutation)


def equivalents() -> dict[str, str]:
    """Give the mutations that change nothing anybody could notice, each with the reason."""
    return yaml.safe_load(EQUIVALENTS.read_text()) or {}


def sample(options: Any) -> list[Mutation]:
    """Draw the mutations of this run; those that are the same as the original are left out."""
    argued = equivalents()
    cells, code = cell_mutations(), code_mutations()
    every = [mutation for mutation in (*cells, *code) if mutation.id not in argued]
    if options.only:
        return [mutation for mutation in every if options.only in mutation.id]
    if options.all:
        return every
    chance = random.Random(options.seed)
    of_cells = [mutation for mutation in every if mutation.id.startswith("access.yaml")]
    of_code = [mutation for mutation in every if not mutation.id.startswith("access.yaml")]
    few = max(options.sample // 4, 1)
    return [*chance.sample(of_cells, few), *chance.sample(of_code, min(options.sample - few, len(of_code)))]


def report(options: Any, drawn: list[Mutation], proofs: list[Done], mutated: list[Done], folder: Path) -> int:
    """Say what came of it: what is wrong first, the one line last."""
    found = tally.total(folder / "counts")
    for done in (done for done in proofs if done.code):
        print(f"--- {done.name}\n{done.said[-6000:]}")
    print(", ".join(f"{done.name}: {done.seconds:.0f} s" for done in proofs))
    survivors = [done.mutation for done in mutated if done.mutation and done.code not in NOTICED]
    for mutation in survivors:
        print(f"survived: {mutation.id} (line {mutation.line}: {mutation.said})")
    print(f"asked: {found['requests']} requests; sent: {found['inputs']} bad inputs; drawn with --seed {options.seed}")
    failed = sum(1 for done in proofs if done.code)
    leaks = found["leaks"] or failed  # a proof that couldn't be run proves nothing
    print(
        f"proof: {found['urls']} urls, {found['viewers']} viewers, {found['canaries']} canaries, "
        f"{len(drawn) - len(survivors)} mutations killed of {len(drawn)}, {leaks} leaks"
    )
    return 1 if failed or leaks or len(survivors) > options.allowed else 0


def main() -> int:
    """Run everything on two cores."""
    reader = argparse.ArgumentParser(prog="make proof", description=__doc__)
    reader.add_argument("--seed", type=int, default=datetime.date.today().toordinal())
    reader.add_argument("--sample", type=int, default=SAMPLE)
    reader.add_argument("--allowed", type=int, default=0)
    reader.add_argument("--all", action="store_true")
    reader.add_argument("--only", default="")
    reader.add_argument("--mutations", action="store_true")
    options = reader.parse_args()
    drawn = sample(options)
    with tempfile.TemporaryDirectory(prefix="leerrecht-proof-") as name, ThreadPoolExecutor(CORES) as pool:
        counts = {tally.FILE: str(Path(name) / "counts"), tally.SEED: str(options.seed)} | (
            {tally.WHOLE: "1"} if options.all else {}
        )
        notes = Path(name) / "notes"
        watching = pool.submit(watch_killers, drawn, notes)  # first, since the mutations wait for it
        waiting = [
            pool.submit(run, f"{file} on {database}", f"tests/proof/{file}", LEERRECHT_TEST_DATABASE=database, **counts)
            for file, database in (() if options.mutations else PROOFS)
        ]
        mutants = [pool.submit(challenge, each, watching, notes) for each in drawn]
        proofs, mutated = [each.result() for each in (*waiting, watching)], [each.result() for each in mutants]
        if os.environ.get("LEERRECHT_PROOF_TIMES"):
            print("\n".join(f"{done.seconds:6.1f} s {done.code} {done.name}" for done in (*proofs, *mutated)))
        return report(options, drawn, proofs, mutated, Path(name))


if __name__ == "__main__":
    sys.exit(main())
