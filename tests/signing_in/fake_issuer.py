"""An issuer that lies on request: for answers that no real provider gives. Speaks HTTP on loopback, in a thread."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

from joserfc import jwt
from joserfc.jwk import import_key

from tests.signing_in.keys import public, rsa
from tests.signing_in.mapping import SUBSTANTIAL

CODE = "the-code"


class FakeIssuer:
    """`claims`, `header`, `key` make the next token; `metadata` and `keys` what it says about itself; `answers` by path."""

    def __init__(self) -> None:
        fake = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                fake.answer(self, "")

            def do_POST(self) -> None:
                fake.answer(self, self.rfile.read(int(self.headers.get("Content-Length", 0))).decode())

            def log_message(self, *said: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self.key = rsa("fake")
        self.keys = [public(self.key)]
        self.metadata: dict[str, Any] = {
            "issuer": self.url, "authorization_endpoint": f"{self.url}/authorize", "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/keys",
        }  # fmt: skip
        self.token: Any = None
        self.more: dict[str, Any] = {"access_token": "an-access-token", "token_type": "Bearer"}
        self.answers: dict[str, tuple[int, dict[str, str], bytes]] = {}
        self.asked: list[tuple[str, dict[str, list[str]]]] = []
        # looks often whether it should stop: each test ends with that
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def answer(self, request: BaseHTTPRequestHandler, body: str) -> None:
        path = request.path.partition("?")[0]
        self.asked.append((path, parse_qs(body)))
        pages = {
            "/.well-known/openid-configuration": self.metadata, "/keys": {"keys": self.keys},
            "/token": {**self.more, "id_token": self.token},
        }  # fmt: skip
        status, headers, content = self.answers.get(path) or (200, {}, json.dumps(pages.get(path)).encode())
        request.send_response(status)
        for name, value in {"Content-Type": "application/json", "Content-Length": str(len(content)), **headers}.items():
            request.send_header(name, value)
        request.end_headers()
        request.wfile.write(content)

    def sign(self, claims: dict[str, Any], *, key: Any = None, **header: Any) -> str:
        """Sign claims; None takes one away."""
        key = key or self.key
        whole = {name: value for name, value in claims.items() if value is not None}
        named = {"alg": "RS256", "kid": key.kid, **header}
        named = {name: value for name, value in named.items() if value is not None}
        return jwt.encode(named, whole, import_key(key) if isinstance(key, dict) else key, algorithms=[named["alg"]])

    def claims(self, *, now: int, **changes: Any) -> dict[str, Any]:
        return {
            "iss": self.url, "aud": "leerrecht", "sub": "person-1", "exp": now + 300, "iat": now,
            "acr": SUBSTANTIAL, "name": "Ada Verzonnen", "groups": ["lr-zandakker"], **changes,
        }  # fmt: skip

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
