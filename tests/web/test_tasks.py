"""Who does what on the pages: every task with its people, gaps that are loud, and a way to record who does it."""

from __future__ import annotations

import datetime
import re

import pytest

from leerrecht.queries.cards import find_cards, findings_seen, forget
from leerrecht.queries.child import find_child, get_page
from leerrecht.queries.facts import TASK_RULES, knows_task, standing
from leerrecht.queries.rulebooks import rulebook
from leerrecht.queries.scopes import find_scope
from leerrecht.queries.viewers import find_viewers
from leerrecht.records.models import FACT
from tests.operations.builders import NOW, send
from tests.partnership.builders import adopted, code, mandates, together
from tests.world import ON

DAY = datetime.timedelta(days=1)


def put(world, child, table, **values):
    from leerrecht.operations.recording import put_fact

    source = world.organisations["COA"].pk
    return put_fact(child=child, table=table, values=values, at=NOW, account=None, source=source)


def scope_of(world, role: str):
    return find_scope(viewer=find_viewers(account=world.accounts[role], on=ON)[0], on=ON)


def section(text: str) -> str:
    return text.split('id="mensen"')[1].split("</section>")[0]


def remove(world, child: str, *tasks: str) -> None:
    FACT["involvements"].objects.filter(child=world.children[child], task__in=tasks).delete()


def seen(world, role: str, child: str) -> dict[str, str]:
    """The rules on tasks that somebody sees of a child: state by rule and key."""
    scope = scope_of(world, role)
    (card,) = find_cards(scope=scope, on=ON, children=[world.children[child].pk])
    found = findings_seen(scope=scope, card=card)
    return {f"{each.rule} {each.key}": each.state for each in found if each.rule in TASK_RULES}


def page_of(world, visit, child: str, role: str = "reception", lang: str = "") -> str:
    return section(visit(role)(f"{lang}/jongeren/{world.children[child].public_id}/").content.decode())


def test_every_task_stands_there_with_who_holds_it_and_since_when(world, visit) -> None:
    text = page_of(world, visit, "wachten")
    for title, person in (
        ("Wettelijk vertegenwoordiger", "P. Smit"), ("Contact met school", "S. de Boer"),
        ("Vaste contactpersoon", "S. de Boer"),
    ):  # fmt: skip
        card = text.split(f"<h3>{title}</h3>")[1].split("</li>")[0]
        assert person in card and "Sinds" in card, title


def test_a_gap_comes_first_and_is_loud_with_the_step_to_record_who_does_it(world, visit, client) -> None:
    text = page_of(world, visit, "wachten")
    first = text.split("<li")[1]
    assert "lr-person--gap" in first and "Uitleg over de asielprocedure" in first
    assert "Niemand doet dit sinds 7 september 2026." in first and "Hoort bij: Nidos." in first
    (link,) = re.findall(r'href="([^"]+\?taak=procedure)"', first)
    form = client.get(link).content.decode()
    assert re.search(r'<option value="procedure" selected[^>]*>Uitleg over de asielprocedure', form)
    assert "Een andere taak" in form  # own words are still possible
    url = link.partition("?")[0]
    to = send(client, url, 302, task="procedure", person="P. Smit", organisation="Nidos", valid_from="14-9-2026")
    after = section(client.get(to).content.decode())
    assert "lr-person--gap" not in after and "Uitleg over de asielprocedure" in after


@pytest.mark.parametrize(("starts_on", "said", "filled"), [
    (ON, "Afgesproken: COA doet dit.", "COA"), (ON + DAY, "Hoort bij: Nidos.", ""),
])  # fmt: skip
def test_what_a_partnership_agreed_goes_before_the_standard_list(world, visit, client, starts_on, said, filled) -> None:
    made = together(world)
    mandates(world, made)
    adopted(world, made, starts_on=starts_on, lines={("procedure", ""): code(world, "COA")})
    first = page_of(world, visit, "wachten").split("<li")[1]
    assert said in first
    (link,) = re.findall(r'href="([^"]+\?taak=procedure)"', first)
    form = client.get(link).content.decode()
    assert re.search(r'name="organisation"[^>]* value="([^"]*)"', form)[1] == filled
    assert re.search(r'name="person"[^>]* value="([^"]*)"', form)[1] == ""


def test_who_is_no_member_does_not_see_what_was_agreed(world, visit) -> None:
    made = together(world, "Scholen Zandakker")
    mandates(world, made, "Gemeente Zandakker", "Scholen Zandakker")
    adopted(world, made, lines={("procedure", ""): code(world, "Gemeente Zandakker")})
    assert "Hoort bij: Nidos." in page_of(world, visit, "wachten").split("<li")[1]


def test_a_task_that_is_not_in_the_list_is_not_filled_in(world, visit, client) -> None:
    get = visit("reception")
    url = f"/jongeren/{world.children['wachten'].public_id}/feit/involvements/"
    assert (
        "selected"
        not in get(f"{url}?taak=%3Cscript%3E").content.decode().split("task_other")[0].split('name="task"')[1]
    )


def test_a_place_with_a_first_day_ahead_is_not_asked_for_again(world, visit) -> None:
    from leerrecht.queries.signals import signal_id

    get, child = visit("reception"), world.children["wachten"]
    known = standing(table="enrolments").filter(child=child)
    assert [row.started_on for row in known] == [None]
    (card,) = find_cards(scope=scope_of(world, "reception"), on=ON, children=[child.pk])
    term = next(found for found in card.findings if found.rule == "placement.term")
    step = f"/jongeren/{child.public_id}/stap/{signal_id(rule=term.rule, key=term.key)}/"
    correct = f"/feit/enrolments/{known[0].public_id}/"
    page = get(f"/jongeren/{child.public_id}/").content.decode()
    assert "nog niet begonnen" in page and "not started yet" in get(f"/en/jongeren/{child.public_id}/").content.decode()
    for start, leads_to, begun in ((ON + DAY, correct, False), (ON, None, True), (ON - DAY, None, True)):
        known.update(started_on=start)
        forget()
        page = get(f"/jongeren/{child.public_id}/").content.decode()
        assert ("nog niet begonnen" not in page) is begun
        assert ("Bevestig de start" in page and "De start op school is gepland op 16 september" in page) is not begun
        if leads_to:
            assert get(step, 302)["Location"].endswith(leads_to)


def test_the_step_of_each_signal_leads_to_where_it_is_recorded(world, visit, client) -> None:
    from leerrecht.queries.signals import signal_id

    get = visit("reception")
    child = world.children["wachten"]

    def step(rule: str, key: str) -> str:
        return get(f"/jongeren/{child.public_id}/stap/{signal_id(rule=rule, key=key)}/", 302)["Location"]

    assert step("roles.gap", "procedure").endswith("/feit/involvements/?taak=procedure")
    remove(world, "wachten", "fixed_contact")
    since = ON - DAY
    fact = put(world, child, "involvements", task="transport", organisation="COA", person="Noor", valid_from=since,
               capacity="stand_in")  # fmt: skip
    assert fact.public_id in step("roles.takeover", f"transport:{since}")
    assert step("roles.contact", "contact").endswith("?taak=fixed_contact")
    for person in ("Noor", "Sam"):
        put(world, child, "involvements", task="fixed_contact", organisation="COA", person=person, valid_from=since,
            capacity="holder")  # fmt: skip
    assert step("roles.contact", "contact").endswith("/feiten/")


def test_a_stand_in_shows_until_when_and_what_is_missing_after(world, visit) -> None:
    text = page_of(world, visit, "achttien", "legal_representative")
    card = text.split("<h3>Contact met school</h3>")[1].split("</li>")[0]
    assert "H. Peters" in card and "tijdelijk" in card and "1 oktober" in card
    assert "Vanaf 1 oktober 2026 doet niemand dit meer" in card
    assert "Er is nog niemand vast." not in card  # the same, said once


def test_two_fixed_contact_persons_are_both_there(world, visit) -> None:
    child = world.children["wachten"]
    put(world, child, "involvements", task="fixed_contact", organisation="Nidos", person="P. Smit",
        valid_from=ON - DAY, capacity="holder")  # fmt: skip
    card = page_of(world, visit, "wachten").split("<h3>Vaste contactpersoon</h3>")[1].split("</li>")[0]
    assert "S. de Boer" in card and "P. Smit" in card and "Er zijn 2 vaste contactpersonen." in card


def test_why_names_the_facts_and_the_choice_behind_a_gap(world, visit) -> None:
    text = visit("legal_representative")(f"/jongeren/{world.children['wachten'].public_id}/").content.decode()
    (url,) = re.findall(r'href="([^"]+/waarom/[^"]+)"', section(text).split("<li")[1])
    why = visit("legal_representative")(url).content.decode()
    assert "Voor wie iemand dit moet doen: uitleg over de asielprocedure" in why and "jongeren zonder ouders" in why


def test_in_english_too(world, visit) -> None:
    text = page_of(world, visit, "wachten", lang="/en")
    assert "Nobody has done this since 7 September 2026." in text and "Belongs to: Nidos." in text


# What a school may know


def test_a_school_sees_gaps_of_neutral_tasks_only(world) -> None:
    """It may know that nobody speaks with it; not that nobody explains a procedure, nor who prepares for 18."""
    put(world, world.children["retest"], "enrolments", school="ISK Zandakker", kind="isk", phase="placed",
        municipality="Zandakker", started_on=ON - DAY)  # fmt: skip
    remove(world, "retest", "contact_school", "procedure", "fixed_contact", "legal_representative")
    put(world, world.children["retest"], "involvements", task="medical", organisation="COA", person="Noor",
        valid_from=ON - DAY, capacity="stand_in")  # fmt: skip
    assert set(seen(world, "school", "retest")) == {
        "roles.gap contact_school", "roles.gap legal_representative", "roles.contact contact",
    }  # fmt: skip


def test_a_school_never_learns_since_when_or_where_the_task_belongs(world, visit) -> None:
    put(world, world.children["retest"], "enrolments", school="ISK Zandakker", kind="isk", phase="placed",
        municipality="Zandakker", started_on=ON - DAY)  # fmt: skip
    remove(world, "retest", "contact_school")
    text = page_of(world, visit, "retest", "school")
    card = text.split("<h3>Contact met school</h3>")[1].split("</li>")[0]
    assert "sinds een eerdere dag" in card and "Hoort bij" not in card and "taak=" not in card


@pytest.mark.parametrize("role", ["school", "compulsory_education"])
def test_who_holds_what_betrays_a_status_or_health_is_unseen(world, visit, role) -> None:
    child = world.children["retest"] if role == "school" else world.children["wachten"]
    if role == "school":
        put(world, child, "enrolments", school="ISK Zandakker", kind="isk", phase="placed", municipality="Zandakker",
            started_on=ON - DAY)  # fmt: skip
    betraying = [task.id for task in rulebook().tasks.values() if task.category in ("residence_status", "health")]
    for task in betraying:
        put(world, child, "involvements", task=task, organisation="COA", person=f"KANARIE {task}",
            valid_from=ON - DAY, capacity="stand_in")  # fmt: skip
    get = visit(role)
    for page in ("", "feiten/"):
        assert "KANARIE" not in get(f"/jongeren/{child.public_id}/{page}").content.decode()
    scope = scope_of(world, role)
    assert not any(knows_task(scope=scope, number=child.pk, task=task) for task in betraying)
    guardian = scope_of(world, "legal_representative")
    assert all(knows_task(scope=guardian, number=world.children["wachten"].pk, task=task) for task in betraying)


def test_what_somebody_sees_of_tasks_is_what_the_page_lists(world) -> None:
    for role in ("legal_representative", "reception", "compulsory_education"):
        scope = scope_of(world, role)
        child = find_child(scope=scope, public_id=world.children["wachten"].public_id)
        page, _ = get_page(scope=scope, child=child, on=ON, lang="nl")
        named = {row["task"] for row in page.rows["involvements"]}
        asked = {key.split()[1] for key in seen(world, role, "wachten") if key.startswith("roles.gap")}
        assert {each.task for each in page.tasks} == named | asked
        assert ("procedure" in asked) == (role != "compulsory_education")
