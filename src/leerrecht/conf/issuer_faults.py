"""What can be wrong with the mapping file (conf/issuers.py), in plain words: the place, what it is, what to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

WORDS = {
    "unreadable": {
        "nl": "dit bestand is niet te lezen ({why}): kijk naar LEERRECHT_ISSUERS en de rechten van het bestand",
        "en": "this file can't be read ({why}): look at LEERRECHT_ISSUERS and at the file's permissions",
    },
    "not_yaml": {
        "nl": "regel {line} is geen YAML ({why}): verbeter die regel",
        "en": "line {line} isn't YAML ({why}): correct that line",
    },
    "no_issuers": {
        "nl": "hier staat geen lijst issuers: begin met 'issuers:' en noem er minstens een",
        "en": "there is no list of issuers: begin with 'issuers:' and name at least one",
    },
    "no_entry": {
        "nl": "dit is geen issuer: schrijf sleutels met waarden, zoals 'name: coa'",
        "en": "this is no issuer: write keys with values, such as 'name: coa'",
    },
    "unknown_key": {
        "nl": "{key!r} is onbekend: haal het weg, of kies uit {keys}",
        "en": "{key!r} is unknown: remove it, or choose from {keys}",
    },
    "missing": {"nl": "{key} ontbreekt: vul het in", "en": "{key} is missing: fill it in"},
    "wrong_kind": {
        "nl": "dit is niet van de goede soort: schrijf een {kind} (str: tekst, list: lijst, dict: sleutels met waarden)",
        "en": "this is of the wrong kind: write a {kind} (str: text, list: a list, dict: keys with values)",
    },
    "bad_name": {
        "nl": "schrijf een korte naam met kleine letters, cijfers en streepjes, zoals coa",
        "en": "write a short name of small letters, digits and hyphens, such as coa",
    },
    "bad_label": {
        "nl": "geef de naam op de knop in nl en en, en niets anders",
        "en": "give the name on the button in nl and en, and nothing else",
    },
    "bad_url": {
        "nl": "schrijf het volledige adres met https://, zonder naam, vraagteken of hekje",
        "en": "write the address in full with https://, without a user, a question mark or a hash",
    },
    "bad_texts": {
        "nl": "schrijf een lijst van teksten zonder spaties",
        "en": "write a list of texts without spaces",
    },
    "profile": {
        "nl": "de scope profile vraagt meer dan nodig is: haal hem weg en vraag losse claims",
        "en": "the scope profile asks for more than is needed: remove it and ask for single claims",
    },
    "no_openid": {"nl": "de scope openid ontbreekt: zet hem erbij", "en": "the scope openid is missing: add it"},
    "bad_claim": {
        "nl": "schrijf de naam van een claim, of een lijst namen als hij dieper staat",
        "en": "write the name of a claim, or a list of names when it lies deeper",
    },
    "bad_organisations": {
        "nl": "schrijf de namen van organisaties zoals ze in Leerrecht staan",
        "en": "write the names of organisations as they stand in Leerrecht",
    },
    "bad_audience": {
        "nl": "kies token_endpoint of issuer: aan wie de client zich bekendmaakt",
        "en": "choose token_endpoint or issuer: to whom the client makes itself known",
    },
    "no_key": {
        "nl": "dit bestand is er niet: noem de privésleutel (PEM), vanaf de map van het mappingbestand",
        "en": "this file isn't there: name the private key (PEM), from the folder of the mapping file",
    },
    "bad_key": {
        "nl": "deze sleutel is niet te gebruiken: geef PEM zonder wachtwoord, RSA van {bits} bits of meer, EC P-256 of P-384",
        "en": "this key can't be used: give a PEM without a password, RSA of {bits} bits or more, or EC P-256 or P-384",
    },
    "twice": {
        "nl": "{value!r} komt twee keer voor: geef elke issuer zijn eigen",
        "en": "{value!r} comes twice: give each issuer its own",
    },
    "bad_team": {
        "nl": "dit is geen regel: schrijf value, role, en team_id of organisation en team, alle als tekst",
        "en": "this is no rule: write value, role, and team_id or organisation and team, all of them texts",
    },
    "which_team": {
        "nl": "noem het team met team_id, of met organisation en team samen",
        "en": "name the team by team_id, or by organisation and team together",
    },
    "never": {
        "nl": "{name!r} krijgt nooit toegang (access.yaml, never_roles): haal deze regel weg",
        "en": "{name!r} never gets access (access.yaml, never_roles): remove this rule",
    },
    "other_organisation": {
        "nl": "{name!r} staat niet bij organisations: deze issuer spreekt niet voor die organisatie",
        "en": "{name!r} isn't among organisations: this issuer doesn't speak for that organisation",
    },
    "no_team": {
        "nl": "dit team is er niet in Leerrecht: maak het, of verbeter de naam",
        "en": "this team isn't in Leerrecht: make it, or correct its name",
    },
    "other_role": {
        "nl": "dit team heeft een andere rol ({role}): zet die erbij, of noem een ander team",
        "en": "this team has another role ({role}): write that one, or name another team",
    },
}


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: which, where, and what belongs in its sentence."""

    code: str
    place: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def say(self, lang: str = "en") -> str:
        """Say it in a language.

        >>> Fault("missing", "issuers[1] (coa)", {"key": "acr"}).say()
        'issuers[1] (coa): acr is missing: fill it in'
        """
        return f"{self.place}: {WORDS[self.code][lang].format(**self.values)}"


class IssuersRefused(Exception):
    """The mapping file is unsound; `faults` holds everything that is."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("; ".join(fault.say() for fault in faults))
        self.faults = list(faults)
