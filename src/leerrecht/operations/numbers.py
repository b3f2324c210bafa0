"""Numbers of a child: the kind is recognised by the digits, and a BSN takes the place of the education number.

A number is never erased here: the education number ends on the day from which the BSN holds, and stays in the record.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from leerrecht.caseload.identifiers import recognise_number
from leerrecht.law.tables import TABLE
from leerrecht.operations.acting import Actor, may_record, note
from leerrecht.operations.recording import put_fact, retract
from leerrecht.queries.facts import fields_of, standing
from leerrecht.records.models import Fact, Identifier

BSN, EDUCATION_NUMBER = "bsn", "education_number"
SUPERSEDED = "BSN bekend"
"""Why an education number got an end."""


def with_kind(typed: Mapping[str, str]) -> Mapping[str, str]:
    """Fill in the kind of a number that was typed without one, if its digits tell; else it is missing, as other cells are."""
    kind = typed.get("kind", "").strip() or recognise_number(typed.get("value", ""))
    return {**typed, "kind": kind}


def supersede(*, actor: Actor, at: datetime.datetime, number: Fact) -> None:
    """Let the running education numbers end where a BSN begins, if its first day is known and the actor may record them."""
    if not isinstance(number, Identifier) or number.kind != BSN or number.valid_from is None:
        return
    if not may_record(scope=actor.scope, child=number.child.pk, table="identifiers", kind=EDUCATION_NUMBER):
        return
    running = standing(table="identifiers").filter(child=number.child, kind=EDUCATION_NUMBER, valid_to__isnull=True)
    for former in running.select_related("child"):
        if former.valid_from is not None and former.valid_from > number.valid_from:
            continue
        moment = max(at, former.recorded_at)
        retract(fact=former, at=moment, account=actor.viewer.account, reason=SUPERSEDED)
        values = {name: getattr(former, field) for name, field in fields_of(TABLE["identifiers"]).items()}
        ended = put_fact(
            child=former.child, table="identifiers", values={**values, "valid_to": number.valid_from}, at=moment,
            account=actor.viewer.account, source=actor.viewer.organisation, corrects=former,
        )  # fmt: skip
        note(
            actor=actor, at=at, action="fact.superseded", object_kind="identifiers", object_id=ended.public_id,
            child=former.child,
        )  # fmt: skip
