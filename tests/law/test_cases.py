"""The rulebook's cases hold, each rule has enough of them, and faults in their files are all named."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from leerrecht.law.cases import Case, born_between, load_cases, run_case
from leerrecht.law.rule import RULE_IDS
from leerrecht.law.rulebook import RulebookRefused
from tests.law.bridge import RULEBOOK, rulebook

CASES = load_cases(folder=RULEBOOK)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}: {case.name['nl']}")
def test_case_holds(case: Case) -> None:
    assert run_case(case=case, rulebook=rulebook()) == [], f"{case.place}: {case.name['en']}"
