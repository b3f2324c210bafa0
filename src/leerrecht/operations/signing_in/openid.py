"""Signing in through one's own organisation: OpenID Connect by the Dutch government's profile (OpenID NLGov 1.0.1).

The code flow with PKCE (S256); one client per issuer, which makes itself known by its private key; no more than is needed.
"""

from __future__ import annotations

import datetime
import json
import secrets
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from authlib.common.urls import add_params_to_uri
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri, prepare_token_request
from authlib.oauth2.rfc7523 import private_key_jwt_sign
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from django.conf import settings
from django.utils.crypto import constant_time_compare
from joserfc.jwk import import_key

from leerrecht.conf.issuers import Issuer, read_issuers, signing_algorithm
from leerrecht.operations.acting import Refused
from leerrecht.operations.signing_in.net import Unreachable, fetch_json
from leerrecht.operations.signing_in.provider import Provider, find_provider
from leerrecht.operations.signing_in.tokens import judge_token

CHANCE = 32
"""Bytes of chance in state, nonce and verifier: 256 bits, where the profile asks for 128."""
ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
ASSERTION_SECONDS = 60
REFUSALS = {"access_denied": "why.denied", "unmet_authentication_requirements": "why.too_low"}


@lru_cache(maxsize=4)
def _read(path: Path, changed: int) -> tuple[Issuer, ...]:
    """Read the mapping file once per version: checking keys takes time."""
    return read_issuers(path=path)


def find_issuers() -> tuple[Issuer, ...]:
    """Give the issuers of the mapping file; none without one. Raises IssuersRefused when it is unsound."""
    if not settings.ISSUERS:
        return ()
    path = Path(settings.ISSUERS)
    return _read(path, path.stat().st_mtime_ns if path.is_file() else 0)


def find_issuer(*, name: str) -> Issuer | None:
    """Give one issuer by its short name."""
    return next((issuer for issuer in find_issuers() if issuer.name == name), None)


def begin_sign_in(*, issuer: Issuer, redirect_uri: str) -> tuple[str, dict[str, str]]:
    """Give where to send somebody, and what their session must keep until they are back. Raises Refused."""
    provider = find_provider(issuer=issuer)
    state, nonce, verifier = (secrets.token_urlsafe(CHANCE) for _ in range(3))
    more = {"claims": _claims(issuer)} if provider.takes_claims else {}
    url = prepare_grant_uri(
        provider.authorization_endpoint, issuer.client_id, "code", redirect_uri=redirect_uri, scope=list(issuer.scopes),
        state=state, nonce=nonce, code_challenge=create_s256_code_challenge(verifier), code_challenge_method="S256",
        acr_values=" ".join(issuer.acr), **more,
    )  # fmt: skip
    kept = {
        "issuer": issuer.name, "state": state, "nonce": nonce, "verifier": verifier, "redirect_uri": redirect_uri,
    }  # fmt: skip
    return str(url), kept


def _claims(issuer: Issuer) -> str:
    """Name the claims that are needed, one by one, and how strongly somebody has to sign in."""
    needed: dict[str, Any] = {path[0]: None for path in issuer.claims.values()}
    needed["acr"] = {"essential": True, "values": list(issuer.acr)}
    return json.dumps({"id_token": needed})


def finish_sign_in(
    *, issuer: Issuer, kept: Mapping[str, str], given: Mapping[str, str], at: datetime.datetime
) -> dict[str, Any]:
    """Give the claims about somebody who came back. `kept`: by their session; `given`: in the address. Raises Refused."""
    if kept.get("issuer") != issuer.name or not constant_time_compare(kept.get("state", ""), given.get("state", "")):
        raise Refused("why.again", code="state")
    provider = find_provider(issuer=issuer)
    named = given.get("iss", "")
    if (named or provider.names_itself) and named != issuer.issuer:
        raise Refused("why.untrusted", code="mix_up")
    if "error" in given or not given.get("code"):
        raise Refused(REFUSALS.get(given.get("error", ""), "why.again"), code="error")
    tokens = _exchange(issuer, provider, kept, given["code"])
    access_token = tokens.get("access_token")
    return judge_token(
        token=tokens.get("id_token"), issuer=issuer, provider=provider, nonce=kept["nonce"], at=at,
        access_token=access_token if isinstance(access_token, str) else "",
    )  # fmt: skip


def _exchange(issuer: Issuer, provider: Provider, kept: Mapping[str, str], code: str) -> dict[str, Any]:
    """Give a code, and proof of who we are, for tokens."""
    form = prepare_token_request(
        "authorization_code", redirect_uri=kept["redirect_uri"], code=code, code_verifier=kept["verifier"],
        client_id=issuer.client_id, client_assertion_type=ASSERTION, client_assertion=_assertion(issuer, provider),
    )  # fmt: skip
    try:
        return fetch_json(url=provider.token_endpoint, form=form)
    except Unreachable as error:
        reason = "why.again" if error.kind == "status_400" else "why.unreachable"
        raise Refused(reason, code=f"token_{error.kind}") from None


def _assertion(issuer: Issuer, provider: Provider) -> str:
    key = import_key(issuer.private_key.read_bytes(), "RSA" if _algorithm(issuer) == "RS256" else "EC")
    return str(
        private_key_jwt_sign(
            key, issuer.client_id, provider.token_endpoint if issuer.assertion_audience == "token_endpoint" else issuer.issuer,
            alg=_algorithm(issuer), header={"kid": issuer.key_id} if issuer.key_id else {}, expires_in=ASSERTION_SECONDS,
        )
    )  # fmt: skip


def _algorithm(issuer: Issuer) -> str:
    found = signing_algorithm(path=issuer.private_key)
    if found is None:
        raise Refused("why.unreachable", code="own_key")
    return found


def leave_url(*, issuer: Issuer, back: str) -> str:
    """Give where to sign out of the organisation too; "" when it offers no such place or doesn't answer."""
    try:
        endpoint = find_provider(issuer=issuer).end_session_endpoint
    except Refused:
        return ""
    if not endpoint:
        return ""
    return str(add_params_to_uri(endpoint, [("client_id", issuer.client_id), ("post_logout_redirect_uri", back)]))
