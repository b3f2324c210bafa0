"""`leerrecht import` and `leerrecht export`: what they print, where, and with which exit code."""

from __future__ import annotations

import argparse
import stat
from pathlib import Path

import pytest

from leerrecht.audit.models import Event, Processing, Reading
from leerrecht.caseload import read_caseload
from leerrecht.chain.models import Organisation
from leerrecht.cli.export import run_export
from leerrecht.cli.import_ import run_import
from leerrecht.queries.logs import seen_by_others
from leerrecht.records.models import Child, Import, Stay

TSD = Path(__file__).parents[2] / "examples" / "tsd"
FAULTY = Path(__file__).parents[2] / "examples" / "faulty"


def bring_in(path, *, organisation="COA", keep_going=False, dry_run=False, lang="en") -> int:
    return run_import(
        argparse.Namespace(file=path, organisation=organisation, keep_going=keep_going, dry_run=dry_run, lang=lang)
    )


def export(path, organisation=None) -> int:
    return run_export(argparse.Namespace(file=path, organisation=organisation, lang="en"))


@pytest.fixture
def coa(db):
    return Organisation.objects.create(name="COA", kind="coa")


@pytest.mark.usefixtures("coa")
def test_list_goes_in_and_comes_out(capsys, tmp_path):
    assert bring_in(TSD / "caseload.xlsx") == 0
    out = capsys.readouterr().out
    assert "23 young person(s): 23 new, 0 known." in out
    assert f"stays: {Stay.objects.count()} new, 0 the same" in out
    target = tmp_path / "out.xlsx"
    assert export(target, "coa") == 0
    assert "23 young person(s)" in capsys.readouterr().out
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert read_caseload(path=target).frames["children"].height == Child.objects.count() == 23
    assert bring_in(target) == 0
    assert "23 young person(s): 0 new, 23 known." in capsys.readouterr().out
    assert export(target) == 2
    assert "exists already" in capsys.readouterr().err


@pytest.mark.usefixtures("coa")
def test_what_is_taken_out_stands_in_the_logs_of_each_child(tmp_path):
    other = Child.objects.create(reference="van-elders", origin=Organisation.objects.create(name="Nidos", kind="nidos"))
    bring_in(TSD / "caseload.xlsx")
    target = tmp_path / "out.xlsx"
    assert export(target, "coa") == 0
    event = Event.objects.get(action="export.written")
    assert (event.object_id, event.access_rule, event.child_id) == ("23", "operator", "")
    reading = Reading.objects.get(name="export")
    assert (reading.ground, reading.trace_id) == ("operator", event.trace_id)
    assert Processing.objects.filter(parent_span_id=reading.span_id).count() == 23
    days = seen_by_others(child=Child.objects.exclude(pk=other.pk).first().public_id, lang="nl")
    looks = [look for day in days for looker in day.lookers for look in looker.looks]
    assert "beheert dit Leerrecht" in [look.why for look in looks]
    assert seen_by_others(child=other.public_id, lang="nl") == []


@pytest.mark.usefixtures("coa")
def test_what_cannot_be_logged_is_not_taken_out(tmp_path, monkeypatch):
    def fail(**_named):
        raise RuntimeError("the disk is full")

    bring_in(TSD / "caseload.xlsx")
    monkeypatch.setattr("leerrecht.operations.logs.record_read", fail)
    with pytest.raises(RuntimeError, match="disk"):
        export(tmp_path / "out.xlsx")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("coa")
def test_folder_goes_in_as_a_workbook_does():
    assert bring_in(TSD) == 0
    assert Child.objects.count() == 23
    assert bytes(Import.objects.get().content) == b""


@pytest.mark.usefixtures("coa")
def test_faults_go_to_stderr_and_nothing_changes(capsys):
    assert bring_in(FAULTY) == 2
    said = capsys.readouterr()
    expected = [fault.what("en") for fault in read_caseload(path=FAULTY).faults]
    assert expected
    assert all(what in said.err for what in expected)
    assert said.out == ""
    assert "Nothing was changed" in said.err
    assert Child.objects.count() == 0
    assert Import.objects.get().state == "cancelled"


@pytest.mark.usefixtures("coa")
def test_keeping_going_takes_the_good_rows_in(capsys):
    assert bring_in(FAULTY, keep_going=True) == 2
    assert "left out" in capsys.readouterr().err
    assert Child.objects.count() > 0


@pytest.mark.usefixtures("coa")
def test_dry_run_tells_and_changes_nothing(capsys):
    assert bring_in(TSD, dry_run=True, lang="nl") == 0
    said = capsys.readouterr()
    assert "23 jongere(n): 23 nieuw" in said.out
    assert "niets veranderd" in said.err
    assert Child.objects.count() == 0
    assert not Event.objects.exclude(child_id="").exists()


@pytest.mark.usefixtures("coa")
def test_organisation_nobody_knows_is_refused_with_a_guess(capsys):
    assert bring_in(TSD, organisation="COAA") == 2
    assert "Do you mean COA?" in capsys.readouterr().err
    assert export(Path("never.xlsx"), "COAA") == 2


@pytest.mark.usefixtures("coa")
@pytest.mark.parametrize("name", ["absent.xlsx", "list.csv", "empty.xlsx", "folder"])
def test_path_that_is_no_list_is_refused(name, tmp_path, capsys):
    path = tmp_path / name
    if name == "folder":
        path.mkdir()
    elif name != "absent.xlsx":
        path.write_bytes(b"" if name.startswith("empty") else b"x")
    assert bring_in(path) == 2
    assert capsys.readouterr().err


def test_without_a_profile_it_says_what_to_do(monkeypatch, capsys):
    monkeypatch.delenv("DJANGO_SETTINGS_MODULE")
    assert bring_in(TSD, lang="nl") == 2
    assert "DJANGO_SETTINGS_MODULE" in capsys.readouterr().err


@pytest.mark.usefixtures("coa")
def test_interrupted_import_lets_its_list_go(monkeypatch):
    def interrupt(**named):
        raise KeyboardInterrupt

    monkeypatch.setattr("leerrecht.operations.importing.apply_import", interrupt)
    with pytest.raises(KeyboardInterrupt):
        bring_in(TSD)
    found = Import.objects.get()
    assert (found.state, bytes(found.content)) == ("cancelled", b"")
