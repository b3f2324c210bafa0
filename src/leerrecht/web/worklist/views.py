"""Vandaag: what must I do now, for whom, and why?"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from leerrecht.operations.staff_changes import DUTY
from leerrecht.queries.consents import ending_consents
from leerrecht.queries.handovers import is_anything_waiting
from leerrecht.queries.inquiries import count_posed
from leerrecht.queries.moves import find_left
from leerrecht.queries.municipality import find_counts
from leerrecht.queries.notices import find_notices
from leerrecht.queries.signals import signal_id
from leerrecht.queries.worklist import Filters, find_worklist
from leerrecht.web.agreements.office import has_office, office
from leerrecht.web.consent.wording import notice_row
from leerrecht.web.frame.clock import today
from leerrecht.web.frame.viewing import Visit, signed_in
from leerrecht.web.partnership.views import partnership_box
from leerrecht.web.transfer.wording import waiting_for_you

ICONS = {"holiday": "sun", "move": "move", "eighteen": "cake"}


def _filters(request: HttpRequest) -> Filters:
    page = request.GET.get("pagina", "1")
    return Filters(
        kind=request.GET.get("soort", ""),
        municipality=request.GET.get("gemeente", ""),
        school=request.GET.get("school", ""),
        show_all=request.GET.get("alles", "") == "ja",
        page=int(page) if page.isdecimal() and len(page) < 6 else 1,
    )


def signals(items: Any) -> list[dict[str, Any]]:
    """Give items with the address of their signal."""
    return [{"item": item, "signal": signal_id(rule=item.rule, key=item.key)} for item in items]


def _query(filters: Filters, **changes: str) -> str:
    asked = {
        "soort": filters.kind, "gemeente": filters.municipality, "school": filters.school,
        "alles": "ja" if filters.show_all else "", **changes,
    }  # fmt: skip
    return urlencode({name: value for name, value in asked.items() if value})


@signed_in
def today_page(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show the work list; to somebody who sees no children, the counts of their municipality."""
    if visit.scope is None and has_office(visit):
        return office(request, visit)
    if visit.scope is None:
        counts = find_counts(municipality=visit.viewer.municipality, on=today())
        return render(request, "worklist/counts.html", {"counts": counts, "rows": partnership_box(visit)})
    filters = _filters(request)
    worklist = find_worklist(scope=visit.scope, on=today(), filters=filters, lang=visit.lang)
    transfers = waiting_for_you(visit)
    left = find_left(scope=visit.scope, cards=worklist.cards)
    notices = find_notices(viewer=visit.viewer, scope=visit.scope)
    ending = ending_consents(scope=visit.scope, viewer=visit.viewer, on=today())
    named = (each.child for rows in (left, ending, notices) for each in rows if each.child)
    shown = dict.fromkeys((*worklist.shown_children, *(row["child"] for row in transfers), *named))
    visit.log_read(children=shown, activity="worklist")
    groups = [{"name": group.name, "count": group.count, "items": signals(group.items)} for group in worklist.groups]
    return render(
        request,
        "worklist/today.html",
        {
            "worklist": worklist,
            "groups": groups,
            "filters": filters,
            "is_filtered": bool(filters.kind or filters.municipality or filters.school),
            "page_url": f"?{_query(filters)}&pagina=",
            "all_query": _query(filters, alles="" if filters.show_all else "ja"),
            "notices": [notice_row(told, visit.lang) for told in notices],
            "ending": ending,
            "transfers": transfers,
            "left": left,
            "handovers": visit.may(DUTY) and is_anything_waiting(viewer=visit.viewer, scope=visit.scope),
            "posed": count_posed(scope=visit.scope, viewer=visit.viewer),
            "ahead": [{"row": row, "icon": ICONS[row.kind]} for row in worklist.ahead],
        },
    )
