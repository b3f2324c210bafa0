"""From a request to a study: who may look, and what the address asks for.

In the demo everybody may look; elsewhere everybody who is signed in, whatever their role: a study holds no child.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings as profile
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from leerrecht.appraisal import Study
from leerrecht.appraisal.simulation import Settings
from leerrecht.queries.studies import DRAWS, SEED, all_studies
from leerrecht.web.frame.ending import to_start
from leerrecht.web.frame.plain_forms import UNPROCESSABLE
from leerrecht.web.frame.viewing import View, find_visit, language
from leerrecht.web.words import word

METHODS = ("GET", "HEAD")
LONGEST = 60
"""So much of what stood in an address is said back."""
WEIGHINGS, SCORINGS = ("blocks", "free"), ("range", "point")


def open_to_look(view: View) -> View:
    """Let people look at a page of the lab; the view gets the request and the study that the address names, if it names one."""

    @functools.wraps(view)
    def guarded(request: HttpRequest, *, study: str | None = None, **named: Any) -> HttpResponse:
        if request.method not in METHODS:
            return HttpResponse(status=405, headers={"Allow": ", ".join(METHODS)})
        visit = find_visit(request)
        if visit is None and not profile.IS_DEMO:
            return to_start(request)
        request.visit = visit  # type: ignore[attr-defined]  # the frame around the page shows who is signed in
        if study is None:
            return view(request, **named)
        found = all_studies().get(study)
        if found is None:
            raise Http404
        return view(request, found, **named)

    return guarded


class Question:
    """What an address asks. What it asks in vain is kept as a fault in words, and the usual is taken instead."""

    def __init__(self, given: QueryDict) -> None:
        self.given, self.lang = given, language()
        self.faults: list[str] = []

    def choose(self, name: str, *, allowed: Iterable[str], usual: str) -> str:
        """Give the value of a name, one of those allowed."""
        value = self.given.get(name, "")
        listed = list(allowed)
        if not value or value in listed:
            return value or usual
        self.faults.append(
            word(
                "lab.no_such",
                self.lang,
                name=name,
                value=value[:LONGEST],
                known=", ".join(each for each in listed if each),
            )
        )
        return usual

    def group(self, study: Study, *, usual: str | None = None, among: Sequence[str] | None = None) -> str:
        """Give the subgroup that is asked about; usually the first."""
        listed = tuple(study.subgroups) if among is None else among
        return self.choose("groep", allowed=listed, usual=listed[0] if usual is None else usual)

    def settings(self) -> Settings:
        """Give how to work the outcome out."""
        return Settings(
            draws=int(self.choose("trekkingen", allowed=map(str, DRAWS), usual=str(DRAWS[0]))),
            seed=SEED,
            weighing=self.choose("gewichten", allowed=WEIGHINGS, usual=WEIGHINGS[0]),  # type: ignore[arg-type]
            scoring=self.choose("scores", allowed=SCORINGS, usual=SCORINGS[0]),  # type: ignore[arg-type]
        )

    def answer(self, request: HttpRequest, template: str, study: Study, **values: Any) -> HttpResponse:
        """Show a page of a study, with what was asked in vain."""
        part = template.removesuffix(".html")
        page = {"study": study, "faults": self.faults, "part": part, "here_key": f"lab.part.{part}", **values}
        return render(request, f"lab/{template}", page, status=UNPROCESSABLE if self.faults else 200)


def scored_groups(study: Study) -> tuple[str, ...]:
    """Give the subgroups that the source judges scenarios for."""
    return tuple(name for name in study.subgroups if study.judged(name))
