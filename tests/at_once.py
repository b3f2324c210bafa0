"""Several people who act at the same moment: on PostgreSQL, where each thread has a connection of its own."""

from __future__ import annotations

import datetime
import threading
from collections.abc import Callable
from typing import Any

from django.db import connection

from leerrecht.operations.acting import Refused


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Do all of these at the same moment; give what each was refused for ("" for nothing), sorted."""
    said: list[str] = []
    together = threading.Barrier(len(acts))

    def run(act: Callable[[], object]) -> None:
        together.wait()
        try:
            act()
            said.append("")
        except Refused as refused:
            said.append(refused.reasons[0])
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return sorted(said)


def colleague_of(account: Any) -> Any:
    """Give an account to somebody else of the same team."""
    from leerrecht.accounts.models import Account
    from leerrecht.chain.models import Membership, Professional

    person = Professional.objects.create(name="Test collega", function=account.professional.function)
    team = account.professional.memberships.get().team
    Membership.objects.create(professional=person, team=team, valid_from=datetime.date(2026, 1, 1))
    return Account.objects.create_user(email="colleague@test.example", password="a-long-password", professional=person)
