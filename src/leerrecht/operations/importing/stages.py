"""The stages of an import: handed in, read, applied or cancelled. Each is claimed by one runner at a time."""

from __future__ import annotations

import datetime
import secrets
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from leerrecht.access import Level, Scope
from leerrecht.audit.log import record_event
from leerrecht.caseload import Fault, Notice
from leerrecht.caseload.faults import shorten
from leerrecht.law.tables import IDENTIFIER_KINDS, TABLE
from leerrecht.operations.acting import Refused
from leerrecht.operations.importing.chunks import (
    Sight,
    Writer,
    compare_children,
    cut,
    import_children,
    known_children,
    leave_out,
)
from leerrecht.operations.importing.opening import FILE_KINDS, Workbook, open_workbook
from leerrecht.operations.importing.tally import Tally, tell
from leerrecht.queries.imports import STALE
from leerrecht.queries.keeping import category_of_facts
from leerrecht.queries.rulebooks import access_table
from leerrecht.queries.scopes import find_scope
from leerrecht.queries.viewers import Viewer, find_viewers
from leerrecht.records.models import Import

Clock = Callable[[], datetime.datetime]
Progress = Callable[[int, int], None]
CHUNK = 50
PREVIEW_CHUNK = 500
OVER = ("done", "cancelled")
KEPT = datetime.timedelta(days=7)
"""So long a list waits for somebody to come back to it."""


@dataclass(frozen=True, kw_only=True)
class Claim:
    """One runner's hold on an import, until another takes over. `runner`: its mark in the row."""

    number: int
    runner: str
    state: str
    at: datetime.datetime

    def update(self, **columns: Any) -> bool:
        """Change the row, if this runner still has it."""
        held = Import.objects.filter(pk=self.number, runner=self.runner, state=self.state)
        return held.update(**columns) == 1


@dataclass(frozen=True, kw_only=True)
class Found:
    """What reading found: everything, while the report of the import keeps the first of each."""

    faults: tuple[Fault, ...] = ()
    notices: tuple[Notice, ...] = ()
    left_out: int = 0
    children: int = 0


def may_import(*, role: str) -> bool:
    """Say whether a role may hand in a list: when it may record who children are."""
    found = access_table().roles.get(role)
    return found is not None and "children" in found.records


def _may_record(found: Import) -> Collection[str] | None:
    """Give the tables that count of what this team hands in; None: all, for the operator of this Leerrecht."""
    if found.team is None:
        return None
    role = access_table().roles.get(found.team.role)
    return role.records if role else ()


def _closed_kinds(found: Import) -> list[str]:
    """Give the kinds of numbers of which this team knows only what follows: no form of theirs takes them either."""
    if found.team is None:
        return []
    role, table = found.team.role, access_table()
    cells = {kind: table.cell(role=role, category=category_of_facts("identifiers", kind)) for kind in IDENTIFIER_KINDS}
    return [kind for kind, cell in cells.items() if cell.level_of(f"identifiers.{kind}") is Level.CONCLUSION]


def _sight(found: Import, *, at: datetime.datetime) -> Sight:
    """Give what the team that handed a list in may know; all, for the operator of this Leerrecht."""
    organisation = found.organisation.pk
    if found.team is None or found.account is None:
        return Sight(organisation=organisation, is_whole=True)
    on = timezone.localdate(at)
    viewers = (each for each in find_viewers(account=found.account, on=on) if each.team == found.team.pk)
    scopes = (find_scope(viewer=viewer, on=on) for viewer in viewers)
    return Sight(organisation=organisation, scope=next((scope for scope in scopes if isinstance(scope, Scope)), None))


def note(found: Import, *, at: datetime.datetime, action: str, viewer: Viewer | None = None) -> None:
    """Leave the audit row of a stage: who did it, else who handed the list in."""
    shared = event_of(found)
    if viewer:
        shared |= {"actor": viewer.account_id, "team": viewer.team_id, "role": viewer.role}
    record_event(at=at, action=action, **shared)


def event_of(found: Import) -> dict[str, str]:
    """Give what all audit rows of an import share."""
    role = found.team.role if found.team else ""
    known = access_table().roles.get(role)
    return {
        "object_kind": "import",
        "object_id": found.public_id,
        "actor": found.account.public_id if found.account else "",
        "team": found.team.public_id if found.team else "",
        "role": role,
        "access_rule": f"{role}:{known.purpose.id}" if known else "operator",
    }


@transaction.atomic
def hand_in(*, viewer: Viewer, at: datetime.datetime, content: bytes, file_kind: str, name_of_csv: str = "") -> Import:
    """Take in a list from somebody at work in a team. No name of a file is kept. Raises Refused."""
    if not may_import(role=viewer.role):
        raise Refused("refused.may_not_import")
    if len(content) > settings.MOST_UPLOAD_BYTES:
        raise Refused("refused.file_too_big", most=settings.MOST_UPLOAD_BYTES)
    let_go_of_old(at=at)
    return _take_in(
        organisation=viewer.organisation, account=viewer.account, team=viewer.team, at=at, content=content,
        file_kind=file_kind, name_of_csv=name_of_csv,
    )  # fmt: skip


@transaction.atomic
def hand_in_as_operator(
    *, organisation: int, at: datetime.datetime, content: bytes, file_kind: str, name_of_csv: str = ""
) -> Import:
    """Take in a list of an organisation (row number) from who runs this Leerrecht, who needs no team. Raises Refused.

    What an operator's import that stopped half-way left of its list is let go.
    """
    stopped = Import.objects.filter(organisation=organisation, team__isnull=True, progressed_at__lt=at - STALE)
    for number in stopped.exclude(state__in=OVER).values_list("pk", flat=True):
        let_go(import_id=number, at=at)
    return _take_in(
        organisation=organisation, account=None, team=None, at=at, content=content, file_kind=file_kind,
        name_of_csv=name_of_csv,
    )  # fmt: skip


def _take_in(
    *, organisation: int, account: int | None, team: int | None, at: datetime.datetime, content: bytes, file_kind: str,
    name_of_csv: str,
) -> Import:  # fmt: skip
    if file_kind not in FILE_KINDS:
        raise Refused("refused.file_kind")
    if not content:
        raise Refused("refused.file_empty")
    sheet = PurePath(name_of_csv).stem.strip().lower() if file_kind == "csv" else ""
    if file_kind == "csv" and sheet not in TABLE:
        name = shorten(PurePath(name_of_csv).name)
        raise Refused(faults=(Fault(sheet="", row=None, column=None, code="file_name_unknown", value=name),))
    found = Import.objects.create(
        organisation_id=organisation, account_id=account, team_id=team, file_kind=file_kind, content=content,
        report={"sheet": sheet} if sheet else {}, handed_in_at=at, progressed_at=at,
    )  # fmt: skip
    note(found, at=at, action="import.handed_in")
    return found


@transaction.atomic
def _claim(
    *, import_id: int, at: datetime.datetime, state: str, wanted: Q, action: str, viewer: Viewer | None,
    keep_going: bool = False,
) -> Claim:  # fmt: skip
    """Take an import for one runner, if nobody works on it. Raises Refused."""
    runner = secrets.token_hex(8)
    mine = Q(team=viewer.team) if viewer else Q()
    free = ~Q(state=state) | Q(runner="") | Q(progressed_at__lt=at - STALE)
    row = Import.objects.filter(wanted, mine, free, pk=import_id)
    changes: dict[str, Any] = {"state": state, "runner": runner, "progressed_at": at}
    if not row.update(**changes, **({"keep_going": True} if keep_going else {})):
        raise Refused(_why_not_claimed(import_id, viewer, keep_going=keep_going))
    note(_get(import_id), at=at, action=action, viewer=viewer)
    return Claim(number=import_id, runner=runner, state=state, at=at)


def _why_not_claimed(import_id: int, viewer: Viewer | None, *, keep_going: bool) -> str:
    mine = Q(team=viewer.team) if viewer else Q()
    found = Import.objects.filter(mine, pk=import_id).defer("content").first()
    if found is None:
        return "refused.no_such_import"
    if found.state in ("reading", "applying"):
        return "refused.import_busy"
    if found.state == "faulty" and not keep_going:
        return "refused.import_faulty"
    return "refused.import_over" if found.state in OVER else "refused.import_not_ready"


def claim_reading(*, import_id: int, at: datetime.datetime, viewer: Viewer | None = None) -> Claim:
    """Take an import for reading: one that waits, or of which the reader stopped or failed. Raises Refused."""
    wanted = Q(state__in=("waiting", "reading")) | Q(state="failed", total=0)
    return _claim(import_id=import_id, at=at, state="reading", wanted=wanted, action="import.reading", viewer=viewer)


def claim_applying(
    *, import_id: int, at: datetime.datetime, keep_going: bool = False, viewer: Viewer | None = None
) -> Claim:
    """Take an import for applying: one that is ready, or that stopped or failed half-way. Raises Refused."""
    wanted = Q(state__in=("ready", "applying")) | Q(state="failed", total__gt=0)
    if keep_going:
        wanted |= Q(state="faulty", total__gt=0)
    return _claim(
        import_id=import_id, at=at, state="applying", wanted=wanted, action="import.applying", viewer=viewer,
        keep_going=keep_going,
    )  # fmt: skip


def _get(import_id: int) -> Import:
    return Import.objects.select_related("organisation", "team", "account").defer("content").get(pk=import_id)


def _open(found: Import) -> Workbook:
    content = Import.objects.values_list("content", flat=True).get(pk=found.pk)
    return open_workbook(
        content=bytes(content), sheet=found.report.get("sheet", ""), may_record=_may_record(found),
        closed_kinds=_closed_kinds(found),
    )  # fmt: skip


def read_claimed(*, claim: Claim, clock: Clock) -> Found:
    """Read the list, compare it with the record, and keep what comes of it as the report. Changes no fact."""
    found = _get(claim.number)
    workbook = _open(found)
    tally = Tally()
    sight = _sight(found, at=claim.at)
    for references in cut(workbook.children, PREVIEW_CHUNK):
        children = known_children(organisation=found.organisation.pk, references=references)
        references = leave_out(references=references, known=children, reached=sight.reached, tally=tally)
        children = {reference: children[reference] for reference in references if reference in children}
        tally.children.update({"new": len(references) - len(children), "known": len(children)})
        compare_children(workbook=workbook, references=references, children=children, sight=sight, tally=tally)
        claim.update(progressed_at=clock())
    report = {
        **({"sheet": found.report["sheet"]} if "sheet" in found.report else {}), "preview": tally.as_json(),
        "faults": tell(workbook.faults), "notices": tell(workbook.notices), "left_out": workbook.left_out,
        "may_not": workbook.may_not,
    }  # fmt: skip
    with transaction.atomic():
        state = "faulty" if workbook.faults else "ready"
        kept = claim.update(
            state=state, report=report, done=0, total=len(workbook.children), runner="", progressed_at=clock()
        )
        if kept:
            note(found, at=clock(), action="import.read")
    return Found(
        faults=workbook.faults, notices=workbook.notices, left_out=workbook.left_out, children=len(workbook.children)
    )


def apply_claimed(*, claim: Claim, clock: Clock, progress: Progress | None = None) -> bool:
    """Bring the children in, some at a time; False when another runner took over or the import was cancelled."""
    found = _get(claim.number)
    workbook = _open(found)
    report = {key: value for key, value in found.report.items() if key != "failure"}
    tally = Tally.from_json(report.get("applied", {}))
    writer = Writer(
        organisation=found.organisation.pk, at=claim.at, event=event_of(found), sight=_sight(found, at=claim.at)
    )
    done, total = min(found.done, len(workbook.children)), len(workbook.children)
    for references in cut(workbook.children[done:], CHUNK):
        done += len(references)
        with transaction.atomic():
            # first of all, so that nobody else gets here: the row stays locked until the children are in
            if not claim.update(progressed_at=clock(), done=done, total=total):
                return False
            import_children(workbook=workbook, references=references, writer=writer, tally=tally)
            claim.update(report={**report, "applied": tally.as_json()})
        if progress:
            progress(done, total)
    with transaction.atomic():
        is_held = claim.update(state="done", content=b"", runner="", progressed_at=clock())
        if is_held:
            note(found, at=clock(), action="import.applied")
    return is_held


def read_import(*, import_id: int, at: datetime.datetime, clock: Clock | None = None) -> Found:
    """Read an import that waits. `clock`: tells how far it is now; by default `at`. Raises Refused."""
    return read_claimed(claim=claim_reading(import_id=import_id, at=at), clock=clock or (lambda: at))


def apply_import(
    *, import_id: int, at: datetime.datetime, keep_going: bool = False, clock: Clock | None = None,
    progress: Progress | None = None,
) -> bool:  # fmt: skip
    """Apply an import, or go on with one that stopped. `keep_going`: only the good rows. Raises Refused."""
    claim = claim_applying(import_id=import_id, at=at, keep_going=keep_going)
    return apply_claimed(claim=claim, clock=clock or (lambda: at), progress=progress)


@transaction.atomic
def cancel_import(*, import_id: int, at: datetime.datetime, viewer: Viewer | None = None) -> None:
    """Stop an import and let its list go. Children that are in stay in, whole. Raises Refused."""
    mine = Q(team=viewer.team) if viewer else Q()
    row = Import.objects.filter(mine, pk=import_id).exclude(state__in=OVER)
    if not row.update(state="cancelled", content=b"", report={}, runner="", progressed_at=at):
        raise Refused(_why_not_claimed(import_id, viewer, keep_going=True))
    note(_get(import_id), at=at, action="import.cancelled", viewer=viewer)


def let_go(*, import_id: int, at: datetime.datetime) -> None:
    """Cancel an import unless it is over."""
    if Import.objects.filter(pk=import_id).exclude(state__in=OVER).exists():
        cancel_import(import_id=import_id, at=at)


def _old(at: datetime.datetime) -> QuerySet[Import]:
    return Import.objects.filter(progressed_at__lt=at - KEPT).exclude(state__in=OVER)


def count_old(*, at: datetime.datetime) -> int:
    """Count the imports that `let_go_of_old` would cancel."""
    return _old(at).count()


def let_go_of_old(*, at: datetime.datetime) -> int:
    """Cancel imports that nobody came back to: their lists hold personal data. Gives how many."""
    numbers = list(_old(at).values_list("pk", flat=True))
    for number in numbers:
        let_go(import_id=number, at=at)
    return len(numbers)
