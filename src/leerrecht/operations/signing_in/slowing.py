"""Slowing down whoever guesses. Each try is counted before it is judged, under a lock, so that many at once win nothing.

Counted per account and origin, per account, and per origin. A browser in which somebody signed in to an account before is
counted by itself: so an attacker who keeps an account closed for all unknown browsers doesn't close it for its owner.
"""

from __future__ import annotations

import datetime
import ipaddress
import secrets
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F
from django.utils.crypto import constant_time_compare, salted_hmac

from leerrecht.accounts.models import Tries
from leerrecht.operations.acting import Refused

MOST_WRONG = 5
"""From one origin for one account, or in one browser that is known."""
MOST_FOR_ACCOUNT, MOST_FROM_ORIGIN, MOST_CODES = 20, 100, 10
WAIT = datetime.timedelta(minutes=15)
KEPT = datetime.timedelta(days=1)
TOKEN = 32


@dataclass(frozen=True)
class Try:
    """One try to come in, before it is judged: the keys under which it was counted."""

    own: tuple[str, ...]
    shared: tuple[str, ...]


def _key(kind: str, *parts: str) -> str:
    return salted_hmac(f"leerrecht.tries.{kind}", "\0".join(parts)).hexdigest()


def network_of(*, origin: str) -> str:
    """Give where a request came from: an address; of IPv6 the network, because one caller has all addresses in it.

    >>> network_of(origin="192.0.2.7"), network_of(origin="2001:db8::7:1"), network_of(origin="::ffff:192.0.2.7")
    ('192.0.2.7', '2001:db8::/64', '192.0.2.7')
    """
    try:
        address = ipaddress.ip_address(origin)
    except ValueError:
        return origin
    if isinstance(address, ipaddress.IPv4Address):
        return origin
    if address.ipv4_mapped:  # else all callers by IPv4 were one
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((origin, 64), strict=False))


def known_browser(*, account: str) -> str:
    """Give what a browser keeps once somebody signed in to an account there: it says nothing, and nobody can make one."""
    token = secrets.token_hex(TOKEN // 2)
    return f"{token}.{_key('browser', token, account)}"


def _is_known(browser: str, account: str) -> bool:
    token, _, proof = browser.partition(".")
    return constant_time_compare(proof, _key("browser", token, account))


def begin_try(*, account: str, origin: str, browser: str, at: datetime.datetime, is_code: bool = False) -> Try:
    """Count a try for an account (its name in the log). Raises Refused when there were too many; then nothing is counted."""
    if _is_known(browser, account):
        own = {_key("known", account, browser): MOST_WRONG}
        shared = {}
    else:
        own = {_key("pair", account, network_of(origin=origin)): MOST_WRONG}
        shared = {
            _key("account", account): MOST_FOR_ACCOUNT,
            _key("origin", network_of(origin=origin)): MOST_FROM_ORIGIN,
        }
    if is_code:
        own[_key("code", account)] = MOST_CODES
    _count({**own, **shared}, at)
    return Try(own=tuple(own), shared=tuple(shared))


@transaction.atomic
def _count(most: dict[str, int], at: datetime.datetime) -> None:
    keys = sorted(most)  # always in this order, so that two tries never wait for each other
    Tries.objects.bulk_create([Tries(key=key, since=at) for key in keys], ignore_conflicts=True)
    rows = list(Tries.objects.select_for_update().filter(key__in=keys).order_by("key"))
    for row in rows:
        if row.since + WAIT <= at or row.since > at:  # a clock that was set back closes nothing
            row.wrong, row.since = 0, at
    if any(row.wrong >= most[row.key] for row in rows):
        raise Refused("refused.sign_in_wait", minutes=int(WAIT.total_seconds() // 60))
    for row in rows:
        row.wrong += 1
        row.save(update_fields=["wrong", "since"])


@transaction.atomic
def end_try(*, tried: Try, is_in: bool, at: datetime.datetime) -> None:
    """Take back the count of a try that was right. `is_in`: all that was asked was right, so older mistakes are forgotten."""
    Tries.objects.filter(since__lt=at - KEPT).delete()
    if is_in:
        Tries.objects.filter(key__in=tried.own).update(wrong=0)
    shared = tried.shared if is_in else (*tried.own, *tried.shared)
    Tries.objects.filter(key__in=shared, wrong__gt=0).update(wrong=F("wrong") - 1)
