"""The database's own guards of the logs: triggers that refuse to change or delete a row, on SQLite and PostgreSQL.

One exception: while a row of Permit names it, an event may be emptied (its commitment and link stay) and a row of Processing
or Reading that is past its term may go. Put by a migration; a later migration that remakes one of these tables on SQLite
must put them again (a test looks).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

EMPTIED = """
    NEW.id = OLD.id AND NEW.sequence = OLD.sequence AND NEW.commitment = OLD.commitment AND NEW.link = OLD.link
    AND OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL AND NEW.salt = ''
    AND EXISTS (SELECT 1 FROM audit_permit p WHERE (p.child_id <> '' AND p.child_id IN (OLD.child_id, OLD.object_id))
        OR (p.before IS NOT NULL AND OLD.at < p.before AND p.activity = OLD.action))
"""
PAST_TERM = """
    EXISTS (SELECT 1 FROM audit_permit p WHERE p.before IS NOT NULL AND OLD.{moment} < p.before
        AND OLD.{activity} LIKE p.activity || '%')
"""
ALLOWED = {
    ("audit_event", "UPDATE"): EMPTIED,
    ("audit_event", "DELETE"): "1 = 0",
    ("audit_processing", "UPDATE"): "1 = 0",
    ("audit_processing", "DELETE"): PAST_TERM.format(moment="end_time", activity="processing_activity_id"),
    ("audit_reading", "UPDATE"): "1 = 0",
    ("audit_reading", "DELETE"): PAST_TERM.format(moment="at", activity="activity"),
    ("audit_head", "UPDATE"): "NEW.id = OLD.id AND NEW.sequence > OLD.sequence",
    ("audit_head", "DELETE"): "1 = 0",
}
UNIQUE = {
    "audit_event": ("id", "sequence"), "audit_processing": ("id",), "audit_reading": ("id", "span_id"),
    "audit_head": ("id",),
}  # fmt: skip
"""Where `INSERT OR REPLACE`, which SQLite has and which fires no other trigger, would take a row away."""
TABLES = tuple(UNIQUE)


def _name(table: str, what: str) -> str:
    return f"{table}_no_{what.lower()}"


def _sqlite() -> Iterator[str]:
    for (table, what), allowed in ALLOWED.items():
        yield (
            f"CREATE TRIGGER {_name(table, what)} BEFORE {what} ON {table} WHEN NOT ({allowed}) "
            f"BEGIN SELECT RAISE(ABORT, '{table}: rows of a log are only added'); END"
        )
    for table, columns in UNIQUE.items():
        same = " OR ".join(f"{column} = NEW.{column}" for column in columns)
        known = f"SELECT 1 FROM {table} WHERE {same}"  # noqa: S608 (our own names)
        yield (
            f"CREATE TRIGGER {_name(table, 'replace')} BEFORE INSERT ON {table} WHEN EXISTS ({known}) "
            f"BEGIN SELECT RAISE(ABORT, '{table}: rows of a log are only added'); END"
        )


REFUSE = """
CREATE OR REPLACE FUNCTION audit_only_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%: rows of a log are only added', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$
"""


def _function(table: str, what: str, allowed: str) -> str:
    """Write a function for a condition that asks another table, which a trigger's own condition can't."""
    answer = "NEW" if what == "UPDATE" else "OLD"
    return (
        f"CREATE OR REPLACE FUNCTION {_name(table, what)}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF NOT ({allowed}) THEN RAISE EXCEPTION '{table}: rows of a log are only added' "
        f"USING ERRCODE = 'restrict_violation'; END IF; RETURN {answer}; END $$"
    )


def _postgresql() -> Iterator[str]:
    yield REFUSE
    for (table, what), allowed in ALLOWED.items():
        yield _function(table, what, allowed)
        yield (
            f"CREATE TRIGGER {_name(table, what)} BEFORE {what} ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {_name(table, what)}()"
        )
    for table in TABLES:
        yield (
            f"CREATE TRIGGER {_name(table, 'truncate')} BEFORE TRUNCATE ON {table} EXECUTE FUNCTION audit_only_added()"
        )


def names(*, vendor: str) -> list[str]:
    """Give the names of all guards."""
    last = "replace" if vendor == "sqlite" else "truncate"
    return [_name(*each) for each in ALLOWED] + [_name(table, last) for table in TABLES]


def put(*, connection: Any) -> None:
    """Put the guards, in place of those that are there."""
    lift(connection=connection)
    with connection.cursor() as cursor:
        for statement in _sqlite() if connection.vendor == "sqlite" else _postgresql():
            cursor.execute(statement)


def lift(*, connection: Any) -> None:
    """Take the guards away: for a migration that remakes a table, and for tests."""
    with connection.cursor() as cursor:
        for name in names(vendor=connection.vendor):
            table = name.partition("_no_")[0]
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}" + ("" if connection.vendor == "sqlite" else f" ON {table}"))


def missing(*, connection: Any) -> list[str]:
    """Give the guards that aren't there."""
    asked = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE tgenabled IN ('O', 'A')"
    )
    with connection.cursor() as cursor:
        cursor.execute(asked)
        there = {name for (name,) in cursor.fetchall()}
    return [name for name in names(vendor=connection.vendor) if name not in there]
