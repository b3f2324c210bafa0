"""The category of every stored field (rulebook/nl/access.yaml), or why it falls in none. A test fails on a field without one.

The columns of facts have theirs in law/tables.py; here stands the rest. `key`: a number or code that says nothing by
itself. `work`: about somebody at work or an organisation, not about a child. `log`: what was done, by whom, when.
"""

from __future__ import annotations

from leerrecht.law.tables import TABLE

NOT_ABOUT_CHILDREN = ("key", "work", "log")

FACT_FIELDS = {
    "id": "key", "public_id": "key", "child": "key", "corrects": "key", "recorded_at": "log", "recorded_by": "log",
    "source": "roles", "retracted_at": "log", "retracted_by": "log", "retraction_reason": "log",
}  # fmt: skip
"""What every fact has. The reason of a retraction is shown only with the fact itself."""

OWN_FIELDS = {
    "records.person.born_from": "identity", "records.person.born_to": "identity",
    "records.person.search_name": "identity", "records.stay.linked_location": "reception",
    "records.enrolment.linked_school": "education", "records.involvement.linked_team": "roles",
    "records.involvement.linked_professional": "roles", "records.plan.with_whom": "plans",
}  # fmt: skip

MODEL_FIELDS = {
    "records.child": {"id": "key", "public_id": "key", "reference": "identity", "origin": "roles", "version": "key"},
    "records.import": {
        "id": "key", "public_id": "key", "organisation": "work", "account": "log", "team": "work", "state": "key",
        "file_kind": "key", "content": "residence_status", "report": "identity", "keep_going": "key", "done": "key",
        "total": "key", "runner": "key", "handed_in_at": "log", "progressed_at": "log",
    },
    "audit.event": {
        "id": "key", "at": "log", "actor": "log", "team": "log", "role": "log", "action": "log", "object_kind": "log",
        "object_id": "log", "child_id": "log", "result": "log", "origin": "log", "access_rule": "log",
        "trace_id": "log",
    },
    "audit.processing": {
        "id": "key", "at": "log", "child_id": "log", "activity": "log", "role": "log", "trace_id": "log",
    },
    "accounts.account": {
        "id": "key", "public_id": "key", "email": "work", "password": "work", "last_login": "log", "professional": "work",
        "is_active": "work",
    },
}  # fmt: skip
"""A handed-in list is as closed as the most closed fact that can be in it."""

WORK_APPS = ("chain",)


def category_of_field(*, app: str, model: str, field: str, table: str = "") -> str | None:
    """Give the category of a stored field; None when it has none. `table`: of a fact.

    >>> category_of_field(app="records", model="status", field="status", table="statuses")
    'residence_status'
    >>> category_of_field(app="records", model="status", field="shoe_size", table="statuses") is None
    True
    """
    if app in WORK_APPS:
        return "key" if field in ("id", "public_id") else "work"
    own = OWN_FIELDS.get(f"{app}.{model}.{field}") or MODEL_FIELDS.get(f"{app}.{model}", {}).get(field)
    if own or not table:
        return own
    columns = {column.name: column.category for column in TABLE[table].columns}
    return FACT_FIELDS.get(field) or columns.get(field)
