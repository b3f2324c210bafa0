"""The report of a study as a page: the engine's own model, drawn with the components of the house."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.safestring import mark_safe

from leerrecht.appraisal.report import Report
from leerrecht.appraisal.report.blocks import Chart, Heading, Sentence, Table


def report_blocks(report: Report) -> list[Mapping[str, Any]]:
    """Give the blocks of a report, each with its kind. Its title is the page's own heading, so it is left out."""
    return [_block(each) for each in report.blocks if not (isinstance(each, Heading) and each.level == 1)]


def _block(block: Heading | Sentence | Table | Chart) -> Mapping[str, Any]:
    kind = type(block).__name__.lower()
    if isinstance(block, Table):
        rows = [list(zip(block.head, row, strict=True)) for row in block.rows]
        return {"kind": kind, "block": block, "rows": rows}
    if isinstance(block, Chart):
        return {"kind": kind, "block": block, "svg": mark_safe(block.svg)}  # noqa: S308 (the engine escapes what it draws)
    return {"kind": kind, "block": block}
