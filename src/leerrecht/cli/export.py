"""`leerrecht export`: all facts, or those of one organisation's children, as a workbook that can be imported again."""

from __future__ import annotations

import argparse
import sys

from leerrecht.cli import FAULTS, RAN
from leerrecht.cli.import_ import database, find_organisation, now
from leerrecht.cli.loading import Stop, progress_bar
from leerrecht.cli.messages import plain
from leerrecht.cli.messages import tell as tell_common

WORDS = {
    "written": {
        "nl": "{children} jongere(n) en {facts} feit(en) geschreven naar {file}. Dit zijn persoonsgegevens: bewaar het "
        "bestand niet langer dan nodig.",
        "en": "{children} young person(s) and {facts} fact(s) written to {file}. These are personal data: keep the file no "
        "longer than needed.",
    },
}


def run_export(arguments: argparse.Namespace) -> int:
    """Run the command; 0 when the workbook was written, 2 when it couldn't be."""
    try:
        with database(arguments.lang):
            return _export(arguments)
    except Stop:
        return FAULTS


def _export(arguments: argparse.Namespace) -> int:
    from leerrecht.caseload import write_caseload
    from leerrecht.operations.logs import note_export
    from leerrecht.queries.exports import all_children, export_all

    lang, path = arguments.lang, arguments.file
    if path.exists():
        print(plain(tell_common("exists", lang, file=path)), file=sys.stderr)
        return FAULTS
    organisation = find_organisation(arguments.organisation, lang) if arguments.organisation else None
    frames = export_all(organisation=organisation)
    note_export(at=now(), children=all_children(organisation=organisation))
    try:
        path.touch(mode=0o600, exist_ok=False)  # personal data: nobody else on this machine reads it
        with progress_bar("writing", lang):
            write_caseload(frames=frames, to=path, lang=lang)
    except OSError as error:
        print(plain(tell_common("not_written", lang, file=path, why=error.strerror)), file=sys.stderr)
        return FAULTS
    facts = sum(frame.height for frame in frames.values())
    written = WORDS["written"][lang].format(children=frames["children"].height, facts=facts, file=path)
    print(plain(written))
    return RAN
