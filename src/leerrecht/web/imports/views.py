"""Importing, step by step. Each step is a page of its own address, so that it can be left and found again."""

from __future__ import annotations

import io
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from leerrecht.caseload import Lang, write_caseload, write_template
from leerrecht.operations.acting import Refused
from leerrecht.operations.importing import cancel_import, hand_in, may_import, run_in_background
from leerrecht.queries.exports import export_frames, exported_children
from leerrecht.queries.imports import UNDER_WAY, ImportSeen, find_import, find_imports, named_children
from leerrecht.web.child.wording import table_words
from leerrecht.web.frame.clock import now
from leerrecht.web.frame.viewing import Visit, signed_in
from leerrecht.web.words import word

KINDS = {"xlsx": "xlsx", "csv": "csv", "zip": "zip"}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _may(visit: Visit) -> None:
    if not may_import(role=visit.viewer.role):
        raise Http404


@signed_in
def overview(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show the imports of the team, and take in a list."""
    _may(visit)
    fault = ""
    if request.method == "POST":
        try:
            return _take_in(request, visit)
        except Refused as refused:
            fault = _words(refused, visit)
    found = find_imports(viewer=visit.viewer, at=now(), lang=visit.lang)
    return render(request, "imports/overview.html", {"imports": found, "fault": fault}, status=422 if fault else 200)


def _words(refused: Refused, visit: Visit) -> str:
    """Say why something was refused; a fault in the file says what is wrong and what would be right."""
    if not refused.reasons:
        lang: Lang = "en" if visit.lang == "en" else "nl"
        return " ".join(f"{fault.what(lang)} {fault.remedy(lang)}" for fault in refused.faults)
    values: dict[str, Any] = {**refused.values, "most": (refused.values.get("most") or 0) // 2**20}
    return word(refused.reasons[0], visit.lang, **values)


def _take_in(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Take in the file that was sent and begin to read it."""
    sent = request.FILES.get("bestand")
    if sent is None:
        raise Refused("refused.file_missing")
    name = sent.name or ""
    kind = KINDS.get(name.rpartition(".")[2].lower(), "")
    found = hand_in(viewer=visit.viewer, at=now(), content=sent.read(), file_kind=kind, name_of_csv=name)
    run_in_background(import_id=found.pk, clock=now, step="read", viewer=visit.viewer)
    return redirect("import", found.public_id)


def _get(visit: Visit, public_id: str) -> ImportSeen:
    _may(visit)
    found = find_import(viewer=visit.viewer, public_id=public_id, at=now(), lang=visit.lang)
    if found is None:
        raise Http404
    return found


@signed_in
def one(request: HttpRequest, visit: Visit, found: str) -> HttpResponse:
    """Show one import: how far it is, what it would do or did; let it happen, go on, or stop it."""
    seen = _get(visit, found)
    fault = ""
    if request.method == "POST":
        try:
            return _act(request, visit, seen)
        except Refused as refused:
            fault = _words(refused, visit)
    named = named_children(seen)
    if named:
        visit.log_read(children=named, activity="import", ground="list")  # some may be out of reach by now
    return render(
        request,
        "imports/one.html",
        {
            "seen": seen,
            "fault": fault,
            "is_busy": seen.state in UNDER_WAY and not seen.is_stopped,
            "counts": [{"row": row, "title": table_words(row.table, visit.lang)} for row in seen.counts],
            "differences": [
                {
                    "row": row,
                    "title": table_words(row.table, visit.lang),
                    "why": word(f"imports.why_{row.why}", visit.lang),
                }
                for row in seen.differences
            ],
            "says": f"imports.state_{seen.state}",
        },
        status=409 if fault else 200,
    )


def _act(request: HttpRequest, visit: Visit, seen: ImportSeen) -> HttpResponse:
    asked = request.POST.get("doe", "")
    if asked == "cancel":
        cancel_import(import_id=seen.number, at=now(), viewer=visit.viewer)
    elif asked == "read":
        run_in_background(import_id=seen.number, clock=now, step="read", viewer=visit.viewer)
    elif asked in ("apply", "keep_going"):
        keep_going = asked == "keep_going" or seen.keep_going
        run_in_background(import_id=seen.number, clock=now, step="apply", keep_going=keep_going, viewer=visit.viewer)
    return redirect(reverse("import", args=[seen.public_id]))


def _workbook(content: io.BytesIO, name: str) -> HttpResponse:
    return HttpResponse(
        content.getvalue(), content_type=XLSX, headers={"Content-Disposition": f'attachment; filename="{name}.xlsx"'}
    )


@signed_in
def template(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Give an empty workbook to fill in."""
    _may(visit)
    content = io.BytesIO()
    write_template(to=content, lang="en" if visit.lang == "en" else "nl")
    return _workbook(content, "leerrecht")


@signed_in
def export(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Give a workbook with what the viewer may see of the children they reach."""
    scope = visit.children
    frames = export_frames(scope=scope)
    visit.log_read(children=exported_children(scope=scope), activity="export")
    content = io.BytesIO()
    write_caseload(frames=frames, to=content, lang="en" if visit.lang == "en" else "nl")
    return _workbook(content, "leerrecht")
