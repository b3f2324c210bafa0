"""The mapping file: who may vouch for people at work (issuers), and which of their claims opens which team.

The one source of teams and roles for whoever signs in through their organisation. Everything that is wrong with it is said at
once, each with its place and what to do. Reads files; imports nothing of Django.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from leerrecht.conf.issuer_faults import Fault, IssuersRefused
from leerrecht.law.yaml_files import OnceLoader, read_yaml

LOOPBACK = ("127.0.0.1", "localhost", "::1")
NAME = re.compile(r"[a-z][a-z0-9-]{0,29}")
FEWEST_RSA_BITS = 2048
CURVES = {"secp256r1": "ES256", "secp384r1": "ES384"}
AUDIENCES = ("token_endpoint", "issuer")
NEVER = (
    "dtv", "dt&v", "dienst terugkeer en vertrek", "repatriation and departure service",
    "ind", "immigratie- en naturalisatiedienst", "immigration and naturalisation service",
    "avim", "vreemdelingenpolitie (avim)", "vreemdelingenpolitie", "aliens police (avim)", "aliens police",
    "politie", "police",
)  # fmt: skip
"""Bodies that get no access, by every name that the rulebook has for them (a test keeps the two equal)."""

TOP_KEYS = ("issuers",)
ISSUER_KEYS = {
    "name": str, "label": dict, "issuer": str, "client_id": str, "private_key": str, "key_id": str, "acr": list,
    "scopes": list, "claims": dict, "organisations": list, "teams": list, "assertion_audience": str,
}  # fmt: skip
NEEDED = ("name", "label", "issuer", "client_id", "private_key", "acr", "claims", "organisations", "teams")
CLAIM_KEYS = ("name", "function", "teams")
TEAM_KEYS = ("value", "role", "team_id", "organisation", "team")


@dataclass(frozen=True, kw_only=True)
class TeamRule:
    """One value of a claim opens one team. `role` must be the team's own: the file never gives more than it says."""

    value: str
    role: str
    team_id: str = ""
    organisation: str = ""
    team: str = ""


@dataclass(frozen=True, kw_only=True)
class Issuer:
    """One organisation's way to sign in. `claims`: where each thing about a person stands, as the path to it."""

    name: str
    label: Mapping[str, str]
    issuer: str
    client_id: str
    private_key: Path
    key_id: str
    acr: tuple[str, ...]
    scopes: tuple[str, ...]
    claims: Mapping[str, tuple[str, ...]]
    organisations: tuple[str, ...]
    teams: tuple[TeamRule, ...]
    assertion_audience: str


def read_issuers(*, path: Path) -> tuple[Issuer, ...]:
    """Read the mapping file. Raises IssuersRefused with everything that is wrong with it."""
    try:
        document = read_yaml(path.read_text(encoding="utf-8"), loader=OnceLoader)
    except (OSError, UnicodeDecodeError) as error:
        raise IssuersRefused([Fault("unreadable", path.name, {"why": type(error).__name__})]) from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else "?"
        why = getattr(error, "problem", "") or "YAML"
        raise IssuersRefused([Fault("not_yaml", path.name, {"line": line, "why": why})]) from None
    if not isinstance(document, dict) or not isinstance(document.get("issuers"), list) or not document["issuers"]:
        raise IssuersRefused([Fault("no_issuers", path.name)])
    faults = [
        Fault("unknown_key", path.name, {"key": key, "keys": "issuers"}) for key in document if key not in TOP_KEYS
    ]
    places = [_place(number, entry) for number, entry in enumerate(document["issuers"], start=1)]
    for place, entry in zip(places, document["issuers"], strict=True):
        faults += _check_issuer(place, entry, path.parent)
    entries = [entry for entry in document["issuers"] if isinstance(entry, dict)]
    for key in ("name", "issuer", "private_key"):
        values = [str(entry[key]) for entry in entries if key in entry]
        faults += [Fault("twice", key, {"value": value}) for value in sorted(set(values)) if values.count(value) > 1]
    if faults:
        raise IssuersRefused(faults)
    return tuple(_issuer(entry, path.parent) for entry in entries)


def _place(number: int, entry: Any) -> str:
    name = entry.get("name") if isinstance(entry, dict) else None
    return f"issuers[{number}]" + (f" ({name})" if isinstance(name, str) and NAME.fullmatch(name) else "")


def _check_issuer(place: str, entry: Any, folder: Path) -> Iterator[Fault]:
    if not isinstance(entry, dict):
        yield Fault("no_entry", place)
        return
    yield from (
        Fault("unknown_key", place, {"key": key, "keys": ", ".join(ISSUER_KEYS)})
        for key in entry
        if key not in ISSUER_KEYS
    )
    yield from (Fault("missing", place, {"key": key}) for key in NEEDED if not entry.get(key))
    wrong = {key for key, kind in ISSUER_KEYS.items() if entry.get(key) and not isinstance(entry[key], kind)}
    yield from (Fault("wrong_kind", f"{place}: {key}", {"kind": ISSUER_KEYS[key].__name__}) for key in sorted(wrong))
    sound = {key: value for key, value in entry.items() if value and key in ISSUER_KEYS and key not in wrong}
    checks: dict[str, Callable[[str, Any], Iterator[Fault]]] = {
        "name": _check_name, "label": _check_label, "issuer": _check_url, "acr": _check_texts, "scopes": _check_scopes,
        "claims": _check_claims, "organisations": _check_organisations, "assertion_audience": _check_audience,
    }  # fmt: skip
    for key, check in checks.items():
        if key in sound:
            yield from check(f"{place}: {key}", sound[key])
    if "private_key" in sound:
        yield from _check_key(f"{place}: private_key", folder / sound["private_key"])
    for number, rule in enumerate(sound.get("teams", ()), start=1):
        yield from _check_team(f"{place}: teams[{number}]", rule, sound.get("organisations", []))


def _check_name(place: str, name: str) -> Iterator[Fault]:
    if not NAME.fullmatch(name):
        yield Fault("bad_name", place)


def _check_label(place: str, label: dict[Any, Any]) -> Iterator[Fault]:
    if set(label) != {"nl", "en"} or not all(isinstance(text, str) and text.strip() for text in label.values()):
        yield Fault("bad_label", place)
    yield from (Fault("never", place, {"name": text}) for text in label.values() if _is_never(text))


def _check_url(place: str, url: str) -> Iterator[Fault]:
    try:
        found = urlsplit(url)
        is_near = found.scheme == "http" and found.hostname in LOOPBACK
    except ValueError:
        yield Fault("bad_url", place)
        return
    if (
        not found.hostname
        or found.query
        or found.fragment
        or found.username
        or not (found.scheme == "https" or is_near)
    ):
        yield Fault("bad_url", place)


def _check_texts(place: str, texts: list[Any]) -> Iterator[Fault]:
    if not all(isinstance(text, str) and text and not re.search(r"\s", text) for text in texts):
        yield Fault("bad_texts", place)


def _check_scopes(place: str, scopes: list[Any]) -> Iterator[Fault]:
    yield from _check_texts(place, scopes)
    if "profile" in scopes:
        yield Fault("profile", place)
    if "openid" not in scopes:
        yield Fault("no_openid", place)


def _check_claims(place: str, claims: dict[Any, Any]) -> Iterator[Fault]:
    yield from (
        Fault("unknown_key", place, {"key": key, "keys": ", ".join(CLAIM_KEYS)})
        for key in claims
        if key not in CLAIM_KEYS
    )
    yield from (Fault("missing", place, {"key": key}) for key in ("name", "teams") if not claims.get(key))
    for key, value in claims.items():
        if value and not all(
            isinstance(part, str) and part for part in (value if isinstance(value, list) else [value])
        ):
            yield Fault("bad_claim", f"{place}: {key}")


def _check_organisations(place: str, names: list[Any]) -> Iterator[Fault]:
    if not all(isinstance(name, str) and name for name in names):
        yield Fault("bad_organisations", place)
    yield from (Fault("never", place, {"name": name}) for name in names if _is_never(name))


def _check_audience(place: str, audience: str) -> Iterator[Fault]:
    if audience not in AUDIENCES:
        yield Fault("bad_audience", place)


def _check_key(place: str, path: Path) -> Iterator[Fault]:
    if not path.is_file():
        yield Fault("no_key", place)
    elif signing_algorithm(path=path) is None:
        yield Fault("bad_key", place, {"bits": FEWEST_RSA_BITS})


def _check_team(place: str, rule: Any, organisations: list[Any]) -> Iterator[Fault]:
    if not isinstance(rule, dict) or not all(isinstance(value, str) and value for value in rule.values()):
        yield Fault("bad_team", place)
        return
    yield from (
        Fault("unknown_key", place, {"key": key, "keys": ", ".join(TEAM_KEYS)}) for key in rule if key not in TEAM_KEYS
    )
    yield from (Fault("missing", place, {"key": key}) for key in ("value", "role") if key not in rule)
    is_named = "organisation" in rule and "team" in rule and "team_id" not in rule
    is_by_id = "team_id" in rule and "organisation" not in rule and "team" not in rule
    if not is_named and not is_by_id:
        yield Fault("which_team", place)
    for key in ("role", "organisation", "team"):
        if _is_never(rule.get(key, "")):
            yield Fault("never", f"{place}: {key}", {"name": rule[key]})
    if is_named and rule["organisation"] not in organisations:
        yield Fault("other_organisation", place, {"name": rule["organisation"]})


def _is_never(name: Any) -> bool:
    return isinstance(name, str) and " ".join(name.lower().split()) in NEVER


def signing_algorithm(*, path: Path) -> str | None:
    """Give how a private key signs; None when it can't be read or is too weak."""
    from cryptography.hazmat.primitives.asymmetric import ec, rsa
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError, TypeError):
        return None
    if isinstance(key, rsa.RSAPrivateKey):
        return "RS256" if key.key_size >= FEWEST_RSA_BITS else None
    return CURVES.get(key.curve.name) if isinstance(key, ec.EllipticCurvePrivateKey) else None


def _issuer(entry: dict[str, Any], folder: Path) -> Issuer:
    claims = {
        key: tuple(value) if isinstance(value, list) else (value,) for key, value in entry["claims"].items() if value
    }
    return Issuer(
        name=entry["name"], label=entry["label"], issuer=entry["issuer"], client_id=entry["client_id"],
        private_key=folder / entry["private_key"], key_id=entry.get("key_id") or "", acr=tuple(entry["acr"]),
        scopes=tuple(entry.get("scopes") or ("openid",)), claims=claims, organisations=tuple(entry["organisations"]),
        teams=tuple(TeamRule(**rule) for rule in entry["teams"]),
        assertion_audience=entry.get("assertion_audience") or AUDIENCES[0],
    )  # fmt: skip
