"""Every code of a supplied study has a word in both languages; what has no Dutch is marked as English."""

from __future__ import annotations

import copy
import re

import pytest

from leerrecht.appraisal import legal, make_study
from leerrecht.appraisal.shapes import BASES, KINDS
from leerrecht.queries import studies
from leerrecht.queries.studies import all_studies
from leerrecht.web.lab import opening
from leerrecht.web.lab.wording import slug
from leerrecht.web.words import book
from tests.web.lab.conftest import STUDY

VERDICTS = (legal.ALLOWED, legal.WITHIN_LIMITS, legal.ONLY_AFTER, legal.QUESTION, legal.UNDECIDED, legal.NOTHING)


def keys() -> set[str]:
    found = {f"lab.legal.{slug(verdict)}" for verdict in VERDICTS}
    found |= {f"lab.basis.{each}" for each in BASES} | {f"lab.finding_kind.{each}" for each in KINDS}
    for study in all_studies().values():
        own = f"lab.study.{slug(study.id)}"
        found |= {f"{own}.group.{slug(group)}" for group in study.subgroups}
        found |= {f"{own}.chapter.{slug(each.chapter)}" for each in study.findings.values()}
    return found


def test_every_code_has_a_word() -> None:
    assert not keys() - set(book().texts)


def test_no_word_is_left_over() -> None:
    mine = {key for key in book().texts if key.startswith(("lab.legal.",))}
    assert not mine - keys()


PARTS = (
    "",
    "kader/",
    "scores/",
    "bewijs/",
    "waarom/amv/R1/",
    "waarom/amv/C1/K4/",
    "ontwerp/?groep=amv&content=skills",
    "codering/",
    "rapport/",
)


@pytest.mark.parametrize("part", PARTS)
def test_a_page_about_a_study_in_two_languages_is_in_one(look, part) -> None:
    for url in (f"{STUDY}{part}", f"/en{STUDY}{part}"):
        page = look(url).split("<main")[1]
        assert 'lang="en"' not in page
        assert "alleen in het Engels" not in page


def test_english_on_a_dutch_page_is_marked_and_said(look, monkeypatch) -> None:
    study = all_studies()["aef-2025"]
    document = copy.deepcopy(dict(study.document))
    del document["findings"][0]["text_nl"]
    made, _ = make_study(document, name=study.id)
    monkeypatch.setattr(studies, "all_studies", lambda: {study.id: made})
    monkeypatch.setattr(opening, "all_studies", lambda: {study.id: made})
    page = look(f"{STUDY}bewijs/")
    assert "alleen in het Engels genoteerd" in page
    assert re.findall(r'<span lang="en">([^<]*)</span>', page) == [made.findings["F4G01"].text["en"]]
    assert 'lang="en">' not in look(f"/en{STUDY}bewijs/").split("<main")[1]
