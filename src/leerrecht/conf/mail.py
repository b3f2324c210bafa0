"""How mail goes out, in one address as with a database: EMAIL_URL, and who it is from: EMAIL_FROM. Imports nothing of Django.

`smtps://user:password@host` speaks TLS from the start (port 465), `smtp+starttls://...` after a greeting (587), both with a
certificate that is checked; `smtp://` without TLS is for a mail server on this machine only. No answer repeats the address:
it may hold a password.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import SplitResult, unquote, urlsplit

PORTS = {"smtps": 465, "smtp+starttls": 587, "smtp": 25}
NEAR = ("127.0.0.1", "localhost", "::1")
SECONDS = 15
"""How long a mail server may take for one answer."""

WORDS = {
    "mail": {
        "nl": "EMAIL_URL klopt niet: schrijf smtps://naam:wachtwoord@host of smtp+starttls://naam:wachtwoord@host",
        "en": "EMAIL_URL isn't right: write smtps://user:password@host or smtp+starttls://user:password@host",
    },
    "mail_open": {
        "nl": "EMAIL_URL stuurt post zonder TLS naar een andere computer: begin met smtps:// of smtp+starttls://",
        "en": "EMAIL_URL sends mail without TLS to another machine: begin with smtps:// or smtp+starttls://",
    },
    "mail_from": {
        "nl": "EMAIL_FROM ontbreekt of is geen adres: zeg van wie de post komt, zoals leerrecht@gemeente.example",
        "en": "EMAIL_FROM is absent or no address: say who mail is from, such as leerrecht@town.example",
    },
}


@dataclass(frozen=True, kw_only=True)
class Server:
    """A mail server. Without a user nobody signs in to it."""

    host: str
    port: int
    user: str
    password: str
    is_tls: bool
    is_starttls: bool


def read_server(*, url: str) -> Server | None:
    """Read EMAIL_URL; None when it isn't right.

    >>> read_server(url="smtps://a:b%40c@mail.example").password, read_server(url="smtps://mail.example").port
    ('b@c', 465)
    >>> read_server(url="http://mail.example") is None
    True
    """
    parts = urlsplit(url)
    port = _port(parts)
    if parts.scheme not in PORTS or not parts.hostname or port is None or parts.path.strip("/") or parts.query:
        return None
    return Server(
        host=parts.hostname, port=port, user=unquote(parts.username or ""), password=unquote(parts.password or ""),
        is_tls=parts.scheme == "smtps", is_starttls=parts.scheme == "smtp+starttls",
    )  # fmt: skip


def _port(parts: SplitResult) -> int | None:
    try:
        return parts.port or PORTS.get(parts.scheme)
    except ValueError:
        return None


def mail_faults(environ: Mapping[str, str]) -> list[str]:
    """Name what is wrong with how mail goes out; nothing when none goes out.

    >>> mail_faults({"EMAIL_URL": "smtp://mail.example", "EMAIL_FROM": "a@b.example"})
    ['mail_open']
    """
    url, sender = environ.get("EMAIL_URL", ""), environ.get("EMAIL_FROM", "")
    if not url:
        return []
    server = read_server(url=url)
    found = ["mail"] if server is None else []
    if server and not server.is_tls and not server.is_starttls and server.host not in NEAR:
        found.append("mail_open")
    name, at, place = sender.partition("@")
    is_address = bool(name and at and place) and sender.isprintable() and not set(sender) & set(" <>,;\"'")
    return found if is_address else [*found, "mail_from"]
