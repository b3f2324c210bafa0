"""`leerrecht logs`: which rows of the logs are past their term; with --remove they go. And verifying, for the doctor."""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections.abc import Iterator
from typing import Any

from leerrecht.cli import FAULTS, RAN
from leerrecht.cli.loading import Stop
from leerrecht.cli.messages import plain

WORDS: dict[str, dict[str, str]] = {
    "row": {
        "nl": "{title:<30} {days} dagen: {events} gebeurtenissen, {processing} verwerkingen, {readings} keer inzage",
        "en": "{title:<30} {days} days: {events} events, {processing} processings, {readings} readings",
    },
    "preview": {
        "nl": "{total} regel(s) voorbij hun termijn. Er is niets veranderd; haal ze weg met: leerrecht logs --remove",
        "en": "{total} row(s) past their term. Nothing was changed; remove them with: leerrecht logs --remove",
    },
    "removed": {"nl": "{total} regel(s) weggehaald.", "en": "{total} row(s) removed."},
}

DOCTOR_WORDS: dict[str, dict[str, str]] = {
    "link": {
        "nl": "Laatste schakel van het logboek: {sequence} {link}. Schrijf die ook elders op.",
        "en": "Last link of the log: {sequence} {link}. Note it elsewhere too.",
    },
    "no_guards": {
        "nl": "De database bewaakt de logboeken niet ({names}). Zet een reservekopie terug of vraag hulp.",
        "en": "The database doesn't guard the logs ({names}). Restore a backup or ask for help.",
    },
    "permit": {
        "nl": "Er staat toestemming open om uit de logboeken te wissen. Dat hoort nooit zo te zijn.",
        "en": "A permit to erase from the logs stands open. That should never be.",
    },
    "no_links": {
        "nl": "Buiten de database wordt geen schakel bewaard ({why}). Kijk naar {file}.",
        "en": "No link is kept outside the database ({why}). Look at {file}.",
    },
    "verified": {
        "nl": "Logboek nagelopen: {rows} regels in {seconds} s, {erased} gewist; {compared} schakels van buiten kloppen",
        "en": "Log verified: {rows} rows in {seconds} s, {erased} of them erased; {compared} links from outside are right",
    },
    "bad_given": {
        "nl": "{given} is geen schakel; geef een nummer, een spatie en 64 tekens",
        "en": "{given} is no link; give a number, a space and 64 characters",
    },
    "changed": {
        "nl": "Logboek: regel {sequence} is veranderd nadat hij is geschreven.",
        "en": "Log: row {sequence} was changed after it was written.",
    },
    "removed": {
        "nl": "Logboek: vóór regel {sequence} is weggehaald wat er stond.",
        "en": "Log: what stood before row {sequence} was removed.",
    },
    "inserted": {
        "nl": "Logboek: regel {sequence} staat er dubbel of is tussengevoegd.",
        "en": "Log: row {sequence} stands there twice, or was inserted.",
    },
    "order": {
        "nl": "Logboek: regel {sequence} past niet op de regel ervoor (verwisseld, tussengevoegd of vervangen).",
        "en": "Log: row {sequence} doesn't fit the row before it (swapped, inserted or replaced).",
    },
    "tail": {
        "nl": "Logboek: vanaf regel {sequence} is het einde weggehaald.",
        "en": "Log: from row {sequence} on the end was removed.",
    },
    "added": {
        "nl": "Logboek: regel {sequence} is buiten Leerrecht om toegevoegd.",
        "en": "Log: row {sequence} was added without Leerrecht.",
    },
    "rewritten": {
        "nl": "Logboek: regel {sequence} klopt niet met de schakel die buiten de database is bewaard.",
        "en": "Log: row {sequence} doesn't fit the link that was kept outside the database.",
    },
    "emptied": {
        "nl": "Logboek: er zijn meer regels gewist dan is genoteerd (de eerste gewiste is {sequence}).",
        "en": "Log: more rows were emptied than was noted (the first empty one is {sequence}).",
    },
}
GIVEN = re.compile(r"([1-9][0-9]{0,18})[ :]([0-9a-fA-F]{64})")
Line = tuple[bool, str, dict[str, Any]]
"""Is it good, the word, and its values."""


def look_at_log() -> Iterator[Line]:
    """Look at the guards, and give the last link, for an administrator to note."""
    from django.db import connection

    from leerrecht.audit import guards
    from leerrecht.audit.models import Permit
    from leerrecht.audit.verifying import last_link

    absent = guards.missing(connection=connection)
    if absent:
        yield False, "no_guards", {"names": ", ".join(absent)}
    if Permit.objects.exists():
        yield False, "permit", {}
    sequence, link = last_link()
    yield True, "link", {"sequence": sequence, "link": link}


def verify_log(given: list[str]) -> Iterator[Line]:
    """Walk the whole chain, compare it with what is kept outside (and with links that were noted elsewhere), keep the last."""
    from leerrecht.audit.outside import LinksRefused, keep_link, links_file, read_links
    from leerrecht.audit.verifying import verify
    from leerrecht.web.frame.clock import now

    path = links_file()
    try:
        outside = read_links(path=path) if path else {}
        for each in given:
            match = GIVEN.fullmatch(each.strip())
            if match is None:
                yield False, "bad_given", {"given": each}
                return
            outside[int(match[1])] = match[2].lower()
        began = time.monotonic()
        verdict = verify(outside=outside)
        seconds = f"{time.monotonic() - began:.1f}"
        if verdict.fault:
            yield False, verdict.fault.kind, {"sequence": verdict.fault.sequence}
            return
        yield True, "verified", {
            "rows": verdict.rows, "seconds": seconds, "erased": verdict.erased, "compared": verdict.compared
        }  # fmt: skip
        if path and verdict.sequence:
            keep_link(path=path, sequence=verdict.sequence, link=verdict.link, at=now())
    except LinksRefused as refused:
        yield False, "no_links", {"file": path, "why": f"line {refused}"}
    except OSError as error:
        yield False, "no_links", {"file": path, "why": error.strerror}


def run_logs(arguments: argparse.Namespace) -> int:
    """Run the command; 0 when it ran, 2 when the database can't be reached."""
    from leerrecht.cli.import_ import database

    try:
        with database(arguments.lang):
            return _run(arguments)
    except Stop:
        return FAULTS


def _run(arguments: argparse.Namespace) -> int:
    from leerrecht.operations.logs import preview_old_rows, remove_old_rows
    from leerrecht.web.frame.clock import now

    lang = arguments.lang
    found = remove_old_rows(at=now()) if arguments.remove else preview_old_rows(at=now())
    for old in found:
        activity = old.activity
        row = WORDS["row"][lang].format(
            title=activity.title[lang], days=activity.keep_days, events=old.events,
            processing=old.processing, readings=old.readings,
        )  # fmt: skip
        print(plain(row))
    said = "removed" if arguments.remove else "preview"
    print(plain(WORDS[said][lang].format(total=sum(old.total for old in found))), file=sys.stderr)
    return RAN
