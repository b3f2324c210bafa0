"""Dezelfde jongere? Pairs of records that look alike; both side by side; what people judge, and taking it back."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from leerrecht.operations.acting import Refused
from leerrecht.operations.judgements import judge, take_back
from leerrecht.queries.doubles import Compared, find_doubles, find_pair, find_quality
from leerrecht.web.arrival.wording import wrong_words
from leerrecht.web.child.form_faults import NOTHING_WRONG, Wrong
from leerrecht.web.doubles.wording import (
    chart_of,
    double_rows,
    judgement_rows,
    kept_choices,
    quality_rows,
    side_rows,
    verdicts,
)
from leerrecht.web.frame.clock import now, today
from leerrecht.web.frame.context import DONE
from leerrecht.web.frame.plain_forms import MOST_TYPED, UNPROCESSABLE
from leerrecht.web.frame.viewing import Visit, signed_in

PAGE = 20
VERDICT, KEPT, WORDS, SEEN, REASON = "verdict", "kept", "words", "seen", "reason"


def _must(visit: Visit) -> None:
    visit.must("review_doubles")
    if visit.scope is None:
        raise Http404


@signed_in
def doubles(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show the queue, what was settled, and how well the comparison does."""
    _must(visit)
    waiting, judged = find_doubles(scope=visit.children, account=visit.viewer.account, on=today())
    shown = [*waiting[:PAGE], *judged[:PAGE]]
    visit.log_read(
        children=sorted({each.left for each in shown} | {each.right for each in shown}), activity="doubles.listed"
    )
    page = {
        "waiting": double_rows(waiting[:PAGE], visit.lang), "count": len(waiting), "more": len(waiting) > PAGE,
        "judged": double_rows(judged[:PAGE], visit.lang), "quality": quality_rows(find_quality(on=today()), visit.lang),
    }  # fmt: skip
    return render(request, "doubles/doubles.html", page)


def _get(visit: Visit, one: str, other: str) -> Compared:
    _must(visit)
    found = find_pair(scope=visit.children, one=one, other=other, on=today())
    if found is None:
        raise Http404
    visit.log_read(children=sorted([found.left.child, found.right.child]), activity="doubles")
    return found


@signed_in
def pair(request: HttpRequest, visit: Visit, one: str, other: str) -> HttpResponse:
    """Show two records side by side with what speaks for and against, and judge them."""
    found, wrong = _get(visit, one, other), NOTHING_WRONG
    typed = {name: request.POST.get(name, "")[:MOST_TYPED] for name in (VERDICT, KEPT, WORDS)}
    if request.method == "POST":
        try:
            judge(
                actor=visit.actor, at=now(), one=one, other=other, verdict=typed[VERDICT], kept=typed[KEPT],
                words=typed[WORDS], seen=request.POST.getlist(SEEN),
            )  # fmt: skip
            return redirect(f"{reverse('doubles')}?{DONE}=pair_judged")
        except Refused as refused:
            wrong = wrong_words(refused, visit.lang)
    return _show(request, visit, found, typed, wrong)


@require_POST
@signed_in
def undo(request: HttpRequest, visit: Visit, one: str, other: str) -> HttpResponse:
    """Take back all that was judged of two records."""
    found = _get(visit, one, other)
    try:
        reason = request.POST.get(REASON, "")[:MOST_TYPED]
        seen = request.POST.getlist(SEEN)
        take_back(actor=visit.actor, at=now(), one=one, other=other, reason=reason, seen=seen)
        return redirect(f"{reverse('pair', args=[one, other])}?{DONE}=pair_undone")
    except Refused as refused:
        return _show(request, visit, found, {REASON: reason}, wrong_words(refused, visit.lang))


def _show(request: HttpRequest, visit: Visit, found: Compared, typed: dict[str, str], wrong: Wrong) -> HttpResponse:
    lang = visit.lang
    is_mine = any(each.judged_by_id == visit.viewer.account for each in found.judgements)
    page: dict[str, Any] = {
        "found": found, "rows": side_rows(found, lang), "chart": chart_of(found.like, lang),
        "judgements": judgement_rows(found.judgements, lang), "seen": [each.public_id for each in found.judgements],
        "typed": {**dict.fromkeys((VERDICT, KEPT, WORDS, REASON), ""), **typed}, "wrong": wrong,
        "errors": {name: wrong.by_field.get(name, ()) for name in (VERDICT, KEPT, WORDS, REASON)},
        "verdicts": verdicts(lang), "kept_choices": kept_choices(found, lang),
        "may_judge": found.state not in ("different", "linked") and not (is_mine and found.state != "unsure"),
    }  # fmt: skip
    return render(request, "doubles/pair.html", page, status=UNPROCESSABLE if wrong.summary else 200)
