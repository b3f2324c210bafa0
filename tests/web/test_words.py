"""The words: what the loader refuses, both languages, placeholders, plurals, dates, and what the tags escape."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest
from django.template import Context, Engine
from django.utils import translation
from django.utils.safestring import mark_safe

from leerrecht.web import words
from leerrecht.web.templatetags.leerrecht import STATE_ICONS, icon_names
from leerrecht.web.words import WordsRefused, date_words, initials, read_book, word, word_html

TAGS = Engine(libraries={}, builtins=["leerrecht.web.templatetags.leerrecht"])


def book_of(folder: Path, text: str, name: str = "a.yaml") -> words.Book:
    (folder / name).write_text(text, encoding="utf-8")
    return read_book(folder)


def faults_of(folder: Path, text: str, name: str = "a.yaml") -> list[str]:
    with pytest.raises(WordsRefused) as refused:
        book_of(folder, text, name)
    return refused.value.faults


def render(template: str, lang: str = "nl", **context: object) -> str:
    with translation.override(lang):
        return TAGS.from_string(template).render(Context(context))


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("a: {x: {nl: ja}}", "a.x: has no en"),
        ("a: {x: {nl: ja, en: ''}}", "a.x: has no en"),
        ("a: {x: {nl: ja, en: }}", "a.x: has no en"),
        ("a: {x: {nl: ja, en: yes, fr: oui}}", "a.x: has 'fr', which is no language"),
        ("a: {x: {nl: [ja], en: yes}}", "a.x: nl is no text"),
        ("a: {x: {nl: 'dag {naam}', en: 'hi {name}'}}", "a.x: has different placeholders (nl: naam; en: name)"),
        ("a: {x: {nl: '{a.b}', en: '{a.b}'}}", "a.x: nl has the placeholder 'a.b'; use a plain name"),
        ("a: {x: {nl: '{a!r}', en: '{a}'}}", "a.x: nl has the placeholder 'a'; use a plain name"),
        ("a: {x: {nl: '{}', en: '{}'}}", "a.x: nl has the placeholder ''; use a plain name"),
        ("a: {x: {nl: '{a', en: b}}", "a.x: nl has a brace that isn't closed (expected '}' before end of string)"),
        ("a: {x: {nl: '<em>ja</em>', en: yes}}", "a.x: nl has markup; only"),
        ("a: {x: {nl: '<strong class=x>ja</strong>', en: yes}}", "a.x: nl has markup; only"),
        ("a: {x: {nl: 'R&amp;D', en: yes}}", "a.x: nl has markup; only"),
        ("a: {x: {nl: '<strong>ja', en: yes}}", "a.x: nl doesn't close <strong>"),
        ("a: {x: {nl: '</bdi>ja<bdi>', en: yes}}", "a.x: nl doesn't close <bdi>"),
        ("a: {x_one: {nl: een, en: one}}", "a.x_one has no a.x_many"),
        ("a: {x_many: {nl: veel, en: many}}", "a.x_many has no a.x_one"),
        ("a: {X: {nl: ja, en: yes}}", "a has the key 'X'"),
        ("a: {x: ja}", "a.x holds no keys"),
        ("a: {}", "a holds no keys"),
        ("", "the file holds no keys"),
        ("a: {x: {nl: ja, en: yes}, x: {nl: nee, en: no}}", "line 1: x stands here twice"),
        ("a: [", "a.yaml: line "),
    ],
)
def test_a_fault_is_named_with_its_place(tmp_path: Path, text: str, fault: str) -> None:
    faults = faults_of(tmp_path, text)
    assert any(fault in each for each in faults), faults
    assert all(each.startswith(("a.yaml: ", "a.x_")) for each in faults)


def test_all_faults_come_at_once_and_a_key_lives_in_one_file(tmp_path: Path) -> None:
    (tmp_path / "b.yaml").write_text("a: {x: {nl: ja, en: yes}}", encoding="utf-8")
    faults = faults_of(tmp_path, "a: {x: {nl: ja, en: yes}, y: {nl: ja}, z: {en: '<i>'}}")
    assert len(faults) == 4
    assert "b.yaml: a.x is in another file too" in faults


def test_yaml_s_own_words_stay_text(tmp_path: Path) -> None:
    book = book_of(tmp_path, "a: {on: {nl: ja, en: no}, no: {nl: 12, en: 2026-01-01}}")
    assert book.text("a.on", "en", {}) == "no"
    assert book.text("a.no", "nl", {}) == "12"


def test_our_own_words_are_sound_in_both_languages() -> None:
    texts = words.book().texts
    assert len(texts) > 50
    for key, leaf in texts.items():
        assert set(leaf) == set(words.DOOR_LANGUAGES if key.startswith("door.") else words.LANGUAGES), key


def test_the_words_of_the_own_door_need_arabic_and_no_others_may_have_it(tmp_path: Path) -> None:
    assert "door.yaml: d.x: has no ar" in faults_of(tmp_path, "d: {x: {nl: ja, en: yes}}", name="door.yaml")
    (tmp_path / "door.yaml").write_text("d: {x: {nl: ja, en: yes, ar: نعم}}", encoding="utf-8")
    assert "a.yaml: a.x: has 'ar', which is no language" in faults_of(tmp_path, "a: {x: {nl: ja, en: yes, ar: نعم}}")


def test_a_word_in_both_languages() -> None:
    assert word("state.overdue", "nl") == "Te laat"
    assert word("state.overdue", "en") == "Overdue"


def test_one_and_many() -> None:
    assert word("frame.count", "nl", count=1) == "1 punt"
    assert word("frame.count", "nl", count=0) == "0 punten"
    assert word("frame.count", "en", count=2) == "2 items"


def test_an_unknown_word_names_the_nearest() -> None:
    with pytest.raises(KeyError, match=r"no word 'state\.overdu'; the nearest is 'state\.overdue'"):
        word("state.overdu", "nl")


def test_an_unknown_language_and_a_missing_value_are_refused() -> None:
    with pytest.raises(KeyError, match="no language 'fr'"):
        word("state.overdue", "fr")
    with pytest.raises(KeyError, match=r"'pages\.page' needs the value 'number'"):
        word("pages.page", "nl")
    with pytest.raises(KeyError, match="needs the value"):
        word_html("pages.page", "nl")


def test_say_escapes_values_and_keeps_the_words_own_marks() -> None:
    assert render('{% say "frame.demo" %}').startswith("<strong>Demo</strong> met")
    assert render('{% say "pages.page" number=n %}', n="<b>7</b> & {x}") == "Pagina &lt;b&gt;7&lt;/b&gt; &amp; {x}"
    assert render('{% say "pages.page" number=n %}', n=mark_safe("<bdi>7</bdi>")) == "Pagina <bdi>7</bdi>"
    assert render('{% say "pages.label" %}') == "Pagina&#x27;s"


def test_say_follows_the_language_of_the_page_or_the_one_asked() -> None:
    assert render('{% say "state.met" %}', "en") == "Arranged"
    assert render('{% say "state.met" %}', "en-gb") == "Arranged"
    assert render('{% say "state.met" lang="nl" %}', "en") == "Geregeld"
    assert render('{% say "state.met" %}{% language %}', "fr") == "Geregeldnl"


def test_dates_in_words() -> None:
    day, on = datetime.date(2026, 6, 16), datetime.date(2026, 1, 1)
    assert render("{{ day|date_words:on }}", day=day, on=on) == "di 16 juni"
    assert render("{{ day|date_words:on }}", "en", day=day, on=datetime.date(2025, 1, 1)) == "Tue 16 June 2026"
    assert render("{{ day|long_date }}", day=day) == "dinsdag 16 juni 2026"
    assert render("{% when day on %}", day=day, on=on) == '<time datetime="2026-06-16">di 16 juni</time>'
    said = {date_words(datetime.date(2026, month, 1), "nl").split()[2] for month in range(1, 13)}
    assert len(said) == 12


def test_initials_and_icons() -> None:
    assert initials("Marieke Dijkstra") == "MD"
    assert render('{% icon "lock" %}').startswith('<svg class="lr-icon" aria-hidden="true"')
    assert set(STATE_ICONS.values()) <= icon_names()
    with pytest.raises(KeyError, match="no icon 'loc'"):
        render('{% icon "loc" %}')


@pytest.mark.parametrize("name", ["transfer", "arrival", "move", "cards", "door", "door_transfer"])
def test_pages_of_moves_and_of_the_own_door_say_young_person_or_you(name):
    """One word for one idea: "jongere" to who works with them, "je" at the own door; never "kind" beside it."""
    text = (Path(words.__file__).parent / "words" / f"{name}.yaml").read_text(encoding="utf-8")
    said = [(lang, line) for lang in ("nl", "en") for line in re.findall(rf"\b{lang}: (.*)", text)]
    never = r"\b(het|een|dit|elk|welk) kind\b|\bkinderen\b|\bchild(ren)?\b"
    if name.startswith("door"):
        never += r"|\bde jongere\b|\bthe young person\b"
    assert [line for _, line in said if re.search(never, re.sub(r"\{\w+\}", "", line), re.I)] == []


@pytest.mark.parametrize(
    ("key", "values", "nl", "en"),
    [
        ("today.who", {"count": 1, "children": 1}, "1 jongere", "1 young person"),
        ("today.who", {"count": 2, "children": 1}, "1 van de 2 jongeren", "1 of 2 young people"),
        ("today.ahead_planned", {"count": 1, "total": 2}, "1 van 2 jongeren heeft", "1 of 2 young people has"),
        ("today.ahead_planned", {"count": 0, "total": 2}, "0 van 2 jongeren hebben", "0 of 2 young people have"),
        ("keeping.none_text", {"count": 1}, "Er is 1 dossier.", "There is 1 record."),
    ],
)
def test_one_is_said_as_one(key, values, nl, en):
    assert word(key, "nl", **values).startswith(nl) and word(key, "en", **values).startswith(en)


def test_english_about_working_together_says_whom_it_is_about() -> None:
    """ "Tell who takes over" is Dutch in English words: it is whoever, those who, or the person who."""
    about = (
        "ambition.",
        "handover.",
        "insight.",
        "knots.",
        "meetings.",
        "partnership.",
        "points.",
        "tasks.",
        "done.change",
    )
    bare = re.compile(r"\b(?:[Oo]f|[Bb]y|[Oo]nly|[Tt]ell) who\b|(?:\bW|: w)ho (?:would|took|leaves|stops)\b[^?]*\.")
    texts = {key: text["en"] for key, text in words.book().texts.items() if key.startswith(about)}
    assert len(texts) > 300
    assert {key: text for key, text in texts.items() if bare.search(text)} == {}
