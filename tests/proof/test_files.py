"""Files in and out: lists that are meant to break something, and cells that are meant to be run by who opens an export."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.operations.importing.lists import child, csv, workbook, zipped
from tests.proof.asking import visitor
from tests.proof.life import HERE
from tests.proof.marks import leaks_in

pytestmark = pytest.mark.django_db
MEGABYTE = 2**20
ENTITY = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd"><!ENTITY b "bbbbbbbbbb">'
    b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">]>'
)


def bomb(size: int, name: str = "xl/worksheets/sheet1.xml") -> bytes:
    """A small file that unpacks to a large one."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>" if name.startswith("xl/") else b"")
        with archive.open(name, "w") as part:
            for _ in range(size // MEGABYTE):
                part.write(b"0" * MEGABYTE)
    return stream.getvalue()


def with_entities() -> bytes:
    """A workbook of which every part names a file of the server."""
    made, stream = workbook(children=[child()]), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as old, zipfile.ZipFile(stream, "w") as new:
        for part in old.namelist():
            text = old.read(part)
            if b"<sst" in text or b"<worksheet" in text:
                text = ENTITY + text.partition(b"?>")[2].replace(b"Yusuf", b"&a;&d;")
            new.writestr(part, text)
    return stream.getvalue()


def nested() -> bytes:
    """A zip in a zip in a zip."""
    content = csv("child", "a")
    for _ in range(20):
        content = zipped({"children.csv": content})
    return content


HOSTILE = {
    "a bomb.xlsx": lambda: bomb(400 * MEGABYTE), "a bomb.zip": lambda: bomb(400 * MEGABYTE, "children.csv"),
    "entities.xlsx": with_entities, "nested.zip": nested,
    "../../../etc/passwd.zip": lambda: zipped({"../../../children.csv": csv("child", "a"), "/etc/passwd": b"x"}),
    "children.csv": lambda: csv("child,given_names", "a," + "x" * 3 * MEGABYTE),
    "C:\\children.csv": lambda: csv("child" + ",x" * 20_000, "a"), "\x00.xlsx": lambda: b"PK\x03\x04",
    "a.csv": lambda: b"\xff\xfe\x00",
    "many.zip": lambda: zipped({f"{number}.csv": b"a" for number in range(3000)}),
    "links.zip": lambda: zipped({"children.csv/../../x": b"a", "children.csv": b"\x1f\x8b" * 1000}),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_list_is_refused_in_words_and_changes_nothing(world, name) -> None:
    from tests.proof.fuzz import standing_facts

    before = standing_facts()
    client = visitor(account=world.accounts[f"{HERE}.reception"])
    sent = SimpleUploadedFile(name, HOSTILE[name]())
    answer = client.post("/importeren/", {"bestand": sent}, follow=True)
    page = answer.content.decode()
    assert answer.status_code in (200, 422)
    assert "root:" not in page and "bbbbbbbbbbbbbbbbbbbb" not in page
    assert "etc/passwd" not in page
    assert standing_facts() == before


RUN_BY_A_SPREADSHEET = (
    "=1+1", "=HYPERLINK(\"https://elsewhere.example\")", "+1+1", "-1+1", "@SUM(1)", "\t=1+1", "\r=1+1", " =1+1",
    "=cmd|' /C calc'!A0",
    "＝1+1", "'=1+1", "\n=1+1", "%0A=1", "x" * 300,
)  # fmt: skip


@pytest.mark.parametrize("text", RUN_BY_A_SPREADSHEET)
def test_no_cell_of_an_export_is_run(world, text) -> None:
    from openpyxl import load_workbook

    from leerrecht.records.models import Enrolment

    fact = world.facts[f"{HERE}.enrolments.now"]
    Enrolment.objects.filter(pk=fact.pk).update(municipality=text)
    client = visitor(account=world.accounts[f"{HERE}.reception"])
    content = client.get("/importeren/uitvoer/").content
    cells = [cell for sheet in load_workbook(io.BytesIO(content)) for row in sheet.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type in ("f", "e")]
    assert [cell for cell in cells if cell.quotePrefix or str(cell.value)[:1] not in "=+-@\t\r"]
    shown = [cell for cell in cells if str(cell.value).strip() == text.strip()]
    assert shown and all(cell.quotePrefix for cell in shown if text[:1] in "=+-@\t\r")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert not any(b"<f>" in archive.read(part) or b"externalLink" in part.encode() for part in archive.namelist())


def test_no_name_of_a_file_that_somebody_downloads_or_hands_in_tells_of_a_child(world) -> None:
    for role in ("reception", "school", "legal_representative"):
        client = visitor(account=world.accounts[f"{HERE}.{role}"])
        name = client.get("/importeren/uitvoer/").headers["Content-Disposition"]
        assert leaks_in(marks=world.marks, text=name, viewer="nobody at all") == []
    client = visitor(account=world.accounts[f"{HERE}.reception"])
    sent = SimpleUploadedFile("Kqsecretname.xlsx", workbook(children=[child()]))
    answer = client.post("/importeren/", {"bestand": sent}, follow=True)
    assert "secretname" not in answer.content.decode() and "secretname" not in answer.redirect_chain[-1][0]
