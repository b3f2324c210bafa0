"""What the command line itself says, in Dutch and English. Words about rules and faults stand elsewhere."""

from __future__ import annotations

import traceback
import unicodedata

MESSAGES = {
    "faults": {
        "nl": "{count} fout(en) in de lijst. Er is niets beoordeeld. Verbeter ze, of gebruik --keep-going.",
        "en": "{count} fault(s) in the list. Nothing was judged. Correct them, or use --keep-going.",
    },
    "kept_going": {
        "nl": "{count} fout(en) in de lijst. De goede rijen zijn toch beoordeeld; {rows} rij(en) tellen niet mee.",
        "en": "{count} fault(s) in the list. The good rows were judged all the same; {rows} row(s) don't count.",
    },
    "fault": {"nl": "Fout", "en": "Fault"},
    "notice": {"nl": "Let op", "en": "Notice"},
    "not_judged": {
        "nl": "Niet beoordeeld, want de eigen rij in children heeft een fout: {children}.",
        "en": "Not judged, because their own row in children has a fault: {children}.",
    },
    "absent": {
        "nl": "Deze tabbladen ontbreken: {sheets}. Voeg ze toe als u deze feiten kent; zonder gaat het ook.",
        "en": "These sheets are absent: {sheets}. Add them if you know these facts; it works without.",
    },
    "unread": {
        "nl": "in {table} staan rijen die bij geen kind passen of niet te lezen waren",
        "en": "{table} has rows that fit no child or could not be read",
    },
    "reading": {"nl": "Lezen", "en": "Reading"},
    "writing": {"nl": "Wegschrijven", "en": "Writing"},
    "judging": {"nl": "Beoordelen", "en": "Judging"},
    "linking": {"nl": "Vergelijken", "en": "Comparing"},
    "nothing": {
        "nl": "Er is nu niets te doen voor deze {children} jongere(n).",
        "en": "There is nothing to do now for these {children} young person(s).",
    },
    "summary": {
        "nl": "{children} jongere(n) op {on}.",
        "en": "{children} young person(s) on {on}.",
    },
    "hidden": {
        "nl": "Niet getoond: {settled} afgerond, {far} nog ver weg. Alles zien: --all.",
        "en": "Not shown: {settled} settled, {far} still far ahead. To see all: --all.",
    },
    "no_file": {
        "nl": "Geef een werkmap of een map met CSV-bestanden, bijvoorbeeld: leerrecht check lijst.xlsx",
        "en": "Name a workbook or a folder of CSV files, for example: leerrecht check list.xlsx",
    },
    "exists": {
        "nl": "{file} bestaat al en blijft zoals het is. Kies een andere naam.",
        "en": "{file} exists already and stays as it is. Choose another name.",
    },
    "written": {"nl": "Lege werkmap geschreven: {file}", "en": "Empty workbook written: {file}"},
    "not_written": {
        "nl": "{file} kon niet worden geschreven: {why}. Kies een andere plek.",
        "en": "{file} could not be written: {why}. Choose another place.",
    },
    "to_terminal": {
        "nl": "Een werkmap past niet op het scherm. Stuur hem naar een bestand: ... > uitkomst.xlsx",
        "en": "A workbook doesn't fit a screen. Send it to a file: ... > outcome.xlsx",
    },
    "no_child": {
        "nl": "{child} staat niet in de lijst.{hint}",
        "en": "{child} isn't in the list.{hint}",
    },
    "no_rule": {
        "nl": "Er is geen regel {rule}.{hint} Alle regels: leerrecht rules list",
        "en": "There is no rule {rule}.{hint} All rules: leerrecht rules list",
    },
    "meant": {"nl": " Bedoelt u {name}?", "en": " Do you mean {name}?"},
    "no_key": {
        "nl": "Deze regel heeft geen antwoord met de sleutel {key}. Wel: {keys}",
        "en": "This rule has no answer with the key {key}. It has: {keys}",
    },
    "no_row": {
        "nl": "Op {on} volgt uit deze regel niets voor {child}: de regel is niet van toepassing, of er is niets bekend.",
        "en": "On {on} nothing follows from this rule for {child}: it doesn't apply, or nothing is known.",
    },
    "refused": {
        "nl": "Het regelboek deugt niet ({count} fout(en)):",
        "en": "The rulebook is unsound ({count} fault(s)):",
    },
    "sound": {
        "nl": "Het regelboek is in orde: {rules} regels, {parameters} parameters, {cases} gevallen kloppen.",
        "en": "The rulebook is sound: {rules} rules, {parameters} parameters, {cases} cases hold.",
    },
    "the_rule": {"nl": "De regel", "en": "The rule"},
    "the_facts": {"nl": "De feiten waar de regel naar keek", "en": "The facts the rule looked at"},
    "no_facts": {"nl": "geen", "en": "none"},
    "the_parameters": {"nl": "Wat de wet of onze afspraak zegt", "en": "What the law or our policy says"},
    "the_sources": {"nl": "Bronnen", "en": "Sources"},
    "the_changes": {"nl": "Wat dit antwoord zou veranderen", "en": "What would change this answer"},
    "by_time": {
        "nl": "Alleen door de tijd: vanaf {on} wordt dit “{state}”.",
        "en": "By time alone: from {on} this becomes “{state}”.",
    },
    "by_time_gone": {
        "nl": "Alleen door de tijd: vanaf {on} geeft de regel geen antwoord meer.",
        "en": "By time alone: from {on} the rule gives no answer any more.",
    },
    "the_step": {"nl": "Nu te doen", "en": "To do now"},
    "the_receipt": {"nl": "Bewijs", "en": "Receipt"},
    "from_to": {"nl": "van {start} tot en met {end}", "en": "from {start} to {end}"},
    "from": {"nl": "vanaf {start}", "en": "from {start}"},
    "until": {"nl": "tot en met {end}", "en": "until {end}"},
    "always": {"nl": "altijd", "en": "always"},
    "certainty": {"nl": "zekerheid", "en": "certainty"},
    "reads": {"nl": "Leest", "en": "Reads"},
    "yes": {"nl": "ja", "en": "yes"},
    "no": {"nl": "nee", "en": "no"},
    "between": {"nl": "geboren tussen", "en": "born between"},
    "and": {"nl": "en", "en": "and"},
    "row": {"nl": "rij", "en": "row"},
    "no_room": {
        "nl": "De uitkomst kon niet worden weggeschreven ({why}). Maak ruimte, of kies een andere plek.",
        "en": "The outcome could not be written ({why}). Make room, or choose another place.",
    },
    "failure": {
        "nl": "Er ging iets mis dat wij niet verwachtten ({where}). Uw bestand is niet veranderd. "
        "Meld dit met deze tekst; zet LEERRECHT_DEBUG=1 ervoor om alles te zien.",
        "en": "Something went wrong that we didn't expect ({where}). Your file hasn't been changed. "
        "Report it with this text; put LEERRECHT_DEBUG=1 before it to see everything.",
    },
}


def plain(text: str) -> str:
    """Make text from a list fit for a terminal: no control or steering characters."""
    return "".join(character for character in text if unicodedata.category(character)[0] != "C")


def tell(name: str, lang: str, /, **values: object) -> str:
    """Say something in a language."""
    return MESSAGES[name][lang].format(**values)


def where_failed(error: Exception) -> str:
    """Say the kind of a failure and its place in our code, nothing of the data."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    module = last.filename.replace("\\", "/").rpartition("/")[2]
    return f"{type(error).__name__}, {module}:{last.lineno}"


def say_failure(error: Exception, lang: str) -> str:
    """Say that something unexpected failed, and where."""
    return tell("failure", lang, where=where_failed(error))
