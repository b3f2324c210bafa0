"""One fact that somebody typed, read and checked as a row of the workbook is, so that a form and a list say the same."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from leerrecht.caseload.checks import check_rows
from leerrecht.caseload.faults import Fault, Findings, Notice, in_order
from leerrecht.caseload.sheets import read_sheet
from leerrecht.caseload.source import Grid
from leerrecht.law.tables import TABLE

THE_CHILD = "-"
_DAY_FIRST = re.compile(r"\s*(\d{1,2})[-/. ]+(\d{1,2})[-/. ]+(\d{4})\s*")


@dataclass(frozen=True, kw_only=True)
class Row:
    """Typed values by column (`born_from` and `born_to` for `born_on`; None is empty), and everything wrong with them."""

    values: dict[str, Any]
    faults: tuple[Fault, ...]
    notices: tuple[Notice, ...]


def _year_first(text: str) -> str:
    """Write a day as the workbook does. People here write the day first, and on a form nobody else wrote it."""
    found = _DAY_FIRST.fullmatch(text)
    return f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}" if found else text


def read_row(*, table: str, typed: Mapping[str, str], rule_ids: tuple[str, ...] = ()) -> Row:
    """Read what was typed for one fact. `typed`: text by column; columns that are absent are empty.

    >>> read_row(table="stays", typed={"municipality": "Veenmeer", "valid_from": "16-6-2026"}).values["valid_from"]
    datetime.date(2026, 6, 16)
    >>> read_row(table="absences", typed={"day": "31-6-2026"}).faults[0].code
    'date_impossible'
    """
    columns = TABLE[table].columns
    names = [column.name for column in columns]
    cells: list[Any] = [THE_CHILD if name == "child" else typed.get(name, "") for name in names]
    for place, column in enumerate(columns):
        if column.kind in ("date", "born"):
            cells[place] = _year_first(cells[place])
    findings = Findings()
    grid = Grid(sheet=table, rows=[list(names), cells], numbers=[1, 2])
    sheet = read_sheet(grid=grid, table=TABLE[table], findings=findings)
    check_rows(sheet=sheet, rule_ids=rule_ids, findings=findings)
    values = {name: column[0] for name, column in sheet.columns.items() if name != "child"}
    return Row(values=values, faults=in_order(findings.faults), notices=in_order(findings.notices))
