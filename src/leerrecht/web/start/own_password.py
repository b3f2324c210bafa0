"""A page to change one's own password."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from leerrecht.accounts.models import Account
from leerrecht.operations.acting import Refused
from leerrecht.operations.signing_in.own_password import MOST_TYPED, change_password, may_change_password
from leerrecht.web.child.form_faults import NOTHING_WRONG, Wrong
from leerrecht.web.frame.clock import now
from leerrecht.web.frame.context import DONE
from leerrecht.web.frame.plain_forms import UNPROCESSABLE, say_wrong
from leerrecht.web.frame.viewing import TEAM, Visit, signed_in
from leerrecht.web.start.entering import browser_of, enter

FIELDS = {
    "refused.sign_in_wait": "old", "refused.password_old": "old", "refused.password_shape": "new",
    "refused.password_same": "new", "refused.password_weak": "new", "refused.password_differs": "again",
}  # fmt: skip


@signed_in
def own_password(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Ask for the old and the new password; who signs in through their organisation has no such page."""
    if not may_change_password(account=Account.objects.get(pk=visit.viewer.account)):
        raise Http404
    if request.method != "POST":
        return _page(request, NOTHING_WRONG)
    typed = {name: request.POST.get(name, "")[: MOST_TYPED + 1] for name in ("old", "new", "again")}
    try:
        account = change_password(
            account=visit.viewer.account_id, at=now(), origin=visit.origin, browser=browser_of(request), **typed
        )
    except Refused as refused:
        return _page(request, say_wrong(refused, fields=FIELDS, lang=visit.lang))
    team = request.session.get(TEAM)
    request.session.flush()  # its row is gone with the others
    enter(request=request, account=account)
    if team:
        request.session[TEAM] = team
    return redirect(f"{reverse('own_password')}?{DONE}=password_changed")


def _page(request: HttpRequest, wrong: Wrong) -> HttpResponse:
    errors = {name: wrong.by_field.get(name, ()) for name in ("old", "new", "again")}
    words = {"wrong": wrong, "errors": errors}
    return render(request, "start/own_password.html", words, status=UNPROCESSABLE if wrong.summary else 200)
