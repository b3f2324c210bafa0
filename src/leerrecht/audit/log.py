"""Writing the two logs. The one way in."""

from __future__ import annotations

import datetime
import secrets
from collections.abc import Iterable, Mapping, Sequence

from django.db import connection, transaction

from leerrecht.audit.activities import reference_of
from leerrecht.audit.chain import lock_head, seal
from leerrecht.audit.models import Event, Processing, Reading, Subject
from leerrecht.audit.outside import keep_later
from leerrecht.audit.tracing import new_span
from leerrecht.stored.public_id import ALPHABET, LENGTH

MOST_ORIGIN = 60
STATUS = {"done": "Ok", "refused": "Error"}


def record_event(
    *, at: datetime.datetime, action: str, object_kind: str, object_id: str = "", child_id: str = "", actor: str = "",
    team: str = "", role: str = "", origin: str = "", result: str = "done", access_rule: str = "", trace_id: str = "",
) -> Event:  # fmt: skip
    """Note what was done, and if it is about a child that it was processed. Ids are public ids.

    `action` is in the past tense, such as `fact.corrected`. Make it the last thing that an operation writes: from here
    until its transaction ends, all others who note something wait.
    """
    made = record_events(
        at=at, action=action, object_kind=object_kind, object_id=object_id, children=[child_id], actor=actor, team=team,
        role=role, origin=origin, result=result, access_rule=access_rule, trace_id=trace_id,
    )  # fmt: skip
    return made[0]


def record_events(
    *, at: datetime.datetime, action: str, object_kind: str, children: Iterable[str], object_id: str = "",
    actor: str = "", team: str = "", role: str = "", origin: str = "", result: str = "done", access_rule: str = "",
    trace_id: str = "",
) -> Sequence[Event]:  # fmt: skip
    """Note what was done to each of these children (public ids; "" for none): as many statements however many there are."""
    trace = trace_id or secrets.token_hex(16)
    events = [
        Event(
            at=at, action=action, object_kind=object_kind, object_id=object_id, child_id=child, actor=actor, team=team,
            role=role, origin=origin[:MOST_ORIGIN], result=result, access_rule=access_rule, trace_id=trace,
            span_id=new_span(),
        )
        for child in children
    ]  # fmt: skip
    with transaction.atomic(savepoint=False):
        about = [event for event in events if event.child_id]
        subjects = subjects_of(children=[event.child_id for event in about])
        Processing.objects.bulk_create(
            Processing(
                trace_id=trace, span_id=event.span_id, status=STATUS[result], name=action, start_time=at, end_time=at,
                processing_activity_id=reference_of(action), data_subject_id=subjects[event.child_id],
            )
            for event in about
        )  # fmt: skip
        head = lock_head()
        seal(events=events, head=head)
        Event.objects.bulk_create(events)
        head.save(update_fields=["sequence", "link"])
        keep_later(sequence=head.sequence, link=head.link, at=at)
    return events


def record_read(
    *, at: datetime.datetime, children: Iterable[str], activity: str, role: str, trace_id: str = "", actor: str = "",
    team: str = "", organisation: str = "", ground: str | Mapping[str, str] = "",
) -> None:  # fmt: skip
    """Note that these children's records (public ids) were looked at, and by whom: the same few statements for any number.

    `activity`: what was looked at, a name of the register. `ground`: the kind of tie to the child, or one per child.
    Raises ValueError for anything that isn't a public id: a name must never get into the log.
    """
    children = tuple(dict.fromkeys(children))
    if not all(len(child) == LENGTH and set(child) <= set(ALPHABET) for child in children):
        raise ValueError("the log of readings takes public ids only")
    if not children:
        return
    trace, reference = trace_id or secrets.token_hex(16), reference_of(activity)
    grounds = {child: ground if isinstance(ground, str) else ground.get(child, "") for child in children}
    spans = {each: new_span() for each in sorted(set(grounds.values()))}
    with transaction.atomic(savepoint=False):
        subjects = subjects_of(children=children)
        Reading.objects.bulk_create(
            Reading(
                trace_id=trace, span_id=span, at=at, actor=actor, team=team, role=role, organisation=organisation,
                name=activity, activity=reference, ground=each,
            )
            for each, span in spans.items()
        )  # fmt: skip
        Processing.objects.bulk_create(
            Processing(
                trace_id=trace, span_id=new_span(), parent_span_id=spans[grounds[child]], name=activity, start_time=at,
                end_time=at, processing_activity_id=reference, data_subject_id=subjects[child],
            )
            for child in children
        )  # fmt: skip


def subjects_of(*, children: Sequence[str]) -> dict[str, str]:
    """Give the random name of each child in the log of processing; a child that has none gets one."""
    if not children:
        return {}
    known = dict(Subject.objects.filter(child_id__in=children).values_list("child_id", "subject"))
    missing = sorted(set(children) - set(known))
    return {**known, **_make_subjects(missing)} if missing else known


def _make_subjects(children: Sequence[str]) -> dict[str, str]:
    """Make names in one statement, in one order; of two who make the same at once, both get the first one's."""
    places = ", ".join(["(%s, %s)"] * len(children))
    values = [value for child in children for value in (child, secrets.token_hex(16))]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO audit_subject (child_id, subject) VALUES {places} "  # noqa: S608 (places only)
            "ON CONFLICT (child_id) DO UPDATE SET child_id = excluded.child_id RETURNING child_id, subject",
            values,
        )
        return dict(cursor.fetchall())
