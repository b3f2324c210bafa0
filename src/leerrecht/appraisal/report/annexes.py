"""The annexes: the matrix with its reasons, findings, PIOFACH per party, law, gaps, tensions, facts, method, corrections."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from leerrecht.appraisal.report.blocks import Block, Cell, Ground, Heading, Sentence, Table, row
from leerrecht.appraisal.report.places import (
    behind,
    cell,
    condition,
    ground,
    joined,
    mark,
    place_of,
)  # fmt: skip
from leerrecht.appraisal.report.words import WORDS, tell
from leerrecht.appraisal.scale import code_of
from leerrecht.appraisal.simulation import Settings
from leerrecht.appraisal.study import Note, Study, When, entry_words, say, words_in

LETTERS = "ABCDEFGHIJKLM"


def annexes(study: Study, subgroups: Sequence[str], *, settings: Settings, lang: str) -> Iterator[Block]:
    """Give all annexes that have something in them, lettered in order."""
    parts: list[tuple[str, Callable[[], Iterator[Block]]]] = [
        ("matrix", lambda: _matrices(study, subgroups, lang)),
        ("evidence", lambda: _findings(study, subgroups, lang)),
        ("vetoes", lambda: _vetoes(study, lang)),
        ("piofach", lambda: _piofach(study, lang)),
        ("law", lambda: _law(study, lang)),
        ("gaps", lambda: _notes(tuple(study.gaps.values()), "gaps", lang)),
        ("tensions", lambda: _notes(tuple(study.tensions.values()), "tensions", lang)),
        ("facts", lambda: _facts(study, lang)),
        ("countries", lambda: _notes(tuple(study.countries.values()), "countries", lang)),
        ("respondents", lambda: _respondents(study, lang)),
        ("options", lambda: _options(study, lang)),
        ("method", lambda: _method(study, settings, lang)),
    ]
    filled = [(name, blocks) for name, make in parts if (blocks := list(make()))]
    for letter, (name, blocks) in zip(LETTERS, filled, strict=False):
        yield Heading(level=2, text=tell("annex", lang, letter=letter, title=tell(name, lang)))
        yield from blocks


def _listing(
    name: str, heads: Sequence[str], rows: Sequence[Any], lang: str, widths: Sequence[int] = ()
) -> Iterator[Table]:
    if rows:
        yield Table(
            caption=tell(name, lang), head=["", *(tell(head, lang) for head in heads)], rows=rows, widths=widths
        )


def _here(name: str) -> Cell:
    return Cell(text=name, target=place_of(name))


def _grounds(study: Study, names: Iterable[str], subgroup: str = "") -> tuple[Ground, ...]:
    return tuple(ground(study, name, subgroup) for name in names)


def _matrices(study: Study, subgroups: Sequence[str], lang: str) -> Iterator[Block]:
    for group in subgroups:
        scenarios = study.judged(group)
        if not scenarios:
            continue
        name = study.subgroups[group].name
        rows = [
            row(
                cell(behind(f"{column} ", study.criteria[column].name), lang),
                *(_code(study, group, each, column) for each in scenarios),
            )
            for column in study.columns
        ]
        yield Heading(level=3, text=say(name, lang), lang=mark(name, lang))
        yield Table(
            caption=say(name, lang), head=[tell("column", lang), *scenarios], rows=rows,
            widths=(4, *(1 for _ in scenarios)),
        )  # fmt: skip
        reasons = [
            (
                Cell(text=each.id, target=place_of(each.id, group)), Cell(text=_told(each.score, lang)),
                Cell(text=f"{code_of(each.low)} - {code_of(each.high)}" if each.score is not None else "-- - ++"),
                cell(each.text, lang, grounds=_grounds(study, each.findings, group)),
            )
            for each in study.judgements if each.subgroup == group
        ]  # fmt: skip
        yield from _listing("reasons", ("code", "range", "why"), reasons, lang, (2, 1, 2, 9))


def _told(score: int | None, lang: str) -> str:
    return tell("no_code", lang) if score is None else code_of(score)


def _code(study: Study, group: str, scenario: str, column: str) -> str:
    found = study.cells.get((group, scenario, column))
    return "?" if found is None or found.score is None else code_of(found.score)


def _findings(study: Study, subgroups: Sequence[str], lang: str) -> Iterator[Block]:
    rows = [
        (_here(each.id), Cell(text=each.chapter), cell(study.name_code("said_by", each.said_by), lang),
         _condition(study, each.applies_if, lang), cell(each.text, lang))
        for each in study.findings.values() if set(each.subgroups) & set(subgroups)
    ]  # fmt: skip
    yield from _listing("evidence", ("chapter", "who", "applies", "finding"), rows, lang, (2, 1, 3, 4, 8))


def _condition(study: Study, when: When, lang: str) -> Cell:
    return cell(condition(study, when, WORDS["always"]), lang)


def _vetoes(study: Study, lang: str) -> Iterator[Block]:
    rows = [
        (_here(each.id), _condition(study, each.when, lang), cell(each.lift, lang),
         cell(each.name, lang, grounds=_grounds(study, each.rests_on)))
        for each in study.vetoes.values()
    ]  # fmt: skip
    yield from _listing("vetoes", ("applies", "lift", "veto"), rows, lang, (1, 5, 5, 6))


def _piofach(study: Study, lang: str) -> Iterator[Block]:
    rows = []
    for share in study.piofach:
        entry = share.entry
        element = study.criteria.get(entry["element"])
        named = entry["scenarios"] if isinstance(entry["scenarios"], list) else ["-"]
        impact = entry["impact"]
        rows.append(
            (_here(share.id), cell(element.name if element else WORDS["all_elements"], lang),
             cell(study.name_code("parties", entry["party"]), lang), Cell(text=", ".join(named)),
             Cell(text=tell("no_code", lang) if impact == "unknown" else str(impact)),
             cell(share.text, lang, grounds=_grounds(study, share.about)))
        )  # fmt: skip
    yield from _listing("piofach", ("element", "party", "scenario", "impact", "why"), rows, lang, (1, 3, 3, 3, 2, 6))


def _law(study: Study, lang: str) -> Iterator[Block]:
    effects = {rule.id: tell(f"effect_{rule.effect}", lang) for rule in study.legal.values()}
    rows = [
        (_here(rule.id), cell(rule.law, lang), Cell(text=f"{effects[rule.id]} ({', '.join(rule.levels)})"),
         _condition(study, rule.applies_if, lang), cell(rule.text, lang, grounds=_grounds(study, rule.rests_on)))
        for rule in study.legal.values()
    ]  # fmt: skip
    rows += [
        (_here(way.id), Cell(text=""), cell(way.needs, lang),
         _condition(study, {"law": (way.law,)}, lang), cell(way.text, lang))
        for way in study.ways_out.values()
    ]  # fmt: skip
    yield from _listing("law", ("act", "effect", "applies", "rule"), rows, lang, (1, 3, 2, 4, 6))


def _notes(notes: Sequence[Note], name: str, lang: str) -> Iterator[Block]:
    rows = [(_here(each.id), cell(each.text, lang), Cell(text=", ".join(each.about))) for each in notes]
    yield from _listing(name, (name, "rests_on"), rows, lang, (1, 9, 3))


def _facts(study: Study, lang: str) -> Iterator[Block]:
    rows = [
        (_here(each.id), cell(entry_words(each.entry, "value"), lang), cell(entry_words(each.entry, "date"), lang),
         Cell(text=each.chapter),
         cell(joined((each.text, words_in(each.entry, "note")) if each.entry.get("note") else (each.text,), "; "), lang))
        for each in study.facts.values()
    ]  # fmt: skip
    yield from _listing("facts", ("number", "date", "chapter", "what"), rows, lang, (1, 3, 2, 2, 8))


def _respondents(study: Study, lang: str) -> Iterator[Block]:
    found = study.document.get("respondents")
    groups = found if isinstance(found, dict) else {}
    rows = [
        (cell(words_in(each, "group"), lang), cell(entry_words(each, "org"), lang), cell(words_in(each, "role"), lang),
         Cell(text=str(each.get("n", ""))))
        for part in ("interviews", "focus_groups")
        for each in groups.get(part) or ()
        if isinstance(each, dict)
    ]  # fmt: skip
    yield from _listing("respondents", ("organisation", "role", "number"), rows, lang, (2, 5, 5, 1))


def _options(study: Study, lang: str) -> Iterator[Block]:
    found = study.document.get("original_options")
    if not isinstance(found, dict):
        return
    basis = words_in(found, "mapping_basis")
    if basis["en"]:
        yield Sentence(text=say(basis, lang), lang=mark(basis, lang))
    rows = [
        row(str(each.get("n", "")), cell(words_in(each, "text"), lang), ", ".join(each.get("maps_to") or ()))
        for each in found.get("options") or ()
        if isinstance(each, dict)
    ]
    yield from _listing("options", ("option", "scenario"), rows, lang, (1, 9, 2))


def _method(study: Study, settings: Settings, lang: str) -> Iterator[Block]:
    weighing, scoring = (tell(name, lang) for name in (f"weighing_{settings.weighing}", f"scoring_{settings.scoring}"))
    yield Sentence(
        text=tell(
            "method_text", lang, draws=settings.draws, seed=settings.seed, weighing=weighing, scoring=scoring
        )
    )  # fmt: skip
    rows = [
        row(_here(each["id"]), cell(words_in(each, "what"), lang), cell(words_in(each, "why"), lang),
            str(each.get("source", "")))
        for each in study.document.get("changes") or ()
    ]  # fmt: skip
    yield from _listing("changes", ("change", "why", "chapter"), rows, lang, (1, 5, 6, 2))
    dutch = study.document.get("looked_at_nl") or ()
    for position, each in enumerate(study.document.get("looked_at") or ()):
        words = {"en": str(each)} | ({"nl": str(dutch[position])} if position < len(dutch) else {})
        yield Sentence(text=say(words, lang), lang=mark(words, lang))
