"""What an issuer says about itself: where to go, and its keys. Fetched by need, remembered for an hour."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.cache import cache

from leerrecht.conf.issuers import Issuer
from leerrecht.operations.acting import Refused
from leerrecht.operations.signing_in.net import Unreachable, fetch_json, is_near, is_safe

KEPT_SECONDS, AGAIN_SECONDS = 3600, 60
KEY_KINDS = ("RSA", "EC")


@dataclass(frozen=True, kw_only=True)
class Provider:
    """An issuer's endpoints. `names_itself`: its answers say from whom they are (RFC 9207)."""

    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    end_session_endpoint: str
    names_itself: bool
    takes_claims: bool


def find_provider(*, issuer: Issuer) -> Provider:
    """Give what an issuer says about itself. Raises Refused when it doesn't answer or isn't who it should be."""
    kept = cache.get(f"issuer:{issuer.issuer}")
    if isinstance(kept, Provider):
        return kept
    document = _fetch(issuer.issuer.rstrip("/") + "/.well-known/openid-configuration")
    if document.get("issuer") != issuer.issuer:
        raise Refused("why.untrusted", code="metadata_issuer")
    for name, needed in (
        ("code_challenge_methods_supported", "S256"), ("token_endpoint_auth_methods_supported", "private_key_jwt"),
    ):  # fmt: skip
        if name in document and needed not in (document[name] or ()):
            raise Refused("why.untrusted", code=f"no_{needed.lower()}")
    found = Provider(
        **{name: _endpoint(document, name) for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")},
        end_session_endpoint=_endpoint(document, "end_session_endpoint", is_needed=False),
        names_itself=document.get("authorization_response_iss_parameter_supported") is True,
        takes_claims=document.get("claims_parameter_supported") is True,
    )
    cache.set(f"issuer:{issuer.issuer}", found, KEPT_SECONDS)
    return found


def _endpoint(document: dict[str, Any], name: str, *, is_needed: bool = True) -> str:
    """Give an endpoint. Only an issuer on this machine sends us to this machine: what else listens here trusts who is near."""
    found = document.get(name)
    if isinstance(found, str) and is_safe(url=found) and (is_near(url=document["issuer"]) or not is_near(url=found)):
        return found
    if is_needed:
        raise Refused("why.untrusted", code=f"metadata_{name}")
    return ""


def find_keys(*, provider: Provider, key_id: str) -> list[dict[str, Any]]:
    """Give the public keys that may have signed a token with this key id ("": none is named).

    An issuer may have new keys: when none fits they are fetched again, at most once a minute.
    """
    kept: list[dict[str, Any]] = cache.get(f"keys:{provider.jwks_uri}") or []
    found = _fitting(kept, key_id)
    if not found and cache.add(f"again:{provider.jwks_uri}", 1, AGAIN_SECONDS):
        keys = _fetch(provider.jwks_uri).get("keys")
        kept = [key for key in keys if isinstance(key, dict)] if isinstance(keys, list) else []
        cache.set(f"keys:{provider.jwks_uri}", kept, KEPT_SECONDS)
        found = _fitting(kept, key_id)
    return found


def _fitting(keys: list[dict[str, Any]], key_id: str) -> list[dict[str, Any]]:
    """Leave out keys that aren't for signatures, and everything that is a shared secret."""
    return [
        key
        for key in keys
        if key.get("kty") in KEY_KINDS and key.get("use", "sig") == "sig" and (not key_id or key.get("kid") == key_id)
    ]


def _fetch(url: str) -> dict[str, Any]:
    try:
        return fetch_json(url=url)
    except Unreachable as error:
        raise Refused("why.unreachable", code=error.kind) from None
