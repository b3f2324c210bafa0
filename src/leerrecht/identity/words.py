"""What each level says, in Dutch (B1) and English. Only words here; nothing is called certain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from leerrecht.identity.also import Also
from leerrecht.identity.comparisons import COMPARISONS

TITLES: dict[str, dict[str, str]] = {
    "given_names": {"nl": "voornaam", "en": "given names"},
    "family_name": {"nl": "achternaam", "en": "family name"},
    "father_name": {"nl": "naam van de vader", "en": "father's name"},
    "born_on": {"nl": "geboortedatum", "en": "date of birth"},
    "sex": {"nl": "geslacht", "en": "sex"},
}
"""What each comparison is about."""

_NAMES: dict[str, dict[str, str]] = {
    "same_spelling": {"nl": "{title}: zelfde spelling", "en": "{title}: same spelling"},
    "same_sound": {
        "nl": "{title}: klinkt hetzelfde, anders geschreven",
        "en": "{title}: sounds the same, spelled differently",
    },
    "same_consonants": {"nl": "{title}: zelfde medeklinkers", "en": "{title}: same consonants"},
    "one_letter": {"nl": "{title}: één letter anders", "en": "{title}: one letter different"},
    "one_part": {"nl": "{title}: een deel is gelijk", "en": "{title}: one part is the same"},
    "different": {"nl": "{title}: anders", "en": "{title}: different"},
}
_OWN: dict[str, dict[str, dict[str, str]]] = {
    "given_names": {
        "swapped_same_spelling": {
            "nl": "voornaam en achternaam zijn gewisseld, zelfde spelling",
            "en": "given name and family name are swapped, same spelling",
        },
        "swapped": {"nl": "voornaam en achternaam zijn gewisseld", "en": "given name and family name are swapped"},
        "brother_or_sister": {
            "nl": "andere voornaam, zelfde vader en achternaam: misschien een broer of zus",
            "en": "another given name, same father and family name: perhaps a brother or sister",
        },
    },
    "family_name": {
        "swapped": {"nl": "achternaam: hoe zeldzaam hij is", "en": "family name: how rare it is"},
        "swapped_with_father": {
            "nl": "achternaam en naam van de vader zijn gewisseld",
            "en": "family name and father's name are swapped",
        },
        "father_as_family": {
            "nl": "de naam van de vader staat als achternaam",
            "en": "the father's name stands as the family name",
        },
    },
    "father_name": {"swapped": {"nl": "naam van de vader: hoe zeldzaam hij is", "en": "father's name: how rare it is"}},
    "born_on": {
        "same_day": {"nl": "zelfde geboortedag", "en": "born on the same day"},
        "same_estimate": {"nl": "zelfde geschatte geboortedatum", "en": "same estimated date of birth"},
        "same_year_one_estimated": {
            "nl": "zelfde geboortejaar, een van de data is geschat",
            "en": "same year of birth, one of the dates is estimated",
        },
        "day_and_month_swapped": {"nl": "dag en maand zijn gewisseld", "en": "day and month are swapped"},
        "one_digit": {"nl": "geboortedatum: één cijfer anders", "en": "date of birth: one digit different"},
        "same_day_other_year": {
            "nl": "zelfde dag en maand, hoogstens twee jaar verschil",
            "en": "same day and month, at most two years apart",
        },
        "estimates_a_year_apart": {
            "nl": "geschatte geboortedata, een jaar verschil",
            "en": "estimated dates of birth, a year apart",
        },
        "estimates_two_years_apart": {
            "nl": "geschatte geboortedata, twee jaar verschil",
            "en": "estimated dates of birth, two years apart",
        },
        "same_year": {"nl": "zelfde geboortejaar", "en": "same year of birth"},
        "two_years_apart": {
            "nl": "geboortedatum: hoogstens twee jaar verschil",
            "en": "date of birth: at most two years apart",
        },
        "different": {"nl": "geboortedatum: anders", "en": "date of birth: different"},
    },
    "sex": {
        "same": {"nl": "zelfde geslacht", "en": "same sex"},
        "different": {"nl": "ander geslacht", "en": "other sex"},
    },
}
_ALSO: dict[str, dict[str, str]] = {
    "same_spelling": {"nl": "{title}: hetzelfde", "en": "{title}: the same"},
    "one_letter": {"nl": "{title}: één teken anders", "en": "{title}: one character different"},
    "one_part": {"nl": "{title}: een woord is gelijk", "en": "{title}: one word is the same"},
}


def say_level(comparison: str, level: str, lang: str) -> str:
    """Say one outcome of a comparison; empty for a comparison that says nothing.

    >>> say_level("given_names", "same_sound", "en")
    'given names: sounds the same, spelled differently'
    """
    if not level:
        return ""
    words = _OWN.get(comparison, {}).get(level) or _NAMES[level]
    return words[lang].format(title=TITLES[comparison][lang])


def say_reasons(levels: Mapping[str, str], lang: str, also: Sequence[Also] = ()) -> str:
    """Say in one line why two records look alike or don't: what each comparison found. `also`: what was compared too."""
    said = [say_level(each.name, levels[each.name], lang) for each in COMPARISONS if each.name in levels]
    for each in also:
        if each.name in levels:
            said.append((_ALSO.get(levels[each.name]) or _NAMES[levels[each.name]])[lang].format(title=each.column))
    return "; ".join(said)
