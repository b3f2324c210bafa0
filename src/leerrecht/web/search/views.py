"""Children by name: the whole list of those one reaches, and search. What is sought never stands in an address."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from leerrecht.queries.search import find_children
from leerrecht.web.frame.clock import today
from leerrecht.web.frame.viewing import Visit, signed_in


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else 1


def _show(request: HttpRequest, visit: Visit, *, text: str, page: int) -> HttpResponse:
    listing = find_children(scope=visit.children, on=today(), text=text, page=page)
    visit.log_read(children=listing.shown_children, activity="search" if text else "children")
    page_words = {"listing": listing, "text": text, "page_url": "?pagina=", "may_open_glass": visit.may("open_glass")}
    return render(request, "search/children.html", page_words)


@signed_in
def children(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show the children one reaches, by name."""
    return _show(request, visit, text="", page=_number(request.GET.get("pagina", "1")))


@signed_in
def search(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show the children whose name fits what was typed; asked by POST, so that no name stands in an address."""
    return _show(
        request, visit, text=request.POST.get("naam", "").strip()[:100], page=_number(request.POST.get("pagina", "1"))
    )
