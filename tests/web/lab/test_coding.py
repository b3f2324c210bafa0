"""Who scored, where they differ, what was corrected and what was added: on a page, and at the ground of a cell or finding."""

from __future__ import annotations

import copy
from html import unescape

import pytest

from leerrecht.appraisal import make_study
from leerrecht.queries import studies
from leerrecht.queries.studies import all_studies
from leerrecht.web.lab import opening
from tests.web.lab.conftest import STUDY, links_of

SOURCE = {"id": "S9", "title": "Stages", "language": "nl", "author": "a university", "year": 2026}
FINDING = {
    "id": "X1", "chapter": "S9", "subgroups": ["amv"], "criterion": "K4", "polarity": -2, "kind": "effect",
    "said_by": "parents", "source": "S9", "applies_if": {"content": ["skills"]}, "text": "They are <tired>.",
    "quote": "Ze zijn <op>.", "span": {"page": 12, "from": 3, "to": 5},
}  # fmt: skip


@pytest.fixture
def richer(monkeypatch):
    """The supplied study with a source, a finding, a second coder and a history."""
    document = copy.deepcopy(dict(all_studies()["aef-2025"].document))
    second = [dict(entry) for entry in document["judgements"] if entry["subgroup"] == "amv"]
    for entry in second:
        if (entry["scenario"], entry["criterion"]) == ("C1", "K4"):
            entry |= {"score": "--", "lo": "--", "hi": "--"}
            entry.pop("statement")
    entry = {"id": "E001", "by": "adviser <x>", "date": "2026-05-01", "why": "a new study", "part": "meta", "of": "",
             "was": {"title": document["meta"]["title"]}, "now": {"title": "Another title"}}  # fmt: skip
    document |= {"sources": [SOURCE], "findings": [*document["findings"], FINDING],
                 "codings": [{"id": "two", "by": "a second reader", "judgements": second}]}  # fmt: skip
    from leerrecht.appraisal.history import first_seal, seal_of

    document["history"] = [{**entry, "seal": seal_of(first_seal(document), entry)}]
    made, _ = make_study(document, name="aef-2025")
    for module in (studies, opening):
        monkeypatch.setattr(module, "all_studies", lambda: {made.id: made})
    studies.outcome_of.cache_clear()
    yield made
    studies.outcome_of.cache_clear()


@pytest.mark.parametrize(
    ("lang", "said"), [("", "Eén lezer scoorde dit onderzoek"), ("/en", "One reader scored this study")]
)
def test_a_study_of_one_reader_says_so_and_shows_what_was_corrected(look, lang, said) -> None:
    page = unescape(look(f"{lang}{STUDY}codering/"))
    study = all_studies()["aef-2025"]
    assert said in page
    for each in study.document["changes"]:
        assert f'id="{each["id"]}"' in page
        assert each["what_nl" if not lang else "what"] in page
    assert {"": "Er is niets toegevoegd", "/en": "Nothing was added"}[lang] in page


def test_several_readers_are_compared_and_lead_to_where_they_differ(look, richer) -> None:
    page = look(f"{STUDY}codering/")
    assert "2 lezers scoorden" in page and "a second reader" in page
    assert f"{STUDY}waarom/amv/C1/K4/" in links_of(page)
    assert "(+ | −−)" in page
    cell = look(f"{STUDY}waarom/amv/C1/K4/")
    assert "Per lezer" in cell and "+ | −−" in cell
    assert "niet gescoord" in look(f"{STUDY}waarom/glo/C1/K4/")


def test_the_history_says_who_when_why_and_what_stood_there(look, richer) -> None:
    page = unescape(look(f"{STUDY}codering/"))
    assert "adviser <x>" in page and "2026-05-01" in page and "a new study" in page
    assert "naar Another title" in page


def test_a_finding_shows_its_source_its_place_and_the_words_of_the_source(look, richer) -> None:
    page = look(f"{STUDY}waarom/amv/X1/")
    assert "Stages (a university, 2026)" in unescape(page).replace('<span lang="en">', "").replace("</span>", "")
    assert "bladzijde 12, regel 3 tot en met 5" in page
    assert '<q lang="nl">Ze zijn &lt;op&gt;.</q>' in page
