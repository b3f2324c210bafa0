"""Judging an ID token: is it this issuer's, for us, for this one sign-in, fresh, and strong enough?"""

from __future__ import annotations

import datetime
from typing import Any

from authlib.oidc.core import CodeIDToken
from joserfc import jws, jwt
from joserfc.errors import ExpiredTokenError, InvalidClaimError, JoseError, MissingClaimError
from joserfc.jwk import import_key

from leerrecht.conf.issuers import Issuer
from leerrecht.operations.acting import Refused
from leerrecht.operations.signing_in.provider import Provider, find_keys

ALGORITHMS = ("RS256", "PS256", "ES256", "ES384")
"""By public keys only: never none, never a shared secret."""
LEEWAY = 60
OLDEST = 10 * 60
MOST_CHARACTERS = 32 * 1024
LONGEST_SUBJECT = 255


def judge_token(
    *, token: Any, issuer: Issuer, provider: Provider, nonce: str, access_token: str, at: datetime.datetime
) -> dict[str, Any]:
    """Give the claims of an ID token. Raises Refused with the code of the first thing that is wrong."""
    if not isinstance(token, str) or not token or len(token) > MOST_CHARACTERS:
        raise Refused("why.untrusted", code="no_token")
    found = _verify(token, provider)
    now = int(at.timestamp())
    claims = CodeIDToken(
        found.claims,
        found.header,
        options={
            "iss": {"essential": True, "value": issuer.issuer}, "aud": {"essential": True, "value": issuer.client_id},
            "sub": {"essential": True}, "exp": {"essential": True}, "iat": {"essential": True},
        },
        params={"nonce": nonce, "client_id": issuer.client_id, "access_token": access_token},
    )  # fmt: skip
    try:
        claims.validate(now=now, leeway=LEEWAY)
    except ExpiredTokenError:
        raise Refused("why.untrusted", code="expired") from None
    except (InvalidClaimError, MissingClaimError) as error:
        raise Refused("why.untrusted", code=f"claim_{error.claim}") from None
    except (JoseError, TypeError, ValueError, KeyError):
        raise Refused("why.untrusted", code="claims") from None
    if now - claims["iat"] > OLDEST:
        raise Refused("why.untrusted", code="stale")
    subject = claims["sub"]
    if not isinstance(subject, str) or not subject.strip("\0 ") or "\0" in subject or len(subject) > LONGEST_SUBJECT:
        raise Refused("why.untrusted", code="claim_sub")
    if claims.get("acr") not in issuer.acr:
        raise Refused("why.too_low", code="acr")
    return dict(claims)


def _verify(token: str, provider: Provider) -> jwt.Token:
    """Give a token whose signature is right."""
    try:
        header = jws.extract_compact(token.encode()).headers()
    except (JoseError, ValueError, TypeError):
        raise Refused("why.untrusted", code="no_token") from None
    if header.get("alg") not in ALGORITHMS:
        raise Refused("why.untrusted", code="algorithm")
    key_id = header.get("kid", "")
    for key in find_keys(provider=provider, key_id=key_id if isinstance(key_id, str) else ""):
        try:
            return jwt.decode(token, import_key(key), algorithms=list(ALGORITHMS))
        except (JoseError, ValueError, TypeError):
            continue
    raise Refused("why.untrusted", code="signature")
