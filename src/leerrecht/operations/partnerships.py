"""A partnership: begun and changed by who keeps it, with its members and their contacts, and the yearly consultation.

The municipality leads: the duty `keep_partnership`, and only as a member. Periods end and begin; nothing is overwritten. Who
isn't a member gets the answer of a partnership that isn't there.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from leerrecht.chain.models import Membership, Organisation, Professional
from leerrecht.operations.acting import Officer, Refused, note
from leerrecht.operations.texts import is_code, is_unfit, tidy
from leerrecht.partnership.models import PHASES, Consultation, Member, Partnership, Phase, Town
from leerrecht.partnership.models.lengths import LONG, NAME
from leerrecht.queries.dated import is_on, on_day
from leerrecht.queries.partnerships import MUNICIPALITY, SCHOOL_BOARD, find_partnership
from leerrecht.stored.names import fold_name

KEEP = "keep_partnership"
FEWEST_PRESENT = 2


def day_of(at: datetime.datetime) -> datetime.date:
    """Give the day of a moment, here."""
    return timezone.localtime(at).date()


def lock(*, actor: Officer, at: datetime.datetime, partnership: str, duty: str, seen: int | None = None) -> Partnership:
    """Get a partnership (public id) of which the actor's organisation is a member today, locked until the transaction ends.

    `seen`: the version somebody saw before they changed something. Raises Refused.
    """
    found = find_partnership(viewer=actor.viewer, on=day_of(at), partnership=partnership)
    if found is None:
        raise Refused("refused.no_such_partnership")
    if not actor.may(duty):
        raise Refused("refused.may_not_record")
    held = Partnership.objects.select_for_update().get(pk=found.pk)
    if seen is not None and seen != held.version:
        raise Refused("refused.partnership_changed")
    return held


def finish(
    *, actor: Officer, at: datetime.datetime, partnership: Partnership, action: str, kind: str, row: str
) -> None:
    """Count a change of a locked partnership, and leave the audit row. `row`: the public id of what was made or ended."""
    partnership.version += 1
    partnership.save(update_fields=["version"])
    note(actor=actor, at=at, action=action, object_kind=kind, object_id=row)


# --- the partnership itself --------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Shape:
    """What a partnership is: its name, its municipalities (names), how far it is, whether others may see its task agreement."""

    name: str
    towns: Collection[str]
    phase: str
    shows_tasks: bool = False

    @property
    def tidied(self) -> dict[str, str]:
        """Give the names of the municipalities by how they are compared, each once."""
        found = {fold_name(town): " ".join(town.split()) for town in self.towns}
        return {folded: town for folded, town in found.items() if folded}


def _faults(shape: Shape, on: datetime.date, own: Partnership | None) -> list[str]:
    name = " ".join(shape.name.split())
    others = Partnership.objects.exclude(pk=own.pk) if own else Partnership.objects.all()
    taken = Town.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on), folded__in=shape.tidied)
    texts = (shape.name, *shape.towns)
    unfit = any(is_unfit(text=text, most=NAME) for text in texts)
    wrong = {
        "refused.partnership_name": not name,
        "refused.partnership_name_taken": not unfit and bool(name) and others.filter(name__iexact=name).exists(),
        "refused.partnership_towns": not shape.tidied,
        "refused.partnership_town_taken": not unfit and taken.exclude(partnership=own).exists(),
        "refused.partnership_phase": shape.phase not in PHASES,
        "refused.text_wrong": unfit,
    }
    return [reason for reason, is_wrong in wrong.items() if is_wrong]


@contextmanager
def _alone() -> Iterator[None]:
    """Refuse when somebody else takes the same name or municipality in the same moment."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as clash:
        raise Refused("refused.partnership_changed") from clash


@transaction.atomic
def begin_partnership(*, actor: Officer, at: datetime.datetime, shape: Shape) -> Partnership:
    """Begin a partnership; the actor's municipality is its first member, with the actor as its contact. Raises Refused."""
    viewer, on = actor.viewer, day_of(at)
    leads = Organisation.objects.filter(pk=viewer.organisation, kind=MUNICIPALITY).exists()
    if not actor.may(KEEP) or not leads:
        raise Refused("refused.may_not_record")
    if faults := _faults(shape, on, None):
        raise Refused(*faults)
    with _alone():
        made = Partnership.objects.create(
            name=" ".join(shape.name.split()), shows_tasks=shape.shows_tasks, noted_at=at, noted_by_id=viewer.account
        )
        _put_towns(made, shape.tidied, on)
    Phase.objects.create(partnership=made, phase=shape.phase, since_on=on, noted_at=at, noted_by_id=viewer.account)
    Member.objects.create(
        partnership=made, organisation_id=viewer.organisation, contact_id=viewer.professional, valid_from=on, noted_at=at,
        noted_by_id=viewer.account,
    )  # fmt: skip
    note(actor=actor, at=at, action="partnership.begun", object_kind="partnership", object_id=made.public_id)
    return made


@transaction.atomic
def change_partnership(
    *, actor: Officer, at: datetime.datetime, partnership: str, seen: int, shape: Shape
) -> Partnership:
    """Change what a partnership is, from today. `seen`: the version that was changed. Raises Refused."""
    held, on = lock(actor=actor, at=at, partnership=partnership, duty=KEEP, seen=seen), day_of(at)
    if faults := _faults(shape, on, held):
        raise Refused(*faults)
    held.name, held.shows_tasks = " ".join(shape.name.split()), shape.shows_tasks
    with _alone():
        held.save(update_fields=["name", "shows_tasks"])
        _put_towns(held, shape.tidied, on)
    last = held.phases.filter(since_on__lte=on).last()
    if last is None or last.phase != shape.phase:
        account = actor.viewer.account
        Phase.objects.create(partnership=held, phase=shape.phase, since_on=on, noted_at=at, noted_by_id=account)
    finish(actor=actor, at=at, partnership=held, action="partnership.changed", kind="partnership", row=held.public_id)
    return held


def _put_towns(partnership: Partnership, towns: dict[str, str], on: datetime.date) -> None:
    """Let municipalities that are no longer named end today, and new ones begin today."""
    now = {town.folded: town for town in partnership.towns.filter(on_day(on))}
    partnership.towns.filter(pk__in=[town.pk for folded, town in now.items() if folded not in towns]).update(
        valid_to=on
    )
    Town.objects.bulk_create(
        Town(partnership=partnership, name=name, folded=folded, valid_from=on)
        for folded, name in towns.items()
        if folded not in now
    )


# --- members -----------------------------------------------------------------------------------------------------------


def find_organisation(public_id: str) -> Organisation | None:
    """Find an organisation by its public id, whatever was typed for it."""
    return Organisation.objects.filter(public_id=public_id).first() if is_code(public_id) else None


def find_person(*, organisation: int, public_id: str, on: datetime.date) -> Professional | None:
    """Find somebody (public id) who works at an organisation on a day, whatever was typed for them."""
    if not is_code(public_id):
        return None
    working = Membership.objects.filter(on_day(on), team__organisation=organisation).values("professional")
    return Professional.objects.filter(public_id=public_id, pk__in=working).first()


@transaction.atomic
def add_member(
    *, actor: Officer, at: datetime.datetime, partnership: str, organisation: str, valid_from: datetime.date | None
) -> Member:
    """Let an organisation (public id) take part from a day. Whom to turn to there is said afterwards. Raises Refused."""
    held = lock(actor=actor, at=at, partnership=partnership, duty=KEEP)
    found = find_organisation(organisation)
    standing = held.members.filter(organisation=found)
    overlaps = (
        found is not None and valid_from is not None
        and standing.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=valid_from)).exists()
    )  # fmt: skip
    wrong = {
        "refused.member_organisation": found is None or found.kind == "leerrecht",
        "refused.member_twice": overlaps,
        "refused.member_from": valid_from is None,
    }
    reasons = [reason for reason, is_wrong in wrong.items() if is_wrong]
    if reasons or found is None or valid_from is None:
        raise Refused(*reasons)
    made = Member.objects.create(
        partnership=held, organisation=found, valid_from=valid_from, noted_at=at, noted_by_id=actor.viewer.account
    )
    finish(actor=actor, at=at, partnership=held, action="partnership.member_added", kind="member", row=made.public_id)
    return made


def _standing(held: Partnership, member: str, on: datetime.date) -> Member:
    rows = held.members.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on)).select_related("organisation")
    found = rows.filter(public_id=member).first() if is_code(member) else None
    if found is None:
        raise Refused("refused.no_such_partnership")
    return found


@transaction.atomic
def change_contact(
    *, actor: Officer, at: datetime.datetime, partnership: str, member: str, seen: int, contact: str
) -> Member:
    """Say whom one turns to at a member from today (public id of somebody who works there; "": nobody yet). Raises Refused."""
    held, on = lock(actor=actor, at=at, partnership=partnership, duty=KEEP, seen=seen), day_of(at)
    former = _standing(held, member, on)
    person = find_person(organisation=former.organisation_id, public_id=contact, on=on)
    if contact and person is None:
        raise Refused("refused.member_contact")
    if former.contact_id == (person.pk if person else None):
        return former
    until, begins = former.valid_to, max(on, former.valid_from)
    former.valid_to = begins
    former.save(update_fields=["valid_to"])
    made = Member.objects.create(
        partnership=held, organisation=former.organisation, contact=person, valid_from=begins, valid_to=until,
        noted_at=at, noted_by_id=actor.viewer.account,
    )  # fmt: skip
    finish(
        actor=actor, at=at, partnership=held, action="partnership.contact_changed", kind="member", row=made.public_id
    )
    return made


@transaction.atomic
def end_member(
    *, actor: Officer, at: datetime.datetime, partnership: str, member: str, seen: int, valid_to: datetime.date | None
) -> Member:
    """Let an organisation take part until a day, never before today: what it agreed to stays. Raises Refused."""
    held, on = lock(actor=actor, at=at, partnership=partnership, duty=KEEP, seen=seen), day_of(at)
    found = _standing(held, member, on)
    leading = held.members.filter(Q(valid_to__isnull=True), organisation__kind=MUNICIPALITY).exclude(pk=found.pk)
    wrong = {
        "refused.member_to": valid_to is None or valid_to < max(on, found.valid_from),
        "refused.member_last": found.organisation.kind == MUNICIPALITY and not leading.exists(),
    }
    if reasons := [reason for reason, is_wrong in wrong.items() if is_wrong]:
        raise Refused(*reasons)
    found.valid_to = valid_to
    found.save(update_fields=["valid_to"])
    finish(actor=actor, at=at, partnership=held, action="partnership.member_ended", kind="member", row=found.public_id)
    return found


# --- the yearly consultation -------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Talk:
    """A consultation that was held: `present`: public ids of organisations; and what was agreed on the three subjects."""

    held_on: datetime.date | None
    present: Collection[str]
    places: str
    enrolment: str
    learning_line: str


def _members_at(held: Partnership, on: datetime.date) -> dict[str, Organisation]:
    """Give who should be at a consultation on a day: municipalities and school boards."""
    rows = held.members.select_related("organisation").filter(organisation__kind__in=(MUNICIPALITY, SCHOOL_BOARD))
    return {row.organisation.public_id: row.organisation for row in rows if is_on(row, on)}


def _wrong_talk(
    talk: Talk, asked: dict[str, Organisation], on: datetime.date, known: Collection[datetime.date | None]
) -> list[str]:
    texts = (talk.places, talk.enrolment, talk.learning_line)
    kinds = {asked[each].kind for each in talk.present if each in asked}
    wrong = {
        "refused.consultation_on": talk.held_on is None or talk.held_on > on,
        "refused.consultation_known": talk.held_on in known,
        "refused.consultation_present": not set(talk.present) <= set(asked) or kinds != {MUNICIPALITY, SCHOOL_BOARD},
        "refused.consultation_places": not tidy(talk.places),
        "refused.consultation_enrolment": not tidy(talk.enrolment),
        "refused.consultation_learning_line": not tidy(talk.learning_line),
        "refused.text_wrong": any(is_unfit(text=text, most=LONG) for text in texts),
    }
    return [reason for reason, is_wrong in wrong.items() if is_wrong]


@transaction.atomic
def note_consultation(*, actor: Officer, at: datetime.datetime, partnership: str, talk: Talk) -> Consultation:
    """Note a consultation of the municipality and the school boards, and what was agreed. Raises Refused.

    Wet voortgezet onderwijs 2020 art. 9.3c. It may be noted while somebody was missing: then the page says so, and it
    doesn't count as the yearly one.
    """
    held, on = lock(actor=actor, at=at, partnership=partnership, duty=KEEP), day_of(at)
    asked = _members_at(held, talk.held_on or on)
    standing = held.consultations.filter(withdrawn_at__isnull=True)
    reasons = _wrong_talk(talk, asked, on, list(standing.values_list("held_on", flat=True)))
    if reasons or talk.held_on is None:
        raise Refused(*reasons)
    made = Consultation.objects.create(
        partnership=held, held_on=talk.held_on, places=tidy(talk.places), enrolment=tidy(talk.enrolment),
        learning_line=tidy(talk.learning_line), noted_at=at, noted_by_id=actor.viewer.account,
    )  # fmt: skip
    made.present.set(asked[each] for each in talk.present)
    finish(
        actor=actor, at=at, partnership=held, action="partnership.consulted", kind="consultation", row=made.public_id
    )
    return made


@transaction.atomic
def withdraw_consultation(
    *, actor: Officer, at: datetime.datetime, partnership: str, consultation: str
) -> Consultation:
    """Take back a consultation that was noted wrongly; it stays on record. Raises Refused."""
    held = lock(actor=actor, at=at, partnership=partnership, duty=KEEP)
    standing = held.consultations.filter(withdrawn_at__isnull=True)
    found = standing.filter(public_id=consultation).first() if is_code(consultation) else None
    if found is None:
        raise Refused("refused.no_such_partnership")
    found.withdrawn_at, found.withdrawn_by_id = max(at, found.noted_at), actor.viewer.account
    found.save(update_fields=["withdrawn_at", "withdrawn_by"])
    finish(
        actor=actor, at=at, partnership=held, action="partnership.consultation_withdrawn", kind="consultation",
        row=found.public_id,
    )  # fmt: skip
    return found
