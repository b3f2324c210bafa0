"""Afschermen: which records the search at Nieuw bij ons doesn't find. By code, for who watches over privacy."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from leerrecht.operations.acting import Refused
from leerrecht.operations.closures import close_search, open_search
from leerrecht.queries.closures import closures_in_force
from leerrecht.web.arrival.wording import wrong_words
from leerrecht.web.child.form_faults import NOTHING_WRONG
from leerrecht.web.frame.clock import now
from leerrecht.web.frame.context import DONE
from leerrecht.web.frame.plain_forms import MOST_TYPED, UNPROCESSABLE
from leerrecht.web.frame.viewing import Visit, signed_in

CODE, REASON, DO = "code", "reason", "do"


@signed_in
def closures(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show which records are closed to searching, close one, open one."""
    officer = visit.must("close_search")
    typed = {name: request.POST.get(name, "")[:MOST_TYPED].strip() for name in (CODE, REASON)}
    wrong = NOTHING_WRONG
    if request.method == "POST":
        try:
            if request.POST.get(DO) == "open":
                open_search(actor=officer, at=now(), child=typed[CODE])
            else:
                close_search(actor=officer, at=now(), child=typed[CODE], reason=typed[REASON])
            done = "search_opened" if request.POST.get(DO) == "open" else "search_closed"
            return redirect(f"{reverse('closures')}?{DONE}={done}")
        except Refused as refused:
            wrong = wrong_words(refused, visit.lang)
    rows = closures_in_force()
    visit.log_read(children=[row.child.public_id for row in rows], activity="closure")
    page = {
        "rows": rows, "typed": typed, "wrong": wrong,
        "errors": {name: wrong.by_field.get(name, ()) for name in typed},
    }  # fmt: skip
    return render(request, "arrival/closures.html", page, status=UNPROCESSABLE if wrong.summary else 200)
