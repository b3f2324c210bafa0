"""From a path to a caseload that can be judged: the rulebook, the list, and what is wrong with either."""

from __future__ import annotations

import argparse
import difflib
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from leerrecht.caseload import Fault, Lang, Reading, read_caseload
from leerrecht.cli.messages import plain, tell
from leerrecht.law.frames import Caseload, build_caseload
from leerrecht.law.rule import RULE_IDS, Rule
from leerrecht.law.rulebook import Rulebook, RulebookRefused, load_rulebook
from leerrecht.law.rules import RULES

Progress = Callable[[int, int], None]


class Stop(Exception):
    """A command can't go on: what to say on stderr has been said."""


def supplied_rulebook() -> Path:
    """Give the folder of the rulebook that comes with Leerrecht: in the installed package, or in a clone."""
    installed = Path(__file__).parents[1] / "rulebook" / "nl"
    return installed if installed.is_dir() else Path(__file__).parents[3] / "rulebook" / "nl"


def get_rulebook(arguments: argparse.Namespace) -> Rulebook:
    """Load the rulebook, or say everything that is wrong with it and stop."""
    try:
        return load_rulebook(folder=arguments.rulebook or supplied_rulebook())
    except RulebookRefused as refused:
        say_refused(refused, arguments.lang)
        raise Stop from None


def say_refused(refused: RulebookRefused, lang: str) -> None:
    """Say everything that is wrong with a rulebook."""
    print(tell("refused", lang, count=len(refused.faults)), file=sys.stderr)
    for fault in refused.faults:
        print(f"- {fault}", file=sys.stderr)


@contextmanager
def progress_bar(name: str, lang: str) -> Iterator[Progress | None]:
    """Show progress on stderr while something long runs; nothing when stderr isn't a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
    from rich.progress import Progress as RichProgress

    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn()
    with RichProgress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(tell(name, lang), total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


@dataclass(frozen=True)
class Loaded:
    """A caseload ready to be judged, and how it was read."""

    caseload: Caseload
    reading: Reading

    @property
    def has_faults(self) -> bool:
        """Tell whether the list had faults (and somebody asked to keep going)."""
        return bool(self.reading.faults)

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules to judge by: a list that names nobody's task says nothing of tasks, so that nobody is missing in it."""
        names_tasks = not self.caseload.frames["involvements"].is_empty()
        return tuple(rule for rule in RULES if names_tasks or "involvements.task" not in rule.reads)

    @cached_property
    def orphans(self) -> tuple[str, ...]:
        """Tables with rows that couldn't be tied to a child: they may be about any of them."""
        named = {fault.sheet for fault in self.reading.faults if is_orphan(fault)}
        return tuple(sorted({*named, *self.reading.unread} - {"children"}))

    def left_out(self, child: str, lang: str) -> tuple[str, ...]:
        """Give the rows of a child that don't count because of a fault, and the tables that may hold more of them."""
        places = (say_place(place, lang) for place in self.reading.left_out.get(child, ()))
        return (*places, *(tell("unread", lang, table=table) for table in self.orphans))

    def warning(self, child: str, lang: str, rulebook: Rulebook) -> str:
        """Give the sentence that says an answer may be incomplete; empty when it isn't."""
        places = self.left_out(child, lang)
        if not places:
            return ""
        text = str(rulebook.common["notes"]["left_out"][lang]).format(count=len(places))
        return f"{text} ({'; '.join(places)})"


def is_orphan(fault: Fault) -> bool:
    """Tell whether a fault is about a row of which we can't tell whose it is."""
    return fault.code in ("child_unknown", "merged_cells") or (
        fault.code == "value_missing" and fault.column == "child"
    )


def say_place(place: str, lang: str) -> str:
    """Say the place of a row: `applications rij 2`."""
    table, _, row = place.partition(" rij ")
    return f"{table} {tell('row', lang)} {row}"


def report(reading: Reading, lang: Lang) -> None:
    """Print every notice and every fault to stderr: where, what, and what would be right. Absent sheets share a line."""
    absent = [each.sheet for each in reading.notices if each.code == "sheet_absent"]
    lines = [f"{tell('notice', lang)}: {tell('absent', lang, sheets=', '.join(absent))}"] if absent else []
    notices = [("notice", each) for each in reading.notices if each.code != "sheet_absent"]
    for kind, each in (*notices, *(("fault", fault) for fault in reading.faults)):
        lines.append(plain(f"{tell(kind, lang)}: {each.place(lang)}: {each.what(lang)} {each.remedy(lang)}".rstrip()))
    if lines:
        print("\n".join(lines), file=sys.stderr)


def report_left_out(reading: Reading, lang: str, *, keep_going: bool) -> None:
    """Say how many faults there are, and with --keep-going which rows and children don't count."""
    rows = sum(len(places) for places in reading.left_out.values())
    name = "kept_going" if keep_going else "faults"
    print(tell(name, lang, count=len(reading.faults), rows=rows), file=sys.stderr)
    judged = set(reading.frames["children"]["child"].to_list())
    skipped = [
        child for child, places in reading.left_out.items() if child not in judged and places[0].startswith("children ")
    ]
    if keep_going and skipped:
        print(plain(tell("not_judged", lang, children=", ".join(skipped))), file=sys.stderr)


def load(arguments: argparse.Namespace, rulebook: Rulebook) -> Loaded:
    """Read the list; say everything that is wrong with it, and stop unless asked to keep going."""
    lang = arguments.lang
    with progress_bar("reading", lang) as progress:
        reading = read_caseload(path=arguments.file, rule_ids=RULE_IDS, progress=progress)
    report(reading, lang)
    if reading.faults:
        report_left_out(reading, lang, keep_going=arguments.keep_going)
        if not arguments.keep_going or reading.frames["children"].is_empty():
            raise Stop
    return Loaded(build_caseload(frames=reading.frames, regions=rulebook.regions), reading)


def nearest(name: str, names: tuple[str, ...], lang: str) -> str:
    """Suggest the name that was probably meant."""
    found = difflib.get_close_matches(name, names, n=1)
    return tell("meant", lang, name=found[0]) if found else ""
