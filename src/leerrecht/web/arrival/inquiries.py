"""Is somebody known? The questions of one's own team with what came back, and those that others ask."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from leerrecht.linking.models import ANSWERS, Inquiry
from leerrecht.operations.acting import Refused
from leerrecht.operations.inquiries import answer_inquiry, join_known
from leerrecht.queries.arrivals import may_receive
from leerrecht.queries.inquiries import Posed, Question, find_posed, find_question, find_questions
from leerrecht.web.arrival.places import PLACE, first_day, place_fields, place_typed
from leerrecht.web.arrival.wording import wrong_words
from leerrecht.web.child.form_faults import NOTHING_WRONG, Wrong
from leerrecht.web.child.wording import born_words, role_words, sex_words
from leerrecht.web.frame.clock import now, today
from leerrecht.web.frame.context import DONE
from leerrecht.web.frame.plain_forms import MOST_TYPED, UNPROCESSABLE
from leerrecht.web.frame.viewing import Visit, signed_in
from leerrecht.web.words import word

CHILD, ANSWER, WORDS = "child", "answer", "words"
NAMES = ("given_names", "father_name", "family_name")


def _must(visit: Visit) -> None:
    if visit.scope is None or not (may_receive(viewer=visit.viewer) or visit.may("answer_inquiries")):
        raise Http404


def _who(inquiry: Inquiry, lang: str) -> str:
    names = " ".join(filter(None, (getattr(inquiry, name) for name in NAMES)))
    return names or word(f"arrival.by_number.{inquiry.number_kind}", lang)


def _question_row(question: Question, lang: str) -> dict[str, Any]:
    answer = word(f"inquiry.answered.{question.answer or 'waiting'}", lang)
    return {"question": question, "who": _who(question.inquiry, lang), "answer": answer}


def _posed_row(posed: Posed, lang: str) -> dict[str, Any]:
    """Put who is asked after beside who is in reach, column by column."""
    sides = (posed.inquiry.__dict__, posed.person)
    columns = [(name, *(side.get(name) or "" for side in sides)) for name in NAMES]
    columns.append(("born_on", *(born_words(side, lang) if side.get("born_from") else "" for side in sides)))
    columns.append(("sex", *(sex_words(side.get("sex") or "", lang) for side in sides)))
    return {
        "posed": posed, "who": _who(posed.inquiry, lang), "by": posed.organisation or role_words(posed.role, lang),
        "rows": [
            {"label": word(f"arrival.field.{name}", lang), "asked": asked, "known": known}
            for name, asked, known in columns
            if asked or known
        ],
    }  # fmt: skip


@signed_in
def inquiries(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show what others ask, and what one's own team asked."""
    _must(visit)
    posed = find_posed(scope=visit.children, viewer=visit.viewer, on=today())
    visit.log_read(children=[each.child for each in posed], activity="inquiry")
    page = {
        "posed": [_posed_row(each, visit.lang) for each in posed],
        "questions": [_question_row(each, visit.lang) for each in find_questions(viewer=visit.viewer, on=today())],
        "may_receive": may_receive(viewer=visit.viewer),
    }
    return render(request, "arrival/inquiries.html", page)


@signed_in
def inquiry(request: HttpRequest, visit: Visit, inquiry: str) -> HttpResponse:
    """Show one question: to who asked, what came back; to who may know, both sides and the form to answer."""
    _must(visit)
    question = find_question(viewer=visit.viewer, inquiry=inquiry, on=today())
    if question is not None:
        return _show_question(request, visit, question, NOTHING_WRONG)
    wrong = NOTHING_WRONG
    typed = {name: request.POST.get(name, "")[:MOST_TYPED] for name in (CHILD, ANSWER, WORDS)}
    if request.method == "POST":
        try:
            answer_inquiry(
                actor=visit.actor,
                at=now(),
                inquiry=inquiry,
                child=typed[CHILD],
                answer=typed[ANSWER],
                words=typed[WORDS],
            )
            return redirect(f"{reverse('inquiries')}?{DONE}=inquiry_answered")
        except Refused as refused:
            wrong = wrong_words(refused, visit.lang)
    every = find_posed(scope=visit.children, viewer=visit.viewer, on=today())
    posed = [each for each in every if each.inquiry.public_id == inquiry]
    if not posed and not wrong.summary:
        raise Http404
    visit.log_read(children=[each.child for each in posed], activity="inquiry")
    page = {
        "posed": [_posed_row(each, visit.lang) for each in posed], "typed": typed, "wrong": wrong, "inquiry": inquiry,
        "answers": [(each, word(f"inquiry.answer.{each}", visit.lang)) for each in ANSWERS],
        "errors": {name: wrong.by_field.get(name, ()) for name in typed},
    }  # fmt: skip
    return render(request, "arrival/posed.html", page, status=UNPROCESSABLE if wrong.summary else 200)


def _show_question(
    request: HttpRequest, visit: Visit, question: Question, wrong: Wrong, status: int = 200
) -> HttpResponse:  # fmt: skip
    page = {
        "row": _question_row(question, visit.lang), "wrong": wrong,
        "fields": place_fields(visit, place_typed(request, visit), wrong),
        "errors": {name: wrong.by_field.get(name, ()) for name in PLACE},
        "may_join": question.may_join and may_receive(viewer=visit.viewer),
    }  # fmt: skip
    return render(request, "arrival/question.html", page, status=status)


@require_POST
@signed_in
def join(request: HttpRequest, visit: Visit, inquiry: str) -> HttpResponse:
    """Take up somebody of whom the other side said: yes, we know this young person."""
    _must(visit)
    question = find_question(viewer=visit.viewer, inquiry=inquiry, on=today())
    if question is None:
        raise Http404
    try:
        place = place_typed(request, visit)
        child = join_known(actor=visit.actor, at=now(), inquiry=inquiry, place=place)
        return redirect(f"{reverse('child', args=[child.public_id])}?{DONE}=inquiry_joined")
    except Refused as refused:
        wrong = wrong_words(refused, visit.lang, day=first_day(visit))
    return _show_question(request, visit, question, wrong, UNPROCESSABLE)
