"""Make the model that comes with Leerrecht from a labelled register: `python -m bench.identity_train REGISTER.csv`.

The register has a column `same_child`, which says who is who. Each record's share of doubles is set by hand: a register of
which the doubles are known was made with more or fewer than the next one has.
"""

from __future__ import annotations

import argparse
import csv
import datetime
from pathlib import Path

from leerrecht.identity.model import SHIPPED, Model, save_model
from leerrecht.identity.reading import read_rows
from leerrecht.identity.roster import Roster
from leerrecht.identity.training import learn, same_pairs

DOUBLES = 0.05
RAREST = 5e-4
FLOORS = (-5.0, 0.0)
VERSION = "2026-11-25"


def make_model(path: Path) -> Model:
    """Learn from every pair of records of one child."""
    rows = read_rows(path=path, on=datetime.date(2026, 11, 25)).rows
    with path.open(encoding="utf-8", newline="") as file:
        children = [row["same_child"] for row in csv.DictReader(file)]
    roster = Roster()
    roster.put(rows)
    same = same_pairs(children)
    about = {
        "made_from": "simulated-register.csv: invented children, names recombined from attested spellings",
        "records": len(rows), "pairs_of_one_child": len(same[0]), "random_pairs": "4,000,000, seed 20261125",
    }  # fmt: skip
    return learn(roster, same=same, doubles=DOUBLES, rarest=RAREST, version=VERSION, about=about, floors=FLOORS)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("register", type=Path)
    parser.add_argument("--to", type=Path, default=SHIPPED)
    asked = parser.parse_args()
    save_model(make_model(asked.register), path=asked.to)
