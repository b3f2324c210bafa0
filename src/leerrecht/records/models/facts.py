"""The facts, a table each, with the columns of law/tables.py (a test keeps the two equal).

An empty text is unknown, as an empty cell is in the workbook. A `linked_...` column ties what was written to the partner
it names; without one, what was written still counts, but gives nobody access.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from leerrecht.law.tables import (
    CAPACITIES,
    DEPARTURE_KINDS,
    DOMAINS,
    ENROLMENT_KINDS,
    IDENTIFIER_KINDS,
    INTERIM_KINDS,
    MOVE_ITEMS,
    PHASES,
    PRECISIONS,
    REGIONS,
    STATUSES,
    STAY_KINDS,
    TRANSFER_DECISIONS,
    VOICE_KINDS,
)
from leerrecht.records.models.base import LONG, TEXT, Fact, fact_meta


def text_column(length: int = TEXT) -> models.CharField[str, str]:
    """Give a text column; empty is unknown."""
    return models.CharField(max_length=length, blank=True, default="")


def choice_column(values: tuple[str, ...]) -> models.CharField[str, str]:
    """Give a column with fixed values; empty is unknown."""
    return models.CharField(max_length=30, blank=True, default="", choices=[(value, value) for value in values])


def day_column() -> Any:
    """Give a day; absent is unknown, or still so when it ends a period."""
    return models.DateField(null=True, blank=True)


class Person(Fact):
    """Names as written, birth date as registered, languages. `search_name` is the names folded, to be found by."""

    table = "children"
    given_names = text_column()
    family_name = text_column()
    born_from = day_column()
    born_to = day_column()
    born_precision = choice_column(PRECISIONS)
    languages = text_column()
    unaccompanied = models.BooleanField(null=True, blank=True)
    sex = text_column(30)
    father_name = text_column()
    original_name = text_column()
    pronunciation = text_column()
    interpreter = text_column()
    search_name = models.CharField(max_length=3 * TEXT, blank=True, default="", editable=False)

    Meta: Any = fact_meta(
        "children",
        choices={"born_precision": PRECISIONS},
        period=("born_from", "born_to"),
        others=(
            models.UniqueConstraint(fields=["child"], condition=Q(retracted_at__isnull=True), name="child_one_person"),
            models.CheckConstraint(
                condition=Q(born_from__isnull=True, born_to__isnull=True)
                | Q(born_from__isnull=False, born_to__isnull=False),
                name="child_birth_whole",
            ),
        ),
    )


class Application(Fact):
    """An application for protection: when it was lodged, when the child arrived."""

    table = "applications"
    lodged_on = day_column()
    arrived_on = day_column()

    Meta: Any = fact_meta("applications")


class Departure(Fact):
    """The child left the country or the chain; `back_on` is empty while it is away."""

    table = "departures"
    left_on = day_column()
    kind = choice_column(DEPARTURE_KINDS)
    back_on = day_column()

    Meta: Any = fact_meta("departures", choices={"kind": DEPARTURE_KINDS})


class Identifier(Fact):
    """A number given to the child."""

    table = "identifiers"
    kind = choice_column(IDENTIFIER_KINDS)
    value = text_column(40)
    valid_from = day_column()
    valid_to = day_column()

    Meta: Any = fact_meta("identifiers", choices={"kind": IDENTIFIER_KINDS}, filled=("kind", "value"))


class Status(Fact):
    """A residence status. No school ever learns it."""

    table = "statuses"
    status = choice_column(STATUSES)
    valid_from = day_column()
    valid_to = day_column()

    Meta: Any = fact_meta("statuses", choices={"status": STATUSES}, filled=("status",))


class Stay(Fact):
    """A period at one reception location; also announced ones."""

    table = "stays"
    location = text_column()
    kind = choice_column(STAY_KINDS)
    municipality = text_column()
    region = choice_column(REGIONS)
    valid_from = day_column()
    valid_to = day_column()
    announced_on = day_column()
    child_told_on = day_column()
    reason = text_column(LONG)
    told_early_reason = text_column(LONG)
    linked_location = models.ForeignKey("chain.Location", models.PROTECT, null=True, related_name="stays")

    Meta: Any = fact_meta("stays", choices={"kind": STAY_KINDS, "region": REGIONS})


class Enrolment(Fact):
    """A period at one school, from the request on."""

    table = "enrolments"
    school = text_column()
    kind = choice_column(ENROLMENT_KINDS)
    phase = choice_column(PHASES)
    requested_on = day_column()
    started_on = day_column()
    left_on = day_column()
    municipality = text_column()
    linked_school = models.ForeignKey("chain.School", models.PROTECT, null=True, related_name="enrolments")

    Meta: Any = fact_meta("enrolments", choices={"kind": ENROLMENT_KINDS, "phase": PHASES})


class Interim(Fact):
    """A provision outside formal education."""

    table = "interim"
    provision = text_column()
    kind = choice_column(INTERIM_KINDS)
    valid_from = day_column()
    valid_to = day_column()

    Meta: Any = fact_meta("interim", choices={"kind": INTERIM_KINDS})


class Assessment(Fact):
    """A test or intake."""

    table = "assessments"
    domain = choice_column(DOMAINS)
    instrument = text_column()
    level = text_column()
    taken_on = day_column()
    school = text_column()
    valid_until = day_column()

    Meta: Any = fact_meta("assessments", choices={"domain": DOMAINS})


class Absence(Fact):
    """A day on which lessons were missed."""

    table = "absences"
    day = day_column()
    hours = models.FloatField(null=True, blank=True)
    authorised = models.BooleanField(null=True, blank=True)
    reason = text_column()

    Meta: Any = fact_meta("absences")


class Involvement(Fact):
    """Who holds which task for this child, from when until when. `ended_by`: the staff change by which it ends when it does.

    What stood before that is what it `corrects`; whoever corrects it by hand takes it out of that change.
    """

    table = "involvements"
    task = text_column()
    organisation = text_column()
    person = text_column()
    valid_from = day_column()
    valid_to = day_column()
    capacity = choice_column(CAPACITIES)
    linked_team = models.ForeignKey("chain.Team", models.PROTECT, null=True, related_name="involvements")
    linked_professional = models.ForeignKey(
        "chain.Professional", models.PROTECT, null=True, related_name="involvements"
    )
    ended_by = models.ForeignKey("chain.StaffChange", models.PROTECT, null=True, related_name="ended")

    Meta: Any = fact_meta("involvements", choices={"capacity": CAPACITIES})


class Plan(Fact):
    """The answer to a signal: what is agreed, with whom, and the child's view. `shared_with`: who may know."""

    table = "plans"
    rule = text_column(60)
    key = text_column()
    agreed_on = day_column()
    with_whom = models.CharField(max_length=TEXT, blank=True, default="", db_column="with")
    child_view = text_column(LONG)
    requested_on = day_column()
    shared_with = text_column()

    Meta: Any = fact_meta("plans", filled=("rule",))


class Voice(Fact):
    """The child's own words. `shared_with`: who may know."""

    table = "voices"
    said_on = day_column()
    kind = choice_column(VOICE_KINDS)
    words = text_column(LONG)
    language = text_column(60)
    interpreter = text_column()
    shared_with = text_column()

    Meta: Any = fact_meta("voices", choices={"kind": VOICE_KINDS}, filled=("words",))


class MovePoint(Fact):
    """Something to be arranged around a move. `opened_on`: the day on which that move was announced; empty: kept for later."""

    table = "move_points"
    opened_on = day_column()
    item = choice_column(MOVE_ITEMS)
    organisation = text_column()
    person = text_column()
    due_on = day_column()
    done_on = day_column()
    note = text_column(LONG)

    Meta: Any = fact_meta("move_points", choices={"item": MOVE_ITEMS}, filled=("item",))


class Transfer(Fact):
    """A child's file on its way from one school to another: prepared, inspected, proposed, received, decided."""

    table = "transfers"
    from_school = text_column()
    to_school = text_column()
    child_told_on = day_column()
    child_inspected_on = day_column()
    representative_inspected_on = day_column()
    proposed_on = day_column()
    received_on = day_column()
    decided_on = day_column()
    decision = choice_column(TRANSFER_DECISIONS)
    reason = text_column()
    linked_from_school = models.ForeignKey("chain.School", models.PROTECT, null=True, related_name="transfers_out")
    linked_to_school = models.ForeignKey("chain.School", models.PROTECT, null=True, related_name="transfers_in")

    Meta: Any = fact_meta(
        "transfers",
        choices={"decision": TRANSFER_DECISIONS},
        filled=("to_school",),
        others=(
            models.CheckConstraint(
                condition=Q(decision="", decided_on__isnull=True) | (~Q(decision="") & Q(decided_on__isnull=False)),
                name="transfer_decision_whole",
            ),
            models.UniqueConstraint(
                fields=["child"], condition=Q(retracted_at__isnull=True, decision=""), name="transfer_one_open"
            ),
            models.CheckConstraint(
                condition=~Q(decision="refused") | ~Q(reason=""), name="transfer_refusal_has_reason"
            ),
        ),
    )


class Schooling(Fact):
    """What the child learned before, and how it goes: as noted on a day."""

    table = "schoolings"
    noted_on = day_column()
    years = models.FloatField(null=True, blank=True)
    scripts = text_column()
    route = text_column()
    support = text_column(LONG)
    wishes = text_column(LONG)

    Meta: Any = fact_meta("schoolings")


class Handover(Fact):
    """Somebody stops, and somebody else takes over their tasks for this child. `task`: the first of those tasks.

    `stops_on`: the first day on which the giver doesn't have them any more. `at_once`: it couldn't be known before.
    `to_person`: empty until somebody is proposed; they have taken it once `accepted_on` is filled. `done`: codes of the
    checklist, between spaces. `note`: what isn't in the system. Signed by the giver and by the receiver. `changed_on`: when
    it turned out otherwise than the child had been told; then `child_told_on` is of after it. Without `stops_on` the giver
    stays after all.
    """

    table = "handovers"
    opened_on = day_column()
    task = text_column()
    organisation = text_column()
    person = text_column()
    to_organisation = text_column()
    to_person = text_column()
    stops_on = day_column()
    at_once = models.BooleanField(null=True, blank=True)
    declined = text_column()
    accepted_on = day_column()
    meeting_on = day_column()
    child_told_on = day_column()
    child_asked_on = day_column()
    changed_on = day_column()
    done = text_column()
    note = text_column(LONG)
    given_on = day_column()
    received_on = day_column()
    linked_change = models.ForeignKey("chain.StaffChange", models.PROTECT, null=True, related_name="handovers")
    linked_receiver = models.ForeignKey(
        "chain.Professional", models.PROTECT, null=True, related_name="handovers_received"
    )

    Meta: Any = fact_meta(
        "handovers",
        others=(
            models.UniqueConstraint(
                fields=["child", "linked_change"], condition=Q(retracted_at__isnull=True),
                name="handover_once_per_change",
            ),
            models.CheckConstraint(
                condition=Q(accepted_on__isnull=True) | ~Q(to_person=""), name="handover_accepted_by_somebody"
            ),
        ),
    )  # fmt: skip


FACTS: tuple[type[Fact], ...] = (
    Person, Application, Departure, Identifier, Status, Stay, Enrolment, Interim, Assessment, Absence, Involvement, Plan,
    Voice, MovePoint, Transfer, Schooling, Handover,
)  # fmt: skip
FACT = {fact.table: fact for fact in FACTS}
