"""Inzicht for those who steer: each measure with its numbers, how it is counted, and what is hidden; and as a file."""

from __future__ import annotations

import csv
import io
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from leerrecht.insight import Row
from leerrecht.queries.insight import Insight, Result, find_published
from leerrecht.web.frame.viewing import Visit, signed_in
from leerrecht.web.insight.drawing import draw_bars
from leerrecht.web.logs.files import safe_cell
from leerrecht.web.words import word

STEER = "steer"
TO_FIVE = 5


def _find(visit: Visit) -> Insight | None:
    visit.must(STEER)
    return find_published(municipality=visit.viewer.municipality)


def part_words(result: Result, part: str, lang: str) -> str:
    """Name a part of the cut; an organisation goes by its name."""
    return word(f"insight.age.{part}", lang) if result.measure.cut == "age" else part


def share_of(row: Row | None, good: int) -> int | None:
    """Give the share of a class in per cent, to five, from what is shown and nothing else; None when a class is hidden."""
    if row is None or None in row.classes:
        return None
    shown = [count for count in row.classes if count is not None]
    return round(100 * shown[good] / sum(shown) / TO_FIVE) * TO_FIVE


def _rows(result: Result, lang: str) -> list[tuple[str, Row | None]]:
    """Give the whole and its parts; organisations that are hidden aren't named either."""
    parts = [
        (part_words(result, part, lang), row)
        for part, row in result.told.parts.items()
        if row is not None or result.measure.cut == "age"
    ]
    return [(word("insight.all", lang), result.told.whole), *parts]


def _measure(result: Result, lang: str) -> dict[str, Any]:
    measure, rows = result.measure, _rows(result, lang)
    labels = [word(f"insight.class.{measure.id}.{each}", lang) for each in measure.classes]
    shares = [(name, share_of(row, measure.good)) for name, row in rows]
    return {
        "id": measure.id, "title": word(f"insight.measure.{measure.id}", lang),
        "how": word(f"insight.how.{measure.id}", lang), "unit": word(f"insight.unit.{measure.unit}", lang),
        "good": labels[measure.good], "labels": labels,
        "rows": [
            {"name": name, "cells": list(zip([*labels], row.classes if row else [None] * len(labels), strict=True)),
             "units": row.units if row else None}
            for name, row in rows
        ],
        "bars": draw_bars([(name, share) for name, share in shares if share is not None]),
        "has_bars": any(share is not None for _, share in shares),
        "is_hidden": any(row is None or None in (row.units, *row.classes) for _, row in rows),
        "is_empty": result.told.whole.units is None,
        "more_hidden": measure.cut == "organisation" and None in result.told.parts.values(),
    }  # fmt: skip


@signed_in
def insight(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show all measures of the last quarter that was published."""
    found = _find(visit)
    page = {
        "found": found,
        "municipality": visit.viewer.municipality,
        "measures": [_measure(result, visit.lang) for result in found.results] if found else [],
    }
    return render(request, "insight/insight.html", page)


@signed_in
def export(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Give the same numbers as a file: a line per measure, part and class. A count that is hidden is empty."""
    found, lang, content = _find(visit), visit.lang, io.StringIO()
    if found is None:
        raise Http404
    content.write("\ufeff")  # so that Excel reads it as UTF-8
    writer = csv.writer(content, delimiter=";", quoting=csv.QUOTE_ALL)
    writer.writerow(
        [word(f"insight.column.{name}", lang) for name in ("from", "to", "measure", "part", "class", "count")]
    )
    for result in found.results:
        title = word(f"insight.measure.{result.measure.id}", lang)
        for name, row in _rows(result, lang):
            labels = [word(f"insight.class.{result.measure.id}.{each}", lang) for each in result.measure.classes]
            counts = zip([word("insight.total", lang), *labels], [row.units, *row.classes] if row else [], strict=False)
            for label, count in counts if row else [(word("insight.total", lang), None)]:
                line = (found.quarter.first.isoformat(), found.quarter.last.isoformat(), title, name, label,
                        "" if count is None else str(count))  # fmt: skip
                writer.writerow([safe_cell(cell) for cell in line])
    return HttpResponse(content.getvalue(), headers={
        "Content-Type": "text/csv; charset=utf-8",
        "Content-Disposition": f'attachment; filename="inzicht-{found.quarter.last.isoformat()}.csv"',
    })  # fmt: skip
