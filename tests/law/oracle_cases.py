"""Short ways to write a case for the oracle."""

from __future__ import annotations

from datetime import date

from tests.law.oracle import Application, Enrolment, History, Row, conclude


def d(text: str) -> date:
    return date.fromisoformat(text)


def child(born: str = "2012-03-10", **facts: object) -> History:
    return History(born_from=d(born), born_to=d(born), **facts)  # type: ignore[arg-type]


def lodged(day: str) -> list[Application]:
    return [Application(lodged_on=d(day))]


def isk(start: str | None, end: str | None = None, **more: str) -> Enrolment:
    kind, phase = more.get("kind", "isk"), more.get("phase", "placed")
    return Enrolment("S", kind, phase, None, d(start) if start else None, d(end) if end else None)


def rows(h: History, on: str, rule: str) -> list[Row]:
    return [row for row in conclude(history=h, on=d(on)) if row.rule == rule]


def one(h: History, on: str, rule: str) -> Row:
    (row,) = rows(h, on, rule)
    return row


def term(h: History, on: str) -> Row:
    return one(h, on, "placement.term")
