"""`leerrecht import`: a caseload workbook into the database. And what it shares with `leerrecht export`: the database."""

from __future__ import annotations

import argparse
import datetime
import difflib
import os
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from leerrecht.cli import FAULTS, RAN
from leerrecht.cli.loading import Stop, progress_bar
from leerrecht.cli.messages import plain
from leerrecht.cli.messages import tell as tell_common

if TYPE_CHECKING:
    from collections.abc import Iterator

    from leerrecht.operations.importing import Found

WORDS = {
    "no_settings": {
        "nl": "Er is geen database gekozen. Zet DJANGO_SETTINGS_MODULE op leerrecht.conf.production (en DATABASE_URL op "
        "de database), of op leerrecht.conf.demo.",
        "en": "No database was chosen. Set DJANGO_SETTINGS_MODULE to leerrecht.conf.production (and DATABASE_URL to the "
        "database), or to leerrecht.conf.demo.",
    },
    "bad_settings": {"nl": "De instellingen kloppen niet: {why}", "en": "The settings aren't right: {why}"},
    "no_database": {
        "nl": "De database is er niet, of is nog niet ingericht. Draai eerst: leerrecht migrate",
        "en": "The database isn't there, or isn't set up yet. First run: leerrecht migrate",
    },
    "no_organisation": {
        "nl": "Er is geen organisatie met de naam {name}.{hint}",
        "en": "There is no organisation called {name}.{hint}",
    },
    "no_file": {"nl": "{file} bestaat niet of is niet te lezen.", "en": "{file} doesn't exist or can't be read."},
    "faulty": {
        "nl": "{count} fout(en) in de lijst; {rows} rij(en) zijn niet bruikbaar. Er is niets veranderd. Verbeter de "
        "fouten, of gebruik --keep-going.",
        "en": "{count} fault(s) in the list; {rows} row(s) can't be used. Nothing was changed. Correct the faults, or use "
        "--keep-going.",
    },
    "kept_going": {
        "nl": "{count} fout(en) in de lijst: {rows} rij(en) zijn overgeslagen.",
        "en": "{count} fault(s) in the list: {rows} row(s) were left out.",
    },
    "dry": {"nl": "Proef: er is niets veranderd.", "en": "Dry run: nothing was changed."},
    "empty": {"nl": "{file} is leeg.", "en": "{file} is empty."},
    "no_csv": {"nl": "In {file} staat geen CSV-bestand.", "en": "There is no CSV file in {file}."},
    "children": {
        "nl": "{total} jongere(n): {new} nieuw, {known} bekend.",
        "en": "{total} young person(s): {new} new, {known} known.",
    },
    "table": {
        "nl": "{table}: {new} nieuw, {same} gelijk, {corrected} verbeterd, {corrected_since} hier intussen verbeterd, "
        "{differs} anders dan hier bekend",
        "en": "{table}: {new} new, {same} the same, {corrected} corrected, {corrected_since} corrected here since, "
        "{differs} different from what is known here",
    },
    "unnamed": {
        "nl": "{count} feit(en) van deze bron staan niet in deze lijst en blijven.",
        "en": "{count} fact(s) of this source aren't in this list and stay.",
    },
    "difference": {
        "nl": "Blijft zoals het is: {child}, {table} rij {row}: {why} ({organisation})",
        "en": "Left as it is: {child}, {table} row {row}: {why} ({organisation})",
    },
    "more": {"nl": "... en nog {count}", "en": "... and {count} more"},
    "other_source": {"nl": "een andere organisatie legde dit vast", "en": "another organisation recorded this"},
    "typed_here": {"nl": "iemand vulde dit hier zelf in", "en": "somebody typed this here"},
    "withdrawn_here": {"nl": "iemand trok dit hier in", "en": "somebody withdrew this here"},
    "corrected_since": {"nl": "dit is hier intussen verbeterd", "en": "this was corrected here since"},
    "period": {
        "nl": "met wat hier bekend is, zou het eerder eindigen dan het begint",
        "en": "with what is known here it would end before it starts",
    },
}


def tell(name: str, lang: str, /, **values: object) -> str:
    """Say something in a language, fit for a terminal."""
    return plain(WORDS[name][lang].format(**values))


def complain(name: str, lang: str, /, **values: object) -> None:
    """Say on stderr why a command can't go on."""
    print(tell(name, lang, **values), file=sys.stderr)


@contextmanager
def database(lang: str) -> Iterator[None]:
    """Have Django ready with the profile that is configured; say what to do when there is none or it has no tables."""
    if not os.environ.get("DJANGO_SETTINGS_MODULE"):
        complain("no_settings", lang)
        raise Stop
    import django
    from django.core.exceptions import ImproperlyConfigured
    from django.db import OperationalError, ProgrammingError

    try:
        django.setup()
    except (ImproperlyConfigured, ImportError, KeyError) as error:
        print(WORDS["bad_settings"][lang].format(why=error), file=sys.stderr)
        raise Stop from None
    try:
        yield
    except (OperationalError, ProgrammingError):
        if os.environ.get("LEERRECHT_DEBUG"):
            raise
        complain("no_database", lang)
        raise Stop from None


def now() -> datetime.datetime:
    """Give this moment, on the day that counts as today."""
    from django.conf import settings
    from django.utils import timezone

    moment = timezone.localtime(timezone.now())
    if not settings.CLOCK_ON:
        return moment
    return datetime.datetime.combine(datetime.date.fromisoformat(settings.CLOCK_ON), moment.time(), moment.tzinfo)


def find_organisation(name: str, lang: str) -> int:
    """Find an organisation by its name, in any case, or say which name looks like it and stop."""
    from leerrecht.chain.models import Organisation

    known = dict(Organisation.objects.values_list("name", "pk"))
    exact = {each.casefold(): pk for each, pk in known.items()}
    wanted = " ".join(name.split()).casefold()
    if name not in known and wanted not in exact:
        near = difflib.get_close_matches(name, known, n=1)
        hint = tell_common("meant", lang, name=near[0]) if near else ""
        complain("no_organisation", lang, name=name, hint=hint)
        raise Stop
    return int(known[name] if name in known else exact[wanted])


def read_bytes(path: Path, lang: str) -> tuple[bytes, str]:
    """Give what is to be handed in and its kind: a file, or a folder of CSVs packed into one."""
    from leerrecht.operations.importing import zip_folder

    try:
        if path.is_dir():
            if not any(each.suffix.lower() == ".csv" for each in path.iterdir()):
                complain("no_csv", lang, file=path)
                raise Stop
            return zip_folder(path), "zip"
        content = path.read_bytes()
    except (OSError, ValueError):
        complain("no_file", lang, file=path)
        raise Stop from None
    return content, "csv" if path.suffix.lower() == ".csv" else "xlsx"


def say_faults(found: Found, lang: Any) -> None:
    """Print every notice and fault to stderr."""
    for kind, each in (*(("notice", one) for one in found.notices), *(("fault", one) for one in found.faults)):
        words = f"{tell_common(kind, lang)}: {each.place(lang)}: {each.what(lang)} {each.remedy(lang)}"
        print(plain(words.rstrip()), file=sys.stderr)


def say_outcome(number: int, lang: str) -> None:
    """Print what came of an import to stdout, and to stderr what is left for a person to decide."""
    from leerrecht.queries.imports import see
    from leerrecht.records.models import Import

    found = Import.objects.select_related("organisation").defer("content").get(pk=number)
    seen = see(found, at=now(), lang=lang)
    print(tell("children", lang, total=seen.total, new=seen.children_new, known=seen.children_known))
    for each in seen.counts:
        print(tell("table", lang, **vars(each)))
    unnamed = sum(each.unnamed for each in seen.counts)
    if unnamed:
        print(tell("unnamed", lang, count=unnamed))
    for one in seen.differences:
        why = WORDS[one.why][lang]
        line = tell(
            "difference", lang, child=one.child, table=one.table, row=one.row, why=why, organisation=one.recorded_by
        )
        print(line, file=sys.stderr)
    if seen.differences_total > len(seen.differences):
        complain("more", lang, count=seen.differences_total - len(seen.differences))


def _hand_in(arguments: argparse.Namespace) -> int:
    """Hand the list in and give the number of its import, or say what is wrong with it and stop."""
    from leerrecht.operations.acting import Refused
    from leerrecht.operations.importing import hand_in_as_operator

    lang = arguments.lang
    organisation = find_organisation(arguments.organisation, lang)
    content, kind = read_bytes(arguments.file, lang)
    try:
        handed = hand_in_as_operator(
            organisation=organisation, at=now(), content=content, file_kind=kind, name_of_csv=arguments.file.name
        )
    except Refused as refused:
        for fault in refused.faults:
            print(plain(f"{tell_common('fault', lang)}: {fault.what(lang)} {fault.remedy(lang)}"), file=sys.stderr)
        if not refused.faults:
            complain("empty", lang, file=arguments.file)
        raise Stop from None
    return int(handed.pk)


def _work(number: int, arguments: argparse.Namespace) -> int:
    """Read and apply what was handed in."""
    from leerrecht.operations.importing import apply_import, read_import

    lang = arguments.lang
    found = read_import(import_id=number, at=now(), clock=now)
    say_faults(found, lang)
    outcome = FAULTS if found.faults else RAN
    if found.faults and not (arguments.keep_going and found.children):
        complain("faulty", lang, count=len(found.faults), rows=found.left_out)
        return outcome
    if not arguments.dry_run:
        with progress_bar("writing", lang) as progress:
            apply_import(import_id=number, at=now(), clock=now, keep_going=arguments.keep_going, progress=progress)
    say_outcome(number, lang)
    if found.faults:
        complain("kept_going", lang, count=len(found.faults), rows=found.left_out)
    if arguments.dry_run:
        complain("dry", lang)
    return outcome


def run_import(arguments: argparse.Namespace) -> int:
    """Run the command; 0 when everything is in, 2 when there were faults."""
    try:
        with database(arguments.lang):
            from leerrecht.operations.importing import let_go

            number = _hand_in(arguments)
            try:
                return _work(number, arguments)
            finally:  # whatever happened, also an interruption: the list isn't kept; children that are in stay, whole
                let_go(import_id=number, at=now())
    except Stop:
        return FAULTS
