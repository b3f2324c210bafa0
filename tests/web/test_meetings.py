"""Meetings and knots by the client: who reads and writes what, forms with every fault, the calendar file, a whole story."""

from __future__ import annotations

import datetime
import re

import pytest
import vobject
from django.test import Client
from icalendar import Calendar

from tests.operations.builders import hidden_values, send
from tests.partnership import meeting_builders as do
from tests.partnership.builders import code, fresh, mandate, together
from tests.partnership.meeting_builders import COA, MUNICIPALITY, who
from tests.web.conftest import check_whole, only_reading
from tests.world import ON, World, make_chain

pytestmark = pytest.mark.database


@pytest.fixture
def world(db):
    return World(*make_chain(), children={})


@pytest.fixture
def client_of(world):
    def sign_in(role):
        client = Client()
        client.force_login(world.accounts[role])
        return client

    return sign_in


@pytest.fixture
def read(client_of):
    def get(role, url, status=200):
        client = client_of(role)
        with only_reading():
            answer = client.get(url)
        assert answer.status_code == status, (url, answer.status_code)
        check_whole(answer)
        return answer.content.decode()

    return get


def base(made):
    return f"/samenwerken/{made.public_id}/"


def addresses(made):
    here, of = base(made), made.series.get(name="Casusoverleg")
    meetings = [f"{here}bijeenkomst/{each.public_id}/" for each in of.meetings.all()]
    knots = [f"{here}knopen/{each.public_id}/" for each in made.knots.all()]
    return {
        "reading": [f"{here}overleggen/", *meetings, f"{here}knopen/", *knots, f"{here}knopen/nieuw/"],
        "keeping": [
            f"{here}overleggen/nieuw/", f"{here}overleggen/evaluatie/", f"{here}overleggen/{of.public_id}/plannen/",
            f"{meetings[-1]}wijzigen/", f"{here}knopen/ladder/",
        ],
    }  # fmt: skip


@pytest.mark.parametrize("lang", ["", "/en"])
def test_every_page_is_whole_in_both_languages(world, read, lang) -> None:
    made = do.everything(world)
    for url in [base(made), *(each for urls in addresses(made).values() for each in urls)]:
        text = read("policy", lang + url)
        assert ("Samenwerken" in text) == (lang == "")


@pytest.mark.parametrize("role", ["reception", "legal_representative", "school"])
def test_a_member_reads_all_and_keeps_nothing(world, read, client_of, role) -> None:
    made = do.everything(world)
    for url in addresses(made)["reading"]:
        assert not re.search(r"overleggen/nieuw/|wijzigen/|evaluatie/|plannen/|knopen/ladder/", read(role, url))
    for url in addresses(made)["keeping"]:
        read(role, url, 404)
        send(client_of(role), url, 404)
    send(client_of(role), f"{base(made)}overleggen/", 404, series=made.series.first().public_id)


@pytest.mark.parametrize("role", ["care", "ggd"])
def test_to_others_none_of_it_is_there(world, read, client_of, role) -> None:
    made = do.everything(world)
    sent = do.found(made, made.series.get(name="Casusoverleg").meetings.first())
    for urls in (*addresses(made).values(), [f"{base(made)}bijeenkomst/{sent.public_id}/uitnodiging.ics"]):
        for url in urls:
            read(role, url, 404)
            if not url.endswith(".ics"):
                send(client_of(role), url, 404, do="interest", words="x")


def test_a_series_is_begun_planned_warned_about_and_sent(world, read, client_of) -> None:
    made, policy = together(world), client_of("policy")
    here = base(made)
    wrong = send(policy, f"{here}overleggen/nieuw/", 422, kind="x")
    assert all(text in wrong for text in ("Geef het overleg een naam", "Kies minstens twee organisaties"))
    typed = {"name": "Casus", "purpose": "Helpen.", "kind": "casework", "rhythm": "monthly", "domains": ["education"],
             "needed": [code(world, MUNICIPALITY), code(world, COA)]}  # fmt: skip
    send(policy, f"{here}overleggen/nieuw/", 302, **typed)
    plan = f"{here}overleggen/{made.series.get().public_id}/plannen/"
    assert "zoals 9:30" in send(policy, plan, 422, held_on="28-3-2027", begins="2:30", minutes="60", place="x",
                                invited=[who(world, MUNICIPALITY)])  # fmt: skip
    url = send(policy, plan, 302, held_on="1-10-2026", begins="9.30", minutes="60", place="Raadhuis",
               invited=[who(world, MUNICIPALITY)])  # fmt: skip
    url = url.partition("?")[0]
    page = read("policy", url)
    assert "Zo kan dit overleg niet beslissen" in page and "Onderwijs." in page and "nodig: COA." in page
    read("policy", f"{url}uitnodiging.ics", 404)
    values = hidden_values(page, "Verstuur toch")
    assert "Er ontbreekt iemand" in send(policy, values.pop("action"), 422, **values)
    send(policy, url, 302, **values, why="COA komt later.")
    assert "COA komt later." in read("school", url)
    assert "Iemand anders heeft intussen" in send(policy, url, 409, **{**values, "do": "cancel"})


def test_the_invitation_says_when_and_what_kind_and_nothing_that_was_typed_about_it(world, client_of) -> None:
    made = together(world)
    of = do.series(world, made, name="Overleg Amina", purpose="Over Amina.", kind="casework")
    row = do.meeting(world, made, of, held_on=datetime.date(2026, 10, 26))
    do.send(world, made, row, why="Amina wacht.")
    url = f"{base(made)}bijeenkomst/{row.public_id}/"
    answer = client_of("reception").get(f"{url}uitnodiging.ics")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8" and answer["Cache-Control"] == "no-store"
    assert b"Amina" not in answer.content
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert event.decoded("dtstart").isoformat() == "2026-10-26T09:30:00+01:00"
    assert event["dtstart"].params["TZID"] == "Europe/Amsterdam" and str(event["summary"]) == "Casusoverleg"
    assert vobject.readOne(answer.content.decode()).vevent.dtend.value.hour == 10
    before = int(event["sequence"])
    page = client_of("policy").get(url).content.decode()
    values = hidden_values(page, "Laat het niet doorgaan")
    send(client_of("policy"), values.pop("action"), 302, **values)
    calendar = Calendar.from_ical(client_of("reception").get(f"{url}uitnodiging.ics").content)
    (event,) = calendar.walk("VEVENT")
    assert (str(calendar["method"]), str(event["status"])) == ("CANCEL", "CANCELLED") and int(
        event["sequence"]
    ) > before


def test_minutes_are_written_done_confirmed_and_checked(world, read, client_of) -> None:
    made = together(world)
    row = do.meeting(world, made, do.series(world, made), held_on=ON)
    url = f"{base(made)}bijeenkomst/{row.public_id}/"
    policy, reception = client_of("policy"), client_of("reception")
    assert "Schrijf op wat is besloten" in send(policy, url, 422, do="ruling", ruling="")
    send(policy, url, 302, do="ruling", ruling="Elke maandag.")
    wrong = send(policy, url, 422, do="action", what="Bellen", holder=who(world, COA), due_on="31-6-2026")
    assert "Bellen" in wrong and "31-6-2026" in wrong
    send(policy, url, 302, do="action", what="Bellen", holder=who(world, COA), due_on="1-10-2026")
    send(policy, url, 302, do="spread", seen="1", spread="Vertel het.")
    page = read("reception", url)
    assert "Bevestig namens COA" in page and "Elke maandag." in page and "Bewaar het besluit" not in page
    send(reception, url, 302, do="confirm", how="In het team.")
    assert "Dit is klaar" in read("reception", url) and "Dit is klaar" not in read("policy", url)
    send(reception, url, 302, do="done", action=made.actions.get().public_id)
    assert "Nagekeken, het klopt" in read("policy", url) and "Nagekeken" not in read("reception", url)
    send(policy, url, 302, do="check", action=made.actions.get().public_id)
    assert "Klaar en nagekeken" in read("school", url)
    send(policy, url, 404, do="x")


def test_a_meeting_that_changed_while_somebody_typed_keeps_what_they_typed(world, client_of) -> None:
    made = together(world)
    row = do.meeting(world, made, do.series(world, made))
    do.change(world, made, row, 1, place="Ergens anders")
    typed = {"held_on": "1-10-2026", "begins": "9:30", "minutes": "60", "place": "Hier", "invited": [who(world, COA)]}
    page = send(client_of("policy"), f"{base(made)}bijeenkomst/{row.public_id}/wijzigen/", 409, **typed, seen="1")
    assert "Ergens anders" in page and 'value="Hier"' in page and 'name="seen" value="2"' in page


def test_casework_leads_everybody_to_their_own_young_people(world, read) -> None:
    made = together(world)
    url = f"{base(made)}bijeenkomst/{do.meeting(world, made, do.series(world, made)).public_id}/"
    assert "Bekijk jouw open punten" in read("reception", url)
    assert "Bekijk jouw open punten" not in read("policy", url)  # reaches no child


def test_a_knot_is_raised_argued_decided_and_followed_up(world, read, client_of) -> None:
    made = together(world)
    mandate(world, made, COA, domain="money")
    here, school = f"{base(made)}knopen/", client_of("school")
    assert "Kies dan één regisseur" in send(school, f"{here}nieuw/", 422, domains=["money", "health"])
    asked = {"question": "Wie betaalt de bus?", "domains": ["money"], "director": "", "options": "COA\nDe gemeente",
             "decide_by": "1-10-2026"}  # fmt: skip
    url = send(school, f"{here}nieuw/", 302, **asked).partition("?")[0]
    assert "Hak de knoop door" in read("reception", url) and "Hak de knoop door" not in read("school", url)
    old = hidden_values(read("reception", url), "Beslis</button>")
    assert "Schrijf op wat er voor jouw organisatie op het spel staat" in send(
        school, url, 422, do="interest", words=""
    )
    send(school, url, 302, do="interest", words="De les begint om negen uur.")
    said = {"decision": "Wij.", "reason": "Het is dringend."}
    clash = send(client_of("reception"), url, 409, **{**old, "action": "x"}, **said)
    assert "De les begint om negen uur." in clash and "Het is dringend." in clash
    values = hidden_values(clash, "Beslis</button>")
    send(client_of("reception"), values.pop("action"), 302, **values, **said)
    assert "al beslist" in send(client_of("school"), url, 422, do="decide", seen="9", **said)
    send(client_of("policy"), url, 302, do="action", what="Betalen", holder=who(world, COA), due_on="1-10-2026")
    assert "Betalen" in read("school", url) and "Beslist" in read("school", here)


def test_the_ladder_is_recorded_and_a_clash_keeps_what_was_typed(world, read, client_of) -> None:
    made = together(world)
    url, policy = f"{base(made)}knopen/ladder/", client_of("policy")
    assert "minstens één stap" in send(policy, url, 422, seen="0", who_1="x", days_1="x")
    send(policy, url, 302, seen="0", who_1="Directeuren", days_1="14")
    assert "Directeuren: binnen 14 dagen" in read("school", f"{base(made)}knopen/")
    clash = send(policy, url, 409, seen="0", who_1="Anderen", days_1="3")
    assert "Directeuren: binnen 14 dagen" in clash and 'value="Anderen"' in clash
    assert read("policy", url).count("Directeuren") == 1


def test_what_is_late_stands_first_on_the_partnership(world, read) -> None:
    made = do.everything(world)
    made.actions.update(due_on=ON - datetime.timedelta(days=1), done_at=None, done_by=None)
    made.mandates.filter(domain="health").update(valid_to=ON)
    text = read("policy", base(fresh(made)))
    assert "2 acties zijn te laat." in text and "1 knoop mag niemand vandaag beslissen." in text


def test_a_knot_that_nobody_may_decide_leads_to_where_a_mandate_is_given(world, read, client_of) -> None:
    made = together(world)
    asked = {"question": "Wie betaalt de bus?", "domains": ["money"], "director": "", "options": "COA\nDe gemeente",
             "decide_by": "1-10-2026"}  # fmt: skip
    url = send(client_of("school"), f"{base(made)}knopen/nieuw/", 302, **asked).partition("?")[0]
    way, need = f'href="{base(made)}mandaten/nieuw/"', "Voor elk leefgebied is iemand met een mandaat nodig."
    assert need in read("policy", url) and way in read("policy", url)
    assert need in read("school", url) and way not in read("school", url)
    mandate(world, made, COA, domain="money")
    assert need not in read("policy", url) and way not in read("policy", url)
