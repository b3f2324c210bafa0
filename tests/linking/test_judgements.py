"""Two records, one young person? What people judge, that it takes two, what sticks, and taking it all back."""

from __future__ import annotations

import datetime

import pytest

from leerrecht.linking.models import Judgement, Link
from leerrecht.operations.acting import Refused
from leerrecht.operations.facts import correct_fact
from leerrecht.operations.judgements import judge, take_back
from leerrecht.queries import doubles
from leerrecht.queries.doubles import find_doubles, find_pair, find_quality, group_of, readers_needed
from leerrecht.queries.links import linked_to
from leerrecht.queries.rulebooks import rulebook
from leerrecht.records.models import FACT, Child
from tests.linking.builders import make_child, put
from tests.operations.builders import NOW, actor_of
from tests.rights.dump import everything
from tests.world import ON, make_world

LATER = NOW + datetime.timedelta(hours=1)
FIRST, SECOND = "school", "compulsory_education"


@pytest.fixture
def world(db):
    return make_world()


@pytest.fixture
def pair(world):
    """Two records of one young person, both at the school and in the town."""
    made = [
        make_child(world, "eerste", languages="Tigrinya"),
        make_child(world, "tweede", given_names="Bereket-Ab", family_name="Weldeyesus", languages="Tigrinya"),
    ]
    for child in made:
        at_place(world, child)
    return made


def at_place(world, child):
    put(world, child, "enrolments", school="ISK Zandakker", kind="isk", started_on=ON)
    put(world, child, "stays", location="POA Zandakker", municipality="Zandakker", kind="poa", valid_from=ON)


def say(world, pair, role, verdict, kept=0, at=NOW, **more):
    left, right = pair
    seen = [each.public_id for each in doubles.standing_judgements(left=left.pk, right=right.pk)]
    goes_on = pair[kept].public_id if isinstance(kept, int) else kept
    return judge(
        actor=actor_of(world, role), at=at, one=left.public_id, other=right.public_id, verdict=verdict,
        **{"kept": goes_on if verdict == "same" else "", "seen": seen, **more},
    )  # fmt: skip


def queue(world, role=FIRST):
    actor = actor_of(world, role)
    return find_doubles(scope=actor.scope, account=actor.viewer.account, on=ON)[0]


def state(world, pair, role=FIRST):
    found = find_pair(scope=actor_of(world, role).scope, one=pair[0].public_id, other=pair[1].public_id, on=ON)
    return found.state


def codes(found):
    return [(each.left, each.right) for each in found]


def test_records_that_look_alike_stand_in_the_queue_the_heaviest_first(world, pair):
    brother = make_child(world, "broer", given_names="Filmon")
    at_place(world, brother)
    found = queue(world)
    assert codes(found)[0] == (pair[0].public_id, pair[1].public_id)
    assert found[0].is_likely and found[0].state == "open"
    assert [each.weight for each in found] == sorted((each.weight for each in found), reverse=True)


def test_one_person_links_nothing_and_two_do(world, pair):
    say(world, pair, FIRST, "same", kept=1)
    assert (state(world, pair), Link.objects.count()) == ("second_reader", 0)
    assert queue(world)[-1].is_mine and not queue(world, SECOND)[0].is_mine
    with pytest.raises(Refused, match="judged_already"):
        say(world, pair, FIRST, "same", kept=1)
    say(world, pair, SECOND, "same", kept=1, at=LATER)
    link = Link.objects.get()
    assert (link.kept, link.other) == (pair[1], pair[0])
    assert state(world, pair) == "linked"
    assert codes(queue(world)) == []
    actor = actor_of(world, FIRST)
    assert len(find_doubles(scope=actor.scope, account=actor.viewer.account, on=ON)[1]) == 1
    assert linked_to(scope=actor.scope, child=pair[0].pk) == (pair[1].public_id, "kept")
    assert linked_to(scope=actor.scope, child=pair[1].pk) == (pair[0].public_id, "other")
    assert linked_to(scope=actor_of(world, "stranger").scope, child=pair[0].pk) is None


def test_both_keep_the_same_record(world, pair):
    say(world, pair, FIRST, "same", kept=0)
    with pytest.raises(Refused, match="kept_differs"):
        say(world, pair, SECOND, "same", kept=1)
    assert not Link.objects.exists()


def test_who_judges_what_changed_meanwhile_is_told_and_nothing_is_lost(world, pair):
    say(world, pair, FIRST, "same")
    with pytest.raises(Refused, match="judgement_came_first"):
        say(world, pair, SECOND, "different", seen=[])
    assert Judgement.objects.filter(undone_at=None).count() == 1


def test_different_sticks_whatever_new_facts_say(world, pair):
    say(world, pair, FIRST, "different")
    assert codes(queue(world)) == []
    person = FACT["children"].objects.get(child=pair[1], retracted_at=None)
    correct_fact(
        actor=actor_of(world, "reception"), at=LATER, table="children", fact=person.public_id, reason="spelling",
        typed={"given_names": "Bereketeab", "family_name": "Woldeyesus"},
    )  # fmt: skip
    assert codes(queue(world)) == [] == codes(queue(world, SECOND))
    assert state(world, pair) == "different"
    with pytest.raises(Refused, match="judged_settled"):
        say(world, pair, SECOND, "same")


def test_who_was_unsure_may_be_sure_later(world, pair):
    say(world, pair, FIRST, "unsure", words="foto nodig")
    assert queue(world)[0].state == "unsure"
    say(world, pair, FIRST, "different", at=LATER)
    assert state(world, pair) == "different"
    assert Judgement.objects.get(undone_at=None).verdict == "different"


def rows_that_stand():
    """Give the whole database but for what only grows: the logs, and judgements and links that were taken back."""
    kept = everything()
    return {
        table: text
        for table, text in kept.items()
        if not table.startswith(("audit_", "linking_", "django_", "sqlite"))
    }  # fmt: skip


def test_taking_back_restores_everything(world, pair):
    before = rows_that_stand()
    say(world, pair, FIRST, "same")
    say(world, pair, SECOND, "same", at=LATER)
    assert rows_that_stand() == before, "no fact moves when records are linked"
    left, right = pair
    seen = [each.public_id for each in Judgement.objects.all()]
    done = take_back(
        actor=actor_of(world, FIRST), at=LATER, one=right.public_id, other=left.public_id, reason="broers", seen=seen
    )
    assert done == 2
    assert rows_that_stand() == before
    assert not Link.objects.filter(undone_at=None).exists() and not Judgement.objects.filter(undone_at=None).exists()
    assert {each.undone_reason for each in (*Link.objects.all(), *Judgement.objects.all())} == {"broers"}
    assert (state(world, pair), queue(world)[0].state, queue(world)[0].is_mine) == ("open", "open", False)
    assert linked_to(scope=actor_of(world, FIRST).scope, child=left.pk) is None
    say(world, pair, FIRST, "same")
    say(world, pair, SECOND, "same", at=LATER)
    assert Link.objects.filter(undone_at=None).count() == 1


def test_taking_back_needs_a_reason_and_what_was_seen(world, pair):
    undo = {"actor": actor_of(world, FIRST), "at": LATER, "one": pair[0].public_id, "other": pair[1].public_id}
    with pytest.raises(Refused, match="nothing_judged"):
        take_back(**undo, reason="zomaar")
    made = say(world, pair, FIRST, "different")
    with pytest.raises(Refused, match="judgement_came_first"):
        take_back(**undo, reason="zomaar")
    with pytest.raises(Refused, match="reason_missing"):
        take_back(**undo, reason=" ", seen=[made.public_id])


def test_a_chain_is_refused(world, pair):
    third = make_child(world, "derde")
    at_place(world, third)
    for role, at in ((FIRST, NOW), (SECOND, LATER)):
        say(world, pair, role, "same", kept=1, at=at)
    for other, kept in (((pair[1], third), 1), ((pair[0], third), 0), ((pair[0], third), 1)):
        with pytest.raises(Refused, match="link_chain"):
            say(world, other, FIRST, "same", kept=kept)
    say(world, (pair[1], third), FIRST, "same", kept=0)  # two that point to the same one


@pytest.mark.parametrize("role", ["reception", "care", "stranger", "ggd"])
def test_nobody_judges_without_the_duty(world, pair, role):
    with pytest.raises(Refused, match="no_such_pair"):
        say(world, pair, role, "different")


def test_nobody_judges_a_pair_of_which_they_reach_one(world, pair):
    far = make_child(world, "ver weg")
    for other in ((pair[0], far), (far, pair[0]), (pair[0], pair[0])):
        with pytest.raises(Refused, match="no_such_pair"):
            judge(
                actor=actor_of(world, FIRST), at=NOW, one=other[0].public_id, other=other[1].public_id,
                verdict="different",
            )  # fmt: skip
    assert find_pair(scope=actor_of(world, FIRST).scope, one=pair[0].public_id, other=far.public_id, on=ON) is None


@pytest.mark.parametrize(
    ("verdict", "more", "reason"),
    [("certain", {}, "verdict_missing"), ("same", {"kept": ""}, "kept_missing"), ("same", {"kept": "x"}, "kept_missing"),
     ("different", {"words": "x" * 301}, "words_long_line")],
)  # fmt: skip
def test_a_judgement_is_whole(world, pair, verdict, more, reason):
    with pytest.raises(Refused, match=reason):
        say(world, pair, FIRST, verdict, **more)


# --- quality -------------------------------------------------------------------------------------------------------------


def settle(world, *, same, different, languages):
    """Settle likely pairs of a language group, straight in the database."""
    accounts, team = (world.accounts[FIRST], world.accounts[SECOND]), actor_of(world, FIRST).viewer.team
    for number in range(same + different):
        left, right = (
            Child.objects.create(reference=f"{languages} {number} {side}", origin=world.organisations["COA"])
            for side in "lr"
        )
        for child in (left, right):
            put(world, child, "children", given_names="A", languages=languages)
        is_same = number < same
        made = [
            Judgement.objects.create(
                left=left, right=right, verdict="same" if is_same else "different", kept=left if is_same else None,
                weight=9, model="t", judged_at=NOW, judged_by=account, team_id=team,
            )
            for account in accounts[: 2 if is_same else 1]
        ]  # fmt: skip
        if is_same:
            Link.objects.create(
                kept=left, other=right, first=made[0], second=made[1], first_by=accounts[0], second_by=accounts[1],
                made_at=NOW,
            )  # fmt: skip


def test_quality_is_measured_per_language_group_and_small_counts_are_hidden(world):
    least, floor = (rulebook().value_on(f"linking.quality_{name}", ON) for name in ("least", "floor"))
    settle(world, same=least - 1, different=0, languages="Somali")
    settle(world, same=least * floor // 100, different=least - least * floor // 100, languages="Tigrinya, Engels")
    found = {each.group: (each.share, each.is_weak) for each in find_quality(on=ON)}
    assert found == {"somali": (None, False), "ethiopic": (floor, False)}
    settle(world, same=0, different=1, languages="Amhaars")
    assert {each.group: each.is_weak for each in find_quality(on=ON)} == {"somali": False, "ethiopic": True}


def test_a_group_below_its_floor_gets_a_second_reader(world, pair):
    assert readers_needed(children=[child.pk for child in pair], on=ON) == 1
    settle(world, same=5, different=20, languages="Tigrinya")
    assert readers_needed(children=[child.pk for child in pair], on=ON) == 2
    say(world, pair, FIRST, "different")
    assert state(world, pair) == "second_reader"
    say(world, pair, SECOND, "different", at=LATER)
    assert state(world, pair) == "different"
    FACT["children"].objects.filter(child__in=pair).update(languages="Arabisch")
    assert readers_needed(children=[child.pk for child in pair], on=ON) == 1


@pytest.mark.parametrize(
    ("languages", "group"),
    [("Somali, Engels", "somali"), ("AMHAARS", "ethiopic"), ("Dari; Farsi", "persian"), ("Frans", "other"), (None, "unknown")],
)  # fmt: skip
def test_a_group_follows_from_the_first_language(languages, group):
    assert group_of(languages) == group


def test_what_a_pair_weighs_tells_nothing_of_children_out_of_reach(world, pair):
    """How common a name is would tell how many others bear it, a hidden child among them."""

    def seen():
        found = find_pair(scope=actor_of(world, FIRST).scope, one=pair[0].public_id, other=pair[1].public_id, on=ON)
        return found.like, [(each.left, each.weight) for each in queue(world)]

    before = seen()
    for number in range(12):
        make_child(world, f"ver weg {number}")
    assert seen() == before
