"""The chain: what breaks it is found, erasing doesn't break it, and the database refuses to change or delete a row."""

from __future__ import annotations

import datetime
import threading

import pytest
from django.db import DatabaseError, connection, transaction

from leerrecht.audit import guards
from leerrecht.audit.chain import bind
from leerrecht.audit.erasing import forget_child
from leerrecht.audit.log import record_event, record_events, record_read
from leerrecht.audit.models import Event, Head, Permit, Processing, Reading, Subject
from leerrecht.audit.outside import LinksRefused, as_links, keep_link, read_links
from leerrecht.audit.verifying import last_link, verify

AT = datetime.datetime(2026, 9, 1, 9, tzinfo=datetime.UTC)
CHILD, OTHER = "abcdefghjkmnpq", "bcdefghjkmnpqr"


def fill(count: int = 6) -> None:
    for number in range(count):
        record_event(
            at=AT, action="fact.added", object_kind="stays", object_id=f"o{number}", actor="k",
            child_id=CHILD if number % 2 else OTHER,
        )  # fmt: skip


@pytest.fixture
def unguarded(db):
    """As somebody who owns the database can have it."""
    guards.lift(connection=connection)
    yield
    guards.put(connection=connection)


def found() -> tuple[str, int] | None:
    fault = verify().fault
    return (fault.kind, fault.sequence) if fault else None


def test_rows_are_numbered_salted_and_linked(db):
    fill()
    rows = list(Event.objects.order_by("sequence"))
    assert [row.sequence for row in rows] == [1, 2, 3, 4, 5, 6]
    assert len({row.salt for row in rows}) == 6
    assert rows[1].link == bind(previous=rows[0].link, commitment=rows[1].commitment, sequence=2)
    verdict = verify()
    assert (verdict.rows, verdict.erased, verdict.fault) == (6, 0, None)
    assert last_link() == (6, rows[-1].link)


def test_an_empty_log_is_whole(db):
    assert verify().fault is None


@pytest.mark.parametrize("column", ["actor", "action", "object_id", "child_id", "result", "access_rule", "at", "salt"])
def test_a_changed_row_is_found(unguarded, column):
    fill()
    value = {"at": AT + datetime.timedelta(microseconds=1), "result": "refused", "salt": "00" * 16}.get(
        column, "anders"
    )
    Event.objects.filter(sequence=3).update(**{column: value})
    assert found() == ("changed", 3)


def test_a_removed_row_is_found(unguarded):
    fill()
    Event.objects.filter(sequence=3).delete()
    assert found() == ("removed", 4)


def test_a_removed_tail_is_found(unguarded):
    fill()
    Event.objects.filter(sequence__gt=4).delete()
    assert found() == ("tail", 5)


def test_a_removed_tail_whose_end_was_moved_too_is_found_by_what_was_kept_outside(unguarded):
    fill()
    outside = dict([last_link()])
    Event.objects.filter(sequence__gt=4).delete()
    Head.objects.update(sequence=4, link=Event.objects.get(sequence=4).link)
    assert found() is None
    fault = verify(outside=outside).fault
    assert fault and (fault.kind, fault.sequence) == ("tail", 5)


def test_an_inserted_row_is_found(unguarded):
    fill()
    for row in Event.objects.order_by("-sequence").filter(sequence__gt=3):
        Event.objects.filter(pk=row.pk).update(sequence=row.sequence + 1)
    Head.objects.update(sequence=7)
    values = Event.objects.filter(sequence=2).values().get()
    Event.objects.bulk_create([Event(**{**values, "id": None, "sequence": 4})])
    assert found() == ("order", 4)


def test_a_row_added_after_the_end_is_found(unguarded):
    fill()
    values = Event.objects.filter(sequence=6).values().get()
    commitment = values["commitment"]
    link = bind(previous=values["link"], commitment=commitment, sequence=7)
    Event.objects.bulk_create([Event(**{**values, "id": None, "sequence": 7, "link": link})])
    assert found() == ("added", 7)


@pytest.mark.parametrize(
    "swapped", [("sequence",), ("salt", "commitment", "object_id", "child_id", "trace_id", "span_id")]
)
def test_a_swapped_pair_is_found(unguarded, swapped):
    fill()
    one, two = (Event.objects.filter(sequence=number).values("pk", *swapped).get() for number in (3, 4))
    if "sequence" in swapped:
        Event.objects.filter(pk=one["pk"]).update(sequence=99)
    Event.objects.filter(pk=two["pk"]).update(**{name: one[name] for name in swapped})
    Event.objects.filter(pk=one["pk"]).update(**{name: two[name] for name in swapped})
    assert found() == ("order", 3)


def test_a_chain_computed_anew_is_found_by_what_was_kept_outside(unguarded, tmp_path):
    fill()
    path = tmp_path / "log" / "links.txt"
    keep_link(path=path, sequence=last_link()[0], link=last_link()[1], at=AT)
    Event.objects.all().delete()
    Head.objects.all().delete()
    fill()
    assert found() is None
    fault = verify(outside=read_links(path=path)).fault
    assert fault and (fault.kind, fault.sequence) == ("rewritten", 6)


def test_erasing_a_child_leaves_a_chain_that_holds_and_nothing_about_the_child(db):
    fill()
    record_read(at=AT, children=[CHILD], activity="child", role="school", actor="k")
    assert forget_child(child=CHILD, at=AT) == {"events": 3, "subjects": 1}
    verdict = verify()
    assert (verdict.rows, verdict.erased, verdict.fault) == (7, 3, None)
    assert not Event.objects.filter(child_id=CHILD).exists()
    erased = Event.objects.filter(erased_at__isnull=False).values().first()
    kept = {"id", "sequence", "commitment", "link", "erased_at", "at", "action", "result"}
    assert all(value in ("", None) for name, value in erased.items() if name not in kept)
    assert not Subject.objects.filter(child_id=CHILD).exists()
    assert Processing.objects.count() == 7, "the rows stay, and lead to nobody"
    assert not Permit.objects.exists()


def test_rows_emptied_by_somebody_else_are_found(unguarded):
    fill()
    from leerrecht.audit.erasing import EMPTY

    Event.objects.filter(sequence=2).update(**EMPTY, at=AT, erased_at=AT)
    assert found() == ("emptied", 2)


def test_the_last_rows_can_be_looked_at_alone(unguarded):
    fill()
    Event.objects.filter(sequence=2).update(actor="anders")
    assert verify(newest=3).fault is None
    assert verify(newest=3).rows == 3
    Event.objects.filter(sequence=5).update(actor="anders")
    fault = verify(newest=3).fault
    assert fault and fault.sequence == 5


REFUSED = [
    f"{what}"
    for table, column in (("audit_event", "actor"), ("audit_processing", "name"), ("audit_reading", "actor"))
    for what in (f"UPDATE {table} SET {column} = 'x'", f"DELETE FROM {table}")
] + [
    "DELETE FROM audit_head",
    "UPDATE audit_head SET link = 'x'",
    "UPDATE audit_head SET sequence = 0",
    "UPDATE audit_event SET salt = '', erased_at = at",
]


@pytest.mark.parametrize("statement", REFUSED)
def test_the_database_refuses(db, statement):
    fill(2)
    record_read(at=AT, children=[CHILD], activity="child", role="school")
    with pytest.raises(DatabaseError, match="only added"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Event.objects.count() == 2 and Processing.objects.count() == 3 and Reading.objects.count() == 1


@pytest.mark.parametrize("table", guards.TABLES)
def test_the_database_refuses_to_empty_or_replace(db, table):
    fill(2)
    record_read(at=AT, children=[CHILD], activity="child", role="school")
    statement = (
        f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"
        if connection.vendor == "sqlite"
        else f"TRUNCATE {table}"
    )
    with pytest.raises(DatabaseError, match="only added"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_permit_lets_events_of_that_child_be_emptied_and_no_more(db):
    fill(2)
    Permit.objects.create(child_id=CHILD)
    from leerrecht.audit.erasing import EMPTY

    for change in ({"actor": "x"}, {**EMPTY, "at": AT, "erased_at": AT, "link": "0" * 64}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Event.objects.filter(child_id=CHILD).update(**change)
    with pytest.raises(DatabaseError, match="only added"), transaction.atomic():
        Event.objects.filter(child_id=OTHER).update(**EMPTY, at=AT, erased_at=AT)
    with pytest.raises(DatabaseError, match="only added"), transaction.atomic():
        Event.objects.filter(child_id=CHILD).delete()
    assert Event.objects.filter(child_id=CHILD).update(**EMPTY, at=AT, erased_at=AT) == 1


def test_every_guard_is_there_after_all_migrations(db):
    assert guards.missing(connection=connection) == []
    guards.lift(connection=connection)
    assert len(guards.missing(connection=connection)) == 12
    guards.put(connection=connection)


@pytest.mark.django_db(transaction=True)
def test_parallel_writers_cannot_fork_the_chain():
    failures = []

    def write(name: str) -> None:
        try:
            for _ in range(8):
                with transaction.atomic():
                    record_event(at=AT, action="fact.added", object_kind="stays", actor=name, child_id=CHILD)
                record_events(at=AT, action="child.imported", object_kind="import", children=[CHILD, OTHER], actor=name)
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        write("een")  # a database in memory is one connection's own
    else:
        threads = [threading.Thread(target=write, args=[name]) for name in ("een", "twee", "drie", "vier")]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert failures == []
    count = Event.objects.count()
    assert count in (24, 96)
    verdict = verify()
    assert (verdict.rows, verdict.fault) == (count, None)
    assert Subject.objects.count() == 2


def test_a_failed_operation_leaves_no_gap(db):
    fill(1)
    with transaction.atomic():
        fill(3)
        transaction.set_rollback(True)
    fill(1)
    assert list(Event.objects.order_by("sequence").values_list("sequence", flat=True)) == [1, 2]
    assert verify().fault is None


@pytest.mark.parametrize("text", ["iets", "0 " + "a" * 64 + " x", "1 " + "A" * 64 + " x", "1 " + "a" * 64])
def test_a_line_that_is_no_link_is_refused(text):
    with pytest.raises(LinksRefused):
        as_links([text])


def test_two_lines_that_contradict_each_other_are_refused():
    with pytest.raises(LinksRefused) as refused:
        as_links([f"1 {'a' * 64} x", f"1 {'a' * 64} y", f"1 {'b' * 64} z"])
    assert refused.value.args == (3,)


def test_the_last_link_is_kept_outside_now_and_then(db, settings, tmp_path, django_capture_on_commit_callbacks):
    settings.LINKS_FILE = tmp_path / "log" / "links.txt"
    with django_capture_on_commit_callbacks(execute=True):
        fill(3)
    assert list(read_links(path=settings.LINKS_FILE)) == [1], (
        "the first of this process, then after a thousand or an hour"
    )
    with django_capture_on_commit_callbacks(execute=True):
        record_event(at=AT + datetime.timedelta(hours=2), action="fact.added", object_kind="stays")
    assert read_links(path=settings.LINKS_FILE)[4] == last_link()[1]
    with django_capture_on_commit_callbacks(execute=True):
        record_events(at=AT, action="child.imported", object_kind="import", children=[""] * 1000)
    assert set(read_links(path=settings.LINKS_FILE)) == {1, 4, 1004}
    assert verify(outside=read_links(path=settings.LINKS_FILE)).compared == 3


def test_a_file_that_cannot_be_written_stops_nobody(db, settings, tmp_path, django_capture_on_commit_callbacks, caplog):
    (tmp_path / "file").write_text("")
    settings.LINKS_FILE = tmp_path / "file" / "links.txt"
    with django_capture_on_commit_callbacks(execute=True):
        fill(1)
    assert Event.objects.count() == 1
    assert "couldn't be kept outside" in caplog.text
