"""The command line: `leerrecht check | explain | rules`.

Reads arguments, calls the engines, shows the answer. Stdout carries only the result in the asked format; notices, faults
and progress go to stderr. Each command's work is imported when it is asked for, so that `--help` is quick.
"""

from __future__ import annotations

import argparse
import datetime
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from leerrecht import __version__

RAN, FAILED, FAULTS = 0, 1, 2
INTERRUPTED = 130
FORMATS = ("table", "json", "csv", "xlsx")
LANGUAGES = ("nl", "en")
ISO_LENGTH = 10


def iso_date(text: str) -> datetime.date:
    """Read a date on the command line."""
    try:
        if len(text) == ISO_LENGTH and text[4] == text[7] == "-":
            return datetime.date.fromisoformat(text)
    except ValueError:
        pass
    raise argparse.ArgumentTypeError(f"{text!r} isn't a date; write it as 2026-06-12")


def _common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--lang", choices=LANGUAGES, default="nl", help="language of the texts (default: nl)")
    parser.add_argument("--rulebook", type=Path, metavar="FOLDER", help="another rulebook than the one supplied")


def make_parser() -> argparse.ArgumentParser:
    """Make the parser of all commands."""
    parser = argparse.ArgumentParser(
        prog="leerrecht",
        description="What is due for which child, by when, and on what ground.",
        epilog="Start with: leerrecht check examples/tsd --on 2026-09-15",
    )
    parser.add_argument("--version", action="version", version=f"leerrecht {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    check = commands.add_parser("check", help="show what follows from a list of children", description=(
        "Read a caseload workbook (XLSX, or a folder of CSV files) and show what is due. "
        "Exit code 0: it ran; 2: the list has faults, all of them are shown."))  # fmt: skip
    check.add_argument("file", type=Path, nargs="?", metavar="FILE|FOLDER", help="the workbook, or a folder of CSVs")
    check.add_argument("--on", type=iso_date, metavar="DATE", help="the day asked about (default: today)")
    check.add_argument("--format", choices=FORMATS, default="table", help="default: table")
    check.add_argument("--keep-going", action="store_true", help="judge the good rows although there are faults")
    check.add_argument("--all", action="store_true", help="table: also what is settled or far ahead")
    check.add_argument("--template", action="store_true", help="write an empty workbook to FILE (or to stdout)")
    _common(check)
    explain = commands.add_parser("explain", help="show why: facts, parameters, sources, and a receipt")
    explain.add_argument("file", type=Path, metavar="FILE|FOLDER")
    explain.add_argument("--child", required=True, help="the child's name in the list (column child)")
    explain.add_argument(
        "--rule", required=True, metavar="ID", help="such as placement.term; see: leerrecht rules list"
    )
    explain.add_argument("--key", help="which one, when the rule gives several answers")
    explain.add_argument("--on", type=iso_date, metavar="DATE", help="the day asked about (default: today)")
    explain.add_argument("--format", choices=("text", "json"), default="text", help="default: text")
    explain.add_argument("--keep-going", action="store_true", help="explain although the list has faults")
    _common(explain)
    rules = commands.add_parser("rules", help="list, show or check the rules and their parameters")
    actions = rules.add_subparsers(dest="action", required=True, metavar="ACTION")
    listing = actions.add_parser("list", help="all rules")
    listing.add_argument("--format", choices=("table", "json"), default="table", help="default: table")
    _common(listing)
    show = actions.add_parser("show", help="one rule in words, with its parameters and sources")
    show.add_argument("id", metavar="ID")
    show.add_argument("--format", choices=("text", "json"), default="text", help="default: text")
    _common(show)
    _common(actions.add_parser("check", help="check the rulebook and run the cases in it"))
    return parser


def run(arguments: argparse.Namespace) -> int:
    """Run one command and give its exit code."""
    if arguments.command == "check":
        from leerrecht.cli.check import check

        return check(arguments)
    if arguments.command == "explain":
        from leerrecht.cli.explain import explain

        return explain(arguments)
    from leerrecht.cli.rules import rules

    return rules(arguments)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; the one place where an unexpected failure is caught and said in plain words."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # names of people don't fit older character sets
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    arguments = make_parser().parse_args(argv)
    if getattr(arguments, "on", "") is None:
        arguments.on = datetime.date.today()  # noqa: DTZ011 (the reader's own day)
    try:
        return run(arguments)
    except BrokenPipeError:  # the reader of a pipe, such as `head`, stopped
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return RAN
    except KeyboardInterrupt:
        return INTERRUPTED
    except OSError as error:  # a full disk, a stream that was closed
        from leerrecht.cli.messages import tell

        print(tell("no_room", arguments.lang, why=error.strerror or error), file=sys.stderr)
        return FAILED
    except Exception as error:
        if os.environ.get("LEERRECHT_DEBUG"):
            raise
        from leerrecht.cli.messages import say_failure

        print(say_failure(error, arguments.lang), file=sys.stderr)
        return FAILED
