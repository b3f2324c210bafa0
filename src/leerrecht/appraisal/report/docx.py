"""The report as DOCX by python-docx (the extra `report`): a document to go on writing in. Each ground is a link in it."""

from __future__ import annotations

import io
from itertools import count
from typing import Any

from leerrecht.appraisal.report.blocks import Cell, Chart, Ground, Heading, Report, Sentence, Table
from leerrecht.appraisal.report.pdf import chart_picture

LONGEST_BOOKMARK = 40


def to_docx(report: Report) -> bytes:
    """Draw a report; raises ImportError without python-docx."""
    return _Writer(report).draw()


class _Writer:
    def __init__(self, report: Report) -> None:
        import docx

        self.report, self.numbers = report, count(1)
        self.document = docx.Document()
        self.document.core_properties.title = report.title
        self.document.core_properties.author = "Leerrecht"
        self.document.core_properties.language = report.lang

    def draw(self) -> bytes:
        for block in self.report.blocks:
            if isinstance(block, Heading):
                _in(self.document.add_heading(block.text, level=block.level).runs[0], block.lang)
            elif isinstance(block, Sentence):
                self.sentence(block)
            elif isinstance(block, Table):
                self.table(block)
            else:
                self.chart(block)
        held = io.BytesIO()
        self.document.save(held)
        return held.getvalue()

    def sentence(self, block: Sentence) -> None:
        paragraph = self.document.add_paragraph()
        self.mark(paragraph, block.target)
        _in(paragraph.add_run(block.text), block.lang).bold = block.strong
        if block.label:
            paragraph.add_run(f"  [{block.label}]").italic = True
        if block.grounds:
            below = self.document.add_paragraph(f"{self.report.words['rests_on']}: ")
            self.links(below, block.grounds)
        for note in block.notes:
            self.cell(self.document.add_paragraph(style="List Bullet"), note)

    def table(self, block: Table) -> None:
        self.document.add_paragraph().add_run(block.caption).bold = True
        table = self.document.add_table(rows=1 + len(block.rows), cols=len(block.head), style="Table Grid")
        grid = [list(line.cells) for line in table.rows]
        for cell, name in zip(grid[0], block.head, strict=True):
            cell.paragraphs[0].add_run(name).bold = True
        _repeat(table.rows[0])
        for line, cells in zip(grid[1:], block.rows, strict=True):
            for cell, content in zip(line, cells, strict=True):
                self.cell(cell.paragraphs[0], content)
        self.document.add_paragraph()

    def cell(self, paragraph: Any, content: Cell) -> None:
        self.mark(paragraph, content.target)
        _in(paragraph.add_run(content.text + (" " if content.text and content.grounds else "")), content.lang)
        self.links(paragraph, content.grounds)

    def chart(self, block: Chart) -> None:
        from docx.shared import Cm

        shape = self.document.add_picture(io.BytesIO(chart_picture(block.svg)), width=Cm(16))
        shape._inline.docPr.set("descr", block.alt)
        self.document.add_paragraph(block.alt, style="Caption")

    def links(self, paragraph: Any, grounds: Any) -> None:
        for position, each in enumerate(grounds):
            if position:
                paragraph.add_run(", ")
            self.link(paragraph, each)

    def link(self, paragraph: Any, each: Ground) -> None:
        link = _element("w:hyperlink", **{"w:anchor": each.target[:LONGEST_BOOKMARK]})
        run = _element("w:r")
        looks = _element("w:rPr")
        looks.append(_element("w:color", **{"w:val": "154273"}))
        looks.append(_element("w:u", **{"w:val": "single"}))
        said = _element("w:t")
        said.text = each.shown
        run.extend([looks, said])
        link.append(run)
        paragraph._p.append(link)

    def mark(self, paragraph: Any, target: str) -> None:
        if target:
            number = str(next(self.numbers))
            named = {"w:id": number, "w:name": target[:LONGEST_BOOKMARK]}
            paragraph._p.append(_element("w:bookmarkStart", **named))
            paragraph._p.append(_element("w:bookmarkEnd", **{"w:id": number}))


def _element(name: str, **attributes: str) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(key), value)
    return made


def _in(run: Any, lang: str) -> Any:
    """Mark a run that stands in another language than the report."""
    if lang:
        run._r.get_or_add_rPr().append(_element("w:lang", **{"w:val": lang}))
    return run


def _repeat(line: Any) -> None:
    """Let a header row stand again on each page."""
    line._tr.get_or_add_trPr().append(_element("w:tblHeader", **{"w:val": "true"}))
