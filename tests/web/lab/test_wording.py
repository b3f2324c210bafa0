"""Every code of a supplied study has a word in both languages; what has no Dutch is marked as English."""

from __future__ import annotations

import re

import pytest

from leerrecht.appraisal import legal
from leerrecht.appraisal.shapes import BASES, KINDS
from leerrecht.queries.studies import all_studies
from leerrecht.web.lab.wording import slug
from leerrecht.web.words import book
from tests.web.lab.conftest import STUDY

VERDICTS = (legal.ALLOWED, legal.WITHIN_LIMITS, legal.ONLY_AFTER, legal.QUESTION, legal.UNDECIDED, legal.NOTHING)


def keys() -> set[str]:
    found = {f"lab.legal.{slug(verdict)}" for verdict in VERDICTS}
    found |= {f"lab.basis.{each}" for each in BASES} | {f"lab.finding_kind.{each}" for each in KINDS}
    for study in all_studies().values():
        own = f"lab.study.{slug(study.id)}"
        found |= {f"lab.choice.{name}.title" for name in study.dimensions}
        found |= {f"lab.choice.{name}.{value}" for name, values in study.dimensions.items() for value in values}
        found |= {f"{own}.group.{slug(group)}" for group in study.subgroups}
        found |= {f"lab.said.{slug(each.said_by)}" for each in study.findings.values()}
        found |= {f"{own}.chapter.{slug(each.chapter)}" for each in study.findings.values()}
    return found


def test_every_code_has_a_word() -> None:
    assert not keys() - set(book().texts)


def test_no_word_of_a_choice_is_left_over() -> None:
    mine = {key for key in book().texts if key.startswith(("lab.choice.", "lab.said.", "lab.legal."))}
    assert not mine - keys()


@pytest.mark.parametrize("part", ["bewijs/", "waarom/amv/R1/", "ontwerp/?groep=amv&content=skills"])
def test_english_on_a_dutch_page_is_marked_and_said(look, part) -> None:
    page = look(f"{STUDY}{part}")
    assert "alleen in het Engels genoteerd" in page
    assert re.search(r'<span lang="en">[^<]*</span>', page)
    assert 'lang="en">' not in look(f"/en{STUDY}{part}").split("<main")[1]
