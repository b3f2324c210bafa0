"""Keys for tests, made once per run; no key stands in the tree."""

from __future__ import annotations

from functools import cache
from typing import Any

from joserfc.jwk import ECKey, RSAKey


@cache
def rsa(name: str, bits: int = 2048) -> RSAKey:
    return RSAKey.generate_key(bits, {"kid": name, "use": "sig", "alg": "RS256"})


@cache
def ec(name: str) -> ECKey:
    return ECKey.generate_key("P-256", {"kid": name, "use": "sig", "alg": "ES256"})


def pem(key: Any) -> bytes:
    return key.as_pem(private=True)


def public(key: Any) -> dict[str, Any]:
    return key.as_dict(private=False)


def private(key: Any) -> dict[str, Any]:
    return key.as_dict(private=True)
