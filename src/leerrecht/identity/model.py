"""What a comparison weighs: a versioned file with, for each level, how often it occurs in the same child and by chance.

The weight of a level is log2(m / u): m of pairs that are one child, u of any two records. A name that is rarer than names
are on average adds to it, a common one takes from it. The weight of a pair is the sum, and of what was likely before.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeGuard

from leerrecht.identity.comparisons import COMPARISONS, Comparison, Level
from leerrecht.identity.keys import VERSION as KEYS_VERSION

SHIPPED = Path(__file__).parent / "models" / "same-child-1.json"
"""The model that comes with Leerrecht."""
FEWEST = 2


class ModelRefused(ValueError):
    """A model that can't be used; `faults` says everything that is wrong with it, as (place, what)."""

    def __init__(self, faults: list[tuple[str, str]]) -> None:
        super().__init__(f"{len(faults)} faults in the model")
        self.faults = tuple(faults)


@dataclass(frozen=True)
class Odds:
    """How often a level occurs: `m` in pairs of one child, `u` in any two records; both above 0, at most 1."""

    m: float
    u: float

    @property
    def weight(self) -> float:
        """Give what the level weighs, in powers of two."""
        return math.log2(self.m / self.u)


@dataclass(frozen=True, kw_only=True)
class Model:
    """A model. `levels[comparison][level]`: its odds; `doubles`: doubles for each record that a register is taken to hold.

    `review_floor`: the least weight a person is shown; `read_first`: from here on a pair is likely. `rarest`: a value that
    fewer records have than this share counts as this rare. `about`: what it was made from, for its page.
    """

    version: str
    keys: int
    doubles: float
    review_floor: float
    read_first: float
    rarest: float
    levels: Mapping[str, Mapping[str, Odds]]
    about: Mapping[str, Any]

    def usual(self, comparison: str, level: Level) -> float:
        """Give how common a value is taken to be in the weight of a level, so that a rarer one adds to it."""
        return self.levels[comparison]["same_spelling" if level.counts_how_common.endswith("_exact") else level.name].u

    def prior(self, records: int) -> float:
        """Give the chance that two records of a register of so many are one child.

        Each record has the same chance of having a double, so the share of pairs falls as the register grows.
        """
        return min(0.5, 2 * self.doubles / max(records - 1, FEWEST))

    def prior_weight(self, records: int) -> float:
        """Give the weight of a pair before anything is compared."""
        chance = self.prior(records)
        return math.log2(chance / (1 - chance))


def probability(weight: float) -> float:
    """Give the chance that a pair of this weight is one child, if the model is right.

    >>> probability(0.0), round(probability(3.0), 3)
    (0.5, 0.889)
    """
    return 1 / (1 + math.exp2(-max(-200.0, min(200.0, weight))))


def load_model(*, path: Path = SHIPPED) -> Model:
    """Read a model. Raises `ModelRefused` with every fault; `OSError` when the file can't be read."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise ModelRefused([("", f"not JSON: {error}")]) from None
    faults = list(_faults(found))
    if faults:
        raise ModelRefused(faults)
    levels = {
        name: {level: Odds(float(odds["m"]), float(odds["u"])) for level, odds in each.items()}
        for name, each in found["comparisons"].items()
    }
    return Model(
        version=str(found["version"]), keys=found["keys"], doubles=float(found["doubles"]),
        review_floor=float(found["review_floor"]), read_first=float(found["read_first"]), rarest=float(found["rarest"]),
        levels=levels, about=found.get("about", {}),
    )  # fmt: skip


def save_model(model: Model, *, path: Path) -> None:
    """Write a model so that `load_model` reads it."""
    found = {
        "version": model.version, "keys": model.keys, "doubles": model.doubles, "review_floor": model.review_floor,
        "read_first": model.read_first, "rarest": model.rarest, "about": dict(model.about),
        "comparisons": {
            name: {level: {"m": _short(odds.m), "u": _short(odds.u)} for level, odds in each.items()}
            for name, each in model.levels.items()
        },
    }  # fmt: skip
    path.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _short(number: float) -> float:
    return float(f"{number:.5g}")


def _is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _faults(found: Any) -> Any:
    if not isinstance(found, dict):
        yield "", "not an object"
        return
    if "version" not in found:
        yield "version", "missing"
    if found.get("keys") != KEYS_VERSION:
        yield "keys", f"made with keys of version {found.get('keys')}; these are of version {KEYS_VERSION}"
    for name in ("doubles", "review_floor", "read_first", "rarest"):
        if not _is_number(found.get(name)):
            yield name, "not a number"
        elif name in ("doubles", "rarest") and not 0 < found[name] < 1:
            yield name, "not between 0 and 1"
    comparisons = found.get("comparisons")
    if not isinstance(comparisons, dict):
        yield "comparisons", "missing"
        return
    for unknown in sorted(set(comparisons) - {each.name for each in COMPARISONS}):
        yield f"comparisons.{unknown}", "unknown"
    for each in COMPARISONS:
        yield from _level_faults(each, comparisons.get(each.name))


def _level_faults(comparison: Comparison, found: Any) -> Any:
    place = f"comparisons.{comparison.name}"
    if not isinstance(found, dict):
        yield place, "missing"
        return
    for unknown in sorted(set(found) - set(comparison.level_names)):
        yield f"{place}.{unknown}", "unknown"
    for level in comparison.level_names:
        odds = found.get(level)
        for which in ("m", "u"):
            value = odds.get(which) if isinstance(odds, dict) else None
            if not _is_number(value) or not 0 < value <= 1:
                yield f"{place}.{level}.{which}", "not a number above 0 and at most 1"
