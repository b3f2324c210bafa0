"""The fields of a form, made from the fact tables: what each is called, how it is filled in, what stands in it."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.http import QueryDict

from leerrecht.access import Scope
from leerrecht.access.fields import single_fields
from leerrecht.access.levels import Level
from leerrecht.law.tables import IDENTIFIER_KINDS, TABLE, Column
from leerrecht.operations.acting import may_record
from leerrecht.queries.known_names import Name, known_names
from leerrecht.queries.rulebooks import rulebook
from leerrecht.web.child.form_shape import ASKED_TASK, KNOWN_NAMES, LONG, OTHER, OTHER_TASK, ROWS, TASK
from leerrecht.web.child.wording import capital, choice_words, label
from leerrecht.web.frame.clock import today
from leerrecht.web.words import book, word

MOST_RADIOS = 5
MOST_TYPED = 20_000
_MONTH_FIRST = re.compile(r"\s*(\d{1,2})[-/. ]+(\d{4})\s*")
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{2})")
Choice = tuple[str, str]
NUMBER_KIND = ("identifiers", "kind")
"""The kind of a number need not be chosen: its digits tell."""


@dataclass(frozen=True, kw_only=True)
class Field:
    """One field, as the tag `field` takes it. `known`: names to choose from while typing."""

    kind: str
    name: str
    label: str
    value: str = ""
    description: str = ""
    errors: Sequence[str] = ()
    choices: Sequence[Choice] = ()
    required: bool = False
    size: str = ""
    known: Sequence[Name] = ()


def shown_columns(*, scope: Scope, table: str, child: int) -> tuple[str, ...]:
    """Give the columns of a table that this viewer fills in about a child; what they may never read back isn't asked."""
    names = [name for row in ROWS[table] for name in row]
    return tuple(
        name
        for name in names
        if any(scope.level(field, child=child) > Level.CONCLUSION for field in single_fields(f"{table}.{name}"))
    )


def number_kinds(*, scope: Scope, child: int) -> tuple[str, ...]:
    """Give the kinds of numbers that this viewer may record about a child and read back."""
    return tuple(
        kind
        for kind in IDENTIFIER_KINDS
        if may_record(scope=scope, child=child, table="identifiers", kind=kind)
        and scope.level(f"identifiers.{kind}", child=child) > Level.CONCLUSION
    )


def task_choices(lang: str) -> list[Choice]:
    """Give the tasks of the standard list, and "another one"."""
    known = [(name, capital(str(task.title[lang]))) for name, task in rulebook().tasks.items()]
    return [*known, (OTHER, word("forms_child.other_task", lang))]


def asked_for(table: str, asked: QueryDict) -> dict[str, str]:
    """Give what an empty form begins with: the task that a page asks somebody for, if it stands in the standard list."""
    task = asked.get(ASKED_TASK, "")
    return {"task": task} if table == TASK[0] and task in rulebook().tasks else {}


def to_form(column: Column, text: str, lang: str) -> str:
    """Write what stands in a column as people here write it."""
    if column.kind == "number" and lang == "nl":
        return text.replace(".", ",")
    month = _YEAR_FIRST.fullmatch(text) if column.kind == "born" else None
    return f"{int(month[2])}-{month[1]}" if month else text


def from_form(column: Column, text: str) -> str:
    """Write what was typed as the workbook has it: of a birth date, the year before the month."""
    month = _MONTH_FIRST.fullmatch(text) if column.kind == "born" else None
    return f"{month[2]}-{int(month[1]):02}" if month else text


def read_form(*, table: str, columns: Collection[str], posted: QueryDict) -> dict[str, str]:
    """Read what was typed, by column; a column that wasn't in the form is absent."""
    typed = {}
    for name in columns:
        if name not in posted:
            continue
        text = str(posted[name])[:MOST_TYPED]
        if (table, name) == TASK and text in ("", OTHER):
            text = str(posted.get(OTHER_TASK, ""))[:MOST_TYPED]
        typed[name] = from_form(TABLE[table].column(name), text)
    return typed


def make_fields(
    *, table: str, columns: Collection[str], typed: Mapping[str, str], errors: Mapping[str, Sequence[str]], lang: str,
    kinds: Sequence[str] = IDENTIFIER_KINDS,
) -> list[list[Field]]:  # fmt: skip
    """Give the fields of a form, line by line. `typed`: text by column; `kinds`: the kinds of numbers to choose from."""
    lines = []
    for row in ROWS[table]:
        line: list[Field] = []
        for name in row:
            if name not in columns:
                continue
            if (table, name) == TASK:
                lines += _task_lines(typed.get(name, ""), errors.get(name, ()), lang)
            else:
                line.append(_field(table, name, typed.get(name, ""), errors.get(name, ()), lang, kinds))
        lines += [line] if line else []
    return lines


def _task_lines(text: str, errors: Sequence[str], lang: str) -> list[list[Field]]:
    """Ask for a task in two steps: one we have words for, or another in one's own."""
    choices = task_choices(lang)
    is_other = bool(text) and text not in [value for value, _ in choices]
    one = Field(
        kind="select", name="task", label=label(*TASK, lang), value=OTHER if is_other else text, errors=errors,
        choices=_with_empty(choices, text, lang), description=_help(*TASK, lang),
    )  # fmt: skip
    other = Field(
        kind="text", name=OTHER_TASK, label=word("forms_child.task_other", lang), value=text if is_other else "",
        description=word("forms_child.task_other_about", lang),
    )  # fmt: skip
    return [[one], [other]]


def _help(table: str, name: str, lang: str) -> str:
    key = f"forms_child.help.{table}_{name}"
    return word(key, lang) if key in book().texts else ""


def _with_empty(choices: Sequence[Choice], text: str, lang: str) -> Sequence[Choice]:
    """Let somebody choose again that it is unknown; a list that is still empty says "choose one" by itself."""
    return [("", word("forms_child.unknown", lang)), *choices] if text else choices


def _field(table: str, name: str, text: str, errors: Sequence[str], lang: str, kinds: Sequence[str]) -> Field:
    column = TABLE[table].column(name)
    choices: Sequence[Choice] = _choices(table, column, kinds, lang)
    if choices and len(choices) <= MOST_RADIOS:
        kind = "radios"
        text = text or (choices[0][0] if column.filled and len(choices) == 1 else "")
        choices = choices if column.filled else [*choices, ("", word("forms_child.unknown", lang))]
    elif choices:
        kind = "select"
        choices = choices if column.filled else _with_empty(choices, text, lang)
    else:
        kind = "date" if column.kind == "date" else "textarea" if f"{table}.{name}" in LONG else "text"
    is_recognised = (table, name) == NUMBER_KIND and not text and len(choices) > 1
    choices = [*choices, ("", word("forms_child.recognise", lang))] if is_recognised else choices
    names = KNOWN_NAMES.get(f"{table}.{name}", "")
    return Field(
        kind=kind, name=name, label=label(table, name, lang), value=to_form(column, text, lang),
        description=_help(table, name, lang), errors=errors, choices=choices, required=column.filled and not is_recognised,
        size="date" if column.kind == "born" else "short" if column.kind == "number" else "",
        known=known_names(names, today()) if names else (),
    )  # fmt: skip


def _choices(table: str, column: Column, kinds: Sequence[str], lang: str) -> list[Choice]:
    if column.kind == "flag":
        return [("yes", word("forms_child.yes", lang)), ("no", word("forms_child.no", lang))]
    values = kinds if (table, column.name) == ("identifiers", "kind") else column.choices
    words = [choice_words(table, column.name, value, lang) for value in values]
    return [(value, capital(said)) for value, said in zip(values, words, strict=True)]
