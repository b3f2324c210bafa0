"""The fields of the forms about moves: those of the fact tables, with words of their own."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Mapping, Sequence

from django.http import QueryDict

from leerrecht.operations.acting import Refused
from leerrecht.web.child.form_faults import Wrong, read_refusal
from leerrecht.web.child.form_fields import Field, make_fields, read_form
from leerrecht.web.words import book, word

ANNOUNCED = ("location", "municipality", "kind", "valid_from", "child_told_on", "reason")
CHANGED = ("location", "municipality", "kind", "valid_from", "reason")
AGREED = ("organisation", "person", "due_on", "done_on", "note")
NEEDED = ("valid_from",)
WHY = "why"


def labels(lang: str) -> dict[str, str]:
    """Name the fields that are called otherwise than their columns."""
    return {
        name: word(f"move.field.{name}", lang) for name in (*ANNOUNCED, *AGREED) if f"move.field.{name}" in book().texts
    }


def move_fields(
    *, table: str, columns: Collection[str], typed: Mapping[str, str], errors: Mapping[str, Sequence[str]], lang: str
) -> list[list[Field]]:
    """Give the fields of a form about a move, line by line."""
    named = labels(lang)
    lines = make_fields(table=table, columns=columns, typed=typed, errors=errors, lang=lang)
    return [
        [
            dataclasses.replace(
                each,
                label=named.get(each.name, each.label),
                description=_about(each, lang),
                required=each.required or each.name in NEEDED,
            )
            for each in line
        ]
        for line in lines
    ]


def _about(field: Field, lang: str) -> str:
    key = f"move.about.{field.name}"
    return word(key, lang) if key in book().texts else field.description


def read_move_form(*, table: str, columns: Collection[str], posted: QueryDict) -> dict[str, str]:
    """Read what was typed."""
    return read_form(table=table, columns=columns, posted=posted)


def say_refused(refused: Refused, *, table: str, columns: Collection[str], lang: str) -> Wrong:
    """Put a refusal in words, beside its fields. Raises Http404 for what isn't there for this viewer."""
    named = labels(lang) | {WHY: word("move.why", lang)}
    return read_refusal(refused, table=table, columns=columns, lang=lang, reason_field=WHY, labels=named)
