"""The report as one HTML file: no script, nothing fetched. Each sentence opens its grounds; all text is escaped."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from html import escape
from typing import Any

from leerrecht.appraisal.report.blocks import Cell, Chart, Ground, Heading, Report, Sentence, Table

STYLE = """
body{font:1rem/1.5 "Noto Sans",system-ui,sans-serif;color:#1b1b1b;max-width:60rem;margin:0 auto;padding:1rem}
h1,h2,h3{line-height:1.25}h2{margin-top:2.5rem;border-top:1px solid #9aa5b1;padding-top:1rem}
.scroll{overflow-x:auto}table{border-collapse:collapse;margin:1rem 0;font-size:.9rem;min-width:100%}
caption{text-align:left;font-weight:600;padding:.3rem 0}
th,td{border:1px solid #9aa5b1;padding:.3rem .5rem;text-align:left;vertical-align:top}thead th{background:#e8eef4}
svg{max-width:100%;height:auto}.label{font-size:.85rem;color:#3d4852}.strong{font-weight:600}
a{color:#154273}:target{background:#fff3c4}details{margin:.2rem 0 1rem}summary{cursor:pointer}
ul{margin:.3rem 0}@media print{details>*{display:block}}
"""


def to_html(report: Report) -> bytes:
    """Draw a report."""
    body = "\n".join(part for block in report.blocks for part in _DRAW[type(block)](block, report.words))
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(report.lang)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{escape(report.title)}</title>\n'
        f"<style>{STYLE}</style>\n</head>\n<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    ).encode()


def _heading(block: Heading, words: Mapping[str, str]) -> Iterator[str]:
    yield f"<h{block.level}{_mark(block.lang)}>{escape(block.text)}</h{block.level}>"


def _mark(lang: str) -> str:
    return f' lang="{escape(lang)}"' if lang else ""


def _links(grounds: Any) -> str:
    def link(each: Ground) -> str:
        return f'<a href="#{escape(each.target)}">{escape(each.shown)}</a>'

    return ", ".join(link(each) for each in grounds)


def _sentence(block: Sentence, words: Mapping[str, str]) -> Iterator[str]:
    place = f' id="{escape(block.target)}"' if block.target else ""
    style = ' class="strong"' if block.strong else ""
    label = f'<br><span class="label">{escape(block.label)}</span>' if block.label else ""
    yield f"<p{place}><span{style}{_mark(block.lang)}>{escape(block.text)}</span>{label}</p>"
    if block.grounds or block.notes:
        notes = "".join(f"<li>{_text(note)} {_links(note.grounds)}</li>" for note in block.notes)
        listed = f"<ul>{notes}</ul>" if notes else ""
        summary = f"<summary>{escape(words['rests_on'])} ({len(block.grounds)})</summary>"
        yield f"<details>{summary}<p>{_links(block.grounds)}</p>{listed}</details>"


def _text(cell: Cell) -> str:
    return f"<span{_mark(cell.lang)}>{escape(cell.text)}</span>" if cell.lang else escape(cell.text)


def _cell(cell: Cell, tag: str) -> str:
    place = f' id="{escape(cell.target)}"' if cell.target else ""
    scope = ' scope="row"' if tag == "th" else ""
    links = _links(cell.grounds)
    text = _text(cell) + (f" ({links})" if links and cell.text else links)
    return f"<{tag}{scope}{place}>{text}</{tag}>"


def _table(block: Table, words: Mapping[str, str]) -> Iterator[str]:
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in block.head)
    rows = "".join(
        f"<tr>{_cell(cells[0], 'th')}{''.join(_cell(cell, 'td') for cell in cells[1:])}</tr>" for cells in block.rows
    )
    yield (
        f'<div class="scroll" role="region" tabindex="0" aria-label="{escape(block.caption)}"><table>'
        f"<caption>{escape(block.caption)}</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _chart(block: Chart, words: Mapping[str, str]) -> Iterator[str]:
    yield f"<figure>{block.svg}<figcaption>{escape(block.alt)}</figcaption></figure>"


_DRAW: Mapping[type, Callable[[Any, Mapping[str, str]], Iterator[str]]] = {
    Heading: _heading, Sentence: _sentence, Table: _table, Chart: _chart,
}  # fmt: skip
