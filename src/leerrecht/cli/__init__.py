"""The command line: `leerrecht check | explain | rules | link | appraise | demo | serve | tick | accounts | import ...`.

Reads arguments, calls the engines, shows the answer. Stdout carries only the result in the asked format; notices, faults
and progress go to stderr. Each command's work is imported when it is asked for, so that `--help` is quick.
"""

from __future__ import annotations

import argparse
import datetime
import io
import math
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from leerrecht import __version__

RAN, FAILED, FAULTS = 0, 1, 2
INTERRUPTED = 130
FORMATS = ("table", "json", "csv", "xlsx")
LANGUAGES = ("nl", "en")
ISO_LENGTH = 10
HIGHEST_PORT, MOST = 65535, 20_000
MOST_DRAWS = 10_000_000


def iso_date(text: str) -> datetime.date:
    """Read a date on the command line."""
    try:
        if len(text) == ISO_LENGTH and text[4] == text[7] == "-":
            return datetime.date.fromisoformat(text)
    except ValueError:
        pass
    raise argparse.ArgumentTypeError(f"{text!r} isn't a date; write it as 2026-06-12")


def iso_moment(text: str) -> datetime.datetime:
    """Read a moment on the command line; without an offset it is of the clock on our wall."""
    try:
        return datetime.datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} isn't a moment; write it as 2026-06-12T07:00") from None


def port(text: str) -> int:
    """Read a port; 0 is any that is free."""
    if not text.isdecimal() or int(text) > HIGHEST_PORT:
        raise argparse.ArgumentTypeError(f"{text!r} isn't a port; give a number from 0 to {HIGHEST_PORT}")
    return int(text)


def weight(text: str) -> float:
    """Read a weight: a number, with a point or a comma."""
    try:
        found = float(text.replace(",", "."))
    except ValueError:
        found = math.nan
    if not math.isfinite(found):
        raise argparse.ArgumentTypeError(f"{text!r} isn't a weight; give a number, such as -3 or 2.5")
    return found


def _count(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= MOST:
        raise argparse.ArgumentTypeError(f"{text!r} isn't right; give a number from 1 to {MOST}")
    return int(text)


def _loopback(text: str) -> str:
    if text not in ("127.0.0.1", "localhost"):
        raise argparse.ArgumentTypeError("the demo answers on this machine only; for others there is: leerrecht serve")
    return "127.0.0.1"


def _language(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--lang", choices=LANGUAGES, default="nl", help="language of the texts (default: nl)")


def _common(parser: argparse.ArgumentParser) -> None:
    _language(parser)
    parser.add_argument("--rulebook", type=Path, metavar="FOLDER", help="another rulebook than the one supplied")


def make_parser() -> argparse.ArgumentParser:
    """Make the parser of all commands."""
    parser = argparse.ArgumentParser(
        prog="leerrecht",
        description="What is due for which child, by when, and on what ground.",
        epilog="Start with: leerrecht demo, or: leerrecht check examples/tsd --on 2026-09-15",
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
    _add_appraise(commands)
    _add_pages(commands)
    _add_accounts(commands)
    _add_lists(commands)
    _add_link(commands)
    return parser


def _draws(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= MOST_DRAWS:
        raise argparse.ArgumentTypeError(f"{text!r} isn't right; give a number from 1 to {MOST_DRAWS}")
    return int(text)


def _seed(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} isn't a seed; give a whole number from 0")
    return int(text)


def _add_appraise(commands: Any) -> None:
    """Add the policy lab."""
    appraise = commands.add_parser("appraise", help="weigh policy scenarios: vetoes, ranks, conclusions", description=(
        "Appraise a study: what is admissible, who ranks where and how surely, which conclusions follow. "
        "With --design: what of the evidence holds for a scenario of your own. "
        "Exit code 2: the study has faults, all are shown."))  # fmt: skip
    appraise.add_argument(
        "study", metavar="STUDY", help="a study file (YAML), or the id of a supplied one, such as aef-2025"
    )
    appraise.add_argument("--subgroup", metavar="ID", help="only this one (default: each of them, never together)")
    appraise.add_argument(
        "--pooled", action="store_true", help="also all scored subgroups taken together, by their size"
    )
    appraise.add_argument("--draws", type=_draws, default=10_000, metavar="N", help="default: 10000")
    appraise.add_argument("--seed", type=_seed, default=0, metavar="N", help="same seed, same numbers (default: 0)")
    appraise.add_argument("--weights", choices=("blocks", "free"), default="blocks", help=(
        "blocks: each block keeps its weight, free inside; free: over all columns (default: blocks)"))  # fmt: skip
    appraise.add_argument("--scores", choices=("range", "point"), default="range", help=(
        "range: drawn within the coder's ranges; point: as coded, without columns that have an unknown cell "
        "(default: range)"))  # fmt: skip
    appraise.add_argument("--format", choices=("table", "json"), default="table", help="default: table")
    appraise.add_argument(
        "--design", metavar="K=V,...", help="a scenario of your own, such as content=skills,time=in_school"
    )
    appraise.add_argument(
        "--base", metavar="ID", help="the scenario to compare it with (default: the one most like it)"
    )
    appraise.add_argument(
        "--cost", action="store_true", help="with --design: the cost per pupil as a band, and what drives it"
    )
    appraise.add_argument("--matrix", type=Path, metavar="FILE", help="write the judgements as CSV or XLSX, and stop")
    appraise.add_argument(
        "--judgements", type=Path, metavar="FILE", help="take the judgements from such a CSV or XLSX instead"
    )
    appraise.add_argument("--second-coder", type=Path, action="append", metavar="FILE", help=(
        "another coder's judgements (CSV or XLSX), may come more than once: ranges widen where they differ, agreement is told"
    ))  # fmt: skip
    appraise.add_argument("--report", type=Path, metavar="FILE", help="write the report: .pdf, .docx or .html")
    _add_own_copy(appraise)
    _language(appraise)


def _add_own_copy(appraise: argparse.ArgumentParser) -> None:
    """Add what is done with a study of one's own."""
    own = appraise.add_argument_group("a study of your own", description=(
        "Begin a copy, add evidence to it, and see what that changes. Nothing in it is overwritten: each addition or change "
        "is written below the others, with who, when, why, and what stood before."))  # fmt: skip
    own.add_argument("--copy", type=Path, metavar="FILE", help="begin a copy of the study in this new file, with --by")
    own.add_argument("--add", type=Path, metavar="FILE", help=(
        "add the parts of a study in this file (YAML), or judgements (CSV or XLSX), to the copy; with --by and --why"
    ))  # fmt: skip
    own.add_argument(
        "--try", dest="try_", type=Path, metavar="FILE", help="show what --add would change, and write nothing"
    )
    own.add_argument("--by", metavar="ROLE", help="who does this: a role, never a person's name")
    own.add_argument("--why", metavar="TEXT", help="why, in a sentence")
    own.add_argument("--history", action="store_true", help="show who changed what, when, why, and what stood before")
    own.add_argument("--since", metavar="ID", help="what changed since, and with, this entry of the history")


def _add_pages(commands: Any) -> None:
    """Add the commands that serve the pages."""
    demo = commands.add_parser("demo", help="try Leerrecht on an invented region, in your browser", description=(
        "Make a database with invented children under --var, the first time, and serve it on this machine only."))  # fmt: skip
    demo.add_argument("--port", type=port, default=8000, help="taken: the next that is free (default: 8000)")
    demo.add_argument("--host", type=_loopback, default="127.0.0.1", help=argparse.SUPPRESS)
    demo.add_argument("--fresh", action="store_true", help="begin anew, with the demo as it was made")
    demo.add_argument("--var", type=Path, metavar="FOLDER", help="where it is kept (default: LEERRECHT_VAR, or var)")
    demo.add_argument(
        "--children", type=_count, default=400, metavar="N", help="how many, when it is made (default: 400)"
    )
    demo.add_argument(
        "--on", dest="day", type=iso_date, metavar="DATE", help="the demo's today (default: 2026-09-15, of the stories)"
    )
    serve = commands.add_parser("serve", help="serve the pages for real children", description=(
        "Serve the pages under the profile in DJANGO_SETTINGS_MODULE (default: leerrecht.conf.production)."))  # fmt: skip
    serve.add_argument("--host", default="127.0.0.1", help="default: 127.0.0.1")
    serve.add_argument("--port", type=port, default=8000, help="default: 8000")
    serve.add_argument(
        "--threads", type=_count, default=2, help="default: 2; more make each page wait longer, more processes don't"
    )
    serve.add_argument(
        "--proxy",
        default="127.0.0.1",
        metavar="ADDRESS",
        help="the proxy whose X-Forwarded headers count (default: 127.0.0.1)",
    )
    migrate = commands.add_parser("migrate", help="bring the database up to date")
    doctor = commands.add_parser("doctor", help="see whether everything here is as it should be")
    doctor.add_argument("--verify-log", action="store_true", help="walk the whole log: was any row changed or removed?")
    doctor.add_argument(
        "--link", action="append", metavar="N:LINK", help="verify against a link that was noted elsewhere"
    )
    logs = commands.add_parser(
        "logs", help="count the rows of the logs that are past their term; --remove removes them"
    )
    logs.add_argument("--remove", action="store_true", help="remove them; of events the content goes, the chain stays")
    tick = commands.add_parser("tick", help="do the scheduled work that is due", description=(
        "Do what is due since the last time: e-mail, calendars, the logs, what is past its term. Safe to run twice, and to "
        "miss. Run it every few minutes from cron or a timer. Exit code 1: a job failed, the others were done."))  # fmt: skip
    tick.add_argument(
        "--at", type=iso_moment, metavar="MOMENT", help="as of then, such as 2026-06-12T07:00 (default: now)"
    )
    tick.add_argument("--only", metavar="NAME", help="this job alone")
    tick.add_argument("--dry-run", action="store_true", help="say what would be done, change nothing")
    for parser in (demo, serve, migrate, doctor, logs, tick):
        _language(parser)


def _add_accounts(commands: Any) -> None:
    """Add the commands about who may sign in."""
    accounts = commands.add_parser("accounts", help="make, end or list accounts")
    actions = accounts.add_subparsers(dest="action", required=True, metavar="ACTION")
    add = actions.add_parser("add", help="make a local account for one person", description=(
        "Prints a password and a start code, this once: hand them over by two different ways. "
        "Who signs in through their organisation needs no account made: see docs/how-to/sign-in.md."))  # fmt: skip
    add.add_argument("email", metavar="ADDRESS", help="the person's own e-mail address")
    add.add_argument("--name", required=True, help="the person's name, as colleagues and guardians read it")
    add.add_argument("--function", default="", help="what they do")
    add.add_argument("--organisation", required=True, metavar="NAME", help="for whom they work")
    add.add_argument(
        "--team", required=True, action="append", metavar="NAME", help="the team they work in; may come more than once"
    )
    end = actions.add_parser("end", help="end an account at once, with its sessions and memberships of teams")
    end.add_argument("account", metavar="ADDRESS|ID", help="its e-mail address, or its id in: leerrecht accounts list")
    listing = actions.add_parser("list", help="who has an account, in which teams, and how they come in")
    listing.add_argument("--ended", action="store_true", help="also those that have ended")
    reset = commands.add_parser("reset-second-factor", help="let somebody set up a new second step", description=(
        "Takes the second factor and the recovery codes of a local account away, ends its sessions, and prints a start "
        "code for setting it up anew. Make sure of who asks first: see docs/how-to/sign-in.md."))  # fmt: skip
    reset.add_argument("email", metavar="ADDRESS", help="the e-mail address of the account")
    for parser in (add, end, listing, reset):
        _language(parser)


def _add_lists(commands: Any) -> None:
    """Add the commands that bring lists into the database and out of it."""
    taken = commands.add_parser("import", help="bring a caseload workbook into the database", description=(
        "Exit code 0: everything is in; 2: the list has faults, all of them are shown."))  # fmt: skip
    taken.add_argument("file", type=Path, metavar="FILE|FOLDER", help="the workbook, or a folder of CSVs")
    taken.add_argument("--organisation", required=True, metavar="NAME", help="whose list it is")
    taken.add_argument("--dry-run", action="store_true", help="say what would come of it, change nothing")
    taken.add_argument("--keep-going", action="store_true", help="bring the good rows in although there are faults")
    given = commands.add_parser("export", help="write what is in the database as a workbook")
    given.add_argument("file", type=Path, metavar="FILE")
    given.add_argument("--organisation", metavar="NAME", help="only children of its lists (default: all)")
    for parser in (taken, given):
        _language(parser)


def _add_link(commands: Any) -> None:
    """Add the command that finds records that may be one child."""
    link = commands.add_parser("link", help="show which records of a list may be the same child", description=(
        "Compare every record of a CSV file (record, given_names, father_name, family_name, born_on, sex; other columns are "
        "kept) or of the database with the others. Writes pairs, those that weigh most first. A person decides; nothing is "
        "merged. Exit code 0: it ran; 2: the list has faults, all of them are shown."))  # fmt: skip
    link.add_argument("file", type=Path, nargs="?", metavar="FILE", help="the list, as CSV")
    link.add_argument(
        "--database", action="store_true", help="all children of the database, for who runs this Leerrecht"
    )
    link.add_argument("--format", choices=("csv", "json"), default="csv", help="default: csv")
    link.add_argument("--min-weight", type=weight, metavar="W", help="the least weight shown (default: of the model)")
    link.add_argument("--model", type=Path, metavar="FILE", help="another model than the one supplied")
    link.add_argument("--train", choices=("em",), help="first learn from these records how often spellings differ")
    link.add_argument("--also", action="append", default=[], metavar="COLUMN[=exact|text]",
                      help="compare this column too, as text if nothing is said; with --train em")  # fmt: skip
    link.set_defaults(on=None)
    _language(link)


COMMANDS = {
    "reset-second-factor": "second_factor:run_reset", "accounts": "accounts:run_accounts",
    "check": "check:check", "explain": "explain:explain", "rules": "rules:rules", "demo": "demo:demo", "serve": "serve:serve",
    "migrate": "serve:run_migrate", "doctor": "doctor:doctor", "import": "import_:run_import", "export": "export:run_export",
    "logs": "logs:run_logs", "link": "link:run_link", "appraise": "appraise:appraise", "tick": "tick:run_tick",
}  # fmt: skip
"""Where each command's work stands: module and function, imported when it is asked for."""


def run(arguments: argparse.Namespace) -> int:
    """Run one command and give its exit code."""
    module, _, function = COMMANDS[arguments.command].partition(":")
    work: Callable[[argparse.Namespace], int] = getattr(import_module(f"leerrecht.cli.{module}"), function)
    return work(arguments)


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
