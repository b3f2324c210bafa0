"""Which engine gave an answer: the version, and a fingerprint of the law package's own text."""

from __future__ import annotations

import hashlib
from pathlib import Path

from leerrecht import __version__


def hash_package(folder: Path) -> str:
    """Give a fingerprint of a package's text: it changes whenever a rule or the engine does, the same on each system."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.py")):
        digest.update(path.relative_to(folder).as_posix().encode())
        digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()[:16]


ENGINE_HASH = hash_package(Path(__file__).parent)
"""Taken when the package is loaded, so that it is the fingerprint of what runs, also when the files change meanwhile."""


def engine_version() -> str:
    """Give the version and fingerprint for a receipt, such as `0.1.0+1f3a...`."""
    return f"{__version__}+{ENGINE_HASH}"
