"""The last link, also kept outside the database: a line in a file, `number link time`, every so many rows or so often.

Who changes the database can compute a whole new chain; not one that still meets the lines in this file.
"""

from __future__ import annotations

import datetime
import logging
import re
import threading
from collections.abc import Iterable
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import transaction

EVERY_ROWS, EVERY = 1000, datetime.timedelta(hours=1)
LINE = re.compile(r"([1-9][0-9]{0,18}) ([0-9a-f]{64}) \S+")
log = logging.getLogger("leerrecht")

_guard = threading.Lock()
_kept: dict[str, tuple[int, datetime.datetime]] = {}
"""Per file what this process wrote last."""


class LinksRefused(Exception):
    """The file of links holds something else; the number of the first such line."""


def links_file() -> Path | None:
    """Give the file; None when the settings name none."""
    return Path(settings.LINKS_FILE) if settings.LINKS_FILE else None


def keep_later(*, sequence: int, link: str, at: datetime.datetime) -> None:
    """Keep the last link once the transaction is in, if it is time for that."""
    transaction.on_commit(partial(_keep_if_due, sequence, link, at))


def _keep_if_due(sequence: int, link: str, at: datetime.datetime) -> None:
    path = links_file()
    if path is None:
        return
    with _guard:
        rows, moment = _kept.get(str(path), (None, None))
        if rows is not None and moment is not None and sequence - rows < EVERY_ROWS and abs(at - moment) < EVERY:
            return
        try:
            keep_link(path=path, sequence=sequence, link=link, at=at)
        except OSError as error:  # what was done is done; the doctor says it too
            log.warning("the last link of the log couldn't be kept outside the database: %s", type(error).__name__)
            return
        _kept[str(path)] = (sequence, at)


def keep_link(*, path: Path, sequence: int, link: str, at: datetime.datetime) -> None:
    """Add a line to the file; raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="ascii") as file:
        file.write(f"{sequence} {link} {at.astimezone(datetime.UTC):%Y-%m-%dT%H:%M:%SZ}\n")


def read_links(*, path: Path) -> dict[int, str]:
    """Read the file: link by number. None there: nothing was kept yet. Raises LinksRefused for a line that isn't one."""
    return as_links(path.read_text(encoding="utf-8", errors="replace").splitlines()) if path.is_file() else {}


def as_links(lines: Iterable[str]) -> dict[int, str]:
    """Read lines as links; raises LinksRefused, also when two lines say something else of one row.

    >>> as_links(["1 " + "a" * 64 + " 2026-09-01T10:00:00Z"])[1][:3]
    'aaa'
    """
    found: dict[int, str] = {}
    for number, line in enumerate(lines, start=1):
        match = LINE.fullmatch(line.strip())
        if match is None or found.get(int(match[1]), match[2]) != match[2]:
            raise LinksRefused(number)
        found[int(match[1])] = match[2]
    return found
