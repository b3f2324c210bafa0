"""Wie doet wat: a version of the task agreement, a proposal, agreeing to it, and two versions side by side."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from leerrecht.law.tables import STAY_KINDS
from leerrecht.law.tasks import OTHER
from leerrecht.operations.acting import Refused
from leerrecht.operations.partnerships import KEEP
from leerrecht.operations.task_agreements import (
    ASSENT,
    Division,
    adopt_tasks,
    assent_to,
    mandate_to_assent,
    propose_tasks,
    withdraw_proposal,
)  # fmt: skip
from leerrecht.partnership.models import EVERYWHERE, Partnership
from leerrecht.queries.partnerships import Overview, find_overview
from leerrecht.queries.rulebooks import standard_tasks
from leerrecht.queries.task_agreements import TaskAgreement, comparable, compare
from leerrecht.web.child.form_faults import NOTHING_WRONG, Wrong
from leerrecht.web.frame.clock import now, today
from leerrecht.web.frame.context import DONE
from leerrecht.web.frame.plain_forms import MOST_TYPED, UNPROCESSABLE, typed_day
from leerrecht.web.frame.viewing import Visit, signed_in
from leerrecht.web.partnership.forms import CHANGED, Form, get_kept, get_partnership, only_said, seen_version
from leerrecht.web.partnership.wording import (
    period,
    reception_kinds,
    side_words,
    task_name,
    task_rows,
    version_row,
)  # fmt: skip
from leerrecht.web.words import word

PROPOSE = Form(
    template="partnership/propose.html",
    texts=("why",),
    days=("starts_on",),
    fields={
        "refused.tasks_members": "", "refused.tasks_start": "starts_on", "refused.tasks_why": "why",
        "refused.tasks_lines": "lines", "refused.tasks_doer": "lines",
    },
)  # fmt: skip
MOST_DIGITS = 6
Lines = dict[tuple[str, str], str]


# --- a version ---------------------------------------------------------------------------------------------------------


def _find(found: Overview, number: int) -> TaskAgreement:
    version = next((each for each in found.versions if each.number == number), None)
    if version is None:
        raise Http404
    return version


ACTS = {"withdraw": withdraw_proposal, "adopt": adopt_tasks, "agree": assent_to}
SAID = {"withdraw": "proposal_withdrawn", "adopt": "tasks_adopted", "agree": "tasks_agreed"}


@signed_in
def version(request: HttpRequest, visit: Visit, partnership: str, number: str) -> HttpResponse:
    """Show who does what in a version; agree to it, adopt it, or withdraw it."""
    held = get_partnership(visit, partnership)
    if not number.isascii() or not number.isdigit() or len(number) > MOST_DIGITS:
        raise Http404
    return _act(request, visit, held, int(number))


def _act(request: HttpRequest, visit: Visit, held: Partnership, number: int) -> HttpResponse:
    if request.method != "POST":
        return _show(request, visit, held, number)
    act = request.POST.get("do", "")
    if act not in ACTS:
        return _show(request, visit, held, number)
    try:
        ACTS[act](actor=visit.officer, at=now(), partnership=held.public_id, number=number)
    except Refused as refused:
        return _show(request, visit, held, number, only_said(refused, visit.lang))
    done = _find(find_overview(partnership=held, on=today()), number).adopted_on and act == "agree"
    said = "tasks_adopted" if done else SAID[act]
    return redirect(f"{reverse('task_agreement', args=[held.public_id, number])}?{DONE}={said}")


def _show(
    request: HttpRequest, visit: Visit, held: Partnership, number: int, wrong: Wrong = NOTHING_WRONG
) -> HttpResponse:
    on, lang = today(), visit.lang
    found = find_overview(partnership=held, on=on)
    shown = _find(found, number)
    own = visit.viewer.organisation_name
    waits = own in shown.not_agreed and shown.state in ("open", "ahead", "running")
    mandate = mandate_to_assent(viewer=visit.viewer, partnership=held, on=on) if visit.may(ASSENT) else None
    page = {
        "partnership": held,
        "version": shown,
        "row": version_row(shown, lang),
        "tasks": task_rows(shown, lang),
        "holds": period(shown.holds_from, shown.holds_to, lang) if shown.holds_from else "",
        "own": own,
        "may_agree": waits and mandate is not None,
        "lacks_mandate": waits and mandate is None,
        "may_keep": visit.may(KEEP),
        "is_ready": shown.state == "open" and not shown.not_agreed,
        "others": len(found.versions) > 1,
        "wrong": wrong,
    }
    return render(request, "partnership/version.html", page, status=UNPROCESSABLE if wrong.summary else 200)


# --- a proposal --------------------------------------------------------------------------------------------------------


@signed_in
def propose(request: HttpRequest, visit: Visit, partnership: str) -> HttpResponse:
    """Propose who does what: the form begins with what holds, or with who usually does it."""
    held = get_kept(visit, partnership)
    found = find_overview(partnership=held, on=today())
    if request.method != "POST":
        return _show_proposal(request, visit, found, PROPOSE.empty(), _first(found))
    typed, lines = PROPOSE.read(request), _lines(request.POST)
    days, faults = PROPOSE.days_of(typed, visit.lang)
    division = Division(starts_on=days["starts_on"], why=typed["why"], lines=lines)
    try:
        made = propose_tasks(
            actor=visit.officer, at=now(), partnership=partnership, seen=seen_version(request), division=division
        )
    except Refused as refused:
        fresh = find_overview(partnership=held, on=today())
        if CHANGED in refused.reasons:
            return _show_proposal(request, visit, fresh, typed, lines, is_clash=True)
        return _show_proposal(request, visit, fresh, typed, lines, wrong=PROPOSE.say(refused, faults, visit.lang))
    return redirect(f"{reverse('task_agreement', args=[partnership, made.number])}?{DONE}=tasks_proposed")


def _name(task: str, kind: str) -> str:
    return f"{task}.{kind}" if kind else task


def _lines(posted: Mapping[str, str]) -> Lines:
    """Read who was chosen for each task and kind of reception; nothing else is looked at."""
    places = [(task, kind) for task in standard_tasks() for kind in (EVERYWHERE, *STAY_KINDS)]
    return {place: posted[_name(*place)][:MOST_TYPED] for place in places if posted.get(_name(*place))}


def _first(found: Overview) -> Lines:
    """Give what a proposal begins with: the open one, the one in force, or the members of the kind that usually does it."""
    former = found.proposal or found.task_agreement
    members = {each.organisation_id for each in found.members}
    if former is not None:
        return {place: doer.public_id for place, doer in former.lines.items() if doer.public_id in members}
    of_kind: dict[str, str] = {}
    for member in found.members:
        of_kind.setdefault(member.kind, member.organisation_id)
    lines = {}
    for task in standard_tasks().values():
        for kind in (EVERYWHERE, *(kind for kind in task.held_by if kind != OTHER)):
            if task.holder_in(kind) in of_kind:
                lines[task.id, kind] = of_kind[task.holder_in(kind)]
    return lines


def _show_proposal(
    request: HttpRequest, visit: Visit, found: Overview, typed: dict[str, Any], lines: Lines, *,
    wrong: Wrong = NOTHING_WRONG, is_clash: bool = False,
) -> HttpResponse:  # fmt: skip
    lang = visit.lang
    if not typed["starts_on"] and not wrong.summary:
        typed = {**typed, "starts_on": typed_day(today())}
    kinds = reception_kinds(lang)
    as_usual = ("", word("tasks.as_usual", lang))
    doers = [(each.organisation_id, each.name) for each in found.members]
    names = dict(doers)
    rows = [
        {
            "name": task,
            "label": task_name(task, lang),
            "chosen": lines.get((task, EVERYWHERE), ""),
            "kinds": [
                {"name": _name(task, kind), "label": label, "chosen": lines.get((task, kind), "")}
                for kind, label in kinds
            ],
            "others": "; ".join(
                word("tasks.at_kind", lang, kind=label, who=names[lines[task, kind]])
                for kind, label in kinds if lines.get((task, kind)) in names
            ),
        }
        for task in standard_tasks()
    ]  # fmt: skip
    page = {
        "partnership": found.partnership, "rows": rows, "nobody": [("", word("tasks.nobody", lang)), *doers],
        "otherwise": [as_usual, *doers], "seen": found.versions[-1].number if found.versions else 0,
        "open_number": found.proposal.number if found.proposal else 0,
        "line_errors": wrong.by_field.get("lines", ()),
    }  # fmt: skip
    return PROPOSE.show(request, typed, wrong, is_clash=is_clash, **page)


# --- side by side ------------------------------------------------------------------------------------------------------


@signed_in
def compare_page(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Lay two task agreements side by side, with what differs marked."""
    lang = visit.lang
    choices, versions = comparable(viewer=visit.viewer, on=today())
    named = [
        (each.key, word("tasks.choice", lang, partnership=each.partnership, number=each.number,
                        state=word(f"tasks.state.{each.state}", lang)))
        for each in choices
    ]  # fmt: skip
    keys = [request.GET.get(name, "") for name in ("een", "ander")]
    one, other = (versions.get(key) for key in keys)
    page: dict[str, Any] = {"choices": named, "keys": keys, "rows": None, "titles": ["", ""]}
    if one is not None and other is not None:
        by_kind = keys[0].partition(".")[0] != keys[1].partition(".")[0]
        rows = compare(one, other, by_kind=by_kind)
        page |= {
            "titles": [dict(named)[key] for key in keys],
            "by_kind": by_kind,
            "count": sum(row.differs for row in rows),
            "rows": [
                {"name": task_name(row.task, lang), "one": side_words(row.one, lang), "other": side_words(row.other, lang),
                 "differs": row.differs}
                for row in rows
            ],
        }  # fmt: skip
    return render(request, "partnership/compare.html", page)
