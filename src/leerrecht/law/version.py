"""Which engine gave an answer: the version, and a fingerprint of the law package's own text."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from leerrecht import __version__


@cache
def engine_hash() -> str:
    """Give a fingerprint of the law package's own text: it changes whenever a rule or the engine does."""
    folder = Path(__file__).parent
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.py")):
        digest.update(str(path.relative_to(folder)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def engine_version() -> str:
    """Give the version and fingerprint for a receipt, such as `0.1.0+1f3a...`."""
    return f"{__version__}+{engine_hash()}"
