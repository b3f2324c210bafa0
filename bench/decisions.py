"""What a decision costs: Leerrecht's access engine beside pycasbin, the access engine that Python programs use most.

Both are loaded with the same table and asked the same questions, "may this role read this field of this child?", and
must give the same answers. pycasbin knows no levels, no ties that end and no rows that decide for themselves, so it is
asked the one thing that both know; a Scope is also made and a whole row is cut, which only Leerrecht does.
"""

from __future__ import annotations

import datetime
import random
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from leerrecht.access import AccessTable, Scope, Tie, load_access, scope
from leerrecht.access.fields import fields_of
from leerrecht.law.tables import TABLES

PATH = Path(__file__).parents[1] / "rulebook" / "nl" / "access.yaml"
ON = datetime.date(2026, 9, 15)
CHILDREN, QUESTIONS, ROWS = 400, 40_000, 5_000
LIMIT = 50
"""Microseconds for one decision, once loaded."""
BEGIN, END = "<!-- decisions -->", "<!-- /decisions -->"
MODEL = """
[request_definition]
r = sub, obj
[policy_definition]
p = sub, obj
[policy_effect]
e = some(where (p.eft == allow))
[matchers]
m = r.sub == p.sub && r.obj == p.obj
"""
Question = tuple[str, str, int]
"""Role, field, child."""


@dataclass(frozen=True, kw_only=True)
class Decisions:
    """Microseconds for one decision. `peer` and `peer_version`: pycasbin's; `different`: answers that weren't the same."""

    field: float
    row: float
    made: float
    peer: float
    peer_version: str
    different: int


def _scopes(table: AccessTable) -> dict[str, Scope]:
    ties = [Tie(child=child, kind="task", since_on=None, until_on=None) for child in range(CHILDREN)]
    found = {role: scope(table=table, role=role, ties=ties, on=ON) for role in table.roles}
    return {role: made for role, made in found.items() if isinstance(made, Scope) and made.children}


def _questions(roles: Sequence[str], chance: random.Random) -> list[Question]:
    fields = [field for table in TABLES for field in fields_of(table)]
    return [(chance.choice(roles), chance.choice(fields), chance.randrange(CHILDREN)) for _ in range(QUESTIONS)]


def _timed(ask: Callable[[Question], bool], questions: Sequence[Question]) -> tuple[float, list[bool]]:
    for question in questions[:1000]:
        ask(question)
    start = time.perf_counter()
    answers = [ask(question) for question in questions]
    return (time.perf_counter() - start) / len(questions) * 1e6, answers


def _peer(table: AccessTable, scopes: dict[str, Scope]) -> Callable[[Question], bool]:
    import casbin

    with tempfile.TemporaryDirectory() as folder:
        model = Path(folder) / "model.conf"
        model.write_text(MODEL)
        enforcer = casbin.FastEnforcer(str(model), cache_key_order=(0, 1))  # its quickest kind
    fields = [field for each in TABLES for field in fields_of(each)]
    enforcer.add_policies(
        [[role, field] for role in scopes for field in fields if scopes[role].sees_field(field, child=0)]
    )
    return lambda question: bool(enforcer.enforce(question[0], question[1]))


def _cut_rows(made: Scope, chance: random.Random) -> float:
    row = {"location": "Huis", "kind": "poa", "municipality": "Zandakker", "region": "zuid", "valid_from": None}
    rows = [
        {**row, "valid_to": None, "announced_on": None, "child_told_on": None, "child": chance.randrange(CHILDREN)}
        for _ in range(ROWS)
    ]
    start = time.perf_counter()
    for each in rows:
        made.cut_row("stays", each)
    return (time.perf_counter() - start) / ROWS * 1e6


def measure_decisions() -> Decisions:
    """Measure; an import error of the peer is the caller's."""
    from importlib.metadata import version

    chance = random.Random(2026)
    table = load_access(path=PATH)
    start = time.perf_counter()
    scopes = _scopes(table)
    made = (time.perf_counter() - start) / len(table.roles) / CHILDREN * 1e6
    questions = _questions(sorted(scopes), chance)
    own, ours = _timed(lambda question: scopes[question[0]].sees_field(question[1], child=question[2]), questions)
    peer, theirs = _timed(_peer(table, scopes), questions)
    return Decisions(
        field=own, row=_cut_rows(scopes["school"], chance), made=made, peer=peer, peer_version=version("casbin"),
        different=sum(one != other for one, other in zip(ours, theirs, strict=True)),
    )  # fmt: skip


def make_block(found: Decisions) -> str:
    """Give the part of docs/reference/performance.md about decisions, between its marks."""
    lines = [
        BEGIN, "", "## Decisions about access", "",
        f"Microseconds for one decision, once the table is loaded: {QUESTIONS:,} questions of all roles, about "
        f"{CHILDREN} children, asked of both in one run; {found.different} answers differ. pycasbin answers from the same "
        "cells as plain allow rules; it knows no levels, no ties that end and no rows that decide for themselves. "
        f"`make bench` fails above {LIMIT}.", "",
        "| decision | Leerrecht | pycasbin " + found.peer_version + " | times as fast |", "| --- | --- | --- | --- |",
        f"| may this role read this field of this child | {found.field:.2f} | {found.peer:.1f} | "
        f"{found.peer / found.field:.0f} |",
        f"| the row of a stay as a school may see it | {found.row:.1f} | - | - |",
        f"| reach one child: its share in making a Scope of {CHILDREN} | {found.made:.1f} | - | - |", "", END, "",
    ]  # fmt: skip
    return "\n".join(lines)


def broken(found: Decisions) -> list[str]:
    """Give what is wrong: answers that differ, and a decision that costs too much."""
    wrong = [f"access: {found.different} answers differ from pycasbin's"] if found.different else []
    slowest = max(found.field, found.row, found.made)
    return wrong + (
        [f"broken promise: a decision takes {slowest:.1f} us (promised: {LIMIT})"] if slowest > LIMIT else []
    )
