"""Asking for an address as somebody, and everything that comes out: the page, headers, what it leads to, log lines, log rows.

What a request changes is taken back at once, so that a world is made once and asked ten thousand times.
"""

from __future__ import annotations

import logging
import random
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from tests.proof.contents import text_of

MOST_FOLLOWED = 4
Values = Mapping[str, Any]
Way = Mapping[str, str]
"""How the parameters of an address are filled in."""
_CHANGING = (
    (re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"|hx-headers="[^"]+"'), ""),
    (re.compile(r"\b(csrftoken|sessionid|seen|expires)=[^;\n]*|nonce-[\w+/=-]+"), ""),
    (re.compile(r"\b[0-9a-f]{8}\b(?=</)|\b[0-9a-f]{32}\b"), "request"),
    (re.compile(r"\b\d\d:\d\d(:\d\d)?\b"), "time"),
    (re.compile(r"(?m)^(Date|Message-ID): .*$"), ""),
    (re.compile(r"\b[a-z2-9]{4}(-[a-z2-9]{4}){3}\b"), "code"),
)
"""All that may differ between two answers that say the same: tokens, nonces, ids of requests and failures, times of day, codes
that open something once."""


@dataclass(frozen=True, kw_only=True)
class Body:
    """What is sent to an address: values, and files by name and content."""

    values: Values
    files: Mapping[str, tuple[str, bytes]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Ask:
    """One request. `name`: of the URL pattern; `body`: of a POST; `files`: name and content; `is_failing`: the database
    fails half-way.
    """

    name: str
    url: str
    method: str = "GET"
    body: Values = field(default_factory=dict)
    files: Mapping[str, tuple[str, bytes]] = field(default_factory=dict)
    is_htmx: bool = False
    is_failing: bool = False
    ids: tuple[str, ...] = ()

    def __str__(self) -> str:
        how = f"{' htmx' * self.is_htmx}{' failing' * self.is_failing}"
        return f"{self.method} {self.url} {urlencode(self.body, doseq=True)[:120]}{how}"


@dataclass
class Answer:
    """What came out: by place (page 1, headers 1, log, audit ...), as text. `status`: of the first answer."""

    status: int
    places: dict[str, str]

    def normal(self) -> dict[str, str]:
        """Give the places without what differs each time."""
        found = {}
        for place, text in self.places.items():
            for pattern, instead in _CHANGING:
                text = pattern.sub(instead, text)
            found[place] = text
        return found


class _Lines(logging.Handler):
    """Keeps what is logged."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.lines: list[str] = []
        self.setFormatter(logging.Formatter("%(name)s %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@contextmanager
def _logged() -> Iterator[list[str]]:
    handler, root = _Lines(), logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    try:
        yield handler.lines
    finally:
        root.setLevel(level)
        root.removeHandler(handler)


def _log_models() -> list[Any]:
    from django.apps import apps

    return list(apps.get_app_config("audit").get_models())


def _last_rows() -> dict[Any, int]:
    from django.db import connection

    models = _log_models()
    lasts = (f"(SELECT max({model._meta.pk.column}) FROM {model._meta.db_table})" for model in models)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(lasts)}")
        return {model: last or 0 for model, last in zip(models, cursor.fetchone(), strict=True)}


def _rows_since(last: Mapping[Any, int]) -> str:
    written = (model for model, pk in _last_rows().items() if pk > last[model])
    return "\n".join(repr(row) for model in written for row in model.objects.filter(pk__gt=last[model]).values())


@contextmanager
def _failing(is_failing: bool, key: str) -> Iterator[None]:
    """Let the database fail at one query of a request, with what was asked in its message, as databases do."""
    if not is_failing:
        yield
        return
    from django.db import DatabaseError, connection

    left = [random.Random(key).randint(4, 12)]

    def fail(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        left[0] -= 1
        if left[0] == 0:
            rows = connection.cursor().cursor.execute('SELECT * FROM "records_person"')
            raise DatabaseError(sql, params, rows.fetchall())
        return execute(sql, params, many, context)

    with connection.execute_wrapper(fail):
        yield


def _send(client: Any, ask: Ask) -> Any:
    from django.core.files.uploadedfile import SimpleUploadedFile

    headers = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "lijst"} if ask.is_htmx else {}
    with _failing(ask.is_failing, str(ask)):
        if ask.method != "POST":
            return getattr(client, ask.method.lower())(ask.url, **headers)
        files = {name: SimpleUploadedFile(file, content) for name, (file, content) in ask.files.items()}
        return client.post(ask.url, {**ask.body, **files}, **headers)


def ask_for(*, client: Any, ask: Ask) -> Answer:
    """Ask, follow where it leads, take back what it changed, and give all that came out."""
    from django.core import mail
    from django.db import transaction

    from leerrecht.stored.public_id import use_source
    from tests.forgetting import as_it_was

    former = use_source(random.Random(str(ask)))
    cookies = {name: morsel.value for name, morsel in client.cookies.items()}
    places: dict[str, str] = {}
    try:
        with _logged() as lines, as_it_was() if ask.method == "POST" else nullcontext(), transaction.atomic():
            last, mailed = _last_rows(), len(mail.outbox)
            answer = _send(client, ask)
            status = answer.status_code
            _keep(answer, places, 1)
            for number in range(2, MOST_FOLLOWED + 1):
                to = answer.headers.get("Location", "")
                if not to.startswith("/") or transaction.get_connection().needs_rollback:
                    break
                answer = client.get(to)
                _keep(answer, places, number)
            is_lost = transaction.get_connection().needs_rollback  # what was logged is lost as well
            places["audit"] = "" if is_lost else _rows_since(last)
            transaction.set_rollback(True)
        places["mail"] = "\n".join(message.message().as_string() for message in mail.outbox[mailed:])
        places["log"] = "\n".join(lines)
    finally:
        use_source(former)
        client.cookies.clear()
        for name, value in cookies.items():
            client.cookies[name] = value
    return Answer(status=status, places=places)


def _keep(answer: Any, places: dict[str, str], number: int) -> None:
    content = b"".join(answer) if answer.streaming else answer.content
    places[f"page {number}"] = text_of(content=content, kind=answer.headers.get("Content-Type", ""))
    # the length of a workbook depends on the time that is packed in it, also when only its head is asked for
    is_packed = "spreadsheetml" in answer.headers.get("Content-Type", "")
    headers = {name: value for name, value in answer.headers.items() if not (is_packed and name == "Content-Length")}
    lines = [f"{answer.status_code}", *(f"{name}: {value}" for name, value in headers.items())]
    lines += [morsel.OutputString() for morsel in answer.cookies.values()]
    places[f"headers {number}"] = "\n".join(lines)


def visitor(*, account: Any) -> Any:
    """Give a client that is signed in as an account; as nobody without one."""
    from django.test import Client

    client = Client(raise_request_exception=False)
    if account is not None:
        client.force_login(account)
    return client
