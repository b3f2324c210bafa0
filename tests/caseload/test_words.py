"""Every message exists in both languages, and shows nothing but the offending value."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import leerrecht.caseload
from leerrecht.caseload import Fault, Notice
from leerrecht.caseload.fault_words import FAULT_WORDS
from leerrecht.caseload.faults import Findings, in_order, shorten
from leerrecht.caseload.notice_words import NOTICE_WORDS

ROOM = Path(leerrecht.caseload.__file__).parent
PLACEHOLDERS = {"value", "hint", "allowed", "column", "sheet"}


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize(
    ("kind", "code"), [*((Fault, each) for each in FAULT_WORDS), *((Notice, each) for each in NOTICE_WORDS)]
)
def test_message_of_every_code_has_words_and_a_remedy(kind, code, lang):
    for hint in ("", "iets"):
        finding = kind(sheet="stays", row=5, column="kind", code=code, value="{x}", hint=hint, allowed="a, b")
        assert len(finding.what(lang)) > 10
        assert len(finding.remedy(lang)) > 10
        assert "{" not in finding.remedy(lang).replace("{x}", "")


def test_message_in_two_languages_differs_and_knows_its_placeholders():
    for dutch, english in [*FAULT_WORDS.values(), *NOTICE_WORDS.values()]:
        assert dutch != english
        assert bool(dutch.hinted) == bool(english.hinted)
        for texts in zip(dutch, english, strict=True):
            assert set(re.findall(r"{(\w*)}", texts[0])) == set(re.findall(r"{(\w*)}", texts[1])) <= PLACEHOLDERS


def test_message_codes_are_all_used_and_all_exist():
    source = "\n".join(each.read_text() for each in ROOM.glob("*.py") if not each.name.endswith("_words.py"))
    assert {code for code in (*FAULT_WORDS, *NOTICE_WORDS) if f'"{code}"' not in source} == set()


def test_value_with_control_characters_is_one_short_line():
    assert shorten("a\x00\x1b[31m\nb\u202ec") == "a[31m bc"
    assert len(shorten("x" * 5000)) == 40


def test_place_in_both_languages_names_sheet_row_and_column():
    fault = Fault(sheet="stays", row=5, column="kind", code="value_missing")
    assert fault.place("nl") == "stays rij 5, kolom kind"
    assert fault.place("en") == "stays row 5, column kind"
    assert Fault(sheet="", row=None, column=None, code="file_empty").place("nl") == "bestand"


def test_findings_in_any_order_sort_by_sheet_row_and_column():
    def fault(sheet, row, column):
        return Fault(sheet=sheet, row=row, column=column, code="value_missing")

    right = (
        fault("", None, None), fault("children", None, None), fault("children", 2, "child"),
        fault("children", 2, "born_on"), fault("children", 10, "child"), fault("stays", 1, None),
    )  # fmt: skip
    assert in_order([*reversed(right), right[0]]) == right


def test_column_and_sheet_of_a_finding_are_clean():
    findings = Findings()
    findings.fault("value_missing", sheet="a\nb", column="x\x1b[31m\ny")
    findings.notice("column_unknown", sheet="stays", column="\x1b", value="a\nb", hint="c\nd")
    fault, notice = findings.faults[0], findings.notices[0]
    assert (fault.sheet, fault.column) == ("a b", "x[31m y")
    assert (notice.column, notice.value, notice.hint) == ("?", "a b", "c d")
