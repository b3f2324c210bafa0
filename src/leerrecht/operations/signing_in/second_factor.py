"""The second step of a local account: a code from an authenticator (TOTP, RFC 6238), or a recovery code.

The secret is kept sealed with the server's key: whoever has the database alone can make no codes.
"""

from __future__ import annotations

import base64
import datetime
import hashlib
import secrets
from dataclasses import dataclass
from typing import NoReturn

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.conf import settings
from django.db import transaction
from django.utils.crypto import constant_time_compare

from leerrecht.accounts.models import Account, RecoveryCode, SecondFactor, StartCode
from leerrecht.audit.log import record_event
from leerrecht.operations.acting import Refused
from leerrecht.operations.signing_in.codes import draw_code, hash_code, plain_code, spell_code
from leerrecht.operations.signing_in.sessions import end_sessions
from leerrecht.operations.signing_in.slowing import begin_try, end_try
from leerrecht.operations.signing_in.start_code import fits_start_code, make_start_code
from leerrecht.operations.signing_in.trying import note_try

DIGITS, SECONDS, AROUND = 6, 30, 1
SECRET_BYTES = 20
CODES, RECOVERY = 10, "recovery"


def _box() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    made = (hashlib.sha256(b"leerrecht.second-factor\0" + str(key).encode()).digest() for key in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in made])


def new_secret() -> str:
    """Make the secret of somebody who has no second factor yet, sealed."""
    return _box().encrypt(secrets.token_bytes(SECRET_BYTES)).decode()


def _open(sealed: str) -> TOTP:
    try:
        secret = _box().decrypt(sealed.encode())
    except InvalidToken:
        raise Refused("refused.factor_unreadable") from None
    return TOTP(secret, DIGITS, SHA1(), SECONDS)  # noqa: S303 (what every authenticator knows; HMAC-SHA-1 isn't broken)


def enrolment_url(*, sealed: str, name: str) -> str:
    """Give the address that an authenticator reads from the QR code. `name`: what it shows for this account."""
    return _open(sealed).get_provisioning_uri(name, "Leerrecht")


def secret_words(*, sealed: str) -> str:
    """Give the secret as text, in groups of four, for who can't scan."""
    secret = base64.b32encode(_box().decrypt(sealed.encode())).decode()
    return " ".join(secret[place : place + 4] for place in range(0, len(secret), 4))


def has_second_factor(*, account: Account) -> bool:
    """Tell whether somebody set up their second factor."""
    return SecondFactor.objects.filter(account=account).exists()


def _step_of(totp: TOTP, code: str, at: datetime.datetime, after: int) -> int | None:
    """Give the moment to which a code belongs, around now and later than the last one used."""
    current = int(at.timestamp()) // SECONDS
    for step in range(max(current - AROUND, after + 1), current + AROUND + 1):
        if constant_time_compare(totp.generate(step * SECONDS).decode(), code):
            return step
    return None


def set_second_factor(
    *, account: Account, sealed: str, code: str, start_code: str, at: datetime.datetime, origin: str, browser: str = ""
) -> list[str]:
    """Begin to use an authenticator, once it gave a right code; gives ten recovery codes, which are shown this once.

    `start_code`: from whoever made the account, to show that this is the one for whom it was made. Raises Refused with
    everything that isn't right. Who did this is in.
    """
    tried = begin_try(account=account.public_id, origin=origin, browser=browser, at=at, is_code=True)
    step = _step_of(_open(sealed), plain_code(typed=code), at, after=0)
    codes, wrong = _set(account, sealed, step, start_code, at, origin)
    if wrong:
        _refuse(account, at, origin, *wrong)
    end_try(tried=tried, is_in=True, at=at)
    return codes


@transaction.atomic
def _set(
    account: Account, sealed: str, step: int | None, start_code: str, at: datetime.datetime, origin: str
) -> tuple[list[str], list[str]]:
    """Set the second factor up, under a lock; give the recovery codes and what is wrong."""
    Account.objects.select_for_update().get(pk=account.pk)
    if has_second_factor(account=account):  # set up in another window meanwhile
        raise Refused("refused.factor_set_already")
    wrong = [] if fits_start_code(account=account, typed=start_code, at=at) else ["refused.start_code"]
    wrong += ["refused.second_factor"] if step is None else []
    if wrong or step is None:
        return [], wrong
    SecondFactor.objects.create(account=account, secret=sealed, last_step=step, set_at=at)
    StartCode.objects.filter(account=account).delete()
    RecoveryCode.objects.filter(account=account).delete()
    drawn = [draw_code() for _ in range(CODES)]
    digests = (hash_code(account=account, kind=RECOVERY, code=code) for code in drawn)
    RecoveryCode.objects.bulk_create(RecoveryCode(account=account, digest=digest) for digest in digests)
    note_try(at=at, account=account.public_id, origin=origin, result="done", action="account.second_factor_set")
    note_try(at=at, account=account.public_id, origin=origin, result="done")
    return [spell_code(code=code) for code in drawn], []


def check_second_factor(*, account: Account, code: str, at: datetime.datetime, origin: str, browser: str = "") -> None:
    """Let somebody in by a code that wasn't used before. Raises Refused."""
    tried = begin_try(account=account.public_id, origin=origin, browser=browser, at=at, is_code=True)
    if not _use(account, plain_code(typed=code), at, origin):
        _refuse(account, at, origin, "refused.second_factor")
    end_try(tried=tried, is_in=True, at=at)


def _refuse(account: Account, at: datetime.datetime, origin: str, *reasons: str) -> NoReturn:
    note_try(at=at, account=account.public_id, origin=origin, result="refused", action="account.second_factor_checked")
    raise Refused(*reasons)


@transaction.atomic
def _use(account: Account, code: str, at: datetime.datetime, origin: str) -> bool:
    """Use a code up, under a lock: of two who send the same code at once one gets in."""
    factor = SecondFactor.objects.select_for_update().filter(account=account).first()
    if factor is None:
        return False
    step = _step_of(_open(factor.secret), code, at, after=factor.last_step)
    if step is not None:
        factor.last_step = step
        factor.save(update_fields=["last_step"])
    else:
        digest = hash_code(account=account, kind=RECOVERY, code=code)
        unused = RecoveryCode.objects.filter(account=account, digest=digest, used_at__isnull=True)
        if not unused.update(used_at=at):
            return False
        note_try(at=at, account=account.public_id, origin=origin, result="done", action="account.recovery_code_used")
    note_try(at=at, account=account.public_id, origin=origin, result="done")
    return True


@dataclass(frozen=True, kw_only=True)
class Reset:
    """A second factor that was taken away. `start_code`: to set up another one; nobody can read it later."""

    start_code: str
    ended_sessions: int


@transaction.atomic
def reset_second_factor(*, email: str, at: datetime.datetime, origin: str) -> Reset:
    """Take somebody's second factor away, so that they set up a new one with a start code, and end their sessions.

    For an administrator at the command line, who made sure of who asks. Raises Refused when nobody has this address.
    """
    account = Account.objects.select_for_update().filter(email=email.strip().lower()).first()
    if account is None:
        raise Refused("refused.no_such_account")
    drop_second_factor(account=account)
    start_code = make_start_code(account=account, at=at)
    ended = end_sessions(account=account)
    record_event(
        at=at, action="account.second_factor_reset", object_kind="account", object_id=account.public_id, origin=origin
    )
    return Reset(start_code=start_code, ended_sessions=ended)


def drop_second_factor(*, account: Account) -> None:
    """Take away all that opens somebody's second step."""
    for model in (SecondFactor, RecoveryCode, StartCode):
        model.objects.filter(account=account).delete()
