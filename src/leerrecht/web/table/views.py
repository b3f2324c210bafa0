"""Who may see what: the page, the table as a file, and the signature of the privacy officer."""

from __future__ import annotations

import csv
import io
from dataclasses import astuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from leerrecht.operations.access_table import sign_table
from leerrecht.operations.acting import Refused
from leerrecht.queries.access_table import find_signature
from leerrecht.queries.rulebooks import access_fingerprint
from leerrecht.web.frame.clock import now
from leerrecht.web.frame.viewing import Visit, signed_in
from leerrecht.web.table.rows import beside, category_rows, field_rows, role_rows
from leerrecht.web.words import word

COLUMNS = ("category", "field", "role", "sees", "needs", "basis", "certainty")


def _page(request: HttpRequest, visit: Visit, *, fault: str = "") -> HttpResponse:
    return render(
        request,
        "table/table.html",
        {
            "categories": category_rows(lang=visit.lang, own_role=visit.viewer.role),
            "roles": role_rows(lang=visit.lang),
            "beside": beside(lang=visit.lang),
            "fingerprint": access_fingerprint(),
            "signature": find_signature(fingerprint=access_fingerprint()),
            "may_sign": visit.may("sign_table"),
            "fault": fault,
        },
        status=409 if fault else 200,
    )


@signed_in
def table_page(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show the access table in words, with who signed it."""
    return _page(request, visit)


@signed_in
def table_file(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Give the access table as a file for a spreadsheet, a row per field and role. Its text is all ours: no formula gets in."""
    content = io.StringIO()
    writer = csv.writer(content, delimiter=";")
    writer.writerow([word(f"table.column.{name}", visit.lang) for name in COLUMNS])
    writer.writerows(astuple(row) for row in field_rows(lang=visit.lang))
    name = word("table.file_name", visit.lang)
    return HttpResponse(
        "\ufeff" + content.getvalue(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}-{access_fingerprint()}.csv"'},
    )


@require_POST
@signed_in
def sign(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Sign the table as it is now."""
    officer = visit.must("sign_table")
    try:
        sign_table(actor=officer, at=now(), fingerprint=request.POST.get("tabel", ""))
    except Refused as refused:
        return _page(request, visit, fault=word(refused.reasons[0], visit.lang))
    return redirect(f"{reverse('access_table')}?gedaan=table_signed")
