"""Vraag toestemming: choose a receiver, then what for, what and until when; read the words; ask."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from leerrecht.chain.models import Professional, Team
from leerrecht.operations.acting import Refused
from leerrecht.operations.consents import PURPOSES, Asking, ask_consent, check_asking, last_day
from leerrecht.operations.texts import is_code
from leerrecht.queries.consents import decider_of, may_know_age
from leerrecht.queries.rulebooks import access_table
from leerrecht.web.child.form_faults import NOTHING_WRONG, Wrong
from leerrecht.web.child.form_page import Subject, get_subject
from leerrecht.web.child.wording import role_words
from leerrecht.web.consent.wording import asking_categories, compose
from leerrecht.web.frame.clock import now, today
from leerrecht.web.frame.context import DONE
from leerrecht.web.frame.plain_forms import MOST_TYPED, UNPROCESSABLE, read_day, say_wrong, typed_day
from leerrecht.web.frame.viewing import Visit, signed_in
from leerrecht.web.words import word

WHOLE_TEAM = "team"
TEXTS = ("person", "purpose", "until_on", "language", "interpreter", "words")
FIELDS = {
    "refused.consent_receiver": "person", "refused.consent_purpose": "purpose",
    "refused.consent_categories": "categories", "refused.consent_until": "until_on", "refused.consent_words": "words",
}  # fmt: skip


@signed_in
def ask(request: HttpRequest, visit: Visit, child: str) -> HttpResponse:
    """Ask on a young person's behalf that one receiver may know something."""
    subject = get_subject(visit, child)
    if not visit.may("ask_consent") or not visit.children.is_involved(subject.child.pk):
        raise Http404
    posted = request.POST if request.method == "POST" else request.GET
    chosen = posted.get("team", "")
    team = _teams_to_choose().filter(public_id=chosen).first() if is_code(chosen) else None
    visit.log_read(children=[child], activity="consent")
    if team is None:
        return render(request, "consent/choose.html", {"subject": subject, "teams": _teams(visit)})
    if request.method != "POST":
        return _show(request, visit, subject, team, dict.fromkeys(TEXTS, ""), [], NOTHING_WRONG)
    typed = {name: request.POST.get(name, "")[:MOST_TYPED] for name in TEXTS}
    return _answer(request, visit, subject, team, typed, request.POST.getlist("categories"))


def _receiving_roles() -> list[str]:
    """Give the roles that can reach a child, so that a page can say so where nothing need be asked."""
    roles = access_table().roles.values()
    return [role.id for role in roles if role.reached_by and role.id not in ("child", "legal_representative")]


def _teams_to_choose() -> QuerySet[Team]:
    """Give the teams that can be chosen: none where children live. Its name may tell a closed place; and if only those were
    left out, that one isn't there would tell it too.
    """
    return Team.objects.filter(role__in=_receiving_roles(), location__isnull=True).select_related("organisation")


def _teams(visit: Visit) -> list[tuple[str, str]]:
    """Give the teams to choose from: those that see something by consent first."""
    by_consent = {role.id for role in access_table().roles.values() if "consent" in role.reached_by}
    ordered = sorted(
        _teams_to_choose(), key=lambda team: (team.role not in by_consent, team.organisation.name, team.name)
    )
    return [
        (team.public_id, f"{team.name}, {team.organisation.name} ({role_words(team.role, visit.lang)})")
        for team in ordered
    ]


def _persons(team: Team, lang: str) -> list[tuple[str, str]]:
    on = today()
    members = Professional.objects.filter(
        Q(memberships__valid_to__isnull=True) | Q(memberships__valid_to__gt=on), memberships__team=team,
        memberships__valid_from__lte=on,
    )  # fmt: skip
    names = [(person.public_id, person.name) for person in members.distinct().order_by("name", "pk")]
    return [(WHOLE_TEAM, word("consent.whole_team", lang)), *names]


def _answer(
    request: HttpRequest, visit: Visit, subject: Subject, team: Team, typed: dict[str, str], categories: list[str]
) -> HttpResponse:
    """Compose the words, or ask in them."""
    until_on, fault = read_day(typed["until_on"], visit.lang)
    asking = Asking(
        team=team.public_id, person="" if typed["person"] in ("", WHOLE_TEAM) else typed["person"],
        purpose=typed["purpose"], categories=categories, until_on=until_on, words=typed["words"],
        language=typed["language"], interpreter=typed["interpreter"],
    )  # fmt: skip
    is_asked = request.POST.get("do") == "ask"
    try:
        wrong = check_asking(asking=asking, team=team, on=today(), with_words=is_asked)
        if wrong:
            raise Refused(*wrong)
        if is_asked:
            ask_consent(actor=visit.actor, at=now(), child=subject.public_id, asking=asking)
            return redirect(f"{reverse('consents', args=[subject.public_id])}?{DONE}=consent_asked")
    except Refused as refused:
        found = say_wrong(refused, fields=FIELDS, lang=visit.lang, faults={"until_on": fault})
        return _show(request, visit, subject, team, typed, categories, found)
    typed["words"] = _compose(visit, subject, team, asking)
    return _show(request, visit, subject, team, typed, categories, NOTHING_WRONG)


def _compose(visit: Visit, subject: Subject, team: Team, asking: Asking) -> str:
    number = subject.child.pk
    who = decider_of(child=number, on=today())[0] if may_know_age(scope=visit.children, child=number) else ""
    person = Professional.objects.filter(public_id=asking.person).first() if is_code(asking.person) else None
    return compose(
        team=team, professional=person, purpose=asking.purpose, categories=asking.categories,
        until_on=asking.until_on or today(), lang=visit.lang, who=who,
    )  # fmt: skip


def _show(
    request: HttpRequest, visit: Visit, subject: Subject, team: Team, typed: Mapping[str, str],
    categories: list[str], wrong: Wrong,
) -> HttpResponse:  # fmt: skip
    latest: datetime.date = last_day(on=today())
    page: dict[str, Any] = {
        "subject": subject,
        "team": team,
        "team_words": f"{team.name}, {team.organisation.name}",
        "role_words": role_words(team.role, visit.lang),
        "kinds": asking_categories(team=team, lang=visit.lang, on=today()),
        "persons": _persons(team, visit.lang),
        "purposes": [(purpose, word(f"consent.purpose.{purpose}", visit.lang)) for purpose in PURPOSES],
        "latest": typed_day(latest),
        "typed": {**typed, "person": typed["person"] or WHOLE_TEAM},
        "chosen": categories,
        "has_words": bool(typed["words"]) or "words" in wrong.by_field,
        "errors": {name: wrong.by_field.get(name, ()) for name in (*TEXTS, "categories")},
        "wrong": wrong,
    }
    return render(request, "consent/ask.html", page, status=UNPROCESSABLE if wrong.summary else 200)
