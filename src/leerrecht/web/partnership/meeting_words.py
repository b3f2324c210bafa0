"""Meetings and knots in words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from leerrecht.operations.partnerships import KEEP
from leerrecht.queries.knots import Bound
from leerrecht.queries.meetings import Row, Sitting, Task
from leerrecht.queries.rulebooks import cooperation
from leerrecht.web.child.wording import role_words
from leerrecht.web.frame.viewing import Visit
from leerrecht.web.partnership.wording import domain_words
from leerrecht.web.words import date_words, word

STATE_OF_MEETING = {"planned": "due", "sent": "upcoming", "held": "met", "cancelled": "unknown"}


def domains_words(domains: Iterable[str], lang: str) -> str:
    """Name several life domains."""
    return "; ".join(domain_words(each, lang) for each in domains)


def domain_choices(lang: str) -> list[tuple[str, str]]:
    """Give the life domains to choose from."""
    return [(each, domain_words(each, lang)) for each in cooperation().domains]


def series_row(row: Row, lang: str) -> dict[str, Any]:
    """Give a series in words."""
    return {
        "row": row,
        "kind": word(f"meetings.kind.{row.kind}", lang),
        "rhythm": word(f"meetings.rhythm.{row.rhythm}", lang),
        "domains": domains_words(row.domains, lang),
        "needed": ", ".join(row.needed),
        "overlaps": word("meetings.overlaps", lang, names=", ".join(row.overlaps)) if row.overlaps else "",
    }


def sitting_row(found: Sitting, lang: str) -> dict[str, Any]:
    """Give a meeting in words."""
    return {
        "sitting": found,
        "title": word(
            "meetings.title_of", lang, name=found.series.name, day=date_words(found.held_on, lang, long=True)
        ),
        "time": word("meetings.time_of", lang, start=f"{found.starts:%H:%M}", end=f"{found.ends:%H:%M}"),
        "state": STATE_OF_MEETING[found.state],
        "said": word(f"meetings.state.{found.state}", lang),
    }


def short_words(found: Sitting, lang: str) -> list[str]:
    """Say who is missing at a meeting without whom it can't decide."""
    said = []
    if found.no_domains:
        said.append(word("meetings.no_domains", lang, domains=domains_words(found.no_domains, lang)))
    if found.no_needed:
        said.append(word("meetings.no_needed", lang, who=", ".join(found.no_needed)))
    return said


def task_rows(tasks: Iterable[Task], visit: Visit, *, directs: bool = False) -> list[dict[str, Any]]:
    """Give actions in words. `directs`: the viewer directs the knot that they follow up."""
    return [
        {
            "task": each,
            "said": word(f"meetings.task_state.{'checked' if each.checked_on else each.state}", visit.lang),
            "may_finish": each.done_on is None and each.organisation == visit.viewer.organisation and visit.may("assent"),
            "may_check": each.done_on is not None and each.checked_on is None and (visit.may(KEEP) or directs),
        }
        for each in tasks
    ]  # fmt: skip


def about_words(categories: Iterable[str], lang: str) -> str:
    """Say what a knot or an answer about a child is about."""
    return "; ".join(word(f"points.about.{each}", lang) for each in categories)


def says_who(found: Bound) -> bool:
    """Tell whether a viewer may read which organisations have to do with a knot. A school may not read which look after a
    child; a mandate or a life domain would tell as much as a name, as all members see who has which.
    """
    return found.tied is None or found.tied.knows_holders


def _people_words(found: Bound, visit: Visit) -> dict[str, Any]:
    """Give who may decide, who said what is at stake, who agreed and who decided: of other organisations as far as it may be
    said.
    """
    is_open, viewer, lang = says_who(found), visit.viewer, visit.lang
    other = word("forms_child.another_organisation", lang)

    def is_said(organisation: int | None) -> bool:
        return is_open or organisation == viewer.organisation

    return {
        "is_whole": is_open, "is_stuck": is_open and found.is_stuck,
        "able": [each for each in found.able if is_said(each.organisation)],
        "partly": [
            {"who": each, "domains": domains_words(sorted(each.domains & set(found.domains)), lang)}
            for each in found.partly
            if is_said(each.organisation)
        ],
        "interests": [
            {"name": each.name if is_open or each.name == viewer.organisation_name else other, "words": each.words}
            for each in found.interests
        ],
        "agreed": [
            {"who": f"{each.person}, {each.name}", "on": each.on, "domains": domains_words(each.domains, lang)}
            if is_said(each.who[1])
            else {"who": other, "on": each.on, "domains": ""}
            for each in (found.draft.agreed if found.draft else ())
        ],
        "decider": found.decider if is_said(found.decided_for) else other,
        "decided_by": found.decided_by if is_said(found.decided_for) else (),
    }  # fmt: skip


def knot_words(found: Bound, visit: Visit) -> dict[str, Any]:
    """Give what a page says of a knot beside its row: who agreed to what lies there, and the child it is about."""
    draft, tied, lang = found.draft, found.tied, visit.lang
    return {
        **_people_words(found, visit),
        "draft": draft,
        "open_domains": domains_words(draft.open_domains, lang) if draft else "",
        "tied": tied,
        "tied_about": about_words(tied.categories, lang) if tied else "",
        "tied_readers": ", ".join(role_words(each, lang) for each in tied.shared_with) if tied else "",
        "may_tell": tied is not None
        and not tied.outcome_told_on
        and (tied.told_on is None or found.decided_on is not None),
    }  # fmt: skip


def knot_row(found: Bound, lang: str) -> dict[str, Any]:
    """Give a knot in words."""
    if found.decided_on is not None:
        said = word("knots.state.decided", lang)
    elif found.climbed:
        said = word("knots.state.climbed", lang, step=found.climbed, who=found.at_step)
    else:
        said = word(f"knots.state.{found.state}", lang)
    return {
        "knot": found, "said": said, "domains": domains_words(found.domains, lang),
        "is_stuck": says_who(found) and found.is_stuck,
        "due": date_words(found.due_on, lang, long=True),
    }  # fmt: skip
