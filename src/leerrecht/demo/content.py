"""What the demo is made of: the data files beside this module, read once, and the stories."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from leerrecht.caseload import read_caseload
from leerrecht.law.tables import MOVE_ITEMS, TABLES
from leerrecht.law.yaml_files import read_yaml

Row = dict[str, Any]


@dataclass(kw_only=True)
class Kid:
    """An invented child: its facts by table, as typed values by column.

    A row of involvements may hold `team` and `professional` beside its columns: names of chain.yaml.
    """

    reference: str
    is_story: bool
    rows: dict[str, list[Row]] = field(default_factory=dict)

    @property
    def person(self) -> Row:
        """Who the child is."""
        return self.rows["children"][0]

    @property
    def is_alone(self) -> bool:
        """Whether the child came without a parent, as far as is known."""
        return bool(self.person["unaccompanied"])

    def running(self, table: str, on: datetime.date, starts: str = "valid_from", ends: str = "valid_to") -> Row | None:
        """Give the last begun row that runs on a day."""
        rows = [
            row for row in self.rows[table]
            if row[starts] is not None and row[starts] <= on and (row[ends] is None or row[ends] > on)
        ]  # fmt: skip
        return max(rows, key=lambda row: row[starts], default=None)

    def age_on(self, day: datetime.date) -> int | None:
        """Give the age in whole years; None when no birth date is known."""
        born: datetime.date | None = self.person["born_from"]
        return None if born is None else day.year - born.year - ((day.month, day.day) < (born.month, born.day))

    @property
    def first_on(self) -> datetime.date:
        """The first day that anything is known of the child."""
        days = [
            row[name]
            for table, names in (("applications", ("arrived_on", "lodged_on")), ("stays", ("valid_from",)))
            for row in self.rows[table]
            for name in names
            if row[name] is not None
        ]
        return min(days, default=datetime.date.min)


@cache
def data(name: str) -> Mapping[str, Any]:
    """Read a data file of this package: chain, names, voices or stories."""
    text = (Path(__file__).parent / f"{name}.yaml").read_text(encoding="utf-8")
    read: Mapping[str, Any] = read_yaml(text)
    return read


def stories_folder() -> Path:
    """Give the folder of the stories: in the installed package, or in a clone."""
    installed = Path(__file__).parent / "stories"
    return installed if installed.is_dir() else Path(__file__).parents[3] / "examples" / "tsd"


def rows_by_child(frames: Mapping[str, Any]) -> dict[str, dict[str, list[Row]]]:
    """Give the rows of frames per child and table, without the columns that only say where they stood."""
    found: dict[str, dict[str, list[Row]]] = {
        child: {table.name: [] for table in TABLES} for child in frames["children"]["child"].to_list()
    }
    for name, frame in frames.items():
        for row in frame.iter_rows(named=True):
            child = row.pop("child")
            row.pop("row")
            found[child][name].append(row)
    return found


def read_stories() -> list[Kid]:
    """Give the children of examples/tsd, with what the demo adds: how names are said, and the children's own words."""
    reading = read_caseload(path=stories_folder())
    if reading.faults:
        raise ValueError(f"the stories have {len(reading.faults)} faults")
    kids = {
        child: Kid(reference=child, is_story=True, rows=rows) for child, rows in rows_by_child(reading.frames).items()
    }
    added = data("stories")
    for child, columns in added["said"].items():
        kids[child].person.update(columns)
    for row in added["words"]:
        kids[row["child"]].rows["voices"].append(
            {"interpreter": None, **{name: value for name, value in row.items() if name != "child"}}
        )
    _open_lists(kids, added["points"])
    for kid in kids.values():
        for plan in kid.rows["plans"]:
            plan["shared_with"] = plan["shared_with"] or SHARED_BY_RULE.get(plan["rule"], _BOTH)
    return list(kids.values())


def _open_lists(kids: Mapping[str, Kid], points: list[Row]) -> None:
    """Open the whole list of the announced move of each child that the demo tells points of, beside those of its story."""
    for child in {row["child"] for row in points}:
        opened_on = max(stay["announced_on"] for stay in kids[child].rows["stays"] if stay["announced_on"])
        more = [row for row in points if row["child"] == child]
        told = {row["item"]: row for row in (*kids[child].rows["move_points"], *more)}
        kids[child].rows["move_points"] = [
            {**{name: told.get(item, {}).get(name) for name in _POINT}, "item": item,
             "opened_on": opened_on}
            for item in MOVE_ITEMS
        ]  # fmt: skip


_POINT = ("organisation", "person", "due_on", "done_on", "note")
_BOTH, _ALL_THREE = "legal_representative reception", "legal_representative reception school"
SHARED_BY_RULE = {"period.move": _ALL_THREE, "period.holiday": _ALL_THREE, "period.next_school": _ALL_THREE}
"""With whom the children of the stories share a plan, where that isn't the guardian and the mentor only."""
