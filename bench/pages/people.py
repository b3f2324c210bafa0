"""Who looks, in a process that has Django set up."""

from __future__ import annotations

from typing import Any

from bench.pages.shape import ON


def account_of(email: str) -> Any:
    """Give somebody's account."""
    from leerrecht.accounts.models import Account

    return Account.objects.get(email=email)


def session_of(email: str) -> str:
    """Begin a session of somebody who is in already; give what its cookie holds."""
    from django.test import Client

    client = Client()
    client.force_login(account_of(email), backend="django.contrib.auth.backends.ModelBackend")
    return client.cookies["sessionid"].value


def viewer_of(email: str) -> Any:
    """Give somebody as a viewer."""
    from leerrecht.queries.viewers import find_viewers

    return find_viewers(account=account_of(email), on=ON)[0]


def scope_of(viewer: Any) -> Any:
    """Give what a viewer reaches."""
    from leerrecht.queries.scopes import find_scope

    return find_scope(viewer=viewer, on=ON)


def guide(email: str) -> dict[str, Any]:
    """Give what somebody may click on: children, each child's signals, pieces of names, filters that leave something."""
    from leerrecht.queries.cards import find_cards, findings_seen
    from leerrecht.queries.partnerships import find_partnerships
    from leerrecht.queries.signals import signal_id
    from leerrecht.queries.worklist import OPEN, municipality_of
    from leerrecht.stored.names import fold_name

    viewer = viewer_of(email)
    scope = scope_of(viewer)
    cards = find_cards(scope=scope, on=ON)
    signals, plans, kinds, towns = [], [], {}, {}
    for card in cards:
        open_ones = [found for found in findings_seen(scope=scope, card=card) if found.state in OPEN]
        if open_ones:
            first = open_ones[0]
            signals.append((card.child, signal_id(rule=first.rule, key=first.key)))
            plans.append((card.child, first.rule, first.key))
            kinds[first.rule] = None
            towns[municipality_of(scope, card)] = None
    names = [fold_name(card.person.get("family_name"))[:4] for card in cards]
    return {
        "children": [card.child for card in cards],
        "signals": signals,
        "plans": plans,
        "partnerships": [row.public_id for row in find_partnerships(viewer=viewer, on=ON)],
        "names": sorted({name for name in names if len(name) == 4}),
        "filters": [f"soort={kind}" for kind in kinds] + [f"gemeente={town}" for town in towns if town],
    }
