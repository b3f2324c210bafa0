"""Conclusions as a table for people, or as JSON, CSV or a workbook for other programs."""

from __future__ import annotations

import argparse
import csv
import json
import sys
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, zip_longest
from typing import TYPE_CHECKING, Any

from leerrecht.cli.loading import Loaded, Progress, progress_bar
from leerrecht.cli.messages import plain, tell
from leerrecht.law.explain import Explainer, as_json_row
from leerrecht.law.rules import RULE
from leerrecht.law.words import SETTLED, say, say_date, say_notes, say_step, say_when

if TYPE_CHECKING:
    from leerrecht.law.conclusions import Finding

WIDTH_WITHOUT_TERMINAL = 120
PROGRESS_STEP = 500
NARROW, WHEN_WIDTH, WHO_WIDTH = 80, 20, 24
STYLES = {"overdue": "bold red", "due": "bold yellow", "upcoming": "cyan", "unknown": "magenta", "met": "green"}
COLUMNS = (
    "child",
    "rule",
    "key",
    "state",
    "since_on",
    "due_on",
    "days",
    "text",
    "step",
    "notes",
    "parameter",
    "source",
)
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def write_findings(
    *, findings: Sequence[Finding], explainer: Explainer, loaded: Loaded, arguments: argparse.Namespace
) -> None:
    """Write the conclusions to stdout in the asked format."""
    if arguments.format == "table":
        write_table(findings, explainer, loaded, show_all=arguments.all)
        return
    write = {"json": write_json, "csv": write_csv, "xlsx": write_xlsx}[arguments.format]
    with progress_bar("writing", arguments.lang) as progress:
        write(with_progress(findings, progress), explainer, loaded)


def with_progress(findings: Sequence[Finding], progress: Progress | None) -> Iterator[Finding]:
    """Give the conclusions one by one and tell how many are done."""
    for done, finding in enumerate(findings, start=1):
        if progress and done % PROGRESS_STEP == 0:
            progress(done, len(findings))
        yield finding


def as_object(finding: Finding, explainer: Explainer, loaded: Loaded) -> dict[str, Any]:
    """Give a conclusion as the JSON object of the caseload format; it says when rows about the child don't count."""
    return as_json_row(
        explainer.explain(finding),
        left_out=loaded.left_out(finding.child, explainer.lang),
        warning=loaded.warning(finding.child, explainer.lang, explainer.rulebook),
    )


def write_json(findings: Iterable[Finding], explainer: Explainer, loaded: Loaded) -> None:
    """Write a JSON list, an object a line."""
    lines = (json.dumps(as_object(finding, explainer, loaded), ensure_ascii=False) for finding in findings)
    first = True
    sys.stdout.write("[")
    for line in lines:
        sys.stdout.write(("\n" if first else ",\n") + line)
        first = False
    sys.stdout.write("\n]\n")


def _flat(finding: Finding, explainer: Explainer, loaded: Loaded) -> dict[str, Any]:
    explanation = explainer.explain(finding)
    parameters = explanation.because["parameter"]
    warning = loaded.warning(finding.child, explainer.lang, explainer.rulebook)
    return {
        **{name: getattr(finding, name) for name in COLUMNS[:7]},
        "text": explanation.text,
        "step": explanation.step,
        "notes": " ".join(note for note in (*explanation.notes, warning) if note),
        "parameter": "; ".join(f"{p['id']} = {p['value']} ({p['certainty']})" for p in parameters),
        "source": "; ".join(explanation.because["source"]),
    }


def _rows(findings: Iterable[Finding], explainer: Explainer, loaded: Loaded) -> Iterator[list[Any]]:
    for finding in findings:
        yield list(_flat(finding, explainer, loaded).values())


def write_csv(findings: Iterable[Finding], explainer: Explainer, loaded: Loaded) -> None:
    """Write CSV; text that a spreadsheet would take for a formula gets an apostrophe before it."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in _rows(findings, explainer, loaded):
        writer.writerow(
            [f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_STARTS) else cell for cell in row]
        )


def write_xlsx(findings: Iterable[Finding], explainer: Explainer, loaded: Loaded) -> None:
    """Write a workbook with one sheet; text stays text, also when it looks like a formula."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    book = Workbook(write_only=True)
    sheet = book.create_sheet("conclusions")
    sheet.freeze_panes = "A2"
    for letter, width in zip("ABCDEFGHIJKL", (14, 26, 26, 12, 12, 12, 8, 70, 50, 50, 50, 50), strict=True):
        sheet.column_dimensions[letter].width = width
    header = [WriteOnlyCell(sheet, value=name) for name in COLUMNS]
    for cell in header:
        cell.font = Font(bold=True)
    sheet.append(header)
    for row in _rows(findings, explainer, loaded):
        cells = [WriteOnlyCell(sheet, value=plain(value) if isinstance(value, str) else value) for value in row]
        for cell in cells:
            if cell.data_type == "f":
                cell.data_type = "s"
        sheet.append(cells)
    book.save(sys.stdout.buffer)


def write_table(findings: Sequence[Finding], explainer: Explainer, loaded: Loaded, *, show_all: bool) -> None:
    """Write a list for people, most urgent first: when, who, what and why, and what is asked now."""
    from rich.console import Console

    console = Console(highlight=False, markup=False, emoji=False)
    width = console.width if sys.stdout.isatty() else WIDTH_WITHOUT_TERMINAL
    lang, rulebook = explainer.lang, explainer.rulebook
    settled = sum(finding.state in SETTLED for finding in findings)
    far = sum(is_far(finding) for finding in findings)
    shown = [finding for finding in findings if show_all or not (finding.state in SETTLED or is_far(finding))]
    children = len(loaded.caseload.children)
    print(tell("summary", lang, children=children, on=say_date(explainer.on, lang)))
    if not shown:
        print(tell("nothing", lang, children=children))
    for state, group in groupby(shown, key=lambda finding: finding.state):
        rows = list(group)
        console.print(f"\n{rulebook.common['states'][state][lang]} ({len(rows)})", style=STYLES.get(state, "bold"))
        for finding in rows:
            print("\n".join(_lay_out(finding, explainer, loaded, width)))
    if not show_all and (settled or far):
        print("\n" + tell("hidden", lang, settled=settled, far=far))


def _lay_out(finding: Finding, explainer: Explainer, loaded: Loaded, width: int) -> list[str]:
    """Give the lines of one conclusion: three columns when wide, below each other when narrow."""
    when, who = _when(finding, explainer), _who(finding, loaded)
    if width < NARROW:
        head = textwrap.wrap(" · ".join([*when, *who]), width)
        return [
            *head,
            *(f"  {line}" for text in _what(finding, explainer, loaded) for line in textwrap.wrap(text, width - 2)),
        ]
    room = width - WHEN_WIDTH - WHO_WIDTH
    what = [line for text in _what(finding, explainer, loaded) for line in textwrap.wrap(text, room)]
    named = [line for text in who for line in textwrap.wrap(text, WHO_WIDTH - 2)]
    lines = zip_longest(when, named, what, fillvalue="")
    return [f"{a:<{WHEN_WIDTH}}{b:<{WHO_WIDTH}}{c}".rstrip() for a, b, c in lines]


def is_far(finding: Finding) -> bool:
    """Tell whether something lies too far ahead to stand in a list for people."""
    return finding.state == "upcoming" and (finding.days or 0) > RULE[finding.rule].horizon_days


def _when(finding: Finding, explainer: Explainer) -> list[str]:
    if finding.met_on is not None:
        return [finding.met_on.isoformat()]
    if finding.due_on is None:
        return ["-"]
    return [say_when(finding, explainer.rulebook, explainer.lang), finding.due_on.isoformat()]


def _who(finding: Finding, loaded: Loaded) -> list[str]:
    person = loaded.caseload.row("children", finding.place)
    name = " ".join(part for part in (person["given_names"], person["family_name"]) if part)
    return [plain(text) for text in (finding.child, name) if text]


def _what(finding: Finding, explainer: Explainer, loaded: Loaded) -> list[str]:
    lang, rulebook = explainer.lang, explainer.rulebook
    lines = [f"{rulebook.texts[finding.rule]['title'][lang]}: {plain(say(finding, rulebook, lang))}"]
    lines += [f"! {plain(note)}" for note in say_notes(finding, rulebook, lang)]
    warning = loaded.warning(finding.child, lang, rulebook)
    if warning:
        lines.append(f"! {plain(warning)}")
    step = plain(say_step(finding, rulebook, lang))
    return [*lines, f"> {step}"] if step else lines
