"""A guardian of the demo who leaves in some weeks: three handovers, each at another stage."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from leerrecht.chain.models import Membership, StaffChange
from leerrecht.demo.content import Kid
from leerrecht.demo.partners import Partners
from leerrecht.demo.tasks import Chain
from leerrecht.operations.replacing import copy_of, replace_many
from leerrecht.operations.staff_changes import open_handovers
from leerrecht.records.models import Handover, Involvement

GUARDIAN = "legal_representative"
STEP = "Volgende stap in de overdracht"
NOTE = "Belt liever dan dat hij mailt. Op dinsdag is er voetbal; dan liever niet."
_AHEAD, _DAY = datetime.timedelta(days=24), datetime.timedelta(days=1)
STAGES = ("nobody", "asked", "told")


def give_to_leaver(*, kids: Sequence[Kid], chain: Chain) -> None:
    """Let who leaves hold what the colleague who stays would hold for three of the drawn children."""
    leaver, stays = _pair(chain)
    left = len(STAGES)
    for kid in (kid for kid in kids if not kid.is_story):
        held = [
            row
            for row in kid.rows["involvements"]
            if row.get("professional") == stays["name"] and row["task"] == GUARDIAN and row["valid_to"] is None
        ]
        if left and held:
            left -= 1
            held[0].update(person=leaver["name"], professional=leaver["name"])


def _pair(chain: Chain) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """Give who leaves, and the colleague who stays."""
    leaver = next(person for person in chain.people if person.get("leaves"))
    return leaver, chain.members(leaver["teams"][0])[0]


def let_leave(*, partners: Partners, at: datetime.datetime, on: datetime.date) -> None:
    """Write that somebody leaves, what they did for whom, and how far each handover is."""
    leaver, stays = _pair(partners.chain)
    change = StaffChange.objects.create(
        professional_id=partners.professionals[leaver["name"]], team_id=partners.teams[leaver["teams"][0]],
        kind="departure", stops_on=on + _AHEAD, noted_at=at - 6 * _DAY,
        noted_by_id=partners.professionals[leaver["name"]],
    )  # fmt: skip
    Membership.objects.filter(professional=change.professional, team=change.team).update(valid_to=change.stops_on)
    open_handovers(change=change, at=at - 6 * _DAY, account=partners.accounts[leaver["name"]])
    asked = {
        "linked_receiver_id": partners.professionals[stays["name"]], "to_person": stays["name"],
        "to_organisation": change.team.organisation.name,
    }  # fmt: skip
    told = {
        **asked, "accepted_on": on - 4 * _DAY, "child_told_on": on - 2 * _DAY, "meeting_on": on + 9 * _DAY,
        "done": "appointments", "note": NOTE,
    }  # fmt: skip
    for row, stage in zip(Handover.objects.filter(linked_change=change).order_by("pk"), STAGES, strict=False):
        changes = {"asked": asked, "told": told}.get(stage)
        if changes:
            replace_many(
                facts=[row], changes={row.pk: changes}, at=at, account=partners.accounts[stays["name"]], reason=STEP
            )
        if stage == "told":
            _take_over(row.child_id, change, asked, at, partners.accounts[stays["name"]])


def _take_over(child: int, change: StaffChange, asked: Mapping[str, Any], at: datetime.datetime, by: int) -> None:
    """Who accepted holds the tasks from the day on which the other stops."""
    ended = Involvement.objects.filter(
        child=child, retracted_at__isnull=True, linked_professional=change.professional, valid_to=change.stops_on
    )
    Involvement.objects.bulk_create(
        Involvement(**{
            **copy_of(row), "person": asked["to_person"], "linked_professional_id": asked["linked_receiver_id"],
            "valid_from": change.stops_on, "valid_to": None, "recorded_at": at, "recorded_by_id": by,
        })
        for row in ended
    )  # fmt: skip
