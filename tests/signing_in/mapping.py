"""A mapping file for tests."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import yaml

from tests.signing_in.keys import pem, rsa

SUBSTANTIAL, LOW, HIGH = (f"http://eidas.europa.eu/LoA/{level}" for level in ("substantial", "low", "high"))
COA = {
    "name": "coa",
    "label": {"nl": "COA", "en": "COA"},
    "issuer": "https://login.coa.example",
    "client_id": "leerrecht",
    "private_key": "coa.pem",
    "acr": [SUBSTANTIAL, HIGH],
    "claims": {"name": "name", "teams": "groups"},
    "organisations": ["COA"],
    "teams": [
        {"value": "lr-zandakker", "organisation": "COA", "team": "Team Zandakker", "role": "reception"},
        {"value": "lr-nergens", "organisation": "COA", "team": "Team Nergens", "role": "reception"},
    ],
}


def issuer(**changes: Any) -> dict[str, Any]:
    """Give the entry of an issuer, with changes; None takes a key away."""
    found = {**copy.deepcopy(COA), **changes}
    return {key: value for key, value in found.items() if value is not None}


def write(folder: Path, *issuers: dict[str, Any]) -> Path:
    """Write a mapping file, and a private key for each issuer."""
    for each in issuers:
        path = folder / str(each.get("private_key", "none.pem"))
        if not path.exists():
            path.write_bytes(pem(rsa(f"client-{path.stem}")))
    path = folder / "issuers.yaml"
    path.write_text(yaml.safe_dump({"issuers": list(issuers)}), encoding="utf-8")
    return path
