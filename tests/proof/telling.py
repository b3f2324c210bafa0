"""What everybody in a world is told by e-mail, as it arrives: headers, subject, text."""

from __future__ import annotations

import datetime
from typing import Any

AT = datetime.datetime(2026, 9, 15, 9, 0, tzinfo=datetime.UTC)
LONG_AGO = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)


def digests_of(world: Any) -> dict[str, str]:
    """Give each viewer's digest by name, in both languages; what was sent is taken back."""
    from django.core import mail
    from django.db import transaction

    from leerrecht.operations.digests import send_digests
    from leerrecht.telling.models import Choice
    from leerrecht.web.telling.letters import write_digest

    found: dict[str, str] = {}
    names = {f"{number}@mail.example": name for number, name in enumerate(world.accounts)}
    for lang in ("nl", "en"):
        with transaction.atomic():
            for email, name in names.items():
                given = {"email": email, "rhythm": "daily", "language": lang, "changed_at": LONG_AGO}
                Choice.objects.create(account=world.accounts[name], **given)
            mail.outbox.clear()
            send_digests(at=AT, write=write_digest)
            transaction.set_rollback(True)
        for message in mail.outbox:
            name = names[message.to[0]]
            found[name] = found.get(name, "") + message.message().as_string()
    return found


def token_of(name: str) -> str:
    """Give the token in the address of a viewer's calendar: the same in every world."""
    return f"calendar-of-{name.replace('.', '-')}"


def make_feeds(world: Any) -> None:
    """Give everybody who works in a team a calendar, for which they signed in lately."""
    from leerrecht.queries.feeds import token_hash
    from leerrecht.telling.models import Feed
    from tests.proof.world import ids_of

    for name, account in world.accounts.items():
        if name not in world.teams:
            continue
        account.last_login = AT
        account.save(update_fields=["last_login"])
        with ids_of(f"{name}.feed"):
            Feed.objects.create(
                account=account, team=world.teams[name], token_hash=token_hash(token=token_of(name)), language="nl",
                made_at=LONG_AGO,
            )  # fmt: skip


def calendars_of(world: Any) -> dict[str, str]:
    """Give each viewer's calendar by name, as a program reads it."""
    from tests.proof.asking import visitor

    client = visitor(account=None)
    answers = {name: client.get(f"/agenda/{token_of(name)}/leerrecht.ics") for name in world.teams}
    return {
        name: f"{answer.status_code} {answer.get('ETag', '')} {answer.content!r}" for name, answer in answers.items()
    }
