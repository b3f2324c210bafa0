"""The report as PDF by typst, tagged for screen readers; each ground is a link within the file. Nothing is fetched."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import typst

from leerrecht.appraisal.report.blocks import Report, as_data

HERE = Path(__file__).parent
CHART = '#set page(width: auto, height: auto, margin: 4pt)\n#image(bytes(sys.inputs.svg), format: "svg", width: 16cm)\n'
DOTS = 160


def to_pdf(report: Report) -> bytes:
    """Draw a report. All text goes in as data, so that none of it is ever markup."""
    data = as_data(report)
    data["targets"] = sorted(targets_of(data["blocks"]))
    paper = json.dumps(data)
    try:
        return _compiled(paper, pdf_standards="ua-1")
    except typst.TypstError:  # a character that no font has; then the file is tagged all the same
        return _compiled(paper)


def _compiled(paper: str, **options: Any) -> bytes:
    compiler = typst.Compiler(
        (HERE / "report.typ").read_bytes(), root=HERE, ignore_system_fonts=True, sys_inputs={"report": paper}
    )
    made = compiler.compile(format="pdf", **options)
    if not isinstance(made, bytes):
        raise TypeError("typst made no single file")
    return made


def targets_of(blocks: list[dict[str, Any]]) -> set[str]:
    """Give the places that grounds can lead to."""
    found = {block["target"] for block in blocks if block.get("target")}
    cells = (cell for block in blocks if block["kind"] == "table" for row in block["rows"] for cell in row)
    return found | {cell["target"] for cell in cells if cell["target"]}


def chart_picture(svg: str) -> bytes:
    """Give a chart as PNG, for forms that can't hold SVG."""
    made = typst.Compiler(CHART.encode(), ignore_system_fonts=True, sys_inputs={"svg": svg}).compile(
        format="png", ppi=DOTS
    )
    if not isinstance(made, bytes):
        raise TypeError("typst made no single picture")
    return made
