"""Who may see what, in words: it says what the table says, and a privacy officer can sign it."""

from __future__ import annotations

import csv
import io

import pytest

from leerrecht.access.fields import fields_of
from leerrecht.audit.models import Event
from leerrecht.law.tables import TABLES
from leerrecht.queries.rulebooks import access_fingerprint, access_table
from leerrecht.web.table.rows import category_rows


@pytest.mark.parametrize("role", ["school", "policy", "privacy_officer", "reception"])
def test_everybody_may_read_who_sees_what(visit, role):
    text = visit(role)("/toegang/").content.decode()
    assert "Verblijfsstatus" in text and "jouw rol" in text
    assert "who" in visit(role)("/en/toegang/").content.decode()


def test_the_words_of_each_cell_follow_the_table():
    rows = {row.id: {cell.role: cell for cell in row.cells} for row in category_rows(lang="nl", own_role="school")}
    assert set(rows) == set(access_table().categories)
    assert all(set(cells) == set(access_table().roles) for cells in rows.values())
    assert rows["residence_status"]["school"].says == "Niets."
    assert rows["reception"]["school"].says.startswith("Alleen: gemeente, ")
    assert "jeugdwerk" in rows["plans"]["care"].needs
    assert rows["plans"]["school"].needs == "" and rows["plans"]["school"].is_own


def test_the_file_has_a_row_for_each_field_and_role(visit):
    answer = visit("compulsory_education")("/toegang/tabel/")
    assert access_fingerprint() in answer.headers["Content-Disposition"]
    head, *lines = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";")
    assert all(len(line) == len(head) and line[5] and line[6] for line in lines)
    fields = {field for table in TABLES for field in fields_of(table)}
    unkept = {"health", "safety", "statistics", "consent"}
    assert len(lines) == (len(fields) + len(unkept)) * len(access_table().roles)
    sees = {(field, role): said for _, field, role, said, *_ in lines}
    assert len(sees) == len({field for field, _ in sees}) * len(access_table().roles)
    said = {field.partition(": ")[2]: sees[field, "School"] for field, role in sees if role == "School"}
    assert said["Verblijfsstatus"] == said["Opvanglocatie"] == "Niets."
    assert said["Onderwijsnummer"] == "Alles."
    assert said["Burgerservicenummer (BSN)"].startswith("Zodra de jongere op de eigen school zit")


def test_a_privacy_officer_signs_the_table_that_was_read(visit):
    get = visit("privacy_officer")
    assert "nog niet ondertekend" in get("/toegang/").content.decode()
    stale = get.client.post("/toegang/ondertekenen/", {"tabel": "another"})
    assert stale.status_code == 409 and not Event.objects.filter(action="table.signed").exists()
    answer = get.client.post("/toegang/ondertekenen/", {"tabel": access_fingerprint()}, follow=True)
    assert "Ondertekend door <bdi>Test privacy_officer</bdi>" in answer.content.decode()
    assert Event.objects.get(action="table.signed").object_id == access_fingerprint()


@pytest.mark.parametrize("role", ["school", "legal_representative", "policy"])
def test_nobody_else_signs(visit, role):
    get = visit(role)
    assert "Onderteken deze tabel" not in get("/toegang/").content.decode()
    answer = get.client.post("/toegang/ondertekenen/", {"tabel": access_fingerprint()})
    assert answer.status_code == 404 and not Event.objects.filter(action="table.signed").exists()
