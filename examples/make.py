"""Makes the example workbooks from the CSV files beside them: `python examples/make.py`.

The CSV files are the source that people read and change. The good list is read and written by Leerrecht itself. The
faulty list can't be, so its cells are copied one by one; a number in a date column stays a number, as Excel leaves it.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

from openpyxl import Workbook

from leerrecht.caseload import read_caseload, write_caseload
from leerrecht.law.rule import RULE_IDS
from leerrecht.law.tables import TABLES, Table

HERE = Path(__file__).parent
SERIAL_DIGITS = 5


def make_stories(*, folder: Path, to: Path) -> None:
    """Write the workbook of the stories; raises ValueError when the CSV files have a fault."""
    reading = read_caseload(path=folder, rule_ids=RULE_IDS)
    if reading.faults:
        raise ValueError("\n".join(f"{fault.place('en')}: {fault.what('en')}" for fault in reading.faults))
    write_caseload(frames=reading.frames, to=to)


def make_faulty(*, folder: Path, to: Path) -> None:
    """Write the faulty workbook: the same cells as in the CSV files, faults and all."""
    book = Workbook(write_only=True)
    for table in TABLES:
        source = folder / f"{table.name}.csv"
        if source.exists():
            sheet = book.create_sheet(table.name)
            with source.open(encoding="utf-8", newline="") as file:
                rows = list(csv.reader(file))
            for row in rows:
                sheet.append([_cell(table, name, text) for name, text in zip(rows[0], row, strict=True)])
    book.save(to)


def _cell(table: Table, column: str, text: str) -> str | int | None:
    kinds = {each.name: each.kind for each in table.columns}
    if kinds.get(column) == "date" and text.isdigit() and len(text) == SERIAL_DIGITS:
        return int(text)
    return text or None


def main() -> int:
    """Make both workbooks."""
    make_stories(folder=HERE / "tsd", to=HERE / "tsd" / "caseload.xlsx")
    make_faulty(folder=HERE / "faulty", to=HERE / "faulty" / "caseload.xlsx")
    return 0


if __name__ == "__main__":
    sys.exit(main())
