"""Handing in, reading, applying, cancelling: who may, one runner at a time, faults, keeping going."""

from __future__ import annotations

import datetime
import threading

import pytest

from leerrecht.audit.models import Event
from leerrecht.chain.models import Location
from leerrecht.operations.acting import Refused
from leerrecht.operations.importing import (
    apply_import,
    cancel_import,
    chunks,
    hand_in,
    let_go_of_old,
    read_import,
    run_in_background,
    stages,
)
from leerrecht.queries.imports import find_import, find_imports
from leerrecht.queries.scopes import find_scope
from leerrecht.records.models import FACTS, Child, Import, Status, Stay
from tests.operations.importing.lists import (
    AT,
    DAY,
    bring_in,
    child,
    content_of_record,
    counts,
    csv,
    handed,
    record,
    stay,
    viewer,
    workbook,
    zipped,
)

pytestmark = pytest.mark.django_db
MANY = [child(f"K{place}") for place in range(120)]


def test_reception_team_hands_in_and_reaches_the_children_at_its_location():
    location = Location.objects.create(name="De Brug", municipality="Veenmeer")
    by = viewer(location=location)
    stays = [stay(location="De Brug"), stay("K2", location="Elders")]
    content = workbook(children=[child(), child("K2")], stays=stays)
    found = hand_in(viewer=by, at=AT, content=content, file_kind="xlsx")
    run_in_background(import_id=found.pk, clock=lambda: AT, step="read", viewer=by)
    seen = find_import(viewer=by, public_id=found.public_id, at=AT, lang="en")
    assert (seen.state, seen.total, seen.children_new, seen.is_stopped) == ("ready", 2, 2, False)
    assert Child.objects.count() == 0
    run_in_background(import_id=found.pk, clock=lambda: AT, step="apply", viewer=by)
    (seen,) = find_imports(viewer=by, at=AT)
    assert (seen.state, seen.done, seen.children_touched) == ("done", 2, 2)
    assert find_scope(viewer=by, on=AT.date()).children == {Child.objects.get(reference="K1").pk}
    told = Event.objects.filter(action="child.imported").values_list(
        "actor", "team", "role", "access_rule", "object_id"
    )
    assert set(told) == {(by.account_id, by.team_id, "reception", "reception:receive", found.public_id)}
    assert list(Event.objects.filter(child_id="").order_by("pk").values_list("action", flat=True)) == [
        "import.handed_in", "import.reading", "import.read", "import.applying", "import.applied",
    ]  # fmt: skip


def test_table_that_a_role_may_not_record_is_left_out():
    status = [{"child": "K1", "status": "permit"}]
    by = viewer()
    found = hand_in(viewer=by, at=AT, content=workbook(children=[child()], statuses=status), file_kind="xlsx")
    read_import(import_id=found.pk, at=AT)
    apply_import(import_id=found.pk, at=AT)
    assert Status.objects.count() == 0
    (table,) = [each for each in find_imports(viewer=by, at=AT)[0].counts if each.table == "statuses"]
    assert (table.may_not, table.new) == (1, 0)


def test_other_roles_and_other_teams_are_refused():
    with pytest.raises(Refused, match="may_not_import"):
        hand_in(viewer=viewer(role="care", of="Zorg", kind="care"), at=AT, content=b"x", file_kind="xlsx")
    mine, other = viewer(), viewer(of="Nidos", kind="nidos", role="legal_representative")
    found = hand_in(viewer=mine, at=AT, content=workbook(children=[child()]), file_kind="xlsx")
    assert find_import(viewer=other, public_id=found.public_id, at=AT) is None
    for step in ("read", "apply"):
        with pytest.raises(Refused, match="no_such_import"):
            run_in_background(import_id=found.pk, clock=lambda: AT, step=step, viewer=other)
    with pytest.raises(Refused, match="no_such_import"):
        cancel_import(import_id=found.pk, at=AT, viewer=other)


def test_what_is_no_list_is_refused_at_once(settings):
    by = viewer()
    settings.MOST_UPLOAD_BYTES = 10
    for content, kind, name, reason in (
        (b"x" * 11, "xlsx", "", "file_too_big"), (b"", "xlsx", "", "file_empty"), (b"x", "pdf", "", "file_kind"),
        (b"x", "csv", "Lijst van Yusuf.csv", "file_name_unknown"),
    ):  # fmt: skip
        with pytest.raises(Refused, match=reason):
            hand_in(viewer=by, at=AT, content=content, file_kind=kind, name_of_csv=name)
    assert Import.objects.count() == 0


def test_faulty_list_is_not_applied_unless_somebody_keeps_going():
    content = zipped({
        "children.csv": csv("child,born_on,given_names", "K1,2010-03-01,Yusuf", f"K2,2011-01-01,{'y' * 301}", "K3,31-31-x,"),
        "stays.csv": csv("child,municipality,valid_from", "K1,Veenmeer,2026-05-01", "K2,Veenmeer,2026-05-01", "K1,\x01,"),
    })  # fmt: skip
    found = handed(content)
    read_import(import_id=found.pk, at=AT)
    with pytest.raises(Refused, match="import_faulty"):
        apply_import(import_id=found.pk, at=AT)
    assert Child.objects.count() == 0
    apply_import(import_id=found.pk, at=AT, keep_going=True)
    found.refresh_from_db()
    assert list(Child.objects.values_list("reference", flat=True)) == ["K1"]
    assert Stay.objects.count() == 1
    assert (found.keep_going, found.report["left_out"], found.total) == (True, 4, 1)
    told = {(each["code"], each["place"]["en"]) for each in found.report["faults"]["shown"]}
    assert {("value_too_long", "children row 3, column given_names"),
            ("value_unprintable", "stays row 4, column municipality")} <= told  # fmt: skip
    assert "y" * 41 not in str(found.report)


def test_hostile_texts_go_in_as_they_are_and_never_break_the_database():
    names = [
        "'; DROP TABLE children;--",
        "=HYPERLINK(1)",
        "Ünïcødé 😀 مرحبا",
        "a\nb",
        "%s {0} \\",
        "ﷺ" * 300,
        "<script>",
    ]
    rows = [child(f"K {name[:20]}", given_names=name, family_name=name, father_name=name) for name in names]
    found = bring_in(workbook(children=rows))
    assert found.state == "done"
    again = bring_in(workbook(children=rows))
    assert counts(again, "children") == {"same": len(names)}


def test_text_with_nul_is_a_fault():
    found = handed(csv("child,born_on", "K\0,2010-01-01"), kind="csv", name="children.csv")
    assert "csv_nul" in [fault.code for fault in read_import(import_id=found.pk, at=AT).faults]


@pytest.mark.parametrize("content", [b"PK\x03\x04 broken", b"no list", b"\xd0\xcf\x11\xe0 old"])
def test_content_that_is_no_list_is_faulty_and_leaves_nothing_to_apply(content):
    found = handed(content)
    assert read_import(import_id=found.pk, at=AT).faults
    with pytest.raises(Refused):
        apply_import(import_id=found.pk, at=AT, keep_going=True)


def test_zip_that_grows_too_large_is_refused(monkeypatch):
    from leerrecht.operations.importing import opening

    monkeypatch.setattr(opening, "MOST_UNPACKED", 1000)
    bomb = zipped({"children.csv": b"child,born_on\n" + b"K," * 5000})
    assert [fault.code for fault in opening.open_workbook(content=bomb).faults] == ["file_too_large"]


def test_zip_with_paths_out_of_its_folder_is_read_by_name_only():
    from leerrecht.operations.importing.opening import open_workbook

    inside = {"../../x/children.csv": csv("child,born_on", "K1,2010-01-01"), "__MACOSX/._children.csv": b"\0",
              "/etc/passwd": b"x"}  # fmt: skip
    opened = open_workbook(content=zipped(inside))
    assert (opened.children, opened.faults) == (("K1",), ())


def test_second_runner_is_refused_until_the_first_has_stopped():
    found = handed(workbook(children=[child()]))
    read_import(import_id=found.pk, at=AT)
    first = stages.claim_applying(import_id=found.pk, at=AT)
    with pytest.raises(Refused, match="import_busy"):
        stages.claim_applying(import_id=found.pk, at=AT + datetime.timedelta(seconds=59))
    later = AT + datetime.timedelta(seconds=61)
    second = stages.claim_applying(import_id=found.pk, at=later)
    assert stages.apply_claimed(claim=first, clock=lambda: later) is False
    assert Child.objects.count() == 0
    assert stages.apply_claimed(claim=second, clock=lambda: later) is True
    with pytest.raises(Refused, match="import_over"):
        apply_import(import_id=found.pk, at=later)


def test_import_that_stopped_half_way_goes_on_where_it_was():
    content = workbook(children=MANY, stays=[stay(row["child"]) for row in MANY])
    found = handed(content)
    read_import(import_id=found.pk, at=AT)

    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        apply_import(import_id=found.pk, at=AT, progress=stop)
    assert (Child.objects.count(), Stay.objects.count()) == (50, 50)
    found.refresh_from_db()
    assert (found.state, found.done, found.total) == ("applying", 50, 120)
    apply_import(import_id=found.pk, at=AT + DAY)
    found.refresh_from_db()
    assert (found.state, found.done, Stay.objects.count()) == ("done", 120, 120)
    assert counts(found, "stays") == {"new": 120}
    assert set(Child.objects.values_list("version", flat=True)) == {2}


def test_failure_gets_an_id_and_leaves_whole_children(monkeypatch, caplog):
    found = handed(workbook(children=MANY, stays=[stay(row["child"]) for row in MANY]))
    read_import(import_id=found.pk, at=AT)
    write, seen = chunks._touch, []

    def fail_the_second_time(*arguments) -> None:
        seen.append(1)
        if len(seen) > 1:
            raise ValueError("Yusuf Haddad")
        write(*arguments)

    monkeypatch.setattr(chunks, "_touch", fail_the_second_time)
    run_in_background(import_id=found.pk, clock=lambda: AT, step="apply")
    found.refresh_from_db()
    assert (found.state, found.done, Child.objects.count(), Stay.objects.count()) == ("failed", 50, 50, 50)
    assert found.report["failure"] in caplog.text
    assert "Yusuf" not in caplog.text
    monkeypatch.setattr(chunks, "_touch", write)
    apply_import(import_id=found.pk, at=AT)
    found.refresh_from_db()
    assert (found.state, Stay.objects.count(), "failure" in found.report) == ("done", 120, False)


def test_cancelled_import_lets_its_list_go():
    found = handed(workbook(children=[child()]))
    read_import(import_id=found.pk, at=AT)
    cancel_import(import_id=found.pk, at=AT)
    found.refresh_from_db()
    assert (found.state, bytes(found.content), Child.objects.count()) == ("cancelled", b"", 0)
    with pytest.raises(Refused, match="import_over"):
        cancel_import(import_id=found.pk, at=AT)


def test_stopped_import_shows_as_stopped():
    by = viewer()
    found = hand_in(viewer=by, at=AT, content=workbook(children=[child()]), file_kind="xlsx")
    assert find_import(viewer=by, public_id=found.public_id, at=AT + DAY).is_stopped


def test_number_of_questions_to_the_database_grows_with_chunks_not_with_rows(django_assert_max_num_queries):
    stays = [stay(row["child"], location=f"Huis {place % 3}") for place, row in enumerate(MANY)]
    found = handed(workbook(children=MANY, stays=stays))
    read_import(import_id=found.pk, at=AT)
    with django_assert_max_num_queries(88):
        apply_import(import_id=found.pk, at=AT)


def test_record_of_a_list_in_two_halves_is_that_of_the_whole():
    half = [child(f"K{place}") for place in range(3)]
    bring_in(workbook(children=half[:2], stays=[stay("K0")]))
    bring_in(workbook(children=half, stays=[stay(f"K{place}") for place in range(3)]))
    assert [len(record()[model.table]) for model in FACTS[:1]] == [3]
    assert len(content_of_record()["stays facts"]) == 3


def test_list_that_nobody_came_back_to_is_let_go():
    found = handed(workbook(children=[child()]))
    assert (let_go_of_old(at=AT + 6 * DAY), let_go_of_old(at=AT + 8 * DAY)) == (0, 1)
    found.refresh_from_db()
    assert (found.state, bytes(found.content)) == ("cancelled", b"")


@pytest.mark.django_db(transaction=True)
def test_thread_of_its_own_does_the_work(settings):
    settings.IMPORTS_RUN = "thread"
    found = handed(workbook(children=MANY))
    for step in ("read", "apply"):
        run_in_background(import_id=found.pk, clock=lambda: AT, step=step)
        for thread in threading.enumerate():
            if thread.name == "import":
                thread.join()
    found.refresh_from_db()
    assert (found.state, found.done, Child.objects.count()) == ("done", 120, 120)
