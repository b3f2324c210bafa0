"""In het kort: what stands above the drawing, and that it never says more than the viewer sees."""

import datetime

import pytest

from leerrecht.web.path import say_brief

ON = datetime.date(2026, 9, 15)


@pytest.fixture
def brief(children):
    def say(child, *, on=ON, lang="nl", without=(), rules=True, **more):
        rows = {
            table: [*rows, *more.get(table, ())] for table, rows in children.rows(child).items() if table not in without
        }
        name = children.rows(child)["children"][0]["given_names"]
        findings = children.findings(child, on) if rules else []
        return say_brief(rows=rows, findings=findings, rulebook=children.rulebook, on=on, lang=lang, given_name=name)

    return say


SAID = {
    "direct": "Yonas gaat sinds 31 augustus naar ISK Lindedal. School begon op tijd: de termijn eindigde op 6 september.",
    "wachten": "Ahmad wacht op een plek op ISK Zandakker: Taalles De Open Deur telt niet als school. "
    "De termijn eindigde 24 dagen geleden, op 22 augustus.",
    "landing": "Mahad begint op maandag 21 september op ISK Maasbeemd. Dat is op tijd: de termijn eindigt op 27 september. "
    "Landingsprogramma Maasbeemd telt niet als school.",
    "drie-keer": "Dawit is sinds 31 augustus zonder school: 15 dagen geteld. Dawit wacht op een plek op ISK Veenmeer.",
    "vertrokken": "Ali is sinds 27 augustus weg. Wij weten niet waarheen.",
    "achttien": "Jawad gaat sinds 7 april 2025 naar ISK Lindedal. Op 20 november wordt Jawad 18.",
    "andere-regio": "Khaled gaat sinds 19 januari naar ISK Veenmeer. "
    "Op 1 oktober verhuist Khaled naar Woongroep De Kreek.",
    "op-de-dag": "Kaleb gaat sinds 31 augustus naar ISK Eikerwoude. School begon te laat: de termijn eindigde op 12 augustus.",
    "noodopvang": "Over school van Nabil is hier nog niets bekend. Wanneer de termijn eindigt, weten we nog niet. "
    "Dagprogramma De Boot telt niet als school.",
    "beschermd": "Lina heeft een plek op ISK, maar de eerste dag is onbekend. Wanneer de termijn eindigt, weten we nog niet.",
}


@pytest.mark.parametrize("child", SAID)
def test_what_it_says(brief, child):
    assert brief(child) == SAID[child]


def test_one_to_three_sentences_without_he_or_she(brief, children):
    for child in children.names:
        for on in (ON, datetime.date(2026, 7, 1), datetime.date(2025, 10, 1)):
            for lang in ("nl", "en"):
                said = brief(child, on=on, lang=lang)
                assert 1 <= said.count(". ") + 1 <= 3
                assert said.endswith(".")
                assert not {"hij", "zij", "he", "she"} & set(said.lower().split())


def test_too_late_when_the_planned_day_is_after_the_term(brief):
    assert brief("op-de-dag", on=datetime.date(2026, 8, 1)) == (
        "Kaleb begint op maandag 31 augustus op ISK Eikerwoude. Dat is te laat: de termijn eindigt op 12 augustus."
    )


def test_without_enrolments_it_does_not_say_that_there_is_no_school(brief, children):
    for child in children.names:
        said = brief(child, without=("enrolments",), rules=False)
        assert "geen school" not in said
        assert "ISK" not in said


def test_without_stays_it_does_not_say_a_move(brief):
    assert "verhuist" not in brief("andere-regio", without=("stays",))


def test_without_departures_it_does_not_say_that_the_child_left(brief):
    assert "weg" not in brief("vertrokken", without=("departures",), rules=False)


def test_who_began_after_the_request_and_left_does_not_wait_any_more(brief, children):
    """The former school reads on, but not ahead: it doesn't see the next one."""
    began, left = datetime.date(2026, 7, 17), datetime.date(2026, 9, 14)
    row = {**children.rows("wachten")["enrolments"][0], "phase": "placed", "started_on": began, "left_on": left}
    said = brief("wachten", rules=False, enrolments=[row])
    assert "wacht" not in said and said.startswith("Ahmad is sinds 14 september van school.")
    assert "Ahmad gaat sinds 17 juli naar ISK Zandakker." in brief(
        "wachten", rules=False, enrolments=[{**row, "left_on": None}]
    )
