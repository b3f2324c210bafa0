"""What can be wrong with a caseload, and where: faults, notices, and the collector of both.

A fault costs the row (or the sheet, or the file); a notice costs nothing. The words stand in `fault_words` and
`notice_words`. Nothing is read or judged here, and no text may hold the value of any column but the offending one.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, Literal, TypeVar

from leerrecht.caseload.fault_words import FAULT_WORDS
from leerrecht.caseload.notice_words import NOTICE_WORDS
from leerrecht.law.tables import TABLE, TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from leerrecht.caseload.words import Words

Lang = Literal["nl", "en"]

FindingKind = TypeVar("FindingKind", bound="Finding")

LONGEST_VALUE = 40
_SHEET_ORDER = {table.name: position for position, table in enumerate(TABLES, start=1)}
_PLACE = {"nl": ("rij", "kolom", "bestand"), "en": ("row", "column", "file")}


def shorten(value: object) -> str:
    """Make a value fit to print: one line, no control or steering characters, at most 40 characters."""
    head = str(value)[: LONGEST_VALUE * 8]
    spaced = "".join(" " if character in "\t\r\n" else character for character in head)
    clean = "".join(character for character in spaced if unicodedata.category(character)[0] != "C")
    text = " ".join(clean.split())
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 1] + "…"


def _clean(column: str | None) -> str | None:
    return (shorten(column) or "?") if column else None


@dataclass(frozen=True, kw_only=True)
class Finding:
    """Something to tell about one place: sheet (empty for the file itself), row (the header is row 1) and column.

    `value` is what stands there, shortened; `hint` what it probably should be; `allowed` the values that may
    stand there.
    """

    sheet: str
    row: int | None
    column: str | None
    code: str
    value: str = ""
    hint: str = ""
    allowed: str = ""

    _WORDS: ClassVar[Mapping[str, tuple[Words, Words]]]

    def what(self, lang: Lang) -> str:
        """Say what is wrong, in one sentence."""
        return self._fill(self._words(lang).what)

    def remedy(self, lang: Lang) -> str:
        """Say what would be right, in one or two sentences."""
        words = self._words(lang)
        text = self._fill(words.remedy)
        return f"{text} {self._fill(words.hinted)}" if self.hint and words.hinted else text

    def place(self, lang: Lang) -> str:
        """Say where it is: `stays rij 5, kolom valid_from`."""
        row_word, column_word, file_word = _PLACE[lang]
        place = self.sheet or file_word
        if self.row is not None:
            place += f" {row_word} {self.row}"
        return place + (f", {column_word} {self.column}" if self.column else "")

    def _words(self, lang: Lang) -> Words:
        dutch, english = self._WORDS[self.code]
        return dutch if lang == "nl" else english

    def _fill(self, template: str) -> str:
        return template.format(
            value=self.value, hint=self.hint, allowed=self.allowed, column=self.column or "", sheet=self.sheet
        )


@dataclass(frozen=True, kw_only=True)
class Fault(Finding):
    """Something that must be put right: the row, sheet or file it is in isn't judged."""

    _WORDS = FAULT_WORDS


@dataclass(frozen=True, kw_only=True)
class Notice(Finding):
    """Something to know; nothing is left out because of it."""

    _WORDS = NOTICE_WORDS


def in_order(findings: Iterable[FindingKind]) -> tuple[FindingKind, ...]:
    """Sort by sheet, row and column, as a person walks through the workbook; each finding once."""
    return tuple(sorted(dict.fromkeys(findings), key=_position))


def _position(finding: Finding) -> tuple[int, str, int, int, str, str]:
    column = finding.column or ""
    table = TABLE.get(finding.sheet)
    names = [each.name for each in table.columns] if table else []
    position = names.index(column) if column in names else (len(names) if column else -1)
    sheet_position = 0 if not finding.sheet else _SHEET_ORDER.get(finding.sheet, len(_SHEET_ORDER) + 1)
    return (sheet_position, finding.sheet, finding.row or 0, position, column, finding.code)


@dataclass
class Findings:
    """Collects all faults and notices of one reading, and the sheets of which rows could not be read at all."""

    faults: list[Fault] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)

    def fault(
        self, code: str, *, sheet: str = "", row: int | None = None, column: str | None = None, value: object = "",
        hint: str = "", allowed: str = "",
    ) -> None:  # fmt: skip
        """Note a fault."""
        self.faults.append(
            Fault(sheet=shorten(sheet), row=row, column=_clean(column), code=code, value=shorten(value), hint=shorten(hint),
                  allowed=allowed)
        )  # fmt: skip

    def notice(
        self, code: str, *, sheet: str = "", row: int | None = None, column: str | None = None, value: object = "",
        hint: str = "",
    ) -> None:  # fmt: skip
        """Note a notice."""
        self.notices.append(
            Notice(sheet=shorten(sheet), row=row, column=_clean(column), code=code, value=shorten(value),
                   hint=shorten(hint))
        )  # fmt: skip
