"""Nothing appears at the door before a person has told the young person: a move, and everything that follows from it."""

from __future__ import annotations

import datetime
import re

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leerrecht.audit.log import record_event, record_read
from leerrecht.chain.models import Location, Membership, Professional, School, Team
from leerrecht.operations.recording import put_fact
from leerrecht.queries.cards import forget
from leerrecht.queries.own import get_own, is_told, own_scope
from leerrecht.records.models import FACT
from tests.world import AT, ON
from tests.youth.test_pages import PAGES, PREFIXES, ask_consent

DAY = datetime.timedelta(days=1)
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')
WORDS = ("Kreekrijk", "Kreek")


@pytest.mark.parametrize(
    ("begins", "told", "expected"),
    [
        (1, None, False), (0, None, False), (-1, None, True),  # before, on and after the first day, told by nobody
        (1, 1, False), (1, 0, True), (1, -1, True),  # told tomorrow, today, yesterday
        (0, 1, False), (0, 0, True), (-1, 1, True),
        (None, None, False), (None, 1, False), (None, 0, True),
    ],
)  # fmt: skip
def test_the_rule_before_on_and_after(begins, told, expected):
    days = [None if days is None else ON + days * DAY for days in (begins, told)]
    assert is_told(begins_on=days[0], told_on=days[1], on=ON) is expected


def door_pages(get) -> dict[str, str]:
    forget()
    return {
        prefix + page: TOKEN.sub("", get(prefix + page).content.decode())
        for prefix in PREFIXES.values()
        for page in PAGES
    }


def put(world, child: str, table: str, **values) -> str:
    fact = put_fact(
        child=world.children[child], table=table, values=values, at=AT, account=None,
        source=world.organisations["COA"].pk,
    )  # fmt: skip
    return fact.public_id


def without_move(world, child: str) -> None:
    """Take the untold move of a story away, past Django's guard, as only a test may."""
    FACT["stays"].objects.filter(child=world.children[child], valid_from__gt=ON).delete()
    FACT["stays"].objects.filter(child=world.children[child], valid_to__gt=ON).update(valid_to=None)
    FACT["enrolments"].objects.filter(child=world.children[child], started_on=None).delete()


def test_the_story_of_khaled_is_silent_about_his_move(world, door):
    get = door("andere-regio")
    pages = door_pages(get)
    for url, text in pages.items():
        assert not any(word in text for word in WORDS), url
    without_move(world, "andere-regio")
    assert door_pages(get) == pages


def test_what_is_arranged_around_an_untold_move_is_silent_too_and_so_is_that_others_know(world, door):
    get = door("andere-regio")
    pages = door_pages(get)
    stays = FACT["stays"].objects.filter(child=world.children["andere-regio"], valid_from__gt=ON)
    opened_on = stays.get().announced_on
    for item, note in (("tests", "Toets gaat naar Kreekrijk."), ("stays_in_touch", "Belt elke week.")):
        point = put(world, "andere-regio", "move_points", opened_on=opened_on, item=item, note=note)
        write_down(world, "andere-regio", {point: ("move.point_agreed", "move_points")})
    stays.update(told_early_reason="De plek op school gaat anders verloren.")
    write_down(world, "andere-regio", {stays.get().public_id: ("move.informed_early", "stays")})
    assert door_pages(get) == pages


def test_once_told_the_move_is_there(world, door):
    get = door("andere-regio")
    FACT["stays"].objects.filter(child=get.child, valid_from__gt=ON).update(child_told_on=ON)
    text = get("/mijn/").content.decode()
    assert "Woongroep De Kreek" in text and "donderdag 1 oktober" in text and "verhuist" in text
    assert "ISK Kreekrijk" not in text  # a school begins when it begins


def test_after_the_first_day_a_move_that_nobody_told_is_known(world):
    child = world.children["andere-regio"]
    for ahead, lives in ((0, "COA Veenmeer"), (1, "Woongroep De Kreek")):
        day = datetime.date(2026, 10, 1) + ahead * DAY
        forget()
        assert get_own(scope=own_scope(child=child.pk, on=day), child=child, on=day).lives == lives


def make_places(world) -> tuple[Team, Team]:
    """Make a location and a school far away: the team of each, with a mentor."""
    place = Location.objects.create(name="POA Verweg", municipality="Verweg")
    team = Team.objects.create(
        organisation=world.organisations["COA"], name="Team Verweg", role="reception", location=place
    )
    school = School.objects.create(name="ISK Verweg", municipality="Verweg")
    teachers = Team.objects.create(
        organisation=world.organisations["Scholen Zandakker"], name="Team ISK Verweg", role="school", school=school
    )
    mentor = Professional.objects.create(name="V. Verweg")
    Membership.objects.create(professional=mentor, team=team, valid_from=datetime.date(2026, 1, 1))
    return team, teachers


def write_down(world, child: str, written: dict[str, tuple[str, str]]) -> None:
    """Leave the events of what a mentor wrote about a child."""
    mentors = world.accounts["reception"].professional.memberships.first().team.public_id
    for written_id, (action, kind) in written.items():
        record_event(
            at=AT, action=action, object_kind=kind, object_id=written_id, child_id=world.children[child].public_id,
            role="reception", team=mentors,
        )  # fmt: skip


def move_away(
    world, child: str, *, in_days: int, announced: int, told: int | None, ends: bool, looks: bool, kind: str = "poa"
) -> None:
    """Let a child move in so many days, with all that comes with it: people, a school, a plan, a question, looks."""
    day = ON + in_days * DAY
    team, teachers = make_places(world)
    stays = FACT["stays"].objects.filter(child=world.children[child], valid_to=None)
    if ends:
        stays.update(valid_to=day)
        FACT["enrolments"].objects.filter(child=world.children[child], left_on=None).update(left_on=day)
        FACT["involvements"].objects.filter(child=world.children[child], task="contact_school").update(valid_to=day)
    told_on = None if told is None else ON + told * DAY
    stay = put(
        world, child, "stays", location="POA Verweg", kind=kind, municipality="Verweg", region="noord",
        valid_from=day, announced_on=ON - announced * DAY, child_told_on=told_on,
    )  # fmt: skip
    put(
        world, child, "enrolments", school="ISK Verweg", kind="isk", phase="requested", municipality="Verweg",
        requested_on=ON - DAY, started_on=day if ends else None,
    )  # fmt: skip
    began = ON - 3 * DAY if looks else day  # one of them works for the child already
    put(
        world, child, "involvements", task="mentor", organisation="COA", person="V. Verweg", valid_from=began,
        capacity="holder",
    )  # fmt: skip
    plan = put(
        world, child, "plans", rule="period.move", key=f"{day}:Verweg", agreed_on=ON - DAY, child_view="Goed.",
        shared_with="legal_representative", **{"with": "COA"},
    )  # fmt: skip
    asked = ask_consent(world, child, team=team, asked_words="Mag Verweg het weten?")
    subject = world.children[child].public_id
    if looks:
        for looker in (team, teachers):
            record_read(
                at=AT, children=[subject], activity="child", role=looker.role, team=looker.public_id, ground="task"
            )
    written = {stay: ("fact.added", "stays"), plan: ("signal.answered", "plans")}
    write_down(world, child, {**written, asked.public_id: ("consent.asked", "consent")})


STORIES = ("wachten", "retest", "zomer", "coachklas", "afwijzing", "beschermd")


@pytest.mark.slow
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(
    child=st.sampled_from(STORIES), in_days=st.integers(0, 60), announced=st.integers(-5, 40),
    told=st.none() | st.integers(1, 30), kind=st.sampled_from(("poa", "protected", "housing")),
    ends=st.booleans(), looks=st.booleans(),
)  # fmt: skip
def test_two_worlds_that_differ_only_in_an_untold_move_show_the_same_bytes(world, client, **drawn):
    """Another world for each example: what it writes is taken back."""
    from tests.youth.conftest import PIN, get_page, hand

    with transaction.atomic():
        child = drawn.pop("child")
        _, code = hand(world, child)
        client.post("/mijn/kaart/", {"code": code, "pin": PIN})

        def get(url):
            return get_page(client, url)

        before = door_pages(get)
        move_away(world, child, **drawn)
        after = door_pages(get)
        transaction.set_rollback(True)
    assert {url for url in before if before[url] != after[url]} == set()
    assert not any("Verweg" in text for text in after.values())


def test_what_the_property_hides_would_be_seen_when_told(world, door):
    """Without this the property above could hold because nothing is ever shown."""
    get = door("wachten")
    before = door_pages(get)
    move_away(world, "wachten", in_days=10, announced=3, told=-1, ends=False, looks=True)
    after = door_pages(get)
    changed = {url for url in before if before[url] != after[url]}
    assert {"/mijn/", "/mijn/mensen/", "/mijn/gedeeld/", "/mijn/toestemming/"} <= changed
    assert "POA Verweg" in after["/mijn/"] and "V. Verweg" in after["/mijn/mensen/"]
