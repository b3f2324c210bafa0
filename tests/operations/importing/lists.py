"""Small lists to hand in, and the whole record to compare with. Not a test."""

from __future__ import annotations

import datetime
import io
import zipfile
from pathlib import Path
from typing import Any

import polars as pl

from leerrecht.accounts.models import Account
from leerrecht.audit.models import Event
from leerrecht.caseload import empty_frames, write_caseload
from leerrecht.chain.models import Membership, Organisation, Professional, Team
from leerrecht.operations.importing import apply_import, hand_in_as_operator, read_import
from leerrecht.queries.viewers import Viewer, find_viewers
from leerrecht.records.models import FACTS, Child, Import

ROOT = Path(__file__).parents[3]
TSD = ROOT / "examples" / "tsd"
AT = datetime.datetime(2026, 9, 15, 10, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)
Rows = list[dict[str, Any]]


def date(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def workbook(**tables: Rows) -> bytes:
    """Write a list with these rows; every column is there."""
    frames = empty_frames()
    for name, rows in tables.items():
        numbered = [{**row, "row": place} for place, row in enumerate(rows, start=2)]
        frames[name] = pl.DataFrame(numbered, schema=frames[name].schema, orient="row")
    return written(frames)


def csv(header: str, *lines: str) -> bytes:
    return "\n".join([header, *lines]).encode()


def zipped(files: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


def written(frames: dict[str, pl.DataFrame]) -> bytes:
    stream = io.BytesIO()
    write_caseload(frames=frames, to=stream)
    return stream.getvalue()


def child(name: str = "K1", **values: Any) -> dict[str, Any]:
    born = {"born_from": date("2010-03-01"), "born_to": date("2010-03-01"), "born_precision": "day"}
    return {"child": name, "given_names": "Yusuf", "family_name": "Haddad", **born, **values}


def stay(name: str = "K1", **values: Any) -> dict[str, Any]:
    return {"child": name, "municipality": "Veenmeer", "valid_from": date("2026-05-01"), **values}


def organisation(name: str = "COA", kind: str = "coa") -> Organisation:
    return Organisation.objects.get_or_create(name=name, defaults={"kind": kind})[0]


def viewer(*, role: str = "reception", of: str = "COA", kind: str = "coa", **team: Any) -> Viewer:
    """Give somebody at work in a team."""
    account = Account.objects.create_user(
        email=f"{role}@{of.lower()}.example", professional=Professional.objects.create(name=f"{role} {of}")
    )
    made = Team.objects.create(organisation=organisation(of, kind), name=f"Team {role}", role=role, **team)
    Membership.objects.create(professional=account.professional, team=made, valid_from=date("2026-01-01"))
    (found,) = find_viewers(account=account, on=AT.date())
    return found


def handed(
    content: bytes, *, of: str = "COA", at: datetime.datetime = AT, kind: str = "xlsx", name: str = ""
) -> Import:
    return hand_in_as_operator(
        organisation=organisation(of).pk, at=at, content=content, file_kind=kind, name_of_csv=name
    )


def bring_in(content: bytes, *, keep_going: bool = False, of: str = "COA", at: datetime.datetime = AT) -> Import:
    """Import a list at once, and give what came of it."""
    found = handed(content, of=of, at=at)
    read_import(import_id=found.pk, at=at)
    apply_import(import_id=found.pk, at=at, keep_going=keep_going)
    found.refresh_from_db()
    return found


def counts(found: Import, table: str) -> dict[str, int]:
    return found.report["applied"]["counts"][table]


def whys(found: Import) -> list[tuple[str, str, int, str]]:
    return [(each["child"], each["table"], each["row"], each["why"])
            for each in found.report["applied"]["differences"]["shown"]]  # fmt: skip


def record() -> dict[str, Any]:
    """Give everything in the record: facts, versions of children, audit rows about children."""
    facts = {model.table: sorted(map(str, model.objects.values_list())) for model in FACTS}
    events = sorted(map(str, Event.objects.exclude(child_id="").values_list("pk", "action", "child_id")))
    return {**facts, "versions": sorted(Child.objects.values_list("reference", "version")), "events": events}


def content_of_record() -> dict[str, Any]:
    """Give what the record says, without row numbers and public ids."""
    beside = {"id", "public_id", "child_id", "corrects_id"}
    said: dict[str, Any] = {"children": sorted(Child.objects.values_list("reference", "version"))}
    for model in FACTS:
        columns = [field.attname for field in model._meta.concrete_fields if field.attname not in beside]
        said[f"{model.table} facts"] = sorted(map(str, model.objects.values_list("child__reference", *columns)))
    return said


def same_frames(one: dict[str, pl.DataFrame], other: dict[str, pl.DataFrame]) -> list[str]:
    """Name the tables that differ, whatever the order and numbers of rows."""
    differing = []
    for name in empty_frames():
        columns = [column for column in one[name].columns if column != "row"] if name in one else []
        if columns and not one[name].select(columns).sort(columns).equals(other[name].select(columns).sort(columns)):
            differing.append(name)
    return differing
