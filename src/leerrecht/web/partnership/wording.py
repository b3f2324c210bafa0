"""A partnership in words."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from leerrecht.law.tables import STAY_KINDS
from leerrecht.partnership.models import EVERYWHERE
from leerrecht.queries.dated import Point
from leerrecht.queries.partnerships import Overview, Row
from leerrecht.queries.rulebooks import cooperation, rulebook, standard_tasks
from leerrecht.queries.task_agreements import TaskAgreement, doers_of
from leerrecht.web.child.wording import capital, choice_words
from leerrecht.web.partnership.ways import way_of
from leerrecht.web.words import date_words, word

WITHIN = "consultation.within_months"


def domain_words(domain: str, lang: str) -> str:
    """Name a life domain; one that the rulebook no longer has, as it was written."""
    known = cooperation().domains.get(domain)
    return str(known.name[lang]) if known else domain


def task_name(task: str, lang: str) -> str:
    """Name a task; one that the rulebook no longer has, as it was written."""
    known = standard_tasks().get(task)
    return capital(known.title[lang]) if known else task


def reception_words(kind: str, lang: str) -> str:
    """Name a kind of reception."""
    return choice_words("stays", "kind", kind, lang)


def reception_kinds(lang: str) -> list[tuple[str, str]]:
    """Give the kinds of reception, each with its name."""
    return [(kind, capital(reception_words(kind, lang))) for kind in STAY_KINDS]


def point_words(point: Point, lang: str) -> str:
    """Say what isn't in order."""
    values = dict(point.values)
    if isinstance(due := values.pop("due", None), datetime.date):
        values["day"] = date_words(due, lang, long=True)
    if isinstance(domains := values.get("domains"), tuple):
        values["domains"] = "; ".join(domain_words(domain, lang) for domain in domains)
    return word(f"partnership.point.{point.kind}", lang, **values)


def points(found: Overview, lang: str, *, may_keep: bool) -> list[dict[str, str]]:
    """Give what isn't in order, in words, with the way to where it is arranged."""
    ways = [way_of(point.kind, found, lang, may_keep=may_keep) for point in found.points]
    return [
        {"state": point.state, "words": point_words(point, lang), "url": url, "link": link}
        for point, (url, link) in zip(found.points, ways, strict=True)
    ]


def list_row(row: Row, lang: str) -> dict[str, Any]:
    """Give a partnership of a list in words."""
    count = row.points
    return {
        "row": row,
        "towns": town_words(row.towns, lang),
        "phase": phase_words(row.phase, lang),
        "state": row.state,
        "said": "" if count is None else word("partnership.points", lang, count=count)
        if count else word("partnership.in_order", lang),
    }  # fmt: skip


def town_words(towns: tuple[str, ...], lang: str) -> str:
    """Name the municipalities."""
    if not towns:
        return word("partnership.no_towns", lang)
    return word("partnership.towns", lang, towns=", ".join(towns), count=len(towns))


def phase_words(phase: str, lang: str) -> str:
    """Name a phase."""
    return word(f"partnership.phase.{phase}", lang) if phase else ""


def period(start: datetime.date, end: datetime.date | None, lang: str) -> str:
    """Say from when until when something holds."""
    first = date_words(start, lang)
    if end is None:
        return word("partnership.period_from", lang, start=first)
    return word("partnership.period_to", lang, start=first, end=date_words(end, lang))


def mandate_groups(found: Overview, lang: str) -> list[dict[str, Any]]:
    """Give the mandates that hold or are to begin, by life domain; a domain without one is there too."""
    standing = [each for each in found.mandates if each.state != "ended"]
    domains = dict.fromkeys([*cooperation().domains, *(each.domain for each in standing)])
    groups = []
    for domain in domains:
        rows = [
            {"mandate": each, "period": period(each.valid_from, each.valid_to, lang)}
            for each in standing
            if each.domain == domain
        ]
        is_gap = not any(row["mandate"].state == "running" and not row["mandate"].is_void for row in rows)  # type: ignore[attr-defined]
        groups.append({"title": domain_words(domain, lang), "rows": rows, "is_gap": is_gap})
    return groups


def source_of_consultation(on: datetime.date) -> Mapping[str, str] | None:
    """Give the source of the yearly consultation in force on a day, and how sure we are; None when no rule asks for it."""
    rows = rulebook().parameters[WITHIN].values
    row = next((row for row in rows if (row.valid_from or on) <= on <= (row.valid_to or on)), None)
    return {"source": row.source, "certainty": row.certainty} if row else None


def task_rows(version: TaskAgreement, lang: str) -> list[dict[str, Any]]:
    """Give who does each task of a version: usually, and where it is somebody else."""
    return [
        {"id": task, "name": task_name(task, lang), "is_gap": task in version.gaps, **_doers(doers_of(version, task), lang)}
        for task in version.tasks
    ]  # fmt: skip


def _doers(doers: Mapping[str, str], lang: str) -> dict[str, Any]:
    others = [
        word("tasks.at_kind", lang, kind=capital(reception_words(kind, lang)), who=who)
        for kind, who in doers.items()
        if kind != EVERYWHERE
    ]
    return {"usual": doers.get(EVERYWHERE, ""), "others": others}


def side_words(doers: Mapping[str, str], lang: str) -> str:
    """Say in one line who does a task."""
    said = _doers(doers, lang)
    return "; ".join([said["usual"] or word("tasks.nobody", lang), *said["others"]])


def version_row(version: TaskAgreement, lang: str) -> dict[str, Any]:
    """Give a version in a list."""
    first = version.holds_from or version.starts_on
    return {
        "version": version,
        "title": word("tasks.version_short", lang, number=version.number),
        "state": word(f"tasks.state.{version.state}", lang),
        "period": period(first, version.holds_to, lang) if version.holds_from else "",
    }
