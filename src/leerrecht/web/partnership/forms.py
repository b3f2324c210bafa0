"""What the forms about a partnership share: who may, what was typed, and every fault at once."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from leerrecht.operations.acting import Refused
from leerrecht.operations.partnerships import KEEP
from leerrecht.partnership.models import Partnership
from leerrecht.queries.partnerships import find_partnership
from leerrecht.web.child.form_faults import NOTHING_WRONG, Wrong
from leerrecht.web.frame.clock import today
from leerrecht.web.frame.context import DONE
from leerrecht.web.frame.plain_forms import MOST_TYPED, UNPROCESSABLE, read_day, say_wrong, wrong_of
from leerrecht.web.frame.viewing import Visit

CLASH = 409
CHANGED = "refused.partnership_changed"
NEVER = datetime.date.min
"""Stands for a day that can't be read where an empty one means something: no operation takes it."""
Typed = dict[str, Any]


def get_partnership(visit: Visit, partnership: str) -> Partnership:
    """Get a partnership of the viewer's organisation; for anybody else the answer is that of a page that isn't there."""
    found = find_partnership(viewer=visit.viewer, on=today(), partnership=partnership)
    if found is None:
        raise Http404
    return found


def get_kept(visit: Visit, partnership: str) -> Partnership:
    """Get a partnership that the viewer keeps; for anybody else the answer is that of a page that isn't there."""
    visit.must(KEEP)
    return get_partnership(visit, partnership)


def seen_version(request: HttpRequest) -> int:
    """Give the version that somebody saw, as the form sent it; one that none has when it isn't a number."""
    sent = request.POST.get("seen", "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else -1


@dataclass(frozen=True, kw_only=True)
class Form:
    """A form. `texts`, `lists`, `days`: names of its fields (days are typed as texts); `fields`: the field of each reason, in
    the order of the form; `optional`: days that may be left empty.
    """

    template: str
    fields: Mapping[str, str]
    texts: tuple[str, ...] = ()
    days: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()

    def read(self, request: HttpRequest) -> Typed:
        """Give what was typed."""
        typed: Typed = {name: request.POST.get(name, "")[:MOST_TYPED] for name in (*self.texts, *self.days)}
        return typed | {name: request.POST.getlist(name) for name in self.lists}

    def empty(self, **filled: Any) -> Typed:
        """Give a form to begin with."""
        return {**dict.fromkeys((*self.texts, *self.days), ""), **{name: [] for name in self.lists}, **filled}

    def days_of(self, typed: Typed, lang: str) -> tuple[dict[str, datetime.date | None], dict[str, str]]:
        """Give the days that were typed, and what is wrong with those that can't be read."""
        read = {name: read_day(typed[name], lang) for name in self.days}
        faults = {name: fault for name, (_, fault) in read.items() if fault}
        unread = {name: NEVER for name in faults if name in self.optional}
        return {name: day for name, (day, _) in read.items()} | unread, faults

    def show(
        self, request: HttpRequest, typed: Typed, wrong: Wrong = NOTHING_WRONG, *, is_clash: bool = False, **page: Any
    ) -> HttpResponse:
        """Show the form with what is typed and what is wrong."""
        names = (*self.texts, *self.days, *self.lists)
        shown = {
            "typed": typed, "wrong": wrong, "errors": {name: wrong.by_field.get(name, ()) for name in names},
            "is_clash": is_clash, **page,
        }  # fmt: skip
        return render(
            request, self.template, shown, status=CLASH if is_clash else UNPROCESSABLE if wrong.summary else 200
        )

    def say(self, refused: Refused, faults: Mapping[str, str], lang: str) -> Wrong:
        """Say everything that is wrong, in the order of the form: what was refused, and days that can't be read."""
        said = say_wrong(refused, fields=self.fields, lang=lang, faults=faults)
        more = [(name, text) for name, text in faults.items() if name not in said.by_field]
        order = [*dict.fromkeys(self.fields.values())]
        place = {name: number for number, name in enumerate(order)}
        return wrong_of(sorted([*said.summary, *more], key=lambda each: place.get(each[0], len(order))))


def attempt(
    do: Callable[[], Any], to: Callable[[], HttpResponse], again: Callable[[Refused], HttpResponse]
) -> HttpResponse:
    """Do something and go on; when it is refused, show the form again."""
    try:
        do()
    except Refused as refused:
        return again(refused)
    return to()


def to_partnership(partnership: str, done: str) -> HttpResponse:
    """Go to a partnership, saying what was done."""
    return redirect(f"{reverse('partnership', args=[partnership])}?{DONE}={done}")


def only_said(refused: Refused, lang: str) -> Wrong:
    """Say what was refused where there is no field to stand beside. Raises Http404 for what isn't there."""
    return say_wrong(refused, fields={}, lang=lang)
