"""What `leerrecht doctor` says about signing in: accounts of nobody, and the mapping file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

DOCTOR_WORDS = {
    "nobodys_accounts": {
        "nl": "{count} account(s) zonder mens erachter ({ids}). Een account is van één mens: koppel het, of zet het uit.",
        "en": "{count} account(s) with nobody behind them ({ids}). An account is one person's: link it, or close it.",
    },
    "issuers": {
        "nl": "Inloggen via organisaties: {count}",
        "en": "Signing in through organisations: {count}",
    },
    "bad_issuers": {"nl": "LEERRECHT_ISSUERS: {what}", "en": "LEERRECHT_ISSUERS: {what}"},
}
MOST_NAMED = 5


def look_at_sign_in(*, lang: str) -> Iterator[tuple[bool, str, dict[str, Any]]]:
    """Look for accounts of nobody and for faults in the mapping file, those against the database included."""
    from django.conf import settings
    from django.db import Error

    from leerrecht.accounts.models import Account
    from leerrecht.conf.issuer_faults import IssuersRefused
    from leerrecht.operations.signing_in.openid import find_issuers
    from leerrecht.operations.signing_in.people import find_team_faults

    try:
        alone = list(
            Account.objects.filter(is_active=True, professional=None).order_by("pk").values_list("public_id", flat=True)
        )
        if alone:
            yield False, "nobodys_accounts", {"count": len(alone), "ids": ", ".join(alone[:MOST_NAMED])}
        issuers = find_issuers()
        faults = [fault for issuer in issuers for fault in find_team_faults(issuer=issuer)]
    except IssuersRefused as refused:
        issuers, faults = (), refused.faults
    except Error:  # no database, or not up to date: that is said already
        return
    yield from ((False, "bad_issuers", {"what": fault.say(lang)}) for fault in faults)
    if settings.ISSUERS and not faults:
        yield True, "issuers", {"count": len(issuers)}
