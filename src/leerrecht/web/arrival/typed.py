"""What somebody typed at Nieuw bij ons: the fields, one pasted line taken apart, and the same again in a hidden form."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest

from leerrecht.law.tables import TABLE
from leerrecht.operations.arrivals import read_sought
from leerrecht.queries.arrivals import Sought, kind_of_number
from leerrecht.web.child.form_fields import from_form

LINE, NUMBER = "line", "number"
PERSON = ("given_names", "father_name", "family_name", "born_on", "born_precision", "sex")
MOST = 400
_DAY = re.compile(r"(?<!\d)(\d{1,2}[-/.]\d{1,2}[-/.]\d{4}|\d{4}-\d{2}-\d{2}|(?:19|20)\d{2})(?!\d)")
_APART = re.compile(r"[,;\t|]+")


@dataclass(frozen=True)
class Typed:
    """Text by field. `line`: names and date as they were pasted, already taken apart into the others."""

    text: Mapping[str, str]

    @property
    def person(self) -> dict[str, str]:
        """Give the columns of `children`, as the workbook has them."""
        return {name: from_form(TABLE["children"].column(name), self.text[name]) for name in PERSON}

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was typed that one can be found by."""
        return not any(self.text[name].strip() for name in ("given_names", "father_name", "family_name", NUMBER))

    def sought(self) -> Sought:
        """Read whom somebody looks for. Raises Refused with every fault at once."""
        number = self.text[NUMBER].strip()
        return read_sought(typed=self.person, number=_digits(number), number_kind=kind_of_number(number))


def _digits(number: str) -> str:
    return re.sub(r"[\s.\-]", "", number)


def take_apart(line: str) -> dict[str, str]:
    """Take one line apart: a date, if there is one, and names: the first is given, the last the family's.

    >>> take_apart("Samuel Kidane Gebremariam 30-8-2010")["father_name"]
    'Kidane'
    >>> take_apart("Gebremariam, Samuel")["given_names"]
    'Samuel'
    """
    day = _DAY.search(line)
    names = _DAY.sub(" ", line, count=1) if day else line
    head, comma, rest = (part.strip() for part in names.partition(","))
    words = (
        [*rest.split(), *head.split()] if comma and rest and len(head.split()) == 1 else _APART.sub(" ", names).split()
    )
    return {
        "given_names": words[0] if words else "",
        "father_name": " ".join(words[1:-1]),
        "family_name": words[-1] if len(words) > 1 else "",
        "born_on": day[1].replace("/", "-").replace(".", "-") if day else "",
    }


def read_posted(request: HttpRequest) -> Typed:
    """Read the form; a pasted line fills the fields that are empty."""
    text = {name: request.POST.get(name, "")[:MOST] for name in (*PERSON, NUMBER)}
    line = request.POST.get(LINE, "")[:MOST].strip()
    for name, found in take_apart(line).items() if line else ():
        text[name] = text[name].strip() or found
    return Typed(text=text)


def nothing_typed() -> Typed:
    """Give an empty form."""
    return Typed(text=dict.fromkeys((*PERSON, NUMBER), ""))
