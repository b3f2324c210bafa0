"""The report of an appraisal: one model, drawn as HTML, PDF and DOCX, in Dutch and English."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from pathlib import Path

from leerrecht.appraisal.outcome import Outcome
from leerrecht.appraisal.report.blocks import Report
from leerrecht.appraisal.report.model import make_report
from leerrecht.appraisal.simulation import Settings
from leerrecht.appraisal.study import Study

__all__ = ["FORMS", "Report", "ReportRefused", "make_report", "write_report"]


class ReportRefused(Exception):
    """The report can't be made here; the message says why and what to do."""


def _html(report: Report) -> bytes:
    from leerrecht.appraisal.report.html import to_html

    return to_html(report)


def _pdf(report: Report) -> bytes:
    from leerrecht.appraisal.report.pdf import to_pdf

    return to_pdf(report)


def _docx(report: Report) -> bytes:
    from leerrecht.appraisal.report.docx import to_docx

    try:
        return to_docx(report)
    except ModuleNotFoundError as error:
        raise ReportRefused(
            "A .docx needs python-docx: pip install 'leerrecht[report]'. Or ask for .html or .pdf"
        ) from error


FORMS: dict[str, Callable[[Report], bytes]] = {".pdf": _pdf, ".docx": _docx, ".html": _html}
"""How each form is drawn, by the end of its name."""


def write_report(
    study: Study, outcomes: Mapping[str, Outcome], *, path: Path, settings: Settings, lang: str = "nl",
    made_on: datetime.date | None = None,
) -> None:  # fmt: skip
    """Write the report of what came out of a study, in the form that its name asks for.

    Raises ReportRefused when the form needs something that isn't installed, KeyError for another form.
    """
    draw = FORMS[path.suffix.lower()]
    path.write_bytes(draw(make_report(study, outcomes, settings=settings, lang=lang, made_on=made_on)))
