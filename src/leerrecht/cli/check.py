"""`leerrecht check`: from a list of children to what is due for whom, by when, on what ground."""

from __future__ import annotations

import argparse
import sys

from leerrecht.cli import FAULTS, RAN
from leerrecht.cli.loading import Stop, get_rulebook, load, progress_bar
from leerrecht.cli.messages import tell


def write_empty(arguments: argparse.Namespace) -> int:
    """Write an empty workbook to the named file, or to stdout."""
    from leerrecht.caseload import write_template

    if arguments.file is None:
        if sys.stdout.isatty():
            print(tell("to_terminal", arguments.lang), file=sys.stderr)
            return FAULTS
        write_template(to=sys.stdout.buffer, lang=arguments.lang)
        return RAN
    if arguments.file.exists():
        print(tell("exists", arguments.lang, file=arguments.file), file=sys.stderr)
        return FAULTS
    try:
        write_template(to=arguments.file, lang=arguments.lang)
    except OSError as error:
        print(tell("not_written", arguments.lang, file=arguments.file, why=error.strerror), file=sys.stderr)
        return FAULTS
    print(tell("written", arguments.lang, file=arguments.file), file=sys.stderr)
    return RAN


def check(arguments: argparse.Namespace) -> int:
    """Run the command; 0 when it ran, whatever it found, 2 when the list has faults."""
    if arguments.template:
        return write_empty(arguments)
    if arguments.file is None:
        print(tell("no_file", arguments.lang), file=sys.stderr)
        return FAULTS
    if arguments.format == "xlsx" and sys.stdout.isatty():
        print(tell("to_terminal", arguments.lang), file=sys.stderr)
        return FAULTS
    try:
        rulebook = get_rulebook(arguments)
        loaded = load(arguments, rulebook)
    except Stop:
        return FAULTS
    from leerrecht.cli.output import write_findings
    from leerrecht.law.conclusions import find_conclusions
    from leerrecht.law.explain import Explainer

    with progress_bar("judging", arguments.lang) as progress:
        findings = find_conclusions(
            caseload=loaded.caseload, rulebook=rulebook, on=arguments.on, rules=loaded.rules, progress=progress
        )
    explainer = Explainer.of(caseload=loaded.caseload, rulebook=rulebook, on=arguments.on, lang=arguments.lang)
    write_findings(findings=findings, explainer=explainer, loaded=loaded, arguments=arguments)
    return FAULTS if loaded.has_faults else RAN
