"""The matrix goes out and comes in unchanged, as CSV and as a workbook."""

from __future__ import annotations

import pytest

from leerrecht.appraisal import StudyRefused, make_study
from leerrecht.appraisal.matrix_files import read_matrix, write_matrix
from tests.appraisal.studies import aef


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_goes_out_comes_in_the_same(tmp_path, form) -> None:
    path = tmp_path / f"matrix.{form}"
    write_matrix(aef(), path=path)
    again, notices = make_study({**aef().document, "judgements": read_matrix(path=path)}, name="again")
    assert again.judgements == aef().judgements
    assert notices == []


def test_one_subgroup_only(tmp_path) -> None:
    write_matrix(aef(), path=tmp_path / "amv.csv", subgroup="amv")
    assert {entry["subgroup"] for entry in read_matrix(path=tmp_path / "amv.csv")} == {"amv"}


def test_no_cell_of_a_file_is_a_formula(tmp_path) -> None:
    write_matrix(aef(), path=tmp_path / "all.csv")
    for line in (tmp_path / "all.csv").read_text().splitlines():
        assert not any(cell.startswith(("+", "-", "=", "@")) for cell in line.split(","))


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.csv", "", "it is empty"),
        ("a.csv", "subgroup,scenario,colour\nglo,A1,red\n", "the column criterion is missing"),
        ("a.csv", "subgroup,scenario,colour\nglo,A1,red\n", "'colour' isn't known"),
        ("a.xlsx", "no workbook", "it can't be read"),
        ("a.ods", "", "this form isn't known"),
    ],
)
def test_what_is_no_matrix_is_refused_in_words(tmp_path, name, text, said) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(StudyRefused) as refused:
        read_matrix(path=tmp_path / name)
    assert any(said in fault for fault in refused.value.faults)


def test_a_sheet_saved_with_semicolons_is_read_too(tmp_path) -> None:
    (tmp_path / "a.csv").write_text("\ufeffsubgroup;scenario;criterion;score\nglo;A1;K1;'++\nglo;A2;K1;0\n")
    assert [entry["score"] for entry in read_matrix(path=tmp_path / "a.csv")] == ["++", "0"]
