"""A young person says something at their own door: in own words, to whom they choose."""

from __future__ import annotations

import datetime
from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from leerrecht.law.tables import VOICE_KINDS
from leerrecht.operations.acting import Actor, Refused, get_child, note
from leerrecht.operations.facts import OWN_WORDS, SAID_AT_DOOR, read_typed
from leerrecht.operations.recording import columns_of, is_known, put_fact
from leerrecht.records.models import Fact

READERS = ("legal_representative", "reception", "school")
"""Who can be chosen to read it. Nobody reads it who wasn't chosen."""


@transaction.atomic
def say_own_words(
    *, actor: Actor, at: datetime.datetime, child: str, kind: str, words: str, readers: Collection[str], lang: str
) -> Fact:
    """Keep what a young person (public id) says, for the roles they chose. Raises Refused.

    `lang`: the language of the page they wrote on, by its own name.
    """
    found = get_child(actor=actor, child=child, table="voices")
    chosen = [role for role in READERS if role in readers]
    faults = []
    if kind not in VOICE_KINDS:
        faults.append("refused.own_kind")
    if not words.strip():
        faults.append("refused.own_nothing")
    if not chosen:
        faults.append("refused.own_nobody")
    if faults:
        raise Refused(*faults)
    day = timezone.localtime(at).date()
    typed = {
        "kind": kind, "words": words.strip(), "said_on": f"{day.day}-{day.month}-{day.year}", "language": lang,
        "interpreter": "", "shared_with": " ".join(chosen),
    }  # fmt: skip
    try:
        values = read_typed(table="voices", typed=typed).values
    except Refused:
        raise Refused("refused.own_too_long") from None
    if is_known(child=found, table="voices", columns=columns_of("voices", values)):
        raise Refused("refused.own_twice")
    fact = put_fact(child=found, table="voices", values=values, at=at, account=None, source=found.origin_id)
    note(actor=actor, at=at, action=SAID_AT_DOOR, object_kind=OWN_WORDS, object_id=fact.public_id, child=found)
    return fact
