"""Members of a partnership and their contact persons, and who may decide on what."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from leerrecht.operations.acting import Refused
from leerrecht.operations.partnerships import add_member, change_contact, end_member
from leerrecht.operations.task_agreements import Power, end_mandate, give_mandate
from leerrecht.partnership.models import Partnership
from leerrecht.queries.dated import entitled_on
from leerrecht.queries.partnerships import Party, find_overview, may_join, people_of, towns_of
from leerrecht.queries.rulebooks import cooperation
from leerrecht.queries.task_agreements import members_of
from leerrecht.web.frame.clock import now, today
from leerrecht.web.frame.plain_forms import typed_day
from leerrecht.web.frame.viewing import Visit, signed_in
from leerrecht.web.partnership.forms import (
    CHANGED,
    Form,
    Typed,
    attempt,
    get_kept,
    seen_version,
    to_partnership,
)  # fmt: skip
from leerrecht.web.partnership.wording import domain_words
from leerrecht.web.words import word

JOIN = Form(
    template="partnership/add_member.html",
    texts=("organisation",),
    days=("valid_from",),
    fields={
        "refused.member_organisation": "organisation", "refused.member_twice": "organisation",
        "refused.member_from": "valid_from",
    },
)  # fmt: skip
STAY = Form(
    template="partnership/change_member.html",
    texts=("contact",),
    days=("valid_to",),
    fields={"refused.member_contact": "contact", "refused.member_to": "valid_to", "refused.member_last": "valid_to"},
)
GIVE = Form(
    template="partnership/give_mandate.html",
    texts=("person", "domain", "decides", "up_to"),
    days=("valid_from", "valid_to"),
    optional=("valid_to",),
    fields={
        "refused.mandate_person": "person", "refused.mandate_twice": "person", "refused.mandate_domain": "domain",
        "refused.mandate_decides": "decides", "refused.mandate_up_to": "up_to", "refused.mandate_from": "valid_from",
        "refused.mandate_to": "valid_to",
    },
)  # fmt: skip
END = Form(template="partnership/end_mandate.html", days=("valid_to",), fields={"refused.mandate_end": "valid_to"})


@signed_in
def join(request: HttpRequest, visit: Visit, partnership: str) -> HttpResponse:
    """Let an organisation take part."""
    held = get_kept(visit, partnership)
    page: dict[str, Any] = {"partnership": held, "organisations": may_join(partnership=held, on=today())}
    if request.method != "POST":
        return JOIN.show(request, JOIN.empty(valid_from=typed_day(today())), **page)
    typed = JOIN.read(request)
    days, faults = JOIN.days_of(typed, visit.lang)
    return attempt(
        lambda: add_member(
            actor=visit.officer, at=now(), partnership=partnership, organisation=typed["organisation"],
            valid_from=days["valid_from"],
        ),
        lambda: to_partnership(partnership, "member_added"),
        lambda refused: JOIN.show(request, typed, JOIN.say(refused, faults, visit.lang), **page),
    )  # fmt: skip


def _party(held: Partnership, member: str) -> Party:
    """Find a member of today; one that was replaced by another contact in the meantime, isn't there any more."""
    found = find_overview(partnership=held, on=today()).members
    party = next((each for each in found if each.public_id == member), None)
    if party is None:
        raise Http404
    return party


@signed_in
def stay(request: HttpRequest, visit: Visit, partnership: str, member: str) -> HttpResponse:
    """Say whom one turns to at a member, or let it leave."""
    held = get_kept(visit, partnership)
    if request.method != "POST":
        return _show_stay(request, visit, held, member, None)
    typed = STAY.read(request)
    days, faults = STAY.days_of(typed, visit.lang)
    who: dict[str, Any] = {
        "actor": visit.officer, "at": now(), "partnership": partnership, "member": member,
        "seen": seen_version(request),
    }  # fmt: skip
    is_end = request.POST.get("do") == "end"
    return attempt(
        lambda: (
            end_member(valid_to=days["valid_to"], **who) if is_end else change_contact(contact=typed["contact"], **who)
        ),
        lambda: to_partnership(partnership, "partnership_changed"),
        lambda refused: _show_stay(request, visit, held, member, typed, refused, faults),
    )


def _show_stay(
    request: HttpRequest, visit: Visit, held: Partnership, member: str, typed: Typed | None,
    refused: Refused | None = None, faults: dict[str, str] | None = None,
) -> HttpResponse:  # fmt: skip
    held.refresh_from_db()
    party = _party(held, member)
    found = find_overview(partnership=held, on=today())
    people = people_of(organisations=[party.organisation], towns=found.towns, on=today())
    page: dict[str, Any] = {
        "partnership": held, "party": party, "seen": held.version,
        "people": [("", word("partnership.contact_none", visit.lang)),
                   *((each.public_id, _named(each.name, each.function)) for each in people)],
    }  # fmt: skip
    if refused is None or typed is None:
        return STAY.show(request, STAY.empty(contact=party.contact_id), **page)
    if CHANGED in refused.reasons:
        return STAY.show(request, typed, is_clash=True, **page)
    return STAY.show(request, typed, STAY.say(refused, faults or {}, visit.lang), **page)


def _named(name: str, function: str) -> str:
    return f"{name}, {function}" if function else name


@signed_in
def give(request: HttpRequest, visit: Visit, partnership: str) -> HttpResponse:
    """Record that somebody may decide."""
    held = get_kept(visit, partnership)
    page: dict[str, Any] = {"partnership": held, **_mandate_choices(held, visit.lang)}
    if request.method != "POST":
        return GIVE.show(request, GIVE.empty(valid_from=typed_day(today())), **page)
    typed = GIVE.read(request)
    days, faults = GIVE.days_of(typed, visit.lang)
    organisation, _, person = typed["person"].partition(".")
    power = Power(
        organisation=organisation, person=person, domain=typed["domain"], decides=typed["decides"], up_to=typed["up_to"],
        valid_from=days["valid_from"], valid_to=days["valid_to"],
    )  # fmt: skip
    return attempt(
        lambda: give_mandate(actor=visit.officer, at=now(), partnership=partnership, power=power),
        lambda: to_partnership(partnership, "mandate_given"),
        lambda refused: GIVE.show(request, typed, GIVE.say(refused, faults, visit.lang), **page),
    )


def colleague_choices(held: Partnership) -> list[tuple[str, str]]:
    """Give who works at a member today, to choose from: public ids of organisation and person with a dot, and the name."""
    on = today()
    people = people_of(organisations=members_of(held, on), towns=towns_of(held, on), on=on)
    return [
        (f"{each.organisation_id}.{each.public_id}", f"{_named(each.name, each.function)} ({each.organisation})")
        for each in people
    ]


def mandated_choices(held: Partnership) -> list[tuple[str, str]]:
    """Give who has a mandate today, whom all members see: to choose from, as colleague_choices."""
    return [(each.code, f"{each.person} ({each.name})") for each in entitled_on(partnership=held, on=today())]


def _mandate_choices(held: Partnership, lang: str) -> dict[str, Any]:
    about = word("partnership.assents_about", lang)
    return {
        "people": colleague_choices(held),
        "domains": [
            (each.id, domain_words(each.id, lang), about if each.assents else "")
            for each in cooperation().domains.values()
        ],
    }


@signed_in
def end(request: HttpRequest, visit: Visit, partnership: str, mandate: str) -> HttpResponse:
    """Let a mandate end on a day."""
    held = get_kept(visit, partnership)
    if request.method != "POST":
        return _show_end(request, visit, held, mandate, None)
    typed = END.read(request)
    days, faults = END.days_of(typed, visit.lang)
    return attempt(
        lambda: end_mandate(
            actor=visit.officer, at=now(), partnership=partnership, mandate=mandate, seen=seen_version(request),
            valid_to=days["valid_to"],
        ),
        lambda: to_partnership(partnership, "partnership_changed"),
        lambda refused: _show_end(request, visit, held, mandate, typed, refused, faults),
    )  # fmt: skip


def _show_end(
    request: HttpRequest, visit: Visit, held: Partnership, mandate: str, typed: Typed | None,
    refused: Refused | None = None, faults: dict[str, str] | None = None,
) -> HttpResponse:  # fmt: skip
    held.refresh_from_db()
    found = find_overview(partnership=held, on=today()).mandates
    row = next((each for each in found if each.public_id == mandate and each.state != "ended"), None)
    if row is None:
        raise Http404
    page: dict[str, Any] = {
        "partnership": held, "mandate": row, "seen": held.version, "domain": domain_words(row.domain, visit.lang),
    }  # fmt: skip
    if refused is None or typed is None:
        return END.show(request, END.empty(valid_to=typed_day(today())), **page)
    if CHANGED in refused.reasons:
        return END.show(request, typed, is_clash=True, **page)
    return END.show(request, typed, END.say(refused, faults or {}, visit.lang), **page)
