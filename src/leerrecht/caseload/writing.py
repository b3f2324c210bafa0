"""Frames to a workbook, and an empty workbook to fill in. What is written here is what `reading` reads.

Nothing is checked or computed; text is always written as text, so that no cell of ours is ever a formula.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any, BinaryIO

from leerrecht.caseload.sheet_scan import column_letters
from leerrecht.law.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    import polars as pl
    from openpyxl import Workbook
    from openpyxl.cell.cell import Cell as OpenCell

    from leerrecht.caseload.faults import Lang
    from leerrecht.law.tables import Column, Table

LAST_ROW = 1_048_576
_DATE_FORMAT, _TEXT_FORMAT = "yyyy-mm-dd", "@"
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPE_LIKE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_WIDTHS = {"child": 14, "date": 14, "born": 14, "flag": 16, "number": 10}
_FLAGS = {"nl": ("ja", "nee"), "en": ("yes", "no")}

_KIND_WORDS: dict[str, tuple[str, str]] = {
    "child": ("Kenmerk van het kind, zoals in children.", "Id of the child, as in children."),
    "text": ("Tekst.", "Text."),
    "date": ("Datum: jjjj-mm-dd.", "Date: yyyy-mm-dd."),
    "born": (
        "Geboortedatum: jjjj-mm-dd. Alleen jaar of maand bekend? Vul dan ook born_precision in.",
        "Date of birth: yyyy-mm-dd. Only year or month known? Then fill born_precision too.",
    ),
    "choice": ("Kies uit: {choices}.", "Choose from: {choices}."),
    "flag": ("Ja of nee.", "Yes or no."),
    "number": ("Getal, zoals 6 of 7,5.", "Number, such as 6 or 7.5."),
}
_FILLED = ("Altijd invullen.", "Always fill in.")
_EMPTY = ("Niet bekend? Laat leeg.", "Unknown? Leave empty.")


def write_template(*, to: Path | BinaryIO, lang: Lang = "nl") -> None:
    """Write an empty workbook: a sheet per table with its header, drop-downs and explanations.

    `lang` decides which language comes first in the explanations, and the words for yes and no in the drop-downs.
    """
    workbook = _new_workbook()
    for table in TABLES:
        _add_sheet(workbook, table, lang)
    _save(workbook, to)


def write_caseload(*, frames: Mapping[str, pl.DataFrame], to: Path | BinaryIO, lang: Lang = "nl") -> None:
    """Write frames as a workbook that reads back as the same frames (rows are numbered anew from 2).

    `frames`: as in `Reading.frames`; a table that isn't there gives an empty sheet.
    """
    workbook = _new_workbook()
    for table in TABLES:
        sheet = _add_sheet(workbook, table, lang)
        frame = frames.get(table.name)
        if frame is not None:
            for row in _rows(table, frame):
                sheet.append([_cell(sheet, value) for value in row])
    _save(workbook, to)


def _new_workbook() -> Workbook:
    from openpyxl import Workbook as NewWorkbook

    return NewWorkbook(write_only=True)


def _save(workbook: Workbook, to: Path | BinaryIO) -> None:
    workbook.save(to)


def _add_sheet(workbook: Workbook, table: Table, lang: Lang) -> Any:
    from openpyxl.worksheet.datavalidation import DataValidation

    sheet: Any = workbook.create_sheet(table.name)
    sheet.freeze_panes = "A2"
    for place, column in enumerate(table.columns, start=1):
        letters = column_letters(column=place)
        dimension = sheet.column_dimensions[letters]
        dimension.width = max(_WIDTHS.get(column.kind, 20), len(column.name) + 3)
        if column.kind in ("date", "child", "text"):
            dimension.number_format = _DATE_FORMAT if column.kind == "date" else _TEXT_FORMAT
        choices = _FLAGS[lang] if column.kind == "flag" else column.choices
        if choices:
            validation = DataValidation(type="list", formula1=f'"{",".join(choices)}"', allow_blank=True)
            validation.add(f"{letters}2:{letters}{LAST_ROW}")
            sheet.data_validations.append(validation)
    sheet.append([_header_cell(sheet, column, lang) for column in table.columns])
    return sheet


def _header_cell(sheet: Any, column: Column, lang: Lang) -> OpenCell:
    from openpyxl.cell import WriteOnlyCell as NewCell
    from openpyxl.comments import Comment
    from openpyxl.styles import Font

    cell = NewCell(sheet, value=column.name)
    cell.font = Font(bold=True)
    cell.comment = Comment(explain_column(column=column, lang=lang), "Leerrecht", height=130, width=320)
    return cell


def explain_column(*, column: Column, lang: Lang) -> str:
    """Say in both languages, the given one first, what a column may hold.

    >>> from leerrecht.law.tables import TABLE
    >>> explain_column(column=TABLE["absences"].column("hours"), lang="en").splitlines()[0]
    'Number, such as 6 or 7.5. Unknown? Leave empty.'
    """
    texts = [
        f"{kind.format(choices=', '.join(column.choices))} {filled if column.filled else empty}"
        for kind, filled, empty in zip(_KIND_WORDS[column.kind], _FILLED, _EMPTY, strict=True)
    ]
    return "\n".join(texts if lang == "nl" else reversed(texts))


def _rows(table: Table, frame: pl.DataFrame) -> Iterable[tuple[object, ...]]:
    if table.name != "children":
        yield from frame.select([column.name for column in table.columns]).iter_rows()
        return
    for row in frame.iter_rows(named=True):
        born = _born(row["born_from"], row["born_precision"])
        yield tuple(born if column.kind == "born" else row[column.name] for column in table.columns)


def _born(first: date | None, precision: str | None) -> date | str | None:
    """Write no more of a date of birth than is known."""
    if first is None or precision not in ("year", "month"):
        return first
    return f"{first:%Y}" if precision == "year" else f"{first:%Y-%m}"


def _cell(sheet: Any, value: object) -> object:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return _styled(sheet, value, _DATE_FORMAT)
    return _text_cell(sheet, value) if isinstance(value, str) else value


def _styled(sheet: Any, value: Any, number_format: str) -> OpenCell:
    from openpyxl.cell import WriteOnlyCell as NewCell

    cell = NewCell(sheet, value=value)
    cell.number_format = number_format
    return cell


def _text_cell(sheet: Any, text: str) -> object:
    """Write text as text: a formula, an error or a number it never is, also after someone edits the cell."""
    safe = _ESCAPE_LIKE.sub("_x005F_", _NOT_IN_XML.sub("", text))
    if safe[:1] not in "=+-@#\t\r" and not safe[:1].isdigit():
        return safe
    cell = _styled(sheet, safe, _TEXT_FORMAT)
    cell.data_type = "s"
    cell.quotePrefix = True
    return cell
