"""One record, whole: everything about a child that who uses its rights may see (GDPR art. 15 and 20), as plain data.

What the scope closes isn't in it. Keys are the English names of the tables; docs/how-to/answer-a-request.md tells them.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from leerrecht.access import Level, Scope
from leerrecht.grants.models import Consent, Opening
from leerrecht.queries.child import get_page, say_neutral
from leerrecht.queries.child_knots import find_own_knots, own_of, ties_seen
from leerrecht.queries.consents import consents_seen
from leerrecht.queries.facts import seen_row
from leerrecht.queries.logs import may_see_lookers, seen_by_others
from leerrecht.queries.points import find_own_points, find_points
from leerrecht.queries.rights import CHILD, may_use_rights, requests_of, row_of_fact
from leerrecht.records.models import FACT, Child

SCHEMA, VERSION = "leerrecht.record", 1
LANGUAGES = ("nl", "en")
TOLD = ("plans", "voices")
"""Tables whose rows are shared by choice: what was taken back is read again by nobody but the child."""

Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class RecordExport:
    """A record as one viewer may see it on a day. `content` holds plain values only; `receipt` is a hash of it."""

    child: str
    name: str
    on: datetime.date
    lang: str
    content: Mapping[str, Any]
    receipt: str

    @property
    def file_name(self) -> str:
        """Name the file, without an ending: no name of a person stands in it."""
        return f"leerrecht-{self.child}-{self.on.isoformat()}"


def hash_of(content: Mapping[str, Any]) -> str:
    """Give the receipt of a record: SHA-256 of its JSON with sorted keys and no spaces, in UTF-8, without `receipt`.

    >>> hash_of({"b": 1, "a": "é"}) == hash_of({"a": "é", "b": 1, "receipt": {}})
    True
    """
    kept = {key: value for key, value in content.items() if key != "receipt"}
    canonical = json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def record_export(*, scope: Scope, child: Child, on: datetime.date, lang: str) -> RecordExport | None:
    """Give the whole record of a child; None unless the viewer is the child, or represents it now.

    `lang`: nl or en, for the sentences in it; any other language gives English.
    """
    if not may_use_rights(scope=scope, number=child.pk):
        return None
    lang = lang if lang in LANGUAGES else "en"
    page, _ = get_page(scope=scope, child=child, on=on, lang=lang)
    content: Row = {
        "schema": SCHEMA,
        "schema_version": VERSION,
        "made_on": on.isoformat(),
        "language": lang,
        "child": child.public_id,
        "seen_as": scope.role,
        "facts": {table: found for table in FACT if (found := _facts(scope, child, table, lang))},
        "conclusions": [
            {
                "rule": item.rule, "key": item.key, "state": item.state, "title": item.title, "text": item.text,
                "due_on": _plain(item.due_on),
            }
            for item in (*page.open_items, *page.settled_items)
        ],
        "consents": [_consent(scope, row) for row in consents_seen(scope=scope, child=child.pk)],
        "emergency_openings": _openings(scope, child),
        "requests": _requests(scope, child, on),
        "points": _points(scope, child, on),
        "knots": _knots(scope, child, on),
        "seen_by": _seen_by(child, lang) if may_see_lookers(scope=scope, child=child.pk) else [],
    }  # fmt: skip
    receipt = hash_of(content)
    content["receipt"] = {"algorithm": "sha256", "hash": receipt}
    return RecordExport(
        child=child.public_id, name=page.header.name, on=on, lang=lang, content=content, receipt=receipt
    )


def _plain(value: Any) -> Any:
    """Write a day or a moment as ISO 8601; a moment by our own clock."""
    if isinstance(value, datetime.datetime):
        return timezone.localtime(value).isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, datetime.date) else value


def _facts(scope: Scope, child: Child, table: str, lang: str) -> list[Row]:
    """Give every version of the facts of a table that may be seen, in the order in which they were recorded."""
    model: Any = FACT[table]
    rows = model.objects.filter(child=child).order_by("recorded_at", "pk")
    if table in TOLD and scope.role != CHILD:
        rows = rows.filter(retracted_at__isnull=True)
    found, shown = [], set()
    rows = rows.select_related("child", "source", "recorded_by__professional", "retracted_by__professional", "corrects")
    for fact in rows:
        seen = seen_row(scope=scope, number=child.pk, table=table, row=row_of_fact(fact))
        if seen is None:
            continue
        say_neutral(rows={table: [seen]}, lang=lang)
        shown.add(fact.public_id)
        found.append(_version(scope, fact, seen, shown))
    return found


def _version(scope: Scope, fact: Any, seen: Row, shown: set[str]) -> Row:
    """Give one version of a fact: its columns, since when and from whom it is known, and what became of it."""
    number = fact.child.pk
    knows_makers = scope.sees_field("involvements.organisation", child=number)
    knows_reasons = scope.sees_field("statuses.status", child=number)
    former = fact.corrects.public_id if fact.corrects else None
    return {
        "fact": fact.public_id,
        **{name: _plain(value) for name, value in seen.items() if name not in ("child", "row", "fact")},
        "known_since": _plain(fact.recorded_at),
        "source": fact.source.name if knows_makers else None,
        "recorded_by": _person(fact.recorded_by) if knows_makers else None,
        "corrects": former if former in shown else None,
        "is_former": fact.retracted_at is not None,
        "ended_at": _plain(fact.retracted_at),
        "ended_by": _person(fact.retracted_by) if knows_makers else None,
        "ended_because": fact.retraction_reason or None if knows_reasons else None,
    }


def _person(account: Any) -> str | None:
    return account.professional.name if account is not None and account.professional is not None else None


def _consent(scope: Scope, row: Consent) -> Row:
    """Give one consent. What a child said itself of its decision is the child's own."""
    is_own = scope.role == CHILD or row.decided_as == scope.role
    return {
        "consent": row.public_id, "receiver": row.team.organisation.name,
        "receiver_person": row.professional.name if row.professional else None, "purpose": row.purpose,
        "categories": row.categories.split(), "asked_words": row.asked_words, "asked_at": _plain(row.asked_at),
        "until_on": _plain(row.until_on), "decision": row.decision or None, "decided_at": _plain(row.decided_at),
        "decided_as": row.decided_as or None, "child_wish": row.child_wish or None,
        "child_view": (row.child_view or None) if is_own else None, "decision_reason": row.decision_reason or None,
        "withdrawn_at": _plain(row.withdrawn_at), "withdrawn_as": row.withdrawn_as or None,
    }  # fmt: skip


def _openings(scope: Scope, child: Child) -> list[Row]:
    if all(lens.category_level("consent") is not Level.FULL for lens in scope.lenses_of(child.pk)):
        return []
    rows = Opening.objects.filter(child=child).select_related("professional", "team__organisation").order_by("pk")
    return [
        {
            "opening": row.public_id, "by": row.professional.name, "organisation": row.team.organisation.name,
            "reason": row.reason, "opened_at": _plain(row.opened_at), "ends_at": _plain(row.ends_at),
            "verdict": row.verdict or None, "reviewed_at": _plain(row.reviewed_at),
        }
        for row in rows
    ]  # fmt: skip


def _requests(scope: Scope, child: Child, on: datetime.date) -> list[Row]:
    return [
        {
            "request": asked.public_id, "kind": asked.kind, "words": asked.words, "table": asked.table or None,
            "fact": asked.fact or None, "asked_as": asked.asked_as, "asked_on": _plain(asked.asked_on),
            "due_on": _plain(asked.due_on), "answer": asked.answer or None,
            "answer_words": asked.answer_words or None, "answered_on": _plain(asked.answered_on),
        }
        for asked in requests_of(scope=scope, number=child.pk, on=on)
    ]  # fmt: skip


def _points(scope: Scope, child: Child, on: datetime.date) -> list[Row]:
    """Give the points for meetings: to the child as its own door shows them, to others what was shared with them."""
    is_own = scope.role == CHILD
    found = find_own_points(child=child.pk, on=on) if is_own else find_points(scope=scope, child=child.pk, on=on)
    return [
        {
            "point": each.public_id, "words": each.words, "language": each.language or None, "asked_as": each.asked_as,
            "asked_on": _plain(each.asked_on), "shared_with": list(each.shared_with), "state": each.state,
            "meeting_on": _plain(each.day), "decision": each.decision or None, "reason": each.reason or None,
            "todo": each.todo or None, "todo_by": each.holder or None, "todo_due_on": _plain(each.due_on),
        }
        for each in found
    ]  # fmt: skip


def _knots(scope: Scope, child: Child, on: datetime.date) -> list[Row]:
    """Give the questions that wait for a decision: to the child those of which it was told, to others those they may see."""
    if scope.role == CHILD:
        own = find_own_knots(child=child.pk, on=on)
    else:
        own = [own_of(tie=tie) for tie in ties_seen(scope=scope).values() if tie.child_id == child.pk]
    return [
        {
            "question": each.question, "decide_by": _plain(each.decide_by), "child_view": each.child_view or None,
            "decision": each.decision or None, "reason": each.reason or None, "decided_on": _plain(each.decided_on),
        }
        for each in own
    ]  # fmt: skip


def _seen_by(child: Child, lang: str) -> list[Row]:
    """Give who looked at the record or changed it: by day, organisation and role, in words."""
    return [
        {
            "day": _plain(day.day), "organisation": looker.organisation, "role": looker.role,
            "role_name": looker.role_name, "what": look.what, "why": look.why or None, "times": look.count,
        }
        for day in seen_by_others(child=child.public_id, lang=lang)
        for looker in day.lookers
        for look in (*looker.looks, *looker.listed)
    ]  # fmt: skip
