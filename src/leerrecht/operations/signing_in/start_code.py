"""The start code: whoever sets a second factor up shows by it that they are the one for whom the account was made.

Without it a password that somebody else learned would be enough to set the second factor up, before its owner does.
"""

from __future__ import annotations

import datetime

from django.utils.crypto import constant_time_compare

from leerrecht.accounts.models import Account, StartCode
from leerrecht.operations.signing_in.codes import draw_code, hash_code, plain_code, spell_code

KEPT = datetime.timedelta(days=7)
KIND = "start-code"


def make_start_code(*, account: Account, at: datetime.datetime) -> str:
    """Make a start code for somebody, in groups; a former one is worth nothing from now on. It is read here and never again."""
    code = draw_code()
    digest = hash_code(account=account, kind=KIND, code=code)
    StartCode.objects.update_or_create(account=account, defaults={"digest": digest, "until": at + KEPT})
    return spell_code(code=code)


def fits_start_code(*, account: Account, typed: str, at: datetime.datetime) -> bool:
    """Tell whether a start code is this account's, and not past its term."""
    kept = StartCode.objects.filter(account=account, until__gt=at).first()
    given = hash_code(account=account, kind=KIND, code=plain_code(typed=typed))
    return kept is not None and constant_time_compare(kept.digest, given)
