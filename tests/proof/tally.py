"""What the proofs count, added up over processes: a line of JSON for each thing counted, in a file that the runner names."""

from __future__ import annotations

import json
import os
from collections import Counter
from pathlib import Path

FILE = "LEERRECHT_PROOF_COUNTS"
SEED = "LEERRECHT_PROOF_SEED"
WHOLE = "LEERRECHT_PROOF_WHOLE"
"""Set when nothing may be left out."""


def count(**numbers: int) -> None:
    """Add to what was counted; nothing when nobody asked for it."""
    if os.environ.get(FILE):
        with Path(os.environ[FILE]).open("a") as lines:
            lines.write(json.dumps(numbers) + "\n")


def most(**numbers: int) -> None:
    """Note how many there are of something that is the same in every process."""
    count(**{f"most {name}": number for name, number in numbers.items()})


def total(path: Path) -> Counter[str]:
    """Add up what was counted."""
    found: Counter[str] = Counter()
    for line in path.read_text().splitlines() if path.exists() else ():
        for name, number in json.loads(line).items():
            is_most = name.startswith("most ")
            name = name.removeprefix("most ")
            found[name] = max(found[name], number) if is_most else found[name] + number
    return found
