"""A young person's card: handed out, used with a PIN of their own, closed after wrong tries, reset, stopped.

Of the code only a keyed hash is kept; it is shown once. Tries are counted under a lock, and whatever was wrong, the words and
the work are the same.
"""

from __future__ import annotations

import datetime
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.utils.crypto import salted_hmac

from leerrecht.accounts.models import Account, Tries
from leerrecht.audit.log import record_event
from leerrecht.audit.models import Event
from leerrecht.grants.models import Card
from leerrecht.operations.acting import Actor, Refused, note
from leerrecht.operations.signing_in.slowing import network_of
from leerrecht.queries.facts import standing
from leerrecht.records.models import Child
from leerrecht.stored.public_id import ALPHABET

CODE, GROUP, PIN = 12, 4, 5
MOST_IN_A_ROW, MOST_WRONG, MOST_FROM_ORIGIN = 5, 10, 50
WAIT = datetime.timedelta(minutes=15)
LANGUAGES = ("nl", "en", "ar")
UP = "0123456789"
RULE = "child:know_own_path:self"


@dataclass(frozen=True, kw_only=True)
class Handed:
    """A new card, with its code: the only time that anybody can read it."""

    card: Card
    code: str


def clean_code(typed: str) -> str:
    """Read a code however it is typed.

    >>> clean_code(" ABCD-2345 efgh ")
    'abcd2345efgh'
    """
    return "".join(letter for letter in typed.lower() if letter in ALPHABET)


def hash_code(code: str) -> str:
    """Give what is kept of a code: a hash with a key that only this server has."""
    return salted_hmac("leerrecht.card.code", clean_code(code), algorithm="sha256").hexdigest()


def is_easy(pin: str) -> bool:
    """Tell whether a PIN is one that others try first: all the same, or counting up or down.

    >>> is_easy("12345"), is_easy("00000"), is_easy("98765"), is_easy("40817")
    (True, True, True, False)
    """
    return len(set(pin)) == 1 or pin in UP + UP or pin in (UP + UP)[::-1]


def stamp_of(*, card: Card) -> str:
    """Give what a session holds beside the card: it changes with the PIN, so that a reset ends every session."""
    return salted_hmac("leerrecht.card.stamp", f"{card.code_hash}\0{card.pin}", algorithm="sha256").hexdigest()[:32]


def find_open_card(*, public_id: str, stamp: str) -> Card | None:
    """Find the card of a session, as long as it works and its PIN is still the same."""
    found = Card.objects.filter(public_id=public_id, stopped_at__isnull=True).select_related("child").first()
    if found is None or not found.pin or not secrets.compare_digest(stamp_of(card=found), stamp):
        return None
    return found


def _child(actor: Actor, public_id: str) -> Child:
    """Get the child, locked, if the actor hands out cards and is involved with it now."""
    found = Child.objects.select_for_update(of=("self",)).filter(public_id=public_id).first()
    if found is None or found.pk not in actor.scope.children:
        raise Refused("refused.no_such_child")
    if not actor.may("hand_card") or not actor.scope.is_involved(found.pk):
        raise Refused("refused.may_not_hand_card")
    return found


def _card(child: Child) -> Card:
    found = Card.objects.select_for_update().filter(child=child, stopped_at__isnull=True).first()
    if found is None:
        raise Refused("refused.no_card")
    return found


def _note(actor: Actor, at: datetime.datetime, action: str, card: Card, child: Child) -> None:
    note(actor=actor, at=at, action=action, object_kind="card", object_id=card.public_id, child=child)


def _stop(child: Child, at: datetime.datetime) -> None:
    for card in Card.objects.select_for_update().filter(child=child, stopped_at__isnull=True):
        card.stopped_at = max(at, card.handed_at)
        card.save(update_fields=["stopped_at"])


@transaction.atomic
def hand_card(*, actor: Actor, at: datetime.datetime, child: str, language: str) -> Handed:
    """Make a card for a child (public id); a former one stops. Raises Refused."""
    found = _child(actor, child)
    _stop(found, at)
    code = "".join(secrets.choice(ALPHABET) for _ in range(CODE))
    card = Card.objects.create(
        child=found, code_hash=hash_code(code), handed_at=at, handed_by_id=actor.viewer.account,
        language=language if language in LANGUAGES else "nl",
    )  # fmt: skip
    _note(actor, at, "card.handed", card, found)
    return Handed(card=card, code=code)


def spell_code(*, code: str) -> str:
    """Write a code in groups.

    >>> spell_code(code="abcd2345efgh")
    'abcd 2345 efgh'
    """
    return " ".join(code[place : place + GROUP] for place in range(0, len(code), GROUP))


@transaction.atomic
def reset_pin(*, actor: Actor, at: datetime.datetime, child: str) -> None:
    """Take the PIN away, so that the child (public id) chooses another one. Raises Refused."""
    found = _child(actor, child)
    card = _card(found)
    card.pin, card.wrong, card.closed_until = "", 0, None
    card.save(update_fields=["pin", "wrong", "closed_until"])
    _note(actor, at, "card.pin_reset", card, found)


@transaction.atomic
def stop_card(*, actor: Actor, at: datetime.datetime, child: str) -> None:
    """Stop the card of a child (public id): it opens nothing any more, whoever has it. Raises Refused."""
    found = _child(actor, child)
    card = _card(found)
    _stop(found, at)
    _note(actor, at, "card.stopped", card, found)


def pin_chosen_at(*, card: Card) -> datetime.datetime:
    """Give when the PIN of a card was chosen, as the log says, so that a mentor sees that somebody else was first.

    Of the demo's card nobody chose one: then it is the moment of handing out.
    """
    chosen = Event.objects.filter(action="door.pin_chosen", object_id=card.public_id, result="done").order_by("-at")
    return chosen.values_list("at", flat=True).first() or card.handed_at


def use_card(*, code: str, pin: str, at: datetime.datetime, origin: str) -> Card:
    """Give the card that a code and a PIN open. Raises Refused, in the same words whatever was wrong.

    What takes time, comparing, comes before the lock: else whoever tries holds up all others, on SQLite everybody who writes.
    """
    seen = Card.objects.filter(code_hash=hash_code(code), stopped_at__isnull=True).first()
    compared = (seen.pin if seen else "") or _nobody_s_pin()
    fitting = compared if check_password(pin, compared) else ""
    return _try(code, at, origin, "door.opened", lambda card: _judge_pin(card, fitting, at))


def choose_pin(*, code: str, pin: str, again: str, at: datetime.datetime, origin: str) -> Card:
    """Set the first PIN of a card, and open it. Raises Refused: in the same words when the code doesn't fit."""
    if not (len(pin) == PIN and pin.isascii() and pin.isdigit()):
        raise Refused("refused.pin_shape")
    if pin != again:
        raise Refused("refused.pin_differs")
    if is_easy(pin):
        raise Refused("refused.pin_easy")
    made = make_password(pin)  # takes time: before the lock
    return _try(code, at, origin, "door.pin_chosen", lambda card: _set_pin(card, pin, made))


def _try(code: str, at: datetime.datetime, origin: str, action: str, judge: Callable[[Card | None], bool]) -> Card:
    """Count a try, judge it, note it; all under a lock. What was counted stays when the answer is no."""
    with transaction.atomic():
        tries = _tries(origin, at)
        card = Card.objects.select_for_update().filter(code_hash=hash_code(code), stopped_at__isnull=True).first()
        refusal = Refused("refused.card")
        try:
            is_right = judge(card if tries.wrong < MOST_FROM_ORIGIN else None)
        except Refused as refused:  # said once the try is counted and noted: an answer inside would undo both
            is_right, refusal = False, refused
        if card is None:
            tries.wrong += 1
            tries.save(update_fields=["wrong", "since"])
        child = Child.objects.get(pk=card.child_id) if card else None
        record_event(
            at=at, action=action, object_kind="card", object_id=card.public_id if card else "",
            child_id=child.public_id if child else "", role="child", origin=origin, access_rule=RULE if card else "",
            result="done" if is_right else "refused",
        )  # fmt: skip
    if card is None or child is None or not is_right:
        raise refusal
    card.child = child
    return card


def _tries(origin: str, at: datetime.datetime) -> Tries:
    """Get the count of wrong codes from one place, locked; begun anew when the former ones are past."""
    key = salted_hmac("leerrecht.tries.card", network_of(origin=origin)).hexdigest()
    Tries.objects.bulk_create([Tries(key=key, since=at)], ignore_conflicts=True)
    found = Tries.objects.select_for_update().get(key=key)
    if found.since + WAIT <= at or found.since > at:
        found.wrong, found.since = 0, at
    return found


@cache
def _nobody_s_pin() -> str:
    return make_password(secrets.token_hex(8))


def _judge_pin(card: Card | None, fitting: str, at: datetime.datetime) -> bool:
    """Tell whether a card opens. `fitting`: the kept PIN that what was typed fits ("": none), which may be replaced by now."""
    if card is None or not card.pin or card.wrong >= MOST_WRONG:
        return False
    if card.closed_until is not None and card.closed_until > at:
        return False
    fits = card.pin == fitting
    card.wrong = 0 if fits else card.wrong + 1
    card.closed_until = at + WAIT if not fits and card.wrong % MOST_IN_A_ROW == 0 else None
    card.save(update_fields=["wrong", "closed_until"])
    return fits


def _set_pin(card: Card | None, pin: str, made: str) -> bool:
    """Set a PIN, made fit to be kept, where there is none."""
    if card is None or card.pin:
        return False
    if is_birthday(pin, card.child_id):
        raise Refused("refused.pin_easy")
    card.pin, card.wrong, card.closed_until = made, 0, None
    card.save(update_fields=["pin", "wrong", "closed_until"])
    return True


def is_birthday(pin: str, child: int) -> bool:
    """Tell whether a PIN holds the year of birth of a child (row number), or its day and month."""
    born = standing(table="children").filter(child=child).values_list("born_from", flat=True).first()
    if born is None:
        return False
    parts = (f"{born.year}", f"{born.day:02}{born.month:02}", f"{born.month:02}{born.day:02}")
    return any(part in pin for part in parts)


@transaction.atomic
def note_closed(*, card: Card, at: datetime.datetime, origin: str) -> None:
    """Note that a young person closed their own door."""
    record_event(
        at=at, action="door.closed", object_kind="card", object_id=card.public_id, child_id=card.child.public_id,
        role="child", origin=origin, access_rule=RULE,
    )  # fmt: skip


DEMO_CHILD = "andere-regio"
"""The story whose card the demo opens: a move is planned, and nobody has told him."""


def find_demo_child() -> Child | None:
    """Give the child whose card one may try; None outside the demo."""
    return Child.objects.filter(reference=DEMO_CHILD).first() if settings.IS_DEMO else None


@transaction.atomic
def open_demo_card(*, at: datetime.datetime, origin: str) -> Card:
    """Give the card of a child of the demo, made when there is none. Raises Refused; outside the demo always."""
    child = find_demo_child()
    giver = Account.objects.order_by("pk").first()
    if child is None or giver is None:
        raise Refused("refused.card")
    card = Card.objects.select_for_update().filter(child=child, stopped_at__isnull=True).first()
    if card is None or not card.pin:
        _stop(child, at)
        card = Card.objects.create(
            child=child, code_hash=hash_code("".join(secrets.choice(ALPHABET) for _ in range(CODE))),
            pin=make_password(secrets.token_hex(8)), handed_at=at, handed_by=giver, language="ar",
        )  # fmt: skip
    record_event(
        at=at, action="door.opened", object_kind="card", object_id=card.public_id, child_id=child.public_id,
        role="child", origin=origin, access_rule=RULE,
    )  # fmt: skip
    card.child = child
    return card
