"""Agreements between organisations (convenanten): noted, and replaced by another row from a day; never overwritten."""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction

from leerrecht.access import fields
from leerrecht.chain.models import Organisation
from leerrecht.grants.models import LONG, TEXT, Agreement
from leerrecht.operations.acting import Officer, Refused, note
from leerrecht.operations.texts import is_code, is_unfit, tidy

CODE = re.compile(r"[a-z0-9][a-z0-9_-]{1,59}")
FEWEST_PARTIES = 2


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What an agreement says. `parties`: public ids of organisations; `categories`: ids of the access table."""

    code: str
    name: str
    parties: Collection[str]
    purposes: str
    categories: Collection[str]
    ground: str
    starts_on: datetime.date | None
    ends_on: datetime.date | None
    review_on: datetime.date | None


def _faults(terms: Terms) -> list[str]:
    texts = ((terms.name, TEXT), (terms.purposes, LONG), (terms.ground, TEXT))
    starts, ends, review = terms.starts_on, terms.ends_on, terms.review_on
    wrong = {
        "refused.agreement_code": CODE.fullmatch(terms.code) is None,
        "refused.agreement_name": not tidy(terms.name),
        "refused.agreement_parties": len(set(terms.parties)) < FEWEST_PARTIES,
        "refused.agreement_purposes": not tidy(terms.purposes),
        "refused.agreement_categories": not terms.categories or not set(terms.categories) <= fields.all_categories(),
        "refused.agreement_ground": not tidy(terms.ground),
        "refused.agreement_start": starts is None,
        "refused.agreement_end": starts is not None and ends is not None and ends < starts,
        "refused.agreement_review": review is None or (starts is not None and review < starts),
        "refused.text_wrong": any(is_unfit(text=text, most=most) for text, most in texts),
    }
    return [reason for reason, is_wrong in wrong.items() if is_wrong]


@transaction.atomic
def note_agreement(*, actor: Officer, at: datetime.datetime, terms: Terms) -> Agreement:
    """Note an agreement; one with a code that there is already takes its place from its first day. Raises Refused."""
    if not actor.may("keep_agreements"):
        raise Refused("refused.may_not_record")
    reasons = _faults(terms)
    parties = list(Organisation.objects.filter(public_id__in=[each for each in terms.parties if is_code(each)]))
    if not reasons and len(parties) != len(set(terms.parties)):
        reasons = ["refused.agreement_parties"]
    if reasons or terms.starts_on is None or terms.review_on is None:
        raise Refused(*reasons)
    made = Agreement.objects.create(
        code=terms.code, name=tidy(terms.name), purposes=tidy(terms.purposes), ground=tidy(terms.ground),
        categories=" ".join(sorted(set(terms.categories))), starts_on=terms.starts_on, ends_on=terms.ends_on,
        review_on=terms.review_on, noted_at=at, noted_by_id=actor.viewer.account,
    )  # fmt: skip
    made.parties.set(parties)
    note(actor=actor, at=at, action="agreement.noted", object_kind="agreement", object_id=made.public_id)
    return made
