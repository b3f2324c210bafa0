"""How well doubles are found in the simulated register: each half of the children judged by a model of the other half."""

from __future__ import annotations

import csv
import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.identity_train import DOUBLES, FLOORS, RAREST
from leerrecht.identity import ChildRow
from leerrecht.identity.blocking import make_pairs
from leerrecht.identity.conditions import KEY_BITS
from leerrecht.identity.reading import read_rows
from leerrecht.identity.roster import Roster
from leerrecht.identity.scoring import score
from leerrecht.identity.tables import fill
from leerrecht.identity.training import RosterPairs, SharedKeys, learn, same_pairs

ON = datetime.date(2026, 11, 25)
DRAWN = 2_000_000
SPELLED = np.uint8(KEY_BITS["exact"] | KEY_BITS["near"])


@dataclass(frozen=True)
class Labelled:
    """A register of which is known who is who."""

    rows: Sequence[ChildRow]
    child: NDArray[np.int64]
    origin: NDArray[np.str_]


@dataclass(frozen=True)
class Quality:
    """How well doubles are found: the best F1, and how many pairs a person reads to find nine of ten."""

    name: str
    best: float
    precision: float
    recall: float
    read: int | None
    floor_precision: float = 0.0
    floor_recall: float = 0.0


class SpellingOnly(RosterPairs):
    """Pairs of which names are compared as they are spelled, without romanisation keys."""

    def shared(self, left: str, right: str) -> NDArray[np.uint8]:
        return super().shared(left, right) & SPELLED


class WholeDatesOnly(RosterPairs):
    """Pairs of which a date is the same or another, without levels between."""

    def column(self, name: str, *, side: str) -> NDArray[Any]:
        if name == "born_year":
            return self.roster.born[self.places[side]] * 10
        if name.startswith("born_") and name != "born_year_absent":
            return np.full(len(self.places[side]), side == "l" and "_d" in name[7:], dtype=np.int8) * (
                name != "born_estimated"
            )
        return super().column(name, side=side)


def read_labelled(path: Path) -> Labelled:
    """Read a register with the columns `same_child` and `origin`."""
    with path.open(encoding="utf-8", newline="") as file:
        records = list(csv.DictReader(file))
    rows = read_rows(path=path, on=ON).rows
    return Labelled(
        rows, np.array([int(each["same_child"]) for each in records]), np.array([each["origin"] for each in records])
    )


def judge(
    name: str, weight: NDArray[np.float64], is_same: NDArray[np.bool_], total: int, floor: float = FLOORS[0]
) -> Quality:
    """Judge weighed pairs; `total`: all pairs of one child, those that were never weighed too."""
    order = np.argsort(-weight, kind="stable")
    right = np.cumsum(is_same[order])
    read = np.arange(1, len(order) + 1)
    f1 = 2 * right / (read + total)
    best = int(f1.argmax())
    enough = int(np.searchsorted(right, np.ceil(0.9 * total)))
    shown = weight >= floor
    found = int((is_same & shown).sum())
    return Quality(name, float(f1[best]), float(right[best] / read[best]), float(right[best] / total),
                   enough + 1 if enough < len(order) else None, found / max(int(shown.sum()), 1), found / total)  # fmt: skip


def blocked_pairs(rows: Sequence[ChildRow]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Give the pairs that the register compares."""
    import duckdb

    with duckdb.connect() as connection:
        fill(connection, rows)
        make_pairs(connection)
        found = connection.execute("SELECT join_key_l, join_key_r FROM pairs").fetchnumpy()
    return found["join_key_l"].astype(np.intp), found["join_key_r"].astype(np.intp)


def weigh_across(labelled: Labelled, kind: type[RosterPairs] = RosterPairs) -> tuple[Any, Any, Any]:
    """Weigh all blocked pairs, those of each half of the children by a model of the other half's doubles."""
    roster = Roster()
    roster.put(labelled.rows)
    left, right = blocked_pairs(labelled.rows)
    same = same_pairs([str(each) for each in labelled.child])
    half = np.random.default_rng(5).integers(0, 2, labelled.child.max() + 1)
    pairs = kind(roster, left, right, shared=SharedKeys(roster))
    weight = np.zeros(len(left))
    for which in (0, 1):
        taught = half[labelled.child[same[0]]] == which
        model = learn(roster, same=(same[0][taught], same[1][taught]), doubles=DOUBLES, rarest=RAREST, version="half", about={},
                      floors=FLOORS, drawn=DRAWN, kind=kind)  # fmt: skip
        judged = half[labelled.child[left]] != which
        weight[judged] = score(pairs, model=model, records=len(labelled.rows)).weight[judged]
    return weight, left, right


def measure_quality(path: Path) -> tuple[list[Quality], list[Quality]]:
    """Measure ours and what becomes of it without its parts; and ours for each origin."""
    labelled = read_labelled(path)
    total = len(same_pairs([str(each) for each in labelled.child])[0])
    weight, left, right = weigh_across(labelled)
    is_same = labelled.child[left] == labelled.child[right]
    found = [judge("Leerrecht", weight, is_same, total)]
    origins = []
    for origin in sorted(set(labelled.origin)):
        here = labelled.origin[left] == origin
        doubles = labelled.origin[same_pairs([str(each) for each in labelled.child])[0]] == origin
        origins.append(judge(str(origin), weight[here], is_same[here], int(doubles.sum())))
    fatherless = replace(labelled, rows=[replace(row, father_name="") for row in labelled.rows])
    for name, given, kind in (
        ("without romanisation keys", labelled, SpellingOnly), ("without levels of dates", labelled, WholeDatesOnly),
        ("without the father's name", fatherless, RosterPairs),
    ):  # fmt: skip
        weight, left, right = weigh_across(given, kind)
        found.append(judge(name, weight, labelled.child[left] == labelled.child[right], total))
    return found, origins


def measure_splink_defaults(path: Path) -> Quality:
    """Link the same register with Splink's own comparisons of names and dates, learned by expectation maximisation."""
    import logging
    import warnings

    import pyarrow as pa
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    labelled = read_labelled(path)
    logging.getLogger("splink").setLevel(logging.ERROR)
    columns = {
        name: [getattr(row, name) or None for row in labelled.rows]
        for name in ("given_names", "father_name", "family_name", "sex")
    }
    table = pa.table({"unique_id": list(range(len(labelled.rows))), **columns,
                      "born_on": [str(row.born_on) for row in labelled.rows]})  # fmt: skip
    blocks = [
        block_on("given_names", "family_name"),
        block_on("given_names", "born_on"),
        block_on("family_name", "born_on"),
    ]
    made = SettingsCreator(
        link_type="dedupe_only", blocking_rules_to_generate_predictions=blocks,
        comparisons=[cl.NameComparison("given_names"), cl.NameComparison("father_name"), cl.NameComparison("family_name"),
                     cl.DateOfBirthComparison("born_on", input_is_string=True), cl.ExactMatch("sex")],
    )  # fmt: skip
    api = DuckDBAPI()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        linker = Linker(api.register(table), made, log_level=None)
        linker.training.estimate_probability_two_random_records_match(blocks, recall=0.7)
        linker.training.estimate_u_using_random_sampling(max_pairs=1_000_000)
        for block in blocks[:2]:
            linker.training.estimate_parameters_using_expectation_maximisation(block)
        found = linker.inference.predict(threshold_match_weight=-20).as_pyarrow_table()
    left, right = (found[f"unique_id_{side}"].to_numpy() for side in "lr")
    total = len(same_pairs([str(each) for each in labelled.child])[0])
    weight = found["match_weight"].to_numpy()
    return judge("Splink's defaults", weight, labelled.child[left] == labelled.child[right], total, floor=0.0)
