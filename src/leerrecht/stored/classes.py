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
    "records.transfer.linked_from_school": "education", "records.transfer.linked_to_school": "education",
    "records.involvement.ended_by": "handover",
    "records.handover.linked_change": "handover", "records.handover.linked_receiver": "handover",
}  # fmt: skip

MODEL_FIELDS = {
    "records.child": {"id": "key", "public_id": "key", "reference": "identity", "origin": "roles", "version": "key"},
    "records.import": {
        "id": "key", "public_id": "key", "organisation": "work", "account": "log", "team": "work", "state": "key",
        "file_kind": "key", "content": "residence_status", "report": "identity", "keep_going": "key", "done": "key",
        "total": "key", "runner": "key", "handed_in_at": "log", "progressed_at": "log",
    },
    "audit.event": {
        "id": "key", "sequence": "key", "at": "log", "actor": "log", "team": "log", "role": "log", "action": "log",
        "object_kind": "log", "object_id": "log", "child_id": "log", "result": "log", "origin": "log",
        "access_rule": "log", "trace_id": "log", "span_id": "log", "salt": "key", "commitment": "key", "link": "key",
        "erased_at": "log",
    },
    "audit.head": {"id": "key", "sequence": "key", "link": "key"},
    "audit.subject": {"id": "key", "child_id": "log", "subject": "key"},
    "audit.processing": {
        "id": "key", "trace_id": "log", "span_id": "log", "parent_span_id": "log", "status": "log", "name": "log",
        "start_time": "log", "end_time": "log", "processing_activity_id": "log", "data_subject_id": "log",
        "data_subject_id_type": "key",
    },
    "audit.reading": {
        "id": "key", "trace_id": "log", "span_id": "log", "at": "log", "actor": "log", "team": "log", "role": "log",
        "organisation": "log", "name": "log", "activity": "log", "ground": "log",
    },
    "audit.permit": {"id": "key", "child_id": "key", "activity": "log", "before": "log"},
    "accounts.account": {
        "id": "key", "public_id": "key", "email": "work", "password": "work", "last_login": "log", "professional": "work",
        "is_active": "work",
    },
    "accounts.identity": {
        "id": "key", "public_id": "key", "account": "work", "issuer": "work", "subject": "work", "made_at": "log",
    },
    "accounts.secondfactor": {"id": "key", "account": "work", "secret": "key", "last_step": "log", "set_at": "log"},
    "accounts.recoverycode": {"id": "key", "account": "work", "digest": "key", "used_at": "log"},
    "accounts.startcode": {"id": "key", "account": "work", "digest": "key", "until": "log"},
    "accounts.tries": {"id": "key", "key": "key", "wrong": "log", "since": "log"},
    "grants.consent": {
        "id": "key", "public_id": "key", "child": "key", "team": "consent", "professional": "consent",
        "purpose": "consent", "categories": "consent", "asked_words": "consent", "language": "consent",
        "interpreter": "consent", "asked_at": "consent", "asked_by": "consent", "asked_team": "consent",
        "until_on": "consent", "decision": "consent", "decided_at": "consent", "decided_as": "consent",
        "decided_by": "consent", "child_wish": "voice", "child_view": "voice", "decision_reason": "consent",
        "withdrawn_at": "consent", "withdrawn_as": "consent", "withdrawn_by": "consent",
    },
    "grants.opening": {
        "id": "key", "public_id": "key", "child": "key", "team": "consent", "professional": "consent",
        "account": "log", "reason": "consent", "opened_at": "log", "ends_at": "log", "review_due_on": "log",
        "reviewed_at": "log", "reviewed_by": "log", "verdict": "log", "review_words": "consent",
    },
    "grants.agreement": {
        "id": "key", "public_id": "key", "code": "work", "name": "work", "purposes": "work", "categories": "work",
        "ground": "work", "starts_on": "work", "ends_on": "work", "review_on": "work", "noted_at": "log",
        "noted_by": "log",
    },
    "grants.agreement_parties": {"id": "key", "agreement": "work", "organisation": "work"},
    "grants.card": {
        "id": "key", "public_id": "key", "child": "key", "code_hash": "key", "pin": "key", "wrong": "log",
        "closed_until": "log", "handed_at": "log", "handed_by": "log", "stopped_at": "log", "language": "identity",
    },
    "grants.notice": {
        "id": "key", "public_id": "key", "team": "work", "professional": "work", "kind": "log", "consent": "consent",
        "opening": "consent", "child": "key", "made_at": "log", "read_at": "log", "read_by": "log",
    },
    "rights.request": {
        "id": "key", "public_id": "key", "child": "key", "kind": "consent", "words": "voice", "table": "key",
        "fact": "key", "asked_as": "consent", "asked_by": "log", "asked_at": "log", "due_on": "log",
        "answer": "consent", "answer_words": "voice", "answered_at": "log", "answered_by": "log",
    },
    "rights.hold": {
        "id": "key", "public_id": "key", "child": "key", "reason": "consent", "placed_at": "log", "placed_by": "log",
        "lifted_at": "log", "lifted_by": "log",
    },
    "rights.point": {
        "id": "key", "public_id": "key", "child": "key", "series": "roles", "placed_on": "log", "words": "voice",
        "language": "voice", "shared_with": "voice", "asked_as": "consent", "asked_by": "log", "asked_at": "log",
        "withdrawn_at": "log", "meeting": "roles", "categories": "plans", "decision": "plans", "reason": "plans",
        "todo": "plans", "holder": "plans", "holder_for": "plans", "due_on": "plans", "answered_at": "log",
        "answered_by": "log", "told_on": "plans",
    },
    "rights.childknot": {
        "id": "key", "child": "key", "knot": "key", "categories": "plans", "shared_with": "plans", "child_view": "voice",
        "told_on": "plans", "outcome_told_on": "plans",
    },
    "rights.erasure": {
        "id": "key", "public_id": "key", "at": "log", "ground": "log", "categories": "log", "counts": "log",
        "erased_by": "log",
    },
    "linking.lookup": {
        "id": "key", "public_id": "key", "account": "log", "team": "work", "made_at": "log", "sought": "key",
        "outcome": "log", "child": "key", "why": "log",
    },
    "linking.inquiry": {
        "id": "key", "public_id": "key", "account": "log", "team": "work", "asked_at": "log", "due_on": "log",
        "given_names": "identity", "father_name": "identity", "family_name": "identity", "born_from": "identity",
        "born_to": "identity", "born_precision": "identity", "sex": "identity", "number_kind": "key",
    },
    "linking.asked": {
        "id": "key", "inquiry": "key", "child": "key", "answer": "identity", "words": "identity", "answered_at": "log",
        "answered_by": "log", "joined_at": "log",
    },
    "linking.judgement": {
        "id": "key", "public_id": "key", "left": "key", "right": "key", "verdict": "identity", "kept": "key",
        "weight": "identity", "model": "key", "words": "identity", "judged_at": "log", "judged_by": "log", "team": "work",
        "undone_at": "log", "undone_by": "log", "undone_reason": "identity",
    },
    "linking.link": {
        "id": "key", "public_id": "key", "kept": "key", "other": "key", "first": "key", "second": "key",
        "first_by": "log", "second_by": "log", "made_at": "log", "undone_at": "log", "undone_by": "log",
        "undone_reason": "identity",
    },
    "linking.closure": {
        "id": "key", "public_id": "key", "child": "key", "reason": "consent", "closed_at": "log", "closed_by": "log",
        "opened_at": "log", "opened_by": "log",
    },
    "partnership.partnership": {
        "id": "key", "public_id": "key", "name": "work", "shows_tasks": "work", "version": "key", "noted_at": "log",
        "noted_by": "log",
    },
    "partnership.phase": {
        "id": "key", "partnership": "work", "phase": "work", "since_on": "work", "noted_at": "log", "noted_by": "log",
    },
    "partnership.town": {
        "id": "key", "partnership": "work", "name": "work", "folded": "work", "valid_from": "work", "valid_to": "work",
    },
    "partnership.member": {
        "id": "key", "public_id": "key", "partnership": "work", "organisation": "work", "contact": "work",
        "valid_from": "work", "valid_to": "work", "noted_at": "log", "noted_by": "log",
    },
    "partnership.mandate": {
        "id": "key", "public_id": "key", "partnership": "work", "organisation": "work", "professional": "work",
        "domain": "work", "decides": "work", "up_to": "work", "valid_from": "work", "valid_to": "work",
        "noted_at": "log", "noted_by": "log",
    },
    "partnership.consultation": {
        "id": "key", "public_id": "key", "partnership": "work", "held_on": "work", "places": "work", "enrolment": "work",
        "learning_line": "work", "noted_at": "log", "noted_by": "log", "withdrawn_at": "log", "withdrawn_by": "log",
    },
    "partnership.consultation_present": {"id": "key", "consultation": "work", "organisation": "work"},
    "partnership.taskversion": {
        "id": "key", "public_id": "key", "partnership": "work", "number": "work", "starts_on": "work", "why": "work",
        "proposed_at": "log", "proposed_by": "log", "adopted_on": "work", "holds_from": "work", "withdrawn_at": "log",
        "withdrawn_by": "log",
    },
    "partnership.taskline": {
        "id": "key", "version": "work", "task": "work", "reception": "work", "organisation": "work",
    },
    "partnership.assent": {
        "id": "key", "version": "work", "organisation": "work", "professional": "work", "mandate": "work",
        "given_at": "log", "given_by": "log",
    },
    "partnership.series": {
        "id": "key", "public_id": "key", "partnership": "work", "name": "work", "purpose": "work", "kind": "work",
        "rhythm": "work", "begun_on": "work", "ended_on": "work", "noted_at": "log", "noted_by": "log",
    },
    "partnership.series_needed": {"id": "key", "series": "work", "organisation": "work"},
    "partnership.seriesdomain": {"id": "key", "series": "work", "domain": "work"},
    "partnership.meeting": {
        "id": "key", "public_id": "key", "series": "work", "held_on": "work", "begins": "work", "minutes": "work",
        "place": "work", "version": "key", "noted_at": "log", "noted_by": "log", "sent_at": "log", "sent_by": "log",
        "sent_why": "work", "cancelled_at": "log", "cancelled_by": "log", "spread": "work",
    },
    "partnership.invited": {"id": "key", "meeting": "work", "professional": "work", "organisation": "work"},
    "partnership.ruling": {"id": "key", "meeting": "work", "what": "work", "noted_at": "log", "noted_by": "log"},
    "partnership.action": {
        "id": "key", "public_id": "key", "partnership": "work", "meeting": "work", "knot": "work", "what": "plans",
        "holder": "work", "organisation": "work", "due_on": "work", "noted_at": "log", "noted_by": "log", "done_at": "log",
        "done_by": "log", "checked_at": "log", "checked_by": "log",
    },
    "partnership.spread": {
        "id": "key", "meeting": "work", "organisation": "work", "how": "work", "given_at": "log", "given_by": "log",
    },
    "partnership.evaluation": {
        "id": "key", "partnership": "work", "held_on": "work", "findings": "work", "noted_at": "log", "noted_by": "log",
    },
    "partnership.ambition": {
        "id": "key", "public_id": "key", "partnership": "work", "number": "work", "text": "work", "youth_part": "work",
        "youth_said": "work", "evaluate_on": "work", "proposed_at": "log", "proposed_by": "log", "adopted_on": "work",
        "withdrawn_at": "log", "withdrawn_by": "log",
    },
    "partnership.goal": {
        "id": "key", "ambition": "work", "what": "work", "measure": "work", "indicator": "work", "unit": "work",
        "target": "work",
    },
    "partnership.stake": {
        "id": "key", "partnership": "work", "organisation": "work", "words": "work", "given_at": "log", "given_by": "log",
    },
    "partnership.endorsement": {
        "id": "key", "ambition": "work", "organisation": "work", "professional": "work", "mandate": "work",
        "given_at": "log", "given_by": "log",
    },
    "partnership.appraisal": {
        "id": "key", "ambition": "work", "held_on": "work", "results": "work", "conclusions": "work",
        "adjustments": "work", "next_on": "work", "noted_at": "log", "noted_by": "log",
    },
    "partnership.publishedquarter": {
        "id": "key", "municipality": "work", "folded": "work", "first_on": "work", "last_on": "work", "threshold": "work",
        "step": "work", "told": "work", "published_at": "log",
    },
    "partnership.ladder": {
        "id": "key", "public_id": "key", "partnership": "work", "number": "work", "noted_at": "log", "noted_by": "log",
    },
    "partnership.step": {"id": "key", "ladder": "work", "number": "work", "who": "work", "days": "work"},
    "partnership.knot": {
        "id": "key", "public_id": "key", "partnership": "work", "ladder": "work", "question": "plans", "director": "work",
        "directs_for": "work", "decide_by": "work", "version": "key", "noted_at": "log", "noted_by": "log",
        "decision": "plans", "reason": "plans", "decided_on": "work", "decider": "work", "decides_for": "work",
    },
    "partnership.knot_mandates": {"id": "key", "knot": "work", "mandate": "work"},
    "partnership.knotdomain": {"id": "key", "knot": "work", "domain": "work"},
    "partnership.option": {"id": "key", "knot": "work", "what": "plans"},
    "partnership.interest": {
        "id": "key", "knot": "work", "organisation": "work", "words": "plans", "given_at": "log", "given_by": "log",
    },
    "partnership.knotassent": {
        "id": "key", "knot": "work", "version": "key", "decision": "plans", "reason": "plans", "professional": "work",
        "organisation": "work", "given_at": "log", "given_by": "log",
    },
    "telling.run": {
        "id": "key", "name": "key", "claim": "key", "claimed_at": "log", "done_for": "log", "ended_at": "log", "why": "log",
    },
    "telling.choice": {
        "id": "key", "public_id": "key", "account": "work", "email": "work", "rhythm": "work", "weekday": "work",
        "language": "work", "invitations": "work", "changed_at": "log", "told": "key",
    },
    "telling.proof": {
        "id": "key", "account": "work", "email": "work", "digest": "key", "until": "log", "wrong": "log", "sent": "log",
        "since": "log",
    },
    "telling.mailing": {
        "id": "key", "account": "work", "day": "log", "state": "log", "claimed_at": "log", "tries": "log",
    },
    "telling.posted": {
        "id": "key", "account": "work", "meeting": "work", "version": "key", "is_off": "log", "state": "log",
        "claimed_at": "log", "tries": "log",
    },
    "telling.feed": {
        "id": "key", "public_id": "key", "account": "work", "team": "work", "token_hash": "key", "language": "work",
        "made_at": "log",
    },
    "telling.entry": {
        "id": "key", "feed": "key", "child": "key", "code": "key", "day": "residence_status", "mark": "key",
        "sequence": "log", "changed_at": "log", "gone_at": "log",
    },
}  # fmt: skip
"""A handed-in list is as closed as the most closed fact that can be in it; so is a day in a calendar, of what it follows.
What is said of a knot is as closed as an agreement about a child, since a knot can be about one."""

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
