"""The report: one model in three forms; every sentence opens what it rests on, and no text is ever markup."""

from __future__ import annotations

import io
import re
import zipfile
from functools import cache
from html.parser import HTMLParser

import pytest
from pypdf import PdfReader

from leerrecht.appraisal.outcome import appraise
from leerrecht.appraisal.report import FORMS, make_report
from leerrecht.appraisal.report.blocks import Chart, Heading, Report, Sentence, Table, as_data
from leerrecht.appraisal.report.html import to_html
from leerrecht.appraisal.report.pdf import targets_of, to_pdf
from leerrecht.appraisal.report.words import WORDS
from leerrecht.appraisal.simulation import Settings
from tests.appraisal.studies import aef, made, small

SETTINGS = Settings(draws=300)


@cache
def report(lang: str = "nl") -> Report:
    return make_report(aef(), appraise(aef(), settings=SETTINGS), settings=SETTINGS, lang=lang)


def grounds_in(blocks):
    for block in blocks:
        if isinstance(block, Sentence):
            yield from block.grounds
            yield from (ground for note in block.notes for ground in note.grounds)
        elif isinstance(block, Table):
            yield from (ground for row in block.rows for cell in row for ground in cell.grounds)


def test_every_ground_leads_somewhere() -> None:
    targets = targets_of(as_data(report())["blocks"])
    found = list(grounds_in(report().blocks))
    assert len(found) > 500
    assert [ground.target for ground in found if ground.target not in targets] == []


def test_every_conclusion_is_there_with_its_grounds() -> None:
    told = {block.target: block for block in report().blocks if isinstance(block, Sentence) and block.target}
    for group, outcome in appraise(aef(), settings=SETTINGS).items():
        for each in outcome.conclusions:
            sentence = told[f"{group}-{each.id}"]
            assert [ground.shown.rstrip("*") for ground in sentence.grounds] == list(each.premises)
            assert {ground.shown.rstrip("*") for ground in sentence.grounds if ground.circular} == set(each.circular)


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_annexes_hold_matrix_piofach_law_gaps_tensions_method_and_changes(lang) -> None:
    heads = [block.text for block in report(lang).blocks if isinstance(block, Heading)]
    for name in ("matrix", "piofach", "law", "gaps", "tensions", "method", "options", "evidence", "respondents"):
        assert any(WORDS[name][lang] in head for head in heads), name
    captions = [block.caption for block in report(lang).blocks if isinstance(block, Table)]
    assert WORDS["changes"][lang] in captions


def test_a_chart_has_words_and_a_table_with_the_same_numbers() -> None:
    blocks = report().blocks
    charts = [position for position, block in enumerate(blocks) if isinstance(block, Chart)]
    assert len(charts) == 2
    for position in charts:
        assert blocks[position].alt
        table = blocks[position + 1]
        assert isinstance(table, Table)
        assert [row[0].text for row in table.rows] == ["A1", "A2", "B1", "B2", "C1", "C2"]


class Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.ids, self.links, self.tags = [], [], []

    def handle_starttag(self, tag, attributes) -> None:
        self.tags.append(tag)
        self.ids += [value for name, value in attributes if name == "id"]
        self.links += [value for name, value in attributes if name == "href"]


def test_html_needs_nothing_from_outside_and_its_links_stay_inside() -> None:
    text = to_html(report()).decode()
    parser = Links()
    parser.feed(text)
    assert len(parser.ids) == len(set(parser.ids))
    assert parser.links
    assert {link.removeprefix("#") for link in parser.links} <= set(parser.ids)
    assert {"script", "link", "img"} & set(parser.tags) == set()
    assert re.findall(r"https?://(?!www\.w3\.org/2000/svg)", text) == []


NASTY = '<script>alert(1)</script> #panic("x") *bold* $x$ \\ "q" & @cite #[x]'


def nasty_report() -> Report:
    document = small()
    document["meta"]["title"] = NASTY
    document["findings"][0]["text"] = NASTY
    document["scenarios"][0]["name"] = NASTY
    document["judgements"][0]["text"] = NASTY
    study = made(document)
    return make_report(study, appraise(study, settings=SETTINGS), settings=SETTINGS, lang="en")


def test_text_is_never_markup() -> None:
    text = to_html(nasty_report()).decode()
    assert "<script>" not in text
    assert "&lt;script&gt;" in text
    said = "".join(page.extract_text() for page in PdfReader(io.BytesIO(to_pdf(nasty_report()))).pages)
    assert '#panic("x")' in said
    assert "<script>alert(1)" in said


def test_pdf_is_tagged_links_inside_and_is_the_same_each_time() -> None:
    first, again = to_pdf(nasty_report()), to_pdf(nasty_report())
    assert first == again
    pdf = PdfReader(io.BytesIO(first))
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert pdf.trailer["/Root"]["/Lang"].startswith("en")
    assert pdf.metadata.title == NASTY
    assert sum(len(page.get("/Annots", [])) for page in pdf.pages) > 5


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_whole_report_is_a_pdf_of_some_twenty_pages(lang) -> None:
    pdf = PdfReader(io.BytesIO(to_pdf(report(lang))))
    assert 15 < len(pdf.pages) < 40
    said = " ".join("".join(page.extract_text() for page in pdf.pages).split())
    assert "C1/K4" in said
    assert {"nl": "niet aan te raden", "en": "not recommended as formulated"}[lang] in said


def test_docx_has_headings_links_to_places_and_a_picture_with_words() -> None:
    pytest.importorskip("docx")
    with zipfile.ZipFile(io.BytesIO(FORMS[".docx"](report()))) as packed:
        text = packed.read("word/document.xml").decode()
        pictures = [name for name in packed.namelist() if name.startswith("word/media/")]
    anchors, marks = (
        set(re.findall(r'w:anchor="([^"]+)"', text)),
        re.findall(r'w:bookmarkStart w:id="\d+" w:name="([^"]+)"', text),
    )
    assert anchors
    assert anchors <= set(marks)
    assert len(marks) == len(set(marks))
    assert len(pictures) >= 1
    assert f'descr="{WORDS["chart"]["nl"]}"' in text
    assert "w:tblHeader" in text


def test_every_word_is_in_both_languages() -> None:
    assert all(set(words) == {"nl", "en"} and all(words.values()) for words in WORDS.values())
