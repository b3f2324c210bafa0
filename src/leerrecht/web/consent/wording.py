"""Consent in words: what is asked, of whom, what was answered; and the words in which a young person is asked."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from leerrecht.access import Level, Scope
from leerrecht.chain.models import Professional, Team
from leerrecht.grants.models import Consent
from leerrecht.operations.consents import agreement_needed, can_ask
from leerrecht.queries.consents import (
    REPRESENTATIVE,
    decider_of,
    is_representative,
    may_know_age,
    receipt_of,
    state_of,
)
from leerrecht.queries.notices import Told
from leerrecht.queries.rulebooks import access_table
from leerrecht.queries.viewers import Viewer
from leerrecht.web.child.wording import role_words
from leerrecht.web.frame.viewing import Visit
from leerrecht.web.words import book, date_words, word

STATE_KINDS = {
    "open": "due", "given": "met", "refused": "unknown", "withdrawn": "unknown", "ended": "unknown", "lapsed": "unknown",
}  # fmt: skip


NOT_ASKED = ("consent", "statistics")
"""Categories that aren't about what somebody may know of a child."""


def category_title(category: str, lang: str) -> str:
    """Name a category as the access table does."""
    found = access_table().categories.get(category)
    return str(found.title[lang]) if found else category


def category_titles(categories: Iterable[str], lang: str) -> list[str]:
    """Name categories."""
    return [category_title(category, lang) for category in categories]


def receiver_words(team: Team, professional: Professional | None) -> str:
    """Name a receiver: the team, or the person in it."""
    place = f"{team.name}, {team.organisation.name}"
    return f"{professional.name} ({place})" if professional else place


def compose(
    *, team: Team, professional: Professional | None, purpose: str, categories: Iterable[str],
    until_on: datetime.date, lang: str, who: str,
) -> str:  # fmt: skip
    """Write the words in which a young person is asked, in short sentences. `who`: who decides, or "" when not to say."""
    texts = book().texts
    whats = [
        word(f"consent.what.{each}", lang) if f"consent.what.{each}" in texts else category_title(each, lang)
        for each in categories
    ]
    lines = [
        word("consent.words.who", lang, receiver=receiver_words(team, professional)),
        word("consent.words.why", lang, purpose=word(f"consent.for.{purpose}", lang)),
        word("consent.words.what", lang),
        *(f"- {what}" for what in whats),
        word("consent.words.until", lang, day=date_words(until_on, lang, long=True)),
        word("consent.words.choose", lang),
        word("consent.words.stop", lang),
    ]
    if who:
        lines.append(word(f"consent.words.{who}", lang))
    return "\n".join(lines)


def asking_categories(*, team: Team, lang: str, on: datetime.date) -> dict[str, list[Any]]:
    """Sort the categories for a receiver: those to ask for, those that need an agreement first, those for which law is the
    ground, those that stay apart (what the young person shares, or what is their own work), those that stay closed.
    """
    table = access_table()
    found: dict[str, list[Any]] = {"ask": [], "agreement": [], "law": [], "apart": [], "never": []}
    for category in table.categories.values():
        title = str(category.title[lang])
        cell = table.cell(role=team.role, category=category.id)
        if can_ask(role=team.role, category=category.id):
            missing = agreement_needed(team=team, category=category.id, on=on)
            if missing:
                names = ", ".join(str(table.agreements[code].name[lang]) for code in missing)
                found["agreement"].append({"title": title, "agreement": names})
            else:
                found["ask"].append((category.id, title))
        elif category.id in NOT_ASKED:
            continue
        elif cell.level in (Level.OWN, Level.SHARED):
            found["apart"].append(title)
        elif cell.level > Level.NEVER or cell.named:
            found["law"].append({"title": title, "basis": category.basis})
        else:
            found["never"].append(title)
    return found


def person_words(consent: Consent) -> str:
    """Name who asked, with the team."""
    person = consent.asked_by.professional
    return f"{person.name}, {consent.asked_team.name}" if person else consent.asked_team.name


def consent_row(*, consent: Consent, visit: Visit, on: datetime.date) -> dict[str, Any]:
    """Give a consent for a page. What the young person said is for who represents them and has to weigh it;
    what was said with an own decision is the young person's alone.
    """
    state, lang = state_of(consent=consent, on=on), visit.lang
    is_whole = knows_whole(visit.children, consent.child_id)
    may = abilities(consent=consent, viewer=visit.viewer, scope=visit.children, on=on)
    return {
        "id": consent.public_id,
        "state": state,
        "kind": STATE_KINDS[state],
        "state_words": word(f"consent.state.{state}", lang),
        "receiver": receiver_words(consent.team, consent.professional),
        "purpose": word(f"consent.purpose.{consent.purpose}", lang),
        "categories": category_titles(consent.categories.split(), lang),
        "asked_on": timezone.localtime(consent.asked_at).date(),
        "asked_by": person_words(consent),
        "asked_words": consent.asked_words,
        "language": consent.language,
        "interpreter": consent.interpreter,
        "until_on": consent.until_on,
        "decided_on": timezone.localtime(consent.decided_at).date() if consent.decided_at else None,
        "decided_as": word(f"consent.decided.{consent.decided_as}", lang) if consent.decided_as else "",
        "is_noted": consent.decided_as == "child" and consent.decided_by_id is not None,
        "withdrawn_on": timezone.localtime(consent.withdrawn_at).date() if consent.withdrawn_at else None,
        "wish": word(f"consent.wish.{consent.child_wish}", lang) if is_whole and consent.child_wish else "",
        "view": consent.child_view if is_whole and consent.decided_as != "child" else "",
        "reason": consent.decision_reason if is_whole else "",
        "receipt": receipt_of(consent=consent) if consent.decision == "yes" else "",
        "withdrawal_receipt": receipt_of(consent=consent, is_withdrawal=True) if consent.withdrawn_at else "",
        "may_decide": state == "open" and bool(may["decide"]),
        "may_withdraw": state == "given" and bool(may["withdraw"]),
    }


def knows_whole(scope: Scope, child: int) -> bool:
    """Tell whether a viewer may see all consents of a child, with what was said."""
    if scope.reach_of(child).is_aftercare:  # what was agreed since isn't theirs to know
        return False
    return max(lens.category_level("consent") for lens in scope.lenses_of(child)) is Level.FULL


def abilities(*, consent: Consent, viewer: Viewer, scope: Scope, on: datetime.date) -> dict[str, str]:
    """Say as whom somebody may decide on a consent, and as whom take it back: child, legal_representative or nobody."""
    child = consent.child_id
    is_asker = consent.asked_team_id == viewer.team and scope.is_involved(child)
    if is_representative(viewer=viewer, child=child, on=on):
        decides = REPRESENTATIVE if decider_of(child=child, on=on)[0] == REPRESENTATIVE else ""
        if decides or not is_asker:
            return {"decide": decides, "withdraw": REPRESENTATIVE}
    is_own = is_asker and consent.asked_by_id == viewer.account and may_know_age(scope=scope, child=child)
    return {"decide": "child" if is_own else "", "withdraw": "child" if is_asker else ""}


def _subject(kind: str) -> str:
    """Say what a notice is about: consent, glass or move."""
    return kind.partition("_")[0]


def notice_row(told: Told, lang: str) -> dict[str, Any]:
    """Give a notice in words."""
    who = told.by or role_words(told.by_role, lang)
    name = told.name or word("notices.somebody", lang)
    verdict = word(f"glass.verdict.{told.verdict}", lang) if told.verdict else ""
    return {
        "told": told,
        "kind": "overdue"
        if told.kind in ("glass_opened", "glass_late")
        else "due"
        if told.kind == "consent_asked"
        else "upcoming",
        "state_words": word(f"notices.{_subject(told.kind)}", lang),
        "page": "move" if _subject(told.kind) == "move" else "consents",
        "text": word(f"notices.{told.kind}", lang, name=name, who=who, verdict=verdict),
        "on": timezone.localtime(told.at).date(),
        "clock": f"{timezone.localtime(told.at):%H:%M}",
        "purpose": word(f"consent.purpose.{told.purpose}", lang) if told.purpose else "",
        "categories": category_titles(told.categories, lang),
    }
