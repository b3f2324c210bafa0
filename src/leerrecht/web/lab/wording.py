"""The names of what stands in a study, in words. A study brings its own texts, and words for its own codes; codes that every
study uses are named in lab.yaml.

A text that a study has in English only is marked as English, so that it is read aloud as such.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from leerrecht.appraisal.conditions import DEFAULTS
from leerrecht.appraisal.scale import code_of
from leerrecht.appraisal.study import Dims, Note, Study, When, Words, entry_words, say, spoken
from leerrecht.web.words import book, word

SIGNS = {"--": "−−", "-": "−", "0": "0", "+": "+", "++": "++", "unknown": "?"}
NAMES = {"--": "mm", "-": "m", "0": "zero", "+": "p", "++": "pp", "unknown": "unknown"}
LOOKS = {"--": "s-mm", "-": "s-m", "0": "s-0", "+": "s-p", "++": "s-pp", "unknown": "s-u"}
ENOUGH_DRAWS = 0.9
"""In which share of the draws something happens "nearly always"."""
HALF = 0.5
"""A share that would be rounded to nothing or all is nearly nothing below this, nearly all above it."""


def told(words: Words, lang: str) -> SafeString:
    """Give a study's text, escaped; marked as English where the page's language has none.

    >>> told({"en": "a < b"}, "nl"), told({"en": "a", "nl": "b"}, "nl")
    ('<span lang="en">a &lt; b</span>', 'b')
    """
    if spoken(words, lang) == lang:
        return SafeString(format_html("{}", say(words, lang)))
    return SafeString(format_html('<span lang="en">{}</span>', words["en"]))


def in_english(text: str, lang: str) -> SafeString:
    """Give a text that a study has in English only."""
    return told({"en": text}, lang)


def told_all(texts: Iterable[Words], lang: str) -> tuple[SafeString, ...]:
    """Give texts of a study, each once."""
    return tuple(dict.fromkeys(told(words, lang) for words in texts))


def slug(code: str) -> str:
    """Give the key of a code.

    >>> slug("aef-2025"), slug("several respondents")
    ('aef_2025', 'several_respondents')
    """
    return re.sub(r"[^a-z0-9]+", "_", code.lower()).strip("_")


def named(key: str, code: str, lang: str) -> SafeString:
    """Give the word for a code under a key; the code itself, read as English, where there is none."""
    whole = f"lab.{key}.{slug(code)}"
    if whole in book().texts:
        return SafeString(format_html("{}", word(whole, lang)))
    return in_english(code.replace("_", " "), lang)


def group_name(study: Study, group: str, lang: str) -> SafeString:
    """Name a subgroup in short, where there is a short name."""
    key = f"lab.study.{slug(study.id)}.group.{slug(group)}"
    return (
        SafeString(format_html("{}", word(key, lang)))
        if key in book().texts
        else told(study.subgroups[group].name, lang)
    )


def chapter_name(study: Study, chapter: str, lang: str) -> SafeString:
    """Name a place in the source: its code and title."""
    if not chapter:
        return SafeString("")
    own = f"study.{slug(study.id)}.chapter"
    title = str(((study.document.get("meta") or {}).get("chapters") or {}).get(chapter, ""))
    if f"lab.{own}.{slug(chapter)}" in book().texts:
        return SafeString(format_html("{}: {}", chapter, word(f"lab.{own}.{slug(chapter)}", lang)))
    return SafeString(format_html("{}: {}", chapter, in_english(title, lang)) if title else format_html("{}", chapter))


def scenario_parts(study: Study, scenario: str, lang: str) -> tuple[SafeString, SafeString]:
    """Give what a scenario is about, and the rest of its name.

    The source's names are made of parts with commas: content first, then how.
    """
    words = study.scenarios[scenario].name
    heads = {each: text.partition(", ")[0] for each, text in words.items()}
    tails = {each: text.partition(", ")[2] for each, text in words.items()}
    return told(heads, lang), told(tails, lang) if tails.get(lang) or tails["en"] else SafeString("")


def date_of(note: Note) -> Words:
    """Give the date of a fact as it was written; one without a Dutch one is the same in both."""
    return entry_words(note.entry, "date")


def amount_of(note: Note, lang: str) -> str:
    """Give the amount of a fact; a list with commas."""
    return entry_words(note.entry, "value")["nl" if lang == "nl" else "en"]


def said_by(study: Study, who: str, lang: str) -> SafeString:
    """Name who said something."""
    return told(study.name_code("said_by", who), lang)


def dimension_name(study: Study, dimension: str, lang: str) -> SafeString:
    """Name a dimension of a design."""
    return told(study.name_code("dimensions", dimension), lang)


def value_name(study: Study, dimension: str, value: str, lang: str) -> SafeString:
    """Name a value of a dimension."""
    return told(study.name_code(f"values {dimension}", value), lang)


def dims_words(study: Study, dims: Dims, lang: str) -> SafeString:
    """Say a design in words: its choices, but for those that current law makes for everybody."""
    return when_words(study, {name: (value,) for name, value in dims.items() if DEFAULTS.get(name) != value}, lang)


def when_words(study: Study, when: When, lang: str) -> SafeString:
    """Say a condition in words: per dimension the values that fit; nothing for one that always holds."""
    either = word("lab.or", lang)
    parts = (
        (
            dimension_name(study, name, lang),
            mark_safe(f" {either} ".join(value_name(study, name, value, lang) for value in values)),  # noqa: S308
        )
        for name, values in when.items()
    )
    return SafeString(format_html_join("; ", "{}: {}", parts))


def score_parts(score: int | None, lang: str, *, column: str = "", study: str = "") -> Mapping[str, str]:
    """Give the sign, word and look of a score; a criterion may have words of its own."""
    code = code_of(score)
    own = f"lab.study.{slug(study)}.score.{slug(column)}_{NAMES[code]}"
    key = own if own in book().texts else f"lab.score.{NAMES[code]}"
    return {"sign": SIGNS[code], "word": word(key, lang), "look": LOOKS[code]}


def range_words(low: int, high: int, lang: str) -> str:
    """Say which scores a second reader could defend; nothing when there is one only."""
    if low == high:
        return ""
    return word("lab.range", lang, low=SIGNS[code_of(low)], high=SIGNS[code_of(high)])


def span_words(span: Mapping[str, int], lang: str) -> str:
    """Say where a quotation stands in its source; nothing when nobody said."""
    if not span:
        return ""
    first = span.get("from")
    if first is None:
        return word("lab.span", lang, page=span["page"])
    return word("lab.span_lines", lang, page=span["page"], first=first, last=span.get("to", first))


def percent(share: float, lang: str, *, fixed: bool = False) -> str:
    """Say a share with one decimal; without it when round, unless it stands in a column (`fixed`). Nearly all is never all.

    >>> percent(0.9485, "nl"), percent(1.0, "en"), percent(1.0, "nl", fixed=True), percent(0.9999, "nl")
    ('94,8 %', '100%', '100,0 %', '> 99,9 %')
    """
    said = f"{share * 100:.1f}"
    if share not in (0, 1) and said in ("0.0", "100.0"):
        said = "< 0.1" if share < HALF else "> 99.9"
    said = said if fixed else said.removesuffix(".0")
    return f"{said.replace('.', ',')} %" if lang == "nl" else f"{said}%"


def decimal(number: float, lang: str, *, places: int = 2) -> str:
    """Say a number with decimals."""
    said = f"{number:.{places}f}"
    return said.replace(".", ",") if lang == "nl" else said


def listed(names: list[str], lang: str) -> str:
    """List names: "A1, B1 en C1"."""
    if len(names) < 2:
        return "".join(names)
    return word("lab.and", lang, first=", ".join(names[:-1]), last=names[-1])
