"""Invitations by e-mail over a real connection: sent, moved and called off once each, read back by a calendar's parser."""

from __future__ import annotations

import datetime
import itertools

import pytest
from icalendar import Calendar

from leerrecht.cli import main
from leerrecht.operations.invitations import find_invitations
from leerrecht.telling.models import Posted
from tests.operations.builders import NOW
from tests.partnership import meeting_builders as do
from tests.partnership.builders import together
from tests.partnership.meeting_builders import COA, LATER, MUNICIPALITY, who
from tests.telling.builders import wants
from tests.telling.servers import Box, mail_server
from tests.telling.test_smtp import settings_for
from tests.world import World, make_chain


@pytest.fixture
def world(db):
    return World(*make_chain(), children={})


def sitting(world):
    """A meeting with the municipality and COA, of which COA wants its invitations by mail; sent."""
    made = together(world)
    row = do.meeting(world, made, do.series(world, made, name="Overleg Amina"))
    wants(world, "reception", rhythm="never", invitations=True)
    wants(world, "policy", rhythm="daily")
    wants(world, "school", rhythm="never", invitations=True)
    return made, row


MINUTES = itertools.count()


def tick(box):
    """Do the job once more, a minute later."""
    at = NOW + datetime.timedelta(minutes=next(MINUTES))
    with mail_server(box) as port, settings_for(f"smtp://127.0.0.1:{port}"):
        assert main(["tick", "--only", "invitations", "--at", at.isoformat()]) == 0


def calendar_of(message):
    (part,) = [each for each in message.walk() if each.get_content_type() == "text/calendar"]
    found = Calendar.from_ical(part.get_payload(decode=True))
    (event,) = found.walk("VEVENT")
    assert part.get_param("method") == str(found["method"]) and part.get_filename() == "overleg.ics"
    return found, event


def test_sent_moved_and_called_off_each_once(world) -> None:
    made, row = sitting(world)
    box = Box()
    tick(box)
    assert box.messages == []
    do.send(world, made, row, why="x")
    tick(box)
    tick(box)
    (first,) = box.messages
    assert first["To"] == "reception@mail.example" and "Amina" not in first.as_string()
    found, event = calendar_of(first)
    assert (str(found["method"]), str(event["organizer"]), "attendee" in event) == (
        "PUBLISH", "mailto:leerrecht@test.example", False,
    )  # fmt: skip
    assert event.decoded("dtstart").isoformat() == f"{LATER}T09:30:00+02:00"
    sequence, uid = int(event["sequence"]), str(event["uid"])
    do.change(world, made, row, 2, held_on=datetime.date(2026, 10, 26))
    tick(box)
    assert len(box.messages) == 1
    do.send(world, made, row, seen=3, why="x")
    tick(box)
    _, moved = calendar_of(box.messages[1])
    assert moved.decoded("dtstart").isoformat() == "2026-10-26T09:30:00+01:00"
    assert int(moved["sequence"]) > sequence and str(moved["uid"]) == uid
    from leerrecht.operations.meetings import cancel_meeting

    cancel_meeting(**do.acts(world, made, "policy"), meeting=row.public_id, seen=4)
    tick(box)
    tick(box)
    off, event = calendar_of(box.messages[2])
    assert (str(off["method"]), str(event["status"]), len(box.messages)) == ("CANCEL", "CANCELLED", 3)
    assert int(event["sequence"]) > int(moved["sequence"])
    assert len({message["Message-ID"] for message in box.messages}) == 3


def test_who_isn_t_invited_any_more_hears_that_it_is_off_for_them(world) -> None:
    made, row = sitting(world)
    do.send(world, made, row, why="x")
    box = Box()
    tick(box)
    do.change(world, made, row, 2, invited=[who(world, MUNICIPALITY)])
    do.send(world, made, row, seen=3, why="x")
    tick(box)
    tick(box)
    found, _ = calendar_of(box.messages[1])
    assert (str(found["method"]), len(box.messages)) == ("CANCEL", 2)
    do.change(world, made, row, 4, invited=[who(world, COA)])
    do.send(world, made, row, seen=5, why="x")
    tick(box)
    assert str(calendar_of(box.messages[2])[0]["method"]) == "PUBLISH"


def test_a_server_that_refuses_for_now_gets_it_again_and_one_for_good_does_not(world) -> None:
    made, row = sitting(world)
    do.send(world, made, row, why="x")
    for answer, states in (("451 later", {"waiting"}), ("550 gone", {"refused"})):
        tick(Box(refuses={"reception@mail.example": answer}))
        assert set(Posted.objects.values_list("state", flat=True)) == states
    box = Box()
    tick(box)
    assert box.messages == []


@pytest.mark.parametrize("days", [7, 8])
def test_after_the_meeting_and_after_leaving_nothing_goes(world, days) -> None:
    made, row = sitting(world)
    do.send(world, made, row, why="x")
    assert len(find_invitations(at=NOW + datetime.timedelta(days=days))) == (days == 7)
    world.accounts["reception"].professional.memberships.update(valid_to=NOW.date())
    assert find_invitations(at=NOW) == []
