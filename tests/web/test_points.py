"""Points and knots about a child by the client: at the own door, on the child's page, at a meeting; all whole, none leaking."""

from __future__ import annotations

import re

import pytest

from tests.operations.builders import hidden_values, send
from tests.partnership import meeting_builders as do
from tests.partnership import point_builders as ask
from tests.partnership.builders import mandate
from tests.partnership.meeting_builders import COA, NIDOS, SCHOOL, who
from tests.web.conftest import check_whole, only_reading
from tests.web.test_meetings import base, client_of, read  # noqa: F401 (fixtures)
from tests.world import ON
from tests.youth.conftest import door  # noqa: F401 (a fixture)

pytestmark = pytest.mark.database


@pytest.fixture
def made(world):
    return ask.setting(world)


def test_a_point_is_asked_for_placed_and_answered_on_the_pages(world, made, read, client_of) -> None:  # noqa: F811
    held, of, child = made
    row = ask.meeting(world, held, of, held_on=ON)
    url, guardian, reception = (
        f"/jongeren/{child.public_id}/overleg/",
        client_of("legal_representative"),
        client_of("reception"),
    )
    assert "Er is geen punt." in read("legal_representative", url)
    assert "Schrijf op wat besproken" in send(guardian, url, 422, do="ask", words=" ")
    send(guardian, url, 302, do="ask", words="Meer lesuren.", shared_with=["reception"])
    page = read("legal_representative", url)
    assert "Meer lesuren." in page and "Op de agenda van" in page and "Neem terug" in page
    assert "Meer lesuren." not in read("school", url)
    meeting = f"{base(held)}bijeenkomst/{row.public_id}/"
    assert "Meer lesuren." in read("reception", meeting) and "Punten van jongeren" not in read("policy", meeting)
    point = child.points.get()
    answer = f"{meeting}punt/{point.public_id}/"
    read("school", answer, 404)
    read("policy", answer, 404)
    assert "Meer lesuren." in read("reception", f"/en{answer}")
    wrong = send(reception, answer, 422, what="Bellen", due_on="x")
    assert all(text in wrong for text in ("Schrijf op wat is besloten", "Leg uit waarom", "Kies waar het over gaat"))
    good = {"decision": "Ja.", "reason": "Past.", "about": ["education"], "what": "Rooster maken",
            "holder": who(world, COA), "due_on": "1-10-2026", "told": ["yes"]}  # fmt: skip
    send(reception, answer, 302, **good)
    late = send(guardian, answer, 422, **{**good, "decision": "Nee hoor."})
    assert "intussen beantwoord" in late and "Nee hoor." in late and "Rooster maken" in late
    assert "Beslist in het overleg" in read("legal_representative", url)


@pytest.mark.parametrize("prefix", ["/mijn/", "/en/mijn/", "/ar/mijn/"])
def test_the_own_door_asks_takes_back_and_reads_the_answer(world, made, door, prefix) -> None:  # noqa: F811
    held, of, child = made
    row = ask.meeting(world, held, of, held_on=ON)
    get = door(next(name for name, each in world.children.items() if each.pk == child.pk))
    url = f"{prefix}overleg/"
    assert f"{prefix}overleg/" in get(f"{prefix}zeg/").content.decode()
    assert send(get.client, url, 422, do="ask", words="", readers=[]).count("<p>") > 2
    send(get.client, url, 302, do="ask", words="Mijn eigen punt.", readers=["reception"])
    send(get.client, url, 302, do="ask", words="Toch niet.", readers=["reception"])
    gone = child.points.get(words="Toch niet.")
    send(get.client, url, 302, do="withdraw", point=gone.public_id)
    send(get.client, url, 404, do="x")
    point = child.points.get(words="Mijn eigen punt.")
    ask.answer(world, held, row, point, at=ask.NOW, is_told=True, todo=do.todo(world))
    ask.knot(world, held, child, is_told=True)
    text = get(url).content.decode()
    for said in (
        "Mijn eigen punt.",
        "Ja, dat mag.",
        "Je leert daar meer.",
        "Test reception",
        "Mag deze jongere",
        "Toch niet.",
    ):
        assert said in text


def test_a_knot_about_a_child_is_raised_told_and_decided_together(world, made, read, client_of) -> None:  # noqa: F811
    held, _, child = made
    mandate(world, held, COA, domain="education")
    mandate(world, held, NIDOS, domain="money")
    guardian, reception = client_of("legal_representative"), client_of("reception")
    url = f"/jongeren/{child.public_id}/overleg/{held.public_id}/"
    assert "Wat vindt de jongere?" in read("legal_representative", url)
    wrong = send(guardian, url, 422, question="")
    assert "Kies waar het over gaat" in wrong
    typed = {"question": "Mag het?", "domains": ["education", "money"], "director": who(world, COA), "options": "Ja\nNee",
             "decide_by": "1-10-2026", "about": ["education"], "shared_with": ["reception"]}  # fmt: skip
    knot = send(guardian, url, 302, **typed).partition("?")[0]
    page = read("legal_representative", knot)
    assert "De jongere is nog niet gehoord" in page and "Samen kunnen zij het" in page
    for role in ("school", "policy"):
        read(role, knot, 404)
        assert "Mag het?" not in read(role, f"{base(held)}knopen/")
    read("reception", f"/en{knot}")
    values = hidden_values(page, "Ik heb verteld dat er een besluit komt")
    send(guardian, values.pop("action"), 302, **values)
    send(guardian, knot, 302, do="view", seen="1", view="Graag.")
    said = {"do": "assent", "seen": "2", "decision": "Ja.", "reason": "Goed zo."}
    send(guardian, knot, 302, **said)
    assert "Dit besluit ligt er" in read("reception", knot)
    send(reception, knot, 302, **said)
    assert "Ik heb het besluit verteld" in read("reception", knot)
    with only_reading():
        check_whole(reception.get(f"/en/jongeren/{child.public_id}/overleg/"))


def _plain(page: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", page)


def test_a_school_reads_of_no_other_organisation_that_it_looks_after_the_child(world, made, read) -> None:  # noqa: F811
    """The organisation where a child lives can tell a status: neither who may decide, who said what, nor who decided."""
    from leerrecht.records.models import FACT

    held, _, child = made
    for member in (COA, NIDOS, SCHOOL):
        mandate(world, held, member, domain="education", decides=f"MANDAAT-{member}")
    row = ask.knot(world, held, child)
    drafted = ask.knot(world, held, child, domains=["education", "money"], director=who(world, SCHOOL))
    for role in ("reception", "legal_representative", "school"):
        do.interest(world, held, row, role=role, words=f"Belang van {role}.")
    ask.assent(world, held, drafted, "reception")
    pages = [f"{base(held)}knopen/", *(f"{base(held)}knopen/{each.public_id}/" for each in (row, drafted))]
    others = ("Test reception", "Test legal_representative", "Nidos", "COA", "MANDAAT-COA")
    seen = [_plain(read("school", page)) for page in pages]
    assert not [name for page in seen for name in others if name in page]
    assert "Belang van reception." in seen[1] and "een andere organisatie" in seen[1] and "Scholen Zandakker" in seen[1]
    assert "Beide helft." in seen[2] and "Test school" in seen[1]
    assert "Test reception, COA" in read("legal_representative", pages[1])
    FACT["stays"].objects.filter(child=child).update(linked_location=None)
    FACT["involvements"].objects.filter(child=child).exclude(linked_team__role="school").update(linked_team=None)
    assert [_plain(read("school", page)) for page in pages] == seen  # as if it were looked after by others
    do.decide(world, held, row, role="school", seen=4)
    decided = read("school", pages[1])
    assert "Test school, Scholen Zandakker" in decided and "MANDAAT-Scholen" in decided


def test_a_school_reads_that_it_was_decided_and_not_by_whom(world, made, read) -> None:  # noqa: F811
    held, _, child = made
    mandate(world, held, COA, domain="education", decides="MANDAAT-COA")
    row = ask.knot(world, held, child)
    do.decide(world, held, row)
    page = f"{base(held)}knopen/{row.public_id}/"
    school = read("school", page)
    assert "De gemeente." in school and "een andere organisatie" in school
    assert not [name for name in ("Test reception", "COA", "Nidos") if name in school]
    assert "Test reception, COA" in read("legal_representative", page) and "MANDAAT-COA" in read("reception", page)
