"""Imports as their own team sees them: how far, what was found, what is left for a person to decide."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from leerrecht.chain.models import Organisation
from leerrecht.queries.viewers import Viewer
from leerrecht.records.models import Child, Import

STALE = datetime.timedelta(seconds=60)
"""A runner that hasn't been heard of for so long has stopped; another may go on."""
UNDER_WAY = ("waiting", "reading", "applying")
MOST_LISTED = 50


@dataclass(frozen=True, kw_only=True)
class Said:
    """A fault or a notice in words."""

    code: str
    place: str
    what: str
    remedy: str


@dataclass(frozen=True, kw_only=True)
class Difference:
    """A row that says something else than the record, which was left as it is.

    `child`: its reference in the workbook. `why`: other_source, typed_here, withdrawn_here, corrected_since or period
    (with what was known it would end before it starts). `recorded_by`: the organisation whose fact it is.
    """

    child: str
    table: str
    row: int
    why: str
    recorded_by: str


@dataclass(frozen=True, kw_only=True)
class TableCounts:
    """What comes of the rows of one table: preview until the import is done, then what was done.

    `unnamed`: facts of the same source that the workbook has no row for; they stay. `may_not`: rows that this role may
    not record.
    """

    table: str
    new: int = 0
    same: int = 0
    corrected: int = 0
    corrected_since: int = 0
    differs: int = 0
    unnamed: int = 0
    may_not: int = 0


@dataclass(frozen=True, kw_only=True)
class ImportSeen:
    """An import for a page. `number` is its row. `done` and `total` count children. `left_out`: rows that had a fault.

    `is_stopped`: somebody should start it again, nobody works on it. `failure`: the id under which it is in the log.
    Of faults, notices and differences the first are given, and how many there are.
    """

    number: int
    public_id: str
    state: str
    organisation: str
    handed_in_at: datetime.datetime
    keep_going: bool
    done: int
    total: int
    is_stopped: bool
    failure: str
    children_new: int
    children_known: int
    children_touched: int
    children_out_of_reach: int
    left_out: int
    counts: tuple[TableCounts, ...]
    faults: tuple[Said, ...]
    faults_total: int
    notices: tuple[Said, ...]
    notices_total: int
    differences: tuple[Difference, ...]
    differences_total: int


def find_import(*, viewer: Viewer, public_id: str, at: datetime.datetime, lang: str = "nl") -> ImportSeen | None:
    """Find an import of the viewer's team by its address."""
    found = _of_team(viewer).filter(public_id=public_id).first()
    return see(found, at=at, lang=lang) if found else None


def find_imports(*, viewer: Viewer, at: datetime.datetime, lang: str = "nl") -> list[ImportSeen]:
    """Give the imports of the viewer's team, the last first."""
    return [see(found, at=at, lang=lang) for found in _of_team(viewer)[:MOST_LISTED]]


def named_children(seen: ImportSeen) -> tuple[str, ...]:
    """Give the public ids of the children that a page about an import names, for the log of what was read."""
    references = {row.child for row in seen.differences}
    if not references:
        return ()
    known = Child.objects.filter(reference__in=references, origin__name=seen.organisation)
    return tuple(known.order_by("pk").values_list("public_id", flat=True))


def _of_team(viewer: Viewer) -> QuerySet[Import]:
    return Import.objects.filter(team=viewer.team).select_related("organisation").defer("content")


def is_stopped(found: Import, *, at: datetime.datetime) -> bool:
    """Say whether an import should be under way, but nobody works on it."""
    return found.state in UNDER_WAY and found.progressed_at < at - STALE


def see(found: Import, *, at: datetime.datetime, lang: str) -> ImportSeen:
    """Give an import in words."""
    report: dict[str, Any] = found.report
    tally = report.get("applied") or report.get("preview") or {}
    counts = {name: dict(each) for name, each in tally.get("counts", {}).items()}
    for name, rows in report.get("may_not", {}).items():
        counts.setdefault(name, {})["may_not"] = rows
    children = tally.get("children", {})
    faults, notices = report.get("faults", {}), report.get("notices", {})
    differences = tally.get("differences", {})
    return ImportSeen(
        number=found.pk, public_id=found.public_id, state=found.state, organisation=found.organisation.name,
        handed_in_at=found.handed_in_at, keep_going=found.keep_going, done=found.done, total=found.total,
        is_stopped=is_stopped(found, at=at), failure=report.get("failure", ""),
        children_new=children.get("new", 0), children_known=children.get("known", 0),
        children_touched=children.get("touched", 0), children_out_of_reach=children.get("out_of_reach", 0),
        left_out=report.get("left_out", 0),
        counts=tuple(TableCounts(table=name, **each) for name, each in counts.items()),
        faults=_said(faults, lang), faults_total=faults.get("total", 0),
        notices=_said(notices, lang), notices_total=notices.get("total", 0),
        differences=_differences(differences.get("shown", ())), differences_total=differences.get("total", 0),
    )  # fmt: skip


def _said(kept: dict[str, Any], lang: str) -> tuple[Said, ...]:
    return tuple(
        Said(code=each["code"], place=each["place"][lang], what=each["what"][lang], remedy=each["remedy"][lang])
        for each in kept.get("shown", ())
    )


def _differences(kept: Iterable[dict[str, Any]]) -> tuple[Difference, ...]:
    kept = list(kept)
    names = dict(Organisation.objects.filter(pk__among={each["source"] for each in kept}).values_list("pk", "name"))
    return tuple(
        Difference(
            child=each["child"],
            table=each["table"],
            row=each["row"],
            why=each["why"],
            recorded_by=names.get(each["source"], ""),
        )
        for each in kept
    )
