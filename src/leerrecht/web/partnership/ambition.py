"""Ambitie: what a partnership wants to reach; propose, agree, say what is at stake, evaluate; and a paper to hang up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from leerrecht.insight import MEASURES
from leerrecht.operations.acting import Refused
from leerrecht.operations.ambitions import (
    MOST_GOALS,
    Aim,
    Draft,
    Look,
    adopt_ambition,
    appraise_ambition,
    endorse_ambition,
    last_day,
    propose_ambition,
    say_stake,
    withdraw_ambition,
)  # fmt: skip
from leerrecht.operations.partnerships import KEEP
from leerrecht.operations.task_agreements import ASSENT, mandate_to_assent
from leerrecht.partnership.models import Partnership
from leerrecht.queries.ambitions import Wish
from leerrecht.queries.partnerships import find_overview
from leerrecht.web.child.form_faults import NOTHING_WRONG
from leerrecht.web.frame.clock import now, today
from leerrecht.web.frame.context import DONE
from leerrecht.web.frame.plain_forms import typed_day
from leerrecht.web.frame.viewing import Visit, signed_in
from leerrecht.web.partnership.ambition_paper import goal_row, to_paper
from leerrecht.web.partnership.forms import CHANGED, Form, Typed, attempt, get_kept, get_partnership, seen_version
from leerrecht.web.partnership.goal_numbers import find_numbers, number_words
from leerrecht.web.words import word

PARTS = ("what", "measure", "indicator", "unit", "target")
NUMBERS = tuple(str(number) for number in range(1, MOST_GOALS + 1))
PROPOSE = Form(
    template="partnership/propose_ambition.html",
    texts=("text", "youth_part", "youth_said", *(f"{part}_{number}" for number in NUMBERS for part in PARTS)),
    days=("evaluate_on",),
    fields={
        "refused.tasks_members": "", "refused.ambition_text": "text", "refused.ambition_goals": "goals",
        "refused.ambition_youth_part": "youth_part", "refused.ambition_youth_said": "youth_said",
        "refused.ambition_evaluate": "evaluate_on",
    },
)  # fmt: skip
EVALUATE = Form(
    template="partnership/evaluate_ambition.html",
    texts=("results", "conclusions", "adjustments"),
    days=("held_on", "next_on"),
    fields={
        "refused.ambition_none": "", "refused.appraisal_on": "held_on", "refused.evaluation_known": "held_on",
        "refused.appraisal_results": "results", "refused.appraisal_conclusions": "conclusions",
        "refused.appraisal_adjustments": "adjustments", "refused.appraisal_next": "next_on",
    },
)  # fmt: skip
AMBITION = Form(template="partnership/ambition.html", texts=("words",), fields={"refused.stake_words": "words"})


def _to(partnership: str, done: str) -> HttpResponse:
    return redirect(f"{reverse('ambition', args=[partnership])}?{DONE}={done}")


def _acts(request: HttpRequest, visit: Visit, partnership: str, typed: Typed) -> Mapping[str, Callable[[], Any]]:
    who: dict[str, Any] = {"actor": visit.officer, "at": now(), "partnership": partnership}
    which = {**who, "number": seen_version(request)}
    return {
        "agree": lambda: endorse_ambition(**which), "adopt": lambda: adopt_ambition(**which),
        "withdraw": lambda: withdraw_ambition(**which), "stake": lambda: say_stake(**who, words=typed["words"]),
    }  # fmt: skip


SAID = {
    "agree": "ambition_agreed", "adopt": "ambition_adopted", "withdraw": "proposal_withdrawn", "stake": "stake_said",
}  # fmt: skip


@signed_in
def ambition(request: HttpRequest, visit: Visit, partnership: str) -> HttpResponse:
    """Show the ambition that holds and the proposal; agree to it, adopt or withdraw it, say what is at stake."""
    held = get_partnership(visit, partnership)
    if request.method != "POST":
        return _show(request, visit, held, AMBITION.empty())
    typed, do = AMBITION.read(request), request.POST.get("do", "")
    acts = _acts(request, visit, partnership, typed)
    if do not in acts:
        raise Http404
    return attempt(
        acts[do],
        lambda: _to(partnership, SAID[do]),
        lambda refused: _show(request, visit, held, typed, refused),
    )


def _wish_row(found: Wish, visit: Visit, held: Partnership) -> dict[str, Any]:
    lang, numbers = visit.lang, find_numbers(visit=visit, partnership=held, on=today())
    town = visit.viewer.municipality
    goals = [
        {**goal_row(goal, lang), "number": number_words(goal=goal, numbers=numbers, municipality=town, lang=lang)}
        for goal in found.goals
    ]
    return {"wish": found, "goals": goals, "state": word(f"ambition.state.{found.state}", lang)}


def _show(
    request: HttpRequest, visit: Visit, held: Partnership, typed: Typed, refused: Refused | None = None
) -> HttpResponse:
    on, may_agree = today(), visit.may(ASSENT)
    found = find_overview(partnership=held, on=on).ambitions
    own, proposal, holding = visit.viewer.organisation_name, found.proposal, found.holding
    waiting = next((each for each in (proposal, holding) if each is not None and own in each.not_agreed), None)
    mandate = mandate_to_assent(viewer=visit.viewer, partnership=held, on=on) if may_agree and waiting else None
    page: dict[str, Any] = {
        "partnership": held, "own": own, "found": found, "holding": _wish_row(holding, visit, held) if holding else None,
        "proposal": _wish_row(proposal, visit, held) if proposal else None, "waiting": waiting if mandate else None,
        "lacks_mandate": waiting is not None and mandate is None, "may_keep": visit.may(KEEP), "may_say": may_agree,
        "may_steer": visit.may("steer"), "former": [each for each in found.wishes if each.state == "replaced"],
    }  # fmt: skip
    wrong = AMBITION.say(refused, {}, visit.lang) if refused else NOTHING_WRONG
    shown = typed if refused else AMBITION.empty(words=dict(found.stakes).get(own, ""))
    return AMBITION.show(request, shown, wrong, **page)


# --- proposing and evaluating ------------------------------------------------------------------------------------------


def _draft(typed: Typed, lang: str) -> tuple[Draft, dict[str, str]]:
    days, faults = PROPOSE.days_of(typed, lang)
    goals = [Aim(**{part: typed[f"{part}_{number}"] for part in PARTS}) for number in NUMBERS]
    texts = {name: typed[name] for name in ("text", "youth_part", "youth_said")}
    return Draft(goals=goals, evaluate_on=days["evaluate_on"], **texts), faults


def _first(former: Wish | None) -> dict[str, str]:
    """Give what a proposal begins with: the open one or the one that holds, to be written on."""
    filled = {"evaluate_on": typed_day(last_day(today()))}
    if former is not None:
        filled |= {name: getattr(former, name) for name in ("text", "youth_part", "youth_said")}
        for number, goal in zip(NUMBERS, former.goals, strict=False):
            filled |= {f"{part}_{number}": getattr(goal, part) for part in PARTS}
    return filled


@signed_in
def propose(request: HttpRequest, visit: Visit, partnership: str) -> HttpResponse:
    """Propose an ambition with goals."""
    held = get_kept(visit, partnership)
    found = find_overview(partnership=held, on=today()).ambitions
    if request.method != "POST":
        return _show_proposal(request, visit, held, PROPOSE.empty(**_first(found.proposal or found.holding)))
    typed = PROPOSE.read(request)
    draft, faults = _draft(typed, visit.lang)
    return attempt(
        lambda: propose_ambition(
            actor=visit.officer, at=now(), partnership=partnership, seen=seen_version(request), draft=draft
        ),
        lambda: _to(partnership, "ambition_proposed"),
        lambda refused: _show_proposal(request, visit, held, typed, refused, faults),
    )


def _show_proposal(
    request: HttpRequest, visit: Visit, held: Partnership, typed: Typed, refused: Refused | None = None,
    faults: Mapping[str, str] | None = None,
) -> HttpResponse:  # fmt: skip
    lang, last = visit.lang, held.ambitions.last()
    measures = [("", word("ambition.own_indicator", lang))]
    measures += [(each, word(f"insight.measure.{each}", lang)) for each in MEASURES]
    goals = [
        {
            "number": number,
            "fields": {part: (f"{part}_{number}", typed[f"{part}_{number}"]) for part in PARTS},
            "is_open": number == "1" or any(typed[f"{part}_{number}"] for part in PARTS),
        }
        for number in NUMBERS
    ]
    page: dict[str, Any] = {
        "partnership": held, "goals": goals, "measures": measures, "seen": last.number if last else 0,
        "is_open": last is not None and last.adopted_on is None and last.withdrawn_at is None,
    }  # fmt: skip
    if refused is None:
        return PROPOSE.show(request, typed, **page)
    if CHANGED in refused.reasons:
        return PROPOSE.show(request, typed, is_clash=True, **page)
    wrong = PROPOSE.say(refused, faults or {}, lang)
    return PROPOSE.show(request, typed, wrong, goal_errors=wrong.by_field.get("goals", ()), **page)


@signed_in
def evaluate(request: HttpRequest, visit: Visit, partnership: str) -> HttpResponse:
    """Record an evaluation of the ambition that holds."""
    held = get_kept(visit, partnership)
    page: dict[str, Any] = {
        "partnership": held,
        "holding": find_overview(partnership=held, on=today()).ambitions.holding,
    }
    if page["holding"] is None:
        raise Http404
    if request.method != "POST":
        return EVALUATE.show(request, EVALUATE.empty(), **page)
    typed = EVALUATE.read(request)
    days, faults = EVALUATE.days_of(typed, visit.lang)
    look = Look(
        held_on=days["held_on"], next_on=days["next_on"], results=typed["results"], conclusions=typed["conclusions"],
        adjustments=typed["adjustments"],
    )  # fmt: skip
    return attempt(
        lambda: appraise_ambition(actor=visit.officer, at=now(), partnership=partnership, look=look),
        lambda: _to(partnership, "ambition_evaluated"),
        lambda refused: EVALUATE.show(request, typed, EVALUATE.say(refused, faults, visit.lang), **page),
    )


@signed_in
def paper(request: HttpRequest, visit: Visit, partnership: str) -> HttpResponse:
    """Give the ambition that holds, or else the proposal, as a PDF to sign and hang up."""
    held = get_partnership(visit, partnership)
    found = find_overview(partnership=held, on=today())
    wish = found.ambitions.holding or found.ambitions.proposal
    if wish is None:
        raise Http404
    return HttpResponse(to_paper(found, wish, lang=visit.lang), headers={
        "Content-Type": "application/pdf", "Content-Disposition": f'attachment; filename="ambitie-{wish.number}.pdf"',
    })  # fmt: skip
