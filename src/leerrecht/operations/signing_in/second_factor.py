"""The second step of a local account: a code from an authenticator (TOTP, RFC 6238), or a recovery code.

The secret is kept sealed with the server's key: whoever has the database alone can make no codes.
"""

from __future__ import annotations

import base64
import datetime
import hashlib
import secrets
from typing import NoReturn

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac

from leerrecht.accounts.models import Account, RecoveryCode, SecondFactor
from leerrecht.audit.log import record_event
from leerrecht.operations.acting import Refused
from leerrecht.operations.signing_in.slowing import begin_try, end_try
from leerrecht.operations.signing_in.trying import note_try
from leerrecht.stored.public_id import ALPHABET

DIGITS, SECONDS, AROUND = 6, 30, 1
SECRET_BYTES = 20
CODES, GROUPS, IN_GROUP = 10, 4, 4
"""Ten recovery codes of 16 characters: 79 bits of chance each."""


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


def _plain(code: str) -> str:
    return "".join(character for character in code.lower() if character.isascii() and character.isalnum())[:40]


def _digest(account: Account, code: str) -> str:
    return salted_hmac("leerrecht.recovery", f"{account.pk}\0{code}", algorithm="sha256").hexdigest()


def set_second_factor(
    *, account: Account, sealed: str, code: str, at: datetime.datetime, origin: str, browser: str = ""
) -> list[str]:
    """Begin to use an authenticator, once it gave a right code; gives ten recovery codes, which are shown this once.

    Raises Refused. Who did this is in.
    """
    tried = begin_try(account=account.public_id, origin=origin, browser=browser, at=at, is_code=True)
    step = _step_of(_open(sealed), _plain(code), at, after=0)
    if step is None:
        _refuse(account, at, origin)
    codes = _keep(account, sealed, step, at, origin)
    end_try(tried=tried, is_in=True, at=at)
    return codes


@transaction.atomic
def _keep(account: Account, sealed: str, step: int, at: datetime.datetime, origin: str) -> list[str]:
    Account.objects.select_for_update().get(pk=account.pk)
    if has_second_factor(account=account):  # set up in another window meanwhile
        raise Refused("refused.factor_set_already")
    SecondFactor.objects.create(account=account, secret=sealed, last_step=step, set_at=at)
    drawn = ["".join(secrets.choice(ALPHABET) for _ in range(GROUPS * IN_GROUP)) for _ in range(CODES)]
    RecoveryCode.objects.filter(account=account).delete()
    RecoveryCode.objects.bulk_create(RecoveryCode(account=account, digest=_digest(account, code)) for code in drawn)
    note_try(at=at, account=account.public_id, origin=origin, result="done", action="account.second_factor_set")
    note_try(at=at, account=account.public_id, origin=origin, result="done")
    return ["-".join(code[place : place + IN_GROUP] for place in range(0, len(code), IN_GROUP)) for code in drawn]


def check_second_factor(*, account: Account, code: str, at: datetime.datetime, origin: str, browser: str = "") -> None:
    """Let somebody in by a code that wasn't used before. Raises Refused."""
    tried = begin_try(account=account.public_id, origin=origin, browser=browser, at=at, is_code=True)
    if not _use(account, _plain(code), at, origin):
        _refuse(account, at, origin)
    end_try(tried=tried, is_in=True, at=at)


def _refuse(account: Account, at: datetime.datetime, origin: str) -> NoReturn:
    note_try(at=at, account=account.public_id, origin=origin, result="refused", action="account.second_factor_checked")
    raise Refused("refused.second_factor")


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
        unused = RecoveryCode.objects.filter(account=account, digest=_digest(account, code), used_at__isnull=True)
        if not unused.update(used_at=at):
            return False
        note_try(at=at, account=account.public_id, origin=origin, result="done", action="account.recovery_code_used")
    note_try(at=at, account=account.public_id, origin=origin, result="done")
    return True


def count_recovery_codes(*, account: Account) -> int:
    """Count the recovery codes that are left."""
    return RecoveryCode.objects.filter(account=account, used_at__isnull=True).count()


@transaction.atomic
def reset_second_factor(*, email: str, at: datetime.datetime, origin: str) -> int:
    """Take somebody's second factor away, so that they set up a new one, and end their sessions; gives how many those were.

    For an administrator at the command line, who made sure of who asks. Raises Refused when nobody has this address.
    """
    account = Account.objects.select_for_update().filter(email=email.strip().lower()).first()
    if account is None:
        raise Refused("refused.no_such_account")
    SecondFactor.objects.filter(account=account).delete()
    RecoveryCode.objects.filter(account=account).delete()
    ended = _end_sessions(account)
    record_event(
        at=at, action="account.second_factor_reset", object_kind="account", object_id=account.public_id, origin=origin
    )
    return ended


def _end_sessions(account: Account) -> int:
    ended = 0
    for session in Session.objects.iterator():
        if SessionStore().decode(session.session_data).get("_auth_user_id") == str(account.pk):
            session.delete()
            ended += 1
    return ended
