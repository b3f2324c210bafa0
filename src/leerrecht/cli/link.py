"""`leerrecht link`: which records of a list, or of the database, may be the same child. A person decides; nothing is merged."""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from leerrecht.cli import FAULTS, RAN
from leerrecht.cli.loading import Stop, progress_bar
from leerrecht.cli.messages import plain
from leerrecht.cli.messages import tell as tell_common

if TYPE_CHECKING:
    from leerrecht.identity import Also, Linked, Model, Pair
    from leerrecht.identity.reading import Reading

COLUMNS = ("record_l", "record_r", "weight", "probability", "reasons")
MOST_NOTICES = 20
MOST_SURE = 0.9999
"""The highest probability that is written: nothing is certain."""
NEVER = "origin"
"""A column that nothing is compared by, whoever asks it."""
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")

WORDS = {
    "no_source": {
        "nl": "Geef een CSV-bestand, of --database. Bijvoorbeeld: leerrecht link lijst.csv",
        "en": "Name a CSV file, or give --database. For example: leerrecht link list.csv",
    },
    "two_sources": {
        "nl": "Geef een CSV-bestand of --database, niet allebei.",
        "en": "Name a CSV file or give --database, not both.",
    },
    "faults": {
        "nl": "{count} fout(en) in de lijst. Er is niets vergeleken.",
        "en": "{count} fault(s) in the list. Nothing was compared.",
    },
    "more": {"nl": "... en nog {count}", "en": "... and {count} more"},
    "no_extra": {
        "nl": "Dit vraagt Splink en DuckDB, en die zijn niet geïnstalleerd. Draai: pip install 'leerrecht[link]'",
        "en": "This needs Splink and DuckDB, which aren't installed. Run: pip install 'leerrecht[link]'",
    },
    "no_model": {
        "nl": "Het model {file} is niet te lezen: {why}.",
        "en": "The model {file} can't be read: {why}.",
    },
    "bad_model": {
        "nl": "Het model {file} deugt niet ({count} fout(en)). Maak het opnieuw, of laat --model weg.",
        "en": "The model {file} is unsound ({count} fault(s)). Make it again, or leave out --model.",
    },
    "also_untrained": {
        "nl": "--also vraagt ook --train em: hoe vaak die kolom bij één kind verschilt, moet uit de lijst zelf blijken.",
        "en": "--also needs --train em too: how often that column differs in one child has to be learned from the list.",
    },
    "also_unknown": {
        "nl": "--also {column}: die kolom heeft de lijst niet naast de kolommen die altijd worden vergeleken. Wel: {others}.",
        "en": "--also {column}: the list has no such column beside those that are always compared. It has: {others}.",
    },
    "also_twice": {"nl": "--also {column}: die kolom is al genoemd.", "en": "--also {column}: it was named before."},
    "also_never": {
        "nl": "--also {column}: waar een kind vandaan komt, wordt nooit vergeleken.",
        "en": "--also {column}: where a child comes from is never compared.",
    },
    "none": {"nl": "geen", "en": "none"},
    "few": {
        "nl": "Met {count} rij(en) valt er niets te vergelijken.",
        "en": "With {count} row(s) there is nothing to compare.",
    },
    "summary": {
        "nl": "{records} rijen, {compared} paren vergeleken, {shown} vanaf gewicht {floor} (model {model}). Geen daarvan is "
        "zeker: laat iemand elk paar bekijken.",
        "en": "{records} rows, {compared} pairs compared, {shown} from weight {floor} (model {model}). None of them is "
        "certain: let a person look at each pair.",
    },
    "alike": {
        "nl": "{count} rijen hebben dezelfde namen en geboortedatum als honderden andere. Zulke rijen zijn alleen met de "
        "volgende in de lijst vergeleken. Kijk of er iets mis is met de lijst.",
        "en": "{count} rows have the same names and date of birth as hundreds of others. Such rows were only compared with "
        "the next ones in the list. See whether something is wrong with the list.",
    },
}


def tell(name: str, lang: str, /, **values: object) -> str:
    """Say something in a language, fit for a terminal."""
    return plain(WORDS[name][lang].format(**values))


def complain(name: str, lang: str, /, **values: object) -> None:
    """Say something on stderr."""
    print(tell(name, lang, **values), file=sys.stderr)


def _get_model(arguments: argparse.Namespace) -> Model:
    from leerrecht.identity import ModelRefused, load_model

    path, lang = arguments.model, arguments.lang
    try:
        return load_model() if path is None else load_model(path=path)
    except OSError as error:
        complain("no_model", lang, file=path, why=error.strerror)
    except ModelRefused as refused:
        complain("bad_model", lang, file=path, count=len(refused.faults))
        for place, what in refused.faults:
            print(plain(f"- {place}: {what}" if place else f"- {what}"), file=sys.stderr)
    raise Stop


def _get_rows(arguments: argparse.Namespace) -> Reading:
    """Read the list or the database; say everything that is wrong and stop."""
    from leerrecht.identity.reading import Reading, read_rows

    lang = arguments.lang
    if arguments.database:
        from leerrecht.cli.import_ import database

        with database(lang):
            from leerrecht.queries.link_rows import link_rows

            return Reading(rows=list(link_rows()))
    reading = read_rows(path=arguments.file, on=arguments.on)
    _report("notice", reading.notices[:MOST_NOTICES], lang)
    if len(reading.notices) > MOST_NOTICES:
        complain("more", lang, count=len(reading.notices) - MOST_NOTICES)
    if reading.faults:
        _report("fault", reading.faults, lang)
        complain("faults", lang, count=len(reading.faults))
        raise Stop
    return reading


def _get_also(arguments: argparse.Namespace, reading: Reading) -> list[Also]:
    """Find the columns that are compared too; say everything that is wrong with them and stop."""
    from leerrecht.identity.also import KINDS, TEXT, Also

    lang, wrong = arguments.lang, list[tuple[str, str]]()
    places = {name.lower(): place for place, name in enumerate(reading.others)}
    found: dict[int, Also] = {}
    for asked in arguments.also:
        before, _, kind = asked.rpartition("=")
        column, kind = (before, kind) if before and kind in KINDS else (asked, TEXT)
        place = places.get(column.strip().lower())
        if column.strip().lower() == NEVER:
            wrong.append(("also_never", column))
        elif place is None:
            wrong.append(("also_unknown", column))
        elif place in found:
            wrong.append(("also_twice", column))
        else:
            values = [kept[place] for kept in reading.kept]
            found[place] = Also(place=len(found), column=reading.others[place], kind=kind, values=values)
    if arguments.also and arguments.train is None:
        wrong.append(("also_untrained", ""))
    for name, column in wrong:
        complain(name, lang, column=column, others=", ".join(reading.others) or tell("none", lang))
    if wrong:
        raise Stop
    return list(found.values())


def _report(kind: str, found: Sequence[Any], lang: str) -> None:
    for each in found:
        print(plain(f"{tell_common(kind, lang)}: {each.say(lang)}"), file=sys.stderr)


def run_link(arguments: argparse.Namespace) -> int:
    """Run the command; 0 when it ran, whatever it found, 2 when it couldn't for what was given."""
    lang = arguments.lang
    if (arguments.file is None) != arguments.database:
        complain("two_sources" if arguments.database else "no_source", lang)
        return FAULTS
    from leerrecht.identity import ExtraMissing, link

    try:
        model = _get_model(arguments)
        reading = _get_rows(arguments)
        also = _get_also(arguments, reading)
        with progress_bar("linking", lang):
            linked = link(
                reading.rows, model=model, at_least=arguments.min_weight, train=arguments.train == "em", also=also
            )
    except Stop:
        return FAULTS
    except ExtraMissing:
        complain("no_extra", lang)
        return FAULTS
    _write(linked, reading, also, arguments)
    _say_outcome(linked, reading, arguments)
    return RAN


def _say_outcome(linked: Linked, reading: Reading, arguments: argparse.Namespace) -> None:
    lang, count = arguments.lang, len(reading.rows)
    if count < 2:
        complain("few", lang, count=count)
        return
    if linked.blocked.alike:
        complain("alike", lang, count=linked.blocked.alike)
    floor = linked.model.review_floor if arguments.min_weight is None else arguments.min_weight
    complain("summary", lang, records=count, compared=linked.blocked.pairs, shown=len(linked.pairs), floor=floor,
             model=linked.model.version)  # fmt: skip


def _write(linked: Linked, reading: Reading, also: Sequence[Also], arguments: argparse.Namespace) -> None:
    """Write the pairs to stdout, those that weigh most first, with the list's other columns of both records."""
    columns = (*COLUMNS, *(f"{name}_{side}" for name in reading.others for side in "lr"))
    rows = (_row(pair, reading, also, arguments.lang) for pair in linked.pairs)
    if arguments.format == "json":
        _write_json(columns, rows)
        return
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow(
            [f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_STARTS) else cell for cell in row]
        )


def _row(pair: Pair, reading: Reading, also: Sequence[Also], lang: str) -> list[Any]:
    from leerrecht.identity import probability
    from leerrecht.identity.words import say_reasons

    sides = (pair.left, pair.right)
    kept = zip(*(reading.kept[place] for place in sides), strict=True) if reading.others else ()
    sure = min(round(probability(pair.weight), 4), MOST_SURE)
    return [
        *(reading.rows[place].record for place in sides), round(pair.weight, 4), sure,
        say_reasons(pair.levels, lang, also), *(cell for both in kept for cell in both),
    ]  # fmt: skip


def _write_json(columns: Sequence[str], rows: Iterator[list[Any]]) -> None:
    sys.stdout.write("[")
    for place, row in enumerate(rows):
        line = json.dumps(dict(zip(columns, row, strict=True)), ensure_ascii=False)
        sys.stdout.write((",\n" if place else "\n") + line)
    sys.stdout.write("\n]\n")
