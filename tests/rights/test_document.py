"""The record as a file: what is text stays text, letters of every script, nothing left behind, nothing fetched."""

from __future__ import annotations

import json
import re
import socket
import zlib
from dataclasses import replace

import pytest
import typst

from leerrecht.queries.record import record_export
from leerrecht.records.models import FACT
from leerrecht.web.rights import document
from leerrecht.web.rights.document import to_json, to_pdf
from tests.rights.builders import scope_of_child
from tests.world import ON

HOSTILE = (
    '#read("/etc/passwd")', "$ x^2 $", "*vet* _schuin_ `code`", "#import \"@preview/cetz:0.4.2\": *", "// weg /* weg */",
    '"}\\u{0} ] ) }', "<label> @label", "= Kop", "#panic()", "\\ \\n \\u{41}", "[[]]{}", "https://example.org",
)  # fmt: skip
NAMES = ("نور الحسن", "ሰላም ገብረመድህን", "Đặng Thị Łukasz Çelik", "Їжакевич", "Ελένη")


def record_of(child, lang="nl"):
    return record_export(scope=scope_of_child(child), child=child, on=ON, lang=lang)


def texts(paper):
    """Give every text of a page's data, however deep."""
    if isinstance(paper, dict):
        return [text for each in paper.values() for text in texts(each)]
    if isinstance(paper, list):
        return [text for each in paper for text in texts(each)]
    return [paper] if isinstance(paper, str) else []


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_paper_says_all_that_the_json_says(child, lang):
    export = record_of(child, lang)
    said = " ".join(texts(document._paper(export)))
    for rows in export.content["facts"].values():
        for row in rows:
            for name in ("given_names", "family_name", "location", "school", "words", "value", "person", "source"):
                assert not row.get(name) or row[name] in said, (name, row[name])
    assert export.receipt in said
    assert "UNDEFINED" not in said and "None" not in said


def test_a_pdf_is_tagged_titled_and_says_its_language(child):
    made = to_pdf(record_of(child, "en"))
    assert made.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in made and b"/Lang(en)" in made
    assert b"pdfuaid:part>1<" in made  # PDF/UA-1, which asks for a title, a language and a reading order


@pytest.mark.parametrize("text", [*HOSTILE, *NAMES])
def test_text_is_data_and_never_markup(child, text):
    FACT["children"].objects.filter(child=child).update(given_names=text, father_name=text)
    export = record_of(child)
    assert text in json.loads(to_json(export))["facts"]["children"][0].values()
    assert shown_in(export).count(plain(text)) >= 2


def plain(text):
    return re.sub(r"\s+", "", text)


def shown_in(export):
    """Set the record as HTML by the same template, and give its text: what typst took for text, letter for letter."""
    template = (document.HERE / "record.typ").read_text()
    bare = re.sub(r"#set page\(.*?\n\)\n", "", template, flags=re.S)
    compiler = typst.Compiler(bare.encode(), sys_inputs={"record": json.dumps(document._paper(export))})
    made = compiler.compile(format="html")
    import html

    return plain(html.unescape(re.sub(r"<[^>]+>", "", made.decode())))


def test_a_letter_that_no_font_has_breaks_nothing(child):
    FACT["children"].objects.filter(child=child).update(given_names="বাংলা 中文 \U00013000")
    made = to_pdf(record_of(child))
    assert made.startswith(b"%PDF-") and b"/StructTreeRoot" in made


def test_nothing_is_fetched_and_nothing_is_left_behind(child, tmp_path, monkeypatch):
    def refuse(*_args, **_named):
        raise AssertionError("a PDF asked for the network")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    to_pdf(record_of(child))
    to_json(record_of(child))
    assert list(tmp_path.iterdir()) == []


def test_it_cannot_read_files_even_if_it_were_asked(tmp_path):
    (tmp_path / "secret").write_text("geheim")
    compiler = typst.Compiler(f'#read("{tmp_path}/secret")'.encode(), root=document.HERE)
    with pytest.raises(typst.TypstError):
        compiler.compile(format="pdf")


def test_without_the_fonts_of_the_pages_it_is_still_made(child, monkeypatch, tmp_path):
    document._fonts.cache_clear()
    monkeypatch.setattr(document, "FONTS", tmp_path / "none")
    try:
        assert to_pdf(record_of(child)).startswith(b"%PDF-")
    finally:
        document._fonts.cache_clear()


def test_the_fonts_of_the_pages_are_there_each_under_a_name_of_its_own():
    if not document.FONTS.is_dir():
        pytest.skip("needs the built frontend")
    found = [font for font in document._fonts().fonts() if font.path]
    assert len({(font.family, font.weight) for font in found}) == len(found)  # of two alike typst would use one
    asked = re.search(r"font: \((.*?)\)", (document.HERE / "record.typ").read_text())[1]
    assert {font.family for font in found} <= set(re.findall(r'"([^"]+)"', asked))


def test_the_same_record_gives_the_same_file(child):
    export = record_of(child)
    assert to_pdf(export) == to_pdf(replace(export))
    assert zlib.crc32(to_json(export)) == zlib.crc32(to_json(export))
