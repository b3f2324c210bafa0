"""Words for whom somebody seeks, and for what is wrong with it."""

from __future__ import annotations

from django.http import Http404

from leerrecht.operations.acting import Refused
from leerrecht.web.arrival.typed import NUMBER, Typed
from leerrecht.web.child.form_faults import NOT_THERE, Wrong, fault_words
from leerrecht.web.frame.plain_forms import wrong_of
from leerrecht.web.words import word

GONE = NOT_THERE | {"refused.may_not_receive", "refused.no_such_inquiry", "refused.no_such_pair", "refused.no_duty"}
FIELDS = {
    "refused.arrival_who": "given_names", "refused.arrival_number": NUMBER, "refused.arrival_number_kind": NUMBER,
    "refused.arrival_why": "why", "refused.arrival_kind": "plek_kind", "refused.inquiry_answer": "answer",
    "refused.inquiry_words": "words", "refused.verdict_missing": "verdict", "refused.kept_missing": "kept",
    "refused.kept_differs": "kept", "refused.words_long_line": "words", "refused.reason_missing": "reason",
    "refused.reason_long": "reason", "refused.closure_code": "code", "refused.closed_already": "code",
}  # fmt: skip
DAYS = ("plek_requested_on", "plek_valid_from")
ORDER = (
    "given_names", "father_name", "family_name", "born_on", NUMBER, "born_precision", "sex", "original_name", "languages",
    "plek_kind", *DAYS, "plek_started_on", "why", "verdict", "kept", "words", "answer", "code", "reason",
)  # fmt: skip
"""The fields in the order of the forms, in which faults are told."""


def wrong_words(refused: Refused, lang: str, *, day: str = DAYS[0]) -> Wrong:
    """Put a refusal in words, beside its field. `day`: the field of the first day. Raises Http404 for what isn't there."""
    if not GONE.isdisjoint(refused.reasons):
        raise Http404
    found = []
    for fault in refused.faults:
        name = fault.column or ""
        field = name if fault.sheet == "children" else f"plek_{name}" if name else ""
        found.append((field, fault_words(fault, lang)))
    for reason in refused.reasons:
        field = day if reason == "refused.arrival_day" else FIELDS.get(reason, "")
        found.append((field, word(reason, lang, **refused.values)))
    return wrong_of(sorted(found, key=lambda each: ORDER.index(each[0]) if each[0] in ORDER else -1))


def precisions(lang: str) -> list[tuple[str, str]]:
    """Give how sure a birth date can be."""
    return [(each, word(f"arrival.precision.{each}", lang)) for each in ("day", "estimated")] + [
        ("", word("arrival.precision.unsaid", lang))
    ]


def sexes(lang: str) -> list[tuple[str, str]]:
    """Give what can be said of somebody's sex."""
    return [(each, word(f"arrival.sex.{each or 'unknown'}", lang)) for each in ("m", "v", "x", "")]


def sought_words(typed: Typed, lang: str) -> list[tuple[str, str]]:
    """Give what was typed, as pairs of a label and a text."""
    texts = dict(typed.text)
    texts["sex"] = word(f"arrival.sex.{texts['sex'] or 'unknown'}", lang) if texts["sex"] in ("m", "v", "x") else ""
    names = ("given_names", "father_name", "family_name", "born_on", "sex", NUMBER)
    return [(word(f"arrival.field.{name}", lang), texts[name]) for name in names if texts[name]]
