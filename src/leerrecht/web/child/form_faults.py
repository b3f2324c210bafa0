"""What is wrong in a form, in words: beside its field, and together above the form. And what isn't there at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.http import Http404

from leerrecht.caseload import Fault
from leerrecht.law.tables import TABLE
from leerrecht.operations.acting import Refused
from leerrecht.web.child.form_shape import ROWS
from leerrecht.web.child.wording import label
from leerrecht.web.words import book, word

NOT_THERE = frozenset(
    f"refused.{reason}"
    for reason in ("no_such_child", "may_not_record", "no_such_table", "no_such_signal", "correct_instead")
)
"""Reasons that get the answer of a page that isn't there, so that nothing can be learned from them."""

FIELD_OF = {
    "refused.plan_without_day": "agreed_on",
    "refused.agreed_ahead": "agreed_on",
    "refused.requested_ahead": "requested_on",
    "refused.said_ahead": "said_on",
    "refused.move_without_day": "valid_from",
    "refused.move_not_ahead": "valid_from",
    "refused.move_nowhere": "location",
    "refused.told_ahead": "child_told_on",
    "refused.told_without_day": "child_told_on",
    "refused.done_ahead": "done_on",
}


@dataclass(frozen=True, kw_only=True)
class Wrong:
    """What is wrong: texts by field, and pairs of a field's id (empty: of none) and a text, in the order of the form."""

    by_field: Mapping[str, list[str]] = field(default_factory=dict)
    summary: tuple[tuple[str, str], ...] = ()


NOTHING_WRONG = Wrong()


def fault_words(fault: Fault, lang: str) -> str:
    """Say what is wrong with what was typed, and what would be right."""
    if (fault.sheet, fault.column, fault.code) == ("identifiers", "kind", "value_missing"):
        return word("refused.number_not_recognised", lang)
    key = f"forms_child.fault.{fault.code.removesuffix('_many')}"  # in the book, _many is the text for several
    return word(key if key in book().texts else "forms_child.fault.other", lang, most=fault.allowed)


def _place(table: str, name: str) -> int:
    names = [each for row in ROWS[table] for each in row]
    return names.index(name) if name in names else len(names)


def _under(label: str, text: str) -> str:
    """Put a text after the name of its field; a name that asks needs no colon."""
    return f"{label}{'' if label.endswith('?') else ':'} {text}" if label else text


def read_refusal(
    refused: Refused, *, table: str, columns: Iterable[str], lang: str, reason_field: str = "",
    labels: Mapping[str, str] | None = None,
) -> Wrong:  # fmt: skip
    """Put a refusal in words. `columns`: the fields of the form; `reason_field`: where a reason is asked; `labels`: fields
    that are called otherwise than the column. Raises Http404 for what isn't there for this viewer.
    """
    if not NOT_THERE.isdisjoint(refused.reasons):
        raise Http404
    shown = set(columns)
    found: list[tuple[int, str, str]] = []
    for fault in refused.faults:
        name = fault.column or ""
        found.append((_place(table, name), name if name in shown else "", fault_words(fault, lang)))
    for reason in refused.reasons:
        name = reason_field if reason.startswith("refused.reason_") else FIELD_OF.get(reason, "")
        is_shown = name in shown or (name and name == reason_field)
        found.append((_place(table, name), name if is_shown else "", word(reason, lang, **refused.values)))
    found.sort(key=lambda each: each[0])
    by_field: dict[str, list[str]] = {}
    for _, name, text in found:
        if name:
            by_field.setdefault(name, []).append(text)
    known = {column.name for column in TABLE[table].columns}
    named = {name: label(table, name, lang) for name in shown if name in known} | dict(labels or {})
    summary = tuple((name, _under(named.get(name, ""), text)) for _, name, text in found)
    return Wrong(by_field=by_field, summary=summary)
