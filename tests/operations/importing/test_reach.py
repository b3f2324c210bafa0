"""A list is no way to a child that isn't the team's: known children out of reach are left as they are."""

from __future__ import annotations

import datetime
import io

import polars as pl
import pytest

from leerrecht.caseload import write_caseload
from leerrecht.operations.acting import Actor
from leerrecht.operations.importing import apply_import, hand_in, read_import
from leerrecht.operations.own_words import say_own_words
from leerrecht.operations.recording import put_fact
from leerrecht.queries.imports import find_import
from leerrecht.queries.own import own_scope, own_viewer
from leerrecht.queries.viewers import find_viewers
from leerrecht.records.models import FACT, Child, Stay
from tests.operations.importing.lists import written
from tests.world import ON, frames, make_world

AT = datetime.datetime(2026, 9, 15, 9, tzinfo=datetime.UTC)


def list_of(*children: str, **changes: str) -> bytes:
    """A workbook about some children of the stories, who all live where the team works, it says."""
    kept = {name: frame.filter(pl.col("child").is_in(children)) for name, frame in frames().items()}
    for column, value in changes.items():
        kept["stays"] = kept["stays"].with_columns(pl.lit(value).alias(column))
    content = io.BytesIO()
    write_caseload(frames=kept, to=content)
    return content.getvalue()


@pytest.fixture
def team(db):
    world = make_world()
    (viewer,) = find_viewers(account=world.accounts["reception"], on=ON)
    return world, viewer


def bring_in(viewer, content: bytes):
    found = hand_in(viewer=viewer, at=AT, content=content, file_kind="xlsx")
    read_import(import_id=found.pk, at=AT)
    apply_import(import_id=found.pk, at=AT)
    return find_import(viewer=viewer, public_id=found.public_id, at=AT)


def test_a_known_child_out_of_reach_is_left_and_counted(team):
    _, viewer = team
    before = dict(Child.objects.values_list("reference", "version")), Stay.objects.count()
    seen = bring_in(viewer, list_of("retest", location="POA Zandakker", municipality="Zandakker"))
    assert (seen.children_out_of_reach, seen.children_known, seen.children_new) == (1, 0, 0)
    assert (dict(Child.objects.values_list("reference", "version")), Stay.objects.count()) == before


def test_a_child_of_the_team_and_a_new_child_come_in(team):
    _, viewer = team
    Child.objects.filter(reference="direct").update(reference="somebody-else")
    version = Child.objects.get(reference="wachten").version
    seen = bring_in(viewer, list_of("wachten", "direct", region="midden"))
    assert (seen.children_out_of_reach, seen.children_known, seen.children_new) == (0, 1, 1)
    assert Child.objects.get(reference="wachten").version > version


SECRETS = {
    "plans": {"rule": "period.decision", "key": "", "agreed_on": ON, "shared_with": "legal_representative"},
    "voices": {"said_on": ON, "kind": "wish", "words": "Ik wil hier blijven.", "shared_with": "legal_representative"},
    "identifiers": {"kind": "bsn", "value": "111222333"},
}


def guessing() -> bytes:
    """A list that guesses, right, what a child and its guardian kept to themselves."""
    kept = {name: frame.filter(pl.col("child") == "wachten") for name, frame in frames().items()}
    for table, values in SECRETS.items():
        row = {**values, "shared_with": "reception"} if "shared_with" in values else values
        kept[table] = pl.DataFrame([{"child": "wachten", "row": 2, **row}], schema=kept[table].schema, orient="row")
    return written(kept)


def previewed(viewer):
    """Give all that a team is told of what a list would do."""
    found = hand_in(viewer=viewer, at=AT, content=guessing(), file_kind="xlsx")
    read_import(import_id=found.pk, at=AT)
    seen = find_import(viewer=viewer, public_id=found.public_id, at=AT)
    assert seen.state == "ready", seen.faults
    return seen.counts, seen.differences, seen.differences_total


def keep_secrets(world):
    """Have the guardian type what is no business of reception."""
    guardian = world.accounts["legal_representative"]
    child, source = world.children["wachten"], world.organisations["Nidos"]
    return [
        put_fact(child=child, table=table, values=values, at=AT, account=guardian.pk, source=source.pk)
        for table, values in SECRETS.items()
    ]


def test_a_list_that_guesses_is_told_nothing_of_what_a_child_kept_to_itself(team):
    world, viewer = team
    before = previewed(viewer)
    keep_secrets(world)
    assert previewed(viewer) == before


def test_what_a_team_may_not_know_is_neither_changed_nor_taken_for_its_own(team):
    world, viewer = team
    kept = keep_secrets(world)
    bring_in(viewer, guessing())
    for fact in kept:
        assert type(fact).objects.get(pk=fact.pk).retracted_at is None
    assert FACT["plans"].objects.filter(child=world.children["wachten"], rule="period.decision").count() == 2
    again = previewed(viewer)[0]
    assert {row.table: row.same for row in again if row.table in ("plans", "voices")} == {"plans": 1, "voices": 1}


def test_a_number_that_no_form_of_the_team_takes_comes_in_by_no_list_either(team):
    world, viewer = team
    (row,) = (row for row in bring_in(viewer, guessing()).counts if row.table == "identifiers")
    assert (row.new, row.may_not) == (0, 1)
    assert not FACT["identifiers"].objects.filter(child=world.children["wachten"], kind="bsn").exists()


def test_no_list_changes_what_a_child_said_at_its_own_door_or_who_may_read_it(team):
    world, viewer = team
    child = world.children["wachten"]
    own = Actor(viewer=own_viewer(child=child), scope=own_scope(child=child.pk, on=ON))
    said = say_own_words(
        actor=own, at=AT, child=child.public_id, kind="wish", words="Alleen voor jou.", readers=["reception"],
        lang="Nederlands",
    )  # fmt: skip
    wider = {
        "child": "wachten", "row": 2, "said_on": ON, "kind": "wish", "words": "Alleen voor jou.",
        "language": "Nederlands", "shared_with": "reception school",
    }  # fmt: skip
    kept = {name: frame.filter(pl.col("child") == "wachten") for name, frame in frames().items()}
    kept["voices"] = pl.DataFrame([wider], schema=kept["voices"].schema, orient="row")
    seen = bring_in(viewer, written(kept))
    assert [(row.table, row.why) for row in seen.differences] == [("voices", "typed_here")]
    (voice,) = FACT["voices"].objects.filter(child=child, words="Alleen voor jou.")
    assert (voice.public_id, voice.shared_with, voice.retracted_at) == (said.public_id, "reception", None)
