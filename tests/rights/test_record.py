"""The whole record: everything that the viewer may see, with what stood there before, and never more."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest

from leerrecht.grants.models import Opening
from leerrecht.operations.facts import correct_fact, withdraw_fact
from leerrecht.operations.requests import ask
from leerrecht.operations.signals import note_words
from leerrecht.queries.record import hash_of, record_export
from leerrecht.records.models import FACT
from tests.operations.builders import NOW, actor_of, child_of, shared_child
from tests.rights.builders import child_actor, put, scope_of_child
from tests.world import ON

FILES = Path(__file__).parents[2] / "docs" / "how-to"
BESIDE = (
    "fact", "known_since", "source", "recorded_by", "corrects", "is_former", "ended_at", "ended_by", "ended_because",
)  # fmt: skip


def export_of(scope, child, lang="nl"):
    return record_export(scope=scope, child=child, on=ON, lang=lang)


def standing_of(child, table):
    return FACT[table].objects.filter(child=child, retracted_at__isnull=True).order_by("pk").first()


def test_only_the_child_and_who_represents_it_get_it(world, guardian, child):
    assert export_of(guardian.scope, child) is not None
    assert export_of(scope_of_child(child), child) is not None
    for role in ("reception", "school", "compulsory_education", "stranger"):
        scope = actor_of(world, role).scope
        for each in world.children.values():
            assert export_of(scope, each) is None
    FACT["involvements"].objects.filter(child=child).update(valid_to=ON)
    assert export_of(actor_of(world, "legal_representative").scope, child) is None  # in after-care


def test_the_child_gets_every_row_there_is_about_it(world, guardian, child):
    facts = export_of(scope_of_child(child), child).content["facts"]
    for table, model in FACT.items():
        assert len(facts.get(table, [])) == model.objects.filter(child=child).count(), table
    assert all(row["known_since"] and row["source"] == "COA" for rows in facts.values() for row in rows)


def test_a_correction_shows_both_versions_who_and_why(guardian, child):
    before = standing_of(child, "children")
    now = correct_fact(
        actor=guardian, at=NOW, table="children", fact=before.public_id, typed={"languages": "Tigrinya, Arabisch"},
        reason="Hij zei het zelf",
    )  # fmt: skip
    rows = {row["fact"]: row for row in export_of(guardian.scope, child).content["facts"]["children"]}
    former, last = rows[before.public_id], rows[now.public_id]
    assert (former["is_former"], former["ended_because"], former["ended_by"]) == (
        True, "Hij zei het zelf", "Test legal_representative",
    )  # fmt: skip
    assert (last["corrects"], last["languages"], last["source"]) == (before.public_id, "Tigrinya, Arabisch", "Nidos")
    assert (last["recorded_by"], last["is_former"]) == ("Test legal_representative", False)


def test_words_that_were_not_shared_or_were_taken_back_stay_the_childs(world, guardian):
    child = shared_child(world, "legal_representative", "reception")
    reception = actor_of(world, "reception")
    put(child, "voices", words="ALLEEN-VAN-MIJ", shared_with="")
    shared = note_words(
        actor=reception, at=NOW, child=child.public_id, kind="wish", words="EERST-GEDEELD", said_on="15-9-2026",
        shared_with=["legal_representative"],
    )  # fmt: skip
    text = json.dumps(export_of(guardian.scope, child).content)
    assert "EERST-GEDEELD" in text and "ALLEEN-VAN-MIJ" not in text
    withdraw_fact(actor=reception, at=NOW, table="voices", fact=shared.public_id, reason="Wil hij niet meer")
    assert "EERST-GEDEELD" not in json.dumps(export_of(guardian.scope, child).content)
    own = json.dumps(export_of(scope_of_child(child), child).content)
    assert "EERST-GEDEELD" in own and "ALLEEN-VAN-MIJ" in own


def test_what_one_asked_is_in_it_and_what_the_child_asked_itself_only_for_the_child(guardian, child):
    ask(actor=guardian, at=NOW, child=child.public_id, kind="access", words="VRAAG-VAN-VOOGD")
    own = child_actor(guardian, child)
    ask(actor=own, at=NOW, child=child.public_id, kind="objection", words="VRAAG-VAN-KIND", asked_as="child")
    theirs, mine = (json.dumps(export_of(scope, child).content) for scope in (guardian.scope, own.scope))
    assert "VRAAG-VAN-VOOGD" in theirs and "VRAAG-VAN-KIND" not in theirs
    assert "VRAAG-VAN-VOOGD" in mine and "VRAAG-VAN-KIND" in mine


def test_emergency_openings_and_who_looked_are_in_it(world, guardian, child):
    from leerrecht.audit.log import record_read

    account = world.accounts["school"]
    Opening.objects.create(
        child=child, team=account.professional.memberships.get().team, professional=account.professional, account=account,
        reason="NOOD-REDEN", opened_at=NOW, ends_at=NOW + datetime.timedelta(hours=4), review_due_on=ON,
    )  # fmt: skip
    record_read(
        at=NOW, children=[child.public_id], activity="child", role="school",
        team=account.professional.memberships.get().team.public_id, ground={child.public_id: "enrolment"},
    )  # fmt: skip
    content = export_of(guardian.scope, child).content
    assert content["emergency_openings"][0]["reason"] == "NOOD-REDEN"
    assert [row["organisation"] for row in content["seen_by"] if row["role"] == "school"] == ["Scholen Zandakker"]


def test_conclusions_and_keys_are_as_documented(guardian, child):
    content = export_of(guardian.scope, child, "en").content
    assert (content["schema"], content["schema_version"], content["seen_as"]) == (
        "leerrecht.record", 1, "legal_representative",
    )  # fmt: skip
    assert {row["rule"] for row in content["conclusions"]}
    json.dumps(content)  # plain values only
    page = (FILES / "answer-a-request.md").read_text()
    named = {key for part in content.values() if isinstance(part, list) for row in part for key in row}
    named |= {key for rows in content["facts"].values() for row in rows for key in row if key in BESIDE}
    assert [key for key in sorted({*content, *named}) if f"`{key}`" not in page] == []


def test_the_receipt_is_of_the_content_and_can_be_checked(guardian, child):
    export = export_of(guardian.scope, child)
    read = json.loads(json.dumps(export.content))
    assert hash_of(read) == export.receipt == read["receipt"]["hash"]
    read["facts"]["children"][0]["given_names"] = "Iemand anders"
    assert hash_of(read) != export.receipt
    assert export_of(guardian.scope, child).receipt == export.receipt


def test_the_file_is_named_by_code_and_day(guardian, child):
    assert export_of(guardian.scope, child).file_name == f"leerrecht-{child.public_id}-2026-09-15"


@pytest.mark.parametrize("lang", ["ar", "fr", ""])
def test_a_language_without_words_gives_english(guardian, child, lang):
    assert export_of(guardian.scope, child, lang).lang == "en"


def test_a_child_out_of_reach_is_none(world, guardian):
    stranger = actor_of(world, "stranger")
    assert export_of(stranger.scope, child_of(world, guardian)) is None
