"""Mail out of the door: one message at a time, over one connection, and what is known of each afterwards.

A message holds no name, no address of a page about somebody, and no file but a meeting for a calendar. Its Message-ID is made
of what it is for, so that the same message sent twice is known as one to any mail server that drops repeats.
"""

from __future__ import annotations

import smtplib
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from email.mime.text import MIMEText
from types import TracebackType
from typing import Any, Self

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils.crypto import salted_hmac

SENT, REFUSED, LATER, UNSURE = "sent", "refused", "later", "unsure"
"""What is known of a message: gone; never to be taken; not taken now; taken or not, nobody knows."""
PERMANENT = 500
MOST_UNSURE = 2
"""So many answers in a row that never came, and the server is taken to hang."""
AT_ONCE = 100
"""So many messages over a connection; many servers take no more."""


class NoServer(Exception):
    """The mail server can't be reached, doesn't let us in or takes nothing from us: no message went. The kind of failure."""


@dataclass(frozen=True, kw_only=True)
class Letter:
    """What is written to somebody: plain text. `calendar`: a calendar file that goes along (RFC 5545), with its `method`."""

    subject: str
    body: str
    calendar: bytes = b""
    method: str = ""


def message_id(*, purpose: str) -> str:
    """Give the Message-ID of a message by what it is for; it says nothing to who doesn't have the server's key."""
    place = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2]
    return f"<{salted_hmac('leerrecht.mail', purpose, algorithm='sha256').hexdigest()[:32]}@{place}>"


class Post:
    """A connection to the mail server, opened for the first message and closed in the end: never more than one."""

    def __init__(self) -> None:
        self.connection: Any = get_connection()
        self.used = 0
        self.is_open = False

    def __enter__(self) -> Self:
        """Begin; nothing is opened yet."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close what is open."""
        self._close()

    def send(self, *, letter: Letter, to: str, purpose: str) -> str:
        """Send one message; gives SENT, REFUSED, LATER or UNSURE. Raises NoServer, and then it wasn't sent."""
        self._open()
        message = EmailMessage(
            letter.subject, letter.body, to=[to], connection=self.connection,
            headers={
                "Message-ID": message_id(purpose=purpose), "Auto-Submitted": "auto-generated",
                "X-Auto-Response-Suppress": "All",
            },
        )  # fmt: skip
        if letter.calendar:
            part = MIMEText(letter.calendar.decode(), "calendar", "utf-8")
            part.set_param("method", letter.method)
            part.add_header("Content-Disposition", "attachment", filename="overleg.ics")
            message.attach(part)
        try:
            message.send()
        except smtplib.SMTPSenderRefused as error:
            raise NoServer(type(error).__name__) from None
        except smtplib.SMTPRecipientsRefused as error:
            return _by_code(max(code for code, _ in error.recipients.values()))
        except smtplib.SMTPDataError as error:
            return _by_code(error.smtp_code)
        except (smtplib.SMTPException, OSError):
            self._close()
            return UNSURE
        self.used += 1
        return SENT

    def _open(self) -> None:
        if self.used >= AT_ONCE:
            self._close()
        if self.is_open:
            return
        try:
            self.connection.open()
        except (smtplib.SMTPException, OSError) as error:
            self._close()
            raise NoServer(type(error).__name__) from None
        self.is_open, self.used = True, 0

    def _close(self) -> None:
        try:
            self.connection.close()
        except (smtplib.SMTPException, OSError):
            self.connection.connection = None  # it was gone already
        self.is_open, self.used = False, 0


def _by_code(code: int) -> str:
    return REFUSED if code >= PERMANENT else LATER


@dataclass
class Tally:
    """What came of a run: how many were sent, had nothing to say, wait for the next tick, were refused, or may have gone.

    `stopped`: why the rest wasn't tried; empty when all were.
    """

    counts: Counter[str] = field(default_factory=Counter)
    stopped: str = ""


def post_all(*, mails: Iterable[Callable[[Post], str]]) -> Tally:
    """Send everything that is due over one connection; stops when the mail server isn't there, or hangs.

    Each of `mails` sends itself and gives what came of it, or "" when another process is at it; it may raise NoServer.
    """
    tally, unsure = Tally(), 0
    with Post() as post:
        for send in mails:
            try:
                came = send(post)
            except NoServer as gone:
                tally.stopped = str(gone)
                break
            tally.counts[came] += bool(came)
            unsure = unsure + 1 if came == UNSURE else 0
            if unsure >= MOST_UNSURE:
                tally.stopped = UNSURE
                break
    return tally
