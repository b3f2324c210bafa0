"""Somebody new: search first, then take up who isn't known yet. Who is known elsewhere is asked after (`inquiries`)."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from leerrecht.accounts.models import Account
from leerrecht.audit.log import record_event, record_read
from leerrecht.chain.models import Location, School
from leerrecht.linking.models import TEXT, Lookup
from leerrecht.operations.acting import Actor, Officer, Refused, note
from leerrecht.operations.facts import SHORTEST_REASON, Typed, read_typed
from leerrecht.operations.letting_go import let_go_of_lookups
from leerrecht.operations.recording import put_fact
from leerrecht.operations.texts import is_code, is_unfit, tidy
from leerrecht.queries.arrivals import NAMES, Known, Sought, find_known, may_receive, may_search_number
from leerrecht.queries.rulebooks import access_table, rulebook
from leerrecht.queries.viewers import Viewer
from leerrecht.records.models import Child
from leerrecht.stored.public_id import new_public_id

HOUR = datetime.timedelta(hours=1)
SOUGHT_IN = (*NAMES, "original_name", "born_on", "born_precision", "sex")
"""The columns of `children` in which somebody is sought."""

_SHAPES = {"year": re.compile(r"\d{4}"), "month": re.compile(r"\d{4}-\d{1,2}")}


def read_sought(*, typed: Typed, number: str = "", number_kind: str = "") -> Sought:
    """Read whom somebody looks for, typed by column of `children`. Raises Refused with every fault at once."""
    asked = with_precision({name: typed.get(name, "") for name in SOUGHT_IN})
    if number and not any(asked.values()):
        return Sought(number=number, number_kind=number_kind)
    if not any(asked[name].strip() for name in NAMES) and not number:
        raise Refused("refused.arrival_who")
    values = read_typed(table="children", typed=asked).values
    return Sought(person=values, number=number, number_kind=number_kind)


def with_precision(typed: Typed) -> dict[str, str]:
    """Say of a year or a month that it is one, as the workbook wants it; people leave that out.

    >>> with_precision({"born_on": "2010", "born_precision": ""})["born_precision"]
    'year'
    """
    shape = next((name for name, form in _SHAPES.items() if form.fullmatch(typed.get("born_on", "").strip())), "")
    return {**typed, "born_precision": shape} if shape else dict(typed)


def _mark(sought: Sought) -> str:
    """Give what only we can make of what was sought: so that who is taken up is who was sought, without keeping a name."""
    kept = {name: str(value) for name, value in sorted(sought.person.items()) if value not in (None, "")}
    text = json.dumps([kept, sought.number_kind, sought.number], ensure_ascii=True)
    return salted_hmac("leerrecht.lookup", text, algorithm="sha256").hexdigest()


def _check_place(actor: Officer) -> None:
    if not may_receive(viewer=actor.viewer):
        raise Refused("refused.may_not_receive")


@transaction.atomic
def look_up(*, actor: Actor, at: datetime.datetime, sought: Sought) -> tuple[Lookup, Known]:
    """Search everybody, once; counted, and noted in both logs. Raises Refused: too often, or nobody is named.

    Of others only whether to ask comes out. To whoever that is about it is told that somebody was told so.
    """
    _check_place(actor)
    if sought.number and not may_search_number(role=actor.viewer.role, kind=sought.number_kind):
        raise Refused("refused.arrival_number_kind" if sought.number_kind else "refused.arrival_number")
    on = timezone.localtime(at).date()
    _count(actor, at, on)
    known = find_known(scope=actor.scope, sought=sought, on=on)
    made = Lookup.objects.create(
        account_id=actor.viewer.account,
        team_id=actor.viewer.team,
        made_at=at,
        sought=_mark(sought),
        outcome=known.outcome,
    )
    _note_hint(actor, at, known)
    note(actor=actor, at=at, action="lookup.made", object_kind="lookup", object_id=made.public_id)
    return made, known


def _count(actor: Actor, at: datetime.datetime, on: datetime.date) -> None:
    """Refuse more searches than somebody who takes up young people needs; one person at a time, so that none slips through."""
    Account.objects.select_for_update().get(pk=actor.viewer.account)
    let_go_of_lookups(at=at)
    made = Lookup.objects.filter(account=actor.viewer.account, made_at__gt=at - HOUR).count()
    if made >= rulebook().value_on("linking.lookups_per_hour", on):
        raise Refused("refused.lookup_wait")


def _note_hint(actor: Actor, at: datetime.datetime, known: Known) -> None:
    viewer = actor.viewer
    codes = Child.objects.filter(pk__among=known.others).order_by("pk").values_list("public_id", flat=True)
    record_read(
        at=at, children=list(codes), activity="arrival.hinted", role=viewer.role, trace_id=actor.trace_id,
        actor=viewer.account_id, team=viewer.team_id, organisation=viewer.organisation_id, ground="arrival",
    )  # fmt: skip


def get_lookup(*, actor: Officer, at: datetime.datetime, lookup: str, sought: Sought) -> Lookup:
    """Get the search that somebody just made for this very person, locked. Raises Refused when there is none."""
    mine = Lookup.objects.filter(account=actor.viewer.account, team=actor.viewer.team, child__isnull=True)
    found = mine.filter(made_at__gt=at - HOUR).select_for_update(of=("self",))
    made = found.filter(public_id=lookup).first() if is_code(lookup) else None
    if made is None or not constant_time_compare(made.sought, _mark(sought)):
        raise Refused("refused.arrival_search_first")
    return made


def read_place(*, viewer: Viewer, typed: Typed, on: datetime.date) -> tuple[str, Mapping[str, Any]]:
    """Read where a young person is now: at the viewer's own school or location, and from when. Raises Refused."""
    if viewer.school:
        school = School.objects.get(pk=viewer.school)
        table, named = "enrolments", {"school": school.name, "municipality": school.municipality}
    else:
        location = Location.objects.get(pk=viewer.location or 0)
        table, named = "stays", {"location": location.name, "municipality": location.municipality}
    reasons = [] if typed.get("kind") else ["refused.arrival_kind"]
    try:
        values = read_typed(table=table, typed={**typed, **named}).values
    except Refused as refused:
        raise Refused(*reasons, *refused.reasons, faults=refused.faults) from None
    days = [values.get(name) for name in ("requested_on", "started_on", "valid_from")]
    if not any(day is not None and day <= on for day in days):
        reasons.append("refused.arrival_day")
    if reasons:
        raise Refused(*reasons)
    return table, values


@transaction.atomic
def record_arrival(
    *, actor: Actor, at: datetime.datetime, lookup: str, sought: Sought, person: Typed, place: Typed, why: str = ""
) -> Child:  # fmt: skip
    """Take up somebody who was searched for (`lookup`: public id) and isn't known, at one's own place.

    `person` and `place`: text by column. `why`: needed when the search found anybody, and says why this is somebody else, or
    can't wait. Raises Refused with every fault at once; also when the same person was taken up since the search, and when
    the number that was searched for belongs to somebody already: a second record brings a second number.
    """
    _check_place(actor)
    on = timezone.localtime(at).date()
    made = get_lookup(actor=actor, at=at, lookup=lookup, sought=sought)
    known = find_known(scope=actor.scope, sought=sought, on=on)
    if known.outcome != made.outcome:
        raise Refused("refused.arrival_came_first")
    if known.is_number_known:
        raise Refused("refused.arrival_number_known")
    values, table, where = _read(actor, person, place, on, needed=_wrong_why(why) if made.outcome != "nothing" else ())
    child = Child.objects.create(reference=f"nieuw {new_public_id()}", origin_id=actor.viewer.organisation)
    for name, columns in (("children", values), (table, where)):
        put_fact(
            child=child, table=name, values=columns, at=at, account=actor.viewer.account,
            source=actor.viewer.organisation,
        )  # fmt: skip
    made.child, made.why, made.sought = child, tidy(why), ""
    made.save(update_fields=["child", "why", "sought"])
    note_beyond(actor=actor, at=at, action="arrival.recorded", object_id=made.public_id, child=child, ground="arrival")
    return child


def _read(
    actor: Actor, person: Typed, place: Typed, on: datetime.date, needed: tuple[str, ...]
) -> tuple[Mapping[str, Any], str, Mapping[str, Any]]:
    """Read who it is and where, with every fault of both at once."""
    values: Mapping[str, Any] = {}
    table, where = "", values
    refusals = []
    try:
        values = read_typed(table="children", typed=with_precision(person)).values
    except Refused as refused:
        refusals.append(refused)
    try:
        table, where = read_place(viewer=actor.viewer, typed=place, on=on)
    except Refused as refused:
        refusals.append(refused)
    if needed or refusals:
        reasons = [reason for refused in refusals for reason in refused.reasons]
        raise Refused(*needed, *reasons, faults=tuple(fault for refused in refusals for fault in refused.faults))
    return values, table, where


def _wrong_why(why: str) -> tuple[str, ...]:
    is_wrong = len(tidy(why)) < SHORTEST_REASON or is_unfit(text=why, most=TEXT)
    return ("refused.arrival_why",) if is_wrong else ()


def note_beyond(
    *, actor: Officer, at: datetime.datetime, action: str, object_id: str, child: Child, ground: str
) -> None:  # fmt: skip
    """Leave the audit row of what somebody did to a record they didn't reach before. `ground`: what allowed it."""
    viewer = actor.viewer
    purpose = access_table().roles[viewer.role].purpose.id
    record_event(
        at=at, action=action, object_kind=action.partition(".")[0], object_id=object_id, child_id=child.public_id,
        actor=viewer.account_id, team=viewer.team_id, role=viewer.role, origin=actor.origin, trace_id=actor.trace_id,
        access_rule=f"{viewer.role}:{purpose}:{ground}",
    )  # fmt: skip
