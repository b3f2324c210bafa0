"""Two people changed one fact: what you saw, what stands there now, and what you typed, with in words who changed what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from leerrecht.caseload import read_row
from leerrecht.law.tables import TABLE
from leerrecht.operations.acting import Conflict
from leerrecht.operations.facts import open_columns, seen_of, typed_of
from leerrecht.records.models import Fact
from leerrecht.web.child.form_history import Maker, ended_by, made_by
from leerrecht.web.child.form_shape import ROWS
from leerrecht.web.child.wording import label, value_words
from leerrecht.web.frame.viewing import Visit
from leerrecht.web.words import word


@dataclass(frozen=True, kw_only=True)
class Line:
    """One column three times in words, and who changed it: `yours`, `theirs`, `both`, `same` or nobody (empty)."""

    name: str
    label: str
    seen: str
    theirs: str
    yours: str
    mark: str
    mark_words: str


@dataclass(frozen=True, kw_only=True)
class Clash:
    """A conflict as it is shown. `theirs`: the public id of what stands now; empty when it was withdrawn."""

    lines: list[Line]
    theirs: str
    by: Maker | None
    reason: str
    may_merge: bool


def _said(table: str, row: Mapping[str, Any], name: str, lang: str) -> str:
    said = value_words(table=table, column=TABLE[table].column(name), row=row, lang=lang)
    return said or word("forms_child.conflict.empty", lang)


def _typed_row(table: str, seen: Mapping[str, Any], typed: Mapping[str, str]) -> dict[str, Any]:
    """Give what was typed as a row; what can't be read stays as it was typed."""
    whole = {**typed_of(table, seen), **typed}
    row: dict[str, Any] = dict(read_row(table=table, typed=whole).values)
    for name, text in typed.items():
        place = "born_from" if name == "born_on" else name
        if row.get(place) is None and text.strip():
            row[place] = text.strip()
    return row


def _mark(seen: str, theirs: str, yours: str) -> str:
    if seen == theirs == yours:
        return ""
    if seen == theirs:
        return "yours"
    if seen == yours:
        return "theirs"
    return "same" if theirs == yours else "both"


def visible(visit: Visit, fact: Fact | None) -> Fact | None:
    """Give a fact only if this viewer may know that it is there."""
    return fact if fact is not None and seen_of(scope=visit.children, fact=fact) is not None else None


def _lines(visit: Visit, seen: Fact, theirs: Fact | None, yours: Mapping[str, str]) -> list[Line]:
    table, lang = seen.table, visit.lang
    seen_row = seen_of(scope=visit.children, fact=seen) or {}
    now_row = (seen_of(scope=visit.children, fact=theirs) or {}) if theirs else None
    your_row = _typed_row(table, seen_row, yours) if yours else seen_row
    lines = []
    for name in (name for row in ROWS[table] for name in row if name in open_columns(scope=visit.children, fact=seen)):
        before = _said(table, seen_row, name, lang)
        now = (
            _said(table, now_row, name, lang) if now_row is not None else word("forms_child.conflict.gone_value", lang)
        )
        mine = your_row[name] if isinstance(your_row.get(name), str) else ""
        is_raw = bool(mine) and TABLE[table].column(name).kind in ("date", "flag", "number")
        after = mine if is_raw else _said(table, your_row, name, lang)
        if name == "born_on" and isinstance(your_row.get("born_from"), str):
            after = your_row["born_from"]
        mark = _mark(before, now, after) if now_row is not None else ("yours" if before != after else "")
        line_words = word(f"forms_child.conflict.mark_{mark}", lang) if mark else ""
        lines.append(
            Line(
                name=name, label=label(table, name, lang), seen=before, theirs=now, yours=after, mark=mark,
                mark_words=line_words,
            )
        )  # fmt: skip
    unsaid = word("forms_child.conflict.empty", lang)
    return [
        line for line in lines if not (line.seen == line.yours == unsaid and line.theirs in (unsaid, now_gone(lang)))
    ]


def now_gone(lang: str) -> str:
    """Say that nothing stands there any more."""
    return word("forms_child.conflict.gone_value", lang)


def make_clash(visit: Visit, conflict: Conflict) -> Clash:
    """Put a conflict in words. What this viewer may not see of what stands there now is left out."""
    seen: Fact = conflict.seen
    theirs = visible(visit, conflict.theirs)
    is_hidden = conflict.theirs is not None and theirs is None
    by, reason = (
        (None, "") if is_hidden else ended_by(visit, _first_change(seen) if theirs is None else _last_change(theirs))
    )
    lines = _lines(visit, seen, theirs, conflict.yours)
    marks = {line.mark for line in lines}
    return Clash(
        lines=lines,
        theirs=theirs.public_id if theirs else "",
        by=made_by(visit, theirs) if theirs else by,
        reason=reason,
        may_merge=theirs is not None and {"yours", "theirs"} <= marks and "both" not in marks,
    )


def _first_change(seen: Fact) -> Fact:
    """Give the version that was withdrawn in the end: the one that was seen, or its last correction."""
    model: Any = type(seen)
    last, following = seen, model.objects.filter(corrects=seen).first()
    while following is not None:
        last, following = following, model.objects.filter(corrects=following).first()
    return last


def _last_change(theirs: Fact) -> Fact:
    """Give the version that what stands now came in the place of."""
    model: Any = type(theirs)
    former: Fact = model.objects.select_related("child", "retracted_by__professional").get(pk=theirs.corrects_id)  # type: ignore[attr-defined]
    return former
