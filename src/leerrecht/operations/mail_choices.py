"""What somebody at work wants by e-mail: when, in which language, and to an address of which they showed that it is theirs."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.crypto import constant_time_compare

from leerrecht.accounts.models import Account
from leerrecht.operations.acting import Officer, Refused, note
from leerrecht.operations.signing_in.codes import draw_code, hash_code, plain_code, spell_code
from leerrecht.telling.models import LANGUAGES, RHYTHMS, Choice, Feed, Mailing, Posted, Proof

KEPT = datetime.timedelta(hours=1)
"""How long a code opens an address; and over how long codes are counted."""
MOST_SENT, MOST_WRONG = 5, 5
MOST_ADDRESS = 254
DAYS = range(1, 8)
KIND = "mail-proof"


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What somebody chose. `weekday`: 1 is Monday; `invitations`: those to meetings too."""

    rhythm: str
    weekday: int
    language: str
    invitations: bool = False


def _row(actor: Officer, at: datetime.datetime, language: str = "nl") -> Choice:
    """Give somebody's row, locked until the transaction ends; their account too, so that two first choices are one row."""
    Account.objects.select_for_update().get(pk=actor.viewer.account)
    found, _ = Choice.objects.get_or_create(
        account_id=actor.viewer.account, defaults={"changed_at": at, "language": language}
    )
    return found


def _note(actor: Officer, at: datetime.datetime, action: str) -> None:
    note(actor=actor, at=at, action=action, object_kind="account", object_id=actor.viewer.account_id)


@transaction.atomic
def choose_mail(*, actor: Officer, at: datetime.datetime, wanted: Wanted) -> None:
    """Keep what somebody chose. Raises Refused: mail asks for an address that is theirs."""
    row = _row(actor, at)
    wrong = {
        "refused.mail_rhythm": wanted.rhythm not in RHYTHMS,
        "refused.mail_weekday": wanted.weekday not in DAYS,
        "refused.mail_language": wanted.language not in LANGUAGES,
        "refused.mail_no_address": (wanted.rhythm != "never" or wanted.invitations) and not row.email,
    }
    if any(wrong.values()):
        raise Refused(*(reason for reason, is_wrong in wrong.items() if is_wrong))
    row.rhythm, row.weekday, row.language, row.changed_at = wanted.rhythm, wanted.weekday, wanted.language, at
    row.invitations = wanted.invitations
    row.save(update_fields=["rhythm", "weekday", "language", "invitations", "changed_at"])
    _note(actor, at, "mail.chosen")


@transaction.atomic
def name_address(*, actor: Officer, at: datetime.datetime, email: str) -> str:
    """Note an address that somebody says is theirs; gives the code to mail to it, in groups. Raises Refused.

    An hour takes five codes, whatever the address, so that nobody's mailbox is filled by us.
    """
    address = email.strip()
    if not _is_address(address):
        raise Refused("refused.mail_address")
    account = Account.objects.select_for_update().get(pk=actor.viewer.account)
    former = Proof.objects.filter(account=account).first()
    is_recent = former is not None and former.since > at - KEPT
    sent, since = (former.sent, former.since) if former and is_recent else (0, at)
    if sent >= MOST_SENT:
        raise Refused("refused.mail_wait")
    code = draw_code()
    Proof.objects.update_or_create(
        account=account,
        defaults={
            "email": address, "digest": hash_code(account=account, kind=KIND, code=f"{address}\0{code}"),
            "until": at + KEPT, "wrong": 0, "sent": sent + 1, "since": since,
        },
    )  # fmt: skip
    _note(actor, at, "mail.address_named")
    return spell_code(code=code)


def prove_address(*, actor: Officer, at: datetime.datetime, code: str, language: str) -> None:
    """Take an address whose code was typed. Raises Refused; a wrong code counts, and after five the code opens nothing.

    Not one transaction when it is wrong: that a code was wrong must stay counted.
    """
    with transaction.atomic():
        is_right = _try_code(actor, at, code, language)
    if not is_right:
        raise Refused("refused.mail_code")


def _try_code(actor: Officer, at: datetime.datetime, code: str, language: str) -> bool:
    account = Account.objects.select_for_update().get(pk=actor.viewer.account)
    proof = Proof.objects.filter(account=account, until__gt=at, wrong__lt=MOST_WRONG).first()
    if proof is None:
        return False
    given = hash_code(account=account, kind=KIND, code=f"{proof.email}\0{plain_code(typed=code)}")
    if not constant_time_compare(proof.digest, given):
        proof.wrong += 1
        proof.save(update_fields=["wrong"])
        return False
    row = _row(actor, at, language)
    row.email, row.changed_at = proof.email, at
    row.save(update_fields=["email", "changed_at"])
    proof.delete()
    _note(actor, at, "mail.address_proved")
    return True


@transaction.atomic
def forget_address(*, actor: Officer, at: datetime.datetime) -> None:
    """Forget somebody's address, named or proved; no mail goes any more."""
    row = _row(actor, at)
    row.rhythm, row.email, row.changed_at, row.told, row.invitations = "never", "", at, [], False
    row.save(update_fields=["rhythm", "email", "changed_at", "told", "invitations"])
    Proof.objects.filter(account_id=actor.viewer.account).delete()
    _note(actor, at, "mail.address_forgotten")


def forget_reader(*, account: Account) -> None:
    """Forget all that somebody chose to be told, when their account ends: address, what was mailed when, calendars."""
    for model in (Choice, Proof, Mailing, Posted, Feed):
        model.objects.filter(account=account).delete()


def _is_address(text: str) -> bool:
    if len(text) > MOST_ADDRESS or not text.isprintable():
        return False
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True
