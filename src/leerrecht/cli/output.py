"""Conclusions as a table for people, or as JSON, CSV or a workbook for other programs."""

from __future__ import annotations

import argparse
import csv
import json
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from leerrecht.cli.messages import tell
from leerrecht.law.explain import Explainer, as_json_row
from leerrecht.law.words import say, say_date, say_notes, say_step, say_when

if TYPE_CHECKING:
    from rich.console import Console

    from leerrecht.cli.loading import Loaded
    from leerrecht.law.conclusions import Finding

SETTLED = ("met", "met_late")
FAR_DAYS = 365
WIDTH_WITHOUT_TERMINAL = 120
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


def plain(text: str) -> str:
    """Make text from a list fit for a terminal: no control or steering characters."""
    return "".join(character for character in text if unicodedata.category(character)[0] != "C")


def write_findings(
    *, findings: Sequence[Finding], explainer: Explainer, loaded: Loaded, arguments: argparse.Namespace
) -> None:
    """Write the conclusions to stdout in the asked format."""
    if arguments.format == "table":
        write_table(findings, explainer, loaded, show_all=arguments.all)
    elif arguments.format == "json":
        write_json(findings, explainer, loaded)
    elif arguments.format == "csv":
        write_csv(findings, explainer, loaded)
    else:
        write_xlsx(findings, explainer, loaded)


def write_json(findings: Sequence[Finding], explainer: Explainer, loaded: Loaded) -> None:
    """Write a JSON list, an object a line."""
    lines = (
        json.dumps(
            as_json_row(explainer.explain(finding), loaded.left_out(finding.child, explainer.lang)), ensure_ascii=False
        )
        for finding in findings
    )
    first = True
    sys.stdout.write("[")
    for line in lines:
        sys.stdout.write(("\n" if first else ",\n") + line)
        first = False
    sys.stdout.write("\n]\n")


def _flat(finding: Finding, explainer: Explainer, loaded: Loaded) -> dict[str, Any]:
    explanation = explainer.explain(finding)
    row = as_json_row(explanation)
    parameters = explanation.because["parameter"]
    left_out = loaded.left_out(finding.child, explainer.lang)
    return {
        **{name: row[name] for name in COLUMNS[:8]},
        "step": explanation.step,
        "notes": " ".join([*explanation.notes, *left_out]),
        "parameter": "; ".join(f"{p['id']} = {p['value']} ({p['certainty']})" for p in parameters),
        "source": "; ".join(explanation.because["source"]),
    }


def _rows(findings: Sequence[Finding], explainer: Explainer, loaded: Loaded) -> Iterator[list[Any]]:
    for finding in findings:
        yield list(_flat(finding, explainer, loaded).values())


def write_csv(findings: Sequence[Finding], explainer: Explainer, loaded: Loaded) -> None:
    """Write CSV; text that a spreadsheet would take for a formula gets an apostrophe before it."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in _rows(findings, explainer, loaded):
        writer.writerow(
            [f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_STARTS) else cell for cell in row]
        )


def write_xlsx(findings: Sequence[Finding], explainer: Explainer, loaded: Loaded) -> None:
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

    width = None if sys.stdout.isatty() else WIDTH_WITHOUT_TERMINAL
    console = Console(width=width, highlight=False, markup=False, emoji=False)
    lang, rulebook = explainer.lang, explainer.rulebook
    settled = [finding for finding in findings if finding.state in SETTLED]
    far = [finding for finding in findings if finding.state == "upcoming" and (finding.days or 0) > FAR_DAYS]
    shown = [finding for finding in findings if show_all or (finding not in settled and finding not in far)]
    children = len(loaded.caseload.children)
    console.print(tell("summary", lang, children=children, on=say_date(explainer.on, lang)))
    if not shown:
        console.print(tell("nothing", lang, children=children))
    for state, group in groupby(shown, key=lambda finding: finding.state):
        rows = list(group)
        console.print(f"\n{rulebook.common['states'][state][lang]} ({len(rows)})", style=STYLES.get(state, "bold"))
        _print_rows(console, rows, explainer, loaded)
    if not show_all and (settled or far):
        console.print("\n" + tell("hidden", lang, settled=len(settled), far=len(far)), style="dim")


def _print_rows(console: Console, rows: Sequence[Finding], explainer: Explainer, loaded: Loaded) -> None:
    from rich.table import Table

    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0), pad_edge=False)
    table.add_column(min_width=13, max_width=18)
    table.add_column(max_width=24)
    table.add_column(ratio=1)
    for finding in rows:
        table.add_row(_when(finding, explainer), _who(finding, loaded), _what(finding, explainer, loaded))
    console.print(table)


def _when(finding: Finding, explainer: Explainer) -> str:
    if finding.due_on is None:
        return "-"
    return f"{say_when(finding, explainer.rulebook, explainer.lang)}\n{finding.due_on.isoformat()}"


def _who(finding: Finding, loaded: Loaded) -> str:
    person = loaded.caseload.row("children", finding.place)
    name = " ".join(part for part in (person["given_names"], person["family_name"]) if part)
    return plain(f"{finding.child}") + (f"\n{plain(name)}" if name else "")


def _what(finding: Finding, explainer: Explainer, loaded: Loaded) -> str:
    lang, rulebook = explainer.lang, explainer.rulebook
    lines = [f"{rulebook.texts[finding.rule]['title'][lang]}: {plain(say(finding, rulebook, lang))}"]
    lines += [f"! {plain(note)}" for note in say_notes(finding, rulebook, lang)]
    left_out = loaded.left_out(finding.child, lang)
    if left_out:
        lines.append("! " + rulebook.common["notes"]["left_out"][lang].format(count=len(left_out)))
    step = plain(say_step(finding, rulebook, lang))
    return "\n".join([*lines, f"> {step}"] if step else lines)
