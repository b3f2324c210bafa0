"""An access table that is unsound is refused whole, with every fault at once."""

from __future__ import annotations

import pytest
import yaml

from leerrecht.access import AccessRefused, load_access
from tests.access.expected import PATH, access


@pytest.fixture
def path(tmp_path):
    return tmp_path / "access.yaml"


def faults_of(path, text: str) -> list[str]:
    path.write_text(text)
    with pytest.raises(AccessRefused) as refused:
        load_access(path=path)
    assert str(refused.value) == "\n".join(refused.value.faults)
    assert all(fault.startswith("access.yaml: ") for fault in refused.value.faults)
    return [fault.removeprefix("access.yaml: ") for fault in refused.value.faults]


def change(path, *keys, to) -> list[str]:
    """Change one value of the supplied table, or drop it, and give the faults."""
    document = yaml.safe_load(PATH.read_text())
    *parents, last = keys
    entry = document
    for key in parents:
        entry = entry[key]
    if to is None:
        del entry[last]
    else:
        entry[last] = to
    return faults_of(path, yaml.safe_dump(document))


CELLS = ("categories", "reception", "cells")
WORDS = {"nl": "x", "en": "x"}


@pytest.mark.parametrize(
    ("keys", "to", "said"),
    [
        ((*CELLS, "ggd"), None, "categories: reception: cells: ggd is missing"),
        ((*CELLS, "owner"), "full", "categories: reception: cells: 'owner' isn't known here"),
        ((*CELLS, "ggd"), "open", "categories: reception, ggd: 'open' isn't one of never, conclusion"),
        ((*CELLS, "ggd"), "fields", "categories: reception, ggd: 'fields' isn't one of never, conclusion"),
        ((*CELLS, "ggd"), True, "categories: reception, ggd: True isn't one of never, conclusion"),
        ((*CELLS, "ggd"), ["stays.kind"], "categories: reception, ggd: ['stays.kind'] isn't one of never"),
        ((*CELLS, "ggd"), {"open": ["stays.kind"]}, "categories: reception, ggd: 'open' isn't one of fields, never"),
        ((*CELLS, "ggd"), {"fields": ["stays.rent"]}, "categories: reception, ggd: no field is called stays.rent"),
        ((*CELLS, "ggd"), {"fields": ["rooms.kind"]}, "categories: reception, ggd: no field is called rooms.kind"),
        ((*CELLS, "ggd"), {"fields": "stays.kind"}, "categories: reception, ggd: fields names no fields"),
        ((*CELLS, "ggd"), {"fields": []}, "categories: reception, ggd: fields names no fields"),
        ((*CELLS, "ggd"), {"fields": ["statuses.status"]}, "reception, ggd: statuses.status belongs to residence_status"),
        ((*CELLS, "ggd"), {"fields": ["identifiers.value"]}, "ggd: no field is called identifiers.value"),
        ((*CELLS, "ggd"), {"fields": ["stays.kind"], "conclusion": ["stays.kind"]}, "ggd: stays.kind is named twice"),
        (CELLS, "full", "categories: reception: cells: this isn't a list of named parts"),
        (("categories", "reception"), None, "categories: reception is missing"),
        (("categories", "identifier_education"), None, "categories: identifier_education is missing"),
        (("categories", "shoe_size"), {}, "categories: 'shoe_size' isn't known here"),
        (("categories", "reception"), "full", "categories: reception: this isn't a list of named parts"),
        (("categories", "reception", "title", "en"), None, "categories: reception: title: there is no en"),
        (("categories", "reception", "basis"), " ", "categories: reception: basis has no text"),
        (("categories", "reception", "certainty"), "sure", "categories: reception: certainty 'sure' isn't one of"),
        (("roles", "ggd", "name", "nl"), "", "roles: ggd: name: there is no nl"),
        (("roles", "ggd", "purpose", "en"), None, "roles: ggd: purpose: there is no en"),
        (("roles", "ggd", "purpose", "id"), None, "roles: ggd: purpose has no id"),
        (("roles", "ggd", "reached_by", "friend"), WORDS, "roles: ggd: reached_by 'friend' isn't one of task, stay"),
        (("roles", "ggd", "reached_by", "stay"), {"nl": "x"}, "roles: ggd: reached_by stay: there is no en"),
        (("roles", "ggd", "reached_by"), ["task"], "roles: ggd: reached_by isn't a list of ties"),
        (("roles", "ggd", "aftercare"), "90", "roles: ggd: aftercare is neither true nor false"),
        (("roles", "ggd", "after_care"), True, "roles: ggd: 'after_care' isn't known here"),
        (("roles", "ggd", "records"), ["rooms"], "roles: ggd: records 'rooms', which is no table or kind of one"),
        (("roles", "ggd", "records"), ["identifiers.card"], "roles: ggd: records 'identifiers.card', which is no"),
        (("roles", "ggd", "records"), "voices", "roles: ggd: records isn't a list of tables"),
        (("roles", "ggd"), "full", "roles: ggd: this isn't a list of named parts"),
        (("never_roles", "ind"), None, "never_roles: ind is missing; no access may exist for it"),
        (("never_roles", "ggd"), {"name": WORDS, "why": WORDS}, "never_roles: ggd is a role as well"),
        (("never_roles", "ind", "why", "en"), None, "never_roles: ind: why: there is no en"),
        (("never_roles", "ind"), "never", "never_roles: ind: this isn't a list of named parts"),
        (("aftercare_days", "value"), "90", "aftercare_days: '90' isn't a number of days"),
        (("aftercare_days", "value"), True, "aftercare_days: True isn't a number of days"),
        (("aftercare_days", "value"), -1, "aftercare_days: -1 isn't a number of days"),
        (("aftercare_days", "source"), None, "aftercare_days: source has no text"),
        (("aftercare_days", "certainty"), "hoog", "aftercare_days: certainty 'hoog' isn't one of"),
        (("neutral_words", "guardian", "nl"), None, "neutral_words: guardian: there is no nl"),
        (("neutral_tasks", "coach"), "friend", "neutral_tasks: coach points to 'friend'"),
        (("refusals", "only_counts"), None, "refusals: only_counts is missing"),
        (("refusals", "too_late"), WORDS, "refusals: 'too_late' isn't known here"),
        (("refusals", "only_counts", "en"), None, "refusals: only_counts: there is no en"),
        (("transfer_file",), None, "the file: transfer_file is missing"),
        (("transfer_file", "rooms.size"), "", "transfer_file: no field is called 'rooms.size'"),
        (("transfer_file", "stays.municipality"), "", "transfer_file: stays.municipality says where the child lives"),
        (("transfer_file", "statuses.status"), "", "transfer_file: statuses.status says where the child lives or what was"),
        (("transfer_file", "identifiers.bsn"), "", "transfer_file: identifiers.bsn says where"),
        (("transfer_file", "children.sex"), 2, "transfer_file: children.sex has 2 where the name in OSO stands"),
        (("roles",), None, "the file: roles is missing"),
        (("roles",), ["ggd"], "roles: this isn't a list of named parts"),
        (("grants",), {}, "the file: 'grants' isn't known here"),
    ],
)  # fmt: skip
def test_a_wrong_table_is_refused_with_the_place(path, keys, to, said) -> None:
    assert any(said in fault for fault in change(path, *keys, to=to))


def test_all_faults_are_told_at_once(path) -> None:
    document = yaml.safe_load(PATH.read_text())
    del document["categories"]["voice"]["cells"]["school"]
    document["categories"]["identity"]["cells"]["ggd"] = "opne"
    document["roles"]["care"]["name"] = {"nl": "Zorg"}
    del document["never_roles"]["police"]
    assert faults_of(path, yaml.safe_dump(document)) == [
        "roles: care: name: there is no en",
        "never_roles: police is missing; no access may exist for it",
        "categories: identity, ggd: 'opne' isn't one of never, conclusion, enrolled, own, shared, neutral, told, full,"
        " consent, ask",
        "categories: voice: cells: school is missing",
    ]


@pytest.mark.parametrize("role", ["dtv", "ind", "avim", "police"])
def test_no_edit_makes_a_role_of_who_returns_people(path, role) -> None:
    document = yaml.safe_load(PATH.read_text())
    document["roles"][role] = document["roles"]["school"]
    for category in document["categories"].values():
        category["cells"][role] = "full"
    assert faults_of(path, yaml.safe_dump(document)) == [f"never_roles: {role} is a role as well"]
    del document["never_roles"][role]
    assert faults_of(path, yaml.safe_dump(document)) == [
        f"never_roles: {role} is missing; no access may exist for it"
    ]  # fmt: skip


def test_a_cell_that_stands_twice_is_refused(path) -> None:
    text = PATH.read_text()
    assert text.count("      school: conclusion\n") == 1
    (fault,) = faults_of(
        path, text.replace("      school: conclusion\n", "      school: conclusion\n      school: full\n")
    )
    assert fault.startswith("this isn't valid YAML (line ")
    assert "school stands here twice" in fault


@pytest.mark.parametrize("text", ["", "[]", "full"])
def test_a_file_without_parts_is_refused(path, text) -> None:
    assert faults_of(path, text) == ["the file is empty, or isn't a list of named parts"]


@pytest.mark.parametrize("text", ["a: [", "? [a]\n: b", "a: 2026-02-30"])
def test_a_file_that_is_no_yaml_is_refused(path, text) -> None:
    (fault,) = faults_of(path, text)
    assert fault.startswith("this isn't valid YAML")


def test_the_supplied_table_says_its_own_words() -> None:
    table = access()
    assert (table.aftercare_days, table.aftercare_certainty) == (90, "policy")
    assert set(table.never_roles) == {"dtv", "ind", "avim", "police"}
    assert len({role.purpose.id for role in table.roles.values()}) == len(table.roles)
