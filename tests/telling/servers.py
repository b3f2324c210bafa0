"""Mail servers on this machine: a whole one (aiosmtpd), one that refuses, one that hangs; with and without TLS."""

from __future__ import annotations

import contextlib
import datetime
import socket
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult


@dataclass
class Box:
    """What a server took in. `refuses`: its answer by recipient; `most`: how many connections were open at once."""

    messages: list[Any] = field(default_factory=list)
    refuses: dict[str, str] = field(default_factory=dict)
    connections: int = 0
    open_now: int = 0
    most: int = 0
    users: list[str] = field(default_factory=list)
    after: Any = None

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address in self.refuses:
            return self.refuses[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.after is not None:
            return await self.after(self, envelope)
        self.messages.append(message_from_bytes(envelope.content))
        return "250 OK"


class _Counting(SMTP):
    def connection_made(self, transport: Any) -> None:
        box = self.event_handler
        if self.session is None:  # STARTTLS makes the same connection once more
            box.connections += 1
            box.open_now += 1
            box.most = max(box.most, box.open_now)
        super().connection_made(transport)

    def connection_lost(self, error: Any) -> None:
        self.event_handler.open_now -= 1
        super().connection_lost(error)


class _Controller(Controller):
    def factory(self) -> SMTP:
        return _Counting(self.handler, **self.SMTP_kwargs)


@contextlib.contextmanager
def mail_server(box: Box, **more: Any) -> Iterator[int]:
    """Run a server; gives its port."""
    controller = _Controller(box, hostname="127.0.0.1", port=free_port(), **more)
    controller.start()  # which connects once, to see whether it answers
    box.connections = box.most = 0
    try:
        yield controller.port
    finally:
        controller.stop()


def letting_in(box: Box, user: str, password: str) -> dict[str, Any]:
    """Give what makes a server ask for a password, over TLS only."""

    def check(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        box.users.append(data.login.decode())
        is_right = (data.login, data.password) == (user.encode(), password.encode())
        return AuthResult(success=is_right, handled=False)

    return {"authenticator": check, "auth_required": True}


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextlib.contextmanager
def hanging_server() -> Iterator[int]:
    """Take connections and never say a word."""
    taken, kept = socket.create_server(("127.0.0.1", 0)), []

    def take() -> None:
        with contextlib.suppress(OSError):
            while True:
                kept.append(taken.accept()[0])

    thread = threading.Thread(target=take, daemon=True)
    thread.start()
    try:
        yield int(taken.getsockname()[1])
    finally:
        taken.shutdown(socket.SHUT_RDWR)
        taken.close()
        thread.join(5)
        for each in kept:
            each.close()


def certificate(folder: Path, name: str = "localhost") -> tuple[ssl.SSLContext, Path]:
    """Make a certificate of one's own; gives the server's side, and the file by which others trust it."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key, named = (
        ec.generate_private_key(ec.SECP256R1()),
        x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)]),
    )
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder().subject_name(named).issuer_name(named).public_key(key.public_key())
        .serial_number(1).not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    whole, public = folder / "server.pem", folder / "trusted.pem"
    public.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    whole.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ) + public.read_bytes()
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(whole)
    return context, public
