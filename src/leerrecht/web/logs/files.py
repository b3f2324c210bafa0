"""What was found in the logs as a file that a spreadsheet opens without running anything in it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from django.http import HttpResponse

from leerrecht.queries.logs import Entry, role_name, what_words

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
COLUMNS = (
    "at", "log", "name", "what", "actor", "team", "role", "role_name", "result", "object", "ground", "child", "trace_id",
    "span_id", "origin",
)  # fmt: skip


def safe_cell(text: str) -> str:
    """Give a text that no spreadsheet takes for a formula.

    >>> safe_cell("=1+1"), safe_cell("fact.added")
    ("'=1+1", 'fact.added')
    """
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def csv_file(*, entries: Iterable[Entry], lang: str) -> HttpResponse:
    """Write rows as CSV, a row per child; the file's name says nothing of what was sought."""
    content = io.StringIO()
    content.write("\ufeff")  # so that Excel reads it as UTF-8
    writer = csv.writer(content, delimiter=";", quoting=csv.QUOTE_ALL)
    writer.writerow(COLUMNS)
    for entry in entries:
        for child in entry.children or ("",):
            row = (
                entry.at.isoformat(timespec="seconds"), "reading" if entry.is_reading else "event", entry.name,
                what_words(entry.name, lang), entry.actor, entry.team, entry.role, role_name(entry.role, lang),
                entry.result, entry.object_kind, entry.ground, child, entry.trace_id, entry.span_id, entry.origin,
            )  # fmt: skip
            writer.writerow([safe_cell(cell) for cell in row])
    return HttpResponse(
        content.getvalue(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="logboek.csv"'},
    )
