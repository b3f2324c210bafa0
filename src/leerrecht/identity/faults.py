"""What can be wrong with a list of children to compare, and what to know about it: where, what, and what would be right."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

LONGEST_VALUE = 40
_PLACE = {"nl": ("rij", "kolom"), "en": ("row", "column")}

WORDS: dict[str, dict[str, tuple[str, str]]] = {
    "file_missing": {
        "nl": ("Het bestand \"{value}\" bestaat niet.", "Controleer de naam en de plaats."),
        "en": ("The file \"{value}\" does not exist.", "Check its name and its place."),
    },
    "file_unreadable": {
        "nl": ("\"{value}\" kan niet worden geopend.", "Geef één CSV-bestand dat u mag lezen."),
        "en": ("\"{value}\" can't be opened.", "Name one CSV file that you may read."),
    },
    "file_empty": {
        "nl": ("\"{value}\" is leeg.", "De eerste regel noemt de kolommen: {allowed}."),
        "en": ("\"{value}\" is empty.", "The first line names the columns: {allowed}."),
    },
    "not_csv": {
        "nl": ("\"{value}\" is geen CSV-bestand.", "Bewaar de lijst als CSV (UTF-8)."),
        "en": ("\"{value}\" is not a CSV file.", "Save the list as CSV (UTF-8)."),
    },
    "quotes": {
        "nl": ("De aanhalingstekens kloppen niet, dus vanaf hier is niets te lezen.",
               "Sluit elk aanhalingsteken, en schrijf er een in de tekst dubbel."),
        "en": ("The quotation marks aren't right, so nothing can be read from here.",
               "Close each quotation mark, and double one that is part of the text."),
    },
    "too_many_cells": {
        "nl": ("Deze rij heeft meer cellen dan er kolommen zijn (\"{value}\").",
               "Zet tekst met een komma tussen aanhalingstekens."),
        "en": ("This row has more cells than there are columns (\"{value}\").",
               "Put text with a comma between quotation marks."),
    },
    "column_missing": {
        "nl": ("Deze kolom ontbreekt.", "Voeg hem toe; hij mag leeg zijn, behalve record.{hint}"),
        "en": ("This column is absent.", "Add it; it may be empty, except record.{hint}"),
    },
    "column_twice": {
        "nl": ("Deze kolom staat er twee keer.", "Haal er een weg of geef hem een andere naam."),
        "en": ("This column is there twice.", "Remove one or give it another name."),
    },
    "record_missing": {
        "nl": ("Deze rij heeft geen naam.", "Geef elke rij een eigen nummer of naam in de kolom record."),
        "en": ("This row has no name.", "Give each row a number or name of its own in the column record."),
    },
    "record_twice": {
        "nl": ("\"{value}\" staat ook in rij {hint}.", "Geef elke rij een eigen nummer of naam."),
        "en": ("\"{value}\" is also in row {hint}.", "Give each row a number or name of its own."),
    },
    "date_unreadable": {
        "nl": ("\"{value}\" is geen datum.",
               "Schrijf jaar-maand-dag, zoals 2009-07-01{hint}; laat leeg wat niet bekend is."),
        "en": ("\"{value}\" is not a date.",
               "Write year-month-day, such as 2009-07-01{hint}; leave empty what isn't known."),
    },
    "date_future": {
        "nl": ("{value} is nog niet geweest.",
               "Een kind in de lijst is al geboren; verbeter de datum of laat hem leeg."),
        "en": ("{value} has not been yet.",
               "A child in the list has been born; correct the date or leave it empty."),
    },
    "date_long_ago": {
        "nl": ("{value} is te lang geleden.", "Verbeter het jaar of laat de datum leeg."),
        "en": ("{value} is too long ago.", "Correct the year or leave the date empty."),
    },
    "sex_unknown": {
        "nl": ("\"{value}\" is niet bekend.", "Schrijf {allowed}, of laat leeg wat niet bekend is."),
        "en": ("\"{value}\" is not known.", "Write {allowed}, or leave empty what isn't known."),
    },
    "no_name": {
        "nl": ("Geen van de namen heeft een letter. Deze rij wordt met geen andere vergeleken.",
               "Vul een naam in, in welk schrift ook."),
        "en": ("None of the names has a letter. This row is compared with no other.",
               "Fill in a name, in any script."),
    },
    "name_long": {
        "nl": ("Deze naam is erg lang. Alleen de eerste {allowed} letters tellen.",
               "Kijk of er tekst bij staat die er niet hoort."),
        "en": ("This name is very long. Only its first {allowed} letters count.",
               "See whether it holds text that doesn't belong."),
    },
    "windows_1252": {
        "nl": ("Het bestand is niet in UTF-8; het is gelezen als Windows-1252.",
               "Kijk of letters met accenten kloppen."),
        "en": ("The file isn't in UTF-8; it was read as Windows-1252.",
               "See whether letters with accents are right."),
    },
}  # fmt: skip
"""What each code says: what is wrong, and what would be right."""


def shorten(value: str) -> str:
    """Make a value fit to print: one line, no steering characters, at most 40 characters."""
    clean = "".join(letter for letter in value[:400] if unicodedata.category(letter)[0] != "C" or letter in "\t\r\n")
    text = " ".join(clean.split())
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 1] + "…"


@dataclass(frozen=True, kw_only=True)
class Fault:
    """Something about one place: row (the header is row 1; None is the file) and column. The code is one of `WORDS`."""

    code: str
    row: int | None = None
    column: str = ""
    value: str = ""
    hint: str = ""
    allowed: str = ""

    def say(self, lang: str) -> str:
        """Say where it is, what is wrong and what would be right."""
        what, remedy = WORDS[self.code][lang]
        values = {"value": shorten(self.value), "hint": shorten(self.hint) and self.hint, "allowed": self.allowed}
        place = self._place(lang)
        return f"{place}{what.format(**values)} {remedy.format(**values)}"

    def _place(self, lang: str) -> str:
        row_word, column_word = _PLACE[lang]
        parts = ([f"{row_word} {self.row}"] if self.row is not None else []) + (
            [f"{column_word} {shorten(self.column)}"] if self.column else []
        )
        return f"{', '.join(parts)}: " if parts else ""
